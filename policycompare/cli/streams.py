"""Output that never fails for want of a character, and says what it could not show."""

from __future__ import annotations

import codecs
import io
import os
import sys

import click

_HANDLER = "policycompare.shown"
_PASSED_OVER = ("utf-8", "ascii")


class Streams:
    """Standard output and error for the time of a command.

    Output is UTF-8 whatever the locale says, because results are Chinese; only an encoding that
    the user asks for by PYTHONIOENCODING is kept, unless it is ASCII, which click never keeps. Each
    character that it lacks is shown as ``?`` and counted.
    """

    def __init__(self) -> None:
        self._n_lacking = 0
        self._encoding = ""
        codecs.register_error(_HANDLER, self._replace)
        asked = os.environ.get("PYTHONIOENCODING", "").partition(":")[0]
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, io.TextIOWrapper):
                if asked and codecs.lookup(stream.encoding).name not in _PASSED_OVER:
                    self._encoding = stream.encoding
                    stream.reconfigure(errors=_HANDLER)
                else:
                    stream.reconfigure(encoding="utf-8", errors="backslashreplace")

    def close(self) -> None:
        """Tell on standard error how many characters could not be shown."""
        if self._n_lacking:
            click.echo(
                f"Warning: {self._n_lacking} characters that {self._encoding} lacks are shown as "
                "?; set PYTHONIOENCODING=utf-8 to see them.",
                err=True,
            )

    def _replace(self, error: UnicodeError) -> tuple[str, int]:
        assert isinstance(error, UnicodeEncodeError)
        n = error.end - error.start
        self._n_lacking += n
        return "?" * n, error.end
