"""The settings: every mistake at once, each with its key, value and mend."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bot.config import Settings, SettingsError, load, parse

GOOD: dict[str, Any] = {
    "sources": [{"name": "La Gazette", "kind": "wordpress", "url": "https://gazette.example/"}],
    "routes": [{"source": "La Gazette", "channel": 123456789012345678}],
}


MAIL = {"host": "smtp.example", "from": "La Gazette <bot@gazette.example>"}


def publisher(**more: Any) -> dict[str, Any]:
    return {"publishers": [{"name": "p", "guild": 1 << 40, "roles": {}} | more]}


LONG, LOCAL = "s" * 32, "http://127.0.0.1:1/x"
SIGNED = "publishers[0].signed_link"
SIGNED_SECRET = f"{SIGNED}.secret"
ENDS = {"authorize_url": LOCAL, "token_url": LOCAL, "client_id": "x"}


def linking(
    web: dict[str, Any] | None = None, discord: dict[str, Any] | None = None, **more: Any
) -> dict[str, Any]:
    """A publisher that links by the web, by its own sign-in where nothing else is told."""
    ours = {"listen": "127.0.0.1:8080", "url": "https://bot.example"}
    how = more if {"signed_link", "oauth"} & more.keys() else {"oauth": {"issuer": LOCAL, "client_id": "x"}}
    account = {"account_url": "https://p.example/account"}
    return {
        "web": ours if web is None else web,
        "discord": {"client_secret": "x"} if discord is None else discord,
        **publisher(kind="csv", file="x", **account | more | how),
    }


MISTAKES = [
    ({"sorces": []}, "sorces", "did you mean 'sources'?"),
    ({"language": "de"}, "language", "'fr' or 'en'"),
    ({"storage": {"url": "postgres://x"}}, "storage.url", "sqlite:///FILE"),
    ({"http": {"timeout": 0}}, "http.timeout", "greater than 0"),
    ({"http": {"tiemout": 3}}, "http.tiemout", "did you mean 'timeout'?"),
    ({"discord": {"api_url": "discord.com"}}, "discord.api_url", "http:// or https://"),
    ({"discord": {"gateway_url": "https://x"}}, "discord.gateway_url", "ws:// or wss://"),
    ({"sources": [{"kind": "feed", "url": "https://x.example"}]}, "sources[0].name", "is missing"),
    ({"sources": [GOOD["sources"][0] | {"kind": "rss"}]}, "sources[0].kind", "'feed'"),
    ({"sources": [GOOD["sources"][0] | {"interval": "often"}]}, "sources[0].interval", "must be a number"),
    ({"sources": [GOOD["sources"][0] | {"timezone": "Paris"}]}, "sources[0].timezone", "Europe/Paris"),
    ({"sources": GOOD["sources"] * 2}, "sources[1].name", "is taken"),
    ({"routes": [{"channel": "general"}]}, "routes[0].channel", "whole number"),
    ({"routes": [{"channel": 7}]}, "routes[0].channel", "10000"),
    (GOOD | {"routes": [{"source": "Gazette", "channel": 1 << 40}]}, "routes[0].source", "'La Gazette'"),
    ({"routes": [{"channel": 1 << 40, "filter": "(nova or"}]}, "routes[0].filter", "character 9"),
    (
        {"routes": [{"channel": 1 << 40, "quiet": {"start": "22:00", "end": "7h"}}]},
        "routes[0].quiet.end",
        "time",
    ),
    ({"web": {"listen": "127.0.0.1:8080"}}, "web", "needs both listen and url"),
    ({"mail": {"host": "127.0.0.1"}}, "mail", "needs both host and from"),
    ({"mail": {"host": "x.example", "from": "La Gazette"}}, "mail.from", "must be an address"),
    ({"mail": MAIL | {"user": "bot"}}, "mail", "needs both user and password"),
    ({"mail": MAIL | {"user": "b", "password": "c", "tls": "none"}}, "mail", "would show the password"),
    ({"mail": MAIL | {"per_reader": 0}}, "mail.per_reader", "greater than or equal to 1"),
    ({"privacy": {"keys": ["hush"]}}, "privacy.keys[0]", "colporteur make-key"),
    ({"privacy": {"keys": ["A" * 43 + "="] * 2}}, "privacy", "the same key twice"),
    (
        publisher(kind="csv", file="x", mail_codes=True),
        "publishers[0].mail_codes",
        "host and from under [mail]",
    ),
    (
        publisher(kind="csv", file="x", mail_codes=True) | {"mail": MAIL},
        "publishers[0].mail_codes",
        "make-key",
    ),
    (
        {"publishers": [{"name": "p", "format": "csv", "guild": 1 << 40, "roles": {}}]},
        "publishers[0]",
        "needs either url or file",
    ),
    (publisher(kind="oracle"), "publishers[0].kind", "'stripe'"),
    (publisher(kind="csv", format="csv", file="x"), "publishers[0]", "remove format"),
    (publisher(kind="stripe"), "publishers[0]", "needs token"),
    (publisher(kind="wordpress", token="x"), "publishers[0]", "needs url, user"),
    (publisher(kind="push", url="https://x.example"), "publishers[0]", "needs webhook_secrets"),
    (publisher(kind="stripe", token="x", file="list.csv"), "publishers[0]", "has no use for file"),
    (publisher(kind="ghost", token="x", url="https://x.example"), "publishers[0]", "Admin API key"),
    (publisher(kind="sql", database="x", columns={"id": "a; b"}), "publishers[0].columns.id", "pattern"),
    (publisher(kind="json", file="x", webhook_secrets=["é"]), "publishers[0]", "openssl rand"),
    (publisher(kind="json", file="x", subscriber_url="https://x"), "publishers[0].subscriber_url", "{id"),
    (publisher(kind="stripe", token="x", webhook_secrets=["y"]), "publishers[0].webhook_secrets", "[web]"),
    (linking(signed_link={"secret": "short"}), "publishers[0].signed_link.secret", "32 bytes"),
    (linking(signed_link={"secret": "-----BEGIN PUBLIC KEY-----" * 2}), SIGNED_SECRET, "public_key_file"),
    (linking(signed_link={}), "publishers[0].signed_link", "needs secret"),
    (linking(signed_link={"algorithm": "none"}), "publishers[0].signed_link.algorithm", "'HS256'"),
    (linking(signed_link={"algorithm": "RS256", "secret": LONG}), "publishers[0].signed_link", "no secret"),
    (linking(signed_link={"algorithm": "ES256", "public_key_file": "nowhere"}), SIGNED, "check its path"),
    (linking(signed_link={"algorithm": "EdDSA", "public_key_file": __file__}), SIGNED, "openssl pkey"),
    (linking(signed_link={"secret": LONG}, account_url=None), "publishers[0]", "needs account_url"),
    (linking(oauth={"client_id": "x"}), "publishers[0].oauth", "needs issuer"),
    (linking(oauth={"issuer": "http://id.example", "client_id": "x"}), "publishers[0].oauth.issuer", "https"),
    (linking(oauth={"authorize_url": LOCAL, "client_id": "x"}), "publishers[0].oauth", "token_url"),
    (linking(oauth=ENDS), "publishers[0].oauth", "needs userinfo_url"),
    (linking(oauth=ENDS | {"jwks_url": LOCAL}), "publishers[0].oauth", "needs issuer"),
    (linking(oauth={"issuer": LOCAL}), "publishers[0].oauth.client_id", "is missing"),
    (linking(web={}), "publishers[0].oauth", "[web]"),
    (linking(discord={}), "discord.client_secret", "publishers[0].oauth needs it"),
    (linking(web={"listen": "[::]:80", "url": "http://bot.example"}), "web.url", "https"),
    ({"discord": {"token": "env:NOWHERE"}}, "discord.token", "environment variable NOWHERE"),
]


@pytest.mark.parametrize(("tree", "key", "mend"), MISTAKES, ids=[m[1] for m in MISTAKES])
def test_a_mistake_is_told_with_its_key_and_mend(tree: dict[str, Any], key: str, mend: str) -> None:
    with pytest.raises(SettingsError) as caught:
        parse(tree, {})
    found = {mistake.key: mistake for mistake in caught.value.mistakes}
    assert key in found
    assert mend in found[key].mend


def test_all_mistakes_of_a_file_are_told_at_once() -> None:
    tree = {
        "language": "de",
        "storage": {"url": "x"},
        "sources": [{"name": "a", "kind": "feed", "url": "nowhere"}],
        "routes": [{"source": "b", "channel": "general"}],
    }
    with pytest.raises(SettingsError) as caught:
        parse(tree, {})
    keys = {mistake.key for mistake in caught.value.mistakes}
    assert keys == {"language", "storage.url", "sources[0].url", "routes[0].source", "routes[0].channel"}
    assert "5 mistakes" in str(caught.value)


def test_the_token_comes_from_the_environment() -> None:
    settings = parse({"discord": {"token": "in the file"}}, {"DISCORD_TOKEN": "in the environment"})
    assert settings.discord.token.get_secret_value() == "in the environment"


def test_any_secret_can_come_from_the_environment() -> None:
    publisher = {"name": "p", "format": "csv", "url": "https://x.example", "guild": 1 << 40, "roles": {}}
    settings = parse({"publishers": [publisher | {"token": "env:LIST_TOKEN"}]}, {"LIST_TOKEN": "hush"})
    assert settings.publishers[0].token.get_secret_value() == "hush"


def test_a_token_is_never_repeated_in_a_mistake() -> None:
    with pytest.raises(SettingsError) as caught:
        parse({"discord": {"token": ["very", "secret"]}}, {})
    assert "secret" not in str(caught.value)


def test_no_secret_of_a_publisher_is_repeated_in_a_mistake() -> None:
    secrets = {"token": ["hush"], "database": ["hush"], "webhook_secrets": [["hush"]]}
    with pytest.raises(SettingsError) as caught:
        parse(publisher(kind="stripe", **secrets), {})
    assert "hush" not in str(caught.value)


def test_the_old_name_of_a_publishers_kind_is_understood() -> None:
    settings = parse(publisher(format="csv", file="list.csv"), {})
    assert settings.publishers[0].kind == "csv"


def test_a_missing_file_names_itself(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"nowhere\.toml"):
        load(tmp_path / "nowhere.toml", {})


def test_a_file_that_is_not_toml_names_the_line(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text('language = "fr"\n[sources\n')
    with pytest.raises(SettingsError, match="line 2"):
        load(path, {})


def test_no_file_gives_the_defaults() -> None:
    assert load(None, {}) == Settings()


def test_the_example_is_right_and_explains_every_key(tmp_path: Path) -> None:
    example = Path(__file__).parents[1] / "config.example.toml"
    text = example.read_text(encoding="utf-8")
    environ = {"DISCORD_TOKEN": "t" * 20, "GAZETTE_LIST_TOKEN": "x" * 20, "GAZETTE_PASSWORD": "y" * 20}
    settings = load(example, environ)
    assert settings.sources
    assert settings.routes
    assert settings.publishers
    for section in (Settings, *(type(s) for s in (settings.discord, settings.storage, settings.http))):
        for key in section.model_fields:
            assert key in text, f"{key} is not explained"
    for row in (settings.sources[0], settings.routes[0], settings.publishers[0]):
        for key in type(row).model_fields:
            assert f"{key} =" in text or f".{key}]" in text, f"{key} is not explained"
