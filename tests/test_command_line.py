"""The command line: import, ask, search, check, and what an operator hears of mistakes."""

from __future__ import annotations

import asyncio
import json
import os
import re
import sys
from pathlib import Path
from typing import Any

import pytest
import tomli_w
from simcord.backend.models import Overwrite
from simcord.backend.permissions import flag
from simcord.enums import OverwriteType

from bot.demo.wire.server import serve
from bot.vault import Vault
from storage import addresses, articles, comments
from storage.database import Database
from storage.records_mail import Address
from tests import contract
from tests.stage import TOKEN, Guild, build_guild
from tests.test_damage import ARTICLES, filled, pages_of_articles, with_damage

pytestmark = pytest.mark.wire

SEED = Path(__file__).parents[1].parent / "shared" / "seed"
needs_seed = pytest.mark.skipif(not SEED.exists(), reason="the saved article page is not here")


async def colporteur(folder: Path, *arguments: str) -> tuple[int, str, str]:
    """Exit code, output and errors of a command run in a folder."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", *arguments),
        cwd=folder,
        env={
            **os.environ,
            "DISCORD_TOKEN": "",
            "PYTHONPATH": str(Path(__file__).parents[1]),
            "COLUMNS": "200",
        },
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, err = await asyncio.wait_for(process.communicate(), 60)
    assert process.returncode is not None
    return process.returncode, out.decode(), err.decode()


async def test_help_names_every_command(tmp_path: Path) -> None:
    code, out, _ = await colporteur(tmp_path, "--help")
    assert code == 0
    commands = "run check salvage import ask search product related code approve make-key rotate-keys demo"
    for command in commands.split():
        assert f" {command} " in out


@pytest.mark.parametrize("command", [["run"], ["check"], ["ask", "x"], ["import", "x"]])
async def test_mistakes_in_the_settings_are_all_told_with_exit_code_2(
    tmp_path: Path, command: list[str]
) -> None:
    config = tmp_path / "config.toml"
    config.write_text('language = "de"\n[storage]\nurl = "x"\n')
    code, _, err = await colporteur(tmp_path, *command)
    assert code == 2
    assert "2 mistakes" in err
    assert "language = 'de'" in err
    assert "storage.url = 'x'" in err


async def test_a_bot_without_a_token_says_what_to_set(tmp_path: Path) -> None:
    code, _, err = await colporteur(tmp_path, "run")
    assert code == 2
    assert "DISCORD_TOKEN" in err


async def test_a_file_that_is_no_database_is_named_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "colporteur.db").write_text("Les comptes de la rédaction, à garder. " * 50, encoding="utf-8")
    code, _, err = await colporteur(tmp_path, "ask", "x")
    assert code == 2
    assert "colporteur.db cannot be used (file is not a database)" in err
    assert (tmp_path / "colporteur.db").read_text(encoding="utf-8").startswith("Les comptes")


async def test_what_is_saved_of_a_damaged_database_is_told_table_by_table(tmp_path: Path) -> None:
    path = tmp_path / "colporteur.db"
    code, _, err = await colporteur(tmp_path, "salvage")
    assert (code, "colporteur.db is not there; check storage.url" in err) == (2, True)
    whole = await filled(path)
    damaged = with_damage(whole, pages_of_articles(whole)[3:5])
    path.write_bytes(damaged)

    database = await Database.open(f"sqlite:///{path}")
    code, out, err = await colporteur(tmp_path, "salvage")
    assert (code, out, "colporteur.db is in use; stop the bot first" in err) == (2, "", True)
    await database.close()

    code, out, err = await colporteur(tmp_path, "salvage")
    assert (code, err) == (1, "")
    told = re.search(r"✗ articles: (\d+) rows, the others cannot be read", out)
    assert told
    assert ARTICLES - 40 <= int(told[1]) < ARTICLES
    assert f"✓ unread_texts: {ARTICLES} rows" in out
    assert "colporteur.db.damaged" in out

    code, _, err = await colporteur(tmp_path, "salvage")
    assert (code, "colporteur.db.damaged is what was saved from before" in err) == (2, True)
    (tmp_path / "colporteur.db.damaged").unlink()
    code, out, _ = await colporteur(tmp_path, "salvage")
    assert (code, f"✓ articles: {told[1]} rows" in out) == (0, True)


async def test_an_operator_issues_codes_and_hears_of_a_plan_that_is_none(tmp_path: Path) -> None:
    publisher = {
        "name": "p",
        "format": "csv",
        "file": "x.csv",
        "guild": 1 << 40,
        "roles": {"integral": 1 << 41},
    }
    (tmp_path / "config.toml").write_text(tomli_w.dumps({"publishers": [publisher]}), encoding="utf-8")
    code, out, err = await colporteur(tmp_path, "code", "p", "reader-1")
    assert code == 0, err
    assert len(out.strip()) == 13
    code, _, err = await colporteur(tmp_path, "code", "q", "reader-1")
    assert (code, "publisher 'q' is not in the settings" in err) == (2, True)
    code, _, err = await colporteur(tmp_path, "approve", "abcd1234")
    assert (code, "nothing is held now" in err) == (2, True)


async def test_addresses_move_to_a_new_key_and_a_lost_one_is_told(tmp_path: Path) -> None:
    keys = [(await colporteur(tmp_path, "make-key"))[1].strip() for _ in range(2)]

    def set_keys(*used: str) -> None:
        (tmp_path / "config.toml").write_text(tomli_w.dumps({"privacy": {"keys": used}}), encoding="utf-8")

    set_keys()
    code, _, err = await colporteur(tmp_path, "rotate-keys")
    assert (code, "privacy.keys is empty" in err) == (2, True)
    database = await Database.open(f"sqlite:///{tmp_path}/colporteur.db")
    old = Vault(keys[:1])
    kept = Address("p", "1", old.digest("lea@example.org"), old.seal("lea@example.org"), old.name)
    async with database.write() as tx:
        await addresses.save(tx, [kept])
    await database.close()
    set_keys(keys[1])
    code, out, err = await colporteur(tmp_path, "rotate-keys")
    assert (code, "need a key that is gone: 1" in err) == (1, True)
    set_keys(keys[1], keys[0])
    code, out, err = await colporteur(tmp_path, "rotate-keys")
    assert (code, out.splitlines()[0]) == (0, "Addresses moved to the first key: 1"), err
    set_keys(keys[1])
    code, out, err = await colporteur(tmp_path, "rotate-keys")
    assert (code, out.splitlines()[0]) == (0, "Addresses moved to the first key: 0"), err


@needs_seed
async def test_the_seed_is_imported_whole_and_a_second_time_changes_nothing(tmp_path: Path) -> None:
    expected = json.loads((SEED / "expected.json").read_text(encoding="utf-8"))
    for _ in range(2):
        code, out, err = await colporteur(tmp_path, "import", str(SEED / "article.html"))
        assert (code, out.strip()) == (0, f"✓ {expected['title']} (10 comments)"), err
    database = await Database.open(f"sqlite:///{tmp_path}/colporteur.db")
    try:
        (stored,) = await articles.latest(database, 5)
        thread = await comments.of_article(database, stored.id)
    finally:
        await database.close()
    item = stored.item
    assert item.title == expected["title"]
    assert item.subtitle == expected["subtitle"]
    assert item.published is not None
    assert item.published.timestamp() == _timestamp(expected["published"])
    assert list(item.categories) == expected["categories"]
    assert item.reading_minutes == expected["reading_minutes"]
    assert item.language == expected["language"]
    assert item.subscribers_only_comments is True
    found = [
        {"id": c.item.guid, "published": c.item.published.timestamp(), "empty": not c.item.markdown}
        for c in thread
    ]
    assert found == [c | {"published": _timestamp(c["published"])} for c in expected["comments"]]
    assert not any('" />' in c.item.markdown for c in thread)


@needs_seed
async def test_the_seeds_questions_are_answered_or_refused_as_it_says(tmp_path: Path) -> None:
    expected = json.loads((SEED / "expected.json").read_text(encoding="utf-8"))
    await colporteur(tmp_path, "import", str(SEED / "article.html"))
    wrong = [q["q"] for q in expected["questions"] if not _fits(q, await _answer(tmp_path, q["q"]))]
    assert wrong == []


async def _answer(folder: Path, question: str) -> dict[str, Any]:
    code, out, err = await colporteur(folder, "ask", "--json", question)
    assert code == 0, err
    answer: dict[str, Any] = json.loads(out)
    return answer


def _fits(question: dict[str, Any], answer: dict[str, Any]) -> bool:
    if question.get("must_refuse"):
        return bool(answer["refused"])
    text = " ".join(passage["text"] for passage in answer["passages"])
    has_all = all(any(x in text for x in facts.split("|")) for facts in question.get("must_contain", []))
    cited = {p["comment"]["url"].rsplit("-", 1)[-1] for p in answer["passages"] if p["comment"]}
    wanted = set(question.get("must_cite_comment", []))
    return not answer["refused"] and has_all and (not wanted or bool(wanted & cited))


def _timestamp(text: str) -> float:
    from datetime import datetime

    return datetime.fromisoformat(text).timestamp()


async def test_search_prints_json_and_text(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(
        "<html lang=fr><head><title>Le Nova S9</title><meta property=og:title content='Le Nova S9'>"
        "<link rel=canonical href='https://gazette.example/nova'></head><body><article><h1>Le Nova S9</h1>"
        + "<p>Le Nova S9 coûte 649 euros et tient deux jours loin de la prise, ce qui est beaucoup.</p>" * 4
        + "</article></body></html>",
        encoding="utf-8",
    )
    code, _, err = await colporteur(tmp_path, "import", str(page))
    assert code == 0, err
    code, out, _ = await colporteur(tmp_path, "search", "--json", "nova")
    assert code == 0
    assert json.loads(out)[0]["article"]["url"] == "https://gazette.example/nova"
    code, out, _ = await colporteur(tmp_path, "search", "nova")
    assert "https://gazette.example/nova" in out
    code, out, _ = await colporteur(tmp_path, "ask", "Zeppelin NT ?")
    assert "I know nothing about this yet." in out
    code, out, _ = await colporteur(tmp_path, "search", "--json", "--until", "2019", "nova")
    assert json.loads(out) == []
    code, _, err = await colporteur(tmp_path, "search", "--since", "someday", "nova")
    assert code == 2
    assert "“someday” is no date" in err
    code, out, _ = await colporteur(tmp_path, "product", "--json", "nova s9")
    assert code == 0
    assert json.loads(out)["name"] == "Nova S9"
    code, _, err = await colporteur(tmp_path, "related", "https://nowhere.example/")
    assert code == 2
    assert "No article is stored under https://nowhere.example/" in err


async def test_a_page_that_cannot_be_imported_is_named_and_the_others_go_on(tmp_path: Path) -> None:
    (tmp_path / "empty.html").write_text("")
    code, out, err = await colporteur(tmp_path, "import", "nowhere.html", "empty.html")
    assert code == 1
    assert "nowhere.html" in err
    assert "empty.html" in err
    assert out == ""


# check


def settings_for(guild: Guild, api_url: str, gateway_url: str, **more: Any) -> dict[str, Any]:
    return {
        "discord": {"token": TOKEN, "api_url": api_url, "gateway_url": gateway_url},
        "sources": [],
        "routes": [{"channel": guild.news_id}, {"channel": guild.forum_id}],
        "publishers": [
            {"name": "p", "format": "csv", "file": "x.csv", "guild": guild.id, "roles": guild.role_ids}
        ],
    } | more


async def checked(folder: Path, guild: Guild, **more: Any) -> tuple[int, str]:
    async with serve(guild.backend, token=TOKEN) as wire:
        tree = settings_for(guild, wire.api_url, wire.gateway_url, **more)
        (folder / "config.toml").write_text(tomli_w.dumps(tree), encoding="utf-8")
        (folder / "x.csv").write_text("id,tier\n1,integral\n", encoding="utf-8")
        code, out, err = await colporteur(folder, "check")
        assert wire.crashes == []
        assert [c for r in wire.requests for c in contract.check(r.method, r.path, r.query, r.json)] == []
        assert err == ""
        return code, out


async def test_check_finds_nothing_to_mend_where_all_is_well(tmp_path: Path) -> None:
    guild = build_guild()
    code, out = await checked(tmp_path, guild)
    mends = [line for line in out.splitlines() if "→" in line]
    assert mends == ["    → add one under [[sources]], or by /source add on Discord"]
    assert code == 1
    for what in (
        "logs in as Colporteur",
        "#actualités",
        "#débats",
        "Manage Roles",
        "role of integral",
        "1 subscribers",
    ):
        assert what in out


async def test_check_names_each_missing_permission_and_role_that_is_too_high(tmp_path: Path) -> None:
    guild = build_guild()
    deny = flag("embed_links") | flag("send_messages_in_threads")
    guild.backend.set_overwrite(guild.news_id, Overwrite(guild.bot_role_id, OverwriteType.ROLE, deny=deny))
    order = [guild.bot_role_id, *guild.role_ids.values()]
    guild.backend.reorder_roles(guild.id, [{"id": r, "position": i} for i, r in enumerate(order, 1)])
    code, out = await checked(tmp_path, guild)
    assert code == 1
    assert "give the bot in #actualités: Embed Links, Send Messages in Threads" in out
    assert out.count("above it under Server Settings, Roles") == 2


async def test_check_tells_of_a_wrong_token_channel_and_server(tmp_path: Path) -> None:
    guild = build_guild()
    code, out = await checked(tmp_path, guild, routes=[{"channel": 1 << 40}])
    assert code == 1
    assert "it does not exist; copy the id anew" in out
    publisher = {"name": "p", "format": "csv", "file": "x", "guild": 1 << 40, "roles": {}}
    code, out = await checked(tmp_path, guild, publishers=[publisher])
    assert "the bot is not on it" in out
    wrong = {"token": "wrong-token-wrong-token", "api_url": "http://127.0.0.1:1"}
    code, out = await checked(tmp_path, guild, discord=wrong)
    assert "Discord: not reachable" in out
