"""Inner loops over arrays, compiled by numba where it is installed (extra ``fast``).

A kernel is a function of numpy arrays and numbers that fills an array given to it. It is compiled
when it is called first, which takes about a second, so only work that takes longer than that should
call one: :func:`can_compile` tells whether there is a compiler, and its callers keep a way in numpy
with the same result. Kernels let go of the interpreter's lock, so threads may share the work:
:func:`map_in_threads` gives blocks of it to as many as :func:`use_threads` allows.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache, wraps
from importlib.util import find_spec
from types import FunctionType
from typing import Any, TypeVar, cast

Kernel = TypeVar("Kernel", bound=Callable[..., Any])
In = TypeVar("In")
Out = TypeVar("Out")

_N_THREADS: ContextVar[int] = ContextVar("n_threads", default=1)
_MUCH_WORK: ContextVar[bool] = ContextVar("much_work", default=False)


@cache
def can_compile() -> bool:
    """Whether numba is installed; it is not loaded to find out."""
    return find_spec("numba") is not None


def kernel(function: Kernel) -> Kernel:
    """Compile ``function`` when it is called first; uncompiled, and slow, where numba is missing.

    Sums are added in the order that is written: results do not depend on the machine's width.
    A kernel may call other kernels by their names in its module.
    """

    @cache
    def compiled() -> Callable[..., Any]:
        if not can_compile():
            return function
        import numba

        return cast("Callable[..., Any]", numba.njit(nogil=True)(_among_compiled(function)))

    @wraps(function)
    def call(*arguments: Any) -> Any:
        return compiled()(*arguments)

    vars(call)[_COMPILE] = compiled
    return cast("Kernel", call)


_COMPILE = "_compiled"
"""Attribute of a kernel: gives what the compiler makes of it."""


def _among_compiled(function: Callable[..., Any]) -> FunctionType:
    """The function with what the compiler makes of the kernels that it calls."""
    code = function.__code__
    names = dict(function.__globals__)
    for name in code.co_names:
        if hasattr(names.get(name), _COMPILE):
            names[name] = getattr(names[name], _COMPILE)()
    return FunctionType(code, names, function.__name__)


def should_compile(n_items: int, least: int) -> bool:
    """Whether a kernel is worth compiling for some items: there are many, or more will follow."""
    return (n_items >= least or _MUCH_WORK.get()) and can_compile()


@contextmanager
def expect_much_work() -> Iterator[None]:
    """Compile kernels below for few items too: the work is a small part of a large one."""
    token = _MUCH_WORK.set(True)
    try:
        yield
    finally:
        _MUCH_WORK.reset(token)


@contextmanager
def use_threads(n_threads: int) -> Iterator[None]:
    """Let kernels below run in ``n_threads`` threads; the number changes no result."""
    token = _N_THREADS.set(n_threads)
    try:
        yield
    finally:
        _N_THREADS.reset(token)


def map_in_threads(work: Callable[[In], Out], blocks: Iterable[In]) -> Iterator[Out]:
    """Yield ``work(block)`` in the order of the blocks, at most two a thread ahead.

    ``work`` must write to nothing that another block reads.
    """
    n_threads = _N_THREADS.get()
    if n_threads == 1:
        yield from map(work, blocks)
        return
    with ThreadPoolExecutor(n_threads) as pool:
        running: deque[Future[Out]] = deque()
        try:
            for block in blocks:
                running.append(pool.submit(work, block))
                if len(running) >= 2 * n_threads:
                    yield running.popleft().result()
            while running:
                yield running.popleft().result()
        finally:  # a caller that stops early does not wait for the rest
            for future in running:
                future.cancel()
