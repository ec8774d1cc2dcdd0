"""Records → what Discord shows; pure. Every limit of Discord on embeds and names is kept here."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

import discord

from bot import plain
from bot.causes import said
from bot.status import Status
from bot.texts import say
from storage.records import Article, Delivery, Kind, SourceState
from storage.records_routes import Alert, Bulletin, Correction, Layout
from storage.records_subscribers import PublisherState

_COLOUR = 0x2F6F8F
_WITHDRAWN_COLOUR = 0x8A8F94

_TITLE, _DESCRIPTION, _NAME, _FOOTER, _FIELD, _THREAD_NAME = 256, 4096, 256, 2048, 1024, 100
_SUMMARY, _SHORT_SUMMARY, _CREDIT = 600, 200, 120
_MORE = 60
_EMBEDDED, _SHORT_URL = 3, 250

_WEB_URL = re.compile(r"https?://[^\s/?#]+\S*")


Button = discord.ui.Button[discord.ui.View]


@dataclass(frozen=True, slots=True)
class Card:
    """A message to show: its embed, and the URL in it that tells it from others.

    `content` stands above the embed and may call the `roles`; `tags` are those of a forum post; `more` are
    further embeds of the same message. A message that may have `buttons` has those, in a row; None: it never
    has any.
    """

    embed: discord.Embed
    mark: str
    thread_name: str = ""
    tags: tuple[str, ...] = ()
    content: str = ""
    roles: tuple[int, ...] = ()
    more: tuple[discord.Embed, ...] = ()
    buttons: tuple[Button, ...] | None = None

    @property
    def embeds(self) -> list[discord.Embed]:
        """All embeds, in order."""
        return [self.embed, *self.more]


@dataclass(frozen=True, slots=True)
class Look:
    """How a route shows an article: how much of it, which roles it calls, which other articles joined it."""

    layout: Layout = Layout.FULL
    mentions: tuple[int, ...] = ()
    joined: tuple[Article, ...] = ()


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


def button(label: str, custom_id: str, *, enabled: bool = True) -> Button:
    """A button that a cog knows by its custom_id, also after a restart."""
    return discord.ui.Button(label=label[:80], custom_id=custom_id, disabled=not enabled)


def view_of(*items: discord.ui.Item[discord.ui.View]) -> discord.ui.View:
    """What may be pressed or chosen; the library forgets it at once, cogs find it by its id (DynamicItem)."""
    view = discord.ui.View(timeout=None)
    for item in items:
        view.add_item(item)
    view.stop()
    return view


def article_card(article: Article, language: str, look: Look = Look()) -> Card:
    """The card of an article; the forum post and the thread bear its title."""
    item = article.item
    embed = discord.Embed(title=shown(item.title, _TITLE), url=web_url(item.url), colour=_COLOUR)
    embed.description = _lead(article, look.layout) or None
    if article.withdrawn:
        embed.colour = discord.Colour(_WITHDRAWN_COLOUR)
        embed.title = f"~~{shown(item.title, _TITLE - 4)}~~"
        embed.description = say(language, "card-withdrawn")
    elif (image := web_url(item.image)) and look.layout is Layout.FULL:
        embed.set_image(url=image)
    elif image and look.layout is Layout.COMPACT:
        embed.set_thumbnail(url=image)
    if item.author and look.layout is not Layout.HEADLINE:
        embed.set_author(name=plain.shorten(item.author, _NAME))
    shorts = [url for url in item.embeds if web_url(url) and len(url) <= _SHORT_URL][:_EMBEDDED]
    if shorts and look.layout is Layout.FULL and not article.withdrawn:
        links = " · ".join(f"[{_host(url)}]({url})" for url in shorts)
        embed.add_field(name=say(language, "card-embeds"), value=links, inline=False)
    if look.joined:
        lines = [_joined_line(other) for other in look.joined]
        embed.add_field(name=say(language, "card-joined"), value=_lines(lines, language), inline=False)
    embed.timestamp = item.published
    embed.set_footer(text=plain.shorten(" · ".join(_footer(article, look.layout, language)), _FOOTER))
    return Card(
        embed=embed,
        mark=item.url,
        thread_name=plain.shorten(plain.one_line(item.title), _THREAD_NAME) or article.source,
        tags=item.categories,
        content=" ".join(f"<@&{role}>" for role in look.mentions),
        roles=look.mentions,
    )


def bulletin_card(bulletin: Bulletin, listed: Iterable[Article], language: str) -> Card:
    """The list of what was missed, or a digest: each article with its link, oldest first."""
    found = list(listed)
    title = say(language, f"bulletin-{bulletin.kind}", count=len(found))
    lines = [_listed_line(article) for article in found]
    while len("\n".join(lines)) > _DESCRIPTION - _MORE:
        lines.pop()
    if rest := len(found) - len(lines):
        lines.append(say(language, "status-truncated", count=rest))
    # Two lists may begin with the same article: our own number in the address tells them apart.
    address = web_url(f"{found[0].item.url}#list-{bulletin.id}") if found else None
    embed = discord.Embed(title=title, url=address, description="\n".join(lines) or None, colour=_COLOUR)
    embed.timestamp = bulletin.until
    return Card(embed=embed, mark=address or "", thread_name=title)


def correction_card(correction: Correction, article: Article, language: str) -> Card:
    """What changed in an article that was posted already, before and after."""
    lines = []
    if correction.headline:
        before, after = (shown(text, 300) for text in correction.headline)
        lines.append(say(language, "correction-headline", before=before, after=after))
    lines += [
        say(language, "correction-figure", before=shown(before, 60), after=shown(after, 60))
        for before, after in correction.figures
    ]
    if correction.note:
        lines.append(f"> {shown(correction.note, 400)}")
    address = web_url(f"{article.item.url}#correction-{correction.id}")
    embed = discord.Embed(title=say(language, "correction-title"), url=address, colour=_COLOUR)
    embed.description = "\n".join(lines)
    embed.timestamp = correction.at
    return Card(embed=embed, mark=address or "")


def alert_text(alert: Alert, language: str) -> str:
    """What a manager is told in private."""
    arguments = {name: said(what, language) for name, what in alert.arguments}
    if missing := arguments.get("permissions"):
        names = [say(language, f"permission-{name.replace('_', '-')}") for name in missing.split(",")]
        arguments["permissions"] = ", ".join(say(language, "alert-permission", name=name) for name in names)
    return say(language, alert.text, **arguments)


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
        say(language, "status-owed-line", kind=say(language, f"kind-{kind}".replace(" ", "-")), count=count)
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
    while len("\n".join(kept)) > _FIELD - _MORE:
        kept.pop()
    rest = len(lines) - len(kept)
    return "\n".join([*kept, say(language, "status-truncated", count=rest)] if rest else kept)


def _source_line(state: SourceState, language: str) -> str:
    name = shown(state.name, 80)
    if state.failures:
        when = discord.utils.format_dt(state.due, "R") if state.due else "–"
        reason = shown(said(state.reason, language), 300)
        return say(language, "status-source-failing", name=name, reason=reason, when=when)
    if state.last_read is None:
        return say(language, "status-source-new", name=name)
    when = discord.utils.format_dt(state.last_read, "R")
    return say(language, "status-source-fine", name=name, when=when)


def _publisher_line(state: PublisherState, language: str) -> str:
    name = shown(state.name, 80)
    if state.reason:
        reason = shown(said(state.reason, language), 300)
        return say(language, "status-publisher-trouble", name=name, reason=reason)
    if state.last_read is None:
        return say(language, "status-publisher-new", name=name)
    when = discord.utils.format_dt(state.last_read, "R")
    return say(language, "status-publisher-fine", name=name, when=when)


def _trouble_line(delivery: Delivery, language: str) -> str:
    kind = say(language, f"kind-{delivery.kind}".replace(" ", "-"))
    place = f"<@&{delivery.place}>" if delivery.kind == Kind.ROLE else f"<#{delivery.place}>"
    reason = shown(said(delivery.reason, language), 200)
    return say(language, "status-trouble-line", kind=kind, place=place, reason=reason)


def _host(url: str) -> str:
    """The site of an address, as people call it."""
    return shown((urlsplit(url).hostname or "").removeprefix("www."), 60)


def _lead(article: Article, layout: Layout) -> str:
    item = article.item
    if layout is Layout.HEADLINE:
        return ""
    room = _SUMMARY if layout is Layout.FULL else _SHORT_SUMMARY
    subtitle = f"**{shown(item.subtitle, 300)}**" if item.subtitle else ""
    summary = "" if subtitle and layout is Layout.COMPACT else shown(item.summary, room)
    return "\n\n".join(part for part in (subtitle, summary) if part)


def _joined_line(article: Article) -> str:
    return f"[{shown(article.item.title, 150)}]({web_url(article.item.url)}) — {shown(article.source, 80)}"


def _listed_line(article: Article) -> str:
    title = shown(article.item.title, 180)
    if article.withdrawn:
        return f"- ~~{title}~~"
    address = web_url(article.item.url)
    return f"- [{title}]({address})" if address else f"- {title}"


def _footer(article: Article, layout: Layout, language: str) -> list[str]:
    item = article.item
    if layout is Layout.HEADLINE:
        return [article.source]
    minutes, credit = item.reading_minutes, plain.shorten(plain.one_line(item.image_credit), _CREDIT)
    parts = [
        article.source,
        ", ".join(item.categories),
        say(language, "card-reading-time", minutes=minutes) if minutes else "",
        say(language, "card-paywalled") if item.paywalled else "",
        say(language, "card-image-credit", credit=credit) if credit else "",
    ]
    return [part for part in parts if part]
