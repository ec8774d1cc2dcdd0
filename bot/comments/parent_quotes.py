"""Which comment, or the article, a piece of text repeats; pure."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from bot.answers.language import STOP_WORDS
from bot.comments.parent_text import sentences, words

_LEFT_OUT = re.compile(r"\[\s*(?:…|\.{2,})\s*\]|\(\s*(?:…|\.{2,})\s*\)|…|\.{3,}")
_SHINGLE = 3
_NEAR, _NEAR_PLAIN = 88, 92
_PARTED = 8
_USUAL = 20
_COMMON = 60
_LONGEST = 800
# What many say of anything: repeating it quotes nobody.
_STOCK = frozenset(
    " ".join(words(line))
    for line in """
    merci pour l'article|merci pour cet article|merci pour l'info|merci pour le lien|merci pour la réponse
    tout à fait d'accord|je suis d'accord|entièrement d'accord|bien d'accord|je ne suis pas d'accord
    c'est n'importe quoi|n'importe quoi|du grand n'importe quoi|c'est du grand n'importe quoi|bonne nouvelle
    c'est une bonne nouvelle|c'est une honte|c'est honteux|c'est scandaleux|quelle honte|on croit rêver
    on marche sur la tête|comme d'habitude|rien à ajouter|rien à redire|vivement la suite|affaire à suivre
    on verra bien|qui vivra verra|bon article|très bon article|article intéressant|il était temps|bon courage
    thanks for the article|thank you for this article|great article|good article|nice article|great read
    i agree|i totally agree|i completely agree|i disagree|could not agree more|couldn't agree more|well said
    what a joke|what a surprise|no surprise there|what a shame|good news|great news|about time|time will tell
    thanks for the info|thanks for the link|thank you very much|thanks a lot|nothing new here|good for them
    merci beaucoup|merci à tous|merci à vous|bonjour à tous|thanks everyone|thank you all|shame on them
    """.replace("|", "\n").split("\n")
    if line.strip()
)


@dataclass(frozen=True, slots=True)
class Match:
    """The places where a text was found: the comments' ranks, earliest first; `exact` word by word, `whole`
    where it is a sentence of its own.
    """

    ranks: tuple[int, ...] = ()
    exact: bool = True
    whole: tuple[int, ...] = ()


class Article:
    """The text that everyone may quote."""

    def __init__(self, text: str) -> None:
        told = words(text)
        self._text = f" {' '.join(told)} "
        self._runs = set(_shingles(told))

    def holds(self, tokens: Sequence[str], marked: bool) -> bool:
        if len(tokens) < (2 if marked else 4):
            return False
        if f" {' '.join(tokens)} " in self._text:
            return True
        runs = _shingles(tokens)
        known = sum(run in self._runs for run in runs)
        return len(tokens) >= 5 and known >= 0.5 * len(runs) and _is_near(tokens, self._text, _NEAR)

    def holds_parts(self, text: str) -> bool:
        """All of a text whose middle was left out."""
        parts = parts_of(text)
        return len(parts) > 1 and all(f" {' '.join(part)} " in self._text for part in parts)


class Shelf:
    """The comments said so far, by rank. `own` is what a comment says itself, `full` with what it quotes."""

    def __init__(self) -> None:
        self._own: dict[int, str] = {}
        self._full: dict[int, str] = {}
        self._wholes: dict[str, list[int]] = defaultdict(list)
        self._runs: dict[tuple[str, ...], list[int]] = defaultdict(list)
        self._holders: dict[str, list[int]] = defaultdict(list)

    def add(self, rank: int, lines: Iterable[str], full: Sequence[str]) -> None:
        said = [words(line) for line in lines]
        own = [word for line in said for word in line][:_LONGEST]
        full = full[:_LONGEST]
        self._own[rank], self._full[rank] = f" {' '.join(own)} ", f" {' '.join(full)} "
        for whole in {*(" ".join(line) for line in said), " ".join(own), *_sentences_of(lines)}:
            self._wholes[whole].append(rank)
        for run in {*_shingles(own), *_shingles(full)}:
            self._runs[run].append(rank)
        for word in {*own, *full} - STOP_WORDS:
            self._holders[word].append(rank)

    def said(self, rank: int) -> int:
        """How many words a comment has of its own."""
        return len(self._own[rank].split())

    def find(self, text: str, among: Collection[int] | None = None, *, marked: bool) -> Match:
        """Where a text comes from. What is not marked as a quote must be a whole sentence, or long."""
        tokens = words(text)
        if not tokens or (not marked and not _tells(tokens)):
            return Match()
        found = self._exact(tokens, marked, among)
        if not found.ranks and len(parts := parts_of(text)) > 1 and (marked or len(tokens) >= _PARTED):
            found = self._parts(parts, among)
        if not found.ranks and len(tokens) >= (4 if marked else _PARTED):
            near = self._near(tokens, among, marked)
            found = Match(tuple(near), exact=False)
        return found

    def _exact(self, tokens: Sequence[str], marked: bool, among: Collection[int] | None) -> Match:
        text = f" {' '.join(tokens)} "
        wholes = [rank for rank in self._wholes.get(text.strip(), ()) if among is None or rank in among]
        if marked and among and not wholes and len(tokens) < _SHINGLE:
            wholes = [rank for rank in among if text in self._own[rank]]
        if len(tokens) < _SHINGLE or (not marked and len(tokens) < 5):
            return Match(tuple(wholes), whole=tuple(wholes))
        near = self._candidates(tokens, 1.0, among)
        own = [rank for rank in near if text in self._own[rank]] or [r for r in near if text in self._full[r]]
        if not marked and not wholes and not _tells_much(tokens):
            return Match()
        return Match(tuple(own), whole=tuple(wholes))

    def _parts(self, parts: Sequence[Sequence[str]], among: Collection[int] | None) -> Match:
        first = max(parts, key=len)
        ranks = [r for r in self._exact(first, True, among).ranks if _in_order(parts, self._own[r])]
        return Match(tuple(ranks))

    def _near(self, tokens: Sequence[str], among: Collection[int] | None, marked: bool) -> list[int]:
        least, part = (_NEAR, 0.8) if marked else (_NEAR_PLAIN, 1.0)
        ranks = self._candidates(tokens, 0.34, among) or self._by_words(tokens, among)
        scored = [
            (fuzz.partial_ratio(" ".join(tokens), self._own[r]), -r)
            for r in ranks
            if _long(tokens, self._own[r], part)
        ]
        best = max(scored, default=(0.0, 0))
        return [-best[1]] if best[0] >= least else []

    def _candidates(self, tokens: Sequence[str], share: float, among: Collection[int] | None) -> list[int]:
        """The comments that hold at least a share of the text's runs of words."""
        runs = _shingles(tokens)[:_COMMON]
        if share == 1.0:
            rarest = min((self._runs.get(run, []) for run in runs), key=len, default=[])
            return [rank for rank in rarest if among is None or rank in among]
        held = Counter(rank for run in runs for rank in self._runs.get(run, ()))
        ranks = [r for r, n in held.items() if n >= share * len(runs) and (among is None or r in among)]
        return sorted(ranks, key=lambda r: (-held[r], r))[:_COMMON]

    def _by_words(self, tokens: Sequence[str], among: Collection[int] | None) -> list[int]:
        telling = [word for word in set(tokens) - STOP_WORDS if len(self._holders.get(word, ())) <= _COMMON]
        held = Counter(rank for word in telling for rank in self._holders.get(word, ()))
        likely = [
            r for r, n in held.most_common(_COMMON) if 2 * n >= len(telling) and (among is None or r in among)
        ]
        return likely[:20]


def parts_of(text: str) -> list[list[str]]:
    """What stands between the places where something was left out."""
    return [tokens for part in _LEFT_OUT.split(text) if len(tokens := words(part)) > 1]


def stem(word: str) -> str:
    return word if word.isdigit() else word[:6]


def telling(tokens: Iterable[str]) -> set[str]:
    """The words that say what a text is about, cut to what their forms share."""
    return {stem(word) for word in tokens if word not in STOP_WORDS and (len(word) > 2 or word.isdigit())}


class Weights:
    """How rare each word is in a thread: 1 where it is nowhere, 0 where it is everywhere. In long texts words
    meet by chance and count less.
    """

    def __init__(self, texts: Sequence[Iterable[str]]) -> None:
        self._held = Counter(word for text in texts for word in set(text))
        self._most = math.log(1 + max(2, len(texts)))

    def shared(self, a: set[str], b: set[str]) -> float:
        met = sum(1 - math.log(1 + self._held[word]) / self._most for word in a & b)
        return met / math.sqrt(max(1, len(a) / _USUAL) * max(1, len(b) / _USUAL))


def _tells(tokens: Sequence[str]) -> bool:
    return len(tokens) > 2 and len(telling(tokens)) > 1 and " ".join(tokens) not in _STOCK


def _tells_much(tokens: Sequence[str]) -> bool:
    return len(tokens) > 5 and len(telling(tokens)) > 2


def _shingles(tokens: Sequence[str]) -> list[tuple[str, ...]]:
    return [tuple(tokens[i : i + _SHINGLE]) for i in range(len(tokens) - _SHINGLE + 1)]


def _sentences_of(lines: Iterable[str]) -> set[str]:
    return {" ".join(words(line[start:end])) for line in lines for start, end in sentences(line)}


def _is_near(tokens: Sequence[str], text: str, least: float) -> bool:
    return (
        _long(tokens, text, 0.8) and fuzz.partial_ratio(" ".join(tokens), text, score_cutoff=least) >= least
    )


def _long(tokens: Sequence[str], text: str, part: float) -> bool:
    """What is much shorter than the quote cannot be its origin, however well it fits inside."""
    return len(text) >= part * sum(len(token) + 1 for token in tokens)


def _in_order(parts: Sequence[Sequence[str]], text: str) -> bool:
    end = 0
    for part in parts:
        place = text.find(f" {' '.join(part)} ", end)
        if place < 0:
            return False
        end = place + 1
    return True
