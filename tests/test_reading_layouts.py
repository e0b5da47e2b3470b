"""Files made by real programs give the clause tree of the plain text that they were made from."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from policycompare.datamodel import Outline
from policycompare.preparation import outline_read
from policycompare.read import read_file

FOLDER = Path(__file__).parent / "fixtures" / "layouts"
FILES = sorted(path.name for path in FOLDER.iterdir() if "--" in path.name)
FAILING = {
    "tasks--writer-unruled.pdf": "the cells of a table without rules run over several lines; which "
    "of these belong together only shows by the meaning",
}
"""Files whose tree differs, and why."""


def bare(text: str) -> str:
    """Without white space: where a page has it is a matter of layout."""
    return re.sub(r"\s", "", text)


def tree(name: str) -> list[tuple[str, str, str, str]]:
    """Headings and clauses of a file in their order: kind, path or level, title, text."""
    found: Outline = outline_read(read_file(FOLDER / name))
    headings = [("heading", str(h.level), bare(h.marker), bare(h.title)) for h in found.headings]
    clauses = [("clause", c.path, bare(c.heading), bare(c.text)) for c in found.clauses]
    return headings + clauses


def marked(name: str) -> object:
    marks = [pytest.mark.xfail(reason=FAILING[name], strict=True)] if name in FAILING else []
    return pytest.param(name, marks=marks)


@pytest.mark.parametrize("name", [marked(name) for name in FILES])
def test_reading_layouts_give_the_tree_of_the_plain_text(name: str) -> None:
    reference = tree(name.partition("--")[0] + ".txt")
    assert len(reference) > 8
    assert tree(name) == reference


def test_reading_layouts_are_many_and_nearly_all_are_right() -> None:
    assert len(FILES) >= 30
    assert len(FAILING) <= len(FILES) * 2 / 30
    assert set(FAILING) <= set(FILES)
