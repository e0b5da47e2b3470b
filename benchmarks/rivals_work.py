"""The work of one rival, in a process of its own: see ``benchmarks/rivals.py``.

Prints one line of JSON: CPU seconds of all threads, peak memory in GB, and what was found. Imports
nothing of the project but for the project's own rows, because it runs in another environment too.
"""

from __future__ import annotations

import contextlib
import importlib
import io
import json
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

N_NEAREST, LEAST_COSINE = 10, 0.2
OWN_REACH = 120_000
"""More than a run takes by default, which asks for twelve nearest and joins what both clauses of a
pair propose: with it the ten that one clause proposes are complete enough by themselves."""

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

Found = tuple[Any, Any]
"""Arrays of clauses and of clauses near to them."""


def find_own(folder: Path, clauses: Any, n_threads: int) -> Found:
    import numpy as np
    from scipy import sparse

    from policycompare.neighbours import Field, find_nearest

    words = sparse.csr_array(sparse.load_npz(folder / "words.npz"))
    n = words.shape[0]
    field, codes = Field(words, np.arange(n), n), np.arange(n)
    found = find_nearest(
        field, codes, limit=N_NEAREST, reach=OWN_REACH, clauses=clauses, n_workers=n_threads
    )
    return found.first, found.second


def find_by_top_n(folder: Path, clauses: Any, library: str) -> Found:
    from scipy import sparse

    words = sparse.load_npz(folder / "words.npz")
    multiply = importlib.import_module(library).sp_matmul_topn
    # One more, for each clause finds itself.
    product = multiply(
        words[clauses],
        sparse.csr_matrix(words.T),
        top_n=N_NEAREST + 1,
        threshold=LEAST_COSINE,
        n_threads=2,
    ).tocoo()
    return clauses[product.row], product.col


def find_by_scikit_learn(folder: Path, clauses: Any) -> Found:
    import numpy as np
    from scipy import sparse
    from sklearn.neighbors import NearestNeighbors

    words = sparse.load_npz(folder / "words.npz")
    search = NearestNeighbors(n_neighbors=N_NEAREST + 1, metric="cosine", algorithm="brute")
    near = search.fit(words).kneighbors(words[clauses], return_distance=False)
    return np.repeat(clauses, near.shape[1]), near.ravel()


def find_by_string_grouper(folder: Path, _: Any) -> Found:
    import pandas as pd

    texts = pd.Series(json.loads((folder / "bodies.json").read_text(encoding="utf-8")))
    found = importlib.import_module("string_grouper").match_strings(
        texts,
        # By default it deletes all Chinese.
        normalize_to_ascii=False,
        max_n_matches=N_NEAREST + 1,
        min_similarity=LEAST_COSINE,
        number_of_processes=2,
    )
    return found["left_index"].to_numpy(), found["right_index"].to_numpy()


def find_by_min_hash(folder: Path, _: Any) -> Found:
    import numpy as np

    texts = json.loads((folder / "bodies.json").read_text(encoding="utf-8"))
    datasketch = importlib.import_module("datasketch")
    index = datasketch.MinHashLSH(threshold=0.3, num_perm=128)
    hashes = []
    for k, text in enumerate(texts):
        hashed = datasketch.MinHash(num_perm=128)
        hashed.update_batch([text[i : i + 3].encode() for i in range(len(text) - 2)])
        index.insert(k, hashed)
        hashes.append(hashed)
    pairs = [(k, other) for k, hashed in enumerate(hashes) for other in index.query(hashed)]
    first, second = np.array(pairs).T
    return first, second


FINDERS: dict[str, Callable[[Path, Any], Found]] = {
    "policycompare, 2 threads": lambda folder, clauses: find_own(folder, clauses, 2),
    "policycompare, 1 thread": lambda folder, clauses: find_own(folder, clauses, 1),
    "sp_matmul_rs, 2 threads": lambda folder, clauses: find_by_top_n(
        folder, clauses, "sp_matmul_rs"
    ),
    "sparse_dot_topn, 2 threads": lambda folder, clauses: find_by_top_n(
        folder, clauses, "sparse_dot_topn"
    ),
    "scikit-learn brute force": find_by_scikit_learn,
    "string_grouper": find_by_string_grouper,
    "datasketch MinHash LSH": find_by_min_hash,
}


def compare_own(_: Path, texts: list[str]) -> str:
    import policycompare as pc
    from policycompare.settings import Settings

    names = tuple(Path(text).stem for text in texts)
    settings = Settings(between="document", documents=names)
    found = pc.compare(Path(texts[0]).parent, settings=settings)
    return f"{len(found.links)} linked clauses"


def compare_by_difflib(_: Path, texts: list[str]) -> str:
    import difflib

    one, two = (Path(text).read_text(encoding="utf-8") for text in texts)
    blocks = difflib.SequenceMatcher(None, one, two, autojunk=False).get_matching_blocks()
    return f"{sum(block.size >= 6 for block in blocks)} shared runs from 6 characters"


def compare_by_tacl(folder: Path, texts: list[str]) -> str:
    tacl = importlib.import_module("tacl")
    works = {}
    for text in texts:
        works[Path(text).stem] = Path(text).stem
        work = folder / "corpus" / Path(text).stem
        work.mkdir(parents=True, exist_ok=True)
        content = Path(text).read_text(encoding="utf-8")
        (work / "base.txt").write_text(content, encoding="utf-8")
    corpus = tacl.Corpus(str(folder / "corpus"), tacl.Tokenizer(r"\S", ""))
    store = tacl.DataStore(str(folder / "ngrams.db"), False, must_exist=False)
    store.add_ngrams(corpus, 6, 6)
    catalogue = tacl.Catalogue()
    catalogue.update(works)
    rows = store.intersection(catalogue, io.StringIO(newline="")).getvalue().splitlines()
    return f"{(len(rows) - 1) // 2} shared 6-grams"


COMPARERS: dict[str, Callable[[Path, list[str]], str]] = {
    "policycompare compare": compare_own,
    "difflib": compare_by_difflib,
    "TACL intersect": compare_by_tacl,
}


def measure_nearest(name: str, folder: Path, n_queries: int) -> dict[str, float]:
    import numpy as np

    truth, copies = (np.load(folder / f"{part}.npy") for part in ("truth", "copies"))
    n = len(json.loads((folder / "bodies.json").read_text(encoding="utf-8")))
    known = np.unique(truth[:, 0])
    spread = np.linspace(0, n - 1, max(n_queries - len(known), 0)).astype(np.int64)
    clauses = np.union1d(known, spread) if n_queries < n else np.arange(n)
    start = time.process_time()
    with contextlib.redirect_stdout(sys.stderr):
        first, second = FINDERS[name](folder, clauses)
    cpu = time.process_time() - start
    keys = np.asarray(first, dtype=np.int64) * n + np.asarray(second)
    # Of copies those that were asked for.
    copies = copies[np.isin(copies[:, 1], clauses)]
    return {
        "cpu": cpu,
        "recall": float(np.isin(truth[:, 0] * n + truth[:, 1], keys).mean()),
        "copies": float(np.isin(copies[:, 1] * n + copies[:, 0], keys).mean()),
    }


def main() -> None:
    name, folder, *rest = sys.argv[1:]
    if name in FINDERS:
        told: dict[str, Any] = dict(measure_nearest(name, Path(folder), int(rest[0])))
    else:
        finds = COMPARERS[name](Path(folder), rest)
        told = {"cpu": time.process_time(), "finds": finds}
    told["peak"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    print(json.dumps(told))


if __name__ == "__main__":
    main()
