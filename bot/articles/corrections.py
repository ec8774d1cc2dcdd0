"""What changed in an article so that its readers should hear of it; pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from bot import plain
from storage.records import ArticleItem

_FIGURES_SAID, _NOTE = 5, 240
_SENTENCES = 80
_SENTENCE_ALIKE = 72
_TYPO_LETTERS = 5

_SENTENCE = re.compile(r"(?<=[.!?…])\s+|\n+")
_UNITS = (
    r"[$€£¥%]|euros?|eur|dollars?|livres?|pounds?|pour\scent|percent|millions?|milliards?|billions?|"
    r"[kmgt]?wh?|[kmgt][bo]|mah|[kmg]?hz|[mck]?m|k?g|pouces|inch(?:es)?|heures?|hours?|minutes?|jours?|days?|"
    r"ans?|years?|janvier|f[ée]vrier|mars|avril|mai|juin|juillet|ao[uû]t|septembre|octobre|novembre|d[ée]cembre|"
    r"january|february|march|april|may|june|july|august|september|october|november|december"
)
_FIGURE = re.compile(rf"(?:[$€£¥]\s?)?\d+(?:[.,\u00a0\u202f ]\d+)*(?:\s?(?:{_UNITS})(?!\w))?", re.IGNORECASE)
_NOTE_MARK = re.compile(
    r"^\W*(?:\[\s*)?(?:mise à jour|màj|maj|rectificatif|correction|corrigé|erratum|édit|edit|update|updated|"
    r"corrected|clarification|editor.s note)\b[^\n]*",
    re.IGNORECASE | re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class Change:
    """A material change: the headline before and after, figures before and after, the site's own note."""

    headline: tuple[str, str] | None = None
    figures: tuple[tuple[str, str], ...] = ()
    note: str = ""


def compare(before: ArticleItem, after: ArticleItem) -> Change | None:
    """What a reader of the first version should hear, or None: a typo, more text, another picture."""
    change = Change(
        headline=(before.title, after.title) if _says_something_else(before.title, after.title) else None,
        figures=tuple(dict.fromkeys(_changed_figures(before, after)))[:_FIGURES_SAID],
        note=_note(before, after),
    )
    return change if change != Change() else None


def _says_something_else(before: str, after: str) -> bool:
    """Whether two headlines differ by more than typography and slips of the pen."""
    old, new = _words(before), _words(after)
    if old == new:
        return False
    for tag, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        if j - i != m - k or not all(map(_is_slip, old[i:j], new[k:m])):
            return True
    return False


def _is_slip(before: str, after: str) -> bool:
    """One letter too many, too few, or two in the wrong order; another letter may be another word."""
    if min(len(before), len(after)) < _TYPO_LETTERS or not (before + after).isalpha():
        return False
    return OSA.distance(before, after) == 1 and (len(before) != len(after) or sorted(before) == sorted(after))


def _words(title: str) -> list[str]:
    # A plus belongs to a product's name.
    return plain.fold(title.replace("+", " plus ")).split()


def _changed_figures(before: ArticleItem, after: ArticleItem) -> Iterator[tuple[str, str]]:
    """Figures that differ between a sentence and what it became."""
    old, new = _sentences(before), _sentences(after)
    gone = [sentence for sentence in old if sentence not in new][:_SENTENCES]
    come = [sentence for sentence in new if sentence not in old][:_SENTENCES]
    for sentence in gone:
        bare = [_without_figures(other) for other in come]
        match = process.extractOne(
            _without_figures(sentence), bare, scorer=fuzz.ratio, score_cutoff=_SENTENCE_ALIKE
        )
        if match is None:
            continue
        was, now = _FIGURE.findall(sentence), _FIGURE.findall(come[match[2]])
        if len(was) == len(now):
            yield from (
                (a.strip(), b.strip()) for a, b in zip(was, now, strict=True) if _amount(a) != _amount(b)
            )


def _sentences(item: ArticleItem) -> dict[str, None]:
    text = f"{item.subtitle}\n{item.text or item.summary}"
    return dict.fromkeys(s.strip() for s in _SENTENCE.split(text) if s.strip())


def _without_figures(sentence: str) -> str:
    return _FIGURE.sub("#", sentence)


def _amount(figure: str) -> str:
    return re.sub(r"[\s\u00a0\u202f]", "", figure).casefold()


def _note(before: ArticleItem, after: ArticleItem) -> str:
    had = {plain.fold(found.group()) for found in _NOTE_MARK.finditer(before.text)}
    fresh = (
        found.group() for found in _NOTE_MARK.finditer(after.text) if plain.fold(found.group()) not in had
    )
    return plain.shorten(plain.one_line(next(fresh, "")), _NOTE)
