"""The order in which comments are told."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.comments.order import in_order
from storage.records import CommentItem
from tests.shelf import NOON


def said(guid: int, minutes: int, parent: int | None = None) -> CommentItem:
    """A comment made some minutes after noon."""
    return CommentItem(
        str(guid),
        "Léa",
        NOON + timedelta(minutes=minutes),
        "x",
        parent=None if parent is None else str(parent),
    )


THREADS = st.lists(
    st.tuples(st.integers(0, 12), st.integers(0, 6), st.none() | st.integers(0, 14)), unique_by=lambda t: t[0]
).map(lambda rows: [said(*row) for row in rows])


def test_comments_are_told_in_time_order() -> None:
    assert [item.guid for item in in_order([said(6, 9), said(2, 2), said(1, 9), said(10, 2)])] == [
        "2",
        "10",
        "1",
        "6",
    ]


def test_an_answer_dated_before_its_parent_waits_for_it() -> None:
    thread = in_order(
        [said(1, 1), said(2, 2, parent=4), said(3, 3), said(4, 5), said(5, 6), said(6, 1, parent=2)]
    )
    assert [item.guid for item in thread] == ["1", "3", "4", "2", "6", "5"]


@given(THREADS, st.randoms())
def test_every_comment_is_told_once_and_in_the_same_order(thread: list[CommentItem], chance) -> None:  # type: ignore[no-untyped-def]
    told = in_order(thread)
    assert {item.guid for item in told} == {item.guid for item in thread}
    shuffled = list(thread)
    chance.shuffle(shuffled)
    if all(item.parent is None or int(item.parent) < int(item.guid) for item in thread):
        assert in_order(shuffled) == told
        place = {item.guid: n for n, item in enumerate(told)}
        assert all(place.get(item.parent or "", -1) < place[item.guid] for item in told)


def test_a_long_chain_of_answers_costs_little() -> None:
    chain = [said(n, -n, parent=n - 1) for n in range(20_000)]
    assert [item.guid for item in in_order(chain)] == [str(n) for n in range(20_000)]
