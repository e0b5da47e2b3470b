"""Reading any file: kinds by content, refusals that say what to do, archives, the corpus."""

from __future__ import annotations

import hashlib
import zipfile
from pathlib import Path

import pytest

from policycompare import compare, outline
from policycompare.check import check_outlines
from policycompare.corpus import read_corpus
from policycompare.errors import CorpusError, ReadError, UsageError
from policycompare.read import read_file
from policycompare.reading import INSTALL_COMMAND, Limits, extract_text, find_kind, read_any
from policycompare.reading.model import Dropped
from tests.conftest import PLAN
from tests.documents import docx_of, paragraph, zip_of

LAYOUTS = Path(__file__).parent / "fixtures" / "layouts"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
TEXT = "一、总体要求\n坚持以人为本。\n"


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        (b"%PDF-1.7", "a.txt", "pdf"),
        (docx_of(""), "a.txt", "docx"),
        (zip_of({"a.txt": "x"}), "a.docx", "zip"),
        (b"<!DOCTYPE html><html>", "a.txt", "html"),
        (b"\xef\xbb\xbf \n<!-- x --><HTML lang=zh>", "a", "html"),
        ('<?xml version="1.0"?><html>'.encode("utf-16"), "a.txt", "html"),
        (b"<p>x</p>", "a.htm", "html"),
        (b"<p>x</p>", "a.txt", "text"),
        (b"# x", "a.MD", "markdown"),
        (b"# x", "a.txt", "text"),
        (b"x", "a.pdf", "text"),
    ],
)
def test_reading_the_content_tells_the_kind(data: bytes, name: str, kind: str) -> None:
    assert find_kind(data, name) == kind


@pytest.mark.parametrize(
    ("data", "name", "message"),
    [
        (
            OLE + "WordDocument".encode("utf-16-le"),
            "a.doc",
            "is an old Word file .*save it as DOCX",
        ),
        (OLE + "WordDocument".encode("utf-16-le"), "a.wps", "is a WPS file.*save it as DOCX"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "a.docx", "locked with a password"),
        (zip_of({"OFD.xml": "x"}), "a.ofd", "is an OFD file.*print it to a PDF file"),
        (zip_of({"xl/workbook.xml": "x"}), "a.xlsx", "is an XLSX workbook"),
        (zip_of({"content.xml": "x"}), "a.odt", "is an OpenDocument file"),
        (b"{\\rtf1", "a.rtf", "is an RTF file"),
        (b"\x89PNG\r\n", "a.png", "is a PNG picture.*OCR"),
        (b"From: x\nMIME-Version: 1.0\nContent-Type: text/html\n", "a.mht", "saved as MHTML"),
        (b"Rar!\x1a", "a.rar", "is a RAR file"),
        (b"PK\x03\x04", "a.docx", "is a damaged DOCX or ZIP file"),
        (b"  ", "a.html", "is empty"),
        (docx_of(paragraph("English only")), "a.docx", "holds no Chinese character"),
    ],
)
def test_reading_refuses_in_one_sentence(data: bytes, name: str, message: str) -> None:
    with pytest.raises(ReadError, match=rf"^{name} .*{message}.*\.$"):
        extract_text(data, name)


def test_reading_gives_hash_kind_and_name(tmp_path: Path) -> None:
    path = tmp_path / "计划.txt"
    path.write_bytes(TEXT.encode("gb18030"))
    found = read_any(path)
    assert (found.text, found.kind, found.name) == (TEXT, "text", "计划.txt")
    assert found.sha256 == hashlib.sha256(TEXT.encode("gb18030")).hexdigest()
    assert repr(found) == "<ExtractedText 计划.txt (text): 15 characters>"
    assert read_any(path) == found


def test_reading_facts_stand_alone_in_the_text() -> None:
    head = "威政办发〔2023〕 15号\n关于印发计划的通知\n根据鲁政发〔2022〕3号文件\n"
    text = f"{head}{TEXT}威海市人民政府办公室\n2023年7月6日\n附件：略\n"
    found = extract_text(text.encode(), "a.txt")
    assert found.document_number == "威政办发〔2023〕15号"
    assert (found.issuer, found.date) == ("威海市人民政府办公室", "2023-07-06")
    cited = extract_text(f"根据鲁政发〔2022〕3号文件\n{TEXT}".encode(), "a.txt")
    assert (cited.document_number, cited.issuer, cited.date) == ("", "", "")


def test_reading_markdown_marks_go_and_numbers_stay() -> None:
    text = (
        "---\ntitle: 养老计划\ndate: 2023-07-06\n---\n# 养老计划\n\n一、总体要求\n===\n\n"
        "**（一）完善设施。**新建中心。\n\n3. 任务三\n4. 任务四\n\n- 甲\n\n"
        "| 序号 | 任务 |\n|---|---|\n| 1 | [建设](x) |\n\n![图](a.png) 见图\n\n<!-- 注 -->\n"
    )
    found = extract_text(text.encode(), "a.md")
    assert found.text.splitlines() == [
        *("养老计划", "一、总体要求", "（一）完善设施。新建中心。", "3. 任务三", "4. 任务四"),
        *("甲", "序号\t任务", "1\t建设", " 见图"),
    ]
    assert (found.title, found.date) == ("养老计划", "2023-07-06")
    assert Dropped("picture", 1, "图") in found.dropped


def test_reading_a_zip_file_joins_its_documents_in_order_of_name() -> None:
    members: dict[str, bytes | str] = {
        "b.docx": docx_of(paragraph("二、乙")),
        "../../a.txt": "一、甲",
        "x/图.png": b"\x89PNG",
        "__MACOSX/a.txt": "零",
    }
    found = extract_text(zip_of(members), "z.zip")
    assert found.text == "一、甲\n\n二、乙\n"
    assert [(part.name, part.kind) for part in found.parts] == [
        ("../../a.txt", "text"),
        ("b.docx", "docx"),
    ]
    assert found.dropped == (Dropped("file that is no document", 2, "__MACOSX/a.txt"),)
    assert "holds 2 files, read as one text: ../../a.txt, b.docx." in found.warnings[0]


def test_reading_zip_names_of_a_chinese_windows(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("XXXX.txt", TEXT)
    path.write_bytes(path.read_bytes().replace(b"XXXX", "计划".encode("gbk")))
    assert [part.name for part in read_any(path).parts] == ["计划.txt"]


@pytest.mark.parametrize(
    ("members", "limits", "message"),
    [
        ({"a.zip": zip_of({"b.txt": TEXT})}, Limits(), "is a ZIP file inside a ZIP file"),
        ({"a.png": "x"}, Limits(), "is a ZIP file without a document"),
        ({"a.txt": TEXT, "b.txt": TEXT}, Limits(max_members=1), "holds 2 files"),
        ({"a.txt": TEXT, "b.doc": OLE}, Limits(), "b.doc is an old Word"),
        ({"a.txt": "文" * 2_000_000}, Limits(), "unpacks to too much"),
        ({"a.txt": TEXT * 9, "b.txt": TEXT * 9}, Limits(max_expanded=500), "unpacks to too much"),
        ({"a.txt": TEXT}, Limits(max_seconds=0), "takes longer than 0 seconds"),
    ],
)
def test_reading_zip_files_have_limits(
    members: dict[str, bytes | str], limits: Limits, message: str
) -> None:
    with pytest.raises(ReadError, match=message):
        extract_text(zip_of(members), "z.zip", limits=limits)


def test_reading_a_docx_bomb_is_refused() -> None:
    with pytest.raises(ReadError, match=r"a\.docx unpacks to too much \(word/document\.xml\)"):
        extract_text(docx_of(paragraph("文" * 3_000_000)), "a.docx")


@pytest.mark.parametrize(
    ("name", "library"), [("a.html", "lxml"), ("a.docx", "lxml"), ("a.pdf", "pdfplumber")]
)
def test_reading_names_the_command_for_a_missing_library(
    name: str, library: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(module: str) -> None:
        raise ModuleNotFoundError(module)

    data = {"a.html": b"<html>", "a.docx": docx_of(""), "a.pdf": b"%PDF-1.7"}[name]
    monkeypatch.setattr("policycompare.libraries.import_module", fail)
    with pytest.raises(UsageError, match=f"needs {library}, which is not installed") as caught:
        extract_text(data, name)
    assert INSTALL_COMMAND in str(caught.value)


def test_reading_offsets_refer_to_the_extracted_text() -> None:
    path = LAYOUTS / "ageing--site.html"
    document = read_file(path)
    assert document.text == read_any(path).text
    found = outline(path)
    clause = next(c for c in found.clauses if c.heading == "发展智慧养老")
    assert document.text[clause.start : clause.end].lstrip().startswith("（五）发展智慧养老。")
    assert document.warnings == ()
    assert "5 x menu (首页)" in document.left_out
    (row,) = (row for row in check_outlines([], [found]) if row.message.startswith("left out"))
    assert (row.severity, "5 x menu (首页)" in row.message) == ("note", True)


def test_reading_a_corpus_of_other_kinds_is_compared(tmp_path: Path) -> None:
    texts = [PLAN.format(title=f"{name}计划", n=n) for name, n in (("甲市", 5), ("乙市", 8))]
    body = "".join(paragraph(line) for line in texts[0].splitlines())
    (tmp_path / "a.docx").write_bytes(docx_of(body))
    lines = "".join(f"<p>{line}</p>" for line in texts[1].splitlines())
    page = f"<html><meta charset='utf-8'><div>{lines}</div></html>"
    (tmp_path / "b.html").write_text(page, encoding="utf-8")
    found = compare(tmp_path)
    assert {clause.document for clause in found.clauses} == {"a", "b"}
    assert len(found.measures) >= 3


def test_reading_a_text_beside_its_original_is_the_document(tmp_path: Path) -> None:
    for name in ("a.txt", "a.pdf", "b.html", "c.doc", "README.md", "d.png"):
        (tmp_path / name).write_text(TEXT, encoding="utf-8")
    corpus = read_corpus(tmp_path)
    assert [entry.file for entry in corpus.documents] == ["a.txt", "b.html"]
    assert "a.pdf is taken for the original of a.txt and left out." in corpus.warnings
    told = "c.doc cannot be read and is left out; save it as DOCX or print it to PDF."
    assert told in corpus.warnings
    (tmp_path / "manifest.csv").write_text("document,file\nx,a.txt\n", encoding="utf-8")
    unlisted = [w for w in read_corpus(tmp_path).warnings if "left out" in w]
    assert [w.split()[0] for w in unlisted] == ["b.html", "c.doc"]


def test_reading_a_folder_without_documents_says_what_it_needs(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(b"x")
    with pytest.raises(CorpusError, match=r"holds no document; .*\.docx, .*\.pdf"):
        read_corpus(tmp_path)
