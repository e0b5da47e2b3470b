"""Score the targets found against those of a gold folder: ``policycompare evaluate --targets``.

A target found matches one of the gold in the same clause whose value, unit (scaled) and comparator
agree (corpus/gold/README.md); kind, deadline and indicator are then compared of the matched.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from os import PathLike, fspath
from pathlib import Path
from typing import TYPE_CHECKING, Any

from policycompare import pipeline
from policycompare.corpus import read_corpus
from policycompare.evaluation.checking import find_coded
from policycompare.evaluation.gold import map_clauses, read_gold
from policycompare.evaluation.result import Section
from policycompare.evaluation.target_matching import (
    FIGURE_NAMES,
    document_row,
    match_targets,
    measure_targets,
    missed_row,
    mistake_rows,
    read_gold_targets,
)
from policycompare.preparation import compared_clauses, prepare_documents
from policycompare.settings import Settings
from policycompare.targets import read_targets

if TYPE_CHECKING:
    from policycompare.preparation import Progress
    from policycompare.report.labels import Language
    from policycompare.report.protocol import Row

NOTES = (
    "The gold was coded by a language model, read twice; no person has checked it.",
    "The grammar was written with this gold in view, so its figures are not held out; "
    "docs/targets.md says how it did on sentences that it had not seen.",
    "A deadline that only the horizon of the document gives counts as wrong where the gold has "
    "none.",
)


@dataclass(frozen=True)
class TargetEvaluation:
    """How well targets are found, by the definition of the gold's README.

    Attributes
    ----------
    about : mapping
        Corpus, gold, its fingerprint, counts.
    figures : mapping of str to float
        By the names of :data:`FIGURE_NAMES`; NaN where there is nothing to measure.
    documents, mistakes : tuple of dict
        Rows: figures of each document; each target missed, invented or read differently.
    notes : tuple of str
        What a reader of the figures should know.
    """

    about: Mapping[str, Any]
    figures: Mapping[str, float]
    documents: tuple[Row, ...]
    mistakes: tuple[Row, ...]
    notes: tuple[str, ...] = NOTES

    def summary(self) -> str:
        """What was held against what, in one sentence."""
        about = self.about
        return (
            f"{about['n_found']} targets found in {len(about['documents'])} documents of "
            f"{about['corpus']} against {about['n_gold']} of {about['gold']}: "
            f"{about['n_matched']} match."
        )

    def sections(self) -> tuple[Section, ...]:
        """The tables of the report; empty ones are left out."""
        figures: tuple[Row, ...] = tuple(
            {"figure": name, "value": self.figures[name]} for name in FIGURE_NAMES
        )
        made = (
            Section("Figures", figures),
            Section("By document", self.documents),
            Section("Mistakes", self.mistakes),
        )
        return tuple(section for section in made if section.rows)

    def rows(self) -> Iterator[Row]:
        """Every figure as a row ``section, subject, figure, value``."""
        for name in FIGURE_NAMES:
            yield _cell("figures", "", name, self.figures[name])
        for row in self.documents:
            for name in FIGURE_NAMES:
                yield _cell("documents", str(row["document"]), name, row[name])

    def as_dict(self) -> dict[str, Any]:
        """Everything as plain values; a figure that cannot be measured is None."""
        return {
            **self.about,
            "figures": {name: _plain(self.figures[name]) for name in FIGURE_NAMES},
            "by_document": [{k: _plain(v) for k, v in row.items()} for row in self.documents],
            "mistakes": list(self.mistakes),
            "notes": list(self.notes),
        }

    def to_html(self, *, language: Language = "en") -> str:
        """Render summary and tables as self-contained HTML."""
        from policycompare.report.result_views import render_sections

        sections = ((section.title, section.rows) for section in self.sections())
        return render_sections(self.summary(), sections, notes=self.notes, language=language)

    def _repr_html_(self) -> str:
        return self.to_html()

    def __repr__(self) -> str:
        shown = ", ".join(f"{name} {self.figures[name]:.3f}" for name in FIGURE_NAMES)
        return f"<TargetEvaluation on {self.about['gold']}: {shown}>"


def evaluate_targets(
    folder: str | PathLike[str],
    *,
    gold: str | PathLike[str] | None = None,
    settings: Settings = pipeline.DEFAULTS,
    progress: Progress | None = None,
) -> TargetEvaluation:
    """Score the targets found in a corpus against ``targets.jsonl`` of a gold folder.

    Parameters
    ----------
    folder : path
        The corpus that was coded.
    gold : path, optional
        Folder of ``clauses.jsonl``, ``alignments.csv`` and ``targets.jsonl``; ``gold`` within the
        corpus by default.
    settings : Settings
        Documents and roles.
    progress : callable, optional
        As of :func:`~policycompare.pipeline.compare`.

    Raises
    ------
    GoldError
        If the gold cannot be read or names a clause that does not exist.
    UsageError, CorpusError, ReadError
        As of :func:`~policycompare.pipeline.compare`.
    """
    corpus = read_corpus(Path(fspath(folder)), documents=settings.documents)
    gold_folder = corpus.folder / "gold" if gold is None else Path(fspath(gold))
    clauses_of_gold = read_gold(gold_folder)
    coded = find_coded(corpus, clauses_of_gold, gold_folder, chosen=bool(settings.documents))
    document_of = {one.clause_id: one.document for one in clauses_of_gold.clauses}
    expected, fingerprint = read_gold_targets(gold_folder, document_of)
    corpus = read_corpus(corpus.folder, documents=coded)
    outlines, _ = prepare_documents(corpus, settings, progress)
    clauses = compared_clauses(outlines, settings.roles)
    stands_for = {
        clause.clause_id: "" if k is None else clauses_of_gold.clauses[k].clause_id
        for clause, k in zip(clauses, map_clauses(clauses, clauses_of_gold), strict=True)
    }
    read = {outline.document.name for outline in outlines}
    expected = tuple(one for one in expected if document_of[one.clause] in read)
    found = read_targets(clauses, outlines).targets
    pairs, missed = match_targets(found, expected, stands_for)
    about = {
        "corpus": str(corpus.folder),
        "gold": str(gold_folder / "targets.jsonl"),
        "targets_sha256": fingerprint,
        "documents": [outline.document.name for outline in outlines],
        "n_found": len(found),
        "n_gold": len(expected),
        "n_matched": sum(one is not None for _, one in pairs),
    }
    by_document = tuple(
        document_row(outline.document.name, pairs, missed, document_of) for outline in outlines
    )
    mistakes = (*mistake_rows(pairs), *(missed_row(one) for one in missed))
    return TargetEvaluation(about, measure_targets(pairs, missed), by_document, mistakes)


def _cell(section: str, subject: str, figure: str, value: Any) -> Row:
    return {"section": section, "subject": subject, "figure": figure, "value": value}


def _plain(value: Any) -> Any:
    if isinstance(value, float):
        return None if value != value else round(value, 6)
    return value
