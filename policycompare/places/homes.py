"""Whose place is whose: the division behind a jurisdiction, and what is at home there."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from policycompare.datamodel import Division, Metadata
from policycompare.places.table import names_of_divisions, read_divisions, short_name, short_names

_ORGANS = re.compile(r"(?:人民政府|政府)$")
# 中国(山东)自由贸易试验区 is no national text.
_NATION = re.compile(r"^(?:中国(?![(（])|全国|国家|中央|国务院|中华人民共和国)")


@dataclass(frozen=True, slots=True)
class Home:
    """The divisions that a document's text may name without a hint.

    ``code`` is the code of its division; ``problem`` says why there is none.
    """

    code: str = ""
    problem: str = ""

    def owns(self, division: Division) -> bool:
        """Whether a division is the home itself, lies inside it or above it."""
        own = self.code
        inside = division.code.startswith(_prefix(own))
        return inside or own.startswith(_prefix(division.code))


def find_home(metadata: Metadata) -> Home:
    """Find the division of a document's jurisdiction; never guessed.

    Examples
    --------
    >>> find_home(Metadata("a", jurisdiction="威海市")).code
    '371000'
    >>> find_home(Metadata("a", jurisdiction="鼓楼区", parent="南京市")).code
    '320106'
    >>> find_home(Metadata("a")).problem
    'its jurisdiction is not known'
    """
    name, parent = _plain(metadata.jurisdiction), _plain(metadata.parent)
    if not name:
        return Home(problem="its jurisdiction is not known")
    if metadata.level == "national" or _NATION.match(name):
        return Home(problem="it is a national text, which may name any place")
    found = _by_path(name)
    if len(found) > 1 and parent and not _NATION.match(parent):
        found = [one for one in found if _lies_below(one, parent)]
        if not found:
            return Home(
                problem=f"no {name} of the table lies below {parent}: correct its parent in the "
                "manifest"
            )
    if len(found) > 1 and metadata.level:
        found = [one for one in found if one.level == metadata.level] or found
    if len({one.code for one in found}) == 1:
        return Home(found[0].code)
    if found:
        places = ", ".join(one.full for one in found[:4])
        return Home(problem=f"{name} may be {places}: give its parent in the manifest")
    return Home(problem=f"{name} is no division of the table")


def doubt_parent(metadata: Metadata) -> str:
    """Say that a parent does not lie above its jurisdiction by the table; else empty.

    Examples
    --------
    >>> doubt_parent(Metadata("a", jurisdiction="嘉兴市", parent="安徽省"))
    'its parent is 安徽省 by the manifest, but 嘉兴市 is 浙江省嘉兴市 by the table of divisions'
    >>> doubt_parent(Metadata("a", jurisdiction="嘉兴市", parent="浙江省"))
    ''
    """
    code = find_home(metadata).code
    parent = _plain(metadata.parent)
    if not parent or not code or code.endswith("0000") or _NATION.match(parent):
        return ""
    division = next(one for one in read_divisions() if one.code == code)
    if _lies_below(division, parent):
        return ""
    return (
        f"its parent is {parent} by the manifest, but {metadata.jurisdiction} is {division.full} "
        "by the table of divisions"
    )


def _plain(name: str) -> str:
    """A name of the manifest without blanks and organs: 南京市 for 南京市人民政府."""
    return _ORGANS.sub("", "".join(name.split()))


def _lies_below(division: Division, parent: str) -> bool:
    """Whether a parent, perhaps with what is above it as in 江苏省南京市, is above a division."""
    return parent.endswith(tuple(_names_above(division)))


def _by_path(name: str) -> list[Division]:
    """Divisions called so, or whose names above and own one make up the whole text."""
    short = short_names().get(name) or short_names().get(name.removesuffix("州"))  # 延边州
    if whole := names_of_divisions().get(name) or short:
        return _prefer_current(whole)
    longer = (d for d in read_divisions() if name.endswith(d.name))
    return _prefer_current(d for d in longer if name in _paths(d))


def _prefer_current(divisions: Iterable[Division]) -> list[Division]:
    every = list(divisions)
    return [one for one in every if not one.former] or every


def _paths(division: Division) -> set[str]:
    """The division's name behind those of one or both divisions above it."""
    above = _names_above(division)
    return {*(one + division.name for one in above), division.full}


def _names_above(division: Division) -> list[str]:
    names = []
    for code in (division.code[:2] + "0000", division.code[:4] + "00"):
        names += [d.name for d in read_divisions() if d.code == code != division.code]
    return [*names, *(short_name(name) for name in names)]


def _prefix(code: str) -> str:
    """Digits that all divisions inside one share."""
    return code[:2] if code.endswith("0000") else code[:4] if code.endswith("00") else code
