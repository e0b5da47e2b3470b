"""Tests of features, model and scores, on gold clauses and on made-up ones."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policycompare.candidates import Candidates, find_candidates
from policycompare.datamodel import Clause, ScoredPairs, Sentence
from policycompare.errors import ModelError
from policycompare.evaluation import read_gold
from policycompare.scoring import FEATURE_NAMES, load_model, score_pairs
from policycompare.scoring.concepts import find_concepts, read_concepts
from policycompare.scoring.model import MAX_LOG_ODDS
from policycompare.scoring.names import ADJUSTMENTS, LIMIT
from policycompare.scoring.ngrams import count_ngrams
from policycompare.scoring.rivals import find_contests
from policycompare.scoring.sentences import SentenceRows, find_best_sentences, match_sentences
from policycompare.scoring.texts import find_core, find_title
from policycompare.tokens import Tokenizer
from policycompare.vectors import build_field_matrices
from tests import goldclauses

MODEL = load_model()
TOKENIZER = Tokenizer()


def make_clause(
    document: str, path: str, heading: str, body: str, *, role: str = "task", section: str = ""
) -> Clause:
    sentences = tuple(Sentence(text, 0, 0) for text in body.split("。") if text)
    text = f"{heading}。{body}"
    return Clause(
        f"{document}/{path}",
        document,
        document,
        path,
        section,
        heading,
        role,  # type: ignore[arg-type]
        text,
        body,
        0,
        len(text),
        sentences,
    )


def score(clauses: Sequence[Clause], candidates: Candidates | None = None) -> ScoredPairs:
    groups = [clause.document for clause in clauses]
    matrices = build_field_matrices(clauses, TOKENIZER)
    pairs = candidates or find_candidates(groups, matrices, max_pairs=10**6, neighbours=50)
    return score_pairs(clauses, groups, pairs, matrices, TOKENIZER, MODEL)


WATER = (
    make_clause("a", "1", "推进农业节水", "推广滴灌和水肥一体化。改造大中型灌区。"),
    make_clause("a", "2", "加强河湖管理", "落实河湖长制。清理河道岸线违法建筑。"),
    make_clause("a", "3", "加强组织领导", "成立领导小组,定期召开联席会议。"),
    make_clause("b", "一", "实施农业节水增效", "发展高效节水灌溉,推广水肥一体化技术。"),
    make_clause("b", "二", "严格河湖岸线管控", "压实河长湖长责任,开展河湖清四乱。"),
    make_clause("b", "三", "强化组织保障", "建立工作专班,明确责任分工。"),
)


# Two made-up plans; the counterpart of each clause of the first was coded before the program ran:
# (heading, body), and for the second plan which clause of the first it answers, None for no one.
CARE_A = (
    ("完善居家社区养老服务网络", "每个街道建成一处综合养老服务中心。推广助餐、助浴等上门服务。"),
    ("提升养老机构照护能力", "公办养老机构优先接收失能老年人,护理型床位占比达到60%。"),
    ("深入推进医养结合", "支持医疗机构与养老机构签约合作,开展家庭医生签约服务。"),
    ("加强养老护理人才培养", "每年培训养老护理员5000人次,落实入职补贴。"),
    ("发展银发经济", "培育老年用品产业,举办养老产业博览会。"),
    ("推进适老化改造", "为特殊困难老年人家庭实施适老化改造。老旧小区加装电梯。"),
    ("丰富老年精神文化生活", "扩大老年大学招生规模。"),
)
CARE_B = (
    ("织密社区养老设施", "打造15分钟养老服务圈,开设老年食堂。", 0),
    ("增强机构养老服务", "深化公建民营改革,扩大失能照护床位供给。", 1),
    ("健全健康养老服务体系", "综合医院设立老年医学科,养老机构内设医务室。", 2),
    ("壮大养老服务队伍", "建立护理员职业技能等级制度,发放岗位津贴。", 3),
    ("培育养老新业态", "鼓励企业研发康复辅具和智能产品,发展老年旅游。", 4),
    ("建设老年友好型社会", "推进公共设施无障碍改造,居家适老化改造应改尽改。", 5),
    ("加强综合监管", "严厉打击养老诈骗,规范预收费。", None),
)


@pytest.fixture(scope="module")
def gold_clauses() -> tuple[Clause, ...]:
    return goldclauses.build_clauses()


@pytest.fixture(scope="module")
def gold_scored(gold_clauses: tuple[Clause, ...]) -> ScoredPairs:
    return score(gold_clauses)


def test_scoring_contributions_add_up(gold_scored: ScoredPairs) -> None:
    for base, terms, probability in (
        (gold_scored.same_base, gold_scored.same_terms, gold_scored.p_same),
        (gold_scored.overlap_base, gold_scored.overlap_terms, gold_scored.p_overlap),
    ):
        log_odds = np.log(probability) - np.log1p(-probability)
        np.testing.assert_allclose(base + terms.sum(axis=1), log_odds, rtol=0, atol=1e-9)


def test_scoring_overlap_is_never_below_same(gold_scored: ScoredPairs) -> None:
    assert len(gold_scored.a) == 5894
    assert (gold_scored.p_overlap >= gold_scored.p_same).all()
    assert gold_scored.p_same.min() > 0
    assert gold_scored.p_same.max() < 1


def test_scoring_no_pair_is_more_certain_than_the_limit(gold_scored: ScoredPairs) -> None:
    limit = gold_scored.overlap_terms[:, FEATURE_NAMES.index(LIMIT)]
    held = limit < 0
    assert held.any()
    assert (limit <= 0).all()
    np.testing.assert_allclose(gold_scored.p_overlap[held], 1 / (1 + np.exp(-MAX_LOG_ODDS)))


def test_scoring_swapped_documents_mirror_the_result(gold_clauses: tuple[Clause, ...]) -> None:
    forth = score(gold_clauses)
    back = score(gold_clauses[::-1])
    last = len(gold_clauses) - 1
    rows = [
        back.position[last - int(b), last - int(a)] for a, b in zip(forth.a, forth.b, strict=True)
    ]
    np.testing.assert_allclose(forth.features, back.features[rows], rtol=0, atol=1e-12)
    np.testing.assert_allclose(forth.p_same, back.p_same[rows], rtol=0, atol=1e-12)


def test_scoring_is_the_same_each_time(
    gold_clauses: tuple[Clause, ...], gold_scored: ScoredPairs
) -> None:
    again = score(gold_clauses)
    assert np.array_equal(again.features, gold_scored.features)
    assert np.array_equal(again.p_overlap, gold_scored.p_overlap)


def test_scoring_finds_counterparts_of_another_subject_in_two_documents() -> None:
    scored = score(WATER)
    best = {
        int(a): max(
            (p, int(b)) for x, b, p in zip(scored.a, scored.b, scored.p_same, strict=True) if x == a
        )[1]
        for a in scored.a
    }
    assert best == {0: 3, 1: 4, 2: 5}


def test_scoring_links_counterparts_of_two_plans_it_was_not_fitted_to() -> None:
    first = [make_clause("a", str(k), *texts) for k, texts in enumerate(CARE_A)]
    second = [make_clause("b", str(k), *texts) for k, (*texts, _) in enumerate(CARE_B)]
    scored = score([*first, *second])
    linked = {
        (int(a), int(b) - len(first))
        for a, b, p in zip(scored.a, scored.b, scored.p_overlap, strict=True)
        if p >= MODEL.overlap_threshold
    }
    counterparts = {(one, k) for k, (*_, one) in enumerate(CARE_B) if one is not None}
    assert counterparts <= linked
    assert len(linked - counterparts) <= 2


def test_scoring_identical_clause_beats_every_rival() -> None:
    twin = replace(WATER[0], document="b", clause_id="b/1")
    scored = score((*WATER[:3], twin, *WATER[4:]))
    assert scored.p_same.argmax() == scored.position[0, 3]


def test_scoring_of_no_pairs_gives_empty_columns() -> None:
    scored = score(WATER[:3])
    assert scored.features.shape == (0, len(FEATURE_NAMES))
    assert scored.p_same.shape == (0,)


@pytest.mark.parametrize(
    "clauses",
    [
        (make_clause("a", "1", "", ""), make_clause("b", "1", "", "")),
        (make_clause("a", "1", "节水", ""), make_clause("b", "1", "", "2025年。")),
    ],
    ids=["empty", "nothing shared"],
)
def test_scoring_survives_clauses_without_words(clauses: tuple[Clause, ...]) -> None:
    scored = score(clauses)
    assert np.isfinite(scored.features).all()
    assert scored.p_same[0] < MODEL.same_threshold


def test_scoring_fewer_candidates_keep_their_likeness(gold_clauses: tuple[Clause, ...]) -> None:
    full = score(gold_clauses)
    keep = np.arange(0, len(full.a), 3)
    some = score(gold_clauses, Candidates(full.a[keep], full.b[keep], len(full.a) - len(keep)))
    column = FEATURE_NAMES.index("whole_concepts")
    assert some.n_cut == len(full.a) - len(keep)
    np.testing.assert_array_equal(some.features[:, column], full.features[keep, column])


def test_scoring_refuses_clauses_that_do_not_fit_the_matrices() -> None:
    matrices = build_field_matrices(WATER, TOKENIZER)
    groups = ["a"] * len(WATER)
    pairs = find_candidates(groups, matrices, max_pairs=10, neighbours=1)
    with pytest.raises(ValueError, match="5 clauses, 6 groups and matrices of 6 rows"):
        score_pairs(WATER[:5], groups, pairs, matrices, TOKENIZER, MODEL)


def test_scoring_title_of_a_clause_without_heading_is_its_first_phrase() -> None:
    assert (
        find_title(make_clause("a", "1", "", "其中,强创新是第一动力,坚持三链一体"))
        == "强创新是第一动力"
    )
    assert find_title(make_clause("a", "1", "农副食品加工业(含酒)", "x")) == "农副食品加工业"


def test_scoring_core_drops_verbs_but_never_everything() -> None:
    assert find_core(["加快", "工业互联网", "建设"], "加快工业互联网建设") == "工业互联网"
    assert find_core(["加快", "建设"], "加快建设") == "加快建设"


def test_scoring_longest_concept_term_wins() -> None:
    names = read_concepts().names
    assert [names[k] for k in find_concepts("数字产业化与数字化转型")] == ["数字产业", "数字化转型"]


def test_scoring_each_concept_term_stands_once() -> None:
    lines = (
        Path(goldclauses.ROOT, "policycompare/data/concepts.txt").read_text("utf-8").splitlines()
    )
    terms = [
        t for line in lines if ":" in line and line[0] != "#" for t in line.split(":")[1].split()
    ]
    assert len(terms) == len(set(terms)) == len(read_concepts().terms)
    assert min(map(len, terms)) >= 2


@given(st.lists(st.text("工业a1。", max_size=9), max_size=5), st.integers(1, 3))
def test_scoring_ngrams_equal_plain_counting(texts: list[str], n: int) -> None:
    plain = [[c for c in text if c in "工业a"] for text in texts]
    expected = [[tuple(row[k : k + n]) for k in range(len(row) - n + 1)] for row in plain]
    terms = sorted({gram for row in expected for gram in row})
    counts = count_ngrams(texts, n).toarray()
    assert counts.shape == (len(texts), len(terms))
    assert sorted(counts.sum(axis=0)) == sorted(sum(r.count(t) for r in expected) for t in terms)
    assert counts.sum(axis=1).tolist() == [len(row) for row in expected]


@settings(deadline=None)
@given(st.lists(st.sampled_from([0.0, 0.2, 0.5, 0.9]), min_size=6, max_size=6))
def test_scoring_contests_equal_plain_loops(values: list[float]) -> None:
    likeness = np.array(values)
    a, b = np.repeat([0, 1], 3), np.tile([2, 3, 4], 2)
    one, other = find_contests(a, b, np.array([0, 0, 1, 1, 1]))
    for contests, side in ((one, a), (other, b)):
        for row in range(6):
            rivals = likeness[side == side[row]]
            standing = min(4, (likeness[row] - rivals.mean()) / (rivals.std() + 0.03))
            assert contests.find_standing(likeness)[row] == pytest.approx(standing, abs=1e-6)
            lead = likeness[row] - np.sort(rivals)[::-1][:3].mean()
            assert contests.find_lead(likeness)[row] == pytest.approx(lead)
            rank = 1 / (1 + (rivals > likeness[row]).sum())
            assert contests.find_rank(likeness)[row] == pytest.approx(rank)


def test_scoring_contest_counts_cut_pairs_as_unlike() -> None:
    one, _ = find_contests(np.array([0]), np.array([1]), np.array([0, 1, 1, 1]))
    spread = np.sqrt(0.6**2 / 3 - 0.2**2) + 0.03
    assert one.find_standing(np.array([0.6]))[0] == pytest.approx(0.4 / spread)
    assert one.find_lead(np.array([0.6]))[0] == pytest.approx(0.4)


@settings(max_examples=30)
@given(st.lists(st.lists(st.integers(0, 2), max_size=3), min_size=2, max_size=4))
def test_scoring_sentence_matches_equal_plain_loops(kinds: list[list[int]]) -> None:
    from scipy import sparse

    flat = [kind for one in kinds for kind in one]
    owner = np.repeat(np.arange(len(kinds)), [len(one) for one in kinds])
    vectors = np.array([[1, 0], [0, 1], [0.6, 0.8]])[flat].reshape(-1, 2)
    weights = np.arange(1.0, len(flat) + 1)
    first, second = map(np.ravel, np.meshgrid(range(len(kinds)), range(len(kinds))))
    sentences = SentenceRows(sparse.csr_array(vectors), weights, owner, len(kinds))
    mean = match_sentences(sentences, first, second)
    best = find_best_sentences(sentences, first, second)
    for row, (i, j) in enumerate(zip(first, second, strict=True)):
        cosines = vectors[owner == i] @ vectors[owner == j].T
        tops = cosines.max(axis=1) if cosines.size else np.zeros(0)
        assert best[row] == pytest.approx(tops.max(initial=0))
        expected = np.average(tops, weights=weights[owner == i]) if len(tops) else 0
        assert mean[row] == pytest.approx(expected)


def test_scoring_shipped_model_names_its_gold_and_its_figures() -> None:
    provenance = MODEL.provenance
    assert provenance["n_same"] == 126
    assert provenance["gold_sha256"] == read_gold(goldclauses.GOLD).fingerprint
    assert {column.feature for column in MODEL.columns} == {*FEATURE_NAMES} - {*ADJUSTMENTS}
    assert "checked by no human" in provenance["note"]
    for folds in ("folds_by_pair", "documents_left_out"):
        assert provenance["figures"][folds]["false_gap_rate"] < 0.35


def test_scoring_model_survives_the_way_through_its_file(tmp_path: Path) -> None:
    path = tmp_path / "mine.json"
    path.write_text(json.dumps(MODEL.as_dict()), encoding="utf-8")
    assert load_model(path) == replace(MODEL, name="mine.json")


def _without(*keys: str) -> dict[str, object]:
    raw = MODEL.as_dict()
    inner = raw
    for key in keys[:-1]:
        inner = inner[key]
    del inner[keys[-1]]
    return raw


def _with(value: object, *keys: str | int) -> dict[str, object]:
    raw = json.loads(json.dumps(MODEL.as_dict()))
    inner = raw
    for key in keys[:-1]:
        inner = inner[key]
    inner[keys[-1]] = value
    return raw


@pytest.mark.parametrize(
    ("raw", "problem"),
    [
        ([], "the file is missing or no object"),
        (_with(2, "format"), "format is 2, but this program reads 1"),
        (_without("provenance"), "provenance is missing"),
        (_without("provenance", "gold_sha256"), "fingerprint of its gold, is missing"),
        (_without("thresholds"), "thresholds is missing"),
        (_with(1.5, "thresholds", "same"), "thresholds.same is 1.5, but a probability"),
        (_with("x", "intercepts", "overlap"), "intercepts.overlap is 'x', but a finite number"),
        (_with([], "columns"), "columns is no list of at least one column"),
        (_with("nose", "columns", 0, "feature"), r"columns\[0\].feature is 'nose'"),
        (_with(0, "columns", 1, "scale"), r"columns\[1\].scale is 0.0, but a positive number"),
        (_with(None, "columns", 2, "same"), r"columns\[2\].same is None"),
    ],
)
def test_scoring_bad_model_is_refused(raw: object, problem: str, tmp_path: Path) -> None:
    path = tmp_path / "bad.json"
    path.write_text(json.dumps(raw), encoding="utf-8")
    with pytest.raises(ModelError, match=problem):
        load_model(path)


def test_scoring_model_that_is_no_json_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bad.json"
    path.write_text("{", encoding="utf-8")
    with pytest.raises(ModelError, match="is no valid JSON"):
        load_model(path)


def test_scoring_missing_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="cannot be read"):
        load_model(tmp_path / "none.json")


def test_scoring_concepts_do_not_depend_on_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    from policycompare.scoring import concepts

    texts = ["智能制造与工业互联网", "", "绿色工厂", "人才队伍", "制造业强市,绿色制造"] * 5
    whole = concepts.find_all_concepts(texts)
    assert len(whole[0]) > 5
    monkeypatch.setattr(concepts, "_BLOCK_CHARACTERS", 7)
    for one, other in zip(whole, concepts.find_all_concepts(texts), strict=True):
        assert one.tolist() == other.tolist()
    assert [x.tolist() for x in concepts.find_all_concepts([])] == [[], []]
