"""The script of the browser in a real Chromium, offline, with a model that plays Jupyter."""

from __future__ import annotations

import base64
import json
import os
import shutil
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, NoReturn

import pytest

import policycompare as pc
from policycompare.browse.rows import browser_data, browser_labels
from tests.reporting import make_comparison
from tests.viewing import HOSTILE, LONG

if TYPE_CHECKING:
    from playwright.sync_api import Page

ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run")

MODEL = """
class Model {
  constructor(state) { this.state = state; this.handlers = {}; this.saved = 0; }
  get(name) { return this.state[name]; }
  set(name, value) {
    const old = JSON.stringify(this.state[name]);
    this.state[name] = value;
    if (JSON.stringify(value) !== old) (this.handlers["change:" + name] || []).forEach((f) => f());
  }
  save_changes() { this.saved += 1; }
  on(event, f) { (this.handlers[event] ||= []).push(f); }
  off(event, f) { this.handlers[event] = this.handlers[event].filter((g) => g !== f); }
}
"""

START = """async ([source, state]) => {
  const module = await import("data:text/javascript;base64," + source);
  window.model = new (eval("(" + window.modelSource + ")"))(state);
  window.stop = module.default.render({ model: window.model, el: document.getElementById("out") });
}"""


def missing(reason: str) -> NoReturn:
    if os.environ.get("POLICYCOMPARE_REQUIRE_BROWSER") == "1":
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="module")
def open_browser() -> Iterator[Callable[..., Page]]:
    """Show data in the widget; any error of the page fails the test module."""
    path = shutil.which("chromium") or shutil.which("google-chrome")
    if path is None:
        missing("there is no chromium on the PATH; on Debian: apt-get install chromium")
    try:
        from playwright.sync_api import sync_playwright
    except ModuleNotFoundError:
        missing("playwright is not installed; pip install playwright")
    from policycompare.browse.widget import Browser

    faults: list[str] = []
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        context = chromium.new_context(viewport={"width": 1280, "height": 1000}, offline=True)

        def show(data: dict[str, Any], **state: Any) -> Page:
            page = context.new_page()
            page.on("pageerror", lambda error: faults.append(str(error)))
            page.on("console", lambda m: faults.append(m.text) if m.type == "error" else None)
            page.set_content(f"<style>{Browser._css}</style><div id=out></div>")
            page.evaluate("source => { window.modelSource = source }", MODEL)
            model = {
                "data": data,
                "labels": browser_labels("en"),
                "lang": "en",
                "selected": [],
                "filter": {"text": "", "group": "", "state": ""},
                "explanation": {"pair": [], "html": ""},
                **state,
            }
            source = base64.b64encode(Browser._esm.encode()).decode()
            page.evaluate(START, [source, json.loads(json.dumps(model))])
            return page

        yield show
        chromium.close()
    assert faults == []


def state_of(page: Page, name: str) -> Any:
    return page.evaluate("name => window.model.get(name)", name)


def test_browse_page_shows_a_row_per_measure_and_a_cell_per_document(
    comparison: pc.Comparison, open_browser: Callable[..., Page]
) -> None:
    data = browser_data(comparison)
    page = open_browser(data)
    n_all = len(data["measures"])
    assert page.locator("tbody tr").count() == n_all
    assert page.locator("tbody td[data-state]").count() == n_all * 5
    for state in ("covered", "partial", "absent"):
        cells = [cell for row in data["measures"] for cell in row["cells"]]
        wanted = sum(("covered", "partial", "absent")[cell[0]] == state for cell in cells)
        assert page.locator(f"td[data-state={state}]").count() == wanted
    assert page.locator(".pc-shown").inner_text() == f"{n_all} of {n_all} measures shown"
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280


def test_browse_page_filters_and_tells_python(
    comparison: pc.Comparison, open_browser: Callable[..., Page]
) -> None:
    data = browser_data(comparison)
    page = open_browser(data)
    page.locator(".pc-filter-group").select_option("shandong-2023")
    page.locator(".pc-filter-state").select_option("absent")
    at = [document["group"] for document in data["documents"]].index("shandong-2023")
    lacking = [row["id"] for row in data["measures"] if row["cells"][at][0] == 2]
    shown = page.locator("tbody tr").evaluate_all("rows => rows.map(r => r.dataset.measure)")
    assert shown == lacking
    page.locator(".pc-filter-text").fill("绿色 工厂")
    page.wait_for_function("window.model.saved >= 3")
    assert state_of(page, "filter") == {
        "text": "绿色 工厂", "group": "shandong-2023", "state": "absent",
    }  # fmt: skip
    texts = {
        row["id"]: " ".join(data["clauses"][i]["text"] for i in row["clauses"])
        for row in data["measures"]
    }
    found = page.locator("tbody tr").evaluate_all("rows => rows.map(r => r.dataset.measure)")
    assert found == [m for m in lacking if "绿色" in texts[m] and "工厂" in texts[m]]
    page.locator(".pc-reset").click()
    assert page.locator("tbody tr").count() == len(data["measures"])


def test_browse_page_opens_a_cell_side_by_side_with_its_reasons(
    comparison: pc.Comparison, open_browser: Callable[..., Page]
) -> None:
    data = browser_data(comparison)
    row = next(row for row in data["measures"] if row["groups"] == 4)
    k = next(k for k, cell in enumerate(row["cells"]) if cell[1])
    a, b = (data["clauses"][i] for i in row["cells"][k][3:])
    page = open_browser(data)
    button = page.locator(f"tr[data-measure={row['id']}] td").nth(k).locator("button")
    button.focus()
    page.keyboard.press("Enter")
    assert state_of(page, "selected") == [a["id"], b["id"]]
    assert page.locator(".pc-text").all_inner_texts() == [a["text"], b["text"]]
    assert button.get_attribute("aria-pressed") == "true"
    browser = comparison.browse()
    browser.selected = state_of(page, "selected")
    page.evaluate("e => window.model.set('explanation', e)", browser.explanation)
    assert page.locator(".policycompare-explanation .side").count() == 2
    assert page.locator(".policycompare-explanation table.waterfall tr").count() > 10
    assert page.locator(".pc-text").count() == 0


def test_browse_page_lets_another_clause_be_chosen(
    comparison: pc.Comparison, open_browser: Callable[..., Page]
) -> None:
    data = browser_data(comparison)
    row = next(row for row in data["measures"] if len(row["clauses"]) > 3)
    page = open_browser(data)
    page.locator(f"tr[data-measure={row['id']}] td[data-state=covered] button").first.click()
    other = next(
        str(i) for i in row["clauses"] if data["clauses"][i]["id"] not in state_of(page, "selected")
    )
    page.locator(".pc-pair-a").select_option(other)
    assert state_of(page, "selected")[0] == data["clauses"][int(other)]["id"]
    assert page.locator(".pc-text").first.inner_text() == data["clauses"][int(other)]["text"]


def test_browse_page_follows_python(
    comparison: pc.Comparison, open_browser: Callable[..., Page]
) -> None:
    data = browser_data(comparison)
    page = open_browser(data)
    link = comparison.links[0]
    ids = [comparison.clauses[i].clause_id for i in (link.a, link.b)]
    page.evaluate("ids => window.model.set('selected', ids)", ids)
    assert page.locator(".pc-side strong").all_inner_texts() == ids
    page.evaluate("window.model.set('filter', {text: '绿色', group: '', state: ''})")
    assert page.locator(".pc-filter-text").input_value() == "绿色"
    assert page.locator("tbody tr").count() < len(data["measures"])
    page.evaluate("window.stop()")
    assert page.locator(".pc-browse").count() == 0


def test_browse_page_shows_hostile_texts_as_text(open_browser: Callable[..., Page]) -> None:
    data = browser_data(make_comparison())
    for clause in data["clauses"]:
        clause.update(text=HOSTILE + LONG, label=HOSTILE)
    data["documents"][0].update(name=HOSTILE, title=HOSTILE)
    data["groups"].append(HOSTILE)
    page = open_browser(data)
    page.on("dialog", lambda dialog: pytest.fail(dialog.message))
    page.locator("td[data-state=covered] button").first.click()
    seen = HOSTILE.replace("\u202e", "[U+202E]")
    assert page.locator(".pc-text").first.text_content() == seen + LONG
    assert page.locator("img, script").count() == 0


def test_browse_page_stays_quick_with_thousands_of_measures(
    open_browser: Callable[..., Page],
) -> None:
    data = browser_data(make_comparison())
    many = [{**data["measures"][0], "id": f"m{n}", "label": f"措施{n}"} for n in range(3000)]
    page = open_browser({**data, "measures": many})
    assert page.locator("tbody tr").count() == 100
    assert page.locator(".pc-where").inner_text() == "Rows 1 to 100"
    page.locator(".pc-next").click()
    assert page.locator("tbody tr").first.get_attribute("data-measure") == "m100"
    page.locator(".pc-filter-text").fill("措施2999")
    assert page.locator("tbody tr").count() == 1
    assert page.locator(".pc-pager").is_hidden()
