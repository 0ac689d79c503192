"""The outbox: the wishes, and the conditional steps that bring them about."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from structlog.contextvars import bound_contextvars

from core.domain.messages import Message, MessageRef, MessageState
from core.ports import Lease
from tests.contract.office import HOUR, MINUTE, NOON, Office

REF = MessageRef("D1", "1700000000.000100")


async def tell(office: Office, due_at: datetime = NOON) -> None:
    await office.change(lambda unit: unit.outbox.tell(office.topic(), due_at))


async def refresh(office: Office) -> None:
    await office.change(lambda unit: unit.outbox.refresh(office.topic()))


async def withdraw(office: Office) -> None:
    await office.change(lambda unit: unit.outbox.withdraw(office.topic()))


async def begun(office: Office) -> tuple[Message, Lease]:
    """The one message, being sent."""
    message, lease = await office.message(office.topic()), await office.lease()
    assert await office.begin(message, lease)
    return message, lease


async def settle(office: Office, message: Message, shown: int | None = 1) -> None:
    ref = None if shown is None else REF
    await office.change(lambda unit: unit.outbox.settle(message, ref, shown))


async def shown(office: Office) -> Message:
    """Told, posted and settled; returns it as it was when it was due."""
    await tell(office)
    message, _ = await begun(office)
    await settle(office, message)
    return message


async def fail(office: Office) -> Message:
    await tell(office)
    message, _ = await begun(office)
    await office.change(lambda unit: unit.outbox.fail(message, "user_disabled"))
    return message


async def waiting(office: Office) -> tuple[int, datetime | None]:
    return await office.ask(lambda unit: unit.outbox.waiting())


# -- wishes ---


async def test_all_periods_are_refreshed_at_once(office: Office) -> None:
    topics = [office.topic(period=period) for period in ("", "1", "2")]
    for topic in topics:
        await office.tell(topic)
    other = await office.tell(office.topic(subject="8"))
    await office.change(lambda unit: unit.outbox.refresh_all(topics[1]))
    assert {one.topic.period: one.revision for one in await office.due() if one.topic in topics} == {
        "": 2,
        "1": 2,
        "2": 2,
    }
    assert await office.message(other.topic) == other


async def test_what_is_told_becomes_due(office: Office) -> None:
    before = datetime.now(UTC)
    with bound_contextvars(correlation_id="c-17"):
        message = await office.tell(office.topic(period="2026-W10"), NOON)
    assert before <= message.created_at <= datetime.now(UTC)
    assert message == Message(
        id=message.id,
        workspace_id=office.workspace_id,
        topic=office.topic(period="2026-W10"),
        state=MessageState.DUE,
        wanted=True,
        revision=1,
        shown_revision=None,
        ref=None,
        due_at=NOON,
        attempts=0,
        first_tried_at=None,
        created_at=message.created_at,
        correlation_id="c-17",
    )


async def test_telling_twice_is_one_message_of_a_newer_revision(office: Office) -> None:
    first = await office.tell(office.topic(), NOON + HOUR)
    with bound_contextvars(correlation_id="c-2"):
        second = await office.tell(office.topic(), NOON)
    assert second == replace(first, revision=2, due_at=NOON, correlation_id="c-2")


async def test_another_kind_recipient_subject_or_period_is_another_message(office: Office) -> None:
    topics = [
        office.topic(),
        office.topic(kind="feedback.shared"),
        office.topic(office.cleo),
        office.topic(subject="8"),
        office.topic(period="2026-W10"),
    ]
    for topic in topics:
        await office.tell(topic)
    assert [message.topic for message in await office.due()] == topics
    assert len({message.id for message in await office.due()}) == 5


async def test_messages_come_due_in_order(office: Office) -> None:
    assert await office.ask(lambda unit: unit.outbox.next_due()) is None
    later = await office.tell(office.topic(subject="1"), NOON + HOUR)
    first = await office.tell(office.topic(subject="2"), NOON)
    second = await office.tell(office.topic(subject="3"), NOON)
    assert await office.due(NOON - MINUTE) == []
    assert await office.due(NOON) == [first, second]
    assert await office.due(NOON, limit=1) == [first]
    assert await office.due(NOON + HOUR) == [first, second, later]
    assert await office.ask(lambda unit: unit.outbox.next_due()) == NOON


async def test_messages_told_in_one_transaction_keep_their_order(office: Office) -> None:
    topics = [office.topic(subject=str(number)) for number in range(12)]
    async with office.writing() as unit:
        for topic in topics:
            await unit.outbox.tell(topic, NOON)
        await unit.commit()
    assert [message.topic for message in await office.due()] == topics


async def test_refreshing_what_was_never_told_does_nothing(office: Office) -> None:
    await refresh(office)
    await withdraw(office)
    assert await office.due() == []
    assert await waiting(office) == (0, None)


async def test_what_is_not_posted_yet_is_withdrawn_without_a_word(office: Office) -> None:
    await tell(office)
    await withdraw(office)
    assert await office.due() == []
    assert await waiting(office) == (0, None)
    await refresh(office)
    assert await office.due() == []


async def test_what_was_tried_in_vain_and_withdrawn_is_left_to_the_deliverer(office: Office) -> None:
    await tell(office)
    message, _ = await begun(office)
    await office.change(lambda unit: unit.outbox.retry(message, NOON, "timeout"))
    await withdraw(office)
    again = await office.message(office.topic())
    assert (again.wanted, again.revision, again.ref) == (False, 2, None)


async def test_what_is_shown_and_withdrawn_is_due_for_deletion(office: Office) -> None:
    await shown(office)
    await withdraw(office)
    message = await office.message(office.topic())
    assert (message.wanted, message.revision, message.shown_revision, message.ref) == (False, 2, 1, REF)
    await withdraw(office)
    assert (await office.message(office.topic())).revision == 2


async def test_what_was_withdrawn_can_be_told_again(office: Office) -> None:
    await shown(office)
    await withdraw(office)
    message, _ = await begun(office)
    await settle(office, message, shown=None)
    await refresh(office)
    assert await office.due() == []
    await tell(office, NOON + HOUR)
    again = await office.message(office.topic())
    assert again == replace(
        again, id=message.id, wanted=True, revision=3, shown_revision=None, ref=None, due_at=NOON + HOUR
    )


async def test_what_is_shown_is_refreshed_at_once(office: Office) -> None:
    first = await shown(office)
    assert await office.due() == []
    await refresh(office)
    message = await office.message(office.topic())
    assert message == replace(first, revision=2, shown_revision=1, ref=REF)


async def test_what_is_not_due_yet_stays_so_when_refreshed(office: Office) -> None:
    await tell(office, NOON + HOUR)
    await refresh(office)
    message = await office.message(office.topic())
    assert (message.revision, message.due_at) == (2, NOON + HOUR)


# -- steps ---


async def test_beginning_counts_an_attempt_and_notes_the_first(office: Office) -> None:
    await tell(office)
    before = datetime.now(UTC)
    message, lease = await begun(office)
    (sending,) = await office.unsettled(lease)
    assert sending.first_tried_at is not None
    assert before <= sending.first_tried_at <= datetime.now(UTC)
    assert sending == replace(
        message, state=MessageState.SENDING, attempts=1, first_tried_at=sending.first_tried_at
    )
    assert await office.due() == []
    await office.change(lambda unit: unit.outbox.retry(message, NOON + MINUTE, "timeout"))
    again, _ = await begun(office)
    assert (again.attempts, again.first_tried_at) == (1, sending.first_tried_at)
    (sending_again,) = await office.unsettled(lease)
    assert (sending_again.attempts, sending_again.first_tried_at) == (2, sending.first_tried_at)


async def test_only_what_is_due_at_this_revision_begins(office: Office) -> None:
    old = await office.tell(office.topic())
    await tell(office)
    lease = await office.lease()
    assert not await office.begin(old, lease)
    current = await office.message(office.topic())
    assert await office.begin(current, lease)
    assert not await office.begin(current, lease)


async def test_only_the_holder_of_the_lease_begins(office: Office) -> None:
    message = await office.tell(office.topic())
    lease = await office.lease()
    assert not await office.begin(message, replace(lease, fence=lease.fence + 1))
    assert not await office.begin(message, replace(lease, fence=lease.fence - 1))
    await office.storage.release(lease)
    assert not await office.begin(message, lease)
    assert await office.unsettled(lease) == []


async def test_a_lease_that_has_ended_begins_nothing(office: Office) -> None:
    message = await office.tell(office.topic())
    ended = await office.lease(ttl=timedelta(0))
    assert not await office.begin(message, ended)
    successor = await office.lease("another")
    assert not await office.begin(message, ended)
    assert await office.begin(message, successor)
    assert await office.unsettled(ended) == []


async def test_a_lease_on_something_else_begins_nothing(office: Office) -> None:
    message = await office.tell(office.topic())
    other = await office.storage.acquire(office.workspace_id, "directory", "me", HOUR)
    assert other is not None
    assert not await office.begin(message, other)


async def test_only_what_began_long_enough_ago_is_unsettled(office: Office) -> None:
    await tell(office)
    message, lease = await begun(office)
    assert [one.id for one in await office.unsettled(lease)] == [message.id]
    assert await office.unsettled(lease, older_than=HOUR) == []
    await settle(office, message)
    assert await office.unsettled(lease) == []


async def test_unsettled_messages_come_oldest_first_and_in_batches(office: Office) -> None:
    lease = await office.lease()
    messages = [await office.tell(office.topic(subject=str(number))) for number in range(4)]
    for message in messages:
        assert await office.begin(message, lease)
    found = await office.ask(lambda unit: unit.outbox.unsettled(lease.fence, timedelta(0), 3))
    assert [one.id for one in found] == [one.id for one in messages[:3]]


async def test_settling_ends_it(office: Office) -> None:
    await tell(office)
    message, lease = await begun(office)
    await settle(office, message)
    assert await office.due() == []
    assert await office.unsettled(lease) == []
    assert await waiting(office) == (0, None)


@pytest.mark.parametrize("wish", ["told", "refreshed", "withdrawn"])
async def test_a_wish_that_comes_while_it_is_sent_makes_it_due_again(office: Office, wish: str) -> None:
    await tell(office)
    message, lease = await begun(office)
    await {"told": tell, "refreshed": refresh, "withdrawn": withdraw}[wish](office)
    assert await office.due() == []
    (sending,) = await office.unsettled(lease)
    assert (sending.revision, sending.wanted) == (1, wish != "withdrawn")
    await settle(office, sending)
    again = await office.message(office.topic())
    assert again == replace(
        message, revision=2, shown_revision=1, ref=REF, wanted=wish != "withdrawn", due_at=again.due_at
    )


async def test_a_second_settling_changes_nothing(office: Office) -> None:
    message = await shown(office)
    await office.change(lambda unit: unit.outbox.settle(message, MessageRef("D2", "2"), 1))
    await office.change(lambda unit: unit.outbox.retry(message, NOON, "late"))
    await office.change(lambda unit: unit.outbox.fail(message, "late"))
    assert await office.due() == []
    await refresh(office)
    assert (await office.message(office.topic())).ref == REF


async def test_trying_again_waits_until_then(office: Office) -> None:
    await tell(office)
    message, lease = await begun(office)
    await office.change(lambda unit: unit.outbox.retry(message, NOON + HOUR, "timeout"))
    assert await office.unsettled(lease) == []
    assert await office.due(NOON + MINUTE) == []
    (again,) = await office.due(NOON + HOUR)
    assert (again.state, again.attempts, again.revision) == (MessageState.DUE, 1, 1)


async def test_an_attempt_that_was_not_its_fault_does_not_count(office: Office) -> None:
    await tell(office)
    message, _ = await begun(office)
    await office.change(lambda unit: unit.outbox.retry(message, NOON, "ratelimited", count=False))
    assert (await office.message(office.topic())).attempts == 0


async def test_settling_starts_the_count_anew(office: Office) -> None:
    await tell(office)
    message, _ = await begun(office)
    await office.change(lambda unit: unit.outbox.retry(message, NOON, "timeout"))
    message, _ = await begun(office)
    await settle(office, message)
    await refresh(office)
    again = await office.message(office.topic())
    assert (again.attempts, again.first_tried_at) == (0, None)


async def test_a_failed_message_rests_until_it_is_told_again(office: Office) -> None:
    message = await fail(office)
    lease = await office.lease()
    await refresh(office)
    assert await office.due() == []
    assert await office.unsettled(lease) == []
    assert await waiting(office) == (0, None)
    await tell(office, NOON + HOUR)
    again = await office.message(office.topic())
    assert (again.id, again.state, again.attempts) == (message.id, MessageState.DUE, 0)
    assert again.revision == 3


async def test_a_failed_message_that_stands_nowhere_is_withdrawn_without_a_word(office: Office) -> None:
    await fail(office)
    await withdraw(office)
    assert await office.due() == []


async def test_one_that_is_only_due_can_fail(office: Office) -> None:
    message = await office.tell(office.topic())
    await office.change(lambda unit: unit.outbox.fail(message, "user_disabled"))
    assert await office.due() == []


async def test_what_waits_is_counted_with_the_oldest_due(office: Office) -> None:
    await office.tell(office.topic(subject="1"), NOON + HOUR)
    sending = await office.tell(office.topic(subject="2"), NOON)
    await office.tell(office.topic(subject="3"), NOON + MINUTE)
    assert await waiting(office) == (3, NOON)
    assert await office.begin(sending, await office.lease())
    assert await waiting(office) == (3, NOON + MINUTE)
    await settle(office, sending)
    assert await waiting(office) == (2, NOON + MINUTE)
