"""Socket Mode: the websockets an app holds open, and envelopes over them."""

import asyncio
import contextlib
import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field

from aiohttp import WSMsgType, web

from sandbox.delivery import Delivery
from sandbox.wire import Json, as_json

MOST_CONNECTIONS = 10
PING_SECONDS = 5.0
DEBUG_INFO = {"host": "sandbox", "build_number": 1, "approximate_connection_time": 18060}


@dataclass(eq=False)
class Connection:
    socket: web.WebSocketResponse
    request: web.Request
    silent: bool = False
    waiting: dict[str, "asyncio.Future[object]"] = field(default_factory=dict[str, "asyncio.Future[object]"])

    def lose(self) -> None:
        """Nothing that waits for an acknowledgement here will get one."""
        for future in self.waiting.values():
            if not future.done():
                future.set_exception(ConnectionError("connection_lost"))
        self.waiting.clear()


class SocketCourier:
    """Spreads envelopes over the open connections. `complain` is told of messages that break the protocol."""

    def __init__(
        self, app_id: str, on_change: Callable[[bool], None], complain: Callable[[str, str], None]
    ) -> None:
        self.app_id = app_id
        self.on_change = on_change
        self.complain = complain
        self._connections: list[Connection] = []
        self._tickets: set[str] = set()
        self._lost: set[str] = set()
        self._turn = 0
        self._reached = asyncio.Event()

    def connected(self) -> bool:
        return bool(self._connections)

    async def reach(self) -> None:
        await self._reached.wait()

    def ticket(self) -> str:
        """Admits one more connection: the last part of the url that apps.connections.open gives."""
        ticket = secrets.token_urlsafe(12)
        self._tickets.add(ticket)
        return ticket

    async def handle(self, request: web.Request) -> web.WebSocketResponse:
        """The websocket endpoint."""
        socket = web.WebSocketResponse(autoping=False)
        await socket.prepare(request)
        ticket = request.match_info["ticket"]
        if ticket not in self._tickets:
            self.complain("socket_ticket", "a websocket url was used twice or made up")
            await socket.close(code=1008)
            return socket
        self._tickets.discard(ticket)
        if len(self._connections) >= MOST_CONNECTIONS:
            await socket.send_json(_disconnect("too_many_websockets"))
            await socket.close()
            return socket
        await self._serve(Connection(socket, request))
        return socket

    async def _serve(self, connection: Connection) -> None:
        hello = {"type": "hello", "num_connections": len(self._connections) + 1, "debug_info": DEBUG_INFO}
        await connection.socket.send_json({**hello, "connection_info": {"app_id": self.app_id}})
        self._connections.append(connection)
        self._reached.set()
        self.on_change(True)
        pings = asyncio.create_task(self._ping(connection))
        try:
            async for message in connection.socket:
                if message.type == WSMsgType.PING and not connection.silent:
                    await connection.socket.pong(message.data)
                elif message.type == WSMsgType.TEXT:
                    self._acknowledged(connection, message.data)
        finally:
            pings.cancel()
            self._forget(connection)
            self._lost.update(connection.waiting)
            connection.lose()

    async def _ping(self, connection: Connection) -> None:
        with contextlib.suppress(ConnectionError):
            while not connection.socket.closed and not connection.silent:
                await connection.socket.ping(b"Ping from sandbox")
                await asyncio.sleep(PING_SECONDS)

    def _acknowledged(self, connection: Connection, text: str) -> None:
        try:
            message = as_json(json.loads(text))
        except ValueError:
            message = {}
        envelope_id = str(message.get("envelope_id"))
        future = connection.waiting.pop(envelope_id, None)
        if envelope_id in self._lost:
            return
        if future is None:
            self.complain(
                "socket_message", f"not an acknowledgement of anything that waits for one: {text[:200]}"
            )
        elif not future.done():
            future.set_result(message.get("payload"))

    def _forget(self, connection: Connection) -> None:
        if connection in self._connections:
            self._connections.remove(connection)
            if not self._connections:
                self._reached.clear()
                self.on_change(False)

    async def carry(self, delivery: Delivery) -> None:
        if not self._connections:
            delivery.error = "no_connection"
            return
        self._turn += 1
        connection = self._connections[self._turn % len(self._connections)]
        future: asyncio.Future[object] = asyncio.get_running_loop().create_future()
        connection.waiting[delivery.id] = future
        try:
            if not connection.silent:
                await connection.socket.send_json(_envelope(delivery))
            delivery.acknowledge(await future)
        except ConnectionError:
            delivery.error = delivery.error or "connection_lost"
        finally:
            connection.waiting.pop(delivery.id, None)
        if delivery.kind == "events_api" and delivery.answer:
            self.complain("ack_payload", f"{delivery.name}: an event was acknowledged with a payload")

    async def disconnect(self, reason: str = "refresh_requested") -> None:
        """Asks each connection to come back, as Slack does every few hours, and closes it."""
        for connection in list(self._connections):
            await connection.socket.send_json(_disconnect(reason))
            self._forget(connection)
            await connection.socket.close()

    def silence(self) -> int:
        """Keeps every connection open but says nothing more on it; returns how many there were."""
        for connection in self._connections:
            connection.silent = True
        return len(self._connections)

    def drop(self) -> int:
        """Cuts every connection without a word; returns how many there were."""
        cut = list(self._connections)
        for connection in cut:
            self._forget(connection)
            if connection.request.transport:
                connection.request.transport.abort()
        return len(cut)

    async def close(self) -> None:
        for connection in list(self._connections):
            self._forget(connection)
            await connection.socket.close()


def _envelope(delivery: Delivery) -> Json:
    is_event = delivery.kind == "events_api"
    out: Json = {
        "envelope_id": delivery.id,
        "type": delivery.kind,
        "payload": delivery.payload,
        "accepts_response_payload": not is_event,
    }
    return (
        {**out, "retry_attempt": delivery.retry, "retry_reason": delivery.retry_reason} if is_event else out
    )


def _disconnect(reason: str) -> Json:
    return {"type": "disconnect", "reason": reason, "debug_info": DEBUG_INFO}
