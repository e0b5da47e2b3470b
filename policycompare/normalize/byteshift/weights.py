"""What a page's words say about its fans: weights and words, computed once for all windows."""

from __future__ import annotations

from typing import NamedTuple

from policycompare.normalize.byteshift.language import WordModel
from policycompare.normalize.byteshift.nodes import Branch, Fan, Option, log_add


class Weight(NamedTuple):
    """A branch's characters as words of their own: all together, and the most probable one."""

    total: float
    best: float
    option: Option


class Rest(NamedTuple):
    """One more character of a word: ``option`` of a branch, ``cost`` with its variants.

    ``word`` is the whole word if it ends here, ``begun`` its beginning if it may go on; else empty.
    """

    branch: int
    option: Option
    cost: float
    word: str
    begun: str


class Weights:
    """The fans of a page under a word model.

    Parameters
    ----------
    model : WordModel
        The probabilities; those of words may change later, those of characters may not.
    """

    def __init__(self, model: WordModel) -> None:
        self.words = model.words
        self._model = model
        self._branches: dict[Fan, tuple[Weight, ...]] = {}
        self._beginnings: dict[tuple[Fan, ...], dict[Branch, tuple[str, ...]]] = {}
        self._before: dict[Fan, frozenset[str]] = {}
        self._shared: dict[Fan, dict[Branch, frozenset[str]]] = {}
        self._rests: dict[Fan, dict[str, tuple[Rest, ...]]] = {}

    def character(self, simple: str) -> float:
        """The weight of a character that is its own word; nothing weighs nothing."""
        return self._model.character(simple) if simple else 0.0

    def of_branches(self, fan: Fan) -> tuple[Weight, ...]:
        """The weight of each branch."""
        found = self._branches.get(fan)
        if found is None:
            found = self._branches[fan] = tuple(map(self._weight, fan.branches))
        return found

    def beginnings(self, fans: tuple[Fan, ...]) -> dict[Branch, tuple[str, ...]]:
        """The memory for :meth:`begin` of a node with these fans."""
        return self._beginnings.setdefault(fans, {})

    def begin(self, branch: Branch, fans: tuple[Fan, ...]) -> tuple[str, ...]:
        """The characters of a branch that begin a word which one of the fans can continue."""
        found: set[str] = set()
        for fan in fans:
            if "" in fan.by_character:
                # An annotation between two characters of a word.
                found.update(c for c in branch.costs if c in self._model.continuations)
            shared = self._shared.setdefault(fan, {})
            if branch not in shared:
                shared[branch] = frozenset(branch.costs.keys() & self._characters_before(fan))
            found |= shared[branch]
        return tuple(sorted(found))

    def rests(self, fan: Fan) -> dict[str, tuple[Rest, ...]]:
        """The memory for :meth:`go_on`."""
        return self._rests.setdefault(fan, {})

    def go_on(self, begun: str, fan: Fan) -> tuple[Rest, ...]:
        """How the beginning of a word goes on in a fan."""
        following = self._model.continuations.get(begun, set())
        rests: list[Rest] = []
        for character in sorted(following & fan.by_character.keys()):
            longer = begun + character
            word = longer if longer in self.words else ""
            goes_on = longer if longer in self._model.continuations else ""
            for number in fan.by_character[character]:
                branch = fan.branches[number]
                option, cost = branch.best[character], branch.costs[character]
                rests.append(Rest(number, option, cost, word, goes_on))
        return tuple(rests)

    def _weight(self, branch: Branch) -> Weight:
        total, best, likely = -float("inf"), -float("inf"), None
        for simple, option in branch.best.items():
            weight = self.character(simple)
            total = log_add(total, branch.costs[simple] + weight)
            if likely is None or option.cost + weight > best:
                best, likely = option.cost + weight, option
        assert likely is not None, "a branch holds at least one character"
        return Weight(total, best, likely)

    def _characters_before(self, fan: Fan) -> frozenset[str]:
        """The characters that begin a word whose second character is in the fan."""
        found = self._before.get(fan)
        if found is None:
            before = (self._model.before.get(simple, ()) for simple in fan.by_character)
            found = self._before[fan] = frozenset().union(*before)
        return found
