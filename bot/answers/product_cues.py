"""Bare names that the words around them explain: the messaging app Larkspur, la Lyra, une voiture."""

from __future__ import annotations

import re

from bot.answers.product_names import Kind, entries
from bot.answers.product_read import Name
from bot.answers.product_tail import read_tail
from bot.answers.product_text import Words
from bot.answers.product_words import (
    CUE_LINKS,
    CUES,
    CUES_BEHIND,
    DETERMINERS,
    DEVICES,
    NAMING_COUNTERS,
    SERVING_WORDS,
    VAGUE_CUES,
)

_APPOSITION = re.compile(
    r", (?:the|an?|l['’]|la |le |une? )[ ]?(?:[\w-]+ ){0,3}?"
    r"(?:app|application|appli|browser|messenger|navigateur|messagerie|streaming service|logiciel)\b"
)
_PROGRAM_CUES = frozenset(
    "application appli app logiciel messagerie navigateur chatbot jeu browser messenger".split()
)


def read_cued(words: Words, place: int) -> Name | None:
    """The bare name that begins at a word, if the words around say what it is."""
    counter = words.folded[place] in NAMING_COUNTERS and words.capital(place)
    if not (words.name(place) or counter) or words.folded[place] in entries():
        return None
    cue = _before(words, place) or _behind(words, place)
    if not cue:
        return None
    kind: Kind = "service" if cue == "service" else "software" if cue in _PROGRAM_CUES else "model"
    stop = place + 1
    if words.follows(stop) and words.capital(stop) and words.folded[stop] not in entries():
        stop += 1
    tail, end = read_tail(words, stop, known=True)
    return Name((*words.words[place:stop], *tail), place, end, kind, bare=True)


def _before(words: Words, place: int) -> str:
    """The cue before a name: la messagerie, the streaming service, le jeu vidéo; "" without."""
    at = place
    while at > 0 and words.follows(at) and place - at < 4:
        at -= 1
        if words.folded[at] in CUES and words.words[at].islower():
            return words.folded[at] if _tells(words, at, place) else ""
        if words.folded[at] not in CUE_LINKS:
            break
    return ""


def _tells(words: Words, at: int, place: int) -> bool:
    direct = at == place - 1
    if not direct and words.folded[place - 1] in {"de", "du", "d"}:
        return False
    if words.folded[at] in VAGUE_CUES and direct and words.folded[at - 1] not in SERVING_WORDS:
        return False
    return not DETERMINERS.isdisjoint(words.folded[max(0, at - 3) : at])


def _behind(words: Words, place: int) -> str:
    """The cue behind a name: the Brindle browser; Dovecote, the photo-sharing app; la Lyra, une voiture."""
    before = words.folded[place - 1] if place else ""
    after = place + 1
    if words.follows(after) and words.folded[after] in CUES_BEHIND and before in DETERMINERS:
        return words.folded[after]
    if words.opens(place) and _APPOSITION.match(words.text, words.ends[place]):
        return "app"
    if words.follows(after) and words.capital(after):
        after += 1
    if before not in DETERMINERS or after + 2 >= len(words) or words.gap(after) != ", ":
        return ""
    if words.folded[after] not in {"une", "un", "a", "an", "the", "la", "le"}:
        return ""
    return next((word for word in words.folded[after + 1 : after + 4] if word in DEVICES), "")
