"""What becomes of articles: posted, held, listed, joined, corrected – and why."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.article_cards import why_embed
from bot.config_sources import SourceSettings
from storage import postings
from storage.records_routes import Outcome, Route
from tests.made import an_item
from tests.newsroom import Newsroom, at_work
from tests.stage import Guild
from tests.test_cogs import run
from tests.wire_world import forbid, permit, until

NIGHT = {"start": "22:00", "end": "07:00", "zone": "UTC", "breaking": "category:Alerte"}
MIDNIGHT = datetime(2026, 3, 3, 0, 30, tzinfo=UTC)
MORNING = datetime(2026, 3, 3, 7, 0, tzinfo=UTC)


@asynccontextmanager
async def newsroom(folder: Path, **route: Any) -> AsyncIterator[Newsroom]:
    """A newsroom with one route to the news channel."""
    async with at_work(
        folder, later=lambda guild: {"routes": [{"channel": guild.news_id} | route]}
    ) as opened:
        opened.now = MIDNIGHT
        yield opened


def titles(room: Newsroom) -> list[str]:
    return [card.get("title", "") for card in room.cards(room.guild.news_id)]


async def released(room: Newsroom, now: datetime) -> None:
    room.now = now
    await room.services.desk.release(now)
    room.client.courier.wake()
    await room.settled()


async def outcomes(room: Newsroom, article: int) -> list[Outcome]:
    return [posting.outcome for posting in await postings.of_article(room.services.database, article)]


async def test_quiet_hours_hold_articles_until_the_morning_in_their_order(tmp_path: Path) -> None:
    async with newsroom(tmp_path, quiet=NIGHT) as room:
        first, second = await room.publish("Le premier"), await room.publish("Le second")
        await room.settled()
        assert titles(room) == []
        assert await outcomes(room, first) == await outcomes(room, second) == [Outcome.WAITING]
        await released(room, MORNING)
        assert titles(room) == ["Le premier", "Le second"]
        assert await outcomes(room, first) == [Outcome.POSTED]


async def test_breaking_news_has_a_way_through_the_night(tmp_path: Path) -> None:
    async with newsroom(tmp_path, quiet=NIGHT) as room:
        await room.publish("Une brève")
        await room.publish("Un séisme", categories=("Alerte",))
        await room.settled()
        assert titles(room) == ["Un séisme"]


async def test_a_night_with_much_news_is_one_list_in_the_morning(tmp_path: Path) -> None:
    async with newsroom(tmp_path, quiet=NIGHT) as room:
        for n in range(25):
            await room.publish(f"Brève numéro {n}")
        await released(room, MORNING)
        (card,) = room.cards(room.guild.news_id)
        assert card["title"] == "25 articles pendant mon absence"
        assert card["description"].count("\n") == 24
        assert card["description"].startswith("- [Brève numéro 0](https://gazette.example/")


async def test_an_hour_takes_no_more_than_its_share(tmp_path: Path) -> None:
    async with newsroom(tmp_path, per_hour=2) as room:
        for n in range(5):
            await room.publish(f"Brève {n} du jour")
        await room.settled()
        assert titles(room) == ["Brève 0 du jour", "Brève 1 du jour"]
        await released(room, MIDNIGHT + timedelta(minutes=61))
        assert len(titles(room)) == 4
        await released(room, MIDNIGHT + timedelta(minutes=130))
        assert titles(room) == [f"Brève {n} du jour" for n in range(5)]


async def test_a_daily_digest_is_one_message_at_its_time(tmp_path: Path) -> None:
    async with newsroom(tmp_path, digest={"at": "08:00", "zone": "UTC"}) as room:
        await room.publish("Le premier")
        await room.publish("Le second")
        await released(room, MORNING)
        assert titles(room) == []
        await released(room, MORNING + timedelta(hours=1))
        assert titles(room) == ["Le résumé du jour : 2 articles".replace(" :", "\u00a0:")]
        await released(room, MORNING + timedelta(hours=25))
        assert len(titles(room)) == 1


async def test_a_retitled_article_changes_the_list_that_it_stands_in(tmp_path: Path) -> None:
    async with newsroom(tmp_path, digest={"at": "08:00", "zone": "UTC"}) as room:
        await room.publish("Le premier", url="https://gazette.example/nouvelle-2026-03")
        await released(room, MORNING + timedelta(hours=1))
        await room.publish("Le premier, corrigé", url="https://gazette.example/nouvelle-2026-03")
        await room.settled()
        (card,) = room.cards(room.guild.news_id)
        assert card["description"] == "- [Le premier, corrigé](https://gazette.example/nouvelle-2026-03)"


async def test_a_filter_decides_and_why_names_its_part(tmp_path: Path) -> None:
    async with newsroom(tmp_path, filter="category:Mobile and not publireportage") as room:
        await room.publish("Le Nova S9", categories=("Mobile",))
        await room.publish("La recette", categories=("Cuisine",))
        await room.publish("Un publireportage", categories=("Mobile",))
        await room.settled()
        assert titles(room) == ["Le Nova S9"]
        why = room.services.explanations.why
        (fate,) = (
            await why("https://gazette.example/la-recette?utm_source=x", {room.guild.news_id}, room.guild.id)
        ).fates
        assert fate.reason
        assert fate.reason.part == "category:Mobile"
        (fate,) = (
            await why("https://gazette.example/un-publireportage", {room.guild.news_id}, room.guild.id)
        ).fates
        assert fate.reason
        assert fate.reason.unwanted
        (fate,) = (await why("https://gazette.example/le-nova-s9", {room.guild.news_id}, room.guild.id)).fates
        assert fate.delivery
        assert fate.delivery.discord_id


async def test_a_server_gets_what_its_own_sources_publish_until_it_pauses_them(tmp_path: Path) -> None:
    ours = SourceSettings(name="Le Fil", kind="feed", url="https://fil.example/feed")
    async with at_work(tmp_path, routes=[]) as room:
        at, theirs, services = room.guild, 99, room.services
        for guild, channel in ((at.id, at.news_id), (theirs, at.announcements_id)):
            await services.routes.add(Route(0, channel, guild=guild), MIDNIGHT)
        room.now = MORNING
        await services.directory.add(ours, theirs, 1, MIDNIGHT)
        first = await room.publish("Le premier", source="Le Fil")
        await services.directory.add(ours, at.id, 1, MIDNIGHT)
        second = await room.publish("Le second", source="Le Fil")
        await services.directory.pause("Le Fil", MORNING, theirs, ())
        third = await room.publish("Le troisième", source="Le Fil")
        await room.settled()

        assert titles(room) == ["Le second", "Le troisième"]
        placed = [
            {p.channel for p in await postings.of_article(services.database, article)}
            for article in (first, second, third)
        ]
        assert placed == [{at.announcements_id}, {at.news_id, at.announcements_id}, {at.news_id}]
        address = "https://gazette.example/le-troisième"
        why = await services.explanations.why(address, {at.announcements_id}, theirs)
        assert [fate.elsewhere for fate in why.fates] == [True]
        assert "a suspendu la source" in (why_embed(why, theirs, "fr").description or "")


@pytest.mark.parametrize(
    ("layout", "shown"),
    [
        ("full", {"image", "description", "footer"}),
        ("compact", {"thumbnail", "description", "footer"}),
        ("headline", {"footer"}),
    ],
)
async def test_a_route_has_its_layout(tmp_path: Path, layout: str, shown: set[str]) -> None:
    async with newsroom(tmp_path, layout=layout) as room:
        await room.publish("Le Nova S9", image="https://gazette.example/nova.jpg", subtitle="Un test")
        await room.settled()
        (card,) = room.cards(room.guild.news_id)
        assert {"image", "thumbnail", "description", "footer"} & card.keys() == shown


async def test_only_the_roles_of_the_route_are_called(tmp_path: Path) -> None:
    async with at_work(tmp_path, later=_mentioning) as room:
        role = room.guild.role_ids["integral"]
        room.guild.backend.edit_role(room.guild.id, role, {"mentionable": True})
        other = room.guild.role_ids["decouverte"]
        await room.publish(f"Le Nova S9 @everyone <@&{other}>")
        await room.settled()
        (ping,) = [p for p in room.guild.backend.pings if p.channel_id == room.guild.news_id]
        assert set(ping.roles) == {role}
        assert not ping.everyone


def _mentioning(guild: Guild) -> dict[str, Any]:
    return {"routes": [{"channel": guild.news_id, "mentions": [guild.role_ids["integral"]]}]}


async def test_an_announcement_is_published_across(tmp_path: Path) -> None:
    async with at_work(
        tmp_path, later=lambda guild: {"routes": [{"channel": guild.announcements_id, "crosspost": True}]}
    ) as room:
        await room.publish("Le Nova S9")
        await room.settled()
        (message,) = room.guild.people["manager"].messages(room.guild.announcements_id)[-1:]
        assert message["flags"] & 1


async def test_a_route_without_threads_opens_none(tmp_path: Path) -> None:
    async with newsroom(tmp_path, thread=False) as room:
        article = await room.publish("Le Nova S9")
        await room.comment(article, "Premier")
        await room.settled()
        assert titles(room) == ["Le Nova S9"]
        assert not [c for c in room.guild.backend.channels.values() if c.name == "Le Nova S9"]


async def test_comments_that_came_while_an_article_was_held_follow_it(tmp_path: Path) -> None:
    async with newsroom(tmp_path, quiet=NIGHT) as room:
        article = await room.publish("Le Nova S9")
        await room.comment(article, "Premier", "Deuxième")
        await room.settled()
        await released(room, MORNING)
        thread = await room.message_of(article)
        assert [card.get("description") for card in room.cards(thread)] == ["Premier", "Deuxième"]


# Corrections


async def test_a_material_change_adds_a_notice_in_the_thread(tmp_path: Path) -> None:
    async with newsroom(tmp_path) as room:
        article = await room.store(an_item("1", text="Il coûte 649 euros."))
        await room.settled()
        await room.store(an_item("1", text="Il coûte 699 euros."))
        await room.settled()
        (card,) = room.cards(await room.message_of(article))
        assert card["title"] == "L’article a été mis à jour"
        assert card["description"] == "~~649 euros~~ → **699 euros**"
        assert len(titles(room)) == 1


async def test_what_nobody_saw_before_its_correction_needs_no_notice(tmp_path: Path) -> None:
    async with newsroom(tmp_path) as room:
        forbid(room.guild.backend, room.guild.news_id, "send_messages")
        await room.settled()
        article = await room.store(an_item("1", title="Le Nova S9 à 649 euros"))
        await room.store(an_item("1", title="Le Nova S9 à 699 euros"))
        await room.settled()
        permit(room.guild.backend, room.guild.news_id)
        await until(lambda: bool(titles(room)))
        await room.settled()
        assert titles(room) == ["Le Nova S9 à 699 euros"]
        assert room.cards(await room.message_of(article)) == []


async def test_without_a_thread_the_notice_answers_the_message(tmp_path: Path) -> None:
    async with newsroom(tmp_path, thread=False) as room:
        article = await room.store(an_item("1", title="Le Nova S9 à 649 euros"))
        await room.settled()
        await room.store(an_item("1", title="Le Nova S9 à 699 euros"))
        await room.settled()
        notice = room.guild.people["manager"].messages(room.guild.news_id)[-1]
        assert notice["message_reference"]["message_id"] == str(await room.message_of(article))
        assert "~~Le Nova S9 à 649 euros~~ → Le Nova S9 à 699 euros" in notice["embeds"][0]["description"]


async def test_a_slip_of_the_pen_is_mended_in_silence(tmp_path: Path) -> None:
    async with newsroom(tmp_path) as room:
        article = await room.store(an_item("1", title="Le Nova S9 arive"))
        await room.settled()
        await room.store(an_item("1", title="Le Nova S9 arrive"))
        await room.settled()
        assert titles(room) == ["Le Nova S9 arrive"]
        assert room.cards(await room.message_of(article)) == []


# Stories

ELSEWHERE = "https://courrier.example/nova-s9-officiel"
FIRST = {
    "title": "Nova présente le S9 à 649 euros",
    "text": "Le fabricant Nova a présenté mardi le Nova S9, un téléphone vendu 649 euros dès le 12 mars.",
}
SECOND = {
    "title": "Le Nova S9 est officiel : 649 € et deux jours d’autonomie",
    "text": "C’est officiel : Nova lève le voile sur son Nova S9. Il sera vendu 649 € à partir du 12 mars.",
}


async def test_the_same_news_of_another_source_joins_the_message(tmp_path: Path) -> None:
    async with newsroom(tmp_path) as room:
        await room.publish(**FIRST)
        await room.settled()
        joined = await room.publish(
            source="Le Courrier", url="https://courrier.example/nova-s9-officiel", **SECOND
        )
        await room.settled()
        (card,) = room.cards(room.guild.news_id)
        assert card["title"] == FIRST["title"]
        assert card["fields"][0]["name"] == "Aussi chez"
        assert ELSEWHERE in card["fields"][0]["value"]
        assert await outcomes(room, joined) == [Outcome.JOINED]
        members = await room.services.explanations.story(ELSEWHERE)
        assert [member.article.item.title for member in members] == [FIRST["title"], SECOND["title"]]
        assert members[1].evidence


async def test_comments_of_a_joined_article_are_mirrored_into_the_one_thread(tmp_path: Path) -> None:
    async with newsroom(tmp_path) as room:
        lead = await room.publish(**FIRST)
        await room.settled()
        joined = await room.publish(
            source="Le Courrier", url="https://courrier.example/nova-s9-officiel", **SECOND
        )
        await room.comment(joined, "Vu sur le Courrier")
        await room.settled()
        assert [card["description"] for card in room.cards(await room.message_of(lead))] == [
            "Vu sur le Courrier"
        ]


async def test_one_address_in_two_feeds_is_one_message(tmp_path: Path) -> None:
    async with newsroom(tmp_path) as room:
        await room.publish("Un titre", url="https://gazette.example/un")
        await room.publish(
            "Un tout autre", source="À la une", url="https://www.gazette.example/un/?utm_medium=rss"
        )
        await room.settled()
        assert titles(room) == ["Un titre"]


async def test_a_sibling_is_a_message_of_its_own(tmp_path: Path) -> None:
    async with newsroom(tmp_path) as room:
        await room.publish(**FIRST)
        other = {key: text.replace("S9", "S9+").replace("649", "749") for key, text in FIRST.items()}
        await room.publish(source="Le Courrier", **other)
        await room.settled()
        assert titles(room) == [FIRST["title"], other["title"]]


# A reader's own digest


async def test_a_reader_gets_a_digest_at_a_time_of_their_own(tmp_path: Path) -> None:
    async with newsroom(tmp_path) as room:
        lea = room.guild.people["lea"]
        said = await run(room, "lea", "digest", when="daily 8:00", filter="category:Mobile", zone="UTC")
        assert "message privé" in said["content"]
        room.now = datetime.now(UTC)
        await room.publish("Le Nova S9", categories=("Mobile",))
        await room.publish("La recette", categories=("Cuisine",))
        await room.services.reader_digests.release(room.now)
        await room.settled()
        assert lea.letters() == []
        await room.services.reader_digests.release(room.now + timedelta(days=1))
        room.client.courier.wake()
        await room.settled()
        (letter,) = lea.letters()
        assert letter["embeds"][0]["description"] == "- [Le Nova S9](https://gazette.example/le-nova-s9)"
        await room.services.reader_digests.release(room.now + timedelta(days=3))
        await room.settled()
        assert len(lea.letters()) == 1
        assert "plus de résumé" in (await run(room, "lea", "digest", when="non"))["content"]
        assert "pas de résumé" in (await run(room, "lea", "digest", when="off"))["content"]
        assert "quotidien 8h" in (await run(room, "lea", "digest", when="bientôt"))["content"]


async def test_what_an_article_embeds_is_linked(tmp_path: Path) -> None:
    async with newsroom(tmp_path) as room:
        await room.publish("Le Nova S9", embeds=("https://www.youtube.com/watch?v=abc",))
        await room.settled()
        (card,) = room.cards(room.guild.news_id)
        assert card["fields"][0]["value"] == "[youtube.com](https://www.youtube.com/watch?v=abc)"
