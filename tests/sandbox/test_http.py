"""The sandbox over HTTP: signed requests, retries with Slack's headers, answers in the body."""

import hashlib
import hmac
import socket
import time
from collections.abc import AsyncIterator

import pytest
from aiohttp import web

from sandbox.driver import Workspace
from sandbox.requests import sign
from tests.sandbox.small_app import MANIFEST, serving


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
async def ws(port: int) -> AsyncIterator[Workspace]:
    url = f"http://127.0.0.1:{port}/slack/events"
    async with Workspace(MANIFEST, http_url=url, retry_delays=(0.05, 0.1, 0.2)) as workspace:
        yield workspace


async def test_a_note_over_http(ws: Workspace, port: int) -> None:
    async with serving(ws, port) as app:
        await ws.connected()
        alice, bob = ws.user("alice"), ws.user("bob")
        await alice.slash("/note", "@bob errors")
        modal = await alice.modal()
        await modal.fill({"Your note": "Well done"})
        assert (await modal.submit()).errors == {"For whom": "Not them"}
        await modal.close()
        await alice.slash("/note", "@bob")
        modal = await alice.modal()
        await modal.fill({"Your note": "Well done", "City": "Auckland"})
        assert (await modal.submit()).kind == "closed"
        await (await bob.next_dm()).press("Say thanks")
        await alice.slash("/plain")
        assert len({(await alice.next_ephemeral()).text() for _ in range(2)}) == 2
        assert (await alice.open_home()).text().startswith("Hello")
        await ws.until(lambda: [e for e in app.events if e["type"] == "team_join"])
        assert ws.problems == []


def test_the_signature_is_slacks() -> None:
    body = b"token=xyz&text=hi"
    headers = sign("secret", body, 1531420618)
    expected = hmac.new(b"secret", b"v0:1531420618:" + body, hashlib.sha256).hexdigest()
    assert headers == {"X-Slack-Request-Timestamp": "1531420618", "X-Slack-Signature": f"v0={expected}"}
    assert abs(int(sign("secret", body)["X-Slack-Request-Timestamp"]) - time.time()) < 5


async def test_events_are_retried_with_slacks_headers(ws: Workspace, port: int) -> None:
    seen: list[dict[str, str]] = []

    async def refuse(request: web.Request) -> web.Response:
        seen.append(dict(request.headers))
        last = len(seen) == 3
        return web.Response(status=500, headers={"X-Slack-No-Retry": "1"} if last else {})

    app = web.Application()
    app.router.add_post("/slack/events", refuse)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    try:
        ws.slack.events.paused = False
        ws.user("alice")
        await ws.until(lambda: len(seen) == 3)
        await ws.settled()
        assert "X-Slack-Retry-Num" not in seen[0]
        assert [h["X-Slack-Retry-Num"] for h in seen[1:]] == ["1", "2"]
        assert seen[1]["X-Slack-Retry-Reason"] == "http_error"
        assert len(seen) == 3
        assert {p.rule for p in ws.problems} == {"http_500"}
    finally:
        await runner.cleanup()


async def test_the_app_hears_no_news_of_before_it_came(ws: Workspace, port: int) -> None:
    ws.user("alice")
    assert not ws.slack.connected
    async with serving(ws, port) as app:
        await ws.connected()
        assert ws.slack.connected
        ws.user("bob")
        await ws.until(lambda: app.events)
        await ws.settled()
        assert [e["user"]["name"] for e in app.events] == ["bob"]
    assert ws.problems == []


async def test_nobody_listens(ws: Workspace) -> None:
    alice = ws.user("alice")
    await alice.slash("/note")
    assert alice.notices == ['/note failed with the error "dispatch_failed"']
    assert ws.deliveries[-1].error == "connection_failed"
