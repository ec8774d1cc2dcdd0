"""However long or strange a question is, it costs so much and no more; counted in steps, not by the clock."""

from __future__ import annotations

import itertools
from collections.abc import AsyncGenerator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.answers.budget import Budget
from bot.answers.index import wanted_terms
from bot.answers.question import understand
from bot.answers.service import Answers
from bot.answers.spelling import Spelling
from bot.answers.vocabulary import Vocabulary
from storage import articles
from storage.database import Database, TookTooLongError
from storage.passage_records import IndexState
from storage.records import ArticleItem

_NOW = datetime(2026, 11, 1, tzinfo=UTC)
_WORDS = "autonomie batterie écran prix clavier mobira q10 s9+ disney+ caméra photo réseau".split()

_FRAGMENTS = st.sampled_from(
    (
        "' OR 1=1; DROP TABLE articles; --",
        'NEAR("a" "b", 5) AND title:q10 NOT *',
        "^(a+)+$ [[:alpha:]]{3,} \\d{1000}",
        "🤷‍♀️👩‍👩‍👧‍👦 ",
        "Z̸̡̛a̶͝l̵̨g̷o̴ ",
        "\x00\x01\ud800 ",
        "1 299,99 € ",
        "disnye+ netflx+ ",
        "baterie écrna clvier moibra ",
        "l'aujourd'hui-là-t-il ",
        "anticonstitutionnellementissime" * 4 + " ",
    )
)
_LETTERS = st.text(st.characters(codec="utf-16"), max_size=40)
_MISTYPED = st.text("abcdeilmnorstu", min_size=4, max_size=60).map(lambda word: word + " ")
_QUESTIONS = st.lists(st.one_of(_FRAGMENTS, _LETTERS, _MISTYPED), max_size=60).flatmap(
    lambda pieces: st.sampled_from(("".join(pieces), ("".join(pieces) * 10_000)[:10_000]))
)


class _Counted(Spelling):
    """Counts how many words are looked up, and how long they are."""

    def __init__(self) -> None:
        super().__init__()
        self.looked_up: list[str] = []

    def near(self, word: str, edits: int) -> list[tuple[str, int]]:
        self.looked_up.append(word)
        return super().near(word, edits)


def _vocabulary() -> tuple[Vocabulary, _Counted]:
    spelling = _Counted()
    made = Vocabulary(IndexState(100, 1), _spelling=spelling)
    made.update(
        IndexState(100, 1), dict.fromkeys(["autonom", "batter", "ecran", "prix", "s9+", "disney+"], 3), _WORDS
    )
    return made, spelling


_KNOWN = _vocabulary()


@settings(max_examples=150, deadline=None)
@given(question=_QUESTIONS)
def test_a_question_of_any_length_looks_up_so_many_words_and_wants_so_many_terms(question: str) -> None:
    vocabulary, spelling = _KNOWN
    spelling.looked_up.clear()
    vocabulary.update(vocabulary.state, {}, ())
    asked = understand(question, vocabulary)
    assert len(asked.folded) <= 4_000
    assert len(asked.ideas) <= 25
    assert len(spelling.looked_up) <= 60
    assert all(len(word) <= 40 for word in spelling.looked_up)
    assert len(wanted_terms(asked, vocabulary)) <= 60


def test_when_the_time_is_up_only_the_first_is_looked_at() -> None:
    ticks = itertools.count()
    assert list(Budget(3, lambda: next(ticks)).within("abcdef")) == ["a", "b", "c"]
    assert list(Budget(0, lambda: 7).within("abc")) == ["a"]


@pytest.fixture
async def database(tmp_path: Path) -> AsyncGenerator[Database]:
    opened = await Database.open(f"sqlite:///{tmp_path / 'budget.db'}")
    async with opened.write() as tx:
        for number in range(30):
            text = f"L'autonomie du Q{number} est de {number} heures. " + "Son écran est grand. " * 40
            item = ArticleItem(guid=str(number), url="", title=f"Le Mobira Q{number} à l'essai", text=text)
            await articles.save(tx, "site", item, "1", _NOW, None)
    yield opened
    await opened.close()


async def test_a_question_without_time_is_answered_by_the_best_that_was_found(database: Database) -> None:
    answers = Answers(database, budget=lambda: Budget(0))
    await answers.index.catch_up()
    hits = await answers.search("autonomie du Q7")
    assert hits[0].article.title == "Le Mobira Q7 à l'essai"
    assert {hit.snippet[:12] for hit in hits} == {"L'autonomie "}
    answer = await answers.ask("quelle est l'autonomie du Mobira Q7 ?", _NOW)
    assert [passage.article.title for passage in answer.passages] == ["Le Mobira Q7 à l'essai"]
    await answers.index.close()


async def test_a_long_query_of_the_database_is_stopped(database: Database) -> None:
    endless = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT COUNT(*) FROM n"
    with pytest.raises(TookTooLongError, match="RECURSIVE"):
        await database.aside(lambda q: q.all(endless), seconds=0.01)
    assert await database.aside(lambda q: q.all("SELECT 1")) == [(1,)]


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(question=_QUESTIONS)
async def test_no_question_fails(database: Database, question: str) -> None:
    answers = Answers(database)
    await answers.index.catch_up()
    await answers.search(question)
    await answers.ask(question, _NOW)
    await answers.index.close()
