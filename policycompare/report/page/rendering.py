"""Fill the template of the page: plain HTML for what is read, packed data for what is used."""

from __future__ import annotations

import base64
import gzip
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from jinja2 import DictLoader, Environment, StrictUndefined
from markupsafe import Markup

from policycompare._version import __version__
from policycompare.charts.scripts import csp_hash
from policycompare.report.labels import CATALOGUE, LANGUAGES, Language, translator
from policycompare.report.page.assets import (
    TEMPLATES,
    page_script,
    page_style,
    read_asset,
    vega_script,
)
from policycompare.report.page.charts import chart_data
from policycompare.report.page.payload import build_payload
from policycompare.report.page.record import quality_in_both, record_rows, warning_lines
from policycompare.report.page.remarks import remark_in_both
from policycompare.report.page.summary import summary_sentences
from policycompare.report.page.words import LANG, both, told
from policycompare.report.page_labels import PAGE_BORROWED, PAGE_LABELS
from policycompare.report.protocol import ComparisonLike, Row
from policycompare.report.record import counts
from policycompare.report.summaries import document_rows

SECTIONS = (
    *("summary", "comparison", "gaps", "coverage", "targets", "units", "diffusion", "record"),
)
"""Parts of the page in their order; each has its id and the label ``page_<id>``."""

N_TITLE_GROUPS = 4
"""Groups named in the title."""


def render_page(
    comparison: ComparisonLike, rows: Mapping[str, Sequence[Row]], *, language: Language = "en"
) -> str:
    """Render the page.

    Parameters
    ----------
    rows : mapping of str to sequence of Row
        The rows of the CSV files by their name: the page shows the same.
    language : {"en", "zh"}
        Language in which it opens; the reader can switch.
    """
    return "".join(page_chunks(comparison, rows, language=language))


def page_chunks(
    comparison: ComparisonLike, rows: Mapping[str, Sequence[Row]], *, language: Language = "en"
) -> Iterator[str]:
    """Render the page piece by piece."""
    environment = Environment(
        loader=DictLoader({name: read_asset(name) for name in TEMPLATES}),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(both=both, told=told, remark=remark_in_both)
    style, script, vega = page_style(), page_script(), vega_script()
    payload = build_payload(comparison, rows)
    payload["charts"] = chart_data(comparison)
    payload["labels"] = {key: list(CATALOGUE[key]) for key in (*PAGE_LABELS, *PAGE_BORROWED)}
    yield from environment.get_template(TEMPLATES[0]).generate(
        html_lang=LANG[language],
        data_lang=language,
        language=language,
        titles=[_title(comparison, each) for each in LANGUAGES],
        # shipped with the package, not data: they stand in the page as they are
        style=Markup(style),  # nosec B704
        script=Markup(script),  # nosec B704
        vega=Markup(vega),  # nosec B704
        csp=content_security_policy((vega, script), style),
        sections=SECTIONS,
        answers=summary_sentences(comparison, rows),
        counts=counts(comparison),
        documents=list(document_rows(comparison)),
        quality=list(quality_in_both(comparison)),
        record=record_rows(comparison),
        warnings=warning_lines(comparison),
        n_pairs=len(payload["pairs"]),
        n_without_evidence=payload["n_without_evidence"],
        n_documents=len(comparison.outlines),
        version=__version__,
        data=pack(payload),
    )


def content_security_policy(scripts: Sequence[str], style: str) -> str:
    """Allow exactly these scripts and this style, and nothing else but pictures made by them."""
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src {' '.join(map(csp_hash, scripts))}",
            f"style-src {csp_hash(style)}",
            "img-src data:",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )


def pack(payload: Mapping[str, Any]) -> str:
    """Pack data as base64 of gzip without a time; the letters of base64 need no escaping."""
    text = json.dumps(payload, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    packed = gzip.compress(text.encode("utf-8"), compresslevel=9, mtime=0)
    return base64.b64encode(packed).decode("ascii")


def _title(comparison: ComparisonLike, language: Language) -> str:
    t = translator(language)
    groups = list(comparison.group_order)
    named = (", " if language == "en" else "、").join(groups[:N_TITLE_GROUPS])
    n_more = len(groups) - N_TITLE_GROUPS
    if n_more > 0:
        named = t("page_and_more", groups=named, n=n_more if language == "en" else len(groups))
    return t("page_title", groups=named)
