"""Diffusion: which group had a measure first, and what later texts share with earlier ones.

Everything here says what texts share and when they were issued, not who copied from whom: two texts
may have a common source, and the earliest text at hand need not be the first one.
"""

from __future__ import annotations

from policycompare.diffusion.adoption import find_adoptions
from policycompare.diffusion.dates import measure_gap, parse_moment
from policycompare.diffusion.dyads import DyadFinder
from policycompare.diffusion.hierarchy import Hierarchy

__all__ = ["DyadFinder", "Hierarchy", "find_adoptions", "measure_gap", "parse_moment"]
