"""The settings of publishers: where their subscribers are, and the roles of their tiers."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, SecretStr, model_validator

from bot.config_linking import OAuthSettings, SignedLinkSettings
from bot.config_values import HttpUrl, Section, Snowflake, Zone
from bot.subscribers.kinds import Kind, check_kind, check_secrets

Days = Annotated[float, Field(ge=0, le=90)]
Column = Annotated[str, Field(pattern=r"^[A-Za-z_][A-Za-z0-9_]{0,62}$")]


class GuildRolesSettings(Section):
    """The roles of a publisher's tiers on one more server."""

    guild: Snowflake
    roles: dict[str, Snowflake] = Field(default_factory=dict)


class ColumnsSettings(Section):
    """How a view names what we read; an empty name is not read."""

    id: Column = "id"
    tier: Column = "tier"
    until: Column | Literal[""] = ""
    status: Column | Literal[""] = ""
    email: Column | Literal[""] = ""
    version: Column | Literal[""] = ""


class PublisherSettings(Section):
    """Where a publisher's subscribers are, and the roles of their tiers.

    Which of the keys each `kind` needs stands in bot/subscribers/kinds.py and docs/subscribers.md. `tiers`
    gives the provider's names of what readers buy names of ours. Each of `webhook_secrets` is good.

    `guild` is its first server, `guilds` are more. `ranks` orders tiers, the lowest first: a member gets the
    roles of the highest, or with `give = "all"` those of the tiers below too. `seats` are the Discord
    accounts that a subscription of a tier may link; one more is refused, or with `second_account = "move"`
    takes the place of the oldest. `grace` are the days that a reason adds to an end; a day without a time
    ends in `zone`. `warn_days` before an end that was announced the reader gets a private word (0: none).
    `signed_link` and `oauth` are ways to link by the web; `account_url` is where readers find link or code.
    With `mail_codes` a code is sent to a reader's address, which is kept, encrypted, for that alone.
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
    tiers: dict[str, str] = Field(default_factory=dict)
    webhook_secrets: tuple[SecretStr, ...] = ()
    interval: Annotated[float, Field(ge=0.2, le=86_400)] = 300
    guild: Snowflake
    roles: dict[str, Snowflake] = Field(default_factory=dict)
    guilds: tuple[GuildRolesSettings, ...] = ()
    ranks: tuple[str, ...] = ()
    give: Literal["highest", "all"] = "highest"
    seats: dict[str, Annotated[int, Field(ge=1, le=100)]] = Field(default_factory=dict)
    second_account: Literal["refuse", "move"] = "refuse"
    grace: dict[str, Days] = Field(default_factory=dict)
    zone: Zone = "Europe/Paris"
    warn_days: Annotated[int, Field(ge=0, le=30)] = 3
    account_url: HttpUrl | None = None
    signed_link: SignedLinkSettings | None = None
    oauth: OAuthSettings | None = None
    mail_codes: bool = False

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
        if self.signed_link and not self.account_url:
            raise ValueError("signed_link needs account_url, the page on which readers find the link")
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
