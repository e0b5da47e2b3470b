"""The plain texts, and their lines as numbered paragraphs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "tests" / "fixtures" / "layouts"

# Kind of a marker, its pattern, and how Word and CSS make it: format, text of the level.
KINDS = (
    ("chapter", re.compile("第[一二三四五六七八九十]+章 "), "chineseCountingThousand", "第%章"),
    ("article", re.compile("第[一二三四五六七八九十]+条 "), "chineseCountingThousand", "第%条"),
    ("formal", re.compile("[壹贰貳叁參肆伍陆]、"), "ideographLegalTraditional", "%、"),
    ("counting", re.compile("[一二三四五六七八九十]+、"), "chineseCounting", "%、"),
    ("bracket", re.compile("（[一二三四五六七八九十]+）"), "chineseCounting", "（%）"),
    ("decimal", re.compile(r"\d+\."), "decimal", "%."),
)
STRAIGHT = {"hydrogen": {"article"}, "housing": {"decimal"}}
"""Kinds that count straight through the chapters of a text."""


@dataclass(frozen=True)
class Paragraph:
    """A line: the kind of its marker (empty without one), the marker and what follows."""

    kind: str
    marker: str
    text: str

    @property
    def cells(self) -> list[str]:
        """The cells of a row of a table, which the plain texts have apart by tabs."""
        return self.text.split("\t") if "\t" in self.text else []

    @property
    def is_heading(self) -> bool:
        return bool(self.kind) and len(self.text) < 30 and not self.text.endswith(("。", "；"))


def read_reference(name: str) -> str:
    return (FOLDER / f"{name}.txt").read_text(encoding="utf-8")


def read_paragraphs(name: str) -> tuple[str, list[Paragraph]]:
    """The title and the paragraphs of a text."""
    title, *lines = read_reference(name).splitlines()
    return title, [parse(line) for line in lines]


def parse(line: str) -> Paragraph:
    for kind, pattern, _, _ in KINDS:
        if match := pattern.match(line):
            return Paragraph(kind, match[0], line[match.end() :])
    return Paragraph("", "", line)


def kinds_of(paragraphs: list[Paragraph]) -> list[str]:
    """The kinds of a text from the outermost to the innermost."""
    return list(dict.fromkeys(p.kind for p in paragraphs if p.kind))
