"""The main command: loads its commands when they are asked for and turns errors into exit codes."""

from __future__ import annotations

import errno
import gc
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any

import click

from policycompare._version import __version__
from policycompare.cli.streams import Streams
from policycompare.errors import PolicyCompareError, PolicyCompareWarning, UsageError

DATA_FAILED = 1
"""Exit code where the data or the run failed."""

WRONG_USAGE = 2
"""Exit code where the command was called wrongly."""

GC_THRESHOLD = 100_000
"""New objects between two runs of the garbage collector while a command runs.

Loading libraries and dictionaries makes many objects that stay; looking through them again and
again took 14 % of the main job on the five documents (Python 3.11, default 700, median of 5 runs).
"""

COMMANDS = (
    "init",
    "add",
    "compare",
    "normalize",
    "outline",
    "explain",
    "gaps",
    "targets",
    "units",
    "diff",
    "diffusion",
    "names",
    "search",
    "index",
    "check",
    "sample",
    "evaluate",
)
"""The commands in the order of the help; each is ``command`` in the module of its name."""


class LazyGroup(click.Group):
    """A group whose commands are imported on use, and whose errors are one sentence."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """List the commands in the order of :data:`COMMANDS`."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return one command; None if there is none of that name."""
        if cmd_name not in COMMANDS:
            return None
        command = import_module(f"policycompare.cli.{cmd_name}").command
        assert isinstance(command, click.Command)
        return command

    def main(self, *args: Any, **kwargs: Any) -> Any:
        """Run the command line with output that fails for no character."""
        streams = Streams()
        thresholds = gc.get_threshold()
        gc.set_threshold(GC_THRESHOLD)
        try:
            return super().main(*args, **kwargs)
        finally:
            streams.close()
            gc.set_threshold(*thresholds)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the chosen command; a mistake of the user ends it with one sentence."""
        with _explained(), warnings.catch_warnings():
            warnings.simplefilter("always", PolicyCompareWarning)
            _tell_warnings()
            return super().invoke(ctx)


def _tell_warnings() -> None:
    """Print a warning that is meant for the user as a sentence, without the line of code."""
    show = warnings.showwarning

    def tell(message: Warning | str, category: type[Warning], *rest: Any, **named: Any) -> None:
        if issubclass(category, PolicyCompareWarning):
            click.echo(f"Warning: {message}", err=True)
        else:
            show(message, category, *rest, **named)

    warnings.showwarning = tell


@contextmanager
def _explained() -> Iterator[None]:
    try:
        yield
    except PolicyCompareError as error:
        raise _Failure(
            str(error), WRONG_USAGE if isinstance(error, UsageError) else DATA_FAILED
        ) from error
    except MemoryError as error:
        raise _Failure(_tell_memory(), DATA_FAILED) from error
    except OSError as error:
        if error.errno == errno.EPIPE:  # the reader of a pipe has left; click ends quietly
            raise
        what = f"{error.filename}: " if error.filename else ""
        reason = error.strerror or str(error)
        raise _Failure(
            f"{what}{reason}; check the path and its permissions.", DATA_FAILED
        ) from error


_LESS_MEMORY = {
    "reading documents": "use fewer --workers, or a lower --max-bytes with --skip-bad",
    "finding candidates": "give a smaller --neighbours or --max-pairs, or fewer --documents",
    "scoring pairs": "give a smaller --neighbours or --max-pairs, or fewer --workers",
}
"""What needs less memory, by the work at hand."""


def _tell_memory() -> str:
    from policycompare.preparation import work_at_hand

    work = work_at_hand()
    what = _LESS_MEMORY.get(work, "work on fewer --documents")
    where = f" while {work}" if work else ""
    return f"The memory does not suffice{where}; {what}, or run it on a machine with more memory."


class _Failure(click.ClickException):
    """One sentence on standard error and an exit code."""

    def __init__(self, message: str, exit_code: int) -> None:
        super().__init__(message)
        self.exit_code = exit_code  # type: ignore[misc]


@click.group(
    "policycompare",
    cls=LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Exit codes: 0 done, 1 the data or the run failed, 2 usage.",
)
@click.version_option(__version__, prog_name="policycompare")
def main() -> None:
    """Compare what Chinese governments promise.

    A CORPUS is a folder of texts with a manifest.csv, or of documents only. Results go to standard
    output, progress and warnings to standard error.
    """
