"""A bot of a few lines behind the demo's page, in the server's own process."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

from simcord.http.router import dispatch

from bot.demo.wire.backend import SimulatedDiscord

QUESTIONS = ("Quel prix ?", "Quelle date ?", "Quel écran ?")
_EPHEMERAL = 1 << 6
_QUESTION = {
    "type": 3,
    "name": "question",
    "description": "Your question",
    "description_localizations": {"fr": "Votre question"},
    "required": True,
    "autocomplete": True,
}
_COMMANDS = [
    {
        "name": "ask",
        "name_localizations": {"fr": "demander"},
        "description": "Ask about the articles",
        "description_localizations": {"fr": "Interroger les articles"},
        "options": [_QUESTION],
    },
    {"name": "link", "name_localizations": {"fr": "lier"}, "description": "Link the account", "options": []},
    {"name": "silent", "description": "Nobody answers", "options": []},
    {"name": "Why here?", "type": 3},
]
_CODE = {"type": 4, "custom_id": "code", "style": 1, "min_length": 4, "max_length": 20}
_FORM = {
    "title": "Lier",
    "custom_id": "link",
    "components": [{"type": 18, "label": "Code", "component": _CODE}],
}


class Responder:
    """Registers commands and answers them: /ask with the question, /link with a form, /silent never."""

    def __init__(self, backend: SimulatedDiscord) -> None:
        self.backend = backend
        self._answers: set[asyncio.Task[None]] = set()
        backend.register_commands(None, _COMMANDS)
        backend.subscribers.append(self._hear)

    def post_button(self, channel_id: int) -> Any:
        """A message with a button."""
        button = {"type": 2, "style": 1, "label": "En savoir plus", "custom_id": "more"}
        row = {"type": 1, "components": [button]}
        return self.post(channel_id, content="Un article", components=[row])

    def post(self, channel_id: int, **message: Any) -> Any:
        """Write a message as the bot; returns its payload."""
        return dispatch(self.backend, "POST", f"/channels/{channel_id}/messages", json=message)

    def _hear(self, event: str, payload: Mapping[str, Any]) -> None:
        if event == "INTERACTION_CREATE":
            task = asyncio.get_running_loop().create_task(self._answer(payload))
            self._answers.add(task)
            task.add_done_callback(self._answers.discard)

    async def _answer(self, interaction: Mapping[str, Any]) -> None:
        data = interaction["data"]
        if data.get("name") == "silent":
            return
        body = _reply(interaction, data)
        path = f"/interactions/{interaction['id']}/{interaction['token']}/callback"
        dispatch(self.backend, "POST", path, json=body)
        self.backend.answered(int(interaction["id"]))


def _reply(interaction: Mapping[str, Any], data: Mapping[str, Any]) -> dict[str, Any]:
    kind, name = interaction["type"], data.get("name")
    if kind == 4:
        typed = next(option["value"] for option in data["options"] if option.get("focused"))
        fitting = [q for q in QUESTIONS if typed.lower() in q.lower()]
        return {"type": 8, "data": {"choices": [{"name": q, "value": q} for q in fitting]}}
    if name == "link":
        return {"type": 9, "data": _FORM}
    if name == "ask":
        text = f"{interaction['locale']} : {data['options'][0]['value']}"
    elif kind == 5:
        text = f"Lié avec {data['components'][0]['component']['value']}."
    else:
        text = "Parce que."
    return {"type": 4, "data": {"content": text, "flags": _EPHEMERAL}}
