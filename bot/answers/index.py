"""Keeps the index up to date with the articles and comments: state, so that it heals itself."""

from __future__ import annotations

import asyncio

from bot.answers.passages import read_text
from bot.answers.tokens import VERSION
from bot.answers.vocabulary import Vocabulary
from storage import passages
from storage.database import Database
from storage.passage_records import TextRef

_BATCH = 400
_VERSION = VERSION + ":"


class Index:
    """The index of one database, and its vocabulary in memory."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._vocabulary = Vocabulary()
        self._catching_up = asyncio.Lock()
        self._loading = asyncio.Lock()

    async def catch_up(self, article_id: int | None = None) -> int:
        """Index what is new or changed and take out what is gone; how many texts that were.

        With an `article_id` only that article and its comments are looked at, which costs next to nothing.
        """
        done = 0
        async with self._catching_up:
            while refs := await passages.stale(self._database, _VERSION, _BATCH, article_id):
                await self._index(refs)
                done += len(refs)
        return done

    async def rebuild(self) -> int:
        """Throw the index away and read every text again; how many texts that were."""
        async with self._catching_up, self._database.write() as tx:
            await passages.clear(tx)
        return await self.catch_up()

    async def vocabulary(self) -> Vocabulary:
        """The words of the index as it is now."""
        state = await passages.state(self._database)
        if state.change == self._vocabulary.state.change:
            return self._vocabulary
        async with self._loading:
            state = await passages.state(self._database)
            if state.change != self._vocabulary.state.change:
                terms = await passages.term_counts(self._database)
                words = await passages.words(self._database)
                self._vocabulary = await asyncio.to_thread(Vocabulary.of, state, terms, words)
        return self._vocabulary

    async def _index(self, refs: list[TextRef]) -> None:
        texts = await passages.texts(self._database, refs)
        ready = await asyncio.to_thread(lambda: [read_text(text) for text in texts])
        async with self._database.write() as tx:
            before = await passages.state(tx)
            counts = await passages.remove(tx, refs)
            gone = list(counts)
            counts.update(await passages.add(tx, ready, _VERSION))
            await passages.drop_unused(tx, gone)
            after = await passages.state(tx)
        if self._vocabulary.state.change == before.change:
            words = {word for text in ready for _, word in text.words}
            self._vocabulary.update(after, counts, words)
