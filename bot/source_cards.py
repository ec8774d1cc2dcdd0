"""What managers see of sources, and the buttons by which they add them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Sequence
from contextlib import suppress
from typing import Protocol

import discord
import structlog

from bot.articles.directory import Listed
from bot.articles.discover import Found, FoundSource, Headline
from bot.cards import shown, web_url
from bot.config import SourceSettings
from bot.error_texts import error_text
from bot.texts import say

log = structlog.stdlib.get_logger(__name__)

_COLOUR = 0x2F6F8F
_DESCRIPTION, _LABEL = 4_000, 100
_PREVIEWS = 15
_IMPORTED = 20
# An answer to a command can be changed for a quarter of an hour.
_PATIENCE = 840.0
_NOBODY = discord.AllowedMentions.none()


class Preview(Protocol):
    """What reading a source now would do with an article: `state` is "new", "changed" or "known"."""

    @property
    def title(self) -> str: ...
    @property
    def url(self) -> str: ...
    @property
    def state(self) -> str: ...
    @property
    def channels(self) -> tuple[int, ...]: ...
    @property
    def reason(self) -> str: ...


def found_embed(option: FoundSource, language: str) -> discord.Embed:
    """A way to read a site, before anything is stored."""
    settings = option.settings
    title = say(language, "source-found-title", name=shown(settings.name, 200))
    embed = discord.Embed(title=title, url=web_url(settings.url), colour=_COLOUR)
    embed.description = shown(settings.url, 1_000)
    count = say(language, "source-found-articles-count", count=option.articles)
    newest = "\n".join(_headline(headline) for headline in option.newest)
    fields = {
        "kind": say(language, f"source-kind-{settings.kind}"),
        "articles": count,
        "comments": say(language, f"source-comments-{option.comments}"),
        "newest": newest,
    }
    for name, value in fields.items():
        if value:
            title = say(language, f"source-found-{name}")
            embed.add_field(name=title, value=value, inline=name != "newest")
    embed.set_footer(text=say(language, "source-found-note"))
    return embed


def _headline(headline: Headline) -> str:
    when = f" · {discord.utils.format_dt(headline.published, 'R')}" if headline.published else ""
    return f"- {_linked(headline.title, headline.url, 120)}{when}"


def _linked(title: str, url: str, room: int) -> str:
    """A title that leads to its article, where the address is not too long for a list."""
    text = shown(title, room)
    address = web_url(url) if len(url) <= 200 and ")" not in url else None
    # A link inside the title would break the one around it.
    return f"[{text}]({address})" if address and "<http" not in text else text


def added_text(settings: SourceSettings, language: str) -> str:
    """What a manager hears once a source was added."""
    return say(language, "source-added", name=shown(settings.name, 200), backfill=settings.backfill)


def list_embed(listed: Sequence[Listed], language: str) -> discord.Embed:
    """All sources, each with how it is doing."""
    lines = [f"- {_listed(one, language)}" for one in listed] or [say(language, "source-list-none")]
    return _embed(say(language, "source-list-title"), lines, language)


def _listed(listed: Listed, language: str) -> str:
    state = listed.state
    kind = say(language, f"source-kind-{listed.settings.kind}")
    said = {"name": shown(listed.settings.name, 160), "kind": kind}
    if state.paused:
        line = say(language, "source-list-paused", **said, when=discord.utils.format_dt(state.paused, "R"))
    elif state.failures:
        when = discord.utils.format_dt(state.due, "R") if state.due else "–"
        line = say(language, "source-list-failing", **said, reason=shown(state.reason, 300), when=when)
    elif state.last_read:
        line = say(language, "source-list-fine", **said, when=discord.utils.format_dt(state.last_read, "R"))
    else:
        line = say(language, "source-list-new", **said)
    return f"{line} · {say(language, 'source-list-file')}" if listed.guild is None else line


def preview_embed(
    name: str, previews: Sequence[Preview], channels: Collection[int], language: str
) -> discord.Embed:
    """What reading a source now would do, in those of the channels that the manager's server has."""
    title = say(language, "source-test-title", name=shown(name, 200))
    if not previews:
        return discord.Embed(title=title, description=say(language, "source-test-empty"), colour=_COLOUR)
    posted = sum(_outcome(preview, channels) in ("posted", "listed", "joined") for preview in previews)
    lines = [say(language, "source-test-count", count=posted)]
    lines += [_previewed(preview, channels, language) for preview in previews[:_PREVIEWS]]
    return _embed(title, lines, language, more=len(previews) - _PREVIEWS)


def _outcome(preview: Preview, channels: Collection[int]) -> str:
    if preview.state != "new":
        return preview.state
    if preview.channels and set(preview.channels).isdisjoint(channels):
        return "unrouted"
    return preview.reason or ("posted" if preview.channels else "unrouted")


def _previewed(preview: Preview, channels: Collection[int], language: str) -> str:
    here = ", ".join(f"<#{channel}>" for channel in preview.channels if channel in channels)
    outcome = say(language, f"source-test-{_outcome(preview, channels)}", channels=here)
    return f"- {_linked(preview.title or preview.url, preview.url, 120)}\n  {outcome}"


def import_embed(file: str, new: Sequence[SourceSettings], known: int, language: str) -> discord.Embed:
    """What a list would add, before anything is stored."""
    lines = [say(language, "source-import-count", count=len(new))]
    lines += [f"- **{shown(s.name, 100)}** · {shown(s.url, 120)}" for s in new[:_IMPORTED]]
    title = say(language, "source-import-title", file=shown(file, 150))
    embed = _embed(title, lines, language, more=len(new) - _IMPORTED)
    note = say(language, "source-import-known", count=known) if known else ""
    embed.set_footer(text=f"{note} {say(language, 'source-found-note')}".strip())
    return embed


def _embed(title: str, lines: Sequence[str], language: str, *, more: int = 0) -> discord.Embed:
    """As many lines as an embed holds, and how many more there are."""
    kept = list(lines)
    while len("\n".join(kept)) > _DESCRIPTION:
        kept.pop()
    rest = len(lines) - len(kept) + max(more, 0)
    if rest:
        kept.append(say(language, "status-truncated", count=rest))
    return discord.Embed(title=title, description="\n".join(kept), colour=_COLOUR)


class _Choice(discord.ui.Select[discord.ui.View]):
    """Calls `chosen` with the number of the option."""

    def __init__(
        self,
        options: Sequence[discord.SelectOption],
        placeholder: str,
        chosen: Callable[[discord.Interaction, int], Awaitable[None]],
    ) -> None:
        super().__init__(custom_id="source-option", placeholder=placeholder, options=list(options), row=0)
        self._call = chosen

    async def callback(self, interaction: discord.Interaction) -> None:
        for option in self.options:
            option.default = option.value == self.values[0]
        await self._call(interaction, int(self.values[0]))


class Offer(discord.ui.View):
    """One of several things to add: a choice, Add and Cancel. Nothing happens before Add.

    `accept` is called with the number of the chosen embed, and says what is shown then.
    """

    def __init__(
        self,
        embeds: Sequence[discord.Embed],
        options: Sequence[discord.SelectOption],
        language: str,
        accept: Callable[[int], Awaitable[str]],
    ) -> None:
        super().__init__(timeout=_PATIENCE)
        self._embeds = embeds
        self._language = language
        self._accept = accept
        self._chosen = 0
        self.message: discord.Message | None = None
        self.add.label = say(language, "source-button-add")
        self.cancel.label = say(language, "source-button-cancel")
        if len(options) > 1:
            self.add_item(_Choice(options, say(language, "source-option-placeholder"), self._choose))

    @classmethod
    def of_found(cls, found: Found, language: str, accept: Callable[[int], Awaitable[str]]) -> Offer:
        """The ways to read a site."""
        embeds = [found_embed(option, language) for option in found.options]
        return cls(embeds, _select_options(found, language), language, accept)

    @property
    def embed(self) -> discord.Embed:
        """What is chosen now."""
        return self._embeds[self._chosen]

    async def _choose(self, interaction: discord.Interaction, number: int) -> None:
        self._chosen = number
        await interaction.response.edit_message(embed=self.embed, view=self, allowed_mentions=_NOBODY)

    @discord.ui.button(custom_id="source-add", style=discord.ButtonStyle.success, row=1)
    async def add(self, interaction: discord.Interaction, _button: discord.ui.Button[Offer]) -> None:
        """Do it."""
        self.stop()
        await _end(interaction, await self._accept(self._chosen))

    @discord.ui.button(custom_id="source-cancel", row=1)
    async def cancel(self, interaction: discord.Interaction, _button: discord.ui.Button[Offer]) -> None:
        """Leave it."""
        self.stop()
        await _end(interaction, say(self._language, "source-cancelled"))

    async def on_timeout(self) -> None:
        """Buttons that would no longer answer go."""
        if self.message is not None:
            with suppress(discord.HTTPException):
                await self.message.edit(view=None, allowed_mentions=_NOBODY)

    async def on_error(
        self, interaction: discord.Interaction, error: Exception, _item: discord.ui.Item[Offer]
    ) -> None:
        """Say what is wrong in place of the offer."""
        await _end(interaction, error_text(error, self._language))


async def _end(interaction: discord.Interaction, text: str) -> None:
    """Put a text in the place of the offer."""
    await interaction.response.edit_message(content=text, embed=None, view=None, allowed_mentions=_NOBODY)


def _select_options(found: Found, language: str) -> list[discord.SelectOption]:
    return [
        discord.SelectOption(
            label=f"{say(language, f'source-kind-{option.settings.kind}')} · {option.settings.name}"[:_LABEL],
            description=option.settings.url.partition("://")[2][:_LABEL] or None,
            value=str(number),
            default=number == 0,
        )
        for number, option in enumerate(found.options)
    ]
