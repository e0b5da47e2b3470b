"""Who lies above whom, from the manifest's ``level`` and ``parent`` only."""

from __future__ import annotations

from collections.abc import Sequence

from policycompare.datamodel import LevelRelation, Metadata

LEVELS = ("national", "province", "city", "county")
"""From the highest to the lowest."""


class Hierarchy:
    """The jurisdictions of a corpus.

    What the manifest leaves open stays unknown; jurisdictions about which it says two different
    things are told by :meth:`doubts` and count as unknown.

    Parameters
    ----------
    documents : sequence of Metadata
    """

    def __init__(self, documents: Sequence[Metadata]) -> None:
        self._documents = {entry.document: entry for entry in documents}
        self._levels = _collect(documents, "level")
        self._parents = _collect(documents, "parent")
        self._above = {entry.document: self._find_above(entry) for entry in documents}
        self._places = {name: place for place, name in enumerate(self._documents)}
        self._national = [name for name in self._documents if self.level(name) == "national"]
        self._of_jurisdiction: dict[str, list[str]] = {}
        for entry in documents:
            self._of_jurisdiction.setdefault(entry.jurisdiction, []).append(entry.document)

    def relate(self, a: str, b: str) -> LevelRelation:
        """Tell how the levels of two documents' jurisdictions relate."""
        one, two = self._documents[a], self._documents[b]
        if one.jurisdiction and self._key(one) == self._key(two):
            return "same_jurisdiction"
        level_a, level_b = self.level(a), self.level(b)
        if not level_a or not level_b:
            return "vertical" if self._lies_above(a, b) or self._lies_above(b, a) else "unknown"
        if level_a == level_b:
            is_contradicted = self._lies_above(a, b) or self._lies_above(b, a)
            return "unknown" if is_contradicted else "horizontal"
        high, low = (a, b) if LEVELS.index(level_a) < LEVELS.index(level_b) else (b, a)
        if self._lies_above(low, high):
            return "unknown"
        if self.level(high) == "national" or self._lies_above(high, low):
            return "vertical"
        return "diagonal" if self._is_complete(low, self.level(high)) else "unknown"

    def _lies_above(self, high: str, low: str) -> bool:
        """Whether the chain of parents leads from one document's jurisdiction to the other's."""
        name = self._documents[high].jurisdiction
        return bool(name) and name in self._above[low]

    def level(self, document: str) -> str:
        """Level of a document; empty where it is unknown or told in two ways."""
        entry = self._documents[document]
        levels = self._levels.get(entry.jurisdiction, {entry.level} - {""})
        return next(iter(levels)) if len(levels) == 1 else ""

    def share_parent(self, a: str, b: str) -> bool | None:
        """Whether both lie directly below the same jurisdiction; None where a parent is unknown."""
        parents = self._parent(self._documents[a]), self._parent(self._documents[b])
        return parents[0] == parents[1] if all(parents) else None

    def common_parents(self, a: str, b: str) -> tuple[str, ...]:
        """Documents of jurisdictions above both, in the order of the corpus."""
        shared = set(self._above[a]).intersection(self._above[b])
        below = (name for above in shared for name in self._of_jurisdiction.get(above, ()))
        found = {name for name in (*self._national, *below) if self._is_above(name, a, b)}
        return tuple(sorted(found, key=self._places.__getitem__))

    def doubts(self) -> tuple[str, ...]:
        """Say in a sentence each what in the manifest contradicts itself."""
        found = []
        for name, levels in sorted(self._levels.items()):
            if len(levels) > 1:
                found.append(
                    f"The manifest gives {name} the levels {' and '.join(sorted(levels))}: its "
                    "relation to others is taken as unknown."
                )
        for name, parents in sorted(self._parents.items()):
            if len(parents) > 1:
                found.append(
                    f"The manifest gives {name} the parents {' and '.join(sorted(parents))}: they "
                    "are kept apart here, but a comparison between jurisdictions takes them as one."
                )
        return (*found, *self._doubt_levels())

    def _doubt_levels(self) -> list[str]:
        """Parents whose level does not lie above that of the jurisdiction."""
        found = set()
        for entry in self._documents.values():
            levels = self._levels.get(entry.parent, set())
            above = next(iter(levels)) if len(levels) == 1 else ""
            if entry.level and above and LEVELS.index(above) >= LEVELS.index(entry.level):
                found.add(
                    f"The manifest puts {entry.jurisdiction} ({entry.level}) below {entry.parent} "
                    f"({above}), which is no higher level: look at both."
                )
        return sorted(found)

    def _is_above(self, name: str, a: str, b: str) -> bool:
        entry = self._documents[name]
        if name in (a, b) or not entry.jurisdiction:
            return False
        if self.level(name) == "national":
            return all(self.level(one) not in ("", "national") for one in (a, b))
        return entry.jurisdiction in self._above[a] and entry.jurisdiction in self._above[b]

    def _parent(self, entry: Metadata) -> str:
        """The parent in the document's row, else in other rows of its jurisdiction."""
        parents = self._parents.get(entry.jurisdiction, set())
        return entry.parent or (next(iter(parents)) if len(parents) == 1 else "")

    def _key(self, entry: Metadata) -> tuple[str, str]:
        return entry.jurisdiction, self._parent(entry)

    def _find_above(self, entry: Metadata) -> tuple[str, ...]:
        """Jurisdictions above a document, nearest first, as far as the manifest tells."""
        above: list[str] = []
        name = self._parent(entry)
        while name and name not in above:
            above.append(name)
            parents = self._parents.get(name, set())
            name = next(iter(parents)) if len(parents) == 1 else ""
        return tuple(above)

    def _is_complete(self, document: str, level: str) -> bool:
        """Whether the chain above a document is known up to a level.

        By the number of its steps, or because a name in it stands there: districts of
        municipalities and counties run by their province have one step less. The nation is no
        such name, for a province may be left out below it.
        """
        above, wanted = self._above[document], LEVELS.index(level)
        if len(above) >= LEVELS.index(self.level(document)) - wanted:
            return True
        levels = (self._levels.get(name, set()) for name in above)
        known = (LEVELS.index(next(iter(found))) for found in levels if len(found) == 1)
        return any(0 < rank <= wanted for rank in known)


def _collect(documents: Sequence[Metadata], column: str) -> dict[str, set[str]]:
    """All values of a column that the rows of each jurisdiction give."""
    found: dict[str, set[str]] = {}
    for entry in documents:
        value = getattr(entry, column)
        if entry.jurisdiction and value:
            found.setdefault(entry.jurisdiction, set()).add(value)
    return found
