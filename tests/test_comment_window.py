"""What each poll of a WordPress's comments asks, and what it finds."""

from __future__ import annotations

import random
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

import pytest

from bot.comments.reading import CommentsState, CommentWindow, ThreadReading, pages_to_read, turns
from bot.comments.source import read_comments, read_recent_comments, read_threads
from bot.workers import Here
from storage.records import ArticleItem, CommentItem
from tests.comments_site import CommentsSite, settings
from tests.shelf import NOON, SITE

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def article(guid: str = "7") -> ArticleItem:
    return ArticleItem(guid=guid, url=f"{SITE}/{guid}/", title="Le pont")


class Busy(Here):
    """Remembers what it was called for."""

    def __init__(self) -> None:
        super().__init__()
        self.called: list[str] = []

    async def run(self, function: str, *args: Any, timeout: float = 10) -> Any:  # noqa: ASYNC109
        self.called.append(function)
        return await super().run(function, *args, timeout=timeout)


class Mirror:
    """What we would have stored of a site, by nothing but the answers of the polls."""

    def __init__(self, site: CommentsSite) -> None:
        self.site = site
        self.workers = Busy()
        self.state = CommentsState()
        self.texts: dict[int, str] = {}
        self.last_sweep = site.now

    async def poll(self) -> CommentWindow:
        window = await read_recent_comments(settings(), self.site, self.workers, self.state, self.site.now)
        self.state = window.state
        if not window.unchanged:
            self.keep((item for _, item in window.items), window.floor)
        return window

    async def sweep(self) -> None:
        """Read all threads in whole, as is done once a day."""
        posts = [article(str(post)) for post in sorted({n.post for n in self.site.notes.values()})]
        threads = await read_threads(settings(), posts, self.site, Here())
        assert all(thread.floor == 0 for thread in threads.values())
        self.keep((item for thread in threads.values() for item in thread.items), 0)

    def keep(self, items: Iterable[CommentItem], floor: int | None) -> None:
        read = {int(item.guid): item.markdown for item in items}
        gone = {n for n in self.texts if floor is not None and n >= floor and n not in read}
        self.texts = {n: text for n, text in self.texts.items() if n not in gone} | read

    def truth(self, age: timedelta = timedelta.max) -> dict[int, str]:
        """What the site shows of that age."""
        return {n: note.html for n, note in self.site.notes.items() if self.site.now - note.at < age}

    def young(self, age: timedelta) -> dict[int, str]:
        """What we have of that age, also of what the site has no more."""
        border = min(self.truth(age), default=self.site.next)
        return {n: text for n, text in self.texts.items() if n >= border}


async def test_a_poll_of_an_unchanged_site_is_one_request_and_no_parsing() -> None:
    site = CommentsSite()
    for _ in range(60):
        site.say()
    mirror = Mirror(site)
    first = await mirror.poll()
    assert (len(first.items), first.floor, first.unchanged) == (60, 0, False)
    site.asked.clear()
    mirror.workers.called.clear()
    again = await mirror.poll()
    assert again.unchanged
    assert (len(site.asked), mirror.workers.called) == (1, [])


async def test_an_edit_and_a_deletion_are_found_by_the_next_poll_of_a_quiet_site() -> None:
    site = CommentsSite()
    kept, edited, gone = site.say(), site.say(), site.say()
    mirror = Mirror(site)
    await mirror.poll()
    site.edit(edited, "corrigé")
    del site.notes[gone]
    await mirror.poll()
    assert mirror.texts == {kept: "Un mot", edited: "corrigé"}


async def test_a_busy_site_is_read_back_48_hours_in_every_second_poll() -> None:
    site = CommentsSite()
    for n in range(450):
        site.say(ago=timedelta(minutes=450 - n) if n >= 100 else 3 * DAY)
    mirror = Mirror(site)
    asked = []
    for _ in range(6):
        site.asked.clear()
        await mirror.poll()
        asked.append(len(site.asked))
    assert asked == [1, 4, 1, 4, 1, 4]


async def test_a_flood_between_two_polls_is_read_back_to_what_is_known_already() -> None:
    site = CommentsSite()
    site.say()
    mirror = Mirror(site)
    await mirror.poll()
    for _ in range(350):
        site.say()
    site.asked.clear()
    window = await mirror.poll()
    assert [int(item.guid) for _, item in window.items] == list(range(1, 352))
    assert len(site.asked) == 4


async def test_a_site_that_calms_down_is_read_in_one_request_again() -> None:
    site = CommentsSite()
    for _ in range(250):
        site.say()
    mirror = Mirror(site)
    await mirror.poll()
    site.now += 3 * DAY
    asked = []
    for _ in range(4):
        site.asked.clear()
        await mirror.poll()
        asked.append(len(site.asked))
    assert asked == [1, 1, 1, 1]


@pytest.mark.parametrize("seed", range(4))
async def test_every_change_of_48_hours_is_found_within_two_polls_and_any_other_within_a_day(
    seed: int,
) -> None:
    chance = random.Random(seed)
    site = CommentsSite()
    amount = [30, 140, 400, 900][seed]
    for hours in sorted((200 * chance.random() for _ in range(amount)), reverse=True):
        site.say(post=chance.randrange(1, 9), ago=timedelta(hours=hours))
    mirror = Mirror(site)
    for _ in range(12):
        for _ in range(chance.randrange(4)):
            what = chance.choice(["say", "edit", "gone"])
            numbers = list(site.notes)
            if what == "say":
                site.say(post=chance.randrange(1, 9))
            elif what == "edit":
                site.edit(chance.choice(numbers), f"corrigé {chance.random()}")
            else:
                del site.notes[chance.choice(numbers)]
        site.now += timedelta(minutes=5)
        await mirror.poll()
        await mirror.poll()
        assert mirror.young(2 * DAY) == mirror.truth(2 * DAY)
    await mirror.sweep()
    assert mirror.texts == mirror.truth()


async def test_what_comes_between_two_pages_makes_nothing_vanish() -> None:
    class Lively(CommentsSite):
        async def get(self, url: str, **more: Any) -> Any:  # type: ignore[override]
            answer = await super().get(url, **more)
            if "page=2" in url:
                del self.notes[sorted(self.notes)[-5]]
            return answer

    site = Lively()
    for _ in range(250):
        site.say()
    mirror = Mirror(site)
    await mirror.poll()
    await mirror.poll()
    assert set(mirror.texts) >= set(site.notes) - set(range(51))
    thread = await read_threads(settings(), [article()], site, Here())
    assert thread["7"].floor is None


async def test_many_threads_are_read_in_one_request() -> None:
    site = CommentsSite()
    said = {post: site.say(post=post) for post in range(1, 41)}
    threads = await read_threads(settings(), [article(str(n)) for n in range(1, 46)], site, Here())
    assert len(site.asked) == 1
    assert [item.guid for item in threads["3"].items] == [str(said[3])]
    assert threads["44"] == ThreadReading()


async def test_a_withheld_thread_does_not_hide_the_others() -> None:
    site = CommentsSite()
    for post in range(1, 9):
        site.say(post=post)
    site.withheld = {5}
    threads = await read_threads(settings(), [article(str(n)) for n in range(1, 9)], site, Here())
    assert [len(threads[str(n)].items) for n in range(1, 9)] == [1, 1, 1, 1, 0, 1, 1, 1]


async def test_a_thread_that_did_not_change_is_not_parsed_again() -> None:
    site = CommentsSite()
    for _ in range(120):
        site.say()
    first = await read_comments(settings(), article(), site, Here())
    again = await read_comments(settings(), article(), site, Here(), first.state)
    assert (len(first.items), first.floor) == (120, 0)
    assert (again.unchanged, again.state) == (True, first.state)
    site.edit(3, "corrigé")
    assert not (await read_comments(settings(), article(), site, Here(), first.state)).unchanged


def test_the_newest_page_is_asked_for_in_each_poll() -> None:
    assert pages_to_read(CommentsState()) == 1
    assert pages_to_read(CommentsState(pages=5, all_read=False)) == 5
    assert pages_to_read(CommentsState(pages=5, all_read=True)) == 1


@pytest.mark.parametrize("minutes", [1, 5, 60, 360])
@pytest.mark.parametrize("window", [True, False])
def test_each_thread_is_read_within_a_day_whatever_the_interval(minutes: int, window: bool) -> None:
    interval, read, longest = timedelta(minutes=minutes), NOON, timedelta()
    for n in range(1, 2 * 24 * 60 // minutes):
        now = NOON + n * interval
        if any(read < turn.before for turn in turns(now, interval, window=window)):
            longest, read = max(longest, now - read), now
    assert longest <= DAY


def test_young_threads_without_a_window_are_read_in_each_poll_and_those_of_a_week_each_hour() -> None:
    now, interval = NOON, timedelta(minutes=5)
    due = turns(now, interval, window=False)

    def is_due(active: timedelta, read: timedelta) -> bool:
        return any(now - active >= turn.since and now - read < turn.before for turn in due)

    assert is_due(47 * HOUR, interval)
    assert not is_due(47 * HOUR, timedelta(seconds=10))
    assert is_due(5 * DAY, HOUR)
    assert not is_due(5 * DAY, 30 * timedelta(minutes=1))
    assert not is_due(30 * DAY, 12 * HOUR)
    assert is_due(300 * DAY, DAY)
