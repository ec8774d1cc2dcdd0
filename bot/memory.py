"""What the process does with its memory after a large piece of work."""

from __future__ import annotations

import ctypes
import gc
import sys

_ARENA_MAX = -8


def save() -> None:
    """Let all threads share two heaps: on Linux each has its own else, and keeps what was freed."""
    if sys.platform == "linux":
        limit = getattr(ctypes.CDLL(None), "mallopt", None)  # not in every C library
        if limit is not None:
            limit(_ARENA_MAX, 2)


def give_back() -> None:
    """Return freed memory to the system after a large piece of work; the C library of Linux keeps it else."""
    if sys.platform == "linux":
        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)  # not in every C library
        if trim is not None:
            trim(0)


def settle() -> None:
    """The same after loading what stays: the collector does not look at it again.

    It would stop everything for a tenth of a second each time.
    """
    gc.collect()
    gc.freeze()
    give_back()
