"""Small DOCX and PDF files made by hand for the tests of the readers."""

from __future__ import annotations

import io
import zipfile

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
TYPES = "[Content_Types].xml"


def zip_of(members: dict[str, bytes | str]) -> bytes:
    """A ZIP file with these members."""
    catcher = io.BytesIO()
    with zipfile.ZipFile(catcher, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return catcher.getvalue()


def docx_of(body: str, **parts: str) -> bytes:
    """A DOCX file: the XML of its body, and of parts such as ``numbering`` and ``styles``."""
    document = root("document", f"<w:body>{body}</w:body>")
    members: dict[str, bytes | str] = {TYPES: "<Types/>", "word/document.xml": document}
    members |= {f"word/{name}.xml": root(name, xml) for name, xml in parts.items()}
    return zip_of(members)


def root(name: str, xml: str) -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?><w:{name} xmlns:w="{WORD}">{xml}</w:{name}>'


def paragraph(text: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def numbered(text: str, number: int = 1, level: int = 0) -> str:
    """A paragraph of a list."""
    return paragraph(
        text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
    )


def level(at: int, number_format: str, text: str, more: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{number_format}"/>{more}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def numbering(levels: str, numbers: str = "") -> str:
    """The part ``numbering`` with one abstract list, and list 1 of it."""
    numbers = numbers or '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    return f'<w:abstractNum w:abstractNumId="0">{levels}</w:abstractNum>{numbers}'


def picture_pdf() -> bytes:
    """A PDF file whose only page is a picture, as a scanner writes it."""
    from PIL import Image

    catcher = io.BytesIO()
    Image.new("L", (600, 800), 255).save(catcher, "PDF")
    return catcher.getvalue()
