"""Folders of many files: what is looked up for each of them is looked up once."""

from __future__ import annotations

from pathlib import Path

import pytest

from policycompare.corpus import read_corpus
from policycompare.folders import DiskNames, RealPaths

N_FILES = 300


@pytest.fixture
def many(tmp_path: Path) -> Path:
    """Texts with the originals that they were taken from, and a manifest of the texts."""
    rows = ["document,file"]
    for number in range(N_FILES):
        name = f"d{number:03}"
        (tmp_path / f"{name}.txt").write_text("规划", "utf-8")
        (tmp_path / f"{name}.pdf").write_bytes(b"%PDF")
        rows.append(f"{name},{name}.txt")
    (tmp_path / "manifest.csv").write_text("\n".join(rows), "utf-8")
    return tmp_path


def test_corpus_steps_grow_with_the_files_not_with_their_square(
    many: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    n_asked = 0
    stem = Path.stem.fget  # type: ignore[attr-defined]

    def count(path: Path) -> str:
        nonlocal n_asked
        n_asked += 1
        return str(stem(path))

    monkeypatch.setattr(Path, "stem", property(count))
    assert len(read_corpus(many).documents) == N_FILES
    assert n_asked < 10 * N_FILES
    (many / "manifest.csv").unlink()
    n_asked = 0
    assert len(read_corpus(many).documents) == N_FILES
    assert n_asked < 15 * N_FILES


def test_corpus_real_paths_are_those_of_pathlib(tmp_path: Path) -> None:
    inside = tmp_path / "inside"
    inside.mkdir()
    (inside / "a.txt").write_text("甲", "utf-8")
    (tmp_path / "link.txt").symlink_to(inside / "a.txt")
    (tmp_path / "folder").symlink_to(inside)
    (tmp_path / "circle").symlink_to(tmp_path / "circle")
    names = ("inside/a.txt", "link.txt", "folder/a.txt", "folder/../b.txt", "inside/..", "none/x")
    paths = RealPaths()
    for path in (tmp_path, Path(), Path("/"), *(tmp_path / name for name in names)):
        assert paths.resolve(path) == path.resolve(), path
    assert paths.find(tmp_path / "circle") is None


def test_corpus_names_on_disk_are_found_by_their_letters(tmp_path: Path) -> None:
    (tmp_path / "cafe\u0301.txt").write_text("甲", "utf-8")
    names = DiskNames()
    for _ in range(2):
        found = names.find(tmp_path, "caf\u00e9.txt")
        assert (tmp_path / found).exists()
    assert names.find(tmp_path, "none.txt") == "none.txt"
    assert names.find(tmp_path, "none/x.txt") == "none/x.txt"
