"""The sandbox as one web server: the Web API, Socket Mode, response_urls, files, and the web page."""

import json
from pathlib import Path
from urllib.parse import urlencode

from aiohttp import web

from sandbox.answers import BadAnswer, respond
from sandbox.grants import Refused
from sandbox.page import Page
from sandbox.slack import Slack
from sandbox.web_api.endpoint import Endpoint, Gone
from sandbox.wire import Json, as_json

STATIC = Path(__file__).parent / "static"
BODY_LIMIT = 64 * 2**20


class Sandbox:
    """Serves a workspace at http://host:port until it is closed."""

    def __init__(self, slack: Slack) -> None:
        self.slack = slack
        self.page = Page(slack)
        self.endpoint = Endpoint(slack)
        self._runner: web.AppRunner | None = None

    @property
    def url(self) -> str:
        return self.slack.url

    def settings(self) -> dict[str, str]:
        """What the app must be told to talk to this workspace, as environment variables."""
        credentials = self.slack.credentials
        return {
            "SLACK_API_URL": f"{self.url}/api/",
            "SLACK_BOT_TOKEN": credentials.bot_token,
            "SLACK_APP_TOKEN": credentials.app_token,
            "SLACK_SIGNING_SECRET": credentials.signing_secret,
        }

    async def start(self, port: int = 0, host: str = "127.0.0.1") -> "Sandbox":
        """Starts serving; port 0 takes a free one, see `url`."""
        self._runner = web.AppRunner(self._app(), access_log=None, shutdown_timeout=0.2)
        await self._runner.setup()
        await web.TCPSite(self._runner, host, port).start()
        bound = self._runner.addresses[0][1]
        self.slack.url = f"http://{host}:{bound}"
        return self

    async def close(self) -> None:
        await self.page.close()
        await self.slack.close()
        if self._runner:
            await self._runner.cleanup()

    def _app(self) -> web.Application:
        app = web.Application(client_max_size=BODY_LIMIT)
        app.add_routes(
            [
                web.get("/", self._index),
                web.get("/socket/{ticket}", self.slack.socket.handle),
                web.post("/response/{key}", self._respond),
                web.get("/archives/{channel}/p{ts}", _to_message),
                *self.endpoint.routes(),
                *self.slack.files.routes(),
                *self.page.routes(),
            ]
        )
        if STATIC.is_dir():
            app.add_routes([web.static("/static", STATIC)])
        app.on_response_prepare.append(_never_cached)
        return app

    async def _index(self, request: web.Request) -> web.StreamResponse:
        return web.FileResponse(STATIC / "index.html")

    async def _respond(self, request: web.Request) -> web.Response:
        """A response_url."""
        body = await _body(request)
        try:
            await self.endpoint.strike("response_url", body, request)
            respond(self.slack, request.match_info["key"], body)
        except Refused as refusal:
            return _refused(refusal.code, 404)
        except BadAnswer as refusal:
            self.slack.complain(refusal.code, f"response_url: {refusal.detail}")
            return _refused(refusal.code, 400)
        except Gone:
            return web.Response(status=500)
        return web.Response(text="ok")


async def _body(request: web.Request) -> Json:
    try:
        return as_json(json.loads(await request.read() or b"{}"))
    except ValueError:
        return {}


def _refused(code: str, status: int) -> web.Response:
    return web.json_response({"ok": False, "error": code}, status=status)


async def _never_cached(request: web.Request, response: web.StreamResponse) -> None:
    response.headers.setdefault("Cache-Control", "no-cache")


async def _to_message(request: web.Request) -> web.Response:
    """A permalink: leads to the page, which shows the message."""
    channel, digits = request.match_info["channel"], request.match_info["ts"]
    query = urlencode({"at": channel, "ts": f"{digits[:-6]}.{digits[-6:]}"})
    raise web.HTTPFound(f"/?{query}")
