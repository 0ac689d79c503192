"""Clients of Slack's Web API, one for each way of calling it.

What may be repeated without harm is repeated; a send never is, because a connection that breaks after
Slack accepted a message would make the SDK post it twice.
"""

from types import TracebackType
from typing import Any, cast

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.async_handler import AsyncRetryHandler
from slack_sdk.http_retry.builtin_async_handlers import (
    AsyncConnectionErrorRetryHandler,
    AsyncServerErrorRetryHandler,
)
from slack_sdk.web.async_client import AsyncWebClient

from core.domain.ids import WorkspaceId
from core.notifications import Attachment
from handlers.slack.failures import retry_after_of
from handlers.slack.limiter import Limiter
from handlers.slack.payloads import Json, Payload, text_at
from handlers.slack.tokens import Tokens

CALL_TIMEOUT = 5.0
READ_TIMEOUT = 15.0
CONNECT_TIMEOUT = 3.0
READ_ATTEMPTS = 3
UPLOAD_TIMEOUT = 120.0

UPLOAD_URL = "files.getUploadURLExternal"
SHARE_UPLOADED = "files.completeUploadExternal"


class SlackClients:
    """Calls over one pool of connections. To be made and closed inside a running event loop."""

    def __init__(
        self, base_url: str, tokens: Tokens, limiter: Limiter, *, call_timeout: float = CALL_TIMEOUT
    ) -> None:
        self._base_url, self._tokens, self._limiter = base_url, tokens, limiter
        self._connector = aiohttp.TCPConnector(limit=50)
        self._sends = _session(self._connector, call_timeout)
        self._reads = _session(self._connector, READ_TIMEOUT)
        self._uploads = _session(self._connector, UPLOAD_TIMEOUT)

    async def send(self, workspace_id: WorkspaceId, method: str, body: Json) -> Payload:
        """Once: nothing is repeated and nothing waits, and it ends after `call_timeout`. Raises what the SDK
        and aiohttp raise (see handlers.slack.failures)."""
        client = self._client(self._tokens.of(workspace_id).bot_token, self._sends)
        return await _call(client, method, json=body)

    async def read(self, workspace_id: WorkspaceId, method: str, **params: str | int | bool) -> Payload:
        """For what can be asked again: waits for the limits, comes back when Slack asks for that, and
        repeats after a lost connection and a fault of Slack's. Raises as `send` does when it has tried
        long enough."""
        client = self._client(self._tokens.of(workspace_id).bot_token, self._reads, repeat=True)
        attempt = 0
        while True:
            attempt += 1
            await self._limiter.turn(workspace_id, method)
            try:
                return await _call(client, method, http_verb="GET", params=params)
            except SlackApiError as error:
                seconds = retry_after_of(error)
                if seconds is None or attempt == READ_ATTEMPTS:
                    raise
                self._limiter.pause(workspace_id, method, seconds)

    async def upload(self, workspace_id: WorkspaceId, file: Attachment, name: str) -> str:
        """Brings a file to Slack, where nobody sees it until it is shared; returns its id. Raises as `read`
        does."""
        described = {"alt_txt": file.alt} if file.alt else {}
        place = await self.read(
            workspace_id, UPLOAD_URL, filename=name, length=len(file.content), **described
        )
        async with self._uploads.post(text_at(place, "upload_url"), data=file.content) as answer:
            answer.raise_for_status()
        return text_at(place, "file_id")

    def answering(self, token: str | None = None) -> AsyncWebClient:
        """For what answers a person at once (views.open), and for whoever sets the token themselves:
        nothing waits, nothing is repeated."""
        return self._client(token, self._sends)

    def checking(self, token: str) -> AsyncWebClient:
        """For a token that belongs to no workspace yet: auth.test at the start."""
        return self._client(token, self._reads, repeat=True)

    async def close(self) -> None:
        await self._sends.close()
        await self._reads.close()
        await self._uploads.close()
        await self._connector.close()

    async def __aenter__(self) -> "SlackClients":
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    def _client(
        self, token: str | None, session: aiohttp.ClientSession, *, repeat: bool = False
    ) -> AsyncWebClient:
        return AsyncWebClient(
            token=token, base_url=self._base_url, session=session, retry_handlers=_retries() if repeat else []
        )


async def _call(client: AsyncWebClient, method: str, **options: Any) -> Payload:
    answer = await cast(Any, client).api_call(method, **options)
    return cast(Payload, answer.data)


def _session(connector: aiohttp.TCPConnector, timeout: float) -> aiohttp.ClientSession:
    return aiohttp.ClientSession(
        connector=connector,
        connector_owner=False,
        timeout=aiohttp.ClientTimeout(total=timeout, sock_connect=CONNECT_TIMEOUT),
    )


def _retries() -> list[AsyncRetryHandler]:
    return [
        AsyncConnectionErrorRetryHandler(max_retry_count=2),
        AsyncServerErrorRetryHandler(max_retry_count=2),
    ]
