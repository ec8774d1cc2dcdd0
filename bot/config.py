"""The settings: one TOML file → one frozen tree, every mistake at once with its key, value and mend."""

from __future__ import annotations

import os
import tomllib
from datetime import time
from pathlib import Path
from typing import Annotated, Any, Literal, cast
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr, ValidationError, model_validator
from rapidfuzz import fuzz, process

from bot.articles.filters import check as check_filter
from bot.comments.moderation_rules import HoldingRules, check_word
from bot.errors import OperatorError
from bot.subscribers.kinds import Kind, check_kind, check_secrets
from storage.records_routes import Layout

Language = Literal["fr", "en"]
Snowflake = Annotated[int, Field(ge=10_000, lt=2**63)]


def _http_url(value: str) -> str:
    if not value.startswith(("http://", "https://")):
        raise ValueError("must start with http:// or https://")
    return value


def _gateway_url(value: str) -> str:
    if not value.startswith(("ws://", "wss://")):
        raise ValueError("must start with ws:// or wss://")
    return value


def _sqlite_url(value: str) -> str:
    if not value.startswith("sqlite:///") or value == "sqlite:///":
        raise ValueError("must be sqlite:///FILE, for example sqlite:///colporteur.db")
    return value


def _zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError):
        raise ValueError("must be a time zone's name, for example Europe/Paris") from None
    return value


def _filter(value: str) -> str:
    if mend := check_filter(value):
        raise ValueError(mend)
    return value


Filter = Annotated[str, Field(max_length=500), AfterValidator(_filter)]
HttpUrl = Annotated[str, AfterValidator(_http_url)]
Zone = Annotated[str, AfterValidator(_zone)]


class _Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class DiscordSettings(_Section):
    """How to reach Discord; another Discord (on loopback, say) has other addresses."""

    token: SecretStr = SecretStr("")
    api_url: HttpUrl = "https://discord.com/api/v10"
    gateway_url: Annotated[str, AfterValidator(_gateway_url)] = "wss://gateway.discord.gg/"


class StorageSettings(_Section):
    """Where the data lies."""

    url: Annotated[str, AfterValidator(_sqlite_url)] = "sqlite:///colporteur.db"


class HttpSettings(_Section):
    """How we read the web. `allow_private` names the hosts, as `host:port`, that may be private addresses."""

    user_agent: str = "Colporteur/0.1 (news to Discord)"
    timeout: Annotated[float, Field(gt=0, le=120)] = 20
    max_bytes: Annotated[int, Field(ge=1_000, le=100_000_000)] = 8_000_000
    allow_private: tuple[str, ...] = ()


class WritingSettings(_Section):
    """How what readers write on Discord becomes comments on the site.

    `user` and `password` are a moderator's (WordPress: an application password). Who may write are the
    subscribers of `publisher`, of one of some `tiers` or any. Their id there is the site's own id of them
    where it is a number; others are guests, with an address at `email_domain`.
    """

    user: str = ""
    password: SecretStr
    publisher: str
    tiers: tuple[str, ...] = ()
    email_domain: str = "readers.invalid"


def _word(value: str) -> str:
    if mend := check_word(value):
        raise ValueError(mend)
    return value


class NewcomerSettings(_Section):
    """Whose links wait: of those with fewer comments on the site, or with a younger account on Discord."""

    comments: Annotated[int, Field(ge=0, le=1_000)] = 3
    days: Annotated[int, Field(ge=0, le=3_650)] = 0


class SlowSettings(_Section):
    """How many comments of one person pass in how many minutes; the others wait."""

    comments: Annotated[int, Field(ge=1, le=1_000)]
    minutes: Annotated[int, Field(ge=1, le=1_440)]


class ModerationSettings(_Section):
    """What waits for a moderator, in which `channel`, and who moderates.

    Moderators are those who manage messages where the comments are shown, and those with one of `roles`.
    They decide for the site on the server `guild` (the publisher's, where it is left out). `deletions`:
    whether deleting a mirrored comment by hand on Discord deletes it on the site too.
    """

    channel: Snowflake | None = None
    guild: Snowflake | None = None
    roles: tuple[Snowflake, ...] = ()
    deletions: Literal["both", "discord"] = "both"
    words: tuple[Annotated[str, AfterValidator(_word)], ...] = ()
    newcomers: NewcomerSettings | None = None
    slow: SlowSettings | None = None

    @property
    def rules(self) -> HoldingRules:
        """What holds a comment."""
        newcomers, slow = self.newcomers, self.slow
        return HoldingRules(
            words=self.words,
            newcomer_comments=newcomers.comments if newcomers else 0,
            newcomer_days=newcomers.days if newcomers else 0,
            slow_comments=slow.comments if slow else 0,
            slow_minutes=slow.minutes if slow else 0,
        )

    @model_validator(mode="after")
    def _somebody_decides(self) -> ModerationSettings:
        if self.rules.any and self.channel is None:
            raise ValueError("needs a channel in which moderators decide on what is held")
        return self


class SourceSettings(_Section):
    """A news site as we read it. `timezone` is that of its clock times.

    `interval` is the shortest time between two looks, in seconds; with `adaptive` the hours in which the
    site never publishes are looked at less often. On the first look the newest `backfill` articles are news.
    When more than `missed` are found at once, they come as one list. `full_text`: where the feed only
    teases, the article's page is read. `comments_from` tells where its comments are, at `comments_url`
    where that is another address. A thread shows the first `comments_per_article` of them, at most
    `comments_per_minute` within sixty seconds.
    """

    name: Annotated[str, Field(min_length=1, max_length=80)]
    kind: Literal["wordpress", "feed", "sitemap", "page"]
    url: HttpUrl
    interval: Annotated[float, Field(ge=0.2, le=86_400)] = 300
    adaptive: bool = True
    comments: bool = True
    comments_from: Literal["auto", "wordpress", "feed", "page", "schema", "isso", "ghost", "discourse"] = (
        "auto"
    )
    comments_url: HttpUrl | None = None
    comments_per_article: Annotated[int, Field(ge=1, le=100_000)] | None = 1_000
    comments_per_minute: Annotated[int, Field(ge=1, le=10_000)] | None = 600
    writing: WritingSettings | None = None
    moderation: ModerationSettings = ModerationSettings()
    backfill: Annotated[int, Field(ge=0, le=1_000)] = 0
    missed: Annotated[int, Field(ge=1, le=1_000)] = 20
    full_text: bool = True
    timezone: Zone = "Europe/Paris"
    language: str = "fr"


class QuietSettings(_Section):
    """Hours without posts; `breaking` is a filter for what is posted all the same."""

    start: time
    end: time
    zone: Zone = "Europe/Paris"
    breaking: Filter = ""


class DigestSettings(_Section):
    """One message with all articles, each day or, with `weekday` (Monday is 0), each week."""

    at: time
    zone: Zone = "Europe/Paris"
    weekday: Annotated[int, Field(ge=0, le=6)] | None = None


class RouteSettings(_Section):
    """Which articles go to which channel, and how.

    `source` is a source's name or `*` for all; `filter` is written in the language that `/route add` takes.
    """

    channel: Snowflake
    source: str = "*"
    categories: tuple[str, ...] = ()
    filter: Filter = ""
    layout: Layout = Layout.FULL
    mentions: tuple[Snowflake, ...] = ()
    thread: bool = True
    crosspost: bool = False
    quiet: QuietSettings | None = None
    digest: DigestSettings | None = None
    per_hour: Annotated[int, Field(ge=1, le=1_000)] | None = None


class WebSettings(_Section):
    """Our own web endpoint, for hubs that push and providers' webhooks. Off unless `listen` is set.

    `listen` is `host:port`; `url` is how the world reaches it, with https.
    """

    listen: Annotated[str, Field(pattern=r"^$|^[^\s/]+:\d{1,5}$")] = ""
    url: HttpUrl | None = None

    @model_validator(mode="after")
    def _both(self) -> WebSettings:
        if bool(self.listen) != bool(self.url):
            raise ValueError("needs both listen and url, or neither")
        return self


Days = Annotated[float, Field(ge=0, le=90)]
Column = Annotated[str, Field(pattern=r"^[A-Za-z_][A-Za-z0-9_]{0,62}$")]


class GuildRolesSettings(_Section):
    """The roles of a publisher's tiers on one more server."""

    guild: Snowflake
    roles: dict[str, Snowflake] = {}


class ColumnsSettings(_Section):
    """How a view names what we read; an empty name is not read."""

    id: Column = "id"
    tier: Column = "tier"
    until: Column | Literal[""] = ""
    status: Column | Literal[""] = ""


class PublisherSettings(_Section):
    """Where a publisher's subscribers are, and the roles of their tiers.

    Which of the keys each `kind` needs stands in bot/subscribers/kinds.py and docs/subscribers.md. `tiers`
    gives the provider's names of what readers buy names of ours. Each of `webhook_secrets` is good.

    `guild` is its first server, `guilds` are more. `ranks` orders tiers, the lowest first: a member gets the
    roles of the highest, or with `give = "all"` those of the tiers below too. `seats` are the Discord
    accounts that a subscription of a tier may link; one more is refused, or with `second_account = "move"`
    takes the place of the oldest. `grace` are the days that a reason adds to an end; a day without a time
    ends in `zone`. `warn_days` before an end that was announced the reader gets a private word (0: none).
    """

    name: Annotated[str, Field(min_length=1, max_length=80)]
    kind: Kind
    url: HttpUrl | None = None
    file: Path | None = None
    subscriber_url: Annotated[HttpUrl, Field(pattern=r"\{id\}")] | None = None
    end_marker: Annotated[str, Field(max_length=80)] = ""
    database: SecretStr = SecretStr("")
    view: Annotated[str, Field(pattern=r"^([A-Za-z_]\w{0,62}\.)?[A-Za-z_]\w{0,62}$")] = "subscribers"
    columns: ColumnsSettings = ColumnsSettings()
    user: str = ""
    token: SecretStr = SecretStr("")
    records: Literal["subscriptions", "memberships"] = "subscriptions"
    tiers: dict[str, str] = {}
    webhook_secrets: tuple[SecretStr, ...] = ()
    interval: Annotated[float, Field(ge=0.2, le=86_400)] = 300
    guild: Snowflake
    roles: dict[str, Snowflake] = {}
    guilds: tuple[GuildRolesSettings, ...] = ()
    ranks: tuple[str, ...] = ()
    give: Literal["highest", "all"] = "highest"
    seats: dict[str, Annotated[int, Field(ge=1, le=100)]] = {}
    second_account: Literal["refuse", "move"] = "refuse"
    grace: dict[str, Days] = {}
    zone: Zone = "Europe/Paris"
    warn_days: Annotated[int, Field(ge=0, le=30)] = 3
    account_url: HttpUrl | None = None

    @model_validator(mode="before")
    @classmethod
    def _format(cls, told: object) -> object:
        """`format` was the name of `kind` while lists were all that there was."""
        if not isinstance(told, dict) or "format" not in told:
            return told
        if "kind" in told:
            raise ValueError("has both kind and format, its old name; remove format")
        return {("kind" if key == "format" else key): value for key, value in told.items()}

    @model_validator(mode="after")
    def _one_place(self) -> PublisherSettings:
        given = {name for name in self.model_fields_set if _given(getattr(self, name))}
        if mend := check_kind(self.kind, given) or check_secrets(self.kind, self.token, self.webhook_secrets):
            raise ValueError(mend)
        return self

    @property
    def role_ids(self) -> dict[int, dict[str, int]]:
        """The roles of tiers by server, the first server included."""
        named: dict[int, dict[str, int]] = {self.guild: dict(self.roles)}
        for more in self.guilds:
            named.setdefault(more.guild, {}).update(more.roles)
        return named


def _given(value: object) -> bool:
    return bool(value.get_secret_value() if isinstance(value, SecretStr) else value)


class Settings(_Section):
    """All settings."""

    language: Language = "fr"
    discord: DiscordSettings = DiscordSettings()
    storage: StorageSettings = StorageSettings()
    http: HttpSettings = HttpSettings()
    log: Literal["console", "json"] = "console"
    sources: tuple[SourceSettings, ...] = ()
    routes: tuple[RouteSettings, ...] = ()
    stories: bool = True
    web: WebSettings = WebSettings()
    publishers: tuple[PublisherSettings, ...] = ()


class Mistake(BaseModel):
    """One thing to mend in the settings."""

    model_config = ConfigDict(frozen=True)

    key: str
    value: str
    mend: str

    def __str__(self) -> str:
        return f"{self.key} = {self.value}: {self.mend}" if self.value else f"{self.key}: {self.mend}"


class SettingsError(OperatorError):
    """A settings file with mistakes, all of them."""

    def __init__(self, path: Path | None, mistakes: list[Mistake]) -> None:
        where = f"{path}: " if path else ""
        count = "1 mistake" if len(mistakes) == 1 else f"{len(mistakes)} mistakes"
        super().__init__("\n".join([f"{where}{count} in the settings", *(f"  {m}" for m in mistakes)]))
        self.mistakes = mistakes


def load(path: Path | None, environ: dict[str, str] | None = None) -> Settings:
    """Read the settings file (the defaults for None); raise SettingsError with every mistake."""
    environ = dict(os.environ) if environ is None else environ
    raw: dict[str, Any] = {}
    if path is not None:
        try:
            raw = tomllib.loads(path.read_text(encoding="utf-8"))
        except OSError as error:
            mend = "give the path of a settings file; config.example.toml shows every key"
            raise SettingsError(
                None, [Mistake(key=str(path), value=error.strerror or "", mend=mend)]
            ) from None
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise SettingsError(path, [Mistake(key="TOML", value="", mend=str(error))]) from None
    return parse(raw, environ, path)


def parse(raw: dict[str, Any], environ: dict[str, str], path: Path | None = None) -> Settings:
    """Check the tree of a settings file; raise SettingsError with every mistake."""
    mistakes: list[Mistake] = []
    tree = cast("dict[str, Any]", _resolve_secrets(raw, "", environ, mistakes))
    discord = tree.setdefault("discord", {})
    if isinstance(discord, dict) and environ.get("DISCORD_TOKEN"):
        discord["token"] = environ["DISCORD_TOKEN"]
    mistakes += _cross_mistakes(tree)
    try:
        settings = Settings.model_validate(tree)
    except ValidationError as error:
        mistakes += [_mistake(cast("dict[str, Any]", e)) for e in error.errors()]
    if mistakes:
        raise SettingsError(path, mistakes)
    return settings


def _resolve_secrets(node: Any, key: str, environ: dict[str, str], mistakes: list[Mistake]) -> Any:
    """Replace every `env:NAME` by the variable's value, so that no secret need stand in the file."""
    if isinstance(node, dict):
        inner = f"{key}." if key else ""
        return {k: _resolve_secrets(v, f"{inner}{k}", environ, mistakes) for k, v in node.items()}
    if isinstance(node, list):
        return [_resolve_secrets(v, f"{key}[{i}]", environ, mistakes) for i, v in enumerate(node)]
    if isinstance(node, str) and node.startswith("env:"):
        value = environ.get(node[4:])
        if not value:
            mend = f"set the environment variable {node[4:]}, or write the value here"
            mistakes.append(Mistake(key=key, value=repr(node), mend=mend))
            return "unset"
        return value
    return node


def _cross_mistakes(tree: dict[str, Any]) -> list[Mistake]:
    """What no single key shows: names used twice, and routes of sources that are not there."""
    mistakes: list[Mistake] = []
    for table in ("sources", "publishers"):
        names = _names(tree, table)
        mistakes += [
            Mistake(key=f"{table}[{i}].name", value=repr(name), mend="is taken; give each its own name")
            for i, name in enumerate(names)
            if name is not None and name in names[:i]
        ]
    mistakes += _writing_mistakes(tree)
    mistakes += _webhook_mistakes(tree)
    sources = [name for name in _names(tree, "sources") if name is not None]
    routes = tree.get("routes")
    for i, route in enumerate(routes if isinstance(routes, list) else []):
        wanted = route.get("source", "*") if isinstance(route, dict) else "*"
        if isinstance(wanted, str) and wanted != "*" and wanted not in sources:
            mend = f"no source has this name; {_nearest(wanted, sources) or 'add it under [[sources]]'}"
            mistakes.append(Mistake(key=f"routes[{i}].source", value=repr(wanted), mend=mend))
    return mistakes


def _writing_mistakes(tree: dict[str, Any]) -> list[Mistake]:
    publishers = [name for name in _names(tree, "publishers") if name is not None]
    rows = tree.get("sources")
    found = []
    for i, row in enumerate(rows if isinstance(rows, list) else []):
        writing = row.get("writing") if isinstance(row, dict) else None
        wanted = writing.get("publisher") if isinstance(writing, dict) else None
        if isinstance(wanted, str) and wanted not in publishers:
            mend = (
                f"no publisher has this name; {_nearest(wanted, publishers) or 'add it under [[publishers]]'}"
            )
            found.append(Mistake(key=f"sources[{i}].writing.publisher", value=repr(wanted), mend=mend))
    return found


def _webhook_mistakes(tree: dict[str, Any]) -> list[Mistake]:
    web, rows = tree.get("web"), tree.get("publishers")
    if isinstance(web, dict) and web.get("listen"):
        return []
    return [
        Mistake(key=f"publishers[{i}].webhook_secrets", value="", mend="set listen and url under [web] too")
        for i, row in enumerate(rows if isinstance(rows, list) else [])
        if isinstance(row, dict) and row.get("webhook_secrets")
    ]


def _names(tree: dict[str, Any], table: str) -> list[str | None]:
    rows = tree.get(table)
    found = [
        row.get("name") if isinstance(row, dict) else None for row in (rows if isinstance(rows, list) else [])
    ]
    return [name if isinstance(name, str) else None for name in found]


def _nearest(word: str, choices: list[str]) -> str:
    best = process.extractOne(word, choices, scorer=fuzz.ratio, score_cutoff=60)
    return f"did you mean {best[0]!r}?" if best else ""


_SECRETS = {"token", "password", "database", "webhook_secrets"}
_MENDS = {
    "missing": "is missing; config.example.toml shows how to write it",
    "int_parsing": "must be a whole number",
    "int_type": "must be a whole number",
    "float_parsing": "must be a number",
    "float_type": "must be a number",
    "bool_parsing": "must be true or false",
    "bool_type": "must be true or false",
    "string_type": "must be text in quotes",
}


def _mistake(error: dict[str, Any]) -> Mistake:
    key = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in error["loc"]).lstrip(".")
    message = str(error["msg"]).removeprefix("Value error, ")
    mend = _MENDS.get(error["type"]) or message[0].lower() + message[1:]
    if error["type"] == "extra_forbidden":
        mend = (
            f"is not a setting; {_nearest(str(error['loc'][-1]), _known_keys(error['loc'])) or 'remove it'}"
        )
    plain = error["type"] != "missing" and not isinstance(error["input"], dict | list)
    secret = _SECRETS.intersection(error["loc"])
    return Mistake(key=key, value=repr(error["input"]) if plain and not secret else "", mend=mend)


def _known_keys(loc: tuple[int | str, ...]) -> list[str]:
    model: type[BaseModel] = Settings
    sections: dict[str, type[BaseModel]] = {
        "discord": DiscordSettings,
        "storage": StorageSettings,
        "http": HttpSettings,
        "sources": SourceSettings,
        "routes": RouteSettings,
        "writing": WritingSettings,
        "moderation": ModerationSettings,
        "newcomers": NewcomerSettings,
        "slow": SlowSettings,
        "quiet": QuietSettings,
        "digest": DigestSettings,
        "web": WebSettings,
        "publishers": PublisherSettings,
        "guilds": GuildRolesSettings,
        "columns": ColumnsSettings,
    }
    for part in loc[:-1]:
        model = sections.get(str(part), model)
    return list(model.model_fields)
