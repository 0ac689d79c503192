"""The digest: what asks for work, once a working day in one message, for those who chose so.

What would have been a message of its own is left to the next digest when its turn to be sent has come. So
the outbox is the schedule: a digest is made only where there is something new to say, and each says all that
waits at that time. The one before it is taken away.
"""

from collections.abc import Mapping
from datetime import datetime

from core.domain.ids import PersonId
from core.domain.messages import Message
from core.domain.people import LineState, Person, PersonRef
from core.domain.requests import AskItem
from core.notifications import Digest
from core.ports import UnitOfWork
from core.services.drafts import waiting_drafts
from core.services.requests_leaving import close_ask
from core.services.sending import AfterShowing, Describe, OnFailure

MAX_ASKS = 8
MAX_PROPOSALS = 5
MAX_DRAFTS = 3
LOOKED_AT = 50  # of what waits: some of it has been put off


async def describe_digest(unit: UnitOfWork, message: Message) -> Digest | None:
    """What waits on this person and did so at the time of the digest. Drafts alone are no reason for one."""
    person_id, at = message.topic.recipient_id, message.due_at
    person = await unit.people.get(person_id)
    if person is None or person.erased:
        return None
    asks, proposals = await _asks(unit, person_id, at), await _proposals(unit, person_id, at)
    if message.ref is None and not (asks or proposals):
        return None
    drafts = await waiting_drafts(unit, person_id, at, MAX_DRAFTS + 1)
    return Digest(
        asks=tuple(asks[:MAX_ASKS]),
        proposals=tuple(proposals[:MAX_PROPOSALS]),
        drafts=tuple(drafts[:MAX_DRAFTS]),
        more=len(asks) > MAX_ASKS or len(proposals) > MAX_PROPOSALS or len(drafts) > MAX_DRAFTS,
    )


async def _asks(unit: UnitOfWork, person_id: PersonId, at: datetime) -> list[AskItem]:
    """Without those they have put off, and those of people whose messages they have paused."""
    waiting = await unit.requests.waiting_on(person_id, at, LOOKED_AT)
    if not waiting:
        return []
    paused = {pause.from_id for pause in await unit.pauses.of(person_id, LOOKED_AT)}
    return [
        item
        for item in waiting
        if item.request.requester_id not in paused
        and (item.ask.snoozed_until is None or item.ask.snoozed_until <= at)
    ]


async def _proposals(unit: UnitOfWork, person_id: PersonId, at: datetime) -> list[PersonRef]:
    """Who has named them as their manager and waits for an answer."""
    lines = await unit.lines.reports_of(person_id)
    ids = [line.person_id for line in lines if line.state is LineState.PROPOSED and line.changed_at <= at]
    people: Mapping[PersonId, Person] = await unit.people.get_many(ids) if ids else {}
    return [people[one].ref for one in ids if one in people and not people[one].erased]


async def on_digest_shown(unit: UnitOfWork, message: Message) -> None:
    """Only the newest stands there."""
    await unit.outbox.withdraw_earlier(message.topic)


async def on_digest_failed(unit: UnitOfWork, message: Message) -> None:
    """They can't be reached: nothing waits on them, and whoever asked is told."""
    for item in await _asks(unit, message.topic.recipient_id, message.due_at):
        await close_ask(unit, item, message.due_at)


DESCRIBE: Mapping[str, Describe] = {Digest.kind: describe_digest}

ON_FAILURE: Mapping[str, OnFailure] = {Digest.kind: on_digest_failed}

AFTER_SHOWING: Mapping[str, AfterShowing] = {Digest.kind: on_digest_shown}
