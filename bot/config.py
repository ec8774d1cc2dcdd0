"""The settings: one TOML file → one frozen tree, every mistake at once with its key, value and mend."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, Literal, cast, get_args

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr, ValidationError, model_validator
from pydantic.fields import FieldInfo
from rapidfuzz import fuzz, process

from bot.config_mail import MailSettings, PrivacySettings
from bot.config_publishers import PublisherSettings
from bot.config_sources import RouteSettings, SourceSettings
from bot.config_values import HttpUrl, Section, is_confidential
from bot.errors import OperatorError
from bot.log import Redactor

Language = Literal["fr", "en"]


def _gateway_url(value: str) -> str:
    if not value.startswith(("ws://", "wss://")):
        raise ValueError("must start with ws:// or wss://")
    return value


def _sqlite_url(value: str) -> str:
    if not value.startswith("sqlite:///") or value == "sqlite:///":
        raise ValueError("must be sqlite:///FILE, for example sqlite:///colporteur.db")
    return value


class DiscordSettings(Section):
    """How to reach Discord; another Discord (on loopback, say) has other addresses.

    `client_secret` lets readers prove on the web which account is theirs.
    """

    token: SecretStr = SecretStr("")
    client_secret: SecretStr = SecretStr("")
    api_url: HttpUrl = "https://discord.com/api/v10"
    gateway_url: Annotated[str, AfterValidator(_gateway_url)] = "wss://gateway.discord.gg/"


class StorageSettings(Section):
    """Where the data lies."""

    url: Annotated[str, AfterValidator(_sqlite_url)] = "sqlite:///colporteur.db"


class HttpSettings(Section):
    """How we read the web. `allow_private` names the hosts, as `host:port`, that may be private addresses."""

    user_agent: str = "Colporteur/0.1 (news to Discord)"
    timeout: Annotated[float, Field(gt=0, le=120)] = 20
    max_bytes: Annotated[int, Field(ge=1_000, le=100_000_000)] = 8_000_000
    allow_private: tuple[str, ...] = ()


class WebSettings(Section):
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


class Settings(Section):
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
    mail: MailSettings = MailSettings()
    privacy: PrivacySettings = PrivacySettings()
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
    mistakes += _web_mistakes(tree)
    mistakes += _mail_mistakes(tree)
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


def _web_mistakes(tree: dict[str, Any]) -> list[Mistake]:
    """What is set for publishers and needs our web endpoint, or readers' sign-in at Discord."""
    rows = tree.get("publishers")
    used = [
        (f"publishers[{i}].{key}", key)
        for i, row in enumerate(rows if isinstance(rows, list) else [])
        for key in _NEED_WEB
        if isinstance(row, dict) and row.get(key)
    ]
    found = []
    if not _told(tree, "web", "listen"):
        mend = "set listen and url under [web] too"
        found = [Mistake(key=where, value="", mend=mend) for where, _ in used]
    linking = [where for where, key in used if key in _WEB_LINKS]
    if linking and not _told(tree, "discord", "client_secret"):
        mend = f"is missing; {linking[0]} needs it: developer portal, OAuth2, Client Secret"
        found.append(Mistake(key="discord.client_secret", value="", mend=mend))
    url = _told(tree, "web", "url")
    if linking and isinstance(url, str) and not is_confidential(url):
        found.append(Mistake(key="web.url", value=repr(url), mend="must start with https:// to link by it"))
    return found


def _told(tree: dict[str, Any], table: str, key: str) -> Any:
    section = tree.get(table)
    return section.get(key) if isinstance(section, dict) else None


def _mail_mistakes(tree: dict[str, Any]) -> list[Mistake]:
    needs, rows = [], tree.get("publishers")
    if not _told(tree, "mail", "host"):
        needs.append("host and from under [mail]")
    if not _told(tree, "privacy", "keys"):
        needs.append("keys under [privacy] (colporteur make-key makes one)")
    mend = f"set {' and '.join(needs)} too"
    return [
        Mistake(key=f"publishers[{i}].mail_codes", value="true", mend=mend)
        for i, row in enumerate(rows if isinstance(rows, list) else [])
        if needs and isinstance(row, dict) and row.get("mail_codes") is True
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


_WEB_LINKS = ("signed_link", "oauth")
_NEED_WEB = ("webhook_secrets", *_WEB_LINKS)
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
    told, hidden = error["input"], error["type"] in {"missing", "extra_forbidden"}
    plain = not hidden and not isinstance(told, dict | list) and _is_plain(error["loc"])
    value = repr(told) if plain else ""
    hide = Redactor(()).clean
    return Mistake(key=key, value=hide(value), mend=hide(mend))


def _is_plain(loc: tuple[int | str, ...]) -> bool:
    """Whether what stands at a place can be no secret; text in place of a table may be one."""
    _, field = _place(loc)
    return field is not None and not any(
        issubclass(kind, SecretStr | BaseModel) for kind in _kinds(field.annotation)
    )


def _known_keys(loc: tuple[int | str, ...]) -> list[str]:
    model, _ = _place(loc[:-1])
    return list(model.model_fields)


def _place(loc: tuple[int | str, ...]) -> tuple[type[BaseModel], FieldInfo | None]:
    """The section at a place in the settings, and the last of its keys that is one of ours."""
    model: type[BaseModel] = Settings
    last: FieldInfo | None = None
    for part in loc:
        if field := model.model_fields.get(str(part)):
            last = field
            model = next((kind for kind in _kinds(field.annotation) if issubclass(kind, BaseModel)), model)
    return model, last


def _kinds(annotation: Any) -> Iterator[type]:
    """What a value may be: itself, one of a union, or those of a list."""
    if isinstance(annotation, type) and not get_args(annotation):
        yield annotation
    for part in get_args(annotation):
        yield from _kinds(part)
