"""Inner loops over arrays, compiled by numba where it is installed (extra ``fast``).

A kernel is a function of numpy arrays and numbers that fills an array given to it. It is compiled
when it is called first, which takes about a second, so only work that takes longer than that should
call one: :func:`can_compile` tells whether there is a compiler, and its callers keep a way in numpy
with the same result. Kernels let go of the interpreter's lock, so threads may share the work.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, wraps
from importlib.util import find_spec
from typing import Any, TypeVar, cast

Kernel = TypeVar("Kernel", bound=Callable[..., Any])


@cache
def can_compile() -> bool:
    """Whether numba is installed; it is not loaded to find out."""
    return find_spec("numba") is not None


def kernel(function: Kernel) -> Kernel:
    """Compile ``function`` when it is called first; uncompiled, and slow, where numba is missing.

    Sums are added in the order that is written: results do not depend on the machine's width.
    """

    @cache
    def compiled() -> Callable[..., Any]:
        if not can_compile():
            return function
        import numba

        return cast("Callable[..., Any]", numba.njit(nogil=True)(function))

    @wraps(function)
    def call(*arguments: Any) -> Any:
        return compiled()(*arguments)

    return cast("Kernel", call)
