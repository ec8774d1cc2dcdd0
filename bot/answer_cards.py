"""Answers and search results → what Discord shows; pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

import discord

from bot import plain
from bot.answers.amounts import holds_for_its_day
from bot.answers.rules import Answer, AnswerPassage, ArticleSource, Hit
from bot.cards import shown, web_url
from bot.texts import say

_COLOUR = 0x2F6F8F
_OPINION_COLOUR = 0xC08A3E
_REFUSED_COLOUR = 0x8A8F94
_PASSAGE = 900

Spans = tuple[tuple[int, int], ...]
"""(start, end) of pieces of a text."""


def answer_embeds(
    answer: Answer, language: str, threads: Mapping[int, int] = MappingProxyType({})
) -> list[discord.Embed]:
    """One embed a passage: the text with its decisive words in bold, its article, date and link.

    What readers think comes after what the articles say, marked as opinion. A refusal is one embed with
    the nearest topics. `threads` are the discussions of articles on Discord that the reader sees.
    """
    passages = sorted(answer.passages, key=lambda passage: passage.opinion)
    embeds = [_passage(passage, language, threads) for passage in passages]
    if answer.refused:
        embeds = [_refusal(answer, language)]
    if note := corrected(answer.corrections, language):
        embeds[0].set_footer(text=note)
    return embeds


def corrected(corrections: Sequence[tuple[str, str]], language: str) -> str:
    """What to say of words that were taken for others; "" where none were."""
    said = [
        say(language, "answer-corrected", asked=plain.shorten(asked, 40), read=plain.shorten(read, 40))
        for asked, read in corrections[:3]
    ]
    return plain.shorten(plain.one_line(" ".join(said)), 300)


def invitation_embed(language: str) -> discord.Embed:
    """What to say to an empty question."""
    example = say(language, "answer-example")
    return discord.Embed(description=say(language, "answer-empty", example=example), colour=_COLOUR)


def _passage(passage: AnswerPassage, language: str, threads: Mapping[int, int]) -> discord.Embed:
    article, comment = passage.article, passage.comment
    colour = _OPINION_COLOUR if passage.opinion else _COLOUR
    text, spans = _without_title(passage)
    lines = [bold(text, spans, _PASSAGE), _small_print(passage, language, threads)]
    embed = discord.Embed(description="\n".join(filter(None, lines)), colour=colour)
    embed.title = shown(article.title, 256)
    embed.url = (web_url(comment.url) if comment else None) or web_url(article.url)
    embed.timestamp = (comment.published if comment else None) or article.published
    if comment:
        by = say(language, "answer-comment-by", author=comment.author or say(language, "card-anonymous"))
        marked = say(language, "answer-opinion") + " · " if passage.opinion else ""
        embed.set_author(name=plain.shorten(marked + by, 256))
    return embed


def _small_print(passage: AnswerPassage, language: str, threads: Mapping[int, int]) -> str:
    """Of which day it is, how many readers agree, where it is discussed."""
    said: list[str] = []
    day = (passage.comment.published if passage.comment else None) or passage.article.published
    if day and holds_for_its_day(passage.text):
        said.append(say(language, "answer-as-of", day=discord.utils.format_dt(day, "D")))
    if passage.agreeing:
        said.append(say(language, "answer-agreeing", count=passage.agreeing))
    if thread := threads.get(passage.article.id):
        said.append(say(language, "answer-thread", thread=f"<#{thread}>"))
    return f"-# {' · '.join(said)}" if said else ""


def _without_title(passage: AnswerPassage) -> tuple[str, Spans]:
    """The text and its decisive words; the title that a passage may begin with stands above it already."""
    text, title = passage.text, passage.article.title
    if not text.startswith(title) or text == title:
        return text, passage.bold
    rest = text[len(title) :].lstrip()
    gone = len(text) - len(rest)
    return rest, tuple((start - gone, stop - gone) for start, stop in passage.bold if start >= gone)


def _refusal(answer: Answer, language: str) -> discord.Embed:
    embed = discord.Embed(title=say(language, "answer-none"), colour=_REFUSED_COLOUR)
    embed.description = say(language, "answer-none-detail", question=shown(answer.question, 300))
    if answer.nearest:
        topics = "\n".join(f"- {link(article)}" for article in answer.nearest[:3])
        embed.add_field(name=say(language, "answer-nearest"), value=plain.shorten(topics, 1024), inline=False)
    return embed


def link(article: ArticleSource) -> str:
    """An article's title with its link and day."""
    when = f" · {discord.utils.format_dt(article.published, 'd')}" if article.published else ""
    title = shown(article.title, 150)
    return (f"[{title}]({article.url})" if article.url else f"**{title}**") + when


def where(hit: Hit, language: str) -> str:
    """Whose comment it is where a hit is one, else nothing."""
    if hit.comment is None:
        return ""
    author = hit.comment.author or say(language, "card-anonymous")
    return f"*{say(language, 'answer-comment-by', author=shown(author, 80))}* · "


def _joined(text: str, spans: Spans) -> list[tuple[int, int]]:
    """Neighbouring words are one span."""
    joined: list[tuple[int, int]] = []
    for start, stop in sorted(spans):
        if joined and not text[joined[-1][1] : start].strip():
            joined[-1] = (joined[-1][0], stop)
        else:
            joined.append((start, stop))
    return joined


def bold(text: str, spans: Spans, limit: int) -> str:
    """A passage with its decisive words in bold, and nothing else in it that Discord would act on."""
    pieces: list[str] = []
    end = 0
    for start, stop in _joined(text, spans):
        if start < end or stop > limit:
            continue
        pieces += [_safe(text[end:start]), "**", _safe(text[start:stop]), "**"]
        end = stop
    rest = text[end:limit]
    return "".join([*pieces, _safe(rest)]) + ("…" if len(text) > limit else "")


def _safe(text: str) -> str:
    lead = text[: len(text) - len(text.lstrip())]
    trail = text[len(text.rstrip()) :]
    inner = text.strip()
    return lead + (_plain_lines(inner) if inner else "") + (trail if inner else "")


def _plain_lines(text: str) -> str:
    """Text as it stands, line by line."""
    return "\n".join(shown(line, 4000) for line in text.splitlines())
