"""Every wrong input: its exit code, one sentence, no traceback, nothing half-written."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import Result

from policycompare.report import files
from tests.conftest import CORPUS

Run = Callable[..., Result]
TWO = ("--documents", "qingdao-2023,shandong-2023")


def assert_refused(result: Result, code: int, pattern: str) -> None:
    """The command ended with this code and one sentence on standard error."""
    assert result.exit_code == code, (result.exit_code, result.stderr)
    assert isinstance(result.exception, SystemExit), result.exception
    assert result.stdout == ""
    assert result.stderr.count("\n") == 1, result.stderr
    assert re.match(f"Error: .*(?:{pattern})", result.stderr), result.stderr
    assert "Traceback" not in result.stderr


def set_column(folder: Path, old: str, new: str) -> None:
    path = folder / "manifest.csv"
    text = path.read_text(encoding="utf-8-sig")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_cli_errors_no_such_folder(run: Run, tmp_path: Path) -> None:
    assert_refused(run("compare", tmp_path / "none"), 1, "there is no folder .*none")


def test_cli_errors_file_in_place_of_a_folder(run: Run) -> None:
    assert_refused(run("compare", CORPUS / "qingdao-2023.txt"), 1, "is a file; a corpus must be")


def test_cli_errors_empty_folder(run: Run, tmp_path: Path) -> None:
    assert_refused(run("compare", tmp_path), 1, "holds no document")


def test_cli_errors_unknown_manifest_column(run: Run, corpus_copy: Path) -> None:
    set_column(corpus_copy, "issuer", "publisher")
    assert_refused(run("compare", corpus_copy), 1, "unknown column 'publisher'; allowed are")


def test_cli_errors_missing_file(run: Run, corpus_copy: Path) -> None:
    (corpus_copy / "weihai-2021.txt").unlink()
    assert_refused(run("compare", corpus_copy), 1, "weihai-2021.txt .*is missing")


def test_cli_errors_doubled_file(run: Run, corpus_copy: Path) -> None:
    set_column(corpus_copy, "weihai-2021.txt", "weihai-2023.txt")
    assert_refused(run("compare", corpus_copy), 1, "weihai-2023.txt")


def test_cli_errors_path_out_of_the_folder(run: Run, corpus_copy: Path) -> None:
    set_column(corpus_copy, "weihai-2021.txt", "../weihai-2021.txt")
    assert_refused(run("compare", corpus_copy), 1, "not a path inside the corpus folder")


def spoil_empty(path: Path) -> None:
    path.write_bytes(b"")


def spoil_binary(path: Path) -> None:
    path.write_bytes(b"\x7fELF\x00\x01\x02" + bytes(range(256)))


def spoil_english(path: Path) -> None:
    path.write_text("No Chinese here.\n" * 20, encoding="utf-8")


def spoil_large(path: Path) -> None:
    with path.open("wb") as stream:
        stream.truncate(50_000_000)


def spoil_bytes(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:1000] + b"\xff\xff" + path.read_bytes()[1000:])


BAD_DOCUMENTS = [
    (spoil_empty, "is empty"),
    (spoil_binary, "binary|not text"),
    (spoil_english, "no Chinese character"),
    (spoil_large, r"has (50,000,000|more than 20,000,000) bytes"),
    (spoil_bytes, r"byte"),
]


@pytest.mark.parametrize(("spoil", "pattern"), BAD_DOCUMENTS)
def test_cli_errors_bad_document(
    run: Run, corpus_copy: Path, spoil: Callable[[Path], None], pattern: str
) -> None:
    spoil(corpus_copy / "qingdao-2023.txt")
    out = corpus_copy.parent / "out"
    result = run("compare", corpus_copy, "--out", out)
    assert_refused(result, 1, f"qingdao-2023.txt.*(?:{pattern})")
    assert not out.exists()
    for command in ("normalize", "outline"):
        assert_refused(run(command, corpus_copy / "qingdao-2023.txt"), 1, pattern)


@pytest.mark.parametrize(("spoil", "pattern"), BAD_DOCUMENTS[:2])
def test_cli_errors_skip_bad_goes_on_and_says_so(
    run: Run, corpus_copy: Path, spoil: Callable[[Path], None], pattern: str
) -> None:
    spoil(corpus_copy / "qingdao-2023.txt")
    out = corpus_copy.parent / "out"
    result = run("compare", corpus_copy, "--skip-bad", "--out", out)
    assert result.exit_code == 0, result.stderr
    assert "4 documents of 3 groups" in result.stdout
    flat = re.sub(r"\s+", " ", result.stdout)
    assert re.search("qingdao-2023 is left out", flat)
    assert "qingdao-2023 is left out" in (out / "run.json").read_text(encoding="utf-8")
    listed = run("gaps", corpus_copy, "威海市", "--skip-bad", "--format", "csv")
    assert "Warning: qingdao-2023 is left out" in listed.stderr


def test_cli_errors_all_documents_bad(run: Run, tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_bytes(b"")
    assert_refused(run("compare", tmp_path, "--skip-bad"), 1, "None of the 2 documents")


def test_cli_errors_no_such_document(run: Run, tmp_path: Path) -> None:
    assert_refused(run("outline", tmp_path / "none.txt"), 1, "there is no file .*none.txt")
    assert_refused(run("normalize", tmp_path), 1, "is a folder")


def test_cli_errors_unknown_names_list_what_there_is(run: Run) -> None:
    groups = "宁波市, 青岛市, 山东省, 威海市"
    assert_refused(run("gaps", CORPUS, "东京"), 2, f"no group 东京 .*{groups}")
    assert_refused(
        run("compare", CORPUS, "--documents", "tokyo"), 2, "no document 'tokyo'; .*weihai"
    )
    assert_refused(run("compare", CORPUS, "--between", "colour"), 2, "no column colour .*issuer")
    assert_refused(run("compare", CORPUS, "--roles", "boss"), 2, "no role boss; .*safeguard")


def test_cli_errors_unknown_clause_is_told_its_likes(run: Run) -> None:
    result = run("explain", CORPUS, "qingdao-2023/一", "shandong-2023/¶33", *TWO)
    assert_refused(result, 2, "no compared clause shandong-2023/¶33; did you mean shandong-2023/¶3")


@pytest.mark.parametrize(
    ("options", "pattern"),
    [
        (("--workers", "0"), "workers is 0"),
        (("--same-threshold", "1.5"), "same_threshold is 1.5"),
        (("--overlap-threshold", "-1"), "overlap_threshold is -1"),
    ],
)
def test_cli_errors_value_out_of_range(run: Run, options: tuple[str, ...], pattern: str) -> None:
    assert_refused(run("compare", CORPUS, *options), 2, pattern)


def test_cli_errors_fewer_than_two_groups(run: Run) -> None:
    one = run("compare", CORPUS, "--documents", "weihai-2021,weihai-2023")
    assert_refused(one, 1, r"All 2 documents .* one group \(jurisdiction 威海市\).*--between")
    alone = run("compare", CORPUS, "--documents", "weihai-2021")
    assert_refused(alone, 1, "The only document")


def test_cli_errors_empty_search(run: Run) -> None:
    assert_refused(run("search", CORPUS, "。"), 2, "holds no letter or character")


@pytest.mark.parametrize("option", ["--model", "--user-dictionary", "--stop-words"])
def test_cli_errors_missing_option_file(run: Run, tmp_path: Path, option: str) -> None:
    result = run("compare", CORPUS, option, tmp_path / "none.file")
    assert result.exit_code in (1, 2)
    assert_refused(result, result.exit_code, "none.file")


def test_cli_errors_unwritable_output(run: Run, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("here first", encoding="utf-8")
    for folder in (tmp_path / "file", tmp_path / "file" / "below"):
        assert_refused(
            run("compare", CORPUS, "--out", folder), 1, "cannot be written, because .*file"
        )
    assert (tmp_path / "file").read_text(encoding="utf-8") == "here first"


def test_cli_errors_output_folder_is_the_corpus(run: Run, corpus_copy: Path) -> None:
    before = sorted(path.name for path in corpus_copy.iterdir())
    result = run("compare", corpus_copy, "--out", corpus_copy / ".." / corpus_copy.name)
    assert_refused(result, 2, "is the corpus folder")
    assert sorted(path.name for path in corpus_copy.iterdir()) == before


def test_cli_errors_write_protected_output(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The tests may run as root, who may write everywhere: the question is answered in its place.
    monkeypatch.setattr(os, "access", lambda path, mode: Path(path) != tmp_path)
    result = run("compare", CORPUS, "--out", tmp_path / "out")
    assert_refused(result, 1, "because .* is write-protected")
    assert list(tmp_path.iterdir()) == []


def test_cli_errors_failed_writing_leaves_old_files_whole(run: Run, tmp_path: Path) -> None:
    assert run("compare", CORPUS, *TWO, "--out", tmp_path).exit_code == 0
    (tmp_path / "run.json").unlink()
    (tmp_path / "run.json").mkdir()
    before = {p.name: p.read_bytes() for p in tmp_path.iterdir() if p.is_file()}
    result = run("compare", CORPUS, *TWO, "--between", "document", "--out", tmp_path)
    assert_refused(result, 1, "run.json")
    assert {p.name: p.read_bytes() for p in tmp_path.iterdir() if p.is_file()} == before


def test_cli_errors_interrupt_ends_quietly_and_removes_what_was_begun(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(*_: object) -> Iterator[str]:
        yield "a_clause"
        raise KeyboardInterrupt

    monkeypatch.setattr(files, "csv_lines", interrupt)
    result = run("compare", CORPUS, *TWO, "--out", tmp_path / "out")
    assert result.exit_code == 1
    assert result.stdout == ""
    assert result.stderr.strip() == "Aborted!"
    assert list(tmp_path.iterdir()) == []
