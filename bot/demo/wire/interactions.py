"""INTERACTION_CREATE as Discord writes it, and the values that people put into commands and modals."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from simcord.backend import serializers
from simcord.backend.access import channel_accessible
from simcord.backend.errors import SetupError
from simcord.backend.models import Interaction
from simcord.components import walk_components
from simcord.interactions import (
    base_payload,
    nest_options,
    store_interaction_attachment,
    validate_option_value,
)

from bot.demo.wire import rules
from bot.demo.wire.commands import Command

if TYPE_CHECKING:
    from bot.demo.wire.backend import SimulatedDiscord

Resolved = dict[str, dict[str, Any]]
Chooser = Callable[[Mapping[str, Any], Sequence[Any]], list[str]]
_USER, _CHANNEL, _ROLE, _MENTIONABLE, _ATTACHMENT = 6, 7, 8, 9, 11
_TEXT_INPUT, _TEXT_DISPLAY, _ACTION_ROW, _LABEL = 4, 10, 1, 18
_SELECTS = {3: None, 5: _USER, 6: _ROLE, 7: _MENTIONABLE, 8: _CHANNEL}
_UPLOAD, _RADIO, _CHECKBOXES, _CHECKBOX = 19, 21, 22, 23


@dataclass(frozen=True, slots=True)
class Here:
    """Who acts, and in which channel."""

    backend: SimulatedDiscord
    user_id: int
    channel_id: int


def prepare_interaction(
    here: Here, kind: int, data: dict[str, Any], source_message_id: int | None = None
) -> tuple[Interaction, dict[str, Any]]:
    """An interaction's record and its INTERACTION_CREATE, with the person's language and the guild's."""
    backend, channel_id = here.backend, here.channel_id
    guild_id = backend.get_channel(channel_id).guild_id
    record, payload = base_payload(
        backend, type=kind, channel_id=channel_id, guild_id=guild_id, user_id=here.user_id, data=data
    )
    payload["locale"] = backend.locale_of(here.user_id)
    if guild_id is not None:
        locale = backend.get_guild(guild_id).preferred_locale
        payload["guild_locale"] = locale
        payload["guild"] = {"id": str(guild_id), "locale": locale, "features": []}
        payload["authorizing_integration_owners"] = {"0": str(guild_id)}
    if source_message_id is not None:
        record.source_message_id = source_message_id
        source = backend.get_message(channel_id, source_message_id)
        payload["message"] = dict(serializers.message_payload(backend, source))
    return record, payload


# Commands


def command_data(
    here: Here, command: Command, values: Mapping[str, Any], focused: str | None = None
) -> dict[str, Any]:
    """The data of a slash command, or with `focused` of an autocomplete of that option."""
    declared = {option["name"]: option for option in command.leaf.get("options") or ()}
    unknown = sorted(values.keys() - declared.keys())
    if unknown:
        raise SetupError(f"/{command.name} has no option {unknown[0]!r}; it has {sorted(declared)}")
    missing = [name for name, o in declared.items() if o.get("required") and name not in values]
    if missing and focused is None:
        raise SetupError(f"/{command.name} needs the option {missing[0]!r}")
    resolved: Resolved = {}
    options = []
    for name, value in values.items():
        option = declared[name]
        if name == focused:
            entry = {"value": str(value), "focused": True}
        else:
            entry = {"value": _option_value(here, command, option, value, resolved)}
        options.append({"name": name, "type": option["type"], **entry})
    nesting = command.name.split(" ")[1:]
    data = {**_about(command), "options": nest_options(dict(command.root), nesting, options)}
    return data | ({"resolved": resolved} if resolved else {})


def _about(command: Command) -> dict[str, Any]:
    about = {"id": str(command.id), "name": command.root["name"], "type": command.type}
    if command.root.get("guild_id"):
        about["guild_id"] = command.root["guild_id"]
    return about


def _option_value(
    here: Here, command: Command, option: dict[str, Any], value: Any, resolved: Resolved
) -> Any:
    if option["type"] in (_USER, _CHANNEL, _ROLE, _MENTIONABLE):
        resolve(here, option["type"], int(value), resolved)
        return str(value)
    valid = validate_option_value(command.name, option, value)
    if option["type"] == _ATTACHMENT:
        return _uploaded(here, valid, resolved)
    return valid


def _uploaded(here: Here, file: tuple[str, bytes], resolved: Resolved) -> str:
    filename, data = file
    rules.check_sizes([len(data)])
    return store_interaction_attachment(here.backend, here.channel_id, filename, data, resolved)


def target_data(here: Here, command: Command, target_id: int) -> dict[str, Any]:
    """The data of a command on a person (2) or on a message (3)."""
    resolved: Resolved = {}
    if command.type == 2:
        resolve(here, _USER, target_id, resolved)
    else:
        message = here.backend.get_message(here.channel_id, target_id)
        payload = dict(serializers.message_payload(here.backend, message))
        resolved["messages"] = {str(target_id): payload}
    return {**_about(command), "target_id": str(target_id), "resolved": resolved}


def resolve(here: Here, kind: int, wanted: int, resolved: Resolved) -> None:
    """Add the person, role or channel with this identifier to what comes along with an interaction."""
    backend = here.backend
    guild_id = backend.get_channel(here.channel_id).guild_id
    guild = backend.get_guild(guild_id) if guild_id is not None else None
    if kind == _ROLE or (kind == _MENTIONABLE and guild is not None and wanted in guild.roles):
        role = backend.get_role(guild_id or 0, wanted)
        resolved.setdefault("roles", {})[str(wanted)] = dict(serializers.role_payload(role))
    elif kind == _CHANNEL:
        _resolve_channel(here, guild_id, wanted, resolved)
    else:
        user = backend.get_user(wanted)
        resolved.setdefault("users", {})[str(wanted)] = dict(serializers.user_payload(user))
        if guild is not None and wanted in guild.members:
            member: dict[str, Any] = dict(
                serializers.member_payload(backend, guild, guild.members[wanted], with_user=False)
            )
            member["permissions"] = str(backend.compute_permissions(guild.id, wanted, here.channel_id))
            resolved.setdefault("members", {})[str(wanted)] = member


def _resolve_channel(here: Here, guild_id: int | None, wanted: int, resolved: Resolved) -> None:
    if guild_id is None or not channel_accessible(here.backend, wanted, here.user_id):
        raise SetupError("that channel is not visible to this person")
    channel: dict[str, Any] = dict(
        serializers.channel_payload(here.backend, here.backend.get_channel(wanted))
    )
    channel["permissions"] = str(here.backend.compute_permissions(guild_id, here.user_id, wanted))
    resolved.setdefault("channels", {})[str(wanted)] = channel


# Components


def find_component(components: list[dict[str, Any]], custom_id: str) -> dict[str, Any]:
    """The button or select with this custom_id. Raises SetupError where it is absent or disabled."""
    for component in walk_components(components):
        if component.get("custom_id") == custom_id:
            if component.get("disabled"):
                raise SetupError(f"{custom_id!r} is disabled")
            return component
    there = [c["custom_id"] for c in walk_components(components) if c.get("custom_id")]
    raise SetupError(f"No component {custom_id!r} on this message; there are {there}")


def component_data(here: Here, component: Mapping[str, Any], values: Sequence[Any] | None) -> dict[str, Any]:
    """The data of a click (`values` None) or of a choice in a select."""
    data: dict[str, Any] = {"custom_id": component["custom_id"], "component_type": component["type"]}
    if component.get("id"):
        data["id"] = component["id"]
    if values is None:
        return data
    resolved: Resolved = {}
    data["values"] = _chosen(here, component, values, resolved)
    return data | ({"resolved": resolved} if resolved else {})


def _chosen(here: Here, select: Mapping[str, Any], values: Sequence[Any], resolved: Resolved) -> list[str]:
    least, most = select.get("min_values"), select.get("max_values") or len(select.get("options") or "-")
    least = 1 if least is None else least
    if not values and not select.get("required", True):
        least = 0
    if len(set(values)) != len(values) or not least <= len(values) <= most:
        raise SetupError(f"{select['custom_id']!r} takes {least} to {most} different values")
    if select["type"] == _UPLOAD:
        return [_uploaded(here, file, resolved) for file in values]
    kind = _SELECTS.get(select["type"])
    known = {option["value"] for option in select.get("options") or ()}
    if kind is None and not set(values) <= known:
        raise SetupError(f"{select['custom_id']!r} has the options {sorted(known)}")
    if kind is not None:
        for value in values:
            resolve(here, kind, int(value), resolved)
    return [str(value) for value in values]


# Modals


def modal_data(here: Here, modal: Mapping[str, Any], values: Mapping[str, Any]) -> dict[str, Any]:
    """The data of a filled-in modal; `values` by custom_id, those of a file upload as (name, bytes) each."""
    known = {c["custom_id"] for c in walk_components(modal["components"]) if c.get("custom_id")}
    unknown = sorted(values.keys() - known)
    if unknown:
        raise SetupError(f"the modal has no field {unknown[0]!r}; it has {sorted(known)}")
    resolved: Resolved = {}

    def choose(component: Mapping[str, Any], picked: Sequence[Any]) -> list[str]:
        return _chosen(here, component, picked, resolved)

    rows = [_row(component, values, choose) for component in modal["components"]]
    data = {"custom_id": modal["custom_id"], "components": rows}
    return data | ({"resolved": resolved} if resolved else {})


def _row(component: Mapping[str, Any], values: Mapping[str, Any], choose: Chooser) -> dict[str, Any]:
    kind = component["type"]
    row: dict[str, Any] = {"type": kind, "id": component.get("id", 0)}
    if kind == _ACTION_ROW:
        return row | {"components": [_row(child, values, choose) for child in component["components"]]}
    if kind == _LABEL:
        return row | {"component": _row(component["component"], values, choose)}
    if kind == _TEXT_DISPLAY:
        return row
    value = values.get(component["custom_id"])
    return row | {"custom_id": component["custom_id"], **_field(component, value, choose)}


def _field(component: Mapping[str, Any], value: Any, choose: Chooser) -> dict[str, Any]:
    kind = component["type"]
    if kind == _TEXT_INPUT:
        return {"value": _typed(component, str(component.get("value") or "" if value is None else value))}
    if kind in _SELECTS or kind in (_CHECKBOXES, _UPLOAD):
        return {"values": choose(component, value or ())}
    if kind == _RADIO:
        picked = choose({**component, "max_values": 1}, [] if value is None else [value])
        return {"value": picked[0] if picked else None}
    if kind == _CHECKBOX:
        return {"value": bool(component.get("default", False) if value is None else value)}
    raise SetupError(f"this Discord cannot fill in a component of type {kind}")


def _typed(component: Mapping[str, Any], text: str) -> str:
    least, most = component.get("min_length") or 0, component.get("max_length") or 4000
    if component.get("required", True):
        least = max(least, 1)
    elif not text:
        return text
    if not least <= len(text) <= most:
        raise SetupError(f"{component['custom_id']!r} takes {least} to {most} characters")
    return text
