from __future__ import annotations

import random
import time
from pathlib import Path

import pytest

import policycompare as pc
from policycompare.errors import CorpusError, UsageError
from tests.conftest import CORPUS
from tests.versions import CLAUSES, diff_plans, make_plan, states, write_plans

TEXTS = list(CLAUSES.values())


def test_versions_input_bounds_very_long_clauses_and_says_so(tmp_path: Path) -> None:
    words = "建设培育支持企业数字经济园区平台技术创新服务数据要素市场智能制造绿色人才"
    pairs = [words[i : i + 2] for i in range(0, len(words), 2)]
    draw = random.Random(1)
    sentences = ["".join(draw.choices(pairs, k=8)) for _ in range(6000)]
    changed = [*sentences[:3000], "新建智能工厂100家", *sentences[3100:]]
    long_a, long_b = ("长条款。" + "。".join(side) + "。" for side in (sentences, changed))
    assert min(len(long_a), len(long_b)) > 100_000 * 0.95
    began = time.monotonic()
    found = diff_plans(tmp_path, make_plan(TEXTS[1], long_a), make_plan(TEXTS[1], long_b))
    assert time.monotonic() - began < 60
    assert [state for state, _, _ in states(found)] == ["kept", "reworded"]
    change = found.changes[1]
    assert change.b is not None
    assert "".join(mark.b for mark in change.marks) == change.b.text
    assert change.similarity > 0.9
    told = " ".join(found.warnings)
    assert "come from the first 1000 sentences" in told
    assert "are very long" in told


@pytest.mark.parametrize(
    ("a", "b", "message"),
    [
        ("weihai-2021", "weihai-2022", "no document weihai-2022 in .*did you mean weihai-202"),
        ("杭州", "weihai-2021", "no document 杭州 in .*choose among ningbo-2017, qingdao-2023"),
        ("weihai-2021", "weihai-2021", "A and B are both weihai-2021"),
    ],
)
def test_versions_input_refuses_unknown_and_equal_names(a: str, b: str, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        pc.diff(CORPUS, a, b)


def test_versions_input_refuses_a_role_that_does_not_exist() -> None:
    with pytest.raises(UsageError, match="no role tasks"):
        pc.diff(CORPUS, "weihai-2021", "weihai-2023", settings=pc.Settings(roles=("tasks",)))


def test_versions_input_refuses_a_corpus_of_one_document(tmp_path: Path) -> None:
    write_plans(tmp_path, a=make_plan(*TEXTS))
    with pytest.raises(UsageError, match=r"no document b in .*choose among a"):
        pc.diff(tmp_path, "a", "b")


def test_versions_input_refuses_a_document_without_sorted(tmp_path: Path) -> None:
    write_plans(tmp_path, a=make_plan(*TEXTS), b="某省数字经济发展规划\n")
    with pytest.raises(CorpusError, match="b holds no clause of the roles"):
        pc.diff(tmp_path, "a", "b")
