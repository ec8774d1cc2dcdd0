"""Threads, forum posts and webhooks as Discord has them, over simcord's."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from typing import Any

from simcord.backend import Backend, errors, permissions, serializers
from simcord.backend.models import Channel, Message, SystemMessageMetadata, Webhook
from simcord.components import resolve_attachment_references
from simcord.enums import ChannelType, MessageType

from bot.demo.wire import rules

HAS_THREAD = 1 << 5
REQUIRE_TAG = 1 << 4


class ThreadedBackend(Backend):
    """Threads that archive, lock and refuse as Discord's do; forum posts with tags; limits on webhooks."""

    def __init__(self, **settings: Any) -> None:
        self.channel_flags: dict[int, int] = {}
        super().__init__(**settings)

    # Archived and locked

    def archive(self, thread_id: int, *, locked: bool = False) -> None:
        """Archive a thread, as Discord does by itself after a time without messages."""
        self.edit_channel(thread_id, {}, thread_metadata={"archived": True, "locked": locked})

    def is_archived(self, channel_id: int) -> bool:
        meta = self.get_channel(channel_id).thread_metadata
        return meta is not None and meta.archived

    def refuse_archived(self, channel_id: int) -> None:
        """Raise 50083 where nothing may change because the thread is archived."""
        if self.is_archived(channel_id):
            raise rules.thread_archived()

    def refuse_locked(self, channel_id: int, user_id: int) -> None:
        """Raise 160005 where the thread is locked and this person is no moderator of threads."""
        thread = self.get_channel(channel_id)
        if thread.thread_metadata is None or not thread.thread_metadata.locked or thread.guild_id is None:
            return
        may = self.compute_permissions(thread.guild_id, user_id, channel_id)
        if not may & permissions.flag("manage_threads"):
            raise rules.thread_locked()

    def edit_channel(self, channel_id: int, changes: Mapping[str, Any], **rest: Any) -> Channel:
        meta, now = self.get_channel(channel_id).thread_metadata, rest.get("thread_metadata") or {}
        if meta is not None and now.get("archived", meta.archived) != meta.archived:
            rest["thread_metadata"] = {**now, "archive_timestamp": self.now_iso()}
        return super().edit_channel(channel_id, changes, **rest)

    def commit_message(self, message: Message, *, broadcast: bool = True) -> Message:
        if not message.is_ephemeral and message.system_metadata is None:
            self._wake(self.get_channel(message.channel_id), message.author_id)
        return super().commit_message(message, broadcast=broadcast)

    def _wake(self, channel: Channel, author_id: int) -> None:
        """Writing in a thread opens it again and joins it."""
        if channel.thread_metadata is None or channel.guild_id is None:
            return
        if channel.thread_metadata.archived:
            self.edit_channel(channel.id, {}, thread_metadata={"archived": False})
        if author_id in self.get_guild(channel.guild_id).members:
            self.add_thread_member(channel.id, author_id)

    def add_thread_member(self, thread_id: int, user_id: int) -> Channel:
        thread = self.get_thread(thread_id)
        if user_id in thread.thread_members:
            return thread
        if len(thread.thread_members) >= rules.THREAD_PARTICIPANTS:
            raise rules.too_many(30033, "thread participants", rules.THREAD_PARTICIPANTS)
        return super().add_thread_member(thread_id, user_id)

    def delete_message(self, channel_id: int, message_id: int) -> None:
        self.refuse_archived(channel_id)
        super().delete_message(channel_id, message_id)

    def set_reaction(self, channel_id: int, message_id: int, emoji: str, user_id: int, reacted: bool) -> None:
        self.refuse_archived(channel_id)
        message = self.get_message(channel_id, message_id)
        if reacted and message.reaction_for(emoji) is None and len(message.reactions) >= rules.REACTIONS:
            raise rules.too_many(30010, "reactions", rules.REACTIONS)
        super().set_reaction(channel_id, message_id, emoji, user_id, reacted)

    def set_pinned(
        self, channel_id: int, message_id: int, pinned: bool, *, actor_id: int | None = None
    ) -> None:
        if pinned and sum(m.pinned for m in self.messages[channel_id].values()) >= rules.PINS:
            raise rules.too_many(30003, "pins", rules.PINS)
        super().set_pinned(channel_id, message_id, pinned, actor_id=actor_id)

    # Opening threads

    def create_thread(
        self,
        parent_id: int,
        name: str,
        owner_id: int,
        *,
        type: int = ChannelType.PUBLIC_THREAD,  # noqa: A002 (simcord's name for it)
        auto_archive_duration: int = 1440,
        message_id: int | None = None,
        applied_tags: Iterable[int] = (),
        broadcast: bool = True,
    ) -> Channel:
        rules.check_thread(name, auto_archive_duration)
        if message_id is not None and message_id in self.channels:
            raise rules.thread_exists()
        guild_id = self.get_channel(parent_id).guild_id
        if guild_id is not None and len(self.active_threads(guild_id)) >= rules.ACTIVE_THREADS:
            raise rules.too_many(160006, "active threads", rules.ACTIVE_THREADS)
        # simcord writes "started a thread" below a channel even where the thread hangs on a message.
        quiet = message_id is not None or type == ChannelType.PRIVATE_THREAD
        thread = super().create_thread(
            parent_id,
            name,
            owner_id,
            type=type,
            auto_archive_duration=auto_archive_duration,
            message_id=message_id,
            applied_tags=applied_tags,
            broadcast=broadcast and not quiet,
        )
        if broadcast and quiet:
            self.announce_thread_create(thread)
        if message_id is not None:
            self._hang_on_message(thread, parent_id, owner_id)
        return thread

    def _hang_on_message(self, thread: Channel, parent_id: int, owner_id: int) -> None:
        """Mark the message, and open the thread with the line that shows it again."""
        parent = self.get_message(parent_id, thread.id)
        parent.flags |= HAS_THREAD
        starter = self.prepare_message(
            thread.id,
            owner_id,
            "-",
            message_type=MessageType.THREAD_STARTER_MESSAGE,
            system_metadata=SystemMessageMetadata(
                referenced_channel_id=parent_id, referenced_message_id=parent.id
            ),
        )
        starter.content = ""
        self.commit_message(starter)
        thread.message_count = 0
        self.emit("MESSAGE_UPDATE", dict(serializers.message_payload(self, parent)))

    def create_forum_post(
        self,
        forum_id: int,
        name: str,
        starter: Message,
        *,
        uploads: Iterable[tuple[str, bytes, str | None]] = (),
        auto_archive_duration: int = 1440,
        applied_tags: Iterable[int] = (),
        broadcast: bool = True,
    ) -> tuple[Channel, Message]:
        """Open a post; its first message has the post's id. simcord allows the bot alone and a new id."""
        forum, tags = self.get_channel(forum_id), list(applied_tags)
        if forum.type != ChannelType.FORUM or forum.guild_id is None:
            raise errors.cannot_execute_on_channel_type()
        rules.check_applied_tags(tags, forum.available_tags)
        if not tags and self.channel_flags.get(forum_id, 0) & REQUIRE_TAG:
            raise rules.tag_required()
        thread = self.create_thread(
            forum_id,
            name,
            starter.author_id,
            auto_archive_duration=auto_archive_duration,
            applied_tags=tags,
            broadcast=False,
        )
        starter.id, starter.channel_id = thread.id, thread.id
        starter.attachments = [
            self.cdn.store_attachment(self.snowflake(), thread.id, filename, data, description)
            for filename, data, description in uploads
        ]
        starter.components = resolve_attachment_references(starter.components, starter.attachments)
        self.commit_message(starter, broadcast=False)
        thread.message_count = 0
        forum.last_message_id = thread.id
        self.announce_thread_create(thread)
        if broadcast:
            self.announce_message_create(starter)
        return thread, starter

    # Webhooks

    def create_webhook(self, channel_id: int, name: str, creator_id: int) -> Webhook:
        rules.check_webhook_name("name", name)
        guild_id = self.get_channel(channel_id).guild_id
        if sum(w.channel_id == channel_id for w in self.webhooks.values()) >= rules.WEBHOOKS_PER_CHANNEL:
            raise rules.too_many(30007, "webhooks", rules.WEBHOOKS_PER_CHANNEL)
        if sum(w.guild_id == guild_id for w in self.webhooks.values()) >= rules.WEBHOOKS_PER_GUILD:
            raise rules.too_many(30058, "webhooks", rules.WEBHOOKS_PER_GUILD)
        webhook = super().create_webhook(channel_id, name, creator_id)
        del self.webhook_tokens[webhook.token]
        webhook.token = secrets.token_urlsafe(51)
        self.webhook_tokens[webhook.token] = webhook.id
        self._emit_webhooks_update(channel_id)
        return webhook

    def edit_webhook(self, webhook_id: int, changes: Mapping[str, Any]) -> Webhook:
        if changes.get("name") is not None:
            rules.check_webhook_name("name", changes["name"])
        return super().edit_webhook(webhook_id, changes)
