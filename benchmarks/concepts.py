"""Print what each part of the table of concepts is worth, for ``docs/quality.md``.

Run from the root of the repository: ``python benchmarks/concepts.py [--other GOLD TEXTS]``. Every
row is fitted to ``corpus/gold`` alone and tried in its folds by document pair, on the made-up plans
of ``tests/cases/plans`` and, with ``--other``, on a second gold; the last row is the shipped model.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from unittest.mock import patch

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.fit_model import Measured, measure_gold  # noqa: E402
from benchmarks.quality import judge_by_pair  # noqa: E402
from policycompare import evaluation  # noqa: E402
from policycompare.evaluation import Figures, Judgement  # noqa: E402
from policycompare.scoring import FEATURE_NAMES, concepts, features, load_model  # noqa: E402
from policycompare.scoring import readings as fields  # noqa: E402
from policycompare.scoring.fitting import fit_model, predict  # noqa: E402
from policycompare.scoring.model import Model  # noqa: E402
from tests import goldclauses  # noqa: E402

TABLE = ROOT / "policycompare" / "data" / "concepts.txt"
PLANS = ROOT / "tests" / "cases" / "plans"
BLIND = "# Parts 2 and 3"
"""Opens the parts whose authors saw no gold."""
PLAIN = dict.fromkeys(("words", "pairs", "characters"), 1 / 3) | {"concepts": 0.0}
"""The blend without concepts."""


@contextmanager
def use_table(lines: list[str], weight: float) -> Iterator[None]:
    """The program with another table of concepts and another weight of a family."""
    with ExitStack() as stack:
        stack.callback(forget_table)
        stack.enter_context(patch.object(concepts, "read_data", lambda _: iter(lines)))
        stack.enter_context(patch.object(fields, "FAMILY_WEIGHT", weight))
        forget_table()
        yield


def forget_table() -> None:
    concepts.read_concepts.cache_clear()
    concepts._lengths_by_first.cache_clear()


def list_tables() -> dict[str, tuple[list[str], float]]:
    """Lines and family weight of each row."""
    read, blind = TABLE.read_text(encoding="utf-8").split(BLIND)
    parts = {
        "parts 2 and 3 alone (blind)": (blind, fields.FAMILY_WEIGHT),
        "part 1 alone (read the gold)": (read, fields.FAMILY_WEIGHT),
        "all three (family weight 0.5)": (f"{read}#{blind}", 0.5),
        "all three (family weight 0.75)": (f"{read}#{blind}", 0.75),
    }
    return {
        name: (
            [line for line in text.splitlines()[1:] if line.strip() and not line.startswith("#")],
            weight,
        )
        for name, (text, weight) in parts.items()
    }


def try_model(model: Model, measured: Measured) -> Figures:
    """Figures of a model on a gold that it was not fitted to."""
    a, b, labels = measured.gold.pairs()
    p_same, p_overlap = predict(model, measured.values, FEATURE_NAMES)
    found = evaluation.find_relations(model, p_same, p_overlap)
    documents = tuple(measured.documents)
    return evaluation.measure_figures(
        [Judgement(a, b, labels, found, p_same, p_overlap, documents)]
    )


def measure_golds(folders: list[tuple[Path, Path]], *, plain: bool = False) -> list[Measured]:
    golds = [measure_gold(*folder) for folder in folders]
    if plain:
        gone = [k for k, name in enumerate(FEATURE_NAMES) if "concepts" in name]
        for one in golds:
            one.values[:, gone] = 0
    return golds


def print_row(name: str, golds: list[Measured]) -> None:
    """Folds of the first gold, and its model on the others."""
    first, *others = golds
    model = fit_model(first.values, first.gold.pairs()[2], first.document_pairs)
    print_figures(
        name,
        [
            evaluation.measure_figures(judge_by_pair(first)),
            *(try_model(model, one) for one in others),
        ],
    )


def print_figures(name: str, figures: list[Figures]) -> None:
    cells = (f"{one.f1_same:.3f} / {one.ap_same:.3f}" for one in figures)
    print(f"| {name} |", " | ".join(cells), "|", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--other", nargs=2, type=Path, metavar=("GOLD", "TEXTS"))
    other = parser.parse_args().other
    plans = [(PLANS / subject / "gold", PLANS / subject) for subject in ("ai", "care")]
    folders = [(goldclauses.GOLD, goldclauses.CORPUS), *([tuple(other)] if other else []), *plans]
    heads = ["folds by document pair", *(["second subject"] if other else []), "AI", "elderly care"]
    print("| table of concepts |", " | ".join(heads), "|\n|---|" + "---:|" * len(heads))
    with patch.dict(features.BLEND, PLAIN):
        print_row("none", measure_golds(folders, plain=True))
    for name, (lines, weight) in list_tables().items():
        with use_table(lines, weight):
            print_row(name, measure_golds(folders))
    shipped = [try_model(load_model(), one) for one in measure_golds(plans)]
    print_figures("as shipped, fitted to both subjects, on the plans", shipped)


if __name__ == "__main__":
    main()
