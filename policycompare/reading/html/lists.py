"""Numbers that a browser puts before the items of a list."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from policycompare.reading.numerals import CSS_FORMATS

if TYPE_CHECKING:
    from lxml.etree import _Element

_TYPES = {
    "1": "decimal",
    "a": "lower-alpha",
    "A": "upper-alpha",
    "i": "lower-roman",
    "I": "upper-roman",
}
_STYLE = re.compile(r"list-style(?:-type)?\s*:\s*([^;}]+)", re.IGNORECASE)
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_OWN_MARKER = re.compile(
    r"\s*(?:第?[一二三四五六七八九十百]+[、.．章节条]|[(（][一二三四五六七八九十\d]+[)）]|\d{1,3}\s*[.．、](?!\d)|[①-⑳])"
)


class ListNumbers:
    """Gives the number before an item, from attributes, inline styles and plain style rules."""

    def __init__(self, root: _Element) -> None:
        self._rules: list[tuple[str, str]] = []
        self._next: dict[_Element, int] = {}
        for style in root.iter("style"):
            self._read_rules(style.text or "")

    def marker(self, item: _Element) -> str:
        """What stands before a list item, e.g. ``3. `` or ``三、``; empty if it has no number."""
        parent = item.getparent()
        if parent is None or parent.tag != "ol":
            return ""
        step = -1 if parent.get("reversed") is not None else 1
        number = self._start(parent, step) if parent not in self._next else self._next[parent]
        number = _integer(item.get("value"), number)
        self._next[parent] = number + step
        style = self._style(item) or self._style(parent) or "decimal"
        formatted = CSS_FORMATS.get(style)
        return formatted[0](number) + formatted[1] if formatted else ""

    @staticmethod
    def has_own(text: str) -> bool:
        """Whether an item prints a number itself, so that the browser's is surely switched off."""
        return _OWN_MARKER.match(text) is not None

    def _start(self, parent: _Element, step: int) -> int:
        default = sum(1 for child in parent if child.tag == "li") if step < 0 else 1
        return _integer(parent.get("start"), default)

    def _style(self, element: _Element) -> str:
        inline = _STYLE.search(element.get("style", ""))
        if inline:
            return _counter(inline[1])
        if kind := element.get("type"):
            return _TYPES.get(kind, "decimal")
        names = {f".{name}" for name in element.get("class", "").split()}
        names |= {f"#{element.get('id')}", str(element.tag)}
        names |= {f"{element.tag}{name}" for name in names if name[0] in ".#"}
        # The last rule wins; weights of selectors are not counted.
        return next((style for name, style in reversed(self._rules) if name in names), "")

    def _read_rules(self, css: str) -> None:
        for selectors, body in _RULE.findall(re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)):
            style = _STYLE.search(body)
            if style:
                # Of ".text ol" only the last part is looked at: what it is inside of is not known.
                names = [part.split()[-1] for part in selectors.split(",") if part.split()]
                self._rules += [(name, _counter(style[1])) for name in names]


def _counter(value: str) -> str:
    """The counter style in a value of ``list-style``; ``none`` if it has none that numbers."""
    words = value.lower().replace("!important", "").split()
    return next((word for word in words if word in CSS_FORMATS), "none")


def _integer(text: str | None, default: int) -> int:
    try:
        return int(text) if text is not None else default
    except ValueError:
        return default
