"""A missing browser is told, and the faults of a page fail its test."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.browser.conftest import missing_browser
from tests.browser.driving import REQUIRED, Opener, find_browser


@pytest.fixture
def no_browser(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))


@pytest.mark.usefixtures("no_browser")
def test_browser_missing_is_skipped_with_a_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(REQUIRED, raising=False)
    with pytest.raises(pytest.skip.Exception, match="apt-get install chromium"):
        find_browser(missing_browser)


@pytest.mark.usefixtures("no_browser")
def test_browser_missing_fails_where_it_is_required(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(REQUIRED, "1")
    with pytest.raises(pytest.fail.Exception, match="apt-get install chromium"):
        find_browser(missing_browser)


@pytest.mark.parametrize(
    ("html", "fault"),
    [
        ("<script>alert(1)</script>", "dialog: 1"),
        ("<script>undefined.x</script>", "error: Cannot read properties"),
        ("<script>console.error('bad')</script>", "console: bad"),
        ('<img src="https://example.org/a.png" alt="">', "request: https://example.org/a.png"),
    ],
)
def test_browser_tells_faults_of_a_page(
    browser: object, tmp_path: Path, html: str, fault: str
) -> None:
    path = tmp_path / "bad.html"
    path.write_text(f"<!doctype html><title>x</title>{html}", encoding="utf-8")
    opener = Opener(browser)
    opener(path, settled=False).wait_for_load_state()
    opener.close()
    assert [found for found in opener.faults if found.startswith(fault)]
