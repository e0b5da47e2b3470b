"""Open a DOCX file: its parts as XML, without entities, network or schema."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING, Any

from policycompare.errors import ReadError
from policycompare.reading.archives import Archive
from policycompare.reading.model import Limits
from policycompare.reading.optional import load_reader

if TYPE_CHECKING:
    from lxml.etree import _Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
"""Namespace of WordprocessingML as lxml writes it (ISO/IEC 29500-1)."""

# A file saved as "Strict Open XML" has the same names in other namespaces.
_STRICT = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", W[1:-1].encode()),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
)
_RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_MAIN = "word/document.xml"


class Package:
    """The parts of a DOCX file that reading needs."""

    def __init__(self, data: bytes, name: str, limits: Limits) -> None:
        self.name = name
        self._archive = Archive(data, name, limits)
        self._etree: Any = load_reader("lxml.etree", "a DOCX")
        self.main_path = self._find_main()
        self._folder = posixpath.dirname(self.main_path)

    def main(self) -> _Element:
        """The root of the main text."""
        root = self._parse(self.main_path)
        if root is None:
            raise self._unusable("it has no main text")
        return root

    def part(self, file: str) -> _Element | None:
        """The root of a part beside the main text, such as ``numbering.xml``; None if absent."""
        return self._parse(posixpath.join(self._folder, file))

    def core(self) -> _Element | None:
        """The root of the core properties (title, author)."""
        return self._parse("docProps/core.xml")

    def parts_like(self, prefix: str) -> list[_Element]:
        """All parts beside the main text whose name begins so: ``header``, ``footer``."""
        start = posixpath.join(self._folder, prefix)
        names = sorted(name for name in self._archive.members if name.startswith(start))
        parsed = (self._parse(name) for name in names if name.endswith(".xml"))
        return [root for root in parsed if root is not None]

    def _find_main(self) -> str:
        relations = self._parse("_rels/.rels")
        for relation in () if relations is None else relations.iter(_RELATIONS):
            if relation.get("Type", "").endswith("/officeDocument"):
                target = str(relation.get("Target", "")).lstrip("/")
                if target in self._archive.members:
                    return target
        return _MAIN

    def _parse(self, member: str) -> _Element | None:
        if member not in self._archive.members:
            return None
        data = self._archive.read(member)
        for strict, plain in _STRICT:
            data = data.replace(strict, plain)
        parser = self._etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
        )
        try:
            root = self._etree.fromstring(data, parser)
        except self._etree.XMLSyntaxError as error:
            raise self._unusable(f"{member}: {error}") from error
        # Word writes no document type; one that is there would only define entities.
        if root.getroottree().docinfo.doctype:
            raise self._unusable(f"{member} declares a document type, which no DOCX file does")
        return root

    def _unusable(self, reason: str) -> ReadError:
        return ReadError(
            f"{self.name} is no sound DOCX file ({reason}); only whole files can be read; open it "
            f"in Word, WPS or LibreOffice and save it anew."
        )


def value(element: _Element | None, path: str) -> str | None:
    """The attribute ``w:val`` of a descendant given by a path of names; None if absent.

    >>> value(None, "numPr/numId") is None
    True
    """
    for name in path.split("/"):
        element = None if element is None else element.find(W + name)
    return None if element is None else element.get(W + "val")


def is_on(properties: _Element | None, name: str) -> bool:
    """Whether a switch such as ``w:vanish`` is set."""
    found = None if properties is None else properties.find(W + name)
    return found is not None and found.get(W + "val", "1") not in ("0", "false", "off")
