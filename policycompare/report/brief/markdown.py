"""The brief as Markdown; whatever stands in a text stays text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from policycompare.report.brief.building import Brief
from policycompare.report.brief.sources import list_sources
from policycompare.report.labels import Language, translator
from policycompare.report.protocol import ComparisonLike

# Signs that begin a mark-up, a formula or an entity inside a line; a colon begins an address.
_SIGNS = re.compile(r"([\\`*_{}\[\]<>#~|&$^@]|:(?=\S))")
# What would open a list or underline a heading at the start of a line.
_START = re.compile(r"^(\d+(?=[.)])|(?=[-+=]))(.)")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def render_markdown(brief: Brief, comparison: ComparisonLike, *, language: Language) -> str:
    """Render a brief; the same brief gives the same text."""
    return "\n\n".join(_blocks(brief, comparison, language)) + "\n"


def escape(text: str) -> str:
    r"""Escape a text so that Markdown shows it as it is, on one line.

    Examples
    --------
    >>> print(escape("a|b *c* <script> [x](javascript:y)"))
    a\|b \*c\* \<script\> \[x\](javascript\:y)
    """
    flat = " ".join(_CONTROL.sub("\ufffd", text).split())
    escaped = _SIGNS.sub(r"\\\1", flat)
    escaped = escaped.replace("www.", r"www\.")
    return _START.sub(r"\1\\\2", escaped)


def _blocks(brief: Brief, comparison: ComparisonLike, language: Language) -> Iterator[str]:
    t = translator(language)
    yield f"# {escape(brief.title)}"
    yield f"**{escape(brief.subtitle)}**"
    number = 0
    for section in brief.sections:
        yield f"## {escape(section.heading)}"
        for block in section.blocks():
            told = []
            for sentence in block:
                number += 1
                told.append(_marked(sentence.text, number, language))
            bullet = "- " if section.as_list else ""
            yield bullet + ("" if language == "zh" else " ").join(told)
    yield f"## {escape(t('brief_sources'))}"
    yield escape(t("brief_sources_note"))
    for source in list_sources(brief, comparison, t):
        lines = [f"\\[{source.number}\\] {escape(source.rows)}"]
        lines += (f"  - {escape(passage)}" for passage in source.passages)
        yield "- " + "\n".join(lines)


def _marked(text: str, number: int, language: Language) -> str:
    """The sentence with its mark, which in Chinese stands before the full stop."""
    mark = f"<sup>\\[{number}\\]</sup>"
    if language == "zh" and text.endswith("。"):
        return f"{escape(text[:-1])}{mark}。"
    return escape(text) + mark
