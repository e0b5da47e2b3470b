"""Text that XLSX and DOCX files can hold: forbidden characters, and cells cut by Excel's count."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from policycompare.workbooks import CELL_LIMIT, CUT_MARK, _cell_text
from policycompare.xml_text import count_units, cut_units, replace_forbidden

TEXTS = st.text(st.sampled_from("a养𠮷😀"), max_size=12)


@given(TEXTS, st.integers(0, 30))
def test_xml_text_is_cut_between_characters(text: str, room: int) -> None:
    kept = cut_units(text, room)
    assert text.startswith(kept)
    assert count_units(kept) == len(kept.encode("utf-16-le")) // 2 <= room
    longer = text[: len(kept) + 1]
    assert longer == kept or count_units(longer) > room


def test_xml_text_of_a_sheet_counts_characters_as_excel_does() -> None:
    fits = "𠮷" * (CELL_LIMIT // 2)
    assert _cell_text(fits) == fits
    cut = _cell_text("𠮷" * (CELL_LIMIT // 2 + 1))
    assert cut.endswith(CUT_MARK)
    assert count_units(cut) <= CELL_LIMIT


def test_xml_text_has_no_halves_of_pairs_and_no_control_characters() -> None:
    assert replace_forbidden("a\ud800b\x0b\uffff\n") == ("a\ufffdb\ufffd\ufffd\n", 3)
