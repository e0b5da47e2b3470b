"""Remarks and warnings on the page, in both languages."""

from __future__ import annotations

from markupsafe import Markup

from policycompare.report.page.words import LANG
from policycompare.report.remarks import translate_remark


def remark_in_both(remark: str) -> Markup:
    """Give a remark in both languages; in English with its ``lang`` where no Chinese is known."""
    chinese = translate_remark(remark)
    english = Markup("<bdi>{}</bdi>").format(remark)
    kept = Markup('<bdi lang="en">{}</bdi>').format(remark)
    shown = kept if chinese is None else Markup("<bdi>{}</bdi>").format(chinese)
    spans = ((LANG["en"], english), (LANG["zh"], shown))
    one = Markup('<span class="i18n" lang="{}">{}</span>')
    return Markup("").join(one.format(*span) for span in spans)
