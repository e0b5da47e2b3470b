"""The result of a comparison: everything that was found, with the way back to the texts."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from functools import cached_property
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from policycompare.comparison_tables import ComparisonTables
from policycompare.errors import PolicyCompareWarning
from policycompare.frames import ComparisonFrames
from policycompare.views import ComparisonViews

if TYPE_CHECKING:
    from collections.abc import Sequence

    from policycompare.charts.accessor import Plots
    from policycompare.corpus import Corpus
    from policycompare.datamodel import Clause, Findings, Link, Outline, ScoredPairs
    from policycompare.explanation import Explanation
    from policycompare.recall import Recall
    from policycompare.report.labels import Language
    from policycompare.scoring import Model
    from policycompare.searching import Searcher
    from policycompare.settings import Settings
    from policycompare.table import Table
    from policycompare.targets import TargetReading
    from policycompare.vectors import FieldMatrices


@dataclass(frozen=True, slots=True)
class SkippedDocument:
    """A document that the comparison went on without, and why."""

    document: str
    message: str

    def __str__(self) -> str:
        return f"{self.document} is left out: {self.message}"


@dataclass(frozen=True, eq=False)
class Comparison(ComparisonFrames, ComparisonTables, ComparisonViews):
    """What a comparison found.

    Attributes
    ----------
    corpus : Corpus
        The corpus that was read.
    outlines : tuple of Outline
        What was understood of each document, in the order of the corpus.
    clauses : tuple of Clause
        The compared clauses, by document and place; pairs and links name them by position.
    groups : tuple of str
        The group of each compared clause.
    group_order : tuple of str
        All groups in the order of the corpus, also those without a compared clause.
    matrices : FieldMatrices
        The word and character weights of the clauses.
    scored : ScoredPairs
        Every scored pair with its contributions.
    links : sequence of Link
        The pairs that count; a run holds them as columns (:class:`Links`).
    findings : Findings
        Measures, gaps, coverage, and the state of each clause in each other group.
    settings : Settings
        What the run was told.
    model : Model
        The model that scored the pairs, with its provenance.
    recall : Recall or None
        Where pairs were cut: how many links that lost, on a sample; None where all were scored.
    embedder : str or None
        Full name of the embedder whose vectors were compared too.
    warnings : tuple of str
        What the reader should know about the corpus, the groups and the embedder.
    skipped_documents : tuple of SkippedDocument
        Documents that could not be used, with ``settings.skip_bad``.
    """

    corpus: Corpus
    outlines: tuple[Outline, ...]
    clauses: tuple[Clause, ...]
    groups: tuple[str, ...]
    group_order: tuple[str, ...]
    matrices: FieldMatrices
    scored: ScoredPairs
    links: Sequence[Link]
    findings: Findings
    settings: Settings
    model: Model
    recall: Recall | None = None
    embedder: str | None = None
    warnings: tuple[str, ...] = ()
    skipped_documents: tuple[SkippedDocument, ...] = ()

    @cached_property
    def target_reading(self) -> TargetReading:
        """The targets of the compared clauses, with what could not be read; found on first use."""
        from policycompare.targets import read_targets

        return read_targets(self.clauses, self.outlines, n_workers=self.settings.workers)

    @cached_property
    def plot(self) -> Plots:
        """The charts: ``c.plot.coverage()``, ``.heatmap()``, ``.targets(indicator)`` and more."""
        from policycompare.charts.accessor import Plots

        return Plots(self)

    def explain(self, a: str, b: str) -> Explanation:
        """Explain why two clauses match or not.

        Parameters
        ----------
        a, b : str
            Clause ids, e.g. ``weihai-2023/二(一)3``; of different groups.

        Raises
        ------
        UsageError
            If a clause is not known, both are of one group, or the pair was not scored.
        """
        from policycompare.explanation import explain_pair

        return explain_pair(self, a, b)

    def search(self, text: str, *, limit: int = 10) -> Table:
        """Find the compared clauses nearest to a phrase or a draft sentence.

        Raises
        ------
        UsageError
            If the text holds no letter or character.
        """
        return self._searcher.search(text, limit=limit)

    @cached_property
    def _searcher(self) -> Searcher:
        """Made by the first search; the next ones take milliseconds."""
        from policycompare.searching import search_these

        return search_these(self.clauses, self.settings)

    def __getstate__(self) -> dict[str, object]:
        """What a copy in another process takes along: all but the searcher, which it makes anew."""
        return {name: value for name, value in vars(self).items() if name != "_searcher"}

    def write(self, folder: str | PathLike[str], *, language: Language = "en") -> tuple[Path, ...]:
        """Write the result files into a folder, all or none, and return their paths.

        Parameters
        ----------
        folder : str or path
        language : {"en", "zh"}
            Language in which ``report.html`` opens; its reader can switch.

        Raises
        ------
        OutputError
            If they cannot be written; files of an earlier run are then left as they were.
        """
        from policycompare.report.files import write_files

        return write_files(self, Path(folder), language=language)

    def write_tables(
        self, folder: str | PathLike[str], *, form: Literal["csv", "parquet"] = "parquet"
    ) -> tuple[Path, ...]:
        """Write the large tables and ``run.json`` into a folder, part by part, without the page.

        For runs of thousands of documents; ``docs/outputs.md`` describes the tables.

        Parameters
        ----------
        form : {"parquet", "csv"}
            Parquet needs pyarrow of the extra ``store``.

        Raises
        ------
        UsageError
            If pyarrow is needed and not installed.
        OutputError
            If the folder or a file cannot be written; earlier files are then as they were.
        """
        from policycompare.report.streaming import write_tables

        return tuple(written.path for written in write_tables(self, Path(folder), form=form))

    def write_html(self, path: str | PathLike[str], *, language: Language = "en") -> Path:
        """Write the page alone, whole or not at all, and return its path.

        Parameters
        ----------
        path : str or path
            An earlier file is replaced.
        language : {"en", "zh"}
            Language in which the page opens; its reader can switch.

        Raises
        ------
        OutputError
            If the file cannot be written; an earlier one is then left as it was.
        """
        from policycompare.report.files import write_page

        return write_page(self, Path(path), language=language)

    def write_xlsx(self, path: str | PathLike[str], *, language: Language = "en") -> Path:
        """Write the result as one workbook, whole or not at all, and return its path.

        A warning counts what a workbook cannot hold: texts cut, characters replaced, rows left out.

        Parameters
        ----------
        path : str or path
            A file that ends in ``.xlsx``; an earlier one is replaced.
        language : {"en", "zh"}
            Language of the names of sheets and columns.

        Raises
        ------
        UsageError
            If the name does not end in ``.xlsx`` or openpyxl is not installed.
        OutputError
            If the file cannot be written; an earlier one is then left as it was.
        """
        from policycompare.report.labels import translator
        from policycompare.report.workbook import write_workbook

        written = write_workbook(self, Path(path), language=language)
        for warning in written.warnings(translator(language)):
            warnings.warn(warning, PolicyCompareWarning, stacklevel=2)
        return Path(path)

    def write_brief(
        self,
        path: str | PathLike[str],
        group: str | None = None,
        *,
        language: Language = "en",
    ) -> Path:
        """Write two pages for a decision maker, each sentence with its sources.

        Parameters
        ----------
        path : str or path
            A file that ends in ``.md`` or ``.docx``; an earlier one is replaced.
        group : str, optional
            The group that the brief is about; by default all, with a paragraph each.
        language : {"en", "zh"}
            Language of the sentences.

        Raises
        ------
        UsageError
            If the name ends otherwise, python-docx is not installed for a ``.docx``, there is no
            such group, or it has no compared clause.
        OutputError
            If the file cannot be written; an earlier one is then left as it was.
        """
        from policycompare.report.brief import write_brief

        write_brief(self, Path(path), group=group, language=language)
        return Path(path)

    def __repr__(self) -> str:
        # Imported late, as numpy is: to read and outline texts needs neither.
        from policycompare.datamodel import Links

        n_same = int((Links.collect(self.links).strength == 2).sum())
        n_shared = sum(len(measure.groups) > 1 for measure in self.findings.measures)
        skipped = f", {len(self.skipped_documents)} left out" if self.skipped_documents else ""
        return (
            f"<Comparison of {len(self.outlines)} documents in {len(self.group_order)} groups"
            f"{skipped}: {len(self.clauses)} clauses, {n_same} pairs the same, "
            f"{len(self.links) - n_same} partial, {n_shared} measures shared, "
            f"{len(self.findings.gaps)} gaps>"
        )
