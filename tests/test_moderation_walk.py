"""Whatever readers and moderators do on either side, in whatever order: in the end both sides are equal."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from pathlib import Path

import pytest

from storage import deliveries, reviews, thread_deliveries, writings
from tests.moderated import Desk, eventually, moderated

STEPS = 25


class Walk:
    """Random steps at one desk; each comment is known by its text."""

    def __init__(self, desk: Desk, seed: int) -> None:
        self.desk = desk
        self.random = random.Random(seed)
        self.count = 0
        self.log: list[str] = []
        self.own: dict[int, str] = {}
        self.links: list[str] = []
        on_site = [self.site_says, self.site_says, self.site_turns, self.site_turns, self.site_edits]
        in_thread = [self.lea_says, self.lea_says, self.lea_edits, self.lea_deletes, self.by_hand]
        by_word = [self.command, self.command, self.command, self.press, self.lock, self.outage]
        self.moves = [*on_site, *in_thread, *by_word]

    async def step(self) -> None:
        move = self.random.choice(self.moves)
        self.log.append(move.__name__)
        await move()
        if self.random.random() < 0.6:
            await self.desk.exchange()
            self.remember()

    def remember(self) -> None:
        self.links += [m["id"] for m in self.desk.messages() if m["id"] not in self.links]

    def text(self) -> str:
        self.count += 1
        word = self.random.choice(["", "", "", "arnaque "])
        return f"mot {word}{self.count}"

    async def site_says(self) -> None:
        self.desk.site.says(self.text())

    async def site_turns(self) -> None:
        if self.desk.site.comments and not self.desk.site.down:
            row = self.random.choice(list(self.desk.site.comments.values()))
            row["status"] = self.random.choice(["approved", "hold", "trash", "spam"])
            self.log[-1] += f" {row['id']} {row['status']}"

    async def site_edits(self) -> None:
        # What a person wrote on Discord, nobody else can change there.
        if own := [row for row in self.desk.site.comments.values() if not row["author"]]:
            row, text = self.random.choice(own), self.text()
            row["content"] = {"rendered": f"<p>{text}</p>", "raw": text}

    async def lea_says(self) -> None:
        if not self.locked():
            message = await self.desk.say(text := self.text())
            self.own[message] = text

    async def lea_edits(self) -> None:
        if message := self.mine():
            await self.desk.room.guild.people["lea"].edit(self.desk.thread, message, text := self.text())
            await self.heard(message, text)

    async def lea_deletes(self) -> None:
        if message := self.mine():
            await self.desk.room.guild.people["lea"].delete(self.desk.thread, message)
            await self.gone(message)

    def mine(self) -> int:
        there = {int(m["id"]) for m in self.desk.messages()}
        return self.random.choice([m for m in self.own if m in there] or [0])

    async def outage(self) -> None:
        self.desk.site.down = not self.desk.site.down

    async def command(self) -> None:
        if self.links:
            link = self.random.choice(self.links)
            act = self.random.choice(["hold", "approve", "delete"])
            self.log[-1] += f" {act} {await self.desk.command(act, link=link)}"

    async def lock(self) -> None:
        await self.desk.command(self.random.choice(["lock", "unlock"]))

    def locked(self) -> bool:
        meta = self.desk.room.guild.backend.get_channel(self.desk.thread).thread_metadata
        return meta is not None and meta.locked

    async def by_hand(self) -> None:
        # A message of several comments is no word about each of them: the site keeps those.
        cards = [m for m in self.desk.messages() if len(m["embeds"]) == 1 and "mot" in str(m["embeds"])]
        if cards:
            message = int(self.random.choice(cards)["id"])
            await self.desk.room.guild.people["manager"].delete(self.desk.thread, message)

            async def noted() -> bool:
                shown = await thread_deliveries.of_message(self.desk.room.services.database, message)
                return all(d.wanted is None for d in shown)

            await eventually(noted)

    async def press(self) -> None:
        waiting = [n for n, m in enumerate(self.desk.asked()) if m["components"]]
        if waiting:
            await self.desk.press(
                self.random.choice(["approve", "reject"]), number=self.random.choice(waiting)
            )

    async def heard(self, message: int, text: str) -> None:
        async def known() -> bool:
            found = await writings.by_message(self.desk.room.services.database, message)
            return found is None or found.wanted is None or found.spoken.content == text

        await eventually(known)

    async def gone(self, message: int) -> None:
        async def known() -> bool:
            found = await writings.by_message(self.desk.room.services.database, message)
            return found is None or found.wanted is None

        await eventually(known)

    async def end(self) -> None:
        """Everything that waits is decided, and everything that is owed arrives."""
        self.desk.site.down = False
        for _ in range(3):
            for number, asked in enumerate(self.desk.asked()):
                if asked["components"]:
                    await self.desk.press("approve", number=number)
            for _ in range(40):
                await self.desk.exchange()
                soon = await deliveries.counts(self.desk.room.services.database)
                if not await self.desk.owed() and not await self.unwritten() and not soon:
                    break
                await asyncio.sleep(0.2)
            await self.desk.exchange()

    async def unwritten(self) -> bool:
        rows = await self.desk.room.services.database.all(
            "SELECT 1 FROM writings WHERE state = 'open' AND COALESCE(wanted, '') <> COALESCE(written, '')"
        )
        return bool(rows)


@pytest.mark.parametrize("seed", range(3))
async def test_both_sides_are_equal_in_the_end(tmp_path: Path, seed: int) -> None:
    async with moderated(tmp_path, rules={"words": ["arnaque"]}) as desk:
        walk = Walk(desk, seed)
        for _ in range(STEPS):
            await walk.step()
        await walk.end()
        shown = [text for texts in desk.said() for text in texts.split(" / ") if text.startswith("mot")]
        assert Counter(shown) == Counter(desk.public()), walk.log
        assert walk.locked() == (desk.site.commenting == "closed"), walk.log
        assert await reviews.by_id(desk.room.services.database, 0) is None
