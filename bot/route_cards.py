"""Routes → what their managers see; and what the bot lacks in a channel."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import discord

from bot import plain
from bot.articles.filters import Reason
from bot.cards import shown, web_url
from bot.texts import say
from storage.records import Article
from storage.records_routes import Route

_COLOUR = 0x2F6F8F
_PAGE = 3_900

Channel = discord.TextChannel | discord.ForumChannel


@dataclass(frozen=True, slots=True)
class Try:
    """An article that a filter was tried on: taken, or kept away by `reason`."""

    article: Article
    reason: Reason | None


def route_line(route: Route, language: str) -> str:
    """All that a route does, on one line."""
    parts = [
        f"<#{route.channel}>",
        _code(route.filter, 150) if route.filter.strip() not in {"", "*"} else say(language, "route-all"),
        *_what(route, language),
        *_when(route, language),
    ]
    if not route.guild:
        parts.append(say(language, "route-in-settings"))
    if route.paused:
        since = discord.utils.format_dt(route.paused, "R")
        parts.append(say(language, "route-standing", since=since))
    return " · ".join(parts)


def route_label(route: Route, channel: str, language: str) -> str:
    """A route's name while one types, at most 100 characters."""
    taken = plain.one_line(route.filter) if route.filter.strip() else say(language, "route-all")
    return plain.shorten(f"#{channel} · {taken}", 100)


def route_embed(title: str, route: Route, language: str) -> discord.Embed:
    """What was done to a route (the name of a text), and the route as it is now."""
    return discord.Embed(title=say(language, title), description=route_line(route, language), colour=_COLOUR)


def list_embeds(routes: Iterable[Route], language: str) -> list[discord.Embed]:
    """The routes and how they stand, each embed for a message of its own."""
    lines = [f"- {route_line(route, language)}" for route in routes]
    return _pages(say(language, "route-list"), lines or [say(language, "route-none")])


def test_embeds(tries: Sequence[Try], language: str) -> list[discord.Embed]:
    """Which articles were taken, and what kept the others away; each embed for a message of its own."""
    if not tries:
        return [discord.Embed(description=say(language, "route-test-none"), colour=_COLOUR)]
    taken = sum(each.reason is None for each in tries)
    title = say(language, "route-test", taken=taken, count=len(tries))
    return _pages(title, [_try_line(each, language) for each in tries])


def reason_text(reason: Reason, language: str) -> str:
    """Why a filter does not take an article, in a few words."""
    part = _code(reason.part, 100)
    if reason.unwanted:
        part = say(language, "reason-not", part=part)
    if reason.slow:
        return say(language, "reason-slow", part=part)
    name = "reason-unwanted" if reason.unwanted else "reason-missing"
    if not reason.has:
        return say(language, name, part=part)
    return say(language, f"{name}-has", part=part, has=shown(reason.has, 120))


def missing_permissions(channel: Channel, route: Route) -> list[str]:
    """What the bot needs for a route and lacks in its channel, as discord.py names it."""
    me = channel.guild.me
    needs = ["view_channel", "send_messages", "embed_links", "read_message_history"]
    if isinstance(channel, discord.ForumChannel):
        needs.append("send_messages_in_threads")
    elif route.thread and not route.digest:
        needs += ["create_public_threads", "send_messages_in_threads"]
    if any((role := channel.guild.get_role(id_)) and not role.mentionable for id_ in route.mentions):
        needs.append("mention_everyone")
    held = channel.permissions_for(me)
    return [name for name in needs if not getattr(held, name)]


def permission_names(missing: Iterable[str], channel: Channel, language: str) -> str:
    """Permissions as Discord shows them in the settings of a channel; a forum calls some otherwise."""
    own = {"send_messages", "send_messages_in_threads"} if isinstance(channel, discord.ForumChannel) else ()
    keys = [f"{'forum-' if name in own else ''}{name.replace('_', '-')}" for name in missing]
    return ", ".join(f"**{say(language, f'permission-{key}')}**" for key in keys)


def _what(route: Route, language: str) -> list[str]:
    parts = [say(language, f"route-layout-{route.layout}")]
    if route.thread and not route.digest:
        parts.append(say(language, "route-thread"))
    if route.crosspost:
        parts.append(say(language, "route-crosspost"))
    if route.mentions:
        roles = " ".join(f"<@&{role}>" for role in route.mentions)
        parts.append(say(language, "route-mentions", roles=roles))
    return parts


def _when(route: Route, language: str) -> list[str]:
    parts = []
    if quiet := route.quiet:
        hours = say(
            language, "route-quiet", start=f"{quiet.start:%H:%M}", end=f"{quiet.end:%H:%M}", zone=quiet.zone
        )
        breaking = _code(quiet.breaking, 100)
        parts.append(hours)
        if quiet.breaking.strip():
            parts.append(say(language, "route-breaking", filter=breaking))
    if digest := route.digest:
        at = f"{digest.at:%H:%M}"
        if digest.weekday is None:
            parts.append(say(language, "route-daily", at=at, zone=digest.zone))
        else:
            day = say(language, f"weekday-{digest.weekday}")
            parts.append(say(language, "route-weekly", day=day, at=at, zone=digest.zone))
    if route.per_hour:
        parts.append(say(language, "route-per-hour", count=route.per_hour))
    return parts


def _try_line(each: Try, language: str) -> str:
    item = each.article.item
    title = shown(item.title, 90) or "–"
    linked = f"[{title}]({url})" if (url := web_url(item.url)) and len(url) <= 200 else title
    if each.reason is None:
        return f"✅ {linked}"
    return f"➖ {linked}\n-# {reason_text(each.reason, language)}"


def _pages(title: str, lines: Iterable[str]) -> list[discord.Embed]:
    texts = [""]
    for line in lines:
        if texts[-1] and len(texts[-1]) + len(line) >= _PAGE:
            texts.append("")
        texts[-1] += f"{line}\n"
    return [discord.Embed(title=title, description=text, colour=_COLOUR) for text in texts]


def _code(text: str, limit: int) -> str:
    """Text as code; a backtick in it would end that."""
    return f"`{plain.shorten(plain.one_line(text), limit).replace('`', chr(39))}`"
