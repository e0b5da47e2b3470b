"""What several parts of a report need of one comparison is found once."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TypeVar
from weakref import WeakKeyDictionary

from policycompare.report.protocol import ComparisonLike

Result = TypeVar("Result")


def found_once(find: Callable[[ComparisonLike], Result]) -> Callable[[ComparisonLike], Result]:
    """Keep what a function finds of a comparison as long as the comparison lives."""
    kept: WeakKeyDictionary[ComparisonLike, Result] = WeakKeyDictionary()

    @wraps(find)
    def find_once(comparison: ComparisonLike) -> Result:
        if comparison not in kept:
            kept[comparison] = find(comparison)
        return kept[comparison]

    return find_once
