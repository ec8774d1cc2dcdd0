"""Both sides of a conversation end equal: what the random walk of test_two_sides found, each by its name."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.two_sides import TwoSides, two_sides

pytestmark = pytest.mark.wire

LATER = timedelta(minutes=20)
_MESSAGES = "/channels/*/messages"


@pytest.fixture
async def sides(tmp_path: Path) -> AsyncIterator[TwoSides]:
    async with two_sides(tmp_path) as sides:
        yield sides


async def ends_equal(sides: TwoSides) -> None:
    await sides.settle()
    assert sides.complaints() == []


async def write_at_once(sides: TwoSides) -> None:
    """The bot hears what was said, and tries to bring it to the site, once."""
    await sides.settle_down()
    sides.bot.write()
    await sides.bot.at_rest()


async def test_what_is_written_edited_and_deleted_while_the_bot_is_away_follows(sides: TwoSides) -> None:
    for _ in range(2):
        await sides.write(7, "lea", None)
    await sides.settle()
    await sides.bot.kill()
    edited, deleted = sides.said
    await sides.rewrite(edited)
    await sides.take_back(deleted)
    await sides.write(8, "lea", None)
    await sides.write(7, "lea", edited)
    await sides.write(7, "alex", None)
    await sides.bot.start()
    await ends_equal(sides)
    assert [row["content"]["raw"] for row in sides.site.public()] == [
        "Propos 1, version 2",
        "Propos 3, version 1",
        "Propos 4, version 1",
    ]


async def test_a_session_that_is_lost_loses_nothing_that_was_said(sides: TwoSides) -> None:
    sides.wire.gateway.forget_sessions()
    sides.wire.gateway.drop_connections()
    await sides.write(7, "lea", None)
    await ends_equal(sides)
    assert len(sides.site.public()) == 1


async def test_a_message_that_is_deleted_at_once_does_not_stay_on_the_site(sides: TwoSides) -> None:
    await sides.write(7, "lea", None)
    await sides.take_back(sides.said[0])
    await ends_equal(sides)
    assert sides.site.public() == []


async def test_what_the_site_holds_and_approves_again_comes_back(sides: TwoSides) -> None:
    await sides.write(7, "lea", None)
    await sides.settle()
    (mine,) = sides.said
    sides.judge(mine, "hold")
    await ends_equal(sides)
    assert not sides.is_here(mine)
    row = sides.row(mine)
    assert row is not None
    assert row["status"] == "hold"
    sides.judge(mine, "approved")
    await ends_equal(sides)
    assert [each.text for each in sides.thread(7)] == [mine.text]


@pytest.mark.parametrize("keeps_marks", [True, False])
async def test_an_edit_after_a_lost_answer_follows(sides: TwoSides, *, keeps_marks: bool) -> None:
    sides.site.keeps_marks = keeps_marks
    sides.site.lose = 1
    await sides.write(7, "lea", None)
    await write_at_once(sides)
    await sides.rewrite(sides.said[0])
    await ends_equal(sides)


async def test_a_lost_answer_stays_unknown_while_the_site_cannot_be_asked(sides: TwoSides) -> None:
    sides.site.lose = 1
    await sides.write(7, "lea", None)
    await write_at_once(sides)
    sides.site.faults.add(method="GET", status=503)
    await sides.pass_time(LATER)
    await write_at_once(sides)
    await ends_equal(sides)
    assert sides.site.written == 1


async def test_an_answer_waits_for_the_message_that_it_answers(sides: TwoSides) -> None:
    sides.site.refuse = [(400, "comment_flood")]
    await sides.write(7, "lea", None)
    await sides.write(7, "lea", sides.said[0])
    await write_at_once(sides)
    await ends_equal(sides)
    assert [row["parent"] for row in sides.site.public()] == [0, 1]


async def test_an_answer_to_a_card_of_which_we_do_not_know_goes_below_its_comment(sides: TwoSides) -> None:
    sides.comment(7, None)
    sides.wire.faults.add(method="POST", path=_MESSAGES, reset=True, after_effect=True)
    sides.bot.read()
    await sides.bot.at_rest()
    await asyncio.sleep(0.05)
    await sides.write(7, "lea", sides.said[0])
    await write_at_once(sides)
    await ends_equal(sides)
    assert [row["parent"] for row in sides.site.public()] == [0, 1]


async def test_a_long_comment_that_goes_holds_up_nothing(sides: TwoSides) -> None:
    sides.comment(7, None, long=True)
    await sides.settle()
    sides.judge(sides.said[0], "trash")
    sides.comment(7, None)
    await ends_equal(sides)


async def test_a_comment_that_outgrows_the_message_it_shares_gets_its_own(sides: TwoSides) -> None:
    for _ in range(8):
        sides.comment(7, None)
    await sides.settle()
    assert len({each.message for each in sides.thread(7)}) == 1
    for remark in sides.said[2:5]:
        sides.correct(remark, long=True)
    await ends_equal(sides)


async def test_a_removed_comment_that_becomes_long_holds_up_nothing(sides: TwoSides) -> None:
    sides.comment(7, None)
    await sides.settle()
    await sides.remove(sides.said[0])
    for long in (False, True):
        sides.correct(sides.said[0], long=long)
        sides.bot.read()
        await sides.bot.at_rest()
        await asyncio.sleep(0.1)
    sides.comment(7, None)
    await ends_equal(sides)


async def test_what_a_moderator_took_away_before_we_knew_of_it_is_not_written_again(sides: TwoSides) -> None:
    sides.site.lose = 1
    await sides.write(7, "lea", None)
    await write_at_once(sides)
    sides.judge(sides.said[0], "trash")
    await ends_equal(sides)
    assert sides.site.written == 1


async def test_an_edit_before_a_message_of_unknown_outcome_is_repeated_is_shown(sides: TwoSides) -> None:
    sides.wire.faults.add(method="POST", path=_MESSAGES, reset=True, after_effect=True)
    sides.comment(7, None)
    sides.bot.read()
    await sides.bot.at_rest()
    await asyncio.sleep(0.05)
    sides.correct(sides.said[0], long=False)
    sides.bot.read()
    await ends_equal(sides)


async def test_a_nonce_is_as_old_as_the_first_try(sides: TwoSides) -> None:
    sides.comment(7, None)
    sides.wire.faults.add(method="POST", path=_MESSAGES, reset=True, after_effect=True)
    sides.bot.read()
    await sides.bot.at_rest()
    await asyncio.sleep(0.05)
    await sides.pass_time(LATER)
    sides.wire.faults.add(method="GET", path=_MESSAGES, status=503)
    await asyncio.sleep(0.1)
    await ends_equal(sides)


async def test_a_piece_of_unknown_outcome_is_found_again(sides: TwoSides) -> None:
    sides.comment(7, None)
    await sides.settle()
    sides.wire.faults.add(method="POST", path=_MESSAGES, reset=True, after_effect=True)
    sides.correct(sides.said[0], long=True)
    sides.bot.read()
    await sides.bot.at_rest()
    await asyncio.sleep(0.05)
    await sides.bot.kill()
    await sides.pass_time(LATER)
    await ends_equal(sides)


async def test_what_returns_after_a_removal_of_unknown_outcome_is_shown_again(sides: TwoSides) -> None:
    sides.comment(7, None)
    await sides.settle()
    sides.wire.faults.add(method="DELETE", path=f"{_MESSAGES}/*", reset=True, after_effect=True)
    for status in ("trash", "approved"):
        sides.judge(sides.said[0], status)
        sides.bot.read()
        await sides.bot.at_rest()
        await asyncio.sleep(0.05)
    await ends_equal(sides)
    assert len(sides.thread(7)) == 1


async def test_what_its_author_took_back_and_a_moderator_restores_is_shown_under_their_name(
    sides: TwoSides,
) -> None:
    await sides.write(7, "lea", None)
    await sides.settle()
    await sides.take_back(sides.said[0])
    await ends_equal(sides)
    sides.judge(sides.said[0], "approved")
    await ends_equal(sides)
    assert [each.text for each in sides.thread(7)] == [sides.said[0].text]
