"""What speaks against two articles being the same news; pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from rapidfuzz.fuzz import ratio

from bot.articles.story_facts import Figure
from bot.articles.story_kinds import NEWS
from bot.articles.story_names import EUROPEAN
from bot.articles.story_profile import Facts, Profile, tells_of
from bot.articles.story_words import is_following, is_telling, sorts_of

_ONE_NEWS = frozenset((NEWS, "rumour", "deal"))
"""Kinds of which two articles can tell one news; two reviews are two articles."""

_DISASTERS = frozenset(("die", "quake", "blaze", "storm", "erupt", "crash", "explode", "evacuate"))
_STRICT_DAYS = ("weekday", "quarter", "edition", "version", "stage")
_LOOSE_DAYS = ("day", "year", "ordinal", "month")
_TWIN, _PATTERN = 0.55, 65
# 549.99 euros are told as 549 or 550, 9.37 billion as 9.4.
_CENTS_FROM, _CENTS, _ROUNDED_FROM = 100, 0.06, 1e6
_FAMILY = re.compile(r"[a-z]+")


def conflicts(a: Profile, b: Profile) -> tuple[str, ...]:
    """Every reason not to merge two articles, such as "price:649 eur|599 eur"; none when nothing does."""
    return (
        *_kinds(a, b),
        *_models(a, b),
        *_prices(a, b),
        *_figures(a, b),
        *_days(a, b),
        *_events(a, b),
        *_places(a, b),
        *_twins(a, b),
        *_sorts(a, b),
        *_wordings(a, b),
    )


def shared(found: Collection[Figure], others: Collection[Figure]) -> list[Figure]:
    """The figures that are among the others, however they are rounded or written."""
    return [figure for figure in found if any(_alike(figure, other) for other in others)]


def numbers(facts: Facts) -> frozenset[Figure]:
    """Sums and other figures together."""
    return facts.sums | facts.figures


def is_specific(figure: Figure) -> bool:
    """Whether a figure says something: not a small bare count."""
    return figure[0] != "n" or figure[1] >= 10


def _alike(x: Figure, y: Figure) -> bool:
    (unit, value), (other_unit, other) = x, y
    if unit != other_unit and "n" not in {unit, other_unit}:
        return False
    if value == other:
        return True
    if max(value, other) >= _ROUNDED_FROM:
        rounded = float(f"{value:.1e}"), float(f"{other:.1e}")
        return rounded[0] == rounded[1] and rounded[0] in {value, other}
    cents_dropped = int(value) == int(other) and int(value) in {value, other}
    return max(value, other) >= _CENTS_FROM and (cents_dropped or abs(value - other) < _CENTS)


def _kinds(a: Profile, b: Profile) -> Iterator[str]:
    if (a.kind != b.kind or a.kind not in _ONE_NEWS) and not _is_one_bargain(a, b):
        yield f"kind:{a.kind}|{b.kind}"


def _is_one_bargain(a: Profile, b: Profile) -> bool:
    """A lower price told once as a deal, once as news, with the old price and the new."""
    cut = "cut" in a.whole.events and "cut" in b.whole.events
    return (
        cut
        and {a.kind, b.kind} == {NEWS, "deal"}
        and len(shared(a.head.sums, _known(b))) + len(shared(b.head.sums, _known(a))) > 2
    )


def _models(a: Profile, b: Profile) -> Iterator[str]:
    in_a, in_b = set(a.title.models), set(b.title.models)
    reason = f"model:{_join(in_a)}|{_join(in_b)}"
    if in_a and in_b and not in_a & in_b:
        strange = not in_a & set(b.whole.models) or not in_b & set(a.whole.models)
        if strange or _families(in_a) & _families(in_b):
            yield reason
    elif _lacks_models(a, b) or _lacks_models(b, a):
        yield reason


def _lacks_models(a: Profile, b: Profile) -> bool:
    """Whether b is about none of the models in a's headline, but about another."""
    title, whole = set(a.title.models), set(b.whole.models)
    if title and whole and not title & whole:
        return True
    if any(base and base in b.tokens for model in title - whole for base in [_base_of(model)]):
        return True
    first = set(a.head.models[:1]) - whole
    return not title and bool(first) and bool(_families(first) & _families(whole))


def _base_of(model: str) -> str:
    """The name of which a model without a number is a variant: "aurore" for "aurore_max"."""
    base, variant, _ = model.partition("_")
    return base if variant else ""


def _families(models: Collection[str]) -> set[str]:
    return {match.group() for model in models if (match := _FAMILY.match(model))}


def _prices(a: Profile, b: Profile) -> Iterator[str]:
    in_a, in_b = a.head.sums, b.head.sums
    common = {sign for sign, _ in in_a} & {sign for sign, _ in in_b}
    met = shared(in_a, _known(b)) or shared(in_b, _known(a))
    if common and not met and not (a.correction or b.correction):
        yield f"price:{_listed(in_a)}|{_listed(in_b)}"
        return
    for one, other in ((a, b), (b, a)):
        signs = {sign for sign, _ in other.head.sums}
        missed = [s for s in one.title.sums if s[0] in signs and not shared([s], _known(other))]
        if missed and not one.update:
            yield f"price:{_listed(missed)}|{_listed(other.head.sums)}"


def _known(article: Profile) -> frozenset[Figure]:
    """Every number of an article, and by how much its prices change: from 39.99 to 42.99 is 3 euros more."""
    whole = article.whole
    known = whole.sums | whole.bounds | whole.figures
    if not {"rise", "cut"} & whole.events:
        return known
    loose = {
        (sign, value) for sign, _ in article.head.sums for unit, value in article.head.figures if unit == "n"
    }
    sums = article.head.sums | loose
    return known | {
        (sign, round(x - y, 2)) for sign, x in sums for other, y in sums if sign == other and x > y
    }


def _figures(a: Profile, b: Profile) -> Iterator[str]:
    """Each headline has a number of its own; the toll of a disaster may grow."""
    if (
        a.update
        or b.update
        or _DISASTERS & (a.title.events | b.title.events) & a.whole.events & b.whole.events
    ):
        return
    only_a = [x for x in numbers(a.title) if not shared([x], numbers(b.whole))]
    only_b = [x for x in numbers(b.title) if not shared([x], numbers(a.whole))]
    if only_a and only_b:
        yield f"figure:{_listed(only_a)}|{_listed(only_b)}"
    scores_a, scores_b = ({x for x in facts.figures if x[0] == "score"} for facts in (a.head, b.head))
    if not (scores_a <= scores_b or scores_b <= scores_a):
        yield f"score:{_listed(scores_a)}|{_listed(scores_b)}"


def _days(a: Profile, b: Profile) -> Iterator[str]:
    if a.update or b.update:
        return
    numbers_met = [x for x in shared(numbers(a.whole), numbers(b.whole)) if is_specific(x)]
    for sort in (*_STRICT_DAYS, *_LOOSE_DAYS):
        title = _of_sort(a.title, sort), _of_sort(b.title, sort)
        head = _of_sort(a.head, sort), _of_sort(b.head, sort)
        if _differ(*title):
            yield f"{sort}:{_join(title[0])}|{_join(title[1])}"
        elif _differ(*head) and (sort in _STRICT_DAYS or (sort == "year" and len(numbers_met) < 2)):
            yield f"{sort}:{_join(head[0])}|{_join(head[1])}"


def _of_sort(facts: Facts, sort: str) -> set[str]:
    return {day.partition(":")[2] for day in facts.days if day.startswith(f"{sort}:")}


def _differ(a: set[str], b: set[str]) -> bool:
    return bool(a and b) and not a & b


def _events(a: Profile, b: Profile) -> Iterator[str]:
    """A headline tells an event of which the other article knows nothing; an update may add one."""
    new_a, new_b = strange_events(a, b), strange_events(b, a)
    for new in (new_a, new_b):
        if any(is_following(event) for event in new):
            yield f"event:{_join(new)}"
    if new_a and new_b:
        yield f"event:{_join(new_a)}|{_join(new_b)}"


def strange_events(a: Profile, b: Profile) -> frozenset[str]:
    """The telling events in a's headline that b knows nothing of; none for an update, which may add one."""
    if a.update:
        return frozenset()
    priced = {"rise", "cut"} if a.title.sums and b.head.sums else set()
    return frozenset(
        event for event in a.title.events - b.whole.events if is_telling(event) or event in priced
    )


def _twins(a: Profile, b: Profile) -> Iterator[str]:
    """Headlines without a common name, or the same sentences with other names in the headline."""
    if a.title.names and b.title.names and not (_told(a.title.names, b) or _told(b.title.names, a)):
        yield f"name:{_join(a.title.names)}|{_join(b.title.names)}"
        return
    alike = len(a.spoken & b.spoken) / max(1, min(len(a.spoken), len(b.spoken)))
    contest = "beat" in a.title.events & b.title.events
    names = (a.title.names, b.title.names) if contest else (a.capitals, b.capitals)
    only_a, only_b = _untold(names[0], b), _untold(names[1], a)
    if (contest or alike >= _TWIN) and only_a and only_b and not (a.update or b.update):
        yield f"name:{_join(only_a)}|{_join(only_b)}"


def _untold(names: frozenset[str], article: Profile) -> list[str]:
    return [name for name in names if not tells_of(article, name)]


def _join(keys: Collection[str]) -> str:
    return ",".join(sorted(keys))


def _told(names: frozenset[str], article: Profile) -> bool:
    return any(tells_of(article, name) for name in names)


def _places(a: Profile, b: Profile) -> Iterator[str]:
    only_a, only_b = _strange_places(a, b), _strange_places(b, a)
    if only_a and only_b:
        yield f"place:{_join(only_a)}|{_join(only_b)}"


def _strange_places(a: Profile, b: Profile) -> set[str]:
    """Where a's headline plays and b does not; Europe is no other place than its countries."""
    strange = set(a.title.places - b.whole.places)
    if "eu" in b.title.places:
        return strange - EUROPEAN
    return strange - {"eu"} if b.title.places & EUROPEAN else strange


def _sorts(a: Profile, b: Profile) -> Iterator[str]:
    only_a, only_b = sorts_of(a.title.keys - b.whole.keys), sorts_of(b.title.keys - a.whole.keys)
    if only_a and only_b:
        yield f"sort:{_join(only_a)}|{_join(only_b)}"


def _wordings(a: Profile, b: Profile) -> Iterator[str]:
    """Nearly the same headline, but for a word on either side of which the other article knows nothing."""
    only_a, only_b = a.title.keys - b.whole.keys, b.title.keys - a.whole.keys
    if not (only_a and only_b) or a.language != b.language or a.update or b.update:
        return
    if ratio(a.headline, b.headline) >= _PATTERN:
        yield f"wording:{_join(only_a)}|{_join(only_b)}"


def _listed(found: Collection[Figure]) -> str:
    return ",".join(f"{value:g} {unit}" for unit, value in sorted(found))
