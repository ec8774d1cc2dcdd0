"""Nobody but this machine's own page drives the demo: which requests are let in, and what pages may load."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from aiohttp import web

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

ADDRESS = "127.0.0.1"
_NAMES = frozenset({ADDRESS, "localhost"})
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
PAGE_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-cache",
}


@web.middleware
async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refuse what another web page could send through the reader's browser (403).

    Another site's name that resolves to this machine has the wrong Host; another site's script has the
    wrong Origin. Programs send no Origin and pass.
    """
    if request.url.host not in _NAMES:
        raise web.HTTPForbidden(text="This demo answers to 127.0.0.1 only.")
    origin = request.headers.get("Origin")
    if origin is not None and origin != f"http://{request.host}":
        raise web.HTTPForbidden(text="This demo answers to its own page only.")
    # A link from elsewhere may lead here, but nothing from elsewhere may fetch or post.
    followed = request.headers.get("Sec-Fetch-Mode") == "navigate" and request.method == "GET"
    if request.headers.get("Sec-Fetch-Site") in {"cross-site", "same-site"} and not followed:
        raise web.HTTPForbidden(text="This demo answers to its own page only.")
    try:
        return await handler(request)
    except ConnectionError:
        return web.Response()  # who asked has gone: nobody is left to tell
