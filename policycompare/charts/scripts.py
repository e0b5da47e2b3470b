"""The vendored Vega, and how a page allows an inline script to run."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib import resources

VEGA = ("vega.min.js", "vega-lite.min.js", "vega-interpreter.js")
"""Files of ``data/vega`` in the order in which a page runs them."""


@cache
def vega_scripts() -> tuple[str, ...]:
    """Give the texts of the vendored Vega, in the order of :data:`VEGA`."""
    folder = resources.files("policycompare").joinpath("data", "vega")
    return tuple(folder.joinpath(name).read_text(encoding="utf-8") for name in VEGA)


def csp_hash(text: str) -> str:
    """Give the source expression by which a Content-Security-Policy allows one inline text.

    Examples
    --------
    >>> csp_hash("")
    "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"
    """
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"
