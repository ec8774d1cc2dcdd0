"""What managers see of sources, and the buttons by which they add them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Sequence
from contextlib import suppress
from typing import Protocol

import discord
import structlog

from bot import causes
from bot.articles.directory import Added, Listed
from bot.articles.discover import Found, FoundSource, Headline
from bot.cards import shown, web_url
from bot.comments.finding import FoundComments
from bot.config_sources import SourceSettings
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


def found_embed(option: FoundSource, language: str, place: int = 0) -> discord.Embed:
    """A way to read a site with its comments from one of their places, before anything is stored."""
    settings = option.settings
    title = say(language, "source-found-title", name=shown(settings.name, 200))
    embed = discord.Embed(title=title, url=web_url(settings.url), colour=_COLOUR)
    embed.description = shown(settings.url, 1_000)
    count = say(language, "source-found-articles-count", count=option.articles)
    newest = "\n".join(_headline(headline) for headline in option.newest)
    fields = {
        "kind": say(language, f"source-kind-{settings.kind}"),
        "articles": count,
        "comments": _comments_text(option, place, language),
        "newest": newest,
    }
    for name, value in fields.items():
        if value:
            title = say(language, f"source-found-{name}")
            embed.add_field(name=title, value=value, inline=name != "newest")
    embed.set_footer(text=say(language, "source-found-note"))
    return embed


def _comments_text(option: FoundSource, place: int, language: str) -> str:
    if place >= len(option.comments):
        return say(language, "source-comments-left" if option.comments else "source-comments-none")
    found = option.comments[place]
    lines = [
        say(language, f"source-comments-{found.place}"),
        shown(found.url, 300) if found.url else "",
        say(language, "source-comments-shown", count=found.shown),
    ]
    return "\n".join(line for line in lines if line)


def _headline(headline: Headline) -> str:
    when = f" · {discord.utils.format_dt(headline.published, 'R')}" if headline.published else ""
    return f"- {_linked(headline.title, headline.url, 120)}{when}"


def _linked(title: str, url: str, room: int) -> str:
    """A title that leads to its article, where the address is not too long for a list."""
    text = shown(title, room)
    address = web_url(url) if len(url) <= 200 and ")" not in url else None
    # A link inside the title would break the one around it.
    return f"[{text}]({address})" if address and "<http" not in text else text


def added_text(added: Added, language: str) -> str:
    """What a manager hears once a source was added."""
    name = shown(added.settings.name, 200)
    if added.shared:
        return say(language, "source-added-shared", name=name)
    return say(language, "source-added", name=name, backfill=added.settings.backfill)


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
        reason = shown(causes.said(state.reason, language), 300)
        line = say(language, "source-list-failing", **said, reason=reason, when=when)
    elif state.last_read:
        line = say(language, "source-list-fine", **said, when=discord.utils.format_dt(state.last_read, "R"))
    else:
        line = say(language, "source-list-new", **said)
    return f"{line} · {say(language, 'source-list-file')}" if not listed.added else line


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
        custom_id: str,
        options: Sequence[discord.SelectOption],
        placeholder: str,
        chosen: Callable[[discord.Interaction, int], Awaitable[None]],
    ) -> None:
        super().__init__(custom_id=custom_id, placeholder=placeholder, options=list(options))
        self._call = chosen

    async def callback(self, interaction: discord.Interaction) -> None:
        for option in self.options:
            option.default = option.value == self.values[0]
        await self._call(interaction, int(self.values[0]))


class Offer(discord.ui.View):
    """Something to add: Add and Cancel. Nothing happens before Add.

    `accept` says what is shown then.
    """

    def __init__(self, embed: discord.Embed, language: str, accept: Callable[[], Awaitable[str]]) -> None:
        super().__init__(timeout=_PATIENCE)
        self.embed = embed
        self._language = language
        self._accept = accept
        self.message: discord.Message | None = None
        self.add.label = say(language, "source-button-add")
        self.cancel.label = say(language, "source-button-cancel")

    @discord.ui.button(custom_id="source-add", style=discord.ButtonStyle.success, row=2)
    async def add(self, interaction: discord.Interaction, _button: discord.ui.Button[Offer]) -> None:
        """Do it."""
        self.stop()
        await _end(interaction, await self._accept())

    @discord.ui.button(custom_id="source-cancel", row=2)
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


class FoundOffer(Offer):
    """The ways to read a site, and the places of its comments, to choose from.

    `accept` is called with the settings that were chosen.
    """

    def __init__(
        self, found: Found, language: str, accept: Callable[[SourceSettings], Awaitable[str]]
    ) -> None:
        self._found = found
        self._way, self._place = 0, 0
        super().__init__(
            found_embed(found.options[0], language), language, lambda: accept(self._chosen_settings())
        )
        self._show_choices()

    def _chosen_settings(self) -> SourceSettings:
        option = self._found.options[self._way]
        if self._place < len(option.comments):
            return option.comments[self._place].of(option.settings)
        return option.settings.model_copy(update={"comments": False})

    def _show_choices(self) -> None:
        for item in [item for item in self.children if isinstance(item, _Choice)]:
            self.remove_item(item)
        options, language = self._found.options, self._language
        if len(options) > 1:
            ways = _ways(self._found, self._way, language)
            placeholder = say(language, "source-option-placeholder")
            self.add_item(_Choice("source-option", ways, placeholder, self._choose_way))
        if places := options[self._way].comments:
            chosen = _places(places, self._place, language)
            placeholder = say(language, "source-comments-placeholder")
            self.add_item(_Choice("source-comments", chosen, placeholder, self._choose_place))

    async def _choose_way(self, interaction: discord.Interaction, number: int) -> None:
        self._way, self._place = number, 0
        await self._change(interaction)

    async def _choose_place(self, interaction: discord.Interaction, number: int) -> None:
        self._place = number
        await self._change(interaction)

    async def _change(self, interaction: discord.Interaction) -> None:
        self._show_choices()
        self.embed = found_embed(self._found.options[self._way], self._language, self._place)
        await interaction.response.edit_message(embed=self.embed, view=self, allowed_mentions=_NOBODY)


async def _end(interaction: discord.Interaction, text: str) -> None:
    """Put a text in the place of the offer."""
    await interaction.response.edit_message(content=text, embed=None, view=None, allowed_mentions=_NOBODY)


def _places(found: Sequence[FoundComments], chosen: int, language: str) -> list[discord.SelectOption]:
    """The places of a site's comments, and last to leave them."""
    labels = [say(language, f"source-comments-{place.place}") for place in found]
    return [
        discord.SelectOption(label=label[:_LABEL], value=str(number), default=number == chosen)
        for number, label in enumerate([*labels, say(language, "source-comments-left")])
    ]


def _ways(found: Found, chosen: int, language: str) -> list[discord.SelectOption]:
    return [
        discord.SelectOption(
            label=f"{say(language, f'source-kind-{option.settings.kind}')} · {option.settings.name}"[:_LABEL],
            description=option.settings.url.partition("://")[2][:_LABEL] or None,
            value=str(number),
            default=number == chosen,
        )
        for number, option in enumerate(found.options)
    ]
