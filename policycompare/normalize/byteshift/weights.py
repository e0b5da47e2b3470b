"""What a page's words say about its fans: weights and words, computed once for all windows."""

from __future__ import annotations

from collections.abc import Sequence
from math import inf

from policycompare.normalize.byteshift.language import WordModel
from policycompare.normalize.byteshift.nodes import Branch, Fan, log_add

Weight = tuple[float, float, str]
"""A branch's characters as words of their own: the weight of all together, that of the most
probable one, and that one (its simplified form)."""

Rest = tuple[int, int, str, float, float, str, str]
"""One more character of a word: the number of the fan and of the branch, its simplified form, the
cost of all its variants together and of the cheapest one, the whole word if it ends here, and its
beginning if it may go on (else ``""``). Plain values: the garbage collector passes them by."""


class Weights:
    """The fans of a page under a word model.

    Parameters
    ----------
    model : WordModel
        The probabilities; those of words may change later, those of characters may not.
    """

    def __init__(self, model: WordModel) -> None:
        self.words = model.words
        self.model = model
        self._branches: dict[Fan, tuple[Weight, ...]] = {}
        self._nodes: dict[tuple[Fan, ...], NodeFans] = {}
        self._before: dict[Fan, frozenset[str]] = {}
        self._rests: dict[tuple[str, Fan], tuple[Rest, ...]] = {}
        self._following: dict[str, frozenset[str]] = {}

    def character(self, simple: str) -> float:
        """The weight of a character that is its own word; nothing weighs nothing."""
        return self.model.character(simple) if simple else 0.0

    def of_branches(self, fan: Fan) -> tuple[Weight, ...]:
        """The weight of each branch."""
        found = self._branches.get(fan)
        if found is None:
            found = self._branches[fan] = tuple(map(self._weight, fan.branches))
        return found

    def of_fans(self, fans: Sequence[Fan]) -> NodeFans:
        """The words that can begin before and go on in a node with these fans."""
        key = tuple(fans)
        found = self._nodes.get(key)
        if found is None:
            found = self._nodes[key] = NodeFans(key, self)
        return found

    def characters_before(self, fan: Fan) -> frozenset[str]:
        """The characters that begin a word which the fan can continue."""
        found = self._before.get(fan)
        if found is None:
            if fan.is_silent:
                found = frozenset(self.model.continuations)
            else:
                before = (self.model.before.get(simple, "") for simple in fan.by_character)
                found = frozenset("".join(before))
            self._before[fan] = found
        return found

    def rests(self, begun: str, fan: Fan) -> tuple[Rest, ...]:
        """How the beginning of a word goes on in a fan; the number of the fan is left 0."""
        found = self._rests.get((begun, fan))
        if found is None:
            found = self._rests[begun, fan] = tuple(self._go_on(begun, fan))
        return found

    def _go_on(self, begun: str, fan: Fan) -> list[Rest]:
        if fan.is_silent:
            return [(0, 0, "", 0.0, 0.0, "", begun)]
        words, continuations = self.words, self.model.continuations
        if len(fan.by_character) == 1:
            (only,) = fan.by_character
            if only not in continuations.get(begun, "") or not only:
                return []
        following = self._following.get(begun)
        if following is None:
            following = self._following[begun] = frozenset(continuations.get(begun, ""))
        rests: list[Rest] = []
        for character in sorted(following & fan.by_character.keys()):
            longer = begun + character
            word = longer if longer in words else ""
            goes_on = longer if longer in continuations else ""
            for number in fan.by_character[character]:
                branch = fan.branches[number]
                cost, best = branch.costs[character], branch.best[character].cost
                rests.append((0, number, character, cost, best, word, goes_on))
        return rests

    def _weight(self, branch: Branch) -> Weight:
        total, best, likely = -inf, -inf, ""
        for simple, option in branch.best.items():
            weight = self.character(simple)
            total = log_add(total, branch.costs[simple] + weight)
            if option.cost + weight > best:
                best, likely = option.cost + weight, simple
        return total, best, likely


class NodeFans:
    """The fans of nodes that read the same, with the words that lead into and through them."""

    def __init__(self, fans: tuple[Fan, ...], weights: Weights) -> None:
        self._fans = fans
        self._weights = weights
        self._before = [weights.characters_before(fan) for fan in fans]
        self._beginnings: dict[Branch, tuple[str, ...]] = {}
        self._rests: dict[str, tuple[Rest, ...]] = {}

    def begin(self, branch: Branch) -> tuple[str, ...]:
        """The characters of a branch before the node that begin a word which goes on in it."""
        found = self._beginnings.get(branch)
        if found is None:
            shared: set[str] = set()
            for before in self._before:
                shared |= before.intersection(branch.costs)
            found = self._beginnings[branch] = tuple(sorted(shared))
        return found

    def rests(self, begun: str) -> tuple[Rest, ...]:
        """How the beginning of a word goes on in the node."""
        found = self._rests.get(begun)
        if found is None:
            found = tuple(
                (number, rest[1], rest[2], rest[3], rest[4], rest[5], rest[6])
                for number, fan in enumerate(self._fans)
                for rest in self._weights.rests(begun, fan)
            )
            self._rests[begun] = found
        return found
