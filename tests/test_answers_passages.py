"""Texts cut into passages."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from bot.answers.passages import plain, read_texts, split
from storage.passage_records import ARTICLE, IndexedText, TextRef, TextTerms

_SENTENCE = "Le constructeur annonce un nouveau modèle pour la rentrée, sans en donner le prix. "


def _text(text: str, *, comment: bool = False) -> IndexedText:
    ref = TextRef(1, 2 if comment else ARTICLE)
    return IndexedText(ref, "digest", "Le K9 arrive", "En septembre", "Anne", ("Mobilité",), text)


def _read(text: IndexedText) -> TextTerms:
    (ready,) = read_texts([text]).texts
    return ready


def test_a_short_text_is_one_passage() -> None:
    assert split(_SENTENCE * 10) == [(0, len(_SENTENCE) * 10)]


def test_a_long_text_is_cut_where_sentences_end_and_passages_share_a_little() -> None:
    text = _SENTENCE * 60
    passages = split(text)
    assert len(passages) > 3
    assert all(text[:last].endswith((". ", ".")) for _, last in passages)
    assert all(0 < before[1] - after[0] <= 200 for before, after in itertools.pairwise(passages))


@given(st.lists(st.sampled_from([_SENTENCE, "x" * 400, "\n", "a ", "1.5 ", "Fin. "]), max_size=60))
def test_passages_cover_the_whole_text(pieces: list[str]) -> None:
    text = "".join(pieces)
    passages = split(text)
    assert passages[0][0] == 0
    assert passages[-1][1] == len(text)
    assert all(after[0] <= before[1] for before, after in itertools.pairwise(passages))
    assert all(first < last for first, last in passages) or text == ""


def test_an_articles_title_stands_beside_each_passage() -> None:
    ready = _read(_text(_SENTENCE * 60))
    assert {passage.title for passage in ready.passages} == {"k9 arriv"}
    assert {passage.context for passage in ready.passages} == {"septembr ann mobilit"}


def test_a_comments_own_words_and_its_articles_title_are_kept_apart() -> None:
    (passage,) = _read(_text("**Superbe** écran", comment=True)).passages
    assert (passage.title, passage.body) == ("", "superb ecran")
    assert "k9" in passage.context


def test_markdown_is_not_read() -> None:
    assert plain("> cité\n**gras** \\*étoile\\* [lien](<https://a.example/x>)") == "cité\ngras *étoile* lien"
