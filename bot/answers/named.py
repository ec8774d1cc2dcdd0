"""The products that a question names: never one for its sibling."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from rapidfuzz.distance import OSA

from bot.answers.language import COMMON_WORDS, MODEL_WORDS
from bot.answers.named_spelling import counted_apart, respelled, runs
from bot.answers.product_names import NUMERALS, key
from bot.answers.products import names
from bot.answers.tokens import fold, plus_signs

_YEAR = re.compile(r"(?:19|20)\d\d")
_LONG_NUMBER = re.compile(r"\d{4,}")
_SMALL_CODE = re.compile(r"[a-z]\d{1,3}[a-z]?\+?")
_APART = re.compile(r"\b([a-z]) (\d{1,3})\b")
_SHORTEST = 3
_MOST_WANTED = 4
# Xbox Series S is "the Series S" too.
_OF_A_SERIES = 2
_INCHES = re.compile(r"1[0-7]")
# The 15R of a OnePlus, the 4a of a Pixel.
_NUMBERED = re.compile(r"\d{1,2}[a-z]")
# Phone (2a) Plus is one name.
_BRACKETS = re.compile(r"[()]")
# What a name may leave out where the archive has no other: the Framework (Laptop) 16.
_KINDS_OF_THINGS = frozenset(
    "series serie laptop phone smartphone scooter console model generation gen rx rtx gtx".split()
)
_CAPITALS = re.compile(r"\b[A-ZÀ-Ý][^\W_]*")
_CODE = re.compile(r"[a-z]\d{1,2}")
_VERSION = re.compile(r"\b\d+(?:\.\d+)+$")
# "Mini" says nothing of a model here, nor do so many gigabytes.
_NO_NAMES = re.compile(
    r"\bmini(?=[ -](?:pc|ordinateur|console|led|jack|hdmi|usb|sim)\b)"
    r"|\bmax(?= (?:speed|size|range|power|ram|memory|length|price|weight|resolution)\b)"
    r"|(?<=[a-z] )\b(?:64|128|256|512)\b(?! ?\+)",
    re.IGNORECASE,
)
# A capital V is a five: A7 V.
_AGAINST = re.compile(r"\b(?:(?-i:v)|vs|versus|contre)\b\.?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A product that a question names. `forms` are its names without spaces, folded; `words` theirs.

    Its `core` may stand apart from the `rest`: the Pixel 4 … and the XL. A bare code has the `maker` that was
    named with it. A `proper` name is known from titles alone: any capital behind it makes it another.
    The `short` forms count where the text holds the `lead` that they leave out: the M5 of an Orso.
    Of a number that may be inches, `size` is the number: Framework 13.
    """

    name: str
    forms: frozenset[str]
    words: frozenset[str]
    maker: str = ""
    core: str = ""
    rest: frozenset[str] = frozenset()
    proper: bool = False
    size: str = ""
    short: frozenset[str] = frozenset()
    lead: str = ""


def wanted(question: str, corrections: Mapping[str, str], titles: Iterable[str]) -> tuple[Wanted, ...]:
    """The products that a question names, in small letters too where the titles know the name."""
    question = " ".join(
        _BRACKETS.sub(" ", plus_signs(_AGAINST.sub(",", _NO_NAMES.sub(",", question)))).split()
    )
    titles = list(titles)
    known = [name for title in titles for name in title_names(title)]
    found: dict[str, Wanted] = {}
    for name in names(_recased(question, corrections, known)):
        each = _wanted(_meant(name, known))
        if each.forms:
            found.setdefault(min(each.forms), _as_titled(each, titles))
    products = list(found.values()) or [_proper(run) for run in runs(question, corrections, titles)]
    return tuple(products[:_MOST_WANTED])


def _as_titled(product: Wanted, titles: Sequence[str]) -> Wanted:
    """A product with the other forms that titles give its name."""
    pieces = key(product.name)
    more = _fuller(product, titles) | _by_initial(pieces, titles)
    return replace(product, forms=product.forms | more) if more else product


def _fuller(product: Wanted, titles: Iterable[str]) -> frozenset[str]:
    """Names that say of which kind it is, Framework Laptop 16 for Framework 16; none beside its own."""
    pieces, words = key(product.name), fold(product.name).split()
    found: set[str] = set()
    for title in titles:
        for name in title_names(title):
            if key(name) == pieces:
                return frozenset()
            short = [_without_plus(word) for word in fold(name).split() if word not in _KINDS_OF_THINGS]
            if short == words or (short == words[1:] and words[0] in fold(title).split()):
                found.add("".join(key(name)))
    return frozenset(found)


def _without_plus(word: str) -> str:
    """A service's name without its sign: iCloud+ is iCloud, S9+ is not S9."""
    return word[:-1] if word[:-1].isalpha() and word[-1] == "+" else word


def _by_initial(pieces: Sequence[str], titles: Iterable[str]) -> frozenset[str]:
    """R5 for Renault 5, and the other way round, where a title has both Renault and R5."""
    code = pieces[0] if len(pieces) == 1 else pieces[0][:1] + "".join(pieces[1:])
    if len(pieces) > 2 or not _CODE.fullmatch(code):
        return frozenset()
    held = (frozenset(map(fold, _CAPITALS.findall(title))) for title in titles)
    makers = {
        word
        for words in held
        if code in words
        for word in words
        if word[0] == code[0] and word.isalpha() and len(word) > _SHORTEST
    }
    if len(pieces) == 1:
        return frozenset(maker + code[1:] for maker in makers)
    return frozenset([code]) if pieces[0] in makers else frozenset()


def _proper(words: Sequence[str]) -> Wanted:
    name = _wanted(" ".join(words)) if _INCHES.fullmatch(words[-1]) else None
    first, *others = words
    forms = {"".join(words), first + "".join(NUMERALS.get(word, word) for word in others)}
    return name or Wanted(" ".join(words), frozenset(forms), frozenset(words), proper=True)


def _meant(name: str, known: Sequence[str]) -> str:
    """The known name that a mistyped one stands for, by an edit in one of its words; never in its model."""
    pieces = key(name)
    others = {other: key(other) for other in known}
    if any("".join(other) == "".join(pieces) for other in others.values()):
        return name
    return next((other for other, meant in others.items() if _mistyped(pieces, meant)), name)


def _mistyped(pieces: Sequence[str], meant: Sequence[str]) -> bool:
    if len(pieces) != len(meant):
        return False
    differing = [pair for pair in zip(pieces, meant, strict=True) if pair[0] != pair[1]]
    return len(differing) == 1 and all(
        one.isalpha()
        and other.isalpha()
        and min(len(one), len(other)) >= _SHORTEST
        and not {one, other} & MODEL_WORDS
        and OSA.distance(one, other) == 1
        for one, other in differing
    )


@lru_cache(maxsize=4_000)
def title_names(title: str) -> tuple[str, ...]:
    """The products named in a title."""
    return tuple(names(title))


@lru_cache(maxsize=1_000)
def _wanted(name: str) -> Wanted:
    pieces = [piece for piece in key(name) if not _YEAR.fullmatch(piece)]
    forms = {"".join(pieces)}
    whole = frozenset(forms)
    for lead in (1, 2):
        short = pieces[lead:]
        if short and _stands_alone(short):
            forms.add("".join(short))
    if len(pieces) > _OF_A_SERIES and len(pieces[-1]) == 1 and pieces[1].isalpha():
        forms.add("".join(pieces[1:]))
    if len(pieces) > 1 and _LONG_NUMBER.fullmatch(pieces[-1]):
        forms.add(pieces[-1])
    core, rest = list(pieces), []
    while len(core) > 1 and not core[-1].isdigit():
        rest.append(core.pop())
    words = {word for piece in pieces for word in (piece, piece.rstrip("+"))} | set(fold(name).split())
    words |= {one + link + other for one, other in itertools.pairwise(pieces) for link in ("", "_")}
    version = _VERSION.search(name)
    if version and len(pieces) > len(version[0].split(".")):
        # Vivaldi names its 7.10 without its own name.
        rest = version[0].split(".")
        core = pieces[: -len(rest)]
    size = pieces[-1] if len(pieces) > 1 and not version and _INCHES.fullmatch(pieces[-1]) else ""
    joined = "".join(core) if rest else ""
    first = fold(name).split()[0]
    code = len(pieces) == 1 and (_SMALL_CODE.fullmatch(pieces[0]) or pieces[0].isalpha())
    maker = first if code and first != pieces[0] else ""
    shorter = frozenset(forms - whole) if len(pieces) > 1 else frozenset()
    return Wanted(
        name,
        frozenset(forms - {""}),
        frozenset(words),
        maker,
        joined,
        frozenset(rest),
        size=size,
        short=shorter,
        lead=pieces[0] if shorter else "",
    )


def _stands_alone(short: Sequence[str]) -> bool:
    """Whether the end of a name is one where its beginning was named before: K9, Watch 4, 7 Pro."""
    if short[0][0].isdigit():
        return (len(short) > 1 and short[-1] in MODEL_WORDS) or _NUMBERED.fullmatch(short[0]) is not None
    return short[0] not in MODEL_WORDS and any(map(str.isdigit, "".join(short)))


def _recased(question: str, corrections: Mapping[str, str], known: Sequence[str]) -> str:
    """The question with its words corrected, and those of known names in their usual spelling."""
    spelling: dict[str, str] = {}
    for name in known:
        for word in name.split():
            if not word.islower() and (word[0].isalpha() and (len(word) > 1)):
                spelling.setdefault(fold(word), word)

    codes = {fold(name).split()[-1] for name in known}
    # Who puts capitals to names means the word by one that has none.
    cased = any(map(str.isupper, question[1:]))

    def spell(match: re.Match[str]) -> str:
        word = corrections.get(fold(match[0]), match[0])
        folded = fold(word)
        if folded[:-1] in codes and folded.endswith("s") and folded not in codes:
            word, folded = word[:-1], folded[:-1]
        if folded in spelling and not (cased and word.islower() and folded in COMMON_WORDS):
            return spelling[folded]
        if _SMALL_CODE.fullmatch(folded) or (folded.endswith("+") and folded[:-1].isalpha()):
            return word[0].upper() + word[1:]
        return word.title() if match[0].istitle() else word

    joined = _APART.sub(
        lambda match: match[1] + match[2] if match[1] + match[2] in codes else match[0], question
    )
    return respelled(counted_apart(re.sub(r"[^\W_]+\+?", spell, plus_signs(joined))), known)
