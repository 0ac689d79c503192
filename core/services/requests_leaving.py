"""When somebody leaves, nothing goes on waiting for them, and those who asked are told."""

from collections.abc import Sequence
from datetime import datetime

from core.domain import requests
from core.domain.ids import PersonId
from core.domain.messages import Topic
from core.domain.requests import Ask, AskItem, AskState
from core.notifications import RequestClosed
from core.ports import UnitOfWork
from core.services.requests_steps import take_step

BATCH = 100


async def close_for(unit: UnitOfWork, gone: Sequence[PersonId], now: datetime) -> bool:
    """Closes what these people are asked, ask, or are the subject of. Whoever asked is told, unless it is
    they who left. False: there was nothing to close."""
    closed = False
    while gone and (hanging := await unit.requests.hanging_on(gone, BATCH)):
        for item in hanging:
            await close_ask(unit, item, now, tell=item.request.requester_id not in gone)
        closed = True
    return closed


async def close_ask(unit: UnitOfWork, item: AskItem, now: datetime, *, tell: bool = True) -> None:
    """No answer will come. `tell`: whoever asked hears of it."""
    await take_step(unit, item.ask.id, _closed)
    if tell:
        await unit.outbox.tell(Topic(RequestClosed.kind, item.request.requester_id, item.ask.id), now)


def _closed(item: AskItem) -> Ask:
    return requests.end(item.ask, AskState.CLOSED) if item.ask.is_open else item.ask
