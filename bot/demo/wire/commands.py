"""Application commands as one person sees them, in the language of that person's client."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from simcord.backend.errors import SetupError
from simcord.interactions import command_leaves

if TYPE_CHECKING:
    from bot.demo.wire.backend import SimulatedDiscord

SLASH, USER, MESSAGE = 1, 2, 3
_KIN = {"en-US": "en-GB", "en-GB": "en-US", "es-419": "es-ES", "es-ES": "es-419"}


@dataclass(frozen=True, slots=True)
class Choice:
    """One value to pick: `title` is shown, `value` is sent."""

    title: str
    value: str | int | float


@dataclass(frozen=True, slots=True)
class Option:
    """One option of a command. `name` is sent, `title` shown; `type` is Discord's number for it.

    `bounds` are the least and most of a number's value or of a text's length, None where there is none.
    """

    name: str
    title: str
    description: str
    type: int
    required: bool
    autocomplete: bool
    choices: tuple[Choice, ...]
    bounds: tuple[float | None, float | None]


@dataclass(frozen=True, slots=True)
class Command:
    """One command that can be called: `name` as registered ("group sub"), `title` as shown.

    `type` is 1 for a slash command, 2 on a person, 3 on a message. `root` is the registered command.
    """

    id: int
    type: int
    name: str
    title: str
    description: str
    options: tuple[Option, ...]
    root: Mapping[str, Any]
    leaf: Mapping[str, Any]


def localise(thing: Mapping[str, Any], key: str, locale: str) -> str:
    """A thing's name or description in a language, its own where there is none in that language."""
    texts = thing.get(f"{key}_localizations") or {}
    return str(texts.get(locale) or texts.get(_KIN.get(locale, "")) or thing.get(key) or "")


def _option(option: Mapping[str, Any], locale: str) -> Option:
    choices = (Choice(localise(c, "name", locale), c["value"]) for c in option.get("choices") or ())
    low, high = ("min_length", "max_length") if option["type"] == 3 else ("min_value", "max_value")
    return Option(
        option["name"],
        localise(option, "name", locale),
        localise(option, "description", locale),
        int(option["type"]),
        bool(option.get("required")),
        bool(option.get("autocomplete")),
        tuple(choices),
        (option.get(low), option.get(high)),
    )


def _leaves(root: Mapping[str, Any], locale: str) -> list[Command]:
    kind = int(root.get("type", SLASH))
    found = []
    for path, leaf in command_leaves(dict(root)):
        titles, node = [localise(root, "name", locale)], root
        for name in path[1:]:
            node = next(option for option in node["options"] if option["name"] == name)
            titles.append(localise(node, "name", locale))
        # Those on a person or a message are called by a name with spaces, and have no options.
        options = tuple(_option(option, locale) for option in leaf.get("options") or ())
        description = localise(leaf, "description", locale)
        command = Command(
            int(root["id"]), kind, " ".join(path), " ".join(titles), description, options, root, leaf
        )
        found.append(command)
    return found


def commands_for(backend: SimulatedDiscord, user_id: int, channel_id: int, kind: int) -> list[Command]:
    """The commands of one kind that Discord would show this person here, by title."""
    locale = backend.locale_of(user_id)
    roots = backend.visible_commands(user_id=user_id, channel_id=channel_id, type=kind)
    return sorted((c for root in roots for c in _leaves(root, locale)), key=lambda c: c.title)


def find_command(
    backend: SimulatedDiscord, user_id: int, channel_id: int, name: str, kind: int = SLASH
) -> Command:
    """The command of that name, registered or shown. Raises SetupError where this person sees none."""
    commands = commands_for(backend, user_id, channel_id, kind)
    for command in commands:
        if name.lstrip("/") in (command.name, command.title):
            return command
    raise SetupError(f"No command {name!r} here for this person; there are {[c.name for c in commands]}")
