"""Find the part of a page that holds its main text.

trafilatura decides which text is main; here the smallest element that holds nearly all of that is
taken whole, so that a paragraph which trafilatura left out inside it is not lost.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from policycompare.reading.html.writer import Line
from policycompare.reading.optional import load_reader

if TYPE_CHECKING:
    from lxml.etree import _Element

MAIN_SHARE = 0.9
"""Share of the characters that trafilatura keeps which the main element must hold; the rest is
what it keeps of menus and related links."""
MIN_LINE = 6
"""Characters; a shorter line stands everywhere and shows nothing."""
MIN_PROSE = 40
"""Characters of prose beside the main element that make it grow."""
PROSE_SHARE = 0.6
"""Share of prose in what the main element would gain by growing."""
MOST_LINKED = 0.5
"""Share of linked characters up to which a line can be prose."""

_PARAGRAPHS = frozenset(("p", "span", "font", "b", "strong", "li", "ol", "ul", "h1", "h2", "h3"))
_PROSE = re.compile(
    "[，。；,;]"
    "|^[\\s　]*(?:第?[一二三四五六七八九十百]+[、章节条]"
    "|[(（][一二三四五六七八九十]+[)）]|\\d{1,3}[.．、])"
)


def find_main(page: str, root: _Element, lines: Sequence[Line]) -> _Element:
    """The element of the main text; the whole page if the library finds none.

    Parameters
    ----------
    page : str
        The page as decoded, for the library.
    root : element
        The page as parsed.
    lines : sequence of Line
        All lines of the page.
    """
    kept = _squash(extract_main(page))
    weights: Counter[_Element] = Counter()
    total = 0
    for line in lines:
        squashed = _squash(line.text)
        if len(squashed) >= MIN_LINE and squashed in kept:
            total += len(squashed)
            weights.update(dict.fromkeys(above(line.owner), len(squashed)))
    if not total:
        return root
    main = root
    while inner := [child for child in main if weights[child] >= MAIN_SHARE * total]:
        main = inner[0]
    # A paragraph is no main text by itself: its heading stands beside it.
    while main.tag in _PARAGRAPHS and (parent := main.getparent()) is not None:
        main = parent
    return _grow(main, root, lines)


def extract_main(page: str) -> str:
    """The main text as trafilatura finds it, empty if it finds none."""
    library = load_reader("trafilatura", "an HTML")
    found = library.bare_extraction(
        page, favor_recall=True, include_comments=False, include_tables=True, deduplicate=False
    )
    return "" if found is None else "".join(found.body.itertext())


def above(element: _Element) -> list[_Element]:
    """The element and all that it lies in."""
    return [element, *element.iterancestors()]


def is_prose(line: Line) -> bool:
    """Whether a line is a sentence or a numbered heading, not a link or a label."""
    return line.link_share <= MOST_LINKED and _PROSE.search(line.text) is not None


def _grow(main: _Element, root: _Element, lines: Sequence[Line]) -> _Element:
    """Take the parent instead where what that adds is prose: one element for each chapter."""
    inside = _holders(lines)
    while main is not root and (parent := main.getparent()) is not None:
        gained = [line for line, holders in inside if parent in holders and main not in holders]
        n_prose = sum(len(line.text) for line in gained if is_prose(line))
        if gained and n_prose < max(MIN_PROSE, PROSE_SHARE * sum(len(x.text) for x in gained)):
            break
        main = parent
    return main


def _holders(lines: Sequence[Line]) -> list[tuple[Line, set[_Element]]]:
    return [(line, set(above(line.owner))) for line in lines]


def _squash(text: str) -> str:
    return re.sub(r"\W+", "", text)
