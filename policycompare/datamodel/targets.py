"""Targets: the quantities that clauses promise."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Comparator = Literal["=", ">=", "<=", "~"]
"""``=`` 达到, ``>=`` 以上, 超过, 突破, 不少于; ``<=`` 最高, 不高于, 以内; ``~`` 左右, 约."""

COMPARATOR_SIGNS: dict[str, str] = {">=": "≥", "<=": "≤", "~": "≈", "=": ""}
"""How a reader is shown a comparator, before its quantity."""

TargetKind = Literal["level", "annual", "growth", "reward", "coverage"]
"""``level``: a stock to be reached; ``annual``: so much each year; ``growth``: a change;
``reward``: money paid to those who qualify; ``coverage``: all that there are (全覆盖)."""

DeadlineSource = Literal["phrase", "sentence", "clause", "column", "document"]
"""Where the deadline of a target was read; ``column`` is the deadline column of a table of
measures, ``document`` the horizon of the whole document."""


@dataclass(frozen=True, slots=True)
class Target:
    """A quantity promised, e.g. 规模以上工业企业达到2000家 by 2025.

    Attributes
    ----------
    clause_id, document : str
        Where it is promised.
    quote : str
        ``source[start:end]``.
    start, end : int
        Source span of the quote.
    text : str
        The quote after normalizing.
    indicator : str
        What is measured, as the text names it, completed from the head of its list.
    indicator_key : str
        The normalized name under which targets of several documents meet.
    value, value_max : float, float or None
        The quantity in ``unit``; of a range the lower and the upper end.
    unit : str
        As printed, after normalizing (``亿元``, ``家``, ``%``).
    base_value, base_value_max, base_unit : float, float or None, str
        The same quantity in the unit of its dimension (``万元`` for money, counts without 万).
    deadline_year : int or None
    deadline_source : str or None
        Where the deadline was read; None without a deadline.
    deadline_start, deadline_end : int or None
        Source span of the cell that names the deadline; None unless ``deadline_source`` is
        ``column``. Other deadlines stand in the clause, or in no place of the text.
    scope : str
        ``新增``, ``累计``, ``每年`` or empty.
    grade : str
        Who awards the title that is counted or paid for (``国家级``, ``省级以上``); empty where
        the text names none. The key of the indicator leaves it out.
    warnings : tuple of str
        What a reader should doubt, e.g. a range turned round.
    """

    clause_id: str
    document: str
    quote: str
    start: int
    end: int
    text: str
    indicator: str
    indicator_key: str
    value: float
    value_max: float | None
    unit: str
    base_value: float
    base_value_max: float | None
    base_unit: str
    comparator: Comparator
    kind: TargetKind
    deadline_year: int | None = None
    deadline_source: DeadlineSource | None = None
    scope: str = ""
    grade: str = ""
    warnings: tuple[str, ...] = ()
    deadline_start: int | None = None
    deadline_end: int | None = None
