"""The door for checks of same-story decisions from outside."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.articles.stories import compare, profile


def same_story(a: Mapping[str, Any], b: Mapping[str, Any]) -> bool:
    """Whether two articles `{title, text}` tell the same news."""
    return compare(
        profile(a.get("title") or "", a.get("text") or ""),
        profile(b.get("title") or "", b.get("text") or ""),
    ).same
