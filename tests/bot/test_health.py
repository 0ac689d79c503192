"""What an orchestrator and Prometheus are told."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.clock import SystemClock
from bot.health import Vitals, health_routes
from bot.metrics import Metrics
from core.domain.errors import Unavailable

Client = TestClient[web.Request, web.Application]


@pytest.fixture
def vitals() -> Vitals:
    return Vitals()


@pytest.fixture
def metrics() -> Metrics:
    return Metrics()


@pytest.fixture
async def client(vitals: Vitals, metrics: Metrics) -> AsyncIterator[Client]:
    app = web.Application()
    app.add_routes(health_routes(vitals, SystemClock(), metrics))
    async with TestClient(TestServer(app)) as client:
        yield client


async def two_wait() -> tuple[int, datetime | None]:
    return 2, datetime.now(UTC) - timedelta(seconds=90)


async def none_wait() -> tuple[int, datetime | None]:
    return 0, None


async def away() -> tuple[int, datetime | None]:
    raise Unavailable("error-storage")


async def test_alive_from_the_first_moment(client: Client) -> None:
    assert (await client.get("/healthz")).status == 200
    answer = await client.get("/readyz")
    assert answer.status == 503
    assert (await answer.json())["ready"] is False


async def test_ready_when_slack_and_the_database_are_there(client: Client, vitals: Vitals) -> None:
    vitals.look_at(lambda: True, none_wait)
    answer = await client.get("/readyz")
    assert answer.status == 200
    assert (await answer.json()) == {
        "ready": True,
        "slack": "connected",
        "database": "reachable",
        "outbox": {"waiting": 0, "oldest_seconds": 0.0},
    }


async def test_not_ready_without_slack(client: Client, vitals: Vitals) -> None:
    vitals.look_at(lambda: False, none_wait)
    answer = await client.get("/readyz")
    assert (answer.status, (await answer.json())["slack"]) == (503, "not connected")


async def test_not_ready_without_the_database(client: Client, vitals: Vitals) -> None:
    vitals.look_at(lambda: True, away)
    answer = await client.get("/readyz")
    assert (answer.status, (await answer.json())["database"]) == (503, "away")
    assert (await client.get("/metrics")).status == 200


async def test_metrics_count_and_measure(client: Client, vitals: Vitals, metrics: Metrics) -> None:
    vitals.look_at(lambda: True, two_wait)
    metrics.message_tried("feedback.received", "delivered")
    metrics.acknowledged("command", 0.012)
    text = await (await client.get("/metrics")).text()
    assert 'everloop_messages_total{kind="feedback.received",outcome="delivered"} 1.0' in text
    assert 'everloop_acknowledgement_seconds_bucket{kind="command",le="0.02"} 1.0' in text
    assert "everloop_outbox_waiting 2.0" in text
    assert "everloop_slack_connected 1.0" in text
    oldest = next(line for line in text.splitlines() if line.startswith("everloop_outbox_oldest_seconds "))
    assert 89 < float(oldest.split()[1]) < 100
