"""Hold the figures of ``corpus/gold`` against their floors, raise the floors, or lower some.

Run from the root of the repository:

    python benchmarks/gate.py                                 # show and check
    python benchmarks/gate.py --raise [--reason TEXT]         # after a gain or a new model
    python benchmarks/gate.py --lower FIGURE … --reason TEXT  # some floors, with the reason kept

The floors are in ``tests/quality_floors.json``. A reason is needed to raise them on changed gold or
texts.
"""

from __future__ import annotations

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from policycompare.errors import PolicyCompareError  # noqa: E402
from policycompare.evaluation import gate  # noqa: E402
from policycompare.evaluation.run import evaluate  # noqa: E402
from policycompare.evaluation.targets import evaluate_targets  # noqa: E402

CORPUS = ROOT / "corpus"
MODEL = ROOT / "policycompare" / "data" / "model.json"
FLOORS = ROOT / "tests" / "quality_floors.json"


def measure() -> tuple[dict[str, float], dict[str, str]]:
    """The present figures and the fingerprints of what they were measured on."""
    found = evaluate(CORPUS, n_resamples=0)
    targets = evaluate_targets(CORPUS)
    inputs = gate.measure_inputs(found, targets, CORPUS, MODEL)
    return gate.list_figures(found, targets), inputs


def change_floors(
    pinned: gate.Floors,
    figures: dict[str, float],
    inputs: dict[str, str],
    options: argparse.Namespace,
) -> gate.Floors:
    """The floors after what the options ask for."""
    for name in options.lower:
        pinned = gate.lower_floor(pinned, figures, name, date=options.date, reason=options.reason)
    if options.lift:
        return gate.raise_floors(pinned, figures, inputs, date=options.date, reason=options.reason)
    return pinned


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    action = parser.add_mutually_exclusive_group()
    action.add_argument("--raise", dest="lift", action="store_true", help="lift the floors")
    action.add_argument(
        "--lower", nargs="+", default=[], metavar="FIGURE", help="floors, such as RUN.f1_same"
    )
    parser.add_argument("--reason", default="", metavar="TEXT", help="why a floor may sink")
    parser.add_argument("--date", default=datetime.now(tz=UTC).date().isoformat())
    options = parser.parse_args()
    figures, inputs = measure()
    try:
        pinned = gate.read_floors(FLOORS)
        changed = change_floors(pinned, figures, inputs, options)
    except PolicyCompareError as error:
        print(error, file=sys.stderr)
        return 2
    if changed != pinned:
        gate.write_floors(FLOORS, changed)
    for name, value in figures.items():
        print(f"{name:52} {value:8.4f}  floor {changed.floors.get(name, float('nan')):8.4f}")
    failures = list(gate.find_failures(changed, figures, inputs))
    for sentence in failures:
        print(sentence, file=sys.stderr)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
