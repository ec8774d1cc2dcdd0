"""Many comments at once, long ones, and edited ones, in a thread on Discord."""

from __future__ import annotations

import random
import re
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.comments import pieces
from storage.records import CommentItem
from tests.made import a_comment_item
from tests.newsroom import Newsroom, at_work
from tests.test_cogs import run, text_of
from tests.wire_world import until

FLAMES = 500


@pytest.fixture
async def newsroom(tmp_path: Path) -> AsyncIterator[Newsroom]:
    async with at_work(tmp_path, calls_per_second=1_000) as newsroom:
        yield newsroom


def a_flame_war(count: int) -> list[CommentItem]:
    """Comments of all lengths, most of them answers."""
    chance = random.Random(count)
    return [
        a_comment_item(
            str(n),
            minutes=n,
            author=f"Lecteur {n % 17}",
            markdown=f"[{n}] " + "mot " * chance.choice((3, 10, 40, 150)),
            parent=str(chance.randint(1, n - 1)) if n > 1 and chance.random() < 0.7 else None,
        )
        for n in range(1, count + 1)
    ]


def texts(cards: list[dict[str, Any]]) -> list[str]:
    """The comments' own words, without whom they answer."""
    return [re.sub(r"^-# [^\n]*\n", "", card["description"]) for card in cards]


def embeds(room: Newsroom, thread: int) -> list[dict[str, Any]]:
    found = room.guild.people["manager"].messages(thread, limit=2_000)
    return [embed for m in sorted(found, key=lambda m: int(m["id"])) for embed in m["embeds"]]


def calls(room: Newsroom, method: str = "POST") -> int:
    return sum(r.method == method and r.path.endswith("/messages") for r in room.wire.requests)


async def test_a_flame_war_arrives_whole_in_order_and_in_few_messages(newsroom: Newsroom) -> None:
    article = await newsroom.publish("Le Nova S9")
    await newsroom.settled()
    before = calls(newsroom)
    war = a_flame_war(FLAMES)
    await newsroom.thread(article, war)
    await newsroom.settled(within=60)
    shown = embeds(newsroom, await newsroom.message_of(article))
    assert [text.split("]")[0] for text in texts(shown)] == [f"[{n}" for n in range(1, FLAMES + 1)]
    # As few messages as ten embeds and six thousand characters each allow, one by one from the first.
    sizes = [len(item.markdown) + len(item.author) for item in war]
    least, room_left, count = 1, 6_000, 0
    for size in sizes:
        room_left, count = room_left - size, count + 1
        if room_left < 0 or count > 10:
            least, room_left, count = least + 1, 6_000 - size, 1
    assert calls(newsroom) - before <= 1.1 * least


async def test_answers_in_a_crowd_say_whom_they_answer(newsroom: Newsroom) -> None:
    article = await newsroom.publish("Le Nova S9")
    first = a_comment_item("0", author="Zoé", markdown="Premier")
    await newsroom.thread(article, [first])
    await newsroom.settled()
    thread = await newsroom.message_of(article)
    answers = [a_comment_item(str(n), minutes=n, parent="0") for n in range(1, 11)]
    await newsroom.thread(article, [first, *answers])
    await newsroom.settled()
    (begun, *rest) = embeds(newsroom, thread)
    assert begun["description"] == "Premier"
    line = f"-# ↪ [Zoé](https://discord.com/channels/{newsroom.guild.id}/{thread}/"
    assert all(embed["description"].startswith(line) for embed in rest)


async def test_edits_and_deletions_inside_a_crowd_follow(newsroom: Newsroom) -> None:
    article = await newsroom.publish("Le Nova S9")
    crowd = [a_comment_item(str(n), minutes=n) for n in range(1, 11)]
    await newsroom.thread(article, crowd)
    await newsroom.settled()
    thread = await newsroom.message_of(article)
    crowd[3] = replace(crowd[3], markdown="Corrigé")
    del crowd[6]
    await newsroom.thread(article, crowd)
    await newsroom.settled()
    assert [embed["description"] for embed in embeds(newsroom, thread)] == [item.markdown for item in crowd]
    assert [embed.get("footer", {}).get("text") for embed in embeds(newsroom, thread)].count("modifié") == 1
    await newsroom.thread(article, [])
    await newsroom.settled()
    assert embeds(newsroom, thread) == []
    await newsroom.thread(article, crowd)
    await newsroom.settled()
    assert len(embeds(newsroom, thread)) == len(crowd)


async def test_a_lost_answer_does_not_double_a_crowd(newsroom: Newsroom) -> None:
    article = await newsroom.publish("Le Nova S9")
    await newsroom.settled()
    newsroom.wire.faults.add(method="POST", path="/channels/*/messages", reset=True, after_effect=True)
    crowd = [a_comment_item(str(n), minutes=n) for n in range(1, 11)]
    await newsroom.thread(article, crowd)
    await newsroom.settled()
    more = [*crowd, *(a_comment_item(str(n), minutes=n) for n in range(11, 14))]
    await newsroom.thread(article, more)
    thread = await newsroom.message_of(article)
    await until(lambda: len(embeds(newsroom, thread)) >= len(more))
    await newsroom.settled()
    assert [embed["description"] for embed in embeds(newsroom, thread)] == [item.markdown for item in more]


async def test_a_long_comment_takes_several_messages_that_hang_together(newsroom: Newsroom) -> None:
    article = await newsroom.publish("Le Nova S9")
    long = a_comment_item("1", markdown="\n\n".join(f"Paragraphe {n} " + "mot " * 150 for n in range(14)))
    after = a_comment_item("2", minutes=5)
    await newsroom.thread(article, [long, after])
    await newsroom.settled()
    thread = await newsroom.message_of(article)
    found = newsroom.guild.people["manager"].messages(thread, limit=50)
    messages = sorted((m for m in found if m["embeds"]), key=lambda m: int(m["id"]))
    feet = [m["embeds"][0].get("footer", {}).get("text") for m in messages]
    assert feet == ["1/3", "2/3", "3/3", None]
    assert {m["message_reference"]["message_id"] for m in messages[1:3]} == {messages[0]["id"]}
    whole = "\n\n".join(m["embeds"][0]["description"] for m in messages[:3])
    assert whole.split() == long.markdown.split()
    await newsroom.thread(article, [replace(long, markdown="Plus court"), after])
    await newsroom.settled()
    assert [embed["description"] for embed in embeds(newsroom, thread)] == ["Plus court", after.markdown]


def test_a_quote_is_shortened_to_the_point() -> None:
    text = "> " + "une phrase citée " * 40 + "\n> et encore\n\nD’accord."
    short = pieces.shorten_quotes(text)
    assert short.startswith("> une phrase citée")
    assert short.endswith("…\n\nD’accord.")
    assert len(short) < 230
    assert pieces.shorten_quotes("> court\n\nOui.") == "> court\n\nOui."


def test_a_code_block_that_is_cut_goes_on_in_the_next_piece() -> None:
    parts = pieces.split("```\n" + "x = 1\n" * 200 + "```", 500, 9)
    assert all(part.count("```") == 2 and len(part) <= 500 for part in parts)


@given(st.text(alphabet="ab \n`>", max_size=600), st.integers(20, 100))
def test_no_piece_is_too_long_and_no_word_is_lost(text: str, limit: int) -> None:
    parts = pieces.split(text, limit, 1_000)
    assert all(len(part) <= limit for part in parts)
    letters = "".join(c for c in "".join(parts) if c in "ab")
    assert letters == "".join(c for c in text if c in "ab")


async def test_an_edited_comment_says_so(newsroom: Newsroom) -> None:
    article = await newsroom.publish("Le Nova S9")
    (first,) = await newsroom.comment(article, "Premier")
    await newsroom.settled()
    newsroom.now += timedelta(minutes=3)
    await newsroom.thread(article, [replace(first, markdown="Premier, corrigé")])
    await newsroom.settled()
    (card,) = newsroom.cards(await newsroom.message_of(article))
    assert card["footer"]["text"] == "modifié"


async def test_on_a_flat_page_a_quote_tells_whom_a_comment_answers(newsroom: Newsroom) -> None:
    article = await newsroom.publish("Le Nova S9")
    flat = [
        a_comment_item("1", author="Zoé", markdown="L’autonomie annoncée me paraît très optimiste."),
        a_comment_item("2", minutes=1, author="Paul", markdown="Il est trop cher de toute façon."),
        a_comment_item(
            "3",
            minutes=2,
            author="Jo",
            markdown="> L'autonomie annoncée me parait très optimiste.\n\nPas du tout !",
        ),
        a_comment_item("4", minutes=3, author="Zoé", markdown="@Paul comparé à quoi ?"),
    ]
    await newsroom.thread(article, flat)
    await newsroom.settled()
    thread = await newsroom.message_of(article)
    found = newsroom.guild.people["manager"].messages(thread, limit=50)
    messages = sorted((m for m in found if m["embeds"]), key=lambda m: int(m["id"]))
    answered = [(m.get("message_reference") or {}).get("message_id") for m in messages]
    assert answered == [None, None, messages[0]["id"], messages[1]["id"]]


async def test_a_moderator_corrects_whom_a_comment_answers_for_good(newsroom: Newsroom) -> None:
    article = await newsroom.publish("Le Nova S9")
    flat = [
        a_comment_item("1", author="Zoé", markdown="L’autonomie annoncée me paraît très optimiste."),
        a_comment_item("2", minutes=1, author="Paul", markdown="Il est trop cher de toute façon."),
        a_comment_item("3", minutes=2, author="Jo", markdown="@Zoé pas du tout !"),
    ]
    await newsroom.thread(article, flat)
    await newsroom.settled()
    thread = await newsroom.message_of(article)
    found = newsroom.guild.people["manager"].messages(thread, limit=50)
    first, second, third = sorted((m["id"] for m in found if m["embeds"]), key=int)
    said = text_of(await run(newsroom, "manager", "comment why", message=third))
    assert "Répond à **Zoé**" in said
    await run(newsroom, "manager", "comment relink", message=third, parent=second)
    await newsroom.settled()
    line = f"-# ↪ [Paul](https://discord.com/channels/{newsroom.guild.id}/{thread}/{second})"
    assert newsroom.cards(thread)[2]["description"].startswith(line)
    await newsroom.thread(article, [*flat[:2], replace(flat[2], markdown="@Zoé pas du tout, vraiment !")])
    await newsroom.settled()
    assert newsroom.cards(thread)[2]["description"].startswith(line)
    assert "Corrigé par" in text_of(await run(newsroom, "manager", "comment why", message=third))
    later = await run(newsroom, "manager", "comment relink", message=first, parent=third)
    assert "plus ancien" in later["content"]
