"""Small corpora with planted copies, dates and parents, for the tests of diffusion and names."""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import policycompare as pc

COPY = (
    "支持企业建设智能工厂和数字化车间,对通过验收的智能工厂给予最高三百万元奖励,"
    "推动规模以上工业企业数字化改造全覆盖。"
)
OTHER = "鼓励本地企业打造智能工厂样板,改造数字化车间,通过认定的智能工厂按投入给予奖励。"
GREEN = "构建绿色制造体系,建设绿色工厂和绿色园区,推进重点行业节能降碳改造。"
TALENT = "引进高层次人才和急需紧缺技术工人,建设人才公寓,完善住房与子女入学保障。"
PLAN = """{title}

一、重点任务
(一){heading}。{smart}
(二)发展绿色制造。{green}
(三)加强人才引育。{talent}
"""
FIELDS = ("document", "file", "jurisdiction", "level", "parent", "issued", "horizon_end", "status")
Make = Callable[..., Path]
"""Writes a corpus of small plans and gives its folder: the fixture ``make_corpus``."""


def write_corpus(
    tmp_path: Path, *entries: Mapping[str, str], order: Sequence[int] | None = None
) -> Path:
    """Write a corpus of small plans: each entry is a manifest row with the text of its clauses."""
    folder = tmp_path / f"corpus{len(list(tmp_path.iterdir()))}"
    folder.mkdir()
    rows = []
    for entry in entries:
        text = PLAN.format(
            title=entry["document"],
            heading=entry.get("heading", "推动智能制造"),
            smart=entry.get("smart", COPY),
            green=entry.get("green", GREEN),
            talent=entry.get("talent", TALENT),
        )
        (folder / f"{entry['document']}.txt").write_text(text, encoding="utf-8")
        row = {"file": f"{entry['document']}.txt", **entry}
        rows.append({name: row.get(name, "") for name in FIELDS})
    with (folder / "manifest.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, FIELDS)
        writer.writeheader()
        writer.writerows(rows[i] for i in order or range(len(rows)))
    return folder


def city(document: str, jurisdiction: str, issued: str = "", **more: str) -> dict[str, str]:
    given = {"level": "city", "parent": "山东省", "issued": issued}
    return {"document": document, "jurisdiction": jurisdiction, **given, **more}


PROVINCE = {"document": "sd", "jurisdiction": "山东省", "level": "province", "issued": "2019-01-01"}
YANTAI, WEIFANG = city("yt", "烟台市", "2020-03-01"), city("wf", "潍坊市", "2021-03-01")


def dyads(folder: Path, **settings: Any) -> list[dict[str, Any]]:
    return list(pc.compare(folder, settings=pc.Settings(**settings)).dyads_table())


def smart(rows: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The dyads of the measure on smart manufacturing."""
    return [row for row in rows if "(一)" in str(row["a_clauses"])]
