"""Compare what Chinese governments promise."""

from policycompare._version import __version__

__all__ = ["__version__"]
