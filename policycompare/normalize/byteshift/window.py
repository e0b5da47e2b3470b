"""The stretch of a page under repair, with what the steps of decoding ask about it."""

from __future__ import annotations

from policycompare.normalize.byteshift.language import frequent_characters
from policycompare.normalize.byteshift.nodes import Edge, Node
from policycompare.normalize.byteshift.page import Page, simplified
from policycompare.normalize.byteshift.readings import characters_read
from policycompare.normalize.byteshift.set_words import MARKS
from policycompare.normalize.byteshift.signs import ANNOTATION


class Window:
    """A page's text from ``start`` on.

    ``annotations`` holds the matches of whole annotations by their first offset, ``vanishing`` is
    the memory of :mod:`policycompare.normalize.byteshift.out_of_step`.
    """

    def __init__(self, text: str, start: int, page: Page) -> None:
        self.text = text
        self.start = start
        self.page = page
        self.annotations = {m.start(): m for m in ANNOTATION.finditer(text, start)}
        self.vanishing: dict[tuple[int, int], list[tuple[str, int]]] = {}
        self._before = {m.end(): m.start() for m in self.annotations.values()}

    def edge(self, character: str, start: int, end: int, target: Node, cost: float = 0.0) -> Edge:
        """An edge for a source character, with the cost of its script."""
        cost += self.page.script_cost(character)
        return Edge(character, simplified(character), start, end, target, cost)

    def last_shown(self, at: int) -> str:
        """The last character shown before ``at`` that is not part of an annotation."""
        while at in self._before:
            at = self._before[at]
        return self.text[at - 1 : at]

    def ahead(self, at: int, n_characters: int) -> int:
        """The offset ``n_characters`` further, annotations not counted."""
        for _ in range(n_characters):
            annotation = self.annotations.get(at)
            at = annotation.end() if annotation else at + 1
        return at

    def is_frequent(self, character: str) -> bool:
        """Whether a character is frequent in Chinese, a mark, or stands elsewhere in the page."""
        if character in MARKS or character in self.page.seen:
            return True
        return simplified(character) in frequent_characters()


def fits(reading: str, character: str) -> bool:
    """Whether the character has the reading."""
    return character in characters_read(reading)
