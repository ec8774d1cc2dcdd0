"""The articles that a sitemap names, as sites write them for search engines' news."""

from __future__ import annotations

from bot.articles.reading import ArticleReading, Hints
from bot.config_sources import SourceSettings
from bot.errors import SourceError
from bot.http import Fetcher
from bot.workers import Workers
from storage.records import ArticleItem, SourceState

# Address → (ETag, Last-Modified), both empty where the site gives none.
_Validators = dict[str, tuple[str, str]]


async def read_articles(
    source: SourceSettings, state: SourceState, fetch: Fetcher, workers: Workers
) -> ArticleReading:
    """All articles that the sitemap names now; of an index, those of its newest few sitemaps.

    An article's guid is its address; title and date are there where the sitemap has them. Sitemaps that did
    not change are not read again.
    """
    known = {url: (etag, modified) for url, etag, modified in state.validators}
    look = _Look(source, known, fetch, workers)
    inner = await look.read(source.url)
    if inner is None:
        # The index stands as it was, and so do the addresses of its sitemaps.
        inner = [url for url in known if url != source.url]
    failures = [failure for url in inner if (failure := await look.attempt(url))]
    if inner and len(failures) == len(inner):
        raise failures[0]
    return look.reading()


class _Look:
    """One look at a sitemap and those inside it."""

    def __init__(self, source: SourceSettings, known: _Validators, fetch: Fetcher, workers: Workers) -> None:
        self._source = source
        self._known = known
        self._fetch = fetch
        self._workers = workers
        self._items: dict[str, ArticleItem] = {}
        self._changed = False
        self._seen: _Validators = {}
        self._hints: Hints | None = None

    async def read(self, url: str) -> list[str] | None:
        """Take a sitemap's articles; the sitemaps that it names, None if it did not change."""
        etag, modified = self._known.get(url, ("", ""))
        answer = await self._fetch.get(url, etag=etag, last_modified=modified)
        self._hints = self._hints or Hints(cache_control=answer.headers.get("cache-control", ""))
        if answer.not_modified:
            self._seen[url] = (etag, modified)
            return None
        items, inner = await self._workers.run(
            "bot.articles.parse_news:parse_news", answer.body, answer.url, self._source.language
        )
        self._seen[url] = (answer.etag, answer.last_modified)
        self._changed |= bool(items) or not inner
        self._items.update((item.guid, item) for item in items)
        return [place for place in inner if place != url]

    async def attempt(self, url: str) -> SourceError | None:
        """Take the articles of a sitemap inside an index; what went wrong is returned."""
        try:
            await self.read(url)
        except SourceError as error:
            # Its address is not to be forgotten while the index says no more than that it did not change.
            self._seen[url] = self._known.get(url, ("", ""))
            return error
        return None

    def reading(self) -> ArticleReading:
        """What was found, oldest first."""
        return ArticleReading(
            items=tuple(sorted(self._items.values(), key=_age)),
            validators=tuple((url, etag, modified) for url, (etag, modified) in self._seen.items()),
            unchanged=not self._changed,
            hints=self._hints or Hints(),
        )


def _age(item: ArticleItem) -> float:
    date = item.published or item.updated
    return date.timestamp() if date else float("inf")
