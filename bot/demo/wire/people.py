"""People who act on the simulated Discord as somebody with a Discord client would."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from simcord.backend.access import reaction_permissions
from simcord.backend.errors import BackendError, SetupError, cannot_edit_other_user
from simcord.backend.errors import cannot_execute_on_channel_type as wrong_channel
from simcord.backend.models import Interaction as Record
from simcord.enums import ChannelType

from bot.demo.wire import interactions, rules
from bot.demo.wire.commands import MESSAGE, SLASH, USER, Choice, Command, commands_for, find_command
from bot.demo.wire.interactions import Here
from bot.demo.wire.view import Viewer

REFUSALS = (BackendError, SetupError)
"""What a person's action raises: BackendError as Discord's server refuses it (`status`, `code`,
`message`), SetupError for what a client would not offer (an absent option, a disabled button)."""

_COMMAND, _COMPONENT, _AUTOCOMPLETE, _MODAL = 2, 3, 4, 5
_SPOKEN_IN = {ChannelType.TEXT, ChannelType.NEWS, ChannelType.VOICE, ChannelType.STAGE_VOICE, ChannelType.DM}


class Interaction:
    """What came of a command, a click or a modal; its properties always show the latest state.

    `kind` is one of: `message`, `deferred` ("thinking"), `update` (the clicked message was changed),
    `deferred_update`, `modal`, `autocomplete`, `none` (no answer within Discord's three seconds).
    """

    def __init__(self, person: Person, record: Record) -> None:
        self.person = person
        self.id = record.id
        self.channel_id = record.channel_id
        self._record = record
        self._changed = asyncio.Event()
        person.backend.waiting[record.id] = self._changed.set

    @property
    def kind(self) -> str:
        return str(self._record.response_kind) if self._record.response_kind is not None else "none"

    @property
    def message(self) -> dict[str, Any] | None:
        """The bot's answer as this person sees it, None where there is none (any more)."""
        return self.person.message(self.channel_id, self._record.message_id or 0)

    @property
    def followups(self) -> list[dict[str, Any]]:
        """What the bot said after its answer, as far as it is still there."""
        found = (self.person.message(self.channel_id, number) for number in self._record.followup_ids)
        return [message for message in found if message is not None]

    @property
    def modal(self) -> dict[str, Any] | None:
        return self._record.modal

    @property
    def choices(self) -> list[Choice]:
        locale = self.person.locale
        return [
            Choice((choice.get("name_localizations") or {}).get(locale) or choice["name"], choice["value"])
            for choice in self._record.autocomplete_choices or ()
        ]

    async def answered(self) -> Interaction:
        """Wait for the first answer. Afterwards `kind` is `none` where none came in time."""
        await self._until(lambda record: record.responded, self.person.backend.answer_within)
        return self

    async def finished(self, within: float = 15) -> Interaction:
        """Wait until the bot no longer "thinks". Raises TimeoutError where that takes longer."""
        if not await self._until(lambda record: record.responded and not record.loading, within):
            raise TimeoutError(f"interaction {self.id} is {self.kind} after {within} s")
        return self

    async def click(self, custom_id: str) -> Interaction:
        """Press a button of the answer. Raises SetupError where there is no answer."""
        return await self.person.click(self.channel_id, self._answer_id(), custom_id)

    async def select(self, custom_id: str, *values: Any) -> Interaction:
        """Choose values in a select of the answer."""
        return await self.person.select(self.channel_id, self._answer_id(), custom_id, values)

    async def submit(self, **values: Any) -> Interaction:
        """Send the modal that this opened, with `values` by custom_id."""
        return await self.person.submit_modal(self, values)

    def _answer_id(self) -> int:
        if self.message is None:
            raise SetupError("there is no answer to act on")
        return int(self.message["id"])

    async def _until(self, ready: Callable[[Record], bool], within: float) -> bool:
        try:
            async with asyncio.timeout(within):
                while not ready(self._record):
                    self._changed.clear()
                    await self._changed.wait()
        except TimeoutError:
            return False
        return True


class Person(Viewer):
    """One person with a Discord client. What a client could not do raises one of `REFUSALS`.

    `locale` is the language that the client is set to; it stays with the person on that Discord.
    Messages and channels come as Discord's own payloads, as this person sees them.
    """

    def commands(self, channel_id: int, kind: int = SLASH) -> list[Command]:
        """The commands shown here, in this person's language: 1 slash, 2 on a person, 3 on a message."""
        return commands_for(self.backend, self.user_id, channel_id, kind)

    def dm(self) -> int:
        """The channel between this person and the bot."""
        return self.backend.get_dm_channel(self.user_id).id

    def letters(self) -> list[dict[str, Any]]:
        """What was written between this person and the bot, the oldest first."""
        return self.messages(self.dm())

    def take_dms(self, *, on: bool) -> None:
        """Let the bot write directly to this person, or with `on=False` no longer (it gets 50007)."""
        (self.backend.closed_dms.discard if on else self.backend.closed_dms.add)(self.user_id)

    async def send(self, channel_id: int, content: str, reply_to: int | None = None) -> dict[str, Any]:
        """Write a message, as an answer to another where `reply_to` is its id."""
        channel = self.backend.get_channel(channel_id)
        if not channel.is_thread and channel.type not in _SPOKEN_IN:
            raise wrong_channel()
        self._need(channel_id, "send_messages_in_threads" if channel.is_thread else "send_messages")
        rules.check_message({"content": content})
        rules.check_says_something({"content": content})
        reference = {"message_id": str(reply_to)} if reply_to is not None else None
        message = self.backend.create_message(channel_id, self.user_id, content, reference=reference)
        return self._message(message)

    async def edit(self, channel_id: int, message_id: int, content: str) -> dict[str, Any]:
        """Change a message of their own."""
        message = self._visible(channel_id, message_id)
        if message.author_id != self.user_id:
            raise cannot_edit_other_user()
        rules.check_message({"content": content})
        return self._message(self.backend.edit_message(channel_id, message_id, {"content": content}))

    async def delete(self, channel_id: int, message_id: int) -> None:
        """Delete a message of their own, or any where they may manage messages."""
        message = self._visible(channel_id, message_id)
        if message.author_id != self.user_id and not message.is_ephemeral:
            self._need(channel_id, "manage_messages")
        self.backend.delete_message(channel_id, message_id)

    async def react(self, channel_id: int, message_id: int, emoji: str, *, on: bool = True) -> None:
        """Add a reaction, or with `on=False` take it back; a custom emoji is written `name:id`."""
        message = self._visible(channel_id, message_id)
        self._need(channel_id, *reaction_permissions(message, emoji, reacted=on))
        self.backend.set_reaction(channel_id, message_id, emoji, self.user_id, on)

    async def slash(self, channel_id: int, name: str, /, **options: Any) -> Interaction:
        """Call a slash command, `name` as registered or as shown ("group sub"). Persons, roles and channels
        are given as identifiers, files as (name, bytes)."""
        command = self._command(channel_id, name, SLASH)
        data = interactions.command_data(self._here(channel_id), command, options)
        return await self._interact(_COMMAND, channel_id, data)

    async def autocomplete(
        self, channel_id: int, name: str, option: str, value: str, /, **filled: Any
    ) -> list[Choice]:
        """What the bot proposes for an option while `value` is typed into it."""
        command = self._command(channel_id, name, SLASH)
        values = {**filled, option: value}
        data = interactions.command_data(self._here(channel_id), command, values, focused=option)
        return (await self._interact(_AUTOCOMPLETE, channel_id, data)).choices

    async def context_menu(
        self, channel_id: int, name: str, *, message_id: int | None = None, user_id: int | None = None
    ) -> Interaction:
        """Call a command on a message or on a person."""
        if (message_id is None) == (user_id is None):
            raise SetupError("a context menu is opened on a message or on a person")
        if message_id is not None:
            self._visible(channel_id, message_id)
        command = self._command(channel_id, name, USER if message_id is None else MESSAGE)
        target_id = message_id or user_id or 0
        data = interactions.target_data(self._here(channel_id), command, target_id)
        return await self._interact(_COMMAND, channel_id, data)

    async def click(self, channel_id: int, message_id: int, custom_id: str) -> Interaction:
        """Press a button."""
        return await self._use(channel_id, message_id, custom_id, None)

    async def select(
        self, channel_id: int, message_id: int, custom_id: str, values: Sequence[Any]
    ) -> Interaction:
        """Choose values in a select: its options' values, or identifiers of persons, roles, channels."""
        return await self._use(channel_id, message_id, custom_id, list(values))

    async def submit_modal(self, opened: Interaction, values: Mapping[str, Any]) -> Interaction:
        """Send a modal that an interaction of this person opened; `values` by custom_id, files as lists of
        (name, bytes)."""
        record = self.backend.interactions.get(opened.id)
        if record is None or record.modal is None or record.modal_consumed or record.user_id != self.user_id:
            raise SetupError("this person has no such modal open")
        data = interactions.modal_data(self._here(record.channel_id), record.modal, values)
        record.modal_consumed = True
        return await self._interact(_MODAL, record.channel_id, data, record.source_message_id)

    async def _use(
        self, channel_id: int, message_id: int, custom_id: str, values: Sequence[Any] | None
    ) -> Interaction:
        message = self._visible(channel_id, message_id)
        component = interactions.find_component(message.components, custom_id)
        if (component["type"] == 2) != (values is None):
            raise SetupError(f"{custom_id!r} is {'a button' if component['type'] == 2 else 'a select'}")
        data = interactions.component_data(self._here(channel_id), component, values)
        return await self._interact(_COMPONENT, channel_id, data, message_id)

    async def _interact(
        self, kind: int, channel_id: int, data: dict[str, Any], source: int | None = None
    ) -> Interaction:
        record, payload = interactions.prepare_interaction(self._here(channel_id), kind, data, source)
        interaction = Interaction(self, record)
        self.backend.emit("INTERACTION_CREATE", payload)
        await interaction.answered()
        self._tell(interaction)
        return interaction

    def _tell(self, interaction: Interaction) -> None:
        about: dict[str, Any] = {"id": str(interaction.id), "channel_id": str(interaction.channel_id)}
        if interaction.kind == "modal":
            self.backend.show("INTERACTION_MODAL_CREATE", about | {"modal": interaction.modal}, self.user_id)
        elif interaction.kind != "autocomplete":
            outcome = "FAILURE" if interaction.kind == "none" else "SUCCESS"
            self.backend.show(f"INTERACTION_{outcome}", about | {"kind": interaction.kind}, self.user_id)

    def _here(self, channel_id: int) -> Here:
        return Here(self.backend, self.user_id, channel_id)

    def _command(self, channel_id: int, name: str, kind: int) -> Command:
        self._need(channel_id)
        return find_command(self.backend, self.user_id, channel_id, name, kind)
