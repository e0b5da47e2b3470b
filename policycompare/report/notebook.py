"""Views of notebooks: templates that escape every text, with one style, and no script."""

from __future__ import annotations

import re
from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING

from policycompare.report.labels import Language, translator
from policycompare.report.phrases import format_number

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

LONG = 300
"""Characters beyond which a text is folded."""

LONG_CELL = 80
"""Characters beyond which a text is folded in a table of many columns."""

WIDE = 16
"""Characters from which a cell must not become narrow."""

OPENING = 40
"""Characters of a folded text that are seen."""

SCOPE = ".policycompare" * 3
"""Before every rule of the style; three times, because JupyterLab's own rules of tables are strong:
they put text to the right and stripe rows, which hides the shades of the coverage."""

LANG = {"en": "en", "zh": "zh-CN"}
"""The ``lang`` attribute of each language."""

# Control characters, and those that turn the direction of the text around them.
_UNSEEN = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]"
)


def render_view(template: str, *, language: Language = "en", **values: object) -> str:
    """Render a template of ``data/notebook`` as one ``div`` with its style."""
    return (
        _environment()
        .get_template(template)
        .render(
            t=translator(language),
            lang=LANG[language],
            style=_style(),
            number=format_number,
            long=LONG,
            long_cell=LONG_CELL,
            wide=WIDE,
            opening=OPENING,
            **values,
        )
        .strip()
    )


def show_text(text: object) -> Markup:
    r"""Escape a text and show characters that are not seen, or turn others around, as their code.

    Examples
    --------
    >>> print(show_text("<b>\u202e"))
    &lt;b&gt;<span class="control">U+202E</span>
    """
    from markupsafe import Markup, escape

    escaped = str(escape(str(text)))
    return Markup(  # nosec B704: escaped above
        _UNSEEN.sub(lambda m: f'<span class="control">U+{ord(m.group()):04X}</span>', escaped)
    )


@lru_cache(maxsize=1)
def _environment() -> Environment:
    from jinja2 import Environment, FunctionLoader, StrictUndefined

    environment = Environment(
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        loader=FunctionLoader(_source),
    )
    environment.filters["shown"] = show_text
    return environment


@lru_cache(maxsize=1)
def _style() -> Markup:
    from markupsafe import Markup

    return Markup(_source("style.css").replace("&", SCOPE))  # nosec B704: shipped


def _source(name: str) -> str:
    folder = resources.files("policycompare").joinpath("data", "notebook")
    return folder.joinpath(name).read_text(encoding="utf-8")
