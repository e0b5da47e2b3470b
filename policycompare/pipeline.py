"""The order of the stages, and the functions of the command line under the commands' names.

A command only parses its arguments and prints what its function returns. Libraries that only the
comparison needs are imported by it, so that reading and outlining one text stays quick.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from os import PathLike, fspath
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from policycompare.comparison import Comparison, SkippedDocument
from policycompare.errors import CorpusError, UsageError
from policycompare.groups import assign_groups, check_group
from policycompare.preparation import (
    Progress,
    check_roles,
    compared_clauses,
    outline_read,
    prepare_documents,
    report_progress,
)
from policycompare.recall import Recall, measure_recall
from policycompare.settings import Settings
from policycompare.table import Table

if TYPE_CHECKING:
    from policycompare.candidates import Candidates
    from policycompare.check import CheckRow
    from policycompare.corpus import Corpus
    from policycompare.datamodel import Clause, Link, NormalizedText, Outline, ScoredPairs
    from policycompare.explanation import Explanation
    from policycompare.scoring import Model
    from policycompare.semantic import ClauseVectors
    from policycompare.vectors import FieldMatrices

DEFAULTS = Settings()
"""What a run does when it is told nothing."""

DIFFUSION_ROWS = ("dyads", "measures")
"""What :func:`diffusion` can list."""

SEARCH_LIMIT = 10
"""Clauses that a search returns; how many more are alike is told."""


def compare(
    folder: str | PathLike[str], *, settings: Settings = DEFAULTS, progress: Progress | None = None
) -> Comparison:
    """Compare the documents of a corpus folder.

    Parameters
    ----------
    folder : path
        Texts, with a ``manifest.csv`` or without.
    settings : Settings
        What to compare and how. With ``workers`` above 1 a script must guard its main part by
        ``if __name__ == "__main__":``, because each worker imports it.
    progress : callable, optional
        Called with the name of the work, the steps done and all steps.

    Raises
    ------
    UsageError
        If the settings name a document, a role or a column that does not exist.
    CorpusError, ReadError
        If the folder or one of its documents cannot be used, or if there are fewer than two groups.
    ModelError
        If the model file cannot be used.
    """
    corpus = _read_corpus(folder, settings)
    # Told before the work is done, not after it.
    assign_groups(corpus.documents, settings.between)
    outlines, skipped = prepare_documents(corpus, settings, progress)
    return compare_outlines(corpus, outlines, skipped, settings=settings, progress=progress)


def normalize(document: str | PathLike[str]) -> NormalizedText:
    """Clean and simplify the text of one file; the result keeps every step and offset.

    Raises
    ------
    ReadError
        If the file cannot be read as Chinese text.
    """
    from policycompare.normalize import normalize_text
    from policycompare.read import read_file

    return normalize_text(read_file(Path(document)).text)


def outline(document: str | PathLike[str]) -> Outline:
    """Find the headings and clauses of one file.

    Raises
    ------
    ReadError
        If the file cannot be read as Chinese text.
    """
    from policycompare.read import read_file

    return outline_read(read_file(Path(document)))


def explain(
    folder: str | PathLike[str],
    a: str,
    b: str,
    *,
    settings: Settings = DEFAULTS,
    progress: Progress | None = None,
) -> Explanation:
    """Explain why two clauses of a corpus match or not: see :meth:`Comparison.explain`."""
    return compare(folder, settings=settings, progress=progress).explain(a, b)


def gaps(
    folder: str | PathLike[str],
    group: str,
    *,
    settings: Settings = DEFAULTS,
    progress: Progress | None = None,
) -> Table:
    """List what one group lacks, worst first, each with the group's nearest clause.

    Raises
    ------
    UsageError
        If there is no such group; further errors as of :func:`compare`.
    """
    corpus = _read_corpus(folder, settings)
    check_group(group, assign_groups(corpus.documents, settings.between).order)
    outlines, skipped = prepare_documents(corpus, settings, progress)
    found = compare_outlines(corpus, outlines, skipped, settings=settings, progress=progress)
    return found.gaps_of(group)


def units(
    folder: str | PathLike[str],
    names: Sequence[str] = (),
    *,
    clauses: bool = False,
    settings: Settings = DEFAULTS,
    progress: Progress | None = None,
) -> Table:
    """List the responsible units of a corpus: see :meth:`Comparison.units_by`."""
    found = compare(folder, settings=settings, progress=progress)
    return found.units_by(names, clauses=clauses)


def diffusion(
    folder: str | PathLike[str],
    *,
    rows: str = "dyads",
    settings: Settings = DEFAULTS,
    progress: Progress | None = None,
) -> Table:
    """List who had shared measures first: a row per dyad of documents, or per measure.

    Parameters
    ----------
    rows : str
        ``dyads`` or ``measures``.

    Raises
    ------
    UsageError
        If ``rows`` is neither; further errors as of :func:`compare`.
    """
    if rows not in DIFFUSION_ROWS:
        raise UsageError(f"There are no rows {rows!r}; choose one of {', '.join(DIFFUSION_ROWS)}.")
    found = compare(folder, settings=settings, progress=progress)
    return found.dyads_table() if rows == "dyads" else found.diffusion_table()


def names(
    folder: str | PathLike[str], *, settings: Settings = DEFAULTS, progress: Progress | None = None
) -> Table:
    """List the names of other places in the documents: hints to look at, no findings.

    Raises
    ------
    UsageError, CorpusError, ReadError, ModelError
        As :func:`compare`.
    """
    return compare(folder, settings=settings, progress=progress).names_table()


def search(
    folder: str | PathLike[str],
    text: str,
    *,
    limit: int = SEARCH_LIMIT,
    settings: Settings = DEFAULTS,
    progress: Progress | None = None,
) -> Table:
    """Find the clauses of a corpus nearest to a phrase or a draft sentence.

    Raises
    ------
    UsageError
        If the text holds no letter or character, or ``limit`` is below 1.
    CorpusError, ReadError
        If the folder or one of its documents cannot be used.
    """
    from policycompare.searching import check_query, search_clauses

    check_query(text, limit)
    corpus = _read_corpus(folder, settings)
    outlines, skipped = prepare_documents(corpus, settings, progress)
    clauses = compared_clauses(outlines, settings.roles)
    found = search_clauses(clauses, text, limit=limit, settings=settings)
    return found.with_warnings(*corpus.warnings, *map(str, skipped))


def targets(
    folder: str | PathLike[str],
    *,
    indicator: str | None = None,
    shared: bool = False,
    settings: Settings = DEFAULTS,
    progress: Progress | None = None,
) -> Table:
    """Line up by indicator who promises how much by when.

    Parameters
    ----------
    folder : path
        A corpus; one document is enough.
    indicator : str, optional
        Only indicators whose name, levelled or as printed, holds this text.
    shared : bool
        Only indicators that two or more groups promise.
    settings : Settings
        Roles, documents and ``between``; nothing is scored.
    progress : callable, optional
        As of :func:`compare`.

    Returns
    -------
    Table
        The rows of ``target_comparison.csv``; its warnings tell what could not be read.

    Raises
    ------
    UsageError
        If no indicator holds the text, or there is no such column, document or role.
    CorpusError, ReadError
        If the folder or one of its documents cannot be used.
    """
    from policycompare.lining_up import line_up_targets

    corpus = _read_corpus(folder, settings)
    grouping = assign_groups(corpus.documents, settings.between, min_groups=1)
    outlines, skipped = prepare_documents(corpus, settings, progress)
    found = line_up_targets(
        outlines, grouping.group_of, indicator=indicator, shared=shared, settings=settings
    )
    return found.with_warnings(*corpus.warnings, *grouping.warnings, *map(str, skipped))


def check(
    folder: str | PathLike[str], *, settings: Settings = DEFAULTS, progress: Progress | None = None
) -> tuple[CheckRow, ...]:
    """List what is wrong or missing in a corpus; a document that cannot be read is a row of it.

    Raises
    ------
    CorpusError
        If the folder or its manifest cannot be used at all.
    """
    from policycompare.check import CheckRow, check_outlines
    from policycompare.check_places import check_places

    corpus = _read_corpus(folder, settings)
    forgiving = replace(settings, skip_bad=True)
    outlines, skipped = prepare_documents(corpus, forgiving, progress, allow_none=True)
    unreadable = (CheckRow(bad.document, "error", "reading", bad.message) for bad in skipped)
    told = (*corpus.warnings, *_doubt_manifest(corpus), *doubt_future(folder))
    return (*unreadable, *check_outlines(told, outlines), *check_places(outlines))


def doubt_future(folder: str | PathLike[str]) -> tuple[str, ...]:
    """Say which documents are issued after today by the manifest.

    The only statement that depends on the clock, so no result holds it.
    """
    from policycompare.corpus import read_corpus
    from policycompare.diffusion.dates import find_future

    return find_future(read_corpus(Path(fspath(folder))).documents, date.today())


def compare_outlines(
    corpus: Corpus,
    outlines: Sequence[Outline],
    skipped: Sequence[SkippedDocument] = (),
    *,
    settings: Settings = DEFAULTS,
    progress: Progress | None = None,
) -> Comparison:
    """Compare documents whose outlines are known: the stages behind the outline.

    Raises
    ------
    UsageError, CorpusError, ModelError
        As :func:`compare`.
    """
    from policycompare.findings import find_findings

    grouping = assign_groups([o.document.metadata for o in outlines], settings.between)
    clauses = compared_clauses(outlines, settings.roles)
    _check_clauses(len(clauses), corpus, settings)
    groups = tuple(grouping.group_of[clause.document] for clause in clauses)
    vectors = _embed(clauses, settings, progress)
    report_progress(progress, "comparing clauses", 0, 2)
    found = _score_and_align(clauses, groups, settings, vectors)
    report_progress(progress, "comparing clauses", 1, 2)
    findings = find_findings(
        clauses,
        groups,
        grouping.order,
        found.scored,
        found.links,
        same_threshold=_given(settings.same_threshold, found.model.same_threshold),
    )
    report_progress(progress, "comparing clauses", 2, 2)
    told = () if found.recall is None else (str(found.recall),)
    told = (*_doubt_manifest(corpus), *_doubt_embedder(found.model, vectors), *told)
    return Comparison(
        corpus=corpus,
        outlines=tuple(outlines),
        clauses=clauses,
        groups=groups,
        group_order=grouping.order,
        matrices=found.matrices,
        scored=found.scored,
        links=found.links,
        findings=findings,
        settings=settings,
        model=found.model,
        recall=found.recall,
        embedder=None if vectors is None else vectors.name,
        warnings=(*corpus.warnings, *grouping.warnings, *told),
        skipped_documents=tuple(skipped),
    )


class _Aligned(NamedTuple):
    """What scoring and alignment give."""

    matrices: FieldMatrices
    scored: ScoredPairs
    links: tuple[Link, ...]
    model: Model
    recall: Recall | None


def _embed(
    clauses: tuple[Clause, ...], settings: Settings, progress: Progress | None
) -> ClauseVectors | None:
    if settings.embedder is None:
        return None
    from policycompare.embedding import embed_run

    return embed_run(clauses, settings.embedder, progress)


def _doubt_manifest(corpus: Corpus) -> tuple[str, ...]:
    from policycompare.diffusion.dates import find_late
    from policycompare.diffusion.hierarchy import Hierarchy

    return (*find_late(corpus.documents), *Hierarchy(corpus.documents).doubts())


def _doubt_embedder(model: Model, vectors: ClauseVectors | None) -> tuple[str, ...]:
    if vectors is None:
        return ()
    from policycompare.embedding import list_doubts

    return tuple(list_doubts(model, vectors))


def _score_and_align(
    clauses: tuple[Clause, ...],
    groups: tuple[str, ...],
    settings: Settings,
    vectors: ClauseVectors | None,
) -> _Aligned:
    from policycompare.alignment import align_pairs
    from policycompare.candidates import find_candidates
    from policycompare.scoring import load_model, score_pairs
    from policycompare.tokens import Tokenizer
    from policycompare.vectors import build_field_matrices

    model = load_model(settings.model, semantic=vectors is not None)
    same = _given(settings.same_threshold, model.same_threshold)
    overlap = _given(settings.overlap_threshold, model.overlap_threshold)
    tokenizer = Tokenizer(user_dictionary=settings.user_dictionary, stop_list=settings.stop_list)
    matrices = build_field_matrices(clauses, tokenizer)

    def score(pairs: Candidates) -> tuple[ScoredPairs, tuple[Link, ...]]:
        scored = score_pairs(clauses, groups, pairs, matrices, tokenizer, model, vectors)
        return scored, align_pairs(scored, same_threshold=same, overlap_threshold=overlap)

    candidates = find_candidates(
        groups, matrices, max_pairs=settings.max_pairs, neighbours=settings.neighbours
    )
    scored, links = score(candidates)
    recall = None
    if scored.n_cut:
        recall = measure_recall(clauses, groups, links, lambda pairs: score(pairs)[1])
    return _Aligned(matrices, scored, links, model, recall)


def _read_corpus(folder: str | PathLike[str], settings: Settings) -> Corpus:
    from policycompare.corpus import read_corpus

    check_roles(settings.roles)
    return read_corpus(Path(fspath(folder)), documents=settings.documents)


def _check_clauses(n_clauses: int, corpus: Corpus, settings: Settings) -> None:
    if n_clauses == 0:
        raise CorpusError(
            f"{corpus.folder} holds no clause of the roles {', '.join(settings.roles)}; look at "
            "its documents with `policycompare outline` or choose other roles."
        )


def _given(value: float | None, default: float) -> float:
    return default if value is None else value
