"""The port we listen on: health always, Slack's requests over HTTP."""

from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager

from aiohttp import web

from bot.errors import CannotStart

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

BODY_LIMIT = 4 * 2**20


class Door:
    """Closed until there is somebody behind it, and again when we stop: Slack comes back later then."""

    def __init__(self) -> None:
        self.behind: Handler | None = None

    async def __call__(self, request: web.Request) -> web.StreamResponse:
        if self.behind is None:
            return web.Response(status=503, headers={"Retry-After": "1"})
        return await self.behind(request)


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
