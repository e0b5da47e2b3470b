"""The four harnesses behind one face: ``python tests/fuzz/fuzz_read.py [options of libFuzzer]``.

The seeds are the shipped texts, whole and in pieces, and the damaged pages of ``tests/cases``,
written into a scratch folder. What is found is written where ``-artifact_prefix`` says; put it into
``tests/fuzz/regressions/NAME-WHAT``.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import atheris

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path.insert(0, str(ROOT))

PIECE = 600
"""Characters of a seed; shorter inputs run faster and are mutated more."""
LONGEST = 8_000
"""Bytes of an input unless the command line says otherwise."""


def main(name: str) -> None:
    """Fuzz one check until libFuzzer's options end it; by default for ever."""
    with atheris.instrument_imports(include=["policycompare"]):
        from tests.fuzz.checks import CHECKS
    check: Callable[[bytes], None] = CHECKS[name]
    with tempfile.TemporaryDirectory(prefix="policycompare-seeds-") as folder:
        seeds = Path(folder) / "seeds"
        seeds.mkdir()
        for number, seed in enumerate(seeds_of(name)):
            (seeds / f"{number:04}").write_bytes(seed)
        options = [sys.argv[0], f"-max_len={LONGEST}", "-timeout=60"]
        mutator = {} if name == "read" else {"custom_mutator": _mutate}
        atheris.Setup([*options, *sys.argv[1:], str(seeds)], check, **mutator)
        atheris.Fuzz()


def seeds_of(name: str) -> Iterator[bytes]:
    """Pieces of real and damaged texts; for ``read`` in all encodings behind a choosing byte."""
    for text in _texts():
        if name != "read":
            yield text.encode()
            continue
        for number, encoding in enumerate(("utf-8", "utf-16", "gb18030", "big5")):
            data = text.encode(encoding, "ignore")
            yield b"\0" + data
            yield bytes((number * 2 + 1,)) + data


def _texts() -> Iterator[str]:
    for path in sorted((ROOT / "corpus").glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        for start in range(0, len(text), 5 * PIECE):
            yield text[start : start + PIECE]
    cases = ROOT / "tests" / "cases" / "damaged-pages.jsonl"
    for line in cases.read_text(encoding="utf-8").splitlines():
        yield json.loads(line)["text"][: 2 * PIECE]


def _mutate(data: bytes, max_size: int, seed: int) -> bytes:
    """Three of four mutations by characters, the others by bytes."""
    from tests.fuzz.mutating import mutate

    if seed % 4 == 0:
        mutated: bytes = atheris.Mutate(data, max_size)
        return mutated
    return mutate(data, max_size, seed)
