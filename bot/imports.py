"""Article pages given by hand, as files or addresses, into the store."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

from bot.app import App
from bot.articles.source_page import read_page
from bot.causes import Cause
from bot.config_sources import SourceSettings
from bot.errors import SourceError
from bot.http import Fetched

_LARGEST = 20_000_000


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of a file or address: its title and how many comments it has, or the reason why not."""

    place: str
    title: str = ""
    comments: int = 0
    reason: str = ""


async def import_page(app: App, place: str, *, post: bool) -> Imported:
    """Store a page's article and comments; a second time brings them up to date."""
    try:
        fetched = await _fetch(app, place)
        reading = SourceSettings(name="import", kind="page", url=fetched.url)
        item, comments = await read_page(reading, fetched, app.workers)
    except (SourceError, OSError) as error:
        return Imported(place, reason=str(error))
    if not item.title:
        return Imported(place, reason="there is no article in this page")
    now = datetime.now(UTC)
    source = urlsplit(item.url).hostname or "import"
    article_id = await app.services.articles.add(source, item, now, post=post)
    await app.services.comments.store_thread(article_id, comments, now)
    return Imported(place, item.title, len(comments))


async def _fetch(app: App, place: str) -> Fetched:
    if place.startswith(("http://", "https://")):
        return await app.fetch.get(place)
    path = Path(place)
    if await asyncio.to_thread(lambda: path.stat().st_size) > _LARGEST:
        megabytes = _LARGEST // 1_000_000
        raise SourceError(Cause("cause-file-too-large", {"file": path.name, "megabytes": megabytes}))
    # The page names its own address; this one serves where it does not.
    url = f"https://{path.stem or 'page'}.invalid/"
    return Fetched(status=200, url=url, body=await asyncio.to_thread(path.read_bytes))
