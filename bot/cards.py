"""Records → what Discord shows; pure. Every limit of Discord on embeds and names is kept here."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

import discord

from bot import plain
from bot.status import Status
from bot.texts import say
from storage.records import Article, Comment, Delivery, Kind, SourceState
from storage.records_subscribers import PublisherState

_COLOUR = 0x2F6F8F
_WITHDRAWN_COLOUR = 0x8A8F94
_COMMENT_COLOUR = 0xB0B7BD

_TITLE, _DESCRIPTION, _NAME, _FOOTER, _FIELD, _THREAD_NAME = 256, 4096, 256, 2048, 1024, 100
_SUMMARY = 600

_WEB_URL = re.compile(r"https?://[^\s/?#]+\S*")


@dataclass(frozen=True, slots=True)
class Card:
    """A message to show: its embed, the URL in it that tells it from others, and the tags of a forum post."""

    embed: discord.Embed
    mark: str
    thread_name: str = ""
    tags: tuple[str, ...] = ()


def shown(text: str, limit: int) -> str:
    """A site's plain text on one line as it stands, with nothing in it that Discord would act on."""
    line = plain.one_line(text)
    room = limit
    while len(safe := plain.escape(plain.shorten(line, room))) > limit:
        room -= len(safe) - limit
    return safe


def web_url(url: str) -> str | None:
    """An address that Discord takes; a card with another one would be refused as a whole."""
    return url if len(url) <= 2048 and _WEB_URL.fullmatch(url) else None


def article_card(article: Article, language: str) -> Card:
    """The card of an article; the forum post and the thread bear its title."""
    item = article.item
    embed = discord.Embed(title=shown(item.title, _TITLE), url=web_url(item.url), colour=_COLOUR)
    lead = [f"**{shown(item.subtitle, 300)}**" if item.subtitle else "", shown(item.summary, _SUMMARY)]
    embed.description = "\n\n".join(part for part in lead if part) or None
    if article.withdrawn:
        embed.colour = discord.Colour(_WITHDRAWN_COLOUR)
        embed.title = f"~~{shown(item.title, _TITLE - 4)}~~"
        embed.description = say(language, "card-withdrawn")
    elif image := web_url(item.image):
        embed.set_image(url=image)
    if item.author:
        embed.set_author(name=plain.shorten(item.author, _NAME))
    embed.timestamp = item.published
    embed.set_footer(text=plain.shorten(" · ".join(_footer(article, language)), _FOOTER))
    return Card(
        embed=embed,
        mark=item.url,
        thread_name=plain.shorten(plain.one_line(item.title), _THREAD_NAME) or article.source,
        tags=item.categories,
    )


def comment_card(comment: Comment, language: str) -> Card:
    """The card of a reader's comment, under the reader's name and picture."""
    item = comment.item
    embed = discord.Embed(description=_comment_text(comment, language), colour=_COMMENT_COLOUR)
    embed.set_author(
        name=plain.shorten(item.author, _NAME) or say(language, "card-anonymous"),
        url=web_url(item.url),
        icon_url=web_url(item.avatar),
    )
    embed.timestamp = item.published
    return Card(embed=embed, mark=item.url)


def latest_embed(found: Iterable[Article], language: str) -> discord.Embed:
    """A list of articles with their dates."""
    lines = [
        f"[{shown(article.item.title, 200)}]({article.item.url})"
        + (f" · {discord.utils.format_dt(article.item.published, 'R')}" if article.item.published else "")
        for article in found
    ]
    text = "\n".join(f"- {line}" for line in lines) or say(language, "latest-none")
    return discord.Embed(title=say(language, "latest-title"), description=text, colour=_COLOUR)


def status_embed(status: Status, language: str) -> discord.Embed:
    """How the sources and deliveries are doing."""
    embed = discord.Embed(title=say(language, "status-title"), colour=_COLOUR)
    sources = [_source_line(state, language) for state in status.sources] or [say(language, "status-none")]
    owed = [
        say(language, "status-owed-line", kind=say(language, f"kind-{kind}"), count=count)
        for kind, count in status.owed.items()
    ] or [say(language, "status-owed-none")]
    publishers = [_publisher_line(state, language) for state in status.publishers]
    troubled = [_trouble_line(delivery, language) for delivery in status.troubled]
    parts = {"sources": sources, "publishers": publishers, "owed": owed, "trouble": troubled}
    for part, lines in parts.items():
        if lines:
            embed.add_field(name=say(language, f"status-{part}"), value=_lines(lines, language), inline=False)
    return embed


def _lines(lines: list[str], language: str) -> str:
    """As many lines as a field holds, and how many more there are."""
    kept = list(lines)
    while len("\n".join(kept)) > _FIELD - 60:
        kept.pop()
    rest = len(lines) - len(kept)
    return "\n".join([*kept, say(language, "status-truncated", count=rest)] if rest else kept)


def _source_line(state: SourceState, language: str) -> str:
    name = shown(state.name, 80)
    if state.failures:
        when = discord.utils.format_dt(state.due, "R") if state.due else "–"
        reason = shown(state.reason, 300)
        return say(language, "status-source-failing", name=name, reason=reason, when=when)
    if state.last_read is None:
        return say(language, "status-source-new", name=name)
    when = discord.utils.format_dt(state.last_read, "R")
    return say(language, "status-source-fine", name=name, when=when)


def _publisher_line(state: PublisherState, language: str) -> str:
    name = shown(state.name, 80)
    if state.reason:
        return say(language, "status-publisher-trouble", name=name, reason=shown(state.reason, 300))
    if state.last_read is None:
        return say(language, "status-publisher-new", name=name)
    when = discord.utils.format_dt(state.last_read, "R")
    return say(language, "status-publisher-fine", name=name, when=when)


def _trouble_line(delivery: Delivery, language: str) -> str:
    kind = say(language, f"kind-{delivery.kind}")
    place = f"<@&{delivery.place}>" if delivery.kind == Kind.ROLE else f"<#{delivery.place}>"
    reason = shown(delivery.reason, 200)
    return say(language, "status-trouble-line", kind=kind, place=place, reason=reason)


def _footer(article: Article, language: str) -> list[str]:
    item = article.item
    minutes = item.reading_minutes
    reading = say(language, "card-reading-time", minutes=minutes) if minutes else ""
    return [part for part in (article.source, ", ".join(item.categories), reading) if part]


def _comment_text(comment: Comment, language: str) -> str:
    text = comment.item.markdown
    if not text.strip():
        return say(language, "card-comment-empty")
    if len(text) <= _DESCRIPTION:
        return text
    note = "\n\n" + say(language, "card-comment-cut", url=comment.item.url)
    cut = text[: _DESCRIPTION - len(note) - 4]
    cut = cut[: max(cut.rfind("\n"), cut.rfind(" "), len(cut) // 2)]
    # A cut inside a code block would swallow the note.
    return cut + ("\n```" if cut.count("```") % 2 else "") + note
