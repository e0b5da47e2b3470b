"""Shared by the tests of targets: read a text as one clause, compare what is expected of it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from policycompare.datamodel import Clause, Document, Metadata, Outline, Sentence, Target
from policycompare.normalize import normalize_text
from policycompare.targets import TargetReading, read_targets

FOLDER = Path(__file__).parent / "cases" / "targets"


def read_cases() -> list[Any]:
    cases = []
    for path in sorted(FOLDER.glob("*.json")):
        for case in json.loads(path.read_text(encoding="utf-8")):
            cases.append({**case, "id": f"{path.stem}: {case['label']}"})
    return cases


def one_clause(text: str, **metadata: str) -> Outline:
    """An outline with the whole text as its only clause."""
    document = Document(Metadata("case", **{"issued": "2023", **metadata}), text)
    normalized = normalize_text(text)
    body = normalized.text
    sentence = Sentence(body, 0, len(text))
    clause = Clause(
        "case/1", "case", "", "1", "", "", "task", body, body, 0, len(text), (sentence,)
    )
    return Outline(document, normalized, (), (clause,), ())


def read_text(text: str, **metadata: str) -> TargetReading:
    outline = one_clause(text, **metadata)
    return read_targets(outline.clauses, [outline])


def targets(text: str, **metadata: str) -> tuple[Target, ...]:
    return read_text(text, **metadata).targets
