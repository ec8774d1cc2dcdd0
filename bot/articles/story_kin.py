"""Words that stand for one another in news: "bordelais" and "Gironde", "the regulator" and "Ofcom"; pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import cache
from itertools import pairwise

from bot.articles.story_profile import Profile
from bot.articles.story_words import lines_of


@cache
def _groups() -> Mapping[str, frozenset[int]]:
    """By word, or two in a row joined by "_": the numbers of its groups."""
    found: dict[str, frozenset[int]] = {}
    for number, line in enumerate(lines_of("story_kin.txt")):
        for word in line.split():
            found[word] = found.get(word, frozenset()) | {number}
    return found


def kin(a: Profile, b: Profile) -> dict[str, float]:
    """How often what one article names is named otherwise in the other, in the headlines and in all."""
    in_a, in_b = _said(a, a.words), _said(b, b.words)
    of_titles = _said(a, a.title_words), _said(b, b.title_words)
    return {
        "kin_met": float(len(_met(in_a, in_b))),
        "title_kin_met": float(len(_met(of_titles[0], in_b) | _met(of_titles[1], in_a))),
    }


def _said(article: Profile, words: Collection[str]) -> frozenset[str]:
    pairs = {"_".join(pair) for part in (article.title_words, article.text_words) for pair in pairwise(part)}
    return frozenset(word for word in {*words, *pairs} if word in _groups())


def _met(said: frozenset[str], others: frozenset[str]) -> set[int]:
    """The groups that either tells by words that the other has not."""
    return _numbers(said - others) & _numbers(others - said)


def _numbers(said: frozenset[str]) -> set[int]:
    return {number for word in said for number in _groups()[word]}
