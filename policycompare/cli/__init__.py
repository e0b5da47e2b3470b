"""The command line: thin wrappers over :mod:`policycompare.pipeline` and ``commands``.

Only this package knows exit codes: 0 done, 1 the data or the run failed, 2 usage. Nothing here
imports a library of the comparison before a command runs, so that ``--help`` answers at once.
"""

from policycompare.cli.group import main

__all__ = ["main"]
