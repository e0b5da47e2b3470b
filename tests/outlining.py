"""Shared by the tests of the outline: read a text to the end, compare headings and spans."""

from __future__ import annotations

import json
import re
from pathlib import Path

from policycompare.datamodel import Document, Metadata, Outline
from policycompare.normalize import normalize_text
from policycompare.outline import outline_document

ROOT = Path(__file__).parent.parent
CORPUS = ROOT / "corpus"
CASES = ROOT / "tests" / "cases"
DOCUMENTS = ("ningbo-2017", "qingdao-2023", "shandong-2023", "weihai-2021", "weihai-2023")


def read_cases(name: str) -> list[dict[str, object]]:
    lines = (CASES / name).read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def read_text(document: str) -> str:
    return (CORPUS / f"{document}.txt").read_text(encoding="utf-8")


def outline(text: str, name: str = "case") -> Outline:
    return outline_document(Document(Metadata(name), text), normalize_text(text))


def heading_keys(headings: list[tuple[int, str, str]]) -> list[tuple[int, str, str]]:
    """Level, marker and the first 8 characters of the title, normalized as a scorer would."""
    return [
        (level, _bare(marker).strip("、."), re.sub(r"[\W_]", "", _bare(title))[:8])
        for level, marker, title in headings
    ]


def _bare(text: str) -> str:
    return re.sub(r"\s", "", normalize_text(text).text)


def f1(truth: list[tuple[int, str, str]], found: list[tuple[int, str, str]]) -> float:
    rest = list(truth)
    for key in found:
        if key in rest:
            rest.remove(key)
    n_right = len(truth) - len(rest)
    return 2 * n_right / (len(truth) + len(found)) if truth or found else 1.0


def span_iou(a: tuple[int, int], b: tuple[int, int]) -> float:
    shared = min(a[1], b[1]) - max(a[0], b[0])
    return max(0, shared) / (max(a[1], b[1]) - min(a[0], b[0]))


def uncovered(result: Outline) -> str:
    """Characters of the source that no clause, heading or skip covers."""
    covered = [False] * len(result.document.text)
    for part in (*result.clauses, *result.headings, *result.skipped):
        covered[part.start : part.end] = [True] * (part.end - part.start)
    return "".join(c for c, seen in zip(result.document.text, covered, strict=True) if not seen)
