"""Structured logs on standard error, for people or as JSON lines, that never hold a secret."""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import Iterable
from typing import Any, Literal

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

_HIDDEN = "•••"
# Discord's own token shapes, webhook and interaction tokens in paths, bearer tokens, and email addresses.
_SECRETS = re.compile(
    r"[\w-]{23,28}\.[\w-]{6,7}\.[\w-]{27,}"
    r"|(?<=/webhooks/)\d+/[\w-]{20,}"
    r"|(?<=/interactions/)\d+/[\w-]{20,}"
    r"|(?i:bearer|bot) [\w.\-]{16,}"
    r"|[\w.+-]+@[\w-]+\.[\w.-]+"
)


class Redactor:
    """Replaces what looks like a secret, and every secret it was told, in each field of a log line."""

    def __init__(self, secrets: Iterable[str]) -> None:
        self._told = sorted((s for s in secrets if len(s) >= 6), key=len, reverse=True)

    def __call__(self, _logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
        return {key: self._clean(value) for key, value in event.items()}

    def _clean(self, value: Any) -> Any:
        if isinstance(value, int | float | bool | None.__class__) or callable(value):
            return value
        text = value if isinstance(value, str) else repr(value)
        for secret in self._told:
            text = text.replace(secret, _HIDDEN)
        return _SECRETS.sub(_HIDDEN, text)


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
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level)
    # Their INFO lines repeat what ours say, at a line per request.
    for noisy in ("discord.http", "discord.gateway", "discord.client", "aiosqlite", "aiohttp.access"):
        logging.getLogger(noisy).setLevel(max(level, logging.WARNING))
