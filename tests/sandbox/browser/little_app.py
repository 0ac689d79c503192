"""A small Bolt app that shows the page everything it must know: modals, messages, a Home tab, errors."""

import asyncio
from dataclasses import dataclass, field
from typing import Any

from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

Json = dict[str, Any]

CANARY = (
    "<script>window.pwned=1</script> <img src=x onerror='window.pwned=1'> "
    "*stars* _dashes_ <@U0> <!channel> &lt;"
)

MANIFEST: Json = {
    "display_information": {"name": "Lantern"},
    "features": {
        "app_home": {
            "home_tab_enabled": True,
            "messages_tab_enabled": True,
            "messages_tab_read_only_enabled": False,
        },
        "bot_user": {"display_name": "Lantern"},
        "shortcuts": [
            {"name": "Light it", "type": "global", "callback_id": "light", "description": "Opens the form"},
            {"name": "Reply kindly", "type": "message", "callback_id": "kindly", "description": "To this"},
        ],
        "slash_commands": [
            {
                "command": "/lantern",
                "description": "Tell someone what they did well",
                "usage_hint": "[@person] [your words]",
                "should_escape": True,
            },
            {"command": "/lamp", "description": "Shows every input", "usage_hint": ""},
            {"command": "/dark", "description": "Is never acknowledged", "usage_hint": ""},
        ],
    },
    "oauth_config": {"scopes": {"bot": ["commands", "chat:write", "im:write", "im:history", "users:read"]}},
    "settings": {
        "interactivity": {"is_enabled": True},
        "event_subscriptions": {"bot_events": ["app_home_opened", "message.im"]},
        "socket_mode_enabled": True,
    },
}


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def option(value: str, words: str) -> Json:
    return {"text": plain(words), "value": value}


def field_of(block_id: str, label: str, element: Json, **more: Any) -> Json:
    return {
        "type": "input",
        "block_id": block_id,
        "label": plain(label),
        "element": {"action_id": block_id, **element},
        **more,
    }


def form(text: str = "", audience: str = "Only them") -> Json:
    """The modal: whom, a kind, a text, who can see it; choosing people changes the words of the last."""
    kinds = [option("praise", "Praise"), option("idea", "Suggestion")]
    audiences = [option("them", audience), option("more", "Them and their manager")]
    words: Json = {"type": "plain_text_input", "multiline": True, "max_length": 200}
    if text:
        words["initial_value"] = text
    return {
        "type": "modal",
        "callback_id": "form",
        "title": plain("Tell someone"),
        "submit": plain("Send"),
        "close": plain("Cancel"),
        "blocks": [
            field_of(
                "whom",
                "For whom",
                {"type": "multi_users_select", "max_selected_items": 3},
                dispatch_action=True,
            ),
            field_of("kind", "Kind", {"type": "radio_buttons", "options": kinds, "initial_option": kinds[0]}),
            field_of("words", "Your words", words, hint=plain("Be kind and be clear.")),
            field_of(
                "who",
                "Who can see this",
                {"type": "static_select", "options": audiences, "initial_option": audiences[0]},
            ),
        ],
    }


def every_input() -> Json:
    """A modal with the inputs that the form has not."""
    choices = [option("a", "Apples"), option("b", "Bananas"), option("c", "Cherries")]
    inputs: list[tuple[str, str, Json]] = [
        ("one", "One person", {"type": "users_select"}),
        ("fruits", "Fruits", {"type": "multi_static_select", "options": choices}),
        ("topic", "Topic", {"type": "external_select", "min_query_length": 1}),
        ("place", "Channel", {"type": "channels_select"}),
        ("chat", "Conversation", {"type": "conversations_select"}),
        ("boxes", "Reminders", {"type": "checkboxes", "options": choices[:2]}),
        ("day", "Day", {"type": "datepicker"}),
        ("hour", "Hour", {"type": "timepicker"}),
        ("moment", "Moment", {"type": "datetimepicker"}),
        ("count", "How many", {"type": "number_input", "is_decimal_allowed": False, "min_value": "2"}),
        ("mail", "Address", {"type": "email_text_input"}),
        ("link", "Link", {"type": "url_text_input"}),
        ("rich", "Story", {"type": "rich_text_input"}),
    ]
    return {
        "type": "modal",
        "callback_id": "every",
        "title": plain("Every input"),
        "submit": plain("Keep"),
        "blocks": [
            {
                "type": "actions",
                "elements": [{"type": "button", "action_id": "deeper", "text": plain("Deeper")}],
            },
            *(field_of(name, label, element, optional=True) for name, label, element in inputs),
        ],
    }


def message_blocks(text: str) -> list[Json]:
    quote = {"type": "rich_text_quote", "elements": [{"type": "text", "text": text}]}
    sure = {
        "title": plain("Put it out?"),
        "text": plain("It will be dark."),
        "confirm": plain("Yes, dark"),
        "deny": plain("No"),
    }
    return [
        {"type": "header", "text": plain("A lantern for you")},
        {"type": "rich_text", "elements": [quote]},
        {
            "type": "actions",
            "elements": [
                {"type": "button", "action_id": "thank", "style": "primary", "text": plain("Say thanks")},
                {
                    "type": "button",
                    "action_id": "out",
                    "style": "danger",
                    "text": plain("Put it out"),
                    "confirm": sure,
                },
                {"type": "overflow", "action_id": "rest", "options": [option("share", "Share it")]},
            ],
        },
    ]


def home() -> Json:
    button = {"type": "button", "action_id": "open_form", "style": "primary", "text": plain("Tell someone")}
    return {
        "type": "home",
        "blocks": [
            {"type": "header", "text": plain("Welcome to Lantern")},
            {"type": "section", "text": {"type": "mrkdwn", "text": "*Light* travels <@U0|far>."}},
            {"type": "actions", "elements": [button]},
        ],
    }


@dataclass
class LittleApp:
    """What the app heard, for tests to look at."""

    url: str
    bot_token: str
    app_token: str
    submitted: list[Json] = field(default_factory=list[Json])
    pressed: list[str] = field(default_factory=list[str])
    commands: list[str] = field(default_factory=list[str])
    hold: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self.hold.set()
        self.client = AsyncWebClient(token=self.bot_token, base_url=self.url)
        self.bolt = AsyncApp(client=self.client)
        self._listen()
        self._handler = AsyncSocketModeHandler(self.bolt, self.app_token)

    async def connect(self) -> None:
        await self._handler.connect_async()

    async def close(self) -> None:
        self.hold.set()
        await self._handler.close_async()

    def _listen(self) -> None:
        app = self.bolt
        app.command("/lantern")(self._on_lantern)
        app.command("/lamp")(self._on_lamp)
        app.command("/dark")(self._on_dark)
        app.shortcut("light")(self._on_shortcut)
        app.shortcut("kindly")(self._on_shortcut)
        app.action("open_form")(self._on_shortcut)
        app.action("whom")(self._on_whom)
        app.action("deeper")(self._on_deeper)
        for name in ("thank", "out", "rest"):
            app.action(name)(self._on_press)
        app.options("topic")(self._on_topic)
        app.view("form")(self._on_form)
        app.view("every")(self._on_every)
        app.event("app_home_opened")(self._on_home)
        app.event("message")(self._on_message)

    async def _on_lantern(self, ack: Any, body: Json, respond: Any) -> None:
        self.commands.append(body.get("text", ""))
        await ack()
        if body.get("text") == "help":
            await respond(text=f"Try `/lantern @someone thanks`. {CANARY.replace('<', '&lt;')}")
            return
        await self.client.views_open(trigger_id=body["trigger_id"], view=form(body.get("text", "")))

    async def _on_lamp(self, ack: Any, body: Json) -> None:
        await ack()
        await self.client.views_open(trigger_id=body["trigger_id"], view=every_input())

    async def _on_dark(self) -> None:
        return None

    async def _on_shortcut(self, ack: Any, body: Json) -> None:
        await ack()
        text = body.get("message", {}).get("text", "")
        await self.client.views_open(trigger_id=body["trigger_id"], view=form(text))

    async def _on_whom(self, ack: Any, body: Json, action: Json) -> None:
        await ack()
        await self.hold.wait()
        count = len(action["selected_users"])
        await self.client.views_update(view_id=body["view"]["id"], view=form(audience=f"Only those {count}"))

    async def _on_deeper(self, ack: Any, body: Json) -> None:
        await ack()
        await self.client.views_push(trigger_id=body["trigger_id"], view=form())

    async def _on_press(self, ack: Any, body: Json, action: Json) -> None:
        await ack()
        self.pressed.append(action["action_id"])
        if action["action_id"] == "thank":
            where = {"channel": body["channel"]["id"], "ts": body["message"]["ts"]}
            await self.client.chat_update(**where, text="Thanked", blocks=[])

    async def _on_topic(self, ack: Any, body: Json) -> None:
        await ack(options=[option("t", f"Topic {body['value']}")])

    async def _on_form(self, ack: Any, body: Json, view: Json) -> None:
        await self.hold.wait()
        values = view["state"]["values"]
        self.submitted.append(values)
        text = values["words"]["words"]["value"]
        if "rude" in text:
            await ack(response_action="errors", errors={"words": "Please say it more kindly."})
            return
        await ack()
        for person in values["whom"]["whom"]["selected_users"]:
            await self.client.chat_postMessage(
                channel=person, text="A lantern for you", blocks=message_blocks(text)
            )

    async def _on_every(self, ack: Any, view: Json) -> None:
        self.submitted.append(view["state"]["values"])
        await ack()

    async def _on_home(self, event: Json) -> None:
        if event["tab"] == "home":
            await self.client.views_publish(user_id=event["user"], view=home())

    async def _on_message(self) -> None:
        return None
