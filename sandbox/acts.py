"""What people do on the web page, each act by the word that the page sends."""

from collections.abc import Awaitable, Callable
from typing import Any, TypeAlias

from aiohttp import web

from sandbox import changes
from sandbox.client import CannotDo, Client, Surface
from sandbox.conversations import Conversation, Message
from sandbox.people import User
from sandbox.showing import Showing
from sandbox.slack import Slack
from sandbox.views import View
from sandbox.wire import Json, as_json

Act: TypeAlias = Callable[[Client, Json], Awaitable[Json]]


class Acts:
    """Does what the body of an act asks for: {"do": "say", "channel": "C1", "text": "hi"}."""

    def __init__(self, slack: Slack, showing: Showing) -> None:
        self.slack = slack
        self.team = slack.team
        self.showing = showing
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

    async def do(self, user: User, body: Json) -> Json:
        """The answer to the page. Raises CannotDo, or HTTPNotFound for a conversation that is not theirs."""
        act = self._acts.get(str(body.get("do")))
        if user.deleted or user.is_bot:
            raise CannotDo(f"{user.shown} can only look: this account does not sign in.")
        if act is None:
            raise CannotDo("The page asked for something this server does not know.")
        return await act(Client(self.slack, user), body)

    async def _say(self, client: Client, body: Json) -> Json:
        text = str(body.get("text", "")).strip()
        if not text:
            raise CannotDo("There is nothing to send.")
        channel = self.channel(client.user, body.get("channel"))
        return {"message": client.say(channel, text, body.get("thread_ts") or "").as_page()}

    async def _read(self, client: Client, body: Json) -> Json:
        self.mark_read(client.user, self.channel(client.user, body.get("channel")))
        return {}

    async def _command(self, client: Client, body: Json) -> Json:
        delivery = await client.command(
            str(body.get("text", "")), self.channel(client.user, body.get("channel"))
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
        return {"clock": self.showing.clock()}

    # -- finding ----------------------------------------------------------------------------------

    def channel(self, user: User, channel_id: Any) -> Conversation:
        channel = self.team.conversations.get(str(channel_id))
        if channel is None or user.id not in channel.members:
            raise web.HTTPNotFound(text="You are in no such conversation.")
        return channel

    def _view(self, user: User, body: Json) -> View:
        view = self.team.screens.find(str(body.get("view_id")))
        if view is None or view.user_id != user.id:
            raise CannotDo("This is no longer open.")
        return view

    def _surface(self, user: User, where: Json) -> Surface:
        if "view_id" in where:
            return self._view(user, where)
        if "message_id" in where:
            message = self.team.find_message(str(where["message_id"]))
        else:
            message = self.channel(user, where.get("channel")).find(str(where.get("ts")))
        if message is None or not self.showing.sees(user, message):
            raise CannotDo("That message is no longer there.")
        return message

    def mark_read(self, user: User, channel: Conversation) -> None:
        if channel.unread(user.id):
            channel.mark_read(user.id)
            self.team.tell(changes.ConversationChanged(channel))


def _ids(body: Json) -> tuple[str, str]:
    return str(body.get("block_id")), str(body.get("action_id"))
