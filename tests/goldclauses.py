"""Clauses cut out of the texts at the spans of a gold folder, without the outline stage.

For fitting and for tests of the stages behind the outline: what they say must not depend on
mistakes of the outline. Normalizing is the project's own.
"""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

from policycompare.datamodel import (
    Clause,
    Document,
    Metadata,
    NormalizedText,
    Outline,
    Role,
    Sentence,
)
from policycompare.normalize import normalize_text

ROOT = Path(__file__).resolve().parents[1]
GOLD = ROOT / "corpus" / "gold"
CORPUS = ROOT / "corpus"

_MARKER = re.compile(
    r"\s*(?:[一二三四五六七八九十]+、|\([一二三四五六七八九十]+\)|\d{1,2}[.．、](?!\d))\s*"
)
_TAIL = re.compile(
    r"\s*[(〔](?:[^()〔〕]|\([^()]*\)|〔[^〔〕]*〕)*?(?:单位:|牵头|负责|具体实施)"
    r"(?:[^()〔〕]|\([^()]*\)|〔[^〔〕]*〕)*[)〕](?=\s*。?\s*$)"
)
_CHAPTER = re.compile(r"(?:^|\s)([一二三四五六七八九十]+、)([^。\s]{2,40})")
_SECTION = re.compile(r"(?:^|\s)(\([一二三四五六七八九十]+\))([^。\s]{2,40})")
_SENTENCE = re.compile(r"[^。;!?\n]+[。;!?]?")

_ROLES: tuple[tuple[str, Role], ...] = (
    ("指导思想", "principles"),
    ("总体要求", "principles"),
    ("基本路径", "principles"),
    ("发展目标", "goals"),
    ("总体目标", "goals"),
)
_SAFEGUARDS = ("保障措施", "组织领导", "推进措施", "组织实施", "统筹推进", "统筹协调")


def read_gold_clauses(gold: Path = GOLD) -> list[dict[str, object]]:
    """The rows of ``clauses.jsonl``."""
    lines = (gold / "clauses.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines if line.strip()]


def build_outlines(gold: Path = GOLD, texts: Path = CORPUS) -> tuple[Outline, ...]:
    """One outline per document of a gold folder, holding exactly the gold clauses."""
    by_document: dict[str, list[dict[str, object]]] = {}
    for row in read_gold_clauses(gold):
        by_document.setdefault(str(row["document"]), []).append(row)
    return tuple(
        _build_outline(name, (texts / f"{name}.txt").read_bytes().decode("utf-8-sig"), rows)
        for name, rows in sorted(by_document.items())
    )


def build_clauses(gold: Path = GOLD, texts: Path = CORPUS) -> tuple[Clause, ...]:
    """All gold clauses, documents by name, clauses in the order of the text."""
    return tuple(c for outline in build_outlines(gold, texts) for c in outline.clauses)


def _build_outline(name: str, source: str, rows: list[dict[str, object]]) -> Outline:
    normalized = normalize_text(source)
    document = Document(Metadata(name, f"{name}.txt", jurisdiction=name), source)
    clauses: list[Clause] = []
    chapter = section = ""
    seen = 0
    for row in sorted(rows, key=lambda r: int(str(r["start"]))):
        start, end = int(str(row["start"])), int(str(row["end"]))
        gap = _between(normalized, seen, start)
        seen = end
        if found := _CHAPTER.findall(gap):
            chapter, section = found[-1][1], ""
        if found := _SECTION.findall(gap):
            section = found[-1][1]
        titles = (chapter, section)
        above = " > ".join(part for part in titles if part and part != row["heading"])
        clauses.append(_build_clause(name, normalized, row, above, start, end))
    return Outline(document, normalized, (), tuple(clauses), ())


def _between(normalized: NormalizedText, start: int, end: int) -> str:
    first, last = _norm_span(normalized, start, end)
    return normalized.text[first:last]


def _norm_span(normalized: NormalizedText, start: int, end: int) -> tuple[int, int]:
    first = int(normalized.starts.searchsorted(start, side="left"))
    last = int(normalized.ends.searchsorted(end, side="right"))
    return first, max(first, last)


def _build_clause(
    name: str, normalized: NormalizedText, row: dict[str, object], above: str, start: int, end: int
) -> Clause:
    first, last = _norm_span(normalized, start, end)
    whole = normalized.text[first:last]
    marker = _MARKER.match(whole)
    cut = marker.end() if marker else 0
    tail = _TAIL.search(whole)
    text = whole[cut : tail.start() if tail else len(whole)].strip()
    heading, body = _split_heading(text, str(row["heading"]))
    offset = first + whole.index(body, cut) if body else last
    sentences = tuple(
        Sentence(m.group().strip(), *normalized.source_span(offset + m.start(), offset + m.end()))
        for m in _SENTENCE.finditer(body)
        if len(m.group().strip()) > 1
    )
    clause_id = str(row["id"])
    return Clause(
        clause_id,
        name,
        name,
        clause_id.split("/", 1)[1],
        above,
        heading,
        _find_role(heading or str(row["heading"]), above),
        text,
        body,
        start,
        end,
        sentences,
    )


def _split_heading(text: str, heading: str) -> tuple[str, str]:
    """Heading and body; a heading that the text does not begin with stands outside it."""
    plain = heading.replace("，", ",").replace("（", "(").replace("）", ")")
    squeezed = re.sub(r"\s", "", plain)
    taken = 0
    at = 0
    while at < len(text) and taken < len(squeezed):
        if not text[at].isspace():
            if text[at] != squeezed[taken] and text[at] not in '“”"':
                return heading.removesuffix("概述"), text
            taken += 1
        at += 1
    if taken < len(squeezed) or text[at : at + 1] not in ("。", " ", "\n", ""):
        return heading.removesuffix("概述"), text
    return text[:at], text[at:].lstrip("。 \n")


def _find_role(heading: str, above: str) -> Role:
    for words, role in _ROLES:
        if heading.startswith(words):
            return role
    return "safeguard" if any(word in above + heading for word in _SAFEGUARDS) else "task"


def with_document(clause: Clause, document: str) -> Clause:
    """The same clause under another document name, for tests of stability."""
    path = clause.clause_id.split("/", 1)[1]
    return replace(clause, document=document, clause_id=f"{document}/{path}")
