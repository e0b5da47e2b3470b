"""The specifications of the charts and the rows behind them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
import vl_convert
from scipy import sparse

import policycompare as pc
from policycompare.charts import (
    CHARTS,
    chart_columns,
    chart_rows,
    chart_spec,
    shared_indicators,
    style,
)
from policycompare.charts.layout import plane_map, spring_layout
from policycompare.charts.parts import Spec
from policycompare.charts.targets import spec as targets_spec
from policycompare.charts.timeline import spec as timeline_spec
from policycompare.datamodel import Findings
from policycompare.errors import UsageError
from policycompare.report.labels import CATALOGUE, LANGUAGES, Language, translator
from policycompare.report.rows import coverage_rows, gap_rows
from tests.conftest import CORPUS, ROOT
from tests.reporting import make_comparison
from tests.test_imports import loaded_modules


@pytest.fixture(scope="module")
def grouped() -> pc.Comparison:
    """The five documents by jurisdiction, so that one group has two."""
    return pc.compare(CORPUS)


@pytest.fixture(scope="module")
def empty() -> Any:
    """A comparison in which nothing was compared."""
    tiny = make_comparison()
    nothing = sparse.csr_array((0, 2))
    matrices = replace(tiny.matrices, heading_words=nothing, body_words=nothing)
    return replace(
        tiny, clauses=(), groups=(), links=(), matrices=matrices,
        findings=Findings((), (), (), ()),
    )  # fmt: skip


def tables(node: Any) -> Iterator[list[dict[str, Any]]]:
    """All inline tables of a specification."""
    if isinstance(node, dict):
        if isinstance(node.get("data"), dict):
            yield node["data"]["values"]
        for part in node.values():
            yield from tables(part)
    elif isinstance(node, list):
        for part in node:
            yield from tables(part)


def text_of(spec: Spec) -> str:
    title = spec["title"]
    return "".join((*title["text"], *title.get("subtitle", ())))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", CHARTS)
def test_charts_draw_in_both_languages(
    grouped: pc.Comparison, name: str, language: Language
) -> None:
    spec = chart_spec(grouped, name, language=language)
    svg = vl_convert.vegalite_to_svg(spec)
    title = CATALOGUE[f"chart_{name}"][LANGUAGES.index(language)]
    assert title.removeprefix("{indicator}") in text_of(spec)
    for line in spec["title"]["text"]:
        assert line in svg
    assert spec["description"]
    assert "undefined" not in svg
    assert "NaN" not in svg
    assert spec["config"]["font"].startswith("Noto Sans CJK SC")


@pytest.mark.parametrize("name", CHARTS)
def test_charts_are_plain_and_equal_on_every_use(grouped: pc.Comparison, name: str) -> None:
    one, two = (chart_spec(grouped, name) for _ in range(2))
    assert json.dumps(one, allow_nan=False) == json.dumps(two, allow_nan=False)


@pytest.mark.parametrize("name", CHARTS)
def test_charts_rows_have_the_stated_columns(grouped: pc.Comparison, name: str) -> None:
    rows = chart_rows(grouped, name)
    assert rows
    assert {tuple(row) for row in rows} == {chart_columns(name)}


@pytest.mark.parametrize("name", ["heatmap", "targets", "timeline", "similarity_map"])
def test_charts_marks_lead_to_measure_or_clause(grouped: pc.Comparison, name: str) -> None:
    ids = {f"#{m.measure_id}" for m in grouped.findings.measures}
    ids |= {f"#clause={clause.clause_id}" for clause in grouped.clauses}
    marks = [row for table in tables(chart_spec(grouped, name)) for row in table if "link" in row]
    assert marks
    assert {mark["link"] for mark in marks} <= ids


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", CHARTS)
def test_charts_of_nothing_say_why(empty: Any, name: str, language: Language) -> None:
    spec = chart_spec(empty, name, language=language)
    reason = next(tables(spec))[0]["reason"]
    assert {"en": "There is nothing to show", "zh": "无可显示内容"}[language] in reason
    assert "".join(spec["mark"]["text"]).replace(" ", "") == reason.replace(" ", "")
    assert vl_convert.vegalite_to_svg(spec)


@pytest.mark.parametrize("name", CHARTS)
def test_charts_draw_a_tiny_comparison(name: str) -> None:
    assert vl_convert.vegalite_to_svg(chart_spec(make_comparison(), name))


def test_charts_unknown_names_are_told_with_what_there_is(grouped: pc.Comparison) -> None:
    with pytest.raises(UsageError, match=r"no chart 'heat'; did you mean heatmap\? The charts are"):
        chart_spec(grouped, "heat")
    with pytest.raises(UsageError, match=r"no language 'de' of charts; choose one of en, zh\."):
        chart_spec(grouped, "coverage", language="de")  # type: ignore[arg-type]
    with pytest.raises(UsageError, match="The chart network has no indicator"):
        chart_rows(grouped, "network", indicator="智能工厂数")
    with pytest.raises(UsageError, match="'单项冠军'; did you mean 制造业单项冠军企业数"):
        chart_spec(grouped, "targets", indicator="单项冠军")


def test_charts_need_neither_altair_nor_pandas() -> None:
    code = (
        "import policycompare as pc\nfrom policycompare.charts import CHARTS, chart_spec\n"
        "c = pc.compare('corpus')\nfor name in CHARTS: chart_spec(c, name)"
    )
    loaded = loaded_modules(code)
    assert "policycompare.charts.similarity" in loaded
    assert loaded.isdisjoint({"altair", "vl_convert"})
    # scikit-learn brings pandas into a comparison where it is installed; the charts do not ask
    assert "pandas" not in loaded_modules("import policycompare.charts.accessor")


@pytest.mark.parametrize("name", CHARTS)
def test_charts_page_lists_the_columns(name: str) -> None:
    page = (ROOT / "docs" / "charts.md").read_text(encoding="utf-8")
    section = page.split(f"## `{name}`")[1].split("\n## ")[0]
    table = {line.split("`")[1] for line in section.splitlines() if line.startswith("| `")}
    assert table == set(chart_columns(name))


def test_charts_coverage_shows_the_rows_of_the_report(grouped: pc.Comparison) -> None:
    assert chart_rows(grouped, "coverage") == list(coverage_rows(grouped))
    cell = next(tables(chart_spec(grouped, "coverage")))[0]
    assert cell["number"] == f"{cell['covered_share']:.0%}"
    assert cell["partly"] == f"+{cell['partial_share']:.0%}"


def test_charts_heatmap_agrees_with_the_gaps(grouped: pc.Comparison) -> None:
    rows = chart_rows(grouped, "heatmap")
    gaps = {(g["measure_id"], g["group"]): g["state"] for g in gap_rows(grouped)}
    for row in rows:
        gap = gaps.get((row["measure_id"], row["group"]))
        assert row["state"] == (gap or ("covered" if row["n_clauses"] else "elsewhere"))
    assert {row["state"] for row in rows} == set(style.STATE_COLOURS)
    sizes = [int(row["n_groups"]) for row in rows]  # type: ignore[arg-type]
    assert sizes == sorted(sizes, reverse=True)


def test_charts_heatmap_tells_what_it_leaves_out(
    grouped: pc.Comparison, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("policycompare.charts.heatmap.MOST_MEASURES", 7)
    spec = chart_spec(grouped, "heatmap")
    assert len({cell["measure_id"] for cell in next(tables(spec))}) == 7
    n = len(grouped.findings.measures)
    assert f"the 7 measures of most groups, of {n};" in " ".join(spec["title"]["subtitle"])


def target(document: str, value: float, **more: Any) -> dict[str, Any]:
    row = dict.fromkeys(chart_columns("targets"))
    return {
        **row, "indicator": "工厂数", "unit": "家", "document": document, "group": document,
        "value": value, "comparator": "=", "kind": "level", "scope": "", "grade": "",
        "quote": f"工厂{value}家", "clause_id": f"{document}/1", "link": f"#clause={document}/1",
        **more,
    }  # fmt: skip


@pytest.mark.parametrize(("values", "kind"), [((10, 499), None), ((10, 500), "log")])
def test_charts_targets_scale_is_told(values: tuple[int, int], kind: str | None) -> None:
    rows = [target(name, value) for name, value in zip("ab", values, strict=True)]
    spec = targets_spec(rows, translator("en"), "工厂数")
    scales = {layer["encoding"]["x"]["scale"].get("type") for layer in spec["layer"]}
    assert scales == {kind}
    assert ("logarithmic" in text_of(spec)) == (kind == "log")


def test_charts_targets_show_comparator_range_deadline_and_quote() -> None:
    rows = [
        target("a", 5, comparator=">=", value_max=9, deadline_year=2025),
        target("a", 7, comparator="<=", kind="annual"),
        target("a", 7, comparator="<=", kind="annual"),
    ]
    spec = targets_spec(rows, translator("zh"), "工厂数")
    assert [mark["label"] for mark in next(tables(spec))] == ["a · 2025年", *["a · 未定期限"] * 2]
    svg = vl_convert.vegalite_to_svg(spec)
    for part in ("→", "←", "≥5–9家", "每年", "a · 2025年", "数值（家）"):
        assert part in svg
    assert svg.count("a · 未定期限") >= 2


def test_charts_targets_warn_where_units_differ() -> None:
    rows = [target("a", 5), target("b", 6, unit="个")]
    assert "Units differ (家, 个)" in text_of(targets_spec(rows, translator("en"), "工厂数"))


def test_charts_shared_indicators_are_those_of_two_groups(grouped: pc.Comparison) -> None:
    frame = grouped.target_comparison
    shared = frame[frame["n_groups"] > 1]["indicator"]
    assert shared_indicators(grouped) == list(dict.fromkeys(shared))


def test_charts_timeline_places_months_drafts_and_undated(grouped: pc.Comparison) -> None:
    rows = {(row["measure_id"], row["group"]): row for row in chart_rows(grouped, "timeline")}
    month = rows["m1", "山东省"]
    assert (month["first"], month["last"]) == ("2023-07-01", "2023-07-31")
    assert rows["m1", "威海市"]["draft"]
    assert rows["m1", "青岛市"]["role"] == "undated"
    assert rows["m1", "宁波市"]["role"] == "first_dated"
    spec = chart_spec(grouped, "timeline")
    assert "without a date of issue: qingdao-2023." in text_of(spec)
    layers = spec["vconcat"][1]["layer"]
    hollow = [layer for layer in layers if layer["mark"].get("fill") == "#ffffff"]
    assert {row["group"] for layer in hollow for row in layer["data"]["values"]} == {"威海市"}


def test_charts_timeline_has_no_arrow_where_the_first_is_not_certain() -> None:
    rows = [
        {
            **dict.fromkeys(chart_columns("timeline")), "measure_id": "m1", "label": "x",
            "n_groups": 2, "group": name, "group_number": i, "document": name, "draft": False,
            "issued": "2023", "first": "2023-01-01", "last": last, "role": "unordered",
            "headings": "", "link": "#m1",
        }
        for i, (name, last) in enumerate((("a", "2023-12-31"), ("b", "2023-06-30")))
    ]  # fmt: skip
    spec = timeline_spec(rows, translator("en"))
    assert "not certain which text is the first" in " ".join(spec["title"]["subtitle"])
    shapes = [layer["mark"].get("shape") for layer in spec["vconcat"][1]["layer"]]
    assert "triangle-right" not in shapes
    assert all(not row["sure"] for table in tables(spec) for row in table if "sure" in row)


def test_charts_network_counts_shared_measures(grouped: pc.Comparison) -> None:
    for row in chart_rows(grouped, "network"):
        ends = {row["a"], row["b"]} - {""}
        n = sum(ends <= set(m.groups) for m in grouped.findings.measures)
        assert row["n_measures"] == n


def test_charts_groups_have_one_colour_in_all_charts(grouped: pc.Comparison) -> None:
    def colours(name: str) -> dict[str, str]:
        text = json.dumps(chart_spec(grouped, name))
        at = text.index('"field": "group_key"')
        scale = json.loads(text[text.index("{", text.index('"scale"', at)) :].split("}")[0] + "}")
        return dict(zip(scale["domain"], scale["range"], strict=True))

    assert colours("timeline") == colours("similarity_map")


def test_charts_layout_puts_friends_together_and_repeats() -> None:
    weights = np.zeros((4, 4))
    weights[0, 1] = weights[1, 0] = weights[2, 3] = weights[3, 2] = 1.0
    points = spring_layout(weights)
    assert np.array_equal(points, spring_layout(weights))
    distance = np.linalg.norm(points[:, None] - points[None, :], axis=2)
    assert max(distance[0, 1], distance[2, 3]) < min(distance[0, 2:].min(), distance[1, 2:].min())
    assert np.abs(points).max() <= 1


@pytest.mark.parametrize("refined", [0, 2000])
def test_charts_map_keeps_what_a_plane_can_keep(
    refined: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("policycompare.charts.layout.MOST_REFINED", refined)
    points, stress = plane_map(sparse.csr_array(np.eye(3)[[0, 1, 2, 2]]))
    assert stress == pytest.approx(0.0, abs=1e-3)
    sides = [float(np.linalg.norm(b - a)) for a, b in pairwise([*points[:3], points[0]])]
    assert sides == pytest.approx([sides[0]] * 3, abs=1e-3)
    assert np.allclose(points[2], points[3], atol=1e-3)
    assert plane_map(sparse.csr_array(np.eye(8)))[1] > 0.1


def contrast(one: str, other: str) -> float:
    """Ratio of WCAG 2.2."""

    def light(colour: str) -> float:
        parts = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
        r, g, b = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
        return 0.2126 * r + 0.7152 * g + 0.0722 * b

    high, low = sorted((light(one), light(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_charts_text_can_be_read_on_every_colour() -> None:
    for state, colour in style.STATE_COLOURS.items():
        assert contrast(colour, style.STATE_INK[state]) >= 4.5
    for colour in (style.INK, style.SOFT_INK, *style.GROUP_COLOURS, style.REST_COLOUR):
        assert contrast(colour, "#ffffff") >= 4.5
    assert contrast(style.NEUTRAL, "#ffffff") >= 3
    shades = [[int(s[i : i + 2], 16) for i in (1, 3, 5)] for s in style.SHADES]
    for share in np.linspace(0, 1, 101):
        at = np.linspace(0, 1, len(shades))
        mixed = [round(float(np.interp(share, at, [s[i] for s in shades]))) for i in range(3)]
        ink = "#ffffff" if share >= style.DARK_FROM else style.BLACK
        assert contrast("#{:02x}{:02x}{:02x}".format(*mixed), ink) >= 4.5
