"""Take the name of a unit apart: level or place, function, kind."""

from __future__ import annotations

import re
from functools import lru_cache

from policycompare.datamodel import UnitKind, UnitName
from policycompare.units.tables import (
    fold_stem,
    read_changes,
    read_names,
    read_patterns,
    split_ending,
)

N_KEPT = 4096
"""Names whose parts are kept: a plan names the same few units again and again."""

MAX_NAME = 80
"""Characters of a name that is taken apart; the longest of the five documents has 16. What is
longer is a text where a name should be, and is kept as printed."""

# The last part of a prefix says the level (GB/T 2260: administrative divisions).
_LEVELS = (
    ("national", ("国家", "国务院", "中央")),
    ("province", ("省", "自治区", "特别行政区")),
    ("city", ("自治州", "市", "州", "盟")),
    ("county", ("县", "区", "旗")),
    ("town", ("街道", "镇", "乡")),
)
_MUNICIPALITIES = ("北京市", "天津市", "上海市", "重庆市")
_BARE = re.compile("国家|国务院|中央|自治区|自治州|[省市县区州盟旗镇乡]")
_PLACE = re.compile(
    r"[^\W\d_局厅委府、]{2,11}?(?:特别行政区|自治区|自治州|自治县|自治旗|街道|[省市县区州盟旗镇乡])"
)
_TAXES = re.compile(r"国家税务总局(?P<place>.{2,12}?)税务局")
_REMARK = re.compile(r"[(〔\[][^()〔〕\[\]]*[)〕\]]$")
_MANY = re.compile("各|所在|有关|相关|属地|驻|[省市县区](?:直|级)?(?:有关|相关|各)")
# Words that begin like a level: 市场监管局 is no 场监管局 of a city.
_NO_LEVEL = re.compile(
    "市[场政民容区域属]|区[域块位属]|县[域级属]|省[级会属]|乡村|城乡|国家级|旗舰|州际"
)

# A body of the party committee: 委 belongs to the level before it.
_PARTY = re.compile("委(?![员托办]).{2,}")
# 市委市政府督查室: a body of both, whose 委 divides nothing.
_BOTH = re.compile("委(?:自治区|[省市县区州盟旗])?(?:人民)?政府")


@lru_cache(N_KEPT)
def normalize_unit(printed: str) -> UnitName:
    """Take a unit's name apart; a name that nothing knows is kept as printed.

    Examples
    --------
    >>> normalize_unit("威海市工业和信息化局").unit, normalize_unit("省工信厅").unit
    ('工业和信息化局', '工业和信息化局')
    >>> normalize_unit("市市场监管局").prefix, normalize_unit("市场监管局").prefix
    ('市', '')
    >>> normalize_unit("市经信委").hint
    '工业和信息化局? (2018)'
    """
    name = printed.strip().removesuffix("等")
    if len(name) > MAX_NAME:
        return UnitName(name, "", "", "authority", known=False)
    if taxes := _TAXES.fullmatch(name):
        return _found("税务局", taxes["place"], "authority")
    if _MANY.match(name):  # 各区市政府 is no 政府 of 各区市
        return _find_kind(name) or _find_known(name) or _keep(name)
    return _find_known(name) or _find_kind(name) or _keep(name)


def _find_known(name: str) -> UnitName | None:
    """The whole name, then what stands behind each prefix that it may have, in the table."""
    for body in dict.fromkeys((name, _REMARK.sub("", name))):
        for prefix in _prefixes(body):
            rest = body[len(prefix) :]
            if found := _look_up(rest):
                return _found(found[0], prefix, found[1])
    return None


def _look_up(body: str) -> tuple[str, UnitKind] | None:
    """Name and kind of a known body; an exact name before one known by its stem."""
    if not body:
        return None
    names = read_names()
    stem, ending = split_ending(body)
    return names.get((fold_stem(body), "")) or names.get((fold_stem(stem), ending))


def _prefixes(name: str) -> list[str]:
    """Prefixes that a name may have, none first, then from the shortest."""
    prefixes = [""]
    if bare := _BARE.match(name):
        prefixes.append(bare[0])
    at = 0
    while place := _PLACE.match(name, at):
        # 山东省威海市 is a prefix in two parts.
        prefixes.append(name[: place.end()])
        at = place.end()
    return prefixes


def _find_kind(name: str) -> UnitName | None:
    bare = _BARE.match(name)
    prefix = bare[0] if bare and not _NO_LEVEL.match(name) else ""
    for pattern in read_patterns():
        whole = pattern.kind == "institution" or pattern.kind == "area"
        start = "" if whole else prefix
        body = name[len(start) :]
        if body and pattern.form.fullmatch(body):
            return _found(pattern.canonical or body, start, pattern.kind)
    return None


def _keep(name: str) -> UnitName:
    """A name without an entry: its level apart where that is sure, the rest as printed."""
    bare = _BARE.match(name)
    prefix = bare[0] if bare and not _NO_LEVEL.match(name) else ""
    place = _PLACE.match(name)
    if (
        not prefix
        and place
        and split_ending(name[place.end() :])[1]
        and not _NO_LEVEL.match(name[place.end() - 1 :])
    ):
        prefix = place[0]
    is_both = _BOTH.match(name, len(prefix))
    if (
        prefix and not is_both and _PARTY.match(name, len(prefix))
    ):  # 市委老干部局, as 市委组织部 is known
        body = name[len(prefix) + 1 :]
        return UnitName(body, f"{prefix}委", _level(prefix), "authority", known=False)
    body = name[len(prefix) :]
    if len(body) < 2 or is_both:
        prefix, body = "", name
    return UnitName(body, prefix, _level(prefix), "authority", known=False)


def _found(unit: str, prefix: str, kind: UnitKind) -> UnitName:
    change = read_changes().get(unit)
    hint = f"{'/'.join(change.new)}? ({change.year})" if change else ""
    return UnitName(unit, prefix, _level(prefix), kind, known=True, hint=hint)


def _level(prefix: str) -> str:
    if prefix in _MUNICIPALITIES:
        return "province"
    for level, endings in _LEVELS:
        if prefix.endswith(endings):
            return level
    return ""
