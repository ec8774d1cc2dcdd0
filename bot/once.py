"""Requests that must not be repeated without looking: the library repeats a failed one by itself.

Creating a forum post has no nonce, so that a repetition after a lost answer would post it twice. Within
`once()` a second request is refused before it leaves; its outcome is then unknown, and the courier looks.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from types import SimpleNamespace

import aiohttp


class RepetitionRefusedError(aiohttp.ClientError):
    """A request inside `once()` was about to be sent a second time."""


@dataclass(slots=True)
class _Budget:
    spent: bool = False


_budget: ContextVar[_Budget | None] = ContextVar("budget", default=None)


@contextmanager
def once() -> Iterator[None]:
    """Let one request through; RepetitionRefusedError for the next."""
    token = _budget.set(_Budget())
    try:
        yield
    finally:
        _budget.reset(token)


def trace() -> aiohttp.TraceConfig:
    """For the client's HTTP session: what enforces `once()`."""
    config = aiohttp.TraceConfig()
    config.on_request_start.append(_refuse_repetition)
    return config


async def _refuse_repetition(
    _session: aiohttp.ClientSession, _context: SimpleNamespace, params: aiohttp.TraceRequestStartParams
) -> None:
    budget = _budget.get()
    if budget is None:
        return
    if budget.spent:
        raise RepetitionRefusedError(f"{params.method} has an unknown outcome")
    budget.spent = True
