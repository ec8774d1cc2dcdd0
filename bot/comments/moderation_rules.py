"""Which comments wait for a moderator: words, links of newcomers, too many at once; pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from urllib.parse import urlsplit

# What is older is history: nobody is to judge it anew.
RECENT = timedelta(hours=48)

# More than this of a comment is never shown.
_READ = 16_000
_DISCORD_EPOCH_MS = 1_420_070_400_000
_TOKEN = re.compile(r"\w+")
_WORD = re.compile(r"\w+\*?(?:[\s'’-]+\w+\*?)*")
# Markdown, and the escapes that keep a site's text from being markdown, may stand inside a word.
_MARKUP = str.maketrans("", "", "*_~|`\\")
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d"})
_ENDINGS = (
    "app be biz ch club cn co com de eu fr info io link ly me net online org ru shop site store top uk xyz"
)
# Labels and their number are bounded, so that no text takes long.
_LINK = re.compile(
    r"https?://[^\s<>()\[\]]+|\bwww\.[^\s<>()\[\]]+|"
    rf"\b(?:[\w-]{{1,63}}\.){{1,8}}(?:{_ENDINGS.replace(' ', '|')})\b(?:/[^\s<>()\[\]]*)?",
    re.IGNORECASE,
)
# Accents that stand by themselves, and characters that nobody sees.
_UNSEEN = re.compile(
    "[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe00-\ufe0f\ufe20-\ufe2f"
    "\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\U000e0000-\U000e007f]"
)

# Each word of an entry of a list, and whether it may go on.
_Pattern = tuple[tuple[str, bool], ...]


@dataclass(frozen=True, slots=True)
class HoldingRules:
    """What holds a comment. `words` are whole words or phrases, with `*` at a word's end for any ending.

    A newcomer has fewer than `newcomer_comments` comments that the site shows, or an account on Discord
    younger than `newcomer_days`: a link of theirs holds. `slow_comments` in `slow_minutes` are let through
    of one person. 0 and nothing switch a rule off.
    """

    words: tuple[str, ...] = ()
    newcomer_comments: int = 0
    newcomer_days: int = 0
    slow_comments: int = 0
    slow_minutes: int = 0

    @property
    def any(self) -> bool:
        """Whether anything can hold at all."""
        return bool(self.words or self.newcomer_comments or self.newcomer_days or self.slow_comments)

    @property
    def window(self) -> timedelta:
        """The time over which slow mode counts."""
        return timedelta(minutes=self.slow_minutes)


@dataclass(frozen=True, slots=True)
class Hold:
    """The rule that holds a comment: "words", "newcomer" or "slow"; `detail` is what of it."""

    rule: str
    detail: str = ""


def held_word(text: str, words: Iterable[str]) -> str | None:
    """The first word of a list, as listed, that a text has: case and accents do not matter."""
    said = tokens(text)
    known = frozenset(said)
    return next((word for word, pattern in _patterns(tuple(words)) if _has(said, known, pattern)), None)


def tokens(text: str) -> list[str]:
    """The words of a text without case, accents, markup, and characters that are not seen."""
    plain = text[:_READ].translate(_MARKUP)
    if not plain.isascii():
        plain = _UNSEEN.sub("", unicodedata.normalize("NFKD", plain))
    return _TOKEN.findall(plain.casefold().translate(_LIGATURES))


def first_link(text: str, own_site: str = "") -> str | None:
    """The first link of a text that leads elsewhere than to the site at `own_site`."""
    own = _host(own_site)
    for found in _LINK.findall(text[:_READ].replace("\\", "")):
        host = _host(found)
        if not own or (host != own and not host.endswith(f".{own}")):
            return str(found)
    return None


def is_young(user: int, now: datetime, days: int) -> bool:
    """Whether a Discord account is younger than some days; its id tells when it was made."""
    made_ms = (user >> 22) + _DISCORD_EPOCH_MS
    return now.timestamp() * 1000 - made_ms < days * 86_400_000


def first_id(moment: datetime) -> int:
    """The Discord id from which on everything was written after a moment."""
    return max(0, round(moment.timestamp() * 1000) - _DISCORD_EPOCH_MS) << 22


def check_word(word: str) -> str:
    """What is wrong with an entry of a word list; nothing where it is fine."""
    if _WORD.fullmatch(word.strip()):
        return ""
    return "must be words, each with at most one * at its end, for example casino or vend*"


@lru_cache(maxsize=64)
def _patterns(words: tuple[str, ...]) -> tuple[tuple[str, _Pattern], ...]:
    return tuple((word, _pattern(word)) for word in words)


def _pattern(word: str) -> _Pattern:
    parts = re.findall(r"\w+\*?", word)
    return tuple((token, part.endswith("*")) for part in parts for token in tokens(part))


def _has(said: list[str], known: frozenset[str], pattern: _Pattern) -> bool:
    if not all(_is_among(known, *part) for part in pattern):
        return False
    starts = range(len(said) - len(pattern) + 1) if pattern else ()
    return any(all(_fits(said[at + i], *part) for i, part in enumerate(pattern)) for at in starts)


def _is_among(known: frozenset[str], word: str, goes_on: bool) -> bool:
    return any(token.startswith(word) for token in known) if goes_on else word in known


def _fits(token: str, word: str, goes_on: bool) -> bool:
    return token.startswith(word) if goes_on else token == word


def _host(address: str) -> str:
    url = address if "://" in address else f"//{address}"
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.").casefold()
    except ValueError:
        return ""
