"""When a delivery is tried again, when to look first, and its nonce."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.deliveries import NONCE_WINDOW, Step, must_look, nonce, retry_at, step
from tests.made import NOON, a_delivery


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"wanted": "a"}, Step.CREATE),
        ({"wanted": "a", "shown": "?"}, Step.CREATE),
        ({"wanted": "b", "shown": "a", "discord_id": 7}, Step.EDIT),
        ({"wanted": None, "shown": "a", "discord_id": 7}, Step.REMOVE),
        ({"wanted": None, "shown": "?"}, Step.REMOVE),
    ],
)
def test_the_step_follows_from_wanted_and_shown(fields: dict[str, object], expected: Step) -> None:
    assert step(a_delivery(**fields)) is expected


@given(st.integers(1, 2**63 - 1), st.integers(0, 10_000))
def test_a_nonce_fits_discord(number: int, made: int) -> None:
    assert len(nonce(a_delivery(id=number, made=made))) <= 25


@given(st.lists(st.tuples(st.integers(1, 2**63 - 1), st.integers(0, 9)), unique=True))
def test_no_two_objects_share_a_nonce(objects: list[tuple[int, int]]) -> None:
    assert len({nonce(a_delivery(id=number, made=made)) for number, made in objects}) == len(objects)


def test_every_try_of_an_object_has_the_same_nonce() -> None:
    delivery = a_delivery(id=99)
    again = a_delivery(id=99, attempts=5, tried=NOON)
    assert nonce(delivery) == nonce(again)


def test_an_object_made_again_has_another_nonce() -> None:
    assert nonce(a_delivery(id=99)) != nonce(a_delivery(id=99, made=1))


@pytest.mark.parametrize(
    ("tried", "expected"),
    [(None, False), (timedelta(seconds=1), False), (NONCE_WINDOW, False), (NONCE_WINDOW * 2, True)],
)
def test_an_old_try_of_unknown_outcome_is_looked_for(tried: timedelta | None, expected: bool) -> None:
    delivery = a_delivery(tried=None if tried is None else NOON - tried)
    assert must_look(delivery, NOON) is expected


@given(st.integers(1, 1000), st.none() | st.floats(0, 86_400))
def test_the_wait_grows_but_never_past_five_minutes_unless_told(attempts: int, after: float | None) -> None:
    wait = (retry_at(NOON, attempts, after) - NOON).total_seconds()
    longer = (retry_at(NOON, attempts + 1, after) - NOON).total_seconds()
    assert 1 <= wait <= longer <= max(300, after or 0) + 0.001
