"""Days in the life of a site's comments: how soon each change is known here, by what the bot itself asks."""

from __future__ import annotations

import random
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.articles.directory import Directory
from bot.comments.gate import Gate
from bot.comments.reading import RECENT
from bot.comments.service import Comments
from bot.workers import Here
from storage import articles, comments
from storage.database import Database
from storage.records import ArticleItem
from tests.blank import open_blank
from tests.comments_site import CommentsSite, settings
from tests.shelf import SITE

INTERVAL = timedelta(minutes=40)
DAY = timedelta(days=1)
POSTS = range(1, 9)


@dataclass
class Change:
    """What happened to a comment; `seen` counts the polls since."""

    comment: int
    at: datetime
    young: bool
    seen: int = 0


@dataclass
class Life:
    """A site, what we have of it, and the changes that we do not have yet."""

    site: CommentsSite
    database: Database
    service: Comments
    chance: random.Random
    waiting: dict[int, Change] = field(default_factory=dict)
    late: list[Change] = field(default_factory=list)

    def happen(self) -> None:
        """Somebody writes, edits or deletes, anywhere in the site's past."""
        numbers = list(self.site.notes)
        what = self.chance.choice(("say", "edit", "edit", "delete"))
        if what == "say" or not numbers:
            number = self.site.say(post=self.chance.choice(POSTS), html=f"<p>{self.chance.random()}</p>")
        else:
            # As often what is young as what is old.
            number = self.chance.choice(numbers[-30:] if self.chance.random() < 0.5 else numbers)
        young = number not in self.site.notes or self.site.now - self.site.notes[number].at < RECENT
        if what == "edit":
            self.site.edit(number, f"corrigé {self.chance.random()}")
        elif what == "delete":
            self.site.notes.pop(number, None)
        self.waiting[number] = Change(number, self.site.now, young)

    async def poll(self) -> None:
        """One poll, as the reader makes it; what it should have found by now is kept in `late`."""
        await self.service.read(settings(interval=INTERVAL.total_seconds()), self.site.now)
        stored = {c.item.guid: c.item.markdown for post in POSTS for c in await self._thread(post)}
        for number, change in list(self.waiting.items()):
            change.seen += 1
            note = self.site.notes.get(number)
            if stored.get(str(number)) == (note and note.html.removeprefix("<p>").removesuffix("</p>")):
                del self.waiting[number]
            elif (change.young and change.seen >= 2) or self.site.now - change.at >= DAY:
                self.late.append(change)
                del self.waiting[number]

    async def _thread(self, post: int) -> list[comments.Comment]:
        known = await articles.known(self.database, "Le Fil", [str(post)])
        return await comments.of_article(self.database, known[str(post)].id)


@pytest.fixture
async def life(tmp_path: Path, request: pytest.FixtureRequest) -> AsyncIterator[Life]:
    """Months of comments, more of them of late, and everything read once."""
    chance = random.Random(request.param)
    site = CommentsSite()
    amount = (30, 130, 400)[request.param]
    for hours in sorted((1_000 * chance.random() ** 3 for _ in range(amount)), reverse=True):
        site.say(post=chance.choice(POSTS), html=f"<p>{hours}</p>", ago=timedelta(hours=hours))
    database = await open_blank(tmp_path / "life.db")
    async with database.write() as tx:
        for post in POSTS:
            item = ArticleItem(guid=str(post), url=f"{SITE}/{post}/", title=f"Article {post}")
            await articles.save(tx, "Le Fil", item, "d", site.now, None)
    gate = Gate(Directory(database, (settings(interval=INTERVAL.total_seconds()),)))
    yield Life(site, database, Comments(database, site, Here(), gate), chance)
    await database.close()


@pytest.mark.parametrize("life", [0, 1, 2], indirect=True)
async def test_a_change_of_48_hours_is_known_after_two_polls_and_any_other_within_a_day(life: Life) -> None:
    await life.poll()
    asked = 0
    for _ in range(int(1.6 * DAY / INTERVAL)):
        for _ in range(life.chance.choice((0, 0, 0, 1, 2))):
            life.happen()
        life.site.now += INTERVAL
        life.site.asked.clear()
        await life.poll()
        asked = max(asked, len(life.site.asked))
    assert life.late == []
    # All pages of 48 hours, and the threads whose turn it is, many in one request.
    assert asked <= 6
