"""Views of corpus, document, outline and clause: what a notebook shows of one text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from policycompare.report.folding import FoldedTable, fold_table
from policycompare.report.labels import Language, Translate, translator
from policycompare.report.notebook import render_view
from policycompare.report.pages import INDENT, outline_rows
from policycompare.report.protocol import Row

if TYPE_CHECKING:
    from policycompare.corpus import Corpus
    from policycompare.datamodel import Clause, Document, Metadata, NormalizedText, Outline, Unit

Facts = list[tuple[str, str]]
"""Names with what they are."""

N_ENTRIES = 40
"""Entries of an outline that are seen before it is unfolded."""

MANIFEST_FACTS = ("title", "jurisdiction", "level", "issuer", "issued", "horizon", "status")
"""What the manifest says of each document of a corpus."""


class Entry(NamedTuple):
    """A line of the outline, with the text of the clause that it opens."""

    line: str
    level: int
    role: str
    clause_id: str
    n_chars: object
    start: object
    end: object
    warnings: str
    text: str


def render_corpus(corpus: Corpus, *, language: Language = "en") -> str:
    """Render a corpus: its documents with what the manifest says of them, and its warnings."""
    t = translator(language)
    headings = [t("document"), *(t(f"view_{name}") for name in (*MANIFEST_FACTS, "file"))]
    rows = [
        [entry.document, *(_fact(entry, name) for name in MANIFEST_FACTS), entry.file]
        for entry in corpus.documents
    ]
    documents = fold_table(headings, rows, n_first=20)
    return render_view("corpus.html", language=language, corpus=corpus, documents=documents)


def render_document(document: Document, *, language: Language = "en") -> str:
    """Render a document: metadata, script, damage, and its text to unfold."""
    from policycompare.normalize import normalize_text

    t = translator(language)
    normalized = normalize_text(document.text)
    facts = [*_metadata_facts(document.metadata, t), *_text_facts(document, normalized, t)]
    damage = _edits(normalized, t, damage_only=True)
    return render_view(
        "document.html", language=language, document=document, facts=facts, damage=damage
    )


def render_normalized(normalized: NormalizedText, *, language: Language = "en") -> str:
    """Render a normalized text: what was changed step by step, damage, and both texts."""
    t = translator(language)
    title = t(
        "view_normalized",
        n=len(normalized.text),
        n_source=len(normalized.source),
        n_edits=sum(len(step.edits) for step in normalized.steps),
        n_steps=len(normalized.steps),
    )
    facts = [(t("script"), t(normalized.script)), (t("view_damaged"), damage_line(normalized, t))]
    edits = _edits(normalized, t)
    values = {"title": title, "facts": facts, "edits": edits, "normalized": normalized}
    return render_view("normalized.html", language=language, **values)


def render_outline(outline: Outline, *, language: Language = "en") -> str:
    """Render an outline: a tree with roles, numbering, warnings, and the clauses to unfold."""
    t = translator(language)
    document, normalized = outline.document, outline.normalized
    counts = {
        "n_headings": len(outline.headings),
        "n_clauses": len(outline.clauses),
        "n_skips": len(outline.skipped),
    }
    entries = list(_entries(outline))
    n_first = N_ENTRIES if len(entries) > N_ENTRIES + 1 else len(entries)
    skipped = (
        (skip.reason, f"{skip.start}–{skip.end}", document.text[skip.start : skip.end].strip())
        for skip in outline.skipped
    )
    return render_view(
        "outline.html",
        language=language,
        title=t("view_outline", document=document.name, **counts),
        facts=[
            *_metadata_facts(document.metadata, t, unknown=False),
            *_text_facts(document, normalized, t),
        ],
        warnings=(*document.warnings, *outline.warnings),
        first=entries[:n_first],
        further=entries[n_first:],
        n_skips=len(outline.skipped),
        skipped=fold_table([t("view_reason"), t("view_place"), t("view_text")], skipped),
        damage=_edits(normalized, t, damage_only=True),
        damage_line=damage_line(normalized, t),
    )


def render_clause(clause: Clause, *, language: Language = "en") -> str:
    """Render a clause: heading, role, text, units, and where it stands in its source."""
    t = translator(language)
    facts = [
        (t("clause"), clause.clause_id),
        (t("document"), " · ".join(filter(None, (clause.document, clause.jurisdiction)))),
        (t("view_path"), clause.path),
        (t("view_section"), clause.section),
        (t("view_lead_units"), _names(clause.lead_units)),
        (t("view_responsible_units"), _names(clause.responsible_units)),
        (t("view_length"), t("view_n_characters", n=clause.n_chars)),
        (t("view_source_place"), t("view_span", start=clause.start, end=clause.end)),
    ]
    facts = [(name, value or t("view_none")) for name, value in facts]
    return render_view("clause.html", language=language, clause=clause, facts=facts)


def damage_line(normalized: NormalizedText, t: Translate) -> str:
    """Count the damaged places that were repaired and those that were only flagged."""
    n_flagged = sum(place.repair is None for place in normalized.damage)
    return t("view_damage", n_repaired=len(normalized.damage) - n_flagged, n_flagged=n_flagged)


def _entries(outline: Outline) -> Iterator[Entry]:
    texts = {clause.clause_id: clause.text for clause in outline.clauses}
    for row in outline_rows(outline):
        line = str(row["outline"])
        depth = (len(line) - len(line.lstrip(" "))) // len(INDENT)
        yield Entry(
            line.strip(),
            min(depth + 1, 5),
            str(row["role"]),
            str(row["clause_id"]),
            row["n_chars"],
            row["start"],
            row["end"],
            str(row["warnings"]),
            texts.get(str(row["clause_id"]), ""),
        )


def _edits(normalized: NormalizedText, t: Translate, *, damage_only: bool = False) -> FoldedTable:
    from policycompare.explained import edit_rows

    rows: Iterator[Row] = edit_rows(normalized)
    headings = [t(f"view_{name}") for name in ("step", "place", "before", "after", "message")]
    cells = (
        (
            str(row["step"]),
            f"{row['start']}–{row['end']}",
            row["before"],
            row["after"],
            row["message"],
        )
        for row in rows
        if not damage_only or str(row["step"]).startswith("damage")
    )
    return fold_table(headings, cells)


def _metadata_facts(metadata: Metadata, t: Translate, *, unknown: bool = True) -> Facts:
    names = ("title", "jurisdiction", "level", "parent", "issuer", "issued", "horizon", "status")
    facts = [(t(f"view_{name}"), _fact(metadata, name)) for name in (*names, "file", "note")]
    facts += [(name, value) for name, value in metadata.extra.items()]
    if not unknown:
        return [(name, value) for name, value in facts if value]
    return [(name, value or t("view_unknown")) for name, value in facts]


def _text_facts(document: Document, normalized: NormalizedText, t: Translate) -> Facts:
    return [
        (t("view_length"), t("view_n_characters", n=len(document.text))),
        (t("view_encoding"), document.encoding),
        (t("script"), t(normalized.script)),
        (t("view_damaged"), damage_line(normalized, t)),
    ]


def _fact(metadata: Metadata, name: str) -> str:
    if name == "horizon":
        return "–".join(filter(None, (metadata.horizon_start, metadata.horizon_end)))
    return str(getattr(metadata, name))


def _names(units: tuple[Unit, ...]) -> str:
    return "、".join(unit.name for unit in units)
