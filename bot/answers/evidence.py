"""Passages found → pieces of their texts, with what the rules need to know of each."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass

from bot.answers import opinions
from bot.answers.budget import Budget
from bot.answers.excerpts import Excerpt, excerpts
from bot.answers.holding import (
    Question,
    counted,
    ideas_held,
    proper_names,
    sentence_held,
    shaped_like,
    value_held,
)
from bot.answers.kinds import DATE, holds
from bot.answers.language import (
    CHANGE,
    COUNTRIES,
    IN_CURRENCY,
    LAUNCH_WORDS,
    MEASURE_WORDS,
    OWNER_WORDS,
    RELEASE_WORDS,
    TALK_WORDS,
    TARIFF_WORDS,
)
from bot.answers.loose_words import CATEGORY_WORDS, LOOSE_WORDS
from bot.answers.named import Wanted, title_names
from bot.answers.named_texts import (
    AROUND,
    BY_PARTS,
    BY_WORDS,
    IN_PIECE,
    IN_TITLE,
    OF_THE_LINE,
    VARIANTS,
    Reading,
    in_title,
    main_subject,
    sibling_in,
    without_short,
)
from bot.answers.passages import plain
from bot.answers.question import Asked, Idea
from bot.answers.rank import Scored
from bot.answers.rules import Evidence, Intent, Subject, is_manner
from bot.answers.tokens import fold
from bot.answers.vocabulary import Vocabulary
from storage.passage_records import ARTICLE, AnswerSource, TextRef

PASSAGE_LENGTH = 700
_PIECES_OF_A_TEXT = 4
_AROUND = 0.6
_OPENING = 1_500
_LEAD = 300
_TOLD = 0.8
_QUARTER = re.compile(r"[qt][1-4]")
# Written with a number, and nothing's model.
_NO_MODELS = frozenset("co2 mp3 mp4 h264 h265 24h 7j 1er 1ere 2e 2eme 3e 3eme 1st 2nd 3rd 4th".split())
# What a number behind it is the name of, though everybody uses the word.
_COUNTED_ON = frozenset("version versions v episode saison season chapter chapitre numero number no".split())


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a text, and what it holds."""

    source: AnswerSource
    text: str
    evidence: Evidence


def subjects(
    asked: Asked, intent: Intent, vocabulary: Vocabulary, products: Sequence[Wanted]
) -> list[Subject]:
    """The question's ideas as the rules weigh them."""
    rarest = vocabulary.rarity(0)
    named = frozenset().union(*(product.words for product in products))
    sizes = {product.size for product in products}
    telling = RELEASE_WORDS if intent.price or DATE in intent.kinds else frozenset()
    telling |= TARIFF_WORDS if intent.price else frozenset()
    telling |= LAUNCH_WORDS if intent.launch else frozenset()
    telling = telling.union(*(OWNER_WORDS.get(kind.name, ()) for kind in intent.kinds))
    return [
        Subject(
            weight=1 + idea.rarity / rarest,
            rarity=idea.rarity,
            # A number that may be inches is written in many ways.
            model=idea.exact
            and not (
                is_manner(idea.word, opinion=intent.opinion)
                or idea.word in sizes
                or _counts(idea, before, named, asked)
            ),
            manner=idea.asking
            or is_manner(idea.word, opinion=intent.opinion)
            or idea.word in telling
            or _tells(intent, idea.word)
            or (bool(intent.kinds) and idea.word in MEASURE_WORDS)
            or (intent.opinion and opinions.is_manner(idea.word)),
            product=idea.word in named,
            loose=idea.word in LOOSE_WORDS | TALK_WORDS
            or (len(idea.word) == 1 and idea.word.isalpha())
            or (bool(named) and idea.word in CATEGORY_WORDS),
            behind=_is_behind(before, idea.word, named, asked),
            variant=_is_behind(before, idea.word, named, asked) and idea.word in VARIANTS,
            known=idea.known,
        )
        for before, idea in zip(["", *(idea.word for idea in asked.ideas)], asked.ideas, strict=False)
    ]


def _counts(idea: Idea, before: str, named: Set[str], asked: Asked) -> bool:
    """Whether a number counts something or names a quarter: 4 screens, Q2; not Windows 11, version 15."""
    if _QUARTER.fullmatch(idea.word) or idea.word in _NO_MODELS:
        return True
    named_so = before in named | _COUNTED_ON and f"{before} {idea.word}" in asked.folded
    return idea.word.isdigit() and not (idea.behind or named_so or idea.word in named | _COUNTED_ON)


def _is_behind(before: str, word: str, named: Set[str], asked: Asked) -> bool:
    """Whether a word stands right behind a product's name, and is none of its words."""
    return before in named and word not in named and f"{before} {word}" in asked.folded


def gather(
    asked: Asked,
    intent: Intent,
    products: Sequence[Wanted],
    scored: Sequence[Scored],
    sources: Mapping[TextRef, AnswerSource],
    budget: Budget,
) -> list[Piece]:
    """The pieces of the texts, in the rank's order; when the time is up those of the best texts alone.

    Where opinions are wanted, a comment is also about what its article says, though less.
    """
    words = frozenset().union(*(product.words for product in products))
    named = frozenset(place for place, idea in enumerate(asked.ideas) if idea.word in words)
    telling = [place for place, idea in enumerate(asked.ideas) if _tells(intent, idea.word)]
    countries = [
        place
        for place, idea in enumerate(asked.ideas)
        if intent.price and idea.word in (COUNTRIES | {*IN_CURRENCY.findall(asked.folded)}) - words
    ]
    question = Question(
        asked, asked.meaning(), intent, products, named, telling, countries, counted(asked, intent, named)
    )
    best = max((each.score for each in scored), default=0.0)
    fits: dict[TextRef, float] = {}
    around: dict[int, dict[int, float]] = defaultdict(dict)
    for each in scored:
        ref = each.passage.ref
        fits.setdefault(ref, max(each.score / best, 0.0) if best > 0 else 0.0)
        if (intent.opinion or intent.experience) and ref.comment_id == ARTICLE:
            around[ref.article_id] |= {place: _AROUND * part for place, part in each.held.items()}
    return [
        piece
        for ref, fit in budget.within((ref, fit) for ref, fit in fits.items() if ref in sources)
        for piece in _pieces(
            question, sources[ref], fit, around.get(ref.article_id, {}), _named_above(question, ref, sources)
        )
    ]


def _named_above(question: Question, ref: TextRef, sources: Mapping[TextRef, AnswerSource]) -> float:
    """How well the article above a comment names the products, where its own opening does."""
    article = sources.get(TextRef(ref.article_id, ARTICLE))
    if ref.comment_id == ARTICLE or article is None or not question.products:
        return 0.0
    opening = Reading(article.text[:_OPENING])
    title = Reading(article.title)
    named = (
        opening.named(product)
        or (product.size and opening.sized(product) and not title.of_another_size(product))
        for product in question.products
        if not title.of_another(product)
    )
    return AROUND if not sibling_in(article.title, question.products) and any(named) else 0.0


def _tells(intent: Intent, word: str) -> bool:
    """Whether a word only says which kind of value is wanted: the value itself answers it."""
    return word in intent.telling or any(kind.asked.fullmatch(word) for kind in intent.kinds)


def _pieces(
    question: Question,
    source: AnswerSource,
    fit: float,
    around: Mapping[int, float],
    around_named: float,
) -> list[Piece]:
    asked, meaning, kinds = question.asked, question.meaning, question.intent.kinds
    text = readable(source)
    comment = source.ref.comment_id != ARTICLE
    title = ideas_held(source.title, asked, meaning)
    about = {**(around if comment else {}), **title}
    rarities = [idea.rarity for idea in asked.ideas]
    lead = len(source.title) + len(source.subtitle) + 1 if not comment else 0
    chosen = excerpts(text, meaning, rarities, PASSAGE_LENGTH, kinds, lead) or _opening(text, about)
    reading = Reading(text) if question.products else None
    sibling = (
        sibling_in(source.title, question.products)
        if question.products
        else shaped_like(source.title, asked, title)
    )
    found: list[Piece] = []
    for excerpt in chosen[:_PIECES_OF_A_TEXT]:
        piece = text[excerpt.first : excerpt.last]
        each = _products(question, source, reading, excerpt) if reading else []
        product = _together(each) if reading else None
        if comment and product == 0.0 and around_named:
            product = around_named
        opening = _about_products(question, source, max(each, default=product), text)
        value, beside = value_held(question, text, excerpt, reading, about, opening) if kinds else (0.0, {})
        beside = beside if value else sentence_held(question, text, excerpt)
        held = ideas_held(piece, asked, meaning)
        if product == 0.0 and _all_words(question.named, held, about):
            product = BY_WORDS
        for place in question.telling if value else ():
            held[place] = max(held.get(place, 0.0), _TOLD * value)
        evidence = Evidence(
            comment=comment,
            published=source.written or source.published,
            fit=fit,
            held=held,
            about=about,
            beside=beside,
            changed=not comment and CHANGE.search(fold(f"{source.title} {source.subtitle}")) is not None,
            names=proper_names(f"{source.title}. {piece}", meaning),
            # What a comment names is not what the title above it names.
            sibling=sibling and product != IN_TITLE and not (comment and product == IN_PIECE),
            elsewhere=bool(question.countries) and not value,
            text=piece,
            product=product,
            value=value,
            headline=bool(kinds) and not comment and holds(source.title, kinds),
            language=source.language,
            article=source.ref.article_id,
        )
        found.append(Piece(source, piece, evidence))
    return found


def _products(question: Question, source: AnswerSource, reading: Reading, excerpt: Excerpt) -> list[float]:
    """How well each of the products is named."""
    title = Reading(source.title)
    return [
        IN_TITLE if in_title(source.title, product) else _named(product, title, reading, excerpt)
        for product in question.products
    ]


def _together(named: Sequence[float]) -> float:
    """How well the products are named: what speaks of all serves best who asks about several."""
    return max(named) * sum(map(bool, named)) / len(named)


def _named(product: Wanted, title: Reading, reading: Reading, excerpt: Excerpt) -> float:
    if not (title.holds_lead(product) or reading.holds_lead(product)):
        product = without_short(product)
    if title.named(product):
        return IN_TITLE
    if title.of_another(product):
        return 0.0
    if reading.named(product, excerpt.first, excerpt.last):
        return IN_PIECE
    if product.size and reading.sized(product):
        return 0.0 if title.of_another_size(product) else IN_PIECE
    begins = title.begins(product) or reading.begins(product, excerpt.first, excerpt.last)
    if begins and reading.holds(product.rest, excerpt.first, excerpt.last):
        return BY_PARTS
    return AROUND if reading.named(product) else OF_THE_LINE * title.names_line(product)


def _about_products(question: Question, source: AnswerSource, product: float | None, text: str) -> int:
    """How many characters of a text are on the products without naming them in each sentence."""
    sized = any(each.size for each in question.products)
    if product == IN_TITLE or (product == IN_PIECE and (sized or _begins(question, source))):
        return len(text)
    lead = len(text) - len(source.text)
    return lead + _LEAD if product == IN_PIECE and _is_subject(question, source) else 0


def _begins(question: Question, source: AnswerSource) -> bool:
    """Whether a title names what the product's name begins with, and no model can be meant by its end."""
    title = Reading(source.title)
    return any(title.begins(each) and not each.rest & VARIANTS for each in question.products)


def _is_subject(question: Question, source: AnswerSource) -> bool:
    """Whether a text whose title names no product speaks of the one asked for before any other."""
    if title_names(source.title) or shaped_like(source.title, question.asked, {}):
        return False
    return any(main_subject(source.text[:_OPENING]) in product.forms for product in question.products)


def readable(source: AnswerSource) -> str:
    """A text as a reader is shown it: an article's with title and subtitle above."""
    if source.ref.comment_id != ARTICLE:
        return plain(source.text)
    return "\n".join(part for part in (source.title, source.subtitle, source.text) if part)


def _all_words(named: Set[int], held: Mapping[int, float], about: Mapping[int, float]) -> bool:
    """Whether a piece and its title hold each word of the products, though no name that is known."""
    return bool(named) and all(held.get(place) == 1 or about.get(place) == 1 for place in named)


def _opening(text: str, about: Mapping[int, float]) -> list[Excerpt]:
    """A comment may say nothing of the question's words and still be on an article about them."""
    return excerpts(text, {}, (), PASSAGE_LENGTH)[:1] if about else []
