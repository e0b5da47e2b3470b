"""Bring documents into a corpus: what a text says of itself, doubles, manifest rows."""

from __future__ import annotations

from policycompare.adding.initializing import InitResult, init
from policycompare.adding.model import AddResult, Finding, Proposal
from policycompare.adding.run import add

__all__ = ["AddResult", "Finding", "InitResult", "Proposal", "add", "init"]
