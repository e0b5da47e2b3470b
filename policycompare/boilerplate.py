"""Boilerplate: text that stands in three or more documents of a run, and so tells nobody's hand."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from policycompare.gram_index import N_GRAM, GramIndex

MIN_DOCUMENTS = 3
"""Documents in which a text must stand to be boilerplate; with two there is none.

Of the issue, not swept: two documents sharing a text is what reuse is about.
"""

N_KNOWN = 200_000
"""Texts of which it is kept whether they are boilerplate; one stands in many pairs."""


class Boilerplate:
    """Tells whether a text stands in three or more documents; white space does not count.

    Parameters
    ----------
    documents : iterable of str
        The normalized text of each document of the run.

    Examples
    --------
    >>> known = Boilerplate(["推动制造业高质量发展。", "制造业高质量发展", "制造业 高质量发展"])
    >>> "制造业高质量发展" in known, "推动制造业高质量发展" in known
    (True, False)
    """

    def __init__(self, documents: Iterable[str] = ()) -> None:
        self._index = GramIndex(map(_squeeze, documents), MIN_DOCUMENTS)
        self._known: dict[str, bool] = {}

    def __contains__(self, text: str) -> bool:
        known = self._known.get(text)
        return self.hold([text])[0] if known is None else known

    def hold(self, texts: Iterable[str]) -> list[bool]:
        """Whether each of some texts is boilerplate; of the last ones it is known for a while."""
        asked = list(texts)
        known = self._known
        new = [text for text in dict.fromkeys(asked) if text not in known]
        squeezed = [_squeeze(text) for text in new]
        held = iter(self._index.hold([text for text in squeezed if len(text) >= N_GRAM]).tolist())
        found = [
            next(held) if len(text) >= N_GRAM else self._index.holds_short(text)
            for text in squeezed
        ]
        if len(known) + len(new) > N_KNOWN:
            known = {text: known[text] for text in asked if text in known}
        known.update(zip(new, found, strict=True))
        self._known = known if len(known) <= N_KNOWN else {}
        return [known[text] for text in asked]

    def __repr__(self) -> str:
        index = self._index
        return f"<Boilerplate of {index.n_documents} documents: {index.n_grams} 6-grams>"


@lru_cache(maxsize=1)
def index_boilerplate(documents: tuple[str, ...]) -> Boilerplate:
    """Index the documents of a run; the last index is kept, for one pair asked after the other."""
    return Boilerplate(documents)


def _squeeze(text: str) -> str:
    return "".join(text.split())
