"""What forbids that two articles are the same news: another model, price, day, score, place or firm; pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from bot.articles.story_facts import ROUGHLY, Figure
from bot.articles.story_kinds import NEWS
from bot.articles.story_names import EUROPEAN, FIRMS
from bot.articles.story_profile import Facts, Profile, tells_of
from bot.articles.story_rounding import shared

_ONE_NEWS = frozenset((NEWS, "rumour", "deal"))
"""Kinds of which two articles can tell one news; two reviews are two articles."""

_STRICT_DAYS = ("quarter", "edition", "version", "stage", "weekday")
_COUNTS = ("n", ROUGHLY + "n")
_LOOSE_DAYS = ("day", "year", "ordinal", "month")
_SORTS = frozenset(
    f"#{sort}"
    for sort in """
    bulb plug monitor router printer tv speaker laptop tablet earbuds headphones watch ereader drone mower
    vacuum fridge oven washer crib bed chair pram lock thermostat powerbank hairdryer heater fan scale glasses
    doorbell malaria cholera measles ebola bike scooter truck bus plane boat
    """.split()
)
"""Goods and illnesses, by their concepts: where headlines differ in one, the news do."""

_FAMILY = re.compile(r"[a-z]+")
_SHORTEST_MODEL = 4
# "3008s" and "F-35s" are plurals, "iPhone 6s" is a phone.
_PLURAL = re.compile(r"(?<=\d{3})s$|(?<=^[a-z]\d\d)s$")
_APART = re.compile(r"(.+?)(beta|oled|neo|color|colour|classic)(\d*)")


def conflicts(a: Profile, b: Profile) -> tuple[str, ...]:
    """Every reason not to merge two articles, such as "price:649 eur|599 eur"; none when nothing does.

    What a correction puts right is none.
    """
    found = [*_two_of_a_kind(a, b), *_models(a, b)]
    if not is_corrected(a, b):
        found += [
            *_prices(a, b),
            *_scores(a, b),
            *_days(a, b),
            *_places(a, b),
            *_sorts(a, b),
            *_firms(a, b),
        ]
    return tuple(found)


def is_corrected(a: Profile, b: Profile) -> bool:
    """Whether one article may correct the other."""
    return (a.marks.correction or b.marks.correction) and not (_is_of_another(a, b) or _is_of_another(b, a))


def _is_of_another(a: Profile, b: Profile) -> bool:
    """Whether a corrects a number that b never told, and they differ in their numbers still."""
    told = {value for _, value in b.whole.numbers} | {float(w) for w in b.words if w.isdecimal()}
    if not a.marks.mistaken or a.marks.mistaken & told or any(_is_scaled(x, told) for x in a.marks.mistaken):
        return False
    return bool(untold(a, b) and untold(b, a)) or bool(units_at_odds(a, b))


def _is_scaled(value: float, told: Collection[float]) -> bool:
    """Whether a number is told with its "million" besides."""
    return any(value * scale in told for scale in (1e3, 1e6, 1e9))


def untold(a: Profile, b: Profile) -> list[Figure]:
    """The numbers in a's headline that b knows nothing of."""
    known = b.whole.numbers
    return [
        figure
        for figure in a.title.numbers
        if not (shared([figure], known) or (figure[0] in _COUNTS and f"{figure[1]:g}" in b.words))
    ]


def units_at_odds(a: Profile, b: Profile) -> list[str]:
    """The units in which both articles give numbers, but none alike."""
    in_a, in_b = a.head.numbers, b.head.numbers
    found = []
    for unit in {unit for unit, _ in in_a} & {unit for unit, _ in in_b} - {*_COUNTS}:
        of_a, of_b = ([x for x in side if x[0] == unit] for side in (in_a, in_b))
        if not (shared(of_a, b.whole.numbers) or shared(of_b, a.whole.numbers)):
            found.append(unit)
    return found


def _two_of_a_kind(a: Profile, b: Profile) -> Iterator[str]:
    """Two reviews, like two of most kinds that are no news, are two articles."""
    in_a, in_b = _kinds(a, b)
    if in_a == in_b and in_a not in _ONE_NEWS and not is_corrected(a, b):
        yield f"kind:{in_a}|{in_b}"


def other_kinds(a: Profile, b: Profile) -> tuple[str, ...]:
    """Whether two articles seem to be of two kinds: "kind:news|review", which alone forbids nothing."""
    in_a, in_b = _kinds(a, b)
    return (f"kind:{in_a}|{in_b}",) if in_a != in_b else ()


def other_kind(a: Profile, b: Profile) -> float:
    """How surely two articles are of two kinds: 1 by how their texts begin, 2 by their headlines."""
    in_a, in_b = (NEWS if side.title_kind.endswith("?") else side.title_kind for side in (a, b))
    return 2.0 if in_a != in_b else float(bool(other_kinds(a, b)))


def _kinds(a: Profile, b: Profile) -> tuple[str, str]:
    in_a, in_b = (NEWS if side.kind.endswith("?") else side.kind for side in (a, b))
    return in_a, in_b


def _models(a: Profile, b: Profile) -> Iterator[str]:
    if is_corrected(a, b) and (_is_mended(a, b) or _is_mended(b, a)):
        return
    in_a, in_b = _told_in_full(a.title.models, b), _told_in_full(b.title.models, a)
    if in_a and in_b and not _meet(in_a, in_b):
        strange = not _meet(in_a, b.whole.models) or not _meet(in_b, a.whole.models)
        if strange or (_families(in_a) & _families(in_b) and not _are_of_one_line(a, b)):
            yield f"model:{_join(in_a)}|{_join(in_b)}"
    elif _lacks_models(a, b) or _lacks_models(b, a):
        yield f"model:{_join(in_a)}|{_join(in_b)}"


def _is_mended(a: Profile, b: Profile) -> bool:
    """Whether a, which corrects, tells a model of b's headline besides its own."""
    return not (a.title.models and b.title.models) or _meet(b.title.models, a.whole.models)


def _told_in_full(found: Collection[str], other: Profile) -> tuple[str, ...]:
    """The models, also without what another article tells in a word apart: "g7oled" as "g7" and "OLED"."""
    short = []
    for model in found:
        match = _APART.fullmatch(model)
        if not match or match[2] not in other.words or match[1] not in other.whole.models:
            continue
        if not match[3] or match[3] in other.words or f"ordinal:{match[3]}" in other.whole.days:
            short.append(match[1])
    return (*found, *short)


def _are_of_one_line(a: Profile, b: Profile) -> bool:
    """Whether what is told of two models is told of the whole line: sums in both headlines, known to both."""
    return bool(a.title.sums and b.title.sums and not untold(a, b) and not untold(b, a)) and bool(
        {*a.head.days} & {*b.head.days}
    )


def _meet(found: Collection[str], others: Collection[str]) -> bool:
    """Whether a model is in both, with its maker's name before it or without."""
    return any(
        _PLURAL.sub("", x) == _PLURAL.sub("", y)
        or (min(len(x), len(y)) >= _SHORTEST_MODEL and (x.endswith(y) or y.endswith(x)))
        for x in found
        for y in others
    )


def _lacks_models(a: Profile, b: Profile) -> bool:
    """Whether b is about none of the models in a's headline, but about another."""
    title, whole = set(_told_in_full(a.title.models, b)), {*b.whole.models, *_told_in_full(b.title.models, a)}
    if title and whole and not _meet(title, whole):
        families = {family for family in _families(title) if len(family) > 1}
        return bool(families & {*_families(whole), *b.words}) or not whole <= {*a.whole.models}
    if any(_is_variant_of_another(model, b) for model in title - whole):
        return True
    first = set(a.head.models[:1])
    return not title and bool(_families(first) & _families(whole)) and not _meet(a.head.models, whole)


def _is_variant_of_another(model: str, article: Profile) -> bool:
    """Whether an article has the name of which a model is a variant ("aurore" for "aurore_max"), not both."""
    base, _, variant = model.partition("_")
    return bool(variant) and base in article.words and variant not in article.words


def _families(models: Collection[str]) -> set[str]:
    return {match.group() for model in models if (match := _FAMILY.match(model))}


def _prices(a: Profile, b: Profile) -> Iterator[str]:
    in_a, in_b = (side.head.sums or _bounding(side.head.bounds) for side in (a, b))
    common = {sign for sign, _ in in_a} & {sign for sign, _ in in_b}
    if not common:
        return
    if not shared(in_a, _known(b)) and not shared(in_b, _known(a)):
        yield f"price:{_listed(in_a)}|{_listed(in_b)}"
    elif not (a.marks.update or b.marks.update) and _are_apart(a, b) and _are_apart(b, a):
        yield f"price:{_listed(a.title.sums)}|{_listed(b.title.sums)}"


def _bounding(bounds: Collection[Figure]) -> set[Figure]:
    """The sums told roughly, as if they were exact: two such must be alike."""
    return {(unit.lstrip(ROUGHLY), value) for unit, value in bounds if unit not in _COUNTS}


def _are_apart(a: Profile, b: Profile) -> bool:
    """Whether a's headline has sums, and b knows none of them."""
    return bool(a.title.sums) and not shared(a.title.sums, b.whole.numbers)


def _known(article: Profile) -> frozenset[Figure]:
    """Every number of an article, and by how much its prices change: from 39.99 to 42.99 is 3 euros more."""
    known = article.whole.numbers
    if not {"rise", "cut"} & article.whole.events:
        return known
    sums = article.head.sums
    loose = {(sign, value) for sign, _ in sums for unit, value in article.head.figures if unit == "n"}
    return known | {
        (sign, round(x - y, 2))
        for sign, x in sums | loose
        for other, y in sums | loose
        if sign == other and x > y
    }


def _scores(a: Profile, b: Profile) -> Iterator[str]:
    in_a, in_b = ({x for x in side.head.figures if x[0] == "score"} for side in (a, b))
    titled = all(any(unit == "score" for unit, _ in side.title.figures) for side in (a, b))
    if in_a and in_b and not in_a & (in_b if titled else in_b | {_turned(score) for score in in_b}):
        yield f"score:{_listed(in_a)}|{_listed(in_b)}"


def _turned(score: Figure) -> Figure:
    """A score as the other side tells it."""
    unit, value = score
    ours, theirs = divmod(value, 100)
    return unit, 100 * theirs + ours


def _days(a: Profile, b: Profile) -> Iterator[str]:
    if a.marks.update or b.marks.update:
        return
    for sort in (*_STRICT_DAYS, *_LOOSE_DAYS):
        (title_a, head_a, whole_a), (title_b, head_b, whole_b) = (
            [_of_sort(part, sort) for part in (side.title, side.head, side.whole)] for side in (a, b)
        )
        if _differ(title_a, title_b) and not (sort in {"year", "weekday"} and whole_a & whole_b):
            yield f"{sort}:{_join(title_a)}|{_join(title_b)}"
        elif _differ(head_a, head_b) and sort in _STRICT_DAYS[:-1]:
            yield f"{sort}:{_join(head_a)}|{_join(head_b)}"


def _of_sort(facts: Facts, sort: str) -> set[str]:
    return {day.partition(":")[2] for day in facts.days if day.startswith(f"{sort}:")}


def _differ(a: set[str], b: set[str]) -> bool:
    return bool(a and b) and not a & b


def _places(a: Profile, b: Profile) -> Iterator[str]:
    only_a, only_b = _strange_places(a, b), _strange_places(b, a)
    if (only_a and only_b) or (only_a and a.marks.wider) or (only_b and b.marks.wider):
        yield f"place:{_join(only_a)}|{_join(only_b)}"


def _strange_places(a: Profile, b: Profile) -> set[str]:
    """Where a's headline plays and b does not; Europe is no other place than its countries."""
    strange = set(a.title.places - b.whole.places)
    if "eu" in b.title.places:
        return strange - EUROPEAN
    return strange - {"eu"} if b.title.places & EUROPEAN else strange


def _firms(a: Profile, b: Profile) -> Iterator[str]:
    only_a, only_b = _strange_firms(a, b), _strange_firms(b, a)
    if only_a and only_b:
        yield f"firm:{_join(only_a)}|{_join(only_b)}"


def _strange_firms(a: Profile, b: Profile) -> set[str]:
    return {name for name in a.title_names if name in FIRMS and not tells_of(b, name)}


def _sorts(a: Profile, b: Profile) -> Iterator[str]:
    only_a, only_b = _strange_sorts(a, b), _strange_sorts(b, a)
    if only_a and only_b:
        yield f"sort:{_join(only_a)}|{_join(only_b)}"


def _strange_sorts(a: Profile, b: Profile) -> set[str]:
    return {key[1:] for _, _, keys in a.title_terms for key in keys if key in _SORTS and key not in b.keys}


def _join(keys: Collection[str]) -> str:
    return ",".join(sorted(keys))


def _listed(found: Collection[Figure]) -> str:
    return ",".join(f"{value:g} {unit}" for unit, value in sorted(found))
