"""Our Slack app, with a company behind it and a Slack in front of it that writes down what it is told.

What people do comes in as Slack sends it: by HTTP, signed. Storage is the fake; services, views and Bolt are
the real ones.
"""

import asyncio
import hashlib
import hmac
import json
import time
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from aiohttp import web
from slack_bolt.request.async_request import AsyncBoltRequest

from core.domain.people import Person, PersonKind
from handlers.slack.app import SlackApp, build_app
from handlers.slack.calls import Deps
from handlers.slack.client import SlackClients
from handlers.slack.ids import Action, Block
from handlers.slack.limiter import Limiter
from handlers.slack.tokens import Installation, Tokens
from sandbox.blockkit import check_blocks, check_view
from tests.factories import Company, company_in
from tests.fakes.storage import FakeStore

SECRET = "a signing secret"
TEAM = "T1"


@dataclass
class Answer:
    """What Slack gets back. `body` is what stands in it, as JSON where it is."""

    status: int
    body: Any


@dataclass
class StubSlack:
    """Answers every call with ok. Put a code into `refuse` (by method) and that is the answer instead; what
    is in `answers` is added to the good one. Judges each view and message by Block Kit's rules."""

    calls: list[tuple[str, dict[str, Any]]] = field(default_factory=list[tuple[str, dict[str, Any]]])
    told: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    refuse: dict[str, str] = field(default_factory=dict[str, str])
    answers: dict[str, dict[str, Any]] = field(default_factory=dict[str, dict[str, Any]])
    users: set[str] = field(default_factory=set[str])
    problems: list[str] = field(default_factory=list[str])
    url: str = ""

    async def answer(self, request: web.Request) -> web.Response:
        method = request.match_info["method"]
        body = await request.json() if request.can_read_body else dict(request.query)
        self.calls.append((method, body))
        if "view" in body:
            self.problems += check_view(body["view"], body["view"]["type"], self.users, {"C1"})
        if method in self.refuse:
            return web.json_response({"ok": False, "error": self.refuse[method]})
        return web.json_response({"ok": True, **self.answers.get(method, {})})

    async def respond(self, request: web.Request) -> web.Response:
        body = await request.json()
        self.problems += check_blocks(body.get("blocks", []), self.users, {"C1"})
        self.told.append(body)
        return web.Response(text="ok") if "response_url" not in self.refuse else web.Response(status=404)

    def views(self, method: str = "views.open") -> list[dict[str, Any]]:
        return [body["view"] for called, body in self.calls if called == method]


@dataclass
class Desk:
    company: Company
    store: FakeStore
    slack: StubSlack
    app: SlackApp
    alice: Person
    bob: Person
    dana: Person

    # -- what people do --

    async def command(self, text: str, by: Person | None = None, name: str = "/feedback") -> Answer:
        user = (by or self.alice).profile.external_id
        form = {"command": name, "text": text, "user_id": user, "team_id": TEAM, "channel_id": "C1"}
        more = {"trigger_id": "trigger.1", "response_url": f"{self.slack.url}/respond"}
        return await self.post({**form, **more}, whole=False)

    async def shortcut(self, name: str, by: Person | None = None) -> Answer:
        return await self.post({"type": "shortcut", "callback_id": name, **self._base(by)})

    async def message_shortcut(self, name: str, message: dict[str, Any], by: Person | None = None) -> Answer:
        more = {"message": message, "channel": {"id": "C1"}, "response_url": f"{self.slack.url}/respond"}
        return await self.post({"type": "message_action", "callback_id": name, **self._base(by), **more})

    async def press(self, button: dict[str, Any], by: Person | None = None, **where: Any) -> Answer:
        """A button of a message, unless `view` says where else it stands."""
        place = where or {"response_url": f"{self.slack.url}/respond", "message": {}, "channel": {"id": "D1"}}
        return await self.post(
            {"type": "block_actions", "actions": [{**button, "block_id": "b"}], **self._base(by), **place}
        )

    async def submit(self, view: dict[str, Any], by: Person | None = None, **values: Any) -> Answer:
        shown = {**view, "state": {"values": state_of(view) | values}}
        return await self.post({"type": "view_submission", "view": shown, **self._base(by)})

    async def close(self, view: dict[str, Any], by: Person | None = None, **values: Any) -> Answer:
        shown = {**view, "state": {"values": state_of(view) | values}}
        return await self.post({"type": "view_closed", "view": shown, "is_cleared": False, **self._base(by)})

    async def event(self, event: dict[str, Any]) -> Answer:
        payload = {"type": "event_callback", "team_id": TEAM, "event_id": "Ev1", "event": event}
        return await self.post(payload, events=True)

    async def options(self, action: Action, typed: str, by: Person | None = None) -> Answer:
        more = {"action_id": action.value, "block_id": "b", "value": typed, "view": {"type": "modal"}}
        return await self.post({"type": "block_suggestion", **self._base(by), **more})

    async def post(
        self, payload: dict[str, Any], *, whole: bool = True, events: bool = False, **more: Any
    ) -> Answer:
        """Signed, as Slack does; waits until everything it set going is done."""
        if events:
            body, kind = json.dumps(payload), "application/json"
        else:
            body = urlencode({"payload": json.dumps(payload)} if whole else payload)
            kind = "application/x-www-form-urlencoded"
        headers = {"content-type": kind, **signature(body, **more)}
        response = await self.app.bolt.async_dispatch(AsyncBoltRequest(body=body, headers=headers))
        assert await self.app.running.finished(10)
        text = response.body
        return Answer(response.status, json.loads(text) if text[:1] in ("{", "[") else text)

    def _base(self, by: Person | None) -> dict[str, Any]:
        return {**self._from(by), "trigger_id": "trigger.1"}

    def _from(self, by: Person | None) -> dict[str, Any]:
        user = (by or self.alice).profile.external_id
        return {
            "user": {"id": user, "team_id": TEAM},
            "team": {"id": TEAM, "domain": "acme"},
            "api_app_id": "A1",
        }

    # -- what came of it --

    async def hire(self, name: str, kind: PersonKind = PersonKind.MEMBER, **more: Any) -> Person:
        person = await self.company.hire(name, kind, **more)
        self.slack.users.add(person.profile.external_id)
        return person

    def opened(self) -> dict[str, Any]:
        """The modal that was opened last, as it would come back from Slack."""
        return as_open(self.slack.views()[-1])

    async def form(self, text: str = "", by: Person | None = None) -> dict[str, Any]:
        await self.command(text, by)
        return self.opened()


def as_open(view: dict[str, Any], root: str = "V1") -> dict[str, Any]:
    return {**view, "id": root, "root_view_id": root, "hash": "h1", "previous_view_id": None}


def state_of(view: dict[str, Any]) -> dict[str, Any]:
    """What stands in the inputs when nobody has touched them."""
    return {
        block["block_id"]: {block["element"]["action_id"]: _initial(block["element"])}
        for block in view["blocks"]
        if block["type"] == "input"
    }


def _initial(element: dict[str, Any]) -> dict[str, Any]:
    kind = element["type"]
    taken = {
        "multi_users_select": {"selected_users": element.get("initial_users", [])},
        "static_select": {"selected_option": element.get("initial_option")},
        "datepicker": {"selected_date": element.get("initial_date")},
        "users_select": {"selected_user": element.get("initial_user")},
        "channels_select": {"selected_channel": element.get("initial_channel")},
        "conversations_select": {"selected_conversation": element.get("initial_conversation")},
        "multi_static_select": {"selected_options": element.get("initial_options", [])},
        "plain_text_input": {"value": element.get("initial_value")},
        "radio_buttons": {"selected_option": element.get("initial_option")},
        "external_select": {"selected_option": element.get("initial_option")},
        "checkboxes": {"selected_options": element.get("initial_options", [])},
    }
    return {"type": kind, **taken[kind]}


def to(*people: Person) -> dict[str, Any]:
    """The form's "For whom", filled in."""
    chosen = [person.profile.external_id for person in people]
    return {Block.RECIPIENTS: {Action.GIVE_RECIPIENTS: {"selected_users": chosen}}}


def saying(text: str) -> dict[str, Any]:
    return {Block.TEXT: {Action.GIVE_TEXT: {"value": text}}}


def chosen(block: Block, action: Action, value: str) -> dict[str, Any]:
    return {block: {action: {"selected_option": {"value": value}}}}


def signature(body: str, secret: str = SECRET, at: float | None = None) -> dict[str, str]:
    stamp = str(int(time.time() if at is None else at))
    digest = hmac.new(secret.encode(), f"v0:{stamp}:{body}".encode(), hashlib.sha256).hexdigest()
    return {"x-slack-request-timestamp": stamp, "x-slack-signature": f"v0={digest}"}


def button(blocks: Sequence[dict[str, Any]], action: Action) -> dict[str, Any]:
    """The first such button in a message or view."""
    for block in blocks:
        for element in [*block.get("elements", []), block.get("accessory") or {}]:
            if element.get("action_id") == action:
                return element
    raise AssertionError(f"no {action} in {blocks}")


def buttons(blocks: Sequence[dict[str, Any]]) -> list[str]:
    elements = [e for block in blocks for e in [*block.get("elements", []), block.get("accessory") or {}]]
    return [element["text"]["text"] for element in elements if element.get("type") == "button"]


def texts(node: Any) -> str:
    """Everything that is written in blocks or a view."""
    if isinstance(node, list):
        return "\n".join(texts(one) for one in node)
    if isinstance(node, dict):
        own = node["text"] if isinstance(node.get("text"), str) else ""
        return own + "".join(texts(value) for key, value in node.items() if key != "private_metadata")
    return ""


async def eventually(holds: Callable[[], bool], within: float = 5.0) -> None:
    async with asyncio.timeout(within):
        while not holds():
            await asyncio.sleep(0.01)


@asynccontextmanager
async def desk_open(**deps: Any) -> AsyncGenerator[Desk]:
    store, stub = FakeStore(), StubSlack()
    server = web.Application()
    server.add_routes([web.route("*", "/api/{method}", stub.answer), web.post("/respond", stub.respond)])
    runner = web.AppRunner(server, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    host, port = runner.addresses[0][:2]
    stub.url = f"http://{host}:{port}"
    async with company_in(store) as company:
        tokens = Tokens()
        tokens.bind(
            Installation(company.workspace_id, TEAM, "UBOT", "xoxb-1", "B1", "https://acme.slack.com/")
        )
        async with SlackClients(f"{stub.url}/api/", tokens, Limiter(enabled=False)) as clients:
            app = build_app(
                Deps(
                    feedback=company.feedback,
                    people=company.people,
                    drafts=company.drafts,
                    tagging=company.tagging,
                    replies=company.replies,
                    revising=company.revising,
                    reports=company.reports,
                    looking_back=company.looking_back,
                    own_data=company.own_data,
                    notes=company.notes,
                    team_chart=company.team_chart,
                    requests=company.requests,
                    attention=company.attention,
                    tokens=tokens,
                    clients=clients,
                    clock=company.clock,
                    signing_secret=SECRET,
                    **deps,
                )
            )
            made = [await company.hire(name) for name in ("Alice", "Bob", "Dana")]
            stub.users.update(person.profile.external_id for person in made)
            await company.manages(made[2], made[1])
            yield Desk(company, store, stub, app, *made)
            assert stub.problems == []
    await runner.cleanup()
