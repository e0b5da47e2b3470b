"""Words in both languages at once, for a page that can switch between them."""

from __future__ import annotations

from markupsafe import Markup, escape

from policycompare.report.labels import CATALOGUE, LANGUAGES, Language
from policycompare.report.page.told import Linked, Piece, Sentence

LANG = {"en": "en", "zh": "zh-CN"}
"""The ``lang`` attribute of each language."""

FULL_WIDTH = str.maketrans({"(": "（", ")": "）", " ": None})
"""Signs around a remark in Chinese."""

LISTED = {"en": ", ", "zh": "、"}
"""Between the entries of a list."""


def both(key: str, **values: object) -> Markup:
    """Give a label in both languages, each in a span of its own; the page shows one of them."""
    # Labels are shipped; format() of Markup escapes the values.
    return _paired(
        Markup(CATALOGUE[key][i]).format(**values)  # nosec B704
        for i in range(len(LANGUAGES))
    )


def told(sentence: Sentence) -> Markup:
    """Give a sentence of the summary in both languages, with its links."""
    return _paired(_fill(sentence, language) for language in LANGUAGES)


def _paired(texts: object) -> Markup:
    assert hasattr(texts, "__iter__")
    spans = (
        Markup('<span class="i18n" lang="{}">{}</span>').format(LANG[language], text)
        for language, text in zip(LANGUAGES, texts, strict=True)
    )
    return Markup("").join(spans)


def _fill(sentence: Sentence, language: Language) -> Markup:
    words = Markup(CATALOGUE[sentence.key][LANGUAGES.index(language)])  # nosec B704: shipped
    filled = {
        name: Markup(LISTED[language]).join(  # nosec B704: shipped
            _show(piece, language) for piece in value
        )
        if isinstance(value, tuple)
        else _show(value, language)
        for name, value in sentence.values.items()
    }
    return words.format(**filled)


def _show(piece: Piece, language: Language) -> Markup:
    if isinstance(piece, Sentence):
        return _fill(piece, language)
    if isinstance(piece, Linked):
        # texts of the corpus are isolated, so that no direction mark of theirs turns the rest round
        remark = escape(piece.remark if language == "en" else piece.remark.translate(FULL_WIDTH))
        if not piece.href:
            return Markup("<bdi>{}</bdi>").format(piece.text) + remark
        anchor = Markup('<a href="{}"><bdi>{}</bdi></a>').format(piece.href, piece.text)
        return anchor + remark
    return Markup("<bdi>{}</bdi>").format(piece)
