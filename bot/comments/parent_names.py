"""Whom a comment calls by name, however it is spelled; pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice, pairwise

from rapidfuzz.distance import OSA

from bot.answers.language import STOP_WORDS
from bot.comments.parent_text import words

_AT = re.compile(r"(?<![\w.@/+-])@\s?(?=[^\W_]|[_.\-])")
_CHUNK = re.compile(r"[^\s:,;!?…/()\[\]{}<>«»“”\"]+")
_POSSESSIVE = re.compile(r"['’]s$|\.\.+.*$")
_PIECE = re.compile(r"[A-ZÀ-Þ]?[a-zà-ÿ]+|[A-ZÀ-Þ]+(?![a-zà-ÿ])|\d+|[^\W\d_]+")
_SOCIAL = re.compile(
    r"\b(?:twitter|tweets?|instagram|insta|facebook|mastodon|bluesky|tiktok|twitch|youtube|linkedin|telegram|"
    r"(?:sur|on|via) x|comptes?|account|handle|suive[zr]|suivre|abonne[zr]|follow(?:ing)?|"
    r"hashtag|retweet\w*|fil de|thread by)\b",
    re.IGNORECASE,
)
_ADDRESSED = re.compile(
    r"\s*(?:(?:merci|thanks|thank you|bonjour|salut|hello|hi|hey|cher|chère|dear|oui|non|yes|no|re|à|to|pour|"
    r"for|(?:en )?réponse à|in (?:reply|response) to|replying to|reply to)\s*:?\s+)?"
    r"(?P<name>[^\s,:!@].{1,40}?)\s*(?:\([^()]{1,20}\)\s*)?(?:[:,!…]|\.\.\.|—|–)",
    re.IGNORECASE,
)
_AGREED = re.compile(
    r"(?:d['’]accord avec|comme (?:le )?(?:dit|disait|souligne|rappelle|l['’]a dit)|comme|dixit|merci|"
    r"bravo|\+1(?: pour| for| to)?|agree with|thanks|thank you|(?:en )?réponse à|in (?:reply|response) to|"
    r"replying to)\s+"
    r"(?P<name>[^\s,:!@].{1,40})"
    r"|\bas (?P<said>[^\s,:!@].{1,40}?) (?:said|says|wrote|writes|put it|pointed out|points out)\b"
    r"|(?P<right>[^\s,:!@.][^.!?,:]{1,40}?) (?:a raison|a tort|is right|is wrong|has a point)\b",
    re.IGNORECASE,
)
_WRITES = (
    r"(?:a|à|avait) (?:écrit|ecrit|dit|posté|répondu|déclaré|commenté)|écrit|écrivait|disait|dit|"
    r"wrote|said|writes|says|posted|replied"
)
_HEADER = re.compile(
    rf"\s*(?P<name>[^:]{{1,90}}?)\s+(?:{_WRITES})\b(?P<when>[^:]{{0,40}}|[^:]{{0,30}}\d\d?:\d\d[^:]{{0,10}})\s*:\s*",
    re.IGNORECASE,
)
_CITED = re.compile(
    r"\s*(?:(?:initialement )?posté par|(?:originally )?posted by|citation (?:de|d['’])|quote from|quoting|"
    r"citant|je cite|citation|quote|(?:en )?réponse à|in (?:reply|response) to|replying to|reply to|re)"
    r"\s*:?\s*@?(?P<name>[^:]{1,60}?)\s*:?\s*$",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\d*$")
_WORD = re.compile(r"[^\W_]")
# A name that fits more authors than this means none of them.
_MOST, _CALLS, _ALIKE = 6, 40, 8
_CERTAIN, _PART, _LIKELY = 0.0, 0.15, 0.2


@dataclass(frozen=True, slots=True)
class Call:
    """Authors (by key) whom a name may mean, and how far it is from theirs; `lead`: it opens its line."""

    keys: tuple[str, ...]
    cost: float
    start: int
    lead: bool


def key_of(author: str) -> str:
    """The same for spellings of one name that differ in case, accents, spaces, dots."""
    author = author[:200]
    return "".join(words(author)) or author.strip().casefold()


class Names:
    """The authors of a thread."""

    def __init__(self, authors: Iterable[str]) -> None:
        self.keys: dict[str, str] = {}
        for author in authors:
            if key := key_of(author):
                self.keys.setdefault(key, author)
        self._pieces = {key: _pieces(author[:200]) for key, author in self.keys.items()}
        self._known: dict[tuple[tuple[str, ...], int], tuple[tuple[str, ...], float]] = {}

    def calls(self, text: str) -> Iterator[Call]:
        """Each `@name` of a line that may mean an author."""
        social = bool(_SOCIAL.search(text))
        word = _WORD.search(text)
        for found in islice(_AT.finditer(text), _CALLS):
            chunk = _CHUNK.match(text, found.end())
            if not chunk or "@" in chunk[0] or text[chunk.end() : chunk.end() + 1] in {"(", "["}:
                continue
            lead = word is not None and found.start() < word.start()
            if social and not lead:
                continue
            spaced = found[0] != "@"
            keys, cost = self._match(text, found.end(), len(words(_POSSESSIVE.sub("", chunk[0]))))
            if keys and not (spaced and cost > _CERTAIN and not lead):
                yield Call(keys, cost, found.start(), lead)

    def plain(self, text: str) -> Call | None:
        """A name without an `@` that opens a line, or that the writer agrees with."""
        found = _ADDRESSED.match(text)
        if found and (call := self._spoken(text, found, "name", whole=True)):
            return call
        for agreed in _AGREED.finditer(text):
            for group in ("name", "said", "right"):
                if agreed[group] and (call := self._spoken(text, agreed, group, whole=group != "name")):
                    return call
        return None

    def _spoken(self, text: str, found: re.Match[str], group: str, whole: bool) -> Call | None:
        name = found[group]
        if not (name[0].isupper() or re.search(r"[\d_]", name) or key_of(name) in self.keys):
            return None
        tokens = words(name)
        if whole:
            keys, cost = self.find(tokens, len(tokens))
            # Who is called by half a name without an @ could be anyone.
            good = keys and cost <= _PART and len(keys) == 1
        else:
            keys, cost = self._match(text, found.start(group), 1)
            good = bool(keys) and cost == _CERTAIN
        ordinary = len(tokens) == 1 and (tokens[0] in STOP_WORDS or len(tokens[0]) < 3)
        if not good or ordinary or key_of(name) in STOP_WORDS:
            return None
        return Call(keys, cost, found.start(group), found.start(group) == 0)

    def header(self, text: str) -> tuple[tuple[str, ...], int] | None:
        """`X a écrit :`, `On May 3, X wrote:`, `Posted by X` where a line begins → who, and where it ends."""
        if text.lstrip().startswith("@"):
            return None
        found = _HEADER.match(text) or _CITED.match(text)
        if found:
            keys = self.at_end(found["name"])
            return (keys, found.end()) if keys else None
        head, colon, _ = text.partition(":")
        keys, cost = self.find(words(head), len(words(head))) if colon and len(head) < 60 else ((), 1.0)
        return (keys, len(head) + 1) if keys and cost == _CERTAIN else None

    def at_end(self, text: str) -> tuple[str, ...]:
        """The author whose name ends a text."""
        tokens = words(text)[-10:]
        for first in range(len(tokens)):
            keys, cost = self.find(tokens[first:], len(tokens) - first)
            if keys and cost == _CERTAIN:
                return keys
        last = words(text.rpartition(",")[2])
        return self.find(last, len(last))[0] if last else ()

    def _match(self, text: str, start: int, least: int) -> tuple[tuple[str, ...], float]:
        return self.find(words(text[start : start + 80])[:_MOST], max(1, least))

    def find(self, tokens: Iterable[str], least: int) -> tuple[tuple[str, ...], float]:
        """The authors whom the first words may mean; at least `least` of them are the name."""
        asked = (tuple(tokens), least)
        if asked not in self._known:
            self._known[asked] = self._find(*asked)
        return self._known[asked]

    def _find(self, tokens: tuple[str, ...], least: int) -> tuple[tuple[str, ...], float]:
        for count in range(len(tokens), least - 1, -1):
            if (key := "".join(tokens[:count])) in self.keys:
                return (key,), _CERTAIN
        best: dict[str, float] = {}
        for count in range(least, min(least + 3, len(tokens)) + 1):
            key = "".join(tokens[:count])
            for author in self.keys:
                cost = min(_misspelled(key, author), self._shortened(key, author, count == least))
                if cost < 1:
                    best[author] = min(cost, best.get(author, 1.0))
        low = min(best.values(), default=1.0)
        alike = tuple(author for author, cost in best.items() if cost - low < 0.02)
        return (alike, low) if len(alike) <= _ALIKE else ((), 1.0)

    def _shortened(self, key: str, author: str, alone: bool) -> float:
        if len(key) < 2 or key in STOP_WORDS:
            return 1.0
        if key in self._pieces[author] and len(author) > len(key):
            return _PART
        if len(key) < 3 or not alone:
            return 1.0
        letters = re.match(r"[^\W\d]*", author)
        if letters and key == letters[0]:
            return _PART
        begins = author.startswith(key) and len(key) >= 4 and len(key) >= 0.4 * len(author)
        return _LIKELY if begins else 1.0


def _pieces(author: str) -> set[str]:
    """What is left of a name when words before or behind it are left out."""
    tokens = words(author)
    runs = {
        "".join(tokens[a:b]) for a in range(len(tokens)) for b in range(a + 1, min(len(tokens), a + 4) + 1)
    }
    runs |= {a[0] + b for a, b in pairwise(tokens)} | {a + b[0] for a, b in pairwise(tokens) if len(a) > 2}
    return runs | {"".join(words(piece)) for piece in [*_PIECE.findall(author), *author.split()]}


def _misspelled(key: str, author: str) -> float:
    shorter = min(len(key), len(author))
    most = (shorter >= 4) + (shorter >= 7) + (shorter >= 11)
    if not most or _NUMBER.findall(key) != _NUMBER.findall(author):
        return 1.0
    distance = OSA.distance(key, author, score_cutoff=most)
    return 0.05 + distance / max(len(key), len(author)) if distance <= most else 1.0
