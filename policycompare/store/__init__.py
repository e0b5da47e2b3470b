"""A store of documents that were read, normalized and outlined, so that only changes cost work.

:mod:`~policycompare.store.keys` says when a stored document is still the same, ``schema``,
``writing`` and ``reading`` turn outlines into rows and back, ``shards`` keeps files of rows, and
``documents`` is what :mod:`policycompare.preparation` and the command ``index`` work with. Needs
the extra ``store`` (pyarrow).
"""

from __future__ import annotations
