"""The result of an evaluation: rows first, then sections, JSON and text from the same rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from math import isnan
from typing import TYPE_CHECKING, Any

from policycompare.evaluation.intervals import Interval

if TYPE_CHECKING:
    from policycompare.evaluation.coders import Agreement
    from policycompare.report.labels import Language
    from policycompare.report.protocol import Row, Value

RUNS = ("model_as_is", "folds_by_pair", "documents_left_out")
"""The model as its file has it; refitted by pairs of documents; with documents left out."""


NOTHING: Interval = (float("nan"), float("nan"))
"""The interval of a figure that has none."""


@dataclass(frozen=True)
class RunFigures:
    """Figures of one run, or of its part between two documents.

    Attributes
    ----------
    figures, intervals : mapping
        By the names of :data:`~policycompare.evaluation.weighted.FIGURE_NAMES`; NaN where
        nothing can be measured.
    n_pairs, n_same, n_partial : int
        Pairs of the gold that were tried, counted as often as they were, and their labels.
    """

    figures: Mapping[str, float]
    intervals: Mapping[str, Interval]
    n_pairs: int
    n_same: int
    n_partial: int

    def as_dict(self) -> dict[str, Any]:
        """The figures by name, with counts and intervals, as plain values."""
        return {
            **{name: _plain(value) for name, value in self.figures.items()},
            "n_pairs": self.n_pairs,
            "n_same": self.n_same,
            "n_partial": self.n_partial,
            "intervals": {
                name: [_plain(low), _plain(high)] for name, (low, high) in self.intervals.items()
            },
        }


@dataclass(frozen=True)
class Section:
    """A titled table of the report, with the columns that a reader is shown."""

    title: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Evaluation:
    """How well a corpus is aligned, by the definitions of the gold's README.

    Attributes
    ----------
    about : mapping
        Corpus, gold, model, their fingerprints, counts of clauses and pairs.
    runs : mapping of str to RunFigures
        By the names of :data:`RUNS`; a run that cannot be made is missing, and a note says why.
    document_pairs : tuple of dict
        Rows: one per run and pair of documents.
    thresholds, reliability, agreement : tuple of dict
        Rows: precision and recall by threshold; the reliability diagram; agreement of coders.
    notes : tuple of str
        What a reader of the figures should know.
    """

    about: Mapping[str, Any]
    runs: Mapping[str, RunFigures]
    document_pairs: tuple[Row, ...]
    thresholds: tuple[Row, ...]
    reliability: tuple[Row, ...]
    agreement: tuple[Row, ...]
    notes: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        """Everything as plain values; a number that cannot be measured is None."""
        return {
            **self.about,
            **{name: self.runs[name].as_dict() if name in self.runs else None for name in RUNS},
            "document_pairs": _plain_rows(self.document_pairs),
            "thresholds": _plain_rows(self.thresholds),
            "reliability": _plain_rows(self.reliability),
            "agreement": _plain_rows(self.agreement),
            "notes": list(self.notes),
        }

    def summary(self) -> str:
        """What was held against what, in one sentence."""
        about = self.about
        n_mapped = about["n_clauses"] - len(about["unmapped_clauses"])
        return (
            f"{len(about['documents'])} documents of {about['corpus']} against {about['gold']}: "
            f"{about['n_gold_pairs']} pairs of {about['n_gold_clauses']} clauses, "
            f"{about['n_same']} same, {about['n_partial']} partial; {n_mapped} of "
            f"{about['n_clauses']} clauses found stand for one of the gold, "
            f"{len(about['unfound_gold_clauses'])} of the gold were not found."
        )

    def sections(self) -> tuple[Section, ...]:
        """The tables of the report, in their order; empty ones are left out.

        Those behind the first show one run: that by pairs of documents, where it could be made.
        """
        run = "folds_by_pair" if "folds_by_pair" in self.runs else RUNS[0]
        made = (
            Section("Figures with 95 % intervals", tuple(self._figure_rows())),
            Section(
                f"Between two documents, {run}",
                tuple(_short_pair(row) for row in _of_run(self.document_pairs, run)),
            ),
            Section(f"Precision and recall by threshold, {run}", _of_run(self.thresholds, run)),
            Section(f"Reliability of the probabilities, {run}", _of_run(self.reliability, run)),
            Section("Agreement of the coders", self.agreement),
        )
        return tuple(section for section in made if section.rows)

    def rows(self) -> Iterator[Row]:
        """Every number as a row ``section, run, subject, figure, value, low, high``."""
        for name, run in self.runs.items():
            yield from _figures_as_rows("figures", name, "", run)
        for title in ("document_pairs", "thresholds", "reliability", "agreement"):
            for row in getattr(self, title):
                yield from _cells_as_rows(title, row)

    def _figure_rows(self) -> Iterator[Row]:
        names = dict.fromkeys(name for run in self.runs.values() for name in run.figures)
        for name in names:
            row: dict[str, Value] = {"figure": name}
            for run, found in self.runs.items():
                low, high = found.intervals.get(name, NOTHING)
                row[run] = show_interval(found.figures.get(name, NOTHING[0]), low, high)
            yield row

    def to_html(self, *, language: Language = "en") -> str:
        """Render summary and tables as self-contained HTML."""
        from policycompare.report.result_views import render_sections

        sections = ((section.title, section.rows) for section in self.sections())
        return render_sections(self.summary(), sections, notes=self.notes, language=language)

    def _repr_html_(self) -> str:
        return self.to_html()

    def __repr__(self) -> str:
        shown = ", ".join(
            f"{name} f1_same {run.figures['f1_same']:.3f}" for name, run in self.runs.items()
        )
        return f"<Evaluation on {self.about['gold']}: {shown}>"


COLUMNS = ("section", "run", "subject", "figure", "value", "low", "high")
"""Columns of :meth:`Evaluation.rows`."""

_SUBJECTS = ("run", "a", "b", "relation", "threshold", "bin")
"""Columns that say what a row is about; the others are its figures."""


def show_interval(value: float, low: float, high: float) -> str:
    """A figure with its interval, three decimals; empty if it cannot be measured."""
    if isnan(value):
        return ""
    return f"{value:.3f}" if isnan(low) else f"{value:.3f} [{low:.3f}, {high:.3f}]"


def agreement_rows(found: Sequence[Agreement]) -> tuple[Row, ...]:
    """Rows of the agreement of coders."""
    return tuple(asdict(one) for one in found)


def pair_row(run: str, a: str, b: str, found: RunFigures) -> Row:
    """The row of one pair of documents; ``NAME_low`` and ``NAME_high`` bound the F1s."""
    row: dict[str, Value] = {
        "run": run,
        "a": a,
        "b": b,
        "n_same": found.n_same,
        "n_partial": found.n_partial,
    }
    for name, value in found.figures.items():
        row[name] = value
        if name in found.intervals:
            row[f"{name}_low"], row[f"{name}_high"] = found.intervals[name]
    return row


def _of_run(rows: Sequence[Row], run: str) -> tuple[Row, ...]:
    """The rows of one run, without its name."""
    return tuple(
        {name: value for name, value in row.items() if name != "run"}
        for row in rows
        if row["run"] == run
    )


def _short_pair(row: Row) -> Row:
    short = {name: row[name] for name in ("a", "b", "n_same", "n_partial")}
    for name in ("f1_same", "f1_any"):
        value, low, high = (_number(row.get(name + end)) for end in ("", "_low", "_high"))
        short[name] = show_interval(value, low, high)
    return {**short, "false_gap_rate": row["false_gap_rate"]}


def _number(value: Value) -> float:
    return float("nan") if value is None else float(value)


def _figures_as_rows(section: str, run: str, subject: str, found: RunFigures) -> Iterator[Row]:
    for name, value in found.figures.items():
        low, high = found.intervals.get(name, NOTHING)
        yield dict(zip(COLUMNS, (section, run, subject, name, value, low, high), strict=True))


def _cells_as_rows(section: str, row: Row) -> Iterator[Row]:
    subject = " ".join(str(row[name]) for name in _SUBJECTS[1:] if name in row)
    for name, value in row.items():
        if name not in _SUBJECTS and not name.endswith(("_low", "_high")):
            bounds = row.get(f"{name}_low"), row.get(f"{name}_high")
            cells = (section, row.get("run", ""), subject, name, value, *bounds)
            yield dict(zip(COLUMNS, cells, strict=True))


def _plain(value: Any) -> Any:
    if not isinstance(value, float):
        return value
    return None if isnan(value) else round(value, 6)


def _plain_rows(rows: Sequence[Row]) -> list[dict[str, Any]]:
    return [{name: _plain(value) for name, value in row.items()} for row in rows]
