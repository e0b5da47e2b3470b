"""The run record: what a reader needs to trust, cite and repeat a run.

It holds no clock and no path of the machine, so the same input gives the same record.
"""

from __future__ import annotations

import platform
from collections import Counter
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from policycompare import boilerplate, reuse
from policycompare._version import __version__
from policycompare.findings import MERGE_THRESHOLD
from policycompare.report.name_rows import names_of
from policycompare.report.protocol import ComparisonLike
from policycompare.report.summaries import coverage_rows, document_rows
from policycompare.report.target_rows import count_groups, places_of

LIBRARIES = (
    "charset-normalizer",
    "cn2an",
    "jieba",
    "numpy",
    "opencc",
    "pypinyin",
    "rapidfuzz",
    "rjieba",
    "scikit-learn",
    "scipy",
)
"""Libraries whose version may change a figure."""


def build_record(comparison: ComparisonLike) -> dict[str, Any]:
    """Build the run record as plain values for JSON."""
    checked, short = names_of(comparison), build_short_record(comparison)
    head = list(short)[: list(short).index("candidates") + 1]
    return {
        **{key: short[key] for key in head},
        "documents": list(document_rows(comparison)),
        "corrected_outlines": short["corrected_outlines"],
        "skipped_documents": short["skipped_documents"],
        "coverage": list(coverage_rows(comparison)),
        "names": {
            "n_hints": len(checked.hints),
            "n_explained": checked.n_excused,
            "not_checked": dict(checked.undone),
        },
        "warnings": short["warnings"],
        "target_warnings": list(map(str, comparison.target_reading.warnings)),
    }


def build_short_record(comparison: ComparisonLike) -> dict[str, Any]:
    """Build the record of a run that writes its large tables only.

    Documents and coverage are tables of their own there, and names of places are not looked for.
    """
    return {
        "program": {"name": "policycompare", "version": __version__},
        "python": platform.python_version(),
        "libraries": {name: _version_of(name) for name in LIBRARIES},
        "settings": comparison.settings.as_dict(),
        "embedder": comparison.embedder,
        "thresholds": thresholds(comparison),
        "quality": quality(comparison),
        "counts": counts(comparison),
        "candidates": {
            "n_scored": len(comparison.scored.a),
            "n_cut": int(comparison.scored.n_cut),
        },
        "corrected_outlines": [o.document.name for o in comparison.outlines if o.corrected],
        "skipped_documents": [_plain(skipped) for skipped in comparison.skipped_documents],
        "warnings": list(comparison.warnings),
    }


def thresholds(comparison: ComparisonLike) -> dict[str, float]:
    """List the thresholds in force: in [0, 1], but characters and documents are counted."""
    settings, model = comparison.settings, comparison.model
    same, overlap = settings.same_threshold, settings.overlap_threshold
    return {
        "same": model.same_threshold if same is None else same,
        "overlap": model.overlap_threshold if overlap is None else overlap,
        "measure_merge": MERGE_THRESHOLD,
        "reuse_min_span": reuse.MIN_SPAN,
        "boilerplate_min_documents": boilerplate.MIN_DOCUMENTS,
        "wording_copied": reuse.COPIED_SHARE,
        "wording_adapted": reuse.ADAPTED_SHARE,
    }


def quality(comparison: ComparisonLike) -> dict[str, Any]:
    """Tell what was measured of the model and on what: its file's own words."""
    model = comparison.model
    return {"model": model.name, **{key: _plain(v) for key, v in model.provenance.items()}}


def counts(comparison: ComparisonLike) -> dict[str, int]:
    """Count what was read, compared and found."""
    reading = comparison.target_reading
    n_promising = count_groups(reading.targets, places_of(comparison).group_of)
    return {
        **counts_of_clauses(comparison),
        "n_targets": len(reading.targets),
        "n_shared_indicators": sum(n > 1 for n in n_promising.values()),
        "n_target_warnings": len(reading.warnings),
    }


def counts_of_clauses(comparison: ComparisonLike) -> dict[str, int]:
    """Count documents, clauses and what was found of them: all but the targets, which take long."""
    findings = comparison.findings
    relations = Counter(link.relation for link in comparison.links)
    states = findings.count_gaps()
    return {
        "n_documents": len(comparison.outlines),
        "n_skipped_documents": len(comparison.skipped_documents),
        "n_groups": len(comparison.group_order),
        "n_clauses": sum(len(outline.clauses) for outline in comparison.outlines),
        "n_compared": len(comparison.clauses),
        "n_same": relations["same"],
        "n_partial": relations["partial"],
        "n_measures": len(findings.measures),
        "n_overlaps": sum(len(measure.groups) > 1 for measure in findings.measures),
        "n_gaps_absent": states["absent"],
        "n_gaps_partial": states["partial"],
    }


def _version_of(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:  # an optional library that is not installed is told as null
        return None


def _plain(value: Any) -> Any:
    """Turn a value into one that JSON knows."""
    if isinstance(value, dict):
        return {str(key): _plain(entry) for key, entry in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(entry) for entry in value]
    return value if isinstance(value, str | int | float | bool | None) else str(value)
