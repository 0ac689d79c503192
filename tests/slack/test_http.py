"""Slack by HTTP: only what Slack signed gets in."""

import time
from urllib.parse import urlencode

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from handlers.slack.http import slack_routes
from handlers.slack.manifest import EVENTS_PATH
from tests.slack.desk import Desk, signature

COMMAND = urlencode(
    {
        "command": "/feedback",
        "text": "help",
        "user_id": "U1",
        "team_id": "T1",
        "channel_id": "C1",
        "trigger_id": "t",
    }
)
FORM = {"content-type": "application/x-www-form-urlencoded"}


async def post(desk: Desk, body: str, headers: dict[str, str]) -> tuple[int, str]:
    app = web.Application()
    app.add_routes(slack_routes(desk.app))
    async with TestClient(TestServer(app)) as client:
        answer = await client.post(EVENTS_PATH, data=body.encode(), headers=headers)
        return answer.status, await answer.text()


async def test_what_slack_signed_is_answered_with_nothing_but_ok(desk: Desk) -> None:
    assert await post(desk, COMMAND, FORM | signature(COMMAND)) == (200, "")


@pytest.mark.parametrize(
    "headers",
    [
        {},
        signature(COMMAND, "another secret"),
        signature(COMMAND + "x"),
        signature(COMMAND, at=time.time() - 600),
        {"x-slack-request-timestamp": "soon", "x-slack-signature": "v0="},
    ],
    ids=["unsigned", "another secret", "another body", "ten minutes old", "nonsense"],
)
async def test_what_slack_did_not_sign_is_turned_away(desk: Desk, headers: dict[str, str]) -> None:
    status, _ = await post(desk, COMMAND, FORM | headers)
    assert status == 401
    assert desk.slack.calls == []


async def test_the_address_proves_itself_to_slack(desk: Desk) -> None:
    body = '{"type":"url_verification","challenge":"c-123","token":"t"}'
    status, text = await post(desk, body, {"content-type": "application/json"} | signature(body))
    assert status == 200
    assert "c-123" in text
