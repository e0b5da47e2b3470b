"""Check rows on hand-made outlines: every kind of finding, and none where nothing is wrong."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from policycompare.check import CheckRow, check_outlines
from policycompare.check_doubles import check_doubles
from policycompare.datamodel import (
    Clause,
    Damage,
    Document,
    Metadata,
    NormalizedText,
    Outline,
    Skip,
)

FULL = Metadata(
    document="a",
    file="a.txt",
    title="计划",
    jurisdiction="甲市",
    level="city",
    issuer="甲市人民政府",
    issued="2023",
    horizon_end="2025",
    status="final",
)


def make_outline(name: str = "a", lengths: tuple[int, ...] = (100,) * 6, text: str = "") -> Outline:
    text = text or name * 10
    offsets = np.arange(len(text), dtype=np.int64)
    clauses = tuple(
        Clause(f"{name}/{i}", name, "甲市", f"{i}", "", "", "task", "字" * n, "字" * n, i, i + 1)
        for i, n in enumerate(lengths)
    )
    document = Document(replace(FULL, document=name), text, sha256=text)
    normalized = NormalizedText(text, text, (), offsets, offsets + 1)
    return Outline(document, normalized, (), clauses, ())


def rows_about(subject: str, *outlines: Outline) -> list[CheckRow]:
    return [row for row in check_outlines((), outlines) if row.subject == subject]


def test_check_sound_documents_give_notes_only() -> None:
    rows = check_outlines((), [make_outline("a"), make_outline("b")])
    assert {row.severity for row in rows} == {"note"}
    assert {row.subject for row in rows} == {"encoding", "script"}


def test_check_hands_on_warnings_of_corpus_and_reading() -> None:
    outline = make_outline()
    outline = replace(outline, document=replace(outline.document, warnings=("a close choice",)))
    rows = check_outlines(("b.txt is left out.",), [outline])
    assert rows[0] == CheckRow("", "doubt", "corpus", "b.txt is left out.")
    assert CheckRow("a", "doubt", "encoding", "a close choice") in rows


def test_check_reports_encoding_and_script() -> None:
    outline = make_outline()
    outline = replace(outline, normalized=replace(outline.normalized, script="traditional"))
    assert "traditional characters, converted" in rows_about("script", outline)[0].message
    assert rows_about("encoding", outline)[0].message == "read as utf-8: 10 characters"


def test_check_tells_repaired_from_flagged_damage() -> None:
    damage = (Damage(5, 7, "byte-shift", "绩", "one solution"), Damage(1, 2, "lost", None, "none"))
    outline = make_outline()
    outline = replace(outline, normalized=replace(outline.normalized, damage=damage))
    flagged, repaired = rows_about("damage", outline)
    assert (flagged.severity, flagged.start, flagged.end) == ("doubt", 1, 2)
    assert "lost, not repaired: none" in flagged.message
    assert (repaired.severity, repaired.start) == ("note", 5)
    assert "repaired to '绩'" in repaired.message


def test_check_reports_numbering() -> None:
    outline = replace(make_outline(), warnings=("2 is missing",))
    first = replace(outline.clauses[0], warnings=("repeated",))
    outline = replace(outline, clauses=(first, *outline.clauses[1:]))
    messages = [row.message for row in rows_about("numbering", outline)]
    assert messages == ["2 is missing", "0: repeated"]


def test_check_finds_clauses_of_odd_length() -> None:
    outline = make_outline(lengths=(100,) * 12 + (399, 401, 26, 24, 0))
    rows = rows_about("length", outline)
    assert [row.message.split()[0] for row in rows] == ["13", "15", "16"]
    assert ["longer" in row.message for row in rows] == [True, False, False]
    assert "median 100, 4 times" in rows[0].message
    assert (rows[0].start, rows[0].end) == (13, 14)


def test_check_takes_no_length_for_odd_where_lengths_differ_much() -> None:
    uneven = (20, 40, 60, 90, 120, 180, 260, 400, 700)
    assert rows_about("length", make_outline(lengths=uneven)) == []
    (row,) = rows_about("length", make_outline(lengths=(*uneven, 60_000)))
    assert "robust standard deviations off" in row.message


def test_check_says_nothing_of_length_in_a_short_document() -> None:
    assert rows_about("length", make_outline(lengths=(1, 100, 100, 1000))) == []


def test_check_finds_documents_without_clauses_to_compare() -> None:
    annex = replace(make_outline().clauses[0], role="annex")
    outline = replace(make_outline(), clauses=(annex,))
    (row,) = rows_about("clauses", outline)
    assert row.severity == "error"
    assert "no clause to compare among 1 clauses" in row.message


def test_check_finds_missing_metadata() -> None:
    outline = make_outline()
    outline = replace(outline, document=replace(outline.document, metadata=Metadata("a", "a.txt")))
    (row,) = rows_about("metadata", outline)
    assert row.message.startswith("unknown: title, jurisdiction, level")


def test_check_tells_a_text_that_is_mostly_not_compared() -> None:
    outline = replace(make_outline(text="字" * 10), skipped=(Skip(0, 6, "drafting_note"),))
    (row,) = rows_about("roles", outline)
    assert "60% of the text is not compared (drafting_note 60%)" in row.message
    few = replace(outline, skipped=(Skip(0, 4, "drafting_note"), Skip(4, 9, "white space")))
    assert rows_about("roles", few) == []


def test_check_finds_blocks_without_a_known_role() -> None:
    outline = replace(make_outline(text="字" * 10), skipped=(Skip(2, 3, "stray"),))
    (row,) = rows_about("roles", outline)
    assert (row.severity, row.start, row.end) == ("doubt", 2, 3)


def test_check_doubles_finds_the_same_text_twice() -> None:
    outlines = [
        make_outline("c", text="一\n二三"),
        make_outline("b"),
        make_outline("a", text="一二三"),
    ]
    (row,) = check_doubles(outlines)
    assert (row.document, row.severity) == ("c", "error")
    assert "the same text as a" in row.message


def test_check_doubles_does_not_depend_on_the_order_of_documents() -> None:
    outlines = [make_outline(name, text="同文") for name in "abc"]
    assert list(check_doubles(outlines)) == list(check_doubles(outlines[::-1]))
    assert check_outlines((), outlines) == check_outlines((), outlines[::-1])
