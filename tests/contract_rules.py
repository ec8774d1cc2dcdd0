"""What Discord refuses although its description does not say so, and what we never want to send."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

Body = Mapping[str, Any]
V2 = 1 << 15
V2_ONLY = {9, 10, 11, 12, 13, 14, 17}
MESSAGE_FIELDS = {"content", "embeds", "components", "allowed_mentions", "attachments", "flags", "poll"}
LOCALES = set(
    re.findall(
        r"\S+",
        "ar bg cs da de el en-GB en-US es-419 es-ES fi fr he hi hr hu id it ja ko lt nl no pl pt-BR ro ru "
        "sv-SE th tr uk vi zh-CN zh-TW",
    )
)
COMMAND_NAME = re.compile(r"[-_'\w]{1,32}")
_HOLDS_MESSAGE = re.compile(r"/messages/|^/webhooks/[^/]+/[^/]+$")


def against_rules(method: str, path: str, json: Any, files: Sequence[str]) -> list[str]:
    if path.endswith("/commands"):
        return list(_commands(json if isinstance(json, list) else [json] if json else []))
    if path == "/oauth2/token":
        return list(_token(json if isinstance(json, dict) else {}))
    if not isinstance(json, dict):
        return []
    found = [*_webhook(path, json), *_names(path, json), *_interaction(path, json)]
    for message in messages(path, json):
        new = method == "POST" and json.get("type") != 7
        found += _message(message, files, new=new)
        found += _uploads(message, files, new=new)
    return found


def _token(form: Body) -> Iterator[str]:
    """A code's change for a token; our secret goes in a header."""
    if form.get("grant_type") != "authorization_code":
        yield f"unknown grant type {form.get('grant_type')!r}"
    if missing := {"code", "redirect_uri", "code_verifier"} - form.keys():
        yield f"a token is asked for without {sorted(missing)}"
    if "client_secret" in form:
        yield "the client's secret is in the form"


def messages(path: str, body: Body) -> Iterator[Any]:
    """The messages in a body: itself, a forum post's first one, or that of an interaction's answer."""
    if path.endswith("/callback"):
        if body.get("type") in (4, 7) and isinstance(body.get("data"), dict):
            yield body["data"]
    elif path.endswith("/threads"):
        if isinstance(body.get("message"), dict):
            yield body["message"]
    elif path.endswith("/messages") or (_HOLDS_MESSAGE.search(path) and body.keys() & MESSAGE_FIELDS):
        yield body


def _message(message: Body, files: Sequence[str], *, new: bool) -> Iterator[str]:
    content, embeds = message.get("content") or "", message.get("embeds") or []
    if "allowed_mentions" not in message:
        yield "no allowed_mentions: it may ping everybody"
    else:
        yield from _mentions(message["allowed_mentions"] or {})
    if len(content) > 2000:
        yield f"content has {len(content)} characters of 2000"
    says = (embeds, message.get("components"), message.get("sticker_ids"), message.get("poll"), files)
    forward = (message.get("message_reference") or {}).get("type") == 1
    if new and not content.strip() and not any(says) and not forward:
        yield "an empty message"
    yield from _embeds(embeds)
    yield from _layout(message, new=new)
    yield from _components(message.get("components") or [])


def _uploads(message: Body, files: Sequence[str], *, new: bool) -> Iterator[str]:
    if len(files) > 10:
        yield f"{len(files)} files of 10"
    attachments = message.get("attachments") or ()
    for number in (str(attachment.get("id")) for attachment in attachments):
        # An edit also lists the attachments that stay, by their snowflakes.
        if number.isdecimal() and len(files) <= int(number) < 1 << 22:
            yield f"attachments name a file {number} that is not sent"
    known = [*files] if new else [*files, *(a.get("filename") for a in attachments if a.get("filename"))]
    for name in sorted(set(_named_files([message.get("embeds"), message.get("components")]))):
        if (new or known) and name not in known:
            yield f"no file is called {name!r}"
        if files.count(name) > 1:
            yield f"{name!r} is the name of {files.count(name)} files"


def _named_files(node: object) -> Iterator[str]:
    if isinstance(node, str) and node.startswith("attachment://"):
        yield node.removeprefix("attachment://")
    children = node.values() if isinstance(node, Mapping) else node if isinstance(node, list) else ()
    for child in children:
        yield from _named_files(child)


def _mentions(policy: Body) -> Iterator[str]:
    for kind in ("users", "roles"):
        if kind in (policy.get("parse") or ()) and policy.get(kind):
            yield f"allowed_mentions has {kind} both parsed and listed"


def _embeds(embeds: Sequence[Body]) -> Iterator[str]:
    total = sum(_length(embed) for embed in embeds)
    if total > 6000:
        yield f"embeds have {total} characters of 6000"
    for index, embed in enumerate(embeds):
        places = {"url": embed.get("url")}
        for part in ("image", "thumbnail", "author", "footer"):
            section = embed.get(part) or {}
            places |= {f"{part}.url": section.get("url"), f"{part}.icon_url": section.get("icon_url")}
        for place, url in places.items():
            upload = place not in ("url", "author.url")
            if url is not None and not _is_url(url, ("attachment",) if upload else ()):
                yield f"embeds[{index}].{place} is no address: {url!r}"
        if not embed.keys() - {"type", "color", "flags"}:
            yield f"embeds[{index}] is empty"


def _length(embed: Body) -> int:
    texts = [embed.get("title"), embed.get("description")]
    texts += [(embed.get("footer") or {}).get("text"), (embed.get("author") or {}).get("name")]
    for field in embed.get("fields") or ():
        texts += [field.get("name"), field.get("value")]
    return sum(len(text or "") for text in texts)


def _is_url(value: object, more: Sequence[str] = ()) -> bool:
    if not isinstance(value, str) or re.search(r"\s", value):
        return False
    try:
        parts = urlsplit(value)
    except ValueError:
        return False
    return parts.scheme in ("http", "https", *more) and bool(parts.netloc)


def _layout(message: Body, *, new: bool) -> Iterator[str]:
    components = message.get("components") or []
    kinds = {component.get("type") for component in _walk(components)}
    if not int(message.get("flags") or 0) & V2:
        # An edit need not say again what the message is.
        if kinds & V2_ONLY and (new or "flags" in message):
            yield "components of a layout without its flag"
        return
    for part in ("content", "embeds", "poll", "sticker_ids"):
        if message.get(part):
            yield f"a layout cannot have {part}"
    if "components" in message and not components:
        yield "a layout without components"
    text = sum(len(component.get("content", "")) for component in _walk(components))
    if text > 4000:
        yield f"a layout has {text} characters of 4000"


def _walk(components: Sequence[Any]) -> Iterator[Body]:
    for component in components:
        if isinstance(component, dict):
            yield component
            yield from _walk(component.get("components") or ())
            yield from _walk([component.get("accessory"), component.get("component")])


def _components(components: Sequence[Any]) -> Iterator[str]:
    everything = list(_walk(components))
    if len(everything) > 40:
        yield f"{len(everything)} components of 40"
    names = Counter(c["custom_id"] for c in everything if c.get("custom_id"))
    yield from (f"custom_id {name!r} {times} times" for name, times in names.items() if times > 1)
    for component in everything:
        if component.get("type") == 2:
            yield from _button(component)
        values = [option.get("value") for option in component.get("options") or ()]
        if len(set(values)) < len(values):
            yield f"{component.get('custom_id')!r} has one value twice"
        if (component.get("min_values") or 0) > (component.get("max_values") or 25):
            yield f"{component.get('custom_id')!r} asks for more values than it takes"


def _button(button: Body) -> Iterator[str]:
    if button.get("style") == 5:
        if not _is_url(button.get("url"), ("discord",)):
            yield f"a link button without an address: {button.get('url')!r}"
        if button.get("custom_id"):
            yield "a link button with a custom_id"
    elif button.get("style") != 6 and not button.get("custom_id"):
        yield "a button without custom_id"
    if not button.get("label") and not button.get("emoji") and button.get("style") != 6:
        yield "a button without label and emoji"


def _interaction(path: str, body: Body) -> Iterator[str]:
    if not path.endswith("/callback"):
        return
    data = body.get("data") or {}
    if body.get("type") == 8 and len(data.get("choices") or ()) > 25:
        yield f"{len(data['choices'])} choices of 25"
    if body.get("type") == 9:
        if len(data.get("components") or ()) > 5:
            yield f"{len(data['components'])} components of 5 in a modal"
        yield from _components(data.get("components") or [])


def _webhook(path: str, body: Body) -> Iterator[str]:
    if "webhooks" not in path:
        return
    for key in ("username", "name"):
        for word in ("clyde", "discord"):
            if word in str(body.get(key) or "").lower():
                yield f"{key} may not contain {word!r}"
    if body.get("avatar_url") is not None and not _is_url(body["avatar_url"]):
        yield f"avatar_url is no address: {body['avatar_url']!r}"


def _names(path: str, body: Body) -> Iterator[str]:
    for tag in body.get("available_tags") or ():
        if not 1 <= len(tag.get("name") or "") <= 20:
            yield f"a tag's name has {len(tag.get('name') or '')} characters of 20"
    for key in ("name", "thread_name") if "/threads" in path or "/webhooks" in path else ():
        if body.get(key) is not None and not body[key].strip():
            yield f"{key} is empty"


def _commands(commands: Sequence[Body]) -> Iterator[str]:
    counts = Counter(command.get("type") or 1 for command in commands)
    for kind, most in ((1, 100), (2, 15), (3, 15)):
        if counts[kind] > most:
            yield f"{counts[kind]} commands of type {kind}, of {most}"
    names = Counter((command.get("type") or 1, command.get("name")) for command in commands)
    yield from (f"command {name!r} twice" for (_, name), times in names.items() if times > 1)
    for command in commands:
        slash = (command.get("type") or 1) == 1
        yield from _named(command, slash=slash)
        if not slash and command.get("description"):
            yield f"{command.get('name')!r} may not have a description"
        if _size(command) > 8000:
            yield f"{command.get('name')!r} has {_size(command)} characters of 8000"


def _named(thing: Body, *, slash: bool) -> Iterator[str]:
    name = str(thing.get("name") or "")
    translated = thing.get("name_localizations") or {}
    described = thing.get("description_localizations") or {}
    for locale in {*translated, *described} - LOCALES:
        yield f"{name!r} has a text for {locale!r}, which is no locale of Discord"
    if not slash:
        return
    for text in (name, *translated.values()):
        if not COMMAND_NAME.fullmatch(text) or text != text.lower():
            yield f"{text!r} is no name of a command or option"
    for text in (thing.get("description"), *described.values()):
        if not str(text or "").strip():
            yield f"{name!r} has an empty description"
    options = thing.get("options") or []
    required = [bool(option.get("required")) for option in options]
    if required != sorted(required, reverse=True):
        yield f"{name!r} has a required option after another"
    for option in options:
        yield from _named(option, slash=True)
        if option.get("choices") and option.get("autocomplete"):
            yield f"{option.get('name')!r} has choices and autocomplete"


def _size(thing: Body) -> int:
    own = sum(len(str(thing.get(key) or "")) for key in ("name", "description", "value"))
    return own + sum(_size(part) for key in ("options", "choices") for part in thing.get(key) or ())
