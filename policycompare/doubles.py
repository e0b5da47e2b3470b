"""Whether a text is there already: the same, or nearly, in whatever characters and page frame."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from policycompare.datamodel import Document, Metadata, NormalizedText

GRAM = 5
"""Characters of a shingle. Two versions of one plan (威海 2021 and 2023) share 41 % of their
5-shingles; of the nine pairs of different jurisdictions in ``corpus`` none shares more than 7 %."""

NEAR_SHARE = 0.8
"""Share in [0, 1] of a text's shingles that another must have to hold nearly the same text."""

MUCH_SHARE = 0.5
"""Share in [0, 1] that is told whatever the jurisdictions: far more than plans of one subject."""

VERSION_SHARE = 0.25
"""The same for two texts of one jurisdiction to be taken for versions of one plan."""

Kind = Literal["exact", "near", "contains", "contained", "version", "much"]
"""``contains``: this text holds nearly all of the other and more; ``contained``: the reverse."""

# Layout and punctuation differ between mirrors of a text, its words do not.
_NO_WORD = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Print:
    """What a text is recognised by.

    ``key`` is its characters and digits in normalized form, ``grams`` its shingles,
    ``digests`` the SHA-256 of the files that it came from; ``metadata`` tells versions apart.
    """

    name: str
    key: str
    grams: frozenset[str]
    digests: frozenset[str]
    metadata: Metadata


@dataclass(frozen=True, slots=True)
class Double:
    """Another document with the same or nearly the same text.

    ``share`` is the part of this text's shingles that the other has, ``other_share`` the part of
    the other's that this one has; both in [0, 1].
    """

    other: str
    kind: Kind
    share: float
    other_share: float


def make_print(
    document: Document,
    normalized: NormalizedText,
    *,
    name: str = "",
    metadata: Metadata | None = None,
) -> Print:
    """What the text of a document is recognised by; name and metadata may stand for its own."""
    key = _NO_WORD.sub("", normalized.text)
    grams = frozenset(key[at : at + GRAM] for at in range(max(1, len(key) - GRAM + 1)))
    metadata = metadata or document.metadata
    known = {document.sha256, metadata.source_sha256} - {""}
    return Print(name or document.name, key, grams, frozenset(known), metadata)


def find_doubles(one: Print, others: Iterable[Print]) -> tuple[Double, ...]:
    """List the documents with the same or nearly the same text, the most alike first."""
    found = [double for other in others if (double := compare_prints(one, other))]
    return tuple(sorted(found, key=lambda d: (-max(d.share, d.other_share), d.other)))


def compare_prints(one: Print, other: Print) -> Double | None:
    """Tell how much text two documents share, if that is more than two plans of a subject do.

    Examples
    --------
    >>> from policycompare.datamodel import Metadata
    >>> a = Print("a", "一二三四五", frozenset({"一二三四五"}), frozenset(), Metadata("a"))
    >>> compare_prints(a, a).kind
    'exact'
    """
    if one.key == other.key or one.digests & other.digests:
        return Double(other.name, "exact", 1.0, 1.0)
    shared = len(one.grams & other.grams)
    share, other_share = shared / len(one.grams), shared / len(other.grams)
    kind = _kind(share, other_share, one.metadata, other.metadata)
    return None if kind is None else Double(other.name, kind, share, other_share)


def find_pairs(prints: Iterable[Print]) -> Iterator[tuple[str, Double]]:
    """Every pair of documents with the same or nearly the same text, the later name first."""
    every = sorted(prints, key=lambda one: one.name)
    for at, one in enumerate(every):
        for double in find_doubles(one, every[:at]):
            yield one.name, double


def _kind(share: float, other_share: float, a: Metadata, b: Metadata) -> Kind | None:
    if min(share, other_share) >= NEAR_SHARE:
        return "version" if _are_versions(a, b) else "near"
    if max(share, other_share) >= NEAR_SHARE:
        return "contained" if share >= other_share else "contains"
    same_place = bool(a.jurisdiction) and a.jurisdiction == b.jurisdiction
    if same_place and max(share, other_share) >= VERSION_SHARE:
        return "version"
    return "much" if max(share, other_share) >= MUCH_SHARE else None


def _are_versions(a: Metadata, b: Metadata) -> bool:
    """Whether the metadata say that two texts are no copies: draft and final, or other years."""
    if a.jurisdiction and b.jurisdiction and a.jurisdiction != b.jurisdiction:
        return False
    return any(
        getattr(a, name) and getattr(b, name) and getattr(a, name)[:4] != getattr(b, name)[:4]
        for name in ("status", "issued", "horizon_start", "horizon_end")
    )
