"""Normalizing as a whole: invariants as properties, damaged pages, real documents, time."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import Levenshtein

from policycompare.datamodel import Damage, Edit, NormalizedText
from policycompare.errors import PolicyCompareError
from policycompare.normalize import byteshift, normalize_text, replay_steps, steps
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


def test_steps_take_no_repair_that_explains_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def guess(text: str) -> tuple[tuple[Edit, ...], tuple[Damage, ...]]:
        return (Edit(0, 1, "甲乙"),), (Damage(0, 1, "byte-shift", "甲乙", "guessed"),)

    monkeypatch.setattr(byteshift, "repair_byte_shift", guess)
    normalized = normalize_text("项?jī)目")
    assert (normalized.text, normalized.damage) == ("项?jī)目", ())


def test_steps_that_undo_each_other_are_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    def swap(text: str) -> tuple[list[Edit], tuple[Damage, ...]]:
        return [Edit(0, 1, "乙" if text == "甲" else "甲")], ()

    monkeypatch.setattr(steps, "_STEPS", (("swap", swap),))
    with pytest.raises(PolicyCompareError, match="does not settle within 50 passes"):
        normalize_text("甲")


@pytest.mark.parametrize("piece", ["a", "中 国", "1 ", "“", "(a", "a,，", "\ufffd中", " ，", "<p"])
def test_normalize_takes_linear_time(piece: str) -> None:
    """A quadratic step would take minutes for this, not a second."""
    started = time.perf_counter()
    normalize_text(piece * 50_000)
    assert time.perf_counter() - started < 20
