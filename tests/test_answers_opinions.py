"""Which questions want readers' words, and which a fact."""

from __future__ import annotations

import pytest

from bot.answers.opinions import asks_opinion


@pytest.mark.parametrize(
    "question",
    [
        "what do people think of the k9",
        "ca vaut le coup le k9 ?",
        "is it any good",
        "les lecteurs en disent quoi",
        "avis k9",
        "is the k9 worth it",
        "anyone happy with the k9?",
        "decus du k9 ?",
        "ils ont reagi comment les joueurs a la fermeture",
        "la watch 3 elle plait aux gens ou pas",
        "y a des gens qui trouvent que le k9 chauffe ?",
        "reactions to the update",
        "k9 retours utilisateurs batterie",
        "how do subscribers feel about the price rise",
        "le k9 chauffe ?",
    ],
)
def test_readers_are_asked_in_many_ways(question: str) -> None:
    assert asks_opinion(question)


@pytest.mark.parametrize(
    "question",
    [
        "prix du k9",
        "number of k9 readers sold in total",
        "is there an sd slot on the k9 or not",
        "does the k9 have a fingerprint reader",
        "la fondatrice elle s'appelle comment",
        "comment changer la batterie du k9",
        "how many subscribers does it have",
        "where can you find the k9 in france",
        "le k9 a un lecteur d'empreintes",
    ],
)
def test_a_fact_is_no_opinion(question: str) -> None:
    assert not asks_opinion(question)
