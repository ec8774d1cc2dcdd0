"""The courier on Discord: what it shows, where it waits, what it gives up."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.causes import Cause, said
from bot.demo.wire.limits import Limits, Rate
from bot.renaming import Renaming
from storage import deliveries
from storage.records import Kind
from tests.made import a_comment_item, an_item
from tests.newsroom import Newsroom, at_work
from tests.wire_world import forbid, permit, until


@pytest.fixture
async def newsroom(tmp_path: Path) -> AsyncIterator[Newsroom]:
    async with at_work(tmp_path) as newsroom:
        yield newsroom


async def route_to_forum(newsroom: Newsroom, title: str, **fields: object) -> int:
    """Owe an article to the forum alone, as a route there would."""
    article_id = await newsroom.store(an_item(title.replace(" ", "-"), title=title, **fields))
    async with newsroom.services.database.write() as tx:
        await deliveries.want_again(tx, Kind.ARTICLE, article_id, None)
        await deliveries.want(
            tx,
            kind=Kind.ARTICLE,
            guild=0,
            place=newsroom.guild.forum_id,
            subject=article_id,
            lane=newsroom.guild.forum_id,
            rank=0,
            wanted="d",
        )
    newsroom.client.courier.wake()
    await newsroom.settled()
    return article_id


async def test_articles_keep_their_order(newsroom: Newsroom) -> None:
    titles = [f"Article {n}" for n in range(12)]
    for title in titles:
        await newsroom.publish(title)
    await newsroom.settled()
    assert [card["title"] for card in newsroom.cards(newsroom.guild.news_id)] == titles


async def test_a_forum_post_bears_the_tags_of_its_categories(newsroom: Newsroom) -> None:
    await route_to_forum(newsroom, "Le Nova S9", categories=("smartphones", "Autre"))
    backend = newsroom.guild.backend
    posts = [backend.get_channel(t) for t in backend.get_guild(newsroom.guild.id).thread_ids]
    post = next(p for p in posts if p.parent_id == newsroom.guild.forum_id)
    names = {
        int(tag["id"]): tag["name"] for tag in backend.get_channel(newsroom.guild.forum_id).available_tags
    }
    assert [names[tag] for tag in post.applied_tags] == ["Smartphones"]
    assert post.name == "Le Nova S9"


async def test_a_comment_edited_in_an_archived_thread_wakes_it(newsroom: Newsroom) -> None:
    article = await newsroom.publish("Le Nova S9")
    (item,) = await newsroom.comment(article, "Premier")
    await newsroom.settled()
    thread = await newsroom.message_of(article)
    newsroom.guild.backend.archive(thread)
    await newsroom.thread(article, [replace(item, markdown="Corrigé")])
    await newsroom.settled()
    assert [card["description"] for card in newsroom.cards(thread)] == ["Corrigé"]


async def test_a_comment_deleted_in_an_archived_thread_goes(newsroom: Newsroom) -> None:
    article = await newsroom.publish("Le Nova S9")
    await newsroom.comment(article, "Premier")
    await newsroom.settled()
    thread = await newsroom.message_of(article)
    newsroom.guild.backend.archive(thread)
    await newsroom.thread(article, [])
    await newsroom.settled()
    assert newsroom.cards(thread) == []


async def test_a_message_removed_on_discord_does_not_come_back(newsroom: Newsroom) -> None:
    article = await newsroom.publish("Le Nova S9")
    await newsroom.settled()
    manager = newsroom.guild.people["manager"]
    await manager.delete(newsroom.guild.news_id, await newsroom.message_of(article))
    async with newsroom.services.database.write() as tx:
        await deliveries.want_again(tx, Kind.ARTICLE, article, "corrected")
    newsroom.client.courier.wake()
    await newsroom.settled()
    assert newsroom.cards(newsroom.guild.news_id) == []


async def test_a_missing_permission_holds_its_channel_and_is_named(newsroom: Newsroom) -> None:
    backend, guild = newsroom.guild.backend, newsroom.guild
    forbid(backend, guild.news_id, "send_messages")
    await newsroom.publish("Le Nova S9")
    await newsroom.settled()
    assert await newsroom.reasons("fr") == ["il manque des permissions au bot\u00a0: Envoyer des messages"]
    assert await newsroom.reasons() == ["the bot lacks permissions: Send Messages"]
    await route_to_forum(newsroom, "Ailleurs")
    assert any(c.name == "Ailleurs" for c in backend.channels.values())


async def test_one_message_tells_the_manager_what_is_missing(newsroom: Newsroom) -> None:
    guild = newsroom.guild
    forbid(guild.backend, guild.news_id, "embed_links")
    await newsroom.publish("Le Nova S9")
    await newsroom.publish("Le Nova S9+")
    await newsroom.settled()
    (letter,) = guild.people["owner"].letters()
    assert f"<#{guild.news_id}>" in letter["content"]
    assert "il me manque «\u00a0Intégrer des liens\u00a0»" in letter["content"]


async def test_a_permission_given_back_goes_on_at_once(newsroom: Newsroom) -> None:
    guild = newsroom.guild
    forbid(guild.backend, guild.news_id, "send_messages")
    await newsroom.publish("Le Nova S9")
    await newsroom.settled()
    permit(guild.backend, guild.news_id)
    await until(lambda: bool(newsroom.cards(guild.news_id)))
    forbid(guild.backend, guild.news_id, "send_messages")
    await newsroom.publish("Le Nova S9+")
    await newsroom.settled()
    assert len(guild.people["owner"].letters()) == 2


async def test_a_reply_to_a_removed_comment_is_still_shown(newsroom: Newsroom) -> None:
    article = await newsroom.publish("Le Nova S9")
    first = a_comment_item("1", markdown="Premier")
    await newsroom.thread(article, [first])
    await newsroom.settled()
    thread = await newsroom.message_of(article)
    manager = newsroom.guild.people["manager"]
    message = next(m for m in manager.messages(thread, limit=9) if m["embeds"])
    await manager.delete(thread, int(message["id"]))
    await newsroom.thread(article, [first, a_comment_item("2", minutes=1, parent="1", markdown="Réponse")])
    await newsroom.settled()
    assert [card["description"] for card in newsroom.cards(thread)] == ["Réponse"]


# Roles


async def owe_role(newsroom: Newsroom, member: int, wanted: str | None, tier: str = "integral") -> None:
    async with newsroom.services.database.write() as tx:
        await deliveries.want(
            tx,
            kind=Kind.ROLE,
            guild=newsroom.guild.id,
            place=newsroom.guild.role_ids[tier],
            subject=member,
            lane=newsroom.guild.id,
            rank=1,
            wanted=wanted,
        )
    newsroom.client.courier.wake()
    await newsroom.settled()


def roles_of(newsroom: Newsroom, member: int) -> list[int]:
    return newsroom.guild.backend.get_guild(newsroom.guild.id).members[member].role_ids


async def test_a_role_that_somebody_else_granted_is_never_taken_away(newsroom: Newsroom) -> None:
    lea, role = newsroom.guild.people["lea"].user_id, newsroom.guild.role_ids["integral"]
    newsroom.guild.backend.add_member_role(newsroom.guild.id, lea, role)
    await owe_role(newsroom, lea, "granted")
    assert any("somebody else" in reason for reason in await newsroom.reasons())
    await owe_role(newsroom, lea, None)
    assert roles_of(newsroom, lea) == [role]


async def test_an_absent_members_role_waits_for_their_return(newsroom: Newsroom) -> None:
    backend = newsroom.guild.backend
    tom = backend.make_user("tom").id
    await owe_role(newsroom, tom, "granted")
    assert await newsroom.reasons() == [str(Cause("cause-role-away"))]
    backend.add_member(newsroom.guild.id, tom, announce=True)
    await until(lambda: roles_of(newsroom, tom))
    assert roles_of(newsroom, tom) == [newsroom.guild.role_ids["integral"]]


async def test_one_absent_member_does_not_hold_up_the_others(newsroom: Newsroom) -> None:
    tom, lea = newsroom.guild.backend.make_user("tom").id, newsroom.guild.people["lea"].user_id
    await owe_role(newsroom, tom, "granted")
    await owe_role(newsroom, lea, "granted")
    assert roles_of(newsroom, lea) == [newsroom.guild.role_ids["integral"]]


async def test_a_role_above_the_bots_does_not_hold_up_the_others(newsroom: Newsroom) -> None:
    guild = newsroom.guild
    order = [guild.role_ids["decouverte"], guild.bot_role_id, guild.role_ids["integral"]]
    guild.backend.reorder_roles(guild.id, [{"id": r, "position": i} for i, r in enumerate(order, 1)])
    lea, alex = guild.people["lea"].user_id, guild.people["alex"].user_id
    await owe_role(newsroom, lea, "granted")
    await owe_role(newsroom, alex, "granted", "decouverte")
    assert roles_of(newsroom, alex) == [guild.role_ids["decouverte"]]
    assert roles_of(newsroom, lea) == []
    assert await newsroom.reasons() == [str(Cause("cause-role-paused-order"))]


async def retitle(newsroom: Newsroom, title: str) -> int:
    """The same article again under another title; our id of it."""
    return await newsroom.store(an_item("nova", title=title))


async def test_a_retitled_articles_thread_follows_twice_and_its_comments_never_wait(
    newsroom: Newsroom,
) -> None:
    newsroom.wire.limits = Limits(table={}, other=Rate(1_000, 1))
    for title in ("Le Nova", "Le Nova S9", "Le Nova S9, essai"):
        article_id = await retitle(newsroom, title)
        await newsroom.settled()
    await retitle(newsroom, "Le Nova S9, notre essai")
    await newsroom.comment(article_id, "Bravo")
    await newsroom.settled()

    message = await newsroom.message_of(article_id)
    assert [card["title"] for card in newsroom.cards(newsroom.guild.news_id)] == ["Le Nova S9, notre essai"]
    assert newsroom.guild.backend.channels[message].name == "Le Nova S9, essai"
    assert newsroom.cards(message)[-1]["description"] == "Bravo"
    (owed,) = await deliveries.troubled(newsroom.services.database, 5)
    assert (owed.kind, said(owed.reason, "fr")) == (
        Kind.THREAD,
        "Discord permet de renommer un fil deux fois en dix minutes",
    )
    assert owed.due
    assert owed.due > datetime.now(UTC) + timedelta(minutes=9)
    assert newsroom.wire.limits.violations == 0


async def test_a_retitled_articles_post_in_a_forum_follows_without_a_thread_of_comments(
    newsroom: Newsroom,
) -> None:
    article_id = await route_to_forum(newsroom, "Le Nova")
    await newsroom.store(an_item("Le-Nova", title="Le Nova S9"))
    await newsroom.settled()
    posts = await deliveries.of_subject(newsroom.services.database, Kind.ARTICLE, article_id)
    (post,) = [post.discord_id for post in posts if post.discord_id]
    assert newsroom.guild.backend.channels[post].name == "Le Nova S9"


def test_a_thread_is_renamed_twice_in_ten_minutes() -> None:
    clock = [0.0]
    renaming = Renaming(lambda: clock[0])
    assert [renaming.begin(1), renaming.begin(2)] == [0, 0]
    clock[0] = 100
    assert [renaming.begin(1), renaming.begin(1), renaming.begin(2)] == [0, 500, 0]
    clock[0] = 600
    assert [renaming.begin(1), renaming.begin(1)] == [0, 100]
