"""Texts for tests of the command line: one with a repeat, and what it must become."""

FIRST = "春天的清晨，渔民们把小船推下水，沿着芦苇荡慢慢划向湖心，准备撒下今年的第一张网。"
SECOND = "傍晚，码头上亮起了灯，妇女们把晾干的鱼收进竹筐，孩子们在石阶上数着归来的船只。"

DAMAGED = f"{FIRST}\n\n{FIRST}\n\n{SECOND}\n".encode()
CLEAN = f"{FIRST}\n\n{SECOND}\n".encode()
