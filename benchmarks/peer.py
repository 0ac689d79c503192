"""A lean Slack for measuring: it sends commands, submissions and events, notes when they are acknowledged,
and answers the Web API with the least that an app needs. It checks nothing: that is the sandbox's work.

Times are `time.perf_counter()` seconds.
"""

import asyncio
import hashlib
import hmac
import json
import time
from collections import Counter
from dataclasses import dataclass, field
from itertools import count
from typing import Any
from urllib.parse import urlencode

import aiohttp
from aiohttp import web

Json = dict[str, Any]

TEAM, APP, BOT, BOT_USER = "T0BENCH", "A0BENCH", "B0BENCH", "U0BOT"
BOT_TOKEN, APP_TOKEN, SIGNING_SECRET = "xoxb-bench", "xapp-1-A0BENCH-1-bench", "0123456789abcdef" * 2
SCOPES = "commands,chat:write,im:write,im:history,users:read,users:read.email,usergroups:read,channels:read"
ANSWER_TIMEOUT = 30.0


@dataclass(slots=True)
class Parcel:
    """Something to send, serialised before its time comes. `kind` is Slack's name for the way it goes."""

    kind: str  # slash_commands, interactive, events_api
    payload: Json
    id: str = ""
    socket_text: str = ""
    http_body: bytes = b""

    def seal(self, number: int) -> "Parcel":
        self.id = f"bench-{number}"
        envelope = {"envelope_id": self.id, "type": self.kind, "payload": self.payload}
        self.socket_text = json.dumps({**envelope, "accepts_response_payload": self.kind != "events_api"})
        if self.kind == "events_api":
            self.http_body = json.dumps(self.payload).encode()
        else:
            form = self.payload if self.kind == "slash_commands" else {"payload": json.dumps(self.payload)}
            self.http_body = urlencode(form).encode()
        return self


@dataclass(frozen=True, slots=True)
class Answer:
    """An acknowledgement: when it came, and what it carried. `error` is empty where all went well."""

    at: float
    body: Any = None
    error: str = ""


@dataclass(slots=True)
class Call:
    """A Web API call of the app, when it came, and its arguments."""

    method: str
    at: float
    args: Json


@dataclass
class Peer:
    """`mode` is "socket" or "http" (then parcels go to `app_url`); `people` is how many the directory has."""

    mode: str
    app_url: str = ""
    people: int = 50
    modals: dict[str, Json] = field(default_factory=dict[str, Json])  # by the trigger that opened them
    called: Counter[str] = field(default_factory=Counter[str])
    url: str = ""

    def __post_init__(self) -> None:
        self._numbers = count(1)
        self._waiting: dict[str, asyncio.Future[Answer]] = {}
        self._awaited_calls: dict[str, asyncio.Future[Call]] = {}
        self.connected = asyncio.Event()
        self.ready = asyncio.Event()  # the app has asked for the last page of the directory
        self._socket: web.WebSocketResponse | None = None

    async def __aenter__(self) -> "Peer":
        app = web.Application(client_max_size=2**22)
        app.router.add_route("*", "/api/{method}", self._on_call)
        app.router.add_get("/socket", self._on_socket)
        app.router.add_post("/response", self._on_response)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        port = self._runner.addresses[0][1]
        self.url = f"http://127.0.0.1:{port}"
        self._http = aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0))
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._http.close()
        if self._socket is not None:
            await self._socket.close()
        await self._runner.cleanup()

    def settings(self) -> dict[str, str]:
        """The environment that points an app here."""
        shared = {"SLACK_API_URL": f"{self.url}/api/", "SLACK_BOT_TOKEN": BOT_TOKEN}
        if self.mode == "socket":
            return {**shared, "SLACK_APP_TOKEN": APP_TOKEN}
        return {**shared, "SLACK_SIGNING_SECRET": SIGNING_SECRET}

    # -- sending ---------------------------------------------------------------------------------------------
    def parcel(self, kind: str, payload: Json) -> Parcel:
        return Parcel(kind, payload).seal(next(self._numbers))

    async def send(self, parcel: Parcel) -> Answer:
        """Sends it and waits for the acknowledgement."""
        send = self._by_socket if self.mode == "socket" else self._by_http
        try:
            async with asyncio.timeout(ANSWER_TIMEOUT):
                return await send(parcel)
        except (TimeoutError, aiohttp.ClientError, ConnectionError) as error:
            return Answer(time.perf_counter(), error=type(error).__name__)

    async def _by_socket(self, parcel: Parcel) -> Answer:
        if self._socket is None or self._socket.closed:
            return Answer(time.perf_counter(), error="not connected")
        future = asyncio.get_running_loop().create_future()
        self._waiting[parcel.id] = future
        try:
            await self._socket.send_str(parcel.socket_text)
            return await future
        finally:
            self._waiting.pop(parcel.id, None)

    async def _by_http(self, parcel: Parcel) -> Answer:
        stamp = str(int(time.time()))
        digest = hmac.new(
            SIGNING_SECRET.encode(), b"v0:" + stamp.encode() + b":" + parcel.http_body, hashlib.sha256
        ).hexdigest()
        is_json = parcel.kind == "events_api"
        headers = {
            "Content-Type": "application/json" if is_json else "application/x-www-form-urlencoded",
            "X-Slack-Request-Timestamp": stamp,
            "X-Slack-Signature": f"v0={digest}",
        }
        async with self._http.post(self.app_url, data=parcel.http_body, headers=headers) as response:
            raw = await response.read()
            at = time.perf_counter()
            error = "" if response.status == 200 else f"http {response.status}"
            return Answer(at, _decoded(raw), error)

    async def send_until_call(self, parcel: Parcel, method: str) -> Call:
        """Sends it and waits until the app makes this call."""
        future = asyncio.get_running_loop().create_future()
        self._awaited_calls[method] = future
        answer, call = await asyncio.gather(self.send(parcel), asyncio.wait_for(future, ANSWER_TIMEOUT))
        if answer.error:
            raise RuntimeError(f"{method} was called, but not acknowledged: {answer.error}")
        return call

    # -- answering -------------------------------------------------------------------------------------------
    async def _on_socket(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse(autoping=True, heartbeat=None, compress=False)
        await socket.prepare(request)
        await socket.send_json({"type": "hello", "num_connections": 1, "connection_info": {"app_id": APP}})
        self._socket = socket
        self.connected.set()
        pings = asyncio.create_task(_ping(socket))
        try:
            async for message in socket:
                if message.type is aiohttp.WSMsgType.TEXT:
                    self._on_ack(message.data)
        finally:
            pings.cancel()
        return socket

    def _on_ack(self, text: str) -> None:
        at = time.perf_counter()
        ack = json.loads(text)
        future = self._waiting.get(ack.get("envelope_id", ""))
        if future is not None and not future.done():
            future.set_result(Answer(at, ack.get("payload")))

    async def _on_response(self, request: web.Request) -> web.Response:
        await request.read()
        self.called["response_url"] += 1
        return web.Response(text="ok")

    async def _on_call(self, request: web.Request) -> web.Response:
        at = time.perf_counter()
        method = request.match_info["method"]
        self.called[method] += 1
        args = await _arguments(request)
        future = self._awaited_calls.pop(method, None)
        if future is not None and not future.done():
            future.set_result(Call(method, at, args))
        result = {"ok": True, **self._result(method, args)}
        return web.json_response(result, headers={"X-OAuth-Scopes": SCOPES})

    def _result(self, method: str, args: Json) -> Json:
        match method:
            case "auth.test":
                names = {"url": "https://bench.example/", "team": "bench", "user": "everloop"}
                return {**names, "team_id": TEAM, "user_id": BOT_USER, "bot_id": BOT, "app_id": APP}
            case "apps.connections.open":
                return {"url": self.url.replace("http", "ws") + "/socket"}
            case "users.list":
                return self._directory(args)
            case "users.info":
                return {"user": user_json(str(args["user"]))}
            case "conversations.open":
                return {"channel": {"id": "D" + str(args.get("users", ""))[1:]}}
            case "chat.postMessage" | "chat.update":
                return {"channel": args.get("channel"), "ts": f"{time.time():.6f}", "message": {}}
            case "views.open" | "views.push" | "views.update" | "views.publish":
                return self._view(args)
            case "conversations.history":
                return {"messages": [], "has_more": False}
            case _:
                return {}

    def _directory(self, args: Json) -> Json:
        start, limit = int(args.get("cursor") or 0), min(int(args.get("limit") or 200), 1000)
        end = min(start + limit, self.people)
        if end == self.people:
            self.ready.set()
        members = [user_json(user_id(number)) for number in range(start, end)]
        cursor = str(end) if end < self.people else ""
        return {"members": members, "response_metadata": {"next_cursor": cursor}}

    def _view(self, args: Json) -> Json:
        view: Any = args["view"]
        sent: Json = json.loads(view) if isinstance(view, str) else view
        ids = {"id": f"V{next(self._numbers)}", "hash": "1.a", "team_id": TEAM, "app_id": APP, "bot_id": BOT}
        if trigger := args.get("trigger_id"):
            self.modals[trigger] = {**sent, **ids}
        return {"view": {**sent, **ids}}


async def _ping(socket: web.WebSocketResponse) -> None:
    while not socket.closed:
        await asyncio.sleep(5)
        await socket.ping()


async def _arguments(request: web.Request) -> Json:
    if request.content_type == "application/json":
        return json.loads(await request.read() or b"{}")
    form = await request.post()
    return {**request.query, **{key: value for key, value in form.items() if isinstance(value, str)}}


def _decoded(raw: bytes) -> Any:
    try:
        return json.loads(raw) if raw else None
    except ValueError:
        return raw.decode(errors="replace")


def user_id(number: int) -> str:
    return f"U{number:08}"


def user_json(user: str) -> Json:
    """A member of the workspace, as users.list and users.info show them."""
    name = f"person{user[1:]}"
    shown = name.capitalize()
    profile = {"real_name": shown, "display_name": shown, "email": f"{name}@bench.example"}
    flags = dict.fromkeys(("deleted", "is_bot", "is_restricted", "is_ultra_restricted", "is_admin"), False)
    place = {"tz": "Europe/Berlin", "locale": "en-US"}
    return {"id": user, "team_id": TEAM, "name": name, **place, **flags, "profile": profile}
