"""Make clauses like those of the corpus, any number, with copies that are known.

Phrases of the texts in ``corpus/`` are strung together anew; half of their words are replaced, by
words of the same texts or, by Zipf's law, by words of jieba's dictionary. A quarter of the clauses
are copies of a clause of another group with words replaced, a phrase dropped and a phrase put in.
The same seed gives the same clauses.
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

    def phrase(self) -> Phrase:
        return self.replace(self.phrases[self.rng.integers(len(self.phrases))], 0.5)

    def body(self) -> list[Phrase]:
        phrases: list[Phrase] = []
        length = self.rng.normal(N_CHARACTERS, N_CHARACTERS / 3)
        while not phrases or sum(len(w) for p in phrases for w in p) + len(phrases) < length:
            phrases.append(self.phrase())
        return phrases

    def heading(self) -> Phrase:
        return self.replace(self.headings[self.rng.integers(len(self.headings))], 0.5)

    def edit(self, phrases: list[Phrase]) -> list[Phrase]:
        """A copy with a tenth of its words replaced, a phrase dropped and one put in."""
        edited = [self.replace(phrase, 0.1) for phrase in phrases]
        if len(edited) > 2:
            del edited[self.rng.integers(len(edited))]
        edited.insert(self.rng.integers(len(edited) + 1), self.phrase())
        return edited


def make_clauses(n_clauses: int, seed: int = 0) -> Synthetic:
    """Make clauses, documents of 40, groups of 4 documents."""
    rng = np.random.default_rng(seed)
    bank = _Bank(rng)
    per_group = CLAUSES_PER_DOCUMENT * DOCUMENTS_PER_GROUP
    parts: list[tuple[Phrase, list[Phrase]]] = []
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


def _clause(position: int, heading: Phrase, body: list[Phrase]) -> Clause:
    document = f"d{position // CLAUSES_PER_DOCUMENT:06}"
    path = str(position % CLAUSES_PER_DOCUMENT + 1)
    sentences = tuple(
        Sentence(",".join("".join(p) for p in body[k : k + 4]) + "。", 0, 0)
        for k in range(0, len(body), 4)
    )
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
