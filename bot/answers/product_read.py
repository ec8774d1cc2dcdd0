"""One product's name at a word of a text: known names, then the shapes of unknown ones."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from bot.answers.language import MODEL_WORDS
from bot.answers.product_names import Entry, Kind, entries_at, spell
from bot.answers.product_tail import counts, makes, marked, read_capitals, read_tail
from bot.answers.product_text import Words
from bot.answers.product_words import DETERMINERS, NOT_MADE, NOT_MODELS, THINGS

_KINDS: dict[str, Kind] = {"service": "service", "program": "software", "platform": "software"}
_LOOSE_PLUS = re.compile(r" \+(?=\s*(?:[,.;:!?)]|$|(?:et|and|ou|or)\b))")
_IN_BRACKETS = re.compile(r"\((\d{1,2}[a-z]?)\)")
_LETTERS = frozenset("BCDEFGHJKLMNOPQRSTUVWXZ")
_NO_SERVICE = frozenset(["lgbt+", "lgbtq+", "lgbtqia+"])


@dataclass(frozen=True, slots=True)
class Name:
    """A name found at the words first … stop - 1; it ends at `close` where that is past its last word.

    The `shared` first pieces may serve the next of a list. `alone` is a known line without a model, `bare` an
    unknown name without a mark of its own, `weak` one that needs another product of its maker in the text.
    """

    pieces: tuple[str, ...]
    first: int
    stop: int
    kind: Kind = "model"
    shared: int = 0
    alone: bool = False
    bare: bool = False
    weak: bool = False
    close: int = 0

    @property
    def written(self) -> str:
        """In its usual spelling."""
        return spell(self.pieces)


def read_name(words: Words, place: int) -> Name | None:
    """The name that begins at a word, if one does by itself."""
    name = _known(words, place) or _code(words, place) or _made(words, place) or _number(words, place)
    return _with_plus(words, name) if name else None


def _with_plus(words: Words, name: Name) -> Name:
    match = None if name.close else _LOOSE_PLUS.match(words.text, words.ends[name.stop - 1])
    if match and any(map(str.isdigit, name.pieces[-1])):
        return replace(name, pieces=(*name.pieces[:-1], name.pieces[-1] + "+"), close=match.end())
    return name


def _known(words: Words, place: int) -> Name | None:
    for entry in entries_at(words.folded, place):
        name = _of_maker(words, place, entry) if entry.makes else _of_line(words, place, place, (), entry)
        if name:
            return name
    return None


def _of_maker(words: Words, place: int, entry: Entry) -> Name | None:
    after = place + len(entry.words)
    if not words.capital(place) or not words.follows(after):
        return None
    known = [line for line in entries_at(words.folded, after) if not line.makes]
    lines = (_of_line(words, place, after, (entry.name,), line) for line in known)
    return next(filter(None, lines), None) or _of_maker_unknown(words, place, after, entry)


def _of_maker_unknown(words: Words, place: int, after: int, entry: Entry) -> Name | None:
    middle, stop = read_capitals(words, after)
    tail, end = read_tail(words, stop, known=True)
    if any(marked(piece) for piece in tail):
        return Name((entry.name, *middle, *tail), place, end, shared=1 + len(middle))
    thing = len(middle) == 1 and (words.folded[after] in THINGS or entry.role == "carmaker")
    if thing and words.folded[after] not in NOT_MODELS:
        return Name((entry.name, *middle, *tail), place, end)
    return None


def _of_line(words: Words, first: int, place: int, lead: tuple[str, ...], entry: Entry) -> Name | None:
    stop = place + len(entry.words)
    small = words.words[place] == words.words[place].lower()
    if small and (entry.shy or entry.role not in {"line", "family"}):
        return None
    tail, end = _line_tail(words, stop, entry)
    if not tail and (entry.role in {"family", "platform"} or (entry.shy and _hidden(words, place, stop))):
        return None
    if entry.role == "platform" and not tail[0][0].isdigit():
        return None
    return Name(
        (*lead, entry.name, *tail),
        first,
        end,
        _KINDS.get(entry.role, "model"),
        shared=len(lead) + 1 if tail else 0,
        alone=not tail and entry.role == "line",
        close=words.ends[end - 1] + 1 if tail and tail[-1].startswith("(") else 0,
    )


def _hidden(words: Words, place: int, stop: int) -> bool:
    """Whether an ordinary word in capitals opens a sentence or is part of another name: Max Verstappen."""
    before = words.follows(place) and words.capital(place - 1) and not words.opens(place - 1)
    return words.opens(place) or before or (words.follows(stop) and words.capital(stop))


def _line_tail(words: Words, stop: int, entry: Entry) -> tuple[tuple[str, ...], int]:
    if entry.words[-1] in {"phone", "ear"} and stop < len(words) and words.gap(stop) == " (":
        match = _IN_BRACKETS.match(words.text, words.starts[stop] - 1)
        if match:
            behind = (
                stop + 1 < len(words) and words.folded[stop + 1] in MODEL_WORDS and words.capital(stop + 1)
            )
            more = (words.words[stop + 1],) if behind and words.gap(stop + 1) == ") " else ()
            return (match[0], *more), stop + 1 + len(more)
    tail, end = read_tail(words, stop, known=True, years=entry.role in {"program", "platform"})
    if entry.role == "service":
        kept = next((at for at, piece in enumerate(tail) if piece[0].isdigit()), len(tail))
        return tail[:kept], stop + kept
    return tail, end


def _code(words: Words, place: int) -> Name | None:
    """Q10; z10 behind "le"; Q 10 behind "le"."""
    word = words.words[place]
    if words.code(place):
        tail, end = read_tail(words, place + 1, known=True)
        return Name((word, *tail), place, end)
    determined = place > 0 and words.folded[place - 1] in DETERMINERS and words.gap(place) == " "
    if word in _LETTERS and determined and words.follows(place + 1) and words.number(place + 1):
        number = words.words[place + 1]
        return Name((word, number), place, place + 2) if len(number) <= 3 else None
    return None


def _made(words: Words, place: int) -> Name | None:
    """An unknown name by its shape: Orion 5, Kestrel WH-700, Noxa Two, Hexa Pen, Tournesol+."""
    if not words.name(place):
        return None
    more, stop = read_capitals(words, place + 1)
    lead = (words.words[place], *more)
    if lead[-1].endswith("+"):
        return _plus_service(words, place, lead, stop)
    tail, end = read_tail(words, stop, known=False)
    if tail and marked(tail[0]) and any(map(str.isdigit, "".join(tail[:2]))):
        name = Name((*lead, *tail), place, end, shared=len(lead))
        return None if _counting(words, name, tail) else name
    if tail and makes(tail[0]) and words.folded[stop - 1] not in NOT_MADE:
        return Name((*lead, *tail), place, end)
    if more and words.folded[stop - 1] in THINGS:
        return Name((*lead, *tail), place, end, weak=True)
    return None


def _plus_service(words: Words, place: int, lead: tuple[str, ...], stop: int) -> Name | None:
    """Tournesol+, Tavi Care+; not LGBT+."""
    last = lead[-1]
    fits = last[:-1].isalpha() and len(last) > 3 and not last.isupper() and last.lower() not in _NO_SERVICE
    return Name(lead, place, stop, "service") if fits else None


def _counting(words: Words, name: Name, tail: tuple[str, ...]) -> bool:
    """Whether a capitalised word before a number is no name: Comptez 849; Edge 4 barres."""
    if len(tail) > 1 or not tail[0].isdigit():
        return False
    asks = name.shared == 1 and words.opens(name.first) and name.pieces[0].endswith("ez")
    return asks or (counts(words, name.stop) and words.french)


def _number(words: Words, place: int) -> Name | None:
    """A bare number that can only be a model: 990 Pro; ", the 990,"."""
    word = words.words[place]
    if not (word.isdigit() and 3 <= len(word) <= 4) or place < 2 or words.year(place):
        return None
    if words.follows(place) and words.follows(place + 1) and makes(words.words[place + 1]):
        tail, end = read_tail(words, place + 1, known=True)
        return Name((word, *tail), place, end)
    set_apart = "," in words.gap(place - 1) and words.behind(place, 1) in {",", "."}
    if set_apart and words.folded[place - 1] in {"the", "le", "la"}:
        return Name((word,), place, place + 1)
    return None
