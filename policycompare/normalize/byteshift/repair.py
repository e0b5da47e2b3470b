"""Find the signs of byte-shift damage, solve each place, accept or flag the solution."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from policycompare.datamodel import Damage, Edit
from policycompare.normalize.byteshift.language import WordModel
from policycompare.normalize.byteshift.lattice import Lattice
from policycompare.normalize.byteshift.nodes import IN, PENDING
from policycompare.normalize.byteshift.page import Page
from policycompare.normalize.byteshift.search import Choice, choose_path
from policycompare.normalize.byteshift.signs import SIGN
from policycompare.normalize.byteshift.swallowed import UNKNOWN

KIND = "byte-shift"

MIN_CERTAINTY = 0.75
"""Least share of the weighted solutions, in [0, 1], that must agree on a character."""

CONTEXT = 12
"""Characters before the first sign that help to choose."""


def repair_byte_shift(text: str) -> tuple[tuple[Edit, ...], tuple[Damage, ...]]:
    r"""Compute back what byte-wise annotation has torn apart.

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
    lattices = list(_lattices(text))
    return _solve(lattices)


def _lattices(text: str) -> Iterator[Lattice]:
    page = Page.from_text(text)
    at = 0
    while (sign := SIGN.search(text, at)) is not None:
        lattice = Lattice(text, _context_start(text, sign.start(), at), page)
        yield lattice
        at = max(lattice.finals[0].at, sign.end())


def _context_start(text: str, sign: int, least: int) -> int:
    """Where a window begins: some characters before the sign, not inside an annotation."""
    start = max(text.rfind("\n", 0, sign) + 1, sign - CONTEXT, least)
    closing = re.compile(r"[^()]*\)").match(text, start, sign)
    if closing is not None and "(" not in text[start : closing.end()]:
        return closing.end()
    return start


def _solve(lattices: Sequence[Lattice]) -> tuple[tuple[Edit, ...], tuple[Damage, ...]]:
    simple = {e.simple for one in lattices for edges in one.edges.values() for e in edges}
    edits: list[Edit] = []
    damage: list[Damage] = []
    model = WordModel(simple, lattices[0].page)
    for lattice in lattices:
        for stretch in _stretches(choose_path(lattice, model)):
            for found in _judge(stretch):
                damage.append(found)
                if found.repair is not None:
                    edits.append(Edit(found.start, found.end, found.repair))
    return tuple(edits), tuple(damage)


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
    for sure, group in groupby(tokens, key=_is_sure):
        choices = [choice for token in group for choice in token]
        start, end = choices[0].edge.start, choices[-1].edge.end
        if sure:
            repair = "".join(choice.edge.label for choice in choices)
            message = "bytes of an annotation fell between the halves of a character; computed back"
            yield Damage(start, end, KIND, repair, message)
        elif start < end:
            yield _flag(start, end, "several texts explain it")


def _token(choice: Choice) -> tuple[int, bool]:
    """What is accepted or flagged together: all that one shown character stands for."""
    return choice.source.at, choice.source.stage == PENDING


def _is_sure(token: Sequence[Choice]) -> bool:
    return all(c.edge.exact and c.certainty >= MIN_CERTAINTY for c in token)


def _flag(start: int, end: int, reason: str) -> Damage:
    return Damage(start, end, KIND, None, f"read one byte out of step; {reason}")
