"""Outlines corrected by hand: exported as a table, edited, checked, and used from then on.

The corrected outline is kept beside its document as ``<document>.outline.csv`` with the SHA-256 of
the text that it was made for.
"""

from __future__ import annotations

from policycompare.corrections.kept import (
    apply_correction,
    correction_file,
    export_outline,
    forget_correction,
    import_outline,
)

__all__ = [
    "apply_correction",
    "correction_file",
    "export_outline",
    "forget_correction",
    "import_outline",
]
