"""Fetching from the web: capped, conditional, polite, and never from a private address unless allowed."""

from __future__ import annotations

import asyncio
import ipaddress
import socket
import ssl
import time
import zlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from types import MappingProxyType, TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

import aiohttp
from aiohttp.abc import ResolveResult
from yarl import URL

from bot.causes import Cause
from bot.config import HttpSettings
from bot.errors import SourceError

_PIECE = 65_536
_REDIRECTS = 6
_LONGEST_WAIT = 86_400.0
_KEPT = ("content-type", "cache-control", "link", "set-cookie", "x-wp-total", "x-wp-totalpages")
_NO_HEADERS: Mapping[str, str] = MappingProxyType({})
_ANSWER_BYTES = 100_000
_BUSY = (429, 503)
_ANSWERS = frozenset(range(200, 500)) - {429}
_HARMLESS = ("GET", "HEAD")
_WINDOW = {"gzip": 16 + zlib.MAX_WBITS, "x-gzip": 16 + zlib.MAX_WBITS, "deflate": zlib.MAX_WBITS}
_REFUSALS = {
    401: "cause-login",
    402: "cause-payment",
    403: "cause-forbidden",
    404: "cause-nothing-there",
    410: "cause-gone",
    429: "cause-less-often",
}
_REASONS: tuple[tuple[tuple[type[Exception], ...], str], ...] = (
    (
        (aiohttp.ClientConnectorCertificateError, aiohttp.ClientConnectorSSLError, ssl.SSLError),
        "cause-certificate",
    ),
    ((aiohttp.ClientConnectorDNSError,), "cause-unknown-name"),
    ((aiohttp.ClientConnectorError,), "cause-unreachable"),
    ((aiohttp.TooManyRedirects,), "cause-endless"),
    ((aiohttp.InvalidURL, aiohttp.NonHttpUrlClientError), "cause-odd-address"),
    ((zlib.error,), "cause-broken-compression"),
)
# Failures of which it is sure that the site saw no request.
_UNSENT = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError, aiohttp.InvalidURL)
# What aiohttp tells a socket factory: family, kind, protocol, canonical name, address.
_AddressInfo = tuple[int | socket.AddressFamily, int | socket.SocketKind, int, str, tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Fetched:
    """An answer. `url` is the address after redirects, `headers` the few we use, by lower-case name.

    `not_modified` says that the site still has what the validators stood for: the body is empty then.
    """

    status: int
    url: str
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=lambda: _NO_HEADERS)
    etag: str = ""
    last_modified: str = ""
    not_modified: bool = False
    charset: str = ""


class LostAnswerError(SourceError):
    """A change was sent and no clear answer came: it may have been made. `status` is what came, or 0."""

    def __init__(self, reason: Cause, *, after: float | None = None, status: int = 0) -> None:
        super().__init__(reason, after=after)
        self.status = status


class _PrivateAddressError(OSError):
    pass


class _Resolver(aiohttp.ThreadedResolver):
    """Remembers which addresses the allowed names stand for."""

    def __init__(self, names: frozenset[str], addresses: set[tuple[str, int]]) -> None:
        super().__init__()
        self._names = names
        self._addresses = addresses

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        found = await super().resolve(host, port, family)
        if f"{host}:{port}" in self._names:
            self._addresses.update((result["host"], port) for result in found)
        return found


def is_public(address: str) -> bool:
    """Whether an IP address is one of the open internet, also when it wraps an IPv4 address."""
    ip = ipaddress.ip_address(address)
    if isinstance(ip, ipaddress.IPv6Address):
        if ip in ipaddress.ip_network("64:ff9b::/96"):
            return is_public(str(ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)))
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if inner is not None:
            return is_public(str(inner))
    return ip.is_global and not ip.is_multicast


class Fetcher:
    """Reads the web for all sources; an async context manager.

    Every failure is a `SourceError` whose reason an operator understands, with `after` where the site said
    when to come back. A host gets `per_host` requests at once at most.
    """

    def __init__(self, settings: HttpSettings, *, per_host: int = 1) -> None:
        self._settings = settings
        self._per_host = per_host
        self._names = frozenset(settings.allow_private)
        self._addresses: set[tuple[str, int]] = set()
        for pair in self._names:
            host, _, port = pair.rpartition(":")
            if port.isdecimal():
                self._addresses.add((host.strip("[]"), int(port)))
        self._session: aiohttp.ClientSession | None = None
        # host and port → until when (of the monotonic clock) it wants to be left alone, and why
        self._rests: dict[tuple[str | None, int | None], tuple[float, Cause]] = {}

    async def __aenter__(self) -> Self:
        connector = aiohttp.TCPConnector(
            limit=50,
            limit_per_host=self._per_host,
            # Longer than the usual time between two looks; the guard is at the socket, not at the name.
            ttl_dns_cache=600,
            resolver=_Resolver(self._names, self._addresses),
            socket_factory=self._open_socket,
        )
        self._session = aiohttp.ClientSession(
            connector=connector,
            timeout=aiohttp.ClientTimeout(total=self._settings.timeout, sock_connect=10),
            headers={"User-Agent": self._settings.user_agent, "Accept-Encoding": "gzip, deflate"},
            cookie_jar=aiohttp.DummyCookieJar(),
            # We unpack ourselves, so that no piece of a gzip bomb is ever larger than we chose.
            auto_decompress=False,
            max_line_size=32_768,
            max_field_size=32_768,
        )
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def get(
        self,
        url: str,
        *,
        etag: str = "",
        last_modified: str = "",
        headers: Mapping[str, str] | None = None,
        max_bytes: int | None = None,
        method: str = "GET",
        accept: Collection[int] = (),
    ) -> Fetched:
        """Fetch an address; with validators, only if it changed. Statuses in `accept` are no failure."""
        asked = dict(headers or _NO_HEADERS)
        if etag:
            asked["If-None-Match"] = etag
        if last_modified:
            asked["If-Modified-Since"] = last_modified
        return await self._ask(method, url, asked, max_bytes or self._settings.max_bytes, accept)

    async def post_form(
        self, url: str, form: Mapping[str, str], *, max_bytes: int = _ANSWER_BYTES
    ) -> Fetched:
        """Send a form, as `application/x-www-form-urlencoded`, under the same guards."""
        return await self._ask("POST", url, {}, max_bytes, (), data=dict(form))

    async def send(
        self,
        method: str,
        url: str,
        *,
        json: object = None,
        form: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        max_bytes: int = _ANSWER_BYTES,
    ) -> Fetched:
        """Ask a site to change something; any answer below 500 but 429 is given back, redirects too.

        LostAnswerError where the change may have been made without our learning of it; with any other
        SourceError it was not.
        """
        body: dict[str, Any] = {"json": json} if json is not None else {"data": form and dict(form)}
        body["allow_redirects"] = False
        return await self._ask(method, url, headers or _NO_HEADERS, max_bytes, _ANSWERS, **body)

    async def _ask(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str],
        cap: int,
        accept: Collection[int],
        **more: Any,
    ) -> Fetched:
        if self._session is None:
            raise RuntimeError("the fetcher is used outside of its context")
        asked = _address(url)
        self._respect_rest(asked)
        try:
            async with self._session.request(
                method, asked, headers=headers, max_redirects=_REDIRECTS, **more
            ) as response:
                if response.status in _BUSY and response.status not in accept:
                    self._note_rest(response, asked)
                return await _read(response, cap, accept)
        except SourceError:
            raise
        except (TimeoutError, aiohttp.ClientError, OSError, ValueError, zlib.error) as error:
            unsent = isinstance(error, _UNSENT) or method in _HARMLESS
            raise (SourceError if unsent else LostAnswerError)(self._reason(url, error)) from error

    def _note_rest(self, response: aiohttp.ClientResponse, asked: URL) -> None:
        """Leave the site alone for as long as it says, whatever we want of it."""
        seconds = _wait(response.headers.get("Retry-After", ""))
        if not seconds:
            return
        now = time.monotonic()
        self._rests = {site: rest for site, rest in self._rests.items() if rest[0] > now}
        for url in (asked, response.url):
            self._rests[url.host, url.port] = (now + seconds, _refusal(response.status))

    def _respect_rest(self, asked: URL) -> None:
        rest = self._rests.get((asked.host, asked.port))
        if rest and (left := rest[0] - time.monotonic()) > 0:
            raise SourceError(rest[1], after=left)

    def _open_socket(self, info: _AddressInfo) -> socket.socket:
        family, kind, protocol, _, address = info
        host, port = str(address[0]), int(address[1])
        if (host, port) not in self._addresses and not is_public(host):
            raise _PrivateAddressError(1, "private address")
        return socket.socket(family=family, type=kind, proto=protocol)

    def _reason(self, url: str, error: Exception) -> Cause:
        host = _host(url)
        if isinstance(error, TimeoutError):
            return Cause("cause-no-full-answer", {"host": host, "seconds": f"{self._settings.timeout:g}"})
        if isinstance(error, aiohttp.ClientConnectorError) and isinstance(
            error.os_error, _PrivateAddressError
        ):
            return Cause("cause-private", {"host": error.host})
        for kinds, text in _REASONS:
            if isinstance(error, kinds):
                return Cause(text, {"host": host})
        return Cause("cause-broken-off", {"host": host, "fault": type(error).__name__})


def _address(url: str) -> URL:
    if not url.startswith(("http://", "https://")):
        raise SourceError(Cause("cause-no-scheme"))
    try:
        return URL(url)
    except ValueError as error:
        raise SourceError(Cause("cause-odd-address", {"host": _host(url)})) from error


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or "?"
    except ValueError:
        return "?"


async def _read(response: aiohttp.ClientResponse, cap: int, accept: Collection[int]) -> Fetched:
    status, headers = response.status, response.headers
    if status >= 400 and status not in accept:
        after = _wait(headers.get("Retry-After", ""))
        if status >= 500 and response.method not in _HARMLESS:
            raise LostAnswerError(_refusal(status), after=after, status=status)
        raise SourceError(_refusal(status), after=after)
    if status != 304 and not 200 <= status < 300 and status not in accept:
        raise SourceError(Cause("cause-unusable", {"status": status}))
    try:
        body = b"" if status == 304 else await _body(response, cap)
    except SourceError as error:
        if response.method not in _HARMLESS:
            raise LostAnswerError(error.reason, status=status) from error
        raise
    return Fetched(
        status=status,
        url=str(response.url),
        body=body,
        headers={name: headers[name] for name in _KEPT if name in headers},
        etag=headers.get("ETag", ""),
        last_modified=headers.get("Last-Modified", ""),
        not_modified=status == 304,
        charset=(response.charset or "") if body else "",
    )


def _refusal(status: int) -> Cause:
    text = "cause-site-fault" if status >= 500 else _REFUSALS.get(status, "cause-refused")
    return Cause(text, {"status": status})


def _wait(value: str) -> float | None:
    """Retry-After, in seconds or as a date → seconds from now, at most a day."""
    if value.strip().isdecimal():
        seconds = float(value.strip()[:9])
    else:
        try:
            seconds = parsedate_to_datetime(value).timestamp() - time.time()
        except (TypeError, ValueError, OverflowError):
            return None
    return min(max(seconds, 0.0), _LONGEST_WAIT)


async def _body(response: aiohttp.ClientResponse, cap: int) -> bytes:
    if (response.content_length or 0) > cap and response.method != "HEAD":
        raise _too_large(cap)
    coding = response.headers.get("Content-Encoding", "").strip().lower()
    if coding not in ("", "identity", *_WINDOW):
        raise SourceError(Cause("cause-odd-compression", {"coding": coding[:20]}))
    unpacked = _Unpacking(_WINDOW.get(coding), cap)
    async for piece in response.content.iter_chunked(_PIECE):
        for _ in unpacked.feed(piece):
            # A small piece may unpack into much: others get their turn in between.
            await asyncio.sleep(0)
    return unpacked.body()


def _too_large(cap: int) -> SourceError:
    return SourceError(Cause("cause-too-large", {"megabytes": f"{cap / 1_000_000:g}"}))


class _Unpacking:
    """Collects a body up to `cap` bytes, unpacking it in small pieces on the way."""

    def __init__(self, window: int | None, cap: int) -> None:
        self._window = window
        self._cap = cap
        self._pieces: list[bytes] = []
        self._size = 0
        self._taken = 0
        self._engine: Any = None

    def feed(self, data: bytes) -> Any:
        """Take what arrived; yields after each piece. Raises SourceError past the cap."""
        self._taken += len(data)
        if self._taken > self._cap:
            raise _too_large(self._cap)
        if self._window is None:
            self._keep(data)
            return
        while data:
            if self._engine is None or self._engine.eof:
                self._engine = self._start(data)
            self._keep(self._engine.decompress(data, _PIECE))
            data = self._rest()
            yield

    def body(self) -> bytes:
        if self._engine is not None and not self._engine.eof:
            self._keep(self._engine.flush())
        return b"".join(self._pieces)

    def _rest(self) -> bytes:
        if not self._engine.eof:
            return bytes(self._engine.unconsumed_tail)
        # A second member may follow; anything else behind the end is padding.
        rest = bytes(self._engine.unused_data)
        return rest if rest.startswith(b"\x1f\x8b") else b""

    def _start(self, data: bytes) -> Any:
        # Some servers send "deflate" without its zlib header.
        raw = self._window == zlib.MAX_WBITS and data[0] & 0x0F != 8
        return zlib.decompressobj(-zlib.MAX_WBITS if raw else self._window or 0)

    def _keep(self, piece: bytes) -> None:
        self._size += len(piece)
        if self._size > self._cap:
            raise _too_large(self._cap)
        self._pieces.append(piece)
