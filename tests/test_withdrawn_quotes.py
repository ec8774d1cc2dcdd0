"""When a comment is deleted on its site, what others quote of it goes too."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.comments.quotes import GONE, hide, of_deleted
from storage.records import Comment, CommentItem
from tests.made import a_comment, a_comment_item
from tests.newsroom import Newsroom, at_work
from tests.wire_world import until

SAID = "L’autonomie annoncée me paraît très optimiste.\n\nEt l’écran reste fragile, à ce prix c’est dommage."


def after(said: str, *others: str, answers: bool = True, before: tuple[str, ...] = ()) -> list[str]:
    """The others' texts once what was said is deleted; they came after it, some before."""
    earlier = [a_comment(f"0{n}", minutes=n, markdown=text) for n, text in enumerate(before)]
    deleted = a_comment("1", minutes=10, markdown=said)
    later = [a_comment(f"2{n}", minutes=20 + n, markdown=text) for n, text in enumerate(others)]
    later = [replace(c, parent_id=deleted.id if answers else None) for c in later]
    found = of_deleted({deleted.id}, [*earlier, deleted, *later])

    def left(comment: Comment) -> str:
        marked = {quote.key for quote in found if not quote.within}
        return hide(comment.item.markdown, marked, {q.key for q in found if q.within == comment.id})

    return [left(comment) for comment in [*earlier, *later]]


@pytest.mark.parametrize(
    ("quoting", "left"),
    [
        ("> L'autonomie annoncee me parait tres optimiste.\n\nNon.", f"> {GONE}\n\nNon."),
        ("> L’autonomie … très optimiste\nNon.", f"> {GONE}\nNon."),
        (
            "> > Et l’écran reste fragile\n> Oui.\n\nVous avez raison.",
            f"> > {GONE}\n> Oui.\n\nVous avez raison.",
        ),
        (
            "> L’autonomie annoncée me paraît très optimiste.\n> Et l’écran reste fragile\nNon.",
            f"> {GONE}\nNon.",
        ),
        ("L’autonomie annoncée me paraît très optimiste.\nPas du tout.", f"{GONE}\nPas du tout."),
        ("« Et l’écran reste fragile » : ah bon ?", f"«{GONE}» : ah bon ?"),
        ("L’autonomie, parlons-en.", "L’autonomie, parlons-en."),
        ("> Tout autre chose qui fut dite\n\nNon.", "> Tout autre chose qui fut dite\n\nNon."),
    ],
)
def test_a_quote_goes_and_the_answer_stays(quoting: str, left: str) -> None:
    assert after(SAID, quoting) == [left]


def test_the_same_words_without_a_sign_are_a_coincidence_unless_they_answer_or_are_many() -> None:
    line = "Et l’écran reste fragile, à ce prix c’est dommage."
    assert after(SAID, line, answers=False) == [line]
    long = "Le constructeur avait promis trois ans de mises à jour et il n’en a livré que deux, sans un mot."
    assert after(long, f"{long}\nOui.", answers=False) == [f"{GONE}\nOui."]


def test_what_somebody_had_said_before_is_still_quoted() -> None:
    first = "Et l’écran reste fragile, à ce prix c’est dommage."
    assert after(SAID, f"> {first}\nOui.", before=(first,)) == [first, f"> {first}\nOui."]


def test_what_the_deleted_comment_quoted_itself_stays() -> None:
    first = "Trois ans de mises à jour, c’est bien peu."
    assert after(f"> {first}\n\nMenteur !", f"> {first}\n\nSi.", before=(first,))[1] == f"> {first}\n\nSi."
    assert after(f"{first}\nMenteur !", "> Menteur !\nAllons.", before=(first,))[1] == f"> {GONE}\nAllons."


@given(st.text(alphabet='ab «»"\n>', max_size=80), st.text(alphabet='ab «»"\n>', max_size=80))
def test_a_comment_without_quotes_of_it_is_left_as_it_is(said: str, text: str) -> None:
    (left,) = after(said, text)
    assert [line for line in left.split("\n") if GONE not in line] == [
        line for line in text.split("\n") if line in left.split("\n")
    ]


# On Discord


@pytest.fixture
async def newsroom(tmp_path: Path) -> AsyncIterator[Newsroom]:
    async with at_work(tmp_path) as newsroom:
        yield newsroom


def a_talk() -> list[CommentItem]:
    return [
        a_comment_item("1", author="Zoé", markdown=SAID),
        a_comment_item("2", minutes=1, author="Jo", markdown="> Et l’écran reste fragile\n\nPas du tout !"),
    ]


async def shown(newsroom: Newsroom, article: int) -> list[str]:
    await newsroom.settled()
    return [card["description"] for card in newsroom.cards(await newsroom.message_of(article))]


async def test_the_quote_of_a_deleted_comment_leaves_discord_and_the_database(newsroom: Newsroom) -> None:
    article = await newsroom.publish("Le Nova S9")
    first, second = a_talk()
    await newsroom.thread(article, [first, second])
    await newsroom.settled()
    await newsroom.thread(article, [second])
    assert await shown(newsroom, article) == [f"> {GONE}\n\nPas du tout !"]
    assert "footer" not in newsroom.cards(await newsroom.message_of(article))[0]
    stored = await newsroom.services.database.all("SELECT markdown, evidence FROM comments")
    assert "fragile" not in str(stored)


async def test_later_readings_of_the_site_do_not_bring_it_back(newsroom: Newsroom) -> None:
    article = await newsroom.publish("Le Nova S9")
    first, second = a_talk()
    await newsroom.thread(article, [first, second])
    await newsroom.thread(article, [second])
    third = a_comment_item("3", minutes=9, markdown="> Et l’écran reste fragile\n\nC’est vrai.")
    await newsroom.thread(article, [replace(second, markdown=f"{second.markdown} Vraiment."), third])
    assert await shown(newsroom, article) == [
        f"> {GONE}\n\nPas du tout ! Vraiment.",
        f"> {GONE}\n\nC’est vrai.",
    ]


async def test_a_quote_that_came_while_its_origin_went_is_never_shown(newsroom: Newsroom) -> None:
    article = await newsroom.publish("Le Nova S9")
    first, second = a_talk()
    await newsroom.thread(article, [first])
    await newsroom.thread(article, [second])
    assert await shown(newsroom, article) == [f"> {GONE}\n\nPas du tout !"]


async def test_a_comment_that_comes_back_may_be_quoted_again(newsroom: Newsroom) -> None:
    article = await newsroom.publish("Le Nova S9")
    talk = a_talk()
    await newsroom.thread(article, talk)
    await newsroom.thread(article, talk[1:])
    await newsroom.thread(article, talk)
    assert sorted(await shown(newsroom, article)) == sorted(item.markdown for item in talk)


@pytest.mark.parametrize("command", ["ask", "search"])
async def test_an_answer_that_quotes_a_deleted_comment_does_so_no_more(
    newsroom: Newsroom, command: str
) -> None:
    article = await newsroom.publish("Le Nova S9", text="Le Nova S9 est sorti.")
    said = "Mon Nova S9 chauffe énormément pendant la recharge, c’est très désagréable."
    first, second = a_comment_item("1", markdown=said), a_comment_item("2", minutes=1, markdown="Ah bon ?")
    await newsroom.thread(article, [first, second])
    await newsroom.settled()
    lea, place = newsroom.guild.people["lea"], newsroom.guild.news_id
    asked = await lea.send(place, f"!{command} le Nova S9 chauffe pendant la recharge")
    await until(lambda: answers(newsroom, asked))
    (answer,) = answers(newsroom, asked)
    assert "chauffe" in str(answer["embeds"])
    await newsroom.thread(article, [second])
    await newsroom.settled()
    (answer,) = answers(newsroom, asked)
    assert "chauffe" not in str(answer["embeds"])
    assert "supprimé" in str(answer["embeds"])


def answers(newsroom: Newsroom, asked: dict[str, Any]) -> list[dict[str, Any]]:
    """What answers a message."""
    found = newsroom.guild.people["manager"].messages(newsroom.guild.news_id, limit=20)
    return [m for m in found if (m.get("message_reference") or {}).get("message_id") == asked["id"]]
