"""Requests as they came over the wire."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from io import BytesIO
from typing import Any
from urllib.parse import unquote

from aiohttp import BodyPartReader, web

from bot.demo.wire.files import plain_name

API = "/api/v10"
MAX_BODY = 30 * 2**20
_FILE = re.compile(r"files\[(\d+)\]")
_SECRET_HEADERS = frozenset({"authorization", "cookie"})


@dataclass(frozen=True, slots=True)
class Captured:
    """One answered request. `path` starts after `/api/v10`; `headers` come without the token."""

    method: str
    path: str
    query: Mapping[str, str]
    json: Any
    files: tuple[str, ...]
    headers: Mapping[str, str]
    status: int
    when: datetime


@dataclass(slots=True)
class Upload:
    """A file of a multipart request, as simcord reads it."""

    filename: str
    fp: BytesIO
    description: str | None = None


@dataclass(slots=True)
class Incoming:
    """A request before it is answered."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    token: str | None
    reason: str | None
    json: Any = None
    files: tuple[Upload, ...] = ()
    form: Mapping[str, str] = field(default_factory=dict)

    def answered(self, status: int, when: datetime) -> Captured:
        names = tuple(file.filename for file in self.files)
        return Captured(self.method, self.path, self.query, self.json, names, self.headers, status, when)


async def read(request: web.Request) -> Incoming:
    """Read a request's head and body. Raises ValueError for a body that is no JSON."""
    # Mounted in another application, a request would have that one's limit.
    request = request.clone(client_max_size=MAX_BODY)
    raw = request.rel_url.raw_path
    reason = request.headers.get("X-Audit-Log-Reason")
    incoming = Incoming(
        request.method,
        raw[raw.index(API) + len(API) :],
        dict(request.query),
        {key: value for key, value in request.headers.items() if key.lower() not in _SECRET_HEADERS},
        request.headers.get("Authorization"),
        unquote(reason) if reason else None,
    )
    if request.content_type.startswith("multipart/"):
        await _read_form(request, incoming)
    elif request.content_type == "application/x-www-form-urlencoded":
        incoming.form = {name: str(value) for name, value in (await request.post()).items()}
        # What is kept of a request may be shown: of what is secret in it only the names.
        incoming.json = {k: v if k == "grant_type" else "" for k, v in incoming.form.items()}
    elif request.can_read_body:
        body = await request.read()
        incoming.json = json.loads(body) if body else None
    return incoming


async def _read_form(request: web.Request, incoming: Incoming) -> None:
    fields: dict[str, str] = {}
    files: list[tuple[int, Upload]] = []
    async for part in await request.multipart():
        if not isinstance(part, BodyPartReader):
            continue
        data = bytes(await part.read(decode=True))
        if part.filename is None:
            fields[part.name or ""] = data.decode()
        else:
            named = _FILE.fullmatch(part.name or "")
            place = int(named[1]) if named is not None else len(files)
            files.append((place, Upload(plain_name(part.filename), BytesIO(data))))
    incoming.json = json.loads(fields["payload_json"]) if "payload_json" in fields else fields or None
    incoming.files = tuple(file for _, file in sorted(files, key=lambda entry: entry[0]))
    _describe(incoming)


def _describe(incoming: Incoming) -> None:
    body = incoming.json if isinstance(incoming.json, dict) else {}
    for entry in body.get("attachments") or ():
        index = str(entry.get("id", ""))
        if index.isdigit() and int(index) < len(incoming.files):
            incoming.files[int(index)].description = entry.get("description")
