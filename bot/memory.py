"""Memory that was freed, and how the system gets it back."""

from __future__ import annotations

import ctypes
import sys


def give_back() -> None:
    """Return freed memory to the system after a large piece of work; the C library of Linux keeps it else."""
    if sys.platform == "linux":
        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)  # not in every C library
        if trim is not None:
            trim(0)
