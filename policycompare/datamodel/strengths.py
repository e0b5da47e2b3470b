"""Strength of commitment: how firmly a sentence promises."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

StrengthValue = Literal["binding", "planned", "striving", "encouraging", "none"]
"""From firm to loose: 必须, 确保; 实施, 建设, 达到; 力争, 努力; 鼓励, 支持, 引导; no marker."""

STRENGTHS: tuple[StrengthValue, ...] = ("binding", "planned", "striving", "encouraging", "none")
"""All values, the firmest first."""


@dataclass(frozen=True, slots=True)
class StrengthMarker:
    """A word that tells how firmly something is promised.

    Attributes
    ----------
    text : str
    value : str
    start, end : int
        Offsets into the text of the sentence.
    governed : bool
        True where it stands in the scope of a looser one (鼓励企业建设…) and does not count.
    """

    text: str
    value: StrengthValue
    start: int
    end: int
    governed: bool = False


@dataclass(frozen=True, slots=True)
class Strength:
    """The strength of a sentence: the firmest of its markers that count, or ``none``."""

    value: StrengthValue
    markers: tuple[StrengthMarker, ...]
