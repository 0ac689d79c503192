"""Each message where it should be, once: what may break around one send, one at a time."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta

import pytest

from core.domain.errors import Unavailable
from core.domain.ids import DraftId, WorkspaceId
from core.domain.messages import Message, Topic
from core.domain.people import Person, PersonKind
from core.notifications import DraftKept, Notification
from core.ports import DELIVERY, UnitOfWork
from core.services.attempts import Outcome, backoff
from core.services.delivery import Deliverer
from tests.factories import Storage, profile
from tests.fakes.clock import FakeClock
from tests.fakes.unsteady import Trouble, UnsteadyMessenger

KIND = "drafts.kept"
A_WHILE = timedelta(hours=1)  # for a process that is to die before it looks anything up


class Office:
    """One workspace with an outbox. What a message says is looked up in `truth` when it is sent; what is
    not there has nothing to say."""

    def __init__(self, storage: Storage, workspace_id: WorkspaceId) -> None:
        self.storage, self.workspace_id = storage, workspace_id
        self.clock = FakeClock()
        self.messenger = UnsteadyMessenger()
        self.truth: dict[str, str] = {}
        self.failed: list[str] = []
        self.outcomes: list[Outcome] = []
        self.deliverer = self.start()

    def start(
        self,
        holder: str = "one",
        late_arrival: timedelta = timedelta(0),
        patience: timedelta = timedelta(seconds=30),
        concurrency: int = 8,
    ) -> Deliverer:
        """A process's deliverer: what was under way in an earlier one is lost, as it is after kill -9."""
        self.deliverer = Deliverer(
            self.storage,
            self.storage,
            self.messenger,
            self.clock,
            {KIND: self.describe},
            {KIND: self.on_failure},
            holder=holder,
            call_timeout=timedelta(0),
            late_arrival=late_arrival,
            observe=lambda _, outcome: self.outcomes.append(outcome),
            patience=patience,
            concurrency=concurrency,
        )
        return self.deliverer

    async def describe(self, unit: UnitOfWork, message: Message) -> Notification | None:
        text = self.truth.get(message.topic.subject_id)
        return None if text is None else DraftKept(DraftId(message.topic.subject_id), text, True)

    async def on_failure(self, unit: UnitOfWork, message: Message) -> None:
        self.failed.append(message.topic.subject_id)

    async def hire(self, name: str, kind: PersonKind = PersonKind.MEMBER) -> Person:
        known = profile(name, kind)
        async with self.storage.writing(self.workspace_id) as unit:
            await unit.people.save_profiles([known])
            person = (await unit.people.by_external_ids([known.external_id]))[known.external_id]
            await unit.commit()
        return person

    async def tell(self, person: Person, subject: str, text: str | None) -> None:
        if text is not None:
            self.truth[subject] = text
        async with self.storage.writing(self.workspace_id) as unit:
            await unit.outbox.tell(Topic(KIND, person.id, subject), self.clock.now())
            await unit.commit()

    async def withdraw(self, person: Person, subject: str) -> None:
        async with self.storage.writing(self.workspace_id) as unit:
            await unit.outbox.withdraw(Topic(KIND, person.id, subject))
            await unit.commit()

    async def deliver(self) -> int:
        return await self.deliverer.deliver_due(self.workspace_id)

    async def waiting(self) -> int:
        async with self.storage.reading(self.workspace_id) as unit:
            return (await unit.outbox.waiting())[0]

    def reads(self, person: Person) -> list[str]:
        return [
            standing.what.form
            for standing in self.messenger.read(person)
            if isinstance(standing.what, DraftKept)
        ]

    def called(self, method: str) -> int:
        return sum(name == method for name, _ in self.messenger.calls)


@asynccontextmanager
async def office_in(storage: Storage) -> AsyncIterator[Office]:
    workspace = await storage.ensure_workspace("slack", "T1", "Office", None)
    office = Office(storage, workspace.id)
    try:
        yield office
    finally:
        await office.deliverer.close()


@pytest.fixture
async def office(storage: Storage) -> AsyncIterator[Office]:
    async with office_in(storage) as made:
        yield made


# -- when all goes well ---


async def test_a_message_is_posted_once_and_settled(office: Office) -> None:
    dana = await office.hire("Dana")
    await office.tell(dana, "1", "hello")
    assert await office.deliver() == 1
    assert await office.deliver() == 0
    assert office.reads(dana) == ["hello"]
    assert await office.waiting() == 0


async def test_the_conversation_is_opened_once_a_person(office: Office) -> None:
    dana = await office.hire("Dana")
    for subject in "123":
        await office.tell(dana, subject, subject)
    await office.deliver()
    office.start()
    await office.tell(dana, "4", "4")
    await office.deliver()
    assert office.reads(dana) == ["1", "2", "3", "4"]
    assert office.called("open") == 1


async def test_a_newer_revision_updates_the_message_in_place(office: Office) -> None:
    dana = await office.hire("Dana")
    await office.tell(dana, "1", "draft")
    await office.deliver()
    await office.tell(dana, "1", "final")
    await office.deliver()
    assert office.reads(dana) == ["final"]
    assert office.called("post") == 1


async def test_what_is_withdrawn_before_it_was_sent_is_never_sent(office: Office) -> None:
    dana = await office.hire("Dana")
    await office.tell(dana, "1", "oops")
    await office.withdraw(dana, "1")
    await office.deliver()
    assert office.messenger.calls == []
    assert await office.waiting() == 0


async def test_what_is_withdrawn_after_it_was_sent_is_deleted(office: Office) -> None:
    dana = await office.hire("Dana")
    await office.tell(dana, "1", "oops")
    await office.deliver()
    await office.withdraw(dana, "1")
    await office.deliver()
    assert office.reads(dana) == []
    assert await office.waiting() == 0


async def test_where_there_is_nothing_to_say_nothing_is_said(office: Office) -> None:
    dana = await office.hire("Dana")
    await office.tell(dana, "1", None)
    await office.deliver()
    assert office.messenger.calls == []
    assert office.outcomes == [Outcome.NOTHING]
    assert await office.waiting() == 0


async def test_what_is_not_to_be_said_any_more_is_deleted(office: Office) -> None:
    dana = await office.hire("Dana")
    await office.tell(dana, "1", "for your eyes")
    await office.deliver()
    del office.truth["1"]
    await office.tell(dana, "1", None)
    await office.deliver()
    assert office.reads(dana) == []
    assert await office.waiting() == 0


async def test_a_message_is_not_sent_before_it_is_due(office: Office) -> None:
    dana = await office.hire("Dana")
    office.clock.advance(hours=1)
    await office.tell(dana, "1", "later")
    office.clock.advance(hours=-1)
    assert await office.deliver() == 0
    office.clock.advance(hours=1)
    assert await office.deliver() == 1


async def test_one_person_is_told_in_order_and_others_meanwhile(office: Office) -> None:
    dana, eve = await office.hire("Dana"), await office.hire("Eve")
    for subject in "abc":
        await office.tell(dana, subject, subject)
    await office.tell(eve, "d", "d")
    both_under_way = asyncio.Barrier(2)

    async def meet(method: str) -> None:
        if method == "post" and not both_under_way.broken and office.called("post") <= 2:
            await asyncio.wait_for(both_under_way.wait(), 5)

    office.messenger.meanwhile = meet
    await office.deliver()
    assert office.reads(dana) == ["a", "b", "c"]
    assert office.reads(eve) == ["d"]


async def test_no_more_calls_at_once_than_allowed(office: Office) -> None:
    office.start(concurrency=2)
    under_way, most = 0, 0

    async def count(_: str) -> None:
        nonlocal under_way, most
        under_way += 1
        most = max(most, under_way)
        await asyncio.sleep(0)
        under_way -= 1

    office.messenger.meanwhile = count
    for name in "ABCDEF":
        await office.tell(await office.hire(name), name, name)
    assert await office.deliver() == 6
    assert most <= 2


# -- a crash ---


async def test_a_crash_before_the_call_loses_nothing(office: Office) -> None:
    dana = await office.hire("Dana")
    await office.tell(dana, "1", "hello")
    office.start(late_arrival=A_WHILE)
    office.messenger.expect("post", Trouble.CRASH_BEFORE)
    await office.deliver()
    assert office.reads(dana) == []
    office.start()
    await office.deliver()
    assert office.reads(dana) == ["hello"]
    assert await office.waiting() == 0


async def test_a_crash_after_the_message_was_accepted_doubles_nothing(office: Office) -> None:
    dana = await office.hire("Dana")
    await office.tell(dana, "1", "hello")
    office.start(late_arrival=A_WHILE)
    office.messenger.expect("post", Trouble.CRASH_AFTER)
    await office.deliver()
    office.start()
    await office.deliver()
    assert office.reads(dana) == ["hello"]
    assert office.called("post") == 1
    assert await office.waiting() == 0


async def test_what_is_found_again_is_brought_up_to_date(office: Office) -> None:
    """Accepted, the process dead, and the state moves on before anybody looks."""
    dana = await office.hire("Dana")
    await office.tell(dana, "1", "old")
    office.start(late_arrival=A_WHILE)
    office.messenger.expect("post", Trouble.CRASH_AFTER)
    await office.deliver()
    await office.tell(dana, "1", "new")
    office.start()
    await office.deliver()
    assert office.reads(dana) == ["new"]
    assert office.called("post") == 1


async def test_what_is_found_again_and_was_withdrawn_is_deleted(office: Office) -> None:
    dana = await office.hire("Dana")
    await office.tell(dana, "1", "oops")
    office.start(late_arrival=A_WHILE)
    office.messenger.expect("post", Trouble.CRASH_AFTER)
    await office.deliver()
    await office.withdraw(dana, "1")
    office.start()
    await office.deliver()
    assert office.reads(dana) == []
    assert await office.waiting() == 0


async def test_a_crash_while_the_conversation_is_opened(office: Office) -> None:
    dana = await office.hire("Dana")
    await office.tell(dana, "1", "hello")
    office.start(late_arrival=A_WHILE)
    office.messenger.expect("open", Trouble.CRASH_AFTER)
    await office.deliver()
    office.start()
    await office.deliver()
    assert office.reads(dana) == ["hello"]


@pytest.mark.parametrize("trouble", [Trouble.CRASH_BEFORE, Trouble.CRASH_AFTER])
@pytest.mark.parametrize("last", ["update", "delete"])
async def test_a_crash_around_a_change(office: Office, last: str, trouble: Trouble) -> None:
    dana = await office.hire("Dana")
    await office.tell(dana, "1", "old")
    await office.deliver()
    if last == "update":
        await office.tell(dana, "1", "new")
    else:
        await office.withdraw(dana, "1")
    office.start(late_arrival=A_WHILE)
    office.messenger.expect(last, trouble)
    await office.deliver()
    office.start()
    await office.deliver()
    assert office.reads(dana) == (["new"] if last == "update" else [])
    assert office.called("post") == 1
    assert await office.waiting() == 0


# -- answers that are lost ---


async def test_a_lost_answer_is_looked_up(office: Office) -> None:
    dana = await office.hire("Dana")
    await office.tell(dana, "1", "hello")
    office.messenger.expect("post", Trouble.LOST)
    await office.deliver()
    assert office.reads(dana) == ["hello"]
    assert (office.called("post"), office.called("find")) == (1, 1)
    assert await office.waiting() == 0


async def test_what_never_arrived_is_sent_again(office: Office) -> None:
    dana = await office.hire("Dana")
    await office.tell(dana, "1", "hello")
    office.messenger.expect("post", Trouble.VANISHED)
    await office.deliver()
    assert office.reads(dana) == ["hello"]
    assert office.called("post") == 2


async def test_a_request_that_lands_late_is_found_and_not_doubled(office: Office) -> None:
    dana = await office.hire("Dana")
    await office.tell(dana, "1", "hello")
    office.messenger.expect("post", Trouble.LATE)
    await office.deliver()
    assert office.reads(dana) == ["hello"]
    assert office.called("post") == 1


async def test_a_message_in_doubt_is_left_alone_until_the_call_must_be_over(office: Office) -> None:
    office.start(late_arrival=A_WHILE)
    dana = await office.hire("Dana")
    await office.tell(dana, "1", "hello")
    office.messenger.expect("post", Trouble.VANISHED)
    await office.deliver()
    office.clock.advance(days=2)  # people's clock; the database's is what counts
    await office.deliver()
    assert (office.called("post"), office.called("find")) == (1, 0)
    assert await office.waiting() == 1


async def test_a_look_up_that_fails_is_done_again_and_nothing_is_sent_meanwhile(office: Office) -> None:
    dana = await office.hire("Dana")
    await office.tell(dana, "1", "hello")
    office.messenger.expect("post", Trouble.LOST)
    office.messenger.expect("find", Trouble.NOT_DONE)
    await office.deliver()
    await office.deliver()
    assert (office.called("post"), office.called("find")) == (1, 1)  # it rests a little
    office.start()
    await office.deliver()
    assert office.reads(dana) == ["hello"]
    assert (office.called("post"), office.called("find")) == (1, 2)


async def test_an_update_of_unknown_outcome_is_done_again(office: Office) -> None:
    dana = await office.hire("Dana")
    await office.tell(dana, "1", "old")
    await office.deliver()
    await office.tell(dana, "1", "new")
    office.messenger.expect("update", Trouble.VANISHED)
    await office.deliver()
    assert office.reads(dana) == ["new"]
    assert office.called("find") == 0


async def test_an_update_that_lands_late_does_not_undo_a_newer_one(office: Office) -> None:
    office.start(late_arrival=A_WHILE)
    dana = await office.hire("Dana")
    await office.tell(dana, "1", "old")
    await office.deliver()
    await office.tell(dana, "1", "newer")
    office.messenger.expect("update", Trouble.LATE)
    await office.deliver()
    await office.tell(dana, "1", "newest")
    office.clock.advance(minutes=10)
    await office.deliver()
    assert office.called("update") == 1
    office.messenger.land()
    office.start()
    await office.deliver()
    assert office.reads(dana) == ["newest"]
    assert await office.waiting() == 0


async def test_an_answer_that_never_came_holds_up_nobody_else(office: Office) -> None:
    office.start(patience=timedelta(seconds=0.1))
    dana, eve = await office.hire("Dana"), await office.hire("Eve")
    answer = asyncio.Event()

    async def hang(method: str) -> None:
        if method == "post" and office.called("post") == 1:
            await answer.wait()

    office.messenger.meanwhile = hang
    await office.tell(dana, "1", "slow")
    await office.deliver()
    await office.tell(eve, "2", "quick")
    await office.tell(dana, "3", "next")
    await office.deliver()
    assert (office.reads(dana), office.reads(eve)) == ([], ["quick"])
    answer.set()
    await office.deliver()
    assert office.reads(dana) == ["slow", "next"]
    assert await office.waiting() == 0


# -- refusals ---


async def test_a_rate_limit_is_waited_out_and_does_not_count(office: Office) -> None:
    dana = await office.hire("Dana")
    await office.tell(dana, "1", "hello")
    office.messenger.expect("post", Trouble.LIMITED)
    await office.deliver()
    office.clock.advance(seconds=6.9)
    await office.deliver()
    assert office.called("post") == 1
    office.clock.advance(seconds=0.2)
    async with office.storage.reading(office.workspace_id) as unit:
        [message] = await unit.outbox.due(office.clock.now(), 10)
    assert message.attempts == 0
    await office.deliver()
    assert office.reads(dana) == ["hello"]


async def test_no_connection_is_tried_again_with_patience(office: Office) -> None:
    dana = await office.hire("Dana")
    await office.tell(dana, "1", "hello")
    office.messenger.expect("post", *[Trouble.NOT_DONE] * 12)
    for _ in range(12):
        await office.deliver()
        office.clock.advance(minutes=5)
    assert office.reads(dana) == []
    await office.deliver()
    assert office.reads(dana) == ["hello"]


async def test_a_message_that_is_refused_is_kept_and_holds_up_no_other(office: Office) -> None:
    dana = await office.hire("Dana")
    await office.tell(dana, "1", "too long")
    await office.tell(dana, "2", "fine")
    office.messenger.expect("post", Trouble.REFUSED)
    await office.deliver()
    assert office.reads(dana) == ["fine"]
    office.clock.advance(minutes=15)
    await office.deliver()
    assert office.reads(dana) == ["fine", "too long"]


@pytest.mark.parametrize("method", ["open", "post"])
async def test_whoever_cannot_be_reached_is_recorded_and_others_are_told(office: Office, method: str) -> None:
    dana = await office.hire("Dana")
    await office.tell(dana, "1", "hello")
    office.messenger.expect(method, Trouble.UNREACHABLE)
    if method == "post":
        office.messenger.expect("open")
    await office.deliver()
    assert office.failed == ["1"]
    assert office.reads(dana) == []
    assert await office.waiting() == 0


@pytest.mark.parametrize("kind", [PersonKind.DEACTIVATED, PersonKind.BOT])
async def test_nobody_calls_for_those_who_are_known_to_be_out_of_reach(
    office: Office, kind: PersonKind
) -> None:
    gone = await office.hire("Gone", kind)
    await office.tell(gone, "1", "hello")
    await office.deliver()
    assert office.failed == ["1"]
    assert office.messenger.calls == []


async def test_what_stands_with_somebody_who_left_is_still_kept_right(office: Office) -> None:
    dana = await office.hire("Dana")
    await office.tell(dana, "1", "hello")
    await office.deliver()
    async with office.storage.writing(office.workspace_id) as unit:
        await unit.people.save_profiles([replace(dana.profile, kind=PersonKind.DEACTIVATED)])
        await unit.commit()
    await office.tell(dana, "1", "hello again")
    await office.deliver()
    assert office.reads(dana) == ["hello again"]
    assert office.failed == []


async def test_a_conversation_that_has_moved_is_found(office: Office) -> None:
    dana = await office.hire("Dana")
    async with office.storage.writing(office.workspace_id) as unit:
        await unit.people.save_conversation(dana.id, "D-before-the-move")
        await unit.commit()
    await office.tell(dana, "1", "hello")
    office.messenger.expect("post", Trouble.UNREACHABLE)
    await office.deliver()
    assert office.reads(dana) == ["hello"]
    assert office.failed == []


async def test_whoever_left_after_getting_it_has_not_missed_it(office: Office) -> None:
    dana = await office.hire("Dana")
    await office.tell(dana, "1", "hello")
    await office.deliver()
    await office.tell(dana, "1", "hello again")
    office.messenger.expect("update", Trouble.UNREACHABLE)
    await office.deliver()
    assert office.failed == []
    assert await office.waiting() == 0


async def test_what_somebody_deleted_is_not_posted_again(office: Office) -> None:
    dana = await office.hire("Dana")
    await office.tell(dana, "1", "hello")
    await office.deliver()
    office.messenger.conversations.clear()
    for _ in range(2):
        await office.tell(dana, "1", "hello again")
        await office.deliver()
    assert office.called("post") == 1
    assert await office.waiting() == 0
    await office.withdraw(dana, "1")
    await office.deliver()
    assert await office.waiting() == 0


# -- what happens meanwhile ---


async def test_a_revision_during_the_send_is_shown_after_it(office: Office) -> None:
    dana = await office.hire("Dana")
    await office.tell(dana, "1", "old")

    async def revise(method: str) -> None:
        if method == "post":
            await office.tell(dana, "1", "new")

    office.messenger.meanwhile = revise
    await office.deliver()
    assert office.reads(dana) == ["new"]
    assert (office.called("post"), office.called("update")) == (1, 1)
    assert await office.waiting() == 0


@pytest.mark.parametrize("trouble", [None, Trouble.LOST, Trouble.NOT_DONE])
async def test_a_withdrawal_during_the_send_wins(office: Office, trouble: Trouble | None) -> None:
    dana = await office.hire("Dana")
    await office.tell(dana, "1", "oops")

    async def withdraw(method: str) -> None:
        if method == "post":
            await office.withdraw(dana, "1")

    office.messenger.meanwhile = withdraw
    if trouble:
        office.messenger.expect("post", trouble)
    await office.deliver()
    if trouble is Trouble.NOT_DONE:
        await office.withdraw(dana, "1")
        office.clock.advance(minutes=1)
        await office.deliver()
    assert office.reads(dana) == []
    assert await office.waiting() == 0


async def test_a_revision_between_choosing_and_beginning_is_what_is_sent(office: Office) -> None:
    dana = await office.hire("Dana")
    await office.tell(dana, "1", "old")
    describe = office.describe
    changed = False

    async def describe_and_change(unit: UnitOfWork, message: Message) -> Notification | None:
        nonlocal changed
        what = await describe(unit, message)
        if not changed:
            changed = True
            asyncio.get_running_loop().create_task(office.tell(dana, "1", "new"))
        return what

    office.describe = describe_and_change
    office.start()
    while await office.waiting():
        await office.deliver()
    assert office.reads(dana) == ["new"]
    assert office.called("post") == 1


# -- several processes ---


async def test_only_one_process_delivers_for_a_workspace(office: Office) -> None:
    dana = await office.hire("Dana")
    await office.deliver()
    first = office.deliverer
    second = office.start("two")
    await office.tell(dana, "1", "hello")
    assert await second.deliver_due(office.workspace_id) == 0
    assert await first.deliver_due(office.workspace_id) == 1


async def test_a_process_that_ends_hands_over_at_once(office: Office) -> None:
    dana = await office.hire("Dana")
    await office.tell(dana, "1", "hello")
    await office.deliver()
    await office.deliverer.close()
    office.start("two")
    await office.tell(dana, "2", "from the other")
    assert await office.deliver() == 1


async def test_a_process_whose_lease_is_over_begins_nothing(office: Office) -> None:
    dana = await office.hire("Dana")
    await office.deliver()
    stale = office.deliverer
    lease = await office.storage.acquire(office.workspace_id, DELIVERY, "one", timedelta(seconds=15))
    assert lease is not None
    await office.storage.release(lease)
    office.start("two")
    await office.deliver()
    await office.tell(dana, "1", "hello")
    assert await stale.deliver_due(office.workspace_id) == 0
    assert office.called("post") == 0
    assert await office.deliver() == 1
    assert office.reads(dana) == ["hello"]
    await stale.close()


async def test_a_process_that_slept_through_its_lease_disturbs_nobody(office: Office) -> None:
    """It looked a message up and found nothing; meanwhile another process has taken over and is sending
    it."""
    dana = await office.hire("Dana")
    await office.tell(dana, "1", "hello")
    office.start(late_arrival=A_WHILE)
    office.messenger.expect("post", Trouble.VANISHED)
    await office.deliver()
    sleeper, other = office.start("one"), office.start("two", patience=timedelta(seconds=0.2))
    answer = asyncio.Event()

    async def sleep(method: str) -> None:
        if method == "find" and office.called("find") == 1:
            lease = await office.storage.acquire(office.workspace_id, DELIVERY, "one", timedelta(seconds=9))
            assert lease is not None
            await office.storage.release(lease)
            while office.called("post") < 2:
                await other.deliver_due(office.workspace_id)
        if method == "post":
            await answer.wait()

    office.messenger.meanwhile = sleep
    await sleeper.deliver_due(office.workspace_id)
    answer.set()
    while await office.waiting():
        await other.deliver_due(office.workspace_id)
    assert office.reads(dana) == ["hello"]
    assert office.called("post") == 2  # the one that vanished, and the other's
    await sleeper.close()


# -- ends and faults ---


async def test_closing_waits_for_the_call_that_is_under_way(office: Office) -> None:
    office.start(patience=timedelta(seconds=0.1))
    dana = await office.hire("Dana")
    answer = asyncio.Event()

    async def hang(method: str) -> None:
        if method == "post":
            await answer.wait()

    office.messenger.meanwhile = hang
    await office.tell(dana, "1", "hello")
    await office.tell(dana, "2", "not any more")
    await office.deliver()
    closing = asyncio.create_task(office.deliverer.close())
    await asyncio.sleep(0)
    answer.set()
    await closing
    assert office.reads(dana) == ["hello"]
    assert await office.waiting() == 1
    await office.deliver()  # too late: nothing is started any more
    assert office.called("post") == 1
    office.start()
    await office.deliver()
    assert office.reads(dana) == ["hello", "not any more"]


async def test_closing_does_not_wait_for_those_who_only_queue(office: Office) -> None:
    office.start(patience=timedelta(seconds=0.1))
    dana = await office.hire("Dana")
    never = asyncio.Event()

    async def queue(*_: object) -> None:
        await never.wait()

    office.messenger.turn = queue
    await office.tell(dana, "1", "hello")
    await office.deliver()
    await asyncio.wait_for(office.deliverer.close(), 2)
    async with office.storage.reading(office.workspace_id) as unit:
        [message] = await unit.outbox.due(office.clock.now(), 10)
    assert message.attempts == 0


async def test_a_fault_in_one_message_leaves_the_others_alone(office: Office) -> None:
    dana, eve = await office.hire("Dana"), await office.hire("Eve")
    describe = office.describe

    async def stumble(unit: UnitOfWork, message: Message) -> Notification | None:
        if message.topic.subject_id == "1":
            raise ZeroDivisionError
        return await describe(unit, message)

    office.describe = stumble
    office.start()
    await office.tell(dana, "1", "bad")
    await office.tell(eve, "2", "good")
    await office.deliver()
    await office.deliver()
    assert office.reads(eve) == ["good"]
    assert office.outcomes.count(Outcome.FAULT) == 1  # and it is not tried all the time
    office.describe = describe
    office.start()
    await office.deliver()
    assert office.reads(dana) == ["bad"]


async def test_a_fault_in_the_messenger_counts_as_unknown(office: Office) -> None:
    dana = await office.hire("Dana")

    async def stumble(method: str) -> None:
        if method == "post" and office.called("post") == 1:
            raise ZeroDivisionError

    office.messenger.meanwhile = stumble
    await office.tell(dana, "1", "hello")
    await office.deliver()
    assert office.reads(dana) == []
    office.start()
    await office.deliver()
    assert office.reads(dana) == ["hello"]


async def test_a_database_that_is_away_is_reported_and_nothing_is_doubled(office: Office) -> None:
    dana = await office.hire("Dana")
    await office.tell(dana, "1", "hello")
    writing = office.storage.writing

    def away(_: WorkspaceId) -> object:
        raise Unavailable("error-storage")

    async def fail_from_here(method: str) -> None:
        if method == "post":
            office.storage.writing = away  # type: ignore[method-assign]

    office.messenger.meanwhile = fail_from_here
    with pytest.raises(Unavailable):
        await office.deliver()
    office.storage.writing = writing  # type: ignore[method-assign]
    office.messenger.meanwhile = None
    office.start()
    await office.deliver()
    assert office.reads(dana) == ["hello"]
    assert office.called("post") == 1


def test_patience_grows_and_ends() -> None:
    for attempts in range(40):
        assert backoff(attempts) <= timedelta(seconds=min(300, 2**attempts))
        assert backoff(attempts, patient=True) <= timedelta(minutes=15)
    assert max(backoff(30) for _ in range(200)) > timedelta(minutes=3)
