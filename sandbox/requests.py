"""Delivery over HTTP: signed requests to the app's request url, as Slack sends them."""

import asyncio
import hashlib
import hmac
import json
import secrets
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import aiohttp

from sandbox.delivery import Delivery

GIVE_UP_SECONDS = 60.0
AGENT = "Slackbot 1.0 (+https://api.slack.com/robots)"


def sign(secret: str, body: bytes, timestamp: int | None = None) -> dict[str, str]:
    """The headers by which an app knows that a request is Slack's. The timestamp is the real time by
    default.
    """
    stamp = str(int(time.time()) if timestamp is None else timestamp)
    digest = hmac.new(secret.encode(), f"v0:{stamp}:".encode() + body, hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": f"v0={digest}"}


class HttpCourier:
    """Posts each delivery to `url`, signed with the app's signing secret.

    Whether the app is there it knows from the latest attempt, and tells `on_change`. `token` is the old
    verification token, which Slack's handshake carries.
    """

    def __init__(self, url: str, signing_secret: str, token: str, on_change: Callable[[bool], None]) -> None:
        self.url = url
        self.signing_secret = signing_secret
        self.token = token
        self.on_change = on_change
        self._connected = False
        self._session: aiohttp.ClientSession | None = None

    def connected(self) -> bool:
        return self._connected

    def _notice(self, connected: bool) -> None:
        if connected != self._connected:
            self._connected = connected
            self.on_change(connected)

    async def reach(self) -> None:
        """Until the app answers Slack's handshake, asking every 50 ms."""
        while True:
            payload = {"type": "url_verification", "token": self.token, "challenge": secrets.token_hex(16)}
            handshake = Delivery("events_api", "url_verification", payload)
            await self.carry(handshake)
            if handshake.ok:
                return
            await asyncio.sleep(0.05)

    async def carry(self, delivery: Delivery) -> None:
        body, headers = self._request(delivery)
        if self._session is None:
            self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=GIVE_UP_SECONDS))
        try:
            async with self._session.post(
                self.url, data=body, headers=headers, allow_redirects=False
            ) as answer:
                delivery.wants_no_retry = answer.headers.get("X-Slack-No-Retry") == "1"
                delivery.acknowledge(_read(await answer.text(), answer.content_type, delivery))
                if answer.status != 200:
                    delivery.error = delivery.error or f"http_{answer.status}"
                self._notice(answer.status == 200)
        except (aiohttp.ClientError, TimeoutError, OSError):
            delivery.error = delivery.error or "connection_failed"
            self._notice(False)

    def _request(self, delivery: Delivery) -> tuple[bytes, dict[str, str]]:
        if delivery.kind == "events_api":
            body, kind = json.dumps(delivery.payload).encode(), "application/json"
        else:
            is_command = delivery.kind == "slash_commands"
            form = delivery.payload if is_command else {"payload": json.dumps(delivery.payload)}
            body, kind = urlencode(form).encode(), "application/x-www-form-urlencoded"
        headers = {"User-Agent": AGENT, "Content-Type": kind, **sign(self.signing_secret, body)}
        if delivery.retry:
            headers["X-Slack-Retry-Num"] = str(delivery.retry)
            headers["X-Slack-Retry-Reason"] = delivery.retry_reason
        return body, headers

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()


def _read(text: str, content_type: str, delivery: Delivery) -> Any:
    if not text:
        return None
    if content_type == "application/json":
        try:
            return json.loads(text)
        except ValueError:
            delivery.error = "bad_answer"
            return None
    return {"text": text} if delivery.kind == "slash_commands" else None
