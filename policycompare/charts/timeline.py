"""Timeline: when each shared measure came up, and in whose text."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from policycompare.charts import timeline_layers as layers
from policycompare.charts.parts import (
    GroupColours,
    Spec,
    base,
    distinct,
    empty,
    number,
    shortened,
)
from policycompare.datamodel import Adoption, MeasureDiffusion
from policycompare.report.diffusion_rows import DRAFT, adoptions_of
from policycompare.report.labels import Translate
from policycompare.report.protocol import ComparisonLike, Row
from policycompare.report.values import joined

NAME = "timeline"

COLUMNS = (
    "measure_id",
    "label",
    "n_groups",
    "group",
    "group_number",
    "document",
    "issued",
    "first",
    "last",
    "role",
    "lag_min",
    "lag_max",
    "draft",
    "clauses",
    "headings",
    "link",
)
"""Columns of the rows."""

MOST_MEASURES = 40
"""Measures that are drawn, those of most groups; the subtitle counts the others."""

N_MOVERS = 3
"""Groups that the description names as first."""


def rows(comparison: ComparisonLike) -> list[Row]:
    """Each group's first text of each shared measure, by measure, in the order of adoption.

    ``first`` and ``last`` are the days between which the text was issued, empty where its date is
    not known. ``role`` is ``first`` (earlier than all others for certain), ``first_dated``
    (earlier than all others that are dated), ``adopter`` (later than a first), ``unordered`` (it
    is not certain who is first) or ``undated``.
    """
    status = {o.document.name: o.document.metadata.status for o in comparison.outlines}
    measures = {measure.measure_id: measure for measure in comparison.findings.measures}
    found: list[Row] = []
    for adoption in adoptions_of(comparison):
        if len(adoption.adoptions) < 2:
            continue
        clauses = [comparison.clauses[i] for i in measures[adoption.measure_id].clauses]
        for one, lag in zip(adoption.adoptions, adoption.lags, strict=True):
            moment = one.moment
            first, last = (moment.first, moment.last) if moment else (None, None)
            own = [clause for clause in clauses if clause.document == one.document]
            found.append(
                {
                    "measure_id": adoption.measure_id,
                    "label": adoption.label,
                    "n_groups": len(adoption.adoptions),
                    "group": one.group,
                    "group_number": comparison.group_order.index(one.group),
                    "document": one.document,
                    "issued": one.issued,
                    "first": first.isoformat() if first else "",
                    "last": last.isoformat() if last else "",
                    "role": _role(adoption, one),
                    "lag_min": lag[0] if lag else None,
                    "lag_max": lag[1] if lag else None,
                    "draft": status[one.document] == DRAFT,
                    "clauses": joined(clause.clause_id for clause in own),
                    "headings": joined(clause.heading or clause.text[:30] for clause in own),
                    "link": f"#{adoption.measure_id}",
                }
            )
    return found


def _role(found: MeasureDiffusion, one: Adoption) -> str:
    if one.moment is None:
        return "undated"
    if found.first_dated is None:
        return "unordered"
    if one.group == found.first_dated:
        return "first" if found.first_mover == one.group else "first_dated"
    return "adopter"


def spec(rows: Sequence[Row], t: Translate) -> Spec:
    """Draw measures as lines from the first text to those that have it later."""
    title = t("chart_timeline")
    if not rows:
        return empty(NAME, title, t("chart_timeline_unshared"))
    if not any(_has_date(row) for row in rows):
        return empty(NAME, title, t("chart_timeline_no_dates"))
    every = distinct(rows, "measure_id")
    shown = set(_chosen(rows))
    groups = GroupColours(rows, t)
    marks = _marks([row for row in rows if row["measure_id"] in shown], groups, t)
    picture = layers.Picture(marks, groups, t)
    notes = [t("chart_timeline_subtitle")]
    if any(mark["role"] == "unordered" for mark in marks):
        notes.append(t("chart_timeline_uncertain"))
    undated = [mark for mark in marks if not _has_date(mark)]
    if undated:
        names = distinct(undated, "document")
        told = joined(names) if len(names) <= layers.MOST_ASIDE else t("chart_texts", n=len(names))
        notes.append(t("chart_timeline_undated", documents=told))
    if len(shown) < len(every):
        notes.append(t("chart_first_measures", n=len(shown), of=len(every)))
    started = base(
        NAME,
        title,
        subtitle=t("chart_joint").join(notes),
        description=_description(rows, t),
        pixels=picture.pixels,
    )
    return {**started, **picture.spec()}


def _has_date(row: Row) -> bool:
    return bool(row["first"] or row["last"])


def _chosen(rows: Sequence[Row]) -> list[str]:
    """Measures of most groups, ties by their number."""
    size = {str(row["measure_id"]): number(row, "n_groups") for row in rows}
    place = {measure: i for i, measure in enumerate(size)}
    return sorted(size, key=lambda m: (-size[m], place[m]))[:MOST_MEASURES]


def _description(rows: Sequence[Row], t: Translate) -> str:
    counts: dict[str, int] = {}
    for row in rows:
        if row["role"] in ("first", "first_dated"):
            counts[str(row["group"])] = counts.get(str(row["group"]), 0) + 1
    best = sorted(counts, key=lambda group: -counts[group])[:N_MOVERS]
    return t(
        "chart_timeline_described",
        n=len(distinct(rows, "measure_id")),
        n_documents=len(distinct(rows, "document")),
        movers=", ".join(f"{group} {counts[group]}" for group in best) or t("nobody"),
    )


def _marks(shown: Sequence[Row], groups: GroupColours, t: Translate) -> list[Row]:
    """The rows with what is shown of them, measures that came up first on top."""
    order = {measure: i for i, measure in enumerate(sorted_measures(shown))}
    marks: list[Row] = []
    for row in shown:
        middle, start, end = interval(str(row["first"]), str(row["last"]))
        marks.append(
            {
                **row,
                "place": order[str(row["measure_id"])],
                "name": f"{row['measure_id']} {shortened(str(row['label']), layers.LABEL_EM)}",
                "group_key": groups.keys[str(row["group"])],
                "date": middle,
                "start": start,
                "end": end,
                "issued_word": row["issued"] or t("chart_undated"),
                "role_word": t(f"chart_role_{row['role']}"),
                "status_word": t("chart_status_draft" if row["draft"] else "chart_status_final"),
            }
        )
    return sorted(marks, key=lambda mark: number(mark, "place"))


def sorted_measures(rows: Sequence[Row]) -> list[str]:
    """Measures by the day of their first dated text, then those of most groups."""
    first: dict[str, str] = {}
    size: dict[str, float] = {}
    for row in rows:
        measure, day = str(row["measure_id"]), str(row["first"] or row["last"] or "9999")
        first[measure] = min(first.get(measure, "9999"), day)
        size[measure] = number(row, "n_groups")
    place = {measure: i for i, measure in enumerate(size)}
    return sorted(size, key=lambda m: (first[m], -size[m], place[m]))


def interval(first: str, last: str) -> tuple[int | None, int | None, int | None]:
    """Middle, start and end of the days that a date may mean, as instants of Vega.

    An open side has no length.

    Examples
    --------
    >>> interval("1970-01-01", "1970-01-03"), interval("1970-01-02", "1970-01-02")
    ((86400000, 0, 259200000), (86400000, 86400000, 86400000))
    >>> interval("", "")
    (None, None, None)
    """
    if not first and not last:
        return None, None, None
    start, end = (date.fromisoformat(day) for day in (first or last, last or first))
    middle = start + (end - start) // 2
    after = layers.instant(end) + (layers.DAY if end > start else 0)
    return layers.instant(middle), layers.instant(start), after
