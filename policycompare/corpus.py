"""A corpus folder: which documents it holds, from its manifest or from its file names."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from policycompare.datamodel import Metadata
from policycompare.errors import CorpusError, UsageError, one_line
from policycompare.folders import (
    DiskNames,
    RealPaths,
    is_companion,
    is_document,
    list_files,
    text_stems,
    why_left_out,
)
from policycompare.limits import MAX_DOCUMENTS
from policycompare.manifest import MANIFEST, as_identifier, read_manifest
from policycompare.reading.kinds import SUFFIXES

if TYPE_CHECKING:
    from policycompare.report.labels import Language


@dataclass(frozen=True)
class Corpus:
    """The documents of a folder, sorted by identifier, and what is unknown about them.

    ``missing`` are documents of the manifest whose file is not there, each with the error, where
    that was allowed; ``is_whole`` is False where only some of the documents were asked for.
    """

    folder: Path
    documents: tuple[Metadata, ...]
    warnings: tuple[str, ...] = ()
    missing: tuple[tuple[str, str], ...] = ()
    is_whole: bool = True

    def to_html(self, *, language: Language = "en") -> str:
        """Render the documents with their metadata as self-contained HTML."""
        from policycompare.report.text_views import render_corpus

        return render_corpus(self, language=language)

    def _repr_html_(self) -> str:
        return self.to_html()

    def __repr__(self) -> str:
        names = ", ".join(entry.document for entry in self.documents[:5])
        more = ", …" if len(self.documents) > 5 else ""
        return f"<Corpus {self.folder}: {len(self.documents)} documents ({names}{more})>"


def read_corpus(
    folder: Path, *, documents: Sequence[str] = (), skip_missing: bool = False
) -> Corpus:
    """Find the documents of a corpus folder without opening their texts.

    With a ``manifest.csv`` the documents are its rows. Without one every file directly in the
    folder that is a document by its suffix (:data:`policycompare.reading.SUFFIXES`) is one, named
    by its stem; hidden files, files like README and pages that ``compare`` wrote are none, and of
    ``a.txt`` and ``a.pdf`` the second is taken for the original of the first.

    Parameters
    ----------
    folder : Path
        The corpus folder.
    documents : sequence of str, optional
        Keep only these document identifiers; empty keeps all.
    skip_missing : bool
        Go on without the documents of the manifest whose files are missing.

    Raises
    ------
    CorpusError
        If the folder does not exist, is no folder or holds no document, if the manifest cannot be
        used, or if a file is missing, doubled or lies outside the folder.
    UsageError
        If ``documents`` names a document that the corpus does not have.
    """
    check_folder(folder)
    missing: tuple[tuple[str, str], ...] = ()
    if (folder / MANIFEST).exists():
        _check_manifest(folder)
        entries, warnings = read_manifest(folder / MANIFEST)
        names = DiskNames()
        entries = tuple(replace(one, file=names.find(folder, one.file)) for one in entries)
        warnings += _warn_unlisted(folder, entries)
        if skip_missing:
            entries, missing = _split_missing(folder, entries)
        _check_files(folder, entries)
    else:
        entries, warnings = _read_file_names(folder)
        _check_files(folder, entries)
    known = {*(entry.document for entry in entries), *(name for name, _ in missing)}
    _check_known(known, documents)
    asked = set(documents)
    chosen = tuple(one for one in entries if not documents or one.document in asked)
    gone = tuple(one for one in missing if not documents or one[0] in asked)
    return Corpus(folder, chosen, tuple(map(one_line, warnings)), gone, not documents)


def find_metadata(path: Path) -> tuple[Metadata, tuple[str, ...]]:
    """Metadata of a lone file: its row in the manifest beside it, else its name only.

    The second value holds a warning if there is a manifest that cannot be used.
    """
    alone = Metadata(document=as_identifier(path.stem), file=path.name)
    manifest = path.parent / MANIFEST
    if not manifest.is_file():
        return alone, ()
    try:
        entries, _ = read_manifest(manifest)
    except CorpusError as error:
        return alone, (f"the manifest beside the file is not used: {error}",)
    target = path.resolve()
    listed = [entry for entry in entries if (path.parent / entry.file).resolve() == target]
    return (listed[0] if listed else alone), ()


def check_folder(folder: Path) -> None:
    """Raise a CorpusError if there is no such folder."""
    if not folder.exists():
        raise CorpusError(
            f"there is no folder {folder}; a corpus must be a folder of texts; check the path."
        )
    if not folder.is_dir():
        raise CorpusError(
            f"{folder} is a file; a corpus must be a folder of texts; give its folder."
        )


def _check_manifest(folder: Path) -> None:
    """A manifest is a file of the folder: no link out of it, and nothing that reads for ever."""
    path = folder / MANIFEST
    if not path.resolve().is_relative_to(folder.resolve()):
        raise CorpusError(
            f"{path} is a link that leads out of the corpus folder; only files inside it are "
            "allowed; copy the manifest into it."
        )
    if not path.is_file():
        raise CorpusError(
            f"{path} is no file; a manifest must be a CSV file; put one there or take it away."
        )


def _read_file_names(folder: Path) -> tuple[tuple[Metadata, ...], tuple[str, ...]]:
    files = [path for path in list_files(folder) if is_document(path)]
    stems = text_stems(files)
    reasons = {path: why_left_out(path, stems) for path in files}
    texts = [path for path in files if not reasons[path]]
    if not texts:
        raise CorpusError(
            f"the folder {folder} holds no document; a corpus needs a {MANIFEST} or files "
            f"({', '.join(SUFFIXES)}) directly in it; put the texts there or give another folder."
        )
    entries = [Metadata(document=as_identifier(path.stem), file=path.name) for path in texts]
    warnings = [
        f"{folder} has no {MANIFEST}: file names serve as document names, and jurisdiction, level, "
        f"dates and status of all {len(entries)} documents are unknown."
    ]
    warnings += [f"{path.name} {why}" for path, why in reasons.items() if why]
    warnings += [
        f"{entry.file} is called {entry.document!r}, because a document name has no white space."
        for entry, path in zip(entries, texts, strict=True)
        if entry.document != path.stem
    ]
    return tuple(sorted(entries, key=lambda entry: entry.document)), tuple(warnings)


def _warn_unlisted(folder: Path, entries: Sequence[Metadata]) -> tuple[str, ...]:
    paths = RealPaths()
    listed = {target for entry in entries if (target := paths.find(folder / entry.file))}
    files = [path for path in list_files(folder) if is_document(path)]
    stems = text_stems(files)
    return tuple(
        f"{path.name} is in the folder but not in {MANIFEST}: left out; bring it in with "
        f"`policycompare add`, or move it elsewhere."
        for path in files
        if paths.find(path) not in listed and not is_companion(path, stems)
    )


def _check_files(folder: Path, entries: Sequence[Metadata]) -> None:
    if len(entries) > MAX_DOCUMENTS:
        raise CorpusError(
            f"{folder} has {len(entries):,} documents; at most {MAX_DOCUMENTS:,} are allowed; "
            "split it into several corpora."
        )
    paths, home = RealPaths(), folder.resolve()
    seen: dict[Path, str] = {}
    names: set[str] = set()
    for entry in entries:
        target = _resolve(paths, folder, home, entry)
        if target in seen:
            raise CorpusError(
                f"{folder} has the file {entry.file} twice, as document {seen[target]} and as "
                f"{entry.document}; each file may be one document; remove one of them."
            )
        if entry.document in names:
            raise CorpusError(
                f"{folder} has two files for the document {entry.document!r}; each document needs "
                f"a name of its own; rename one of the files."
            )
        seen[target] = entry.document
        names.add(entry.document)


def _resolve(paths: RealPaths, folder: Path, home: Path, entry: Metadata) -> Path:
    """The real path of a document's file, checked to exist inside the folder."""
    try:
        target = paths.resolve(folder / entry.file)
        is_file = target.is_file()
    except (OSError, RuntimeError, ValueError):  # a link in a circle, a name too long for a path
        is_file, target = False, home
    if not target.is_relative_to(home):
        raise CorpusError(
            f"the file {entry.file} of document {entry.document} is a link that leads out of the "
            f"corpus folder {folder}; only files inside it are allowed; copy the file into it."
        )
    if not is_file:
        raise CorpusError(
            f"the file {entry.file} of document {entry.document} is missing in {folder}; every "
            f"document listed in {MANIFEST} needs its file; add the file or remove the line."
        )
    return target


def _split_missing(
    folder: Path, entries: Sequence[Metadata]
) -> tuple[tuple[Metadata, ...], tuple[tuple[str, str], ...]]:
    """The documents whose file is there, and the others with the error of each."""
    paths, home = RealPaths(), folder.resolve()
    there: list[Metadata] = []
    missing: list[tuple[str, str]] = []
    for entry in entries:
        try:
            _resolve(paths, folder, home, entry)
        except CorpusError as error:
            missing.append((entry.document, str(error)))
        else:
            there.append(entry)
    return tuple(there), tuple(missing)


def _check_known(known: Collection[str], documents: Sequence[str]) -> None:
    for name in documents:
        if name not in known:
            raise UsageError(
                f"the corpus has no document {name!r}; allowed are {', '.join(sorted(known))}; "
                f"choose among these."
            )
