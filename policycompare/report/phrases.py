"""Figures of an explanation in words, the same in the terminal and in HTML."""

from __future__ import annotations

from policycompare.report.labels import Translate
from policycompare.report.protocol import Value
from policycompare.reuse import Reuse


def format_number(value: Value, sign: bool = True) -> str:
    """Three decimals, with a sign where something is added; empty for what is no such number.

    Examples
    --------
    >>> format_number(0.25), format_number(0.25, sign=False), format_number(None)
    ('+0.250', '0.250', '')
    """
    if not isinstance(value, float):
        return ""
    return f"{value:+.3f}" if sign else f"{value:.3f}"


def reuse_line(reuse: Reuse, t: Translate, *, signs: bool = True) -> str:
    """How much of each text the other has word for word; ``signs`` are around it, or colours."""
    shares = {"share_a": f"{reuse.reuse_a:.0%}", "share_b": f"{reuse.reuse_b:.0%}"}
    return t("shared_text" if signs else "shared_text_marked", **shares, wording=t(reuse.wording))


def boilerplate_line(reuse: Reuse, t: Translate, *, signs: bool = True) -> str:
    """How much of each text is shared boilerplate; empty where there is none."""
    if not reuse.boilerplate:
        return ""
    shares = {"share_a": f"{reuse.boilerplate_a:.0%}", "share_b": f"{reuse.boilerplate_b:.0%}"}
    return t("boilerplate" if signs else "boilerplate_marked", **shares)
