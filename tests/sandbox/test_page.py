"""What the web page gets from the server: several people at once, live changes, unread marks, the clock."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import aiohttp
import pytest

from sandbox import company
from sandbox.driver import Person, Workspace
from tests.sandbox.small_app import MANIFEST, SmallApp, running


@dataclass
class Tab:
    """A browser tab of one person."""

    session: aiohttp.ClientSession
    url: str
    person: Person

    async def get(self, path: str, **query: str) -> Any:
        async with self.session.get(
            f"{self.url}{path}", params={"person": self.person.id, **query}
        ) as answer:
            return await answer.json() if answer.status == 200 else answer.status

    async def act(self, do: str, **body: Any) -> Any:
        where = f"{self.url}/page/act"
        async with self.session.post(
            where, params={"person": self.person.id}, json={"do": do, **body}
        ) as answer:
            return await answer.json() if answer.status == 200 else answer.status

    async def live(self) -> aiohttp.ClientWebSocketResponse:
        return await self.session.ws_connect(f"{self.url}/page/live", params={"person": self.person.id})


async def event(live: aiohttp.ClientWebSocketResponse, kind: str) -> dict[str, Any]:
    """The next event of that type."""
    while True:
        heard = await live.receive_json(timeout=5)
        if heard["type"] == kind:
            return heard


@dataclass
class Scene:
    ws: Workspace
    app: SmallApp
    session: aiohttp.ClientSession

    def tab(self, handle: str) -> Tab:
        return Tab(self.session, self.ws.url, self.ws.people[handle])

    def id(self, channel: str) -> str:
        return self.ws.room(channel).id


@pytest.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Scene]:
    clock_file = tmp_path / "clock"
    async with (
        Workspace(MANIFEST, populated=True, clock_file=clock_file) as ws,
        aiohttp.ClientSession() as session,
        running(ws) as app,
    ):
        yield Scene(ws, app, session)


async def test_the_state_of_a_person(scene: Scene) -> None:
    state = await scene.tab("alice").get("/page/state")
    assert state["me"]["name"] == "alice"
    assert state["app"]["connected"] is True
    assert len([p for p in state["people"] if p["id"] != state["app"]["user_id"]]) == len(company.PEOPLE)
    names = {c["name"] for c in state["conversations"]}
    assert names == {"general", "engineering", "random", "leads", ""}
    assert next(c for c in state["conversations"] if c["is_app"])["with"] == state["app"]["user_id"]
    assert [c["command"] for c in state["commands"]] == ["/note", "/plain", "/slow"]
    assert {s["type"] for s in state["shortcuts"]} == {"global", "message"}
    assert "leads" not in {c["name"] for c in (await scene.tab("bob").get("/page/state"))["conversations"]}
    assert await scene.tab("bob").get("/page/messages", channel=scene.id("leads")) == 404
    assert (
        await Tab(scene.session, scene.ws.url, scene.ws.people["alice"]).get("/page/state", person="U0")
        == 404
    )


async def test_messages_go_live_to_who_may_see_them(scene: Scene) -> None:
    alice, bob = scene.tab("alice"), scene.tab("bob")
    a, b = await alice.live(), await bob.live()
    said = await alice.act("say", channel=scene.id("leads"), text="secret")
    assert said["ok"]
    await alice.act("say", channel=scene.id("general"), text="hello @bob")
    assert (await event(b, "message"))["message"]["text"] == f"hello <@{bob.person.id}>"
    assert (await event(a, "message"))["message"]["text"] == "secret"
    await a.close()
    await b.close()


async def test_unread_marks(scene: Scene) -> None:
    alice, bob = scene.tab("alice"), scene.tab("bob")
    general = scene.id("general")

    async def unread(tab: Tab) -> int:
        state = await tab.get("/page/state")
        return next(c["unread"] for c in state["conversations"] if c["id"] == general)

    assert await unread(bob) == 0
    await alice.act("say", channel=general, text="one")
    assert (await unread(alice), await unread(bob)) == (0, 1)
    await bob.act("say", channel=general, text="two")
    assert await unread(bob) == 0
    await alice.act("read", channel=general)
    assert await unread(alice) == 0


async def test_history_comes_in_pages(scene: Scene) -> None:
    alice = scene.tab("alice")
    for n in range(120):
        scene.ws.team.post(scene.ws.room("random").conversation, alice.person.user, {"text": str(n)})
    first = await alice.get("/page/messages", channel=scene.id("random"))
    assert len(first["messages"]) == 50
    assert first["more"]
    before = first["messages"][0]["ts"]
    second = await alice.get("/page/messages", channel=scene.id("random"), before=before)
    assert [m["text"] for m in second["messages"]][-1] == "69"
    texts = [m["ts"] for m in second["messages"] + first["messages"]]
    assert texts == sorted(texts)


async def test_a_form_from_command_to_message(scene: Scene) -> None:
    alice, bob = scene.tab("alice"), scene.tab("bob")
    a, b = await alice.live(), await bob.live()
    assert (await alice.act("command", channel=scene.id("general"), text="/note @Bob Carter"))["ok"]
    view = (await event(a, "modals"))["modals"][0]
    assert view["state"]["values"]["who"]["entered"]["selected_users"] == [bob.person.id]
    refused = await alice.act("submit", view_id=view["id"])
    assert refused["result"] == "errors"
    assert (await event(a, "modals"))["modals"][0]["errors"].keys() == {"text"}
    surface = {"view_id": view["id"]}
    typed = {"type": "plain_text_input", "value": "Well done"}
    await alice.act("state", surface=surface, block_id="text", action_id="entered", value=typed)
    found = await alice.act("options", surface=surface, block_id="city", action_id="entered", query="b")
    assert [o["value"] for o in found["options"]] == ["berlin", "bern"]
    assert not (await bob.act("submit", view_id=view["id"]))["ok"]
    assert (await alice.act("submit", view_id=view["id"]))["result"] == "closed"
    message = (await event(b, "message"))["message"]
    assert message["bot"] and not message["ephemeral"]
    where = {"channel": message["channel"], "ts": message["ts"]}
    pressed = await bob.act("press", surface=where, block_id="do", action_id="thanks", value={"value": "v1"})
    assert pressed["ok"]
    assert (await event(b, "message_changed"))["message"]["text"] == "Thanked"
    again = await bob.act("press", surface=where, block_id="do", action_id="thanks")
    assert again == {"ok": False, "error": "This is no longer there."}


async def test_home_shortcuts_and_whispers(scene: Scene) -> None:
    grace = scene.tab("grace")
    live = await grace.live()
    await grace.act("open_home")
    home = (await event(live, "home"))["home"]
    assert home["blocks"][0]["text"]["text"] == "Hello number 1"
    await grace.act("press", surface={"view_id": home["id"]}, block_id="do", action_id="entered")
    await grace.act("shortcut", callback_id="write")
    assert (await event(live, "modals"))["modals"][0]["title"]["text"] == "Note"
    await grace.act("command", channel=scene.id("general"), text="/plain")
    whisper = (await event(live, "message"))["message"]
    assert whisper["ephemeral"]
    messages = (await grace.get("/page/messages", channel=scene.id("general")))["messages"]
    await grace.act(
        "message_shortcut", callback_id="note_this", channel=scene.id("general"), ts=messages[0]["ts"]
    )
    assert scene.app.pressed[-1]["message_ts"] == messages[0]["ts"]
    assert whisper["id"] in {m["id"] for m in messages}


async def test_notices_and_refusals(scene: Scene) -> None:
    bob = scene.tab("bob")
    live = await bob.live()
    assert (await bob.act("command", channel=scene.id("general"), text="/nothing"))["ok"] is False
    assert (await bob.act("dance"))["ok"] is False
    assert (await bob.act("say", channel=scene.id("general"), text="  "))["ok"] is False
    assert "sign in" in (await scene.tab("karl").act("open_home"))["error"]
    scene.ws.drop_sockets()
    assert (await event(live, "app"))["connected"] is False
    await bob.act("command", channel=scene.id("general"), text="/note")
    assert "dispatch_failed" in (await event(live, "notice"))["text"]
    assert "dispatch_failed" in (await bob.get("/page/state"))["notices"][0]


async def test_other_sites_may_not_act(scene: Scene) -> None:
    url, headers = f"{scene.ws.url}/page/act", {"Origin": "https://evil.example"}
    async with scene.session.post(url, json={"do": "open_home"}, headers=headers) as answer:
        assert answer.status == 403
    async with scene.session.get(f"{scene.ws.url}/page/live", headers=headers) as answer:
        assert answer.status == 403


async def test_the_clock_moves_for_all_and_for_the_app(scene: Scene, tmp_path: Path) -> None:
    dana = scene.tab("dana")
    live = await scene.tab("bob").live()
    await dana.act("clock", advance=3600)
    assert (await event(live, "clock"))["clock"]["offset"] == pytest.approx(3600)
    assert float((tmp_path / "clock").read_text()) == pytest.approx(3600)
    monday = await dana.act("clock", to="next_monday_9")
    local = datetime.fromtimestamp(monday["clock"]["now"], ZoneInfo("Pacific/Auckland"))
    assert (local.weekday(), local.hour, local.minute) == (0, 9, 0)
    said = await dana.act("say", channel=scene.id("general"), text="on Monday")
    assert float(said["message"]["ts"]) == pytest.approx(monday["clock"]["now"], abs=30)
    await dana.act("clock", reset=True)
    assert float((tmp_path / "clock").read_text()) == 0
    assert (await dana.act("clock", to="yesterday"))["ok"] is False


async def test_a_permalink_leads_to_the_page(scene: Scene) -> None:
    url = f"{scene.ws.url}/archives/C1/p1794733500000000"
    async with scene.session.get(url, allow_redirects=False) as answer:
        assert answer.headers["Location"] == "/?at=C1&ts=1794733500.000000"


def test_the_company_is_as_promised() -> None:
    by_handle = {p.handle: p for p in company.PEOPLE}
    assert len(by_handle) == 12
    managers = {p.manager for p in company.PEOPLE if p.manager}
    assert managers <= by_handle.keys()
    assert managers == {"alice", "felipe", "ines"}
    assert {p.role for p in company.PEOPLE} == {"member", "admin", "guest", "bot", "deactivated"}
    assert len({p.tz for p in company.PEOPLE}) >= 6
    for channel in company.CHANNELS:
        assert set(channel.members) <= by_handle.keys()
    for line in company.LINES:
        members = next(c.members for c in company.CHANNELS if c.name == line.channel)
        assert line.who in members


async def test_the_company_has_the_same_ids_after_a_restart(scene: Scene) -> None:
    async with Workspace(MANIFEST, populated=True) as again:
        assert {p.name: p.id for p in again.people.values()} == {
            p.name: p.id for p in scene.ws.people.values()
        }
        assert again.room("general").id == scene.id("general")
        assert again.team.bot.id == scene.ws.team.bot.id
