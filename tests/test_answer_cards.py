"""Answers as cards: limits kept, decisive words in bold, nothing that Discord would act on."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.answer_cards import answer_embeds, invitation_embed
from bot.answers.rules import Answer, AnswerPassage, ArticleSource, CommentSource, Hit
from bot.answers.search import Page
from bot.search_cards import page_embed
from storage.records_search import Query
from tests.made import NOON

ARTICLE = ArticleSource(1, "Le Nova S9 en test", "https://gazette.example/nova", NOON)
COMMENT = CommentSource(2, "Zoé", "https://gazette.example/nova#comment-2", NOON)


def a_passage(text: str, *bold: tuple[int, int], comment: CommentSource | None = None) -> AnswerPassage:
    return AnswerPassage(ARTICLE, comment, text, bold, comment is not None)


def described(passage: AnswerPassage) -> str:
    """The card's text, without the small print below."""
    text = answer_embeds(Answer("?", refused=False, passages=(passage,)), "fr")[0].description or ""
    return text.partition("\n-# ")[0]


def test_neighbouring_decisive_words_are_one_bold_piece() -> None:
    assert described(a_passage("Le Nova S9 coûte 649 euros", (3, 7), (8, 10), (17, 20))) == (
        "Le **Nova S9** coûte **649** euros"
    )


def test_the_title_is_not_said_twice() -> None:
    text = "Le Nova S9 en test\nIl coûte 649 euros"
    assert described(a_passage(text, (3, 7), (28, 31))) == "Il coûte **649** euros"


def test_what_readers_think_comes_last_and_is_marked() -> None:
    answer = Answer(
        "?", refused=False, passages=(a_passage("Bien.", comment=COMMENT), a_passage("649 euros."))
    )
    fact, opinion = answer_embeds(answer, "fr")
    assert fact.author.name is None
    assert opinion.author.name == "Avis d’un lecteur · commentaire de Zoé"
    assert opinion.url == COMMENT.url


def test_a_refusal_names_the_nearest_topics() -> None:
    (embed,) = answer_embeds(Answer("Zeppelin ?", refused=True, nearest=(ARTICLE,)), "en")
    assert embed.title == "I know nothing about this yet."
    assert "[Le Nova S9 en test](https://gazette.example/nova)" in (embed.fields[0].value or "")


def test_a_corrected_word_is_told() -> None:
    answer = Answer(
        "?", refused=False, passages=(a_passage("x"),), corrections=(("blakberry", "blackberry"),)
    )
    assert answer_embeds(answer, "en")[0].footer.text == (
        "Did you mean “blackberry”? That is how I read “blakberry”."
    )


def test_a_price_is_quoted_with_its_day_and_the_discussion_is_linked() -> None:
    passage = a_passage("Il coûte 649 euros.")
    (embed,) = answer_embeds(Answer("?", refused=False, passages=(passage,)), "fr", {1: 77})
    assert embed.description == "Il coûte 649 euros.\n-# au <t:1772452800:D> · discuté dans <#77>"


@given(
    st.text(max_size=1500),
    st.text(max_size=400),
    st.lists(st.tuples(st.integers(0, 900), st.integers(1, 40))),
)
def test_no_text_breaks_a_card(text: str, question: str, bold: list[tuple[int, int]]) -> None:
    spans = tuple((start, start + length) for start, length in bold if start + length <= len(text))
    passage = AnswerPassage(ARTICLE, COMMENT, text, spans, True)
    answers = answer_embeds(Answer(question, refused=False, passages=(passage,) * 3), "fr")
    refusal = answer_embeds(Answer(question, refused=True, nearest=(ARTICLE,) * 3), "fr")
    page = Page(Query(question), (Hit(ARTICLE, COMMENT, text, spans, 1.0),) * 5, 0, 9, (("a", text),))
    hits = [page_embed(page, "fr", {1: 77}), invitation_embed("fr")]
    for embed in (*answers, *refusal, *hits):
        assert len(embed.title or "") <= 256
        assert len(embed.description or "") <= 4096
        assert "@everyone" not in (embed.description or "")
    assert sum(map(len, answers)) <= 6000
