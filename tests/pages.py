"""Reads a page back: its parts and its packed data."""

from __future__ import annotations

import base64
import gzip
import json
import re
from functools import cache
from pathlib import Path
from typing import Any

from policycompare.report.files import tables
from policycompare.report.page import render_page
from policycompare.report.protocol import ComparisonLike, Row

DATA = re.compile(r'<script type="text/plain" id="data">([A-Za-z0-9+/=]*)</script>')


def rows_of(comparison: ComparisonLike) -> dict[str, list[Row]]:
    """The rows of the CSV files by their name."""
    return {name: list(rows) for name, _, rows in tables(comparison)}


def render(comparison: ComparisonLike, **options: Any) -> str:
    return render_page(comparison, rows_of(comparison), **options)


def read_data(page: str) -> dict[str, Any]:
    """Unpack the data of a page."""
    found = DATA.findall(page)
    assert len(found) == 1
    data: dict[str, Any] = json.loads(gzip.decompress(base64.b64decode(found[0])))
    return data


@cache
def source_of_scripts() -> str:
    folder = Path(__file__).resolve().parents[1] / "policycompare" / "data" / "page"
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.js")))


def gaps_of(data: dict[str, Any]) -> list[list[Any]]:
    """Every gap as the scripts read it: told by itself, or by the cell of a single document."""
    found = {(gap[0], gap[1]): gap for gap in data["gaps"]}
    pairs = {(pair[0], pair[1]): pair[3:] for pair in data["pairs"]}
    groups = [document[1] for document in data["documents"]]
    for number, (*_, states, cells) in enumerate(data["measures"]):
        for group, cell in zip(groups, cells, strict=True):
            if groups.count(group) == 1 and states[group] and len(cell) == 3 and cell[0] < 0:
                _, nearest, counterpart = cell
                pair = pairs[min(nearest, counterpart), max(nearest, counterpart)]
                found.setdefault((group, number), [group, number, states[group], nearest, *pair])
    return [found[key] for key in sorted(found)]
