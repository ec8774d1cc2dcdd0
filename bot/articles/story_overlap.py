"""How much of what two articles tell is told in both, by how rare it is; pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise

from bot.answers.language import STOP_WORDS
from bot.articles.story_conflicts import is_corrected, untold
from bot.articles.story_facts import ROUGHLY, Figure
from bot.articles.story_kin import kin
from bot.articles.story_layout import layout
from bot.articles.story_profile import Profile
from bot.articles.story_rounding import shared
from bot.articles.story_words import DAY_NAMES, NUMBERS, concepts_of, keys_of

_DOUBLED = re.compile(r"(.)\1")
_BEGINNING, _COGNATE = 6, 5
# From here on a trace is heard, uncommon, and rare.
_HEARD, _UNCOMMON, _RARE = 2.0, 3.8, 5.2
_NAME = 4.0
_OPENING = 25
_BY_COGNATE, _BY_CONCEPT = 0.8, 0.6
_FEW = 10
_MENDED = (
    "dates_met", "weekdays_met", "figures_alone_least", "figures_alone_most", "title_figures_alone_least",
    "title_figures_alone_most",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Rarity:
    """How rare the traces of words are in news: `by_trace` those met now and then, the others are `unmet`."""

    by_trace: Mapping[str, float]
    unmet: float

    def of(self, trace: str) -> float:
        """The logarithm of how many articles there are to one with this trace."""
        return self.by_trace.get(trace, self.unmet)


def trace_of(word: str) -> str:
    """The beginning of a folded word, spelt so that French and English cognates meet; a number whole."""
    if any(char.isdigit() for char in word):
        return word
    spelt = word.replace("y", "i").replace("k", "c").replace("ph", "f").replace("qu", "c")
    return _DOUBLED.sub(r"\1", spelt)[:_BEGINNING]


@dataclass(frozen=True, slots=True)
class _Traces:
    """What an article tells: a word by each trace, and how rare the heard traces are; then those in its
    title, in its opening, and of its names."""

    words: Mapping[str, str]
    rarities: Mapping[str, float]
    title: frozenset[str]
    opening: frozenset[str]
    names: frozenset[str]
    openings: frozenset[str]


def _traces(article: Profile, rarity: Rarity) -> _Traces:
    words = {trace_of(word): word for word in sorted(article.words) if _tells(word) and word not in DAY_NAMES}
    rarities = {trace: found for trace in words if (found := rarity.of(trace)) > _HEARD}
    title = {trace_of(word) for word in article.title_words if _tells(word)}
    opening = title | {trace_of(word) for word in article.text_words[:_OPENING] if _tells(word)}
    names = {trace_of(name) for name in article.names if not concepts_of(name)}
    return _Traces(
        words=words,
        rarities=rarities,
        title=frozenset(title & rarities.keys()),
        opening=frozenset(opening & rarities.keys()),
        names=frozenset(name for name in names if rarity.of(name) > _NAME),
        openings=frozenset(trace[:_COGNATE] for trace in words),
    )


def _tells(word: str) -> bool:
    return len(word) > 1 and word not in STOP_WORDS and word not in NUMBERS


def overlap(a: Profile, b: Profile, rarity: Rarity) -> dict[str, float]:
    """What two articles share, and what either tells alone; the order of the two does not matter."""
    in_a, in_b = _traces(a, rarity), _traces(b, rarity)
    found = (
        _words_met(in_a, in_b)
        | _told_of_each(in_a, in_b, a, b)
        | _names_met(in_a, in_b)
        | _numbers_met(a, b)
        | _events_met(a, b)
        | _days_met(a, b)
        | _pairs_met(a, b, in_a.rarities.keys() & in_b.rarities.keys())
        | kin(a, b)
        | layout(a, b, in_a.rarities.keys() & in_b.rarities.keys(), (_in_order(a), _in_order(b)))
    )
    return found | dict.fromkeys(_MENDED, 0.0) if is_corrected(a, b) else found


def _in_order(article: Profile) -> list[str]:
    return [trace_of(word) for word in article.text_words]


def _words_met(a: _Traces, b: _Traces) -> dict[str, float]:
    met = a.rarities.keys() & b.rarities.keys()
    weight = sum(a.rarities[trace] for trace in sorted(met))
    of_a, of_b = (sum(side.rarities.values()) or 1.0 for side in (a, b))
    plain = [trace for trace in met if not trace[0].isdigit()]
    rare = [trace for trace in plain if a.rarities[trace] > _RARE]
    titles = [sum(side.rarities[trace] for trace in sorted(side.title)) for side in (a, b)]
    openings = [sum(side.rarities[trace] for trace in sorted(side.opening)) for side in (a, b)]
    return {
        "met": weight,
        "met_of_less": weight / min(of_a, of_b),
        "met_of_more": weight / max(of_a, of_b),
        "uncommon_met": float(sum(_UNCOMMON < a.rarities[trace] <= _RARE for trace in plain)),
        "rare_met": float(len(rare)),
        "rare_words_met": float(sum(trace not in a.names and trace not in b.names for trace in rare)),
        "titles_met": sum(a.rarities[trace] for trace in sorted(a.title & b.title)) / max(1.0, min(titles)),
        "openings_met": sum(a.rarities[t] for t in sorted(a.opening & b.opening)) / max(1.0, min(openings)),
    }


def _told_of_each(in_a: _Traces, in_b: _Traces, a: Profile, b: Profile) -> dict[str, float]:
    """How much of each headline, and of each article, the other tells, too."""
    titles = _told(in_a.title, in_a, in_b, b), _told(in_b.title, in_b, in_a, a)
    openings = _told(in_a.opening, in_a, in_b, b), _told(in_b.opening, in_b, in_a, a)
    whole = _told(in_a.rarities, in_a, in_b, b), _told(in_b.rarities, in_b, in_a, a)
    concepts_a, concepts_b = ({key for _, _, keys in side.title_terms for key in keys} for side in (a, b))
    return {
        "title_told_least": min(titles),
        "title_told_most": max(titles),
        "opening_told_least": min(openings),
        "opening_told_most": max(openings),
        "told_least": min(whole),
        "told_most": max(whole),
        "title_concepts_met": _part(concepts_a, concepts_b),
    }


def _told(traces: Iterable[str], of: _Traces, other: _Traces, article: Profile) -> float:
    """How much of some traces an article tells, by the same word, a cognate or a word that means the same."""
    total = told = 0.0
    for trace in sorted(traces):
        weight = of.rarities[trace]
        total += weight
        if trace in other.words:
            told += weight
        elif not article.keys.isdisjoint(key for key in keys_of(of.words[trace]) if key[0] in "#@"):
            told += weight * _BY_CONCEPT
        elif len(trace) >= _COGNATE and trace[:_COGNATE] in other.openings:
            told += weight * _BY_COGNATE
    return told / total if total else 0.5


def _names_met(a: _Traces, b: _Traces) -> dict[str, float]:
    met = a.names & b.words.keys() | b.names & a.words.keys()
    only = len(a.names - b.words.keys()), len(b.names - a.words.keys())
    in_titles = [len(x.title & x.names - y.words.keys()) for x, y in ((a, b), (b, a))]
    sizes = len(a.names), len(b.names)
    return {
        "names_met": float(len(met)),
        "names_met_of_less": len(met) / max(1, min(sizes)),
        "names_met_of_more": len(met) / max(1, *sizes),
        "names_alone_least": float(min(only)),
        "names_alone_most": float(max(only)),
        "title_names_alone_least": float(min(in_titles)),
        "title_names_alone_most": float(max(in_titles)),
    }


def _numbers_met(a: Profile, b: Profile) -> dict[str, float]:
    in_a, in_b = _telling(a.whole.numbers), _telling(b.whole.numbers)
    met_a, met_b = len(shared(in_a, b.whole.numbers)), len(shared(in_b, a.whole.numbers))
    alone = len(in_a) - met_a, len(in_b) - met_b
    strange = len(untold(a, b)), len(untold(b, a))
    return {
        "figures_met": float(min(met_a, met_b)),
        "figures_met_part": min(met_a, met_b) / max(1, min(len(in_a), len(in_b))),
        "figures_alone_least": float(min(alone)),
        "figures_alone_most": float(max(alone)),
        "title_figures_alone_least": float(min(strange)),
        "title_figures_alone_most": float(max(strange)),
    }


def _telling(figures: Collection[Figure]) -> list[Figure]:
    return [(unit, value) for unit, value in figures if unit.lstrip(ROUGHLY) != "n" or value >= _FEW]


def _events_met(a: Profile, b: Profile) -> dict[str, float]:
    strange = len(a.title.events - b.whole.events), len(b.title.events - a.whole.events)
    met = len(a.title.events & b.whole.events) + len(b.title.events & a.whole.events)
    return {
        "title_events_met": float(len(a.title.events & b.title.events)),
        "events_met": float(met),
        "events_met_part": _part(a.whole.events, b.whole.events),
        "events_alone_least": float(min(strange)),
        "events_alone_most": float(max(strange)),
    }


def _days_met(a: Profile, b: Profile) -> dict[str, float]:
    """1 where both tell days of a sort and one is the same, -1 where none is, 0 where one tells none."""
    found = {"places_met": float(len(a.whole.places & b.whole.places))}
    for name, sort in (("weekdays_met", "weekday:"), ("dates_met", "day:")):
        in_a, in_b = ({day for day in side.whole.days if day.startswith(sort)} for side in (a, b))
        found[name] = (1.0 if in_a & in_b else -1.0) if in_a and in_b else 0.0
    return found


def _pairs_met(a: Profile, b: Profile, met: Collection[str]) -> dict[str, float]:
    """How often two of the traces `met` follow each other in both, as first and last names do."""
    titles, texts = (
        [_pairs(part, met) for part in parts] for parts in zip(*map(_parts, (a, b)), strict=True)
    )
    told = [title | text for title, text in zip(titles, texts, strict=True)]
    return {
        "pairs_met": float(len(told[0] & told[1])),
        "title_pairs_met": float(len(titles[0] & told[1] | titles[1] & told[0])),
    }


def _parts(article: Profile) -> tuple[list[str], list[str]]:
    return [trace_of(word) for word in article.title_words], _in_order(article)


def _pairs(traces: list[str], met: Collection[str]) -> set[tuple[str, str]]:
    return {pair for pair in pairwise(traces) if pair[0] in met and pair[1] in met}


def _part(a: Collection[str], b: Collection[str]) -> float:
    return len(set(a) & set(b)) / max(1, min(len(a), len(b)))
