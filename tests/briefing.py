"""The written files, read again, and a check of each sentence of a brief against them."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path
from typing import Any

from policycompare.report.brief import Brief, BriefSentence, Fact, Rows
from policycompare.report.labels import CATALOGUE
from policycompare.report.remarks import tell_remark

COMMAS = {"en": ", ", "zh": "、"}


class Files:
    """The CSV files and the run record of a folder."""

    def __init__(self, folder: Path) -> None:
        self._rows = {}
        for path in folder.glob("*.csv"):
            with path.open(encoding="utf-8-sig", newline="") as file:
                self._rows[path.name] = list(csv.DictReader(file))
        self.record = json.loads((folder / "run.json").read_text(encoding="utf-8"))

    def select(self, rows: Rows) -> list[dict[str, str]]:
        return [row for row in self._rows[rows.file] if all(map(Holds(row), rows.where))]

    def recorded(self, pointer: str) -> Any:
        value = self.record
        for part in pointer.split("/")[1:]:
            value = value[int(part)] if isinstance(value, list) else value[part]
        return value


class Holds:
    """Whether a condition holds for a row of text cells."""

    def __init__(self, row: dict[str, str]) -> None:
        self._row = row

    def __call__(self, condition: tuple[str, str, Any]) -> bool:
        column, test, value = condition
        cell = self._row[column]
        if test == "has":
            return value in cell.split("; ")
        if test == ">=":
            return float(cell) >= value
        same = cell == str(value) or (
            isinstance(value, int | float) and cell != "" and float(cell) == value
        )
        return same if test == "=" else not same


def check_sentence(sentence: BriefSentence, files: Files, language: str) -> None:
    """Its rows exist, each fact is what its rows say, and no other number stands in it."""
    assert sentence.rows, sentence.text
    files_named = {rows.file for rows in sentence.rows}
    assert any(rows.file == "run.json" or files.select(rows) for rows in sentence.rows), sentence
    assert files_named, sentence.text
    for fact in sentence.facts:
        assert fact.shown in told_values(fact, files, language), (fact, sentence.text)
    rest = sentence.text
    for shown in sorted({fact.shown for fact in sentence.facts}, key=len, reverse=True):
        rest = rest.replace(shown, " ")
    # What is left are the words of the label; F1 and the best F1 are the only digits in them.
    left = rest.replace("F1", "").replace("(1 is best)", "").replace("最高为1", "")
    assert not re.search(r"\d", left), (sentence.text, left)


def told_values(fact: Fact, files: Files, language: str) -> set[str]:
    """The texts that a fact may show, worked out from the written files alone."""
    if fact.rows.file == "run.json":
        values = [files.recorded(fact.column)]
    elif not fact.column:
        return {str(len(files.select(fact.rows)) - fact.less)}
    else:
        values = [row[fact.column] for row in files.select(fact.rows)]
    return {_shown(value, fact, language) for value in values}


def _shown(value: Any, fact: Fact, language: str) -> str:
    if fact.form == "probability":
        return f"{min(max(float(value), 0.01), 0.99):.2f}"
    if fact.form == "percent":
        return f"{100 * float(value):.0f}%"
    if fact.form == "count":
        return str(value - fact.less)
    if fact.form == "list":
        return COMMAS[language].join(_short(name) for name in value.split("; "))
    if fact.form == "date" and language == "zh":
        return "".join(f"{int(p)}{u}" for p, u in zip(value.split("-"), "年月日", strict=False))
    if fact.form == "word":
        at = ("en", "zh").index(language)
        words = {label[at] for label in CATALOGUE.values() if str(value) in label}
        keys = [f"brief_{kind}_{value}" for kind in ("wording", "sign", "status")]
        words |= {CATALOGUE[key][at] for key in keys if key in CATALOGUE}
        words |= {tell_remark(str(value), language), str(value)}  # type: ignore[arg-type]
        return (
            fact.shown if fact.shown in {*words, *(word.rstrip(".。") for word in words)} else "?"
        )
    return _short(str(value))


def _short(text: str) -> str:
    flat = " ".join(text.split()).replace("“", "‘").replace("”", "’")
    return flat if len(flat) <= 40 else flat[:39] + "…"


def check_brief(brief: Brief, files: Files, language: str) -> None:
    """Check every sentence; there is at least one."""
    sentences = list(brief.sentences())
    assert sentences
    for sentence in sentences:
        check_sentence(sentence, files, language)
