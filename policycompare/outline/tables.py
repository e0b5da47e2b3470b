"""Rules of the outline that are data: one a line, ``#`` opens a comment line."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files


def read_rules(name: str) -> list[str]:
    """Lines of a shipped table without comments and empty lines."""
    text = files("policycompare").joinpath("data", name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


@cache
def compile_rules(*names: str) -> re.Pattern[str]:
    """One regular expression that matches whatever a line of one of the tables matches."""
    rules = [rule for name in names for rule in read_rules(name)]
    return re.compile("|".join(f"(?:{rule})" for rule in rules))
