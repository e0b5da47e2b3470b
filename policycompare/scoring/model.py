"""The additive log-odds model: a readable JSON file and what it makes of feature values.

A column is a feature, or how far a feature exceeds a knot; its standardized value times a
coefficient is added to a log-odds. What the columns of one feature add is its contribution.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib import resources
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.special import expit

from policycompare.errors import ModelError
from policycompare.scoring.names import ADJUSTMENTS, ALL_NAMES, FLOOR, LIMIT, SEMANTIC_NAMES

if TYPE_CHECKING:
    from numpy.typing import NDArray

FORMAT = 1
"""Version of the file format; a file of another version is refused."""

MODEL, SEMANTIC_MODEL = "model.json", "model-semantic.json"
"""The shipped files: without an embedder and with one."""

MAX_LOG_ODDS = 12.0
"""Greatest log-odds, a probability of 0.999994; 322 coded links cannot measure what is beyond."""


@dataclass(frozen=True, slots=True)
class Column:
    """One term of the model: ``coefficient * (basis - mean) / scale``.

    Attributes
    ----------
    feature : str
        Name of the feature.
    knot : float or None
        None: the basis is the feature value ``x``; else it is ``max(0, x - knot)``.
    mean, scale : float
        Standardization, in units of the basis; ``scale`` is above 0.
    same, overlap : float
        Coefficients towards the two log-odds.
    """

    feature: str
    knot: float | None
    mean: float
    scale: float
    same: float
    overlap: float


@dataclass(frozen=True)
class Model:
    """Coefficients, standardization and thresholds, with where they come from.

    Attributes
    ----------
    columns : tuple of Column
    same_intercept, overlap_intercept : float
        Log-odds of a pair whose every standardized value is 0.
    same_threshold, overlap_threshold : float
        Probabilities in [0, 1] from which a pair counts as ``same`` or ``partial``.
    provenance : mapping
        Gold fingerprint, date, folds, figures and notes, as in the file.
    name : str
        What the report calls the model: the file's name.
    """

    columns: tuple[Column, ...]
    same_intercept: float
    overlap_intercept: float
    same_threshold: float
    overlap_threshold: float
    provenance: Mapping[str, Any] = field(default_factory=dict)
    name: str = MODEL

    @property
    def needs_embedder(self) -> bool:
        """Whether a feature of the model is made of vectors."""
        return any(column.feature in SEMANTIC_NAMES for column in self.columns)

    @property
    def embedder(self) -> str | None:
        """Name of the embedder that the coefficients were fitted with."""
        name = self.provenance.get("embedder")
        return None if name is None else str(name)

    def contributions(
        self, values: NDArray[np.float64], names: Sequence[str]
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """What each feature adds to the two log-odds, both of shape (n_pairs, n_features).

        Parameters
        ----------
        values : numpy.ndarray, shape (n_pairs, n_features)
            Feature values.
        names : sequence of str
            Name of each column of ``values``, the adjustments among them; what they add is computed
            here, whatever their columns hold.
        """
        position = {name: k for k, name in enumerate(names)}
        same = np.zeros_like(values)
        overlap = np.zeros_like(values)
        for column in self.columns:
            k = position[column.feature]
            basis = (
                values[:, k] if column.knot is None else np.maximum(0, values[:, k] - column.knot)
            )
            standardized = (basis - column.mean) / column.scale
            same[:, k] += column.same * standardized
            overlap[:, k] += column.overlap * standardized
        for terms, base in ((same, self.same_intercept), (overlap, self.overlap_intercept)):
            excess = base + terms.sum(axis=1) - MAX_LOG_ODDS
            terms[:, position[LIMIT]] = -np.maximum(0, excess)
        gap = (self.same_intercept + same.sum(axis=1)) - (
            self.overlap_intercept + overlap.sum(axis=1)
        )
        overlap[:, position[FLOOR]] = np.maximum(0, gap)
        return same, overlap

    def as_dict(self) -> dict[str, Any]:
        """The model as plain values, in the form of the file."""
        return {
            "format": FORMAT,
            "provenance": dict(self.provenance),
            "thresholds": {"same": self.same_threshold, "overlap": self.overlap_threshold},
            "intercepts": {"same": self.same_intercept, "overlap": self.overlap_intercept},
            "columns": [
                {
                    "feature": column.feature,
                    "knot": column.knot,
                    "mean": column.mean,
                    "scale": column.scale,
                    "same": column.same,
                    "overlap": column.overlap,
                }
                for column in self.columns
            ],
        }

    def __repr__(self) -> str:
        return (
            f"<Model {self.name}: {len({c.feature for c in self.columns})} features, same from "
            f"{self.same_threshold:.2f}, overlap from {self.overlap_threshold:.2f}>"
        )


def to_probability(log_odds: NDArray[np.float64]) -> NDArray[np.float64]:
    """Probabilities in [0, 1] of log-odds."""
    return np.asarray(expit(log_odds), dtype=np.float64)


def load_model(path: Path | None = None, *, semantic: bool = False) -> Model:
    """Read and check a model file; the shipped one by default.

    Parameters
    ----------
    path : Path, optional
        A file in place of the shipped one.
    semantic : bool
        Of the two shipped ones take that which needs an embedder.

    Raises
    ------
    ModelError
        If the file cannot be read, is no JSON, lacks a field or provenance, names a feature that
        the program does not compute, or holds a number that is out of range.
    """
    shipped = SEMANTIC_MODEL if semantic else MODEL
    name = shipped if path is None else path.name
    source = resources.files("policycompare").joinpath("data", shipped) if path is None else path
    try:
        raw = json.loads(source.read_text(encoding="utf-8"))
    except OSError as error:
        raise ModelError(
            f"The model file {source} cannot be read ({error.strerror}); "
            "give the path of a model file or leave it out for the shipped one."
        ) from error
    except ValueError as error:
        raise ModelError(
            f"The model file {source} is no valid JSON ({error}); refit it with "
            "benchmarks/fit_model.py."
        ) from error
    return build_model(raw, name=name, where=str(source))


def build_model(raw: Any, *, name: str, where: str) -> Model:
    """A checked model from the plain values of a file; ``where`` names it in errors."""
    checker = _Checker(where)
    top = checker.mapping(raw, "the file")
    if top.get("format") != FORMAT:
        raise checker.error(f"format is {top.get('format')!r}, but this program reads {FORMAT}")
    provenance = checker.mapping(top.get("provenance"), "provenance")
    if not provenance.get("gold_sha256"):
        raise checker.error("provenance.gold_sha256, the fingerprint of its gold, is missing")
    thresholds = checker.mapping(top.get("thresholds"), "thresholds")
    intercepts = checker.mapping(top.get("intercepts"), "intercepts")
    rows = top.get("columns")
    if not isinstance(rows, list) or not rows:
        raise checker.error("columns is no list of at least one column")
    return Model(
        columns=tuple(checker.column(row, k) for k, row in enumerate(rows)),
        same_intercept=checker.number(intercepts, "same", "intercepts"),
        overlap_intercept=checker.number(intercepts, "overlap", "intercepts"),
        same_threshold=checker.probability(thresholds, "same"),
        overlap_threshold=checker.probability(thresholds, "overlap"),
        provenance=provenance,
        name=name,
    )


@dataclass(frozen=True, slots=True)
class _Checker:
    where: str

    def error(self, problem: str) -> ModelError:
        return ModelError(
            f"The model file {self.where} cannot be used: {problem}; refit it with "
            "benchmarks/fit_model.py."
        )

    def mapping(self, value: Any, what: str) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise self.error(f"{what} is missing or no object")
        return value

    def number(self, row: Mapping[str, Any], key: str, what: str) -> float:
        value = row.get(key)
        if isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value):
            raise self.error(f"{what}.{key} is {value!r}, but a finite number is needed")
        return float(value)

    def probability(self, row: Mapping[str, Any], key: str) -> float:
        value = self.number(row, key, "thresholds")
        if not 0 <= value <= 1:
            raise self.error(f"thresholds.{key} is {value}, but a probability lies between 0 and 1")
        return value

    def column(self, value: Any, k: int) -> Column:
        what = f"columns[{k}]"
        row = self.mapping(value, what)
        feature = row.get("feature")
        if feature not in ALL_NAMES or feature in ADJUSTMENTS:
            raise self.error(f"{what}.feature is {feature!r}, which this program does not compute")
        scale = self.number(row, "scale", what)
        if scale <= 0:
            raise self.error(f"{what}.scale is {scale}, but a positive number is needed")
        return Column(
            feature=str(feature),
            knot=None if row.get("knot") is None else self.number(row, "knot", what),
            mean=self.number(row, "mean", what),
            scale=scale,
            same=self.number(row, "same", what),
            overlap=self.number(row, "overlap", what),
        )
