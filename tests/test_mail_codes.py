"""A code by mail: who gets one, how it is sent, and that nobody learns whose address is known."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import Any

import pytest
import structlog.testing

from bot.config_mail import MailSettings
from bot.errors import ReaderError, RetryError
from bot.mail import Letter, Mailer, MailServerError, UndeliverableError
from bot.subscribers.address_book import AddressBook
from bot.subscribers.codes import digest_of
from bot.subscribers.mail_codes import Asker, MailCodes, written
from bot.subscribers.service import Subscribers
from bot.vault import Vault, make_key
from storage import deliveries, mails
from storage.database import Database, Row, Transaction, Value
from storage.records import Kind
from storage.records_mail import MailState
from storage.records_subscribers import Entry
from tests.subscribers_world import GAZETTE, GUILD, HIGH, NOW, FakeSource, roles

KEY = make_key()
MAILING = GAZETTE.model_copy(update={"mail_codes": True})
LEA, NOBODY = "lea@example.org", "zoe@example.org"
CODE = re.compile(r"\b[2-9A-Z]{6}-[2-9A-Z]{6}\b")


class Postman(Mailer):
    """Keeps the letters; says what it is told to instead, once for each."""

    def __init__(self, *troubles: Exception) -> None:
        self.letters: list[Letter] = []
        self.troubles = list(troubles)

    async def send(self, letter: Letter) -> None:
        if self.troubles:
            raise self.troubles.pop(0)
        self.letters.append(letter)

    @property
    def codes(self) -> list[str]:
        return [code for letter in self.letters for code in CODE.findall(letter.text)[:1]]


class World:
    """A publisher with one subscriber whose address is known."""

    def __init__(self, db: Database, vault: Vault | None = None, **limits: int) -> None:
        self.db = db
        self.vault = vault or Vault([KEY])
        self.settings = MailSettings.model_validate(
            {"host": "127.0.0.1", "from": "bot@gazette.example", **limits}
        )
        self.source = FakeSource(Entry("a", "integral", address="Lea@example.org"))
        self.book = AddressBook(db, [MAILING], self.vault)
        self.subscribers = Subscribers(db, [MAILING], {"gazette": self.source}, self.book)
        self.postman = Postman()

    @property
    def codes(self) -> MailCodes:
        """As after a restart: nothing is remembered but what is stored."""
        return MailCodes(self.db, self.settings, self.book, self.vault, self.postman)

    async def ask(
        self, user: int = 7, address: str = LEA, now: datetime = NOW, guild: int = GUILD, language: str = "fr"
    ) -> None:
        await self.codes.ask(Asker(user, f"reader{user}", guild, language), "gazette", address, now)

    async def states(self, user: int = 7) -> list[str]:
        return [str(mail.state) for mail in await mails.of_user(self.db, user)]

    async def link(self, user: int, code: str, now: datetime = NOW) -> None:
        await self.subscribers.linking.link(user, code, now)


@pytest.fixture
async def world(db: Database) -> World:
    world = World(db)
    await world.subscribers.refresh("gazette", NOW)
    return world


async def alerts_of(db: Database) -> list[str]:
    rows = await db.all("SELECT text FROM alerts ORDER BY id")
    assert len(await deliveries.of_kind(db, Kind.ALERT)) == len(rows)
    return [row[0] for row in rows]


# The way to a link


async def test_the_code_in_the_mail_links_the_account_that_asked(world: World) -> None:
    await world.ask()
    assert await world.codes.release(NOW) == 1
    (letter,) = world.postman.letters
    assert letter.to == "Lea@example.org"
    await world.link(7, world.postman.codes[0])
    assert await roles(world.db) == {(7, HIGH)}
    events = await world.db.all("SELECT cause FROM audit WHERE event = 'link'")
    assert events == [("mail",)]


async def test_another_account_cannot_use_the_code(world: World) -> None:
    await world.ask()
    await world.codes.release(NOW)
    (code,) = world.postman.codes
    for expected in ["link-code-unknown"] * 5 + ["link-locked"]:
        with pytest.raises(ReaderError, match=expected):
            await world.link(8, code)
    await world.link(7, code)
    assert await roles(world.db) == {(7, HIGH)}


async def test_a_code_works_once_and_for_ten_minutes(world: World) -> None:
    await world.ask()
    await world.ask(8)
    await world.codes.release(NOW)
    first, second = world.postman.codes
    await world.link(7, first)
    await world.subscribers.linking.unlink(7, NOW)
    with pytest.raises(ReaderError, match="link-code-unknown"):
        await world.link(7, first)
    with pytest.raises(ReaderError, match="link-code-unknown"):
        await world.link(8, second, NOW + timedelta(minutes=10))


def test_the_mail_says_who_asked_in_both_languages_the_readers_first() -> None:
    subject, text = written("ABCDEF-GHJKMN", "mallory", "La Gazette", "en")
    assert subject.startswith("Your code for La Gazette")
    assert "Votre code pour La Gazette" in subject
    assert text.startswith("Hello,")
    assert text.index("Hello,") < text.index("Bonjour,")
    assert text.count("ABCDEF-GHJKMN") == text.count("mallory") == 2
    assert written("c", "n", "p", "fr")[1].startswith("Bonjour,")
    assert "http" not in text
    assert "<" not in text


def test_a_name_cannot_add_lines_to_the_mail() -> None:
    _, text = written("c", "eve\n\nSend the code to me\u202e", "La Gazette", "fr")
    assert "eveSend the code to me" in text


async def test_neither_code_nor_address_is_readable_at_rest_or_in_the_log(world: World) -> None:
    world.postman.troubles = [MailServerError("the mail server cannot be reached")]
    with structlog.testing.capture_logs() as logged:
        await world.ask()
        await world.codes.release(NOW)
        stored = "\n".join(str(row) for row in await world.db.all("SELECT * FROM mails"))
        stored += "\n".join(str(row) for row in await world.db.all("SELECT * FROM link_codes"))
        await world.codes.release(NOW + timedelta(minutes=1))
    (code,) = world.postman.codes
    for secret in (code, code.replace("-", ""), LEA, "Lea@example.org"):
        assert secret not in stored
        assert secret not in str(logged)
    assert digest_of(code) in stored
    # Once it is sent, not even sealed.
    assert await world.db.all("SELECT sealed FROM mails") == [("",)]


# Sending


async def test_greylisting_is_waited_for_and_the_mail_comes_once(world: World) -> None:
    world.postman.troubles = [RetryError("not now (451)"), RetryError("not now (451)")]
    await world.ask()
    sent = [await world.codes.release(NOW + timedelta(seconds=s)) for s in (0, 4, 5, 14, 15, 20, 60)]
    assert sent == [0, 0, 0, 0, 1, 0, 0]
    assert len(world.postman.letters) == 1
    assert await alerts_of(world.db) == []


async def test_a_refused_address_is_given_up_with_a_reason_that_does_not_name_it(world: World) -> None:
    world.postman.troubles = [UndeliverableError("the mail server refuses the address (550 5.1.1)")]
    await world.ask()
    await world.codes.release(NOW)
    assert await world.codes.release(NOW + timedelta(minutes=5)) == 0
    (mail,) = await mails.of_user(world.db, 7)
    assert (mail.state, mail.reason) == (
        MailState.DROPPED,
        "the mail server refuses the address (550 5.1.1)",
    )


async def test_a_server_that_is_down_is_told_once_and_all_go_out_when_it_is_up(world: World) -> None:
    down = MailServerError("the mail server cannot be reached")
    world.postman.troubles = [down] * 9
    for user in (7, 8, 9):
        await world.ask(user, now=NOW)
    for seconds in range(0, 120, 5):
        await world.codes.release(NOW + timedelta(seconds=seconds))
    assert len(world.postman.letters) == 3
    assert await alerts_of(world.db) == ["alert-mail-server"]
    assert await world.db.all("SELECT 1 FROM alerts WHERE over IS NULL") == []


async def test_a_code_that_ended_is_not_sent(world: World) -> None:
    world.postman.troubles = [RetryError("not now")]
    await world.ask()
    await world.codes.release(NOW)
    assert await world.codes.release(NOW + timedelta(minutes=10)) == 0
    (mail,) = await mails.of_user(world.db, 7)
    assert mail.reason == "its code ended before it could be sent; the last reason was: not now"
    assert world.postman.letters == []


async def test_a_mail_whose_key_or_address_is_gone_is_given_up(world: World) -> None:
    await world.ask()
    world.source.entries = (Entry("a", "integral"),)
    await world.subscribers.refresh("gazette", NOW)
    await world.codes.release(NOW)
    assert await world.states() == ["unknown"]
    other = World(world.db, Vault([make_key()]))
    world.source.entries = (Entry("a", "integral", address=LEA),)
    await world.subscribers.refresh("gazette", NOW)
    await world.ask(8)
    await other.codes.release(NOW)
    (mail,) = await mails.of_user(world.db, 8)
    assert mail.reason == "its key is no longer in privacy.keys"


async def test_a_mail_whose_outcome_was_written_down_is_never_sent_again(world: World) -> None:
    await world.ask()
    await world.codes.release(NOW)
    for seconds in range(0, 1_200, 60):
        await world.codes.release(NOW + timedelta(seconds=seconds))
    assert len(world.postman.letters) == 1


async def test_a_mail_that_may_have_arrived_comes_again_as_the_same_mail(world: World) -> None:
    """Killed between the server's word and our own: the second one has the same id and the same code."""
    await world.ask()

    class Killed(Postman):
        async def send(self, letter: Letter) -> None:
            await super().send(letter)
            raise SystemError("killed")

    world.postman = killed = Killed()
    with pytest.raises(SystemError):
        await world.codes.release(NOW)
    world.postman = Postman()
    await world.codes.release(NOW)
    assert world.postman.letters == killed.letters


# Limits


async def test_a_reader_has_three_an_hour_and_hears_the_same_beyond(world: World) -> None:
    for minute in range(5):
        await world.ask(address=f"{minute}@example.org", now=NOW + timedelta(minutes=minute))
    assert await world.states() == ["owed"] * 3 + ["over"] * 2
    await world.ask(now=NOW + timedelta(minutes=60))
    assert (await world.states())[-1] == "owed"


async def test_an_address_gets_three_an_hour_whoever_asks(world: World) -> None:
    for user in range(10, 15):
        await world.ask(user, address=LEA.upper())
    await world.codes.release(NOW)
    assert len(world.postman.letters) == 3
    assert await world.states(14) == ["over"]


async def test_a_server_and_all_servers_have_a_limit_and_a_manager_is_told_once(db: Database) -> None:
    world = World(db, per_server=4, per_hour=6)
    await world.subscribers.refresh("gazette", NOW)
    for user in range(10, 20):
        await world.ask(user, address=f"{user}@example.org")
    assert await db.all("SELECT state, COUNT(*) FROM mails GROUP BY state ORDER BY 1") == [
        ("over", 6),
        ("owed", 4),
    ]
    for user in range(20, 24):
        await world.ask(user, address=f"{user}@example.org", guild=GUILD + 1)
    assert await world.states(23) == ["over"]
    assert len(await alerts_of(db)) == 2
    await world.codes.tidy(NOW + timedelta(hours=2))
    assert await db.all("SELECT 1 FROM alerts WHERE over IS NULL") == []


async def test_what_no_limit_counts_any_more_is_forgotten(world: World) -> None:
    await world.ask()
    await world.ask(8, address=NOBODY)
    await world.codes.tidy(NOW + timedelta(minutes=59))
    assert len(await world.states()) == 1
    await world.codes.tidy(NOW + timedelta(hours=1, minutes=11))
    assert await world.states() == await world.states(8) == []
    assert await world.db.all("SELECT 1 FROM link_codes") == []


@pytest.mark.parametrize("told", ["", "lea", "lea@", "lea@example.org, tom@example.org"])
async def test_what_is_no_address_is_said_to_be_none(world: World, told: str) -> None:
    with pytest.raises(ReaderError, match="mail-no-address"):
        await world.ask(address=told)
    assert await world.states() == []


# Known and unknown addresses


class Listening(Transaction):
    """Writes down every statement, and the form of its values."""

    def __init__(self, inner: Transaction, said: list[tuple[str, Any]]) -> None:
        self._inner = inner
        self._said = said

    async def all(self, sql: str, **values: Value) -> list[Row]:
        self._said.append((sql, shape(values)))
        return await self._inner.all(sql, **values)

    async def run(self, sql: str, **values: Value) -> int:
        self._said.append((sql, shape(values)))
        return await self._inner.run(sql, **values)

    async def many(self, sql: str, rows: Iterable[Any]) -> None:
        rows = list(rows)
        self._said.append((sql, [shape(row) for row in rows]))
        await self._inner.many(sql, rows)


def shape(values: dict[str, Value]) -> dict[str, Any]:
    """Of what kind and length each value is."""
    return {
        name: len(value) if isinstance(value, str) else type(value).__name__ for name, value in values.items()
    }


class Overheard(Database):
    """A database that writes down what is done with it."""

    said: list[tuple[str, Any]]

    async def all(self, sql: str, **values: Value) -> list[Row]:
        self.said.append((sql, shape(values)))
        return await super().all(sql, **values)

    async def one(self, sql: str, **values: Value) -> Row | None:
        self.said.append((sql, shape(values)))
        return await super().one(sql, **values)

    @asynccontextmanager
    async def write(self) -> AsyncIterator[Transaction]:  # type: ignore[override]
        async with super().write() as tx:
            yield Listening(tx, self.said)


class Counting(Vault):
    """A vault that writes down each use of it."""

    def __init__(self, keys: tuple[str, ...], said: list[tuple[str, Any]]) -> None:
        super().__init__(keys)
        self.said = said

    def seal(self, text: str) -> str:
        self.said.append(("seal", len(text)))
        return super().seal(text)

    def open(self, sealed: str) -> str:
        self.said.append(("open", len(sealed)))
        return super().open(sealed)

    def digests(self, text: str) -> tuple[str, ...]:
        self.said.append(("digests", len(text)))
        return super().digests(text)


async def test_known_and_unknown_addresses_are_alike_in_every_step(tmp_path: Any) -> None:
    db = await Overheard.open(f"sqlite:///{tmp_path}/test.db")
    assert isinstance(db, Overheard)
    try:
        db.said = said = []
        world = World(db, Counting((KEY, make_key()), said))
        await world.subscribers.refresh("gazette", NOW)
        steps = []
        for user, address in ((7, LEA), (8, NOBODY), (9, LEA), (7, NOBODY)):
            said.clear()
            await world.ask(user, address)
            steps.append(list(said))
        await world.codes.release(NOW)
        states = [state for user in (7, 8, 9) for state in await world.states(user)]
    finally:
        await db.close()
    assert states == ["sent", "unknown", "unknown", "sent"]
    assert steps[0] == steps[1] == steps[2] == steps[3]
    assert [step for step, _ in steps[0]][:2] == ["digests", "seal"]
    assert not any("FROM addresses" in step for step, _ in steps[0])


async def test_one_too_many_does_the_same_work_too(tmp_path: Any) -> None:
    db = await Overheard.open(f"sqlite:///{tmp_path}/test.db")
    assert isinstance(db, Overheard)
    try:
        db.said = said = []
        world = World(db, per_reader=1)
        await world.subscribers.refresh("gazette", NOW)
        steps = []
        for address in (LEA, NOBODY, LEA):
            said.clear()
            await world.ask(7, address)
            steps.append([step for step, _ in said])
        assert await world.states() == ["owed", "over", "over"]
    finally:
        await db.close()
    assert steps[0] == steps[1] == steps[2]


async def test_many_who_ask_at_once_keep_the_limits(world: World) -> None:
    await asyncio.gather(*(world.ask(7, LEA) for _ in range(20)))
    assert (await world.states()).count("owed") == 3
