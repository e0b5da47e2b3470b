"""Why two clauses match, in the terminal: the rows of ``explain`` within 100 columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from rich.cells import cell_len, set_cell_size
from rich.console import Console
from rich.table import Table
from rich.text import Text

from policycompare.report.difference_rows import DIFFERENCE_PARTS, NAMED
from policycompare.report.explanation_rows import MARKS, WATERFALL, explanation_rows, split_text
from policycompare.report.labels import Language, Translate, translator
from policycompare.report.phrases import boilerplate_line, format_number, reuse_line
from policycompare.report.protocol import Row, Value
from policycompare.report.tables import build_table, print_part

if TYPE_CHECKING:
    from policycompare.explanation import Explanation

SIDE_CELLS = 10
"""Terminal columns of what each clause has by itself; the whole of it is in the other forms."""

DIFFERENCE = "· "
"""Before what tells a rival from the pair."""

STYLES = {"": "", "reuse": "green", "boilerplate": "dim"}


def print_explanation(
    explanation: Explanation, console: Console, *, language: Language = "en", fold: bool = True
) -> None:
    """Print why two clauses match, or why they do not; with ``fold`` small parts together."""
    rows = list(explanation_rows(explanation, fold=fold, language=language))
    for part in _parts(explanation, rows, translator(language)):
        print_part(console, part)


def mark_pieces(pieces: Sequence[tuple[str, str]]) -> Text:
    """Put the marks of their kind around the pieces of a text, and colour where there is any.

    Examples
    --------
    >>> mark_pieces([("支持", ""), ("企业建设", "reuse"), ("智能工厂", "")]).plain
    '支持[企业建设]智能工厂'
    """
    marked = Text()
    for text, kind in pieces:
        before, after = MARKS[kind]
        marked.append(f"{before}{text}{after}", style=STYLES[kind])
    return marked


def _parts(explanation: Explanation, rows: Sequence[Row], t: Translate) -> Iterator[Table | Text]:
    a, b, reuse = explanation.a, explanation.b, explanation.reuse
    yield Text(t("explanation", a=a.clause_id, b=b.clause_id), style="bold")
    yield _waterfall_table(rows, t)
    yield Text(t("overlapping_features"), style="dim")
    yield from _terms(explanation, rows, t)
    yield Text(reuse_line(reuse, t))
    if reuse.boilerplate:
        yield Text(boilerplate_line(reuse, t))
    for side, clause in (("a", a), ("b", b)):
        yield Text(f"\n{clause.clause_id} ({side})", style="bold")
        yield mark_pieces(split_text(explanation, side))
    yield from _differences(rows, t)
    yield from _rivals(rows, t)


def _waterfall_table(rows: Sequence[Row], t: Translate) -> Table:
    """Base, contributions, their sum, and the probability that comes of it."""
    lines = [
        [
            _sentence(row),
            _clip(row["a_value"]),
            _clip(row["b_value"]),
            format_number(row["same"], sign=row["part"] != "probability"),
            format_number(row["same_sum"]),
            format_number(row["overlap"], sign=row["part"] != "probability"),
            format_number(row["overlap_sum"]),
        ]
        for row in rows
        if row["part"] in WATERFALL
    ]
    header = [t("what_it_says"), "a", "b", t("same"), t("running_sum"), t("overlap"),
              t("running_sum")]  # fmt: skip
    return build_table(header, lines, right=range(3, 7), short=range(1, 7))


def _terms(explanation: Explanation, rows: Sequence[Row], t: Translate) -> Iterator[Text]:
    terms = ", ".join(
        f"{row['name']} {format_number(row['value'], sign=False)}"
        for row in rows
        if row["part"] == "shared term"
    )
    notes = [
        str(row["text"])
        for row in rows
        if row["part"] in ("further shared terms", "contained terms")
    ]
    every = "; ".join([terms, *notes] if terms else notes)
    yield Text(f"\n{t('shared_terms', n=len(explanation.shared_terms), terms=every)}")


def _differences(rows: Sequence[Row], t: Translate) -> Iterator[Table | Text]:
    lines = [
        [f"{row['text']} · {row['name']}" if row["part"] in NAMED else str(row["text"]),
         str(row["a_value"]), str(row["b_value"])]
        for row in rows
        if row["part"] in DIFFERENCE_PARTS
    ]  # fmt: skip
    if lines:
        yield Text(f"\n{t('differences')}", style="bold")
        yield build_table([t("what_differs"), "a", "b"], lines)


def _rivals(rows: Sequence[Row], t: Translate) -> Iterator[Table | Text]:
    lines = []
    for row in rows:
        part = str(row["part"])
        if part in ("rival for a", "rival for b"):
            name = f"{part[-1]}: {row['name']}"
            figures = [format_number(row[key], sign=False) for key in ("same", "overlap")]
            lines.append([name, str(row["text"]), *figures])
        elif part.startswith("rival for "):
            lines.append(
                [
                    "",
                    f"{DIFFERENCE}{row['text']}",
                    format_number(row["same"]),
                    format_number(row["overlap"]),
                ]
            )
    if lines:
        yield Text(f"\n{t('rivals')}", style="bold")
        header = [t(key) for key in ("rival", "rival_reasons", "same", "overlap")]
        yield build_table(header, lines, right=(2, 3), short=(0, 2, 3))


def _sentence(row: Row) -> str:
    name = row["name"] if row["part"] == "contribution" else ""
    return f"{row['text']} · {name}" if name else str(row["text"])


def _clip(value: Value) -> str:
    """Cut a text to the cells that a side may take."""
    text = str(value)
    if cell_len(text) <= SIDE_CELLS:
        return text
    return set_cell_size(text, SIDE_CELLS - 1).rstrip() + "…"
