"""What moderators see: what waits, what was done, who is muted."""

from __future__ import annotations

from collections.abc import Sequence

import discord

from bot import plain
from bot.cards import Card, shown, web_url
from bot.causes import said
from bot.comments.targets import Target
from bot.texts import say
from storage.records import Article
from storage.records_moderation import Act, Entry, Mute, Review, Side, Verdict

_WAITING, _DECIDED = 0xE0A030, 0x8A8F94
_COLOUR = 0x2F6F8F
_TEXT, _DESCRIPTION, _NAME = 1_500, 4_000, 256

PRESS = r"review:(?P<id>\d+):(?P<what>approve|reject)"
"""What the ids of the two buttons look like."""


def review_card(review: Review, article: Article, language: str) -> Card:
    """A comment that waits for a moderator with two buttons, or what was decided, without."""
    embed = discord.Embed(
        title=say(language, f"review-rule-{review.rule}", detail=shown(review.detail, 100)),
        url=web_url(f"{article.item.url}#review-{review.id}"),
        description=_quoted(review),
        colour=_DECIDED if review.decision else _WAITING,
    )
    embed.set_author(name=plain.shorten(review.author, _NAME) or say(language, "card-anonymous"))
    where = say(language, "review-on-discord" if review.message else "review-on-site")
    address = web_url(review.url)
    link = f"[{where}]({address})" if address and ")" not in address else where
    title = shown(article.item.title, 200)
    embed.add_field(name=say(language, "review-where"), value=f"{link} · {title}", inline=False)
    if review.decision:
        value = say(language, f"review-{review.decision}", who=_who(review.user, review.name, language))
        embed.add_field(name=say(language, "review-decision"), value=value, inline=False)
    embed.timestamp = review.opened
    buttons = () if review.decision else _buttons(review, language)
    return Card(embed=embed, mark=embed.url or "", buttons=buttons)


def _quoted(review: Review) -> str:
    # What people wrote on Discord is markdown of theirs; what a site gave was made safe when it was read.
    return plain.shorten(review.text, _TEXT) or "–"


def _buttons(review: Review, language: str) -> tuple[discord.ui.Button[discord.ui.View], ...]:
    kinds = (("approve", discord.ButtonStyle.success), ("reject", discord.ButtonStyle.danger))
    return tuple(
        discord.ui.Button(
            style=style,
            label=say(language, f"review-button-{what}"),
            custom_id=f"review:{review.id}:{what}",
        )
        for what, style in kinds
    )


def pressed_text(review: Review, language: str, *, first: bool) -> str:
    """What whoever pressed a button hears."""
    if first:
        return say(language, f"review-done-{review.decision}")
    return say(
        language,
        "review-too-late",
        decision=say(language, f"review-{review.decision}", who=_who(review.user, review.name, language)),
    )


def lock_card(article: Article, entry: int, language: str, *, closed: bool) -> Card:
    """The one line by which a thread tells that it was locked or opened."""
    address = web_url(f"{article.item.url}#lock-{entry}")
    title = say(language, "lock-closed" if closed else "lock-open")
    return Card(embed=discord.Embed(title=title, url=address, colour=_DECIDED), mark=address or "")


def told_text(act: Act, verdict: Verdict | None, language: str) -> str:
    """What a moderator hears of their decision: what is done on Discord, and how it stands on the site."""
    done = say(language, f"moderation-done-{act}")
    if verdict is None:
        return done
    if verdict.state == "open":
        name = "moderation-site-owed" if verdict.owed else "moderation-site-done"
    else:
        name = f"moderation-site-{verdict.state}"
    reason = shown(said(verdict.reason, language), 300) or "–"
    return f"{done} {say(language, name, reason=reason)}"


def history_embed(title: str, entries: Sequence[Entry], language: str) -> discord.Embed:
    """Who did what, newest first."""
    lines = [_entry_line(entry, language) for entry in entries] or [say(language, "history-none")]
    while len("\n".join(lines)) > _DESCRIPTION:
        lines.pop()
    return discord.Embed(title=plain.shorten(title, _NAME), description="\n".join(lines), colour=_COLOUR)


def history_title(target: Target, language: str) -> str:
    """What a history is about: somebody's comment, or an article's thread."""
    title = plain.one_line(target.article.item.title)
    if target.comment is None and target.writing is None:
        return say(language, "history-title-thread", title=title)
    name = plain.one_line(target.author) or say(language, "card-anonymous")
    return say(language, "history-title-comment", name=name, title=title)


def _entry_line(entry: Entry, language: str) -> str:
    when = discord.utils.format_dt(entry.at, "f")
    if entry.side is Side.SITE:
        who = say(language, "history-by-site")
    elif entry.side is Side.RULE:
        who = say(language, "history-by-rule", rule=say(language, f"history-rule-{entry.name}"))
    else:
        who = _who(entry.user, entry.name, language)
    parts = [
        f"- {when} · **{say(language, f'history-{entry.act}')}** · {who}",
        shown(entry.person, 80),
        say(language, "history-reason", reason=shown(said(entry.reason, language), 200))
        if entry.reason
        else "",
    ]
    return " · ".join(part for part in parts if part)


def mutes_embed(found: Sequence[Mute], language: str) -> discord.Embed:
    """Who is muted, until when, by whom."""
    lines = [_mute_line(mute, language) for mute in found] or [say(language, "mutes-none")]
    while len("\n".join(lines)) > _DESCRIPTION:
        lines.pop()
    return discord.Embed(title=say(language, "mutes-title"), description="\n".join(lines), colour=_COLOUR)


def mute_name(mute: Mute, language: str) -> str:
    """How a muted person is called in a list of choices."""
    kind = say(language, "mute-member") if mute.person_id else mute.source
    return plain.shorten(f"{mute.name or mute.person_id} · {kind}", 100)


def muted_text(mute: Mute, language: str) -> str:
    """What a moderator hears when somebody is muted."""
    name = "moderation-muted-member" if mute.person_id else "moderation-muted-author"
    until = discord.utils.format_dt(mute.until, "f") if mute.until else say(language, "mute-for-good")
    return say(language, name, name=_muted(mute), source=shown(mute.source, 80), until=until)


def _mute_line(mute: Mute, language: str) -> str:
    kind = say(language, "mute-member") if mute.person_id else shown(mute.source, 80)
    until = discord.utils.format_dt(mute.until, "f") if mute.until else say(language, "mute-for-good")
    by = f"<@{mute.user}>" if mute.user else ""
    parts = [f"- **{_muted(mute)}** · {kind}", until, by, shown(mute.reason, 150)]
    return " · ".join(part for part in parts if part)


def _muted(mute: Mute) -> str:
    return f"<@{mute.person_id}>" if mute.person_id else shown(mute.name, 80)


def _who(user: int | None, name: str, language: str) -> str:
    if user:
        return f"<@{user}> ({shown(name, 60)})" if name else f"<@{user}>"
    return shown(name, 60) or say(language, "history-by-somebody")
