"""Write new documents into a corpus: texts, originals and rows of the manifest, all or none."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from contextlib import ExitStack, suppress
from pathlib import Path, PurePath

from policycompare.adding.model import Proposal
from policycompare.errors import CorpusError
from policycompare.manifest import COLUMNS, MANIFEST, check_values, read_manifest
from policycompare.reading.kinds import SUFFIXES
from policycompare.report.atomic import stage_files

ORIGINALS = "originals"
"""Folder of a corpus that keeps the files its texts were taken from."""

ADDED = ("document_number", "source_file", "source_sha256")
"""Columns that the manifest gets where it lacks them."""

# A spreadsheet takes a cell that begins so for a formula; no title or body does.
_FORMULA = "=+-@\t\r\n "


def write_documents(folder: Path, manifest: bytes, proposals: Sequence[Proposal]) -> list[Path]:
    """Write texts, originals and manifest of the proposals; return the paths, the manifest last.

    Parameters
    ----------
    folder : Path
    manifest : bytes
        The manifest as it was when the proposals were made.
    proposals : sequence of Proposal

    Raises
    ------
    CorpusError
        If the manifest was changed meanwhile, or a value is not allowed in it.
    OutputError
        If a file cannot be written; then none is.
    """
    rows = [_row(one) for one in proposals]
    changed = extend_manifest(manifest, rows)
    new = [one for one in proposals if not one.in_place]
    originals = {_original(one): one.original for one in new}
    with ExitStack() as stack:
        staged = stack.enter_context(stage_files(folder, "CORPUS"))
        if (folder / MANIFEST).read_bytes() != manifest:
            raise CorpusError(
                f"{folder / MANIFEST} was changed while the files were read; nothing is written; "
                f"call the command again."
            )
        for one in new:
            staged.add(f"{one.document}.txt", [one.text.text])
        staged.add_bytes(MANIFEST, [changed])
        if originals:
            kept = stack.enter_context(stage_files(folder / ORIGINALS, "CORPUS"))
            for name, data in originals.items():
                kept.add_bytes(name, [data])
            kept.commit()
        try:
            staged.commit()
        except BaseException:
            for name in originals:
                (folder / ORIGINALS / name).unlink(missing_ok=True)
            with suppress(OSError):  # it holds originals of earlier runs
                (folder / ORIGINALS).rmdir()
            raise
    read_manifest(folder / MANIFEST)
    written = [folder / f"{one.document}.txt" for one in new]
    return [*written, *(folder / ORIGINALS / name for name in originals), folder / MANIFEST]


def extend_manifest(manifest: bytes, rows: Sequence[dict[str, str]]) -> bytes:
    r"""Append rows to a manifest; what stands in it, its mark and its line ends stay as they are.

    Columns of :data:`ADDED` that it lacks are appended to every line.

    >>> extend_manifest(b"document,file\r\na,a.txt\r\n", [{"document": "b", "file": "b.txt"}])
    b'document,file,document_number,source_file,source_sha256\r\na,a.txt,,,\r\nb,b.txt,,,\r\n'
    """
    text = manifest.decode("utf-8-sig")
    mark = "\ufeff" if manifest.startswith(b"\xef\xbb\xbf") else ""
    records = _split_records(text)
    newline = "\r\n" if records and records[0].endswith("\r\n") else "\n"
    header = [name.strip() for name in next(csv.reader(io.StringIO(records[0], newline="")))]
    absent = [name for name in (*COLUMNS, *ADDED) if name not in header and _is_filled(name, rows)]
    kept = [
        _widen(record, absent if at == 0 else [""] * len(absent), newline)
        for at, record in enumerate(records)
        if record.strip()
    ]
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator=newline)
    for row in rows:
        writer.writerow([row.get(name, "").lstrip(_FORMULA) for name in (*header, *absent)])
    return (mark + "".join(kept) + out.getvalue()).encode("utf-8")


def _is_filled(name: str, rows: Sequence[dict[str, str]]) -> bool:
    """Whether a column that a manifest lacks is made: those of ``ADDED``, those with a value."""
    return name in ADDED or any(row.get(name) for row in rows)


def _split_records(text: str) -> list[str]:
    """The lines of a CSV text with their line ends; a line end inside quotes is none."""
    records: list[str] = []
    held = ""
    for line in text.splitlines(keepends=True):
        held += line
        if held.count('"') % 2 == 0 and line.endswith(("\n", "\r")):
            records.append(held)
            held = ""
    return [*records, held] if held else records


def _widen(record: str, cells: Sequence[str], newline: str) -> str:
    body = record.rstrip("\r\n")
    return body + "".join(f",{cell}" for cell in cells) + (record[len(body) :] or newline)


def _row(proposal: Proposal) -> dict[str, str]:
    """The manifest's row; white space that would break a line is one blank."""
    row = {name: " ".join(value.split()) for name, value in proposal.values.items()}
    row |= {
        "document": proposal.document,
        "file": proposal.source_file if proposal.in_place else f"{proposal.document}.txt",
        "source_file": f"{ORIGINALS}/{_original(proposal)}",
        "source_sha256": proposal.text.sha256,
    }
    if proposal.in_place:
        row["source_file"] = proposal.source_file
    else:
        row.setdefault("note", f"Taken from {' '.join(proposal.source_file.split())}.")
    check_values(proposal.source_file, row)
    return row


def _original(proposal: Proposal) -> str:
    """The name under which the original is kept; its suffix is kept if it is a known one."""
    suffix = PurePath(proposal.source_file).suffix.lower()
    return f"{proposal.document}{suffix if suffix in SUFFIXES else '.original'}"
