"""What a request to the REST API asks for, what is wrong with it, and answers in WordPress's manner."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote

from aiohttp import web

from bot.demo.site.newsroom import Newsroom
from bot.demo.site.stories import ZONE

Json = dict[str, Any]

_EMBEDDABLE = frozenset({"author", "wp:term", "wp:featuredmedia"})
_MOST = 100


class RestError(Exception):
    """A refusal: HTTP status, WordPress's code and message, and more for its `data`."""

    def __init__(self, status: int, code: str, message: str, **data: Any) -> None:
        super().__init__(message)
        self.status = status
        self.body = {"code": code, "message": message, "data": {"status": status, **data}}


@dataclass(frozen=True, slots=True)
class Order:
    """What a listing is sorted by, and whether it falls."""

    by: str
    falling: bool


class Query:
    """The parameters of one request. Mistakes are gathered, and raised together by `check`."""

    def __init__(self, newsroom: Newsroom, request: web.Request) -> None:
        self._news = newsroom
        self._request = request
        self._problems: dict[str, tuple[str, str]] = {}

    @property
    def id(self) -> int:
        """The id in the path."""
        return int(self._request.match_info["id"])

    @property
    def embed(self) -> frozenset[str]:
        """The link relations to embed: those named by `_embed`, or all when it stands alone."""
        if "_embed" not in self._request.query:
            return frozenset()
        named = set(self.words("_embed")) - {"1", "true"}
        return frozenset(named & _EMBEDDABLE) if named else _EMBEDDABLE

    def text(self, name: str, otherwise: str) -> str:
        """A parameter as it is."""
        return self._request.query.get(name, otherwise)

    def words(self, name: str) -> list[str]:
        """A list, by commas or as `name[]=`."""
        pattern = re.compile(rf"{re.escape(name)}(\[\d*\])?")
        values = [value for key, value in self._request.query.items() if pattern.fullmatch(key)]
        return [word.strip() for value in values for word in value.split(",") if word.strip()]

    def ids(self, name: str) -> list[int]:
        """A list of ids."""
        words = self.words(name)
        if all(re.fullmatch(r"\d{1,18}", word) for word in words):
            return [int(word) for word in words]
        self._problems[name] = ("rest_invalid_type", f"{name}[0] is not of type integer.")
        return []

    def number(self, name: str, otherwise: int, most: int | None = None) -> int:
        """A number from 1, up to `most`."""
        text = self.text(name, str(otherwise))
        if not re.fullmatch(r"-?\d{1,18}", text):
            self._problems[name] = ("rest_invalid_type", f"{name} is not of type integer.")
        elif most is None and int(text) < 1:
            self._problems[name] = ("rest_out_of_bounds", f"{name} must be greater than or equal to 1")
        elif most is not None and not 1 <= int(text) <= most:
            between = f"{name} must be between 1 (inclusive) and {most} (inclusive)"
            self._problems[name] = ("rest_out_of_bounds", between)
        else:
            return int(text)
        return otherwise

    def moment(self, name: str) -> datetime | None:
        """A date; without an offset it is by the site's clock."""
        if name not in self._request.query:
            return None
        try:
            moment = datetime.fromisoformat(self._request.query[name])
        except ValueError:
            self._problems[name] = ("rest_invalid_date", "Invalid date.")
            return None
        return moment if moment.tzinfo else moment.replace(tzinfo=ZONE)

    def order(self, names: Sequence[str], by: str, *, falling: bool = True) -> Order:
        """`orderby` and `order`."""
        chosen = self._one_of("orderby", by, names)
        direction = self._one_of("order", "desc" if falling else "asc", ("asc", "desc"))
        return Order(chosen, direction == "desc")

    def check(self) -> None:
        """Raise what is wrong with the parameters read so far, and with paging and `context`."""
        self.number("page", 1)
        self.number("per_page", 10, _MOST)
        context = self._one_of("context", "view", ("view", "embed", "edit"))
        if self._problems:
            raise RestError(
                400,
                "rest_invalid_param",
                "Invalid parameter(s): " + ", ".join(self._problems),
                params={name: message for name, (_, message) in self._problems.items()},
                details={
                    name: {"code": code, "message": message, "data": None}
                    for name, (code, message) in self._problems.items()
                },
            )
        if context == "edit":
            raise RestError(401, "rest_forbidden_context", "Sorry, you are not allowed to edit items here.")

    def json(self, shape: Any, *, status: int = 200, link: str = "", **headers: str) -> web.Response:
        """An answer with the fields that `_fields` names."""
        names = self.words("_fields")
        if names and status < 400:
            shape = [_fields(s, names) for s in shape] if isinstance(shape, list) else _fields(shape, names)
        headers = {name.replace("_", "-"): value for name, value in headers.items()}
        return web.json_response(
            shape,
            status=status,
            headers={
                "X-Robots-Tag": "noindex",
                "Link": link or f'<{self._news.base_url}/wp-json/>; rel="https://api.w.org/"',
                "X-Content-Type-Options": "nosniff",
                "Access-Control-Expose-Headers": "X-WP-Total, X-WP-TotalPages, Link",
                "Allow": "GET",
                **headers,
            },
        )

    def listing(
        self, path: str, found: Sequence[Any], shape: Callable[[Any], Json], *, strict: bool
    ) -> web.Response:
        """One page of what was found. A `strict` listing refuses a page that is too far, others are empty."""
        page, size = self.number("page", 1), self.number("per_page", 10, _MOST)
        pages = -(-len(found) // size)
        if strict and found and page > pages:
            raise RestError(
                400,
                "rest_post_invalid_page_number",
                "The page number requested is larger than the number of pages available.",
            )
        neighbours = [("prev", min(page - 1, pages))] if page > 1 and pages else []
        neighbours += [("next", page + 1)] if page < pages else []
        link = ", ".join(f'<{self._page_url(path, number)}>; rel="{rel}"' for rel, number in neighbours)
        shown = [shape(record) for record in found[(page - 1) * size : page * size]]
        return self.json(shown, link=link, X_WP_Total=str(len(found)), X_WP_TotalPages=str(pages))

    def _page_url(self, path: str, page: int) -> str:
        pairs = [(name, value) for name, value in self._request.query.items() if name != "page"]
        text = "&".join(f"{quote(name, safe='')}={quote(value, safe='')}" for name, value in pairs)
        return f"{self._news.base_url}/wp-json{path}?{text + '&' if text else ''}page={page}"

    def _one_of(self, name: str, otherwise: str, allowed: Sequence[str]) -> str:
        value = self.text(name, otherwise)
        if value in allowed:
            return value
        listed = ", ".join(allowed[:-1]) + f", and {allowed[-1]}."
        self._problems[name] = ("rest_not_in_enum", f"{name} is not one of {listed}")
        return otherwise


def handle(
    newsroom: Newsroom, call: Callable[[Query], web.Response]
) -> Callable[[web.Request], Awaitable[web.Response]]:
    """A route's function: a refusal becomes WordPress's error object."""

    async def respond(request: web.Request) -> web.Response:
        query = Query(newsroom, request)
        try:
            return call(query)
        except RestError as error:
            return query.json(error.body, status=error.status)

    return respond


def _fields(shape: Json, names: Iterable[str]) -> Json:
    """The named fields; `content.rendered` names one inside another."""
    kept: Json = {}
    for name in names:
        first, _, rest = name.partition(".")
        if first not in shape:
            continue
        if rest and isinstance(shape[first], dict):
            kept.setdefault(first, {}).update(_fields(shape[first], [rest]))
        else:
            kept[first] = shape[first]
    return {name: kept[name] for name in shape if name in kept}
