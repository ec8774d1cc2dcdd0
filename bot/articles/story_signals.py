"""What is weighed for and against two articles being the same news, as numbers; pure."""

from __future__ import annotations

import math
from collections.abc import Collection

from bot.articles.story_conflicts import is_corrected, untold
from bot.articles.story_facts import ROUGHLY, Figure
from bot.articles.story_names import FIRMS
from bot.articles.story_profile import Profile, Term, is_common, is_told, tells_of
from bot.articles.story_rounding import shared
from bot.articles.story_wording import reworded, swapped
from bot.articles.story_words import (
    events_of,
    is_telling,
    keys_of,
    place_of,
)

_MOST_NUMBERS, _MOST_NAMES = 4.0, 4.0
_FIRM, _NAMED = 0.6, (0.5, 1.0, 1.3)
_ONE_MISSED, _MONTH_MET = 0.3, 0.4
_FEW = 10
_OPPOSED = (
    ("rise", "cut"), ("accept", "reject"), ("allow", "ban"), ("open", "shut"), ("suspend", "restart"),
    ("acquire", "abandon"), ("launch", "abandon"), ("launch", "shut"), ("outage", "restore"),
    ("launch", "delay"), ("launch", "recall"), ("beat", "leave"), ("bankrupt", "restart"),
    ("acquire", "reject"),
)  # fmt: skip
_SHORT = 18
_EVENTS_APART = (0.0, 1.0, 1.4)
_FEW_DETAILS, _MOST_DETAILS, _EXCUSED = 2.0, 4.0, 0.12

FOR = (
    "numbers", "days", "weekday", "models", "names", "event", "words", "update", "correction", "foreign",
    "short",
)  # fmt: skip
_MENDED = ("strange_days", "strange_weekdays", "title_numbers", "swapped", "wording")
AGAINST = ("slant", "later", "former", "strange_events", "strange_names", *_MENDED)


def signals(a: Profile, b: Profile) -> dict[str, float]:
    """How much each of FOR and AGAINST is there; the order of the two articles does not matter."""
    if (b.headline, b.text_words) < (a.headline, a.text_words):
        a, b = b, a  # sentences are laid side by side from their beginning: either order would do, but one
    corrected = is_corrected(a, b)
    corrects = a.marks.correction or b.marks.correction
    updated = not corrects and (a.marks.update or b.marks.update)
    found = {
        "numbers": _numbers_met(a, b),
        "days": _days_met(a, b),
        "weekday": bool(_days(a, "weekday") & _days(b, "weekday")),
        "models": min(2, len(set(a.whole.models) & set(b.whole.models))),
        "names": _names_met(a, b),
        "event": bool(a.title.events & b.title.events),
        "words": max(_told(a.head_terms, b), _told(b.head_terms, a)),
        "update": updated,
        "correction": corrected,
        "foreign": a.language != b.language,
        "short": (a.length < _SHORT) + (b.length < _SHORT),
        "slant": a.kind.endswith("?") + b.kind.endswith("?"),
        "later": a.marks.later != b.marks.later,
        "former": max(_formerly(a, b), _formerly(b, a)),
        **dict.fromkeys(_MENDED, 0.0),
    }
    doubt = 1 - _EXCUSED * max(0.0, min(_MOST_DETAILS, _details(found) - _FEW_DETAILS))
    found |= {"strange_events": doubt * _events_apart(a, b), "strange_names": doubt * _names_apart(a, b)}
    return found if corrected else found | _apart(a, b, updated)


def _details(found: dict[str, float]) -> float:
    """How much is shared that few articles share: where it is much, other words may tell the same."""
    return found["numbers"] + found["names"] / 2 + 2 * found["days"] + 2 * found["weekday"]


def _apart(a: Profile, b: Profile, updated: bool) -> dict[str, float]:
    """What differs, unless one article corrects it in the other; an update may differ in more."""
    return {
        "strange_days": _days_apart(a, b),
        "strange_weekdays": not updated and _weekdays_apart(a, b),
        "title_numbers": _title_numbers_apart(a, b, updated),
        "swapped": swapped(a, b) * (0.3 if updated else 1),
        "wording": reworded(a, b),
    }


def _days(article: Profile, sort: str) -> set[str]:
    return {day for day in article.whole.days if day.startswith(f"{sort}:")}


def _days_met(a: Profile, b: Profile) -> float:
    """The days that both name, up to 2; a month or a year in common counts a little."""
    if met := _days(a, "day") & _days(b, "day"):
        return min(2, len(met))
    in_a, in_b = (
        {day[-2:] for day in _days(side, "month")} | {day[4:6] for day in _days(side, "day")}
        for side in (a, b)
    )
    return _MONTH_MET if in_a & in_b or _days(a, "year") & _days(b, "year") else 0.0


def _days_apart(a: Profile, b: Profile) -> bool:
    """Whether both begin with days of the calendar, or a third and a fourth, but none alike."""
    return any(
        in_a and in_b and not (in_a & b.whole.days or in_b & a.whole.days)
        for sort in ("day:", "ordinal:", "year:20")
        for in_a, in_b in [[{day for day in side.head.days if day.startswith(sort)} for side in (a, b)]]
    )


def _weekdays_apart(a: Profile, b: Profile) -> bool:
    in_a, in_b = ({day for day in side.head.days if day.startswith("weekday:")} for side in (a, b))
    return bool(in_a and in_b) and not in_a & in_b


def _numbers_met(a: Profile, b: Profile) -> float:
    rarities: dict[float, float] = {}
    for figure in shared(a.whole.numbers, b.whole.numbers):
        value = round(figure[1], 2)
        rarities[value] = max(_rarity(figure), rarities.get(value, 0.0))
    return min(_MOST_NUMBERS, math.fsum(rarities.values()))


def _rarity(figure: Figure) -> float:
    """How little a figure is told by chance: by its digits, its unit, its size."""
    unit, value = figure[0].lstrip(ROUGHLY), figure[1]
    digits = len(f"{value:.6g}".replace(".", "").strip("0"))
    weight = (0.2, 0.4, 0.8)[digits] if digits < 3 else 1.4
    if unit == "n" and value < 10:
        weight = 0.2
    return weight + 0.3 * (unit != "n") + 0.3 * (value >= 1000)


def _title_numbers_apart(a: Profile, b: Profile, updated: bool) -> float:
    """Whether a headline's numbers are unknown to the other article; a toll may grow."""
    only_a, only_b = untold(a, b), untold(b, a)
    told_alone = any(unit.lstrip(ROUGHLY) != "n" or value >= _FEW for unit, value in only_a or only_b)
    missed = 1.0 if only_a and only_b else _ONE_MISSED * told_alone
    grows = updated or "die" in a.whole.events & b.whole.events
    return missed * (0.2 if grows else 1)


def _formerly(a: Profile, b: Profile) -> float:
    """Whether a number of a's headline is what b says it was before, more so if b's headline has another."""
    old = [
        figure
        for figure in a.title.numbers
        if figure[1] in b.marks.formers - b.marks.mistaken - a.marks.formers
        and not shared([figure], b.title.numbers)
    ]
    if not old:
        return 0.0
    return 1.5 if untold(b, a) else 0.5


def _names_met(a: Profile, b: Profile) -> float:
    met = (name for name in a.names if name in b.names or name.rstrip("s") in b.names)
    return min(_MOST_NAMES, math.fsum(w for name in met if (w := _name_weight(name, a, b)) >= 1))


def _names_apart(a: Profile, b: Profile) -> float:
    """How many names stand in either headline that the other article has not; a firm's counts more."""
    only_a = [name for name in a.title_names if not tells_of(b, name)]
    only_b = [name for name in b.title_names if not tells_of(a, name)]
    if not (only_a and only_b):
        return 0.0
    return min(3, len(only_a), len(only_b)) + (not FIRMS.isdisjoint((*only_a, *only_b)))


def _name_weight(name: str, a: Profile, b: Profile) -> float:
    if name in FIRMS or place_of(name):
        return _FIRM
    return 0.0 if is_common(name) else _NAMED[a.names.get(name, False) + b.names.get(name, False)]


def _told(terms: Collection[Term], article: Profile) -> float:
    """How much of what the terms say is in an article, from 0 to 1."""
    total = sum(weight for _, weight, _ in terms)
    if not total:
        return 0.5
    return sum(weight for word, weight, keys in terms if is_told(word, keys, article)) / total


def _events_apart(a: Profile, b: Profile) -> float:
    strange = _has_strange_event(a, b) + _has_strange_event(b, a)
    return _EVENTS_APART[2 if _are_opposed(a, b) or _are_opposed(b, a) else strange]


def _has_strange_event(a: Profile, b: Profile) -> bool:
    """Whether a's headline has an event that b tells nothing of; an update may add one."""
    if a.marks.update:
        return False
    return any(
        any(map(is_telling, events_of(word)))
        and b.whole.events.isdisjoint(events_of(word))
        and not is_told("", keys_of(word), b)
        for word in (*a.title_words, *a.title_phrases)
    )


def _are_opposed(a: Profile, b: Profile) -> bool:
    """Whether b's headline has the contrary of an event in a's."""
    in_a, in_b = a.title.events, b.title.events
    return not (a.marks.update or b.marks.update) and any(
        one in in_a and other in in_b and one not in in_b and other not in in_a for one, other in _OPPOSED
    )
