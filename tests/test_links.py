"""Links as columns: the same entries, made when they are asked for."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from policycompare.alignment import align_pairs
from policycompare.datamodel import Link, Links
from policycompare.datamodel.lazy import BLOCK
from tests.test_alignment import make_scored

PROBABILITY = st.floats(0, 1)


@given(pairs=st.lists(st.tuples(PROBABILITY, PROBABILITY), max_size=8), data=st.data())
def test_links_are_like_a_tuple_of_them(
    pairs: list[tuple[float, float]], data: st.DataObject
) -> None:
    links = align_pairs(make_scored(pairs), same_threshold=0.5, overlap_threshold=0.4)
    entries = tuple(
        Link(0, row + 1, "same" if same >= 0.5 else "partial", same, overlap, row)
        for row, (same, overlap) in enumerate(pairs)
        if same >= 0.5 or overlap >= 0.4
    )
    assert links == entries
    assert entries == links
    assert [links[i] for i in range(-len(entries), len(entries))] == [*entries, *entries]
    bounds = st.one_of(st.none(), st.integers(-9, 9))
    part = slice(data.draw(bounds), data.draw(bounds), data.draw(st.sampled_from([None, -2, 3])))
    assert links[part] == entries[part]
    assert Links.collect(entries) == links
    assert Links.collect(links) is links
    with pytest.raises(IndexError, match="out of range"):
        links[len(entries)]


def test_links_are_taken_in_the_order_of_their_places() -> None:
    scored = make_scored([(0.9, 0.9), (0.1, 0.8), (0.7, 0.7)])
    links = align_pairs(scored, same_threshold=0.5, overlap_threshold=0.5)
    assert links.take(np.array([2, 0])) == (links[2], links[0])
    assert links.strength.tolist() == [2, 1, 2]
    assert links != (links[0],)


def test_links_hold_plain_numbers_and_no_objects() -> None:
    link = align_pairs(make_scored([(0.9, 0.9)]), same_threshold=0.5, overlap_threshold=0.5)[0]
    assert [type(cell) for cell in (link.a, link.b, link.row)] == [int] * 3
    assert [type(cell) for cell in (link.p_same, link.p_overlap)] == [float] * 2


def test_links_past_the_first_block_are_found_at_their_places() -> None:
    links = align_pairs(
        make_scored([(0.9, 0.9)] * (BLOCK + 3)), same_threshold=0.5, overlap_threshold=0.5
    )
    assert [link.row for link in links] == list(range(BLOCK + 3))
    assert [link.row for link in links[BLOCK - 1 : BLOCK + 2]] == [BLOCK - 1, BLOCK, BLOCK + 1]
