"""The few pages of linking by the web: made here, without script, picture or anything from elsewhere."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from html import escape
from typing import Final

from bot.errors import ReaderError
from bot.texts import language_of, say
from bot.web import Reply

_STYLE: Final = (
    ":root{color-scheme:light dark}"
    "body{margin:0;min-height:100vh;display:grid;place-items:center;background:#eef1f4;color:#1c2733;"
    "font:1.125rem/1.5 system-ui,sans-serif}"
    "main{box-sizing:border-box;width:min(26rem,100% - 2rem);margin:1rem;padding:1.75rem;background:#fff;"
    "border-radius:1rem;border-top:.375rem solid #2f6f8f;overflow-wrap:anywhere}"
    "h1{margin:0 0 .75rem;font-size:1.4rem;line-height:1.25}p{margin:0 0 1rem}p:last-child{margin:0}"
    "small{font-size:.9rem;opacity:.75}"
    "button{width:100%;min-height:3rem;margin:.5rem 0 1rem;border:0;border-radius:.6rem;background:#2f6f8f;"
    "color:#fff;font:inherit;font-weight:600;cursor:pointer}"
    "button:focus-visible{outline:.2rem solid #e8a33d;outline-offset:.15rem}"
    "@media(prefers-color-scheme:dark){body{background:#10171d;color:#e6edf3}main{background:#1b252e}}"
)
_STYLE_HASH: Final = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()

SAFE: Final[Mapping[str, str]] = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; form-action 'self'; "
    "frame-ancestors 'none'; base-uri 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex",
}
"""What every answer of linking tells a browser: keep nothing, load nothing, tell nobody."""


def reading_language(accepted: str) -> str:
    """ "fr" or "en", whichever an Accept-Language header wants more; English where it wants neither."""
    weighed = []
    for part in accepted.split(",")[:20]:
        name, _, weight = part.strip().partition(";q=")
        weighed.append((_weight(weight), name))
    ordered = sorted((w for w in weighed if w[0] > 0), key=lambda w: -w[0])
    return language_of(*(name for _, name in ordered))


def _weight(told: str) -> float:
    try:
        return float(told or 1)
    except ValueError:
        return 0


def question(language: str, publisher: str, account: str, form: str) -> Reply:
    """Whether this Discord account is to be linked; the button brings `form` back."""
    asked = say(language, "link-page-question", publisher=publisher, account=account)
    note = say(language, "link-page-note")
    return _page(
        language,
        say(language, "link-page-question-title"),
        f"<p>{_bold(asked)}</p>"
        f'<form method="post"><input type="hidden" name="form" value="{escape(form)}">'
        f"<button>{escape(say(language, 'link-page-button'))}</button></form>"
        f"<p><small>{escape(note)}</small></p>",
    )


def done(language: str, publisher: str, account: str) -> Reply:
    """The link is made."""
    text = say(language, "link-page-done", publisher=publisher, account=account)
    return _page(language, say(language, "link-page-done-title"), f"<p>{_bold(text)}</p>")


def refused(language: str) -> Reply:
    """What everybody gets who does not come rightly: a stranger, and a reader who comes too late."""
    return _said(language, "link-page-refused", 400)


def unavailable(language: str) -> Reply:
    """Somebody else's part did not work."""
    return _said(language, "link-page-unavailable", 502)


def cancelled(language: str) -> Reply:
    """The reader said no at a sign-in."""
    return _said(language, "link-page-cancelled", 200)


def explained(language: str, error: ReaderError) -> Reply:
    """Why this link cannot be made, to a reader who proved both sides."""
    text = say(language, error.text, **error.arguments)
    return _page(language, say(language, "link-page-refused-title"), f"<p>{escape(text)}</p>", 409)


def _said(language: str, name: str, status: int) -> Reply:
    text = escape(say(language, name))
    return _page(language, say(language, f"{name}-title"), f"<p>{text}</p>", status)


def _bold(text: str) -> str:
    """Escaped, with what stands between two asterisks in bold."""
    parts = escape(text).split("**")
    return "".join(f"<strong>{part}</strong>" if i % 2 else part for i, part in enumerate(parts))


def _page(language: str, title: str, body: str, status: int = 200) -> Reply:
    text = (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head>"
        f"<body><main><h1>{escape(title)}</h1>{body}</main></body></html>"
    )
    return Reply(status, text, "text/html", SAFE)
