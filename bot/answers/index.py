"""Keeps the index up to date with the articles and comments: state, so that it heals itself."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Collection
from pathlib import Path

import structlog

from bot.answers.passages import Units, read_texts
from bot.answers.question import Asked
from bot.answers.tokens import VERSION
from bot.answers.vocabulary import Vocabulary
from bot.memory import give_back, settle
from storage import passages
from storage.database import Database, Queries, TookTooLongError
from storage.full_text import DamagedIndexError, Followed, FullText
from storage.passage_records import ARTICLE, FoundPassage, IndexChange, IndexState, TextRef, WantedTerm

log = structlog.stdlib.get_logger(__name__)

_BATCH = 1_000
_VERSION = VERSION + ":"
# A commit of the full text waits for the disk, so that a long catching up does it seldom.
_PASSAGES_A_COMMIT = 10_000
_IDS_A_READ = 5_000
_PASSAGES_A_READ = 500
# tantivy cannot be interrupted, so that what it is given is bounded: so many terms here, and in question.py
# the words that are looked up by their spelling.
_MOST_TERMS = 60
# What is read through while there is no full text.
_TERMS_READ_FOR = 6
_NEWEST_READ = 5_000


Changed = Callable[[Collection[int]], Awaitable[None]]
"""Is told the ids of articles that were stored, edited or taken down."""


class Index:
    """The index of one database: its passages, the full text beside it, and its vocabulary in memory."""

    def __init__(self, database: Database, changed: Changed | None = None) -> None:
        self._database = database
        self._changed = changed
        self._loop = asyncio.get_running_loop()
        self._vocabulary = Vocabulary()
        self._full_text = FullText(Path(f"{database.path}.index"))
        # Which change of the passages the full text has been given; None: not known yet.
        self._given: int | None = None
        self._uncommitted = 0
        self._checked = False
        self._catching_up = asyncio.Lock()
        self._following = asyncio.Lock()
        self._loading = asyncio.Lock()
        self._mending: asyncio.Task[None] | None = None

    async def catch_up(self, article_id: int | None = None) -> int:
        """Index what is new or changed and take out what is gone; how many texts that were.

        With an `article_id` only that article and its comments are looked at, which costs next to nothing.
        """
        done = 0
        async with self._catching_up:
            await self._check()
            after: int | None = None
            known = Units()
            while True:
                refs = await passages.stale(self._database, _VERSION, _BATCH, article_id, after)
                if refs:
                    await self._index(refs, known)
                    done += len(refs)
                elif after is None:
                    break
                # Not from the beginning each time, but from there at last.
                after = refs[-1].article_id if len(refs) == _BATCH else None
            await self._commit()
        if article_id is None:
            await self._follow()
        if done > _BATCH:
            await asyncio.to_thread(give_back)
        return done

    async def close(self) -> None:
        """Let another process keep the index."""
        if self._mending is not None:
            self._mending.cancel()
            await asyncio.gather(self._mending, return_exceptions=True)
        await asyncio.to_thread(self._full_text.close)

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
                del terms, words
                await asyncio.to_thread(settle)
        return self._vocabulary

    async def find(
        self, q: Queries, asked: Asked, vocabulary: Vocabulary, *, articles: int, comments: int
    ) -> list[FoundPassage]:
        """At most so many passages of articles and of comments, those that hold most of what is asked.

        Blocks and awaits nothing but `q`: for `Database.aside`.
        """
        wanted = wanted_terms(asked, vocabulary)
        if not wanted:
            return []
        try:
            found = self._search(wanted, articles, comments * vocabulary.state.comments)
        except DamagedIndexError as error:
            self._loop.call_soon_threadsafe(self._begin_mending, error)
            found = []
        if not found:
            # The words are known, so that the full text is behind: what is new is worth most.
            rarest = [each.term for each in wanted[:_TERMS_READ_FOR]]
            return await self._newest_with(q, rarest, articles)
        return await passages.by_ids(q, found)

    async def _newest_with(self, q: Queries, terms: list[str], limit: int) -> list[FoundPassage]:
        try:
            return await passages.among_newest(q, terms, _NEWEST_READ, limit)
        except TookTooLongError:
            return []

    def _search(self, wanted: list[WantedTerm], articles: int, comments: int) -> list[int]:
        found = self._full_text.search(wanted, articles, comments=False)
        return found + (self._full_text.search(wanted, comments, comments=True) if comments else [])

    async def _index(self, refs: list[TextRef], known: Units) -> None:
        texts = await passages.texts(self._database, refs)
        read = await asyncio.to_thread(read_texts, texts, known)
        async with self._database.write() as tx:
            before = await passages.state(tx)
            change = await passages.replace(tx, refs, read, _VERSION)
            after = await passages.state(tx)
        if change.gone:
            # Words may have gone with them.
            known.clear()
        try:
            await asyncio.to_thread(self._give, before, after, change)
        except DamagedIndexError as error:
            await self._discard(error)
        if self._uncommitted >= _PASSAGES_A_COMMIT:
            await self._commit()
        if self._changed is not None:
            await self._changed({ref.article_id for ref in refs if ref.comment_id == ARTICLE})
        if self._vocabulary.state.change == before.change:
            words = {word for _, word in read.words}
            await asyncio.to_thread(self._vocabulary.update, after, change.counts, words)

    def _give(self, before: IndexState, after: IndexState, change: IndexChange) -> None:
        """Tell the full text of a change, where it is ours to write."""
        if not self._full_text.own():
            return
        if self._given is None:
            self._given = self._full_text.followed().change
        self._full_text.write(change.gone, change.new)
        self._uncommitted += len(change.gone) + len(change.new)
        if self._given == before.change:
            self._given = after.change

    async def _commit(self) -> None:
        if self._uncommitted and self._given is not None:
            self._uncommitted = 0
            try:
                await asyncio.to_thread(self._full_text.commit, self._given)
            except DamagedIndexError as error:
                await self._discard(error)

    async def _check(self) -> None:
        """Begin anew where the passages are not what the index says of itself."""
        if not self._checked and not await passages.agrees(self._database):
            log.warning("the index of the answers is damaged and is built anew")
            async with self._database.write() as tx:
                await passages.clear(tx)
        self._checked = True

    async def _follow(self) -> None:
        """Make the full text agree with the passages."""
        async with self._following:
            try:
                await self._even_out()
            except DamagedIndexError as error:
                await self._discard(error)
                await self._even_out()

    async def _even_out(self) -> None:
        """Give the full text what it lacks, the newest first, and take out what is gone."""
        async with self._catching_up:
            state = await passages.state(self._database)
            followed = await asyncio.to_thread(self._full_text.followed)
        if followed == Followed(state.change, state.passages) or not await asyncio.to_thread(
            self._full_text.own
        ):
            return
        surplus = await asyncio.to_thread(self._full_text.ids)
        missing: list[int] = []
        after = -(2**63)
        while some := await passages.ids(self._database, after, _IDS_A_READ):
            missing += [id_ for id_ in some if id_ not in surplus]
            surplus.difference_update(some)
            after = some[-1]
        missing.sort(key=abs, reverse=True)
        await asyncio.to_thread(self._full_text.write, surplus, ())
        for start in range(0, len(missing), _PASSAGES_A_READ):
            if start % _PASSAGES_A_COMMIT == _PASSAGES_A_READ:
                await asyncio.to_thread(self._full_text.commit, -1)
            lacked = await passages.by_ids(self._database, missing[start : start + _PASSAGES_A_READ])
            await asyncio.to_thread(self._full_text.write, (), lacked)
        self._given = state.change
        await asyncio.to_thread(self._full_text.commit, state.change)

    def _begin_mending(self, error: DamagedIndexError) -> None:
        if self._mending is None or self._mending.done():
            self._mending = asyncio.create_task(self._mend(error), name="mend the index")

    async def _mend(self, error: DamagedIndexError) -> None:
        await self._discard(error)
        await self.catch_up()

    async def _discard(self, error: DamagedIndexError) -> None:
        log.warning("the full text of the answers is damaged and is built anew", reason=str(error))
        self._given = None
        await asyncio.to_thread(self._full_text.discard)


def wanted_terms(asked: Asked, vocabulary: Vocabulary) -> list[WantedTerm]:
    """The terms that make a passage a candidate, the rarest first; no question has more than so many."""
    weights: dict[str, float] = {}
    for idea in asked.ideas:
        for term, weight in idea.forms if idea.known else idea.kin:
            if vocabulary.count(term):
                weights[term] = max(weight, weights.get(term, 0.0))
    rarest = sorted(weights, key=lambda term: (vocabulary.count(term), term))
    return [WantedTerm(term, weights[term]) for term in rarest[:_MOST_TERMS]]
