"""Questions and searches over a few articles, as readers ask them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.answers.service import Answers
from storage import articles, comments
from storage.database import Database
from storage.records import ArticleItem, CommentItem
from tests.blank import open_blank
from tests.made import HANGS

_NOW = datetime(2024, 6, 1, 12, tzinfo=UTC)

_ARTICLES = (
    ArticleItem(
        "q10",
        "https://news.example/q10",
        "Mobira Q10 : le clavier revient",
        published=_NOW - timedelta(days=400),
        text="Mobira vend le Q10 depuis mardi. Il coûte 399 euros.\n\nSa batterie tient douze heures. "
        "Le clavier compte trente-cinq touches.",
    ),
    ArticleItem(
        "z10",
        "https://news.example/z10",
        "Mobira Z10 : tout en écran",
        published=_NOW - timedelta(days=390),
        text="Sans clavier, le Z10 mise sur son écran de 5 pouces. Il coûte 449 euros.\n\n"
        "Sa batterie tient dix heures.",
    ),
    ArticleItem(
        "q10-2024",
        "https://news.example/q10-2024",
        "Le Q10 de Mobira baisse à 299 euros",
        published=_NOW - timedelta(days=20),
        text="Le prix du Q10 passe de 399 à 299 euros. Mobira écoule ses stocks.",
    ),
    ArticleItem(
        "wifi",
        "https://news.example/wifi",
        "Le Wi-Fi 7 arrive chez T-Alpha",
        published=_NOW - timedelta(days=5),
        text="L'opérateur T-Alpha équipe ses box du Wi-Fi 7. Hélène Roux, sa directrice, promet 5 Gb/s.",
    ),
)


class World:
    """A database with articles, and the answers over it."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.answers = Answers(database)
        self.ids: dict[str, int] = {}

    async def store(self, item: ArticleItem, digest: str = "1") -> int:
        """Store an article; index it as the bot does."""
        async with self.database.write() as tx:
            known = self.ids.get(item.guid)
            self.ids[item.guid] = await articles.save(tx, "site", item, digest, _NOW, known)
        await self.answers.index.catch_up(self.ids[item.guid])
        return self.ids[item.guid]

    async def comment(self, article: str, guid: str, text: str) -> int:
        """Store a comment and index it."""
        item = CommentItem(guid=guid, author="Zoé", published=_NOW, markdown=text)
        async with self.database.write() as tx:
            id_ = await comments.save(tx, self.ids[article], item, "1", _NOW, known_id=None, parent_id=None)
        await self.answers.index.catch_up(self.ids[article])
        return id_

    async def asked(self, question: str) -> list[str]:
        """The articles of the passages that answer."""
        answer = await self.answers.ask(question, _NOW)
        guids = {id_: guid for guid, id_ in self.ids.items()}
        return [guids[passage.article.id] for passage in answer.passages]

    async def searched(self, words: str) -> list[str]:
        """The articles found."""
        guids = {id_: guid for guid, id_ in self.ids.items()}
        return [guids[hit.article.id] for hit in await self.answers.search(words)]


@pytest.fixture
async def world(tmp_path: Path) -> AsyncGenerator[World]:
    database = await open_blank(tmp_path / "answers.db")
    made = World(database)
    for item in _ARTICLES:
        await made.store(item)
    yield made
    await database.close()


async def test_an_answer_tells_article_date_link_and_the_words_that_decide(world: World) -> None:
    answer = await world.answers.ask("Combien de temps tient la batterie du Z10 ?", _NOW)
    passage = answer.passages[0]
    assert (passage.article.title, passage.article.url) == (
        "Mobira Z10 : tout en écran",
        "https://news.example/z10",
    )
    assert passage.article.published == _ARTICLES[1].published
    assert "dix heures" in passage.text
    assert {passage.text[first:last].lower() for first, last in passage.bold} >= {"z10", "batterie", "tient"}
    assert not passage.opinion


async def test_a_sibling_is_never_taken_for_the_model(world: World) -> None:
    assert set(await world.asked("batterie du Q10")) <= {"q10", "q10-2024"}
    assert await world.asked("batterie du Q20") == []


async def test_what_nothing_is_known_about_is_refused_with_what_is_nearest(world: World) -> None:
    answer = await world.answers.ask("poids du Q10", _NOW)
    assert answer.refused
    assert answer.passages == ()
    assert {topic.title for topic in answer.nearest} & {item.title for item in _ARTICLES}
    assert (await world.answers.ask("recette de tarte aux pommes", _NOW)).refused


async def test_the_price_of_now_and_the_price_of_then(world: World) -> None:
    assert (await world.asked("prix actuel du Q10"))[0] == "q10-2024"
    assert (await world.asked("prix du Q10 en 2023"))[0] == "q10"


@pytest.mark.parametrize(
    "question", ["qui dirige T-Alpha ?", "directrice talpha", "who is the head of T-Alpha"]
)
async def test_a_person_is_found_in_both_languages(world: World, question: str) -> None:
    answer = await world.answers.ask(question, _NOW)
    assert "Hélène Roux" in answer.passages[0].text


@pytest.mark.parametrize("words", ["wifi 7", "wi-fi 7", "Wi Fi", "WIFI", "talpha wi-fi"])
async def test_a_name_is_found_however_it_is_hyphenated(world: World, words: str) -> None:
    assert (await world.searched(words))[0] == "wifi"


async def test_accents_and_case_do_not_matter(world: World) -> None:
    one = await world.answers.search("écran de 5 pouces")
    other = await world.answers.search("ECRAN DE 5 POUCES")
    assert [hit.article.id for hit in one] == [hit.article.id for hit in other]
    assert one[0].article.id == world.ids["z10"]


async def test_a_typo_is_understood_and_told(world: World) -> None:
    answer = await world.answers.ask("baterie du Z10", _NOW)
    assert answer.corrections == (("baterie", "batterie"),)
    assert answer.passages[0].article.id == world.ids["z10"]


async def test_readers_answer_a_question_of_opinion_and_are_marked(world: World) -> None:
    comment = await world.comment("q10", "c1", "J'adore ce clavier, je tape deux fois plus vite.")
    answer = await world.answers.ask("que pensent les lecteurs du Q10 ?", _NOW)
    first = answer.passages[0]
    assert first.comment is not None
    assert (first.comment.id, first.comment.author, first.opinion) == (comment, "Zoé", True)


async def test_a_comment_may_hold_a_fact_that_no_article_does(world: World) -> None:
    comment = await world.comment("q10", "c1", "Le Q30 remplacera le Q10 à la fin de 2024.")
    answer = await world.answers.ask("quand sort le Q30 ?", _NOW)
    assert [passage.comment and passage.comment.id for passage in answer.passages] == [comment]


async def test_a_new_article_is_found_at_once_and_a_correction_too(world: World) -> None:
    item = ArticleItem(
        "k5", "https://news.example/k5", "Kestra K5 annoncé", text="Le Kestra K5 pèse 140 grammes."
    )
    await world.store(item)
    assert await world.asked("poids du Kestra K5") == ["k5"]
    await world.store(replace(item, text="Le Kestra K5 compte quatre cœurs."), digest="2")
    assert await world.asked("poids du Kestra K5") == []
    assert await world.asked("combien de coeurs dans le Kestra K5") == ["k5"]


async def test_a_withdrawn_article_and_its_comments_are_gone(world: World) -> None:
    await world.comment("z10", "c1", "Le Z10 chauffe.")
    async with world.database.write() as tx:
        await articles.withdraw(tx, world.ids["z10"], "w", _NOW)
    assert await world.asked("batterie du Z10") == []
    await world.answers.index.catch_up()
    assert await world.searched("Z10") == []
    left = await world.database.all("SELECT title, body, context FROM passages")
    assert not any("chauff" in column for row in left for column in row)


async def test_a_deleted_comment_is_gone(world: World) -> None:
    comment = await world.comment("q10", "c1", "Le mot secret est zibeline.")
    assert await world.searched("zibeline") == ["q10"]
    async with world.database.write() as tx:
        await comments.delete(tx, comment, _NOW)
    assert await world.searched("zibeline") == []
    await world.answers.index.catch_up()
    assert "zibelin" not in (await world.answers.index.vocabulary()).terms or not (
        await world.answers.index.vocabulary()
    ).count("zibelin")


async def test_one_article_can_be_asked_alone(world: World) -> None:
    answer = await world.answers.ask("batterie", _NOW, article_id=world.ids["z10"])
    assert {passage.article.id for passage in answer.passages} == {world.ids["z10"]}


async def test_a_ranking_is_shown_in_parts(world: World) -> None:
    everything = await world.searched("Mobira")
    assert sorted(everything) == ["q10", "q10-2024", "z10"]
    ranking = await world.answers.ranked("Mobira", 10)
    second = await world.answers.hits(ranking.only([ranking.articles[1]]))
    assert [hit.article.id for hit in second] == [world.ids[everything[1]]]


async def test_an_index_of_another_process_is_followed(world: World) -> None:
    await world.searched("Mobira")
    other = Answers(world.database)
    item = ArticleItem("k5", "https://news.example/k5", "Kestra K5", text="Le Kestra K5 est là.")
    async with world.database.write() as tx:
        world.ids["k5"] = await articles.save(tx, "site", item, "1", _NOW, None)
    await other.index.catch_up()
    assert await world.searched("kestra") == ["k5"]


async def test_an_empty_bot_answers_politely(tmp_path: Path) -> None:
    database = await open_blank(tmp_path / "empty.db")
    answers = Answers(database)
    assert (await answers.ask("prix du Q10", _NOW)).refused
    assert await answers.search("prix") == []
    await database.close()


_STRANGE = (
    "",
    "   ",
    "?",
    '"',
    "' OR 1=1; DROP TABLE articles; --",
    'NEAR("a" "b", 5) AND title:q10 NOT *',
    "^(a+)+$ [[:alpha:]] \\d{1000}",
    "🤷‍♀️" * 500,
    "\x00\x01\ud800 q10 \udfff",
    "q10 " * 2_500,
    "a" * 10_000,
    "é" * 10_000,
    "9" * 10_000,
    "1 000 " * 1_600,
    "l'" * 5_000,
    "-+.'&" * 2_000,
    "漢字かな交じり文 " * 600,
    "مرحبا بالعالم " * 600,
    " ".join(f"mot{chr(97 + n % 26)}{chr(97 + n // 26 % 26)}x" for n in range(1_500)),
    " ".join("autonomie batterie ecran prix clavier mobira".split() * 250),
)


@pytest.mark.parametrize("question", _STRANGE, ids=range(len(_STRANGE)))
@pytest.mark.timeout(HANGS)
async def test_no_question_fails_or_takes_for_ever(world: World, question: str) -> None:
    await world.answers.ask(question, _NOW)
    await world.answers.search(question)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(question=st.text(max_size=300))
def test_whatever_is_asked_passages_are_short_and_whole(question: str, tmp_path: Path) -> None:
    async def ask() -> None:
        database = await open_blank(tmp_path / "any.db")
        world = World(database)
        try:
            if not await database.all("SELECT id FROM articles"):
                for item in _ARTICLES:
                    await world.store(item)
            answer = await world.answers.ask(question + " Q10", _NOW)
            assert answer.refused == (not answer.passages)
            for passage in answer.passages:
                assert 0 < len(passage.text) <= 700
                assert all(0 <= first < last <= len(passage.text) for first, last in passage.bold)
        finally:
            await database.close()

    asyncio.run(ask())
