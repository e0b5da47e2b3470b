"""The frame of normalizing: maps, replay, fixed point, damage; properties and whole pages."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import Levenshtein

from policycompare.datamodel import Edit, NormalizedText, Step
from policycompare.normalize import normalize_text, replay_steps
from policycompare.normalize.offsets import MappedText, apply_edits
from tests.damage import DEFECTS, HARMLESS, LOSSY, clean_texts

ROOT = Path(__file__).resolve().parent.parent
CORPUS = sorted((ROOT / "corpus").glob("*.txt"))
CASES = [
    json.loads(line)
    for line in (ROOT / "tests/cases/damaged-pages.jsonl").read_text("utf-8").splitlines()
]
CLEAN = clean_texts()

# Characters and strings that some step looks for, so that random texts meet all of them.
PIECES = st.sampled_from(
    [
        *"中國国发業业乾後於著么一二三第条0129年ОO○ \n\r\t\u3000,，。;：!？?（）()\"'「」—~aR<>&",
        *"\ufeff\u200b\u00ad\u00a0\ufffd\ue000㈠⑴⼀",
        *("(guó)", "（fā）", "(ye)", "(yè )", "(RCEP)", "企业(qǐyè)", "女(nǚ)", "点(diǎnr)"),
        *("<p>", "</p>", "<br/>", "<script>", "</script>", "&nbsp;", "&lt;", "&amp;lt;", "&#63;"),
        *("第 一 条", "第一条 ", "目 录", "一、", "（一）", "\n\n", "()", "二О二六年", "2O26年"),
        *("軟體", "資訊", "乾安县", "企业加快发展", "項目?jī)?chǔ)備", "?。ㄒ唬┰诒緟^"),
    ]
)
TEXTS = st.lists(PIECES, max_size=60).map("".join)


def accuracy(damaged: str, clean: str) -> float:
    wanted = normalize_text(clean).text
    return 1 - Levenshtein.distance(normalize_text(damaged).text, wanted) / len(wanted)


def check_invariants(normalized: NormalizedText) -> None:
    """Invariants 2 and 3 of docs/design.md."""
    n = len(normalized.text)
    starts, ends = normalized.starts, normalized.ends
    assert replay_steps(normalized.source, normalized.steps) == normalized.text
    assert starts.shape == ends.shape == (n,)
    assert (np.diff(starts) >= 0).all()
    assert (np.diff(ends) >= 0).all()
    assert (starts <= ends).all()
    assert n == 0 or (starts[0] >= 0 and ends[-1] <= len(normalized.source))
    for one in normalized.damage:
        assert 0 <= one.start <= one.end <= len(normalized.source)
    again = normalize_text(normalized.text)
    assert (again.text, again.steps) == (normalized.text, ())


@settings(max_examples=60, deadline=None)
@given(TEXTS)
def test_normalize_keeps_invariants_on_any_text(text: str) -> None:
    check_invariants(normalize_text(text))


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=80))
def test_normalize_keeps_invariants_on_any_unicode(text: str) -> None:
    check_invariants(normalize_text(text))


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.stem)
def test_normalize_keeps_invariants_on_the_corpus(path: Path) -> None:
    check_invariants(normalize_text(path.read_bytes().decode("utf-8")))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_normalize_keeps_invariants_on_damaged_pages(case: dict[str, str]) -> None:
    check_invariants(normalize_text(case["text"]))


def _is_annotated(case: dict[str, list[str]]) -> bool:
    return any("pinyin" in defect or "byte-shift" in defect for defect in case["defects"])


@pytest.mark.parametrize("case", list(filter(_is_annotated, CASES)), ids=lambda case: case["id"])
def test_normalize_restores_annotated_pages(case: dict[str, str]) -> None:
    """The issue asks for 0.99."""
    assert accuracy(case["text"], case["clean"]) >= 0.99


@pytest.mark.parametrize("base", sorted(CLEAN))
@pytest.mark.parametrize("defect", sorted(HARMLESS))
def test_normalize_undoes_harmless_defects(base: str, defect: str) -> None:
    damaged = HARMLESS[defect](CLEAN[base], Random(7))
    assert accuracy(damaged, CLEAN[base]) >= 0.995


@pytest.mark.parametrize("defect", sorted(DEFECTS))
def test_normalize_is_tested_with_real_damage(defect: str) -> None:
    assert any(DEFECTS[defect](clean, Random(7)) != clean for clean in CLEAN.values())


@pytest.mark.parametrize("base", sorted(CLEAN))
@pytest.mark.parametrize("defect", sorted(LOSSY))
def test_normalize_neither_adds_nor_drops_text(base: str, defect: str) -> None:
    """A lossy defect changes as much after normalizing as it changed before."""
    clean, damaged = CLEAN[base], LOSSY[defect](CLEAN[base], Random(7))
    n_changed = Levenshtein.distance(damaged, clean)
    wanted = normalize_text(clean).text
    assert Levenshtein.distance(normalize_text(damaged).text, wanted) <= n_changed


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(sorted(CLEAN)),
    st.sampled_from(sorted(DEFECTS)),
    st.sampled_from(sorted(DEFECTS)),
    st.integers(0, 1000),
)
def test_normalize_keeps_invariants_under_two_defects(
    base: str, first: str, second: str, seed: int
) -> None:
    random = Random(seed)
    check_invariants(normalize_text(DEFECTS[second](DEFECTS[first](CLEAN[base], random), random)))


def test_normalize_leaves_a_clean_text_alone() -> None:
    for path in CORPUS:
        text = normalize_text(path.read_bytes().decode("utf-8")).text
        assert normalize_text(text).steps == (), path.stem


@pytest.mark.parametrize("name", ["ningbo-2017", "qingdao-2023"])
def test_normalize_changes_no_character_of_clean_documents(name: str) -> None:
    text = (ROOT / f"corpus/{name}.txt").read_text("utf-8")
    assert normalize_text(text).text == text.rstrip("\n")


def test_normalize_shandong_keeps_only_its_latin() -> None:
    text = normalize_text((ROOT / "corpus/shandong-2023.txt").read_text("utf-8")).text
    latin = "".join(c for c in text if c.isascii() and c.isalpha())
    assert latin == "httpsminshengiqilucom"
    assert "着力打造先进制造业发展高能级平台" in text
    assert "精准引导项目储备,每季度梳理" in text


def test_normalize_is_light_for_clean_text() -> None:
    code = (
        "import sys; from policycompare.normalize import normalize_text;"
        "normalize_text('一、总体要求。(一)加快发展GDP(RCEP)。' * 50);"
        "print(sorted({'opencc', 'pypinyin', 'jieba', 'sklearn'} & set(sys.modules)))"
    )
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert (run.stdout.strip(), run.stderr) == ("[]", "")


def test_normalize_names_the_script() -> None:
    scripts = {case["id"]: normalize_text(case["text"]).script for case in CASES}
    assert {scripts["fx001"], scripts["fx028"]} == {"simplified"}
    assert {scripts["fx025"], scripts["fx049"], scripts["fx106"]} == {"traditional"}
    assert {scripts["fx034"], scripts["fx076"]} == {"mixed"}


def test_normalize_empty_text_is_empty() -> None:
    normalized = normalize_text("")
    assert (normalized.text, normalized.steps, normalized.source_span(0, 0)) == ("", (), (0, 0))


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
