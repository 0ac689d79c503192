"""Sends what Everloop tells people as direct messages in Slack."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any, Protocol

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError

from core.domain.ids import MessageId, PersonId, WorkspaceId
from core.domain.messages import MessageRef
from core.domain.people import Person
from core.notifications import Attachment, Notification, OwnDataReady, TeamChart
from core.ports import Gone, NotDone, OutcomeUnknown, RateLimited, Recipient, Refused, Step
from core.words import Words, words_for
from handlers.slack.client import SHARE_UPLOADED, UPLOAD_URL, SlackClients
from handlers.slack.drawing import NotDrawn, draw
from handlers.slack.failures import OUR_TOKEN, send_error_of
from handlers.slack.limiter import POST, Limiter
from handlers.slack.payloads import Json, Payload, list_at, text_at
from handlers.slack.tokens import Tokens
from handlers.slack.views.team_chart import FILE_NAME, chart_alt, chart_bars

log = structlog.get_logger(__name__)

EVENT_TYPE = "everloop_message"
"""Under this name each message carries, in its metadata, the key by which it can be found again."""

CLOCK_SKEW = timedelta(minutes=1)
HISTORY_PAGE = 100

SHOWS = frozenset({POST, SHARE_UPLOADED})
"""Methods after which something stands there that wasn't there before."""

WithFiles = OwnDataReady | TeamChart
"""Kinds of messages that bring files."""

METHODS = {Step.POST: POST, Step.UPDATE: "chat.update", Step.DELETE: "chat.delete"}


class Rendered(Protocol):
    """A message as Slack takes it: blocks, and the text for notifications and for those who can't see
    blocks."""

    @property
    def text(self) -> str: ...

    @property
    def blocks(self) -> list[Json]: ...


Render = Callable[[Notification, Words, str], Rendered]
"""A notification in the words and the time zone (IANA name) of its reader."""


class SlackMessenger:
    """Implements core.ports.Messenger. A token that Slack refuses is reported to the tokens, for the
    health checks."""

    def __init__(self, clients: SlackClients, limiter: Limiter, tokens: Tokens, render: Render) -> None:
        self._clients, self._limiter, self._tokens, self._render = clients, limiter, tokens, render
        self._uploaded: dict[MessageId, list[Json]] = {}

    async def turn(self, workspace_id: WorkspaceId, recipient_id: PersonId, step: Step) -> None:
        await self._limiter.turn(workspace_id, METHODS[step], recipient_id)

    async def open_conversation(self, person: Person) -> str:
        await self._limiter.turn(person.workspace_id, "conversations.open")
        answer = await self._send(
            person.workspace_id, "conversations.open", {"users": person.profile.external_id}
        )
        return _expect(answer, "channel", "id")

    async def prepare(self, to: Recipient, what: Notification, key: MessageId) -> None:
        """A file's name holds the key: by that its message is found again."""
        if not isinstance(what, WithFiles):
            return
        workspace_id, files = to.person.workspace_id, await _files(to, what)
        try:
            ids = [await self._clients.upload(workspace_id, file, _keyed(file.name, key)) for file in files]
        except aiohttp.ClientResponseError as error:
            raise NotDone("not_uploaded") from error
        except Exception as error:
            raise self._judge(workspace_id, UPLOAD_URL, error) from error
        titles = [file.name for file in files]
        self._uploaded[key] = [{"id": one, "title": title} for one, title in zip(ids, titles, strict=True)]

    async def _share(self, to: Recipient, what: Notification, key: MessageId) -> MessageRef:
        """Where it stands isn't said: its file stands for it. It is never changed."""
        files = self._uploaded.pop(key, [])
        if not files:
            raise NotDone("not_uploaded")
        text = self._content(to, what)["text"]
        body = {"files": files, "channel_id": to.conversation, "initial_comment": text}
        await self._send(to.person.workspace_id, SHARE_UPLOADED, body)
        return MessageRef(to.conversation, files[0]["id"])

    async def post(
        self, to: Recipient, what: Notification, key: MessageId, thread: MessageRef | None = None
    ) -> MessageRef:
        if isinstance(what, WithFiles):
            return await self._share(to, what, key)
        body = {
            **self._content(to, what),
            "channel": to.conversation,
            "metadata": {"event_type": EVENT_TYPE, "event_payload": {"key": key}},
            "unfurl_links": False,
            "unfurl_media": False,
            "link_names": False,
            **({"thread_ts": thread.message} if thread else {}),
        }
        answer = await self._send(to.person.workspace_id, POST, body)
        return MessageRef(_expect(answer, "channel"), _expect(answer, "ts"))

    async def update(self, to: Recipient, ref: MessageRef, what: Notification) -> None:
        if isinstance(what, WithFiles):
            return
        body = {
            **self._content(to, what),
            "channel": ref.conversation,
            "ts": ref.message,
            "link_names": False,
        }
        await self._send(to.person.workspace_id, "chat.update", body)

    async def delete(self, workspace_id: WorkspaceId, ref: MessageRef) -> None:
        await self._send(workspace_id, "chat.delete", {"channel": ref.conversation, "ts": ref.message})

    async def find(
        self, to: Recipient, key: MessageId, since: datetime, thread: MessageRef | None = None
    ) -> MessageRef | None:
        if thread is not None:
            try:
                found = await self._find_in("conversations.replies", to, key, since, ts=thread.message)
            except Gone:  # the thread is, so it went into the conversation, if anywhere
                found = None
            if found is not None:
                return found
        return await self._find_in("conversations.history", to, key, since)

    async def _find_in(
        self, method: str, to: Recipient, key: MessageId, since: datetime, **more: str
    ) -> MessageRef | None:
        oldest = f"{(since - CLOCK_SKEW).timestamp():.6f}"
        cursor = ""
        while True:
            page = await self._messages(method, to, oldest, cursor, **more)
            for message in list_at(page, "messages"):
                if _key_of(message) == key or _has_file(message, key):
                    return MessageRef(to.conversation, _expect(message, "ts"))
            cursor = text_at(page, "response_metadata", "next_cursor")
            if not cursor:
                return None

    async def _messages(self, method: str, to: Recipient, oldest: str, cursor: str, **more: str) -> Payload:
        workspace_id = to.person.workspace_id
        try:
            answer = await self._clients.read(
                workspace_id,
                method,
                channel=to.conversation,
                include_all_metadata=True,
                inclusive=True,
                oldest=oldest,
                limit=HISTORY_PAGE,
                cursor=cursor,
                **more,
            )
        except Exception as error:
            raise self._judge(workspace_id, method, error) from error
        self._tokens.report(workspace_id, method, None)
        return answer

    def _content(self, to: Recipient, what: Notification) -> Json:
        """A message that can't be rendered is our fault, and holds up no other one."""
        profile = to.person.profile
        try:
            rendered = self._render(what, words_for(profile.locale), profile.time_zone)
        except Exception as error:
            log.exception("message.unrenderable", kind=what.kind)
            raise Refused("unrenderable") from error
        return {"text": rendered.text, "blocks": rendered.blocks}

    async def _send(self, workspace_id: WorkspaceId, method: str, body: Json) -> Payload:
        """Its turn has come, but Slack may have asked for a pause since."""
        if wait := self._limiter.pause_left(workspace_id, method):
            raise RateLimited("paused", wait)
        try:
            answer = await self._clients.send(workspace_id, method, body)
        except Exception as error:
            raise self._judge(workspace_id, method, error) from error
        self._tokens.report(workspace_id, method, None)
        return answer

    def _judge(self, workspace_id: WorkspaceId, method: str, error: Exception) -> Exception:
        failure = send_error_of(error)
        if isinstance(failure, OutcomeUnknown) and isinstance(error, SlackApiError) and method not in SHOWS:
            failure = NotDone(failure.code)  # it is over, and doing it again is harmless
        if isinstance(failure, RateLimited):
            self._limiter.pause(workspace_id, method, failure.retry_after)
        if failure.code in OUR_TOKEN:
            self._tokens.report(workspace_id, method, failure.code)
        return failure


def _expect(answer: Payload, *path: str) -> str:
    """What an answer must hold. One that doesn't may still have done what was asked."""
    found = text_at(answer, *path)
    if not found:
        raise OutcomeUnknown("answer_makes_no_sense")
    return found


async def _files(to: Recipient, what: WithFiles) -> Sequence[Attachment]:
    if isinstance(what, OwnDataReady):
        return what.files
    words = words_for(to.person.profile.locale)
    try:
        picture = await draw(chart_bars(what, words))
    except NotDrawn as error:
        raise NotDone(str(error)) from error
    return [Attachment(FILE_NAME, picture, chart_alt(what, words))]


def _keyed(name: str, key: MessageId) -> str:
    """ "data.json" with its key before the dot."""
    stem, dot, ending = name.rpartition(".")
    return f"{stem}-{key}{dot}{ending}"


def _has_file(message: Any, key: MessageId) -> bool:
    return any(key in text_at(file, "name") for file in list_at(message, "files"))


def _key_of(message: Any) -> str:
    if text_at(message, "metadata", "event_type") != EVENT_TYPE:
        return ""
    return text_at(message, "metadata", "event_payload", "key")
