"""The parts of the terminal report on diffusion and on names of other places."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from rich.text import Text

from policycompare.report.diffusion_rows import DRAFT, adoption_rows, dyad_rows
from policycompare.report.labels import Translate
from policycompare.report.name_rows import name_rows, names_of
from policycompare.report.parts import Parts, make_title, tell_more
from policycompare.report.protocol import ComparisonLike, Row
from policycompare.report.tables import build_table

N_DYADS = 8
"""Dyads shown, those with most literal reuse."""

N_NAMES = 10
"""Hints shown, strong ones first."""


def diffusion_parts(comparison: ComparisonLike, t: Translate, folder: Path | None) -> Parts:
    """Yield the section on who had shared measures first and what texts share word for word."""
    rows = list(dyad_rows(comparison))
    if not rows:
        yield make_title(t("no_dyads"))
        return
    orders = Counter(str(row["order"]) for row in rows)
    counts = {f"n_{name}": orders[name] for name in ("certain", "same_day", "uncertain", "unknown")}
    yield make_title(t("diffusion", n=len(rows), **counts))
    yield from _notes(comparison, rows, t)
    shared = sorted((row for row in rows if _literal(row) > 0), key=_literal, reverse=True)
    if shared:
        yield Text(t("most_reuse"))
        header = ["", "a", "", "b"]
        header += [t(key) for key in ("reuse_of_a", "reuse_of_b", "wording", "level_relation")]
        header.append(t("beyond_parent"))
        cells = [_dyad_cells(row, t) for row in shared[:N_DYADS]]
        yield build_table(header, cells, right=(4, 5, 8), short=(0, 4, 5))
    yield from tell_more(t, len(rows) - min(len(shared), N_DYADS), "dyads.csv", folder)


def _notes(comparison: ComparisonLike, rows: list[Row], t: Translate) -> Iterator[Text]:
    shared = [row for row in adoption_rows(comparison) if _number(row["n_groups"]) > 1]
    movers = Counter(str(row["first_mover"]) for row in shared if row["first_mover"])
    told = ", ".join(f"{name} {movers[name]}" for name in comparison.group_order if movers[name])
    yield Text(t("first_movers", n_known=movers.total(), n=len(shared), movers=told or t("nobody")))
    metadata = [outline.document.metadata for outline in comparison.outlines]
    undated = [entry.document for entry in metadata if not entry.issued]
    drafts = [entry.document for entry in metadata if entry.status == DRAFT]
    no_level = [entry.document for entry in metadata if not entry.level]
    for key, documents in (("undated", undated), ("no_level", no_level), ("drafts", drafts)):
        if documents:
            yield Text(t(key, documents=_listed(documents)))
    states = Counter(str(row["parent_state"]) for row in rows)
    kinds = ("covered", "partly", "absent", "unknown")
    n_earlier = sum(row["parent_earlier"] == "yes" for row in rows)
    yield Text(t("parents", n_earlier=n_earlier, **{kind: states[kind] for kind in kinds}))
    yield Text(t("diffusion_note"))


def _dyad_cells(row: Row, t: Translate) -> list[str]:
    order = str(row["order"])
    between = _days(row, t) if order == "certain" else t(f"order_{order}")
    return [
        str(row["measure"]),
        f"{row['a_document']} {row['a_issued']}".strip(),
        between,
        f"{row['b_document']} {row['b_issued']}".strip(),
        _percent(row["shared_a"]),
        _percent(row["shared_b"]),
        t(str(row["wording"])),
        t(str(row["relation"])),
        t("unknown") if row["beyond_parent_b"] is None else _percent(row["beyond_parent_b"]),
    ]


def _days(row: Row, t: Translate) -> str:
    least, most = row["days_min"], row["days_max"]
    return t("days_later", days=least if least == most else f"{least}–{most}")


def _literal(row: Row) -> float:
    """The larger share of shared text, boilerplate included."""
    return max(_number(row["shared_a"]), _number(row["shared_b"]))


def name_parts(comparison: ComparisonLike, t: Translate, folder: Path | None) -> Parts:
    """Yield the section on names of other places."""
    checked = names_of(comparison)
    rows = sorted(name_rows(comparison), key=lambda row: row["strength"] != "strong")
    if len(checked.undone) < len(comparison.outlines):
        n_strong = sum(row["strength"] == "strong" for row in rows)
        counts = {"n_strong": n_strong, "n_weak": len(rows) - n_strong}
        yield make_title(t("names", **counts, n_explained=checked.n_excused))
    if rows:
        columns = ("clause_id", "name", "strength", "division_of", "context", "linked_clause")
        header = [t("clause" if name == "clause_id" else name) for name in columns]
        cells = [[str(row[name]) for name in columns] for row in rows[:N_NAMES]]
        for line, row in zip(cells, rows, strict=False):
            line[0] = line[0] or f"{row['document']} ({t(str(row['part']))})"
            line[2] = t(line[2])
        yield build_table(header, cells, short=(2,))
        yield from tell_more(t, len(rows) - N_NAMES, "names.csv", folder)
    if checked.undone:
        blank = "\n" if len(checked.undone) == len(comparison.outlines) else ""
        yield Text(blank + t("names_undone", documents=_listed(list(checked.undone))))


def _listed(names: list[str], limit: int = 12) -> str:
    more = f", … (+{len(names) - limit})" if len(names) > limit else ""
    return ", ".join(names[:limit]) + more


def _percent(value: object) -> str:
    return f"{_number(value):.0%}"


def _number(value: object) -> float:
    return float(value) if isinstance(value, int | float) else 0.0
