"""The shipped tables: divisions of China and the rules of the check of names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib import resources

from policycompare.datamodel import Division

SUFFIX = re.compile(r"(?:市|县|区|旗|省|盟|地区|林区|特区|特别行政区)$")
"""What a short name leaves out."""

_PEOPLES = (
    "蒙古族藏族|蒙古|回族|藏族|维吾尔|壮族|哈尼族彝族|傣族景颇族|布依族苗族|苗族侗族|土家族苗族|"
    "藏族羌族|彝族|白族|傣族|傈僳族|壮族苗族|朝鲜族|哈萨克|柯尔克孜"
)
_AUTONOMOUS = re.compile(rf"(?:{_PEOPLES})?自治[区州]$")


@cache
def read_divisions() -> tuple[Division, ...]:
    """Read all divisions, by code; a former one behind its successor."""
    rows = [(*line.split("\t"), "", "")[:4] for line in _data_lines("divisions.tsv")]
    name_of = {code: name for code, name, state, _ in rows if not state}
    return tuple(
        Division(code, name, _full_name(code, name, name_of), state == "former", kind == "word")
        for code, name, state, kind in rows
    )


def _full_name(code: str, name: str, name_of: Mapping[str, str]) -> str:
    above = [code[:2] + "0000", code[:4] + "00"]
    names = [name_of[one] for one in above if one != code and one in name_of]
    return "".join((*names, name))


@cache
def names_of_divisions() -> Mapping[str, tuple[Division, ...]]:
    """Every full name with the divisions that bear it."""
    found: dict[str, list[Division]] = {}
    for division in read_divisions():
        found.setdefault(division.name, []).append(division)
    return {name: tuple(divisions) for name, divisions in found.items()}


@cache
def short_names() -> Mapping[str, tuple[Division, ...]]:
    """Short names of two or more characters (宁波, 余姚) with the divisions that bear them."""
    found: dict[str, list[Division]] = {}
    for division in read_divisions():
        short = short_name(division.name)
        if len(short) > 1 and short != division.name:
            found.setdefault(short, []).append(division)
    return {name: tuple(divisions) for name, divisions in found.items()}


def short_name(name: str) -> str:
    """Leave out 市, 县, 自治州 and the like.

    Examples
    --------
    >>> short_name("宁波市"), short_name("延边朝鲜族自治州"), short_name("广西壮族自治区")
    ('宁波', '延边', '广西')
    """
    return _AUTONOMOUS.sub("", name) if "自治" in name else SUFFIX.sub("", name)


@cache
def read_rules() -> Mapping[str, Sequence[str]]:
    """Read the patterns of each kind of rule."""
    rules: dict[str, list[str]] = {}
    for line in _data_lines("name_rules.tsv"):
        kind, pattern, *_ = line.split("\t")
        rules.setdefault(kind, []).append(pattern)
    return rules


def _data_lines(name: str) -> Iterator[str]:
    """Lines of a shipped list that are neither empty nor a comment."""
    text = resources.files("policycompare").joinpath("data", name).read_text(encoding="utf-8")
    for line in text.splitlines():
        if line and not line.startswith("#"):
            yield line
