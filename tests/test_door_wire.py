"""A webhook of a provider, the bot as a process, a role on the Discord at the wire."""

from __future__ import annotations

import socket
from pathlib import Path
from urllib.parse import quote

import aiohttp
import pytest

from tests.stage import staged
from tests.test_door import KEY, standard

pytestmark = pytest.mark.wire


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port: int = taken.getsockname()[1]
        return port


async def test_a_payment_gives_the_role_within_seconds_and_the_end_takes_it(tmp_path: Path) -> None:
    listen = f"127.0.0.1:{free_port()}"
    async with staged(tmp_path) as stage:
        (publisher,) = stage.bot.settings["publishers"]
        publisher |= {"interval": 3_600, "webhook_secrets": [KEY]}
        stage.bot.settings["web"] = {"listen": listen, "url": f"http://{listen}"}
        lea = stage.people["lea"]
        reader = next(r for r in stage.site.readers.values() if r.name.startswith("Léa"))
        stage.site.unsubscribe(reader.id)
        await stage.bot.start()
        await stage.until(lambda: stage.wire.gateway.connected)
        await stage.until(lambda: lea.commands(stage.news_id))
        code = stage.site.make_link_code(reader.id)
        await (await lea.slash(stage.news_id, "link", code=code.code)).finished()
        member = stage.backend.get_guild(stage.guild.id).members[lea.user_id]

        async def tell(event: str) -> None:
            call = standard(f"gazette-{reader.id}", event=event)
            url = f"http://{listen}/publishers/{quote(publisher['name'])}"
            async with aiohttp.request("POST", url, data=call.body, headers=dict(call.headers)) as answer:
                assert answer.status == 204

        assert member.role_ids == []
        stage.site.subscribe(reader.id, "integral", None, "active")
        await tell("paid")
        await stage.until(lambda: member.role_ids == [stage.guild.role_ids["integral"]], within=10)
        stage.site.unsubscribe(reader.id)
        await tell("cancelled")
        await stage.until(lambda: member.role_ids == [], within=10)
        assert KEY not in stage.bot.log
