"""The command line: options ⇄ settings, files, streams, exit codes; no logic of cleaning.

commands -> run -> output (what goes where), files and targets, show (reports), state
                   screen, pager, exits: the terminal and the end of the process
"""
