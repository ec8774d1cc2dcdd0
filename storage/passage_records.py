"""The records of the index: which text, what is indexed of it, what was found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

ARTICLE = 0
"""Stands for the article itself where an id of a comment is expected."""


@dataclass(frozen=True, slots=True)
class TextRef:
    """Which text: an article's (comment ARTICLE) or a comment's."""

    article_id: int
    comment_id: int


@dataclass(frozen=True, slots=True)
class IndexedText:
    """A text to be indexed, as it is stored. For a comment, `title` is its article's."""

    ref: TextRef
    digest: str
    title: str
    subtitle: str
    author: str
    categories: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class PassageTerms:
    """A passage ready for the index: its place in the text (characters), its terms parted by spaces."""

    first: int
    last: int
    title: str
    body: str
    context: str

    def terms(self) -> set[str]:
        """Each term once."""
        return set(f"{self.title} {self.body} {self.context}".split())


@dataclass(frozen=True, slots=True)
class TextTerms:
    """A text ready for the index."""

    ref: TextRef
    digest: str
    passages: tuple[PassageTerms, ...]


@dataclass(frozen=True, slots=True)
class ReadTexts:
    """Texts ready for the index, each term's count of passages, and pairs of term and word as written."""

    texts: tuple[TextTerms, ...]
    counts: Mapping[str, int]
    words: frozenset[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class WantedTerm:
    """A term to look for, and how well it stands for what was asked (1 is exactly)."""

    term: str
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class FoundPassage:
    """A passage of the index, with all of its terms. Its id is below 0 where it is a comment's."""

    id: int
    ref: TextRef
    first: int
    last: int
    title: str
    body: str
    context: str


@dataclass(frozen=True, slots=True)
class IndexChange:
    """What changed: ids of passages that are gone, new passages, and the terms' counts up or down."""

    gone: tuple[int, ...]
    new: tuple[FoundPassage, ...]
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class AnswerSource:
    """An article's or comment's text with what a reader is told about where it stands."""

    ref: TextRef
    source: str
    title: str
    subtitle: str
    url: str
    published: datetime | None
    text: str
    author: str
    comment_url: str
    written: datetime | None
    article_author: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class IndexState:
    """How many passages there are, and whether some are comments'.

    `change` differs after every change of the index.
    """

    passages: int = 0
    change: int = -1
    comments: bool = False
