"""The page's server: what it tells whom, what it does for a person, and whom it refuses."""

from __future__ import annotations

import asyncio
import base64
import io
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import pytest
from aiohttp import ClientWebSocketResponse, WSServerHandshakeError, web
from aiohttp.test_utils import TestClient, TestServer
from simcord.http.router import dispatch

from bot.demo import scene as scenes
from bot.demo.site import stories as site_content
from bot.demo.web.api import add_page
from bot.demo.web.guard import guard
from bot.demo.web.live import Follower
from bot.demo.wire.backend import SimulatedDiscord
from bot.demo.wire.people import Person
from tests.demo_bot import Responder


@dataclass
class Stage:
    """A served page with nobody's bot behind it, except where a test brings a Responder."""

    backend: SimulatedDiscord
    scene: scenes.Scene
    client: TestClient[web.Request, web.Application]

    def who(self, kind: str) -> int:
        return next(part.user_id for part in self.scene.cast if part.kind == kind)

    def path(self, kind: str, channel_id: int, rest: str) -> str:
        return f"/api/as/{self.who(kind)}/channels/{channel_id}/{rest}"

    async def post(self, kind: str, channel_id: int, rest: str, **body: Any) -> Any:
        answer = await self.client.post(self.path(kind, channel_id, rest), json=body)
        return await answer.json()

    async def live(self, kind: str) -> ClientWebSocketResponse:
        """The frames of a person's page, the first guild frame already read."""
        socket = await self.client.ws_connect(f"/api/live?as={self.who(kind)}")
        assert (await socket.receive_json())["type"] == "guild"
        return socket


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    backend = SimulatedDiscord()
    scene = scenes.build(backend)
    app = web.Application(middlewares=[guard])
    add_page(app, backend, scene)
    async with TestClient(TestServer(app)) as client:
        yield Stage(backend, scene, client)


async def next_frame(socket: ClientWebSocketResponse, kind: str, within: float = 2) -> Any:
    """The next frame of a kind; the others are passed over."""
    async with asyncio.timeout(within):
        while True:
            frame = await socket.receive_json()
            if frame["type"] == kind:
                return frame


async def frames_for(socket: ClientWebSocketResponse, seconds: float = 0.2) -> list[Any]:
    """All frames that come within some time."""
    found: list[Any] = []
    try:
        async with asyncio.timeout(seconds):
            while True:
                found.append(await socket.receive_json())
    except TimeoutError:
        return found


# The scene


async def test_the_people_are_readers_of_the_site_by_name(stage: Stage) -> None:
    readers = {
        reader.name: reader.role for reader in site_content.load(stage.backend.clock.now()).readers.values()
    }
    people = await (await stage.client.get("/api/people")).json()
    assert {person["name"] for person in people} <= readers.keys()
    assert [person["kind"] for person in people] == ["visitor", "reader", "reader", "moderator", "manager"]


async def test_the_forum_has_a_tag_for_every_category_of_the_site(stage: Stage) -> None:
    categories = site_content.load(stage.backend.clock.now()).categories.values()
    assert {category.name for category in categories} == stage.scene.tags.keys()


async def test_the_bot_stands_above_the_subscribers_and_below_the_moderators(stage: Stage) -> None:
    guild, scene = stage.backend.get_guild(stage.scene.guild_id), stage.scene
    ladder = (
        scene.discovery_role_id,
        scene.integral_role_id,
        scene.bot_role_id,
        scene.moderator_role_id,
        scene.manager_role_id,
    )
    places = [guild.roles[role].position for role in ladder]
    assert places == sorted(places)
    assert guild.top_role_position(stage.backend.bot_user.id) == places[2]


async def test_the_visitor_speaks_english_and_the_others_french(stage: Stage) -> None:
    locales = [stage.backend.locale_of(part.user_id) for part in stage.scene.cast]
    assert locales == ["en-US", "fr", "fr", "fr", "fr"]


# What a person sees


async def test_everybody_sees_their_own_channels(stage: Stage) -> None:
    async def names(kind: str) -> set[str]:
        socket = await stage.client.ws_connect(f"/api/live?as={stage.who(kind)}")
        guild = await socket.receive_json()
        await socket.close()
        return {channel["name"] for channel in guild["channels"]}

    everybody = {"accueil", "actualités", "questions", "salon", "débats"}
    assert await names("visitor") == everybody
    assert await names("manager") == everybody | {"le-club", "rédaction"}


async def test_a_role_opens_the_club_at_once(stage: Stage) -> None:
    socket = await stage.live("reader")
    stage.backend.add_member_role(stage.scene.guild_id, stage.who("reader"), stage.scene.integral_role_id)
    guild = await next_frame(socket, "guild")
    assert "le-club" in {channel["name"] for channel in guild["channels"]}
    me = next(member for member in guild["members"] if member["id"] == str(stage.who("reader")))
    assert str(stage.scene.integral_role_id) in me["roles"]


async def test_a_message_reaches_those_who_may_read_it(stage: Stage) -> None:
    visitor, moderator = await stage.live("visitor"), await stage.live("moderator")
    await stage.post("manager", stage.scene.desk_id, "messages", content="Entre nous.")
    await stage.post("manager", stage.scene.lounge_id, "messages", content="Pour tous.")
    told = [frame["message"]["content"] for frame in await frames_for(visitor) if frame["type"] == "message"]
    assert told == ["Pour tous."]
    told = [
        frame["message"]["content"] for frame in await frames_for(moderator) if frame["type"] == "message"
    ]
    assert told == ["Entre nous.", "Pour tous."]


async def test_hundreds_of_events_redraw_the_guild_only_now_and_then(stage: Stage) -> None:
    socket = await stage.live("visitor")
    for number in range(200):
        stage.backend.create_message(stage.scene.lounge_id, stage.backend.bot_user.id, str(number))
    kinds = [frame["type"] for frame in await frames_for(socket)]
    assert kinds.count("message") == 200
    assert kinds.count("guild") < 5


async def test_an_edit_a_reaction_and_a_deletion_are_followed(stage: Stage) -> None:
    socket, lounge = await stage.live("visitor"), stage.scene.lounge_id
    sent = await stage.post("reader", lounge, "messages", content="Premier jet")
    await next_frame(socket, "message")
    one = stage.path("reader", lounge, f"messages/{sent['id']}")
    await stage.client.patch(one, json={"content": "Au propre"})
    assert (await next_frame(socket, "message"))["message"]["content"] == "Au propre"
    await stage.client.put(f"{one}/reactions/👍", json={})
    reaction = (await next_frame(socket, "message"))["message"]["reactions"][0]
    assert (reaction["emoji"]["name"], reaction["count"], reaction["me"]) == ("👍", 1, False)
    await stage.client.delete(one)
    assert (await next_frame(socket, "gone"))["id"] == sent["id"]


async def test_a_reply_shows_what_it_answers(stage: Stage) -> None:
    lounge = stage.scene.lounge_id
    first = await stage.post("reader", lounge, "messages", content="Une question ?")
    await stage.post("manager", lounge, "messages", content="Une réponse.", reply_to=first["id"])
    history = await (await stage.client.get(stage.path("visitor", lounge, "messages"))).json()
    assert history["messages"][-1]["referenced_message"]["content"] == "Une question ?"


async def test_older_messages_are_asked_for_page_by_page(stage: Stage) -> None:
    for number in range(150):
        stage.backend.create_message(stage.scene.lounge_id, stage.backend.bot_user.id, str(number))
    path = stage.path("visitor", stage.scene.lounge_id, "messages")
    last = await (await stage.client.get(path)).json()
    assert (len(last["messages"]), last["more"], last["messages"][-1]["content"]) == (100, True, "149")
    older = await (await stage.client.get(path, params={"before": last["messages"][0]["id"]})).json()
    assert (len(older["messages"]), older["more"], older["messages"][-1]["content"]) == (51, False, "49")


async def test_typing_is_told_to_the_others(stage: Stage) -> None:
    socket = await stage.live("visitor")
    dispatch(stage.backend, "POST", f"/channels/{stage.scene.lounge_id}/typing")
    assert (await next_frame(socket, "typing"))["name"] == "Colporteur"


async def test_a_page_that_reads_too_slowly_is_let_go(stage: Stage) -> None:
    follower = Follower(Person(stage.backend, stage.who("visitor")), stage.scene.guild_id)
    message = stage.backend.create_message(stage.scene.lounge_id, stage.who("reader"), "encore")
    payload = {"id": str(message.id), "channel_id": str(stage.scene.lounge_id)}
    for _ in range(6_000):
        follower.hear("MESSAGE_UPDATE", payload, None)
    frames = [follower.frames.get_nowait() for _ in range(follower.frames.qsize())]
    assert len(frames) < 6_000
    assert frames[-1] is None
    follower.stop()


# What a person does with the bot


async def test_commands_come_in_the_language_of_the_person(stage: Stage) -> None:
    Responder(stage.backend)

    async def first(kind: str) -> tuple[str, str]:
        path = stage.path(kind, stage.scene.questions_id, "commands")
        command = (await (await stage.client.get(path)).json())[0]
        return command["name"], command["label"]

    assert await first("visitor") == ("ask", "ask")
    assert await first("reader") == ("ask", "demander")


async def test_a_command_is_answered_to_its_person_alone(stage: Stage) -> None:
    Responder(stage.backend)
    mine, theirs = await stage.live("reader"), await stage.live("moderator")
    outcome = await stage.post(
        "reader", stage.scene.questions_id, "slash", name="ask", options={"question": "Quand ?"}
    )
    assert outcome == {"kind": "message", "failed": False, "modal": None}
    answer = (await next_frame(mine, "message"))["message"]
    assert answer["content"] == "fr : Quand ?"
    assert answer["interaction_metadata"]["name"] == "demander"
    assert not [frame for frame in await frames_for(theirs) if frame["type"] == "message"]


async def test_autocomplete_proposes_what_the_bot_knows(stage: Stage) -> None:
    Responder(stage.backend)
    typed = {"name": "ask", "option": "question", "value": "prix", "options": {}}
    choices = await stage.post("reader", stage.scene.questions_id, "autocomplete", **typed)
    assert choices == [{"label": "Quel prix ?", "value": "Quel prix ?"}]


async def test_a_form_is_sent_by_who_opened_it_and_once(stage: Stage) -> None:
    Responder(stage.backend)
    opened = await stage.post("reader", stage.scene.questions_id, "slash", name="link", options={})
    form = opened["modal"]
    assert (opened["kind"], form["title"]) == ("modal", "Lier")
    rest, values = f"modals/{form['interaction_id']}", {"values": {"code": "ABCD"}}

    async def send(kind: str) -> int:
        answer = await stage.client.post(f"/api/as/{stage.who(kind)}/{rest}", json=values)
        return answer.status

    assert await send("moderator") == 400
    assert await send("reader") == 200
    assert await send("reader") == 400


async def test_a_button_and_a_command_on_a_message(stage: Stage) -> None:
    responder = Responder(stage.backend)
    lounge = stage.scene.lounge_id
    message = responder.post_button(lounge)
    clicked = await stage.post("reader", lounge, f"messages/{message['id']}/click", custom_id="more")
    assert clicked["kind"] == "message"
    asked = await stage.post("reader", lounge, "menu", name="Why here?", message=message["id"])
    assert asked["kind"] == "message"


# What is refused


async def test_discord_s_refusals_come_with_their_code(stage: Stage) -> None:
    path = stage.path("visitor", stage.scene.welcome_id, "messages")
    answer = await stage.client.post(path, json={"content": "Moi aussi !"})
    assert answer.status == 403
    assert (await answer.json())["code"] == 50013


@pytest.mark.parametrize(
    ("rest", "body"),
    [
        ("messages", {"content": 7}),
        ("messages", []),
        ("slash", {"name": "nothing", "options": {}}),
        ("slash", {"name": "ask", "options": "all"}),
        ("messages/1/select", {"custom_id": "x", "values": "one"}),
        ("menu", {"name": "Why here?", "message": "one"}),
    ],
)
async def test_nonsense_is_told_not_crashed_on(stage: Stage, rest: str, body: Any) -> None:
    answer = await stage.client.post(stage.path("reader", stage.scene.lounge_id, rest), json=body)
    assert answer.status == 400
    assert (await answer.json())["message"]


_IMPORT = {
    "name": "import",
    "description": "Reads a list of sources",
    "options": [{"type": 11, "name": "file", "description": "An OPML file", "required": True}],
}


async def test_a_command_takes_a_file_of_the_page(stage: Stage) -> None:
    Responder(stage.backend)
    stage.backend.register_commands(None, [_IMPORT])
    heard: list[Any] = []
    stage.backend.subscribers.append(lambda event, payload: heard.append((event, payload)))
    file = {"filename": "mes sources.opml", "data": base64.b64encode(bytes(2 << 20)).decode()}
    body = io.BytesIO(json.dumps({"name": "import", "options": {"file": file}}).encode())
    path = stage.path("reader", stage.scene.lounge_id, "slash")
    answer = await stage.client.post(path, data=body, headers={"Content-Type": "application/json"})
    assert (await answer.json())["kind"] == "message"
    data = next(payload["data"] for event, payload in heard if event == "INTERACTION_CREATE")
    given = data["resolved"]["attachments"][data["options"][0]["value"]]
    assert (given["filename"], given["size"]) == ("mes_sources.opml", 2 * 2**20)


@pytest.mark.parametrize(
    "file", ["x.opml", {"filename": "x.opml"}, {"filename": "x.opml", "data": "é"}, {"data": "eA=="}, [1]]
)
async def test_what_is_no_file_is_told(stage: Stage, file: Any) -> None:
    stage.backend.register_commands(None, [_IMPORT])
    answer = await stage.post("reader", stage.scene.lounge_id, "slash", name="import", options={"file": file})
    assert answer.keys() == {"message"}


async def test_nobody_else_can_be_acted_as(stage: Stage) -> None:
    channel = stage.scene.lounge_id
    for stranger in (stage.backend.bot_user.id, 1):
        answer = await stage.client.get(f"/api/as/{stranger}/channels/{channel}/messages")
        assert answer.status == 404
    with pytest.raises(WSServerHandshakeError):
        await stage.client.ws_connect("/api/live?as=nobody")


@pytest.mark.parametrize("host", ["news.example", "127.0.0.1.example", "[::1]"])
async def test_another_name_for_this_machine_is_refused(stage: Stage, host: str) -> None:
    answer = await stage.client.get("/api/people", headers={"Host": host})
    assert answer.status == 403


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://news.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:1"},
        {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors"},
    ],
)
async def test_another_page_cannot_drive_the_demo(stage: Stage, headers: dict[str, str]) -> None:
    path = stage.path("reader", stage.scene.lounge_id, "messages")
    answer = await stage.client.post(path, json={"content": "Achetez !"}, headers=headers)
    assert answer.status == 403
    with pytest.raises(WSServerHandshakeError):
        await stage.client.ws_connect(f"/api/live?as={stage.who('reader')}", headers=headers)


async def test_a_link_from_elsewhere_still_opens_the_page(stage: Stage) -> None:
    followed = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}
    assert (await stage.client.get("/", headers=followed)).status == 200


async def test_a_form_of_another_page_is_not_taken_for_json(stage: Stage) -> None:
    path = stage.path("reader", stage.scene.lounge_id, "messages")
    body = json.dumps({"content": "Achetez !"})
    answer = await stage.client.post(path, data=body, headers={"Content-Type": "text/plain"})
    assert answer.status == 400


async def test_localhost_leads_to_the_one_address(stage: Stage) -> None:
    port = stage.client.port
    answer = await stage.client.get("/?lang=en", headers={"Host": f"localhost:{port}"}, allow_redirects=False)
    assert (answer.status, answer.headers["Location"]) == (302, f"http://127.0.0.1:{port}/?lang=en")


async def test_the_page_may_load_nothing_from_elsewhere(stage: Stage) -> None:
    answer = await stage.client.get("/")
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy


async def test_only_the_page_s_own_files_are_served(stage: Stage) -> None:
    script = await stage.client.get("/page/main.js")
    assert (script.status, script.content_type) == (200, "text/javascript")
    for path in ("/page/nothing.js", "/page/..%2Fweb.py", "/page/%2e%2e/web.py"):
        assert (await stage.client.get(path)).status == 404


async def test_the_server_stops_although_pages_are_open(stage: Stage) -> None:
    socket = await stage.live("visitor")
    await asyncio.wait_for(stage.client.server.close(), 3)
    assert (await socket.receive()).data is not None or socket.closed
