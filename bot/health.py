"""/healthz (the process is alive), /readyz (it can do its work), /metrics (for Prometheus)."""

from collections.abc import Awaitable, Callable
from datetime import datetime

from aiohttp import web
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest

from bot.metrics import Metrics
from core.domain.errors import Unavailable
from core.ports import Clock

Outbox = Callable[[], Awaitable[tuple[int, datetime | None]]]
"""How many messages wait, and since when the oldest due one is due. Raises Unavailable."""


class Vitals:
    """Where the answers come from. Not ready before it is told where to look."""

    def __init__(self) -> None:
        self._connected: Callable[[], bool] | None = None
        self._outbox: Outbox | None = None

    def look_at(self, connected: Callable[[], bool], outbox: Outbox) -> None:
        self._connected, self._outbox = connected, outbox

    def connected(self) -> bool:
        return self._connected is not None and self._connected()

    async def outbox(self) -> tuple[int, datetime | None] | None:
        """None where the database is away."""
        if self._outbox is None:
            return None
        try:
            return await self._outbox()
        except Unavailable:
            return None


def health_routes(vitals: Vitals, clock: Clock, metrics: Metrics) -> list[web.RouteDef]:
    async def alive(_: web.Request) -> web.Response:
        return web.json_response({"alive": True})

    async def ready(_: web.Request) -> web.Response:
        lag = await _lag(vitals, clock)
        connected = vitals.connected()
        is_ready = connected and lag is not None
        answer = {
            "ready": is_ready,
            "slack": "connected" if connected else "not connected",
            "database": "away" if lag is None else "reachable",
            "outbox": None if lag is None else {"waiting": lag[0], "oldest_seconds": round(lag[1], 3)},
        }
        return web.json_response(answer, status=200 if is_ready else 503)

    async def measure(_: web.Request) -> web.Response:
        metrics.connected.set(vitals.connected())
        lag = await _lag(vitals, clock)
        if lag is not None:
            metrics.waiting.set(lag[0])
            metrics.oldest.set(lag[1])
        return web.Response(
            body=generate_latest(metrics.registry), headers={"Content-Type": CONTENT_TYPE_LATEST}
        )

    return [web.get("/healthz", alive), web.get("/readyz", ready), web.get("/metrics", measure)]


async def _lag(vitals: Vitals, clock: Clock) -> tuple[int, float] | None:
    """How many messages wait, and for how many seconds the oldest has; None where the database is away."""
    outbox = await vitals.outbox()
    if outbox is None:
        return None
    waiting, since = outbox
    return waiting, 0.0 if since is None else max(0.0, (clock.now() - since).total_seconds())
