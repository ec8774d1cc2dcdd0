"""A real WordPress and a real Isso: after each step, on either side, both show the same conversation."""

from __future__ import annotations

import asyncio
import base64
import html
import json
import os
import re
import urllib.request
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlsplit
from uuid import uuid4

import pytest

from bot.comments.html import Said
from bot.comments.orders import (
    Commenter,
    Credentials,
    EditedComment,
    JudgedComment,
    NewComment,
    Order,
    RemovedComment,
    Status,
    Written,
)
from bot.comments.source import read_comments
from bot.comments.writing import write
from bot.config_sources import SourceSettings
from bot.workers import Here
from storage import writings
from storage.records import ArticleItem
from tests.both_sides import OnSite, differences, in_thread
from tests.made import an_item
from tests.newsroom import SOURCE, Newsroom, at_work
from tests.test_cogs import run, write_list

WORDPRESS = os.environ.get("WORDPRESS_URL", "")
CREDENTIALS = os.environ.get("WORDPRESS_CREDENTIALS", "")
ISSO = os.environ.get("ISSO_URL", "")
MODERATED = os.environ.get("ISSO_MODERATED_URL", "")
GUARDED = os.environ.get("ISSO_GUARDED_URL", "")
ADMIN = Credentials(password=os.environ.get("ISSO_PASSWORD", "admin-pass"))
CODE = "ABCD-EFGH-JKLM"

needs_isso = pytest.mark.skipif(not ISSO, reason="ISSO_URL names no Isso to write on")
needs_moderated = pytest.mark.skipif(not MODERATED, reason="ISSO_MODERATED_URL names no moderated Isso")
needs_guarded = pytest.mark.skipif(not GUARDED, reason="ISSO_GUARDED_URL names no Isso that limits writing")


class Site(Protocol):
    """A site's own side of the conversation below one article."""

    async def say(self, text: str, parent: str = "") -> str: ...
    async def edit(self, comment: str, text: str) -> None: ...
    async def judge(self, comment: str, status: str) -> None: ...
    async def shown(self) -> list[OnSite]: ...


@dataclass
class Talk:
    """Both sides with the bot between them; `alone` are messages that stay on Discord."""

    room: Newsroom
    site: Site
    source: SourceSettings
    thread: int
    now: datetime
    alone: set[int] = field(default_factory=set)

    async def say(self, text: str, who: str = "lea", reply_to: int | None = None) -> int:
        return int((await self.room.guild.people[who].send(self.thread, text, reply_to))["id"])

    async def equal(self, *texts: str) -> None:
        """Both sides come to show these texts, and stay so."""
        for _ in range(100):
            if not await self._compare(texts):
                break
            await self._exchange()
            await asyncio.sleep(0.05)
        await self._exchange()
        await self._exchange()
        assert await self._compare(texts) == []

    async def marked(self, message: int, sign: str) -> None:
        """A message comes to bear one sign of ours."""
        async with asyncio.timeout(20):
            while self._signs(message) != [sign]:
                await self._exchange()
                await asyncio.sleep(0.05)

    def message(self, text: str) -> int:
        """The message that says this."""
        return next(each.message for each in in_thread(self._messages()) if each.text == text)

    async def comment(self, text: str) -> str:
        """The site's id of the comment that says this."""
        return next(each.id for each in await self.site.shown() if each.text == text)

    async def told(self, who: str) -> str:
        """The last letter that somebody got from the bot."""
        person = self.room.guild.people[who]
        async with asyncio.timeout(10):
            while not person.letters():
                self.room.client.courier.wake()
                await asyncio.sleep(0.05)
        return str(person.letters()[-1]["content"])

    async def _compare(self, texts: tuple[str, ...]) -> list[str]:
        site, thread = await self.site.shown(), in_thread(self._messages())
        missing = [f"nowhere: {text}" for text in texts if text not in {each.text for each in site}]
        more = [f"not expected: {each.text}" for each in site if each.text not in texts]
        return missing + more + differences(site, thread)

    async def _exchange(self) -> None:
        """The bot writes what is due, polls the site, and shows what follows."""
        self.now += timedelta(seconds=2)
        outbox = self.room.services.outbox
        await outbox.release(self.now)
        async with outbox.turn(self.source.name):
            await outbox.settle(self.source, self.now)
            await self.room.services.comments.read(self.source, self.now)
        self.room.client.courier.wake()
        await self.room.settled()

    def _signs(self, message: int) -> list[str]:
        found = self.room.guild.people["manager"].message(self.thread, message)
        assert found is not None
        return [reaction["emoji"]["name"] for reaction in found.get("reactions", [])]

    def _messages(self) -> list[dict[str, Any]]:
        found = self.room.guild.people["manager"].messages(self.thread, limit=200)
        return [m for m in found if m["type"] in {0, 19} and int(m["id"]) not in self.alone]


@asynccontextmanager
async def talking(
    folder: Path, site: Site, article: ArticleItem, subject: str, source: dict[str, Any]
) -> AsyncIterator[Talk]:
    """A thread below an article; Léa is the subscriber `subject`."""
    write_list(folder, f"{subject},integral,,active,{CODE}")
    settings = {"name": SOURCE, "interval": 1, **source}
    places = [urlsplit(url).netloc for url in (WORDPRESS, ISSO, MODERATED, GUARDED) if url]
    async with at_work(folder, sources=[settings], http={"allow_private": places}) as room:
        article_id = await room.store(article)
        await room.settled()
        await run(room, "lea", "link", code=CODE)
        read = room.services.settings.sources[0]
        yield Talk(room, site, read, await room.message_of(article_id), room.now)


# WordPress


@dataclass
class WordPress:
    """Below one post, by its editor's hand."""

    post: int
    users: dict[str, Any]

    async def say(self, text: str, parent: str = "") -> str:
        fields = {"post": self.post, "content": text, "author": self.users["nadia"]["id"]}
        return str((await self.ask("comments", **fields, parent=int(parent or 0)))["id"])

    async def edit(self, comment: str, text: str) -> None:
        await self.ask(f"comments/{comment}", content=text)

    async def judge(self, comment: str, status: str) -> None:
        if status == "trash":
            await self.ask(f"comments/{comment}", "DELETE")
        else:
            await self.ask(f"comments/{comment}", status=status)

    async def shown(self) -> list[OnSite]:
        rows = await self.ask(f"comments?post={self.post}&per_page=100", "GET")
        return [
            OnSite(str(row["id"]), _words(row["content"]["rendered"]), str(row["parent"] or ""), row["link"])
            for row in rows
        ]

    async def waiting(self) -> list[str]:
        """The ids of comments that wait for a moderator."""
        rows = await self.ask(f"comments?post={self.post}&status=hold", "GET")
        return [str(row["id"]) for row in rows]

    async def ask(self, path: str, method: str = "POST", **fields: object) -> Any:
        """What the site answers to its editor."""
        key = base64.b64encode(f"redaction:{self.users['redaction']['app_password']}".encode()).decode()
        request = urllib.request.Request(
            f"{WORDPRESS}/wp-json/wp/v2/{path}",
            json.dumps(fields).encode() if method != "GET" else None,
            {"Authorization": f"Basic {key}", "Content-Type": "application/json"},
            method=method,
        )

        def fetch() -> Any:
            with urllib.request.urlopen(request) as answer:
                return json.load(answer)

        return await asyncio.to_thread(fetch)


def _words(content: str) -> str:
    return html.unescape(re.sub(r"<[^>]*>", "", content)).strip()


@pytest.fixture
async def wordpress() -> AsyncIterator[WordPress]:
    """A post of its own, gone afterwards."""
    users = json.loads(await asyncio.to_thread(Path(CREDENTIALS).read_text))["users"]
    paper = WordPress(0, users)
    made = await paper.ask("posts", title="Le pont des deux rives", content="<p>Texte.</p>", status="publish")
    paper.post = int(made["id"])
    yield paper
    await paper.ask(f"posts/{paper.post}?force=true", "DELETE")


Open = Callable[..., Any]


@pytest.fixture
def wp_talk(tmp_path: Path, wordpress: WordPress) -> Open:
    """Opens the talk; `user` is whose password the bot has, `subject` whom the site knows Léa as."""

    def opening(user: str = "redaction", subject: str = "", **more: Any) -> Any:
        password = wordpress.users[user]["app_password"]
        writing = {"user": user, "password": password, "publisher": "La Gazette", **more}
        article = an_item(str(wordpress.post), title="Le pont des deux rives")
        who = subject or str(wordpress.users["hugo"]["id"])
        source = {"kind": "wordpress", "url": WORDPRESS, "writing": writing}
        return talking(tmp_path, wordpress, article, who, source)

    return opening


@pytest.mark.wire
@pytest.mark.wordpress
@pytest.mark.skipif(not (WORDPRESS and CREDENTIALS), reason="no WordPress and no password of its editor")
class TestWordPress:
    async def test_new_answers_edits_and_deletions(self, wp_talk: Open) -> None:
        async with wp_talk() as talk:
            await _converse(talk)

    async def test_trash_hold_and_approval_of_either_sides_comments(self, wp_talk: Open) -> None:
        async with wp_talk() as talk:
            site: Site = talk.site
            mine = await site.say("Du site")
            await talk.equal("Du site")
            await talk.say("De Discord", reply_to=talk.message("Du site"))
            await talk.equal("Du site", "De Discord")
            theirs = await talk.comment("De Discord")
            for comment, others in ((mine, ["De Discord"]), (theirs, ["Du site"])):
                for status in ("hold", "trash"):
                    await site.judge(comment, status)
                    await talk.equal(*others)
                    await site.judge(comment, "approved")
                    await talk.equal("Du site", "De Discord")
            await site.edit(theirs, "De Discord, abrégé")
            await talk.equal("Du site", "De Discord, abrégé")

    async def test_a_newcomers_comment_waits_for_approval(self, wp_talk: Open, wordpress: WordPress) -> None:
        async with wp_talk(subject=f"guest-{uuid4()}") as talk:
            message = await talk.say("Un premier mot")
            await talk.marked(message, "⏳")
            talk.alone.add(message)
            await talk.equal()
            (waiting,) = await wordpress.waiting()
            await wordpress.judge(waiting, "approved")
            talk.alone.clear()
            await talk.equal("Un premier mot")
            await talk.marked(message, "✅")

    async def test_a_closed_thread_takes_nothing_until_it_is_open(
        self, wp_talk: Open, wordpress: WordPress
    ) -> None:
        async with wp_talk() as talk:
            await wordpress.ask(f"posts/{wordpress.post}", comment_status="closed")
            message = await talk.say("Trop tard")
            await talk.marked(message, "❌")
            talk.alone.add(message)
            assert "close" in await talk.told("lea")
            await talk.equal()
            await wordpress.ask(f"posts/{wordpress.post}", comment_status="open")
            await talk.say("À temps")
            await talk.equal("À temps")

    async def test_the_same_again_is_refused(self, wp_talk: Open) -> None:
        async with wp_talk() as talk:
            await talk.say("Une fois")
            await talk.equal("Une fois")
            message = await talk.say("Une fois")
            await talk.marked(message, "❌")
            talk.alone.add(message)
            assert "déjà écrit" in await talk.told("lea")
            await talk.equal("Une fois")

    async def test_who_may_not_write_is_told_so(self, wp_talk: Open) -> None:
        async with wp_talk(tiers=["premium"]) as talk:
            talk.alone |= {await talk.say("Sans abonnement", "alex"), await talk.say("Une autre formule")}
            assert "/lier" in await talk.told("alex")
            assert "formule" in await talk.told("lea")
            await talk.equal()

    async def test_without_rights_on_the_site_nothing_is_written_in_anothers_name(
        self, wp_talk: Open, wordpress: WordPress
    ) -> None:
        nadia = str(wordpress.users["nadia"]["id"])
        async with wp_talk(user="hugo", subject=nadia) as talk:
            message = await talk.say("Au nom de Nadia")
            await talk.marked(message, "❌")
            talk.alone.add(message)
            await talk.equal()


# Isso


class Isso:
    """Below a page of its own, as its readers and its admin."""

    def __init__(self, server: str) -> None:
        page, now = f"https://news.example/le-pont/{uuid4()}", datetime.now(UTC)
        self.article = an_item("x", url=page, title="Le pont", published=now)
        self.server = server
        self.talk: Talk | None = None

    async def say(self, text: str, parent: str = "") -> str:
        order = NewComment(self.article, Said(text), self._talk.now, Commenter("Nadia"), parent or None)
        return str(getattr(await self._write(order), "guid", ""))

    async def edit(self, comment: str, text: str) -> None:
        await self._write(EditedComment(self.article, comment, Said(text)))

    async def judge(self, comment: str, status: str) -> None:
        if status == "trash":
            await self._write(RemovedComment(self.article, comment))
        else:
            await self._write(JudgedComment(self.article, comment, Status(status)))

    async def shown(self) -> list[OnSite]:
        fetch = self._talk.room.app.fetch
        reading = await read_comments(self._talk.source, self.article, fetch, Here())
        return [OnSite(item.guid, item.markdown, item.parent or "", item.url) for item in reading.items]

    @asynccontextmanager
    async def talking(self, folder: Path) -> AsyncIterator[Talk]:
        writing = {"password": ADMIN.password, "publisher": "La Gazette"}
        source = {"kind": "feed", "url": "https://news.example/feed", "comments_from": "isso"}
        source |= {"comments_url": self.server, "writing": writing}
        async with talking(folder, self, self.article, "lecteur-15", source) as talk:
            self.talk = talk
            yield talk

    @property
    def _talk(self) -> Talk:
        assert self.talk is not None
        return self.talk

    async def _write(self, order: Order) -> Written:
        return await write(self._talk.source, ADMIN, order, self._talk.room.app.fetch)


@pytest.mark.wire
@pytest.mark.isso
class TestIsso:
    @needs_isso
    async def test_new_answers_edits_and_deletions(self, tmp_path: Path) -> None:
        async with Isso(ISSO).talking(tmp_path) as talk:
            await _converse(talk)

    @needs_isso
    async def test_a_comment_that_the_admin_deletes_goes_from_both(self, tmp_path: Path) -> None:
        async with Isso(ISSO).talking(tmp_path) as talk:
            mine = await talk.site.say("Du site")
            await talk.equal("Du site")
            await talk.say("De Discord", reply_to=talk.message("Du site"))
            await talk.equal("Du site", "De Discord")
            await talk.site.judge(await talk.comment("De Discord"), "trash")
            await talk.equal("Du site")
            await talk.site.judge(mine, "trash")
            await talk.equal()

    @needs_moderated
    async def test_what_waits_for_the_admin_appears_on_both_once_approved(self, tmp_path: Path) -> None:
        async with Isso(MODERATED).talking(tmp_path) as talk:
            mine = await talk.site.say("Du site")
            await talk.equal()
            await talk.site.judge(mine, "approved")
            await talk.equal("Du site")
            message = await talk.say("De Discord", reply_to=talk.message("Du site"))
            await talk.marked(message, "⏳")
            talk.alone.add(message)
            await talk.equal("Du site")
            written = await writings.by_message(talk.room.services.database, message)
            assert written is not None
            await talk.site.judge(written.guid, "approved")
            talk.alone.clear()
            await talk.equal("Du site", "De Discord")
            await talk.marked(message, "✅")

    @needs_guarded
    async def test_what_floods_the_server_waits_and_is_not_lost(self, tmp_path: Path) -> None:
        async with Isso(GUARDED).talking(tmp_path) as talk:
            # Two a minute are let through, and earlier runs may have used them up.
            said = [await talk.say(f"Mot {number}") for number in range(3)]
            await talk.marked(said[-1], "🕒")
            written = [await writings.by_message(talk.room.services.database, each) for each in said]
            talk.alone |= {each.message for each in written if each and not each.guid}
            await talk.equal(*(each.spoken.content for each in written if each and each.guid))
            late = talk.now + timedelta(hours=1)
            due = await writings.due(talk.room.services.database, late, 10)
            assert {each.message for each in due} == talk.alone

    @needs_isso
    async def test_who_is_not_linked_is_told_so(self, tmp_path: Path) -> None:
        async with Isso(ISSO).talking(tmp_path) as talk:
            talk.alone.add(await talk.say("Sans abonnement", "alex"))
            assert "/lier" in await talk.told("alex")
            await talk.equal()


async def _converse(talk: Talk) -> None:
    """New, an answer, an edit, a deletion: each begun on either side."""
    lea = talk.room.guild.people["lea"]
    first = await talk.site.say("Du site")
    await talk.equal("Du site")
    await talk.say("De Discord")
    await talk.equal("Du site", "De Discord")
    above = await talk.comment("De Discord")
    below = await talk.site.say("Réponse du site", above)
    await talk.equal("Du site", "De Discord", "Réponse du site")
    answer = await talk.say("Réponse de Discord", reply_to=talk.message("Du site"))
    await talk.equal("Du site", "De Discord", "Réponse du site", "Réponse de Discord")
    await talk.site.edit(first, "Du site, corrigé")
    await talk.equal("Du site, corrigé", "De Discord", "Réponse du site", "Réponse de Discord")
    await lea.edit(talk.thread, answer, "Réponse corrigée")
    await talk.equal("Du site, corrigé", "De Discord", "Réponse du site", "Réponse corrigée")
    await lea.delete(talk.thread, answer)
    await talk.equal("Du site, corrigé", "De Discord", "Réponse du site")
    await talk.site.judge(below, "trash")
    await talk.equal("Du site, corrigé", "De Discord")
    await talk.site.judge(first, "trash")
    await talk.equal("De Discord")
