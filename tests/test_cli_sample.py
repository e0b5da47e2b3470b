from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from policycompare.report.cells import csv_lines
from policycompare.sampling import STRATA
from tests.conftest import CORPUS

Run = Callable[..., Result]
BETWEEN = ("--between", "document")


def label(path: Path) -> None:
    """Code a sheet by the clauses' headings: equal 2, two shared characters 1."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        shared = set(row["a_heading"]) & set(row["b_heading"]) - set("(一二三四)。")
        row["label"] = "2" if len(shared) > 3 else "1" if len(shared) > 2 else "0"
    path.write_bytes(("\ufeff" + "".join(csv_lines(rows, tuple(rows[0])))).encode())


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with two coded sheets of the five documents and their key."""
    from click.testing import CliRunner

    from policycompare.cli import main

    folder = tmp_path_factory.mktemp("made")
    arguments = ["sample", CORPUS, "--out", folder / "s.csv", "--pairs", "100", *BETWEEN]
    result = CliRunner().invoke(main, [*map(str, arguments)])
    assert result.exit_code == 0, result.stderr
    for coder in (1, 2):
        label(folder / f"s.coder-{coder}.csv")
    return folder


def sheets_of(folder: Path) -> tuple[str, str]:
    return str(folder / "s.coder-1.csv"), str(folder / "s.coder-2.csv")


def assert_refused(result: Result, code: int, pattern: str) -> None:
    assert result.exit_code == code, (result.exit_code, result.stderr)
    assert result.stdout == ""
    assert result.stderr.count("\n") == 1, result.stderr
    assert pattern in result.stderr


def test_cli_sample_writes_sheets_and_says_which_are_for_coders(
    run: Run, small_corpus: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out" / "pairs.csv"
    result = run("sample", small_corpus, "--out", out, "--pairs", 5000, "--coders", 3)
    assert result.exit_code == 0, result.stderr
    assert "all of them are in the sample" in result.stderr
    names = sorted(path.name for path in out.parent.iterdir())
    assert names == [*(f"pairs.coder-{k}.csv" for k in (1, 2, 3)), "pairs.key.csv"]
    assert result.stdout.count("for a coder") == 3
    assert result.stdout.count("not for coders") == 1


def test_cli_sample_is_the_same_for_a_seed(run: Run, small_corpus: Path, tmp_path: Path) -> None:
    for folder, seed in (("a", 1), ("b", 1), ("c", 2)):
        run("sample", small_corpus, "--out", tmp_path / folder / "s.csv", "--pairs", 8,
            "--seed", seed)  # fmt: skip
    first, again, other = (
        [path.read_bytes() for path in sorted((tmp_path / folder).iterdir())] for folder in "abc"
    )
    assert len(first) == 3
    assert first == again
    assert first != other


def test_cli_sample_sheets_hold_no_score(made: Path) -> None:
    for name in sheets_of(made):
        text = Path(name).read_text(encoding="utf-8-sig")
        assert not any(f",{stratum.name}," in text for stratum in STRATA)
        assert text.splitlines()[0] == (
            "pair_id,a_clause,a_heading,a_text,b_clause,b_heading,b_text,label,note"
        )


@pytest.mark.parametrize(
    ("arguments", "code", "pattern"),
    [
        (("--out", "s.pdf"), 2, "must end in .csv or .xlsx"),
        (("--out", "s.csv", "--pairs", 3), 2, "A sample of 3 pairs is too small"),
        (("--out", "s.csv", "--roles", "x"), 2, "There is no role x"),
    ],
)
def test_cli_sample_refuses(
    run: Run, small_corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    arguments: tuple[object, ...], code: int, pattern: str,
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    assert_refused(run("sample", small_corpus, *arguments), code, pattern)
    assert [path.name for path in tmp_path.iterdir()] == ["small"]


def test_cli_sample_does_not_replace_work(run: Run, small_corpus: Path, tmp_path: Path) -> None:
    (tmp_path / "s.coder-1.csv").write_text("work", encoding="utf-8")
    result = run("sample", small_corpus, "--out", tmp_path / "s.csv", "--pairs", 8)
    assert_refused(result, 2, "is there already")


@pytest.mark.parametrize("form", ["table", "md", "csv", "json"])
def test_cli_sample_evaluate_coded_prints_every_form(run: Run, made: Path, form: str) -> None:
    result = run("evaluate", CORPUS, *BETWEEN, "--coded", *sheets_of(made), "--format", form)
    assert result.exit_code == 0, result.stderr
    assert "precision_same" in result.stdout
    if form == "json":
        record = json.loads(result.stdout)
        assert record["n_pairs"] == 100
        assert record["agreement"][0]["kappa"] == 1.0
        assert {"figures", "suggestions", "calibration", "strata", "methods"} <= set(record)
    elif form == "csv":
        assert result.stdout.startswith("figure,value,low,high,meaning\r\n") or (
            result.stdout.startswith("figure,value,low,high,meaning\n")
        )
    else:
        assert "For a methods section" in result.stdout
        assert "We aligned clauses with policycompare" in result.stdout


def test_cli_sample_evaluate_takes_sheets_in_both_ways(run: Run, made: Path) -> None:
    one, two = sheets_of(made)
    options = ("evaluate", CORPUS, *BETWEEN, "--format", "csv")
    first = run(*options, "--coded", one, two)
    second = run(*options, "--coded", one, "--coded", two, "--key", made / "s.key.csv")
    assert first.exit_code == 0, first.stderr
    assert first.stdout == second.stdout


def test_cli_sample_fit_saves_a_model_that_must_be_named(
    run: Run, made: Path, corpus_copy: Path, tmp_path: Path
) -> None:
    options = ("evaluate", corpus_copy, *BETWEEN, "--coded", *sheets_of(made))
    plain = run(*options, "--format", "csv").stdout
    result = run(*options, "--fit")
    assert result.exit_code == 0, result.stderr
    (saved,) = corpus_copy.glob("model-*.json")
    assert f"--model {saved}" in result.stdout.replace("\n", " ")
    assert run(*options, "--format", "csv").stdout == plain
    with_model = run(*options, "--model", saved, "--format", "json")
    assert json.loads(with_model.stdout)["model"] == saved.name
    out = tmp_path / "out"
    assert run("compare", corpus_copy, *BETWEEN, "--model", saved, "--out", out).exit_code == 0
    quality = json.loads((out / "run.json").read_text(encoding="utf-8"))["quality"]
    assert quality["model"] == saved.name
    assert "coded by hand by 2" in quality["gold"]


@pytest.mark.parametrize(
    ("arguments", "code", "pattern"),
    [
        (("--fit",), 2, "--fit goes with coded sheets only"),
        (("more.csv",), 2, "A further FILE goes with coded sheets only"),
        (("--wanted-precision", "0.5"), 2, "goes with coded sheets only"),
        (("--coded", "none.csv"), 1, "none.csv cannot be read"),
        (("--coded", "none.csv", "--gold", "gold"), 2, "--gold goes with a gold folder and not"),
        (("--coded", "none.csv", "--model-out", "m.json"), 2, "--model-out goes with --fit"),
        (BETWEEN, 2, "--between goes with --coded only"),
    ],
)
def test_cli_sample_evaluate_refuses(
    run: Run, small_corpus: Path, arguments: tuple[str, ...], code: int, pattern: str
) -> None:
    assert_refused(run("evaluate", small_corpus, *arguments), code, pattern)


def test_cli_sample_evaluate_refuses_one_coder(run: Run, made: Path) -> None:
    options = ("evaluate", CORPUS, *BETWEEN, "--coded", sheets_of(made)[0])
    assert_refused(run(*options), 1, "Only one coder's file")
    assert run(*options, "--one-coder").exit_code == 0


def test_cli_sample_evaluate_refuses_another_corpus(
    run: Run, made: Path, small_corpus: Path
) -> None:
    result = run("evaluate", small_corpus, "--coded", *sheets_of(made))
    assert_refused(result, 1, "was drawn from 5894 pairs")
