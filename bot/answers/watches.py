"""Readers who are told when an article comes: what they watch for, and which articles fit."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot import owing
from bot.answers import products as names
from bot.answers.catalogue import product_key, read_products
from bot.answers.language import ASKING_WORDS, STOP_WORDS
from bot.answers.product_names import key as pieces
from bot.answers.product_names import shortens
from bot.answers.rules import is_manner
from bot.answers.tokens import fold, terms
from bot.errors import ReaderError
from storage import products, watches
from storage.database import Database, Transaction, new_id
from storage.passage_records import ARTICLE, IndexedText, TextRef
from storage.records import Article
from storage.records_search import NameCorrection, Watch

MOST = 20
_MOST_WORDS = 6
_LONGEST = 80
_MOST_CHARACTERS = 30_000

_WORD = re.compile(r"[^\W_]+(?:[-'’.][^\W_]+)*[+#]*")
_HANGING = re.compile(
    r"^(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu)['’]"
    r"|(?:-t)?-(?:il|elle|on|ils|elles|je|tu|nous|vous|ce|ci|la|là|y|en|moi|les?)$",
    re.IGNORECASE,
)
# Beside the words by which people ask, those by which they wait.
_SAYING_NOTHING = frozenset(
    """
    sait savez avez ont est sont sera y a sort sortir sortira sortie arrive parle parlez nouveau nouvelle
    nouveaux nouvelles test tests article articles new review reviews release coming come comes out news
    """.split()
).union(STOP_WORDS, ASKING_WORDS)


@dataclass(frozen=True, slots=True)
class Profile:
    """What a new article is about: its terms, and the keys of its products."""

    article_id: int
    terms: frozenset[str]
    products: frozenset[str]


class Watches:
    """The watches of all readers."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, user: int, language: str, said: str, now: datetime) -> Watch:
        """Tell a reader when an article on this comes; ReaderError where they watch enough already."""
        subject = subject_of(said)
        if not subject:
            raise ReaderError("watch-nothing")
        named = names.names(subject)
        corrections = await products.corrections(self._database)
        key = product_key(named[0]) if named else ""
        key = corrections[key].product if key in corrections else key
        wanted = () if key else tuple(sorted(set(terms(subject))))
        watch = Watch(new_id(), user, language, subject, key, wanted)
        async with self._database.write() as tx:
            had = await watches.of_user(tx, user)
            if not any((one.product, one.terms) == (key, wanted) for one in had):
                if len(had) >= MOST:
                    raise ReaderError("watch-enough", most=MOST)
                await watches.add(tx, watch, now)
        return watch

    async def of(self, user: int) -> list[Watch]:
        """What a reader watches for."""
        return await watches.of_user(self._database, user)

    async def stop(self, user: int, *watch_ids: int) -> int:
        """End watches of a reader; how many there were."""
        async with self._database.write() as tx:
            return sum([await watches.remove(tx, watch_id, user) for watch_id in watch_ids])

    async def should_hear(self, user: int, now: datetime) -> bool:
        """Whether to tell a reader, this once, that they take no private messages."""
        if not await watches.has_to_hear(self._database, user):
            return False
        async with self._database.write() as tx:
            return await watches.heard(tx, user, now)

    async def profiles(self, arrivals: Sequence[Article]) -> list[Profile]:
        """What new articles are about; none where nobody watches."""
        if not arrivals or not await watches.every(self._database):
            return []
        corrections = await products.corrections(self._database)
        return await asyncio.to_thread(lambda: [profile(article, corrections) for article in arrivals])

    async def owe(self, tx: Transaction, profiles: Iterable[Profile]) -> None:
        """Owe every reader who waits for one of the articles a private message about it."""
        profiles = list(profiles)
        waiting = await watches.every(tx) if profiles else []
        for about in profiles:
            for watch in waiting:
                if fits(watch, about) and (notice := await watches.notice(tx, watch, about.article_id)):
                    await owing.watch(tx, watch.user, notice)


def subject_of(question: str) -> str:
    """What a question is about, as its asker would call it: a product, else the words that say something."""
    if found := names.names(question):
        return found[0][:_LONGEST]
    words = [_bare(word) for word in _WORD.findall(question)]
    telling = dict.fromkeys(word for word in words if _says_something(word))
    subject = " ".join(list(telling)[:_MOST_WORDS])
    return subject if len(subject) <= _LONGEST else subject[:_LONGEST].rpartition(" ")[0]


def profile(article: Article, corrections: dict[str, NameCorrection]) -> Profile:
    """What an article is about. Costs processor time: not for the event loop."""
    item = article.item
    text = f"{item.subtitle}\n{item.summary}\n{item.text}"[:_MOST_CHARACTERS]
    ref = TextRef(article.id, ARTICLE)
    read = IndexedText(ref, "", item.title, item.subtitle, item.author, item.categories, text)
    keys: set[str] = set()
    for named in read_products(read, corrections):
        full = pieces(named.name)
        keys.add(named.key)
        keys |= {"".join(full[lead:]) for lead in (1, 2) if shortens(full[lead:], full)}
    about = " ".join((item.title, text, *item.categories))
    return Profile(article.id, frozenset(terms(about)), frozenset(keys))


def fits(watch: Watch, about: Profile) -> bool:
    """Whether a reader waits for an article."""
    if watch.product:
        return watch.product in about.products
    return bool(watch.terms) and about.terms.issuperset(watch.terms)


def _bare(word: str) -> str:
    """A word without what elision and inversion hang on to it: l'abonnement, sait-on."""
    return _HANGING.sub("", word)


def _says_something(word: str) -> bool:
    folded = fold(word)
    return folded not in _SAYING_NOTHING and not is_manner(folded)
