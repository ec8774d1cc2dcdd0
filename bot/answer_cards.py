"""Answers and search results → what Discord shows; pure."""

from __future__ import annotations

import discord

from bot import plain
from bot.answers.rules import Answer, AnswerPassage, ArticleSource, Hit
from bot.cards import shown, web_url
from bot.texts import say

_COLOUR = 0x2F6F8F
_OPINION_COLOUR = 0xC08A3E
_REFUSED_COLOUR = 0x8A8F94
_PASSAGE = 900
_SNIPPET = 220

Spans = tuple[tuple[int, int], ...]
"""(start, end) of pieces of a text."""


def answer_embeds(answer: Answer, language: str) -> list[discord.Embed]:
    """One embed a passage: the text with its decisive words in bold, its article, date and link.

    What readers think comes after what the articles say, marked as opinion. A refusal is one embed with
    the nearest topics.
    """
    if answer.refused:
        return [_refusal(answer, language)]
    passages = sorted(answer.passages, key=lambda passage: passage.opinion)
    embeds = [_passage(passage, language) for passage in passages]
    if answer.corrections:
        words = ", ".join(f"{shown(asked, 40)} → {shown(read, 40)}" for asked, read in answer.corrections)
        embeds[0].set_footer(text=plain.shorten(say(language, "answer-corrected", words=words), 300))
    return embeds


def invitation_embed(language: str) -> discord.Embed:
    """What to say to an empty question."""
    example = say(language, "answer-example")
    return discord.Embed(description=say(language, "answer-empty", example=example), colour=_COLOUR)


def hits_embed(words: str, hits: list[Hit], language: str) -> discord.Embed:
    """The results of a search, best first."""
    if not hits:
        return discord.Embed(
            title=say(language, "search-none", words=shown(words, 150)), colour=_REFUSED_COLOUR
        )
    title = say(language, "search-title", count=len(hits), words=shown(words, 150))
    embed = discord.Embed(title=plain.shorten(title, 256), colour=_COLOUR)
    lines: list[str] = []
    for hit in hits:
        line = f"{_link(hit.article)}\n{_where(hit, language)}{_bold(hit.snippet, hit.bold, _SNIPPET)}"
        if sum(map(len, lines)) + len(line) > 3800:
            break
        lines.append(line)
    embed.description = "\n\n".join(lines)
    return embed


def _passage(passage: AnswerPassage, language: str) -> discord.Embed:
    article, comment = passage.article, passage.comment
    colour = _OPINION_COLOUR if passage.opinion else _COLOUR
    text, spans = _without_title(passage)
    embed = discord.Embed(description=_bold(text, spans, _PASSAGE), colour=colour)
    embed.title = shown(article.title, 256)
    embed.url = (web_url(comment.url) if comment else None) or web_url(article.url)
    embed.timestamp = (comment.published if comment else None) or article.published
    if comment:
        by = say(language, "answer-comment-by", author=comment.author or say(language, "card-anonymous"))
        marked = say(language, "answer-opinion") + " · " if passage.opinion else ""
        embed.set_author(name=plain.shorten(marked + by, 256))
    return embed


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
        topics = "\n".join(f"- {_link(article)}" for article in answer.nearest[:3])
        embed.add_field(name=say(language, "answer-nearest"), value=plain.shorten(topics, 1024), inline=False)
    return embed


def _link(article: ArticleSource) -> str:
    when = f" · {discord.utils.format_dt(article.published, 'd')}" if article.published else ""
    title = shown(article.title, 150)
    return (f"[{title}]({article.url})" if article.url else f"**{title}**") + when


def _where(hit: Hit, language: str) -> str:
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


def _bold(text: str, spans: Spans, limit: int) -> str:
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
