"""Socket Mode: connecting, being replaced when it falls silent, stopping without losing an answer."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import fields, replace
from typing import Any

import pytest

from core.domain.errors import Unavailable
from handlers.slack.app import build_app
from handlers.slack.calls import Deps
from handlers.slack.checks import Identity, TokenRefused, identify
from handlers.slack.socket import Socket
from sandbox import driver
from tests.factories import company_in
from tests.fakes.storage import FakeStore
from tests.slack.desk import eventually
from tests.slack.workspaces import MANIFEST, Slack, slack_in


@asynccontextmanager
async def socket_in(slack: Slack, token: str = "", *, silence: float = 30.0) -> AsyncGenerator[Socket]:
    settings = slack.workspace.settings()
    async with company_in(FakeStore()) as company:
        here = slack.tokens.of(next(iter(slack.tokens._installations)))  # pyright: ignore[reportPrivateUsage]
        slack.tokens.unbind(here.workspace_id)
        slack.tokens.bind(replace(here, workspace_id=company.workspace_id))
        services = {
            one.name: getattr(company, one.name) for one in fields(Deps) if hasattr(company, one.name)
        }
        deps = Deps(**services, tokens=slack.tokens, clients=slack.clients)
        app_token = token or settings["SLACK_APP_TOKEN"]
        socket = Socket(build_app(deps), slack.clients, app_token, silence=silence, ping_every=0.1)
        try:
            yield socket
        finally:
            await socket.stop(5)


@pytest.fixture
async def slack() -> AsyncIterator[Slack]:
    async with slack_in(driver.Workspace(MANIFEST)) as opened:
        yield opened


async def test_what_people_do_comes_in_and_is_answered(slack: Slack) -> None:
    ann = slack.workspace.user("ann")
    room = slack.workspace.channel("team", [ann])
    async with socket_in(slack) as socket:
        assert not socket.connected
        await socket.start()
        assert socket.connected
        await ann.slash("/feedback", "help", channel=room)
        told = await ann.next_ephemeral()
        assert "/feedback list" in told.text()
    assert not socket.connected


async def test_a_connection_that_is_cut_comes_back(slack: Slack) -> None:
    ann = slack.workspace.user("ann")
    room = slack.workspace.channel("team", [ann])
    async with socket_in(slack) as socket:
        await socket.start()
        slack.workspace.drop_sockets()
        await eventually(lambda: not socket.connected)
        await eventually(lambda: socket.connected)
        await slack.workspace.connected()
        await ann.slash("/feedback", "help", channel=room)
        await ann.next_ephemeral()


async def test_a_client_that_falls_silent_is_replaced(slack: Slack) -> None:
    async with socket_in(slack, silence=1.0) as socket:
        await socket.start()
        silent = socket._handler  # pyright: ignore[reportPrivateUsage]
        assert silent is not None
        client: Any = silent.client  # the SDK leaves its tasks untyped
        for task in (client.message_receiver, client.current_session_monitor):
            assert task is not None
            task.cancel()
        await eventually(lambda: socket._handler not in (silent, None) and socket.connected, 10)  # pyright: ignore[reportPrivateUsage]


async def test_a_refused_token_is_said_at_once(slack: Slack) -> None:
    async with socket_in(slack, token="xapp-wrong") as socket:
        with pytest.raises(TokenRefused) as raised:
            await socket.start()
        assert raised.value.code == "invalid_auth"


async def test_a_stop_lets_what_runs_give_its_answer(slack: Slack) -> None:
    async with socket_in(slack) as socket:
        await socket.start()
        done, answered = asyncio.Event(), asyncio.Event()

        async def answer() -> None:
            await done.wait()
            answered.set()

        socket._app.running.start(answer())  # pyright: ignore[reportPrivateUsage]
        assert await socket.stop(0.05) is False
        asyncio.get_running_loop().call_soon(done.set)
        assert await socket.stop(5) is True
        assert answered.is_set()


async def test_who_we_are_and_what_we_may_do_is_asked_once(slack: Slack) -> None:
    team = slack.workspace.team
    found = await identify(slack.clients, slack.workspace.settings()["SLACK_BOT_TOKEN"])
    assert isinstance(found, Identity)
    assert (found.team_id, found.bot_user_id) == (team.id, team.bot.id)
    assert found.url.endswith("/")
    assert found.scopes is not None
    assert "chat:write" in found.scopes
    with pytest.raises(TokenRefused):
        await identify(slack.clients, "xoxb-wrong")
    slack.workspace.faults.add("auth.test", "internal_error")
    with pytest.raises(Unavailable):
        await identify(slack.clients, slack.workspace.settings()["SLACK_BOT_TOKEN"])
    await asyncio.sleep(0)
