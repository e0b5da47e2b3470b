"""The quality gate: floors of every figure, pinned together with what they were measured on.

Floors rise by a command. Lowering one takes a reason, which is kept in the file.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from hashlib import sha256
from math import isnan
from pathlib import Path
from typing import TYPE_CHECKING

from policycompare.errors import GoldError, UsageError
from policycompare.evaluation.weighted import FIGURE_NAMES, LOWER_IS_BETTER

if TYPE_CHECKING:
    from policycompare.evaluation.result import Evaluation
    from policycompare.evaluation.targets import TargetEvaluation

TOLERANCE = 0.005
"""How far below the present figure its floor is set: about one of the 126 pairs of label 2."""

TOLERANCES = {"brier": 0.0005, "expected_calibration_error": 0.001}
"""For figures whose whole size is about that of :data:`TOLERANCE`."""

NEEDS_REASON = ("gold", "targets", "texts")
"""Inputs whose change makes figures of another thing; a new model is what the gate is for."""

DIGITS = 4
"""Decimal places of figures and floors."""

RAISE, LOWER = "python benchmarks/gate.py --raise", "python benchmarks/gate.py --lower"


@dataclass(frozen=True, slots=True)
class Change:
    """A floor that was lowered, or an input that was changed, with the reason."""

    date: str
    subject: str
    before: float | str | None
    after: float | str | None
    reason: str


@dataclass(frozen=True)
class Floors:
    """What is pinned.

    Attributes
    ----------
    inputs : mapping of str to str
        SHA-256 of ``gold``, ``targets``, ``texts`` and ``model``.
    floors : mapping of str to float
        The worst value allowed of each ``run.figure``: the least, or the greatest of a figure of
        which the least is best.
    history : tuple of Change
        Oldest first.
    """

    inputs: Mapping[str, str]
    floors: Mapping[str, float]
    history: tuple[Change, ...] = ()


def read_floors(path: Path) -> Floors:
    """Read the pinned floors; nothing is pinned if there is no file.

    Raises
    ------
    GoldError
        If the file is no file of floors.
    """
    if not path.exists():
        return Floors({}, {})
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
        changes = tuple(Change(**change) for change in raw["history"])
        floors = {str(name): float(value) for name, value in raw["floors"].items()}
        return Floors(dict(raw["inputs"]), floors, changes)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise GoldError(
            f"{path} is no file of quality floors ({error!r}); restore it from the history of the "
            "repository."
        ) from error


def write_floors(path: Path, floors: Floors) -> None:
    """Write the floors, sorted, so that a change shows as few lines."""
    plain = {
        "about": "Written by benchmarks/gate.py. Worst value allowed of each figure.",
        "inputs": dict(sorted(floors.inputs.items())),
        "floors": dict(sorted(floors.floors.items())),
        "history": [asdict(change) for change in floors.history],
    }
    path.write_text(json.dumps(plain, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def measure_inputs(
    found: Evaluation, targets: TargetEvaluation, corpus: Path, model: Path
) -> dict[str, str]:
    """SHA-256 of the golds, of the evaluated texts with the manifest, and of the model file."""
    names = [f"{name}.txt" for name in sorted(found.about["documents"])]
    texts = sha256()
    for name in ("manifest.csv", *names):
        content = (corpus / name).read_bytes()
        texts.update(f"{name} {len(content)}\n".encode() + content)
    return {
        "gold": str(found.about["gold_sha256"]),
        "targets": str(targets.about["targets_sha256"]),
        "texts": texts.hexdigest(),
        "model": sha256(model.read_bytes()).hexdigest(),
    }


def list_figures(found: Evaluation, targets: TargetEvaluation) -> dict[str, float]:
    """The figures that are pinned, as ``run.figure``, without those that cannot be measured."""
    of_targets = {
        f"targets.{name}": round(value, DIGITS)
        for name, value in targets.figures.items()
        if not isnan(value)
    }
    return of_targets | {
        f"{run}.{name}": round(figures.figures[name], DIGITS)
        for run, figures in found.runs.items()
        for name in FIGURE_NAMES
        if not isnan(figures.figures[name])
    }


def find_failures(
    pinned: Floors, figures: Mapping[str, float], inputs: Mapping[str, str]
) -> Iterator[str]:
    """One sentence per input that changed and per figure that is worse than its floor."""
    for name in sorted({*pinned.inputs, *inputs}):
        if pinned.inputs.get(name) != inputs.get(name):
            yield (
                f"The {name} of the quality gate changed since its floors were pinned; measure "
                f"anew and pin with `{RAISE}`{_reason_hint(name)}."
            )
    for name, floor in sorted(pinned.floors.items()):
        if name not in figures:
            yield (
                f"{name} is pinned at {floor} but no longer measured; measure it, or give it up "
                f"with `{LOWER} {name} --reason TEXT`."
            )
        elif is_worse(name, figures[name], floor):
            yield (
                f"{name} is {figures[name]}, worse than its floor of {floor}; mend what made it "
                f"so, or lower the floor with `{LOWER} {name} --reason TEXT`."
            )
    for name in sorted(set(figures).difference(pinned.floors)):
        yield f"{name} is measured but has no floor; pin it with `{RAISE}`."


def raise_floors(
    pinned: Floors,
    figures: Mapping[str, float],
    inputs: Mapping[str, str],
    *,
    date: str,
    reason: str = "",
) -> Floors:
    """Lift every floor to its present figure, less the tolerance; never let one sink.

    Raises
    ------
    UsageError
        If a figure is worse than its floor or no longer measured, or if gold or texts changed and
        no reason is given.
    """
    for name, floor in sorted(pinned.floors.items()):
        if name not in figures or is_worse(name, figures[name], floor):
            present = figures.get(name, "no longer measured")
            raise UsageError(
                f"{name} is {present}, but its floor is {floor}, and raising lowers none; mend it, "
                f"or lower this floor first with `{LOWER} {name} --reason TEXT`."
            )
    changes = []
    for name in NEEDS_REASON:
        before = pinned.inputs.get(name)
        if before is not None and before != inputs[name]:
            _check_reason(reason, f"the {name} changed")
            changes.append(Change(date, name, before, inputs[name], reason.strip()))
    floors = {name: _best(name, pinned.floors.get(name), figures[name]) for name in figures}
    return Floors(dict(inputs), floors, (*pinned.history, *changes))


def lower_floor(
    pinned: Floors, figures: Mapping[str, float], name: str, *, date: str, reason: str
) -> Floors:
    """Let one floor sink to its present figure, less the tolerance, and record why.

    A floor of a figure that is no longer measured is given up.

    Raises
    ------
    UsageError
        If there is no such floor, if its figure still reaches it, or without a reason.
    """
    if name not in pinned.floors:
        raise UsageError(
            f"There is no floor {name}; choose among {', '.join(sorted(pinned.floors))}."
        )
    _check_reason(reason, f"lowering {name}")
    before = pinned.floors[name]
    floors = dict(pinned.floors)
    if name in figures:
        if not is_worse(name, figures[name], before):
            raise UsageError(
                f"{name} is {figures[name]} and reaches its floor of {before}; leave it."
            )
        floors[name] = _set_off(name, figures[name])
    else:
        del floors[name]
    change = Change(date, name, before, floors.get(name), reason.strip())
    return replace(pinned, floors=floors, history=(*pinned.history, change))


def is_worse(name: str, value: float, floor: float) -> bool:
    """Whether a figure misses its floor; one that cannot be measured (NaN) does."""
    return not (value <= floor if _least_is_best(name) else value >= floor)


def _best(name: str, floor: float | None, value: float) -> float:
    new = _set_off(name, value)
    if floor is None:
        return new
    return min(floor, new) if _least_is_best(name) else max(floor, new)


def _set_off(name: str, value: float) -> float:
    tolerance = TOLERANCES.get(name.rsplit(".", 1)[-1], TOLERANCE)
    return round(value + tolerance if _least_is_best(name) else value - tolerance, DIGITS)


def _least_is_best(name: str) -> bool:
    return name.rsplit(".", 1)[-1] in LOWER_IS_BETTER


def _check_reason(reason: str, what: str) -> None:
    if not reason.strip():
        raise UsageError(f"No reason is given why {what}; say it with --reason TEXT.")


def _reason_hint(name: str) -> str:
    return " and --reason TEXT" if name in NEEDS_REASON else ""
