"""What is new, changed or gone in a thread."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.comments.rules import decide, digest
from storage.comments import KnownComment
from tests.made import a_comment_item

guids = st.sampled_from("abcdef")


def test_an_edited_comment_is_saved_under_its_id() -> None:
    had = {"1": KnownComment(7, digest(a_comment_item("1")), deleted=False)}
    changes = decide([a_comment_item("1", markdown="corrigé")], had, floor=0)
    assert [(saved.known_id, saved.item.markdown) for saved in changes.saved] == [(7, "corrigé")]


def test_a_comment_absent_from_a_whole_thread_is_gone() -> None:
    had = {"1": KnownComment(7, "d", deleted=False)}
    assert decide([], had, floor=0).gone == (7,)
    assert decide([], had, floor=None).gone == ()


def test_a_tombstone_is_not_gone_again() -> None:
    assert decide([], {"1": KnownComment(7, "", deleted=True)}, floor=0).gone == ()


def test_a_comment_that_returns_is_saved() -> None:
    had = {"1": KnownComment(7, digest(a_comment_item("1")), deleted=True)}
    assert [saved.known_id for saved in decide([a_comment_item("1")], had, floor=0).saved] == [7]


@given(st.sets(guids), st.sets(guids))
def test_after_a_whole_reading_both_sides_are_equal(read: set[str], stored: set[str]) -> None:
    had = {g: KnownComment(ord(g), digest(a_comment_item(g)), deleted=False) for g in stored}
    changes = decide([a_comment_item(guid) for guid in sorted(read)], had, floor=0)
    after = (stored - {chr(id_) for id_ in changes.gone}) | {saved.item.guid for saved in changes.saved}
    assert after == read
