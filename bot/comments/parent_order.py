"""Which comment was there before which, and which comment a link or a number means; pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import islice, pairwise
from urllib.parse import unquote, urlsplit

_PREFIX = re.compile(
    r"^(?:(?:li|div)-)?(?:commentaires?|comments?|com|message|msg|post|reply|answer|c|p|r)?[-_/=]?",
    re.IGNORECASE,
)
_ASKED = re.compile(r"(?:^|[?&])(?:comment_?id|comment|cid|replytocom|c)=([\w-]+)", re.IGNORECASE)
_PATH = re.compile(r"/(?:comments?|commentaires?|c)/([\w-]+)/?$", re.IGNORECASE)
_NUMBER = re.compile(
    r"(?P<cue>(?:\b(?:commentaires?|comments?|com|message|post|réponse à|réponse au|reply to|response to|"
    r"replying to|re|cf\.?|voir|see|répondre au|à|au|to)\s*:?\s*)?)"
    r"(?:(?P<sign>@?#|n\s?[°º]\s?|no\.\s?|№\s?|>>\s?)|(?P<at>@))?(?P<number>\d{1,9})\b",
    re.IGNORECASE,
)
_NOUN = re.compile(r"\b(?:commentaire|comment|message|post|réponse au|répondre au)\s*$", re.IGNORECASE)
_STOP = re.compile(r"\s*(?:[:,.;)!?\-–—→]|$)")
# "#2 des ventes", "#2 on the list": a place in a ranking.
_RANKED = re.compile(
    r"\s+(?:des?|du|d['’]\w+|en|aux?|sur|in|of|on|for|at|among|mondiale?|worldwide|best)\b", re.IGNORECASE
)
_WORD = re.compile(r"[^\W_]")
_MOST = 40


class Order:
    """The comments by age. A rank counts from the oldest; equal or missing times follow the page, which may
    begin with the newest.
    """

    def __init__(self, ids: Sequence[str], times: Sequence[datetime | None]) -> None:
        dated = [_aware(time) for time in times]
        known = [time for time in dated if time]
        falling = sum(a > b for a, b in pairwise(known))
        rising = sum(a < b for a, b in pairwise(known))
        walk = range(len(ids))[:: -1 if falling > 4 * rising else 1]
        last = min(known, default=datetime.min.replace(tzinfo=UTC))
        keyed: list[tuple[datetime, int, int]] = []
        for step, index in enumerate(walk):
            last = dated[index] or last
            keyed.append((last, step, index))
        keyed.sort()
        self.indexes = [index for *_, index in keyed]
        self._steps = [(dated[index], step) for _, step, index in keyed]
        self._ids: dict[str, int] = {}
        for rank, index in enumerate(self.indexes):
            self._ids.setdefault(ids[index], rank)
        digits: dict[str, list[int]] = {}
        for rank, index in enumerate(self.indexes):
            digits.setdefault("".join(re.findall(r"\d+$", ids[index])), []).append(rank)
        self._digits = {number: ranks[0] for number, ranks in digits.items() if number and len(ranks) == 1}

    def before(self, a: int, b: int) -> bool:
        """Whether the comment of rank a may be answered by that of rank b."""
        (time_a, step_a), (time_b, step_b) = self._steps[a], self._steps[b]
        return a < b and (step_a < step_b if None in {time_a, time_b} or time_a == time_b else True)

    def linked(self, href: str, page: str) -> int | None:
        """The comment that an address shows, on this page."""
        try:
            parts = urlsplit(href.strip())
            here = urlsplit(page)
        except ValueError:
            return None
        if page and parts.path and parts.netloc and (parts.netloc, parts.path) != (here.netloc, here.path):
            return None
        said = [unquote(parts.fragment)] + [
            found[1] for found in (_ASKED.search(parts.query), _PATH.search(parts.path)) if found
        ]
        return next((rank for text in said if (rank := self._named(text)) is not None), None)

    def _named(self, text: str) -> int | None:
        bare = _PREFIX.sub("", text, count=1)
        for name in (text, bare):
            if name and name in self._ids:
                return self._ids[name]
        return self._digits.get(bare)

    def number(self, text: str) -> int | None:
        """The comment with this number, else the one at this place."""
        if (rank := self._named(text)) is not None:
            return rank
        place = int(text) if text.isdecimal() and text.isascii() else 0
        return place - 1 if 0 < place <= len(self.indexes) else None

    def numbers(self, text: str) -> list[tuple[int, int]]:
        """The comments whose numbers a line names, with the place: `#12:`, `n° 12`, `in reply to #12`."""
        return [
            (rank, found.start())
            for found in islice(_NUMBER.finditer(text), _MOST)
            if _is_number(found, text) and (rank := self.number(found["number"])) is not None
        ]


def _is_number(found: re.Match[str], text: str) -> bool:
    cue, signed = found["cue"].strip(), found["sign"] or found["at"]
    opens = not _WORD.search(text, 0, found.start())
    if cue and (found["sign"] or _NOUN.search(found["cue"])):
        return bool(found["sign"]) or not text[found.end() :].lstrip().startswith(("%", "€", "$"))
    stops = _STOP.match(text, found.end())
    if not signed or not opens or cue:
        return False
    return bool(stops) or (
        bool(found["sign"]) and int(found["number"]) > 1 and not _RANKED.match(text, found.end())
    )


def _aware(time: datetime | None) -> datetime | None:
    return time.replace(tzinfo=UTC) if time and time.tzinfo is None else time
