"""What robots.txt lets us read, and what happens where it cannot be had."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from bot.causes import Cause
from bot.errors import SourceError
from bot.http import Fetched
from bot.parse_robots import read_robots
from bot.robots import Robots
from bot.workers import Here
from tests.shelf import Shelf

SITE = "https://gazette.example"
ROBOTS = f"{SITE}/robots.txt"


class Clock:
    """Seconds that a test moves."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


class Site(Shelf):
    """A shelf that can be out of order."""

    failing: SourceError | None = None

    async def get(self, url: str, **options: Any) -> Fetched:  # type: ignore[override]
        if self.failing:
            self.asked.append(url)
            raise self.failing
        await asyncio.sleep(0)
        return await super().get(url, **options)


def robots(site: Site, clock: Clock | None = None, agent: str = "Colporteur/0.1 (news to Discord)") -> Robots:
    return Robots(site, Here(), agent, clock=clock or Clock())


async def test_a_site_says_what_may_be_read() -> None:
    site = Site()
    site.put(ROBOTS, "User-agent: *\nDisallow: /wp-json/\nAllow: /wp-json/wp/v2/posts\nCrawl-delay: 4")
    asked = robots(site)
    assert await asked.allowed(f"{SITE}/feed/")
    assert not await asked.allowed(f"{SITE}/wp-json/wp/v2/comments")
    assert await asked.allowed(f"{SITE}/wp-json/wp/v2/posts?per_page=1")
    assert await asked.delay(f"{SITE}/feed/") == 4
    assert site.asked == [ROBOTS]


async def test_our_own_group_counts_before_that_of_everyone_and_no_other() -> None:
    site = Site()
    site.put(
        ROBOTS,
        "User-agent: *\nDisallow: /\n\nUser-agent: discord\nUser-agent: news\nDisallow: /feed/\n\n"
        "User-agent: colporteur\nDisallow: /private/",
    )
    asked = robots(site)
    assert await asked.allowed(f"{SITE}/feed/")
    assert not await asked.allowed(f"{SITE}/private/1")
    assert not await robots(site, agent="Other/1 (news to Discord)").allowed(f"{SITE}/feed/")


async def test_sitemaps_are_named_there() -> None:
    site = Site()
    site.put(ROBOTS, f"Sitemap: {SITE}/news.xml\nUser-agent: *\nDisallow:\nSitemap: /all.xml\n")
    assert await robots(site).sitemaps(SITE) == (f"{SITE}/news.xml", "/all.xml")


@pytest.mark.parametrize("status", [401, 403, 404, 410])
async def test_a_site_without_one_allows_everything(status: int) -> None:
    site = Site({ROBOTS: Fetched(status, ROBOTS, b"User-agent: *\nDisallow: /")})
    asked = robots(site)
    assert await asked.allowed(f"{SITE}/feed/")
    assert await asked.delay(f"{SITE}/feed/") is None


@pytest.mark.parametrize("status", [429, 500, 503])
async def test_where_it_cannot_be_had_nothing_is_read_for_now(status: int) -> None:
    site = Site({ROBOTS: Fetched(status, ROBOTS)})
    with pytest.raises(SourceError, match=f"robots.txt cannot be had.*{status}"):
        await robots(site).allowed(f"{SITE}/feed/")


async def test_the_wait_that_the_site_asks_for_is_passed_on() -> None:
    site = Site()
    site.failing = SourceError(Cause("cause-less-often", {"status": 429}), after=120)
    with pytest.raises(SourceError) as failure:
        await robots(site).allowed(f"{SITE}/feed/")
    assert failure.value.after == 120


async def test_it_is_asked_for_again_after_a_day() -> None:
    site, clock = Site(), Clock()
    site.put(ROBOTS, "")
    asked = robots(site, clock)
    assert await asked.allowed(f"{SITE}/a")
    clock.now = 86_399
    assert await asked.allowed(f"{SITE}/b")
    assert len(site.asked) == 1
    site.put(ROBOTS, "User-agent: *\nDisallow: /a")
    clock.now = 86_400
    assert not await asked.allowed(f"{SITE}/a")
    assert len(site.asked) == 2


async def test_what_it_said_holds_while_it_cannot_be_had_again() -> None:
    site, clock = Site(), Clock()
    site.put(ROBOTS, "User-agent: *\nDisallow: /a")
    asked = robots(site, clock)
    assert not await asked.allowed(f"{SITE}/a")
    site.failing = SourceError(Cause("cause-site-fault", {"status": 500}))
    clock.now = 90_000
    assert not await asked.allowed(f"{SITE}/a")
    assert await asked.allowed(f"{SITE}/b")
    assert len(site.asked) == 2


async def test_many_that_ask_at_once_ask_the_site_once() -> None:
    site = Site()
    site.put(ROBOTS, "User-agent: *\nDisallow: /9")
    asked = robots(site)
    answers = await asyncio.gather(*(asked.allowed(f"{SITE}/{n}") for n in range(10)))
    assert answers == [True] * 9 + [False]
    assert site.asked == [ROBOTS]


async def test_each_host_and_port_has_its_own() -> None:
    site = Site()
    site.put("http://gazette.example:8080/robots.txt", "User-agent: *\nDisallow: /")
    asked = robots(site)
    assert not await asked.allowed("http://Gazette.example:8080/a#b")
    assert await asked.allowed("http://gazette.example/a")


async def test_of_a_giant_one_the_beginning_counts() -> None:
    site = Site()
    site.put(ROBOTS, "User-agent: *\nDisallow: /a\n" + "#" * 600_000 + "\nDisallow: /b")
    asked = robots(site)
    assert not await asked.allowed(f"{SITE}/a")
    assert await asked.allowed(f"{SITE}/b")


async def test_memory_stays_small_among_many_giants() -> None:
    site = Site()
    asked = robots(site)
    body = b"#" * 500_000
    for n in range(40):
        site.put(f"https://{n}.example/robots.txt", body)
        assert await asked.allowed(f"https://{n}.example/")
    assert await asked.allowed("https://39.example/")
    assert len(site.asked) == 40
    assert await asked.allowed("https://0.example/")
    assert len(site.asked) == 41


@pytest.mark.parametrize("url", ["ftp://x.example/", "http:///", "javascript:alert(1)", "http://[x/"])
async def test_what_is_no_address_of_the_web_is_refused(url: str) -> None:
    with pytest.raises(SourceError, match="http"):
        await robots(Site()).allowed(url)


@pytest.mark.parametrize(
    "body",
    [
        b"\xff\xfe\x00",
        b"<html>no",
        b"Disallow: /",
        b"User-agent: *\nCrawl-delay: nan\nRequest-rate: 1/0",
        b"\xef\xbb\xbfUser-agent: *\nCrawl-delay: 1e300",
        b"User-agent: *\n" + b"Disallow: /*a*c$\n" * 20_000,
    ],
)
def test_an_odd_one_does_no_harm(body: bytes) -> None:
    allowed, delay, _ = read_robots(body, "Colporteur", f"{SITE}/feed/{'a' * 500}b")
    assert allowed
    assert delay in (None, 86_400)
