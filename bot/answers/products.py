"""The products that a text speaks of: models, services, programs with their versions.

A company is no product (Apple, T-Mobile), nor is a platform without a version (Windows) or a social network
where people talk (Twitter); a named subscription or service is one (Netflix, Spotify Premium). A name is
written as the text has it, in its usual spelling: Q 10 → Q10, iphone 5 s → iPhone 5s, S9 Plus → S9+.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.answers.product_cues import read_cued
from bot.answers.product_lexicon import OWNED_CODES
from bot.answers.product_lists import read_list
from bot.answers.product_names import Kind, canonical, entries, key, same, shortens, siblings
from bot.answers.product_read import Name, read_name
from bot.answers.product_text import Words, read_words

__all__ = ["Mention", "canonical", "find", "names", "same", "siblings"]


@dataclass(frozen=True, slots=True)
class Mention:
    """A product named at text[start:end]; `name` in its usual spelling, the fullest that the text has."""

    name: str
    start: int
    end: int
    kind: Kind


def find(text: str) -> tuple[Mention, ...]:
    """The products named in a text, in its order; each place where one is named."""
    words = read_words(text)
    found = _read(words)
    found += _again(words, found)
    modelled = {piece for name in found if not name.alone for piece in name.pieces}
    mentions = [
        Mention(name.written, words.starts[name.first], name.close or words.ends[name.stop - 1], name.kind)
        for name in sorted(found, key=lambda name: name.first)
        # The iPhone of a text on the iPhone 15 is no product of its own.
        if not (name.alone and name.pieces[-1] in modelled)
    ]
    return tuple(_full(mentions, text))


def names(text: str) -> list[str]:
    """The products named in a text, each once, as first named."""
    chosen: dict[str, str] = {}
    for mention in find(text):
        chosen.setdefault("".join(key(mention.name)), mention.name)
    return list(chosen.values())


def _read(words: Words) -> list[Name]:
    found: list[Name] = []
    known = entries()
    place = 0
    while place < len(words):
        word = words.words[place]
        if word.islower() and word.isalpha() and words.folded[place] not in known:
            place += 1
            continue
        name = read_name(words, place) or read_cued(words, place)
        if not name:
            place += 1
            continue
        found += [name, *read_list(words, name)]
        place = found[-1].stop
    makers = {name.pieces[0] for name in found if not name.weak}
    return [name for name in found if not name.weak or name.pieces[0] in makers]


def _again(words: Words, found: Sequence[Name]) -> list[Name]:
    """Where a bare name that was explained once stands again."""
    bare = {name.pieces[0]: name for name in found if name.bare and len(name.pieces) == 1}
    if not bare:
        return []
    taken = {place for name in found for place in range(name.first, name.stop)}
    return [
        replace(bare[word], first=place, stop=place + 1)
        for place, word in enumerate(words.words)
        if word in bare and place not in taken
    ]


def _full(mentions: Sequence[Mention], text: str) -> list[Mention]:
    """Each mention under the fullest name of its product: K9 where Veltra K9 is named too."""
    written = {mention.name: key(mention.name) for mention in mentions}
    longer: defaultdict[tuple[str, ...], set[str]] = defaultdict(set)
    for name, pieces in written.items():
        for lead in (1, 2):
            longer[pieces[lead:]].add(name)
    folded = text.casefold()
    owners = {maker: codes for maker, codes in OWNED_CODES.items() if maker.casefold() in folded}
    fuller = {name: _fullest(name, written, longer[written[name]], owners) for name in written}
    return [replace(mention, name=fuller[mention.name]) for mention in mentions]


def _fullest(
    name: str, written: Mapping[str, tuple[str, ...]], longer: Iterable[str], owners: Mapping[str, str]
) -> str:
    short = written[name]
    full = [other for other in longer if shortens(short, written[other]) or name.isdigit()]
    if len({written[other] for other in full}) == 1:
        return max(full, key=len)
    owner = next((maker for maker, codes in owners.items() if re.fullmatch(codes, name)), "")
    return f"{owner} {name}" if owner else name
