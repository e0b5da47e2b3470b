"""The shipped rules of ``add``, as compiled patterns."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources

from policycompare.numerals import COUNTING, ZEROS

ORGAN_END = (
    "人民政府|政府|人民代表大会常务委员会|人民代表大会|委员会|管委会?|办公厅|办公室|工委|党委"
    "|[省市县区州旗]委|委|厅|局|部|院|署|银行|协会|联合会|中心|领导小组|指挥部|工作专班|议会"
)
ORGAN = rf"(?:中共|中国共产党)?[一-鿿]{{1,28}}?(?:{ORGAN_END})(?:办公厅|办公室)?"
"""The name of a body that issues documents, as it is signed (GB/T 9704-2012)."""

DATE = (
    r"(?:\d{4}\s*年\s*\d{1,2}\s*月(?:\s*\d{1,2}\s*日)?"
    rf"|[{COUNTING}{ZEROS}]{{4}}\s*年\s*[一二三四五六七八九十]{{1,2}}\s*月(?:\s*[一二三四五六七八九十]{{1,3}}\s*日)?)"
)
"""A date as it is signed, with or without the day."""


@cache
def read_rules() -> Mapping[str, Sequence[tuple[str, str]]]:
    """Pattern and meaning of each rule, by kind."""
    text = resources.files("policycompare").joinpath("data", "adding_rules.tsv")
    rules: dict[str, list[tuple[str, str]]] = {}
    for line in text.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            kind, pattern, *more = line.split("\t")
            rules.setdefault(kind, []).append((pattern, more[0] if more else ""))
    return rules


@cache
def pattern_of(kind: str) -> re.Pattern[str]:
    """One pattern that matches whatever a rule of a kind does."""
    return re.compile("|".join(f"(?:{pattern})" for pattern, _ in read_rules()[kind]))
