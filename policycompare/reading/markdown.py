"""Read Markdown: marks go, headings and list numbers stay on lines of their own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from policycompare.reading.model import ExtractedText, Limits, Notes
from policycompare.reading.plain import decode_text

if TYPE_CHECKING:
    from markdown_it.token import Token

_FRONT = re.compile(r"\A---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_FIELD = re.compile(r"^(\w[\w ]*?)[ \t]*[:：][ \t]*(.+?)[ \t]*$", re.MULTILINE)
# CommonMark does not close **…。** before a Chinese character, though every writer means it so.
_STRONG = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")
_TAG = re.compile(r"<!--.*?-->|<[^>]*>", re.DOTALL)


def read_markdown(data: bytes, name: str, limits: Limits, *, encoding: str = "") -> ExtractedText:
    """Read a Markdown file (CommonMark with tables).

    A list number is given as it was typed, not as a browser would count it. Line breaks inside a
    paragraph stay, because many files write one heading or clause on each line.

    Raises
    ------
    ReadError
        If it does not decode.
    """
    from markdown_it import MarkdownIt  # comes with rich

    decoded = decode_text(name, data, encoding)
    text = decoded.text.replace("\r\n", "\n").replace("\r", "\n")
    front = _FRONT.match(text)
    fields = (
        {key.strip(): value.strip("\"'") for key, value in _FIELD.findall(front[1])}
        if front
        else {}
    )
    notes = Notes()
    tokens = MarkdownIt("commonmark").enable("table").parse(text[front.end() :] if front else text)
    lines = _Writer(notes).write(tokens)
    heading = _first_heading(tokens)
    return ExtractedText(
        "\n".join(lines) + "\n",
        "markdown",
        encoding=decoded.encoding,
        title=fields.get("title", "") or heading,
        date=fields.get("date", ""),
        issuer=fields.get("issuer", "") or fields.get("author", ""),
        fields=fields,
        warnings=decoded.warnings,
        dropped=notes.dropped(),
    )


class _Writer:
    """Turns the tokens of a page into lines of text."""

    def __init__(self, notes: Notes) -> None:
        self._notes = notes
        self._lines: list[str] = []
        self._marker = ""
        self._row: list[str] | None = None

    def write(self, tokens: Sequence[Token]) -> list[str]:
        for token in tokens:
            self._write_token(token)
        return self._lines

    def _write_token(self, token: Token) -> None:
        if token.type == "list_item_open" and token.info:  # its number as typed
            self._marker = f"{token.info}{token.markup} "
        elif token.type == "tr_open":
            self._row = []
        elif token.type == "tr_close" and self._row is not None:
            self._lines.append("\t".join(self._row).rstrip("\t"))
            self._row = None
        elif token.type == "inline":
            self._add(inline_text(token, self._notes))
        elif token.type in ("fence", "code_block"):
            self._add(token.content.rstrip("\n"))
        elif token.type == "html_block":
            self._add(_strip_tags(token.content, self._notes).strip())

    def _add(self, text: str) -> None:
        if self._row is not None:
            self._row.append(" ".join(text.split()))
            return
        if text:
            self._lines += (self._marker + text).split("\n")
            self._marker = ""


def inline_text(token: Token, notes: Notes) -> str:
    """The text of an inline token; pictures and tags are counted as left out."""
    pieces: list[str] = []
    for child in token.children or ():
        if child.type in ("text", "code_inline", "text_special"):
            pieces.append(child.content)
        elif child.type in ("softbreak", "hardbreak"):
            pieces.append("\n")
        elif child.type == "image":
            notes.drop("picture", child.content)
        elif child.type == "html_inline":
            pieces.append("\n" if child.content.lower().startswith("<br") else "")
    return _STRONG.sub(r"\2", "".join(pieces))


def _first_heading(tokens: Sequence[Token]) -> str:
    for at, token in enumerate(tokens):
        if token.type == "heading_open" and token.tag == "h1":
            return inline_text(tokens[at + 1], Notes())
    return ""


def _strip_tags(html: str, notes: Notes) -> str:
    notes.drop("HTML tag", html, len(_TAG.findall(html)))
    return _TAG.sub("", html)
