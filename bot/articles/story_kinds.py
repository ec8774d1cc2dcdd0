"""Which kind of article a text is: news, a review, a round-up...; its cues are read at first use."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from bot.articles.story_words import lines_of

NEWS = "news"

_NUMBER = (
    r"(?:\d{1,3}|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|deux|trois|quatre|cinq"
    r"|six|sept|huit|neuf|dix|douze|quinze|vingt|cinquante)"
)
_STANDS_FOR = {
    # The beginning of a headline or of its second half, an article before the noun aside.
    "@AT": r"(?:^|[:|!?,(\[–—-] ?)(?:the |les? |la |l'|une? |our |nos |notre |an? )?",
    "@NUMBER": _NUMBER,
    "@SPAN": rf"(?:{_NUMBER}|une?|an?|quelques|a few|several|plusieurs)(?: \w+)?",
    "@TIME": r"(?:heures?|jours?|semaines?|mois|ans?|hours?|days?|weeks?|months?|years?|nuits?|nights?)",
    "@MADE": (
        r"(?:teste|essaye|passe|pris en main|conduit|joue|mesure|compare|roule|porte|utilise|vu|lu|goute"
        r"|parcouru|lache|confie|pousse|emmene|branche|installe|vecu|dormi|cuisine|cuit|regarde|enfile"
        r"|laisse|deballe|demonte|mis (?:a l'epreuve|cote)|interroge|choisi|selectionne"
        r"|classe|ecoute|chronometre)\w*"
    ),
    "@TRIED": (
        r"(?:tested|tried|reviewed|compared|spent|drove|driven|rode|played|measured|used|worn|wore|lived"
        r"|pitted|put|ranked|picked|asked|typed|watched|took)"
    ),
}
_HEADER = re.compile(r"\[(\w+\??)(?: (\d))?\]")

Cues = list[tuple[str, int, re.Pattern[str]]]


@cache
def _cues() -> tuple[Cues, Cues]:
    """The kinds by their cues in a headline and by those in a text, with how many it takes."""
    of_titles: dict[tuple[str, int], list[str]] = {}
    of_texts: dict[tuple[str, int], list[str]] = {}
    patterns: list[str] = []
    for line in lines_of("story_kinds.txt"):
        if header := _HEADER.fullmatch(line):
            section = of_texts if header[2] else of_titles
            patterns = section.setdefault((header[1], int(header[2] or 1)), [])
        else:
            patterns.append(_written_out(line))
    return _compiled(of_titles), _compiled(of_texts)


def _compiled(sections: dict[tuple[str, int], list[str]]) -> Cues:
    return [(kind, times, re.compile("|".join(found))) for (kind, times), found in sections.items()]


def _written_out(line: str) -> str:
    for name, pattern in _STANDS_FOR.items():
        line = line.replace(name, pattern)
    return line


def kind_of(title: str, lead: str) -> str:
    """The kind of an article by its folded title and the folded beginning of its text; with a "?" where news
    may be told so too."""
    found = [*_kinds_of_title(title), *_kinds_of_text(title, lead)]
    return next((kind for kind in found if not kind.endswith("?")), found[0] if found else NEWS)


def _kinds_of_title(title: str) -> Iterator[str]:
    return (kind for kind, _, pattern in _cues()[0] if pattern.search(title))


def _kinds_of_text(title: str, lead: str) -> Iterator[str]:
    for kind, times, pattern in _cues()[1]:
        text = f"{title} . {lead}" if times > 1 else lead
        if len({match.group() for match in pattern.finditer(text)}) >= times:
            yield kind
