"""The door for providers' webhooks: one effect for each signed event, the same silence for everybody else."""

from __future__ import annotations

import base64
import hmac
import json
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from hypothesis import given
from hypothesis import strategies as st
from multidict import CIMultiDict
from standardwebhooks.webhooks import Webhook
from stripe import WebhookSignature

from bot.config import WebSettings
from bot.errors import SourceError
from bot.subscribers.door import _DECOY, Door, Guarded, _signed
from bot.subscribers.hook import STANDARD
from bot.subscribers.providers import guarded
from bot.subscribers.service import Report, Subscribers
from bot.web import Call, Web
from storage import provider_events
from storage import subscribers as store
from storage.database import Database
from storage.records import Standing
from storage.records_subscribers import Entry
from storage.views import View
from tests.provider_site import publisher
from tests.subscribers_world import CLUB, GAZETTE, HIGH, LOW, SHOP_FAULT, FakeSource, link_all, roles
from tests.test_web import listening

_ENDED = Standing.INACTIVE
KEY = base64.b64encode(b"a key of thirty-two random bytes").decode()
OTHER_KEY = base64.b64encode(b"another of thirty-two good bytes").decode()
NAME = "gazette"


def now() -> datetime:
    return datetime.now(UTC)


class FakeLooker:
    """Notes whom it was asked to look at; `down` answers nothing."""

    def __init__(self) -> None:
        self.looks: list[str] = []
        self.sweeps = 0
        self.down = False

    async def look(self, publisher: str, subject: str, now: datetime) -> bool:
        if self.down:
            raise SourceError(SHOP_FAULT, after=7)
        self.looks.append(subject)
        return True

    async def refresh(self, publisher: str, now: datetime) -> Report:
        self.sweeps += 1
        return Report(publisher, now, known=not self.down, reason=SHOP_FAULT, grants=1)


# How each provider signs what it says of a subject


def standard(subject: str, *, key: str = KEY, event: str = "msg_1", at: float | None = None) -> Call:
    body = json.dumps({"type": "subscription.updated", "data": {"id": subject}})
    when = datetime.fromtimestamp(at or time.time(), UTC)
    headers = {
        "Webhook-Id": event,
        "Webhook-Timestamp": str(int(when.timestamp())),
        "Webhook-Signature": Webhook(key).sign(event, when, body),
    }
    return Call("POST", NAME, {}, CIMultiDict(headers), body.encode())


def stripe(subject: str, *, key: str = KEY, event: str = "evt_1", at: float | None = None) -> Call:
    about = {"object": "subscription", "id": "sub_1", "customer": subject}
    kind = "customer.subscription.updated"
    body = json.dumps({"object": "event", "id": event, "type": kind, "data": {"object": about}})
    signature = WebhookSignature.generate_signature_header(body, key, int(at or time.time()))
    return Call("POST", NAME, {}, {"Stripe-Signature": signature}, body.encode())


def ghost(subject: str, *, key: str = KEY, event: str = "", at: float | None = None) -> Call:
    body = json.dumps({"event": event, "member": {"current": {}, "previous": {"id": subject}}}).encode()
    sent = str(int((at or time.time()) * 1000))
    digest = hmac.new(key.encode(), body + sent.encode(), "sha256").hexdigest()
    return Call("POST", NAME, {}, {"X-Ghost-Signature": f"sha256={digest}, t={sent}"}, body)


def woocommerce(subject: str, *, key: str = KEY, event: str = "") -> Call:
    body = json.dumps({"id": 5, "customer_id": int(subject), "date_modified": event}).encode()
    signature = base64.b64encode(hmac.digest(key.encode(), body, "sha256")).decode()
    headers = {"X-WC-Webhook-Signature": signature, "X-WC-Webhook-Topic": "subscription.updated"}
    return Call("POST", NAME, {}, headers, body)


KINDS: dict[str, Callable[..., Call]] = {
    "push": standard,
    "stripe": stripe,
    "ghost": ghost,
    "woocommerce": woocommerce,
}
MORE: dict[str, dict[str, Any]] = {
    "push": {"url": "https://shop.example/all"},
    "stripe": {"token": "sk_test"},
    "ghost": {"url": "https://ghost.example", "token": "ab:cd"},
    "woocommerce": {"url": "https://shop.example", "user": "ck", "token": "cs"},
}
each = pytest.mark.parametrize("kind", KINDS)
each_with_a_time = pytest.mark.parametrize("kind", ["push", "stripe", "ghost"])


def guard(kind: str, *keys: str) -> Guarded:
    settings = publisher(kind, **MORE[kind], webhook_secrets=list(keys or (KEY,)))
    (one,) = guarded([settings])
    return one


@pytest.fixture
def looker() -> FakeLooker:
    return FakeLooker()


def door_of(db: Database, looker: FakeLooker, kind: str = "push", *keys: str) -> Door:
    return Door(db, [guard(kind, *keys)], looker, refusal_seconds=0)


@each
async def test_a_signed_event_is_answered_and_followed_by_a_look(
    kind: str, db: Database, looker: FakeLooker
) -> None:
    door = door_of(db, looker, kind)
    reply = await door.take(KINDS[kind]("77"))
    assert (reply.status, looker.looks) == (204, [])
    assert await door.release(NAME, now())
    assert not await door.release(NAME, now())
    assert looker.looks == ["77"]


@each
async def test_the_same_event_twice_has_one_effect(kind: str, db: Database, looker: FakeLooker) -> None:
    door, call = door_of(db, looker, kind), KINDS[kind]("77")
    for _ in range(2):
        assert (await door.take(call)).status == 204
        await door.release(NAME, now())
    assert looker.looks == ["77"]


async def test_the_same_event_signed_anew_has_one_effect(db: Database, looker: FakeLooker) -> None:
    door = door_of(db, looker, "stripe")
    for seconds in (60, 0):
        assert (await door.take(stripe("cus_1", at=time.time() - seconds))).status == 204
    await door.release(NAME, now())
    assert looker.looks == ["cus_1"]


@each_with_a_time
@pytest.mark.parametrize(
    "minutes", [-6, 6, 24 * 60], ids=["replay after 6 minutes", "6 ahead", "a day ahead"]
)
async def test_what_was_signed_at_another_time_is_refused(
    kind: str, minutes: int, db: Database, looker: FakeLooker
) -> None:
    call = KINDS[kind]("77", at=time.time() + minutes * 60)
    assert (await door_of(db, looker, kind).take(call)).status == 401


@each
async def test_one_byte_changed_is_refused(kind: str, db: Database, looker: FakeLooker) -> None:
    door, call = door_of(db, looker, kind), KINDS[kind]("77")
    changed = replace(call, body=call.body.replace(b"77", b"78"))
    assert (await door.take(changed)).status == 401
    assert not await door.release(NAME, now())


@each
async def test_a_rotated_secret_is_good_beside_the_old_one_and_alone(
    kind: str, db: Database, looker: FakeLooker
) -> None:
    old, new = KINDS[kind]("77", event="a"), KINDS[kind]("78", event="b", key=OTHER_KEY)
    both = door_of(db, looker, kind, KEY, OTHER_KEY)
    assert [(await both.take(call)).status for call in (old, new)] == [204, 204]
    alone = door_of(db, looker, kind, OTHER_KEY)
    assert [(await alone.take(call)).status for call in (old, new)] == [401, 204]


STRANGE = [
    "",
    "é",
    "v1,é",
    "t=1,v1=é",
    "sha256=é, t=1",
    "v1",
    "v1,!!",
    "t=x,v1=y",
    "t=9" + "9" * 400 + ",v1=a",
    "sha256=a, t=nan",
    "sha256",
    "\udcff",
    "🔑",
]


@each
@pytest.mark.parametrize("signature", STRANGE)
async def test_a_bad_or_non_ascii_signature_is_refused(
    kind: str, signature: str, db: Database, looker: FakeLooker
) -> None:
    call = KINDS[kind]("77")
    headers = {name: signature if "ignature" in name else value for name, value in call.headers.items()}
    assert (await door_of(db, looker, kind).take(replace(call, headers=CIMultiDict(headers)))).status == 401


@each
async def test_what_is_unsigned_is_refused(kind: str, db: Database, looker: FakeLooker) -> None:
    door, call = door_of(db, looker, kind), KINDS[kind]("77")
    assert (await door.take(replace(call, headers={}))).status == 401
    assert (await door.take(replace(call, method="GET"))).status == 401


@each
async def test_a_body_that_is_no_text_is_refused(kind: str, db: Database, looker: FakeLooker) -> None:
    call = replace(KINDS[kind]("77"), body=b"\xff\xfe\x00")
    assert (await door_of(db, looker, kind).take(call)).status == 401


@given(
    kind=st.sampled_from(sorted(KINDS)),
    body=st.binary(max_size=50),
    signature=st.text(max_size=80),
    stamp=st.text(max_size=20),
)
def test_no_stranger_makes_a_verifier_do_anything_but_refuse(
    kind: str, body: bytes, signature: str, stamp: str
) -> None:
    names = ("Webhook-Signature", "Stripe-Signature", "X-Ghost-Signature", "X-WC-Webhook-Signature")
    headers = {"Webhook-Id": "x", "Webhook-Timestamp": stamp, **dict.fromkeys(names, signature)}
    assert not _signed(Call("POST", NAME, {}, CIMultiDict(headers), body), guard(kind), now())


async def test_a_stranger_cannot_tell_whose_names_are_right(db: Database, looker: FakeLooker) -> None:
    door = door_of(db, looker)
    wrong = replace(standard("77"), headers={})
    assert await door.take(wrong) == await door.take(replace(wrong, path="nobody"))
    assert (await door.take(replace(standard("77"), path="nobody"))).status == 401
    ping = Call("POST", NAME, {}, {}, b"webhook_id=7")
    assert await door.take(ping) == await door.take(replace(ping, path="nobody"))


async def test_a_refusal_takes_the_same_time_whatever_it_was_refused_for(
    db: Database, looker: FakeLooker
) -> None:
    door = Door(db, [guard("push", KEY, OTHER_KEY)], looker, refusal_seconds=0.05)
    large = replace(standard("77", key=OTHER_KEY[::-1]), body=b"x" * 1_000_000)
    for call in (large, replace(large, path="nobody"), replace(large, headers=CIMultiDict())):
        begun = time.monotonic()
        assert (await door.take(call)).status == 401
        assert time.monotonic() - begun >= 0.05


def test_a_secret_is_not_shown_by_chance() -> None:
    assert KEY not in repr(guard("push"))
    assert "hush" not in repr(View("postgresql://bot:hush@shop/shop", "v", "id", "tier"))


async def test_what_is_signed_with_the_decoy_of_unknown_names_is_refused(
    db: Database, looker: FakeLooker
) -> None:
    call = replace(standard("77", key=_DECOY), path="nobody")
    assert (await door_of(db, looker).take(call)).status == 401


async def test_woocommerce_may_try_the_address_unsigned_before_it_saves_it(
    db: Database, looker: FakeLooker
) -> None:
    door = door_of(db, looker, "woocommerce")
    assert (await door.take(Call("POST", NAME, {}, {}, b"webhook_id=12"))).status == 200
    assert not await door.release(NAME, now())


async def test_a_deleted_record_of_woocommerce_names_nobody_so_all_are_looked_at(
    db: Database, looker: FakeLooker
) -> None:
    body = b'{"id": 5}'
    signature = base64.b64encode(hmac.digest(KEY.encode(), body, "sha256")).decode()
    headers = {"X-WC-Webhook-Signature": signature, "X-WC-Webhook-Topic": "subscription.deleted"}
    door = door_of(db, looker, "woocommerce")
    await door.take(Call("POST", NAME, {}, headers, body))
    assert await door.release(NAME, now())
    assert (looker.looks, looker.sweeps) == ([], 1)


@pytest.mark.parametrize(
    ("kind", "about", "subject"),
    [
        ("customer.subscription.deleted", {"object": "subscription", "customer": {"id": "cus_1"}}, ["cus_1"]),
        ("customer.deleted", {"object": "customer", "id": "cus_1"}, ["cus_1"]),
        ("invoice.payment_failed", {"object": "invoice", "customer": "cus_1"}, ["cus_1"]),
        ("charge.refunded", {"object": "charge", "id": "ch_1", "customer": "cus_1"}, ["cus_1"]),
        ("charge.dispute.created", {"object": "dispute", "charge": "ch_1"}, ["ch_1"]),
        ("product.created", {"object": "product", "id": "prod_1"}, []),
        ("invoice.created", {"object": "invoice", "customer": None}, []),
    ],
)
async def test_whom_an_event_of_stripe_is_about(
    kind: str, about: dict[str, Any], subject: list[str], db: Database, looker: FakeLooker
) -> None:
    body = json.dumps({"object": "event", "id": "evt_9", "type": kind, "data": {"object": about}})
    signature = WebhookSignature.generate_signature_header(body, KEY)
    door = door_of(db, looker, "stripe")
    reply = await door.take(Call("POST", NAME, {}, {"Stripe-Signature": signature}, body.encode()))
    await door.release(NAME, now())
    assert (reply.status, looker.looks) == (204, subject)


async def test_an_event_survives_a_crash_before_its_look(tmp_path: Path, looker: FakeLooker) -> None:
    url = f"sqlite:///{tmp_path}/crash.db"
    before = await Database.open(url)
    assert (await door_of(before, looker).take(standard("77"))).status == 204
    await before.close()
    after = await Database.open(url)
    assert await door_of(after, looker).release(NAME, now())
    await after.close()
    assert looker.looks == ["77"]


async def test_a_look_that_fails_is_kept_and_tried_again_ever_later(db: Database, looker: FakeLooker) -> None:
    door, start = door_of(db, looker), now()
    await door.take(standard("77"))
    looker.down = True
    assert not await door.release(NAME, start := start + timedelta(seconds=1))
    looker.down = False
    assert not await door.release(NAME, start + timedelta(seconds=6))
    assert await door.release(NAME, start + timedelta(seconds=7))
    assert looker.looks == ["77"]


async def test_many_events_at_once_are_one_reading(db: Database, looker: FakeLooker) -> None:
    door = door_of(db, looker)
    for number in range(60):
        await door.take(standard(str(number), event=f"msg_{number}"))
    looker.down = True
    with pytest.raises(SourceError, match="a fault of its own"):
        await door.release(NAME, now())
    looker.down = False
    assert await door.release(NAME, now())
    assert not await door.release(NAME, now())
    assert (looker.looks, looker.sweeps) == ([], 2)


async def test_events_of_one_subject_are_one_look(db: Database, looker: FakeLooker) -> None:
    door = door_of(db, looker)
    for number in range(5):
        await door.take(standard("77", event=f"msg_{number}"))
    await door.release(NAME, now())
    assert looker.looks == ["77"]


async def test_the_providers_silence_is_known_though_old_events_are_forgotten(
    db: Database, looker: FakeLooker
) -> None:
    door = door_of(db, looker)
    for number in range(2):
        await door.take(standard("77", event=f"msg_{number}"))
    before = (await provider_events.rhythms(db))[NAME].last
    await door.release(NAME, now())
    async with db.write() as tx:
        await provider_events.forget(tx, now() + timedelta(days=40))
    assert (await provider_events.rhythms(db))[NAME].last == before


# Events never carry the truth


@asynccontextmanager
async def at_the_shop(db: Database, *entries: Entry) -> AsyncIterator[tuple[FakeSource, Subscribers, Door]]:
    source = FakeSource(*entries)
    subscribers = Subscribers(db, [GAZETTE, CLUB], {NAME: source, "club": FakeSource(publisher="club")})
    await subscribers.refresh(NAME, now())
    yield source, subscribers, Door(db, [Guarded(NAME, STANDARD, (KEY,))], subscribers)


async def follow(door: Door, event: str, subject: str = "77") -> None:
    assert (await door.take(standard(subject, event=event))).status == 204
    await door.release(NAME, now() + timedelta(seconds=1))


async def test_active_after_deleted_gives_nothing_back(db: Database) -> None:
    async with at_the_shop(db, Entry("77", "integral"), Entry("1", "decouverte")) as (source, _, door):
        await link_all(db, {5: "77"})
        source.entries = (Entry("1", "decouverte"), Entry("77", "", standing=_ENDED))
        await follow(door, "deleted")
        await follow(door, "active, sent before and come later")
        assert await roles(db) == set()


async def test_updated_before_created_gives_the_newest_state(db: Database) -> None:
    async with at_the_shop(db, Entry("1", "decouverte")) as (source, _, door):
        await link_all(db, {5: "77"})
        source.entries = (Entry("1", "decouverte"), Entry("77", "integral"))
        await follow(door, "updated")
        await follow(door, "created")
        assert await roles(db) == {(5, HIGH)}


async def test_an_event_for_an_unlinked_reader_is_kept_and_gives_the_role_on_linking(db: Database) -> None:
    async with at_the_shop(db, Entry("1", "decouverte")) as (source, subscribers, door):
        source.entries = (Entry("1", "decouverte"), Entry("77", "integral"))
        await follow(door, "paid")
        assert await roles(db) == set()
        # Nothing is asked of the shop any more.
        source.entries = None
        code = await subscribers.linking.issue_code(NAME, "77", now())
        await subscribers.linking.link(5, code, now())
        assert await roles(db) == {(5, HIGH)}


async def test_when_all_webhooks_are_lost_for_a_day_the_sweep_repairs(db: Database) -> None:
    async with at_the_shop(db, Entry("1", "decouverte"), Entry("2", "integral")) as (source, subscribers, _):
        await link_all(db, {5: "77", 6: "1", 7: "2"})
        await subscribers.refresh(NAME, now())
        assert await roles(db) == {(6, LOW), (7, HIGH)}
        source.entries = (Entry("77", "integral"), Entry("1", "integral"))
        await subscribers.refresh(NAME, now() + timedelta(days=1))
        assert await roles(db) == {(5, HIGH), (6, HIGH)}
        assert (await store.publishers(db))[NAME].reason == ""


async def test_the_door_is_where_settings_say_and_says_no_word_to_strangers(
    db: Database, looker: FakeLooker
) -> None:
    web = Web(WebSettings(listen="127.0.0.1:0", url="https://bot.example"))
    name = "La Gazette des Objets"
    Door(db, [Guarded(name, STANDARD, (KEY,))], looker).open(web)
    async with listening(web) as address, aiohttp.ClientSession() as session:
        call = standard("77")
        url = f"{address}/publishers/La%20Gazette%20des%20Objets"
        async with session.post(url, data=call.body, headers=dict(call.headers)) as answer:
            assert (answer.status, await answer.read()) == (204, b"")
        for wrong in (url, f"{address}/publishers/", f"{address}/publishers/../x"):
            async with session.post(wrong, data=b"{}") as answer:
                assert (await answer.read(), answer.headers["Server"]) == (b"", "web")
                assert answer.status in (401, 404)
