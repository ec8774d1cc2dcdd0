"""Threads that Discord archived, and threads that somebody locked or removed."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
from simcord.backend import permissions

from storage import deliveries
from storage.records import CommentItem
from tests.newsroom import Newsroom, at_work
from tests.wire_world import until


@pytest.fixture
async def newsroom(tmp_path: Path) -> AsyncIterator[Newsroom]:
    async with at_work(tmp_path) as newsroom:
        yield newsroom


async def a_thread(newsroom: Newsroom, *texts: str) -> tuple[int, int, list[CommentItem]]:
    """An article, its thread, and the comments in it."""
    article = await newsroom.publish("Le Nova S9")
    items = await newsroom.comment(article, *texts)
    await newsroom.settled()
    return article, await newsroom.message_of(article), items


def texts(newsroom: Newsroom, thread: int) -> list[str]:
    return [card["description"] for card in newsroom.cards(thread)]


def state(newsroom: Newsroom, thread: int) -> tuple[bool, bool]:
    """Whether a thread is archived, and whether it is locked."""
    meta = newsroom.guild.backend.get_channel(thread).thread_metadata
    assert meta is not None
    return meta.archived, meta.locked


def lock(newsroom: Newsroom, thread: int, *, locked: bool = True) -> None:
    newsroom.guild.backend.edit_channel(thread, {}, thread_metadata={"locked": locked})


def forbid_moderation(newsroom: Newsroom) -> None:
    """The bot is no moderator of threads."""
    may = ("view_channel", "send_messages", "send_messages_in_threads", "create_public_threads")
    more = ("embed_links", "read_message_history")
    flags = sum(permissions.flag(name) for name in may + more)
    newsroom.guild.backend.edit_role(newsroom.guild.id, newsroom.guild.bot_role_id, {"permissions": flags})


def writes(newsroom: Newsroom, thread: int) -> int:
    """How many requests there were that change something in a thread."""
    return sum(r.method != "GET" and f"/channels/{thread}" in r.path for r in newsroom.wire.requests)


async def test_a_late_comment_revives_an_archived_thread(newsroom: Newsroom) -> None:
    article, thread, _ = await a_thread(newsroom, "Premier")
    newsroom.guild.backend.archive(thread)
    await newsroom.comment(article, "Premier", "Un an plus tard")
    await newsroom.settled()
    assert texts(newsroom, thread) == ["Premier", "Un an plus tard"]
    assert state(newsroom, thread) == (False, False)


@pytest.mark.parametrize("archived", [False, True])
@pytest.mark.parametrize("moderator", [False, True])
async def test_nothing_is_posted_in_a_locked_thread_until_it_is_open_again(
    newsroom: Newsroom, *, archived: bool, moderator: bool
) -> None:
    article, thread, items = await a_thread(newsroom, "Premier")
    if not moderator:
        forbid_moderation(newsroom)
    if archived:
        newsroom.guild.backend.archive(thread, locked=True)
    else:
        lock(newsroom, thread)
    await until(lambda: state(newsroom, thread)[1])
    before = writes(newsroom, thread)
    await newsroom.comment(article, *(item.markdown for item in items), *(f"Trop tard {n}" for n in range(9)))
    await newsroom.settled()
    assert texts(newsroom, thread) == ["Premier"]
    assert state(newsroom, thread) == (archived, True)
    assert set(await newsroom.reasons()) == {"the thread is locked"}
    assert writes(newsroom, thread) - before <= (not moderator)
    lock(newsroom, thread, locked=False)
    await until(lambda: len(newsroom.cards(thread)) > 1)
    await newsroom.settled()
    shown = [e["description"] for m in messages(newsroom, thread) for e in m["embeds"]]
    assert shown == ["Premier", *(f"Trop tard {n}" for n in range(9))]


def messages(newsroom: Newsroom, thread: int) -> list[dict[str, object]]:
    found = newsroom.guild.people["manager"].messages(thread, limit=100)
    return sorted(found, key=lambda m: int(m["id"]))


async def test_what_stands_in_a_locked_thread_still_changes_and_goes(newsroom: Newsroom) -> None:
    article, thread, (first, second) = await a_thread(newsroom, "Premier", "Deuxième")
    newsroom.guild.backend.archive(thread, locked=True)
    await newsroom.thread(article, [replace(first, markdown="Corrigé")])
    await newsroom.settled()
    assert texts(newsroom, thread) == ["Corrigé"]
    assert state(newsroom, thread) == (True, True)
    assert second.markdown not in str(messages(newsroom, thread))


async def test_a_held_comment_that_the_site_deletes_is_not_owed_any_more(newsroom: Newsroom) -> None:
    article, thread, items = await a_thread(newsroom, "Premier")
    newsroom.guild.backend.archive(thread, locked=True)
    await newsroom.comment(article, "Premier", "Trop tard")
    await newsroom.settled()
    await newsroom.thread(article, items)
    await newsroom.settled()
    assert await deliveries.counts(newsroom.services.database) == {}


async def test_a_new_title_waits_too_where_the_thread_is_locked(newsroom: Newsroom) -> None:
    await a_thread(newsroom)
    thread = next(iter(newsroom.guild.backend.get_guild(newsroom.guild.id).thread_ids))
    newsroom.guild.backend.archive(thread, locked=True)
    await newsroom.publish("Le Nova S9", subtitle="Le prix", text="Autre")
    await newsroom.settled()
    assert state(newsroom, thread) == (True, True)


async def test_a_deleted_thread_takes_its_comments_with_it(newsroom: Newsroom) -> None:
    article, thread, _ = await a_thread(newsroom, "Premier")
    newsroom.guild.backend.delete_channel(thread)
    await newsroom.comment(article, "Premier", "Deuxième")
    await newsroom.settled()
    assert await newsroom.reasons() == []
    assert await deliveries.counts(newsroom.services.database) == {}
    assert thread not in newsroom.guild.backend.channels


async def test_a_deleted_thread_is_asked_for_no_more(newsroom: Newsroom) -> None:
    article, thread, _ = await a_thread(newsroom, "Premier")
    newsroom.guild.backend.delete_channel(thread)
    await newsroom.comment(article, "Premier", "Deuxième")
    await newsroom.settled()
    before = len(newsroom.wire.requests)
    await newsroom.comment(article, "Premier", "Deuxième", "Troisième")
    await newsroom.settled()
    assert len(newsroom.wire.requests) == before
    assert len(newsroom.cards(newsroom.guild.news_id)) == 1
