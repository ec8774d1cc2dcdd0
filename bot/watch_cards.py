"""What readers wait for, and what came → what Discord shows; pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import discord

from bot import plain
from bot.cards import Button, Card, Look, article_card, button, shown, view_of
from bot.texts import say
from storage.records import Article
from storage.records_routes import Layout
from storage.records_search import Watch, WatchNotice

_COLOUR = 0x2F6F8F


def watch_button(said: str, language: str) -> Button:
    """The button by which a reader asks to be told; what is waited for stands in its custom_id."""
    label = say(language, "watch-button", said=plain.shorten(said, 40))
    return button(label, f"watch:{said}")


def watch_card(notice: WatchNotice, article: Article) -> Card:
    """The private message about an article that a reader waited for."""
    card = article_card(article, notice.language, Look(layout=Layout.COMPACT))
    content = say(notice.language, "watch-arrived", said=shown(notice.said, 100))
    stop = button(say(notice.language, "watch-stop"), f"watch-stop:{notice.watch_id}")
    return replace(card, content=content, buttons=(stop,))


def watches_embed(watches: Sequence[Watch], language: str) -> discord.Embed:
    """What a reader waits for."""
    lines = [
        f"- **{shown(watch.said, 100)}**"
        + (f" · {discord.utils.format_dt(watch.made, 'd')}" if watch.made else "")
        for watch in watches
    ]
    text = "\n".join(lines) or say(language, "watches-none")
    return discord.Embed(title=say(language, "watches-title"), description=text, colour=_COLOUR)


def watches_view(watches: Sequence[Watch], language: str) -> discord.ui.View | None:
    """A choice of those that are to end; None where there are none."""
    if not watches:
        return None
    options = [
        discord.SelectOption(label=plain.shorten(watch.said, 100), value=str(watch.id))
        for watch in watches[:25]
    ]
    placeholder = say(language, "watches-choose")
    return view_of(
        discord.ui.Select(
            custom_id="watches-stop", placeholder=placeholder, options=options, max_values=len(options)
        )
    )
