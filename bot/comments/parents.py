"""Which comment answers which, where a page is flat; pure. A long thread takes a moment: for the workers.

Links and numbers say it outright; else what is quoted before the answer begins; else whom it calls by name,
where the words decide among several comments of one author. Nothing else makes a parent.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.comments.parent_clues import Clue, Clues, Scene, read_clues
from bot.comments.parent_names import Names, key_of
from bot.comments.parent_order import Order
from bot.comments.parent_quotes import Article, Shelf, Weights, telling
from bot.comments.parent_text import Line, read_lines, sentences, words

_LEAST = 0.5
_FAR_MORE = 2
# How much sooner the last comment of an author is meant than an earlier one, and one that answers the writer.
_LATEST, _BACK, _FADING = 0.5, 0.6, 0.05
# A clock time beside a name.
_CLOCK = re.compile(r"\b(\d\d?)\s?[:h]\s?(\d\d)\b")
_TIMED = 5
_BACKWARD = 60
_CROWD = 3
_EXACT = 0.9


@dataclass(frozen=True, slots=True)
class FlatComment:
    """A comment as a page has it: `author` as text, `published` aware or None."""

    id: str
    author: str
    published: datetime | None
    html: str


@dataclass(frozen=True, slots=True)
class ArticleText:
    """What may be quoted without anybody being answered. `url` helps to tell links to other pages."""

    title: str
    text: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Parent:
    """The comment that is answered, if any. `confidence` from 0 to 1; `evidence` such as "quote:…", "name:…",
    "link:…", "number:…", "article:…" (what is quoted is the article), "several:…" (what several said).
    """

    id: str | None
    confidence: float
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Quote:
    """What a comment repeats: `html[start:end]` is `text`, said by `comment`, or by the article, or unknown.
    `marked`: it is written as a quote, and does not only repeat the words.
    """

    comment: str | None
    article: bool
    text: str
    start: int
    end: int
    marked: bool


@dataclass(frozen=True, slots=True)
class Reading:
    """What one comment says of others. `mentions` are the authors it calls with an @, as they spell it."""

    parent: Parent
    quotes: tuple[Quote, ...] = ()
    mentions: tuple[str, ...] = ()


def infer(comments: Sequence[FlatComment], article: ArticleText) -> dict[str, Parent]:
    """The parent of each comment, by id; `comments` in the page's order, the newest first or last.

    Never a later comment, never itself, never a circle.
    """
    return {guid: reading.parent for guid, reading in read(comments, article).items()}


def quotes(comment: FlatComment, comments: Sequence[FlatComment], article: ArticleText) -> tuple[Quote, ...]:
    """What one comment of the thread quotes, in the order of its text."""
    return read(comments, article)[comment.id].quotes


def read(comments: Sequence[FlatComment], article: ArticleText) -> dict[str, Reading]:
    """Parents, quotes and mentions of a thread, by id. Of two comments with one id the first counts."""
    unique = list({comment.id: comment for comment in reversed(comments)}.values())[::-1]
    return _Thread(unique, article).read()


class _Thread:
    def __init__(self, comments: Sequence[FlatComment], article: ArticleText) -> None:
        order = Order([c.id for c in comments], [c.published for c in comments])
        self._comments = [comments[index] for index in order.indexes]
        self._keys = [key_of(comment.author) for comment in self._comments]
        self._lines = [read_lines(comment.html) for comment in self._comments]
        told = [telling(word for line in lines for word in words(line.text)) for lines in self._lines]
        self._weights = Weights(told)
        self._own: list[set[str]] = []
        self._parents: list[int | None] = []
        self._scene = Scene(
            order,
            Names(comment.author for comment in self._comments),
            Shelf(),
            Article(f"{article.title}\n{article.text}"),
            article.url,
            self._keys,
            _phrases(self._lines),
        )

    def read(self) -> dict[str, Reading]:
        found: dict[str, Reading] = {}
        for rank, comment in enumerate(self._comments):
            clues = read_clues(self._lines[rank], rank, self._scene)
            self._own.append(telling(word for line in clues.own for word in words(line)))
            clue, parent = self._decide(rank, clues)
            self._parents.append(parent)
            full = [word for line in self._lines[rank] for word in words(line.text)]
            self._scene.shelf.add(rank, clues.own, full)
            found[comment.id] = Reading(
                self._tell(clue, parent, clues), self._quotes(rank, clues), self._mentions(rank, clues)
            )
        return found

    # Which clue counts

    def _decide(self, rank: int, clues: Clues) -> tuple[Clue | None, int | None]:
        for clue in _by_weight(clues, self._keys):
            target = clue.rank if clue.rank is not None else self._choose(rank, clue)
            if target is not None and target != rank and clue.sure >= _LEAST:
                return clue, target
        return None, None

    def _choose(self, rank: int, clue: Clue) -> int | None:
        """The comment of the named that the words answer; the last of them unless they speak for another."""
        order, me = self._scene.order, self._keys[rank]
        theirs = [r for r in range(rank) if self._keys[r] in clue.keys and order.before(r, rank)]
        theirs = [r for r in theirs if self._keys[r] != me or not me]
        said = self._own[rank] | telling(words(clue.text) if clue.kind == "quote" else ())
        said -= {word for key in clue.keys for word in telling(words(self._scene.names.keys[key]))}
        times = {(int(hour), int(minute)) for hour, minute in _CLOCK.findall(clue.text)}
        best, most = None, -1.0
        for back, target in enumerate(reversed(theirs[-_BACKWARD:])):
            answered = self._parents[target]
            score = self._weights.shared(said, self._own[target]) - _FADING * back
            score += _LATEST * (back == 0) + _TIMED * (self._clock(target) in times)
            score += _BACK * (answered is not None and bool(me) and self._keys[answered] == me)
            if score > most:
                best, most = target, score
        return best if best is not None else (theirs[-1] if theirs else None)

    def _clock(self, rank: int) -> tuple[int, int] | None:
        published = self._comments[rank].published
        return (published.hour, published.minute) if published else None

    # What is told of it

    def _tell(self, clue: Clue | None, parent: int | None, clues: Clues) -> Parent:
        if clue is None or parent is None:
            against = [f"article:{_brief(c)}" for c in clues.found if c.article]
            against += [f"several:{_brief(c)}" for c in clues.found if c.several]
            return Parent(None, 1.0 if not clues.found else 0.8, tuple(against))
        same = [c for c in clues.found if c is not clue and self._speaks_for(c, parent)]
        sure = 1 - (1 - clue.sure) * 0.5 ** len({c.kind for c in same})
        told = [f"{'name' if c.kind == 'call' else c.kind}:{_brief(c)}" for c in (clue, *same)]
        return Parent(self._comments[parent].id, round(min(sure, 0.99), 2), tuple(dict.fromkeys(told)))

    def _speaks_for(self, clue: Clue, parent: int) -> bool:
        return clue.rank == parent or (clue.rank is None and self._keys[parent] in clue.keys)

    def _quotes(self, rank: int, clues: Clues) -> tuple[Quote, ...]:
        found = []
        for clue in clues.found:
            if clue.kind == "quote":
                origin = clue.rank if clue.rank is not None or not clue.keys else self._choose(rank, clue)
                guid = None if origin is None else self._comments[origin].id
                found.append(Quote(guid, clue.article, clue.text.strip(), *clue.place, clue.marked))
        return tuple(found)

    def _mentions(self, rank: int, clues: Clues) -> tuple[str, ...]:
        called = [c for c in clues.found if c.kind == "call" and c.marked]
        meant = [self._choose(rank, clue) for clue in called]
        return tuple(
            dict.fromkeys(
                self._comments[target].author if target is not None else self._scene.names.keys[clue.keys[0]]
                for clue, target in zip(called, meant, strict=True)
            )
        )


def _by_weight(clues: Clues, keys: Sequence[str]) -> list[Clue]:
    """The clues that can make a parent, the one to believe first."""
    found = clues.found
    quoted = [c for c in found if c.kind == "quote" and (c.rank is not None or (c.keys and not c.article))]
    if not clues.said and not any(c.marked or c.sure < _EXACT for c in quoted):
        # A text posted twice answers nobody.
        quoted = []
    # Quotes one behind the other are a talk; the last of them is answered.
    place = _answered_most([c.after for c in quoted], clues.said)
    first = [c for c in quoted if c.after == place][::-1]
    outright = [c for c in found if c.kind in {"link", "number"}]
    calls = [c for c in found if c.kind == "call"]
    if len({c.keys for c in calls}) >= _CROWD:
        calls = []
    leading = [c for c in calls if c.lead and c.after == 0 and c.marked]
    if first and leading and found.index(leading[0]) < found.index(first[-1]):
        agreed = [c for c in first if (keys[c.rank] if c.rank is not None else "") in leading[0].keys]
        first = [*agreed, *leading, *first]
    calls = [c for c in calls if c.lead] + [c for c in calls if not c.lead]
    return [*(c for c in outright if c.lead), *first, *quoted, *calls, *outright]


def _answered_most(places: Sequence[int], said: int) -> int:
    """Where the quotes stand that get the answer: the first ones, unless others get far more words.

    `places` count the writer's own words before each quote, `said` all of them.
    """
    if not places:
        return 0
    starts = list(dict.fromkeys(places))
    answers = {start: end - start for start, end in zip(starts, [*starts[1:], said], strict=True)}
    most = max(answers, key=lambda start: answers[start])
    return most if answers[most] > _FAR_MORE * answers[starts[0]] else starts[0]


def _phrases(threads: Sequence[Sequence[Line]]) -> Counter[str]:
    """In how many comments each sentence stands."""
    return Counter(
        phrase
        for lines in threads
        for phrase in {
            " ".join(words(line.text[start:end]))
            for line in lines
            if not line.depth
            for start, end in [*sentences(line.text), (0, len(line.text))]
        }
    )


def _brief(clue: Clue) -> str:
    return " ".join(clue.text.split())[:60]


__all__ = ["ArticleText", "FlatComment", "Parent", "Quote", "Reading", "infer", "quotes", "read"]
