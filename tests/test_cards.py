"""Cards keep Discord's limits and never ping, whatever a site writes."""

from __future__ import annotations

import re
from dataclasses import replace

import discord
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.cards import article_card, latest_embed, shown, status_embed
from bot.causes import Cause
from bot.comment_cards import comment_card
from bot.status import Status
from storage.records import SourceState
from tests.made import NOON, a_comment, a_delivery, an_article

PINGS = re.compile(r"@(everyone|here)|<[@#][!&]?\d+>|<t:\d+|<:\w+:\d+>|</\w+:\d+>")

hostile = st.text() | st.sampled_from(
    [
        "@everyone",
        "<@123>",
        "<@&123>",
        "<#123>",
        "</ask:1>",
        "<t:1:R>",
        "**gras**",
        "`code",
        "||x||",
        "[a](b)",
        "a" * 9000,
    ]
)


def all_text(embed: discord.Embed) -> str:
    tree = embed.to_dict()
    parts = [tree.get("title"), tree.get("description"), tree.get("footer", {}).get("text")]
    parts += [tree.get("author", {}).get("name"), *(f["value"] for f in tree.get("fields", []))]
    return "\n".join(part or "" for part in parts)


def assert_fits(embed: discord.Embed) -> None:
    assert len(embed) <= 6000
    assert len(embed.title or "") <= 256
    assert len(embed.description or "") <= 4096
    assert len(embed.author.name or "") <= 256
    assert len(embed.footer.text or "") <= 2048
    assert all(1 <= len(field.value or "") <= 1024 for field in embed.fields)


@settings(max_examples=60, deadline=None)
@given(hostile, hostile, hostile, st.lists(hostile, max_size=3))
def test_no_article_breaks_its_card(title: str, subtitle: str, summary: str, categories: list[str]) -> None:
    article = an_article(title=title, subtitle=subtitle, summary=summary, categories=tuple(categories))
    card = article_card(article, "fr")
    assert_fits(card.embed)
    assert 1 <= len(card.thread_name) <= 100
    description = f"{card.embed.title}\n{card.embed.description}"
    assert not PINGS.search(description)


def test_an_article_shows_what_a_reader_wants_to_know() -> None:
    article = an_article(
        title="Le Q10 arrive", subtitle="Enfin", author="Claire", categories=("Mobile",), reading_minutes=2
    )
    embed = article_card(article, "fr").embed
    assert embed.title == "Le Q10 arrive"
    assert embed.url == "https://gazette.example/1"
    assert embed.description == "**Enfin**\n\nUn résumé."
    assert embed.footer.text == "gazette · Mobile · 2\u00a0min de lecture"
    assert embed.timestamp == NOON


@pytest.mark.parametrize(
    "url", ["", "javascript:alert(1)", "https://a b.example", "https://", "/relative", "data:x"]
)
def test_an_address_that_is_none_is_left_out(url: str) -> None:
    assert (
        article_card(an_article(url=url, image=url), "fr").embed.to_dict().keys() & {"url", "image"} == set()
    )
    assert comment_card(a_comment(url=url, avatar=url), "fr").embed.to_dict()["author"] == {"name": "Zoé"}


def test_a_withdrawn_article_says_so() -> None:
    embed = article_card(replace(an_article(title="Le Q10"), withdrawn=NOON), "fr").embed
    assert embed.title == "~~Le Q10~~"
    assert embed.description == "Cet article a été retiré par son éditeur."


def test_a_comment_bears_its_author_and_its_link() -> None:
    card = comment_card(a_comment("7", avatar="https://a.example/z.png"), "fr")
    assert card.embed.author.name == "Zoé"
    assert card.embed.author.url == card.mark == "https://gazette.example/1#comment-7"
    assert card.embed.description == "Commentaire 7"


def test_a_comment_without_text_or_author_says_so() -> None:
    card = comment_card(a_comment(markdown=" ", author=""), "fr")
    assert card.embed.author.name == "Lecteur anonyme"
    assert "perdu" in (card.embed.description or "")


def test_a_long_comment_is_cut_with_a_link_to_the_rest() -> None:
    embed = comment_card(a_comment(markdown="mot " * 5000), "fr", 4).embed
    assert_fits(embed)
    assert (embed.description or "").endswith("(https://gazette.example/1#comment-1)")


def test_a_cut_code_block_is_closed() -> None:
    embed = comment_card(a_comment(markdown="```\n" + "x = 1\n" * 2000 + "```"), "fr").embed
    assert (embed.description or "").count("```") == 2


@given(hostile, st.integers(2, 50))
def test_shown_text_keeps_the_limit_and_pings_nobody(text: str, limit: int) -> None:
    assert len(shown(text, limit)) <= limit
    assert not PINGS.search(shown(text, limit))


def test_shown_text_stands_as_it_is() -> None:
    assert shown("*a* _b_", 100) == r"\*a\* \_b\_"
    assert shown("Prix\u00a0: 5\u202f€", 100) == "Prix\u00a0: 5\u202f€"


def test_status_tells_why_a_source_is_not_read() -> None:
    reason = Cause("cause-site-fault", {"status": 500}).kept()
    failing = SourceState("gazette", failures=3, reason=reason, due=NOON)
    older = SourceState("fil", failures=3, reason="it answered in words of an older version", due=NOON)
    status = Status((failing, older), (), {"comment": 2}, (a_delivery(reason="Missing Permissions"),))
    embed = status_embed(status, "fr")
    assert_fits(embed)
    assert "le site a une panne de son côté (500)" in all_text(embed)
    assert "words of an older version" in all_text(embed)
    assert "commentaires\u00a0: 2" in all_text(embed)
    assert "Missing Permissions" in all_text(embed)


def test_a_long_status_says_how_much_it_leaves_out() -> None:
    states = tuple(SourceState(f"source {n}", failures=1, reason="x" * 200) for n in range(40))
    embed = status_embed(Status(states, (), {}, ()), "fr")
    assert_fits(embed)
    assert "de plus" in all_text(embed)


def test_the_latest_articles_are_listed_with_links() -> None:
    embed = latest_embed([an_article("1"), an_article("2")], "fr")
    assert "[Article 1](https://gazette.example/1)" in all_text(embed)
