"""The settings of what is read and posted: sources, their comments and moderation, routes."""

from __future__ import annotations

from datetime import time
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, SecretStr, model_validator

from bot.articles.filters import check as check_filter
from bot.comments.moderation_rules import HoldingRules, check_word
from bot.config_values import HttpUrl, Section, Snowflake, Zone
from storage.records_routes import Layout


def _filter(value: str) -> str:
    if mend := check_filter(value):
        raise ValueError(mend)
    return value


Filter = Annotated[str, Field(max_length=500), AfterValidator(_filter)]


class WritingSettings(Section):
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


class NewcomerSettings(Section):
    """Whose links wait: of those with fewer comments on the site, or with a younger account on Discord."""

    comments: Annotated[int, Field(ge=0, le=1_000)] = 3
    days: Annotated[int, Field(ge=0, le=3_650)] = 0


class SlowSettings(Section):
    """How many comments of one person pass in how many minutes; the others wait."""

    comments: Annotated[int, Field(ge=1, le=1_000)]
    minutes: Annotated[int, Field(ge=1, le=1_440)]


class ModerationSettings(Section):
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


class SourceSettings(Section):
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


class QuietSettings(Section):
    """Hours without posts; `breaking` is a filter for what is posted all the same."""

    start: time
    end: time
    zone: Zone = "Europe/Paris"
    breaking: Filter = ""


class DigestSettings(Section):
    """One message with all articles, each day or, with `weekday` (Monday is 0), each week."""

    at: time
    zone: Zone = "Europe/Paris"
    weekday: Annotated[int, Field(ge=0, le=6)] | None = None


class RouteSettings(Section):
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
