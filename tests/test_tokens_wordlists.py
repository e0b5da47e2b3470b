"""The shipped word lists: every term stands in its source, every stop word can stop something."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path

import opencc

from policycompare.tokens import Tokenizer
from policycompare.tokens.engines import open_engine
from policycompare.tokens.wordlists import (
    USER_FREQUENCY,
    read_policy_dictionary,
    read_stop_words,
)

ROOT = Path(__file__).parents[1]


@cache
def plain() -> Tokenizer:
    return Tokenizer()


def _rows() -> list[list[str]]:
    text = (ROOT / "policycompare/data/terms.tsv").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in text.splitlines() if not line.startswith("#")]
    assert rows[0] == ["term", "frequency", "source"]
    return rows[1:]


@cache
def _read(document: str) -> str:
    return (ROOT / f"corpus/{document}.txt").read_bytes().decode("utf-8")


@cache
def _clause_texts() -> dict[str, str]:
    """Simplified text of each clause, pinyin notes removed, by its id."""
    texts = {}
    converter = opencc.OpenCC("t2s")
    for line in (ROOT / "corpus/gold/clauses.jsonl").read_text(encoding="utf-8").splitlines():
        clause = json.loads(line)
        text = _read(clause["document"])[clause["start"] : clause["end"]]
        if clause["document"] == "shandong-2023":
            text = converter.convert(re.sub(r"\([a-zà-ǜ]+\)", "", text))
        texts[clause["id"]] = text
    return texts


def test_tokens_policy_dictionary_has_320_terms_each_once() -> None:
    terms = [row[0] for row in _rows()]
    assert len(terms) == len(set(terms)) >= 320
    assert read_policy_dictionary() == {row[0]: int(row[1]) for row in _rows()}


def test_tokens_policy_terms_stand_in_their_sources() -> None:
    strays = []
    for term, _, source in _rows():
        if title := re.fullmatch(r"《(.+)》\d{4}", source):
            place = re.sub("[“”]", "", title[1])
        else:
            place = _clause_texts()[source]
        if term not in place:
            strays.append((term, source))
    assert strays == []


def test_tokens_policy_terms_are_cut_apart_without_the_dictionary() -> None:
    engine = open_engine("auto")
    assert [term for term, _, _ in _rows() if engine.cut(term) == [term]] == []


def test_tokens_policy_terms_are_kept_whole() -> None:
    """Alone each term is one token, unless a longer one divides it better."""
    assert [term for term, _, _ in _rows() if plain().cut(term) != [term]] == []


def test_tokens_policy_terms_are_found_in_their_clauses() -> None:
    missed = [
        (term, source)
        for term, _, source in _rows()
        if source in _clause_texts()
        and not any(term in token for token in plain().cut(_clause_texts()[source]))
    ]
    assert missed == []


def test_tokens_policy_frequencies_follow_their_rule() -> None:
    assert {int(row[1]) for row in _rows() if len(row[0]) > 2} == {USER_FREQUENCY}
    assert all(3 <= int(row[1]) < USER_FREQUENCY for row in _rows() if len(row[0]) == 2)


def test_tokens_short_terms_do_not_tear_their_neighbours() -> None:
    assert plain().cut("供应链主要加强链条") == ["供应链", "主要", "加强", "链条"]


def test_tokens_stop_words_are_words_of_the_dictionaries() -> None:
    """A stop word that is never a token would stop nothing."""
    assert [word for word in sorted(read_stop_words()) if plain().cut(word) != [word]] == []
    assert len(read_stop_words()) > 100


def test_tokens_stop_words_spare_weak_signals() -> None:
    assert read_stop_words().isdisjoint({"提升", "建设", "支持", "企业", "发展", "改造", "人才"})
