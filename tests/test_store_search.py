"""Search over stored postings: the results of the matrices, to the last bit."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from click.testing import Result

import policycompare as pc
from policycompare import commands
from policycompare.corpus import read_corpus
from policycompare.datamodel import Clause
from policycompare.errors import PolicyCompareWarning, UsageError
from policycompare.preparation import compared_clauses, prepare_documents
from policycompare.searcher import ChosenPart, Index
from policycompare.searching import HEADING_WEIGHT, search_these
from policycompare.settings import Settings
from policycompare.store import corpus_index, documents
from policycompare.store.place import FOLDER
from policycompare.store.postings import FIELDS, code_ngram, count_part
from policycompare.tokens import Tokenizer
from policycompare.vectors import CharNgramSpace, WordSpace
from tests.conftest import CORPUS, PLAN

Run = Callable[..., Result]
QUERIES = ("绿色制造", "支持企業開展數字化轉型", "zzzz", "𬭸火箭与企业")


@pytest.fixture(scope="module")
def clauses() -> tuple[Clause, ...]:
    outlines, _ = prepare_documents(read_corpus(CORPUS), Settings())
    rare = outlines[0].clauses[0]
    odd = Clause(
        **{name: getattr(rare, name) for name in Clause.__slots__} | {"body": "𬭸火箭企业"}
    )
    return (*compared_clauses(outlines, Settings().roles), odd)


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    return Tokenizer()


@pytest.fixture
def five(tmp_path: Path) -> Path:
    """Five small plans of two cities and one of nobody."""
    folder = tmp_path / "five"
    folder.mkdir()
    rows = ["document,file,jurisdiction"]
    for n, city in enumerate(("甲市", "甲市", "乙市", "乙市", "")):
        text = PLAN.format(title=f"d{n}", n=n + 3).replace("智能工厂", "智能工厂" * (n % 2 + 1))
        (folder / f"d{n}.txt").write_text(text, "utf-8")
        rows.append(f"d{n},d{n}.txt,{city}")
    (folder / "manifest.csv").write_text("\n".join(rows) + "\n", "utf-8")
    return folder


def matrix_cosines(
    clauses: Sequence[Clause], query: str, field: str, tokenizer: Tokenizer
) -> np.ndarray:
    """The same by the matrices of all clauses."""
    part, kind = field.split("_")
    space = WordSpace(tokenizer=tokenizer) if kind == "words" else CharNgramSpace()
    matrix = space.fit_transform([getattr(clause, part) for clause in clauses])
    return np.clip((matrix @ space.transform([query]).T).toarray()[:, 0], 0, 1)


@pytest.mark.parametrize("n_parts", [1, 3])
def test_store_search_equals_the_matrices_however_it_is_split(
    clauses: tuple[Clause, ...], tokenizer: Tokenizer, n_parts: int
) -> None:
    borders = np.linspace(0, len(clauses), n_parts + 1).astype(int)
    parts = [
        ChosenPart(count_part(clauses[a:b], tokenizer), np.arange(a, b))
        for a, b in pairwise(borders)
    ]
    index = Index(parts, tokenizer)
    for query in (*QUERIES, clauses[5].body):
        for field in FIELDS:
            expected = matrix_cosines(clauses, query, field, tokenizer)
            assert index.cosines(query, field).tolist() == pytest.approx(
                expected.tolist(), abs=1e-15
            )
    assert index.cosines("𬭸火箭", "body_chars")[-1] > 0.3


def test_store_search_left_out_clauses_change_nothing(
    clauses: tuple[Clause, ...], tokenizer: Tokenizer
) -> None:
    """A shard may hold stale documents and other roles: neither weights nor ranks see them."""
    kept = clauses[::3]
    positions = np.full(len(clauses), -1)
    positions[::3] = np.arange(len(kept))
    some = Index([ChosenPart(count_part(clauses, tokenizer), positions)], tokenizer)
    alone = Index([ChosenPart(count_part(kept, tokenizer), np.arange(len(kept)))], tokenizer)
    for field in FIELDS:
        one, other = (index.cosines("企业数字化转型", field) for index in (some, alone))
        assert one.tolist() == other.tolist()
        assert one.max() > 0


def test_store_search_codes_stand_in_the_order_of_the_strings() -> None:
    ngrams = ["企业", "企业数", "企业数字", "企丙", "ab", "abc", "中国", "\uffff\uffff"]
    assert sorted(ngrams, key=code_ngram) == sorted(ngrams)
    assert len({code_ngram(text) for text in (*ngrams, "𬭸火", "火𬭸", "𬭸")}) == len(ngrams) + 3
    assert code_ngram("𬭸火") >> 59 == 0b11011


@pytest.mark.parametrize(
    "settings", [Settings(), Settings(roles=("task",)), Settings(documents=("d1", "d3", "d4"))]
)
def test_store_search_gives_the_same_rows(
    five: Path, monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    plain = [commands.search(five, query, settings=settings) for query in QUERIES]
    like = commands.search_like(five, "d1", settings=settings)
    monkeypatch.setattr(documents, "SHARD_ROWS", 2)
    commands.index(five)
    assert len(corpus_index.list_files(five / FOLDER)) == 3 + len(FIELDS)
    for query, expected in zip(QUERIES, plain, strict=True):
        found = commands.search(five, query, settings=settings)
        assert found.rows == expected.rows
        assert found.warnings == expected.warnings
    found = commands.search_like(five, "d1", settings=settings)
    assert (found.rows, found.warnings) == (like.rows, like.warnings)
    assert found.rows
    assert plain[0].rows


def test_store_search_of_an_unchanged_corpus_counts_nothing(
    five: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    commands.index(five)

    def fail(*given: object) -> None:
        raise AssertionError("counted again")

    monkeypatch.setattr(corpus_index, "count_part", fail)
    monkeypatch.setattr(corpus_index, "measure_norms", fail)
    assert commands.search(five, "绿色制造").rows
    files = corpus_index.list_files(five / FOLDER)
    commands.index(five)
    assert corpus_index.list_files(five / FOLDER) == files
    text = (five / "d0.txt").read_text("utf-8")
    (five / "d0.txt").write_text(text + "(二)建设智能港口。推进码头改造。\n", "utf-8")
    with pytest.raises(AssertionError, match="counted again"):
        commands.search(five, "绿色制造")
    monkeypatch.undo()
    commands.index(five)
    left = corpus_index.list_files(five / FOLDER)
    assert len(left) == len(files)
    assert not set(left) & set(files)


@pytest.mark.parametrize("kind", ["postings", "lengths-body_chars"])
@pytest.mark.parametrize("way", ["cut", "flipped", "foreign"])
def test_store_search_damage_is_noticed_and_mended(five: Path, kind: str, way: str) -> None:
    plain = commands.search(five, "绿色制造").rows
    commands.index(five)
    (path,) = (five / FOLDER).glob(f"{kind}-*.npz")
    data = path.read_bytes()
    if way == "foreign":
        np.savez(path, about=np.frombuffer(b"{}", dtype=np.uint8))
    else:
        at = len(data) // 2
        path.write_bytes(
            data[:at] if way == "cut" else data[:at] + b"\xff\x00\xff" + data[at + 3 :]
        )
    with pytest.warns(PolicyCompareWarning, match=rf"The file {kind}-\S+ of the store .* damaged"):
        assert commands.search(five, "绿色制造").rows == plain
    assert commands.search(five, "绿色制造").rows == plain


def test_store_search_like_gives_other_groups_only(five: Path) -> None:
    found = commands.search_like(five, "d1", limit=2)
    assert {row["clause_id"].split("/")[0] for row in found} == {"d1"}
    assert {row["counterpart"].split("/")[0] for row in found} <= {"d2", "d3", "d4"}
    assert [row["rank"] for row in found][:2] == [1, 2]
    assert "more clauses of other groups share a word" in found.warnings[0]
    by_document = commands.search_like(five, "d1", settings=Settings(between="document"))
    assert any(row["counterpart"].startswith("d0/") for row in by_document)


def test_store_search_like_similarity_is_that_of_words(
    clauses: tuple[Clause, ...], tokenizer: Tokenizer
) -> None:
    name = clauses[0].document
    found = search_these(clauses, Settings()).like(name, limit=1)
    first = found[0]
    (own,) = [c for c in clauses if c.clause_id == first["clause_id"]][:1]
    heading = matrix_cosines(clauses, own.heading, "heading_words", tokenizer)
    body = matrix_cosines(clauses, own.body, "body_words", tokenizer)
    both = HEADING_WEIGHT * heading + (1 - HEADING_WEIGHT) * body
    other = [v for v, c in zip(both, clauses, strict=True) if c.document != name]
    assert first["similarity"] == pytest.approx(max(other), abs=1e-6)


def test_store_search_like_an_added_document(five: Path, run: Run) -> None:
    commands.index(five)
    (five / "new.txt").write_text(PLAN.format(title="新", n=9), "utf-8")
    manifest = five / "manifest.csv"
    manifest.write_text(manifest.read_text("utf-8") + "new,new.txt,新市\n", "utf-8")
    done = run("search", five, "--like", "new", "--format", "json")
    assert done.exit_code == 0, done.stderr
    assert '"clause_id": "new/' in done.stdout
    plain = run("search", five, "--like", "new", "--format", "json", "--store", five / "empty")
    assert plain.stdout == done.stdout


def test_store_search_says_what_cannot_be_asked(five: Path, run: Run) -> None:
    for arguments in ((), ("绿色", "--like", "d1")):
        done = run("search", five, *arguments)
        assert done.exit_code == 2
        assert "Give either a TEXT to search for or a document with --like" in done.stderr
    with pytest.raises(UsageError, match="has no document 'd9' that can be searched"):
        commands.search_like(five, "d9")
    with pytest.raises(UsageError, match="The document d1 has no clause of the compared roles"):
        commands.search_like(five, "d1", settings=Settings(roles=("contents",)))
    with pytest.raises(UsageError, match="limit is 0"):
        commands.search_like(five, "d1", limit=0)


def test_store_search_bad_document_is_told_as_without(five: Path) -> None:
    commands.index(five)
    (five / "d2.txt").write_text("", "utf-8")
    with pytest.raises(pc.PolicyCompareError, match="is empty"):
        commands.search(five, "绿色制造")
    found = commands.search(five, "绿色制造", settings=Settings(skip_bad=True))
    assert found.rows
    assert any("d2 is left out" in warning for warning in found.warnings)


def test_store_search_on_a_disk_that_cannot_be_written(
    five: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = commands.search(five, "绿色制造")
    (five / FOLDER).mkdir()

    def refuse(self: documents.DocumentStore, entries: object) -> int:
        raise pc.errors.OutputError("Cannot write it.")

    monkeypatch.setattr(documents.DocumentStore, "add", refuse)
    with pytest.warns(PolicyCompareWarning, match="not kept"):
        assert commands.search(five, "绿色制造").rows == plain.rows


def test_store_search_of_a_comparison_is_made_once(
    five: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = pc.compare(five)
    first = found.search("绿色制造").rows
    monkeypatch.setattr("policycompare.store.postings.count_part", None)
    assert found.search("绿色制造").rows == first


def test_search_text_that_is_no_unicode_is_refused(run: Run) -> None:
    result = run("search", CORPUS, "\udcff绿化")
    assert result.exit_code == 2
    assert "is no Unicode text at character 1" in result.stderr


def test_comparison_that_has_searched_can_go_to_another_process(small_corpus: Path) -> None:
    import pickle

    comparison = pc.compare(small_corpus)
    found = comparison.search("智能工厂")
    copy = pickle.loads(pickle.dumps(comparison))
    assert copy.search("智能工厂").rows == found.rows
