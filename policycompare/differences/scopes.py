"""Levels that a sentence names: 国家级, 省级以上."""

from __future__ import annotations

import re
from functools import cache
from importlib import resources

LEVEL = "级"
"""Ends every level that is found."""


def find_scopes(text: str) -> tuple[str, ...]:
    """List the levels that a sentence names, the widest first, each with 以上 where it has that.

    Examples
    --------
    >>> find_scopes("培育国家、省级平台和市级及以上园区。")
    ('国家级', '省级', '市级以上')
    """
    if LEVEL not in text:  # most sentences name none, and a search takes longer
        return ()
    table = read_scopes()
    found = set()
    for match in _form().finditer(text):
        words = re.split("[、和及或]", match["levels"])
        for number, word in enumerate(words):
            last = number == len(words) - 1
            level = next(k for k, (_, form) in enumerate(table) if form.fullmatch(word))
            found.add((level, match["bound"] or "" if last else ""))
    return tuple(f"{table[level][0]}{bound}" for level, bound in sorted(found))


@cache
def read_scopes() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Name and pattern of each level (``data/scopes.tsv``)."""
    text = resources.files("policycompare").joinpath("data", "scopes.tsv")
    lines = text.read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return tuple((name, re.compile(form)) for name, form in rows)


@cache
def _form() -> re.Pattern[str]:
    word = "|".join(form.pattern for _, form in read_scopes())
    return re.compile(
        rf"(?P<levels>(?:{word})(?:[、和及或](?:{word})){{0,6}}){LEVEL}(?:及?(?P<bound>以[上下]))?"
    )
