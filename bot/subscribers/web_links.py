"""Linking by the web: one browser shows who it is at a publisher and who it is on Discord, and says yes.

`/link/PUBLISHER?token=…` begins with a link that the publisher signed, `/oauth/begin?ticket=…` with a button
on Discord; both then go to Discord's sign-in and end at one question. Nobody is linked who did not prove both
sides in the same browser, so a link that is sent to somebody else cannot catch them. Strangers learn nothing:
whatever does not come rightly gets the same page in the same time.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from urllib.parse import quote

import structlog

from bot.config import Settings
from bot.errors import ReaderError, SourceError
from bot.http import Fetcher
from bot.subscribers import browsers, link_pages, visits, ways
from bot.subscribers.browsers import Browsers
from bot.subscribers.discord_sign_in import DiscordSignIn
from bot.subscribers.publisher_sign_in import PublisherSignIn
from bot.subscribers.service import Subscribers
from bot.subscribers.signed_links import SignedLinks
from bot.subscribers.visits import Step
from bot.subscribers.ways import Offer, Way
from bot.web import Call, Reply, Web
from storage import visits as stored
from storage.database import Database
from storage.visits import Visit

log = structlog.stdlib.get_logger(__name__)

_REFUSAL_SECONDS = 0.1
_LOOK_SECONDS = 5.0
# Longer than a signed link can be valid.
_MEMORY = timedelta(hours=1)

Route = Callable[[Call, datetime], Awaitable[Reply]]


class _RefusedError(Exception):
    """Somebody does not come rightly."""


class WebLinks:
    """Links readers who come by the web, for the publishers that offer it."""

    def __init__(
        self,
        db: Database,
        settings: Settings,
        subscribers: Subscribers,
        fetch: Fetcher,
        *,
        refusal_seconds: float = _REFUSAL_SECONDS,
    ) -> None:
        self._db = db
        self._publishers = settings.publishers
        self._names = {publisher.name for publisher in settings.publishers}
        self._subscribers = subscribers
        self._refusal_seconds = refusal_seconds
        self._web = Web(settings.web)
        self._wake: Callable[[], None] = lambda: None
        self._discord = DiscordSignIn(settings.discord, fetch, self._web.address("oauth", "discord"))
        self._signed = SignedLinks(settings.publishers, self._web)
        self._sign_ins = {
            p.name: PublisherSignIn(p.oauth, fetch, redirect_address(self._web, p.name))
            for p in settings.publishers
            if p.oauth
        }
        self._browsers = Browsers(self._web.address("", ""))

    def open(self, web: Web, wake: Callable[[], None]) -> None:
        """Take calls from now on, where there is anybody to link; `wake` is called when roles are owed."""
        if self._signed or self._sign_ins:
            self._wake = wake
            web.add("link", self.take_link)
            web.add("oauth", self.take_oauth)

    async def offered(self, guild: int, user: int, now: datetime) -> list[Offer]:
        """What the publishers of a server offer to a Discord account, each with the address to go to."""
        found = ways.offered(self._publishers, guild)
        return [
            replace(offer, url=await self.invite(offer.publisher, user, now))
            if offer.way is Way.SIGN_IN
            else offer
            for offer in found
        ]

    async def invite(self, publisher: str, user: int, now: datetime) -> str:
        """An address by which this Discord account may sign in at a publisher: once, for ten minutes."""
        ticket = visits.new_secret()
        invited = Visit(visits.digest(ticket), Step.INVITED, publisher, now + visits.LIFE, user=user)
        async with self._db.write() as tx:
            await stored.add(tx, invited)
        return f"{self._web.address('oauth', 'begin')}?ticket={ticket}"

    async def take_link(self, call: Call) -> Reply:
        """Answer whoever comes with a signed link."""
        return await self._answer(call, self._arrive if call.method == "GET" else _refuse)

    async def take_oauth(self, call: Call) -> Reply:
        """Answer whoever begins at Discord, comes back from a sign-in, or is asked at the end."""
        route: Route = _refuse
        match call.method, call.path.partition("/")[0]:
            case "GET", "begin":
                route = self._begin
            case "GET", "publisher":
                route = self._from_publisher
            case "GET", "discord":
                route = self._from_discord
            case "GET", "confirm":
                route = self._ask
            case "POST", "confirm":
                route = self._link
        return await self._answer(call, route)

    async def _answer(self, call: Call, route: Route) -> Reply:
        begun = time.monotonic()
        language = browsers.language(call)
        try:
            return await route(call, datetime.now(UTC))
        except _RefusedError:
            await asyncio.sleep(begun + self._refusal_seconds - time.monotonic())
            return link_pages.refused(language)
        except SourceError as error:
            log.warning("sign-in failed", reason=str(error))
            return link_pages.unavailable(language)
        except ReaderError as error:
            return link_pages.explained(language, error)

    # Beginning

    async def _arrive(self, call: Call, now: datetime) -> Reply:
        """A signed link: it is used up only when the account is linked."""
        link = self._signed.read(call.path, call.query.get("token", ""))
        if link is None or await stored.is_spent(self._db, call.path, link.token):
            raise _RefusedError
        secret = visits.new_secret()
        address = await self._to_discord(secret)
        visit = Visit(visits.digest(secret), Step.AT_DISCORD, call.path, now + visits.LIFE)
        async with self._db.write() as tx:
            await stored.forget(tx, now)
            await stored.add(tx, replace(visit, subject=link.subject, token=link.token))
        return self._browsers.send(address, secret)

    async def _begin(self, call: Call, now: datetime) -> Reply:
        """The ticket of a button: from now on the visit is this browser's."""
        ticket = visits.digest(call.query.get("ticket", ""))
        visit = await stored.find(self._db, ticket, Step.INVITED, now)
        sign_in = self._sign_ins.get(visit.publisher) if visit else None
        if visit is None or sign_in is None:
            raise _RefusedError
        secret, step = visits.new_secret(), Step.AT_PUBLISHER
        challenge = visits.challenge(visits.verifier(secret, step))
        address = await sign_in.address(visits.state(secret, step), visits.nonce(secret), challenge)
        begun = replace(visit, secret=visits.digest(secret), expires=now + visits.LIFE)
        await self._advance(visit, begun, step)
        return self._browsers.send(address, secret)

    # Coming back

    async def _from_publisher(self, call: Call, now: datetime) -> Reply:
        """The publisher says who this is; who it is on Discord comes next."""
        visit, secret = await self._returned(call, Step.AT_PUBLISHER, now)
        sign_in = self._sign_ins.get(visit.publisher)
        if sign_in is None or call.path != f"publisher/{visit.publisher}":
            raise _RefusedError
        visit = await self._advance(visit, visit, Step.FROM_PUBLISHER)
        if "error" in call.query:
            return await self._cancelled(call, visit)
        verifier = visits.verifier(secret, Step.AT_PUBLISHER)
        code, issuer = call.query.get("code", ""), call.query.get("iss", "")
        subject = await sign_in.who(code, verifier, visits.nonce(secret), issuer)
        address = await self._to_discord(secret)
        known = replace(visit, subject=subject, expires=now + visits.LIFE)
        await self._advance(visit, known, Step.AT_DISCORD)
        return self._browsers.send(address)

    async def _from_discord(self, call: Call, now: datetime) -> Reply:
        """Discord says who this is; a button that was somebody else's ends here."""
        visit, secret = await self._returned(call, Step.AT_DISCORD, now)
        visit = await self._advance(visit, visit, Step.FROM_DISCORD)
        if "error" in call.query:
            return await self._cancelled(call, visit)
        verifier = visits.verifier(secret, Step.AT_DISCORD)
        account = await self._discord.who(call.query.get("code", ""), verifier)
        if visit.user not in {0, account.id}:
            await self._end(visit)
            log.warning("link refused: the button was another account's", publisher=visit.publisher)
            raise ReaderError("link-other-account", account=account.name)
        known = replace(visit, user=account.id, name=account.name, expires=now + visits.LIFE)
        await self._advance(visit, known, Step.ASKED)
        return self._browsers.send(self._web.address("oauth", "confirm"))

    # Saying yes

    async def _ask(self, call: Call, now: datetime) -> Reply:
        language = browsers.language(call)
        secret = self._browsers.secret(call)
        visit = await self._find(secret, Step.ASKED, now)
        if visit is not None:
            return link_pages.question(language, visit.publisher, visit.name, visits.form(secret))
        visit = await self._find(secret, Step.LINKED, now)
        if visit is None:
            raise _RefusedError
        return link_pages.done(language, visit.publisher, visit.name)

    async def _link(self, call: Call, now: datetime) -> Reply:
        """The button was pressed: the signed link is used up and the account linked, or neither."""
        secret = self._browsers.secret(call)
        visit = await self._find(secret, Step.ASKED, now) or await self._find(secret, Step.LINKED, now)
        if visit is None or not visits.same(browsers.field(call, "form"), visits.form(secret)):
            raise _RefusedError
        if await self._join(visit, now.replace(microsecond=0)):
            await self._look(visit, now)
            self._wake()
        return self._browsers.send(self._web.address("oauth", "confirm"))

    async def _join(self, visit: Visit, now: datetime) -> bool:
        """False where the button was pressed before: people press twice."""
        way = "signed link" if visit.token else "sign-in"
        async with self._db.write() as tx:
            if not await stored.advance(
                tx, replace(visit, step=Step.ASKED), replace(visit, step=Step.LINKED)
            ):
                return False
            if visit.token and not await stored.spend(tx, visit.publisher, visit.token, now + _MEMORY):
                raise _RefusedError
            linking = self._subscribers.linking
            await linking.join_in(tx, visit.publisher, visit.subject, visit.user, now, way)
        log.info("account linked", user=visit.user, publisher=visit.publisher, way=way)
        return True

    async def _look(self, visit: Visit, now: datetime) -> None:
        """Who has no role may just have paid: ask, but not for long; the next reading asks again."""
        known = await self._subscribers.standing(visit.user, now)
        if any(m.roles for m in known if m.publisher == visit.publisher):
            return
        try:
            async with asyncio.timeout(_LOOK_SECONDS):
                await self._subscribers.look(visit.publisher, visit.subject, now)
        except (SourceError, TimeoutError):
            log.warning("subscriber not looked at after linking", publisher=visit.publisher)

    # Visits

    async def _returned(self, call: Call, step: Step, now: datetime) -> tuple[Visit, str]:
        """The visit that was sent away at a step and comes back with its state, in its browser."""
        secret = self._browsers.secret(call)
        visit = await self._find(secret, step, now)
        if visit is None or not visits.same(call.query.get("state", ""), visits.state(secret, step)):
            raise _RefusedError
        return visit, secret

    async def _find(self, secret: str, step: Step, now: datetime) -> Visit | None:
        visit = await stored.find(self._db, visits.digest(secret), step, now)
        # Its publisher may have left the settings since.
        return visit if visit and visit.publisher in self._names else None

    async def _advance(self, old: Visit, new: Visit, step: Step) -> Visit:
        new = replace(new, step=step)
        async with self._db.write() as tx:
            if not await stored.advance(tx, old, new):
                raise _RefusedError
        return new

    async def _cancelled(self, call: Call, visit: Visit) -> Reply:
        await self._end(visit)
        return link_pages.cancelled(browsers.language(call))

    async def _end(self, visit: Visit) -> None:
        async with self._db.write() as tx:
            await stored.end(tx, visit.secret)

    async def _to_discord(self, secret: str) -> str:
        step = Step.AT_DISCORD
        challenge = visits.challenge(visits.verifier(secret, step))
        return await self._discord.address(visits.state(secret, step), challenge)


def redirect_address(web: Web, publisher: str) -> str:
    """Where a publisher's sign-in sends browsers back to."""
    return web.address("oauth", f"publisher/{quote(publisher)}")


async def _refuse(_call: Call, _now: datetime) -> Reply:
    raise _RefusedError
