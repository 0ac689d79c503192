"""/healthz (the process is alive), /readyz (it can do its work), /metrics (for Prometheus)."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from aiohttp import web
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest

from bot.metrics import Metrics
from core.domain.errors import Unavailable
from core.ports import Clock


@dataclass(frozen=True)
class Vitals:
    """Where the answers come from. `outbox` gives how many messages wait, and since when the oldest is due;
    it raises Unavailable where the database can't be reached."""

    connected: Callable[[], bool]
    outbox: Callable[[], Awaitable[tuple[int, datetime | None]]]
    clock: Clock


def health_routes(vitals: Vitals, metrics: Metrics) -> list[web.RouteDef]:
    async def alive(_: web.Request) -> web.Response:
        return web.json_response({"alive": True})

    async def ready(_: web.Request) -> web.Response:
        lag = await _lag(vitals)
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
        lag = await _lag(vitals)
        if lag is not None:
            metrics.waiting.set(lag[0])
            metrics.oldest.set(lag[1])
        return web.Response(
            body=generate_latest(metrics.registry), headers={"Content-Type": CONTENT_TYPE_LATEST}
        )

    return [web.get("/healthz", alive), web.get("/readyz", ready), web.get("/metrics", measure)]


async def _lag(vitals: Vitals) -> tuple[int, float] | None:
    """How many messages wait, and for how many seconds the oldest has; None where the database is away."""
    try:
        waiting, since = await vitals.outbox()
    except Unavailable:
        return None
    return waiting, 0.0 if since is None else max(0.0, (vitals.clock.now() - since).total_seconds())
