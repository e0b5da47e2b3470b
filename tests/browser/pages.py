"""What the tests read and do in an open page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

    from tests.browser.run import Run

STATES = ("covered", "partial", "absent")
ROWS = "#measures tbody tr"
PAINT = """() => new Promise((resolve) => {
    const found = () => performance.getEntriesByName('first-contentful-paint')[0];
    if (found()) return resolve(found().startTime);
    new PerformanceObserver((_, observer) => {
        if (found()) { observer.disconnect(); resolve(found().startTime); }
    }).observe({type: 'paint', buffered: true});
})"""


class Busy:
    """Seconds of processor time that a page's main thread has used, lap by lap."""

    def __init__(self, page: Page) -> None:
        self._session = page.context.new_cdp_session(page)
        self._session.send("Performance.enable", {"timeDomain": "threadTicks"})
        self._last = 0.0

    def lap(self) -> float:
        """Return the seconds since the last lap; the first lap counts from the beginning."""
        metrics = self._session.send("Performance.getMetrics")["metrics"]
        total = next(one["value"] for one in metrics if one["name"] == "TaskDuration")
        self._last, lap = total, total - self._last
        return float(lap)


def shown_ids(page: Page) -> list[str]:
    """List the ids of the measures shown, in their order, on the current page of the table."""
    found: list[str] = page.eval_on_selector_all(
        ROWS, "rows => rows.filter(r => r.id).map(r => r.id)"
    )
    return found


def settle(page: Page, ms: int = 300) -> None:
    """Let the page's own timers run; in its clock, so that a busy machine does not matter."""
    page.evaluate("ms => new Promise((resolve) => setTimeout(resolve, ms))", ms)


def filter_text(page: Page, text: str) -> None:
    """Type into the filter; the page waits for a pause before it follows."""
    page.fill("#filter-text", text)
    settle(page)


def choose_filters(page: Page, run: Run, *, group: str = "", state: str = "") -> None:
    """Choose a group and a state; the values of the lists are their positions."""
    if group:
        page.select_option("#filter-group", str(run.comparison.group_order.index(group)))
    if state:
        page.select_option("#filter-state", str(STATES.index(state)))


def all_shown_ids(page: Page) -> list[str]:
    """List the ids of the measures shown on all pages of the table, from the first one."""
    found = shown_ids(page)
    following = page.locator("#pager-next")
    while following.is_visible() and following.is_enabled():
        following.click()
        found += shown_ids(page)
    return found


def cell(page: Page, measure_id: str, document: str) -> Locator:
    """Find the cell of a measure and a document."""
    return page.locator(f'tr[id="{measure_id}"] td[data-document="{document}"]')


def open_cell(page: Page, measure_id: str, document: str) -> None:
    """Click a cell and wait for the dialog."""
    cell(page, measure_id, document).get_by_role("button").first.click()
    page.wait_for_selector("dialog#pair[open]")


def sides(page: Page) -> tuple[str, str]:
    """Read the texts of both sides of the open dialog, as they are in the document."""
    # A text that was simplified is followed by its source, folded.
    a, b = (
        page.locator(f"#pair .side[data-side={side}] .text:not(.source)").text_content()
        for side in "ab"
    )
    return a or "", b or ""


def marks(page: Page, side: str, kind: str) -> list[str]:
    """List the marked texts of one side."""
    return page.locator(f"#pair .side[data-side={side}] mark.{kind}").all_text_contents()


def page_overflow(page: Page) -> float:
    """Measure by how many pixels the page is wider than the window."""
    over: float = page.evaluate(
        "() => document.scrollingElement.scrollWidth - document.documentElement.clientWidth"
    )
    return over


def draw_charts(page: Page) -> None:
    """Bring every part into view, because charts are drawn when they come into it."""
    for section in page.locator("main section").all():
        section.scroll_into_view_if_needed()
        settle(page, 100)
    page.locator("#coverage svg").first.wait_for()


def focused(page: Page) -> str:
    """Describe the element that has the focus: tag, id and the first words."""
    told: str = page.evaluate(
        "() => { const e = document.activeElement;"
        " return `${e.localName}#${e.id} ${e.textContent.trim().slice(0, 30)}`; }"
    )
    return told


def violations(page: Page, axe: str, **options: Any) -> list[str]:
    """Run axe-core and list its serious and critical findings, each with its places."""
    page.evaluate(axe)
    result = page.evaluate("options => axe.run(document, options)", options)
    return [
        f"{found['impact']}: {found['id']}: {found['help']}: "
        + "; ".join(str(node["target"]) + " " + node["html"][:120] for node in found["nodes"][:5])
        for found in result["violations"]
        if found["impact"] in ("serious", "critical")
    ]
