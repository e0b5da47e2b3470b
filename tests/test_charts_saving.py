"""Charts in notebooks and as files, with Chinese characters and without a network."""

from __future__ import annotations

import hashlib
import importlib
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import altair
import pytest
import vl_convert

import policycompare as pc
from benchmarks.vendor_vega import SOURCES
from policycompare.charts import CHARTS, chart_spec, chinese_font, save_chart
from policycompare.charts.notebook import LAB_TYPE, RENDERER
from policycompare.charts.saving import render_html
from policycompare.charts.scripts import VEGA as SCRIPTS
from policycompare.errors import OutputError, UsageError
from tests.conftest import ROOT
from tests.reporting import make_comparison

VEGA = ROOT / "policycompare" / "data" / "vega"


@pytest.fixture(autouse=True)
def default_renderer() -> Any:
    """Leave Altair's choice of renderer as it was."""
    before = altair.renderers.active
    altair.renderers.enable("default")
    yield
    altair.renderers.enable(before)


@pytest.fixture(scope="module")
def spec() -> dict[str, Any]:
    return chart_spec(make_comparison(), "heatmap", language="zh")


@pytest.mark.parametrize("name", CHARTS)
def test_charts_plot_gives_valid_altair_charts(comparison: pc.Comparison, name: str) -> None:
    chart = getattr(comparison.plot, name)(language="zh")
    drawn = chart.to_dict()
    plain = chart_spec(comparison, name, language="zh")
    assert drawn["title"] == plain["title"]
    assert vl_convert.vegalite_to_svg(drawn) == vl_convert.vegalite_to_svg(plain) or name == (
        "coverage"  # a gradient has a running number
    )
    frame = comparison.plot.frame(name)
    assert len(frame) > 0
    assert comparison.plot is comparison.plot


def test_charts_plot_takes_an_indicator(comparison: pc.Comparison) -> None:
    indicator = comparison.plot.indicators[1]
    assert indicator in comparison.plot.targets(indicator).to_dict()["title"]["text"][0]
    assert set(comparison.plot.frame("targets", indicator)["indicator"]) == {indicator}
    with pytest.raises(UsageError, match="No document promises the indicator '没有'"):
        comparison.plot.targets("没有")


def test_charts_notebook_shows_without_network(comparison: pc.Comparison) -> None:
    bundle = comparison.plot.coverage()._repr_mimebundle_()
    assert set(bundle) == {LAB_TYPE, "image/svg+xml"}
    assert "威海" in bundle["image/svg+xml"] or "weihai" in bundle["image/svg+xml"]
    assert bundle[LAB_TYPE]["$schema"].endswith("/v5.json")


def test_charts_keep_the_renderer_that_the_user_chose(comparison: pc.Comparison) -> None:
    altair.renderers.enable("png")
    comparison.plot.coverage()
    assert altair.renderers.active == "png"
    altair.renderers.enable("default")
    comparison.plot.coverage()
    assert altair.renderers.active == RENDERER


@pytest.mark.parametrize("missing", ["altair", "vl_convert"])
def test_charts_without_the_extra_say_how_to_install_it(
    comparison: pc.Comparison, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, missing: str
) -> None:
    def refuse(name: str) -> Any:
        if name == missing:
            raise ModuleNotFoundError(name)
        return importlib.import_module(name)

    monkeypatch.setattr("policycompare.libraries.import_module", refuse)
    with pytest.raises(
        UsageError, match=rf'{missing}, .*: pip install "policycompare\[notebooks]"'
    ):
        save_chart(comparison.plot.coverage(), tmp_path / "a.svg")


def test_charts_svg_keeps_text_and_is_equal_on_every_use(
    spec: dict[str, Any], tmp_path: Path
) -> None:
    one, two = (save_chart(spec, tmp_path / name).read_bytes() for name in ("a.svg", "b.SVG"))
    assert one == two
    assert "措施分布" in one.decode()


def test_charts_png_has_real_characters(tmp_path: Path) -> None:
    if not chinese_font():
        pytest.skip("no font with Chinese characters is installed (fonts-noto-cjk)")
    pictures = []
    for text in ("政", "策"):
        drawn = {
            **chart_spec(make_comparison(), "coverage"),
            "data": {"values": [{}]}, "mark": {"type": "text", "text": text, "fontSize": 40},
            "title": "",
        }  # fmt: skip
        for key in ("layer", "encoding", "width", "height"):
            drawn.pop(key)
        pictures.append(save_chart(drawn, tmp_path / f"{text}.png", scale=1).read_bytes())
    assert pictures[0] != pictures[1]
    assert all(picture.startswith(b"\x89PNG") for picture in pictures)


def test_charts_png_without_a_chinese_font_warns(spec: dict[str, Any], tmp_path: Path) -> None:
    """In a fresh process whose fontconfig knows an empty folder only."""
    fonts = tmp_path / "fonts"
    fonts.mkdir()
    config = tmp_path / "fonts.conf"
    config.write_text(f"<fontconfig><dir>{fonts}</dir></fontconfig>", encoding="utf-8")
    (tmp_path / "spec.json").write_text(json.dumps(spec), encoding="utf-8")
    code = (
        "import json\nfrom policycompare.charts import chinese_font, save_chart\n"
        "print(repr(chinese_font()))\n"
        "spec = json.load(open('spec.json', encoding='utf-8'))\n"
        "for name in ('a.svg', 'a.html', 'a.png'): print(name, flush=True), save_chart(spec, name)"
    )
    environment = {
        **os.environ, "FONTCONFIG_FILE": str(config), "HOME": str(tmp_path),
        "PYTHONPATH": str(ROOT), "XDG_DATA_HOME": str(tmp_path),
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-W", "always", "-c", code], cwd=tmp_path, env=environment,
        capture_output=True, encoding="utf-8", check=True,
    )  # fmt: skip
    if not sys.platform.startswith("linux"):
        pytest.skip("only Linux finds fonts through fontconfig")
    assert done.stdout.splitlines()[0] == "''"
    assert done.stderr.count("PolicyCompareWarning: No font with Chinese characters") == 1
    assert "apt install fonts-noto-cjk" in done.stderr


@pytest.mark.parametrize("name", ["a.pdf", "a", ".svg"])
def test_charts_other_formats_are_refused(spec: dict[str, Any], tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError, match=r"must end in \.svg, \.png, \.html"):
        save_chart(spec, tmp_path / name)


def test_charts_failed_save_leaves_the_old_file(spec: dict[str, Any], tmp_path: Path) -> None:
    (tmp_path / "a.svg").mkdir()
    with pytest.raises(OutputError, match=r"Cannot write a\.svg .*a folder of that name"):
        save_chart(spec, tmp_path / "a.svg")
    assert [path.name for path in tmp_path.iterdir()] == ["a.svg"]


def test_charts_html_holds_all_it_needs_and_lets_nothing_else_run(spec: dict[str, Any]) -> None:
    evil = {**spec, "description": "</script><script>alert(1)</script>", "title": "<b>&"}
    page = render_html(evil)
    assert page.count("<script") == 1 + len(SCRIPTS) + 1
    assert "<title>&lt;b&gt;&amp;</title>" in page
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page)
    assert policy is not None
    assert "unsafe" not in policy[1]
    assert policy[1].startswith("default-src 'none'; script-src 'sha256-")
    assert '<html lang="zh-CN">' in page
    assert not re.search(r'(src|href)="', page.replace("".join(SCRIPTS), ""))


def test_charts_html_draws_in_a_browser(spec: dict[str, Any], tmp_path: Path) -> None:
    api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    if not Path("/usr/bin/chromium").exists():
        pytest.skip("chromium is not installed")
    path = save_chart(spec, tmp_path / "a.html")
    messages: list[str] = []
    with api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page()
        page.on("console", lambda message: messages.append(message.text))
        page.on("pageerror", lambda error: messages.append(str(error)))
        page.goto(path.as_uri())
        page.wait_for_selector("#chart svg")
        text = page.text_content("#chart svg")
        told = page.get_attribute("#chart", "aria-label")
        browser.close()
    assert messages == []
    assert "措施分布" in text
    assert told == spec["description"]


def test_charts_vega_files_are_those_that_are_fetched() -> None:
    assert set(SOURCES) == {*SCRIPTS, "LICENSE"}


def test_charts_vega_is_what_its_readme_states() -> None:
    readme = (VEGA / "README.md").read_text(encoding="utf-8")
    for name in (*SCRIPTS, "LICENSE"):
        data = (VEGA / name).read_bytes()
        assert f"| {len(data)} | `{hashlib.sha256(data).hexdigest()}` |" in readme
        assert b"</script" not in data
