"""axe-core finds nothing serious in the page, whatever it shows."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.browser.driving import Open
from tests.browser.pages import draw_charts, open_cell, violations
from tests.browser.run import Run
from tests.conftest import ROOT

AXE = ROOT / "tests" / "vendor" / "axe-core"
PHONE = (390, 844)


@pytest.fixture(scope="module")
def axe() -> str:
    return (AXE / "axe.min.js").read_text(encoding="utf-8")


def test_axe_version_is_the_one_told(axe: str) -> None:
    version = (AXE / "VERSION").read_text(encoding="utf-8").strip()
    assert axe.startswith(f"/*! axe v{version}\n")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_page_start_has_no_serious_finding(
    open_page: Open, run_of_corpus: Run, axe: str, language: str, scheme: str
) -> None:
    path = run_of_corpus.page if language == "en" else run_of_corpus.chinese_page
    # The policy of the page forbids what axe needs; it is lifted for these tests only.
    page = open_page(path, bypass_csp=True, color_scheme=scheme)
    draw_charts(page)
    assert violations(page, axe) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_page_dialog_has_no_serious_finding(
    open_page: Open, run_of_corpus: Run, axe: str, scheme: str
) -> None:
    page = open_page(run_of_corpus.page, bypass_csp=True, color_scheme=scheme)
    open_cell(page, "m1", "weihai-2023")
    assert violations(page, axe) == []


def test_page_on_a_phone_has_no_serious_finding(
    open_page: Open, run_of_corpus: Run, axe: str
) -> None:
    page = open_page(run_of_corpus.page, size=PHONE, bypass_csp=True)
    draw_charts(page)
    assert violations(page, axe) == []


def test_page_breaking_the_rules_is_found(open_page: Open, tmp_path: Path, axe: str) -> None:
    """The check itself can fail: a picture without words and grey text on white."""
    path = tmp_path / "bad.html"
    path.write_text('<html lang="en"><title>x</title><img src="data:,"><p style="color:#bbb">pale')
    page = open_page(path, settled=False, bypass_csp=True)
    found = " ".join(violations(page, axe))
    assert "image-alt" in found
    assert "color-contrast" in found
