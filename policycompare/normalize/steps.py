"""The ordered steps of normalizing, and the loop that runs them until nothing changes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from itertools import cycle, islice

from policycompare.datamodel import Damage, Edit, NormalizedText, Step
from policycompare.errors import PolicyCompareError
from policycompare.normalize.characters import edit_invisible
from policycompare.normalize.flags import find_damage, find_question_marks
from policycompare.normalize.markup import edit_markup
from policycompare.normalize.offsets import MappedText
from policycompare.normalize.pinyin import edit_pinyin
from policycompare.normalize.punctuation import (
    edit_doubled,
    edit_quotes,
    edit_width,
    edit_years,
)
from policycompare.normalize.script import edit_script, name_script
from policycompare.normalize.spaces import edit_spaces
from policycompare.normalize.wraps import edit_wraps

MAX_PASSES = 50
"""Passes before giving up. Every step shortens the text or replaces characters by ones that no
step replaces, so a text settles; the corpus and all damaged pages need at most 4 passes."""

_Found = tuple[Sequence[Edit], Sequence[Damage]]

# Every byte-shifted stretch begins where half a character became a question mark and swallowed what
# came next. Asking for the sign first spares all other texts the import of the repair.
_BYTE_SHIFT_SIGN = re.compile("[?？\ufffd][A-Za-z\u00c0-\u02ff\u3001\u3002，,；;：:]")


def _repair_byte_shift(text: str) -> _Found:
    """Ask for the repair where its sign is; take it only if it explains a question mark.

    Each damaged stretch shows at least one, so a repair without one is none; and as no other step
    makes question marks, the passes come to an end.
    """
    if _BYTE_SHIFT_SIGN.search(text) is None:
        return (), ()
    from policycompare.normalize.byteshift import repair_byte_shift

    edits, damage = repair_byte_shift(text)
    n_explained = sum(_n_lost(text[e.start : e.end]) - _n_lost(e.replacement) for e in edits)
    if n_explained > 0:
        return edits, damage
    return (), [one for one in damage if one.repair is None]


def _n_lost(text: str) -> int:
    return sum(text.count(mark) for mark in "?？\ufffd")


def _edits_only(find_edits: Callable[[str], Sequence[Edit]]) -> Callable[[str], _Found]:
    return lambda text: (find_edits(text), ())


_STEPS: tuple[tuple[str, Callable[[str], _Found]], ...] = (
    ("invisible", _edits_only(edit_invisible)),
    ("markup", _edits_only(edit_markup)),
    # While indents are there: they count for the width of a line.
    ("hard-wraps", _edits_only(edit_wraps)),
    # While readings and full-width marks are there: the damage is made of their bytes.
    ("byte-shift", _repair_byte_shift),
    ("pinyin", _edits_only(edit_pinyin)),
    # After pinyin: an annotation cuts the phrases that OpenCC knows.
    ("script", _edits_only(edit_script)),
    ("width", _edits_only(edit_width)),
    ("quotes", _edits_only(edit_quotes)),
    ("doubled-punctuation", _edits_only(edit_doubled)),
    ("year-numerals", _edits_only(edit_years)),
    ("spaces", _edits_only(edit_spaces)),
)


def normalize_text(text: str) -> NormalizedText:
    """Clean and simplify a text; every edit is logged and every offset kept.

    The steps run in order, again and again until none changes anything: hence a second run on
    the result changes nothing either. A clean text takes one pass.

    Parameters
    ----------
    text : str
        The text as decoded.

    Returns
    -------
    NormalizedText
        Text, steps, offset map, and the damage found with offsets into ``text``.

    Raises
    ------
    PolicyCompareError
        If the steps undo each other without end, which no known text makes them do.

    Examples
    --------
    >>> normalized = normalize_text("中國(guó)山東網(wǎng)，")
    >>> normalized.text
    '中国山东网,'
    >>> normalized.quote(1, 4)
    '國(guó)山東'
    """
    current = MappedText.from_source(text)
    steps: list[Step] = []
    damage: list[Damage] = []
    script = ""
    n_settled = 0
    for name, find in islice(cycle(_STEPS), MAX_PASSES * len(_STEPS)):
        if name == "script" and not script:
            script = name_script(current.text)
        edits, found = find(current.text)
        damage += _to_source(found, current)
        n_settled = 0 if edits else n_settled + 1
        if edits:
            steps.append(Step(name, tuple(edits)))
            current = current.edited(edits)
        elif n_settled == len(_STEPS):
            break  # Every step has seen the text as it is now.
    else:
        raise PolicyCompareError(
            f"The text does not settle within {MAX_PASSES} passes of normalizing; "
            "this is a defect of the program, please report it with the text."
        )
    damage += _to_source(find_damage(current.text), current)
    damage += find_question_marks(text)
    return NormalizedText(
        source=text,
        text=current.text,
        steps=tuple(steps),
        starts=current.starts[:-1],
        ends=current.ends[1:],
        damage=_distinct(damage, len(text)),
        script=script,
    )


def _to_source(found: Iterable[Damage], current: MappedText) -> list[Damage]:
    """The same damage with offsets into the source."""
    return [
        Damage(*current.source_span(d.start, d.end), d.kind, d.repair, d.message) for d in found
    ]


def _distinct(damage: Iterable[Damage], n_source: int) -> tuple[Damage, ...]:
    """Each damaged place once, in the order of the text; a repair outweighs a flag.

    A later pass, or another kind of flag, finds the same place again.
    """
    is_taken = bytearray(n_source + 1)
    kept: list[Damage] = []
    for one in sorted(damage, key=lambda d: d.repair is None):
        end = max(one.end, one.start + 1)
        if not any(is_taken[one.start : end]):
            is_taken[one.start : end] = b"\1" * (end - one.start)
            kept.append(one)
    return tuple(sorted(kept, key=lambda d: (d.start, d.end)))
