"""Conservation and the other invariants of one text, on generated documents and on past findings.

``--hypothesis-profile=ci`` tries 2,000 documents instead of 100.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from tests.fuzz.checks import CHECKS
from tests.generated import POLICY_DOCUMENTS
from tests.invariants import assert_sound

REGRESSIONS = sorted((Path(__file__).parent / "fuzz" / "regressions").glob("*-*"))


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(POLICY_DOCUMENTS)
def test_generated_documents_keep_the_invariants(text: str) -> None:
    assert_sound(text)


@pytest.mark.parametrize("path", REGRESSIONS, ids=lambda path: path.name)
def test_fuzz_findings_stay_mended(path: Path) -> None:
    harness = path.name.partition("-")[0]
    assert harness in CHECKS, f"{path.name} names no harness"
    # The check itself raises where the finding is back.
    CHECKS[harness](path.read_bytes())


def test_fuzz_findings_are_there() -> None:
    assert REGRESSIONS
