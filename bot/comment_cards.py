"""Readers' comments → what Discord shows; pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import discord

from bot import plain
from bot.cards import Card, shown, web_url
from bot.comments import pieces
from bot.texts import say
from storage.records import Article, Comment

_COLOUR = 0xB0B7BD
_NAME = 256
# Discord counts 6,000 characters over all embeds of a message; it counts some of them otherwise than we do.
_MESSAGE, _EMBEDS = 5_900, 10
# The line that says whom a comment answers: a name and an address.
_ANSWERS = 190


@dataclass(frozen=True, slots=True)
class Answered:
    """Whom a comment answers, and where that stands on Discord (empty: nowhere yet)."""

    author: str
    url: str = ""


def comment_card(comment: Comment, language: str, number: int = 1) -> Card:
    """The card of a reader's comment, under the reader's name and picture, or of its piece of a number."""
    item = comment.item
    texts = pieces.of(item.markdown)
    text = texts[number - 1] if number <= len(texts) else say(language, "card-comment-empty")
    if number == pieces.MOST and pieces.is_cut(item.markdown):
        text += "\n\n" + say(language, "card-comment-cut", url=item.url)
    embed = discord.Embed(description=text, colour=_COLOUR)
    embed.set_author(
        name=plain.shorten(item.author, _NAME) or say(language, "card-anonymous"),
        url=web_url(item.url),
        icon_url=web_url(item.avatar),
    )
    if picture := web_url(pieces.picture(text)):
        embed.set_image(url=picture)
    notes = [
        say(language, "card-comment-edited") if comment.edited else "",
        f"{number}/{len(texts)}" if len(texts) > 1 else "",
    ]
    if footer := " · ".join(note for note in notes if note):
        embed.set_footer(text=footer)
    embed.timestamp = item.published
    if number > 1 and (link := web_url(item.url)):
        # Not to be seen, as there is no title; it tells a piece from the comment's first message.
        embed.url = f"{link}-{number}"
    return Card(embed=embed, mark=item.url if number == 1 else embed.url or "")


def crowd_card(comments: Sequence[Comment], answered: Mapping[int, Answered], language: str) -> Card:
    """Several comments in one message; `answered` says by comment id whom each answers."""
    cards = [comment_card(comment, language) for comment in comments]
    for comment, card in zip(comments, cards, strict=True):
        if to := answered.get(comment.id):
            name = shown(to.author, 80) or say(language, "card-anonymous")
            link = f"[{name}]({to.url})" if to.url else name
            card.embed.description = f"-# ↪ {link}\n{card.embed.description}"
    return Card(embed=cards[0].embed, mark=cards[0].mark, more=tuple(card.embed for card in cards[1:]))


def parent_embed(comment: Comment, parent: Comment | None, language: str) -> discord.Embed:
    """Whom a comment answers, and how we know."""
    name = shown(parent.item.author, 80) or say(language, "card-anonymous") if parent else ""
    text = say(language, "comment-answers", name=name) if parent else say(language, "comment-answers-none")
    embed = discord.Embed(description=text, colour=_COLOUR)
    if comment.relinked_by is not None:
        who = f"<@{comment.relinked_by}>" if comment.relinked_by else "–"
        how = say(language, "comment-by-person", who=who)
    elif parent is None or comment.confidence is None:
        how = say(language, "comment-by-site")
    else:
        how = say(language, "comment-by-words", percent=round(comment.confidence * 100))
    evidence = [f"- {shown(reason.partition(':')[2] or reason, 150)}" for reason in comment.evidence[:5]]
    embed.add_field(name=say(language, "comment-why"), value="\n".join([how, *evidence]), inline=False)
    return embed


def held_back_card(article: Article, kept: int, later: int, language: str) -> Card:
    """How many comments stay on the site, and how many follow, with the way there."""
    address = web_url(f"{article.item.url}#held-back")
    title = say(language, "held-back", count=kept + later)
    embed = discord.Embed(title=title, url=address, colour=_COLOUR)
    if later:
        embed.description = say(language, "held-back-later", count=later)
    return Card(embed=embed, mark=address or "")


def withdrawn_card(language: str) -> Card:
    """In place of an answer that quoted a comment which was deleted."""
    return Card(discord.Embed(description=say(language, "citation-withdrawn"), colour=_COLOUR), mark="")


def outgrown(comments: Sequence[Comment], first: int, language: str) -> set[int]:
    """Which comments no longer fit into the message that they share, the longest first; never the `first`."""
    sizes = {c.id: len(comment_card(c, language).embed) + (_ANSWERS if c.parent_id else 0) for c in comments}
    found: set[int] = set()
    while len(sizes) > 1 and sum(sizes.values()) > _MESSAGE:
        longest = max(sizes.keys() - {first}, key=lambda number: sizes[number])
        found.add(longest)
        del sizes[longest]
    return found


def fitting(comments: Sequence[Comment], language: str) -> int:
    """How many comments, from the first on, fit into one message; at least one."""
    size = 0
    for count, comment in enumerate(comments[:_EMBEDS]):
        size += len(comment_card(comment, language).embed) + (_ANSWERS if comment.parent_id else 0)
        if size > _MESSAGE or len(pieces.of(comment.item.markdown)) > 1:
            return max(count, 1)
    return min(len(comments), _EMBEDS)
