"""Which names of other places in a text are hints, how strong, and which are explained."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from policycompare.datamodel import Division, HintStrength, Mention, NameKind
from policycompare.places.contexts import find_excuse
from policycompare.places.homes import Home
from policycompare.places.scanning import Name, find_organ, scan_names
from policycompare.places.table import read_rules


def find_mentions(text: str, home: Home) -> tuple[Mention, ...]:
    """Find the names of places in a text that are not at home, also those that are explained.

    Rules, in this order:

    1. A name that one of the home's own divisions bears is at home, as are those above it.
    2. A name that is also an ordinary phrase (解放区, 市中区, names of two characters), and every
       short name of a county (余姚), counts only with support: the text names another division of
       the same prefecture, or the prefecture, or those above it stand before it.
    3. What the words around explain (:func:`find_excuse`) gets an ``excuse``; so does a city in a
       list joined by 、 with the home's own city (青岛、烟台、威海), which names a region.
    4. Counties, prefectures and bodies are ``strong``; provinces, short names and counties called
       like a word are ``weak``, unless the name is supported.

    Examples
    --------
    >>> found = find_mentions("在鄞州区建设产业园,与青岛市探索共建飞地。", Home("371000"))
    >>> [(m.name, m.strength, m.excuse) for m in found]
    [('鄞州区', 'strong', ''), ('青岛市', 'strong', 'partner')]
    """
    names = tuple(scan_names(text))
    runs = _runs(text, names)
    regions = {runs[name.start] for name in names if _is_own_city(name, home)}
    foreign = [name for name in names if not any(map(home.owns, name.divisions))]
    mentions = []
    for name in foreign:
        supported = _is_supported(name, foreign, runs)
        if supported or not _needs_support(name):
            mention = _make_mention(text, name, runs[name.start], supported)
            if mention.kind == "city" and runs[name.start] in regions:
                mention = replace(mention, excuse=mention.excuse or "region")
            mentions.append(mention)
    return tuple(mentions)


def _is_own_city(name: Name, home: Home) -> bool:
    return any(home.owns(d) and d.level == "city" for d in name.divisions)


def _make_mention(text: str, name: Name, run: tuple[int, int], supported: bool) -> Mention:
    organ = find_organ(text, name.end)
    end = name.end + len(organ)
    levels = {division.level for division in name.divisions}
    level: NameKind = "county" if "county" in levels else min(levels)
    excuse = find_excuse(
        text, run[0], max(run[1], end), city_or_short=name.short or "county" not in levels
    )
    kind: NameKind = "body" if organ else level
    strength = _strength(name, kind, supported)
    return Mention(text[name.start : end], kind, name.divisions, strength, name.start, end, excuse)


def _strength(name: Name, kind: NameKind, supported: bool) -> HintStrength:
    if kind == "body" or supported or (name.led and not name.short):
        return "strong"
    word = all(division.word for division in name.divisions)
    return "weak" if name.short or kind == "province" or word else "strong"


def _needs_support(name: Name) -> bool:
    if name.led:
        return False
    if name.short:
        city = any(division.level != "county" for division in name.divisions)
        return not city or name.text in read_rules()["short_word"]
    return len(name.text) < 3 or name.text in read_rules()["generic"]


def _is_supported(name: Name, others: Sequence[Name], runs: dict[int, tuple[int, int]]) -> bool:
    """Whether another name of the same prefecture stands in the text.

    Two names that both need support give it to each other only if both are short names of counties
    side by side (余姚、慈溪), not as words (城区、郊区).
    """
    return any(
        other is not name
        and other.text != name.text
        and _share_prefecture(name.divisions, other.divisions)
        and (not _needs_support(other) or _stand_together(name, other, runs))
        for other in others
    )


def _stand_together(one: Name, two: Name, runs: dict[int, tuple[int, int]]) -> bool:
    return one.short and two.short and runs[one.start] == runs[two.start]


def _share_prefecture(some: Sequence[Division], others: Sequence[Division]) -> bool:
    return bool({_prefecture(d) for d in some} & {_prefecture(d) for d in others} - {""})


def _prefecture(division: Division) -> str:
    """Four digits; of a municipality two; none for a province, which supports nothing."""
    if division.code[:2] in ("11", "12", "31", "50"):
        return division.code[:2]
    return "" if division.level == "province" else division.code[:4]


def _runs(text: str, names: Sequence[Name]) -> dict[int, tuple[int, int]]:
    """Span of the run of names joined by 、 that each name, by its start, belongs to."""
    runs: dict[int, tuple[int, int]] = {}
    waiting: list[Name] = []
    for name in (*names, None):
        if waiting and (name is None or text[waiting[-1].end : name.start] != "、"):
            span = waiting[0].start, waiting[-1].end
            runs.update((one.start, span) for one in waiting)
            waiting = []
        if name is not None:
            waiting.append(name)
    return runs
