"""Find the signs of byte-shift damage, solve each place, accept or flag the solution."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from policycompare.datamodel import Damage, Edit
from policycompare.normalize.byteshift.language import WordModel
from policycompare.normalize.byteshift.lattice import Lattice
from policycompare.normalize.byteshift.list_markers import ListMarkers
from policycompare.normalize.byteshift.nodes import IN, PENDING
from policycompare.normalize.byteshift.search import Choice, choose_path
from policycompare.normalize.byteshift.signs import QUESTION_MARKS, SIGN, SPLIT_MARK
from policycompare.normalize.byteshift.swallowed import UNKNOWN
from policycompare.normalize.byteshift.weights import Weights
from policycompare.normalize.byteshift.window import Source

KIND = "byte-shift"

MIN_CERTAINTY = 0.8
"""Least share of the weighted solutions, in [0, 1], that must agree on a character.

Swept from 0.5 to 0.99 on two policy texts outside the corpus with 120 random rules a page (1953
characters behind damage): 0.8 accepts and gets right 0.93 of them, 0.983 of the accepted are right;
0.5 gives 0.94 and 0.963, 0.9 gives 0.91 and 0.993.
"""

MAX_WINDOW_READINGS = 250_000
"""Readings of single characters that a tangled stretch may have: beyond, it is flagged.

The stretches of the damaged pages in tests/cases and in the corpus have at most 18,000, those of
pages damaged by up to 300 random rules (benchmarks/byteshift.py) at most 68,000.
"""

MIN_TEXT_READINGS = 500_000
READINGS_PER_CHARACTER = 10
"""Readings of single characters that all stretches of a text may have together, per character of
the text but at least ``MIN_TEXT_READINGS``; beyond, the text is left as it is and flagged.

The damaged pages have at most 36,000, pages damaged by up to 300 random rules at most 240,000. The
whole text is left: were a part repaired, a second run would repair more.
"""

CONTEXT = 12
"""Characters before the first sign that help to choose."""

# At the beginning of a line, or behind a `?` that swallowed its end.
_GARBLED_MARKER = re.compile(rf"(?:^|[\n \u3000{QUESTION_MARKS}]){SPLIT_MARK.pattern}")


def repair_byte_shift(text: str) -> tuple[tuple[Edit, ...], tuple[Damage, ...]]:
    r"""Compute back what byte-wise annotation has torn apart.

    The search is bounded: a stretch with more than ``MAX_WINDOW_READINGS`` readings of its bytes
    is left as it is and flagged, and so are all signs of a text whose stretches have more than
    ``READINGS_PER_CHARACTER`` for each character of the text (at least ``MIN_TEXT_READINGS``).

    Parameters
    ----------
    text : str
        A page, its annotations still in place.

    Returns
    -------
    edits : tuple of Edit
        Each repaired stretch by the text without its annotations; offsets into ``text``.
    damage : tuple of Damage
        Each repaired stretch with its repair and each one that is only flagged.

    Examples
    --------
    >>> edits, damage = repair_byte_shift("一、總(zǒng)則\n?。ㄒ唬┰诒緟^註冊滿兩年")
    >>> edits[0].replacement
    '\u3000（一）在本區'
    """
    if SIGN.search(text) is None:
        return (), ()
    source = Source(text)
    most = max(MIN_TEXT_READINGS, READINGS_PER_CHARACTER * len(text))
    damage: list[Damage] = []
    n_readings = 0
    for n_more, found in _solve(source):
        n_readings += n_more
        if n_readings > most:
            reason = "the text has too many such places, none is repaired"
            damage = [_flag(*sign.span(), reason) for sign in SIGN.finditer(text)]
            break
        damage += found
    edits = [Edit(d.start, d.end, d.repair) for d in damage if d.repair is not None]
    return tuple(edits), tuple(damage)


def windows(source: Source) -> Iterator[tuple[int, Lattice]]:
    """The lattice at each sign, with the place of the sign."""
    text = source.text
    at = 0
    while (sign := SIGN.search(text, at)) is not None:
        start = _context_start(text, sign.start(), at)
        lattice = Lattice(source, start, MAX_WINDOW_READINGS)
        yield sign.start(), lattice
        at = max(lattice.end, sign.end())


def _context_start(text: str, sign: int, least: int) -> int:
    """Where a window begins: some characters before the sign, not inside an annotation."""
    start = max(text.rfind("\n", 0, sign) + 1, sign - CONTEXT, least)
    closing = re.compile(r"[^()]*\)").match(text, start, sign)
    if closing is not None and "(" not in text[start : closing.end()]:
        return closing.end()
    return start


def _solve(source: Source) -> Iterator[tuple[int, list[Damage]]]:
    """The number of readings and the damage of each window."""
    text = source.text
    model = WordModel(source.page)
    weights = Weights(model)
    markers, at = ListMarkers(), 0
    for sign, lattice in windows(source):
        start, end = lattice.start, lattice.end
        markers.read(text[at:start])
        at = end
        if not lattice.finals:
            markers.read(text[start:end])
            reason = "too many texts explain it to be weighed"
            yield lattice.n_readings, [_flag(sign, max(end, sign + 1), reason)]
            continue
        n_markers = len(_GARBLED_MARKER.findall(text, start, end))
        model.expect_markers(markers.coming(n_markers))
        path = choose_path(lattice, weights)
        markers.read("".join(choice.edge.label for choice in path))
        yield lattice.n_readings, [one for part in _stretches(path) for one in _judge(part)]


def _stretches(path: Sequence[Choice]) -> Iterator[list[Choice]]:
    """The parts of a path from falling out of step to being in step again."""
    stretch: list[Choice] = []
    for choice in path:
        in_step = choice.source.stage == IN
        if in_step and choice.edge.target.stage == IN:
            continue
        stretch.append(choice)
        if choice.edge.target.stage == IN:
            yield stretch
            stretch = []


def _judge(stretch: Sequence[Choice]) -> Iterator[Damage]:
    """Repair what is sure, flag the rest; a stretch with no exact solution is flagged whole."""
    if not all(c.edge.exact or c.edge.label == UNKNOWN for c in stretch):
        yield _flag(stretch[0].edge.start, stretch[-1].edge.end, "no text explains it")
        return
    tokens = [list(group) for _, group in groupby(stretch, key=_token)]
    lost = ""
    for sure, group in groupby(tokens, key=_is_sure):
        choices = [choice for token in group for choice in token]
        start, end = choices[0].edge.start, choices[-1].edge.end
        repair = lost + "".join(choice.edge.label for choice in choices)
        # An annotation taken out is no repair as long as the character that it tore is unknown.
        if sure and repair:
            yield _repair(start, end, repair)
        else:
            yield _flag(start, end, "several texts explain it")
        # A `?` that stands for an unknown character and a known line end keeps its place.
        last = choices[-1].edge
        lost = UNKNOWN if not sure and last.start == last.end else ""


def _token(choice: Choice) -> tuple[int, bool]:
    """What is accepted or flagged together: all that one shown character stands for."""
    return choice.source.at, choice.source.stage == PENDING


def _is_sure(token: Sequence[Choice]) -> bool:
    return all(c.edge.exact and c.certainty >= MIN_CERTAINTY for c in token)


def _repair(start: int, end: int, text: str) -> Damage:
    message = "bytes of an annotation fell between the halves of a character; computed back"
    return Damage(start, end, KIND, text, message)


def _flag(start: int, end: int, reason: str) -> Damage:
    return Damage(start, end, KIND, None, f"read one byte out of step; {reason}")
