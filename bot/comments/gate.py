"""What passes between the sides and what waits, by mutes and holding rules, in its cause's transaction."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot import owing
from bot.articles.directory import Directory
from bot.comments import moderation_rules as rules
from bot.comments.moderation_rules import Hold
from bot.config_sources import SourceSettings
from storage import (
    articles,
    comments,
    ledger,
    mutes,
    reviews,
    thread_deliveries,
    verdicts,
    writings,
)
from storage.database import Transaction, new_id
from storage.records import Article, CommentItem
from storage.records_moderation import Act, Decision, Entry, Review, Ruling, Side, Why
from storage.records_writing import Spoken, Writing

_TAKEN_AWAY = {Ruling.HELD, Ruling.TRASH}


class Gate:
    """Decides by the settings of each source."""

    def __init__(self, directory: Directory) -> None:
        self._directory = directory

    async def watch(self, tx: Transaction, article_id: int, now: datetime) -> Watch | None:
        """For what a reading of an article's comments brings; None for an article that is not stored."""
        article = await articles.by_id(tx, article_id)
        if article is None:
            return None
        source = await self._source_of(article)
        muted = {mute.person for mute in await mutes.of_source(tx, article.source, now)}
        return Watch(article, source, muted)

    async def message(
        self, tx: Transaction, writing: Writing, article: Article, source: SourceSettings, now: datetime
    ) -> Writing:
        """A reader's message as it may go to the site: "open" at once, else "held" or "muted" first."""
        if await mutes.of_member(tx, writing.guild, writing.user, now):
            return replace(writing, state="muted")
        hold = await _hold_message(tx, writing, source, now, new=True)
        if hold is None:
            return writing
        await hold_message(tx, writing, article, source, hold, now)
        return replace(writing, state="held")

    async def edited(self, tx: Transaction, writing: Writing, now: datetime) -> None:
        """A message that was taken before says something else now."""
        article = await articles.by_id(tx, writing.article_id)
        source = await self._source_of(article) if article else None
        if article is None or source is None:
            return
        review = await reviews.of(tx, message=writing.message)
        if writing.state == "held" and review is not None:
            if await reviews.retell(tx, review.id, said(writing.spoken)):
                await owing.review(tx, replace(review, text=said(writing.spoken)))
        elif writing.state != "muted" and _text_is_new(review, said(writing.spoken)):
            hold = await _hold_message(tx, writing, source, now, new=False)
            if hold is not None:
                await writings.turn(tx, writing.message, "held")
                await hold_message(tx, writing, article, source, hold, now)

    async def _source_of(self, article: Article) -> SourceSettings | None:
        found = await self._directory.one(article.source)
        return found[0] if found else None


class Watch:
    """Stands at an article's comments while a reading of them is stored."""

    def __init__(self, article: Article, source: SourceSettings | None, muted: set[str]) -> None:
        self._article = article
        self._source = source
        self._muted = muted

    async def met(
        self, tx: Transaction, comment_id: int, item: CommentItem, now: datetime, *, new: bool, returned: bool
    ) -> None:
        """A comment is new, changed or back on the site; what may not pass is withheld from Discord."""
        if returned and await self._returned(tx, comment_id, item, now):
            return
        if new and item.author.casefold() in self._muted:
            await verdicts.withhold(tx, comment_id, Why.MUTED)
            return
        if self._source is None or now - item.published > rules.RECENT:
            return
        if await verdicts.withheld(tx, comment_id) not in {None, Why.RULE}:
            return
        review = await reviews.of(tx, comment_id=comment_id)
        if review is not None and review.decision is None:
            if await reviews.retell(tx, review.id, item.markdown):
                await owing.review(tx, replace(review, text=item.markdown))
        elif _text_is_new(review, item.markdown) and (hold := await self._hold(tx, comment_id, item)):
            await self._keep_back(tx, comment_id, item, hold, now)

    async def gone(self, tx: Transaction, comment_id: int, now: datetime) -> None:
        """The site shows a comment no longer; call before it becomes a tombstone."""
        comment = await comments.by_id(tx, comment_id)
        if comment is None:
            return
        await close_review(tx, await reviews.of(tx, comment_id=comment_id), Decision.GONE, now)
        verdict = await verdicts.of(tx, self._article.id, comment.item.guid)
        writing = await writings.by_comment(tx, self._article.id, comment.item.guid)
        ours = verdict is not None and verdict.wanted in _TAKEN_AWAY
        if not ours and (writing is None or writing.wanted is not None):
            entry = self._entry(Act.DELETED, Side.SITE, comment_id, comment.item, now)
            await ledger.add(tx, replace(entry, message=await thread_deliveries.shown_in(tx, comment_id)))

    async def _returned(self, tx: Transaction, comment_id: int, item: CommentItem, now: datetime) -> bool:
        """The site shows a comment again; whether that settles it, as somebody there decided so."""
        verdict = await verdicts.of(tx, self._article.id, item.guid)
        if verdict is not None and verdict.wanted in _TAKEN_AWAY:
            if verdict.owed:
                return True
            await verdicts.forget(tx, self._article.id, item.guid)
            await thread_deliveries.forgive(tx, comment_id)
        if verdict is None or verdict.wanted is not Ruling.APPROVED:
            await ledger.add(tx, self._entry(Act.RESTORED, Side.SITE, comment_id, item, now))
        why = await verdicts.withheld(tx, comment_id)
        if why is Why.RULE:
            return False
        if why is not Why.MUTED:
            await verdicts.lift(tx, comment_id)
        await close_review(tx, await reviews.of(tx, comment_id=comment_id), Decision.APPROVED, now)
        return True

    async def _hold(self, tx: Transaction, comment_id: int, item: CommentItem) -> Hold | None:
        source = self._source
        how = source.moderation.rules if source else None
        if source is None or how is None or not how.any:
            return None
        # Spam is written into names too.
        if word := rules.held_word(f"{item.author}\n{item.markdown}", how.words):
            return Hold("words", word)
        name, known = source.name, bool(item.author.strip())
        if how.newcomer_comments and (link := rules.first_link(item.markdown, source.url)):
            count = await mutes.published_by(tx, name, item.author, comment_id) if known else 0
            if count < how.newcomer_comments:
                return Hold("newcomer", link)
        if how.slow_comments and known:
            since = item.published - how.window
            count = await mutes.written_since(tx, name, item.author, since, item.published, comment_id)
            if count >= how.slow_comments:
                return Hold("slow", str(count + 1))
        return None

    async def _keep_back(
        self, tx: Transaction, comment_id: int, item: CommentItem, hold: Hold, now: datetime
    ) -> None:
        await verdicts.withhold(tx, comment_id, Why.RULE)
        await owing.comment_gone(tx, comment_id)
        entry = self._entry(Act.HELD, Side.RULE, comment_id, item, now)
        message = await thread_deliveries.shown_in(tx, comment_id)
        await ledger.add(tx, replace(entry, name=hold.rule, reason=hold.detail, message=message))
        place = self._source.moderation.channel if self._source else None
        if place:
            await open_review(tx, review_of_comment(self._article.id, comment_id, item, place, hold, now))

    def _entry(self, act: Act, side: Side, comment_id: int, item: CommentItem, now: datetime) -> Entry:
        return Entry(
            act,
            side,
            now,
            source=self._article.source,
            article_id=self._article.id,
            comment_id=comment_id,
            person=item.author,
        )


async def open_review(tx: Transaction, review: Review) -> None:
    """A comment waits for a moderator; one that waited before has its old message again."""
    had = await reviews.of(tx, comment_id=review.comment_id, message=review.message)
    if had is None:
        await reviews.add(tx, review)
    else:
        review = replace(review, id=had.id)
        await reviews.again(tx, review)
    await owing.review(tx, review)


async def close_review(
    tx: Transaction,
    review: Review | None,
    decision: Decision,
    now: datetime,
    user: int | None = None,
    name: str = "",
) -> bool:
    """Decide on what waits, once; whether this was the decision."""
    if review is None or not await reviews.decide(tx, review.id, decision, now, user, name):
        return False
    await owing.review(tx, replace(review, decision=decision, name=name))
    return True


async def hold_message(
    tx: Transaction, writing: Writing, article: Article, source: SourceSettings, hold: Hold, now: datetime
) -> None:
    """A reader's message waits: it bears the sign of it, and moderators are asked."""
    await owing.mark(tx, writing.channel, writing.message, "held")
    entry = Entry(
        Act.HELD,
        Side.RULE,
        now,
        name=hold.rule,
        source=source.name,
        article_id=article.id,
        message=writing.message,
        person=writing.name,
        person_id=writing.user,
        guild=writing.guild,
        reason=hold.detail,
    )
    await ledger.add(tx, entry)
    if source.moderation.channel:
        await open_review(tx, review_of_message(writing, source.moderation.channel, hold, now))


def review_of_comment(
    article_id: int, comment_id: int, item: CommentItem, place: int, hold: Hold, now: datetime
) -> Review:
    """What moderators are asked about a comment of the site."""
    return Review(
        id=new_id(),
        article_id=article_id,
        comment_id=comment_id,
        message=None,
        place=place,
        rule=hold.rule,
        detail=hold.detail,
        author=item.author,
        text=item.markdown,
        url=item.url,
        opened=now,
    )


def review_of_message(writing: Writing, place: int, hold: Hold, now: datetime) -> Review:
    """What moderators are asked about a reader's message."""
    return Review(
        id=new_id(),
        article_id=writing.article_id,
        comment_id=None,
        message=writing.message,
        place=place,
        rule=hold.rule,
        detail=hold.detail,
        author=writing.name,
        text=said(writing.spoken),
        url=f"https://discord.com/channels/{writing.guild}/{writing.channel}/{writing.message}",
        opened=now,
    )


def said(spoken: Spoken) -> str:
    """A message's text and the addresses of its files."""
    return "\n".join([spoken.content, *(url for _, url in spoken.files)]).strip()


async def _hold_message(
    tx: Transaction, writing: Writing, source: SourceSettings, now: datetime, *, new: bool
) -> Hold | None:
    how = source.moderation.rules
    if not how.any:
        return None
    text = said(writing.spoken)
    if word := rules.held_word(text, how.words):
        return Hold("words", word)
    if (link := rules.first_link(text, source.url)) and await _is_newcomer(tx, writing, source, now):
        return Hold("newcomer", link)
    if new and how.slow_comments:
        since = rules.first_id(now - how.window)
        count = await mutes.said_since(tx, source.name, writing.user, since, writing.message)
        if count >= how.slow_comments:
            return Hold("slow", str(count + 1))
    return None


async def _is_newcomer(tx: Transaction, writing: Writing, source: SourceSettings, now: datetime) -> bool:
    how = source.moderation.rules
    if how.newcomer_days and rules.is_young(writing.user, now, how.newcomer_days):
        return True
    if not how.newcomer_comments:
        return False
    return await mutes.brought_by(tx, source.name, writing.user, writing.message) < how.newcomer_comments


def _text_is_new(review: Review | None, text: str) -> bool:
    """Whether nobody approved of exactly this text."""
    return review is None or review.decision is not Decision.APPROVED or review.text != text
