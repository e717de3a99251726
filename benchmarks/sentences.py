"""Sentences of our own in ten scripts, and the characters that careless code trips over."""

SENTENCES = {
    "Chinese": (
        "清晨的雾还没有散去，渔船已经从港口出发。",
        "市里决定在城北修建一座新的图书馆，预计后年秋天开放。",
        "“我们不怕困难，只怕没有人愿意听。”她一边收拾书包，一边说。",
        "医院新买的设备已经用上，病人等候的时间缩短了一半。",
        "古城墙全长约十二公里，至今保存完好（东段除外）。",
    ),
    "English": (
        "The fog had not yet lifted when the boats put out to sea.",
        "The town means to build a library north of the river.",
        "“It is not the work we mind,” she said; “it’s that nobody listens.”",
        "The new machine was well-tried, and the queue grew shorter.",
    ),
    "German": (
        "Der Nebel hatte sich noch nicht gelichtet, da liefen die Boote schon aus.",
        "Größere Geräte stehen jetzt im Krankenhaus; man wartet nur noch halb so lange.",
        "Er faltete den Brief, öffnete die Schublade und trat ans Fenster.",
    ),
    "French": (
        "La brume n'était pas encore levée que les barques quittaient déjà le port.",
        "Les élèves ramassèrent des feuilles, puis en firent un cahier.",
        "« Où êtes-vous allé hier ? » demanda-t-elle à la fenêtre.",
    ),
    "Japanese": (
        "朝の霧がまだ晴れないうちに、漁船は港を出ていった。",
        "市は新しい図書館を建てることを決めた。開館は再来年の秋である。",
        "コンピュータのサービスも、少しずつ変わってきた。",
    ),
    "Korean": (
        "아침 안개가 아직 걷히지 않았는데 고깃배는 벌써 항구를 떠났다.",
        "시청은 어제 회의를 열어 새 도서관을 짓기로 했다.",
        "그는 편지를 두 번 읽고 접어서 서랍에 넣었다.",
    ),
    "Russian": (
        "Туман ещё не рассеялся, а лодки уже вышли из гавани.",
        "Городской совет решил построить на севере новую библиотеку.",
        "Он сложил письмо, убрал его в ящик и подошёл к окну.",
    ),
    "Arabic": (
        "لم ينقشع الضباب بعد حين خرجت القوارب من الميناء.",
        "قرر المجلس أن يبني مكتبة جديدة في شمال المدينة.",
    ),
    "Greek": (
        "Η ομίχλη δεν είχε ακόμη διαλυθεί όταν οι βάρκες βγήκαν στη θάλασσα.",
        "Ο δήμος αποφάσισε να χτίσει μια νέα βιβλιοθήκη βόρεια του ποταμού.",
        "Δίπλωσε το γράμμα, άνοιξε το συρτάρι και στάθηκε στο παράθυρο.",
    ),
    "Hebrew": (
        "הערפל עוד לא התפזר כשהסירות יצאו אל הים.",
        "העירייה החליטה לבנות ספרייה חדשה מצפון לנהר.",
        "הוא קיפל את המכתב, פתח את המגירה ועמד ליד החלון.",
    ),
    "Hindi": (
        "कोहरा अभी छँटा नहीं था कि नावें समुद्र की ओर निकल पड़ीं।",
        "नगर ने नदी के उत्तर में एक नया पुस्तकालय बनाने का निर्णय लिया।",
        "उसने चिट्ठी मोड़ी, दराज खोली और खिड़की के पास खड़ा हो गया।",
    ),
    "Thai": (
        "หมอกยังไม่จางเมื่อเรือหาปลาออกจากท่าไปแล้ว",
        "เมืองตัดสินใจสร้างห้องสมุดใหม่ทางเหนือของแม่น้ำ",
        "เขาพับจดหมาย เปิดลิ้นชัก แล้วเดินไปยืนที่หน้าต่าง",
    ),
}
"""Sentences by language; none is part of another."""

LINE_ENDS = ("\n", "\r\n", "\r")

ODDITIES = (
    *("\ufeff", "\0", "\x1a", "\x1b[31m", "\f", "\v", "\x85", "\u2028", "\u2029"),
    *("e\u0301", "か\u3099", "\u0301", "𠀀", "😀", "e\u200d", "\u200b", "\u200e", "\u00ad"),
    *(" ", "  ", "\t", "\u00a0", "\u3000", "-", "—", "■", "①", "ﬁ", "Ａ", "﹐"),
)
"""Characters that stand in real files and that careless code trips over."""

HOSTILE = (
    *("\u202e", "\u2066", "\u2069", "\u061c", "\u200f", "\x9b31m", "\x1b]0;x\x07", "\b", "\x7f"),
    *(
        "</script>",
        "<!--",
        "]]>",
        "&amp;",
        "|",
        "`",
        "```",
        "[a](b)",
        "![",
        "\\",
        "::error::",
        "%0A",
    ),
    *(
        "\uffff",
        "\ufdd0",
        "\U0010ffff",
        "\ue000",
        "\u0300\u0323\u0488",
        "\u0640",
        "ﷺ",
        "İ",
        "ẞ",
        "ŉ",
    ),
    *("\u115f", "\u3164", "\u1160", "\ufe0f", "\U000e0100", "\U000e0041", "ᄀ", "ᅡ", "ᆨ", "\u0e33"),
)
"""What speaks to a terminal, a browser or a parser, and characters that fold oddly."""
