"""Raw HTML that was saved as if it were text."""

from __future__ import annotations

import re
from html.entities import html5

from policycompare.datamodel import Edit

_BLOCK_TAGS = (
    "p|div|br|tr|td|th|li|ul|ol|dl|dt|dd|h[1-6]|table|thead|tbody|tfoot|caption|section|article"
    "|header|footer|nav|main|aside|title|hr|blockquote|pre|center|form|option|body|html|head"
)
_INLINE_TAGS = (
    "span|a|b|i|u|s|em|strong|font|img|sub|sup|small|big|label|input|button|select|meta|link"
    "|strike|del|ins|o:p|v:[a-z]+|w:[a-z]+|st1:[a-z]+|code|colgroup|col|iframe|object|embed|param"
    "|video|audio|source|svg|path|figure|figcaption|abbr|cite|mark|time|wbr|map|area|base"
    "|textarea|fieldset|legend|noscript|script|style|template"
)
_MARKUP = re.compile(
    # What a page does not show: comments, scripts, styles, the document type.
    r"(?P<tag><!--.*?-->|<(?P<name>script|style|noscript|template)\b[^>]*>.*?</(?P=name)\s*>"
    r"|<!doctype[^>]*>|<\?xml[^>]*>"
    rf"|(?P<block></?(?:{_BLOCK_TAGS})(?=[\s/>])[^<>]*>)"
    rf"|</?(?:{_INLINE_TAGS})(?=[\s/>])[^<>]*>)"
    r"|&(?:nbsp;?|#\d{1,7};|#[xX][0-9a-fA-F]{1,6};|[A-Za-z][A-Za-z0-9]{1,30};)",
    re.IGNORECASE | re.DOTALL,
)

MIN_TAGS = 2
"""Known HTML tags from which a text counts as markup: one may be quoted, two make a pair."""


def edit_markup(text: str) -> list[Edit]:
    """Drop the tags of a page that is raw HTML and decode character references.

    Block tags become line breaks; the content of script and style goes. A text with less than
    ``MIN_TAGS`` known tags keeps them; a complete reference such as ``&ldquo;`` is decoded
    in any text.
    """
    if "<" not in text and "&" not in text:
        return []
    found = list(_MARKUP.finditer(text))
    is_markup = sum(m["tag"] is not None for m in found) >= MIN_TAGS
    return [
        Edit(m.start(), m.end(), shown)
        for m in found
        if (is_markup or m["tag"] is None) and (shown := _shown(m)) is not None
    ]


def _shown(match: re.Match[str]) -> str | None:
    """What a reader of the page sees in place of a tag or reference; None keeps it."""
    if match["tag"] is not None:
        return "\n" if match["block"] else ""
    reference = match[0]
    if reference.startswith("&nbsp"):
        return " "
    if reference[1] != "#":
        return html5.get(reference[1:])
    number = int(reference[3:-1], 16) if reference[2] in "xX" else int(reference[2:-1])
    is_scalar = 0 < number <= 0x10FFFF and not 0xD800 <= number <= 0xDFFF
    return chr(number) if is_scalar else None
