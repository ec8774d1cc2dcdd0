"""What a person types to search: words, "phrases", -without; text → what is wanted; pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.answers.tokens import fold

_MOST = 12
_LONGEST = 1_000
_PART = re.compile(
    r"""(?P<minus>(?<!\S)-(?=[^\s-]))?
    (?: "(?P<straight>[^"]*)(?:"|$) | “(?P<curly>[^”]*)(?:”|$) | «(?P<french>[^»]*)(?:»|$)
      | (?P<word>[^\s"“”«»]+) )""",
    re.VERBOSE,
)
_LIGATURES = (("oe", "œ"), ("ae", "æ"))


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a text has to hold: words in some form or other, `phrases` as they stand, nothing of `without`."""

    words: str = ""
    phrases: tuple[str, ...] = ()
    without: tuple[str, ...] = ()

    @property
    def all_words(self) -> str:
        """Words and phrases without their marks."""
        return " ".join((self.words, *self.phrases)).strip()


def read(text: str) -> Wanted:
    """Any text can be read: a mark that is not closed ends with the text, what says nothing is left out."""
    words: list[str] = []
    phrases: dict[str, None] = {}
    without: dict[str, None] = {}
    for part in _PART.finditer(text[:_LONGEST]):
        word = part["word"]
        phrase = next((part[name] for name in ("straight", "curly", "french") if part[name] is not None), "")
        said = fold(word or phrase).strip()
        if not re.search(r"[^\W_]", said):
            continue
        if part["minus"]:
            without[said] = None
        elif word:
            words.append(word)
        else:
            phrases[" ".join(said.split())] = None
    return Wanted(" ".join(words), tuple(phrases)[:_MOST], tuple(without)[:_MOST])


def as_written(folded: str) -> tuple[str, ...]:
    """A folded word or phrase as texts may write it: ligatures too, and a model's letter apart (Q 10)."""
    found = [folded]
    for plain, ligature in _LIGATURES:
        if plain in folded:
            found.append(folded.replace(plain, ligature))
    if apart := re.fullmatch(r"([a-z]{1,3})-?(\d+\S*)", folded):
        found += [f"{apart[1]} {apart[2]}", f"{apart[1]}{apart[2]}"]
    return tuple(dict.fromkeys(found))
