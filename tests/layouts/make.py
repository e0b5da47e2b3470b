"""Make the files of tests/fixtures/layouts anew: ``python -m tests.layouts.make``.

Needs python-docx, LibreOffice Writer, Chromium and the Noto CJK fonts. The files are committed: the
tests read them and need none of this. ``NAME--HOW.SUFFIX`` holds the text of ``NAME.txt``.
"""

from __future__ import annotations

import io
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from tests.layouts.pages import markdown, printed, site
from tests.layouts.texts import FOLDER, ROOT, read_reference
from tests.layouts.words import Layout, build, track_changes

Entry = TypeVar("Entry")
QINGDAO_CHARACTERS = 1500
PLAIN = Layout(automatic=False)
A5 = {"width": 148, "height": 210, "margin": 18, "size": 12}

WORDS: dict[str, tuple[str, Layout]] = {
    "ageing--word-lists.docx": ("ageing", Layout()),
    "digital--word-styles.docx": ("digital", Layout(linked=True)),
    "hydrogen--word-articles.docx": ("hydrogen", Layout()),
    "housing--word-straight.docx": ("housing", Layout(linked=True)),
    "longcare--word-formal.docx": ("longcare", Layout(font="Noto Sans CJK TC")),
    "tasks--word-table.docx": ("tasks", Layout(head="临港市工业和信息化局", numbered=True)),
    "qingdao--word-lists.docx": ("qingdao", Layout(automatic=False)),
}
WRITER_PDF: dict[str, tuple[str, Layout]] = {
    "ageing--writer.pdf": ("ageing", Layout(head="云岭市人民政府办公室文件", numbered=True)),
    "ageing--writer-a5.pdf": ("ageing", Layout(**A5, automatic=False, numbered=True)),
    "ageing--writer-columns.pdf": ("ageing", Layout(size=11, columns=2, numbered=True)),
    "digital--writer-lists.pdf": ("digital", Layout(linked=True, numbered=True)),
    "digital--writer-ragged.pdf": ("digital", Layout(size=14, justified=False, indent=0)),
    "digital--writer-columns.pdf": (
        "digital",
        Layout(size=12, columns=2, automatic=False, head="青川市数字经济领导小组", numbered=True),
    ),
    "hydrogen--writer.pdf": ("hydrogen", Layout(numbered=True, separate=True)),
    "hydrogen--writer-a5.pdf": (
        "hydrogen",
        Layout(**A5, head="海州市氢能产业发展促进办法", numbered=True, separate=True),
    ),
    "housing--writer.pdf": (
        "housing",
        Layout(head="滨江市住房发展规划", numbered=True, separate=True),
    ),
    "longcare--writer.pdf": ("longcare", Layout(font="Noto Sans CJK TC", numbered=True)),
    "tasks--writer-table.pdf": ("tasks", Layout(numbered=True)),
    "tasks--writer-unruled.pdf": ("tasks", Layout(numbered=True, ruled=False)),
    "qingdao--writer.pdf": ("qingdao", Layout(automatic=False, size=14, numbered=True)),
}
WRITER_DOCX = {
    "digital--writer.docx": ("digital", Layout(linked=True)),
    "housing--writer.docx": ("housing", Layout(separate=True)),
    "hydrogen--writer.docx": ("hydrogen", Layout(separate=True)),
}
# Page style, and whether Chromium prints its own head and foot.
CHROMIUM = {
    "ageing--chromium.pdf": ("ageing", "", True),
    "digital--chromium-columns.pdf": ("digital", "body{columns:2} h1{column-span:all}", False),
    "hydrogen--chromium-a5.pdf": ("hydrogen", "@page{size:A5}", True),
    "tasks--chromium-table.pdf": ("tasks", "", False),
}
SITES: dict[str, tuple[str, Callable[[], str]]] = {
    "ageing--site.html": ("utf-8", lambda: site("ageing", index=True)),
    "ageing--site-gbk.html": ("gbk", lambda: site("ageing", charset="gb2312", style="breaks")),
    "digital--site-gb18030.html": (
        "gb18030",
        lambda: site("digital", charset="GB18030", index=True),
    ),
    "digital--site-lists.html": ("utf-8", lambda: site("digital", style="lists")),
    "digital--site-layout-table.html": (
        "gbk",
        lambda: site("digital", charset="gbk", style="table"),
    ),
    "hydrogen--site-sections.html": (
        "utf-8",
        lambda: site("hydrogen", style="sections", index=True),
    ),
    "housing--site-breaks.html": ("utf-8", lambda: site("housing", style="breaks")),
    "longcare--site-big5.html": ("big5", lambda: site("longcare", charset="big5")),
    "tasks--site-table.html": ("utf-8", lambda: site("tasks", style="print", index=True)),
    "qingdao--site.html": ("utf-8", lambda: site("qingdao", style="sections")),
}
TEXTS = {
    "ageing--gb18030.txt": ("ageing", "gb18030"),
    "digital--utf16.txt": ("digital", "utf-16"),
    "longcare--big5.txt": ("longcare", "big5"),
    "housing--utf16be.txt": ("housing", "utf-16-be"),
}
MARKDOWN = ("ageing", "digital", "hydrogen", "housing")


def make_all(only: str = "") -> None:
    """Write every file, or the PDF and LibreOffice files whose name holds ``only``."""
    write_qingdao()
    for name, (encoding, page) in SITES.items():
        # Signs of the frame that an old encoding lacks become references, as editors do it.
        (FOLDER / name).write_bytes(page().encode(encoding, "xmlcharrefreplace"))
    for name, (text, encoding) in TEXTS.items():
        (FOLDER / name).write_bytes(read_reference(text).encode(encoding))
    for text in MARKDOWN:
        (FOLDER / f"{text}--markdown.md").write_text(markdown(text), encoding="utf-8")
    for name, (text, layout) in WORDS.items():
        write_docx(FOLDER / name, text, layout)
    write_docx(FOLDER / "ageing--word-tracked.docx", "ageing", Layout(), track_changes)
    for name, (text, layout) in chosen(WRITER_PDF, only).items():
        convert(name, text, layout, "pdf")
    for name, (text, layout) in chosen(WRITER_DOCX, only).items():
        convert(name, text, layout, "docx")
    for name, (text, css, with_head) in chosen(CHROMIUM, only).items():
        print_page(FOLDER / name, printed(text, css=css), with_head)
    write_zip(FOLDER / "hydrogen--docx.zip", FOLDER / "hydrogen--word-articles.docx")


def chosen(table: dict[str, Entry], only: str) -> dict[str, Entry]:
    return {name: entry for name, entry in table.items() if only in name}


def write_qingdao() -> None:
    """The first clauses of a text of the corpus, with the title that its page has."""
    lines = (ROOT / "corpus" / "qingdao-2023.txt").read_text(encoding="utf-8").splitlines()
    kept = ["青岛市先进制造业强市三年行动计划"]
    while sum(map(len, kept)) < QINGDAO_CHARACTERS:
        kept.append(lines.pop(0).replace("(", "（").replace(")", "）"))
    text = "\n".join(line for line in kept if line) + "\n"
    (FOLDER / "qingdao.txt").write_text(text, encoding="utf-8")


def write_docx(
    path: Path, text: str, layout: Layout, change: Callable[[object], None] | None = None
) -> None:
    """Write a document with the same bytes every time."""
    document = build(text, layout)
    if change is not None:
        change(document)
    catcher = io.BytesIO()
    document.save(catcher)
    path.write_bytes(repack(catcher.getvalue()))


def repack(data: bytes) -> bytes:
    """The same archive with one fixed time, and without the picture of the template."""
    catcher = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(catcher, "w") as new:
        for name in old.namelist():
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            new.writestr(info, old.read(name), zipfile.ZIP_DEFLATED)
    return catcher.getvalue()


def convert(name: str, text: str, layout: Layout, kind: str) -> None:
    """Let LibreOffice Writer open a document and save it as PDF or DOCX."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "in", Path(name).stem + ".docx")
        source.parent.mkdir()
        write_docx(source, text, layout)
        command = ["soffice", "--headless", f"-env:UserInstallation=file://{folder}/profile"]
        command += ["--convert-to", kind, "--outdir", folder, str(source)]
        subprocess.run(command, check=True, capture_output=True)
        shutil.copy(Path(folder, name), FOLDER / name)


def print_page(path: Path, page: str, with_head: bool) -> None:
    """Let Chromium print a page."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "page.html")
        source.write_text(page, encoding="utf-8")
        command = ["chromium", "--headless", "--no-sandbox", "--disable-gpu"]
        command += [f"--user-data-dir={folder}/profile", f"--print-to-pdf={path}"]
        command += [] if with_head else ["--no-pdf-header-footer"]
        subprocess.run([*command, source.as_uri()], check=True, capture_output=True)


def write_zip(path: Path, member: Path) -> None:
    """A ZIP file with a document in a folder, and a file that is none."""
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in (("附件/办法.docx", member.read_bytes()), ("说明.png", b"\x89PNG")):
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            archive.writestr(info, data, zipfile.ZIP_DEFLATED)


if __name__ == "__main__":
    make_all(*sys.argv[1:2])
