"""What the fuzz harnesses demand for any bytes; pytest replays it on what they found.

Each function takes the bytes of one input and raises AssertionError where the program breaks a
promise; any other exception is a finding too.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from policycompare.datamodel import Metadata
from policycompare.encoding import DECLARABLE
from policycompare.errors import PolicyCompareError
from policycompare.normalize import normalize_text
from policycompare.read import read_document
from tests.invariants import (
    assert_explains_itself,
    assert_finds_inside,
    assert_maps_home,
    assert_nothing_lost,
    assert_points_home,
    outline_text,
)

SECONDS = 5.0
"""Seconds of processor time that up to :data:`CHARACTERS` characters may take."""
CHARACTERS = 100_000
SHIFTED_SECONDS = 15.0
"""The same for a text with a sign of byte-shift damage: 5 s for 100 kB, as a Chinese character has
three bytes in UTF-8 (docs/robustness.md)."""
SHIFTED_LEAST = 15.0
"""What such a text may take however short it is: 5 s alone on the machine, and up to three times
that with probes in the program and other programs beside it."""

_SIGN = re.compile("[?？\ufffd][A-Za-z\u00c0-\u02ff\u3001\u3002，,；;：:]")

normalize_text("目?jī)?chǔ)備")  # loads the tables of the repair, which counts for no input

_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_FOLDER = TemporaryDirectory(prefix="policycompare-fuzz-")


def check_read(data: bytes) -> None:
    """A document is read without a lost character, or refused in one sentence.

    The first byte chooses the encoding that the manifest declares; 0 declares none.
    """
    declared = ("", *DECLARABLE)[(data[0] if data else 0) % (len(DECLARABLE) + 1)]
    body = data[1:]
    path = Path(_FOLDER.name) / "document.txt"
    path.write_bytes(body)
    try:
        with _in_time(len(body)):
            document = read_document(
                Metadata("document", path.name, encoding=declared), path.parent
            )
    except PolicyCompareError as error:
        refusal = str(error)
    else:
        refusal = ""
    if refusal:
        assert refusal.endswith("."), refusal
        assert "\n" not in refusal
        return
    bare = next((body[len(mark) :] for mark in _MARKS if body.startswith(mark)), body)
    assert document.text in (bare.decode(document.encoding), body.decode(document.encoding))


def check_normalize(data: bytes) -> None:
    """Steps replay, a second run changes nothing, the offset map is total and monotone."""
    text = text_of(data)
    with _in_time(len(text), text):
        normalized = normalize_text(text)
    assert_explains_itself(normalized)
    assert_maps_home(normalized)


def check_outline(data: bytes) -> None:
    """Every character is in a clause or heading, or in one declared skip; spans point home."""
    text = text_of(data)
    with _in_time(len(text), text):
        outline = outline_text(text)
    assert_nothing_lost(outline)
    assert_points_home(outline)


def check_targets(data: bytes) -> None:
    """Targets, units and words of commitment stand inside their clauses."""
    text = text_of(data)
    outline = outline_text(text)
    with _in_time(len(text)):
        assert_finds_inside(outline)


CHECKS: dict[str, Callable[[bytes], None]] = {
    "read": check_read,
    "normalize": check_normalize,
    "outline": check_outline,
    "targets": check_targets,
}
"""The check of each harness by its name."""


def text_of(data: bytes) -> str:
    """The text of an input: UTF-8, what is none becomes U+FFFD as on many damaged pages."""
    return data.decode("utf-8", "replace")


@contextmanager
def _in_time(n_characters: int, text: str = "") -> Iterator[None]:
    """Demand that the block takes at most 5 s of processor time for each 100,000 characters."""
    is_shifted = _SIGN.search(text) is not None
    seconds, least = (SHIFTED_SECONDS, SHIFTED_LEAST) if is_shifted else (SECONDS, SECONDS)
    began = time.process_time()
    yield
    taken = time.process_time() - began
    assert taken <= max(seconds * n_characters / CHARACTERS, least), (
        f"{taken:.1f} s for {n_characters} characters"
    )
