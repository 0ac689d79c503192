"""Two who do the same thing at the same moment: one of them wins, and both learn which."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from typing import TypeVar

from core.domain.drafts import Draft
from core.domain.feedback import Box, Reader, ReaderReason
from core.domain.ids import DraftId, new_id
from core.domain.people import LineSource, LineState, PersonKind, Profile, ReportingLine
from core.ports import UnitOfWork
from tests.contract.office import HOUR, MINUTE, NOON, Office

T = TypeVar("T")


async def at_once(office: Office, *steps: Callable[[UnitOfWork], Awaitable[T]]) -> list[T]:
    """Each in a transaction of its own, all begun before any commits where the storage lets them."""
    return list(await asyncio.gather(*(office.change(step) for step in steps)))


async def test_release_and_undo(office: Office) -> None:
    for _ in range(5):
        submission, (copy,) = await office.give(office.ben)
        released, undone = await at_once(
            office,
            lambda unit, one=submission: unit.feedback.release(one.id, NOON + MINUTE),
            lambda unit, one=submission: unit.feedback.undo(one.id, NOON + MINUTE),
        )
        assert released != undone
        received = await office.ask(lambda unit: unit.feedback.page(office.ben, Box.RECEIVED, None, 50))
        given = await office.ask(lambda unit: unit.feedback.page(office.ada, Box.GIVEN, None, 50))
        for page in (received, given):
            assert (copy.id in {item.feedback.id for item in page.items}) == released


async def test_revising_and_releasing(office: Office) -> None:
    for _ in range(5):
        submission, _ = await office.give(office.ben)
        changed = replace(submission, text="changed")
        copies = office.copies(changed, office.cleo)
        released, revised = await at_once(
            office,
            lambda unit, one=submission: unit.feedback.release(one.id, NOON + MINUTE),
            lambda unit, one=changed, copies=copies: unit.feedback.revise(one, copies),
        )
        form = await office.ask(lambda unit, one=submission: unit.feedback.sent_form(one.id))
        assert released and form is not None
        assert form.submission.text == ("changed" if revised else submission.text)
        (item,) = form.copies
        assert item.recipient.name == ("Cleo" if revised else "Ben")
        person = office.cleo if revised else office.ben
        page = await office.ask(lambda unit, one=person: unit.feedback.page(one, Box.RECEIVED, None, 50))
        assert item.feedback.id in {one.feedback.id for one in page.items}


async def test_one_form_submitted_many_times(office: Office) -> None:
    forms = [office.submission(form_key="V1", text=f"try {number}") for number in range(6)]
    added = await at_once(
        office,
        *(
            lambda unit, one=form: unit.feedback.add(one, office.copies(one, office.ben, office.cleo))
            for form in forms
        ),
    )
    assert sorted(added) == [False] * 5 + [True]
    stored = await office.ask(lambda unit: unit.feedback.by_form_key("V1"))
    assert stored is not None
    assert stored.submission == forms[added.index(True)]
    assert len(stored.copies) == 2


async def test_thanking_twice(office: Office) -> None:
    _, (copy,) = await office.send(office.ben)
    moments = [NOON + number * HOUR for number in range(4)]
    thanked = await at_once(office, *(lambda unit, at=at: unit.feedback.thank(copy.id, at) for at in moments))
    assert sorted(thanked) == [False] * 3 + [True]
    item = await office.ask(lambda unit: unit.feedback.item(copy.id))
    assert item is not None
    assert item.feedback.thanked_at == moments[thanked.index(True)]


async def test_sharing_twice(office: Office) -> None:
    _, (copy,) = await office.send(office.ben)
    reader = Reader(office.dana, ReaderReason.SHARED, NOON)
    added = await at_once(office, *[lambda unit: unit.feedback.add_reader(copy.id, reader)] * 4)
    assert sorted(added) == [False] * 3 + [True]


async def test_telling_the_same_thing_many_times(office: Office) -> None:
    await at_once(office, *[lambda unit: unit.outbox.tell(office.topic(), NOON)] * 8)
    (message,) = await office.due()
    assert message.revision == 8


async def test_beginning_the_same_message_twice(office: Office) -> None:
    message, lease = await office.tell(office.topic()), await office.lease()
    begun = await at_once(office, *[lambda unit: unit.outbox.begin(message, lease.fence)] * 4)
    assert sorted(begun) == [False] * 3 + [True]
    (sending,) = await office.unsettled(lease)
    assert sending.attempts == 1


async def test_beginning_and_telling(office: Office) -> None:
    """Whatever the order, the newest revision is not lost."""
    lease = await office.lease()
    for number in range(4):
        topic = office.topic(subject=str(number))
        message = await office.tell(topic)

        async def tell(unit: UnitOfWork, topic=topic) -> bool:
            await unit.outbox.tell(topic, NOON)
            return True

        _, begun = await at_once(office, tell, lambda unit, one=message: unit.outbox.begin(one, lease.fence))
        unsettled = [one for one in await office.unsettled(lease) if one.id == message.id]
        assert len(unsettled) == begun
        if begun:
            await office.change(lambda unit, one=unsettled[0]: unit.outbox.settle(one, None, None))
        assert (await office.message(topic)).revision == 2


async def test_a_manager_decides_while_the_person_names_another(office: Office) -> None:
    for _ in range(4):
        line = ReportingLine(office.ben, office.ada, LineSource.SELF, LineState.PROPOSED, NOON)
        other = replace(line, manager_id=office.cleo)
        await office.change(lambda unit, one=line: unit.lines.save([one]))

        async def rename(unit: UnitOfWork, other=other) -> bool:
            await unit.lines.save([other])
            return True

        confirmed = replace(line, state=LineState.CONFIRMED)
        await at_once(office, rename, lambda unit, one=confirmed: unit.lines.decide(one))
        assert await office.ask(lambda unit: unit.lines.of(office.ben)) == other


async def test_the_same_people_saved_at_once(office: Office) -> None:
    profiles = [Profile(f"U{number}", PersonKind.MEMBER, "Same") for number in range(300)]
    saved = await at_once(
        office,
        lambda unit: unit.people.save_profiles(profiles),
        lambda unit: unit.people.save_profiles(profiles[::-1]),
    )
    assert sum(saved) == 300


async def test_one_draft_kept_many_times(office: Office) -> None:
    drafts = [
        Draft(DraftId(new_id()), office.ada, "feedback.give", "V1", {"text": str(number)}, NOON, NOON + HOUR)
        for number in range(4)
    ]
    ids = await at_once(office, *(lambda unit, one=one: unit.drafts.put(one) for one in drafts))
    assert len(set(ids)) == 1
    (kept,) = await office.ask(lambda unit: unit.drafts.of(office.ada))
    assert (kept.id, kept.content["text"] in {"0", "1", "2", "3"}) == (ids[0], True)


async def test_two_deliverers_never_both_begin(office: Office) -> None:
    """The second takes the lease over while the first still believes in its own."""
    messages = [await office.tell(office.topic(subject=str(number))) for number in range(6)]
    first = await office.lease("first", ttl=timedelta(0))
    second = await office.lease("second")
    answers = await at_once(
        office,
        *(lambda unit, one=one: unit.outbox.begin(one, first.fence) for one in messages),
        *(lambda unit, one=one: unit.outbox.begin(one, second.fence) for one in messages),
    )
    assert answers == [False] * 6 + [True] * 6
