"""The simulated Discord's state: simcord's backend on real time, with what simcord gets wrong put right."""

from __future__ import annotations

import secrets
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from time import monotonic
from typing import Any

from simcord.backend import serializers
from simcord.backend.models import AllowedMentions, AuditLogEntry, Channel, Guild, Interaction, Message

from bot.demo.wire import rules
from bot.demo.wire.clock import Snowflakes, WallClock
from bot.demo.wire.files import Files, place_uploads
from bot.demo.wire.mentions import Ping, ping_of
from bot.demo.wire.shapes import fill_event
from bot.demo.wire.threads import ThreadedBackend

Observer = Callable[[str, Mapping[str, Any], int | None], None]
PRIVILEGED = frozenset({"members", "presences", "message_content"})
OF_INTERACTION = "aW50ZXJhY3Rpb246"  # how their tokens begin ("interaction:")
_AUDIT_ENTRIES, _PINGS = 1000, 1000


class _Forgetful(list[Any]):
    """A log that keeps nothing: simcord would keep a copy of every call and event for ever."""

    def append(self, item: Any) -> None:
        """Let go of `item`."""


class SimulatedDiscord(ThreadedBackend):
    """A Discord in memory, on real time.

    `subscribers` hear what the gateway sends: (event, payload). `observers` hear that and what only one
    person sees: (event, payload, user id or None); for that one person also INTERACTION_SUCCESS,
    INTERACTION_FAILURE, INTERACTION_MODAL_CREATE and the events of ephemeral messages.
    `locales` are the languages that people set in their client; `privileged` are the intents granted
    in the developer portal. `nonce_window` and `answer_within` (the time for an interaction's first
    answer) are in seconds. `pings` are the last messages that mentioned somebody, as they were sent.
    `redirects` are the addresses to which the portal lets a sign-in come back.
    `closed_dms` are the people who take no direct messages. `waiting` maps an interaction's id to what is
    called whenever its answer comes or changes.
    """

    clock: WallClock

    def __init__(
        self,
        *,
        name: str = "Colporteur",
        locale: str = "fr",
        nonce_window: float = 300,
        answer_within: float = 3,
        lag: float = 0,
    ) -> None:
        self.locale = locale
        self.nonce_window = nonce_window
        self.answer_within = answer_within
        self.locales: dict[int, str] = {}
        self.privileged = set(PRIVILEGED)
        self.pings: deque[Ping] = deque(maxlen=_PINGS)
        self.closed_dms: set[int] = set()
        self.redirects: set[str] = set()
        self.observers: list[Observer] = []
        self.waiting: dict[int, Callable[[], None]] = {}
        self._nonces: dict[tuple[int, int, str], tuple[float, int]] = {}
        self._nonce: str | int | None = None
        clock = WallClock()
        clock.advance(-lag)
        self._snowflakes = Snowflakes(clock)
        super().__init__(clock=clock)
        self.cdn: Files = Files()
        self.http_requests = _Forgetful()
        self.transcript = _Forgetful()
        self.bot_user.name = name
        self.bot_user.global_name = name

    # Time, identifiers, logs

    def snowflake(self) -> int:
        return self._snowflakes.next()

    def now_iso(self) -> str:
        return self.clock.now().isoformat(timespec="microseconds")

    def iso_after(self, seconds: float) -> str:
        return (self.clock.now() + timedelta(seconds=seconds)).isoformat(timespec="microseconds")

    def record_audit_log(self, guild_id: int, *args: Any, **details: Any) -> AuditLogEntry:
        entry = super().record_audit_log(guild_id, *args, **details)
        del self.guilds[guild_id].audit_log_entries[:-_AUDIT_ENTRIES]
        return entry

    def new_interaction(self, *args: Any, **details: Any) -> Interaction:
        self._forget_interactions()
        record = super().new_interaction(*args, **details)
        del self.interaction_tokens[record.token]
        record.token = OF_INTERACTION + secrets.token_urlsafe(120)
        self.interaction_tokens[record.token] = record.id
        record.initial_response_deadline = self.iso_after(self.answer_within)
        return record

    def _forget_interactions(self) -> None:
        now = self.now_iso()
        for record in list(self.interactions.values()):
            if record.expires_at is None or record.expires_at > now:
                return
            del self.interactions[record.id]
            self.interaction_tokens.pop(record.token, None)
            self.waiting.pop(record.id, None)

    # Events

    def emit(self, event: str, payload: Mapping[str, Any]) -> None:
        shown = dict(payload)
        fill_event(self, event, shown)
        if event == "MESSAGE_CREATE" and self._nonce is not None:
            shown["nonce"] = self._nonce
        for listener in self.subscribers:
            listener(event, shown)
        if event != "INTERACTION_CREATE":  # that is between one person and the bot
            self.show(event, shown, None)

    def show(self, event: str, payload: Mapping[str, Any], only_for: int | None) -> None:
        """Tell the observers, without the gateway: `only_for` is the one person who sees it."""
        for observer in self.observers:
            observer(event, payload, only_for)

    # Guilds

    def create_guild(self, name: str, **settings: Any) -> Guild:
        settings.setdefault("preferred_locale", self.locale)
        return super().create_guild(name, **settings)

    def locale_of(self, user_id: int) -> str:
        """The language of a person's client, as Discord writes it (`fr`, `en-US`)."""
        return self.locales.get(user_id, self.locale)

    # Messages

    CROSSPOSTED_FLAG = 1 << 0  # simcord has the flag of the copy in the following channel

    def prepare_message(
        self, channel_id: int, author_id: int, content: str | None = "", **parts: Any
    ) -> Message:
        self.refuse_locked(channel_id, author_id)
        text = content.strip() if isinstance(content, str) else content
        return super().prepare_message(channel_id, author_id, text, **parts)

    def normalize_message_reference(
        self, channel_id: int, reference: dict[str, Any] | None
    ) -> dict[str, Any] | None:
        """A reply to a message that is gone is refused, or sent as no reply where the sender allows it."""
        known = super().normalize_message_reference(channel_id, reference)
        if known is None or known["type"] != 0:
            return known
        if int(known["message_id"]) in self.messages[channel_id]:
            return known
        if known["fail_if_not_exists"]:
            raise rules.field_error("message_reference", "REPLIES_UNKNOWN_MESSAGE", "Unknown message")
        return None

    def _mention_state(
        self,
        channel: Channel,
        author_id: int,
        content: str,
        policy: AllowedMentions,
        reply_author_id: int | None,
    ) -> tuple[list[int], list[int], list[int], list[int], bool]:
        """Who is mentioned is who is pinged: simcord lists everybody whom the text names."""
        *_, users, roles, everyone = super()._mention_state(
            channel, author_id, content, policy, reply_author_id
        )
        return users, roles, users, roles, everyone

    def commit_message(self, message: Message, *, broadcast: bool = True) -> Message:
        message.embeds = place_uploads(message.embeds, message.attachments)
        stored = super().commit_message(message, broadcast=broadcast)
        ping = ping_of(self, stored)
        if ping is not None:
            self.pings.append(ping)
        self._show_ephemeral("MESSAGE_CREATE", stored)
        self._answered_by(stored)
        return stored

    def edit_message(self, channel_id: int, message_id: int, fields: dict[str, Any]) -> Message:
        shown = self.get_message(channel_id, message_id)
        if not shown.is_ephemeral:
            self.refuse_archived(channel_id)
        if isinstance(fields.get("content"), str):
            fields = {**fields, "content": fields["content"].strip()}
        if {"embeds", "attachments"} & fields.keys():
            embeds, files = (fields.get(part, getattr(shown, part)) for part in ("embeds", "attachments"))
            fields = {**fields, "embeds": place_uploads(embeds or [], files or [])}
        parts = ("content", "embeds", "components", "attachments", "poll")
        if not shown.stickers and not any(fields.get(part, getattr(shown, part)) for part in parts):
            raise rules.empty_message()
        message = super().edit_message(channel_id, message_id, fields)
        self._show_ephemeral("MESSAGE_UPDATE", message)
        self._answered_by(message)
        return message

    def delete_message(self, channel_id: int, message_id: int) -> None:
        message = self.get_message(channel_id, message_id)
        super().delete_message(channel_id, message_id)
        self._show_ephemeral("MESSAGE_DELETE", message)
        self._answered_by(message)

    # Commands and interactions

    def register_commands(self, guild_id: int | None, payloads: list[dict[str, Any]]) -> list[dict[str, Any]]:
        registered = super().register_commands(guild_id, payloads)
        for command in registered:
            command["version"] = str(self.snowflake())
            command.setdefault("nsfw", False)
            command.setdefault("name_localizations", None)
            command.setdefault("description_localizations", None)
        return registered

    def answered(self, interaction_id: int) -> None:
        """Wake whoever waits for this interaction's answer to come or to change."""
        wake = self.waiting.get(interaction_id)
        if wake is not None:
            wake()

    def _answered_by(self, message: Message) -> None:
        if message.interaction_metadata is not None:
            self.answered(int(message.interaction_metadata["id"]))

    def _show_ephemeral(self, event: str, message: Message) -> None:
        viewer = ((message.interaction_metadata or {}).get("user") or {}).get("id")
        if not message.is_ephemeral or viewer is None:
            return
        payload = dict(serializers.message_payload(self, message))
        fill_event(self, event, payload)
        self.show(event, payload, int(viewer))

    # Nonces

    @contextmanager
    def sending_with(self, nonce: str | int | None) -> Iterator[None]:
        """While it lasts, MESSAGE_CREATE carries the nonce."""
        self._nonce = nonce
        try:
            yield
        finally:
            self._nonce = None

    def sent_with(self, author_id: int, channel_id: int, nonce: str | int) -> Message | None:
        """The message that this author sent here with this nonce within the window, if it is still there."""
        sent = self._nonces.get((author_id, channel_id, str(nonce)))
        if sent is None or self._seconds() - sent[0] > self.nonce_window:
            return None
        return self.messages.get(channel_id, {}).get(sent[1])

    def remember_nonce(self, message_id: int, author_id: int, channel_id: int, nonce: str | int) -> None:
        """Keep a nonce for the window, and let go of those whose window has passed."""
        now = self._seconds()
        while self._nonces:
            oldest = next(iter(self._nonces))
            if now - self._nonces[oldest][0] <= self.nonce_window:
                break
            del self._nonces[oldest]
        key = (author_id, channel_id, str(nonce))
        self._nonces.pop(key, None)
        self._nonces[key] = (now, message_id)

    def _seconds(self) -> float:
        return monotonic() + self.clock.elapsed
