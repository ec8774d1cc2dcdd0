"""Which article an item is, whatever its source does to ids, links, titles and dates; pure.

An article is known by four kinds of keys, strongest first: the source's own id, the link, the title with its
day, the beginning of the text. A key that leads to a known article is believed only where nothing speaks
against it, because ids are used again, links all lead to one page, and titles return every week. A kind of
key that different articles of one reading share is never asked again at that source.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode, urlsplit

from bot import plain
from storage.records import ArticleItem, KnownArticle

GUID, LINK, TITLE, TEXT = _KINDS = ("guid", "link", "title", "text")

_NEARLY_EQUAL, _ALIKE, _HARDLY_ALIKE = 0.75, 0.5, 0.25
_TEXT_LEAST, _TEXT_SURE, _TEXT_MOST = 160, 400, 600
_TRACKING = re.compile(r"utm_\w+|xtor|fbclid|gclid|mc_[ce]id|at_\w+|igshid|ref|cmp|amp|output|outputtype")
# Words of four letters or more, and names with a digit such as S9.
_WORD = re.compile(r"\b(?:\w{4,}|\w*\d\w*)\b")
_AMP = re.compile(r"(/amp|\.amp)(?=/?$)")
_PLACE_IN_PAGE = re.compile(r"(?!comments?|respond|top|content|main|xtor|ref)[\w-]{3,}")
# The end of a path that no two articles of a site share.
_SPECIFIC = re.compile(r"/(?=[^/?]*\d)[^/?]{3,}$|/[^/?]{12,}$|[?&][^=&]+=\d{2,}")


@dataclass(frozen=True, slots=True)
class Identity:
    """An item, the stored article that it is (None: a new one), and the keys that do not lead there yet."""

    item: ArticleItem
    known: KnownArticle | None
    keys: tuple[str, ...]


def canonical(url: str) -> str:
    """An address without what does not tell pages apart: scheme, www, tracking, AMP, last slash."""
    try:
        parts = urlsplit(url.strip())
        host = (parts.hostname or "").removeprefix("www.").removeprefix("m.")
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return url.strip()
    asked = parse_qsl(parts.query, keep_blank_values=True)
    kept = sorted((name, value) for name, value in asked if not _TRACKING.fullmatch(name.lower()))
    query = f"?{urlencode(kept)}" if kept else ""
    place = f"#{parts.fragment}" if _PLACE_IN_PAGE.fullmatch(parts.fragment) else ""
    return f"{host}{port}{_AMP.sub('', parts.path).rstrip('/')}{query}{place}"


def keys(item: ArticleItem) -> dict[str, str]:
    """Everything an item may be known by: kind → key, strongest first."""
    found = {GUID: item.guid.strip(), LINK: canonical(item.url)}
    if title := plain.fold(item.title):
        found[TITLE] = _short(f"{title} {item.published.date() if item.published else ''}")
    body = plain.fold(item.text or item.summary)
    if len(body) >= _TEXT_LEAST:
        found[TEXT] = _short(body[:_TEXT_MOST])
    return {kind: f"{kind} {key}" for kind, key in found.items() if key}


def identify(
    items: Iterable[ArticleItem], known: Mapping[str, KnownArticle], distrusted: frozenset[str]
) -> tuple[list[Identity], frozenset[str]]:
    """Tell which stored article each item is; also the kinds of keys not to be asked from now on.

    `known` holds the stored articles by their keys. Of an article that a reading names twice, the later item
    counts. No two of the identities are the same stored article.
    """
    reading = _Reading(items, distrusted)
    found: dict[int, KnownArticle] = {}
    taken: set[int] = set()
    # First what several keys agree on, so that nothing weaker takes its place.
    for kind, certain in [*((kind, True) for kind in _KINDS), *((kind, False) for kind in _KINDS)]:
        for number, item in enumerate(reading.items):
            had = known.get(reading.key(number, kind))
            if had is None or number in found or had.id in taken:
                continue
            if reading.agreeing(number, had, known) >= 2 or (not certain and _is_same(kind, item, had)):
                found[number] = had
                taken.add(had.id)
    identities = [
        _identity(reading, number, found.get(number), known) for number in range(len(reading.items))
    ]
    return identities, reading.distrusted | _restless(identities)


def _identity(
    reading: _Reading, number: int, had: KnownArticle | None, known: Mapping[str, KnownArticle]
) -> Identity:
    trusted = (reading.key(number, kind) for kind in _KINDS)
    fresh = (key for key in trusted if key and (had is None or key not in known or known[key].id != had.id))
    return Identity(reading.items[number], had, tuple(fresh))


def _restless(identities: Iterable[Identity]) -> set[str]:
    """The ids of a source that gives its articles other ones again and again."""
    met = [identity for identity in identities if identity.known]
    other = sum(any(key.startswith(GUID) for key in identity.keys) for identity in met)
    return {GUID} if other >= 3 and other * 2 > len(met) else set()


class _Reading:
    """The items of one reading, each article once, and the keys that tell them apart."""

    def __init__(self, items: Iterable[ArticleItem], distrusted: frozenset[str]) -> None:
        self.items: list[ArticleItem] = []
        self._keys: list[dict[str, str]] = []
        self._holders: dict[str, set[int]] = defaultdict(set)
        for item in items:
            self._take(item)
        self._shared = {
            key
            for key, holders in self._holders.items()
            if sum(key in self._keys[n].values() for n in holders) > 1
        }
        self.distrusted = distrusted | {key.split(" ", 1)[0] for key in self._shared} & {GUID, LINK}

    def key(self, number: int, kind: str) -> str:
        """The key of an item, empty where it has none that can be trusted."""
        key = self._keys[number].get(kind, "")
        return "" if kind in self.distrusted or key in self._shared else key

    def agreeing(self, number: int, had: KnownArticle, known: Mapping[str, KnownArticle]) -> int:
        """How many keys of an item lead to the same stored article."""
        hits = (known.get(self.key(number, kind)) for kind in _KINDS)
        return sum(hit is not None and hit.id == had.id for hit in hits)

    def _take(self, item: ArticleItem) -> None:
        own = keys(item)
        number = self._twin(own)
        if number is None:
            number = len(self.items)
            self.items.append(item)
            self._keys.append(own)
        else:
            self.items[number], self._keys[number] = item, own
        for key in own.values():
            self._holders[key].add(number)

    def _twin(self, own: Mapping[str, str]) -> int | None:
        """An earlier item that is the same article: by two keys, or by a link that is one article's alone."""
        votes = Counter(number for key in own.values() for number in self._holders.get(key, ()))
        if _SPECIFIC.search(own.get(LINK, "")):
            votes.update(self._holders.get(own[LINK], ()))
        return next((number for number, count in votes.most_common(1) if count >= 2), None)


def _is_same(kind: str, item: ArticleItem, had: KnownArticle) -> bool:
    """Whether an item is the article to which one key alone led, or only shares that key with it."""
    alike = _alike(item.title, had.title)
    dates = item.published, had.published
    match kind:
        case "guid":
            same_day = None in dates or dates[0].date() == dates[1].date()  # type: ignore[union-attr]
            if canonical(item.url) != canonical(had.url) and TEXT in keys(item):
                # Another link with another text is another article, though headlines happen to share words.
                return alike >= _NEARLY_EQUAL
            return alike >= _ALIKE or (same_day and alike >= _HARDLY_ALIKE)
        case "link":
            return alike >= _ALIKE or _SPECIFIC.search(canonical(item.url)) is not None
        case "title":
            # Short titles return with every edition.
            return len(item.title.split()) >= (4 if item.published else 6)
        case _:
            return alike >= _HARDLY_ALIKE or len(item.text) >= _TEXT_SURE


def _alike(title: str, other: str) -> float:
    """Which part of the shorter title's words, small ones aside, stands in the other."""
    some, others = (set(_WORD.findall(plain.fold(text))) for text in (title, other))
    return len(some & others) / max(min(len(some), len(others)), 1)


def _short(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:20]
