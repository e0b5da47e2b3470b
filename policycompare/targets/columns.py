"""What the deadline column of a table of measures says, for the targets of its row."""

from __future__ import annotations

import re

from policycompare.targets.deadlines import (
    EARLIEST,
    LATEST,
    NO_DEADLINE,
    Due,
    Horizon,
    find_deadlines,
)

# 2025, 2025.12, 2025-12-31底: a cell may leave out the 年 that a sentence needs.
_PLAIN = re.compile(
    r"(?<!\d)(?:\d{4}\s?[-—–~至]+\s?)?(\d{4})(?:[-./]\d{1,2}){0,2}(?!\d)(?:年?[底末])?(?:之?前|以前)?"
)
# 12月底前: of the year that 年内 means too.
_MONTH = re.compile(r"\d{1,2}月(?:\d{1,2}日)?[底末]?(?:之?前|以前)?")


def read_column(cell: str, horizon: Horizon) -> Due | None:
    """The deadline that a cell names, the last of several; None for 长期坚持 and the like.

    Parameters
    ----------
    cell : str
        The cell, normalized; empty outside of a table.
    horizon : Horizon
        Of the document: tells which year 年底前 means.

    Examples
    --------
    >>> horizon = Horizon(2023, 2025, 2023)
    >>> for cell in ("2024年12月底前", "2024.12", "分年度推进,2025年完成", "长期坚持"):
    ...     due = read_column(cell, horizon)
    ...     print(due and due.year)
    2024
    2024
    2025
    None
    """
    text = cell.strip(" 。,;")
    if not text:
        return None
    found = find_deadlines(text, horizon)
    years = [one.year for one in found if one.year is not None]
    warnings = [one.warning for one in found if one.warning]
    if not found and (plain := _PLAIN.fullmatch(text)):
        year = int(plain[1])
        if EARLIEST <= year <= LATEST:
            years = [year]
        else:
            warnings = [NO_DEADLINE.format(year=year)]
    elif not found and _MONTH.fullmatch(text) and horizon.this_year is not None:
        years = [horizon.this_year]
    if not years and not warnings:
        return None
    warning = "" if years else warnings[0]
    return Due(max(years, default=None), "column" if years else None, warning=warning)
