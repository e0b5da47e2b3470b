"""``init``: an empty corpus with a manifest and a page that explains its columns."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import resources
from os import PathLike, fspath
from pathlib import Path

from policycompare.adding.writing import ADDED
from policycompare.errors import CorpusError
from policycompare.manifest import COLUMNS, MANIFEST
from policycompare.reading.kinds import SUFFIXES, UNREADABLE
from policycompare.report.atomic import stage_files

README = "README.md"


@dataclass(frozen=True)
class InitResult:
    """A corpus that was made: the files written, and what lay in the folder before."""

    folder: Path
    written: tuple[Path, ...]
    notes: tuple[str, ...] = ()


def init(folder: str | PathLike[str]) -> InitResult:
    """Make an empty corpus: a folder with a manifest and a README on its columns.

    Parameters
    ----------
    folder : path
        A new or an existing folder; what is in it stays as it is.

    Raises
    ------
    CorpusError
        If it is a file or holds a manifest already.
    OutputError
        If it cannot be written.
    """
    path = Path(fspath(folder))
    if path.exists() and not path.is_dir():
        raise CorpusError(f"{path} is a file; a corpus must be a folder; give another name.")
    if (path / MANIFEST).exists():
        raise CorpusError(
            f"{path} holds a {MANIFEST} already and is left as it is; only a folder without one is "
            f"made a corpus; bring documents in with `policycompare add {path} FILE…`."
        )
    notes = _describe(path)
    readme = resources.files("policycompare").joinpath("data", "corpus_readme.md")
    with stage_files(path, "DIR") as staged:
        header = ",".join((*COLUMNS, *ADDED)) + "\r\n"
        staged.add(MANIFEST, ["\ufeff", header])  # the mark tells Excel that it is UTF-8
        names = [MANIFEST]
        if not (path / README).exists():
            staged.add(README, [readme.read_text(encoding="utf-8")])
            names.append(README)
        staged.commit()
    return InitResult(path, tuple(path / name for name in names), notes)


def _describe(folder: Path) -> tuple[str, ...]:
    """What a folder holds that is to become a corpus."""
    found = sorted(folder.iterdir(), key=lambda p: p.name) if folder.is_dir() else []
    files = [path for path in found if path.is_file() and not path.name.startswith(".")]
    documents = [path.name for path in files if path.suffix.lower() in SUFFIXES]
    documents = [name for name in documents if Path(name).stem.lower() != "readme"]
    refused = [path.name for path in files if path.suffix.lower() in UNREADABLE]
    notes: list[str] = []
    if documents:
        notes.append(
            f"{folder} holds {_count(len(documents), 'file')} that may be documents "
            f"({_listed(documents)}): none is in the manifest yet; bring them in with "
            f"`policycompare add {folder} {folder}/…`."
        )
    if refused:
        notes.append(
            f"{_count(len(refused), 'file')} cannot be read ({_listed(refused)}): save them as "
            "DOCX or print them to PDF first."
        )
    others = len(found) - len(documents) - len(refused)
    if others:
        notes.append(f"{_count(others, 'other entry', 'other entries')} of it stay as they are.")
    if (folder / README).exists():
        notes.append(
            f"{README} was there and is kept; the columns are explained in docs/corpus.md."
        )
    return tuple(notes)


def _count(n: int, one: str, many: str = "") -> str:
    return f"{n} {one if n == 1 else many or one + 's'}"


def _listed(names: list[str]) -> str:
    return ", ".join(names[:5]) + (f" and {len(names) - 5} more" if len(names) > 5 else "")
