"""Structured logs on standard error, for people or as JSON lines, that never hold a secret."""

from __future__ import annotations

import logging
import re
import sys
import threading
from collections.abc import Iterable
from types import TracebackType
from typing import Any, Literal

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

_HIDDEN = "•••"
_OURS = ("bot", "cogs", "storage", "__main__")
# Discord's own token shapes, keys of shops, JWTs, webhook and interaction tokens in paths, credentials in
# addresses and headers, and email addresses.
_SECRETS = re.compile(
    r"[\w-]{23,28}\.[\w-]{6,7}\.[\w-]{27,}"
    r"|\b(?:ck|cs|sk|rk|whsec)_\w{12,}"
    r"|eyJ[\w-]{8,}\.[\w-]+\.[\w-]*"
    r"|(?<=://)[^/\s@'\"]+(?=@)"
    r"|(?i:(?<=[?&]token=)|(?<=[?&]code=)|(?<=[?&]state=)|(?<=[?&]key=)|(?<=_token=)|(?<=_secret=)"
    r"|(?<=password=))[^&\s'\"]+"
    r"|(?<=/webhooks/)\d+/[\w-]{20,}"
    r"|(?<=/interactions/)\d+/[\w-]{20,}"
    r"|(?i:bearer|bot|basic|ghost) [\w.\-+/=]{16,}"
    r"|[\w.+-]+@[\w-]+\.[\w.-]+"
)


class Redactor:
    """Replaces what looks like a secret, and every secret it was told, in each field of a log line."""

    def __init__(self, secrets: Iterable[str]) -> None:
        self._told = sorted((s for s in secrets if len(s) >= 6), key=len, reverse=True)

    def __call__(self, _logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
        return {key: self._clean(value) for key, value in event.items()}

    def clean(self, text: str) -> str:
        """A text without what is secret in it."""
        for secret in self._told:
            text = text.replace(secret, _HIDDEN)
        return _SECRETS.sub(_HIDDEN, text)

    def _clean(self, value: Any) -> Any:
        if isinstance(value, int | float | None.__class__):
            return value
        return self.clean(value if isinstance(value, str) else repr(value))


def start(form: Literal["console", "json"], secrets: Iterable[str], *, level: int = logging.INFO) -> None:
    """Send our logs, and those of the libraries, through one chain to standard error."""
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
    ]
    renderer: Processor = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if form == "json"
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[structlog.stdlib.ExtraAdder(), *shared],
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                Redactor(secrets),
                renderer,
            ],
        )
    )
    # What libraries say to those who debug them holds whole requests.
    handler.addFilter(lambda record: record.levelno >= logging.INFO or record.name.startswith(_OURS))
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level)
    _catch_the_rest()
    # Their INFO lines repeat what ours say, at a line per request.
    for noisy in ("discord.http", "discord.gateway", "discord.client", "aiosqlite", "aiohttp.access"):
        logging.getLogger(noisy).setLevel(max(level, logging.WARNING))


def _catch_the_rest() -> None:
    """What Python itself would write to standard error goes through the same chain."""
    rest = structlog.stdlib.get_logger(__name__)

    def uncaught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if not issubclass(kind, Exception):
            sys.__excepthook__(kind, error, trace)
        else:
            rest.critical("not caught by anybody", exc_info=(kind, error, trace))

    def uncaught_in_thread(what: threading.ExceptHookArgs) -> None:
        if what.exc_value is not None:
            uncaught(what.exc_type, what.exc_value, what.exc_traceback)

    logging.captureWarnings(True)
    sys.excepthook = uncaught
    threading.excepthook = uncaught_in_thread
