"""Errors by who acts on them.

ColporteurError
├── ReaderError      the person who asked: said to them, in their language
│   └── FilterError  a filter that cannot be read (bot.articles.filter_grammar)
├── OperatorError    whoever runs the bot: names the setting, the value and the mend
└── RetryError       nobody: the same step is tried again
    └── SourceError  a source did not answer as it should; it backs off with this reason
"""

from __future__ import annotations

from bot.causes import Cause


class ColporteurError(Exception):
    """The root of all errors that we raise on purpose."""


class ReaderError(ColporteurError):
    """Something to tell the person who asked: a text's name and its arguments."""

    def __init__(self, text: str, **arguments: object) -> None:
        super().__init__(text)
        self.text = text
        self.arguments = arguments


class OperatorError(ColporteurError):
    """Something the operator must mend; the message says what and how."""


class RetryError(ColporteurError):
    """A step that failed for now. `after` is how long to wait, in seconds, where the other side said so.

    `reason` is a cause, said to everybody in their language, or words for the operator alone.
    """

    def __init__(self, reason: str | Cause, *, after: float | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.after = after

    @property
    def kept(self) -> str:
        """The reason as it is stored, for `bot.causes.said`."""
        return self.reason.kept() if isinstance(self.reason, Cause) else self.reason


class SourceError(RetryError):
    """A source that did not answer as it should, and why: somebody may read it on Discord."""

    reason: Cause

    def __init__(self, reason: Cause, *, after: float | None = None) -> None:
        super().__init__(reason, after=after)
