"""Make clauses like those of the corpus, any number, with copies that are known.

Phrases of the texts in ``corpus/`` are strung together to sentences, two for each clause, in which
half of the words are replaced, by words of the same texts or, by Zipf's law, by words of jieba's
dictionary. A clause takes five or six of the sentences and replaces a sixth of their words, so it
shares sentences with about ten others. A quarter of the clauses are copies of a clause of another
group with words replaced, a sentence dropped and one put in. The same seed gives the same clauses.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import jieba
import numpy as np

from policycompare.datamodel import Clause, Sentence
from policycompare.pipeline import outline
from policycompare.tokens import Tokenizer

CORPUS = Path(__file__).resolve().parents[1] / "corpus"
CLAUSES_PER_DOCUMENT = 40
DOCUMENTS_PER_GROUP = 4
N_CHARACTERS = 250
"""Characters of a body, about."""
COPIED = 0.25
"""Share of the clauses that are copies, from the second group on."""
_N_WORDS = 60_000
_HAN = re.compile("[\u4e00-\u9fff]{2,}")

Phrase = list[str]
SentenceWords = list[Phrase]


@dataclass(frozen=True)
class Synthetic:
    """Clauses with what is known of them.

    Attributes
    ----------
    clauses : tuple of Clause
    groups : tuple of str
        The group of each clause.
    copies : numpy.ndarray of int64, shape (n_copies, 2)
        Positions of each original and its copy, the original first.
    """

    clauses: tuple[Clause, ...]
    groups: tuple[str, ...]
    copies: np.ndarray


class _Bank:
    """What clauses are made of: phrases and headings of the corpus, and words to replace words."""

    def __init__(self, rng: np.random.Generator) -> None:
        self.rng = rng
        tokenizer = Tokenizer()
        clauses = [c for path in sorted(CORPUS.glob("*.txt")) for c in outline(path).compared()]
        texts = [p for c in clauses for p in re.split("[,;:。、]", c.body) if len(p) >= 4]
        self.phrases = [list(tokenizer.cut(text)) for text in texts]
        self.headings = [list(tokenizer.cut(c.heading)) for c in clauses if c.heading]
        self.own = [w for phrase in self.phrases for w in phrase if _HAN.fullmatch(w)]
        lines = Path(jieba.__file__).with_name("dict.txt").read_text("utf-8").splitlines()
        known = [(int(n), w) for w, n, *_ in map(str.split, lines) if _HAN.fullmatch(w)]
        self.foreign = [w for _, w in sorted(known, key=lambda x: (-x[0], x[1]))[:_N_WORDS]]
        ranks = 1 / np.arange(1, len(self.foreign) + 1)
        self.cumulated = np.cumsum(ranks) / ranks.sum()

    def replace(self, phrase: Phrase, share: float) -> Phrase:
        """The phrase with about this share of its words replaced."""
        drawn = self.rng.random((len(phrase), 3))
        return [
            word if one >= share or not _HAN.fullmatch(word) else self._word(two, three)
            for word, (one, two, three) in zip(phrase, drawn, strict=True)
        ]

    def _word(self, kind: float, place: float) -> str:
        if kind < 0.6:
            return self.own[int(place * len(self.own))]
        return self.foreign[int(np.searchsorted(self.cumulated, place))]

    def make_sentences(self, n: int) -> None:
        """Fill the bank with sentences of two to five phrases."""
        self.sentences = [
            [
                self.replace(self.phrases[k], 0.5)
                for k in self.rng.integers(len(self.phrases), size=self.rng.integers(2, 6))
            ]
            for _ in range(n)
        ]

    def sentence(self) -> SentenceWords:
        """A sentence of the bank with a sixth of its words replaced."""
        drawn = self.sentences[self.rng.integers(len(self.sentences))]
        return [self.replace(phrase, 1 / 6) for phrase in drawn]

    def body(self) -> list[SentenceWords]:
        sentences: list[SentenceWords] = []
        length = self.rng.normal(N_CHARACTERS, N_CHARACTERS / 3)
        while not sentences or sum(map(len, map(_join, sentences))) < length - 20:
            sentences.append(self.sentence())
        return sentences

    def heading(self) -> Phrase:
        return self.replace(self.headings[self.rng.integers(len(self.headings))], 0.5)

    def edit(self, sentences: list[SentenceWords]) -> list[SentenceWords]:
        """A copy with a tenth of its words replaced, a sentence dropped and one put in."""
        edited = [[self.replace(p, 0.1) for p in sentence] for sentence in sentences]
        if len(edited) > 2:
            del edited[self.rng.integers(len(edited))]
        edited.insert(self.rng.integers(len(edited) + 1), self.sentence())
        return edited


def _join(sentence: SentenceWords) -> str:
    return ",".join("".join(phrase) for phrase in sentence) + "。"


def make_clauses(
    n_clauses: int, seed: int = 0, *, documents_per_group: int = DOCUMENTS_PER_GROUP
) -> Synthetic:
    """Make clauses, documents of 40, groups of 4 documents or as many as are told."""
    rng = np.random.default_rng(seed)
    bank = _Bank(rng)
    bank.make_sentences(2 * n_clauses)
    per_group = CLAUSES_PER_DOCUMENT * documents_per_group
    parts: list[tuple[Phrase, list[SentenceWords]]] = []
    copies: list[tuple[int, int]] = []
    for i in range(n_clauses):
        n_before = i // per_group * per_group
        if n_before and rng.random() < COPIED:
            original = int(rng.integers(n_before))
            heading, body = parts[original]
            copies.append((original, i))
            parts.append((bank.replace(heading, 0.1), bank.edit(body)))
        else:
            parts.append((bank.heading(), bank.body()))
    clauses = tuple(_clause(i, *part) for i, part in enumerate(parts))
    groups = tuple(f"g{i // per_group:05}" for i in range(n_clauses))
    return Synthetic(clauses, groups, np.array(copies, dtype=np.int64).reshape(-1, 2))


def _clause(position: int, heading: Phrase, body: list[SentenceWords]) -> Clause:
    document = f"d{position // CLAUSES_PER_DOCUMENT:06}"
    path = str(position % CLAUSES_PER_DOCUMENT + 1)
    sentences = tuple(Sentence(_join(sentence), 0, 0) for sentence in body)
    title, text = "".join(heading), "".join(sentence.text for sentence in sentences)
    whole = f"{title}。{text}"
    return Clause(
        clause_id=f"{document}/{path}",
        document=document,
        jurisdiction=document,
        path=path,
        section="",
        heading=title,
        role="task",
        text=whole,
        body=text,
        start=0,
        end=len(whole),
        sentences=sentences,
    )
