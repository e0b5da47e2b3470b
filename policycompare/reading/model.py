"""What a reader gives back: the text of a file, what it says of itself, and what was left out."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from policycompare.errors import ReadError

Kind = Literal["text", "html", "docx", "pdf", "markdown", "zip"]
"""The kinds of file that can be read."""


@dataclass(frozen=True, slots=True)
class Dropped:
    """Something of the file that is not in its text.

    ``what`` names it in English (``menu``, ``page number``, ``footnote`` …), ``count`` is how often
    it stood there (at least 1), ``sample`` is the beginning of the first one, empty if it has no
    text.
    """

    what: str
    count: int
    sample: str = ""

    def __str__(self) -> str:
        sample = f" ({self.sample})" if self.sample else ""
        return f"{self.count} x {self.what}{sample}"


@dataclass(frozen=True, slots=True)
class ExtractedText:
    """The text of a file and what the file says about it; what is unknown is empty.

    Attributes
    ----------
    text : str
        The source that every later offset refers to. For a plain text it is the file as decoded.
    kind : Kind
        What the file is by its content.
    name : str
        The file's name; of a member of an archive its path inside it.
    sha256 : str
        Of the bytes of the file, in hexadecimal digits.
    encoding : str
        The codec of a text, Markdown or HTML file; for the others the kind.
    title, issuer, document_number : str
        As printed, without markup.
    date : str
        Date of issue or publication: ``2023``, ``2023-07`` or ``2023-07-06``.
    fields : mapping of str to str
        The labelled facts of an index table or of a page's head, as printed (``发文机关``).
    warnings : tuple of str
        What is doubtful about the text.
    dropped : tuple of Dropped
        What the file shows and the text has not: menus, running heads, page numbers …
    parts : tuple of ExtractedText
        The members of an archive, in order of name; else empty.
    """

    text: str
    kind: Kind
    name: str = ""
    sha256: str = ""
    encoding: str = ""
    title: str = ""
    date: str = ""
    issuer: str = ""
    document_number: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    dropped: tuple[Dropped, ...] = ()
    parts: tuple[ExtractedText, ...] = ()

    def __repr__(self) -> str:
        left_out = f", {sum(item.count for item in self.dropped)} left out" if self.dropped else ""
        return f"<ExtractedText {self.name} ({self.kind}): {len(self.text)} characters{left_out}>"


@dataclass(frozen=True, slots=True)
class Limits:
    """How large a file may be and how long reading it may take; each is an error, never a cut.

    Attributes
    ----------
    max_bytes : int
        Bytes of a file, and of each member of an archive.
    max_expanded : int
        Bytes of all that is unpacked from one DOCX or ZIP file.
    max_ratio : int
        Unpacked by packed bytes of a member that unpacks to more than a million bytes.
    max_members : int
        Members of a ZIP file.
    max_pages : int
        Pages of a PDF file.
    max_seconds : float
        Time for one file; looked at between pages and members.
    """

    max_bytes: int = 20_000_000
    max_expanded: int = 200_000_000
    max_ratio: int = 200
    max_members: int = 500
    max_pages: int = 2_000
    max_seconds: float = 300.0


DEFAULT_LIMITS = Limits()


class Clock:
    """Tells when the time for a file is over."""

    def __init__(self, name: str, limits: Limits) -> None:
        self.name = name
        self.limits = limits
        self._end = time.monotonic() + limits.max_seconds

    def check(self, done: str) -> None:
        """Raise a ReadError if the time is over; ``done`` says how far reading came."""
        if time.monotonic() > self._end:
            raise ReadError(
                f"{self.name} takes longer than {self.limits.max_seconds:g} seconds to read "
                f"(stopped after {done}); split it, or save its text as UTF-8."
            )


class Notes:
    """Collects what is left out while a file is read, in the order of first occurrence."""

    SAMPLE = 30
    """Characters of a sample."""

    def __init__(self) -> None:
        self._counts: dict[str, int] = {}
        self._samples: dict[str, str] = {}

    def drop(self, what: str, text: str = "", count: int = 1) -> None:
        """Count something left out; white space alone is nothing."""
        if count:
            self._counts[what] = self._counts.get(what, 0) + count
            sample = " ".join(text.split())
            if sample and what not in self._samples:
                cut = sample[: self.SAMPLE]
                self._samples[what] = cut + ("…" if len(sample) > self.SAMPLE else "")

    def dropped(self) -> tuple[Dropped, ...]:
        """All that was left out."""
        return tuple(
            Dropped(what, count, self._samples.get(what, ""))
            for what, count in self._counts.items()
        )
