"""Parts of the extra ``semantic``, imported on use only."""

from __future__ import annotations

from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from types import ModuleType

from policycompare.errors import ModelError, UsageError

INSTALL_COMMAND = 'pip install "policycompare[semantic]"'


def import_extra(module: str, embedder: str) -> ModuleType:
    """Import a module of the extra.

    Raises
    ------
    UsageError
        If it is not installed; the message names the command that installs it.
    ModelError
        If it is installed but cannot be loaded here.
    """
    try:
        return import_module(module)
    except ModuleNotFoundError as error:
        if error.name != module:
            raise _describe_broken(module, embedder, error) from error
        raise _describe_missing(module, embedder) from error
    except (ImportError, OSError) as error:
        raise _describe_broken(module, embedder, error) from error


def find_version(distribution: str, embedder: str) -> str:
    """Version of an installed distribution of the extra, without importing it.

    Raises
    ------
    UsageError
        If it is not installed.
    """
    try:
        return version(distribution)
    except PackageNotFoundError as error:
        raise _describe_missing(distribution, embedder) from error


def _describe_missing(module: str, embedder: str) -> UsageError:
    return UsageError(
        f"The embedder {embedder} needs {module}, which is not installed; install it with: "
        f"{INSTALL_COMMAND}"
    )


def _describe_broken(module: str, embedder: str, error: BaseException) -> ModelError:
    return ModelError(
        f"The embedder {embedder} needs {module}, which is installed but cannot be loaded "
        f"({error}); install it anew with: {INSTALL_COMMAND}"
    )
