"""What is read from the files of a store, array by array, without what pyarrow would import."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from policycompare.preparation import open_corpus, prepare_each
from policycompare.settings import Settings
from policycompare.store import sidecars
from tests.conftest import CORPUS, ROOT

pa = pytest.importorskip("pyarrow")


def test_store_a_table_is_what_pyarrow_makes_of_its_rows() -> None:
    from policycompare.store.schema import document_schema
    from policycompare.store.writing import build_table, encode_outline, encode_table

    corpus = open_corpus(CORPUS, Settings())
    outlines = list(prepare_each(corpus.folder, corpus.documents, Settings()))
    rows = [encode_outline(f"k{n}", one) for n, one in enumerate(outlines)]  # type: ignore[arg-type]
    rows[0]["source"] += 'a\x00"\\\r\n\u2028\u00e9😀𠀀'
    expected = pa.Table.from_pylist(rows, schema=document_schema())
    assert build_table(rows).equals(expected, check_metadata=True)
    assert encode_table(build_table(rows)) == encode_table(expected)
    assert build_table([]).equals(expected.slice(0, 0))


@pytest.mark.parametrize(
    "column",
    [
        pa.array(["甲", "", "a😀", "\x00", "é"]),
        pa.array(["甲", None, "b"]),
        pa.array(["", ""]),
        pa.array([], pa.string()),
        pa.array([3, -1, 2**62, 0], pa.int64()),
        pa.array([3, None], pa.int64()),
        pa.array([], pa.int64()),
        pa.array([True, False, True]),
    ],
)
def test_store_columns_are_read_as_pyarrow_reads_them(column: pa.Array) -> None:
    from policycompare.store.reading import _plain

    for first in range(len(column) + 1):
        for n in range(len(column) - first + 1):
            part = column.slice(first, n)
            assert _plain(part) == part.to_pylist(), (first, n)


def test_store_a_search_leaves_pandas_alone(small_corpus: Path, tmp_path: Path) -> None:
    """Importing it takes longer than the search; here the second one reads all from the store."""
    code = (
        "import sys\n"
        "from policycompare.cli import main\n"
        f"given = [{str(small_corpus)!r}, '--store', {str(tmp_path / 'store')!r}]\n"
        "for _ in range(2):\n"
        "    main(['search', *given, '绿色'], standalone_mode=False)\n"
        "print('pandas' in sys.modules)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == "False"


def test_store_few_files_are_open_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sidecars, "N_OPEN", 2)
    paths = [tmp_path / f"{n}.npz" for n in range(5)]
    for n, path in enumerate(paths):
        sidecars.write_arrays(path, {"n": n}, {"a": np.arange(n), "b": np.full(3, n)})
    opened = [sidecars.Arrays(path, {"n": n}) for n, path in enumerate(paths)]
    for name in ("a", "b", "a"):
        for n, arrays in enumerate(opened):
            assert arrays[name].tolist() == (list(range(n)) if name == "a" else [n] * 3)
            assert sum(not one._stream.closed for one in opened) <= 2
    paths[0].write_bytes(paths[1].read_bytes())
    with pytest.raises(sidecars.DamagedFileError, match=r"0\.npz"):
        opened[0]["a"]
