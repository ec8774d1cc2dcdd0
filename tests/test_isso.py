"""A real Isso: comments read and written. The admin's password opens decisions and late corrections."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from urllib.parse import urlsplit
from uuid import uuid4

import pytest

from bot.comments.html import Said
from bot.comments.orders import (
    Commenter,
    Credentials,
    EditedComment,
    Held,
    JudgedComment,
    NewComment,
    Published,
    Reason,
    Refused,
    Removed,
    RemovedComment,
    Status,
)
from bot.comments.source import read_comments
from bot.comments.writing import check_access, find_mine, write
from bot.config import HttpSettings
from bot.http import Fetcher
from bot.workers import Here
from storage.records import ArticleItem, CommentItem
from tests.answering_site import AnsweringSite
from tests.comments_site import CommentSettings, settings

ISSO = os.environ.get("ISSO_URL", "")
MODERATED = os.environ.get("ISSO_MODERATED_URL", "")
ADMIN = Credentials(password=os.environ.get("ISSO_PASSWORD", "admin-pass"))
NOBODY = Credentials()
NADIA = Commenter("Nadia & <b>", "nadia@discord.invalid")

needs_isso = pytest.mark.skipif(not ISSO, reason="ISSO_URL names no Isso to write on")
needs_moderated = pytest.mark.skipif(not MODERATED, reason="ISSO_MODERATED_URL names no moderated Isso")


class Talk:
    """A thread of its own on an Isso."""

    def __init__(self, server: str, fetch: Fetcher) -> None:
        self.source: CommentSettings = settings("isso", kind="feed", comments_url=server)
        self.article = ArticleItem("x", f"https://news.example/le-pont/{uuid4()}", "Le pont")
        self.fetch = fetch

    async def shown(self) -> list[CommentItem]:
        return list((await read_comments(self.source, self.article, self.fetch, Here())).items)

    def order(self, words: str, parent: str | None = None) -> NewComment:
        return NewComment(self.article, Said(words), datetime.now(UTC), NADIA, parent)

    async def write(self, order, credentials: Credentials = NOBODY):  # type: ignore[no-untyped-def]
        return await write(self.source, credentials, order, self.fetch)

    async def publish(self, words: str, parent: str | None = None) -> Published:
        told = await self.write(self.order(words, parent))
        assert isinstance(told, Published), told
        return told


@pytest.fixture
async def fetch() -> AsyncIterator[Fetcher]:
    pairs = tuple(urlsplit(server).netloc for server in (ISSO, MODERATED) if server)
    async with Fetcher(HttpSettings(allow_private=pairs)) as fetch:
        yield fetch


@pytest.fixture
def talk(fetch: Fetcher) -> Talk:
    return Talk(ISSO, fetch)


@pytest.mark.isso
@needs_isso
async def test_what_is_written_is_read_back_the_same(talk: Talk) -> None:
    first = await talk.publish("**Bravo** `a<b>` https://a.example/x_y\n> cité\nsuite <i>x</i>")
    (item,) = await talk.shown()
    assert (item.guid, item.author, item.url) == (first.guid, "Nadia & <b>", first.url)
    assert item.markdown == "**Bravo** `a<b>` <https://a.example/x_y>\n\n> cité\n\nsuite \\<i>x\\<\u200b/i>"
    assert item.edited is None


@pytest.mark.isso
@needs_isso
async def test_an_answer_to_an_answer_is_told_where_it_went(talk: Talk) -> None:
    first = await talk.publish("Une voix")
    second = await talk.publish("Deux", first.guid)
    third = await talk.publish("Trois", second.guid)
    assert (second.parent, third.parent) == (first.guid, first.guid)
    assert [item.parent for item in await talk.shown()] == [None, first.guid, first.guid]
    refused = await talk.write(talk.order("Quatre", "987654"))
    assert refused.reason is Reason.UNKNOWN_PARENT


@pytest.mark.isso
@needs_isso
async def test_the_key_that_publishing_gives_allows_corrections_and_removal(talk: Talk) -> None:
    first = await talk.publish("Premier jet")
    again = await talk.write(EditedComment(talk.article, first.guid, Said("Second jet"), first.key))
    assert isinstance(again, Published)
    assert again.key != first.key
    (item,) = await talk.shown()
    assert item.markdown == "Second jet"
    assert item.edited is not None
    stale = await talk.write(EditedComment(talk.article, first.guid, Said("Troisième"), first.key))
    assert stale.reason is Reason.NOT_ALLOWED
    late = await talk.write(EditedComment(talk.article, first.guid, Said("Troisième"), first.key), ADMIN)
    assert isinstance(late, Published)
    assert [item.markdown for item in await talk.shown()] == ["Troisième"]
    removed = RemovedComment(talk.article, first.guid, late.key)
    assert (await talk.write(removed)).reason is Reason.NOT_ALLOWED
    assert await talk.write(removed, ADMIN) == Removed(first.guid)
    assert await talk.write(removed, ADMIN) == Removed(first.guid)
    assert await talk.shown() == []
    gone = await talk.write(EditedComment(talk.article, first.guid, Said("Quatrième"), late.key), ADMIN)
    assert gone.reason is Reason.GONE


@pytest.mark.isso
@needs_isso
async def test_a_removed_parent_leaves_its_answers(talk: Talk) -> None:
    first = await talk.publish("Une question")
    second = await talk.publish("Une réponse", first.guid)
    assert await talk.write(RemovedComment(talk.article, first.guid, first.key)) == Removed(first.guid)
    assert [(item.guid, item.parent) for item in await talk.shown()] == [(second.guid, first.guid)]
    assert (await talk.write(talk.order("Trop tard", first.guid))).reason is Reason.UNKNOWN_PARENT


@pytest.mark.isso
@needs_isso
async def test_a_comment_whose_answer_was_lost_is_found_again(talk: Talk) -> None:
    order = talk.order("Ai-je bien *écrit* ?")
    assert await find_mine(talk.source, NOBODY, order, talk.fetch) is None
    first = await talk.write(order)
    assert await find_mine(talk.source, NOBODY, order, talk.fetch) == replace(first, key="")


@pytest.mark.isso
@needs_isso
async def test_what_isso_does_not_take(talk: Talk) -> None:
    assert (await talk.write(talk.order("ok"))).reason is Reason.EMPTY
    first = await talk.publish("Un mot")
    hold, trash = (JudgedComment(talk.article, first.guid, status) for status in (Status.HELD, Status.TRASH))
    wrong = Credentials(password="wrong")
    assert (await talk.write(hold, ADMIN)).reason is Reason.NOT_ALLOWED
    assert (await talk.write(trash)).reason is Reason.NOT_ALLOWED
    assert (await talk.write(trash, wrong)).reason is Reason.NO_ACCESS
    assert (await check_access(talk.source, ADMIN, talk.fetch)).granted
    assert (await check_access(talk.source, NOBODY, talk.fetch)).granted
    assert not (await check_access(talk.source, wrong, talk.fetch)).granted


@pytest.mark.isso
@needs_moderated
async def test_what_waits_for_the_admin_is_found_approved_and_refused(fetch: Fetcher) -> None:
    talk = Talk(MODERATED, fetch)
    order = talk.order("En *attente* & <patience>")
    held = await talk.write(order)
    assert isinstance(held, Held)
    assert await talk.shown() == []
    assert await find_mine(talk.source, ADMIN, order, fetch) == Held(held.guid)
    approve = JudgedComment(talk.article, held.guid, Status.APPROVED)
    assert await talk.write(approve, ADMIN) == Published(held.guid, f"{talk.article.url}#isso-{held.guid}")
    assert await talk.write(approve, ADMIN) == Published(held.guid, f"{talk.article.url}#isso-{held.guid}")
    assert [item.guid for item in await talk.shown()] == [held.guid]
    refuse = JudgedComment(talk.article, held.guid, Status.SPAM)
    assert await talk.write(refuse, ADMIN) == Removed(held.guid)
    assert await talk.shown() == []


# What a server says that guards itself, as it was recorded


@pytest.mark.parametrize(
    ("words", "reason", "after"),
    [
        ("127.0.0.1: ratelimit exceeded (1, 2)", Reason.FLOOD, 60),
        ("3 direct responses to /le-pont", Reason.NOT_ALLOWED, None),
        ("email address required but not provided", Reason.NOT_ALLOWED, None),
    ],
)
async def test_a_guard_refuses(words: str, reason: Reason, after: float | None) -> None:
    site = AnsweringSite()
    site.on("POST", "/new?uri=%2Fle-pont", f"<h1>Forbidden</h1>\n<p>{words}</p>", 403)
    article = ArticleItem("x", "https://news.example/le-pont?a=1#b", "Le pont")
    order = NewComment(article, Said("Un mot"), datetime.now(UTC), NADIA)
    told = await write(settings("isso", comments_url="https://isso.example/"), NOBODY, order, site)
    assert isinstance(told, Refused)
    assert (told.reason, told.after) == (reason, after)
    assert "127.0.0.1" not in told.message
    assert site.asked[0].body == {
        "text": "Un mot",
        "title": "Le pont",
        "author": "Nadia & <b>",
        "email": "nadia@discord.invalid",
    }
