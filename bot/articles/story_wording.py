"""How alike two articles are worded, and what is put in the place of what; pure."""

from __future__ import annotations

from rapidfuzz.distance import LCSseq
from rapidfuzz.fuzz import ratio

from bot.answers.language import STOP_WORDS
from bot.articles.story_profile import Profile, is_told
from bot.articles.story_words import DAY_NAMES, keys_of, weight_of

# From here on two texts have more than chance in common; a text shorter than this says little of it.
_COPIED, _FEWEST = 0.4, 6
_RETOLD, _HEADLINES_ALIKE = 0.25, 65
_FAINT = 0.3


def _likeness(a: Profile, b: Profile) -> float:
    """How much of the wording two articles have in common, from 0 to 1; 0 in two languages."""
    if a.language != b.language:
        return 0.0
    titles = LCSseq.normalized_similarity(a.title_words, b.title_words)
    if min(len(a.text_words), len(b.text_words)) < _FEWEST:
        return titles
    return 0.4 * titles + 0.6 * LCSseq.normalized_similarity(a.text_words, b.text_words)


def swapped(a: Profile, b: Profile) -> float:
    """How much differs in the same sentences: words in the place of others, up to 3; titles count double."""
    copied = max(0.0, _likeness(a, b) - _COPIED) / (1 - _COPIED)
    if not copied:
        return 0.0
    in_title = _swaps(a.title_words, b.title_words, a, b)
    return copied * min(3.0, 2 * in_title + _swaps(a.text_words, b.text_words, a, b))


def _swaps(first: tuple[str, ...], second: tuple[str, ...], a: Profile, b: Profile) -> int:
    blocks: list[tuple[list[str], list[str]]] = [([], [])]
    for step in LCSseq.opcodes(first, second):
        if step.tag == "equal":
            blocks.append(([], []))
        else:
            blocks[-1][0].extend(first[step.src_start : step.src_end])
            blocks[-1][1].extend(second[step.dest_start : step.dest_end])
    strange = [(_strange_words(gone, b), _strange_words(come, a)) for gone, come in blocks]
    return sum(
        bool(gone and come) or any(_is_proper(word, a, b) for word in (*gone, *come))
        for gone, come in strange
    )


def _strange_words(found: list[str], article: Profile) -> list[str]:
    return [
        word
        for word in found
        if word not in article.words and (_has_digit(word) or word in DAY_NAMES or weight_of(word) > _FAINT)
    ]


def _is_proper(word: str, a: Profile, b: Profile) -> bool:
    return _has_digit(word) or word in a.names or word in b.names


def _has_digit(word: str) -> bool:
    return word not in STOP_WORDS and any(char.isdigit() for char in word)


def reworded(a: Profile, b: Profile) -> float:
    """Whether the headlines are nearly the same, but for a word on either side that the other has not."""
    if a.language != b.language or a.marks.update or b.marks.update:
        return 0.0
    for x, y in ((a, b), (b, a)):
        if all(is_told(word, keys_of(word), y) for word in x.title_words if weight_of(word)):
            return 0.0
    told_apart = min(len(a.text_words), len(b.text_words)) >= _FEWEST and (
        LCSseq.normalized_similarity(a.text_words, b.text_words) < _RETOLD
    )
    return float(not told_apart and ratio(a.headline, b.headline) >= _HEADLINES_ALIKE)
