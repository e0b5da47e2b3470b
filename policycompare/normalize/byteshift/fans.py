"""What each state of the decoder can read, laid out once a page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from policycompare.normalize.byteshift.codes import EURO, LEADS, gbk_tables
from policycompare.normalize.byteshift.language import frequent_characters
from policycompare.normalize.byteshift.nodes import OUT, Fan, Node, Option
from policycompare.normalize.byteshift.page import WRONG_SCRIPT, Page, is_common, simplified
from policycompare.normalize.byteshift.readings import characters_read
from policycompare.normalize.byteshift.set_words import MARKS

_INDENT = 6.0
_NOT_INDENT = -6.0


class Fans:
    """The fans of a page, each made when it is first asked for.

    Parameters
    ----------
    page : Page
        The evidence that the characters' costs come from.
    """

    def __init__(self, page: Page) -> None:
        self._page = page
        self._plain: dict[tuple[str, str], Fan] = {}
        self._shown: dict[tuple[int, int, int, int], Fan] = {}
        self._hidden: dict[tuple[int, int, int], tuple[Fan, tuple[int, ...]]] = {}
        self._lost: dict[tuple[int, int], Fan] = {}
        self._marks: dict[tuple[int, bool], Fan] = {}
        self._read: dict[tuple[bool, int, str], tuple[Fan, tuple[int, ...]]] = {}

    def plain(self, label: str, simple: str) -> Fan:
        """One character without a cost, or none."""
        fan = self._plain.get((label, simple))
        if fan is None:
            fan = self._plain[label, simple] = Fan([Option(label, simple)])
        return fan

    def shown(self, node: Node, trail: int) -> Fan:
        """The characters under way in a node that end with ``trail``: one branch, maybe empty."""
        key = (node.stage == OUT, node.half, node.whole, trail)
        fan = self._shown.get(key)
        if fan is None:
            characters = gbk_tables().characters
            found = (characters.get((half, trail)) for half in halves(node))
            fan = self._shown[key] = Fan(self._options(filter(None, found), node.whole))
        return fan

    def lost(self, node: Node) -> Fan:
        """The characters under way in a node that end with any byte that is no ASCII."""
        key = (node.half, node.whole)
        fan = self._lost.get(key)
        if fan is None:
            tables = gbk_tables()
            trails = [x for x in tables.trails.get(node.half, ()) if x >= EURO]
            found = (tables.characters[node.half, trail] for trail in trails)
            fan = self._lost[key] = Fan(self._options(found, node.whole))
        return fan

    def hidden(self, node: Node) -> tuple[Fan, tuple[int, ...]]:
        """The characters under way whose second byte can begin a code that shows nothing.

        Between two such codes both bytes are unknown; there only frequent characters are tried.

        Returns
        -------
        fan : Fan
            The characters, a branch for each class of codes.
        classes : tuple of int
            The class of each branch (:class:`policycompare.normalize.byteshift.codes.Tables`).
        """
        key = (node.stage, node.half, node.whole)
        if key not in self._hidden:
            likely = is_common if node.stage == OUT else self._is_frequent
            tables = gbk_tables()
            found: dict[int, list[str]] = {}
            for half in halves(node):
                for trail, begun in tables.classes.items():
                    character = tables.characters.get((half, trail))
                    if character is None or self._page.script_cost(character) <= WRONG_SCRIPT:
                        continue
                    if likely(character):
                        found.setdefault(begun, []).append(character)
            branches = (self._options(found[begun], node.whole) for begun in sorted(found))
            self._hidden[key] = Fan(*branches), tuple(sorted(found))
        return self._hidden[key]

    def read(self, node: Node, reading: str) -> tuple[Fan, tuple[int, ...]]:
        """The characters under way that have a reading which swallowed their second half.

        Returns
        -------
        fan : Fan
            The characters, a branch for each second byte.
        trails : tuple of int
            The second byte of each branch.
        """
        key = (node.stage == OUT, node.half, reading)
        if key not in self._read:
            codes, firsts = gbk_tables().codes, frozenset(halves(node))
            found: dict[int, list[Option]] = {}
            for character in sorted(characters_read(reading)):
                lead, trail = codes[character]
                if lead in firsts and trail in LEADS:
                    cost = self._page.rule_cost(character, reading)
                    cost += self._page.script_cost(character)
                    option = Option(character, simplified(character), cost)
                    found.setdefault(trail, []).append(option)
            self._read[key] = Fan(*found.values()), tuple(found)
        return self._read[key]

    def before_mark(self, trail: int, *, begins_line: bool) -> Fan:
        """The characters that end with ``trail``, of which a comma swallowed the first half."""
        key = (trail, begins_line)
        if key not in self._marks:
            tables = gbk_tables()
            options = []
            for lead in tables.leads[trail]:
                character = tables.characters[lead, trail]
                indent = character == "\u3000"
                cost = _INDENT if indent and begins_line else 0.0
                cost += _NOT_INDENT if indent != begins_line else 0.0
                cost += self._page.script_cost(character)
                options.append(Option(character, simplified(character), cost))
            self._marks[key] = Fan(options)
        return self._marks[key]

    def _options(self, characters: Iterable[str], whole: int) -> Iterator[Option]:
        for character in characters:
            cost = self._page.script_cost(character)
            cost += self._page.bare_cost(character) if whole else 0.0
            yield Option(character, simplified(character), cost)

    def _is_frequent(self, character: str) -> bool:
        """Whether a character is frequent in Chinese, a mark, or stands elsewhere in the page."""
        if character in MARKS or character in self._page.seen:
            return True
        return simplified(character) in frequent_characters()


def halves(node: Node) -> tuple[int, ...]:
    """The first bytes that the character under way may have."""
    return (node.half,) if node.stage == OUT else gbk_tables().vanished[node.half]
