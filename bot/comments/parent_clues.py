"""What in a comment points at another: links, numbers, quotes, names, in the order of the text; pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby, islice

from bot.comments.parent_names import Call, Names
from bot.comments.parent_order import Order
from bot.comments.parent_quotes import Article, Match, Shelf, telling
from bot.comments.parent_text import Line, Mark, quoted_parts, sentences, words

_LONG = 8
_SHORT, _MANY = 6, 3
_PHRASE, _TELLING = 8, 4
_MARKS, _TEXTS, _INNER = 40, 30, 4


@dataclass(frozen=True, slots=True)
class Clue:
    """`rank` is the comment it points at, or `keys` the authors it may mean. `after` counts the writer's own
    words before it; `lead` says that it opens its line. `place` is where the text stands in the HTML.
    """

    kind: str
    after: int
    rank: int | None = None
    keys: tuple[str, ...] = ()
    sure: float = 0.9
    lead: bool = True
    text: str = ""
    place: tuple[int, int] = (0, 0)
    marked: bool = False
    article: bool = False
    several: bool = False


@dataclass(slots=True)
class Clues:
    """All of one comment. `own` are the lines without what they quote, `said` how many words that makes."""

    found: list[Clue] = field(default_factory=list)
    own: list[str] = field(default_factory=list)
    said: int = 0


@dataclass(frozen=True, slots=True)
class Scene:
    """What is known when a comment is read: the thread so far, whose comments are whose, the article."""

    order: Order
    names: Names
    shelf: Shelf
    article: Article
    page: str
    authors: Sequence[str]
    phrases: Counter[str]


def read_clues(lines: Sequence[Line], rank: int, scene: Scene) -> Clues:
    """The clues of the comment of this rank; the shelf holds the comments before it."""
    return _Reader(rank, scene).read(lines)


class _Reader:
    def __init__(self, rank: int, scene: Scene) -> None:
        self._rank = rank
        self._scene = scene
        self._clues = Clues()
        self._header: tuple[str, ...] = ()
        me, before = scene.authors[rank], scene.order.before
        self._before = frozenset(r for r in range(rank) if before(r, rank))
        # A text that one repeats of oneself, and does not mark, is a second try, not a quote.
        self._others = frozenset(r for r in self._before if not me or scene.authors[r] != me)

    def read(self, lines: Sequence[Line]) -> Clues:
        for number, group in groupby(lines, key=lambda line: line.quote):
            if number:
                self._region(list(group))
            else:
                for line in group:
                    self._line(line)
        return self._clues

    def _add(self, kind: str, **facts: object) -> None:
        self._clues.found.append(Clue(kind, self._clues.said, **facts))  # type: ignore[arg-type]

    # A quote that is marked as one

    def _region(self, lines: list[Line]) -> None:
        keys, self._header = self._header, ()
        name, address = lines[0].said
        depth = min(line.depth for line in lines)
        keys = (self._scene.names.at_end(name) if name else ()) or keys
        outer = [line for line in lines if line.depth == depth and line.text.strip()]
        texts = [line.text for line in outer]
        if texts and (header := self._scene.names.header(texts[0])):
            keys, texts[0] = header[0], texts[0][header[1] :]
        elif len(texts) > 1 and (signed := self._signature(texts[-1])):
            keys = signed
            texts.pop()
        texts = [text for text in texts if text.strip()] or [
            line.text for line in lines if line.depth > depth
        ]
        rank = self._addressed(address)
        marked = [line for line in lines if line.text]
        place = (marked[0].place(0, 1)[0], marked[-1].place(0, len(marked[-1].text))[1]) if marked else (0, 0)
        if rank is not None:
            self._add("quote", rank=rank, sure=0.98, text="\n".join(texts), place=place, marked=True)
        else:
            self._quote(texts, keys, place)

    def _addressed(self, address: str) -> int | None:
        if not address:
            return None
        order = self._scene.order
        rank = (
            order.number(address[1:]) if address[1:].isdecimal() else order.linked(address, self._scene.page)
        )
        return rank if rank is not None and order.before(rank, self._rank) else None

    def _signature(self, text: str) -> tuple[str, ...]:
        tokens = words(text)
        keys, cost = self._scene.names.find(tokens, len(tokens)) if len(tokens) < 6 else ((), 1.0)
        return keys if not cost and text.lstrip()[:1] in "—–-(" else ()

    def _quote(self, texts: Sequence[str], keys: tuple[str, ...], place: tuple[int, int]) -> None:
        whole = "\n".join(texts)
        for text in dict.fromkeys([whole, *texts[:_TEXTS]]):
            clue = self._origin(text, keys, place, marked=True)
            if clue and (clue.rank is not None or clue.article or clue.several):
                self._clues.found.append(clue)
                return
        self._add("quote", keys=keys, sure=0.8, text=whole, place=place, marked=True)

    def _origin(
        self, text: str, keys: tuple[str, ...], place: tuple[int, int], *, marked: bool
    ) -> Clue | None:
        """Where a text comes from, if it is found."""
        scene, said = self._scene, words(text)
        called = keys or self._called()
        theirs = self._of(called)
        match = scene.shelf.find(text, theirs, marked=marked) if theirs else Match()
        if not match.ranks and (
            scene.article.holds(said, marked) or (marked and scene.article.holds_parts(text))
        ):
            return Clue("quote", self._clues.said, text=text, place=place, marked=marked, article=True)
        named = bool(match.ranks)
        if not named:
            match = scene.shelf.find(text, self._before if marked else self._others, marked=marked)
        if not match.ranks:
            return None
        sure = (0.97 if marked else 0.9) - 0.07 * (not match.exact)
        rank = match.ranks[-1] if named else self._only(match, text, said, marked=marked)
        facts = {"text": text, "place": place, "marked": marked}
        return Clue("quote", self._clues.said, rank, keys, sure, several=rank is None, **facts)  # type: ignore[arg-type]

    def _called(self) -> tuple[str, ...]:
        """Whom the comment addresses before it quotes."""
        return next((c.keys for c in self._clues.found if c.kind == "call" and c.lead and c.sure > 0.6), ())

    def _of(self, keys: tuple[str, ...]) -> frozenset[int]:
        return frozenset(r for r in self._before if self._scene.authors[r] in keys) if keys else frozenset()

    def _only(self, match: Match, text: str, said: Sequence[str], *, marked: bool) -> int | None:
        """The one comment that is quoted; None where several said the same."""
        plain = len(said) <= _PHRASE and "?" not in text and len(telling(said)) < _TELLING
        if not marked and plain and self._scene.phrases[" ".join(said)] >= _MANY:
            return None
        if len(match.ranks) == 1:
            return match.ranks[0]
        if marked and len(match.whole) == 1:
            return match.whole[0]
        alike = len({self._scene.authors[rank] or rank for rank in match.ranks}) == 1
        return match.ranks[0] if alike or len(said) >= _LONG else None

    # A line of the writer's own

    def _line(self, line: Line) -> None:
        names = self._scene.names
        self._links(line)
        header = names.header(line.text)
        if header and (not line.text[header[1] :].strip() or self._quoted_after(line, *header)):
            if not line.text[header[1] :].strip():
                self._header = header[0]
                self._add("call", keys=header[0], sure=0.85, text=line.text)
            return
        keys, self._header = self._header, ()
        calls = list(names.calls(line.text))
        if not any(call.lead for call in calls) and self._repeated(line, keys):
            return
        spoken = names.plain(line.text) if not calls else None
        called = {clue.keys for clue in self._clues.found if clue.kind == "call" and clue.marked}
        first = {call.keys: call for call in [spoken, *reversed(calls)] if call and call.keys not in called}
        for call in reversed(first.values()):
            self._call(call, line, spoken=call is spoken)
        self._own(line, self._parts(line), calls)

    def _quoted_after(self, line: Line, keys: tuple[str, ...], start: int) -> bool:
        """`X wrote: …` and what X wrote in the same line."""
        clue = self._origin(line.text[start:], keys, line.place(start, len(line.text)), marked=True)
        if clue and clue.rank is not None:
            self._clues.found.append(clue)
        return bool(clue and clue.rank is not None)

    def _repeated(self, line: Line, keys: tuple[str, ...]) -> bool:
        """A line that is a quote from its first word to its last."""
        text = line.text.strip()
        parts = list(quoted_parts(line))
        around = parts and len(words(text)) == len(words(line.text[parts[0].start : parts[0].end]))
        marked = bool(keys) or bool(around)
        clue = self._origin(line.text, keys, line.place(0, len(line.text)), marked=marked)
        if clue:
            self._clues.found.append(clue)
        return bool(clue and not clue.several)

    def _links(self, line: Line) -> None:
        order = self._scene.order
        for mark in line.marks[:_MARKS]:
            rank = order.linked(mark.href, self._scene.page) if mark.what == "a" else None
            if rank is not None and order.before(rank, self._rank):
                before = len(words(line.text[: mark.start]))
                lead = self._clues.said + before <= 4
                self._add("link", rank=rank, sure=0.98 if lead else 0.75, lead=lead, text=mark.href)
        for rank, start in order.numbers(line.text):
            if order.before(rank, self._rank):
                before = len(words(line.text[:start]))
                lead = self._clues.said + before <= 4
                self._add(
                    "number", rank=rank, sure=0.95 if lead else 0.7, lead=lead, text=line.text[start:][:20]
                )

    def _call(self, call: Call, line: Line, *, spoken: bool) -> None:
        sure = 0.95 - call.cost - 0.2 * (not call.lead) - 0.2 * spoken
        self._add(
            "call",
            keys=call.keys,
            sure=sure,
            lead=call.lead,
            text=line.text[call.start :][:40],
            marked=not spoken,
        )

    def _parts(self, line: Line) -> list[tuple[int, int]]:
        """The quotes inside a line, which are told; and the sentences that open it and repeat a comment."""
        spans = [(m.start, m.end) for m in islice(quoted_parts(line), _MARKS) if self._inner(line, m)]
        if spans:
            return spans
        end = 0
        for start, stop in sentences(line.text)[:-1]:
            clue = self._origin(line.text[start:stop], (), line.place(start, stop), marked=False)
            if not clue or clue.several or not (clue.article or self._is_long(clue)):
                break
            self._clues.found.append(clue)
            end = stop
        return [(0, end)] if end else []

    def _is_long(self, clue: Clue) -> bool:
        """What opens a paragraph by chance as another did is short, or not all that the other said."""
        count = len(words(clue.text))
        whole = clue.rank is not None and count == self._scene.shelf.said(clue.rank)
        return count > _LONG or (count >= _SHORT and ("?" in clue.text or (whole and count > _SHORT)))

    def _inner(self, line: Line, mark: Mark) -> bool:
        text = line.text[mark.start : mark.end]
        if len(said := words(text)) < _INNER or len(telling(said)) < 2:
            return False
        clue = self._origin(text, (), line.place(mark.start, mark.end), marked=True)
        if clue:
            self._clues.found.append(clue)
        return bool(clue and not clue.several)

    def _own(self, line: Line, spans: Sequence[tuple[int, int]], calls: Sequence[Call]) -> None:
        own = "".join(_outside(line.text, spans))
        named = sum(len(words(self._scene.names.keys[call.keys[0]])) for call in calls)
        self._clues.said += max(0, len(words(own)) - named)
        self._clues.own.append(own)


def _outside(text: str, spans: Sequence[tuple[int, int]]) -> Iterator[str]:
    end = 0
    for start, stop in spans:
        yield text[end:start] + " "
        end = stop
    yield text[end:]
