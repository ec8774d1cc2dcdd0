"""Uploaded files: where they are kept, and what `attachment://name` in a message stands for."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from simcord.backend.cdn import CdnStore

_UPLOADED = "attachment://"
_NOT_KEPT = re.compile(r"[^\w.\-]", re.ASCII)

Attachment = Mapping[str, Any]


class Files(CdnStore):
    """Uploaded files, under addresses that start with `base` so that they can be fetched."""

    base = ""

    def store_attachment(
        self, attachment_id: int, channel_id: int, filename: str, data: bytes, description: str | None
    ) -> dict[str, Any]:
        name = plain_name(filename)
        attachment = super().store_attachment(attachment_id, channel_id, name, data, description)
        path = attachment["url"].partition(".invalid")[2]
        self._blobs[path] = self._blobs.pop(attachment["url"])
        attachment["url"] = attachment["proxy_url"] = self.base + path
        if name != filename:
            attachment["title"] = filename.rpartition(".")[0] or filename
        return attachment


def plain_name(filename: str) -> str:
    """The name that Discord keeps a file under: spaces as `_`, accents and other marks left out."""
    letters = unicodedata.normalize("NFKD", filename.replace(" ", "_"))
    name = _NOT_KEPT.sub("", letters)
    return name if name.strip(".") else "unknown"


def place_uploads(
    embeds: Sequence[Mapping[str, Any]], attachments: Sequence[Attachment]
) -> list[dict[str, Any]]:
    """The embeds with the addresses of attached files where they name them `attachment://…`."""
    known = {str(attachment["filename"]): attachment for attachment in attachments}
    placed = []
    for embed in embeds:
        shown = dict(embed)
        for part in ("image", "thumbnail", "author", "footer"):
            if isinstance(shown.get(part), Mapping):
                shown[part] = _placed(shown[part], known)
        placed.append(shown)
    return placed


def _placed(section: Mapping[str, Any], known: Mapping[str, Attachment]) -> dict[str, Any]:
    shown = dict(section)
    for key in ("url", "icon_url"):
        address = str(section.get(key) or "")
        attachment = known.get(plain_name(address.removeprefix(_UPLOADED)))
        if address.startswith(_UPLOADED) and attachment is not None:
            shown[key] = shown[f"proxy_{key}"] = attachment["url"]
    return shown


def listed(message: Mapping[str, Any]) -> list[Any]:
    """A message's attachments without those that its embeds and components show."""
    if not message.get("attachments"):
        return []
    shown = set(_addresses([message.get("embeds"), message.get("components")]))
    return [attachment for attachment in message["attachments"] if attachment["url"] not in shown]


def _addresses(node: object) -> Iterator[str]:
    if isinstance(node, Mapping):
        yield from (node[key] for key in ("url", "icon_url") if isinstance(node.get(key), str))
    children = node.values() if isinstance(node, Mapping) else node if isinstance(node, list) else ()
    for child in children:
        yield from _addresses(child)
