"""Score the program on a corpus against a gold folder: the whole of ``policycompare evaluate``."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from os import PathLike, fspath
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from policycompare import pipeline
from policycompare.corpus import read_corpus
from policycompare.evaluation.checking import (
    check_pairs,
    check_spans,
    find_coded,
    restrict_gold,
)
from policycompare.evaluation.coders import INSTALL, has_alpha, measure_agreement, read_codings
from policycompare.evaluation.diagrams import reliability_rows, threshold_rows
from policycompare.evaluation.gold import Gold, read_gold
from policycompare.evaluation.intervals import N_RESAMPLES, find_chance_error, find_intervals
from policycompare.evaluation.judging import JudgedPairs, map_pairs
from policycompare.evaluation.refitting import FOLDS, refit, with_thresholds
from policycompare.evaluation.result import Evaluation, RunFigures, agreement_rows, pair_row
from policycompare.evaluation.weighted import measure_plain
from policycompare.preparation import report_progress
from policycompare.scoring import load_model
from policycompare.settings import Settings

if TYPE_CHECKING:
    from policycompare.comparison import Comparison
    from policycompare.preparation import Progress
    from policycompare.report.protocol import Row

PAIR_INTERVALS = ("f1_same", "f1_any")
"""Figures whose intervals are given for each pair of documents."""

AT_FIXED = "at_fixed_thresholds"
"""Ending of the figures of refitted models at the thresholds that model_as_is was run with."""

BY_CHANCE = "calibration_error_by_chance"
"""What the calibration error of likely pairs would be if the probabilities were right."""


def evaluate(
    folder: str | PathLike[str],
    *,
    gold: str | PathLike[str] | None = None,
    settings: Settings = pipeline.DEFAULTS,
    n_resamples: int = N_RESAMPLES,
    progress: Progress | None = None,
) -> Evaluation:
    """Score the program on a corpus against a gold folder.

    The program reads and outlines the texts itself; its clauses are mapped to those of the gold by
    their spans. Every document is compared with every other, whatever ``settings.between`` says.

    Parameters
    ----------
    folder : path
        The corpus that was coded.
    gold : path, optional
        Folder of ``clauses.jsonl`` and ``alignments.csv``; ``gold`` within the corpus by default.
    settings : Settings
        As of :func:`~policycompare.pipeline.compare`.
    n_resamples : int
        Draws of the bootstrap behind the intervals; 0 for no intervals.
    progress : callable, optional
        As of :func:`~policycompare.pipeline.compare`.

    Raises
    ------
    GoldError
        If the gold cannot be read, names clauses or labels that do not exist, or does not fit the
        texts.
    UsageError, CorpusError, ReadError, ModelError
        As of :func:`~policycompare.pipeline.compare`.
    """
    corpus = read_corpus(Path(fspath(folder)), documents=settings.documents)
    gold_folder = corpus.folder / "gold" if gold is None else Path(fspath(gold))
    whole = read_gold(gold_folder)
    check_pairs(whole, gold_folder)
    coded = find_coded(corpus, whole, gold_folder, chosen=bool(settings.documents))
    comparison = pipeline.compare(
        corpus.folder,
        settings=replace(settings, between="document", documents=coded),
        progress=progress,
    )
    read = [outline.document.name for outline in comparison.outlines]
    kept = restrict_gold(whole, read)
    check_spans(kept, comparison.outlines, gold_folder)
    work = _Evaluation(comparison, kept, n_resamples, progress)
    codings = read_codings(gold_folder, kept)
    if len(codings.names) < 2:
        work.notes.append(
            f"Agreement of coders is not measured: {gold_folder / 'alignments.csv'} holds the "
            f"labels of {len(codings.names)} coders; it takes two columns named coder_…."
        )
    elif not has_alpha():
        work.notes.append(
            f"Krippendorff's alpha is not measured: its library is not installed; run {INSTALL}."
        )
    left_out = [one.document for one in corpus.documents if one.document not in read]
    if left_out:
        work.notes.append(f"Not evaluated, for want of codings or text: {', '.join(left_out)}.")
    return work.finish(gold_folder, agreement_rows(measure_agreement(kept, codings)))


class _Evaluation:
    """The parts of an evaluation while they are made."""

    def __init__(
        self, comparison: Comparison, gold: Gold, n_resamples: int, progress: Progress | None
    ) -> None:
        self._comparison = comparison
        self._gold = gold
        self._n_resamples = n_resamples
        self._progress = progress
        self._mapping = map_pairs(gold, comparison.clauses, comparison.scored)
        self.notes: list[str] = []

    def finish(self, folder: Path, agreement: tuple[Row, ...]) -> Evaluation:
        judged, fixed = self._judge_runs()
        runs = {name: self._measure(pairs) for name, pairs in judged.items()}
        for name, pairs in fixed.items():
            runs[name] = _with_fixed(runs[name], pairs)
        return Evaluation(
            about=self._about(folder),
            runs=runs,
            document_pairs=tuple(row for run in judged.items() for row in self._by_pair(*run)),
            thresholds=tuple(row for run in judged.items() for row in threshold_rows(*run)),
            reliability=tuple(row for run in judged.items() for row in reliability_rows(*run)),
            agreement=agreement,
            notes=(*self._notes_on_figures(), *self.notes),
        )

    def _judge_runs(self) -> tuple[dict[str, JudgedPairs], dict[str, JudgedPairs]]:
        comparison, scored = self._comparison, self._comparison.scored
        found = np.zeros(len(scored.a), np.int64)
        for link in comparison.links:
            found[link.row] = 2 if link.relation == "same" else 1
        everything = np.ones(len(scored.a), bool)
        judged = {
            "model_as_is": self._mapping.judge(found, scored.p_same, scored.p_overlap, everything)
        }
        fixed = {}
        model = with_thresholds(comparison.model, comparison.settings)
        for kind in FOLDS:
            made = refit(kind, self._mapping, scored, model, partial(self._tell, kind))
            if isinstance(made, str):
                self.notes.append(made)
            else:
                judged[kind], fixed[kind] = made.judged, made.at_fixed
        return judged, fixed

    def _tell(self, kind: str, n_done: int, n_folds: int) -> None:
        report_progress(self._progress, f"refitting {kind}", n_done, n_folds)

    def _measure(self, pairs: JudgedPairs) -> RunFigures:
        chance, bounds = find_chance_error(pairs, n_draws=self._n_resamples)
        intervals = find_intervals(pairs, n_resamples=self._n_resamples)
        return _run_figures(
            pairs, {**measure_plain(pairs), BY_CHANCE: chance}, {**intervals, BY_CHANCE: bounds}
        )

    def _by_pair(self, run: str, pairs: JudgedPairs) -> Iterator[Row]:
        names = sorted({clause.document for clause in self._gold.clauses})
        keys = pairs.pair_keys
        for key in np.unique(keys):
            part = pairs.select(keys == key)
            intervals = find_intervals(part, n_resamples=self._n_resamples)
            kept = {name: intervals[name] for name in PAIR_INTERVALS}
            found = _run_figures(part, measure_plain(part), kept)
            first, second = sorted((int(part.documents[part.a[0]]), int(part.documents[part.b[0]])))
            yield pair_row(run, names[first], names[second], found)

    def _about(self, folder: Path) -> dict[str, Any]:
        comparison, gold_of = self._comparison, self._mapping.gold_of
        labels = list(self._gold.labels.values())
        clauses = comparison.clauses
        found = set(gold_of)
        return {
            "corpus": str(comparison.corpus.folder),
            "gold": str(folder),
            "gold_sha256": self._gold.fingerprint,
            "model": comparison.model.name,
            "in_sample": self._is_in_sample(),
            "documents": [outline.document.name for outline in comparison.outlines],
            "n_gold_clauses": len(self._gold.clauses),
            "n_gold_pairs": int(self._mapping.blank.in_gold.sum()),
            "n_same": labels.count(2),
            "n_partial": labels.count(1),
            "n_clauses": len(clauses),
            "unmapped_clauses": [
                clause.clause_id
                for clause, position in zip(clauses, gold_of, strict=True)
                if position is None
            ],
            "unfound_gold_clauses": [
                clause.clause_id for k, clause in enumerate(self._gold.clauses) if k not in found
            ],
            "n_cut": comparison.scored.n_cut,
            "n_resamples": self._n_resamples,
        }

    def _is_in_sample(self) -> bool:
        return _mentions(self._comparison.model.provenance, self._gold.fingerprint)

    def _notes_on_figures(self) -> Iterator[str]:
        model = self._comparison.model
        if self._is_in_sample():
            yield (
                f"model_as_is is {model.name} on the gold it was fitted to, so its figures "
                "flatter; the two other runs are refitted without what they are tried on."
            )
        else:
            yield f"model_as_is is {model.name}, which was not fitted to this gold."
        shipped = load_model()
        if _mentions(shipped.provenance, self._gold.fingerprint) and "note" in shipped.provenance:
            yield f"From the model file: {shipped.provenance['note']}"
        yield from self._comparison.warnings
        yield from map(str, self._comparison.skipped_documents)


def _run_figures(pairs: JudgedPairs, figures: Any, intervals: Any) -> RunFigures:
    labels = pairs.labels[pairs.in_gold]
    return RunFigures(
        figures, intervals, len(labels), int((labels == 2).sum()), int((labels == 1).sum())
    )


def _with_fixed(run: RunFigures, pairs: JudgedPairs) -> RunFigures:
    at_fixed = measure_plain(pairs)
    further = {f"{name}_{AT_FIXED}": at_fixed[name] for name in ("f1_same", "f1_any")}
    return replace(run, figures={**run.figures, **further})


def _mentions(provenance: Any, fingerprint: str) -> bool:
    """Whether a model's provenance names a gold, among one or several."""
    return f'"{fingerprint}"' in json.dumps(provenance)
