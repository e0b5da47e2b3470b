"""Progress, warnings and what goes wrong outside the program."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable

import pytest
from click.testing import Result

from policycompare import pipeline
from policycompare.cli import output
from tests.conftest import CORPUS

Run = Callable[..., Result]


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_cli_output_bar_appears_when_the_work_takes_long(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setattr(output, "PATIENCE", 0.0)
    with output.progress_bar() as progress:
        assert progress is not None
        progress("reading documents", 1, 4)
        progress("reading documents", 4, 4)
        progress("comparing clauses", 1, 2)
    shown = terminal.getvalue()
    assert "reading documents" in shown
    assert "comparing clauses" in shown


def test_cli_output_bar_stays_away_from_quick_work(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setattr(output, "PATIENCE", 3600.0)
    with output.progress_bar() as progress:
        assert progress is not None
        progress("reading documents", 1, 4)
    assert terminal.getvalue() == ""


def test_cli_output_bar_stays_away_from_pipes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", io.StringIO())
    with output.progress_bar() as progress:
        assert progress is None


def test_cli_output_warnings_are_lines_on_stderr(capsys: pytest.CaptureFixture[str]) -> None:
    output.print_warnings(["one", "two"])
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err == "Warning: one\nWarning: two\n"


@pytest.mark.parametrize(
    ("error", "code", "message"),
    [
        (PermissionError(13, "Permission denied", "/x/y"), 1, "/x/y: Permission denied; check"),
        (OSError(28, "No space left on device"), 1, "No space left on device; check"),
        (KeyboardInterrupt(), 1, "Aborted!"),
    ],
)
def test_cli_output_errors_of_the_machine_are_one_sentence(
    run: Run,
    monkeypatch: pytest.MonkeyPatch,
    error: BaseException,
    code: int,
    message: str,
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(pipeline, "normalize", fail)
    result = run("normalize", CORPUS / "qingdao-2023.txt")
    assert result.exit_code == code
    assert message in result.stderr
    assert result.stderr.strip().count("\n") == 0
    assert result.stdout == ""


def test_cli_output_mistakes_of_the_program_are_not_hidden(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError("a bug")

    monkeypatch.setattr(pipeline, "normalize", fail)
    result = run("normalize", CORPUS / "qingdao-2023.txt")
    assert isinstance(result.exception, ZeroDivisionError)
