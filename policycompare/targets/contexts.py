"""A candidate with the text around it, and the verdicts on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from policycompare.targets.candidates import Candidate
from policycompare.targets.deadlines import Due
from policycompare.targets.passages import HIDDEN
from policycompare.targets.quantities import Quantity

Form = Literal["before", "behind", "paid", "size"]
"""Where the name stands: 绿色工厂50家, 培育50家企业; who is paid; 设立规模30亿元的基金."""

BASELINE = "the value before a change"
"""Why the 18% of 由18%提高到25% is no promise."""

ATTRIBUTE = "an attribute"
"""Why the 500亿元 of 规模超过500亿元的产业链 is no promise."""

NO_NAME = "nothing is named"
"""Why a quantity at the very start of a segment is no promise by itself."""

WINDOW = 160
"""Characters looked at on each side of a quantity: longer than any head of the five documents
(70), short enough to keep the work linear in the text."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Why a candidate is a promise or not; ``form`` is None where it is none."""

    form: Form | None
    reason: str


@dataclass(frozen=True, slots=True)
class Context:
    """A candidate in its passage.

    Attributes
    ----------
    flat : str
        The passage with its asides hidden.
    candidate : Candidate
    due : Due
        The deadline in force at its place.
    previous : Verdict or None
        That of the candidate before it in the same segment.
    is_spread : bool
        Whether 每条产业链 or the like stands before it in its part: then 一个 is a count.
    has_subject : bool
        Whether the segment before promises something: its subject is then that of 达到95% too.
    """

    flat: str
    candidate: Candidate
    due: Due
    previous: Verdict | None
    is_spread: bool = False
    has_subject: bool = False

    @property
    def first(self) -> Quantity:
        """The first quantity of the candidate."""
        return self.candidate.quantities[0]

    @property
    def dimension(self) -> str:
        """The dimension of the first quantity."""
        return self.candidate.dimension

    @property
    def before(self) -> str:
        """The text from the promise before it, or the start of its segment."""
        return self._back_to(self.candidate.previous_end)

    @property
    def in_segment(self) -> str:
        """The text from the start of its segment."""
        return self._back_to(self.candidate.segment.start)

    @property
    def in_part(self) -> str:
        """The text from the start of its part."""
        return self._back_to(self.candidate.segment.part_start)

    @property
    def in_sentence(self) -> str:
        """The text from the start of its sentence."""
        return self._back_to(self.candidate.segment.sentence_start)

    @property
    def behind(self) -> str:
        """The text to the end of its segment, without an aside at its start."""
        return self._on_to(self.candidate.segment.end).lstrip(HIDDEN)

    @property
    def rest_of_part(self) -> str:
        """The text to the end of its part."""
        return self._on_to(self.candidate.segment.part_end)

    def _back_to(self, place: int) -> str:
        start = max(place, self.candidate.start - 2 * WINDOW)
        return self.flat[start : self.candidate.start]

    def _on_to(self, place: int) -> str:
        return self.flat[self.candidate.end : min(place, self.candidate.end + WINDOW)]
