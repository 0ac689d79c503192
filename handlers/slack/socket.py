"""Socket Mode: a connection that we open and keep, and over which Slack sends what people do.

The SDK reconnects when Slack asks for it or the connection breaks. It has been seen to fall silent all the
same, or to try one spent address for ever; so it is watched here, and a silent client is replaced.
"""

import asyncio
import logging
import time
from contextlib import suppress
from typing import Any, cast

import structlog
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler

from core.domain.errors import Unavailable
from handlers.slack.app import SlackApp
from handlers.slack.checks import TokenRefused, reach_socket
from handlers.slack.client import SlackClients

PING_EVERY = 5.0
"""Seconds. Slack answers each ping, so a connection that lives is never silent for much longer."""

CONNECT_WITHIN = 10.0

_log = structlog.stdlib.get_logger(__name__)


class Socket:
    """`silence`: after so many seconds without a sign of life the connection counts as dead."""

    def __init__(
        self,
        app: SlackApp,
        clients: SlackClients,
        app_token: str,
        *,
        silence: float = 30.0,
        ping_every: float = PING_EVERY,
    ) -> None:
        self._app, self._clients, self._app_token = app, clients, app_token
        self._silence, self._ping_every = silence, ping_every
        self._handler: AsyncSocketModeHandler | None = None
        self._connected_at = 0.0
        self._watch: asyncio.Task[None] | None = None

    @property
    def connected(self) -> bool:
        session = self._handler.client.current_session if self._handler else None
        return session is not None and not session.closed and not self._silent()

    async def start(self) -> None:
        """Returns once connected. Raises TokenRefused, and Unavailable where Slack can't be reached now."""
        await self._connect()
        self._watch = asyncio.create_task(self._replace_when_silent())

    async def stop(self, within: float) -> bool:
        """Takes nothing new, lets what runs give its answer, then closes. False: something was still running
        after `within` seconds."""
        if self._watch is not None:
            self._watch.cancel()
            with suppress(asyncio.CancelledError):
                await self._watch
        if self._handler is not None:
            self._handler.client.socket_mode_request_listeners.clear()
        finished = await self._app.running.finished(within)
        await self._close()
        return finished

    async def _connect(self) -> None:
        address = await reach_socket(self._clients, self._app_token)
        logger = logging.getLogger("slack_sdk.socket_mode")
        logger.setLevel(max(logging.INFO, logger.level))  # finer levels print what people wrote
        self._handler = AsyncSocketModeHandler(
            self._app.bolt,
            self._app_token,
            logger=logger,
            web_client=self._clients.checking(self._app_token),
            ping_interval=self._ping_every,
        )
        self._handler.client.wss_uri = address
        try:
            async with asyncio.timeout(CONNECT_WITHIN):
                await self._handler.client.connect()
        except TimeoutError:
            await self._close()
            raise Unavailable("error-platform") from None
        self._connected_at = time.time()

    async def _close(self) -> None:
        if self._handler is None:
            return
        client: Any = cast(Any, self._handler.client)
        self._handler = None
        tasks = [client.message_processor, client.current_session_monitor, client.message_receiver]
        with suppress(OSError):
            await client.close()
        await asyncio.gather(*(task for task in tasks if task is not None), return_exceptions=True)

    def _silent(self) -> bool:
        """By the wall clock, as the SDK notes when a ping was answered."""
        answered = self._handler.client.last_ping_pong_time if self._handler else None
        return time.time() - max(answered or 0.0, self._connected_at) > self._silence

    async def _replace_when_silent(self) -> None:
        while True:
            await asyncio.sleep(min(self._ping_every, self._silence / 2))
            if not self._silent():
                continue
            _log.warning("slack.socket_silent")
            await self._close()
            try:
                await self._connect()
            except (Unavailable, TokenRefused) as error:
                _log.warning("slack.socket_not_replaced", error=type(error).__name__)
