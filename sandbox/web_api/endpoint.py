"""The HTTP side of the Web API: reading calls, refusing them as Slack does, faults on purpose, answering."""

import asyncio
import inspect
import json
import math
from typing import Any

from aiohttp import web

from sandbox.faults import Fault
from sandbox.slack import Slack
from sandbox.web_api.calls import WORLD, ApiError, Call, Method
from sandbox.web_api.methods import METHODS
from sandbox.wire import Json, as_json

IN_JSON = ("blocks", "view", "attachments", "metadata", "files")
FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")


class Gone(Exception):
    """The connection is cut: there will be no answer."""


class Deliberate(ApiError):
    """An error that a test asked for: no fault of the app."""


class Endpoint:
    """Serves /api/{method} and the upload urls of files."""

    def __init__(self, slack: Slack) -> None:
        self.slack = slack

    def routes(self) -> list[web.RouteDef]:
        return [
            web.post("/api/{method}", self.handle),
            web.get("/api/{method}", self.handle),
        ]

    async def handle(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        headers: dict[str, str] = {}
        try:
            body, status = await self._answer(request, method, headers), 200
        except ApiError as error:
            self._note(method, error)
            body, status = _refusal(error), error.status
            headers.update(error.headers)
        except Gone:
            return web.Response(status=500)
        return web.json_response(body, status=status, headers=headers)

    async def _answer(self, request: web.Request, name: str, headers: dict[str, str]) -> Json:
        method = METHODS.get(name)
        arguments = await self._arguments(request, name, method)
        token = _token(request, arguments)
        self.slack.calls.append((name, arguments))
        fault = await self.strike(name, arguments, request)
        if method is None:
            raise ApiError("unknown_method")
        call = Call(self.slack, name, arguments, self._authenticate(method, token))
        if not call.by_app_token:
            headers["X-OAuth-Scopes"] = ",".join(sorted(self.slack.scopes))
        self._limit(call, method)
        call.need(*method.scopes)
        _require(call, method)
        done = method.handler(call)
        result = await done if inspect.isawaitable(done) else done
        await self._after(fault, arguments, request)
        return {"ok": True, **result}

    # -- faults on purpose ------------------------------------------------------------------------

    async def strike(self, name: str, arguments: Json, request: web.Request) -> Fault | None:
        """Lets a fault strike that comes before anything is done. Raises ApiError or Gone."""
        fault = self.slack.faults.take(name, arguments)
        if fault is None or fault.after:
            return fault
        match fault.kind:
            case "lose_response":
                return fault
            case "500":
                raise Deliberate("internal_error", status=500)
            case "429":
                seconds = str(math.ceil(fault.seconds))
                raise Deliberate("ratelimited", status=429, headers={"Retry-After": seconds})
            case "reset":
                raise _cut(request)
            case "timeout":
                await asyncio.sleep(fault.seconds)
                raise _cut(request)
            case str(code):
                raise Deliberate(code)
            case hook:
                await _run(hook, arguments, request)
                return fault

    async def _after(self, fault: Fault | None, arguments: Json, request: web.Request) -> None:
        if fault is None:
            return
        if fault.kind == "lose_response":
            raise _cut(request)
        if fault.after and callable(fault.kind):
            await _run(fault.kind, arguments, request)

    # -- refusing ---------------------------------------------------------------------------------

    async def _arguments(self, request: web.Request, name: str, method: Method | None) -> Json:
        arguments: Json = {k: _parsed(k, v) for k, v in request.query.items()}
        if request.content_type == "application/json":
            try:
                body = as_json(json.loads(await request.read() or b"{}"))
            except ValueError:
                raise ApiError("invalid_json") from None
            if method and not method.json and body:
                self.slack.complain("json_not_accepted", f"{name} reads no JSON body")
                return arguments
            arguments.update({k: v for k, v in body.items() if v is not None})
        elif request.content_type in FORMS:
            arguments.update({k: _parsed(k, v) for k, v in (await request.post()).items()})
        elif request.can_read_body:
            raise ApiError("invalid_post_type")
        return arguments

    def _authenticate(self, method: Method, token: str) -> bool:
        """Whether the app's own token was shown, as against the bot's."""
        credentials = self.slack.credentials
        if not token:
            raise ApiError("not_authed")
        if token not in (credentials.bot_token, credentials.app_token):
            raise ApiError("invalid_auth")
        by_app = token == credentials.app_token
        if by_app != method.app_token and method is not METHODS["auth.test"]:
            raise ApiError("not_allowed_token_type")
        return by_app

    def _limit(self, call: Call, method: Method) -> None:
        if self.slack.limits is None:
            return
        wait = self.slack.limits.retry_after(call.method, method.tier, call.text("channel"))
        if wait:
            raise ApiError("ratelimited", status=429, headers={"Retry-After": str(wait)})

    def _note(self, method: str, error: ApiError) -> None:
        if error.code not in WORLD and not isinstance(error, Deliberate):
            self.slack.complain(error.code, f"{method}: {'; '.join(error.messages) or error.code}")


def _require(call: Call, method: Method) -> None:
    missing = [n for n in method.required if call.get(n) in (None, "")]
    if missing:
        raise ApiError("invalid_arguments", *(f"[ERROR] missing required field: {n}" for n in missing))


def _refusal(error: ApiError) -> Json:
    about = {"response_metadata": {"messages": list(error.messages)}} if error.messages else {}
    return {"ok": False, "error": error.code, **about, **error.extra}


def _token(request: web.Request, arguments: Json) -> str:
    header = request.headers.get("Authorization", "")
    given = str(arguments.pop("token", ""))
    return header[7:].strip() if header.lower().startswith("bearer ") else given


def _parsed(key: str, value: Any) -> Any:
    if key in IN_JSON and isinstance(value, str) and value[:1] in ("[", "{"):
        try:
            return json.loads(value)
        except ValueError:
            return value
    return value


def _cut(request: web.Request) -> Gone:
    if request.transport:
        request.transport.abort()
    return Gone()


async def _run(hook: Any, arguments: Json, request: web.Request) -> None:
    try:
        done = hook(arguments)
        if inspect.isawaitable(done):
            await done
    except Exception:
        raise _cut(request) from None
