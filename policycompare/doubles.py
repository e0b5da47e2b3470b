"""Whether a text is there already: the same, or nearly, in whatever characters and page frame."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

from policycompare.datamodel import Document, Metadata, NormalizedText
from policycompare.shingles import Shingles, count_shared, find_alike, hash_shingles

NEAR_SHARE = 0.8
"""Share in [0, 1] of a text's shingles that another must have to hold nearly the same text."""

MUCH_SHARE = 0.5
"""Share in [0, 1] that is told whatever the jurisdictions: far more than two plans of one subject
have in common. Of two known jurisdictions it is a copy, and both texts are wanted: who copied whom
is what a comparison is to show."""

VERSION_SHARE = 0.25
"""The same for two texts of one jurisdiction to be taken for versions of one plan."""

Kind = Literal["exact", "near", "contains", "contained", "version", "copy", "much"]
"""``contains``: this text holds nearly all of the other and more; ``contained``: the reverse;
``copy``: the plan of another jurisdiction, written from one draft."""

# Layout and punctuation differ between mirrors of a text, its words do not.
_NO_WORD = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True, eq=False)
class Print:
    """What a text is recognised by.

    ``key`` is its characters and digits in normalized form, ``grams`` its shingles, hashed,
    ``digests`` the SHA-256 of the files that it came from; ``metadata`` tells versions apart.
    """

    name: str
    key: str
    grams: Shingles
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
    metadata = metadata or document.metadata
    known = {document.sha256, metadata.source_sha256} - {""}
    return Print(name or document.name, key, hash_shingles(key), frozenset(known), metadata)


def find_doubles(one: Print, others: Iterable[Print]) -> tuple[Double, ...]:
    """List the documents with the same or nearly the same text, the most alike first."""
    found = [double for other in others if (double := compare_prints(one, other))]
    return tuple(sorted(found, key=lambda d: (-max(d.share, d.other_share), d.other)))


def compare_prints(one: Print, other: Print) -> Double | None:
    """Tell how much text two documents share, if that is more than two plans of a subject do.

    Examples
    --------
    >>> from policycompare.datamodel import Metadata
    >>> a = Print("a", "一二三四五", hash_shingles("一二三四五"), frozenset(), Metadata("a"))
    >>> compare_prints(a, a).kind
    'exact'
    """
    if one.key == other.key or one.digests & other.digests:
        return Double(other.name, "exact", 1.0, 1.0)
    shared = count_shared(one.grams, other.grams)
    share, other_share = shared / len(one.grams), shared / len(other.grams)
    kind = _kind(share, other_share, one.metadata, other.metadata)
    return None if kind is None else Double(other.name, kind, share, other_share)


def find_pairs(prints: Iterable[Print]) -> Iterator[tuple[str, Double]]:
    """Every pair of documents with the same or nearly the same text, the later name first."""
    every = sorted(prints, key=lambda one: one.name)
    earlier: dict[int, list[Print]] = defaultdict(list)
    for first, second in sorted(_candidates(every)):
        earlier[second].append(every[first])
    for at, others in sorted(earlier.items()):
        for double in find_doubles(every[at], others):
            yield every[at].name, double


def _candidates(prints: Sequence[Print]) -> set[tuple[int, int]]:
    """Pairs of indices, the smaller first, among which are all that :func:`compare_prints` tells.

    Few pairs of a corpus are doubles; comparing all with all would take the square of its texts.
    """
    found = set(find_alike([one.grams for one in prints], MUCH_SHARE))
    same: dict[Hashable, list[int]] = defaultdict(list)
    places: dict[str, list[int]] = defaultdict(list)
    for at, one in enumerate(prints):
        for digest in one.digests:  # the same file, of which the manifest may name another text
            same[digest].append(at)
        if one.metadata.jurisdiction:
            places[one.metadata.jurisdiction].append(at)
    for group in same.values():
        found.update(combinations(group, 2))
    for group in places.values():
        pairs = find_alike([prints[at].grams for at in group], VERSION_SHARE)
        found.update((group[a], group[b]) for a, b in pairs)
    return found


def _kind(share: float, other_share: float, a: Metadata, b: Metadata) -> Kind | None:
    if a.jurisdiction and b.jurisdiction and a.jurisdiction != b.jurisdiction:
        return "copy" if max(share, other_share) >= MUCH_SHARE else None
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
    return any(
        getattr(a, name) and getattr(b, name) and getattr(a, name)[:4] != getattr(b, name)[:4]
        for name in ("status", "issued", "horizon_start", "horizon_end")
    )
