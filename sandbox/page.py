"""What the web page asks of the server: a person's workspace as JSON, what they do in it, and live
changes.
"""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from dataclasses import asdict
from typing import Any, TypeAlias
from urllib.parse import urlsplit

from aiohttp import WSMsgType, web

from sandbox import changes
from sandbox.client import CannotDo, Client, Surface
from sandbox.conversations import Conversation, Message
from sandbox.people import User
from sandbox.slack import Slack
from sandbox.views import View
from sandbox.wire import Json, as_json

PAGE_SIZE = 50
MOST_QUEUED = 1000

Act: TypeAlias = Callable[[Client, Json], Awaitable[Json]]


class Page:
    """The routes under /page. Each request names its person (?person=U…): several tabs can be several
    people.
    """

    def __init__(self, slack: Slack) -> None:
        self.slack = slack
        self.team = slack.team
        self.sockets: set[web.WebSocketResponse] = set()
        self._acts: dict[str, Act] = {
            "say": self._say,
            "read": self._read,
            "command": self._command,
            "shortcut": self._shortcut,
            "message_shortcut": self._message_shortcut,
            "open_home": self._open_home,
            "open_messages": self._open_messages,
            "state": self._state,
            "press": self._press,
            "submit": self._submit,
            "close": self._close,
            "options": self._options,
            "clock": self._clock,
        }

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/page/state", self.state),
            web.get("/page/messages", self.messages),
            web.get("/page/live", self.live),
            web.post("/page/act", self.act),
        ]

    async def close(self) -> None:
        for socket in list(self.sockets):
            await socket.close()

    # -- reading ----------------------------------------------------------------------------------

    async def state(self, request: web.Request) -> web.Response:
        user = self._person(request)
        manifest = self.slack.manifest
        return web.json_response(
            {
                "team": {"id": self.team.id, "name": self.team.name},
                "app": self._app_json(),
                "clock": self._clock_json(),
                "me": user.as_page(),
                "people": self._people_json(),
                "conversations": self._conversations_json(user),
                "commands": [asdict(c) for c in manifest.commands],
                "shortcuts": [asdict(s) for s in manifest.shortcuts],
                "modals": self._modals_json(user),
                "home": self._home_json(user),
                "notices": self.team.notices.get(user.id, [])[-20:],
            }
        )

    async def messages(self, request: web.Request) -> web.Response:
        user = self._person(request)
        channel = self._channel(user, request.query.get("channel", ""))
        before = request.query.get("before", "")
        seen = [m for m in channel.messages if not m.deleted and m.visible_to(user.id)]
        older = [m for m in seen if not before or m.ts < before]
        if not before:
            self._mark_read(user, channel)
        shown = [m.as_page() for m in older[-PAGE_SIZE:]]
        return web.json_response({"messages": shown, "more": len(older) > PAGE_SIZE})

    async def live(self, request: web.Request) -> web.WebSocketResponse:
        if not _same_origin(request):
            raise web.HTTPForbidden(text="This page belongs to another server.")
        user = self._person(request)
        socket = web.WebSocketResponse(heartbeat=20)
        await socket.prepare(request)
        queue: asyncio.Queue[Json] = asyncio.Queue(MOST_QUEUED)

        def on_change(change: changes.Change) -> None:
            event = self._event(user, change)
            if event:
                with contextlib.suppress(asyncio.QueueFull):
                    queue.put_nowait(event)

        unwatch = self.team.watch(on_change)
        self.sockets.add(socket)
        sender = asyncio.create_task(_send_all(queue, socket))
        try:
            async for message in socket:
                if message.type == WSMsgType.ERROR:
                    break
        finally:
            unwatch()
            self.sockets.discard(socket)
            sender.cancel()
        return socket

    def _event(self, user: User, change: changes.Change) -> Json | None:
        """A change as this person's page hears of it; nothing if it is none of theirs."""
        match change:
            case changes.Posted(message) if self._sees(user, message):
                return {"type": "message", "message": message.as_page()}
            case changes.Edited(message, _) if self._sees(user, message):
                return {"type": "message_changed", "message": message.as_page()}
            case changes.Removed(message) if self._sees(user, message):
                where = {"channel": message.conversation.id, "ts": message.ts, "id": message.id}
                return {"type": "message_deleted", **where}
            case changes.ModalsChanged(user.id):
                return {"type": "modals", "modals": self._modals_json(user)}
            case changes.HomeChanged(user.id):
                return {"type": "home", "home": self._home_json(user)}
            case changes.Noticed(user.id, text):
                return {"type": "notice", "text": text}
            case changes.ClockChanged():
                return {"type": "clock", "clock": self._clock_json()}
            case changes.UserChanged():
                return {"type": "people", "people": self._people_json()}
            case changes.ConversationChanged() | changes.MembershipChanged():
                return {"type": "conversations", "conversations": self._conversations_json(user)}
            case changes.ConnectionChanged(connected):
                return {"type": "app", "connected": connected}
            case _:
                return None

    # -- acting -----------------------------------------------------------------------------------

    async def act(self, request: web.Request) -> web.Response:
        if not _same_origin(request):
            raise web.HTTPForbidden(text="This page belongs to another server.")
        user = self._person(request)
        body = as_json(await request.json())
        act = self._acts.get(str(body.get("do")))
        try:
            if user.deleted or user.is_bot:
                raise CannotDo(f"{user.shown} can only look: this account does not sign in.")
            if act is None:
                raise CannotDo("The page asked for something this server does not know.")
            answer = await act(Client(self.slack, user), body)
        except CannotDo as refusal:
            return web.json_response({"ok": False, "error": str(refusal)})
        return web.json_response({"ok": True, **answer})

    async def _say(self, client: Client, body: Json) -> Json:
        text = str(body.get("text", "")).strip()
        if not text:
            raise CannotDo("There is nothing to send.")
        channel = self._channel(client.user, body.get("channel"))
        return {"message": client.say(channel, text, body.get("thread_ts") or "").as_page()}

    async def _read(self, client: Client, body: Json) -> Json:
        self._mark_read(client.user, self._channel(client.user, body.get("channel")))
        return {}

    async def _command(self, client: Client, body: Json) -> Json:
        delivery = await client.command(
            str(body.get("text", "")), self._channel(client.user, body.get("channel"))
        )
        return {"acknowledged": delivery.ok}

    async def _shortcut(self, client: Client, body: Json) -> Json:
        return {"acknowledged": (await client.shortcut(str(body.get("callback_id")))).ok}

    async def _message_shortcut(self, client: Client, body: Json) -> Json:
        message = self._surface(client.user, body)
        if not isinstance(message, Message):
            raise CannotDo("That message is no longer there.")
        return {"acknowledged": (await client.message_shortcut(str(body.get("callback_id")), message)).ok}

    async def _open_home(self, client: Client, body: Json) -> Json:
        client.open_app("home")
        return {}

    async def _open_messages(self, client: Client, body: Json) -> Json:
        client.open_app("messages")
        return {}

    async def _state(self, client: Client, body: Json) -> Json:
        surface = self._surface(client.user, as_json(body.get("surface")))
        await client.set_value(surface, *_ids(body), as_json(body.get("value")))
        return {}

    async def _press(self, client: Client, body: Json) -> Json:
        surface = self._surface(client.user, as_json(body.get("surface")))
        delivery = await client.press(surface, *_ids(body), as_json(body.get("value")))
        return {"acknowledged": delivery.ok}

    async def _submit(self, client: Client, body: Json) -> Json:
        result = (await client.submit(self._view(client.user, body)))[0]
        return {"result": "errors" if result.kind == "blocked" else result.kind, "errors": result.errors}

    async def _close(self, client: Client, body: Json) -> Json:
        await client.close(self._view(client.user, body), every=bool(body.get("all")))
        return {}

    async def _options(self, client: Client, body: Json) -> Json:
        surface = self._surface(client.user, as_json(body.get("surface")))
        return {"options": await client.options(surface, *_ids(body), str(body.get("query", "")))}

    async def _clock(self, client: Client, body: Json) -> Json:
        clock = self.slack.clock
        match body:
            case {"advance": int() | float() as seconds}:
                clock.advance(seconds)
            case {"to": "next_monday_9"}:
                clock.advance_to(clock.next_monday_at_nine(client.user.tz))
            case {"reset": True}:
                clock.reset()
            case _:
                raise CannotDo("The clock cannot be moved there.")
        return {"clock": self._clock_json()}

    # -- finding ----------------------------------------------------------------------------------

    def _person(self, request: web.Request) -> User:
        wanted = request.query.get("person")
        if not wanted:
            return next(u for u in self.team.users.values() if not u.is_bot)
        user = self.team.users.get(wanted)
        if user is None:
            raise web.HTTPNotFound(text="There is nobody with this id.")
        return user

    def _channel(self, user: User, channel_id: Any) -> Conversation:
        channel = self.team.conversations.get(str(channel_id))
        if channel is None or user.id not in channel.members:
            raise web.HTTPNotFound(text="You are in no such conversation.")
        return channel

    def _view(self, user: User, body: Json) -> View:
        view = self.team.views.get(str(body.get("view_id")))
        if view is None or view.user_id != user.id:
            raise CannotDo("This is no longer open.")
        return view

    def _surface(self, user: User, where: Json) -> Surface:
        if "view_id" in where:
            return self._view(user, where)
        if "message_id" in where:
            message = self.team.find_message(str(where["message_id"]))
        else:
            message = self._channel(user, where.get("channel")).find(str(where.get("ts")))
        if message is None or not self._sees(user, message):
            raise CannotDo("That message is no longer there.")
        return message

    def _sees(self, user: User, message: Message) -> bool:
        return user.id in message.conversation.members and message.visible_to(user.id)

    def _mark_read(self, user: User, channel: Conversation) -> None:
        if channel.unread(user.id):
            channel.mark_read(user.id)
            self.team.tell(changes.ConversationChanged(channel))

    # -- showing ----------------------------------------------------------------------------------

    def _app_json(self) -> Json:
        bot = self.team.bot
        return {"user_id": bot.id, "name": bot.shown, "connected": self.slack.connected}

    def _clock_json(self) -> Json:
        return {"now": self.slack.clock.now(), "offset": self.slack.clock.offset}

    def _people_json(self) -> list[Json]:
        return [u.as_page() for u in self.team.users.values()]

    def _conversations_json(self, user: User) -> list[Json]:
        if user.id != self.team.bot.id:
            self.team.app_im(user.id)
        mine = [c for c in self.team.conversations.values() if user.id in c.members]
        return [c.as_page(user.id, self.team.bot.id) for c in mine]

    def _modals_json(self, user: User) -> list[Json]:
        return [v.as_page() for v in self.team.stacks.get(user.id, [])]

    def _home_json(self, user: User) -> Json | None:
        home = self.team.homes.get(user.id)
        return home.as_page() if home else None


def _ids(body: Json) -> tuple[str, str]:
    return str(body.get("block_id")), str(body.get("action_id"))


def _same_origin(request: web.Request) -> bool:
    """Whether the page that asks came from here: other sites in the same browser may not act."""
    origin = request.headers.get("Origin")
    return origin is None or urlsplit(origin).netloc == request.host


async def _send_all(queue: "asyncio.Queue[Json]", socket: web.WebSocketResponse) -> None:
    while not socket.closed:
        event = await queue.get()
        with contextlib.suppress(ConnectionError):
            await socket.send_json(event)
