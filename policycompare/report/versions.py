"""What changed between two versions, in the terminal: targets first, then clauses, then wording."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table
from rich.text import Text

from policycompare.datamodel import COMPARATOR_SIGNS
from policycompare.report.labels import Language, Translate, translator
from policycompare.report.parts import make_title
from policycompare.report.protocol import Row, Value
from policycompare.report.tables import build_table, print_part
from policycompare.report.target_rows import plain_number
from policycompare.report.values import written
from policycompare.report.version_rows import ADDED, REMOVED, clause_change_rows, target_change_rows
from policycompare.report.wrapping import wrap_text

if TYPE_CHECKING:
    from policycompare.datamodel.versions import ClauseChange, Mark
    from policycompare.versions import VersionDiff

STATES = ("kept", "reworded", "moved", "merged", "split", "new", "dropped")
TARGET_STATES = ("changed", "new", "dropped", "kept")

CONTEXT = 8
"""Characters shown on either side of a change; longer equal text is shortened to …."""

EXCERPT = 60
"""Characters shown of a clause that is new or dropped."""

OPENING = 12
"""Characters that stand for a clause without a heading, as in the outline."""


# The shortened context begins and ends with no piece of a number.
_HEAD_REST, _TAIL_REST = re.compile(r"[0-9.,%]+$"), re.compile(r"^[0-9.,%]+")

# A path that repeats one of its document ends so.
_REPEATED = re.compile(r"~\d+$")

STYLES = {"a": "red strike", "b": "green underline"}


def print_versions(
    found: VersionDiff, console: Console, *, language: Language = "en", full: bool = False
) -> None:
    """Print what changed; with ``full`` the marked texts whole."""
    t = translator(language)
    for part in _parts(found, t, full, console.width):
        print_part(console, part)


def headlines(found: VersionDiff, t: Translate) -> list[str]:
    """Title, count of clauses by state and count of targets by state."""
    clauses: Counter[str] = Counter(change.state for change in found.changes)
    n_a, n_b = (
        len({c.clause_id for change in found.changes if (c := getattr(change, side)) is not None})
        for side in "ab"
    )
    targets: Counter[str] = Counter(change.state for change in found.target_changes)
    told = t("versions_targets", states=_count(targets, TARGET_STATES, t))
    return [
        t("versions", a=found.a.document.name, b=found.b.document.name),
        t("versions_clauses", n_a=n_a, n_b=n_b, states=_count(clauses, STATES, t)),
        told if targets else t("versions_no_targets"),
    ]


def target_line(row: Row, t: Translate) -> list[str]:
    """Cells of one target: indicator, both values, what differs, both clauses."""
    aspects = [t(f"aspect_{aspect}") for aspect in str(row["aspects"]).split("; ") if aspect]
    return [
        str(row["indicator"]),
        show_quantity(row, "a"),
        show_quantity(row, "b"),
        t("list_comma").join(aspects),
        " → ".join(_path(row[f"{side}_clause"]) for side in "ab" if row[f"{side}_clause"]),
    ]


def show_quantity(row: Row, side: str) -> str:
    """Show a target's quantity as ``≥2000家 (2025)``; – where this version has none.

    Examples
    --------
    >>> row = {"a_value": 2000.0, "a_value_max": None, "a_unit": "家", "a_comparator": ">=",
    ...        "a_deadline_year": 2025, "a_scope": ""}
    >>> show_quantity(row, "a")
    '≥2000家 (2025)'
    """
    value, upper = row[f"{side}_value"], row[f"{side}_value_max"]
    if value is None:
        return "–"
    number = _number(value) if upper is None else f"{_number(value)}–{_number(upper)}"
    sign = COMPARATOR_SIGNS.get(str(row[f"{side}_comparator"]), "")
    year = row[f"{side}_deadline_year"]
    end = f" ({year})" if year is not None else ""
    return f"{row[f'{side}_scope']}{sign}{number}{row[f'{side}_unit']}{end}"


def clause_line(row: Row, t: Translate) -> list[str]:
    """Cells of one clause: state, its text, both clauses, probability of same, similarity."""
    alone = row["state"] in ("new", "dropped")
    return [
        t(f"version_{row['state']}"),
        t(f"version_{row['change']}") if row["state"] == "moved" else "",
        _named(row, "a"),
        _named(row, "b"),
        "" if alone else _share(row["p_same"]),
        "" if alone else _share(row["similarity"]),
    ]


def alone_line(row: Row, t: Translate) -> list[str]:
    """Cells of a new or dropped clause: state, clause and text, nearest clause, probability."""
    side = "b" if row["state"] == "new" else "a"
    text = " ".join(str(row[f"{side}_quote"]).split())
    excerpt = text if len(text) <= EXCERPT else f"{text[:EXCERPT]}…"
    nearest = _named(row, "nearest")
    told = t(f"nearest_{row['nearest_state']}")
    state = t(f"version_{row['state']}")
    return [state, excerpt, nearest, told, _share(row["p_overlap"])]


def shorten_marks(marks: Sequence[Mark], context: int = CONTEXT) -> list[tuple[str, str]]:
    """Give (kind, text) pieces, kind ``""``, ``a`` or ``b``; long equal text becomes ….

    Examples
    --------
    >>> from policycompare.datamodel.versions import Mark
    >>> shorten_marks([Mark("equal", "甲乙丙丁", "甲乙丙丁"), Mark("added", "", "戊")], context=1)
    [('', '…丁'), ('b', '戊')]
    """
    pieces: list[tuple[str, str]] = []
    for i, mark in enumerate(marks):
        if mark.kind == "equal":
            head = _HEAD_REST.sub("", mark.a[:context]) if i > 0 else ""
            tail = mark.a[len(mark.a) - context :] if i < len(marks) - 1 else ""
            tail = _TAIL_REST.sub("", tail)
            short = f"{head}…{tail}"
            pieces.append(("", short if len(short) < len(mark.a) else mark.a))
        else:
            pieces += [(side, text) for side, text in (("a", mark.a), ("b", mark.b)) if text]
    return pieces


def changed_wording(found: VersionDiff) -> Iterator[ClauseChange]:
    """Clauses whose wording changed and that have a counterpart."""
    return (c for c in found.changes if any(mark.kind != "equal" for mark in c.marks))


def _parts(found: VersionDiff, t: Translate, full: bool, width: int) -> Iterator[Table | Text]:
    title, *counts = headlines(found, t)
    yield Text(title, style="bold")
    yield from (Text(line) for line in counts)
    yield from _targets(list(target_change_rows(found)), found, t)
    rows = list(clause_change_rows(found))
    yield make_title(t("versions_states"))
    names = [outline.document.name for outline in (found.a, found.b)]
    header = [t("state"), t("its_text"), *names, t("p_same"), t("similarity")]
    lines = [clause_line(row, t) for row in rows]
    yield build_table(header, lines, right=(4, 5), short=(0, 1, 4, 5))
    yield from _alone([row for row in rows if row["nearest_clause"]], t)
    yield from (wrap_text(text, width) for text in _wording(found, t, full))


def _targets(rows: Sequence[Row], found: VersionDiff, t: Translate) -> Iterator[Table | Text]:
    for state in ("changed", "new", "dropped"):
        lines = [target_line(row, t) for row in rows if row["state"] == state]
        if not lines:
            if state == "changed" and rows:
                yield make_title(t("no_targets_changed"))
            continue
        yield make_title(t(f"targets_{state}"))
        header = [t("indicator"), found.a.document.name, found.b.document.name]
        header += [t("differs_in"), t("clauses_of_both")]
        columns = {"changed": (0, 1, 2, 3, 4), "new": (0, 2, 4), "dropped": (0, 1, 4)}[state]
        yield build_table(
            [header[k] for k in columns], [[line[k] for k in columns] for line in lines]
        )
    n_kept = sum(row["state"] == "kept" for row in rows)
    if n_kept:
        yield Text(t("targets_kept", n=n_kept))


def _alone(rows: Sequence[Row], t: Translate) -> Iterator[Table | Text]:
    if rows:
        yield make_title(t("versions_alone"))
        header = [t("state"), t("text"), t("nearest"), "", t("p_overlap")]
        yield build_table(header, [alone_line(row, t) for row in rows], right=(4,), short=(0, 3, 4))


def _wording(found: VersionDiff, t: Translate, full: bool) -> Iterator[Text]:
    changes = list(changed_wording(found))
    if not changes:
        return
    yield make_title(t("versions_wording_full" if full else "versions_wording"))
    for change in changes:
        assert change.a is not None
        assert change.b is not None
        yield Text(f"\n{change.a.path} → {change.b.path}", style="bold")
        longest = max(len(mark.a) for mark in change.marks)
        yield _mark(shorten_marks(change.marks, longest if full else CONTEXT))


def _mark(pieces: Iterable[tuple[str, str]]) -> Text:
    marked = Text()
    for kind, text in pieces:
        signed = {"a": REMOVED, "b": ADDED}.get(kind, "{}").format(text)
        marked.append(signed, style=STYLES.get(kind, ""))
    return marked


def _count(counts: Mapping[str, int], order: Sequence[str], t: Translate) -> str:
    told = (t("n_of_state", n=counts[s], state=t(f"version_{s}")) for s in order if counts[s])
    return t("list_comma").join(told)


def _named(row: Row, side: str) -> str:
    """Path and heading of a clause; without a heading the first words of its text."""
    if not row[f"{side}_clause"]:
        return "–"
    path = _path(row[f"{side}_clause"])
    return f"{path} {row[f'{side}_heading'] or _opening(str(row[f'{side}_quote']), path)}"


def _opening(quote: str, path: str) -> str:
    """First words of a clause behind its numbering, which the path tells already.

    Examples
    --------
    >>> _opening("第三条 智慧养老。建设养老信息平台", "第三条")
    '智慧养老。建设养老信息平'
    >>> _opening("(2)建设园区", "一(2)")
    '建设园区'
    """
    text = " ".join(unicodedata.normalize("NFKC", quote).split())
    number = _REPEATED.sub("", path)
    begins = (number[at:] for at in range(len(number)))
    marker = next((begin for begin in begins if text.startswith(begin)), "")
    return text[len(marker) :].lstrip(" .、,。:)")[:OPENING]


def _path(clause_id: Value) -> str:
    return str(clause_id).partition("/")[2]


def _share(value: Value) -> str:
    return f"{value:.2f}" if isinstance(value, float) else ""


def _number(value: Value) -> str:
    assert isinstance(value, int | float)
    return written(plain_number(value))
