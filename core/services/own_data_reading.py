"""Reads everything about and by somebody, list by list, without what the policy doesn't let them see."""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from datetime import datetime
from itertools import groupby
from typing import TypeVar

from core.domain import policies
from core.domain.drafts import Draft
from core.domain.feedback import Box, FeedbackItem
from core.domain.ids import FeedbackId, PersonId, SubmissionId
from core.domain.own_data import OwnData
from core.domain.paging import Cursor, Page
from core.domain.people import Person, PersonRef
from core.domain.policies import Action
from core.domain.replies import Reply
from core.domain.revisions import Version
from core.ports import UnitOfWork
from core.services.feedback_reading import as_seen_by

BATCH = 200
MANY = 10_000

T = TypeVar("T")


async def read_own_data(unit: UnitOfWork, person: Person, now: datetime) -> OwnData:
    viewer = person.id
    feedback = {box: await _feedback(unit, viewer, box) for box in Box}
    items = [item for some in feedback.values() for item in some]
    line, reports = await unit.lines.of(viewer), await unit.lines.reports_of(viewer)
    drafts, pauses = await unit.drafts.of(viewer, MANY), await unit.pauses.of(viewer, MANY)
    named = {report.person_id for report in reports} | {pause.from_id for pause in pauses}
    named |= {one for draft in drafts for one in _recipients(draft)}
    named |= {line.manager_id} if line else set()
    return OwnData(
        person=person,
        line=line,
        reports_to_them=tuple(reports),
        roles=await unit.grants.of(viewer),
        preferences=await unit.preferences.of(viewer),
        feedback=feedback,
        replies=await _replies(unit, viewer, items),
        versions=await _versions(unit, viewer, items),
        requests=tuple(
            [request async for request in _walked(lambda cursor: unit.requests.page(viewer, cursor, BATCH))]
        ),
        asked=tuple(await unit.requests.waiting_on(viewer, now, MANY)),
        drafts=tuple(drafts),
        notes=(
            *await unit.notes.written_by(viewer, MANY),
            *await unit.notes.shared_with(viewer, MANY),
        ),
        problems=tuple(await unit.reports.made_by(viewer, MANY)),
        pauses=tuple(pauses),
        names=await _names(unit, named),
    )


async def _walked(page_at: Callable[[Cursor | None], Awaitable[Page[T]]]) -> AsyncIterator[T]:
    page = await page_at(None)
    while True:
        for item in page.items:
            yield item
        if page.older is None:
            return
        page = await page_at(page.older)


async def _feedback(unit: UnitOfWork, viewer: PersonId, box: Box) -> tuple[FeedbackItem, ...]:
    found = _walked(lambda cursor: unit.feedback.page(viewer, box, cursor, BATCH))
    seen = [as_seen_by(viewer, item) async for item in found]
    return tuple(item for item in seen if item is not None)


async def _replies(
    unit: UnitOfWork, viewer: PersonId, items: Sequence[FeedbackItem]
) -> dict[FeedbackId, tuple[Reply, ...]]:
    readable = [item.feedback.id for item in items if policies.may(viewer, Action.READ_REPLIES, item)]
    found = await unit.replies.about(readable)
    return {key: tuple(some) for key, some in groupby(found, lambda reply: reply.feedback_id)}


async def _versions(
    unit: UnitOfWork, viewer: PersonId, items: Sequence[FeedbackItem]
) -> dict[SubmissionId, tuple[Version, ...]]:
    edited = {
        item.submission.id
        for item in items
        if item.submission.edits and policies.may(viewer, Action.READ_VERSIONS, item)
    }
    return {one: tuple(await unit.revisions.versions(one, MANY)) for one in sorted(edited)}


def _recipients(draft: Draft) -> list[PersonId]:
    found = draft.content.get("recipients")
    return [PersonId(one) for one in found] if isinstance(found, list) else []


async def _names(unit: UnitOfWork, ids: set[PersonId]) -> dict[PersonId, PersonRef]:
    return {key: person.ref for key, person in (await unit.people.get_many(sorted(ids))).items()}
