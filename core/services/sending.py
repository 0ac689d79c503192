"""One message from the outbox to the Messenger: exactly once, whatever breaks on the way."""

import time
from collections.abc import Mapping
from datetime import datetime, timedelta

from core.domain.messages import Message, MessageRef, Topic
from core.domain.people import Person, PersonKind
from core.notifications import ASK_FOR_WORK, IN_CHANNELS, FeedbackInChannel, Notification
from core.ports import (
    Clock,
    Gone,
    Messenger,
    NotDone,
    OutcomeUnknown,
    RateLimited,
    Recipient,
    Refused,
    SendError,
    Store,
    UnitOfWork,
    Unreachable,
)
from core.services.attempts import (
    AfterShowing,
    Describe,
    OnFailure,
    Outcome,
    View,
    backoff,
    place_in,
    report,
    step_for,
)
from core.services.digest_topics import digest_topic, next_digest, refresh_digests

SLACKEST_START = 4.0
"""Seconds from asking for a send to begin until the call is made. Later (the machine was asleep), it is
not made: somebody else may be looking the message up already."""

EVERY = 10_000
"""More than are ever sent at once."""

SILENT_KINDS = frozenset({PersonKind.DEACTIVATED, PersonKind.BOT})


class Sender:
    """Takes one message one step further, when it is its turn (Messenger.turn, step_for). `send` and
    `look_up` raise nothing for a failed call, and Unavailable if the database is away; what they raise for
    a fault in the program leaves the message as it was, or `sending`, never lost."""

    def __init__(
        self,
        store: Store,
        messenger: Messenger,
        clock: Clock,
        describe: Mapping[str, Describe],
        on_failure: Mapping[str, OnFailure],
        after_showing: Mapping[str, AfterShowing],
    ) -> None:
        self._store, self._messenger, self._clock = store, messenger, clock
        self._describe, self._on_failure, self._after_showing = describe, on_failure, after_showing

    async def send(self, message: Message, fence: int) -> Outcome:
        """For a message in state due. The row is committed as `sending` before the call, unless a newer
        revision came meanwhile."""
        if step_for(message) is None:
            return await self._leave_unsaid(message, fence)
        view = await self._look(message)
        if view.person is None or (view.what is None and message.ref is None):
            return await self._leave_unsaid(message, fence)
        if view.digest is not None:
            return await self._leave_to_digest(message, fence, *view.digest)
        try:
            thread = place_in(view.thread)
            to = await self._reach(message, view.person, view.conversation)
            if view.what is not None and message.ref is None:
                await self._messenger.prepare(to, view.what, message.id)
        except SendError as error:
            return await self._not_begun(message, fence, error)
        started = time.monotonic()
        if not await self._begin(message, fence):
            return Outcome.OVERTAKEN
        try:
            if time.monotonic() - started > SLACKEST_START:
                raise NotDone("started_too_late")
            ref = await self._call(message, to, view.what, thread)
        except SendError as error:
            return await self._called_in_vain(message, fence, to, error)
        await self._settle(message, ref)
        return Outcome.DELIVERED

    async def look_up(self, message: Message, fence: int) -> Outcome:
        """For a message left `sending` long enough ago that the call can't be under way any more. Updates and
        deletions are simply done again; a post is looked for in the conversation. UNKNOWN: it could not be
        looked up; ask again later. In a channel nothing can be looked for: it is posted again."""
        view = await self._look(message, describe=False)
        findable = message.ref is None and message.topic.kind not in IN_CHANNELS
        if not findable or view.person is None or view.conversation is None:
            return await self._retry(message, fence, timedelta(0), "interrupted")
        to = Recipient(view.person, view.conversation)
        try:
            since = message.first_tried_at or message.created_at
            thread = view.thread.ref if view.thread else None
            ref = await self._messenger.find(to, message.id, since, thread)
        except Unreachable as error:
            return await self._give_up(message, error)
        except SendError as error:
            report("message.look_up_failed", message, error)
            return Outcome.UNKNOWN
        if ref is None:
            return await self._retry(message, fence, timedelta(0), "did_not_arrive")
        await self._settle(message, ref)
        return Outcome.DELIVERED

    # -- before the call ---

    async def _look(self, message: Message, *, describe: bool = True) -> View:
        async with self._store.reading(message.workspace_id) as uow:
            person = await uow.people.get(message.topic.recipient_id)
            conversation = (
                message.ref.conversation
                if message.ref
                else await uow.people.conversation(message.topic.recipient_id)
            )
            thread = message.thread and await uow.outbox.about(
                Topic(message.thread.kind, message.topic.recipient_id, message.thread.subject_id)
            )
            what, digest = None, None
            if describe and message.wanted and person is not None:
                what = await self._describe[message.topic.kind](uow, message)
                digest = await self._digest_for(uow, message, person) if what is not None else None
        if isinstance(what, FeedbackInChannel):
            conversation = what.submission.channel
        return View(person, conversation, what, thread, digest)

    async def _digest_for(
        self, uow: UnitOfWork, message: Message, person: Person
    ) -> tuple[Topic, datetime] | None:
        """Where a message that asks for work goes for those who chose a digest. What stands there already
        stays a message; what was left to a digest once isn't said again by itself."""
        if message.topic.kind not in ASK_FOR_WORK or message.ref is not None:
            return None
        if person.profile.kind in SILENT_KINDS:
            return None
        now = self._clock.now()
        if message.shown_revision is not None:
            return digest_topic(person.id), now
        return await next_digest(uow, person, message.due_at, now)

    async def _reach(self, message: Message, person: Person, conversation: str | None) -> Recipient:
        to_them = message.ref is None and message.topic.kind not in IN_CHANNELS
        if to_them and person.profile.kind in SILENT_KINDS:
            raise Unreachable(person.profile.kind)
        if conversation is None:
            conversation = await self._messenger.open_conversation(person)
            async with self._store.writing(person.workspace_id) as uow:
                await uow.people.save_conversation(person.id, conversation)
                await uow.commit()
        return Recipient(person, conversation)

    async def _begin(self, message: Message, fence: int) -> bool:
        async with self._store.writing(message.workspace_id) as uow:
            begun = await uow.outbox.begin(message, fence)
            await uow.commit()
        return begun

    async def _leave_unsaid(self, message: Message, fence: int) -> Outcome:
        async with self._store.writing(message.workspace_id) as uow:
            if not await uow.outbox.begin(message, fence):
                return Outcome.OVERTAKEN
            await uow.outbox.settle(message, None, None)
            await self._show_in_digests(uow, message)
            await uow.commit()
        return Outcome.NOTHING

    async def _leave_to_digest(self, message: Message, fence: int, digest: Topic, at: datetime) -> Outcome:
        """Settled as shown, though it stands nowhere by itself."""
        async with self._store.writing(message.workspace_id) as uow:
            if not await uow.outbox.begin(message, fence):
                return Outcome.OVERTAKEN
            await uow.outbox.settle(message, None, message.revision)
            await self._show_in_digests(uow, message)
            if message.shown_revision is None:
                await uow.outbox.tell(digest, at)
            await uow.commit()
        return Outcome.NOTHING

    async def _show_in_digests(self, uow: UnitOfWork, message: Message) -> None:
        if message.topic.kind in ASK_FOR_WORK:
            await refresh_digests(uow, message.topic.recipient_id)

    async def _not_begun(self, message: Message, fence: int, error: SendError) -> Outcome:
        """The person's conversation could not be reached: begun and ended, so that the attempt counts."""
        if not await self._begin(message, fence):
            return Outcome.OVERTAKEN
        if isinstance(error, Unreachable):
            return await self._give_up(message, error)
        return await self._later(message, fence, error)

    # -- the call ---

    async def _call(
        self, message: Message, to: Recipient, what: Notification | None, thread: MessageRef | None
    ) -> MessageRef | None:
        """Where the message stands now; None where it is gone."""
        stands = message.ref
        if stands is None:
            return None if what is None else await self._post(message, to, what, thread)
        try:
            if what is None:
                await self._messenger.delete(message.workspace_id, stands)
                return None
            await self._messenger.update(to, stands, what)
        except Gone:
            return None if what is None else stands  # somebody deleted it: not posted again
        return stands

    async def _post(
        self, message: Message, to: Recipient, what: Notification, thread: MessageRef | None
    ) -> MessageRef:
        try:
            return await self._messenger.post(to, what, message.id, thread)
        except Gone:
            if thread is None:
                raise
            return await self._messenger.post(to, what, message.id)

    # -- after the call ---

    async def _settle(self, message: Message, ref: MessageRef | None) -> None:
        shown = message.revision if ref is not None else None
        async with self._store.writing(message.workspace_id) as uow:
            await uow.outbox.settle(message, ref, shown)
            await self._show_in_digests(uow, message)
            follow = self._after_showing.get(message.topic.kind)
            if follow is not None and message.ref is None and ref is not None:
                await follow(uow, message)
            await uow.commit()

    async def _called_in_vain(self, message: Message, fence: int, to: Recipient, error: SendError) -> Outcome:
        if isinstance(error, OutcomeUnknown):  # it may still arrive, and overtake what is sent now
            report("message.outcome_unknown", message, error)
            return Outcome.UNKNOWN
        if isinstance(error, Unreachable):
            if message.ref is None and message.topic.kind in IN_CHANNELS:
                return await self._give_up(message, error)
            if message.ref is None:
                return await self._ask_again_where(message, fence, to, error)
            await self._settle(message, message.ref)  # they have it; how it looks now can't be changed
            return Outcome.UNREACHABLE
        return await self._later(message, fence, error)

    async def _ask_again_where(
        self, message: Message, fence: int, to: Recipient, error: Unreachable
    ) -> Outcome:
        """Conversations move when a workspace does: gives up only if the platform names no other one."""
        try:
            conversation = await self._messenger.open_conversation(to.person)
        except Unreachable as final:
            return await self._give_up(message, final)
        except SendError as obstacle:
            return await self._later(message, fence, obstacle)
        if conversation == to.conversation:
            return await self._give_up(message, error)
        async with self._store.writing(message.workspace_id) as uow:
            await uow.people.save_conversation(to.person.id, conversation)
            await uow.commit()
        return await self._retry(message, fence, timedelta(0), "moved")

    async def _give_up(self, message: Message, error: SendError) -> Outcome:
        report("message.unreachable", message, error)
        async with self._store.writing(message.workspace_id) as uow:
            await uow.outbox.fail(message, error.code)
            follow = self._on_failure.get(message.topic.kind)
            if follow is not None:
                await follow(uow, message)
            await uow.commit()
        return Outcome.UNREACHABLE

    async def _later(self, message: Message, fence: int, error: SendError) -> Outcome:
        report("message.postponed", message, error)
        if isinstance(error, RateLimited):
            delay = timedelta(seconds=max(error.retry_after, 1.0))
            return await self._retry(message, fence, delay, error.code, count=False)
        refused = isinstance(error, Refused)
        outcome = await self._retry(message, fence, backoff(message.attempts, patient=refused), error.code)
        return Outcome.REFUSED if refused and outcome is Outcome.POSTPONED else outcome

    async def _retry(
        self, message: Message, fence: int, delay: timedelta, error: str, *, count: bool = True
    ) -> Outcome:
        """Unless the lease was lost meanwhile: whoever has it now may be sending this message already."""
        async with self._store.writing(message.workspace_id) as uow:
            ours = await uow.outbox.unsettled(fence, timedelta(0), EVERY)
            if all(one.id != message.id for one in ours):
                return Outcome.OVERTAKEN
            await uow.outbox.retry(message, self._clock.now() + delay, error, count=count)
            await uow.commit()
        return Outcome.POSTPONED
