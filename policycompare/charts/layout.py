"""Where the points of a chart lie: computed in numpy, the same on every run."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]

DECIMALS = 4
"""Decimals of positions; beyond them the last bits of a processor would show."""

N_STEPS = 400

MOST_REFINED = 2000
"""Vectors up to which a map is refined; memory and work grow with their square."""

N_REFINING = 100
REFINING_WORK = 36_000_000
"""Steps of refining at most, and distances that all steps together compute at most."""

BLOCK = 512
"""Rows of distances that are held at once."""


def spring_layout(weights: NDArray[np.float64]) -> Points:
    """Place nodes so that heavily linked ones lie close (after Fruchterman and Reingold, 1991).

    Starts from a circle in the order of the nodes, without chance.

    Parameters
    ----------
    weights : array of shape (n, n)
        Symmetric, not negative; 0 where two nodes are not linked.

    Returns
    -------
    array of shape (n, 2)
        Positions in [-1, 1].
    """
    n = len(weights)
    angles = np.pi / 4 + 2 * np.pi * np.arange(n) / max(n, 1)
    points = np.column_stack([np.cos(angles), np.sin(angles)])
    if n < 3:
        return np.round(points, DECIMALS)
    pull = weights / max(float(weights.max()), 1e-12)
    ideal = np.sqrt(4.0 / n)
    for step in range(N_STEPS):
        apart = points[:, None, :] - points[None, :, :]
        distance = np.maximum(np.sqrt((apart**2).sum(axis=2)), 1e-6)
        force = ideal**2 / distance**2 - pull * distance / ideal
        np.fill_diagonal(force, 0.0)
        # a weak pull to the middle keeps parts that nothing links on the sheet
        move = (apart * force[:, :, None]).sum(axis=1) - 0.3 * points
        length = np.maximum(np.sqrt((move**2).sum(axis=1, keepdims=True)), 1e-9)
        points = points + move / length * np.minimum(length, 0.1 * (1 - step / N_STEPS))
    return np.round(fitted(points), DECIMALS)


def fitted(points: Points) -> Points:
    """Move and scale points into [-1, 1] on both axes, with the same scale for both."""
    if len(points) == 0:
        return points
    middle = (points.max(axis=0) + points.min(axis=0)) / 2
    reach = float(np.abs(points - middle).max())
    scaled: Points = (points - middle) / (reach or 1.0)
    return scaled


def plane_map(vectors: Any) -> tuple[Points, float]:
    """Place unit vectors in the plane so that their distances are kept as well as can be.

    The distance of two unit vectors is ``sqrt(2 - 2 * cosine)``, so classical scaling is the
    singular value decomposition of the centred vectors, and no matrix of all pairs is needed. Up
    to :data:`MOST_REFINED` vectors it is the start of a stress majorization (SMACOF; de Leeuw,
    1977), since classical scaling lets one remote cluster take a whole axis.

    Parameters
    ----------
    vectors : CSR array of shape (n, n_terms)
        Rows of length 1 or 0.

    Returns
    -------
    positions : array of shape (n, 2)
        In [-1, 1].
    stress : float
        Kruskal's stress-1 over all pairs, in [0, 1]: the root of the squared errors of the
        distances on the map over the squared true ones, after the best common scale.
    """
    n = vectors.shape[0]
    if n < 2:
        return np.zeros((n, 2)), 0.0
    points = _principal(vectors)
    if n <= MOST_REFINED:
        points = _majorized(_true_distances(vectors, slice(None)), points)
    points = np.round(fitted(points), DECIMALS)
    return points, _stress(vectors, points)


def _majorized(true: NDArray[np.float64], points: Points) -> Points:
    n = len(points)
    for _ in range(min(N_REFINING, REFINING_WORK // n**2)):
        mapped = np.maximum(_plane_distances(points, slice(None)), 1e-9)
        pull = -true / mapped
        np.fill_diagonal(pull, 0.0)
        np.fill_diagonal(pull, -pull.sum(axis=1))
        points = pull @ points / n
    return points


def _true_distances(vectors: Any, part: slice) -> NDArray[np.float64]:
    """Distances of some vectors to all."""
    lengths = np.asarray(vectors.multiply(vectors).sum(axis=1)).ravel()
    cosine = (vectors[part] @ vectors.T).toarray()
    squared = lengths[part, None] + lengths[None, :] - 2 * cosine
    # two equal rows differ by rounding only, and the root would make that visible
    distances: NDArray[np.float64] = np.sqrt(np.where(squared < 1e-9, 0.0, squared))
    return distances


def _plane_distances(points: Points, part: slice) -> NDArray[np.float64]:
    apart = points[part, None, :] - points[None, :, :]
    distances: NDArray[np.float64] = np.sqrt((apart**2).sum(axis=2))
    return distances


def _principal(vectors: Any) -> Points:
    from scipy.sparse.linalg import LinearOperator, eigsh

    n = vectors.shape[0]
    mean = np.asarray(vectors.mean(axis=0)).ravel()

    def centred_gram(x: NDArray[np.float64]) -> NDArray[np.float64]:
        """Apply (V - m)(V - m)' to a vector without holding either."""
        x = x.ravel()
        half = vectors.T @ x - mean * x.sum()
        product: NDArray[np.float64] = vectors @ half - float(mean @ half)
        return product

    if n <= 3:
        dense = np.column_stack([centred_gram(column) for column in np.eye(n)])
        found, axes = np.linalg.eigh((dense + dense.T) / 2)
        found, axes = found[-2:], axes[:, -2:]
    else:
        operator = LinearOperator((n, n), matvec=centred_gram, dtype=np.float64)
        found, axes = eigsh(operator, k=2, v0=np.linspace(1.0, 2.0, n))
    order = np.argsort(-found, kind="stable")
    points = axes[:, order] * np.sqrt(np.maximum(found[order], 0.0))
    # an axis has no sign of its own: the point that reaches farthest lies right and above
    far = np.abs(points).argmax(axis=0)
    signs = np.where(points[far, [0, 1]] < 0, -1.0, 1.0)
    placed: Points = points * signs
    return placed


def _stress(vectors: Any, points: Points) -> float:
    squared = dotted = mapped_squared = 0.0
    for start in range(0, len(points), BLOCK):
        part = slice(start, start + BLOCK)
        true, mapped = _true_distances(vectors, part), _plane_distances(points, part)
        squared += float((true**2).sum())
        dotted += float((true * mapped).sum())
        mapped_squared += float((mapped**2).sum())
    if squared == 0:
        return 0.0
    explained = dotted**2 / mapped_squared / squared if mapped_squared else 0.0
    return float(np.sqrt(max(1.0 - explained, 0.0)))
