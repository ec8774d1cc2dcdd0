"""A code by mail as a reader meets it: two steps from `/link`, in private, in their language."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.vault import make_key
from tests.mail_server import MailServer, serving
from tests.newsroom import Newsroom, at_work
from tests.stage import Guild
from tests.test_cogs import ephemeral, text_of
from tests.test_link_panel import buttons

CODE = re.compile(r"\b[2-9A-Z]{6}-[2-9A-Z]{6}\b")


@asynccontextmanager
async def mailing(folder: Path) -> AsyncIterator[tuple[Newsroom, MailServer]]:
    """A newsroom whose publisher sends codes by mail; its list has been read."""
    (folder / "list.csv").write_text("id,tier,email\nr1,integral,lea@example.org\n", encoding="utf-8")

    def publishers(guild: Guild) -> dict[str, Any]:
        ours = {"name": "La Gazette", "kind": "csv", "file": str(folder / "list.csv"), "guild": guild.id}
        return {"publishers": [ours | {"roles": guild.role_ids, "mail_codes": True}]}

    async with serving() as server:
        mail = {"host": "127.0.0.1", "port": server.port, "tls": "none", "from": "bot@gazette.example"}
        keys = {"keys": [make_key()]}
        async with at_work(folder, later=publishers, mail=mail, privacy=keys) as newsroom:
            await newsroom.services.subscribers.refresh("La Gazette", datetime.now(UTC))
            yield newsroom, server


async def asked(newsroom: Newsroom, who: str, address: str) -> Any:
    """The bot's answer to an address that somebody typed behind the button of `/link`."""
    person = newsroom.guild.people[who]
    shown = await (await person.slash(newsroom.guild.news_id, "link")).finished()
    opened = await shown.click("link-mail:La Gazette")
    assert opened.kind == "modal"
    return await (await opened.submit(address=address)).finished()


def answer(interaction: Any) -> dict[str, Any]:
    found: dict[str, Any] = (interaction.followups or [interaction.message])[-1]
    return found


async def test_a_reader_types_the_address_gets_a_mail_and_links_by_its_code(tmp_path: Path) -> None:
    async with mailing(tmp_path) as (newsroom, server):
        told = await asked(newsroom, "lea", " Lea@Example.org ")
        assert ephemeral(answer(told))
        assert "un code y est envoyé" in text_of(answer(told))
        await newsroom.services.mail_codes.release(datetime.now(UTC))
        (mail,) = server.mails
        body = mail.get_content()
        assert body.startswith("Bonjour,")
        assert "lea" in body
        (code,) = set(CODE.findall(body))
        await newsroom.restarted()
        opened = await newsroom.guild.people["lea"].click(
            newsroom.guild.news_id, int(answer(told)["id"]), "link-code"
        )
        linked = await (await opened.submit(code=code.lower())).finished()
        assert "Votre rôle arrive" in text_of(answer(linked))


async def test_an_address_that_nobody_has_is_answered_alike_and_gets_no_mail(tmp_path: Path) -> None:
    async with mailing(tmp_path) as (newsroom, server):
        known = answer(await asked(newsroom, "alex", "lea@example.org"))
        unknown = answer(await asked(newsroom, "alex", "zoe@example.org"))
        assert text_of(known) == text_of(unknown)
        assert "a code is on its way there" in text_of(known)
        assert buttons(known) == buttons(unknown) == {"I have a code": "link-code"}
        await newsroom.services.mail_codes.release(datetime.now(UTC))
        assert server.recipients == ["lea@example.org"]
        assert server.mails[0].get_content().startswith("Hello,")


async def test_what_is_no_address_is_said_at_once(tmp_path: Path) -> None:
    async with mailing(tmp_path) as (newsroom, _):
        assert "n’est pas une adresse" in text_of(answer(await asked(newsroom, "lea", "lea")))


async def test_the_panel_offers_mail_where_the_settings_do(tmp_path: Path) -> None:
    async with mailing(tmp_path) as (newsroom, _):
        lea = newsroom.guild.people["lea"]
        shown = await (await lea.slash(newsroom.guild.news_id, "link")).finished()
        assert buttons(shown.message or {}) == {
            "Code par courriel de La Gazette": "link-mail:La Gazette",
            "J’ai un code": "link-code",
        }
