"""``add``: read files, propose their rows, look for doubles, and write what is accepted."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from os import PathLike, fspath
from pathlib import Path
from typing import NamedTuple

from policycompare.adding.model import AddResult, Proposal
from policycompare.adding.proposing import as_metadata, outline_text, propose
from policycompare.adding.writing import write_documents
from policycompare.corpus import check_folder
from policycompare.datamodel import Document, Metadata
from policycompare.doubles import Print, find_doubles, make_print
from policycompare.errors import CorpusError, PolicyCompareError, ReadError, UsageError
from policycompare.folders import is_own_page
from policycompare.manifest import MANIFEST, is_identifier, read_manifest
from policycompare.preparation import Progress, report_progress
from policycompare.reading import ExtractedText, Limits, extract_text
from policycompare.reading.archives import Archive
from policycompare.reading.extraction import read_bytes
from policycompare.reading.zips import show_name
from policycompare.settings import Settings

Decide = Callable[[Proposal], Proposal | None]
"""Takes a proposal and gives it back, perhaps changed, or None to leave the file out."""


class Read(NamedTuple):
    """A text that was read, its bytes, and the file that was named."""

    text: ExtractedText
    data: bytes
    path: Path
    is_member: bool = False


def add(
    folder: str | PathLike[str],
    files: Sequence[str | PathLike[str]],
    *,
    jurisdiction: str = "",
    document: str = "",
    allow_double: bool = False,
    dry_run: bool = False,
    decide: Decide | None = None,
    settings: Settings | None = None,
    progress: Progress | None = None,
) -> AddResult:
    """Bring files into a corpus: text, original and a row of the manifest each, all or none.

    Parameters
    ----------
    folder : path
        A corpus with a manifest; :func:`policycompare.init` makes an empty one.
    files : sequence of paths
        Text, HTML, DOCX, PDF, Markdown, or ZIP of these, which gives a document per member.
    jurisdiction : str, optional
        Whose texts they are, e.g. ``威海市``; level and parent are looked up. Else what the texts
        say.
    document : str, optional
        Identifier of the only document.
    allow_double : bool
        Add a text that the corpus has already.
    dry_run : bool
        Write nothing.
    decide : callable, optional
        Asked for each proposal that is no double; without it what was found is accepted, and
        what is only ``possible`` stays empty, and a member of an archive with too little text
        for a document is left out.
    settings : Settings, optional
        Size limit, and ``skip_bad``: go on without a file that cannot be read, and say so.
    progress : callable, optional

    Raises
    ------
    CorpusError
        If the folder has no manifest or one that cannot be used.
    ReadError
        If a file cannot be read.
    UsageError
        If the identifier is taken or not allowed, no file is given, or a library is missing.
    OutputError
        If something cannot be written; then nothing is.
    """
    corpus, settings = Path(fspath(folder)), settings or Settings()
    entries, manifest = _open(corpus)
    texts, unread = _read_files([Path(fspath(file)) for file in files], settings, progress)
    _check_document(document, entries, len(texts))
    prints, told = _prints_of(corpus, entries, settings, progress)
    taken = {entry.document.lower() for entry in entries} | _stems(corpus)
    proposals: list[Proposal] = []
    for text, data, path, is_member in texts:
        outline = outline_text(text)
        found = propose(text, outline, jurisdiction=jurisdiction)
        here = in_place(corpus, text, path)
        own = {path.stem.lower()} - {entry.document.lower() for entry in entries} if here else set()
        name = document or _free(found.document, taken - own)
        found = replace(found, original=data, in_place=here, document=name)
        mark = make_print(
            outline.document, outline.normalized, name=found.document, metadata=as_metadata(found)
        )
        found = replace(found, doubles=find_doubles(mark, prints))
        found = _decide(found, allow_double, decide, taken, is_member=is_member)
        proposals.append(found)
        if found.state == "proposed":
            taken.add(found.document.lower())
            prints.append(replace(mark, name=found.document, metadata=as_metadata(found)))
    accepted = [one for one in proposals if one.state == "proposed"]
    written: list[Path] = []
    if accepted and not dry_run:
        written = write_documents(corpus, manifest, accepted)
        proposals = [
            replace(one, state="added") if one.state == "proposed" else one for one in proposals
        ]
    return AddResult(corpus, tuple(proposals), tuple(written), (*unread, *told))


def _open(folder: Path) -> tuple[tuple[Metadata, ...], bytes]:
    check_folder(folder)
    path = folder / MANIFEST
    if not path.exists():
        raise CorpusError(
            f"the folder {folder} has no {MANIFEST}, in which every document gets a row; make "
            f"one with `policycompare init {folder}`, then add its own files too."
        )
    entries, _ = read_manifest(path, allow_empty=True)
    return entries, path.read_bytes()


def _read_files(
    files: Sequence[Path], settings: Settings, progress: Progress | None
) -> tuple[list[Read], list[str]]:
    """The texts of all files with their bytes, and what could not be read."""
    if not files:
        raise UsageError("there is no file to add; name one or more after the corpus.")
    limits = Limits(max_bytes=settings.max_bytes)
    found: list[Read] = []
    bad: list[str] = []
    for at, path in enumerate(files):
        report_progress(progress, "reading files", at, len(files))
        try:
            found += _read_file(path, limits)
        except ReadError as error:
            bad.append(str(error))
    report_progress(progress, "reading files", len(files), len(files))
    if bad and not (settings.skip_bad and found):
        more = f" (and {len(bad) - 1} more of the files)" if len(bad) > 1 else ""
        raise ReadError(f"{bad[0]}{more} Nothing is added; --skip-bad goes on without such files.")
    return found, [f"left out: {message}" for message in bad]


def _read_file(path: Path, limits: Limits) -> Iterator[Read]:
    if is_own_page(path):
        raise ReadError(
            f"{path} is a page that policycompare wrote, no policy document; only documents can be "
            "added; add those that it was made of."
        )
    data = read_bytes(path, limits.max_bytes)
    text = extract_text(data, str(path), limits=limits)
    if text.kind != "zip":
        yield Read(replace(text, name=path.name), data, path)
        return
    archive = Archive(data, path.name, limits)
    members = {show_name(archive, member): member for member in archive.members}
    for part in text.parts:
        named = replace(part, name=f"{path.name}/{part.name}")
        yield Read(named, archive.read(members[part.name]), path, is_member=True)


def in_place(folder: Path, text: ExtractedText, path: Path) -> bool:
    """Whether a file is a text that lies in the corpus folder already."""
    return text.kind == "text" and path.resolve().parent == folder.resolve()


def _check_document(document: str, entries: Sequence[Metadata], n_texts: int) -> None:
    if not document:
        return
    if n_texts != 1:
        raise UsageError(
            f"--document names one document, but the files hold {n_texts}; leave it out or add "
            f"them one by one."
        )
    if not is_identifier(document):
        raise UsageError(
            f"the document identifier {document!r} cannot be used; allowed is any text without "
            f"'/', white space and control characters; choose a name like weihai-2023."
        )
    if any(entry.document.lower() == document.lower() for entry in entries):
        raise UsageError(f"the corpus has a document {document!r} already; choose another name.")


def _prints_of(
    folder: Path, entries: Sequence[Metadata], settings: Settings, progress: Progress | None
) -> tuple[list[Print], list[str]]:
    """What the documents that are there are recognised by, and which could not be read."""
    from policycompare.normalize import normalize_text
    from policycompare.read import read_document

    prints: list[Print] = []
    told: list[str] = []
    for at, entry in enumerate(entries):
        report_progress(progress, "looking for doubles", at, len(entries))
        try:
            document: Document = read_document(entry, folder, max_bytes=settings.max_bytes)
        except PolicyCompareError as error:
            told.append(f"{entry.document} is not looked at for doubles: {error}")
            continue
        prints.append(make_print(document, normalize_text(document.text)))
    return prints, told


def _stems(folder: Path) -> set[str]:
    """Names that files in the folder have, in lower case: none may be written over."""
    return {path.stem.lower() for path in folder.iterdir() if path.is_file()} | {
        path.stem.lower() for path in (folder / "originals").glob("*")
    }


def _free(name: str, taken: set[str]) -> str:
    """The name, or the name with the first number that makes it a new one."""
    if name.lower() not in taken:
        return name
    number = 2
    while f"{name}-{number}".lower() in taken:
        number += 1
    return f"{name}-{number}"


def _decide(
    found: Proposal,
    allow_double: bool,
    decide: Decide | None,
    taken: set[str],
    *,
    is_member: bool,
) -> Proposal:
    if not allow_double and any(double.kind == "exact" for double in found.doubles):
        return replace(found, state="double")
    if decide is None:
        # A file was named by the user, a readme only lay in the same archive.
        return replace(found, state="too little") if is_member and found.has_little else found
    chosen = decide(found)
    if chosen is None:
        return replace(found, state="skipped")
    if chosen.document.lower() in taken:
        return replace(chosen, document=_free(chosen.document, taken))
    return chosen
