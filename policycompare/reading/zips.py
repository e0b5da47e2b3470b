"""Read the documents inside a ZIP file, in order of name; nothing is written to the disk."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import PurePosixPath

from policycompare.errors import ReadError
from policycompare.reading.archives import Archive
from policycompare.reading.kinds import SUFFIXES, UNREADABLE
from policycompare.reading.model import Clock, ExtractedText, Limits, Notes

Extract = Callable[[bytes, str, Limits], ExtractedText]

BETWEEN = "\n\n"
"""Stands between the texts of two members."""


def read_zip(data: bytes, name: str, limits: Limits, *, extract: Extract) -> ExtractedText:
    """Read every document of an archive; its text is theirs, one after the other.

    Members that are no documents by their suffix are left out and counted. A member that cannot
    be read makes the archive unreadable: half of its documents would be a silent gap.

    Raises
    ------
    ReadError
        If the archive holds no document, another archive, too many members or one that cannot be
        read.
    """
    archive = Archive(data, name, limits)
    if len(archive.members) > limits.max_members:
        raise ReadError(
            f"{name} holds {len(archive.members):,} files; a ZIP file may have at most "
            f"{limits.max_members:,}; split it."
        )
    clock, notes = Clock(name, limits), Notes()
    chosen = [member for member in sorted(archive.members) if _is_document(member, notes)]
    parts: list[ExtractedText] = []
    for member in chosen:
        clock.check(f"{len(parts)} of {len(chosen)} files")
        # The name is only shown: a path that leaves the archive leads nowhere.
        part = extract(archive.read(member), f"{name}/{member}", limits)
        parts.append(replace(part, name=show_name(archive, member)))
    if not parts:
        raise ReadError(
            f"{name} is a ZIP file without a document; allowed inside are {_allowed()} files; "
            f"pack the documents anew."
        )
    return _join(tuple(parts), notes)


def show_name(archive: Archive, member: str) -> str:
    """The name of a member; one that a Chinese Windows wrote without a UTF-8 mark is GBK."""
    info = archive.members[member]
    if info.flag_bits & 0x800:
        return member
    try:
        return member.encode("cp437").decode("gb18030")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return member


def _join(parts: tuple[ExtractedText, ...], notes: Notes) -> ExtractedText:
    first = parts[0]
    warnings = tuple(f"{part.name}: {warning}" for part in parts for warning in part.warnings)
    if len(parts) > 1:
        names = ", ".join(part.name for part in parts)
        warnings += (f"the ZIP file holds {len(parts)} files, read as one text: {names}.",)
    for part in parts:
        for item in part.dropped:
            notes.drop(item.what, item.sample, item.count)
    return ExtractedText(
        BETWEEN.join(part.text for part in parts),
        "zip",
        encoding="zip",
        title=first.title,
        date=first.date,
        issuer=first.issuer,
        document_number=first.document_number,
        fields=first.fields,
        warnings=warnings,
        dropped=notes.dropped(),
        parts=parts,
    )


def _is_document(member: str, notes: Notes) -> bool:
    path = PurePosixPath(member)
    hidden = any(part.startswith((".", "__MACOSX")) for part in path.parts if part != "..")
    is_document = path.suffix.lower() in (*SUFFIXES, *UNREADABLE) and not hidden
    if not is_document:
        notes.drop("file that is no document", member)
    elif path.suffix.lower() == ".zip":
        raise ReadError(
            f"{member} is a ZIP file inside a ZIP file; allowed inside are {_allowed()} files; "
            f"unpack it and pack its documents anew."
        )
    return is_document


def _allowed() -> str:
    return ", ".join(suffix for suffix in SUFFIXES if suffix != ".zip")
