"""Chinese of the remarks and warnings that other stages write in English (``remarks_zh.tsv``)."""

from __future__ import annotations

import re
from functools import cache
from importlib import resources

from policycompare.report.labels import Language

NAMED = re.compile(r"(?P<name>\S+): (?P<remark>.+)", re.DOTALL)
"""What a remark is about, a document or a clause, before the remark itself."""


def tell_remark(remark: str, language: Language) -> str:
    """Give a remark in a language; in English where no Chinese is known.

    Examples
    --------
    >>> tell_remark("weihai-2023: no clause was found", "zh")
    'weihai-2023：未发现条款'
    """
    return (translate_remark(remark) if language == "zh" else None) or remark


def translate_remark(remark: str) -> str | None:
    """Translate a remark, or several joined by ``; ``; None where no row of the table fits.

    Examples
    --------
    >>> translate_remark("weihai-2023: no clause was found")
    'weihai-2023：未发现条款'
    """
    for form, chinese in _read_table():
        if found := form.fullmatch(remark):
            return _fill(chinese, found)
    if named := NAMED.fullmatch(remark):
        rest = translate_remark(named["remark"])
        return None if rest is None else f"{named['name']}：{rest}"
    parts = [translate_remark(part) for part in remark.split("; ")] if "; " in remark else [None]
    return None if None in parts else "；".join(map(str, parts))


def _fill(chinese: str, found: re.Match[str]) -> str:
    """Fill the groups in; ``{1!}`` is a remark itself, told in Chinese where that is known."""

    def fill(place: re.Match[str]) -> str:
        text = found[int(place[1])]
        return (translate_remark(text) if place[2] else None) or text

    return re.sub(r"\{(\d+)(!?)\}", fill, chinese)


@cache
def _read_table() -> tuple[tuple[re.Pattern[str], str], ...]:
    source = resources.files("policycompare").joinpath("data", "remarks_zh.tsv")
    lines = source.read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return tuple((re.compile(form, re.DOTALL), chinese) for form, chinese in rows)
