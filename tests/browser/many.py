"""A large corpus for the tests of the page: the sentences of ``corpus/``, mixed and changed.

Each document takes clauses of the real ones, drops sentences, borrows others, and changes numbers,
places and some words, so that copies, adapted clauses and clauses of one document only all occur.
The same seed gives the same texts.
"""

from __future__ import annotations

import csv
import random
import re
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import policycompare as pc

NUMERALS = "一二三四五六七八九十"
PARTS = ("主要任务", "重点工程", "产业体系", "创新能力", "绿色发展", "开放合作", "保障措施")
PLACES = re.compile("威海|青岛|宁波|山东|齐鲁|岛城|甬")
CHINESE = re.compile("[\u4e00-\u9fff]")
NUMBER = re.compile(r"(?<![0-9.])[1-9][0-9]{0,3}(?=[家个项万亿台条名%])")
WORDS = (
    ("建设", "打造"),
    ("推动", "促进"),
    ("加快", "大力推进"),
    ("企业", "市场主体"),
    ("支持", "鼓励"),
    ("完善", "健全"),
)
FIELDS = (
    "document", "file", "jurisdiction", "level", "parent", "issued", "horizon_end", "status",
)  # fmt: skip
PROVINCES = ("甲省", "乙省", "丙省")
OWN_SHARE = 0.8
"""Share of the clauses of a document whose words no other has, so that two documents have about as
many links as two of the real ones (some thirty), not one in every clause."""
SURNAMES = "东西南北中上下长大安平永新青白黄金银玉云"


class Source(NamedTuple):
    """One clause of the real corpus."""

    heading: str
    sentences: tuple[str, ...]


def write_many(folder: Path, corpus: Path, *, n_documents: int, n_clauses: int, seed: int) -> Path:
    """Write ``n_documents`` plans of ``n_clauses`` clauses each, with a manifest."""
    sources = read_sources(corpus)
    characters = sorted(set(CHINESE.findall("".join("".join(s.sentences) for s in sources))))
    folder.mkdir(parents=True)
    rows = []
    for number in range(n_documents):
        rng = random.Random(f"{seed}/{number}")
        city = f"{SURNAMES[number % len(SURNAMES)]}{SURNAMES[number // len(SURNAMES)]}市"
        year = 2017 + number % 8
        text = plan_text(sources, characters, city, year, n_clauses, rng)
        name = f"city{number + 1:02d}-{year}"
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
        province = PROVINCES[number % len(PROVINCES)]
        issued = f"{year}-{1 + number % 12:02d}-15"
        row = (name, f"{name}.txt", city, "city", province, issued, str(year + 3), "final")
        rows.append(row)
    with (folder / "manifest.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(FIELDS)
        writer.writerows(rows)
    return folder


def read_sources(corpus: Path) -> list[Source]:
    """Read the clauses with a heading and at least one sentence, by file and place."""
    sources = []
    for path in sorted(corpus.glob("*.txt")):
        for clause in pc.outline(path).clauses:
            sentences = tuple(s.text for s in clause.sentences if len(s.text) > 8)
            if clause.heading and sentences and clause.role in ("goals", "task", "safeguard"):
                sources.append(Source(clause.heading, sentences))
    return sources


def plan_text(
    sources: Sequence[Source],
    characters: Sequence[str],
    city: str,
    year: int,
    n_clauses: int,
    rng: random.Random,
) -> str:
    """Write one plan: as many parts as needed, each with at most ten clauses."""
    chosen = rng.sample(sources, min(n_clauses, len(sources)))
    lines = [f"{city}制造业高质量发展行动计划({year}-{year + 3}年)", ""]
    for at, source in enumerate(chosen):
        part, place = divmod(at, len(NUMERALS))
        if place == 0:
            lines.append(f"{NUMERALS[part]}、{PARTS[part % len(PARTS)]}")
        text = clause_text(source, rng.choice(sources), city, rng)
        if rng.random() < OWN_SHARE:
            text = exchange_characters(text, characters, rng)
        lines.append(f"({NUMERALS[place]}){text}")
    return "\n".join(lines) + "\n"


def clause_text(source: Source, borrowed: Source, city: str, rng: random.Random) -> str:
    """Write one clause: sentences kept, dropped and borrowed, with numbers and words changed."""
    kept = [s for s in source.sentences if rng.random() < 0.7] or [source.sentences[0]]
    if rng.random() < 0.15:
        kept.insert(rng.randint(0, len(kept)), rng.choice(borrowed.sentences))
    text = "".join(s if s.endswith(("。", ";", "!")) else f"{s}。" for s in kept)
    for word, other in WORDS:
        if rng.random() < 0.25:
            text = text.replace(word, other)
    text = NUMBER.sub(lambda found: str(rng.randint(1, 2 * int(found[0]))), text)
    return PLACES.sub(city[:-1], f"{source.heading}。{text}".replace("\n", ""))


def exchange_characters(text: str, characters: Sequence[str], rng: random.Random) -> str:
    """Write another character for each Chinese one: length and form stay, no word does."""
    met = sorted(set(CHINESE.findall(text)))
    others = rng.sample(characters, len(met))
    return text.translate(str.maketrans("".join(met), "".join(others)))
