"""What the tests of views share: hostile texts, and a check that a view is safe to show."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Any

from tests.explaining import Page, parse_page

HOSTILE = '<script>alert("x")</script></style><img src=x onerror="alert(1)">&amp;\u202e\'"'
"""Text that would run, end the style or turn the line around, were it not escaped."""

LONG = "长" * 100_000
"""Text that fills a screen many times."""

TAGS = frozenset(
    re.findall(
        r"\w+",
        "div style h3 h4 h5 p span strong code br ul li del ins mark details summary "
        "table thead tbody tr th td svg rect line",
    )
)
"""The elements that views are made of: none runs, loads or leads anywhere."""

ATTRIBUTES = frozenset(
    re.findall(
        r"[\w-]+",
        "class lang title scope data-side aria-hidden viewbox preserveaspectratio x y width height "
        "x1 x2 y1 y2",
    )
)


class Elements(HTMLParser):
    """Collects the elements and attributes of a view."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}


def read_view(html: str, *, language: str = "en") -> Page:
    """Check that a view is one closed ``div`` of harmless elements, and read its text."""
    lang = {"en": "en", "zh": "zh-CN"}[language]
    assert re.match(rf'<div class="policycompare policycompare-\w+" lang="{lang}">', html)
    assert html.endswith("</div>")
    elements = Elements()
    elements.feed(html)
    assert elements.tags <= TAGS
    assert elements.attributes <= ATTRIBUTES
    assert html.count("</style>") == 1
    assert not re.search(r"@import|url\(", html.partition("</style>")[0])
    assert not re.search("[\x00\u202a-\u202e\u2066-\u2069]", html)
    return parse_page(html)


def shown(html: str, **options: Any) -> str:
    """The visible text of a view."""
    return "".join(read_view(html, **options).text)
