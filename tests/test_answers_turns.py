"""A reader who floods waits for their own questions; the others do not."""

from __future__ import annotations

import asyncio

from bot.answers.turns import Turns


async def _ask(turns: Turns, reader: str | None, done: list[str | None]) -> None:
    async with turns.of(reader):
        await asyncio.sleep(0)
        done.append(reader)


async def test_a_flood_delays_another_reader_by_one_question_at_most() -> None:
    turns, done = Turns(at_once=1), list[str | None]()
    flood = [asyncio.create_task(_ask(turns, "flood", done)) for _ in range(50)]
    await asyncio.sleep(0)
    await asyncio.gather(*(_ask(turns, reader, done) for reader in ("anne", "léo")))
    assert done.index("léo") <= 4
    assert {"anne", "léo"} <= set(done)
    await asyncio.gather(*flood)
    assert len(done) == 52


async def test_a_reader_has_one_turn_and_all_have_so_many() -> None:
    turns, running, most = Turns(at_once=2), 0, 0

    async def ask(reader: str | None) -> None:
        nonlocal running, most
        async with turns.of(reader):
            running += 1
            most = max(most, running)
            await asyncio.sleep(0.001)
            running -= 1

    await asyncio.gather(*(ask("one") for _ in range(5)))
    assert most == 1
    await asyncio.gather(*(ask(None) for _ in range(5)), *(ask("one") for _ in range(5)))
    assert most == 2


async def test_who_gives_up_or_fails_leaves_the_turn_to_the_next() -> None:
    turns, done = Turns(at_once=1), list[str | None]()
    async with turns.of("one"):
        waiting = asyncio.create_task(_ask(turns, "one", done))
        await asyncio.sleep(0)
        waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)
    await _ask(turns, "one", done)
    assert done == ["one"]
