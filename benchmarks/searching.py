"""What looking back costs: a search among 2,000 feedbacks and among 200,000, on both databases.

In both, a person has written and received about as much; what grows is the company around them. Measured
where it is asked, after all has been made findable, in turns over people and over kinds of questions.
"""

import time
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from uuid import uuid4

from sqlalchemy import make_url, text
from sqlalchemy.ext.asyncio import create_async_engine

from benchmarks.history import fill
from core.domain.feedback import FeedbackKind
from core.domain.ids import PersonId, WorkspaceId
from core.domain.looking_back import Filters, Part
from core.services.looking_back import LookingBackService
from storage import schema
from storage.engine import Database, open_database, parse_url
from storage.sealing import Keyring

SIZES = ((100, 2_000), (10_000, 200_000))  # people, feedbacks
QUICK_SIZES = ((100, 2_000), (1_000, 20_000))
INDEXED = 500  # submissions in one transaction
WARM_UP = 50
QUESTIONS = (
    Filters(text="parser"),
    Filters(text="kindly parser"),
    Filters(text="review", kind=FeedbackKind.PRAISE),
    Filters(part=Part.RECEIVED),
    Filters(text="nowhere"),
)


@dataclass(frozen=True, slots=True)
class Search:
    """Median milliseconds of one search, of samples spread over people and questions."""

    database: str
    people: int
    feedbacks: int
    median: float


async def measure(
    scratch: Path, server: str | None, sizes: tuple[tuple[int, int], ...], samples: int
) -> AsyncGenerator[Search]:
    """On SQLite, and on the PostgreSQL server where its URL is given (in databases made for this)."""
    for people, feedbacks in sizes:
        file = f"sqlite:///{scratch}/search-{feedbacks}.db"
        yield Search("SQLite", people, feedbacks, await _measure_one(file, people, feedbacks, samples))
    for people, feedbacks in sizes if server else ():
        async with _on_server(server or "") as url:
            cost = await _measure_one(url, people, feedbacks, samples)
        yield Search("PostgreSQL", people, feedbacks, cost)


@asynccontextmanager
async def _on_server(server: str) -> AsyncGenerator[str]:
    """A database of our own there, dropped at the end."""
    engine = create_async_engine(parse_url(server), isolation_level="AUTOCOMMIT")
    name = f"everloop_bench_{uuid4().hex}"
    try:
        async with engine.connect() as connection:
            await connection.execute(text(f'CREATE DATABASE "{name}"'))
        yield make_url(server).set(database=name).render_as_string(hide_password=False)
    finally:
        async with engine.connect() as connection:
            await connection.execute(text(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'))
        await engine.dispose()


async def _measure_one(url: str, people: int, feedbacks: int, samples: int) -> float:
    database = open_database(url, Keyring([bytes(32)]))
    try:
        await schema.prepare(database)
        workspace_id, ids = await fill(database, people, feedbacks)
        await _index(database, workspace_id)
        return await _searches(database, workspace_id, ids, samples)
    finally:
        await database.close()


async def _index(database: Database, workspace_id: WorkspaceId) -> None:
    """As LookingBackService.catch_up, in larger steps: nobody else waits here."""
    done = INDEXED
    while done == INDEXED:
        async with database.writing(workspace_id) as unit:
            done = await unit.search.catch_up(INDEXED)
            await unit.commit()
    async with database.write() as connection:
        await connection.execute(text("ANALYZE"))
        await connection.commit()


async def _searches(
    database: Database, workspace_id: WorkspaceId, ids: list[PersonId], samples: int
) -> float:
    service = LookingBackService(database, lambda: None)
    took: list[float] = []
    for place in range(WARM_UP + samples):
        viewer = ids[place * 7919 % len(ids)]
        began = time.perf_counter()
        await service.search(workspace_id, viewer, QUESTIONS[place % len(QUESTIONS)])
        took.append((time.perf_counter() - began) * 1e3)
    return median(took[WARM_UP:])
