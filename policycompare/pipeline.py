"""The order of the stages; the only module that knows it.

The functions here are those of the command line under the same names; a command only parses its
arguments and prints what they return. Libraries that only the comparison needs are imported by it,
so that reading and outlining one text stays quick.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from os import PathLike, fspath
from pathlib import Path
from typing import TYPE_CHECKING

from policycompare.comparison import Comparison, SkippedDocument
from policycompare.errors import CorpusError, PolicyCompareError
from policycompare.groups import assign_groups, check_group
from policycompare.settings import Settings
from policycompare.table import Table

if TYPE_CHECKING:
    from policycompare.check import CheckRow
    from policycompare.corpus import Corpus
    from policycompare.datamodel import Clause, Metadata, NormalizedText, Outline
    from policycompare.explanation import Explanation

Progress = Callable[[str, int, int], None]
"""Told the name of the work, how many steps are done and how many there are."""

DEFAULTS = Settings()
"""What a run does when it is told nothing."""

SEARCH_LIMIT = 10
"""Clauses that a search shows; how many more are alike is told."""


def compare(
    folder: str | PathLike[str], *, settings: Settings = DEFAULTS, progress: Progress | None = None
) -> Comparison:
    """Compare the documents of a corpus folder.

    Parameters
    ----------
    folder : path
        Texts, with a ``manifest.csv`` or without.
    settings : Settings
        What to compare and how.
    progress : callable, optional
        Called as the work goes on.

    Raises
    ------
    UsageError
        If the settings name a document or a column that does not exist.
    CorpusError, ReadError
        If the folder or one of its documents cannot be used, or if there are fewer than two groups.
    ModelError
        If the model file cannot be used.
    """
    corpus = _read_corpus(folder, settings)
    outlines, skipped = prepare_documents(corpus, settings, progress)
    return compare_outlines(corpus, outlines, skipped, settings=settings, progress=progress)


def normalize(document: str | PathLike[str]) -> NormalizedText:
    """Clean and simplify the text of one file; the result keeps every step and offset."""
    from policycompare.normalize import normalize_text
    from policycompare.read import read_file

    return normalize_text(read_file(Path(document)).text)


def outline(document: str | PathLike[str]) -> Outline:
    """Find the headings and clauses of one file."""
    from policycompare.normalize import normalize_text
    from policycompare.outline import outline_document
    from policycompare.read import read_file

    read = read_file(Path(document))
    return outline_document(read, normalize_text(read.text))


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
        If there is no such group.
    """
    corpus = _read_corpus(folder, settings)
    # Told before the work is done, not after it.
    check_group(group, assign_groups(corpus.documents, settings.between).order)
    outlines, skipped = prepare_documents(corpus, settings, progress)
    found = compare_outlines(corpus, outlines, skipped, settings=settings, progress=progress)
    return found.gaps_of(group)


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
        If the text holds no letter or character.
    """
    from policycompare.searching import check_query, search_clauses

    check_query(text)
    corpus = _read_corpus(folder, settings)
    outlines, skipped = prepare_documents(corpus, settings, progress)
    clauses = compared_clauses(outlines, settings)
    _report(progress, "searching", 0, 1)
    found = search_clauses(clauses, text, limit=limit, settings=settings)
    _report(progress, "searching", 1, 1)
    return found.with_warnings(*corpus.warnings, *map(str, skipped))


def check(
    folder: str | PathLike[str], *, settings: Settings = DEFAULTS, progress: Progress | None = None
) -> tuple[CheckRow, ...]:
    """List what is wrong or missing in a corpus; a document that cannot be read is one row of it."""
    from dataclasses import replace

    from policycompare.check import CheckRow, check_outlines

    corpus = _read_corpus(folder, settings)
    forgiving = replace(settings, skip_bad=True)
    outlines, skipped = prepare_documents(corpus, forgiving, progress, allow_none=True)
    unreadable = (
        CheckRow(bad.document, "error", "unreadable document", bad.message, None, None)
        for bad in skipped
    )
    return (*unreadable, *check_outlines(corpus.warnings, outlines))


def compare_outlines(
    corpus: Corpus,
    outlines: Sequence[Outline],
    skipped: Sequence[SkippedDocument] = (),
    *,
    settings: Settings = DEFAULTS,
    progress: Progress | None = None,
) -> Comparison:
    """Compare documents whose outlines are known: the stages behind the outline."""
    grouping = assign_groups([o.document.metadata for o in outlines], settings.between)
    clauses = compared_clauses(outlines, settings)
    if not clauses:
        raise CorpusError(
            f"{corpus.folder} holds no clause of the roles {', '.join(settings.roles)}; look at its "
            "documents with `policycompare outline` or choose other roles."
        )
    groups = tuple(grouping.group_of[clause.document] for clause in clauses)
    return _compare_clauses(
        partial(
            Comparison,
            corpus=corpus,
            outlines=tuple(outlines),
            clauses=clauses,
            groups=groups,
            group_order=grouping.order,
            settings=settings,
            warnings=(*corpus.warnings, *grouping.warnings),
            skipped_documents=tuple(skipped),
        ),
        clauses,
        groups,
        grouping.order,
        settings,
        progress,
    )


def _compare_clauses(
    build: Callable[..., Comparison],
    clauses: tuple[Clause, ...],
    groups: tuple[str, ...],
    group_order: tuple[str, ...],
    settings: Settings,
    progress: Progress | None,
) -> Comparison:
    from policycompare.alignment import align_pairs
    from policycompare.candidates import find_candidates
    from policycompare.findings import find_findings
    from policycompare.scoring import load_model, score_pairs
    from policycompare.tokens import Tokenizer
    from policycompare.vectors import build_field_matrices

    model = load_model(settings.model)
    same, overlap = settings.same_threshold, settings.overlap_threshold
    tokenizer = Tokenizer(user_dictionary=settings.user_dictionary, stop_list=settings.stop_list)
    _report(progress, "counting words", 0, 4)
    matrices = build_field_matrices(clauses, tokenizer)
    _report(progress, "scoring pairs", 1, 4)
    candidates = find_candidates(
        groups, matrices, max_pairs=settings.max_pairs, neighbours=settings.neighbours
    )
    scored = score_pairs(clauses, groups, candidates, matrices, tokenizer, model)
    _report(progress, "aligning clauses", 2, 4)
    links = align_pairs(
        scored,
        same_threshold=model.same_threshold if same is None else same,
        overlap_threshold=model.overlap_threshold if overlap is None else overlap,
    )
    _report(progress, "finding gaps", 3, 4)
    findings = find_findings(clauses, groups, group_order, scored, links)
    _report(progress, "finding gaps", 4, 4)
    return build(matrices=matrices, scored=scored, links=links, findings=findings, model=model)


def compared_clauses(outlines: Sequence[Outline], settings: Settings) -> tuple[Clause, ...]:
    """List the clauses of the compared roles, by document and place."""
    return tuple(clause for o in outlines for clause in o.compared(settings.roles))


def prepare_documents(
    corpus: Corpus,
    settings: Settings,
    progress: Progress | None = None,
    *,
    allow_none: bool = False,
) -> tuple[tuple[Outline, ...], tuple[SkippedDocument, ...]]:
    """Read, normalize and outline every document of a corpus, in its order.

    Raises
    ------
    ReadError
        If a document cannot be used and ``settings.skip_bad`` is off; of several bad ones the
        first of the corpus is named, whatever the number of workers.
    CorpusError
        If no document is left, unless ``allow_none``.
    """
    outlines: list[Outline] = []
    skipped: list[SkippedDocument] = []
    n_documents = len(corpus.documents)
    _report(progress, "reading documents", 0, n_documents)
    for i, (metadata, result) in enumerate(
        zip(corpus.documents, _prepare_all(corpus, settings), strict=True)
    ):
        if not isinstance(result, PolicyCompareError):
            outlines.append(result)
        elif settings.skip_bad:
            skipped.append(SkippedDocument(metadata.document, str(result)))
        else:
            raise result
        _report(progress, "reading documents", i + 1, n_documents)
    if not outlines and not allow_none:
        raise CorpusError(
            f"None of the {n_documents} documents of {corpus.folder} can be used; see what is wrong "
            "with `policycompare check`."
        )
    return tuple(outlines), tuple(skipped)


def prepare_document(metadata: Metadata, folder: Path, max_bytes: int) -> Outline:
    """Read, normalize and outline one document."""
    from policycompare.normalize import normalize_text
    from policycompare.outline import outline_document
    from policycompare.read import read_document

    document = read_document(metadata, folder, max_bytes=max_bytes)
    return outline_document(document, normalize_text(document.text))


def _prepare_or_error(
    metadata: Metadata, folder: Path, max_bytes: int
) -> Outline | PolicyCompareError:
    """Return the error instead of raising it: a worker's traceback helps nobody."""
    try:
        return prepare_document(metadata, folder, max_bytes)
    except PolicyCompareError as error:
        return error


def _prepare_all(corpus: Corpus, settings: Settings) -> Iterator[Outline | PolicyCompareError]:
    work = partial(_prepare_or_error, folder=corpus.folder, max_bytes=settings.max_bytes)
    n_workers = min(settings.workers, len(corpus.documents))
    if n_workers <= 1:
        yield from map(work, corpus.documents)
        return
    from policycompare.workers import map_in_processes

    yield from map_in_processes(work, corpus.documents, n_workers)


def _read_corpus(folder: str | PathLike[str], settings: Settings) -> Corpus:
    from policycompare.corpus import read_corpus

    return read_corpus(Path(fspath(folder)), documents=settings.documents)


def _report(progress: Progress | None, work: str, done: int, total: int) -> None:
    if progress is not None:
        progress(work, done, total)
