"""No secret is written anywhere: a canary stands for each, and everything that is written is read."""

from __future__ import annotations

import asyncio
import base64
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args
from urllib.parse import quote

import aiohttp
import pytest
import tomli_w
from pydantic import BaseModel, SecretStr

from bot.config import Settings, SettingsError, parse
from bot.config_secrets import secrets_of
from bot.log import Redactor
from tests.stage import staged
from tests.test_door import KEY, standard
from tests.test_door_wire import free_port
from tests.test_privacy import everything

CANARIES = {
    "discord token": "canary-discord-token-0001",
    "list token": "canary-list-token-0002",
    "database password": "canary/database?password#0003",
    "shop key": "ck_canary0004canary0004",
    "shop secret": "cs_canary0005canary0005",
    "address password": "canary-address-0006",
    "address token": "canary-feed-token-0007",
    "site password": "canary site password 0008",
    "ghost secret": "ca9a" * 16,
    "webhook secret": KEY.removeprefix("whsec_"),
    "link code": "CANA-RYCO-DE09",
    "email": "canary0010@gazette.example",
    "stripe key": "sk_live_canary0011",
    "client secret": "canary-client-secret-0013",
    "signing secret": "canary-signing-secret-that-is-long-enough-0014",
    "mail password": "canary-mail-password-0015",
    "key of addresses": base64.urlsafe_b64encode(b"canary-privacy-key-0016-32-bytes").decode(),
    "jwt": "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJjYW5hcnkwMDEyIn0.Y2FuYXJ5MDAxMg",
}
DATABASE = f"postgresql://reader:{quote(CANARIES['database password'], safe='')}@127.0.0.1:1/shop"
PRIVATE: dict[str, Any] = {
    "mail": {"host": "127.0.0.1", "port": 1, "tls": "none", "from": "bot@gazette.example"}
    | {"user": "bot", "password": CANARIES["mail password"]},
    "privacy": {"keys": [CANARIES["key of addresses"]]},
}


def shown(text: str) -> list[str]:
    """Which canaries stand in a text."""
    forms = {
        name: {value, quote(value, safe=""), base64.b64encode(value.encode()).decode()}
        for name, value in CANARIES.items()
    }
    return [name for name, values in forms.items() if any(value in text for value in values)]


def publishers(guild: int) -> list[dict[str, Any]]:
    """One of each kind that has a secret; none of them can be reached."""
    shared = {"guild": guild, "interval": 0.3}
    c = CANARIES
    addressed = f"http://editor:{c['address password']}@127.0.0.1:1/list.json?token={c['address token']}"
    return [
        shared | {"name": "list", "kind": "json", "url": addressed, "token": c["list token"]},
        shared | {"name": "view", "kind": "sql", "database": DATABASE},
        shared | {"name": "half", "kind": "sql", "database": DATABASE.replace("127.0.0.1:1", "[::1:x")},
        shared
        | {"name": "ghost", "kind": "ghost", "url": "http://127.0.0.1:1", "token": f"6b:{c['ghost secret']}"},
        shared | {"name": "stripe", "kind": "stripe", "url": "http://127.0.0.1:1", "token": c["stripe key"]},
        shared
        | {"name": "shop", "kind": "woocommerce", "url": "http://127.0.0.1:1"}
        | {"user": c["shop key"], "token": c["shop secret"]},
        shared
        | {"name": "site", "kind": "wordpress", "url": f"http://x:{c['address password']}@127.0.0.1:1"}
        | {"user": "editor", "token": c["site password"]},
    ]


# Settings


def secret_fields(model: type[BaseModel]) -> Iterator[tuple[type[BaseModel], str]]:
    """Every field of the settings that holds secrets."""

    def kinds(annotation: Any) -> Iterator[type]:
        if isinstance(annotation, type) and not get_args(annotation):
            yield annotation
        for part in get_args(annotation):
            yield from kinds(part)

    for name, field in model.model_fields.items():
        for kind in set(kinds(field.annotation)):
            if issubclass(kind, SecretStr):
                yield model, name
            elif issubclass(kind, BaseModel):
                yield from secret_fields(kind)


def test_every_secret_of_the_settings_is_hidden_in_each_of_its_forms() -> None:
    tree = {
        "discord": {"token": CANARIES["discord token"], "client_secret": CANARIES["client secret"]},
        **PRIVATE,
        "web": {"listen": "127.0.0.1:8080", "url": "https://bot.example"},
        "publishers": [
            publishers(1 << 40)[0]
            | {"account_url": "https://a.example", "signed_link": {"secret": CANARIES["signing secret"]}},
            *publishers(1 << 40)[1:],
        ],
        "sources": [
            {
                "name": "s",
                "kind": "wordpress",
                "url": f"https://a.example/?api_key={CANARIES['address token']}",
                "writing": {"user": "bot", "password": CANARIES["site password"], "publisher": "site"},
            }
        ],
    }
    settings = parse(tree, {})
    clean = Redactor(secrets_of(settings)).clean
    login = base64.b64encode(f"editor:{CANARIES['site password']}".encode()).decode()
    told = " ".join(map(str, CANARIES.values())) + f" {DATABASE} {login} {publishers(1)!r}"
    hidden = clean(told)
    assert set(shown(hidden)) <= {"link code", "webhook secret"}
    assert login not in hidden


def test_whatever_field_the_settings_get_for_a_secret_the_log_knows_it() -> None:
    for model, name in set(secret_fields(Settings)):
        kind = model.model_fields[name].annotation
        value = SecretStr("canary-of-a-new-field")
        one = model.model_construct(**{name: value if kind is SecretStr else (value,)})
        assert "canary-of-a-new-field" in secrets_of(one), f"{model.__name__}.{name}"


@pytest.mark.parametrize("place", ["tokn", "token", "database", "webhook_secrets", "url", "user", "zone"])
@pytest.mark.parametrize("wrap", [str, lambda text: [text], lambda text: {"x": text}])
def test_no_mistake_in_the_settings_shows_a_secret(place: str, wrap: Any) -> None:
    for name, canary in CANARIES.items():
        text = f"ftp://user:{quote(canary, safe='')}@shop.example/?token={quote(canary, safe='')}"
        value = text if place in {"url", "user", "zone"} else canary
        row = {"name": "p", "kind": "stripe", "token": "x", "guild": 1 << 40} | {place: wrap(value)}
        with pytest.raises(SettingsError) as caught:
            parse({"publishers": [row], "discord": canary, "wrong": canary}, {})
        assert shown(str(caught.value)) == [], name


# Logs


NOISE = """
import asyncio, logging, sys, threading, warnings
import structlog
from bot import log

secret, jwt, email, code = sys.argv[2:6]
log.start(sys.argv[1], [secret], level=logging.DEBUG)
ours = structlog.stdlib.get_logger("bot.noise")

class Request:
    def __repr__(self):
        return f"<Request {secret}>"

def fail():
    local, request = secret, Request()
    raise ValueError(f"cannot use {local} and {request}")

for name in ("discord.http", "discord.gateway", "aiohttp.client", "aiosqlite", "asyncio", "stripe"):
    library = logging.getLogger(name)
    library.setLevel(logging.DEBUG)
    library.debug("payload %s %s %s", {"token": code}, code, secret)
    library.info("token=%s&x=1 for %s", secret, email)
    library.warning("GET http://u:pw-%s@shop.example/?token=%s", jwt, "abcdef")
    try:
        fail()
    except ValueError:
        library.exception("failed", extra={"body": {"jwt": jwt}}, stack_info=True)
        ours.exception("failed too", request=Request(), given=[secret, (email,)], call=fail, jwt=jwt.encode())
ours.debug("ours", link=f"/webhooks/123/{'w' * 30}", header=f"Bearer {jwt}")
warnings.warn(f"deprecated {secret}", stacklevel=1)
thread = threading.Thread(target=fail)
thread.start()
thread.join()
async def lost():
    asyncio.get_running_loop().call_soon(fail)
    task = asyncio.create_task(asyncio.sleep(0, fail))
    await asyncio.sleep(0.01)
asyncio.run(lost())
fail()
"""


@pytest.mark.parametrize("form", ["console", "json"])
def test_no_line_of_any_log_holds_a_secret(form: str) -> None:
    given = [CANARIES[name] for name in ("site password", "jwt", "email", "link code")]
    ran = subprocess.run(
        [sys.executable, "-W", "always", "-c", NOISE, form, *given],
        check=False,
        capture_output=True,
        text=True,
        timeout=60,
    )
    written = ran.stdout + ran.stderr
    assert ran.returncode == 1
    assert shown(written) == []
    assert "w" * 30 not in written
    for word in ("failed too", "deprecated", "not caught by anybody", "payload"):
        assert (word in written) is (word != "payload")
    if form == "json":
        assert all(json.loads(line) for line in ran.stderr.splitlines())


@pytest.mark.wire
async def test_a_bot_in_trouble_writes_no_secret_to_logs_database_discord_or_terminal(tmp_path: Path) -> None:
    listen = f"127.0.0.1:{free_port()}"
    async with staged(tmp_path, settings={"log": "json"}) as stage:
        settings = stage.bot.settings
        (gazette,) = settings["publishers"]
        settings["discord"]["client_secret"] = CANARIES["client secret"]
        settings |= PRIVATE
        gazette["mail_codes"] = True
        gazette["account_url"] = f"{stage.site.base_url}/account"
        gazette["signed_link"] = {"secret": CANARIES["signing secret"]}
        gazette["webhook_secrets"] = [KEY]
        settings["web"] = {"listen": listen, "url": f"http://{listen}"}
        rows = publishers(stage.guild.id)
        listed = tmp_path / "list.csv"
        email, code = CANARIES["email"], CANARIES["link code"]
        listed.write_text(f"id,tier,status,code\n1,integral,{email},{code}\n", encoding="utf-8")
        rows.append(
            {"name": "csv", "kind": "csv", "file": str(listed), "guild": stage.guild.id, "interval": 0.3}
        )
        settings["publishers"] += rows
        feed = f"http://editor:{CANARIES['address password']}@127.0.0.1:1/?token={CANARIES['address token']}"
        settings["sources"].append({"name": "feed", "kind": "feed", "url": feed, "interval": 1})
        await stage.bot.start()
        manager, lea = stage.people["manager"], stage.people["lea"]
        await stage.until(lambda: lea.commands(stage.news_id))
        url = f"http://{listen}/publishers/{quote(gazette['name'])}"
        call = standard("gazette-1", event="paid")
        forged = dict(call.headers) | {"webhook-signature": f"v1,{CANARIES['jwt']}"}
        for headers in (dict(call.headers), forged):
            async with aiohttp.request("POST", url, data=call.body, headers=headers):
                pass
        linked = f"http://{listen}/link/{quote(gazette['name'])}"
        async with aiohttp.request("GET", linked, params={"token": CANARIES["jwt"]}):
            pass
        heard = [await (await lea.slash(stage.news_id, "link", code=code)).finished()]
        owner = stage.people["owner"]
        await stage.until(lambda: len(owner.letters()) >= len(rows), within=40)
        heard += [
            await (await manager.slash(stage.news_id, command)).finished()
            for command in ("roles status", "status")
        ]
        said = json.dumps([[one.message, one.followups] for one in heard] + [owner.letters()])
        await stage.bot.stop()
        (tmp_path / "config.toml").write_text(tomli_w.dumps(settings), encoding="utf-8")
        check = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot", "check", "-c", str(tmp_path / "config.toml")),
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        printed = (await asyncio.wait_for(check.communicate(), 60))[0].decode()
        log = stage.bot.log
    assert "subscriber list not believed" in log
    assert "publisher" in printed
    assert '"email"' not in said
    for name, text in {
        "log": log,
        "discord": said,
        "terminal": printed,
        "database": everything(stage.database),
    }.items():
        assert shown(text) == [], name
