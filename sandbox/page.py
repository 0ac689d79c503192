"""The web page's side of the server: the state of a person's workspace, live changes, what people do."""

import asyncio
import contextlib
from urllib.parse import urlsplit

from aiohttp import WSMsgType, web

from sandbox import changes
from sandbox.acts import Acts
from sandbox.client import CannotDo
from sandbox.people import User
from sandbox.showing import Showing
from sandbox.slack import Slack
from sandbox.wire import Json, as_json

PAGE_SIZE = 50


class Page:
    """The routes under /page. Each request names its person (?person=U…): several tabs can be several
    people.
    """

    def __init__(self, slack: Slack) -> None:
        self.team = slack.team
        self.showing = Showing(slack)
        self.acts = Acts(slack, self.showing)
        self._sockets: set[web.WebSocketResponse] = set()

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/page/state", self.state),
            web.get("/page/messages", self.messages),
            web.get("/page/live", self.live),
            web.post("/page/act", self.act),
        ]

    async def close(self) -> None:
        for socket in list(self._sockets):
            await socket.close()

    async def state(self, request: web.Request) -> web.Response:
        return web.json_response(self.showing.state(self._person(request)))

    async def messages(self, request: web.Request) -> web.Response:
        user = self._person(request)
        channel = self.acts.channel(user, request.query.get("channel", ""))
        before = request.query.get("before", "")
        seen = [m for m in channel.messages if not m.deleted and m.visible_to(user.id)]
        older = [m for m in seen if not before or m.ts < before]
        if not before:
            self.acts.mark_read(user, channel)
        shown = [m.as_page() for m in older[-PAGE_SIZE:]]
        return web.json_response({"messages": shown, "more": len(older) > PAGE_SIZE})

    async def live(self, request: web.Request) -> web.WebSocketResponse:
        if not _same_origin(request):
            raise web.HTTPForbidden(text="This page belongs to another server.")
        user = self._person(request)
        socket = web.WebSocketResponse(heartbeat=20)
        await socket.prepare(request)
        queue: asyncio.Queue[Json] = asyncio.Queue()

        def on_change(change: changes.Change) -> None:
            event = self.showing.event(user, change)
            if event:
                queue.put_nowait(event)

        unwatch = self.team.watch(on_change)
        self._sockets.add(socket)
        sender = asyncio.create_task(_send_all(queue, socket))
        try:
            async for message in socket:
                if message.type == WSMsgType.ERROR:
                    break
        finally:
            unwatch()
            self._sockets.discard(socket)
            sender.cancel()
        return socket

    async def act(self, request: web.Request) -> web.Response:
        if not _same_origin(request):
            raise web.HTTPForbidden(text="This page belongs to another server.")
        user = self._person(request)
        try:
            answer = await self.acts.do(user, as_json(await request.json()))
        except CannotDo as refusal:
            return web.json_response({"ok": False, "error": str(refusal)})
        return web.json_response({"ok": True, **answer})

    def _person(self, request: web.Request) -> User:
        wanted = request.query.get("person")
        if not wanted:
            return next(u for u in self.team.users.values() if not u.is_bot)
        user = self.team.users.get(wanted)
        if user is None:
            raise web.HTTPNotFound(text="There is nobody with this id.")
        return user


def _same_origin(request: web.Request) -> bool:
    """Whether the page that asks came from here: other sites in the same browser may not act."""
    origin = request.headers.get("Origin")
    return origin is None or urlsplit(origin).netloc == request.host


async def _send_all(queue: "asyncio.Queue[Json]", socket: web.WebSocketResponse) -> None:
    while not socket.closed:
        event = await queue.get()
        with contextlib.suppress(ConnectionError):
            await socket.send_json(event)
