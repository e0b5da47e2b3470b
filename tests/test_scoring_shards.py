"""Shards of clauses: where rows are made and kept changes no feature of a pair."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from policycompare import pipeline
from policycompare.comparison import Comparison
from policycompare.document_pairs import sample_clause_pairs
from policycompare.errors import OutputError, PolicyCompareError, UsageError
from policycompare.scoring import Workplace, cut, measure_cut_features, shards
from policycompare.scoring.counting import ShardTexts, count_shard, counts_of
from policycompare.scoring.shards import cut_shards
from policycompare.scoring.spool import FolderSpool, MemorySpool, open_spool
from policycompare.settings import Settings
from policycompare.tokens import Tokenizer

CORPUS = Path(__file__).resolve().parents[1] / "corpus"
dask_warns = pytest.mark.filterwarnings("ignore")


@pytest.fixture(scope="module")
def run() -> Comparison:
    return pipeline.compare(CORPUS, settings=Settings(max_pairs=0, neighbours=4))


@pytest.fixture
def small_shards(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shards, "SHARD_CLAUSES", 30)


def measure(run: Comparison, workplace: Workplace) -> tuple[np.ndarray, np.ndarray]:
    return measure_cut_features(
        run.clauses,
        (run.scored.a, run.scored.b),
        sample_clause_pairs(run.clauses, run.groups),
        run.matrices,
        Tokenizer(),
        workplace,
    )


@pytest.mark.usefixtures("small_shards")
@pytest.mark.parametrize(
    "workplace",
    [Workplace(), Workplace(2), Workplace(scratch="memory://scratch")],
    ids=["here", "two processes", "an address"],
)
def test_shards_change_no_feature(run: Comparison, workplace: Workplace) -> None:
    found, sampled = measure(run, workplace)
    assert run.scored.sample is not None
    assert np.array_equal(found, run.scored.features)
    assert np.array_equal(sampled, run.scored.sample.features)


@dask_warns
@pytest.mark.usefixtures("small_shards")
def test_shards_on_a_cluster_change_no_feature(
    run: Comparison, scheduler: str, tmp_path: Path
) -> None:
    found, _ = measure(run, Workplace(scheduler=scheduler, scratch=str(tmp_path)))
    assert np.array_equal(found, run.scored.features)


@pytest.mark.usefixtures("small_shards")
def test_features_of_large_runs_stand_in_a_file(
    run: Comparison, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(cut, "LARGE", 1)
    found, _ = measure(run, Workplace(scratch=str(tmp_path)))
    assert isinstance(found, np.memmap)
    assert np.array_equal(found, run.scored.features)
    assert list(tmp_path.iterdir()) == [], "intermediate results are left behind"


@given(st.lists(st.integers(1, 90), max_size=12))
def test_shards_hold_whole_documents_and_every_clause(sizes: list[int]) -> None:
    documents = np.repeat(np.arange(len(sizes)), sizes)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(shards, "SHARD_CLAUSES", 60)
        patch.setattr(shards, "MOST_SHARDS", 1_000)
        found = cut_shards(documents)
    held = [documents[shard.clauses] for shard in found]
    assert np.concatenate([documents[:0], *held]).tolist() == documents.tolist()
    assert len({name for numbers in held for name in set(numbers.tolist())}) == sum(
        len(set(numbers.tolist())) for numbers in held
    )
    assert all(len(numbers) <= 60 or len(set(numbers.tolist())) == 1 for numbers in held)


@pytest.fixture(params=["memory", "folder"])
def spool(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[MemorySpool | FolderSpool]:
    if request.param == "memory":
        yield MemorySpool()
    else:
        with open_spool(str(tmp_path / "new")) as opened:
            yield opened


def test_terms_of_a_shard_have_the_codes_of_all_shards(spool: MemorySpool | FolderSpool) -> None:
    one = ShardTexts("a", ["智改"], ["智改"], [""], ["支持智改。"], ["支持智改。"])
    two = ShardTexts("b", ["数转智改"], ["数转"], ["重点"], ["改造"], ["改造"])
    terms = [count_shard(texts, spool)["pairs"] for texts in (one, two)]
    assert [term.n_with_term.tolist() for term in terms] == [[1, 1, 1], [1, 1, 1, 1]]
    shared = np.intersect1d(terms[0].codes, terms[1].codes)
    assert shared.tolist() == [ord("智") << 21 | ord("改")]
    assert spool.get(counts_of("a", "pairs"))["codes"].tolist() == terms[0].codes.tolist()
    spool.drop(counts_of("a", "pairs"))
    spool.drop(counts_of("a", "pairs"))


def test_many_equal_terms_are_no_term_lost() -> None:
    # 200 and 56 times: numbers of one byte whose sum is none.
    spool = MemorySpool()
    terms = count_shard(ShardTexts("a", ["改" * 200], [""], [""], ["改" * 56], []), spool)
    assert terms["characters"].n_with_term.tolist() == [1]


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with (
        pytest.raises(OutputError, match=r"can be made in .*folder .*--scratch"),
        open_spool(str(tmp_path / "file" / "folder")),
    ):
        pass


def test_results_that_another_machine_keeps_are_told(tmp_path: Path) -> None:
    with pytest.raises(
        PolicyCompareError, match=r"cannot be read .*all workers reach as --scratch"
    ):
        FolderSpool(str(tmp_path / "elsewhere")).get("shard-000-words-rows")["lengths"]
    with pytest.raises(OutputError, match=r"cannot be written .*more room as --scratch"):
        FolderSpool(str(tmp_path / "elsewhere")).put("x", {"a": np.zeros(1)})


def test_an_address_of_no_known_kind_is_told_before_the_work() -> None:
    with pytest.raises(UsageError, match=r"cannot be kept at nosuch://.* as --scratch"):
        pipeline.compare(CORPUS, settings=Settings(scratch="nosuch://bucket/folder"))
