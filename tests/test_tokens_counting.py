"""Counting words of many texts at once: the same words as text by text, in any process."""

from __future__ import annotations

import pickle
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from itertools import pairwise
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from policycompare.tokens import EngineName, Tokenizer
from policycompare.tokens.counting import WordCounts, count_lists
from policycompare.tokens.wordlists import read_policy_dictionary

ROOT = Path(__file__).parents[1]
TEXTS = [path.read_bytes().decode("utf-8") for path in sorted((ROOT / "corpus").glob("*.txt"))]
USER_WORDS = ("5G基站", "A股上市", "C++", "制造2025", "制造2025年", "精致城市", "人工-智能")

pytest.importorskip("rjieba")

pieces = st.one_of(
    st.sampled_from(sorted(read_policy_dictionary())),
    st.sampled_from(USER_WORDS),
    st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF), max_size=6),
    st.text("0123456789.%+-_#&abcXYZ5Gg①Ω𠀀😀\n", max_size=6),
    st.text(max_size=4),
)
many_texts = st.lists(st.lists(pieces, max_size=8).map("".join), max_size=6)


@cache
def tokenizers() -> dict[str, Tokenizer]:
    """The two engines, plain, and one with words of a user."""
    with TemporaryDirectory() as folder:
        path = Path(folder, "user.txt")
        path.write_text("\n".join(USER_WORDS), encoding="utf-8")
        return {
            "jieba": Tokenizer(engine="jieba"),
            "rjieba": Tokenizer(engine="rjieba"),
            "user": Tokenizer(user_dictionary=path),
        }


def rows(counted: WordCounts) -> list[dict[str, int]]:
    counts = counted.counts
    ends = counts.indptr
    return [
        {
            counted.words[k]: int(n)
            for k, n in zip(counts.indices[i:j], counts.data[i:j], strict=True)
        }
        for i, j in pairwise(ends)
    ]


@pytest.mark.parametrize("name", ["jieba", "rjieba", "user"])
@given(texts=many_texts)
@example(
    texts=["制造2025年5G基站3.5万座", "3.55A15G基站C++", "\n", "", "㐀〇𠀀龦鿕鿖鿿", "制造20256"]
)
@settings(max_examples=150, deadline=None)
def test_tokens_counting_agrees_with_the_words_of_each_text(name: str, texts: list[str]) -> None:
    tokenizer = tokenizers()[name]
    counted = tokenizer.count_words(texts)
    assert rows(counted) == [Counter(tokenizer.words(text)) for text in texts]
    assert counted.words == sorted({word for text in texts for word in tokenizer.words(text)})
    assert counted.counts.has_sorted_indices


@pytest.mark.parametrize("engine", ["jieba", "rjieba"])
def test_tokens_counting_agrees_on_the_corpus(engine: EngineName) -> None:
    tokenizer = tokenizers()[engine]
    lines = [line for text in TEXTS for line in text.splitlines()]
    assert rows(tokenizer.count_words(lines)) == [Counter(tokenizer.words(line)) for line in lines]
    assert tokenizer.count_words(lines).counts.sum() > 5_000


@given(lists=st.lists(st.lists(st.sampled_from("甲乙丙丁𠀀")), max_size=5))
@settings(deadline=None)
def test_tokens_counting_of_lists_counts_them(lists: list[list[str]]) -> None:
    assert rows(count_lists(lists)) == [Counter(one) for one in lists]


def test_tokens_counting_in_another_process_is_the_same() -> None:
    tokenizer = tokenizers()["user"]
    expected = tokenizer.count_words(TEXTS)
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        found = pool.submit(tokenizer.count_words, TEXTS).result()
    assert found.words == expected.words
    assert (found.counts != expected.counts).nnz == 0


def test_tokens_counting_opens_one_tokenizer_for_all_blocks(tmp_path: Path) -> None:
    path = tmp_path / "user.txt"
    path.write_text("精致城市", encoding="utf-8")
    sent = pickle.dumps(Tokenizer(user_dictionary=path))
    path.unlink()  # a worker need not see the files
    first, second = pickle.loads(sent), pickle.loads(sent)
    assert first is second
    assert first.cut("精致城市") == ["精致城市"]
    assert pickle.loads(pickle.dumps(Tokenizer())).cut("精致城市") == ["精致", "城市"]


@given(parts=st.lists(st.lists(pieces, max_size=4).map("".join), max_size=4), data=st.data())
@settings(deadline=None)
def test_tokens_words_end_at_marks(parts: list[str], data: st.DataObject) -> None:
    for tokenizer in tokenizers().values():
        mark = data.draw(st.sampled_from(tokenizer.marks))
        closed = [part + mark for part in parts]
        assert tokenizer.words("".join(closed)) == [
            word for part in closed for word in tokenizer.words(part)
        ]


def test_tokens_marks_stand_in_no_word(tmp_path: Path) -> None:
    path = tmp_path / "user.txt"
    path.write_text("要么A;要么B", encoding="utf-8")
    assert Tokenizer().marks == "。;!?"
    assert Tokenizer(user_dictionary=path).marks == "。!?"
