"""What a person hears of an error, in their language."""

from __future__ import annotations

from datetime import datetime

import discord
import structlog
from discord import app_commands
from discord.ext import commands

from bot.causes import Cause
from bot.errors import ReaderError
from bot.texts import say

log = structlog.stdlib.get_logger(__name__)


def error_text(error: Exception, language: str) -> str:
    """What to say to whoever asked; an error that is not theirs is logged and owned up to."""
    cause = getattr(error, "original", error)
    cause = getattr(cause, "original", cause)
    match cause:
        case ReaderError():
            arguments = {name: _said(what, language) for name, what in cause.arguments.items()}
            return say(language, cause.text, **arguments)
        case commands.CommandOnCooldown() | app_commands.CommandOnCooldown():
            return say(language, "error-slow-down", seconds=max(1, round(cause.retry_after)))
        case commands.MissingPermissions() | app_commands.MissingPermissions():
            return say(language, "error-not-allowed")
        case commands.NoPrivateMessage() | app_commands.NoPrivateMessage():
            return say(language, "error-server-only")
    log.error("command failed", exc_info=cause)
    return say(language, "error-inside")


def _said(argument: object, language: str) -> object:
    """A time is said as Discord shows it to each reader, a cause in their language."""
    match argument:
        case datetime():
            return discord.utils.format_dt(argument, "R")
        case Cause():
            return argument.said(language)
    return argument
