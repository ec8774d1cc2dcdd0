"""Every request against Discord's own description of its API, and against the rules it does not write down.

    complaints = check("POST", "/channels/1/messages", {}, {"content": "Hello"})

or for everything that a test sends: `wire.on_request.append(contract.watch(complaints))`.
Of a multipart request, `json` is its `payload_json` and `files` the names of its files, as the Discord at
the wire keeps them. Without `../shared/discord/openapi.json` only the unwritten rules are checked.
"""

from __future__ import annotations

import json as json_text
import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError
from jsonschema.validators import extend
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from bot.demo.wire.request import Captured
from tests.contract_rules import against_rules, messages

OPENAPI = Path(__file__).parents[1].parent / "shared" / "discord" / "openapi.json"
needs_openapi = pytest.mark.skipif(not OPENAPI.exists(), reason="Discord's OpenAPI description is not here")

Body = Mapping[str, Any]


def check(method: str, path: str, query: Body | None, json: Any, files: Sequence[str] = ()) -> list[str]:
    """What Discord would hold against a request; `path` starts after `/api/v10`. Empty where nothing."""
    return [
        *_against_description(method, path, query or {}, json),
        *against_rules(method, path, json, files),
    ]


def watch(complaints: list[str]) -> Callable[[Captured], None]:
    """A listener for `WireDiscord.on_request` that collects the complaints about each request."""

    def listen(request: Captured) -> None:
        found = check(request.method, request.path, request.query, request.json, request.files)
        complaints.extend(f"{request.method} {request.path}: {complaint}" for complaint in found)

    return listen


# The description


def _against_description(method: str, path: str, query: Body, json: Any) -> list[str]:
    if not OPENAPI.exists():
        return []
    if path == "/oauth2/token":
        return []  # it is documented, but not described
    template = _template(method, path)
    if template is None:
        return [f"no such route: {method} {path}"]
    return _check_query(method, template, query) + _check_body(method, template, json_text.dumps(json))


# Every bot registers the same commands, and looking through them takes longer than most tests.
@lru_cache(maxsize=1_000)
def _check_body(method: str, template: str, text: str) -> list[str]:
    json = json_text.loads(text)
    validator = _validator(method, template)
    if validator is None:
        return ["this route takes no body"] if json else []
    if json is None:
        return []
    body = _without_harmless(method, template, json)
    return [_explain(error) for error in validator.iter_errors(body)]


def _explain(error: ValidationError) -> str:
    """The mistake in the shape that was meant: that of the given `type`, or else the nearest."""
    while error.context:
        shapes: dict[object, list[ValidationError]] = {}
        for inner in error.context:
            shapes.setdefault(inner.relative_schema_path[0], []).append(inner)
        meant = [errors for errors in shapes.values() if not any(_of_another_type(e) for e in errors)]
        error = min(meant or shapes.values(), key=len)[0]
    text = error.message
    if len(text) > 200:
        text = f"{error.validator} {error.validator_value!r:.100}"
    return f"{error.json_path}: {text}"


def _of_another_type(error: ValidationError) -> bool:
    named = list(error.relative_path)[-1:] == ["type"]
    return named or (error.validator == "type" and error.validator_value == "null")


@cache
def _description() -> dict[str, Any]:
    description: dict[str, Any] = json_text.loads(OPENAPI.read_text("utf-8"))
    _close(description)
    description["components"]["schemas"]["SnowflakeType"]["type"] = ["string", "integer"]
    return description


def _close(node: Any) -> None:
    """Objects take no fields but those described; one of several shapes is any of them."""
    if isinstance(node, dict):
        if isinstance(node.get("properties"), dict) and node.get("type") == "object":
            node.setdefault("additionalProperties", False)
        if isinstance(node.get("oneOf"), list):
            node["anyOf"] = node.pop("oneOf")
    for child in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        _close(child)


@cache
def _routes() -> list[tuple[re.Pattern[str], str]]:
    templates = sorted(_description()["paths"], key=lambda template: template.count("{"))
    return [(re.compile(re.sub(r"\{\w+\}", "[^/]+", t)), t) for t in templates]


def _template(method: str, path: str) -> str | None:
    for pattern, template in _routes():
        if pattern.fullmatch(path) and method.lower() in _description()["paths"][template]:
            return template
    return None


def _is_integer(_checker: object, value: object) -> bool:
    if isinstance(value, str):
        return value.lstrip("-").isdecimal()
    return isinstance(value, int) and not isinstance(value, bool)


_Validator = extend(
    Draft202012Validator,
    type_checker=Draft202012Validator.TYPE_CHECKER.redefine("integer", _is_integer),
)


@cache
def _registry() -> Registry[Any]:
    resource = Resource(contents=_description(), specification=DRAFT202012)
    return Registry().with_resource("discord", resource)


@cache
def _schema_at(*steps: str) -> Any:
    """A validator for the schema at these steps into the description."""
    pointer = "/".join(quote(step.replace("~", "~0").replace("/", "~1")) for step in steps)
    return _Validator({"$ref": f"discord#/{pointer}"}, registry=_registry())


def _validator(method: str, template: str) -> Any | None:
    operation = _description()["paths"][template][method.lower()]
    contents = operation.get("requestBody", {}).get("content")
    if contents is None:
        return None
    kind = "application/json" if "application/json" in contents else next(iter(contents))
    return _schema_at("paths", template, method.lower(), "requestBody", "content", kind, "schema")


def _check_query(method: str, template: str, query: Body) -> list[str]:
    parameters = _description()["paths"][template][method.lower()].get("parameters", ())
    known = {p["name"]: (place, p["schema"]) for place, p in enumerate(parameters) if p.get("in") == "query"}
    found = []
    for name, value in query.items():
        place, schema = known.get(name, (None, {}))
        if place is None:
            if name != "use_nested_fields":
                found.append(f"unknown query parameter {name}")
        elif schema.get("type") == "boolean":
            if str(value).lower() not in ("true", "false", "1", "0"):
                found.append(f"query parameter {name} is no boolean: {value}")
        else:
            steps = ("paths", template, method.lower(), "parameters", str(place), "schema")
            # In an address a number is written like a text.
            read = [value, int(value)] if str(value).isdecimal() else [value]
            if not any(_schema_at(*steps).is_valid(each) for each in read):
                found.append(f"query parameter {name} is wrong: {value}")
    return found


_ABOUT_KEPT_FILES = {"proxy_url", "size", "url", "content_type", "spoiler", "height", "width"}


def _without_harmless(method: str, template: str, body: Any) -> Any:
    """A body without what discord.py sends in excess and Discord takes no notice of."""
    if template.endswith("/commands") and isinstance(body, list):
        for command in body:
            command.pop("nsfw", None)
    if isinstance(body, dict):
        if template.endswith("/callback") and isinstance(body.get("data"), dict):
            body["data"].pop("tts", None)
        if method == "PATCH" and "/messages/" in template:
            body.pop("tts", None)
        if "/permissions/" in template:
            body.pop("id", None)
        if isinstance(body.get("message"), dict):
            body.pop("type", None)
            body["message"].pop("tts", None)
        for message in messages(template, body):
            for embed in message.get("embeds") or ():
                embed.pop("flags", None)
            for kept in message.get("attachments") or ():
                for key in _ABOUT_KEPT_FILES & kept.keys():
                    kept.pop(key)
    return body
