"""A corpus whose texts try to break out of the page that shows them.

What looks like a tag and is none of the known ones stays in a text, and so does a single known tag
(see :mod:`policycompare.normalize.markup`); each document therefore has one of its own, and one
with unknown tags has many. Direction marks and controls are dropped from the cleaned text, but
stay in the source, and in the titles and names of the manifest.
"""

from __future__ import annotations

import csv
from pathlib import Path

RIGHT_TO_LEFT = "\u202e倒写\u2066隔离"
CONTROLS = "\x01\x08\x1b[31m\x7f\x85"
N_LONG = 100_000
LONG = ("甲乙丙丁戊己庚辛壬癸" * (N_LONG // 10))[:N_LONG]
QUOTES = "\"双\"'单'`反`\\u003c${alert(2)}{{alert(3)}}"

SHOWN = {
    "script": "<script>alert(1)</script>",
    "close": "</script>",
    "style": "</style>",
    "comment": "<!--",
    "section": "]]><x-x onclick=alert(4)>",
    "image": "<img src=x onerror=alert(5)>",
    "link": "javascript:alert(6)",
    "quotes": QUOTES,
}
"""Name of a document and what its first clause holds, as the reader must see it."""

PLAN = """{title}

一、重点任务
(一)推动智能制造。支持企业建设智能工厂和数字化车间,{payload},到2025年建成智能工厂{n}家。{marks}
(二)发展绿色制造。构建绿色制造体系,建设绿色工厂和绿色园区{n}家,推进重点行业节能降碳改造。
(三)加强人才引育。引进高层次人才和急需紧缺技术工人,建设人才公寓,完善住房与子女入学保障。
"""


def write_hostile(folder: Path) -> Path:
    """Write one document per attack, one of 100,000 characters, and a manifest as bad."""
    folder.mkdir(parents=True)
    rows = []
    texts = {
        name: PLAN.format(
            title="智能制造行动计划", payload=payload, n=10 + n, marks=RIGHT_TO_LEFT + CONTROLS
        )
        for n, (name, payload) in enumerate(SHOWN.items())
    }
    texts["long"] = PLAN.format(title="长文行动计划", payload=LONG, n=99, marks="")
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8", newline="")
        attack = f"</script><script>alert('{name}')</script>\"'><img src=x onerror=alert(7)>"
        rows.append((name, f"{name}.txt", f"{attack}{RIGHT_TO_LEFT}", f"{name}市{attack}", "2021"))
    with (folder / "manifest.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("document", "file", "title", "jurisdiction", "issued"))
        writer.writerows(rows)
    return folder
