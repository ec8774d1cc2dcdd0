"""What is left of a deleted comment in others that quote it; pure.

Quotes go by line: in markdown a line that begins with `>`, or a line that repeats another comment without
any sign, or a part of a line between quotation marks.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b

from bot import plain
from storage.records import Comment

# Stands for a quote of what was deleted, whatever the language.
GONE = "[…]"

# So many letters make a quote that nobody else would write: where it is marked, in quotation marks, in an
# answer to what it repeats, and anywhere.
_MARKED, _BETWEEN, _ANSWERING, _ANYWHERE = 8, 16, 20, 60
_PREFIX = re.compile(r"(?:>\s?)+")
_SPAN = re.compile(r"«([^«»\n]+)»|“([^“”\n]+)”|„([^„“”\n]+)[“”]|\"([^\"\n]+)\"")
_OMISSION = re.compile(r"\[?(?:…|\.{3})\]?")


@dataclass(frozen=True, slots=True)
class Quote:
    """A quote of a deleted comment, without its text: `key` stands for that.

    `within` is the comment that repeats it without any sign; 0: it is marked as a quote wherever it is.
    """

    deleted: int
    key: str
    within: int = 0


def hide(markdown: str, keys: Collection[str], own: Collection[str] = ()) -> str:
    """A comment without some quotes; those of `own` also where nothing marks them."""
    if not keys and not own:
        return markdown
    lines: list[str] = []
    for line in markdown.split("\n"):
        hidden = _hide_in(line, keys, own)
        if not (hidden != line and lines and lines[-1] == hidden):
            lines.append(hidden)
    return "\n".join(lines)


def of_deleted(gone: Collection[int], thread: Sequence[Comment]) -> list[Quote]:
    """The quotes of comments that go, by id, in those of their thread that stay.

    What somebody had said before them is not theirs.
    """
    stays = [_Read.of(comment) for comment in thread if comment.id not in gone]
    found: dict[Quote, None] = {}
    for deleted in thread if stays else ():
        if deleted.id in gone:
            earlier = [_letters(c.item.markdown) for c in thread if _age(c) < _age(deleted)]
            said = _letters(_own_words(deleted, earlier))
            for read in stays:
                if said and _age(read.comment) > _age(deleted):
                    found |= dict.fromkeys(read.quotes(deleted, said, earlier))
    return list(found)


@dataclass(frozen=True, slots=True)
class _Read:
    """A comment, its lines (whether marked as a quote, what is said), and what is in quotation marks."""

    comment: Comment
    lines: tuple[tuple[bool, str, tuple[str, ...]], ...]
    spans: tuple[tuple[str, tuple[str, ...]], ...]

    @classmethod
    def of(cls, comment: Comment) -> _Read:
        text = comment.item.markdown
        lines = [(bool(_PREFIX.match(line)), line, _parts(line)) for line in text.split("\n")]
        spans = ["".join(part or "" for part in span.groups()) for span in _SPAN.finditer(text)]
        return cls(comment, tuple(lines), tuple((span, _parts(span)) for span in spans))

    def quotes(self, deleted: Comment, said: str, earlier: Sequence[str]) -> Iterator[Quote]:
        """What it quotes of a deleted comment's own words."""
        enough = _ANSWERING if self.comment.parent_id == deleted.id else _ANYWHERE
        for marked, line, parts in self.lines:
            if _repeats(parts, said, earlier, _MARKED if marked else enough, whole=marked):
                yield Quote(deleted.id, _key(line), 0 if marked else self.comment.id)
        for span, parts in self.spans:
            if _repeats(parts, said, earlier, _BETWEEN):
                yield Quote(deleted.id, _key(span))


def _repeats(
    parts: Sequence[str], said: str, earlier: Sequence[str], enough: int, *, whole: bool = False
) -> bool:
    """`whole`: it may also repeat all that was said, however short, or that and more."""
    letters = "".join(parts)
    if len(letters) >= enough:
        repeated = all(part in said for part in parts) or (whole and len(said) >= enough and said in letters)
    else:
        repeated = whole and letters == said
    return repeated and not any(all(part in other for part in parts) for other in earlier)


def _parts(text: str) -> tuple[str, ...]:
    """What is said, without what a quote leaves out."""
    return tuple(part for part in map(_letters, _OMISSION.split(text)) if part)


def _own_words(comment: Comment, earlier: Sequence[str]) -> str:
    """A comment's text without what it quotes itself."""
    lines = [line for line in comment.item.markdown.split("\n") if not _PREFIX.match(line)]
    return "\n".join(line for line in lines if not _is_known(_letters(line), earlier))


def _is_known(letters: str, earlier: Sequence[str]) -> bool:
    return len(letters) >= _ANSWERING and any(letters in other for other in earlier)


def _hide_in(line: str, keys: Collection[str], own: Collection[str]) -> str:
    marked = _PREFIX.match(line)
    key = _key(line)
    if marked and key in keys:
        return f"{marked.group().rstrip()} {GONE}"
    if not marked and key in own:
        return GONE
    return _SPAN.sub(lambda span: _hide_span(span, keys), line)


def _hide_span(span: re.Match[str], keys: Collection[str]) -> str:
    text = span.group()
    return f"{text[0]}{GONE}{text[-1]}" if _key(text[1:-1]) in keys else text


def _key(text: str) -> str:
    return blake2b(_letters(text).encode(), digest_size=12).hexdigest()


def _letters(text: str) -> str:
    return "".join(c for c in plain.fold(text) if c.isalnum())


def _age(comment: Comment) -> tuple[object, int]:
    return comment.item.published, comment.id
