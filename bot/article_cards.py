"""Why an article was posted or not, and its story → what a manager sees; pure."""

from __future__ import annotations

from collections.abc import Iterable

import discord

from bot.articles.why import Fate, Why
from bot.cards import shown, web_url
from bot.causes import said
from bot.route_cards import reason_text
from bot.texts import say
from storage.records_routes import Outcome, StoryArticle

_COLOUR = 0x2F6F8F
_DESCRIPTION = 4_096
_SHARED = frozenset({"model", "price", "figure", "name", "day", "place"})


def why_embed(why: Why, guild: int, language: str) -> discord.Embed:
    """What became of an article, channel by channel; or what is known of its site."""
    if why.article is None:
        embed = discord.Embed(title=say(language, "why-unknown"), colour=_COLOUR)
        embed.description = "\n".join(_sources(why, language))
        return embed
    item = why.article.item
    embed = discord.Embed(title=shown(item.title, 256), url=web_url(item.url), colour=_COLOUR)
    stored = discord.utils.format_dt(why.article.stored, "f")
    lines = [say(language, "why-stored", source=shown(why.article.source, 80), when=stored)]
    if why.article.withdrawn:
        when = discord.utils.format_dt(why.article.withdrawn, "f")
        lines.append(say(language, "why-withdrawn", when=when))
    if why.old:
        lines.append(say(language, "why-old"))
    if not why.fates:
        lines.append(say(language, "why-no-route"))
    blocks = ["\n".join(lines)]
    # Discord shows no channel by its name in the name of a field.
    blocks += [
        f"<#{fate.channel}>\n{_fate(fate, guild, old=why.old, language=language)}" for fate in why.fates
    ]
    while len("\n\n".join(blocks)) > _DESCRIPTION:
        blocks.pop()
    embed.description = "\n\n".join(blocks)
    return embed


def story_embed(members: Iterable[StoryArticle], language: str) -> discord.Embed:
    """The articles about one piece of news, and why each joined."""
    lines = []
    for member in members:
        title, source = shown(member.article.item.title, 180), shown(member.article.source, 80)
        lines.append(f"- [{title}]({web_url(member.article.item.url)}) — {source}")
        if member.evidence:
            lines.append(f"  {_evidence(member.evidence, language)}")
    text = "\n".join(lines)[:4000] or say(language, "story-alone")
    return discord.Embed(title=say(language, "story-title"), description=text, colour=_COLOUR)


def _sources(why: Why, language: str) -> list[str]:
    if not why.sources:
        return [say(language, "why-no-source")]
    lines = []
    for listed in why.sources:
        name = shown(listed.settings.name, 80)
        if listed.state.paused:
            lines.append(say(language, "why-source-paused", name=name))
        elif listed.state.failures:
            reason = shown(said(listed.state.reason, language), 300)
            lines.append(say(language, "why-source-failing", name=name, reason=reason))
        elif listed.state.last_read is None:
            lines.append(say(language, "status-source-new", name=name))
        else:
            when = discord.utils.format_dt(listed.state.last_read, "R")
            lines.append(say(language, "why-source-read", name=name, when=when))
    return lines


def _fate(fate: Fate, guild: int, *, old: bool, language: str) -> str:
    posting = fate.posting
    if posting is None:
        return _refusal(fate, old=old, language=language)
    when = discord.utils.format_dt(posting.due or posting.decided, "f")
    message = ""
    if fate.delivery is not None and fate.delivery.discord_id:
        message = f"https://discord.com/channels/{guild}/{fate.channel}/{fate.delivery.discord_id}"
    elif fate.delivery is not None:
        reason = shown(said(fate.delivery.reason, language), 300) or say(language, "why-soon")
        return say(language, "why-owed", reason=reason)
    match posting.outcome:
        case Outcome.JOINED:
            title = shown(fate.lead.item.title, 180) if fate.lead else "…"
            return say(language, "why-joined", title=title, message=message)
        case Outcome.WAITING:
            return say(language, f"why-waiting-{posting.detail}", when=when)
        case Outcome.OLD:
            return say(language, "why-old")
        case outcome:
            return say(language, f"why-{outcome}", when=when, message=message)


def _refusal(fate: Fate, *, old: bool, language: str) -> str:
    if fate.elsewhere:
        return say(language, "why-elsewhere")
    if fate.younger:
        return say(language, "why-younger")
    if fate.paused:
        return say(language, "why-paused")
    if fate.reason is None:
        return say(language, "why-old" if old else "why-other-route")
    return reason_text(fate.reason, language)


def _evidence(reasons: Iterable[str], language: str) -> str:
    """The names and figures that both articles give; which event it is, they say themselves."""
    found = dict.fromkeys(
        shown(what.replace("_", " "), 80)
        for kind, _, what in (reason.partition(":") for reason in reasons)
        if kind in _SHARED
    )
    if "link" in reasons:
        return say(language, "story-same-link")
    if not found:
        return say(language, "story-same-words")
    return say(language, "story-because", reasons=", ".join(found))
