"""A small Bolt app that uses each thing the sandbox plays: for testing the sandbox itself."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator
from typing import Any

from aiohttp import web
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.driver import Workspace

MANIFEST: dict[str, Any] = {
    "display_information": {"name": "Notes"},
    "features": {
        "bot_user": {"display_name": "Notes"},
        "app_home": {
            "home_tab_enabled": True,
            "messages_tab_enabled": True,
            "messages_tab_read_only_enabled": False,
        },
        "slash_commands": [
            {"command": "/note", "description": "Write a note", "usage_hint": "@who", "should_escape": True},
            {"command": "/plain", "description": "Plain text"},
            {"command": "/slow", "description": "Never answers"},
        ],
        "shortcuts": [
            {"type": "global", "name": "Write a note", "callback_id": "write", "description": "Write"},
            {"type": "message", "name": "Note this", "callback_id": "note_this", "description": "Note"},
        ],
    },
    "oauth_config": {
        "scopes": {
            "bot": [
                "chat:write",
                "commands",
                "im:write",
                "im:history",
                "users:read",
                "channels:read",
                "channels:join",
                "usergroups:read",
                "files:write",
                "team:read",
            ]
        }
    },
    "settings": {
        "event_subscriptions": {
            "bot_events": [
                "app_home_opened",
                "message.im",
                "user_change",
                "team_join",
                "member_joined_channel",
            ]
        },
        "interactivity": {"is_enabled": True},
        "socket_mode_enabled": True,
    },
}


def plain(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text}


def option(text: str, value: str) -> dict[str, Any]:
    return {"text": plain(text), "value": value}


def button(text: str, action_id: str, **more: Any) -> dict[str, Any]:
    return {"type": "button", "text": plain(text), "action_id": action_id, **more}


def field(block_id: str, label: str, element: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "type": "input",
        "block_id": block_id,
        "label": plain(label),
        "element": {"action_id": "entered", **element},
        **more,
    }


KINDS = [option("Praise", "praise"), option("Suggestion", "suggestion")]


def form(who: str = "", answer: str = "close") -> dict[str, Any]:
    """A modal with many kinds of fields; `answer` is how its submission will be answered."""
    initial = {"initial_users": [who]} if who else {}
    return {
        "type": "modal",
        "callback_id": "form",
        "private_metadata": answer,
        "notify_on_close": True,
        "title": plain("Note"),
        "submit": plain("Send"),
        "blocks": [
            field("who", "For whom", {"type": "multi_users_select", **initial}),
            field("kind", "Kind", {"type": "static_select", "options": KINDS, "initial_option": KINDS[0]}),
            field("text", "Your note", {"type": "plain_text_input", "multiline": True, "max_length": 100}),
            field("city", "City", {"type": "external_select", "min_query_length": 1}, optional=True),
            field("when", "Day", {"type": "datepicker"}, optional=True),
            {"type": "actions", "block_id": "more", "elements": [button("More fields", "more_fields")]},
        ],
    }


def small(title: str) -> dict[str, Any]:
    return {
        "type": "modal",
        "callback_id": "small",
        "title": plain(title),
        "blocks": [{"type": "section", "text": plain(f"This is {title}")}],
    }


class SmallApp:
    """What it heard is in the lists; the listeners do the least that is interesting."""

    def __init__(self, settings: dict[str, str]) -> None:
        self.commands: list[dict[str, Any]] = []
        self.events: list[dict[str, Any]] = []
        self.submitted: list[dict[str, Any]] = []
        self.closed: list[dict[str, Any]] = []
        self.pressed: list[dict[str, Any]] = []
        self.errors: list[str] = []
        self.client = AsyncWebClient(settings["SLACK_BOT_TOKEN"], base_url=settings["SLACK_API_URL"])
        self.client.retry_handlers.clear()
        self.app = AsyncApp(client=self.client, signing_secret=settings["SLACK_SIGNING_SECRET"])
        self._register()

    def _register(self) -> None:
        app = self.app
        app.command("/note")(self.on_note)
        app.command("/plain")(self.on_plain)
        app.command("/slow")(self.on_slow)
        app.shortcut("write")(self.on_write)
        app.shortcut("note_this")(self.on_note_this)
        app.view("form")(self.on_form)
        app.view_closed("form")(self.on_closed)
        app.action("more_fields")(self.on_more_fields)
        app.action("thanks")(self.on_thanks)
        app.action("entered")(self.on_entered)
        app.action("thanks_not")(self.on_entered)
        app.options("entered")(self.on_options)
        for kind in ("app_home_opened", "user_change", "team_join", "member_joined_channel", "message"):
            app.event(kind)(self.on_event)

    async def on_note(self, ack: Any, command: dict[str, Any], client: AsyncWebClient) -> None:
        self.commands.append(command)
        who = command["text"].partition("<@")[2].partition("|")[0]
        answer = command["text"].rpartition(" ")[2] or "close"
        try:
            await client.views_open(trigger_id=command["trigger_id"], view=form(who, answer))
        except SlackApiError as error:
            self.errors.append(error.response["error"])
        await ack()

    async def on_plain(self, ack: Any, command: dict[str, Any], respond: Any) -> None:
        self.commands.append(command)
        await ack("Only you see this")
        await respond("And this later")
        await respond("Everybody sees this", response_type="in_channel")

    async def on_slow(self, command: dict[str, Any]) -> None:
        self.commands.append(command)

    async def on_write(self, ack: Any, shortcut: dict[str, Any], client: AsyncWebClient) -> None:
        await ack()
        await client.views_open(trigger_id=shortcut["trigger_id"], view=form())

    async def on_note_this(self, ack: Any, shortcut: dict[str, Any], client: AsyncWebClient) -> None:
        await ack()
        self.pressed.append(shortcut)
        await client.views_open(trigger_id=shortcut["trigger_id"], view=form(shortcut["message"]["user"]))

    async def on_form(self, ack: Any, view: dict[str, Any], client: AsyncWebClient) -> None:
        self.submitted.append(view)
        match view["private_metadata"]:
            case "errors":
                await ack(response_action="errors", errors={"who": "Not them"})
            case "update":
                await ack(response_action="update", view=small("Updated"))
            case "push":
                await ack(response_action="push", view=small("Pushed"))
            case "clear":
                await ack(response_action="clear")
            case "bad":
                await ack(response_action="errors", errors={"nowhere": "?"})
            case _:
                await ack()
                await self.send(client, view)

    async def send(self, client: AsyncWebClient, view: dict[str, Any]) -> None:
        values = view["state"]["values"]
        text = values["text"]["entered"]["value"]
        for user in values["who"]["entered"]["selected_users"]:
            await client.chat_postMessage(
                channel=user,
                text=text,
                metadata={"event_type": "note", "event_payload": {"id": view["id"]}},
                blocks=[
                    {"type": "section", "text": plain(text)},
                    {
                        "type": "actions",
                        "block_id": "do",
                        "elements": [button("Say thanks", "thanks", value="v1")],
                    },
                ],
            )

    async def on_closed(self, ack: Any, view: dict[str, Any]) -> None:
        self.closed.append(view)
        await ack()

    async def on_more_fields(self, ack: Any, body: dict[str, Any], client: AsyncWebClient) -> None:
        await ack()
        self.pressed.append(body)
        view = form()
        view["blocks"].append(field("extra", "Extra", {"type": "plain_text_input"}, optional=True))
        await client.views_update(view_id=body["view"]["id"], hash=body["view"]["hash"], view=view)

    async def on_thanks(self, ack: Any, body: dict[str, Any], client: AsyncWebClient) -> None:
        self.pressed.append(body)
        where = {"channel": body["channel"]["id"], "ts": body["message"]["ts"]}
        await client.chat_update(
            **where, text="Thanked", blocks=[{"type": "section", "text": plain("Thanked")}]
        )
        await ack()

    async def on_entered(self, ack: Any, body: dict[str, Any]) -> None:
        self.pressed.append(body)
        await ack()

    async def on_options(self, ack: Any, payload: dict[str, Any]) -> None:
        cities = ["Auckland", "Berlin", "Bern"]
        found = [c for c in cities if c.lower().startswith(payload["value"].lower())]
        await ack(options=[option(c, c.lower()) for c in found])

    async def on_event(self, event: dict[str, Any], body: dict[str, Any], client: AsyncWebClient) -> None:
        self.events.append({**event, "event_id": body["event_id"]})
        if event["type"] == "app_home_opened" and event["tab"] == "home":
            blocks = [
                {"type": "header", "text": plain(f"Hello number {len(self.events)}")},
                {"type": "actions", "block_id": "do", "elements": [button("Go", "entered", value="home")]},
            ]
            await client.views_publish(user_id=event["user"], view={"type": "home", "blocks": blocks})
        if event["type"] == "message" and event["text"] == "whisper":
            await client.chat_postEphemeral(channel=event["channel"], user=event["user"], text="psst")


@contextlib.asynccontextmanager
async def running(workspace: Workspace) -> AsyncIterator[SmallApp]:
    """The app, connected over Socket Mode."""
    logging.getLogger("slack_bolt").setLevel(logging.CRITICAL)
    settings = workspace.settings()
    small_app = SmallApp(settings)
    handler = AsyncSocketModeHandler(small_app.app, settings["SLACK_APP_TOKEN"], ping_interval=0.5)
    await handler.connect_async()
    await workspace.connected()
    try:
        yield small_app
    finally:
        await handler.close_async()
        await asyncio.sleep(0)


@contextlib.asynccontextmanager
async def serving(workspace: Workspace, port: int) -> AsyncIterator[SmallApp]:
    """The app, listening for signed requests at http://127.0.0.1:{port}/slack/events."""
    small_app = SmallApp(workspace.settings())
    runner = web.AppRunner(small_app.app.web_app(path="/slack/events"), access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    try:
        yield small_app
    finally:
        await runner.cleanup()
