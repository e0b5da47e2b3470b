"""The whole of ``policycompare diff``: from a corpus folder to what changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import replace
from difflib import get_close_matches
from os import PathLike, fspath
from pathlib import Path
from typing import TYPE_CHECKING

from policycompare import pipeline
from policycompare.corpus import Corpus, read_corpus
from policycompare.datamodel.versions import ClauseChange, TargetChange
from policycompare.errors import CorpusError, UsageError
from policycompare.preparation import check_roles, prepare_documents
from policycompare.settings import Settings
from policycompare.versions.clauses import Rules, find_clause_changes, mirror_change
from policycompare.versions.limits import shorten_outlines
from policycompare.versions.result import VersionDiff
from policycompare.versions.targets import find_target_changes, mirror_target, sort_changes

if TYPE_CHECKING:
    from policycompare.comparison import Comparison
    from policycompare.datamodel import Outline
    from policycompare.preparation import Progress

N_NAMES = 20
"""Document names listed where one is not known and none is like it."""


def diff(
    folder: str | PathLike[str],
    a: str,
    b: str,
    *,
    settings: Settings = pipeline.DEFAULTS,
    progress: Progress | None = None,
) -> VersionDiff:
    """Tell what changed between two versions of one plan.

    Only the two documents are read and compared, whatever their groups are.

    Parameters
    ----------
    folder : path
        The corpus that holds both.
    a, b : str
        Names of the older and of the newer document. Swapping them mirrors the result.
    settings : Settings
        As of :func:`~policycompare.pipeline.compare`; ``between``, ``documents`` and ``skip_bad``
        do not matter.
    progress : callable, optional
        As of :func:`~policycompare.pipeline.compare`.

    Raises
    ------
    UsageError
        If there is no such document, or ``a`` and ``b`` are the same.
    CorpusError
        If one of the documents has no clause of the compared roles.
    ReadError, ModelError
        As of :func:`~policycompare.pipeline.compare`.
    """
    check_roles(settings.roles)
    corpus = _choose(read_corpus(Path(fspath(folder))), a, b)
    told = replace(settings, between="document", documents=(a, b), skip_bad=False)
    outlines, _ = prepare_documents(corpus, told, progress)
    for outline in outlines:
        _check_clauses(outline, settings)
    scored_part, cut = shorten_outlines(outlines, settings.roles)
    comparison = pipeline.compare_outlines(corpus, scored_part, settings=told, progress=progress)
    # The work is done in one order, so that swapping a and b mirrors it to the last tie.
    changes, targets, doubts = _find_changes(outlines, comparison)
    first, second = outlines
    if first.document.name != a:
        first, second = second, first
        changes = tuple(sorted(map(mirror_change, changes), key=_reading_order))
        targets = sort_changes([mirror_target(target) for target in targets])
    limits = _rules(comparison)
    return VersionDiff(
        a=first,
        b=second,
        changes=changes,
        target_changes=targets,
        same_threshold=limits.same_threshold,
        overlap_threshold=limits.overlap_threshold,
        settings=told,
        warnings=(*_warn(comparison, changes), *cut, *doubts),
    )


def _choose(corpus: Corpus, a: str, b: str) -> Corpus:
    """Keep two documents of a corpus."""
    names = [entry.document for entry in corpus.documents]
    for name in (a, b):
        if name not in names:
            raise UsageError(
                f"There is no document {name} in {corpus.folder}; {_hint(name, names)}"
            )
    if a == b:
        raise UsageError(
            f"A and B are both {a}, but a document does not differ from itself; give two versions."
        )
    kept = tuple(entry for entry in corpus.documents if entry.document in (a, b))
    return replace(corpus, documents=kept)


def _hint(name: str, names: Sequence[str]) -> str:
    near = get_close_matches(name, names, n=3, cutoff=0.6)
    if near:
        return f"did you mean {' or '.join(near)}?"
    more = f" and {len(names) - N_NAMES} more" if len(names) > N_NAMES else ""
    return f"choose among {', '.join(names[:N_NAMES])}{more}."


def _check_clauses(outline: Outline, settings: Settings) -> None:
    if not outline.compared(settings.roles):
        raise CorpusError(
            f"{outline.document.name} holds no clause of the roles {', '.join(settings.roles)}; "
            "look at it with `policycompare outline` or choose other roles with --roles."
        )


def _find_changes(
    outlines: Sequence[Outline], comparison: Comparison
) -> tuple[tuple[ClauseChange, ...], tuple[TargetChange, ...], tuple[str, ...]]:
    from policycompare.targets import read_targets

    roles, first = comparison.settings.roles, outlines[0].document.name
    a, b = (outline.compared(roles) for outline in outlines)
    changes = find_clause_changes(a, b, comparison.scored, _rules(comparison))
    found = read_targets((*a, *b), outlines)
    targets = find_target_changes(
        [target for target in found.targets if target.document == first],
        [target for target in found.targets if target.document != first],
        _counterparts(changes),
    )
    return changes, targets, tuple(map(str, found.warnings))


def _rules(comparison: Comparison) -> Rules:
    from policycompare.report.record import thresholds
    from policycompare.tokens import Tokenizer

    settings, limits = comparison.settings, thresholds(comparison)
    tokenizer = Tokenizer(user_dictionary=settings.user_dictionary, stop_list=settings.stop_list)
    return Rules(limits["same"], limits["overlap"], tokenizer.cut)


def _counterparts(changes: Sequence[ClauseChange]) -> Mapping[str, Set[str]]:
    found: dict[str, set[str]] = {}
    for change in changes:
        if change.a is not None and change.b is not None:
            found.setdefault(change.a.clause_id, set()).add(change.b.clause_id)
    return found


def _reading_order(change: ClauseChange) -> tuple[bool, int, int]:
    places = [clause.start if clause else -1 for clause in (change.a, change.b)]
    return change.a is None, places[0], places[1]


def _warn(comparison: Comparison, changes: Sequence[ClauseChange]) -> list[str]:
    told = list(comparison.warnings)
    if comparison.scored.n_cut:
        told.append(
            f"{comparison.scored.n_cut} pairs of clauses were not scored and count as unlike; "
            "raise --max-pairs."
        )
    return [*told, *(warning for change in changes for warning in change.warnings)]
