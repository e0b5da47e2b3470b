"""Corpus folders and manifests: what works, and one sentence for everything that does not."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policycompare.corpus import find_metadata, read_corpus
from policycompare.errors import CorpusError, UsageError
from policycompare.manifest import COLUMNS, as_identifier, is_identifier

ROOT = Path(__file__).parents[1]


def make(folder: Path, *rows: dict[str, str], header: tuple[str, ...] = COLUMNS) -> Path:
    """A corpus folder with a manifest of ``rows`` and the files a.txt and b.txt."""
    for name in ("a.txt", "b.txt"):
        (folder / name).write_text("一、总体要求", encoding="utf-8")
    with (folder / "manifest.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, header, restval="")
        writer.writeheader()
        writer.writerows(rows)
    return folder


def test_corpus_reads_the_five_documents_without_a_warning() -> None:
    corpus = read_corpus(ROOT / "corpus")
    assert [entry.document for entry in corpus.documents] == [
        "ningbo-2017",
        "qingdao-2023",
        "shandong-2023",
        "weihai-2021",
        "weihai-2023",
    ]
    assert corpus.warnings == ()
    assert "5 documents" in repr(corpus)


def test_corpus_leaves_unknown_metadata_empty() -> None:
    by_name = {entry.document: entry for entry in read_corpus(ROOT / "corpus").documents}
    assert by_name["qingdao-2023"].issued == by_name["qingdao-2023"].title == ""
    assert by_name["ningbo-2017"].issued == "2017-10-31"
    assert {by_name[name].status for name in ("weihai-2021", "weihai-2023")} == {"draft"}
    assert by_name["shandong-2023"].status == "report"


def test_corpus_sorts_by_document_whatever_the_order_of_lines(tmp_path: Path) -> None:
    rows = ({"document": "b", "file": "a.txt"}, {"document": "a", "file": "b.txt"})
    corpus = read_corpus(make(tmp_path, *rows))
    assert [(entry.document, entry.file) for entry in corpus.documents] == [
        ("a", "b.txt"),
        ("b", "a.txt"),
    ]


def test_corpus_keeps_user_columns_and_declared_encodings(tmp_path: Path) -> None:
    header = (*COLUMNS, "encoding", "x_region")
    row = {"document": "a", "file": "a.txt", "encoding": "GB2312", "x_region": "华东"}
    (entry,) = read_corpus(make(tmp_path, row, header=header), documents=["a"]).documents
    assert entry.extra == {"x_region": "华东"}
    assert entry.encoding == "GB2312"


def test_corpus_accepts_a_manifest_with_byte_order_mark_and_blank_lines(tmp_path: Path) -> None:
    folder = make(tmp_path, {"document": "a", "file": "a.txt", "jurisdiction": "甲市"})
    manifest = folder / "manifest.csv"
    manifest.write_bytes(b"\xef\xbb\xbf" + manifest.read_bytes() + b"\r\n,,,,,,,,,,,\r\n")
    assert read_corpus(folder).documents[0].jurisdiction == "甲市"


def test_corpus_warns_of_what_the_manifest_leaves_unknown(tmp_path: Path) -> None:
    row = {"document": "a", "file": "a.txt"}
    corpus = read_corpus(make(tmp_path, row, header=("document", "file")))
    assert any("no column title" in warning for warning in corpus.warnings)
    assert any("b.txt is in the folder but not" in warning for warning in corpus.warnings)


def test_corpus_works_without_a_manifest(tmp_path: Path) -> None:
    for name in ("b.txt", "a 1.TXT", ".hidden.txt", "README.txt", "README.md", "notes.csv"):
        (tmp_path / name).write_text("一", encoding="utf-8")
    (tmp_path / "folder.txt").mkdir()
    corpus = read_corpus(tmp_path)
    assert [(entry.document, entry.file) for entry in corpus.documents] == [
        ("a-1", "a 1.TXT"),
        ("b", "b.txt"),
    ]
    assert "jurisdiction, level, dates and status of all 2 documents" in corpus.warnings[0]
    assert any("README.txt is not taken" in warning for warning in corpus.warnings)
    assert any("called 'a-1'" in warning for warning in corpus.warnings)


def test_corpus_selects_documents(tmp_path: Path) -> None:
    rows = ({"document": "a", "file": "a.txt"}, {"document": "b", "file": "b.txt"})
    folder = make(tmp_path, *rows)
    assert [entry.document for entry in read_corpus(folder, documents=["b"]).documents] == ["b"]
    with pytest.raises(UsageError, match="no document 'c'; allowed are a, b"):
        read_corpus(folder, documents=["a", "c"])


def test_corpus_rejects_a_folder_that_does_not_exist(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match=r"there is no folder .*missing"):
        read_corpus(tmp_path / "missing")


def test_corpus_rejects_a_file_in_place_of_a_folder(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("一", encoding="utf-8")
    with pytest.raises(CorpusError, match=r"a\.txt is a file"):
        read_corpus(tmp_path / "a.txt")


def test_corpus_rejects_an_empty_folder(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="holds no document"):
        read_corpus(tmp_path)


def test_corpus_rejects_two_file_names_for_one_document(tmp_path: Path) -> None:
    for name in ("a 1.txt", "a-1.txt"):
        (tmp_path / name).write_text("一", encoding="utf-8")
    with pytest.raises(CorpusError, match="two files for the document 'a-1'"):
        read_corpus(tmp_path)


@pytest.mark.parametrize(
    ("header", "message"),
    [
        ((*COLUMNS, "colour"), "unknown column 'colour'; allowed are document, file, .*encoding"),
        ((*COLUMNS, "x_"), "unknown column 'x_'"),
        ((*COLUMNS, "title"), "column 'title' 2 times"),
        (("title",), "lacks the column 'document' and 'file'"),
        (("document", "title"), "lacks the column 'file'"),
        (COLUMNS, "lists no document"),
    ],
)
def test_manifest_rejects_a_bad_header(
    tmp_path: Path, header: tuple[str, ...], message: str
) -> None:
    with pytest.raises(CorpusError, match=message):
        read_corpus(make(tmp_path, header=header))


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        ({"document": ""}, "line 2: the document identifier ''"),
        ({"document": "a/b"}, "the document identifier 'a/b'"),
        ({"document": "a b"}, "the document identifier 'a b'"),
        ({"document": "a\u3000b"}, "the document identifier"),
        ({"document": "a\x07"}, "the document identifier"),
        ({"file": ""}, "the file '' is not a path inside"),
        ({"file": "../a.txt"}, r"the file '\.\./a\.txt' is not a path inside"),
        ({"file": "/etc/hosts"}, "the file '/etc/hosts' is not a path inside"),
        ({"file": "C:a.txt"}, "the file 'C:a.txt' is not a path inside"),
        ({"file": "c\\a.txt"}, "is not a path inside"),
        ({"file": "c.txt"}, r"the file c\.txt of document a is missing"),
        ({"file": "."}, "is missing"),
        ({"file": "x" * 5000}, "is missing"),
        ({"issued": "2023-13"}, "issued is '2023-13'; allowed are 2023, 2023-07"),
        ({"issued": "2023-02-30"}, "issued is '2023-02-30'"),
        ({"issued": "2023年"}, "issued is '2023年'"),
        ({"horizon_end": "２０２３"}, "horizon_end is"),
        ({"horizon_start": "2025", "horizon_end": "2023"}, "2025 lies after horizon_end 2023"),
        ({"level": "town"}, "level is 'town'; allowed are national, province, city, county"),
        ({"encoding": "latin-1"}, "encoding is 'latin-1'; allowed are utf-8, "),
    ],
)
def test_manifest_rejects_a_bad_line(tmp_path: Path, cells: dict[str, str], message: str) -> None:
    row = {"document": "a", "file": "a.txt"} | cells
    with pytest.raises(CorpusError, match=message):
        read_corpus(make(tmp_path, row, header=(*COLUMNS, "encoding")))


def test_manifest_accepts_a_horizon_of_mixed_precision(tmp_path: Path) -> None:
    row = {
        "document": "a",
        "file": "a.txt",
        "jurisdiction": "甲",
        "horizon_start": "2023-07-06",
        "horizon_end": "2023",
    }
    assert read_corpus(make(tmp_path, row)).documents[0].horizon_end == "2023"


@pytest.mark.parametrize("second", [("a", "b.txt"), ("b", "a.txt"), ("b", "./a.txt")])
def test_manifest_rejects_what_is_listed_twice(tmp_path: Path, second: tuple[str, str]) -> None:
    rows = ({"document": "a", "file": "a.txt"}, {"document": second[0], "file": second[1]})
    with pytest.raises(CorpusError, match="twice"):
        read_corpus(make(tmp_path, *rows))


def test_corpus_rejects_a_link_out_of_the_folder(tmp_path: Path) -> None:
    inside = tmp_path / "corpus"
    inside.mkdir()
    (tmp_path / "secret.txt").write_text("一", encoding="utf-8")
    make(inside, {"document": "c", "file": "c.txt"})
    (inside / "c.txt").symlink_to(tmp_path / "secret.txt")
    with pytest.raises(CorpusError, match="leads out of the corpus folder"):
        read_corpus(inside)
    (inside / "manifest.csv").unlink()
    with pytest.raises(CorpusError, match="leads out of the corpus folder"):
        read_corpus(inside)


def test_corpus_rejects_a_link_to_a_file_that_is_listed_too(tmp_path: Path) -> None:
    rows = ({"document": "a", "file": "a.txt"}, {"document": "c", "file": "c.txt"})
    folder = make(tmp_path, *rows)
    (folder / "c.txt").symlink_to(folder / "a.txt")
    with pytest.raises(CorpusError, match="twice, as document a and as c"):
        read_corpus(folder)


def test_corpus_rejects_a_link_in_a_circle(tmp_path: Path) -> None:
    folder = make(tmp_path, {"document": "c", "file": "c.txt"})
    (folder / "c.txt").symlink_to(folder / "c.txt")
    with pytest.raises(CorpusError, match="is missing"):
        read_corpus(folder)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("document,file,title\na,a.txt,城市".encode("gb18030"), r"not UTF-8 \(byte offset 28\)"),
        (b'document,file\na,"a.txt', "not a valid CSV file"),
        (b"document,file\na,a.txt,too many\n", "line 2 has 3 fields, but the header has 2"),
        (b"document,file\na\n", "line 2 has 1 fields"),
        (b"", "lacks the column"),
    ],
)
def test_manifest_rejects_what_is_no_csv_table(
    tmp_path: Path, content: bytes, message: str
) -> None:
    make(tmp_path)
    (tmp_path / "manifest.csv").write_bytes(content)
    with pytest.raises(CorpusError, match=message):
        read_corpus(tmp_path)


def test_corpus_errors_are_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="there is no folder") as caught:
        read_corpus(tmp_path / "missing")
    message = str(caught.value)
    assert message.endswith(".")
    assert "\n" not in message


def test_find_metadata_uses_the_manifest_beside_the_file(tmp_path: Path) -> None:
    folder = make(tmp_path, {"document": "x", "file": "a.txt", "jurisdiction": "甲市"})
    assert find_metadata(folder / "a.txt")[0].jurisdiction == "甲市"
    assert find_metadata(folder / "b.txt")[0].document == "b"


def test_find_metadata_goes_on_beside_a_manifest_of_something_else(tmp_path: Path) -> None:
    (tmp_path / "manifest.csv").write_text("colour\nred\n", encoding="utf-8")
    metadata, warnings = find_metadata(tmp_path / "a.txt")
    assert metadata.document == "a"
    assert "unknown column 'colour'" in warnings[0]


@settings(deadline=None)
@given(st.text())
def test_manifest_any_file_name_gives_an_identifier(name: str) -> None:
    assert is_identifier(as_identifier(name))
    assert as_identifier(as_identifier(name)) == as_identifier(name)


def test_corpus_leaves_its_own_page_out(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text("一、总体要求", encoding="utf-8")
    (tmp_path / "c.html").write_text("<meta name=generator content=CMS>正文", encoding="utf-8")
    page = "<!doctype html><html><head><meta name='generator' content='policycompare 1'></head>"
    (tmp_path / "report.html").write_text(page, encoding="utf-8")
    corpus = read_corpus(tmp_path)
    assert [entry.document for entry in corpus.documents] == ["a", "b", "c"]
    assert [text for text in corpus.warnings if text.startswith("report.html")] == [
        "report.html is a page that policycompare wrote, no document, and is left out."
    ]


def test_corpus_with_a_manifest_does_not_ask_to_add_its_own_page(tmp_path: Path) -> None:
    folder = make(tmp_path, {"document": "a", "file": "a.txt"}, {"document": "b", "file": "b.txt"})
    page = '<meta content="policycompare 1" name="generator">'
    (folder / "report.html").write_text(page, encoding="utf-8")
    assert read_corpus(folder).warnings == ()
    (folder / "report.html").write_text("正文", encoding="utf-8")
    assert "report.html is in the folder but not in" in read_corpus(folder).warnings[0]
