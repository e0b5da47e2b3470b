"""A packed normalized text is the text that was packed, wherever it is sent."""

from __future__ import annotations

import dataclasses
import pickle

import numpy as np
import pytest

from policycompare import NormalizedText
from policycompare.datamodel import late_texts
from policycompare.datamodel.late_texts import LateText, late_text, pack_text
from policycompare.normalize import normalize_text

TEXTS = (
    "",
    "一、发展目标",
    '中國(guó)山東網(wǎng)，\r\n　　加強規劃（2O21年），“揭榜挂帅"。 \n\n\n',
    "&nbsp;" * 300 + "𠀀" * 70_000,
)


def same(one: NormalizedText, other: NormalizedText) -> bool:
    fields = [field.name for field in dataclasses.fields(NormalizedText)]
    plain = [name for name in fields if name not in ("starts", "ends")]
    return all(getattr(one, name) == getattr(other, name) for name in plain) and all(
        getattr(one, name).dtype == np.int64
        and getattr(one, name).tolist() == getattr(other, name).tolist()
        for name in ("starts", "ends")
    )


@pytest.mark.parametrize("text", TEXTS)
def test_late_texts_equal_what_was_packed(text: str) -> None:
    plain = normalize_text(text)
    packed = pack_text(plain)
    assert same(packed, plain)
    assert packed == plain
    assert plain == packed
    assert repr(packed) == repr(plain)
    assert pack_text(packed) is packed
    assert "starts" not in vars(packed)


@pytest.mark.parametrize("text", TEXTS)
def test_late_texts_come_back_packed_from_another_process(text: str) -> None:
    plain = normalize_text(text)
    unpacked_late = late_text(
        plain.source, plain.text, plain.script, plain.damage, lambda name: getattr(plain, name)
    )
    for sent in (pack_text(plain), unpacked_late):
        back = pickle.loads(pickle.dumps(sent))
        assert type(back) is LateText
        assert same(back, plain)
        assert "starts" not in vars(back)


def test_late_texts_are_far_smaller_when_sent() -> None:
    plain = normalize_text("一、加强统筹协调，完善工作机制。\n" * 1000)
    assert 3 * len(pickle.dumps(pack_text(plain))) < len(pickle.dumps(plain))


def test_late_texts_changed_in_a_field_are_told_apart() -> None:
    packed = pack_text(normalize_text(TEXTS[2]))
    for change in (
        {"text": "x"},
        {"steps": packed.steps[1:]},
        {"starts": packed.starts[1:]},
        {"ends": packed.ends + 1},
        {"script": "simplified"},
    ):
        assert dataclasses.replace(packed, **change) != packed, change
    assert dataclasses.replace(packed) == packed


def test_late_texts_unpack_each_field_once_and_keep_few() -> None:
    texts = [pack_text(normalize_text("一、" + "发展" * n)) for n in range(late_texts.N_KEPT + 1)]
    assert texts[0].starts is texts[0].starts
    first = texts[0].starts
    assert [text.starts[-1] for text in texts] == [len(text.text) - 1 for text in texts]
    assert texts[0].starts is not first
    assert not texts[0].starts.flags.writeable


def test_late_texts_have_no_other_late_field() -> None:
    with pytest.raises(AttributeError, match="'LateText' object has no attribute 'begins'"):
        _ = pack_text(normalize_text("一")).begins
