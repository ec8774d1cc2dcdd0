"""The demo's web page and the small API behind it: parse, one call of a Person, answer JSON.

Refusals of the simulated Discord answer with its status and `{"code", "message"}`, what a Discord client
would not let one do with 400 and `{"message"}`.
"""

from __future__ import annotations

import base64
import mimetypes
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from importlib import resources
from typing import Any

from aiohttp import web
from simcord.backend.errors import BackendError, SetupError

from bot.demo.scene import Scene
from bot.demo.web.guard import ADDRESS, PAGE_HEADERS
from bot.demo.web.live import Live
from bot.demo.web.views import Json, commands_view, message_view, outcome_view
from bot.demo.wire.backend import SimulatedDiscord
from bot.demo.wire.people import Interaction, Person

Call = Callable[[web.Request, Person], Awaitable[Any]]

_HISTORY = 100
_MOST_BYTES = 16 * 2**20  # a file of the largest size that Discord takes, in Base64
_FORMS_KEPT = 200
_CHANNEL = r"/api/as/{person:\d+}/channels/{channel:\d+}"
_MESSAGE = _CHANNEL + r"/messages/{message:\d+}"


def add_page(app: web.Application, backend: SimulatedDiscord, scene: Scene) -> None:
    """Add the page at `/` and its API at `/api`. The application should have `web_guard.guard` around all."""
    api = _Api(backend, scene)
    files = _Files()
    app.router.add_get("/", files.page)
    app.router.add_get("/page/{name}", files.part)
    app.router.add_get("/api/people", api.people)
    app.router.add_get("/api/live", api.live)
    for method, path, call in api.calls():
        app.router.add_route(method, path, api.answering(call))
    app.on_shutdown.append(api.close)


class _Files:
    """The page's own files, read once: nothing else can be asked for."""

    def __init__(self) -> None:
        folder = resources.files("bot.demo.web") / "page"
        self._files = {file.name: file.read_bytes() for file in folder.iterdir() if file.is_file()}

    async def page(self, request: web.Request) -> web.Response:
        if (
            request.url.host != ADDRESS
        ):  # the site's pictures are at one address, and the page loads from its own only
            raise web.HTTPFound(request.url.with_host(ADDRESS))
        return self._served("index.html")

    async def part(self, request: web.Request) -> web.Response:
        return self._served(request.match_info["name"])

    def _served(self, name: str) -> web.Response:
        if name not in self._files:
            raise web.HTTPNotFound
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        if name.endswith(".js"):
            kind = "text/javascript"  # some systems' tables say otherwise, and a module must be this
        return web.Response(body=self._files[name], content_type=kind, headers=PAGE_HEADERS)


class _Api:
    def __init__(self, backend: SimulatedDiscord, scene: Scene) -> None:
        self._backend = backend
        self._cast = scene.cast
        self._people = {part.user_id: Person(backend, part.user_id) for part in scene.cast}
        self._live = Live(backend, scene.guild_id)
        self.close = self._live.close
        self._forms: OrderedDict[int, Interaction] = OrderedDict()

    def calls(self) -> list[tuple[str, str, Call]]:
        """Method, path and what answers it."""
        return [
            ("GET", f"{_CHANNEL}/messages", self._history),
            ("POST", f"{_CHANNEL}/messages", self._send),
            ("PATCH", _MESSAGE, self._edit),
            ("DELETE", _MESSAGE, self._delete),
            ("PUT", _MESSAGE + "/reactions/{emoji}", self._react),
            ("DELETE", _MESSAGE + "/reactions/{emoji}", self._unreact),
            ("POST", f"{_MESSAGE}/click", self._click),
            ("POST", f"{_MESSAGE}/select", self._select),
            ("GET", f"{_CHANNEL}/commands", self._commands),
            ("POST", f"{_CHANNEL}/slash", self._slash),
            ("POST", f"{_CHANNEL}/autocomplete", self._autocomplete),
            ("POST", f"{_CHANNEL}/menu", self._menu),
            ("POST", r"/api/as/{person:\d+}/modals/{interaction:\d+}", self._submit),
        ]

    def answering(self, call: Call) -> Callable[[web.Request], Awaitable[web.Response]]:
        """A handler that finds the person, makes the call and tells what came of it."""

        async def answer(request: web.Request) -> web.Response:
            try:
                result = await call(request, self._person(request.match_info["person"]))
            except BackendError as error:
                return web.json_response(error.to_json(), status=error.status)
            except SetupError as error:
                return web.json_response({"message": str(error)}, status=400)
            return web.json_response(result)

        return answer

    def _person(self, number: str) -> Person:
        try:
            return self._people[int(number)]
        except (KeyError, ValueError):
            raise web.HTTPNotFound(text="Nobody of this demo has this id.") from None

    async def people(self, _: web.Request) -> web.Response:
        users = {part.user_id: self._backend.get_user(part.user_id) for part in self._cast}
        rows = [
            {"id": str(part.user_id), "name": users[part.user_id].global_name, "kind": part.kind}
            for part in self._cast
        ]
        return web.json_response(rows)

    async def live(self, request: web.Request) -> web.StreamResponse:
        return await self._live.follow(request, self._person(request.query.get("as", "")))

    # Messages

    async def _history(self, request: web.Request, person: Person) -> Json:
        """The last messages, or those before `?before=`; `more` says whether older ones may be there."""
        before = _identifier(dict(request.query), "before")
        messages = person.messages(_number(request, "channel"), limit=_HISTORY, before=before)
        views = [message_view(person, message) for message in messages]
        return {"messages": views, "more": len(views) == _HISTORY}

    async def _send(self, request: web.Request, person: Person) -> Json:
        body = await _body(request)
        channel, content = _number(request, "channel"), _text(body, "content")
        return await person.send(channel, content, reply_to=_identifier(body, "reply_to"))

    async def _edit(self, request: web.Request, person: Person) -> Json:
        body = await _body(request)
        return await person.edit(*_message(request), _text(body, "content"))

    async def _delete(self, request: web.Request, person: Person) -> Json:
        await person.delete(*_message(request))
        return {}

    async def _react(self, request: web.Request, person: Person) -> Json:
        await person.react(*_message(request), request.match_info["emoji"])
        return {}

    async def _unreact(self, request: web.Request, person: Person) -> Json:
        await person.react(*_message(request), request.match_info["emoji"], on=False)
        return {}

    # Interactions

    async def _click(self, request: web.Request, person: Person) -> Json:
        body = await _body(request)
        return self._outcome(await person.click(*_message(request), _text(body, "custom_id")))

    async def _select(self, request: web.Request, person: Person) -> Json:
        body = await _body(request)
        values = body.get("values")
        if not isinstance(values, list):
            raise SetupError("values: a list is wanted")
        return self._outcome(await person.select(*_message(request), _text(body, "custom_id"), values))

    async def _commands(self, request: web.Request, person: Person) -> list[Json]:
        return commands_view(person, _number(request, "channel"))

    async def _slash(self, request: web.Request, person: Person) -> Json:
        body = await _body(request)
        options = _mapping(body, "options")
        return self._outcome(await person.slash(_number(request, "channel"), _text(body, "name"), **options))

    async def _autocomplete(self, request: web.Request, person: Person) -> list[Json]:
        body = await _body(request)
        asked = _text(body, "name"), _text(body, "option"), _text(body, "value")
        options = _mapping(body, "options")
        choices = await person.autocomplete(_number(request, "channel"), *asked, **options)
        return [{"label": choice.title, "value": choice.value} for choice in choices]

    async def _menu(self, request: web.Request, person: Person) -> Json:
        body = await _body(request)
        message, user = _identifier(body, "message"), _identifier(body, "user")
        channel, name = _number(request, "channel"), _text(body, "name")
        return self._outcome(await person.context_menu(channel, name, message_id=message, user_id=user))

    async def _submit(self, request: web.Request, person: Person) -> Json:
        body = await _body(request)
        opened = self._forms.get(_number(request, "interaction"))
        if opened is None or opened.person is not person:
            raise SetupError("this form is no longer open")
        return self._outcome(await person.submit_modal(opened, _mapping(body, "values")))

    def _outcome(self, interaction: Interaction) -> Json:
        if interaction.kind == "modal":
            self._forms[interaction.id] = interaction
            while len(self._forms) > _FORMS_KEPT:
                self._forms.popitem(last=False)
        return outcome_view(interaction)


def _number(request: web.Request, name: str) -> int:
    return int(request.match_info[name])


def _message(request: web.Request) -> tuple[int, int]:
    return _number(request, "channel"), _number(request, "message")


async def _body(request: web.Request) -> Json:
    # Another origin's page cannot send this type without asking first, and nobody answers it.
    if request.content_type != "application/json":
        raise SetupError("a JSON body is wanted")
    try:
        body = await request.clone(client_max_size=_MOST_BYTES).json()
    except (ValueError, RecursionError):
        raise SetupError("the body is no JSON") from None
    if not isinstance(body, dict):
        raise SetupError("a JSON object is wanted")
    return body


def _text(body: Json, name: str) -> str:
    value = body.get(name)
    if not isinstance(value, str):
        raise SetupError(f"{name}: a text is wanted")
    return value


def _identifier(body: Json, name: str) -> int | None:
    value = body.get(name)
    if value is None:
        return None
    if not isinstance(value, str) or not value.isdecimal():
        raise SetupError(f"{name}: an identifier is wanted")
    return int(value)


def _mapping(body: Json, name: str) -> Json:
    """The named values under a name; a file comes as `{"filename", "data"}` and becomes (name, bytes)."""
    values = body.get(name, {})
    if not isinstance(values, dict):
        raise SetupError(f"{name}: an object is wanted")
    return {key: _unpacked(value) for key, value in values.items()}


def _unpacked(value: Any) -> Any:
    if isinstance(value, list):
        return [_unpacked(item) for item in value]
    if not isinstance(value, dict):
        return value
    try:
        return _text(value, "filename"), base64.b64decode(_text(value, "data"), validate=True)
    except ValueError:
        raise SetupError("data: Base64 is wanted") from None
