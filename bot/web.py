"""The port we listen on: health always, Slack's requests over HTTP."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager

from aiohttp import web

from bot.errors import CannotStart

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

BODY_LIMIT = 4 * 2**20
PATIENCE = 2.0
"""Seconds. Slack waits three."""


class Door:
    """Where Slack's requests come in. Where there is nobody behind it (yet, or any more) they wait a little;
    then Slack is told to come again."""

    def __init__(self) -> None:
        self._behind: asyncio.Future[Handler] = asyncio.get_running_loop().create_future()

    def open(self, behind: Handler) -> None:
        self._behind.set_result(behind)

    def shut(self) -> None:
        self._behind = asyncio.get_running_loop().create_future()

    async def handle(self, request: web.Request) -> web.StreamResponse:
        try:
            behind = await asyncio.wait_for(asyncio.shield(self._behind), PATIENCE)
        except TimeoutError:
            return web.Response(status=503, headers={"Retry-After": "1"})
        return await behind(request)


@asynccontextmanager
async def listening(host: str, port: int, routes: Sequence[web.RouteDef]) -> AsyncGenerator[None]:
    """Raises CannotStart where the port is taken or may not be used."""
    app = web.Application(client_max_size=BODY_LIMIT)
    app.add_routes(routes)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=2.0)
    await runner.setup()
    try:
        try:
            await web.TCPSite(runner, host, port, backlog=1024).start()
        except OSError as error:
            raise CannotStart(f"Can't listen on {host}, port {port}: {error.strerror or error}.") from error
        yield
    finally:
        await runner.cleanup()
