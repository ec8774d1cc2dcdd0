"""Writing comments on a WordPress: what it makes of our orders, as recorded and as a real one does."""

from __future__ import annotations

import asyncio
import json
import os
from base64 import b64encode
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import pytest

from bot.causes import Cause
from bot.comments.html import Said
from bot.comments.orders import (
    ClosedThread,
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
    Turned,
)
from bot.comments.source import read_recent_comments, read_threads
from bot.comments.writing import can_write, check_access, find_mine, write
from bot.config import HttpSettings
from bot.errors import SourceError
from bot.http import Fetcher, LostAnswerError
from bot.workers import Here
from storage.records import ArticleItem
from tests.answering_site import AnsweringSite
from tests.comments_site import settings
from tests.shelf import NOON, SITE
from tests.site_world import SHARED

SAMPLES = SHARED / "servers" / "samples" / "wordpress"
needs_samples = pytest.mark.skipif(not SAMPLES.exists(), reason="no recorded answers of real servers here")


# A WordPress's answers, as they were recorded

ARTICLE = ArticleItem(guid="4", url=f"{SITE}/le-pont/", title="Le pont")
OURS = Credentials("botsync", "abcd efgh")
NEW = NewComment(ARTICLE, Said("**Bravo**"), NOON, Commenter("Nadia B.", user="5"), mark="1234567890")


def recorded(name: str) -> tuple[Any, int]:
    """A WordPress's answer and its status."""
    body = json.loads((SAMPLES / f"{name}.json").read_text())
    return body, int(body.get("data", {}).get("status", 201))


@pytest.fixture
def site() -> AnsweringSite:
    return AnsweringSite()


async def test_a_comment_is_published_under_the_readers_own_name(site: AnsweringSite) -> None:
    site.on(
        "POST",
        "/wp/v2/comments",
        {"id": 16, "status": "approved", "parent": 0, "link": f"{SITE}/#comment-16"},
        201,
    )
    assert await write(settings(), OURS, NEW, site) == Published("16", f"{SITE}/#comment-16")
    assert site.asked[0].body == {
        "post": 4,
        "content": "<strong>Bravo</strong>",
        "author": 5,
        "meta": {"discord_message_id": "1234567890"},
    }
    assert site.asked[0].headers == {"Authorization": f"Basic {b64encode(b'botsync:abcd efgh').decode()}"}
    assert "abcd" not in repr(OURS)


async def test_a_guest_has_a_name_and_an_address(site: AnsweringSite) -> None:
    site.on("POST", "/comments", {"id": 17, "status": "hold"}, 201)
    order = replace(NEW, author=Commenter("Zed", "zed@discord.invalid"), status=Status.HELD)
    assert await write(settings(), OURS, order, site) == Held("17")
    body = site.asked[0].body
    assert (body["author_name"], body["author_email"], body["status"]) == (
        "Zed",
        "zed@discord.invalid",
        "hold",
    )


async def test_an_answer_goes_to_a_comment_that_is_there(site: AnsweringSite) -> None:
    order = replace(NEW, parent="2")
    site.on("GET", "/comments/2", {"id": 2, "post": 4, "status": "approved"})
    site.on("POST", "/comments", {"id": 18, "status": "approved", "parent": 2, "link": "x"}, 201)
    assert await write(settings(), OURS, order, site) == Published("18", "x", "2")
    for there in ({"id": 2, "post": 5, "status": "approved"}, {"id": 2, "post": 4, "status": "trash"}):
        site.on("GET", "/comments/2", there)
        refused = await write(settings(), OURS, order, site)
        assert isinstance(refused, Refused)
        assert refused.reason is Reason.UNKNOWN_PARENT
    site.on("GET", "/comments/2", {"code": "rest_comment_invalid_id"}, 404)
    assert (await write(settings(), OURS, order, site)).reason is Reason.UNKNOWN_PARENT  # type: ignore[union-attr]
    assert sum(asked.method == "POST" for asked in site.asked) == 1


@needs_samples
@pytest.mark.parametrize(
    ("sample", "reason", "after"),
    [
        ("create_flood", Reason.FLOOD, 15),
        ("create_duplicate", Reason.DUPLICATE, None),
        ("create_closed", Reason.CLOSED, None),
        ("create_protected_post", Reason.CLOSED, None),
        ("create_on_draft", Reason.CLOSED, None),
        ("create_too_long", Reason.TOO_LONG, None),
        ("create_empty", Reason.EMPTY, None),
        ("create_anonymous", Reason.NO_ACCESS, None),
        ("create_on_behalf_forbidden", Reason.NOT_ALLOWED, None),
    ],
)
async def test_a_refusal_says_why(
    site: AnsweringSite, sample: str, reason: Reason, after: float | None
) -> None:
    site.on("POST", "/comments", *recorded(sample))
    refused = await write(settings(), OURS, NEW, site)
    assert isinstance(refused, Refused)
    assert (refused.reason, refused.after) == (reason, after)
    assert refused.message


@needs_samples
async def test_edits_and_removals_are_told(site: AnsweringSite) -> None:
    edited = EditedComment(ARTICLE, "15", Said("Corrigé"))
    site.on("POST", "/comments/15", *recorded("edit_admin"))
    assert isinstance(await write(settings(), OURS, edited, site), Published)
    site.on("POST", "/comments/15", *recorded("edit_own_subscriber"))
    assert (await write(settings(), OURS, edited, site)).reason is Reason.NOT_ALLOWED  # type: ignore[union-attr]
    removed = RemovedComment(ARTICLE, "15")
    for sample in ("trash_admin", "trash_again", "get_deleted"):
        site.on("DELETE", "/comments/15", *recorded(sample))
        assert await write(settings(), OURS, removed, site) == Removed("15")
    site.on("DELETE", "/comments/15", *recorded("delete_own_subscriber"))
    assert (await write(settings(), OURS, removed, site)).reason is Reason.NOT_ALLOWED  # type: ignore[union-attr]


async def test_an_edit_of_what_lies_in_the_trash_changes_nothing_to_see(site: AnsweringSite) -> None:
    site.on("POST", "/comments/15", {"id": 15, "status": "trash"})
    told = await write(settings(), OURS, EditedComment(ARTICLE, "15", Said("x")), site)
    assert told == Refused(Reason.GONE, "the comment is in the site's trash")


async def test_a_decision_that_was_taken_already_is_no_fault(site: AnsweringSite) -> None:
    site.on("POST", "/comments/15", LostAnswerError(Cause("cause-site-fault", {"status": 500}), status=500))
    site.on("GET", "/comments/15", {"id": 15, "status": "hold"})
    assert await write(settings(), OURS, JudgedComment(ARTICLE, "15", Status.HELD), site) == Held("15")
    with pytest.raises(LostAnswerError):
        await write(settings(), OURS, JudgedComment(ARTICLE, "15", Status.APPROVED), site)


async def test_comments_are_closed_and_opened(site: AnsweringSite) -> None:
    for closed, status in ((True, "closed"), (False, "open")):
        site.on("POST", "/wp/v2/posts/4", {"id": 4, "comment_status": status})
        assert await write(settings(), OURS, ClosedThread(ARTICLE, closed), site) == Turned(closed)
        assert site.asked[-1].body == {"comment_status": status}
    site.on("POST", "/wp/v2/posts/4", {"code": "rest_cannot_edit"}, 403)
    refused = await write(settings(), OURS, ClosedThread(ARTICLE), site)
    assert isinstance(refused, Refused)
    assert refused.reason is Reason.NOT_ALLOWED
    site.on("POST", "/wp/v2/posts/4", {"id": 4, "comment_status": "open"})
    assert isinstance(await write(settings(), OURS, ClosedThread(ARTICLE), site), Refused)
    isso = settings("isso", kind="feed", comments_url=SITE)
    assert isinstance(await write(isso, OURS, ClosedThread(ARTICLE), site), Refused)


async def test_what_no_site_would_take_is_not_sent(site: AnsweringSite) -> None:
    assert (await write(settings(), OURS, replace(NEW, said=Said(" ")), site)).reason is Reason.EMPTY  # type: ignore[union-attr]
    long = replace(NEW, said=Said("é" * 33_000))
    assert (await write(settings(), OURS, long, site)).reason is Reason.TOO_LONG  # type: ignore[union-attr]
    assert site.asked == []


async def test_a_comment_whose_answer_was_lost_is_found_again(site: AnsweringSite) -> None:
    row = {
        "id": 16,
        "parent": 0,
        "author": 5,
        "content": {"raw": "autre"},
        "meta": {"discord_message_id": "1234567890"},
    }
    row |= {"status": "approved", "link": "x"}
    other = {
        **row,
        "id": 17,
        "meta": {"discord_message_id": "99"},
        "content": {"raw": "<strong>Bravo</strong>"},
    }
    site.on("GET", "/comments?", [other, row])
    assert await find_mine(settings(), OURS, NEW, site) == Published("16", "x")
    assert "after=2026-03-01T11%3A50%3A00Z" in site.asked[0].url


async def test_without_a_mark_the_author_the_parent_and_the_words_tell_which_is_ours(
    site: AnsweringSite,
) -> None:
    row = {
        "id": 16,
        "parent": 0,
        "author": 5,
        "content": {"raw": "<b>Bravo</b> "},
        "meta": [],
        "status": "hold",
    }
    for other in ({"author": 4}, {"parent": 2}, {"content": {"raw": "Non"}}):
        site.on("GET", "/comments?", [{**row, **other}])
        assert await find_mine(settings(), OURS, NEW, site) is None
    site.on("GET", "/comments?", [row])
    assert await find_mine(settings(), OURS, NEW, site) == Held("16")


async def test_a_wrong_password_and_a_reader_without_rights_are_found_before_it_matters(
    site: AnsweringSite,
) -> None:
    site.on("GET", "/users/me", {"code": "rest_not_logged_in"}, 401)
    assert not (await check_access(settings(), OURS, site)).granted
    site.on("GET", "/users/me", {"id": 4, "capabilities": {"read": True}})
    assert "botsync" in (await check_access(settings(), OURS, site)).message
    site.on("GET", "/users/me", {"id": 7, "capabilities": {"moderate_comments": True}})
    assert (await check_access(settings(), OURS, site)).granted


async def test_what_is_not_wordpress_is_an_outage_and_after_a_change_an_open_question(
    site: AnsweringSite,
) -> None:
    site.on("POST", "/comments", "<html>")
    with pytest.raises(LostAnswerError):
        await write(settings(), OURS, NEW, site)
    site.on("POST", "/comments", "", 301)
    with pytest.raises(SourceError, match="another address") as raised:
        await write(settings(), OURS, NEW, site)
    assert not isinstance(raised.value, LostAnswerError)
    site.on("GET", "/comments?", {"code": "rest_forbidden"}, 403)
    with pytest.raises(SourceError, match="arrived"):
        await find_mine(settings(), OURS, NEW, site)


async def test_other_sites_can_only_be_read(site: AnsweringSite) -> None:
    assert not can_write(settings("ghost"))
    refused = await write(settings("page", kind="feed"), OURS, NEW, site)
    assert isinstance(refused, Refused)
    assert refused.reason is Reason.NOT_ALLOWED
    assert await find_mine(settings("page"), OURS, NEW, site) is None
    assert not (await check_access(settings("page"), OURS, site)).granted


# A real WordPress

WORDPRESS = os.environ.get("WORDPRESS_URL", "")
CREDENTIALS = os.environ.get("WORDPRESS_CREDENTIALS", "")
real = pytest.mark.skipif(not CREDENTIALS, reason="WORDPRESS_CREDENTIALS names no WordPress to write on")


class Paper:
    """A WordPress, an article of ours on it, and who may write there."""

    def __init__(self, fetch: Fetcher, people: dict[str, Any]) -> None:
        self.fetch = fetch
        self.people = people
        self.source = settings(url=WORDPRESS)
        self.article = ArticleItem("", "", "")
        self.published: list[str] = []

    def signed(self, name: str = "redaction") -> Credentials:
        return Credentials(name, self.people[name]["app_password"])

    async def ask(self, method: str, path: str, body: object = None, name: str = "redaction") -> Any:
        """What the site itself says."""
        who = self.signed(name)
        key = b64encode(f"{who.user}:{who.password}".encode()).decode()
        url = f"{WORDPRESS}/wp-json/wp/v2/{path}"
        answer = await self.fetch.send(method, url, json=body, headers={"Authorization": f"Basic {key}"})
        return json.loads(answer.body)

    async def publish_article(self, **more: object) -> ArticleItem:
        row = await self.ask("POST", "posts", {"title": f"Le pont {uuid4()}", "status": "publish", **more})
        self.published.append(str(row["id"]))
        return ArticleItem(self.published[-1], row["link"], "Le pont")

    def order(self, words: str, author: str = "nadia", **more: Any) -> NewComment:
        who = Commenter(author, user=str(self.people[author]["id"]))
        return NewComment(self.article, Said(words), datetime.now(UTC), who, **more)

    async def status(self, guid: str) -> str:
        row = await self.ask("GET", f"comments/{guid}?context=edit")
        return str(row.get("status") or row["data"]["status"])


@pytest.fixture
async def paper() -> AsyncIterator[Paper]:
    people = json.loads(await asyncio.to_thread(Path(CREDENTIALS).read_text))["users"]
    private = HttpSettings(allow_private=(urlsplit(WORDPRESS).netloc,))
    async with Fetcher(private) as fetch:
        paper = Paper(fetch, people)
        paper.article = await paper.publish_article()
        yield paper
        for number in paper.published:
            await paper.ask("DELETE", f"posts/{number}?force=true")


@real
@pytest.mark.wordpress
class TestRealWordPress:
    async def test_a_comment_its_answer_its_edit_and_its_end(self, paper: Paper) -> None:
        mark = str(uuid4().int)[:18]
        order = paper.order("**Bravo** <@12345> & https://a.example/x", mark=mark, status=Status.APPROVED)
        first = await write(paper.source, paper.signed(), order, paper.fetch)
        assert isinstance(first, Published)
        row = await paper.ask("GET", f"comments/{first.guid}")
        assert (row["author"], row["meta"]["discord_message_id"]) == (paper.people["nadia"]["id"], mark)
        assert "<strong>Bravo</strong> @… &amp; <a href" in row["content"]["rendered"]
        assert first.url == row["link"]
        assert await find_mine(paper.source, paper.signed(), order, paper.fetch) == first
        window = await read_recent_comments(paper.source, paper.fetch, Here(), now=datetime.now(UTC))
        assert window.items[-1][0] == paper.article.guid

        answer = paper.order("> Bravo\nMerci", "claire", parent=first.guid)
        second = await write(paper.source, paper.signed(), answer, paper.fetch)
        assert isinstance(second, Published)
        assert second.parent == first.guid

        edit = EditedComment(paper.article, first.guid, Said("*Bravo* encore"))
        assert await write(paper.source, paper.signed(), edit, paper.fetch) == first
        assert await write(paper.source, paper.signed(), edit, paper.fetch) == first
        row = await paper.ask("GET", f"comments/{first.guid}")
        assert "<em>Bravo</em> encore" in row["content"]["rendered"]

        gone = RemovedComment(paper.article, first.guid)
        assert await write(paper.source, paper.signed(), gone, paper.fetch) == Removed(first.guid)
        assert await write(paper.source, paper.signed(), gone, paper.fetch) == Removed(first.guid)
        assert await paper.status(first.guid) == "trash"
        late = replace(answer, said=Said("Trop tard"))
        refused = await write(paper.source, paper.signed(), late, paper.fetch)
        assert isinstance(refused, Refused)
        assert refused.reason is Reason.UNKNOWN_PARENT
        nothing = EditedComment(paper.article, first.guid, Said("Revenant"))
        assert (await write(paper.source, paper.signed(), nothing, paper.fetch)).reason is Reason.GONE  # type: ignore[union-attr]

    async def test_holding_approving_and_spam(self, paper: Paper) -> None:
        guest = NewComment(
            paper.article,
            Said("Premier mot"),
            datetime.now(UTC),
            Commenter("Zed", f"{uuid4()}@discord.invalid"),
        )
        held = await write(paper.source, paper.signed(), guest, paper.fetch)
        assert isinstance(held, Held)
        assert await find_mine(paper.source, paper.signed(), guest, paper.fetch) == held
        for status, wanted in [
            (Status.APPROVED, Published),
            (Status.APPROVED, Published),
            (Status.HELD, Held),
            (Status.HELD, Held),
            (Status.SPAM, Removed),
            (Status.APPROVED, Published),
            (Status.TRASH, Removed),
            (Status.APPROVED, Published),
        ]:
            told = await write(
                paper.source, paper.signed(), JudgedComment(paper.article, held.guid, status), paper.fetch
            )
            assert isinstance(told, wanted), (status, told)
            assert await paper.status(held.guid) == status.value
        spam = JudgedComment(paper.article, held.guid, Status.SPAM)
        await write(paper.source, paper.signed(), spam, paper.fetch)
        assert await find_mine(paper.source, paper.signed(), guest, paper.fetch) == Held(held.guid)

    async def test_closed_and_protected_articles_and_those_that_are_gone(self, paper: Paper) -> None:
        for more, reason in [
            ({"comment_status": "closed"}, Reason.CLOSED),
            ({"status": "draft"}, Reason.CLOSED),
        ]:
            paper.article = await paper.publish_article(**more)
            refused = await write(paper.source, paper.signed(), paper.order("Un mot"), paper.fetch)
            assert isinstance(refused, Refused)
            assert refused.reason is reason
        paper.article = replace(paper.article, guid="987654")
        refused = await write(paper.source, paper.signed(), paper.order("Un mot"), paper.fetch)
        assert isinstance(refused, Refused)
        assert refused.reason is Reason.GONE
        gone = EditedComment(paper.article, "987654", Said("x"))
        assert (await write(paper.source, paper.signed(), gone, paper.fetch)).reason is Reason.GONE  # type: ignore[union-attr]

    async def test_comments_are_closed_and_opened_again(self, paper: Paper) -> None:
        for closed, status in ((True, "closed"), (True, "closed"), (False, "open")):
            told = await write(paper.source, paper.signed(), ClosedThread(paper.article, closed), paper.fetch)
            assert told == Turned(closed)
            row = await paper.ask("GET", f"posts/{paper.article.guid}?_fields=comment_status")
            assert row["comment_status"] == status
        refused = await write(paper.source, paper.signed("hugo"), ClosedThread(paper.article), paper.fetch)
        assert isinstance(refused, Refused)

    async def test_the_same_again_and_too_much(self, paper: Paper) -> None:
        order = paper.order("Deux fois la même chose")
        first = await write(paper.source, paper.signed(), order, paper.fetch)
        twice = await write(paper.source, paper.signed(), order, paper.fetch)
        assert isinstance(twice, Refused)
        assert twice.reason is Reason.DUPLICATE
        assert await find_mine(paper.source, paper.signed(), order, paper.fetch) == first

    async def test_a_reader_without_rights(self, paper: Paper) -> None:
        mine = replace(paper.order("De ma part"), author=None)
        first = await write(paper.source, paper.signed("hugo"), mine, paper.fetch)
        while isinstance(first, Refused) and first.after:
            # He wrote a moment ago, in another run.
            await asyncio.sleep(first.after / 3)
            first = await write(paper.source, paper.signed("hugo"), mine, paper.fetch)
        assert isinstance(first, Published | Held)
        flood = await write(
            paper.source, paper.signed("hugo"), replace(mine, said=Said("Et encore")), paper.fetch
        )
        assert isinstance(flood, Refused)
        assert (flood.reason, flood.after) == (Reason.FLOOD, 15)
        others = [
            paper.order("Au nom de Nadia"),
            EditedComment(paper.article, first.guid, Said("Corrigé")),
            RemovedComment(paper.article, first.guid),
            JudgedComment(paper.article, first.guid, Status.APPROVED),
        ]
        for order in others:
            refused = await write(paper.source, paper.signed("hugo"), order, paper.fetch)
            assert isinstance(refused, Refused), order
            assert refused.reason is Reason.NOT_ALLOWED, order

    async def test_many_threads_are_read_at_once_but_for_a_protected_one(self, paper: Paper) -> None:
        first = await write(paper.source, paper.signed(), paper.order("Un mot"), paper.fetch)
        assert isinstance(first, Published)
        others = [await paper.publish_article(**more) for more in ({}, {"password": "sesame"}, {})]
        threads = await read_threads(paper.source, [paper.article, *others], paper.fetch, Here())
        found = [[item.guid for item in threads[each.guid].items] for each in (paper.article, *others)]
        assert found == [[first.guid], [], [], []]

    async def test_what_the_credentials_are_good_for(self, paper: Paper) -> None:
        assert (await check_access(paper.source, paper.signed(), paper.fetch)).granted
        assert not (await check_access(paper.source, paper.signed("hugo"), paper.fetch)).granted
        wrong = Credentials("redaction", "wrong wrong")
        assert not (await check_access(paper.source, wrong, paper.fetch)).granted
        refused = await write(paper.source, wrong, paper.order("Un mot"), paper.fetch)
        assert isinstance(refused, Refused)
        assert refused.reason is Reason.NO_ACCESS
