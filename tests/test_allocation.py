"""Memory of freed arrays goes back to the system, where the C library can be told so."""

from __future__ import annotations

import subprocess
import sys

import pytest

MEASURE = """
import numpy, os
from policycompare.allocation import give_back_arrays
{call}
def taken():
    with open("/proc/self/statm") as told:
        return int(told.read().split()[1]) * os.sysconf("SC_PAGESIZE")
numpy.ones(3_000_000)[:] = 2  # 24 MB that are freed: from here on glibc keeps such places
before = taken()
arrays = [numpy.ones(250_000) for _ in range(100)]
last = numpy.ones(250_000)  # behind them
del arrays
print(taken() - before)
"""


def measure_kept(call: str) -> int:
    program = MEASURE.format(call=call)
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    return int(ended.stdout)


@pytest.mark.skipif(sys.platform != "linux", reason="a setting of glibc")
def test_freed_arrays_go_back_to_the_system(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("MALLOC_MMAP_THRESHOLD_", "MALLOC_TRIM_THRESHOLD_"):
        monkeypatch.delenv(name, raising=False)
    assert measure_kept("give_back_arrays()") < 20_000_000
    monkeypatch.setenv("MALLOC_MMAP_THRESHOLD_", str(32 << 20))
    assert measure_kept("give_back_arrays()") > 100_000_000  # the user's own setting holds
