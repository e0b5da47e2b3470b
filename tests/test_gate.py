from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policycompare.errors import GoldError, UsageError
from policycompare.evaluation import gate
from policycompare.evaluation.gate import Floors
from policycompare.evaluation.target_matching import FIGURE_NAMES as TARGET_FIGURES
from policycompare.evaluation.targets import evaluate_targets
from policycompare.evaluation.weighted import FIGURE_NAMES
from tests.conftest import CORPUS, ROOT
from tests.evaluating import evaluate_corpus

FLOORS = ROOT / "tests" / "quality_floors.json"
MODEL = ROOT / "policycompare" / "data" / "model.json"
INPUTS = {"gold": "g", "texts": "t", "model": "m"}
FIGURES = {"folds_by_pair.f1_same": 0.85, "folds_by_pair.false_gap_rate": 0.21}
PINNED = Floors(INPUTS, {"folds_by_pair.f1_same": 0.845, "folds_by_pair.false_gap_rate": 0.215})


def test_gate_holds() -> None:
    found, targets = evaluate_corpus(), evaluate_targets(CORPUS)
    pinned = gate.read_floors(FLOORS)
    inputs = gate.measure_inputs(found, targets, CORPUS, MODEL)
    names = {name.partition(".")[::2] for name in pinned.floors}
    assert {name for run, name in names if run != "targets"} == set(FIGURE_NAMES)
    assert {name for run, name in names if run == "targets"} == set(TARGET_FIGURES)
    failures = list(gate.find_failures(pinned, gate.list_figures(found, targets), inputs))
    assert not failures, "\n".join(failures)


def test_gate_passes_what_reaches_its_floor() -> None:
    assert list(gate.find_failures(PINNED, FIGURES, INPUTS)) == []
    at_floor = dict(PINNED.floors)
    assert list(gate.find_failures(PINNED, at_floor, INPUTS)) == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("folds_by_pair.f1_same", 0.8449),
        ("folds_by_pair.false_gap_rate", 0.2151),
        ("folds_by_pair.f1_same", float("nan")),
        ("folds_by_pair.false_gap_rate", float("nan")),
    ],
)
def test_gate_tells_a_figure_worse_than_its_floor(name: str, value: float) -> None:
    (sentence,) = gate.find_failures(PINNED, {**FIGURES, name: value}, INPUTS)
    assert sentence.startswith(f"{name} is {value}, worse than its floor of {PINNED.floors[name]}")
    assert f"--lower {name} --reason TEXT" in sentence


@pytest.mark.parametrize("name", ["gold", "texts", "model"])
def test_gate_tells_an_input_that_changed(name: str) -> None:
    (sentence,) = gate.find_failures(PINNED, FIGURES, {**INPUTS, name: "other"})
    assert sentence.startswith(f"The {name} of the quality gate changed")
    assert ("--reason" in sentence) == (name != "model")


def test_gate_tells_figures_without_floor_and_floors_without_figure() -> None:
    figures = {"folds_by_pair.f1_same": 0.85, "folds_by_pair.f1_any": 0.7}
    first, second = gate.find_failures(PINNED, figures, INPUTS)
    assert first.startswith("folds_by_pair.false_gap_rate is pinned at 0.215 but no longer")
    assert second.startswith("folds_by_pair.f1_any is measured but has no floor")


def test_gate_raises_to_the_figure_less_the_tolerance() -> None:
    figures = {"folds_by_pair.f1_same": 0.9, "folds_by_pair.false_gap_rate": 0.1, "x.brier": 0.004}
    raised = gate.raise_floors(PINNED, figures, {**INPUTS, "model": "new"}, date="2026-01-01")
    assert raised.floors == {
        "folds_by_pair.f1_same": 0.895,
        "folds_by_pair.false_gap_rate": 0.105,
        "x.brier": 0.0045,
    }
    assert raised.inputs["model"] == "new"
    assert raised.history == ()


@given(
    st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1)), min_size=1, max_size=6),
)
def test_gate_raising_lowers_no_floor(steps: list[tuple[float, float]]) -> None:
    pinned = PINNED
    for f1, rate in steps:
        figures = dict(zip(FIGURES, (f1, rate), strict=True))
        before = pinned
        try:
            pinned = gate.raise_floors(before, figures, INPUTS, date="2026-01-01")
        except UsageError:
            pinned = before
        f1_name, rate_name = FIGURES
        assert pinned.floors[f1_name] >= before.floors[f1_name]
        assert pinned.floors[rate_name] <= before.floors[rate_name]


@pytest.mark.parametrize("value", [0.8, None])
def test_gate_refuses_to_raise_while_a_figure_is_worse(value: float | None) -> None:
    figures = {**FIGURES, "folds_by_pair.f1_same": value}
    present = {name: one for name, one in figures.items() if one is not None}
    with pytest.raises(UsageError, match=r"folds_by_pair\.f1_same is .* raising lowers none"):
        gate.raise_floors(PINNED, present, INPUTS, date="2026-01-01")


def test_gate_takes_other_gold_only_with_a_reason_and_keeps_it() -> None:
    inputs = {**INPUTS, "gold": "other"}
    with pytest.raises(UsageError, match=r"No reason is given why the gold changed"):
        gate.raise_floors(PINNED, FIGURES, inputs, date="2026-01-01", reason=" ")
    raised = gate.raise_floors(PINNED, FIGURES, inputs, date="2026-01-01", reason="label mended")
    assert raised.history == (gate.Change("2026-01-01", "gold", "g", "other", "label mended"),)
    assert raised.inputs == inputs


def test_gate_lowers_one_floor_and_keeps_the_reason() -> None:
    figures = {"folds_by_pair.f1_same": 0.8, "folds_by_pair.false_gap_rate": 0.3}
    name = "folds_by_pair.f1_same"
    lowered = gate.lower_floor(PINNED, figures, name, date="2026-01-01", reason=" a bug mended ")
    assert lowered.floors == {name: 0.795, "folds_by_pair.false_gap_rate": 0.215}
    assert lowered.history == (gate.Change("2026-01-01", name, 0.845, 0.795, "a bug mended"),)
    assert lowered.inputs == PINNED.inputs


def test_gate_gives_up_a_floor_that_is_no_longer_measured() -> None:
    name = "folds_by_pair.f1_same"
    lowered = gate.lower_floor(PINNED, {}, name, date="2026-01-01", reason="renamed")
    assert name not in lowered.floors
    assert lowered.history[0].after is None


@pytest.mark.parametrize(
    ("name", "reason", "message"),
    [
        ("folds_by_pair.f1_same", "", "No reason is given why lowering"),
        ("folds_by_pair.f1_same", "because", "reaches its floor of 0.845; leave it"),
        ("f1", "because", r"There is no floor f1; choose among folds_by_pair\.f1_same"),
    ],
)
def test_gate_refuses_to_lower(name: str, reason: str, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        gate.lower_floor(PINNED, FIGURES, name, date="2026-01-01", reason=reason)


def test_gate_file_keeps_everything(tmp_path: Path) -> None:
    change = gate.Change("2026-01-01", "gold", None, "other", "label mended")
    floors = replace(PINNED, history=(change,))
    gate.write_floors(tmp_path / "floors.json", floors)
    assert gate.read_floors(tmp_path / "floors.json") == floors


@pytest.mark.parametrize("text", ["{", "[]", '{"floors": {}}', '{"inputs": 1, "floors": [1]}'])
def test_gate_file_that_is_spoilt_is_told(tmp_path: Path, text: str) -> None:
    path = tmp_path / "floors.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(GoldError, match=r"floors\.json is no file of quality floors"):
        gate.read_floors(path)


@pytest.mark.parametrize("name", ["weihai-2021.txt", "manifest.csv"])
def test_gate_inputs_change_with_every_byte_of_the_texts(
    corpus_copy: Path, tmp_path: Path, name: str
) -> None:
    model = tmp_path / "model.json"
    model.write_bytes(MODEL.read_bytes())
    found, targets = evaluate_corpus(), evaluate_targets(CORPUS)
    before = gate.measure_inputs(found, targets, CORPUS, MODEL)
    assert gate.measure_inputs(found, targets, corpus_copy, model) == before
    (corpus_copy / name).write_bytes((corpus_copy / name).read_bytes() + b"\n")
    model.write_bytes(model.read_bytes() + b"\n")
    after = gate.measure_inputs(found, targets, corpus_copy, model)
    assert {key for key in before if before[key] != after[key]} == {"texts", "model"}


@pytest.fixture
def command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., int]:
    """The command on floors of its own, with figures that need no measuring."""
    spec = importlib.util.spec_from_file_location("gate_command", ROOT / "benchmarks" / "gate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "FLOORS", tmp_path / "floors.json")

    def run(figures: dict[str, float], *arguments: str) -> int:
        monkeypatch.setattr(module, "measure", lambda: (figures, INPUTS))
        monkeypatch.setattr(sys, "argv", ["gate.py", *arguments, "--date", "2026-01-01"])
        return int(module.main())

    return run


def test_gate_command_raises_checks_and_lowers(
    command: Callable[..., int], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    worse = {**FIGURES, "folds_by_pair.f1_same": 0.8}
    assert command(FIGURES) == 1
    assert not (tmp_path / "floors.json").exists()
    assert command(FIGURES, "--raise") == 0
    assert gate.read_floors(tmp_path / "floors.json") == PINNED
    capsys.readouterr()
    assert command(worse) == 1
    assert "folds_by_pair.f1_same is 0.8, worse than its floor" in capsys.readouterr().err
    assert command(worse, "--raise") == 2
    assert command(worse, "--lower", "folds_by_pair.f1_same") == 2
    assert "say it with --reason TEXT" in capsys.readouterr().err
    assert gate.read_floors(tmp_path / "floors.json") == PINNED
    assert command(worse, "--lower", "folds_by_pair.f1_same", "--reason", "a bug mended") == 0
    (change,) = gate.read_floors(tmp_path / "floors.json").history
    assert (change.subject, change.reason) == ("folds_by_pair.f1_same", "a bug mended")


def test_gate_command_wants_one_action(command: Callable[..., int]) -> None:
    with pytest.raises(SystemExit, match="2"):
        command(FIGURES, "--raise", "--lower", "folds_by_pair.f1_same")
