"""More comments than a thread takes, and more than it takes in a minute."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.comments.floods import MINUTE, Limits, Verdict, judge
from storage.records import CommentItem
from tests.made import a_comment_item
from tests.newsroom import SOURCE, Newsroom, at_work
from tests.shelf import NOON
from tests.wire_world import until

SECOND = timedelta(seconds=1)


def judged(limits: Limits, waiting: int, shown: int = 0, recent: int = 0) -> Verdict:
    """`recent` comments were shown one each second, the last one now."""
    moments = [NOON - n * SECOND for n in reversed(range(recent))]
    return judge(limits, waiting=waiting, shown=shown, recent=moments, now=NOON)


# Rules


def test_without_limits_all_may_come() -> None:
    assert judged(Limits(), 500, 9_000, 300) == Verdict(500)


def test_beyond_what_an_article_takes_they_stay_on_the_site() -> None:
    assert judged(Limits(100), 30, 80) == Verdict(20, kept=10)
    assert judged(Limits(100), 30, 120) == Verdict(0, kept=30)


def test_beyond_what_a_minute_takes_they_follow() -> None:
    assert judged(Limits(None, 60), 500) == Verdict(60, later=440)
    assert judged(Limits(None, 60), 490, recent=10) == Verdict(50, later=440)


def test_a_full_minute_is_waited_for_as_a_whole_so_that_they_share_messages() -> None:
    full = judged(Limits(None, 20), 500, recent=20)
    assert full == Verdict(0, later=500, again=NOON + MINUTE)
    assert judged(Limits(None, 20), 1, recent=20).again == NOON - 19 * SECOND + MINUTE


def test_both_limits_hold_together() -> None:
    assert judged(Limits(100, 30), 80, 40) == Verdict(30, later=30, kept=20)


@given(
    article=st.none() | st.integers(1, 60),
    minute=st.none() | st.integers(1, 20),
    arrivals=st.lists(st.integers(0, 25), min_size=1, max_size=12),
)
def test_no_limit_is_ever_exceeded_and_nothing_that_may_come_is_lost(
    article: int | None, minute: int | None, arrivals: list[int]
) -> None:
    limits, now, waiting, kept = Limits(article, minute), NOON, 0, 0
    shown: list[Any] = []
    for arrived in [*arrivals, *[0] * 3 * sum(arrivals)]:
        waiting += arrived
        verdict = judge(limits, waiting=waiting, shown=len(shown), recent=shown[-100:], now=now)
        shown += [now] * verdict.room
        waiting -= verdict.room + verdict.kept
        kept += verdict.kept
        assert verdict.later == waiting
        assert verdict.again is None or verdict.again > now
        now += 25 * SECOND
    total = sum(arrivals)
    assert waiting == 0
    assert len(shown) == total - kept == (total if article is None else min(total, article))
    for moment in set(shown):
        assert minute is None or sum(moment <= other < moment + MINUTE for other in shown) <= minute


# In a thread


def limited(tmp_path: Path, lag: float = 0, **limits: int) -> Any:
    source = {"name": SOURCE, "kind": "wordpress", "url": "https://gazette.example", **limits}
    return at_work(tmp_path, calls_per_second=1_000, lag=lag, sources=[source])


@pytest.fixture
async def small(tmp_path: Path) -> AsyncIterator[Newsroom]:
    """Threads take twelve comments."""
    async with limited(tmp_path, comments_per_article=12) as newsroom:
        yield newsroom


@pytest.fixture
async def slow(tmp_path: Path) -> AsyncIterator[Newsroom]:
    """Threads take twelve comments a minute, of which Discord's clock shows two seconds."""
    async with limited(tmp_path, lag=58, comments_per_minute=12) as newsroom:
        yield newsroom


def some(count: int) -> list[CommentItem]:
    return [a_comment_item(str(n), minutes=n, markdown=f"N° {n}") for n in range(1, count + 1)]


def shown(newsroom: Newsroom, thread: int) -> tuple[list[str], list[dict[str, Any]]]:
    """The comments of a thread, and its lines about what is held back."""
    found = newsroom.guild.people["manager"].messages(thread, limit=100)
    embeds = [e for m in sorted(found, key=lambda m: int(m["id"])) for e in m["embeds"]]
    said = [e["description"] for e in embeds if e.get("author")]
    return said, [e for e in embeds if e.get("title")]


async def test_a_full_thread_says_in_one_line_how_many_more_are_on_the_site(small: Newsroom) -> None:
    article = await small.publish("Le Nova S9")
    await small.thread(article, some(49))
    await small.settled()
    thread = await small.message_of(article)
    said, (line,) = shown(small, thread)
    assert said == [f"N° {n}" for n in range(1, 13)]
    assert line["title"] == "37 commentaires retenus\u00a0: à lire sur le site"
    assert line["url"].startswith("https://gazette.example/")
    await small.thread(article, some(60))
    await small.settled()
    said, (line,) = shown(small, thread)
    assert len(said) == 12
    assert line["title"].startswith("48 ")


async def test_what_a_full_thread_keeps_back_is_no_trouble_and_follows_where_it_goes(small: Newsroom) -> None:
    article = await small.publish("Le Nova S9")
    many = some(14)
    many[13] = a_comment_item("14", minutes=20, markdown="mot " * 3_000)
    await small.thread(article, many)
    await small.settled()
    assert await small.reasons() == []
    thread = await small.message_of(article)
    await small.thread(article, [*many[:3], *many[4:13]])
    await small.settled()
    said, lines = shown(small, thread)
    assert len(said) == 11
    assert [line["title"].split()[0] for line in lines] == ["1"]
    await small.thread(article, many[:12])
    await small.settled()
    assert shown(small, thread)[1] == []


async def test_what_is_more_than_a_minute_takes_follows_in_order(slow: Newsroom) -> None:
    article = await slow.publish("Le Nova S9")
    await slow.thread(article, some(30))
    await slow.settled()
    thread = await slow.message_of(article)
    said, (line,) = shown(slow, thread)
    assert len(said) == 12
    assert line["title"].startswith("18 commentaires retenus")
    assert line["description"] == "18 suivront ici dès que le flot se calme."
    await until(lambda: len(shown(slow, thread)[0]) == 24, within=12)
    await slow.settled()
    assert shown(slow, thread)[1][0]["title"].startswith("6 ")
    await until(lambda: len(shown(slow, thread)[0]) == 30, within=12)
    await slow.settled()
    assert shown(slow, thread) == ([f"N° {n}" for n in range(1, 31)], [])
