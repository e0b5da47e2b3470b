"""Compare what Chinese governments promise.

>>> import policycompare as pc
>>> c = pc.compare("corpus/")  # doctest: +SKIP
>>> c.aligned, c.measures, c.gaps  # doctest: +SKIP

The names below are loaded when they are first used, so that the import stays light.
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

from policycompare._version import __version__

if TYPE_CHECKING:
    from policycompare.adding import AddResult, add, init
    from policycompare.coding import CodedEvaluation, evaluate_coded, fit_coded
    from policycompare.commands import (
        check,
        diffusion,
        explain,
        gaps,
        index,
        names,
        search,
        targets,
        units,
    )
    from policycompare.comparison import Comparison, SkippedDocument
    from policycompare.datamodel import Clause, Document, Link, NormalizedText, Outline
    from policycompare.errors import PolicyCompareError
    from policycompare.evaluation.result import Evaluation
    from policycompare.evaluation.run import evaluate
    from policycompare.evaluation.targets import TargetEvaluation, evaluate_targets
    from policycompare.explanation import Explanation
    from policycompare.pipeline import compare, normalize, outline
    from policycompare.sampling import Sample, sample
    from policycompare.settings import Settings
    from policycompare.table import Table
    from policycompare.versions import VersionDiff, diff

__all__ = [
    "AddResult",
    "Clause",
    "CodedEvaluation",
    "Comparison",
    "Document",
    "Evaluation",
    "Explanation",
    "Link",
    "NormalizedText",
    "Outline",
    "PolicyCompareError",
    "Sample",
    "Settings",
    "SkippedDocument",
    "Table",
    "TargetEvaluation",
    "VersionDiff",
    "__version__",
    "add",
    "check",
    "compare",
    "diff",
    "diffusion",
    "evaluate",
    "evaluate_coded",
    "evaluate_targets",
    "explain",
    "fit_coded",
    "gaps",
    "index",
    "init",
    "names",
    "normalize",
    "outline",
    "sample",
    "search",
    "targets",
    "units",
]

_HOME = {
    **dict.fromkeys(("Clause", "Document", "Link", "NormalizedText", "Outline"), "datamodel"),
    **dict.fromkeys(("Comparison", "SkippedDocument"), "comparison"),
    **dict.fromkeys(("AddResult", "add", "init"), "adding"),
    **dict.fromkeys(("compare", "normalize", "outline"), "pipeline"),
    **dict.fromkeys(("check", "diffusion", "explain", "gaps"), "commands"),
    **dict.fromkeys(("index", "names", "search", "targets", "units"), "commands"),
    "Evaluation": "evaluation.result",
    "Explanation": "explanation",
    "evaluate": "evaluation.run",
    **dict.fromkeys(("TargetEvaluation", "evaluate_targets"), "evaluation.targets"),
    **dict.fromkeys(("CodedEvaluation", "evaluate_coded", "fit_coded"), "coding"),
    **dict.fromkeys(("Sample", "sample"), "sampling"),
    "PolicyCompareError": "errors",
    "Settings": "settings",
    "Table": "table",
    **dict.fromkeys(("VersionDiff", "diff"), "versions"),
}
"""The module that each public name is loaded from."""


class _Package(ModuleType):
    """The type of the package: its functions keep their names beside the stages of the same names.

    Importing the stage ``policycompare.normalize`` would put the module in the place of the
    function of that name, depending on what was imported first. The import system finds modules
    without the attribute, so it is not set.
    """

    def __setattr__(self, name: str, value: object) -> None:
        if not (name in _HOME and isinstance(value, ModuleType)):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
