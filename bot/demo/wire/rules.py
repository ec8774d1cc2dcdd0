"""What Discord refuses and simcord lets through: pure checks that raise Discord's own errors."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from simcord.backend.errors import BackendError, invalid_form_body

NONCE_LENGTH = 25
THREAD_NAME_LENGTH = 100
ARCHIVE_MINUTES = (60, 1440, 4320, 10080)
FORUM_TAGS, POST_TAGS, TAG_NAME_LENGTH = 20, 5, 20
WEBHOOKS_PER_CHANNEL, WEBHOOKS_PER_GUILD = 15, 1000
WEBHOOK_NAME_LENGTH = 80
ACTIVE_THREADS, THREAD_PARTICIPANTS = 1000, 1000
REACTIONS, PINS = 20, 250
UPLOAD_BYTES, UPLOADS = 10 * 2**20, 10
COMMANDS = {1: 100, 2: 15, 3: 15}
COMMAND_NAME = re.compile(r"[-_'\w]{1,32}")


def empty_message() -> BackendError:
    return BackendError(400, 50006, "Cannot send an empty message")


def thread_archived() -> BackendError:
    return BackendError(400, 50083, "Thread is archived")


def thread_locked() -> BackendError:
    return BackendError(403, 160005, "Thread is locked")


def thread_exists() -> BackendError:
    return BackendError(400, 160004, "A thread has already been created for this message")


def no_text_channel() -> BackendError:
    return BackendError(400, 50008, "Cannot send messages in a non-text channel")


def no_direct_messages() -> BackendError:
    return BackendError(403, 50007, "Cannot send messages to this user")


def cannot_publish() -> BackendError:
    return BackendError(400, 50068, "Invalid message type")


def tag_required() -> BackendError:
    return BackendError(400, 40067, "A tag is required to create a forum post in this channel")


def too_many(code: int, of: str, limit: int) -> BackendError:
    return BackendError(400, code, f"Maximum number of {of} reached ({limit})")


def invalid_token() -> BackendError:
    return BackendError(401, 50027, "Invalid Webhook Token")


def no_history_for_reply() -> BackendError:
    return BackendError(403, 160002, "Cannot reply without permission to read message history")


def field_error(path: str, code: str, message: str) -> BackendError:
    """50035 with the place of the mistake, nested as Discord nests it: `embeds.0.title`."""
    errors: dict[str, Any] = {"_errors": [{"code": code, "message": message}]}
    for key in reversed(path.split(".")):
        errors = {key: errors}
    return invalid_form_body(errors=errors)


def _too_long(path: str, most: int) -> BackendError:
    return field_error(path, "BASE_TYPE_MAX_LENGTH", f"Must be {most} or fewer in length.")


def check_length(path: str, value: object, least: int, most: int) -> None:
    """Raise unless `value` is a text of `least` to `most` characters."""
    if not isinstance(value, str) or not least <= len(value) <= most:
        text = f"Must be between {least} and {most} in length."
        raise field_error(path, "BASE_TYPE_BAD_LENGTH", text)


def check_sizes(sizes: Iterable[int]) -> None:
    """Raise 40005 where one upload, in bytes, is too large, and 30015 where there are too many."""
    sizes = list(sizes)
    if any(size > UPLOAD_BYTES for size in sizes):
        raise BackendError(413, 40005, "Request entity too large")
    if len(sizes) > UPLOADS:
        raise too_many(30015, "attachments", UPLOADS)


_SAYS = ("embeds", "embed", "components", "sticker_ids", "poll")


def check_says_something(body: Mapping[str, Any], files: Sequence[object] = ()) -> None:
    """Raise 50006 for a new message with nothing in it; a forward alone is enough."""
    content = body.get("content")
    reference = body.get("message_reference") or {}
    forward = isinstance(reference, Mapping) and reference.get("type") == 1
    if not (forward or files or any(body.get(key) for key in _SAYS)) and not str(content or "").strip():
        raise empty_message()


def check_message(body: Mapping[str, Any]) -> None:
    """A message body as sent or edited: text, nonce, embeds' addresses."""
    content = body.get("content")
    if isinstance(content, str) and len(content) > 2000:
        raise _too_long("content", 2000)
    if body.get("nonce") is not None and len(str(body["nonce"])) > NONCE_LENGTH:
        raise _too_long("nonce", NONCE_LENGTH)
    for index, embed in enumerate(body.get("embeds") or ()):
        if isinstance(embed, Mapping):
            _check_embed_addresses(f"embeds.{index}", embed)


def _check_embed_addresses(path: str, embed: Mapping[str, Any]) -> None:
    places = {"url": embed.get("url")}
    for part in ("image", "thumbnail", "author", "footer"):
        section = embed.get(part)
        if isinstance(section, Mapping):
            places |= {f"{part}.{key}": section.get(key) for key in ("url", "icon_url")}
    for place, address in places.items():
        file_allowed = place.startswith(("image", "thumbnail")) or place.endswith("icon_url")
        if address and not well_formed(address, file_allowed=file_allowed):
            text = f'Scheme "{address[:40]}" must be one of ("http", "https").'
            raise field_error(f"{path}.{place}", "URL_TYPE_INVALID_SCHEME", text)


def well_formed(address: object, *, file_allowed: bool = False) -> bool:
    """Whether Discord takes this as an address: http or https with a host, or an uploaded file."""
    if not isinstance(address, str) or len(address) > 2048 or any(c.isspace() for c in address):
        return False
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    if file_allowed and parts.scheme == "attachment":
        return True
    return parts.scheme in ("http", "https") and bool(parts.netloc)


def check_webhook_name(path: str, name: object) -> None:
    check_length(path, name, 1, WEBHOOK_NAME_LENGTH)
    for word in ("clyde", "discord"):
        if word in str(name).casefold():
            raise field_error(path, "USERNAME_INVALID_CONTAINS", f'Username cannot contain "{word}"')


def check_thread(name: object, auto_archive_duration: object = 1440) -> None:
    check_length("name", name, 1, THREAD_NAME_LENGTH)
    if auto_archive_duration not in ARCHIVE_MINUTES:
        text = f"Value must be one of {set(ARCHIVE_MINUTES)}."
        raise field_error("auto_archive_duration", "BASE_TYPE_CHOICES", text)


def check_available_tags(tags: Iterable[Mapping[str, Any]]) -> None:
    tags = list(tags)
    if len(tags) > FORUM_TAGS:
        raise _too_long("available_tags", FORUM_TAGS)
    for index, tag in enumerate(tags):
        check_length(f"available_tags.{index}.name", tag.get("name"), 1, TAG_NAME_LENGTH)


def check_applied_tags(applied: Iterable[object], available: Iterable[Mapping[str, Any]]) -> None:
    applied = [str(tag) for tag in applied]
    if len(applied) > POST_TAGS:
        raise _too_long("applied_tags", POST_TAGS)
    known = {str(tag.get("id")) for tag in available}
    for index, tag in enumerate(applied):
        if tag not in known:
            raise field_error(f"applied_tags.{index}", "UNKNOWN_TAG", "Unknown tag")


def check_commands(commands: Iterable[Mapping[str, Any]]) -> None:
    """The commands of one place (the application, or one guild), as a bulk write gives them."""
    counts: dict[int, int] = {}
    for index, command in enumerate(commands):
        kind = int(command.get("type") or 1)
        counts[kind] = counts.get(kind, 0) + 1
        if counts[kind] > COMMANDS.get(kind, 0):
            raise too_many(30032, "application commands", COMMANDS.get(kind, 0))
        name = command.get("name")
        check_length(f"{index}.name", name, 1, 32)
        if kind == 1:
            if not COMMAND_NAME.fullmatch(str(name)) or str(name) != str(name).lower():
                text = "Command name is invalid"
                raise field_error(f"{index}.name", "APPLICATION_COMMAND_INVALID_NAME", text)
            check_length(f"{index}.description", command.get("description"), 1, 100)
