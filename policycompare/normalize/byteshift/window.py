"""The stretch of a page under repair, with what the steps of decoding ask about it."""

from __future__ import annotations

import re
from bisect import bisect_right

from policycompare.normalize.byteshift.fans import Fans
from policycompare.normalize.byteshift.nodes import Node, Step
from policycompare.normalize.byteshift.page import Page, simplified
from policycompare.normalize.byteshift.readings import characters_read
from policycompare.normalize.byteshift.signs import ANNOTATION


class Source:
    """A page's text with what is laid out once for all its windows.

    Attributes
    ----------
    text : str
    page : Page
    fans : Fans
    annotations : dict of int to re.Match
        The whole annotations by their first offset.
    before : dict of int to int
        The first offset of an annotation by its end.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.page = Page.from_text(text)
        self.fans = Fans(self.page)
        self.annotations = {m.start(): m for m in ANNOTATION.finditer(text)}
        self.before = {m.end(): m.start() for m in self.annotations.values()}
        self._starts = list(self.annotations)

    def annotation_around(self, at: int) -> re.Match[str] | None:
        """The annotation that begins before an offset and ends behind it."""
        number = bisect_right(self._starts, at - 1) - 1
        if number < 0:
            return None
        found = self.annotations[self._starts[number]]
        return found if found.end() > at else None


class Window:
    """A page's text from ``start`` on."""

    def __init__(self, source: Source, start: int) -> None:
        self.text = source.text
        self.start = start
        self.page = source.page
        self.fans = source.fans
        self._annotations = source.annotations
        self._before = source.before
        self._hidden: dict[tuple[int, int, tuple[int, ...]], tuple[Node, ...]] = {}
        self._first_annotation: re.Match[str] | None = None
        around = source.annotation_around(start)
        if around is not None:
            # What the window's beginning leaves of it may be an annotation of its own.
            self._first_annotation = ANNOTATION.search(self.text, start, around.end())

    def annotation(self, at: int) -> re.Match[str] | None:
        """The whole annotation that begins at an offset."""
        first = self._first_annotation
        if first is not None and first.start() == at:
            return first
        return self._annotations.get(at)

    def edge(self, character: str, start: int, end: int, target: Node, cost: float = 0.0) -> Step:
        """A step for one source character, with the cost of its script."""
        cost += self.page.script_cost(character)
        fan = self.fans.plain(character, simplified(character))
        return Step(fan, start, end, (target,), cost)

    def skip(self, start: int, end: int, target: Node, cost: float = 0.0) -> Step:
        """A step over an annotation, which stands for no character."""
        return Step(self.fans.plain("", ""), start, end, (target,), cost)

    def hidden_nodes(self, at: int, stage: int, classes: tuple[int, ...]) -> tuple[Node, ...]:
        """The nodes behind a code that shows nothing, by its class; the same tuple each time."""
        key = (at, stage, classes)
        found = self._hidden.get(key)
        if found is None:
            found = self._hidden[key] = tuple(Node(at, stage, begun, 1) for begun in classes)
        return found

    def last_shown(self, at: int) -> str:
        """The last character shown before ``at`` that is not part of an annotation."""
        while (before := self._begun(at)) is not None:
            at = before
        return self.text[at - 1 : at]

    def ahead(self, at: int, n_characters: int) -> int:
        """The offset ``n_characters`` further, annotations not counted."""
        for _ in range(n_characters):
            annotation = self.annotation(at)
            at = annotation.end() if annotation else at + 1
        return at

    def _begun(self, end: int) -> int | None:
        """Where the window's annotation that ends at an offset begins."""
        first = self._first_annotation
        if first is not None and first.end() == end:
            return first.start()
        before = self._before.get(end)
        return before if before is not None and before >= self.start else None


def fits(reading: str, character: str) -> bool:
    """Whether the character has the reading."""
    return character in characters_read(reading)
