"""The articles of a WordPress site, by its REST API.

Two small listings (newest by date, changed since the last look) tell by id and date of change what is new,
changed or gone; only that is then read in full. A listing by date is needed beside `modified_after` because
publishing a scheduled post leaves its date of change as it was.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

from bot.articles.reading import ArticleReading
from bot.causes import Cause
from bot.config_sources import SourceSettings
from bot.errors import SourceError
from bot.http import Fetched, Fetcher
from bot.workers import Workers
from storage.records import ArticleItem, SourceState

_LISTED = 100
_READ = 20
_PAGES = 10
_FIRST = 20
_OVERLAP = timedelta(hours=1)
_FRESH = timedelta(seconds=3)
_LISTING_BYTES = 200_000
_FIELDS = "id,date_gmt,modified_gmt,link,title,excerpt,content,comment_status,_links,_embedded"
_EMBED = "author,wp:term,wp:featuredmedia"

# id → date of change, as the site writes it
_Listing = dict[str, str]


async def read_articles(
    source: SourceSettings, state: SourceState, fetch: Fetcher, workers: Workers
) -> ArticleReading:
    """Posts that are new or changed; on the first look the newest 20, or `backfill` if that is more."""
    known = _known(source, state)
    listed = await _list_newest(source, known, fetch)
    changed = listed | await _list_changed(source, state, fetch)
    wanted = [guid for guid, modified in changed.items() if known.get(guid) != modified]
    if state.first_read is None:
        wanted = wanted[: max(_FIRST, source.backfill)]
    gone = await _gone(source, known, changed, fetch)
    items, hidden = await _read_posts(source, wanted, fetch, workers)
    return ArticleReading(
        items=tuple(sorted(items, key=_age)),
        validators=((posts_url(source), _remember(changed), ""),),
        unchanged=not wanted and not gone,
        gone=gone | hidden,
    )


async def missing_articles(source: SourceSettings, guids: Collection[str], fetch: Fetcher) -> frozenset[str]:
    """Those of the post ids that the site no longer shows to the public."""
    asked = sorted(guid for guid in guids if guid.isdecimal())
    shown: set[str] = set()
    for some in _batches(asked, _LISTED):
        answer = await fetch.get(
            posts_url(source, include=",".join(some), per_page=_LISTED, _fields="id,modified_gmt"),
            max_bytes=_LISTING_BYTES,
        )
        shown |= read_listing(answer).keys()
    return frozenset(asked) - shown


def posts_url(source: SourceSettings, **query: object) -> str:
    """The address of the site's posts."""
    return f"{source.url.rstrip('/')}/wp-json/wp/v2/posts" + (f"?{urlencode(query)}" if query else "")


def read_listing(answer: Fetched) -> _Listing:
    """A light listing (`_fields=id,modified_gmt`) → id → date of change."""
    try:
        rows = json.loads(answer.body)
        return {str(int(row["id"])): str(row.get("modified_gmt") or "") for row in rows}
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise SourceError(Cause("cause-no-wordpress", {"kind": "posts"})) from error


async def _list_newest(source: SourceSettings, known: _Listing, fetch: Fetcher) -> _Listing:
    """The newest posts by date, as many as it takes to meet one that we know, or to fill the backfill."""
    listed: _Listing = {}
    for page in range(1, _PAGES + 1):
        answer = await fetch.get(
            posts_url(source, per_page=_LISTED, page=page, orderby="date", _fields="id,modified_gmt"),
            max_bytes=_LISTING_BYTES,
            # A page too far is a 400, when posts are withdrawn while we turn the pages.
            accept=(400,) if page > 1 else (),
        )
        rows = read_listing(answer) if answer.status == 200 else {}
        listed |= rows
        enough = not known.keys().isdisjoint(listed) if known else len(listed) >= source.backfill
        if enough or len(rows) < _LISTED:
            break
    return listed


async def _list_changed(source: SourceSettings, state: SourceState, fetch: Fetcher) -> _Listing:
    """Posts of any age that changed since the last look."""
    if state.last_read is None:
        return {}
    since = (state.last_read - _OVERLAP).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    answer = await fetch.get(
        posts_url(
            source, modified_after=since, orderby="modified", per_page=_LISTED, _fields="id,modified_gmt"
        ),
        max_bytes=_LISTING_BYTES,
    )
    return read_listing(answer)


async def _gone(source: SourceSettings, known: _Listing, listed: _Listing, fetch: Fetcher) -> frozenset[str]:
    absent = known.keys() - listed.keys()
    return await missing_articles(source, absent, fetch) if absent else frozenset()


async def _read_posts(
    source: SourceSettings, guids: list[str], fetch: Fetcher, workers: Workers
) -> tuple[list[ArticleItem], frozenset[str]]:
    items: list[ArticleItem] = []
    hidden: set[str] = set()
    for some in _batches(guids, _READ):
        answer = await fetch.get(
            posts_url(source, include=",".join(some), per_page=_READ, _embed=_EMBED, _fields=_FIELDS)
        )
        read, protected = await workers.run(
            "bot.articles.parse_wordpress:parse_posts", answer.body, answer.url, source.language
        )
        items += read
        hidden |= protected
    return items, frozenset(hidden)


def _batches(guids: list[str], size: int) -> Iterable[list[str]]:
    return (guids[start : start + size] for start in range(0, len(guids), size))


def _age(item: ArticleItem) -> tuple[datetime, int]:
    return item.published or datetime.max.replace(tzinfo=UTC), int(item.guid)


def _known(source: SourceSettings, state: SourceState) -> _Listing:
    url = posts_url(source)
    tags = next((tags for address, tags, _ in state.validators if address == url), "")
    return dict(tag.split("=", 1) for tag in tags.split() if "=" in tag)


def _remember(changed: _Listing) -> str:
    """What we saw, in the place of the ETag that WordPress does not give.

    Its dates of change count whole seconds: what changed just now may change again unseen, and is read once
    more.
    """
    fresh = (datetime.now(UTC) - _FRESH).strftime("%Y-%m-%dT%H:%M:%S")
    return " ".join(
        f"{guid}={modified}{'~' if modified >= fresh else ''}" for guid, modified in changed.items()
    )
