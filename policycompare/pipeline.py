"""The order of the stages: from a folder to a comparison, and from a file to its outline.

Libraries that only the comparison needs are imported by it, so that reading and outlining one text
stays quick.
"""

from __future__ import annotations

from collections.abc import Sequence
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from policycompare.comparison import Comparison, SkippedDocument
from policycompare.compiling import use_threads
from policycompare.errors import CorpusError
from policycompare.groups import assign_groups
from policycompare.preparation import (
    Progress,
    compared_clauses,
    doubt_manifest,
    open_corpus,
    outline_read,
    prepare_documents,
    stage,
)
from policycompare.recall import Recall, measure_nearest, measure_recall
from policycompare.settings import Settings

if TYPE_CHECKING:
    from policycompare.corpus import Corpus
    from policycompare.datamodel import Clause, Links, NormalizedText, Outline, ScoredPairs
    from policycompare.scoring import Model
    from policycompare.semantic import ClauseVectors
    from policycompare.vectors import FieldMatrices

DEFAULTS = Settings()
"""What a run does when it is told nothing."""


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
    corpus = open_corpus(folder, settings)
    # Told before the work is done, not after it.
    assign_groups(corpus.documents, settings.between)
    if settings.scratch is not None:
        from policycompare.scoring.spool import check_place

        check_place(settings.scratch)
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


def outline(document: str | PathLike[str], *, corrected: bool = True) -> Outline:
    """Find the headings and clauses of one file.

    Parameters
    ----------
    document : path
    corrected : bool
        Whether a corrected outline that is kept beside the file is used.

    Raises
    ------
    ReadError
        If the file cannot be read as Chinese text.
    CorpusError
        If the corrected outline cannot be used.
    """
    from policycompare.read import read_file

    return outline_read(read_file(Path(document)), corrected=corrected)


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
    with use_threads(settings.workers):
        found = _score_and_align(clauses, groups, settings, vectors, progress)
    with stage(progress, "finding measures and gaps"):
        findings = find_findings(
            clauses,
            groups,
            grouping.order,
            found.scored,
            found.links,
            same_threshold=_given(settings.same_threshold, found.model.same_threshold),
        )
    told = () if found.recall is None else (str(found.recall),)
    told = (*doubt_manifest(corpus), *_doubt_embedder(found.model, vectors), *told)
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
    links: Links
    model: Model
    recall: Recall | None


def _embed(
    clauses: tuple[Clause, ...], settings: Settings, progress: Progress | None
) -> ClauseVectors | None:
    if settings.embedder is None:
        return None
    from policycompare.embedding import embed_run

    return embed_run(clauses, settings.embedder, progress)


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
    progress: Progress | None,
) -> _Aligned:
    from policycompare.alignment import align_pairs
    from policycompare.candidates import find_candidates
    from policycompare.scoring import Workplace, load_model, score_pairs
    from policycompare.tokens import Tokenizer
    from policycompare.vectors import build_field_matrices

    model = load_model(settings.model, semantic=vectors is not None)
    same = _given(settings.same_threshold, model.same_threshold)
    overlap = _given(settings.overlap_threshold, model.overlap_threshold)
    tokenizer = Tokenizer(user_dictionary=settings.user_dictionary, stop_list=settings.stop_list)
    with stage(progress, "counting words"):
        matrices = build_field_matrices(clauses, tokenizer, n_workers=settings.workers)

    def align(scored: ScoredPairs) -> Links:
        return align_pairs(scored, same_threshold=same, overlap_threshold=overlap)

    with stage(progress, "finding candidates"):
        candidates = find_candidates(
            groups,
            matrices,
            max_pairs=settings.max_pairs,
            neighbours=settings.neighbours,
            reach=settings.reach,
            n_workers=settings.workers,
        )
    workplace = Workplace(settings.workers, settings.scheduler, settings.scratch)
    with stage(progress, "scoring pairs"):
        scored = score_pairs(
            clauses, groups, candidates, matrices, tokenizer, model, vectors, workplace
        )
    with stage(progress, "aligning clauses"):
        links, recall = align(scored), None
        if scored.sample is not None:
            nearest = measure_nearest(groups, matrices, candidates)
            recall = measure_recall(clauses, links, scored.sample, align(scored.sample), nearest)
    return _Aligned(matrices, scored, links, model, recall)


def _check_clauses(n_clauses: int, corpus: Corpus, settings: Settings) -> None:
    if n_clauses == 0:
        raise CorpusError(
            f"{corpus.folder} holds no clause of the roles {', '.join(settings.roles)}; look at "
            "its documents with `policycompare outline` or choose other roles."
        )


def _given(value: float | None, default: float) -> float:
    return default if value is None else value
