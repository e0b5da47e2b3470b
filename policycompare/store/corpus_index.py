"""The search of a corpus whose documents are in a store: postings beside each shard.

Beside each shard stands a file of the postings of its clauses, beside all a small file with the
lengths of their rows, which depend on every document of the search. Whatever is missing is made.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, get_args

import numpy as np

from policycompare.datamodel import Role
from policycompare.searcher import ChosenPart, Index, measure_norms
from policycompare.store import sidecars
from policycompare.store.keys import digest_files, program_digest
from policycompare.store.postings import (
    FIELDS,
    LatePostings,
    Part,
    count_part,
    pack_part,
)
from policycompare.store.reading import decode_clauses
from policycompare.store.shards import remove_files
from policycompare.tokens import Tokenizer

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from policycompare.datamodel import Clause
    from policycompare.settings import Settings
    from policycompare.store.documents import DocumentStore
    from policycompare.store.shards import Shard

_POSTINGS = "postings"
_NORMS = "lengths"
_NAME = re.compile(
    rf"(?:{_POSTINGS}-[0-9a-f]{{32}}-[0-9a-f]{{16}}|{_NORMS}-[a-z_]+-[0-9a-f]{{32}})\.npz"
)
"""Names of the files made here: one that a user put beside them is not touched."""
_ROLES: tuple[str, ...] = get_args(Role)


@dataclass
class StoredClauses:
    """The clauses of a search by position, read from their shards when they are shown.

    Attributes
    ----------
    spans : dict of str to (int, int)
        Half-open positions of the clauses of each document.
    files : list of Path
        The files with the lengths of the rows of this very search.
    """

    store: DocumentStore
    spans: dict[str, tuple[int, int]] = field(default_factory=dict)
    files: list[Path] = field(default_factory=list)
    _places: list[tuple[int, str]] = field(default_factory=list)
    _chosen: dict[str, list[int]] = field(default_factory=dict)
    _known: dict[str, tuple[Clause, ...]] = field(default_factory=dict)

    def add(self, document: str, key: str, numbers: Sequence[int]) -> int:
        """Take the clauses of a document with these numbers; return the first position."""
        first = self._places[-1][0] if self._places else 0
        self.spans[document] = first, first + len(numbers)
        self._places.append((first + len(numbers), key))
        self._chosen[key] = list(numbers)
        return first

    def read(self, positions: Sequence[int]) -> list[Clause]:
        """The clauses at these positions."""
        ends = np.array([end for end, _ in self._places], dtype=np.int64)
        owners = np.searchsorted(ends, np.asarray(positions, dtype=np.int64), side="right")
        keys = [self._places[owner][1] for owner in owners.tolist()]
        self._load([key for key in dict.fromkeys(keys) if key not in self._known])
        found = []
        for position, owner, key in zip(positions, owners.tolist(), keys, strict=True):
            first = int(ends[owner - 1]) if owner else 0
            found.append(self._known[key][self._chosen[key][position - first]])
        return found

    def _load(self, keys: Sequence[str]) -> None:
        for shard, wanted in self.store.by_shard(keys):
            table = shard.read([row for _, row in wanted], ["clauses"])
            read = decode_clauses(table.column("clauses"))
            self._known |= zip((key for key, _ in wanted), read, strict=True)


def build_index(
    store: DocumentStore, entries: Sequence[tuple[str, str]], settings: Settings
) -> tuple[Index, StoredClauses]:
    """Open the search of stored documents, making what is missing of it.

    Parameters
    ----------
    store : DocumentStore
    entries : sequence of (str, str)
        Document and key of each, in the order of the corpus; all of them in the store.
    settings : Settings
        Roles, user dictionary and stop words.
    """
    tokenizer = Tokenizer(user_dictionary=settings.user_dictionary, stop_list=settings.stop_list)
    words = _words_digest(settings)
    wanted_roles = np.array([role in settings.roles for role in _ROLES])
    opened: dict[Path, tuple[Part, NDArray[np.int64]]] = {}
    rows: dict[str, _Rows] = {}
    for shard, wanted in store.by_shard([key for _, key in entries]):
        part, documents, roles = _open_part(store.folder, shard, words, tokenizer)
        positions = np.full(part.n_clauses, -1, dtype=np.int64)
        opened[shard.path] = part, positions
        ends = np.searchsorted(documents, np.arange(len(shard.keys) + 1))
        for key, row in wanted:
            inside = np.arange(ends[row], ends[row + 1])
            rows[key] = _Rows(positions, int(ends[row]), inside[wanted_roles[roles[inside]]])
    stored = StoredClauses(store)
    for document, key in entries:
        positions, begin, chosen = rows[key]
        first = stored.add(document, key, (chosen - begin).tolist())
        positions[chosen] = first + np.arange(len(chosen))
    parts = [ChosenPart(part, positions) for part, positions in opened.values()]
    told = [(path.name, positions) for path, (_, positions) in opened.items()]
    norms = _Norms(store.folder, parts, _state_digest(told, words))
    stored.files = [*map(norms.path, FIELDS)]
    return Index(parts, tokenizer, norms), stored


def list_files(folder: Path) -> list[Path]:
    """The files of postings and lengths of a store."""
    return sorted(path for path in folder.glob("*.npz") if _NAME.fullmatch(path.name))


def remove_unused(clauses: StoredClauses, settings: Settings) -> None:
    """Remove postings of shards that are gone, and lengths of other searches than this one."""
    store, words = clauses.store, _words_digest(settings)
    used = {_postings_path(store.folder, shard, words) for shard in store.shards}
    used.update(clauses.files)
    remove_files(path for path in list_files(store.folder) if path not in used)


class _Rows(NamedTuple):
    """The clauses of a document in its shard: positions of the shard, first row, rows chosen."""

    positions: NDArray[np.int64]
    begin: int
    chosen: NDArray[np.int64]


class _Norms:
    """Lengths of rows by field, from a file of this very search or measured and kept there."""

    def __init__(self, folder: Path, parts: Sequence[ChosenPart], state: str) -> None:
        self._folder = folder
        self._parts = parts
        self._state = state

    def path(self, field: str) -> Path:
        """Where the lengths of one field are kept."""
        return self._folder / f"{_NORMS}-{field}-{self._state[:32]}.npz"

    def __call__(self, field: str) -> NDArray[np.float64]:
        """The lengths of one field, shape (n_clauses searched,)."""
        path = self.path(field)
        about = {"layout": sidecars.LAYOUT, "field": field, "state": self._state}
        found = sidecars.read_arrays(path, about)
        if found is not None:
            try:
                return found["lengths"]
            except sidecars.DamagedFileError:
                sidecars.warn_damaged(path)
            finally:
                found.close()
        lengths = measure_norms(self._parts, field)
        sidecars.write_arrays(path, about, {"lengths": lengths})
        return lengths


def _open_part(
    folder: Path, shard: Shard, words: str, tokenizer: Tokenizer
) -> tuple[Part, NDArray[np.int64], NDArray[np.int64]]:
    """The postings of a shard, the document row and the role of each of its clauses."""
    path = _postings_path(folder, shard, words)
    about: dict[str, object] = {
        "layout": sidecars.LAYOUT,
        "shard": shard.digest,
        "words": words,
    }
    found = sidecars.read_arrays(path, about)
    if found is not None:
        try:
            documents, roles = found["documents"], found["roles"]
        except sidecars.DamagedFileError:
            sidecars.warn_damaged(path)
        else:
            late = LatePostings(found, lambda: _make_part(path, about, shard, tokenizer)[0])
            return Part(len(documents), late), documents, roles
    return _make_part(path, about, shard, tokenizer)


def _make_part(
    path: Path, about: dict[str, object], shard: Shard, tokenizer: Tokenizer
) -> tuple[Part, NDArray[np.int64], NDArray[np.int64]]:
    """Count the clauses of a shard and keep what was counted."""
    by_document = decode_clauses(shard.read(None, ["clauses"]).column("clauses"))
    clauses = [clause for some in by_document for clause in some]
    part = count_part(clauses, tokenizer)
    documents = np.repeat(np.arange(len(by_document)), list(map(len, by_document)))
    roles = np.array([_ROLES.index(clause.role) for clause in clauses], dtype=np.int64)
    arrays = {"documents": documents, "roles": roles}
    sidecars.write_arrays(path, about, pack_part(part) | arrays)
    return part, documents, roles


def _postings_path(folder: Path, shard: Shard, words: str) -> Path:
    return folder / f"{_POSTINGS}-{shard.digest}-{words[:16]}.npz"


def _words_digest(settings: Settings) -> str:
    """Digest of everything that decides what the words and n-grams of a text are."""
    home = Path(__file__).resolve().parents[1]
    code = sorted(path for part in ("tokens", "vectors") for path in (home / part).glob("*.py"))
    given = [path for path in (settings.user_dictionary, settings.stop_list) if path is not None]
    told = [program_digest(), str(settings.user_dictionary is None)]
    return digest_files((*code, *given), json.dumps(told).encode())


def _state_digest(parts: Iterable[tuple[str, NDArray[np.int64]]], words: str) -> str:
    digest = hashlib.sha256(words.encode())
    for name, positions in parts:
        digest.update(name.encode() + positions.tobytes())
    return digest.hexdigest()
