"""The adapter between Bolt and our listeners.

It makes a Call of what came in, gives it a correlation id, hands it to the one listener registered for it,
and turns what goes wrong into a sentence for the person. It knows all that is registered, for the manifest.

Bolt is told to answer when its listener returns (`process_before_response`), and ours return as soon as they
have acknowledged: the work goes on in a task. Left to itself, Bolt looks only every 10 ms whether there is an
answer.
"""

import asyncio
import re
import time
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any
from uuid import uuid4

import structlog
from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext

from handlers.slack.calls import Call, Deps, Listener
from handlers.slack.ids import Action, Command, Event, Modal, Shortcut
from handlers.slack.metadata import OutOfDate
from handlers.slack.payloads import Json, Payload
from handlers.slack.trouble import show_trouble

AT_ONCE = 100
"""Listeners that work at a time. What comes beyond waits, and is acknowledged when its turn has come; else
all would be acknowledged at once and be late with what they show."""

_ANYTHING = re.compile(".*", re.DOTALL)
_log = structlog.stdlib.get_logger(__name__)


class Running:
    """What is being worked on, so that a stop can wait for it."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[None]] = set()
        self._room = asyncio.Semaphore(AT_ONCE)

    def start(self, work: Coroutine[None, None, None]) -> asyncio.Task[None]:
        task = asyncio.create_task(self._in_turn(work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def _in_turn(self, work: Coroutine[None, None, None]) -> None:
        async with self._room:
            await work

    async def finished(self, within: float) -> bool:
        """Waits until nothing runs; False if something still does after so many seconds."""
        try:
            async with asyncio.timeout(within):
                while self._tasks:
                    await asyncio.wait(self._tasks)
        except TimeoutError:
            return False
        return True


class Listeners:
    """Registers listeners with a Bolt app. Each is a plain function of a Call."""

    def __init__(self, app: AsyncApp, deps: Deps) -> None:
        self._app: Any = app  # Bolt's decorators are untyped
        self._deps = deps
        self.running = Running()
        self.commands: set[str] = set()
        self.shortcuts: set[str] = set()
        self.events: set[str] = set()

    def command(self, command: Command, listener: Listener) -> None:
        name = prefixed(command, self._deps.command_prefix)
        self.commands.add(name)
        self._app.command(name)(self._adapted("command", listener))

    def shortcut(self, shortcut: Shortcut, listener: Listener) -> None:
        self.shortcuts.add(shortcut.value)
        self._app.shortcut(shortcut.value)(self._adapted("shortcut", listener))

    def event(self, event: Event, listener: Listener) -> None:
        self.events.add(event.value)
        self._app.event(event.value)(self._adapted("event", listener))

    def action(self, action: Action, listener: Listener) -> None:
        self._app.block_action(action.value)(self._adapted("action", listener))

    def submission(self, modal: Modal, listener: Listener) -> None:
        self._app.view_submission(modal.value)(self._adapted("submission", listener))

    def closed(self, modal: Modal, listener: Listener) -> None:
        self._app.view_closed(modal.value)(self._adapted("closed", listener))

    def options(self, action: Action, listener: Listener) -> None:
        self._app.block_suggestion(action.value)(self._adapted("options", listener))

    def the_rest(self) -> None:
        """What no listener is registered for any more: from an older version, or made up."""
        app = self._app
        app.block_action(_ANYTHING)(self._adapted("action", _out_of_date))
        app.view_submission(_ANYTHING)(self._adapted("submission", _out_of_date))
        app.shortcut(_ANYTHING)(self._adapted("shortcut", _out_of_date))
        app.view_closed(_ANYTHING)(self._adapted("closed", _nothing))
        app.block_suggestion(_ANYTHING)(self._adapted("options", _no_options))

    def _adapted(self, kind: str, listener: Listener) -> Callable[..., Awaitable[None]]:
        async def run(ack: AsyncAck, body: dict[str, Any], context: AsyncBoltContext) -> None:
            answered = asyncio.Event()
            call = self._call(kind, ack, body, context, answered)
            if call is None:
                return
            task = self.running.start(_listen(listener, call))
            if kind == "event":  # Bolt acknowledges those by itself
                return
            task.add_done_callback(lambda _: answered.set())
            await answered.wait()

        run.__name__ = getattr(listener, "__name__", kind)
        return run

    def _call(
        self, kind: str, ack: AsyncAck, body: Payload, context: AsyncBoltContext, answered: asyncio.Event
    ) -> Call | None:
        installation = self._deps.tokens.of_team(context.team_id or "")
        if installation is None:
            _log.warning("slack.unknown_team", team=context.team_id)
            return None
        began = time.perf_counter()

        async def acknowledge(response: str | Json) -> None:
            await ack(response)
            answered.set()
            await asyncio.sleep(0)  # the answer goes first, then what else there is to do
            self._deps.acknowledged(kind, time.perf_counter() - began)

        return Call(
            deps=self._deps,
            installation=installation,
            body=body,
            user_id=context.user_id or "",
            correlation_id=uuid4().hex[:12],
            ack=acknowledge,
        )


async def _listen(listener: Listener, call: Call) -> None:
    with structlog.contextvars.bound_contextvars(correlation_id=call.correlation_id):
        try:
            await listener(call)
        except Exception as error:
            await show_trouble(call, error)


def prefixed(command: Command, prefix: str) -> str:
    """ "/feedback" with the prefix "acme-" is "/acme-feedback"."""
    return f"/{prefix}{command.value.removeprefix('/')}"


async def _out_of_date(_: Call) -> None:
    raise OutOfDate


async def _nothing(call: Call) -> None:
    await call.acknowledge()


async def _no_options(call: Call) -> None:
    await call.acknowledge({"options": []})
