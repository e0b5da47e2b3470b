"""Places: whether a text names only its own districts, counties and bodies.

A plan that was made from another city's plan sometimes keeps a name of the other city. Such a name
is a hint to look at, not a finding: there are many good reasons to name another place.
"""

from __future__ import annotations

from policycompare.places.hints import check_names
from policycompare.places.homes import Home, doubt_parent, find_home
from policycompare.places.mentions import find_mentions

__all__ = ["Home", "check_names", "doubt_parent", "find_home", "find_mentions"]
