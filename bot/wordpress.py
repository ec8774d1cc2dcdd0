"""What every list of a WordPress's REST interface has in common."""

from __future__ import annotations

import json
from typing import Any

from bot.causes import Cause
from bot.errors import SourceError


def read_rows(body: bytes, kind: str) -> list[dict[str, Any]]:
    """The objects of a list of `posts` or `comments`, each with a numeric id; else SourceError."""
    try:
        found = json.loads(body)
        if isinstance(found, list) and all(
            isinstance(row, dict) and isinstance(row.get("id"), int) for row in found
        ):
            return found
    except (ValueError, RecursionError):
        pass
    raise SourceError(Cause("cause-no-wordpress", {"kind": kind}))
