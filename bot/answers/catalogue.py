"""Which products are named where: read as texts are stored, corrected by managers, asked for by a card."""

from __future__ import annotations

import asyncio
import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
from importlib import resources

import structlog

from bot.answers import products as names
from bot.answers.offers import Completer, Field
from bot.answers.passages import plain
from bot.answers.portrait import Portrait, articles_on, portray
from bot.answers.product_names import key as pieces
from bot.answers.tokens import fold
from bot.errors import ReaderError, SourceError
from bot.workers import Workers
from storage import citations, memory, passages, products
from storage.database import Database
from storage.passage_records import ARTICLE, IndexedText, TextRef
from storage.records_search import NameCorrection, NamedProduct, Product

log = structlog.stdlib.get_logger(__name__)

_BATCH = 40
_MOST_CHARACTERS = 100_000
_TEXTS = 400
_TALK = 300
_FAMILIES = 3_000
_ENOUGH_MONTHS = 2
_RULES = "product rules"


class Catalogue:
    """The products of one database."""

    def __init__(self, database: Database, completer: Completer, workers: Workers) -> None:
        self._database = database
        self._workers = workers
        self._completer = completer
        self._reading = asyncio.Lock()
        self._checked = False

    async def catch_up(self, *, wait: bool = True) -> int:
        """Read the products of what is new or changed; how many texts that were.

        After a change of the rules that is every text. Without `wait`, nothing is done while that is under
        way, which reads the newest first as well.
        """
        done = 0
        if not wait and self._reading.locked():
            return done
        async with self._reading:
            await self._check_rules()
            while refs := await products.unread(self._database, _BATCH):
                await self._read(refs)
                done += len(refs)
        return done

    async def named(self, said: str) -> Product:
        """The product that is meant; ReaderError where there is none, with the nearest."""
        corrections = await products.corrections(self._database)
        name = names.canonical(said)
        for candidate in (said, product_key(name)):
            corrected = corrections.get(candidate)
            if found := await products.by_key(self._database, corrected.product if corrected else candidate):
                return found
        offered = await self._completer.complete(Field.PRODUCT, said, 10)
        alike = [each for each in offered if names.same(each.label, name)]
        if len(alike) == 1 and (found := await products.by_key(self._database, alike[0].value)):
            return found
        if offered:
            near = ", ".join(each.label for each in offered[:3])
            raise ReaderError("product-unknown-near", name=said[:100], near=near)
        raise ReaderError("product-unknown", name=said[:100])

    async def portrait(self, product: Product, language: str) -> Portrait:
        """What the articles and comments say of a product."""
        forms = await products.forms(self._database, product.key)
        texts = await products.texts(self._database, product.key, _TEXTS)
        about = await asyncio.to_thread(articles_on, forms, texts)
        talk = await products.talk(self._database, about, _TALK)
        months = await products.months(self._database, product.key)
        others = await products.commonest(self._database, _FAMILIES)
        return await asyncio.to_thread(portray, product, forms, texts, talk, months, others, language)

    async def cited(self, channel_id: int, message_id: int, portrait: Portrait) -> None:
        """A message of ours shows this portrait: it goes when a comment does that it quotes."""
        quoted = {point.quote.source.comment_id for point in portrait.points} - {ARTICLE}
        if quoted:
            async with self._database.write() as tx:
                await citations.add(tx, channel_id, message_id, quoted)

    async def chart(self, portrait: Portrait) -> bytes | None:
        """The mentions by month as a PNG; None where there are too few, or none can be drawn."""
        if len(portrait.months) < _ENOUGH_MONTHS:
            return None
        try:
            drawn: bytes = await self._workers.run("bot.answers.chart:draw", dict(portrait.months))
        except SourceError as error:
            log.warning("no chart", product=portrait.product.key, reason=str(error))
            return None
        return drawn

    async def forms(self, product: Product) -> list[str]:
        """How texts write a product, the commonest first."""
        return await products.forms(self._database, product.key)

    async def merge(self, said: str, into: str, by: int, now: datetime) -> tuple[Product, Product]:
        """One product's names stand for another one from now on: (which it was, which it is)."""
        gone, kept = await self.named(said), await self.named(into)
        if gone.key == kept.key:
            raise ReaderError("product-same", name=kept.name)
        corrections = await products.corrections(self._database)
        async with self._database.write() as tx:
            await products.correct(tx, NameCorrection(gone.key, kept.key, kept.name), by, now)
            for other in corrections.values():
                # What stood for the product that goes follows it.
                if other.product == gone.key:
                    await products.correct(tx, NameCorrection(other.said, kept.key, kept.name), by, now)
            await products.take_back(tx, kept.key)
            await products.read_again(tx, gone.key)
        await self.catch_up()
        return gone, kept

    async def split(self, said: str, form: str, name: str, by: int, now: datetime) -> tuple[Product, Product]:
        """A written form is no name of a product but of one of its own, or of the one called `name`.

        What was merged comes apart again. Returns (which it was, which it is).
        """
        product = await self.named(said)
        written = _form(form)
        if written not in await products.forms(self._database, product.key):
            known = ", ".join(await products.forms(self._database, product.key))
            raise ReaderError("product-no-form", form=form[:80], name=product.name, forms=known[:300])
        corrections = await products.corrections(self._database)
        own = names.canonical(name or form)
        async with self._database.write() as tx:
            merged = corrections.get(product_key(form))
            if merged and merged.product == product.key and not name:
                await products.take_back(tx, merged.said)
            else:
                key = product_key(own)
                # A form that is the product's very name needs another key to be told from it.
                key = key if key != product.key else f"{key} {written}"
                await products.correct(tx, NameCorrection(written, key, own), by, now)
            await products.read_again(tx, product.key)
        await self.catch_up()
        corrected = (await products.corrections(self._database)).get(written)
        found = await products.by_key(self._database, corrected.product if corrected else product_key(own))
        return product, found or Product(product_key(own), own)

    async def _check_rules(self) -> None:
        if self._checked:
            return
        rules = await asyncio.to_thread(_rules)
        if await memory.recall(self._database, _RULES) != rules:
            async with self._database.write() as tx:
                await products.read_all_again(tx)
                await memory.remember(tx, _RULES, rules)
            log.info("the products of all texts are read anew")
        self._checked = True

    async def _read(self, refs: Sequence[TextRef]) -> None:
        texts = await passages.texts(self._database, refs)
        corrections = await products.corrections(self._database)
        found = await asyncio.to_thread(
            lambda: {text.ref: read_products(text, corrections) for text in texts}
        )
        async with self._database.write() as tx:
            await products.save(tx, {ref: found.get(ref, ()) for ref in refs})


def read_products(text: IndexedText, corrections: Mapping[str, NameCorrection]) -> list[NamedProduct]:
    """The products that an article or comment names, as managers corrected them.

    A comment speaks of its article's products by short names: "the K9" under an article on the Veltra K9.
    """
    own = text.ref.comment_id == ARTICLE
    before = f"{text.title}.\n"
    body = "\n".join(part for part in (text.subtitle, text.text) if part) if own else plain(text.text)
    whole = before + body[:_MOST_CHARACTERS]
    counts: Counter[tuple[str, str, str]] = Counter()
    for mention in names.find(whole):
        if own or mention.start >= len(before):
            form = _form(whole[mention.start : mention.end])
            counts[(*_product(mention.name, form, corrections), form)] += 1
    return [NamedProduct(key, name, form, times) for (key, name, form), times in counts.items()]


def product_key(name: str) -> str:
    """What names of one product have in common."""
    return "".join(pieces(name))


def _product(name: str, form: str, corrections: Mapping[str, NameCorrection]) -> tuple[str, str]:
    key = product_key(name)
    corrected = corrections.get(form) or corrections.get(key)
    return (corrected.product, corrected.name) if corrected else (key, name)


def _form(text: str) -> str:
    return " ".join(fold(text).split())


@cache
def _rules() -> str:
    """Differs after every change of the rules by which products are found."""
    folder = resources.files("bot.answers")
    files = sorted((f for f in folder.iterdir() if f.name.startswith("product")), key=lambda f: f.name)
    digest = hashlib.sha256()
    for file in (*files, folder / "tokens.py"):
        digest.update(file.read_bytes() if file.is_file() else b"")
    return digest.hexdigest()[:16]
