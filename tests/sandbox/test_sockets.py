"""Socket Mode's protocol, spoken by hand: tickets, silence, nonsense, late answers."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from sandbox.driver import Workspace
from tests.sandbox.small_app import MANIFEST


@pytest.fixture
async def ws() -> AsyncIterator[Workspace]:
    async with Workspace(MANIFEST, retry_delays=()) as workspace:
        workspace.user("alice")
        yield workspace


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as opened:
        yield opened


async def ticket(ws: Workspace, session: aiohttp.ClientSession) -> str:
    headers = {"Authorization": f"Bearer {ws.settings()['SLACK_APP_TOKEN']}"}
    async with session.post(f"{ws.url}/api/apps.connections.open", headers=headers) as answer:
        return (await answer.json())["url"]


async def connect(ws: Workspace, session: aiohttp.ClientSession) -> aiohttp.ClientWebSocketResponse:
    socket = await session.ws_connect(await ticket(ws, session))
    hello = await socket.receive_json(timeout=5)
    assert hello["type"] == "hello"
    return socket


async def acknowledge(socket: aiohttp.ClientWebSocketResponse, **payload: Any) -> dict[str, Any]:
    envelope = await socket.receive_json(timeout=5)
    answer = {"envelope_id": envelope["envelope_id"], **({"payload": payload} if payload else {})}
    await socket.send_json(answer)
    return envelope


async def test_an_envelope_and_its_acknowledgement(ws: Workspace, session: aiohttp.ClientSession) -> None:
    socket = await connect(ws, session)
    alice = ws.people["alice"]
    typed = asyncio.create_task(alice.slash("/note", "hi"))
    envelope = await acknowledge(socket, text="Noted")
    assert envelope["type"] == "slash_commands"
    assert envelope["accepts_response_payload"] is True
    assert (await typed).ok
    assert (await alice.next_ephemeral()).text() == "Noted"
    await alice.dm("hello")
    event = await acknowledge(socket)
    assert (event["type"], event["retry_attempt"], event["accepts_response_payload"]) == (
        "events_api",
        0,
        False,
    )
    assert event["payload"]["event"]["channel_type"] == "im"
    assert ws.problems == []


async def test_tickets_serve_once(ws: Workspace, session: aiohttp.ClientSession) -> None:
    url = await ticket(ws, session)
    await session.ws_connect(url)
    again = await session.ws_connect(url)
    assert (await again.receive(timeout=5)).type == aiohttp.WSMsgType.CLOSE
    assert [p.rule for p in ws.problems] == ["socket_ticket"]


async def test_at_most_ten_connections_share_the_work(ws: Workspace, session: aiohttp.ClientSession) -> None:
    sockets = [await connect(ws, session) for _ in range(10)]
    eleventh = await session.ws_connect(await ticket(ws, session))
    assert (await eleventh.receive_json(timeout=5))["reason"] == "too_many_websockets"
    for _ in range(10):
        await ws.people["alice"].dm("hi")
    for socket in sockets:
        await acknowledge(socket)


async def test_nonsense_is_a_problem(ws: Workspace, session: aiohttp.ClientSession) -> None:
    socket = await connect(ws, session)
    for nonsense in ("no json", "[]", json.dumps({"envelope_id": "unknown"})):
        await socket.send_str(nonsense)
    await ws.until(lambda: len(ws.problems) == 3)
    assert {p.rule for p in ws.problems} == {"socket_message"}


async def test_a_late_acknowledgement_is_late_but_no_nonsense(
    ws: Workspace, session: aiohttp.ClientSession
) -> None:
    ws.slack.dispatcher.deadline = 0.1
    socket = await connect(ws, session)
    delivery = await ws.people["alice"].slash("/note")
    assert delivery.error == "timeout"
    await acknowledge(socket)
    await ws.until(lambda: delivery.latency)
    assert [p.rule for p in ws.problems] == ["ack_late"]


async def test_what_was_lost_with_its_connection_may_still_be_acknowledged(
    ws: Workspace, session: aiohttp.ClientSession
) -> None:
    first = await connect(ws, session)
    typed = asyncio.create_task(ws.people["alice"].slash("/note"))
    envelope = await first.receive_json(timeout=5)
    ws.drop_sockets()
    assert (await typed).error == "connection_lost"
    second = await connect(ws, session)
    await second.send_json({"envelope_id": envelope["envelope_id"]})
    await ws.people["alice"].dm("hi")
    await acknowledge(second)
    assert ws.problems == []


async def test_a_silent_socket_is_open_and_dead(ws: Workspace, session: aiohttp.ClientSession) -> None:
    socket = await connect(ws, session)
    await socket.ping()
    assert ws.silence_sockets() == 1
    ws.slack.dispatcher.deadline = 0.1
    assert (await ws.people["alice"].slash("/note")).error == "timeout"
    assert ws.slack.connected
    another = await connect(ws, session)
    for _ in range(2):
        await ws.people["alice"].dm("hi")
    await acknowledge(another)


async def test_pings_are_answered_unless_silent(ws: Workspace, session: aiohttp.ClientSession) -> None:
    socket = await session.ws_connect(await ticket(ws, session), autoping=False)
    kinds: list[aiohttp.WSMsgType] = []
    await socket.ping(b"are you there")
    while aiohttp.WSMsgType.PONG not in kinds:
        kinds.append((await socket.receive(timeout=5)).type)
    assert aiohttp.WSMsgType.PING in kinds
    ws.silence_sockets()
    await socket.ping(b"and now")
    with pytest.raises(TimeoutError):
        while True:
            kinds.append((await socket.receive(timeout=0.2)).type)
    assert kinds.count(aiohttp.WSMsgType.PONG) == 1


async def test_an_event_needs_no_payload(ws: Workspace, session: aiohttp.ClientSession) -> None:
    socket = await connect(ws, session)
    await ws.people["alice"].dm("hi")
    await acknowledge(socket, text="thanks")
    await ws.until(lambda: ws.problems)
    assert ws.problems[0].rule == "ack_payload"


async def test_whoever_is_deactivated_leaves_the_channels(ws: Workspace) -> None:
    alice, bob = ws.people["alice"], ws.user("bob")
    team = ws.channel("team", [alice, bob])
    alice.change(role="deactivated")
    assert team.conversation.members == [bob.id]
