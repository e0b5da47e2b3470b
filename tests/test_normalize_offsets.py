"""The frame of normalizing: edits, offset maps, replay, and damage with offsets into the source."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from policycompare.datamodel import Edit, Step
from policycompare.normalize import normalize_text, replay_steps
from policycompare.normalize.offsets import MappedText, apply_edits


def test_offsets_quote_the_source() -> None:
    normalized = normalize_text("﻿<p>中國(guó)山東</p><p>發(fā)展</p>")
    assert normalized.text == "中国山东\n发展"
    assert normalized.quote(1, 3) == "國(guó)山"
    assert [normalized.quote(i, i + 1) for i in (0, 1, 3, 5)] == ["中", "國", "東", "發"]


def test_offsets_of_a_longer_replacement_share_the_replaced_span() -> None:
    normalized = normalize_text("前㈠后")
    assert normalized.text == "前(一)后"
    assert [normalized.source_span(i, i + 1) for i in range(5)] == [
        (0, 1),
        (1, 2),
        (1, 2),
        (1, 2),
        (2, 3),
    ]


@st.composite
def edited_texts(draw: st.DrawFn) -> tuple[str, list[Edit]]:
    text = draw(st.text("abcdef", max_size=20))
    borders = sorted(draw(st.lists(st.integers(0, len(text)), max_size=8)))
    return text, [
        Edit(a, b, draw(st.text("XYZ", max_size=3)))
        for a, b in zip(borders[::2], borders[1::2], strict=False)
    ]


@given(edited_texts())
def test_offsets_stay_monotone_and_keep_untouched_characters(
    case: tuple[str, list[Edit]],
) -> None:
    text, edits = case
    mapped = MappedText.from_source(text).edited(edits)
    assert mapped.text == apply_edits(text, edits)
    assert (np.diff(mapped.starts) >= 0).all()
    assert (np.diff(mapped.ends) >= 0).all()
    for i, character in enumerate(mapped.text):
        start, end = mapped.source_span(i, i + 1)
        assert start <= end
        if character.islower():
            assert text[start:end] == character


@pytest.mark.parametrize("edits", [[Edit(2, 3, ""), Edit(0, 1, "")], [Edit(0, 9, "")]])
def test_offsets_refuse_edits_out_of_order_or_range(edits: list[Edit]) -> None:
    with pytest.raises(ValueError, match="overlaps the one before it or leaves the text"):
        apply_edits("abc", edits)


def test_replay_repeats_steps_in_order() -> None:
    steps = (Step("a", (Edit(0, 1, "xy"),)), Step("b", (Edit(1, 2, ""),)))
    assert replay_steps("abc", steps) == "xbc"


@pytest.mark.parametrize(
    ("text", "kind", "quoted"),
    [
        ("加快\ufffd发展", "replacement-character", "\ufffd"),
        ("加快\ue123发展", "private-use", "\ue123"),
        ("要求。\n（）摸清底数", "lost-marker", "（）"),
        ("标志（）颜色", "lost-text", "（）"),
        ("为推动，加快?发展。", "lost-character", "?"),
        ("为推动,加快??发展。", "lost-character", "??"),
    ],
)
def test_damage_is_flagged_and_kept(text: str, kind: str, quoted: str) -> None:
    (damage,) = normalize_text(text).damage
    assert (damage.kind, damage.repair) == (kind, None)
    assert text[damage.start : damage.end] == quoted


def test_damage_spares_a_question() -> None:
    assert normalize_text("想爆料?请登录,或拨打热线。").damage == ()


def test_damage_repaired_points_into_the_source() -> None:
    source = "引導(dǎo)項(xiàng)目?jī)?chǔ)備,每季度梳理200項(xiàng)重點(diǎn)項(xiàng)目。"
    normalized = normalize_text(source)
    assert "引导项目储备,每季度" in normalized.text
    (damage,) = normalized.damage
    assert (damage.kind, damage.repair) == ("byte-shift", "儲")
    assert source[damage.start : damage.end] == "?jī)?chǔ)"
