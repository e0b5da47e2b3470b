"""Pictures of ``report.html`` of the real run: those of the README, and those for a review.

Run it with a Python that has ``policycompare[fast,test]`` and with Chromium on the PATH:
``python benchmarks/screenshots.py`` writes the pictures of the README into ``docs/images``; with
``--review DIR`` it writes the page at 1280 and 390 pixels, in English and Chinese, part by part.
The texts are drawn with the first Chinese font that the machine has; with another font the
pictures differ in their letters, not in what they show.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import which
from typing import TYPE_CHECKING, Any

import click

import policycompare as pc

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ROOT = Path(__file__).resolve().parents[1]
IMAGES = ROOT / "docs" / "images"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
DIALOG = (1000, 580)
WIDE, NARROW = (1280, 800), (390, 844)
PAIR = "pair=qingdao-2023/四(一)|weihai-2023/二(四)16"
"""A pair with shared text, boilerplate and another figure."""
MAX_BYTES = 200_000
"""A picture of the README is not larger, so that the repository stays small."""
SECTIONS = (
    "summary", "comparison", "gaps", "coverage", "targets", "units", "diffusion", "record",
)  # fmt: skip


@click.command(help=__doc__)
@click.option("--review", type=click.Path(path_type=Path), metavar="DIR")
@click.option("--page", type=click.Path(path_type=Path, exists=True), metavar="FILE")
def main(review: Path | None, page: Path | None) -> None:
    with tempfile.TemporaryDirectory() as folder, start_browser() as browser:
        path = page or write_page(Path(folder))
        if review is not None:
            review.mkdir(parents=True, exist_ok=True)
            take_review(browser, path, review)
        else:
            IMAGES.mkdir(parents=True, exist_ok=True)
            take_readme(browser, path)


def write_page(folder: Path) -> Path:
    """Compare the corpus and write its page."""
    path = folder / "report.html"
    pc.compare(ROOT / "corpus").write_html(path)
    return path


@contextmanager
def start_browser() -> Iterator[Browser]:
    from playwright.sync_api import sync_playwright

    path = next((found for name in BROWSERS if (found := which(name))), None)
    if path is None:
        raise click.ClickException(f"No browser is on the PATH; install one of {BROWSERS}.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox", "--disable-gpu", "--hide-scrollbars"]
        )
        yield browser
        browser.close()


def open_page(
    browser: Browser, path: Path, size: tuple[int, int], fragment: str = "", **context: Any
) -> Page:
    """Open the page at a fragment and wait until its table is drawn."""
    viewport = {"width": size[0], "height": size[1]}
    page = browser.new_context(
        offline=True, viewport=viewport, reduced_motion="reduce", **context
    ).new_page()
    page.goto(path.resolve().as_uri() + (f"#{fragment}" if fragment else ""))
    page.wait_for_selector("#measures tbody tr", state="attached")
    return page


def take_readme(browser: Browser, path: Path) -> None:
    """Take the three pictures of the README."""
    page = open_page(browser, path, WIDE)
    page.locator("#comparison").scroll_into_view_if_needed()
    page.evaluate("document.querySelector('#comparison').scrollIntoView()")
    page.wait_for_timeout(500)
    page.screenshot(path=IMAGES / "page.png")
    page = open_page(browser, path, DIALOG, PAIR)
    page.wait_for_selector("dialog#pair[open]")
    page.locator("#pair").screenshot(path=IMAGES / "pair.png")
    page = open_page(browser, path, WIDE)
    chart = page.locator("#targets svg").first
    page.locator("#targets").scroll_into_view_if_needed()
    chart.wait_for()
    chart.screenshot(path=IMAGES / "chart.png")
    for name in ("page.png", "pair.png", "chart.png"):
        n_bytes = (IMAGES / name).stat().st_size
        click.echo(f"{name}: {n_bytes:,} bytes")
        if n_bytes > MAX_BYTES:
            raise click.ClickException(f"{name} has more than {MAX_BYTES:,} bytes.")


def take_review(browser: Browser, path: Path, folder: Path) -> None:
    """Take every part at both widths and in both languages, and the dialog."""
    for name, size in (("1280", WIDE), ("390", NARROW)):
        for language in ("en", "zh"):
            page = open_page(browser, path, size)
            if page.locator("html").get_attribute("lang") != {"en": "en", "zh": "zh-CN"}[language]:
                page.click("#language")
            page.screenshot(path=folder / f"{name}-{language}-top.png")
            for section in SECTIONS:
                page.locator(f"#{section}").scroll_into_view_if_needed()
                page.wait_for_timeout(400)
            for section in SECTIONS:
                page.locator(f"#{section}").screenshot(
                    path=folder / f"{name}-{language}-{section}.png"
                )
            page.evaluate("pair => { location.hash = pair }", PAIR)
            page.wait_for_selector("dialog#pair[open]")
            page.screenshot(path=folder / f"{name}-{language}-pair.png")
    page = open_page(browser, path, WIDE, color_scheme="dark")
    page.screenshot(path=folder / "1280-en-dark.png")


if __name__ == "__main__":
    main()
