"""One product's name at a word of a text: known names, then the shapes of unknown ones."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from bot.answers.product_names import Entry, Kind, entries, entries_at, spell
from bot.answers.product_text import Words
from bot.answers.product_words import (
    AFTER_PLUS,
    CUE_LINKS,
    CUES,
    CUES_BEHIND,
    DETERMINERS,
    DEVICES,
    MAKING_WORDS,
    NOT_MADE,
    NOT_MODELS,
    NUMBERED_WORDS,
    OPENERS,
    SERVING_WORDS,
    SMALL_TAIL_WORDS,
    TAIL_WORDS,
    THINGS,
    VAGUE_CUES,
)

_MOST_CAPITALS = 3
_KINDS: dict[str, Kind] = {"service": "service", "program": "software", "platform": "software"}
_LOOSE_PLUS = re.compile(r" \+(?=\s*(?:[,.;:!?)]|$|(?:et|and|ou|or)\b))")
_EARLIER = re.compile(r"\((\d{1,2}[a-z]?)\)")
_APPOSITION = re.compile(
    r", (?:the|an?|l['’]|la |le |une? )[ ]?(?:[\w-]+ ){0,3}?"
    r"(?:app|application|appli|browser|messenger|navigateur|messagerie|streaming service|logiciel)\b"
)
_SERVICE_CUES = frozenset("service services abonnement plateforme platform offre streaming".split())
_PROGRAM_CUES = frozenset(
    "application appli app apps logiciel messagerie navigateur assistant chatbot jeu moteur browser software "
    "game messenger agent tool".split()
)


@dataclass(frozen=True, slots=True)
class Name:
    """A name found at the words first … stop - 1. The `shared` first pieces may serve the next of a list.

    `alone` is a known line without a model, `bare` an unknown name without any mark of its own, `weak` one that needs another product of its maker.
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
        return spell(self.pieces)


def read_name(words: Words, place: int) -> Name | None:
    """The name that begins at a word, if one does."""
    word = words.words[place]
    if word == word.lower() and not word[-1:].isdigit() and words.folded[place] not in entries():
        return _small_code(words, place)
    name = _known(words, place) or _made(words, place) or _small_code(words, place) or _cued(words, place)
    return _with_plus(words, name) if name else None


def read_list(words: Words, name: Name) -> Iterator[Name]:
    """The names that share the beginning of one: iPhone 15/15 Pro; S24, S24+ et S24 Ultra."""
    while name.shared and (more := _next(words, name)):
        yield more
        name = more


def _with_plus(words: Words, name: Name) -> Name:
    last = name.stop - 1
    match = _LOOSE_PLUS.match(words.text, words.ends[last]) if not name.close else None
    if match and any(character.isdigit() for character in name.pieces[-1]):
        return replace(name, pieces=(*name.pieces[:-1], name.pieces[-1] + "+"), close=match.end())
    return name


def _known(words: Words, place: int) -> Name | None:
    for entry in entries_at(words.folded, place):
        if entry.role in {"maker", "carmaker"}:
            name = _of_maker(words, place, entry)
        else:
            name = _of_line(words, place, place, (), entry)
        if name:
            return name
    return None


def _of_maker(words: Words, place: int, entry: Entry) -> Name | None:
    if not words.capital(place):
        return None
    after = place + len(entry.words)
    if not words.follows(after):
        return None
    for line in entries_at(words.folded, after):
        if line.role not in {"maker", "carmaker"}:
            name = _of_line(words, place, after, (entry.name,), line)
            if name:
                return name
    middle, stop = _capitals(words, after)
    tail, end = read_tail(words, stop, known=True)
    if any(_marked(piece) for piece in tail):
        return Name((entry.name, *middle, *tail), place, end, shared=1 + len(middle))
    if middle and any(each.role in {"maker", "carmaker"} for each in entries_at(words.folded, after)):
        return None
    thing = len(middle) == 1 and (words.folded[after] in THINGS or entry.role == "carmaker")
    if thing and words.folded[after] not in NOT_MODELS:
        return Name((entry.name, *middle, *tail), place, end)
    return None


def _of_line(words: Words, first: int, place: int, lead: tuple[str, ...], entry: Entry) -> Name | None:
    stop = place + len(entry.words)
    capital = words.words[place] != words.words[place].lower()
    if not capital and (entry.shy or entry.role not in {"line", "family"}):
        return None
    tail, end = _line_tail(words, stop, entry)
    if entry.role in {"family", "platform"} and not tail:
        return None
    if entry.role == "platform" and not tail[0][0].isdigit():
        return None
    if entry.shy and not tail and (words.opens(place) or _in_a_name(words, place, stop)):
        return None
    return Name(
        (*lead, entry.name, *tail),
        first,
        end,
        _KINDS.get(entry.role, "model"),
        shared=len(lead) + 1 if tail else 0,
        alone=not tail and entry.role == "line",
        close=_paren_close(words, end) if tail and tail[-1].startswith("(") else 0,
    )


def _in_a_name(words: Words, place: int, stop: int) -> bool:
    before = place > 0 and words.follows(place) and words.capital(place - 1) and not words.opens(place - 1)
    return before or (stop < len(words) and words.follows(stop) and words.capital(stop))


def _line_tail(words: Words, stop: int, entry: Entry) -> tuple[tuple[str, ...], int]:
    if entry.words[-1] in {"phone", "ear"} and stop < len(words) and words.gap(stop) == " (":
        match = _EARLIER.match(words.text, words.starts[stop] - 1)
        if match:
            return (match[0],), stop + 1
    tail, end = read_tail(words, stop, known=True, years=entry.role in {"program", "platform"})
    if entry.role == "service":
        kept = next((at for at, piece in enumerate(tail) if piece[0].isdigit()), len(tail))
        return tail[:kept], stop + kept
    return tail, end


def _paren_close(words: Words, end: int) -> int:
    return words.ends[end - 1] + 1


def read_tail(words: Words, place: int, *, known: bool, years: bool = False) -> tuple[tuple[str, ...], int]:
    """The numbers, codes and words of a model from a word on, and where they stop."""
    pieces: list[str] = []
    while words.follows(place) and len(pieces) < 6:
        taken = _tail_piece(words, place, pieces, known=known, years=years)
        if not taken:
            break
        pieces += words.words[place : place + taken]
        place += taken
    return tuple(pieces), place


def _tail_piece(words: Words, place: int, pieces: list[str], *, known: bool, years: bool) -> int:
    """How many words of the tail begin here."""
    word, folded = words.words[place], words.folded[place]
    if word[0].isdigit():
        if not word.rstrip("+").replace(".", "").replace("-", "").isdigit():
            return int(words.model(place, known=known))
        second = any(piece[0].isdigit() for piece in pieces)
        fits = words.number(place, known=known) and (years or not words.year(place))
        return int(fits and not (second and len(word) < 3))
    if words.model(place, known=known):
        return 1
    if words.roman(place):
        return 1
    if folded in NUMBERED_WORDS and words.capital(place) and _numbered(words, place + 1):
        return 2
    if folded == "se":
        return int(word == "SE" or (known and bool(pieces) and not words.follows(place + 1)))
    if words.capital(place) and (folded in TAIL_WORDS or folded.rstrip("+") in TAIL_WORDS):
        return 1
    if len(word) == 1 and word.isupper():
        lettered = (known or bool(pieces)) and words.behind(place, 1) not in {"'", "’", "."}
        return int(_numbered(words, place + 1) or (lettered and word not in "AÀYIL"))
    if known and word in {"s", "c"} and pieces and pieces[-1].isdigit():
        return int(words.behind(place, 1) not in {"'", "’"} and words.gap(place) == " ")
    if word == "max" and pieces and pieces[-1].casefold() == "pro":
        return 1
    if word == "plus" and pieces and known:
        return int(not words.follows(place + 1) or words.folded[place + 1] in AFTER_PLUS)
    small = folded.rstrip("+") in SMALL_TAIL_WORDS and (known or bool(pieces))
    return int(small and (bool(pieces) or known))


def _numbered(words: Words, place: int) -> bool:
    if not words.follows(place):
        return False
    word = words.words[place]
    return words.number(place) or words.roman(place) or (len(word) == 1 and word.isupper())


def _capitals(words: Words, place: int) -> tuple[tuple[str, ...], int]:
    """The unknown capitalised words from a word on, and where they stop."""
    found: list[str] = []
    while words.follows(place) and len(found) < _MOST_CAPITALS and words.name(place):
        if words.folded[place] in TAIL_WORDS and words.folded[place] not in THINGS:
            break
        found.append(words.words[place])
        place += 1
    return tuple(found), place


def _made(words: Words, place: int) -> Name | None:
    """An unknown name by its shape: Orion 5, Kestrel WH-700, Noxa Two, Hexa Pen, Tournesol+, Q10."""
    if words.code(place) and not (place and words.follows(place) and words.gap(place) == "-"):
        tail, stop = read_tail(words, place + 1, known=True)
        return Name((words.words[place], *tail), place, stop)
    if not words.name(place):
        return None
    if words.words[place].endswith("+") and words.words[place][:-1].isalpha():
        fits = (
            len(words.words[place]) > 3
            and not words.words[place].isupper()
            and words.folded[place] not in {"lgbt+", "lgbtq+", "lgbtqia+"}
        )
        return Name((words.words[place],), place, place + 1, "service") if fits else None
    lead, stop = _capitals_from(words, place)
    if lead[-1].endswith("+") and lead[-1][:-1].isalpha() and not lead[-1].isupper():
        return Name(lead, place, stop, "service")
    tail, end = read_tail(words, stop, known=False)
    if any(map(str.isdigit, "".join(tail[:2]))) and _marked(tail[0]):
        return _numbered_name(words, place, lead, tail, end)
    if tail and tail[0].casefold() in MAKING_WORDS and words.folded[stop - 1] not in NOT_MADE:
        loud = tail[0] != tail[0].lower() and not (words.opens(place) and words.folded[place] in OPENERS)
        return Name((*lead, *tail), place, end) if loud else None
    if len(lead) > 1 and words.folded[stop - 1] in THINGS:
        return Name((*lead, *tail), place, end, weak=True)
    return None


def _capitals_from(words: Words, place: int) -> tuple[tuple[str, ...], int]:
    more, stop = _capitals(words, place + 1) if place + 1 < len(words) else ((), place + 1)
    return (words.words[place], *more), max(stop, place + 1)


def _numbered_name(
    words: Words, place: int, lead: tuple[str, ...], tail: tuple[str, ...], end: int
) -> Name | None:
    if tail[-1].isdigit() and len(tail) == 1 and words.french and _counts(words, end):
        return None
    if len(lead) == 1 and words.opens(place) and lead[0].endswith("ez") and tail[0].isdigit():
        return None
    return Name((*lead, *tail), place, end, shared=len(lead))


def _small_code(words: Words, place: int) -> Name | None:
    """z10 behind "le"; ", the 990,"."""
    if words.code(place):
        tail, stop = read_tail(words, place + 1, known=True)
        return Name((words.words[place], *tail), place, stop)
    word = words.words[place]
    apart = len(word) == 1 and word in "BCDEFGHJKLMNOPQRSTUVWXZ" and words.follows(place + 1)
    if apart and place and words.folded[place - 1] in DETERMINERS:
        short = len(words.words[place + 1]) <= 3 and words.words[place + 1].isdigit()
        return (
            Name((word, words.words[place + 1]), place, place + 2)
            if short and words.number(place + 1)
            else None
        )
    bare_number = word.isdigit() and 3 <= len(word) <= 4 and place > 1 and not words.year(place)
    made = words.follows(place + 1) and words.capital(place + 1) and words.folded[place + 1] in MAKING_WORDS
    if bare_number and made and words.follows(place):
        tail, stop = read_tail(words, place + 1, known=True)
        return Name((word, *tail), place, stop)
    if bare_number and words.folded[place - 1] in {"the", "le", "la"}:
        if "," in words.gap(place - 1) and words.behind(place, 1) in {",", "."}:
            return Name((word,), place, place + 1)
    return None


def _cued(words: Words, place: int) -> Name | None:
    """A bare name that the words around it explain: the messaging app Larkspur, the Brindle browser."""
    if not words.name(place) or words.folded[place] in entries():
        return None
    cue = _cue_before(words, place)
    if not cue and words.follows(place + 1) and words.folded[place + 1] in CUES_BEHIND:
        cue = words.folded[place + 1] if place and words.folded[place - 1] in {"the", "its", "new"} else ""
    if not cue and place and words.folded[place - 1] in {"la", "le", "l", "the"}:
        cue = _device_behind(words, place)
    if not cue and words.opens(place) and _APPOSITION.match(words.text, words.ends[place]):
        cue = "app"
    if not cue:
        return None
    kind: Kind = "service" if cue in _SERVICE_CUES else "software" if cue in _PROGRAM_CUES else "model"
    second = words.words[place + 1 : place + 2] if _capitals(words, place + 1)[0] else []
    stop = place + 1 + len(second)
    tail, stop = read_tail(words, stop, known=True)
    return Name((words.words[place], *second, *tail), place, stop, kind, bare=True)


def _device_behind(words: Words, place: int) -> str:
    """The kind of thing that a name is said to be: la Lyra, une voiture électrique."""
    after = place + 1
    if after + 2 >= len(words) or words.gap(after) != ", ":
        return ""
    if words.folded[after] not in {"une", "un", "a", "an", "the", "la", "le"}:
        return ""
    return next((word for word in words.folded[after + 1 : after + 4] if word in DEVICES), "")


def _cue_before(words: Words, place: int) -> str:
    at, links = place, 0
    while at > 0 and words.follows(at) and links < 4:
        at -= 1
        if words.folded[at] in CUES and words.words[at].islower():
            direct = links == 0 or words.folded[place - 1] not in {"de", "du", "d", "en"}
            vague = words.folded[at] in VAGUE_CUES and not links and words.folded[at - 1] not in SERVING_WORDS
            told = not DETERMINERS.isdisjoint(words.folded[max(0, at - 3) : at])
            return words.folded[at] if direct and told and not vague else ""
        if words.folded[at] not in CUE_LINKS:
            return ""
        links += 1
    return ""


_BETWEEN = re.compile(r"[ \u00a0]?[,/&][ \u00a0]?|[ \u00a0]")
_JOINTS = frozenset("et and ou or puis vs versus ni nor aux to".split())


def _next(words: Words, name: Name) -> Name | None:
    place = name.stop
    if place >= len(words) or name.close or not _BETWEEN.fullmatch(words.gap(place)):
        return None
    joint = words.folded[place] in _JOINTS
    if not joint and words.gap(place).strip() == "":
        return None
    place += joint
    article = joint and place < len(words) and words.folded[place] in {"the", "le", "la", "les"}
    place += article
    if place >= len(words) or (joint and words.gap(place) != " "):
        return None
    return _continue(words, name, place, article=article)


def _continue(words: Words, name: Name, place: int, *, article: bool) -> Name | None:
    model = name.pieces[name.shared :]
    # A tail is read behind a word, whatever stands between.
    tail, end = _tail_anywhere(words, place)
    if not tail or not model:
        return None
    shared = name.pieces[: name.shared]
    first = tail[0]
    if first.isdigit() and (
        article or len(first) != len(model[0].rstrip("+abcdefst")) or _counts(words, end)
    ):
        return None
    if first[0].isalpha():
        if article:
            return None
        if _marked(first):
            if not _marked(model[0]) or not model[0][0].isalpha():
                return None
        elif first.casefold().rstrip("+") in TAIL_WORDS and model[0][0].isdigit() and len(model) > 1:
            shared = (*shared, model[0])
        elif len(first) > 1 or len(model[-1]) > 1:
            return None
        else:
            shared = name.pieces[:-1]
    return Name((*shared, *tail), place, end, name.kind, shared=name.shared)


def _tail_anywhere(words: Words, place: int) -> tuple[tuple[str, ...], int]:
    taken = _tail_piece(
        words, place, ["1"] if words.words[place][0].isalpha() else [], known=True, years=False
    )
    if not taken:
        return (), place
    more, end = read_tail(words, place + taken, known=True)
    return (*words.words[place : place + taken], *more), end


def _counts(words: Words, end: int) -> bool:
    """Whether a number counts what follows it: et 15 coques."""
    return words.follows(end) and words.folded[end].endswith("s") and len(words.folded[end]) > 4


def _marked(piece: str) -> bool:
    return any(map(str.isdigit, piece)) or (piece.isupper() and set(piece) <= set("IVX")) or len(piece) == 1
