from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any

import pytest

import policycompare as pc
from policycompare.report.explanation_rows import N_CONTRIBUTIONS
from policycompare.report.labels import LANGUAGES, translator
from policycompare.scoring import FEATURE_NAMES
from tests.conftest import CORPUS
from tests.explaining import (
    make_explanation,
    pair_ids,
    parse_page,
)


def test_explanation_html_escapes_texts_and_marks_spans() -> None:
    plain = make_explanation()
    hostile = replace(plain.a, heading="<script>", text=plain.a.text + "<b>&amp;</b>")
    html = make_explanation(a=hostile, sides={"heading": ("<i>x</i>", '"><img>')}).to_html()
    page = parse_page(html)
    assert page.marked == ["支持企业建设智能工厂", "2025年", "支持企业建设智能工厂", "100家"]
    assert "<b>&amp;</b>" in "".join(page.text)
    assert "<b>" not in html
    assert "<script" not in html
    assert not re.search(r"https?:|src=|href=", html)


@pytest.mark.parametrize("language", LANGUAGES)
def test_explanation_html_is_whole_in_both_languages(
    comparison: pc.Comparison, language: Any
) -> None:
    explanation = comparison.explain(*pair_ids(comparison, 0))
    html = explanation.to_html(language=language)
    assert html.startswith("<div ")
    assert html.rstrip().endswith("</div>")
    assert translator(language)("rivals") in "".join(parse_page(html).text)
    assert explanation._repr_html_() == explanation.to_html(language="en")


def test_explanation_html_and_every_feature_are_options_of_the_command(run: Any) -> None:
    pair = ("qingdao-2023/二(一)", "shandong-2023/¶3", "--documents", "qingdao-2023,shandong-2023")
    html = run("explain", CORPUS, *pair, "--format", "html")
    assert html.exit_code == 0, html.stderr
    parse_page(html.stdout)
    assert html.stdout.startswith('<div class="policycompare policycompare-explanation"')
    folded = json.loads(run("explain", CORPUS, *pair, "--format", "json").stdout)
    every = json.loads(run("explain", CORPUS, *pair, "--format", "json", "--every-feature").stdout)
    n_folded, n_every = (
        sum(row["part"] == "contribution" for row in rows) for rows in (folded, every)
    )
    assert (n_folded, n_every) == (N_CONTRIBUTIONS, len(FEATURE_NAMES))
    assert "small contributions" not in {row["part"] for row in every}
