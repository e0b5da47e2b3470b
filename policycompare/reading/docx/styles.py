"""Styles of a DOCX file: what a paragraph inherits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from policycompare.reading.docx.package import W, is_on, value

if TYPE_CHECKING:
    from lxml.etree import _Element

MAX_CHAIN = 30
"""Styles that are looked through upwards; a longer chain is a circle."""


class Styles:
    """Styles by identifier, with their ancestors."""

    def __init__(self, root: _Element | None) -> None:
        found = () if root is None else root.iter(W + "style")
        self._styles = {style.get(W + "styleId", ""): style for style in found}
        self._default = next(
            (
                identifier
                for identifier, style in self._styles.items()
                if style.get(W + "type") == "paragraph"
                and style.get(W + "default") in ("1", "true")
            ),
            "",
        )

    def chain(self, identifier: str | None) -> list[_Element]:
        """The style and those it is based on; of a paragraph without style the default one."""
        found: list[_Element] = []
        current = identifier if identifier in self._styles else self._default
        while current and current in self._styles and len(found) < MAX_CHAIN:
            found.append(self._styles[current])
            current = value(found[-1], "basedOn") or ""
        return found

    def numbering(self, identifier: str | None) -> tuple[str | None, str | None, str]:
        """List, level and the style that names the list, of a paragraph style."""
        level = None
        for style in self.chain(identifier):
            level = level or value(style, "pPr/numPr/ilvl")
            number = value(style, "pPr/numPr/numId")
            if number is not None:
                return number, level, style.get(W + "styleId", "")
        return None, None, ""

    def list_of(self, identifier: str) -> str | None:
        """The list that a numbering style stands for."""
        return value(self._styles.get(identifier), "pPr/numPr/numId")

    def is_title(self, identifier: str | None) -> bool:
        """Whether it is the style of a document's title."""
        return any(value(style, "name") == "Title" for style in self.chain(identifier)[:1])

    def hides(self, identifier: str | None) -> bool:
        """Whether a character style hides its text."""
        if identifier is None:
            return False
        return any(is_on(style.find(W + "rPr"), "vanish") for style in self.chain(identifier))
