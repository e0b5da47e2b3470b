"""The widget of ``Comparison.browse``; needs anywidget, of the extra ``notebooks``."""

from __future__ import annotations

from importlib import resources
from typing import TYPE_CHECKING, Any

import anywidget
import traitlets

from policycompare.browse.rows import STATES, browser_data, browser_labels
from policycompare.errors import UsageError
from policycompare.explanation import find_clause
from policycompare.report.notebook import LANG, render_view

if TYPE_CHECKING:
    from policycompare.report.labels import Language
    from policycompare.report.protocol import ComparisonLike

NO_FILTER = {"text": "", "group": "", "state": ""}
"""A filter that shows every measure."""


def _source(name: str) -> str:
    folder = resources.files("policycompare").joinpath("data", "browse")
    return folder.joinpath(name).read_text(encoding="utf-8")


class Browser(anywidget.AnyWidget):  # type: ignore[misc, unused-ignore]
    """The comparison table as a widget.

    Attributes
    ----------
    selected : list of str
        Ids of the clauses that are being read: none, one, or the pair ``a`` and ``b``. Set it to
        open a pair.
    filter : dict
        ``text``: words that a measure or one of its clauses has; ``group`` and ``state``: only
        measures of which this group (or any) is ``covered``, ``partial`` or ``absent``; empty: all.
    explanation : dict
        ``pair``, as ``selected``, and ``html``: the view of its explanation.

    Raises
    ------
    UsageError
        On setting ``selected`` or ``filter`` to what the comparison does not have.
    """

    _esm = _source("browse.js")
    _css = _source("browse.css")

    data = traitlets.Dict().tag(sync=True)
    labels = traitlets.Dict().tag(sync=True)
    lang = traitlets.Unicode("en").tag(sync=True)
    selected = traitlets.List(traitlets.Unicode()).tag(sync=True)
    filter = traitlets.Dict(default_value=NO_FILTER).tag(sync=True)
    explanation = traitlets.Dict(default_value={"pair": [], "html": ""}).tag(sync=True)

    def __init__(self, comparison: ComparisonLike, *, language: Language = "en") -> None:
        self._comparison = comparison
        self._language = language
        super().__init__(
            data=browser_data(comparison), labels=browser_labels(language), lang=LANG[language]
        )
        self.observe(self._explain, "selected")

    def __repr__(self) -> str:
        n_measures, n_documents = len(self.data["measures"]), len(self.data["documents"])
        return f"<Browser of {n_measures} measures of {n_documents} documents>"

    @traitlets.validate("selected")
    def _check_selected(self, proposal: Any) -> list[str]:
        ids = list(proposal["value"])
        if len(ids) > 2:
            raise UsageError(
                f"selected has {len(ids)} clause ids, but a pair has two; give the ids of a and b."
            )
        for clause_id in ids:
            find_clause(self._comparison, clause_id)
        return ids

    @traitlets.validate("filter")
    def _check_filter(self, proposal: Any) -> dict[str, str]:
        given = {**NO_FILTER, **proposal["value"]}
        groups = tuple(self._comparison.group_order)
        allowed = {"text": (given["text"],), "group": ("", *groups), "state": ("", *STATES)}
        for name, value in given.items():
            if name not in allowed or not isinstance(value, str):
                raise UsageError(
                    f"the filter has {name!r}, but only text, group and state, each a str, are "
                    f"allowed; remove it."
                )
            if value not in allowed[name]:
                named = ", ".join(filter(None, allowed[name]))
                raise UsageError(
                    f"the filter has the {name} {value!r}; allowed are {named}; choose among these."
                )
        return given

    def _explain(self, change: Any) -> None:
        pair = list(change["new"])
        self.explanation = {"pair": pair, "html": self._render(pair)}

    def _render(self, pair: list[str]) -> str:
        """Render the explanation; what cannot be explained is told above the clauses."""
        if not pair:
            return ""
        clauses = [self._comparison.clauses[find_clause(self._comparison, p)] for p in pair]
        if len(pair) == 1:
            return clauses[0].to_html(language=self._language)
        try:
            return self._comparison.explain(*pair).to_html(language=self._language)
        except UsageError as error:
            return render_view(
                "pair.html", language=self._language, message=str(error), clauses=clauses
            )
