"""Reading: strict decoding in every encoding Chinese texts come in, and errors that say where."""

from __future__ import annotations

import hashlib
import random
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from policycompare.datamodel import Metadata
from policycompare.encoding import (
    CHINESE,
    Decoded,
    UndecodableError,
    codec_name,
    decode,
    plausibility,
)
from policycompare.errors import ReadError
from policycompare.read import read_document, read_file

CORPUS = Path(__file__).parents[1] / "corpus"
TEXTS = {path.stem: path.read_bytes().decode("utf-8") for path in sorted(CORPUS.glob("*.txt"))}
CODECS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030", "gbk")
CODECS_OF_BIG5 = ("big5", "cp950", "big5hkscs")


def encodable(text: str, codec: str) -> str:
    """The characters of ``text`` that ``codec`` has; some only map to a look-alike and back."""
    return "".join(char for char in text if char.encode(codec, "ignore").decode(codec) == char)


def write(folder: Path, data: bytes, name: str = "a.txt") -> Path:
    """A file with these bytes."""
    path = folder / name
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("codec", [*CODECS, *CODECS_OF_BIG5])
@pytest.mark.parametrize("name", TEXTS)
def test_read_finds_the_encoding_of_the_corpus_texts(tmp_path: Path, name: str, codec: str) -> None:
    text = encodable(TEXTS[name], codec)
    document = read_file(write(tmp_path, text.encode(codec)))
    assert document.text == text
    assert document.warnings == ()


@pytest.mark.parametrize("codec", ["gb18030", "big5", "cp950", "utf-16-le", "utf-16-be"])
def test_read_finds_the_encoding_of_short_texts(codec: str) -> None:
    draw = random.Random(7)
    for text in TEXTS.values():
        usable = encodable(text, codec)
        for _ in range(20):
            start = draw.randrange(len(usable) - 40)
            part = usable[start : start + 40]
            assert part.isascii() or decode(part.encode(codec)).text == part


@pytest.mark.parametrize("codec", ["gb18030", "big5hkscs"])
def test_read_finds_the_encoding_of_traditional_text(codec: str) -> None:
    text = "推動產業轉型升級,加強數位經濟與實體經濟深度融合。"
    assert decode(text.encode(codec)) == Decoded(text, "big5" if "big5" in codec else codec)


chinese = st.text(
    st.sampled_from(sorted({char for text in TEXTS.values() for char in text})), min_size=30
)


@settings(deadline=None)
@given(chinese, st.sampled_from(CODECS + CODECS_OF_BIG5))
def test_decode_round_trips_a_declared_encoding(text: str, codec: str) -> None:
    text = encodable(text, codec)
    declared = "utf-16" if codec.startswith("utf-16") else codec
    # Without a mark both orders of bytes are valid; only Chinese text can tell them apart.
    assume(codec not in ("utf-16-le", "utf-16-be") or len(CHINESE.findall(text)) > len(text) / 2)
    assert decode(text.encode(codec), declared).text == text


@settings(deadline=None)
@given(chinese)
def test_decode_round_trips_utf8_whatever_the_text(text: str) -> None:
    assert decode(text.encode()).text == text
    assert decode(text.encode("utf-8-sig")).text == text


@settings(deadline=None)
@given(
    st.sampled_from(sorted(TEXTS)),
    st.integers(0, 2000),
    st.integers(40, 400),
    st.sampled_from(["gb18030", "big5", "utf-16-le", "utf-16-be"]),
)
def test_decode_finds_the_encoding_of_any_window(
    name: str, start: int, length: int, codec: str
) -> None:
    text = encodable(TEXTS[name], codec)[start : start + length]
    assume(len(CHINESE.findall(text)) >= 20)
    assert decode(text.encode(codec)).text == text


@settings(deadline=None)
@given(st.sampled_from(sorted(TEXTS)), st.integers(0, 1500), st.data())
def test_decode_never_reads_damaged_utf8_as_something_else(
    name: str, start: int, data: st.DataObject
) -> None:
    raw = bytearray(TEXTS[name][start : start + 100].encode())
    at = data.draw(st.integers(0, len(raw) - 1))
    raw[at] = 0xFF
    with pytest.raises(UndecodableError, match=r"is not valid utf-8: byte .* at byte offset"):
        decode(bytes(raw))


@settings(deadline=None)
@given(st.binary(min_size=1, max_size=300))
def test_decode_gives_text_or_an_error_that_names_the_place(data: bytes) -> None:
    message = ""
    try:
        decoded = decode(data)
    except UndecodableError as error:
        message = str(error)
    else:
        assert decoded.text == data.decode(decoded.encoding).removeprefix("\ufeff")
    assert not message or "byte offset" in message or "any encoding" in message


def test_read_keeps_line_ends_and_drops_the_mark(tmp_path: Path) -> None:
    data = "\ufeff一、总体要求\r\n二、目标\r三\n".encode()
    document = read_file(write(tmp_path, data))
    assert document.text == "一、总体要求\r\n二、目标\r三\n"
    assert document.sha256 == hashlib.sha256(data).hexdigest()
    assert document.path == tmp_path / "a.txt"


def test_read_document_has_the_metadata_given() -> None:
    metadata = Metadata(document="w", file="weihai-2021.txt", jurisdiction="威海市")
    document = read_document(metadata, CORPUS)
    assert document.metadata is metadata
    assert document.text == TEXTS["weihai-2021"]
    assert document.encoding == "utf-8"


def test_read_file_takes_the_manifest_beside_it() -> None:
    assert read_file(CORPUS / "ningbo-2017.txt").metadata.jurisdiction == "宁波市"


def test_read_file_hands_on_a_warning_of_the_manifest(tmp_path: Path) -> None:
    (tmp_path / "manifest.csv").write_text("colour\n", encoding="utf-8")
    document = read_file(write(tmp_path, "一、总体要求".encode()))
    assert "unknown column 'colour'" in document.warnings[0]


@pytest.mark.parametrize(
    ("codec", "bad", "offset"),
    [("utf-8", b"\xff", 300), ("gb18030", b"\xff", 200), ("big5", b"\xff\xff", 200)],
)
def test_read_names_file_and_offset_of_a_bad_byte(
    tmp_path: Path, codec: str, bad: bytes, offset: int
) -> None:
    text = "".join(CHINESE.findall(encodable(TEXTS["weihai-2021"], codec)))
    good, rest = text[:100].encode(codec), text[100:200].encode(codec)
    path = write(tmp_path, good + bad + rest)
    with pytest.raises(ReadError, match=rf"a\.txt is not valid {codec}.* byte offset {offset} "):
        read_file(path)


def test_read_names_the_offset_behind_a_mark(tmp_path: Path) -> None:
    path = write(tmp_path, b"\xef\xbb\xbf" + "城".encode() + b"\xff")
    with pytest.raises(ReadError, match="byte 0xff at byte offset 6 "):
        read_file(path)


def test_read_holds_a_text_to_its_declared_encoding(tmp_path: Path) -> None:
    write(tmp_path, "先进制造业强市".encode())
    with pytest.raises(ReadError, match=r"is not valid gb18030: byte .* at byte offset"):
        read_document(Metadata("a", "a.txt", encoding="gbk"), tmp_path)


def test_read_rejects_a_declaration_against_the_mark(tmp_path: Path) -> None:
    write(tmp_path, "\ufeff先进制造业".encode("utf-16-le"))
    with pytest.raises(ReadError, match="declared as gbk, but begins with the byte-order mark of"):
        read_document(Metadata("a", "a.txt", encoding="gbk"), tmp_path)


def test_read_reads_short_text_in_its_declared_encoding(tmp_path: Path) -> None:
    write(tmp_path, "目标".encode("gbk"))
    document = read_document(Metadata("a", "a.txt", encoding="GBK"), tmp_path)
    assert (document.text, document.encoding) == ("目标", "gb18030")


def test_read_doubts_a_declaration_that_gives_rare_characters(tmp_path: Path) -> None:
    text = "".join(CHINESE.findall(TEXTS["weihai-2021"]))
    data = next(
        text[i : i + 6].encode("utf-8")
        for i in range(500)
        if _decodes(text[i : i + 6].encode("utf-8"), "gb18030")
    )
    write(tmp_path, data)
    document = read_document(Metadata("a", "a.txt", encoding="gbk"), tmp_path)
    assert "mostly rare characters" in document.warnings[0]


def _decodes(data: bytes, codec: str) -> bool:
    try:
        return plausibility(data.decode(codec)) < 0.5
    except UnicodeDecodeError:
        return False


def test_read_says_when_the_choice_is_close() -> None:
    draw = random.Random(3)
    text = "".join(CHINESE.findall(TEXTS["weihai-2023"]))
    windows = [text[i : i + 4] for i in (draw.randrange(len(text) - 4) for _ in range(60))]
    decoded = [(part, decode(part.encode("gb18030"))) for part in windows]
    wrong = [reading for part, reading in decoded if reading.text != part]
    assert any(reading.warnings for _, reading in decoded)
    assert all("close choice" in reading.warnings[0] for reading in wrong)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "is empty"),
        (b" \r\n\t", "is empty"),
        (b"%PDF-1.7\n\xe4\xb8\x80", "is a damaged PDF file"),
        (b"PK\x03\x04\x14\x00", "is a damaged DOCX or ZIP file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\x00", "is an old Word"),
        (b"\x7fELF\x02\x01\x01\x00\x00\x00", "is a binary file: a zero stands at byte offset 7"),
        ("一\0二".encode(), "is a binary file"),
        ("一\0二".encode("utf-8-sig"), "a zero stands at character offset 1"),
        (b"\xef\xbb\xbf", "holds no Chinese character"),
        (b"The plan, in English.", "holds no Chinese character"),
        ("№ ½ — «»".encode(), "holds no Chinese character"),
        ("カタカナ".encode(), "holds no Chinese character"),
        ("Déjà vu, élève, être.".encode("latin-1"), "cannot be read as Chinese text in any"),
    ],
)
def test_read_rejects_what_is_no_chinese_text(tmp_path: Path, data: bytes, message: str) -> None:
    with pytest.raises(ReadError, match=rf"a\.txt.*{message}.*; .*; .*\.$"):
        read_file(write(tmp_path, data))


def test_read_rejects_a_large_file(tmp_path: Path) -> None:
    path = tmp_path / "large.txt"
    with path.open("wb") as stream:
        stream.write("一".encode())
        stream.truncate(50_000_000)
    with pytest.raises(ReadError, match=r"has 50,000,000 bytes; .* at most 20,000,000"):
        read_file(path)


def test_read_accepts_a_file_of_exactly_the_limit(tmp_path: Path) -> None:
    path = write(tmp_path, "一二三".encode())
    assert read_file(path, max_bytes=9).text == "一二三"
    with pytest.raises(ReadError, match="has 9 bytes; a document may have at most 8"):
        read_file(path, max_bytes=8)


def test_read_rejects_a_path_that_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="there is no file"):
        read_file(tmp_path / "missing.txt")
    with pytest.raises(ReadError, match="is a folder"):
        read_file(tmp_path)
    with pytest.raises(ReadError, match="cannot be opened"):
        read_document(Metadata("a", "x" * 5000), tmp_path)


@pytest.mark.parametrize(
    ("declared", "codecs"),
    [("UTF_8", ("utf-8",)), ("cp936", ("gb18030",)), ("latin-1", None), ("", None)],
)
def test_encoding_codec_name(declared: str, codecs: tuple[str, ...] | None) -> None:
    assert codec_name(declared) == codecs
