"""Talk about a feedback: its author and whoever received it, in a thread that lives in both of their
conversations with Everloop."""

from collections.abc import Mapping
from dataclasses import dataclass

from core.domain import policies
from core.domain.errors import InvalidForm, NotAllowed, NotFound, Problem
from core.domain.feedback import FeedbackItem
from core.domain.ids import (
    AuditId,
    DraftId,
    FeedbackId,
    PersonId,
    ReplyId,
    WorkspaceId,
    new_id,
)
from core.domain.messages import Anchor, Message, Topic
from core.domain.people import PersonKind
from core.domain.policies import Action
from core.domain.replies import MAX_REPLY, SHOWN, Reply, Thread, ThreadItem
from core.domain.reports import AuditAction, AuditEntry
from core.notifications import FeedbackReceived, FeedbackSubmitted, ReplyPosted
from core.ports import Clock, Store, UnitOfWork, Wake
from core.services.delivery import Describe, OnFailure
from core.services.drafts import use_up
from core.services.feedback_reading import item_for
from core.services.taking_part import refusals, refused, whom_to_ask

FORM = "replies.write"  # the name its drafts go by


@dataclass(frozen=True, slots=True)
class WriteReply:
    workspace_id: WorkspaceId
    author_id: PersonId
    feedback_id: FeedbackId
    form_key: str
    text: str
    draft_id: DraftId | None = None  # the draft the form was opened from: used up when this is saved


class ReplyService:
    def __init__(self, store: Store, clock: Clock, wake: Wake) -> None:
        self._store, self._clock, self._wake = store, clock, wake

    async def open_for_reply(
        self, workspace_id: WorkspaceId, person_id: PersonId, feedback_id: FeedbackId
    ) -> FeedbackItem:
        """Raises NotFound unless this person wrote or received it."""
        async with self._store.reading(workspace_id) as unit:
            return await item_for(unit, person_id, feedback_id, Action.REPLY)

    async def write_reply(self, command: WriteReply) -> Reply:
        """Tells both. The same form again with the same text is the same reply; with another one it edits it.
        Raises InvalidForm (field: reply), NotFound unless they wrote or received the feedback, NotAllowed."""
        _check_text(command.text)
        async with self._store.writing(command.workspace_id) as unit:
            reply = await self._write(unit, command)
            if command.draft_id is not None:
                await use_up(unit, command.author_id, command.draft_id)
            await unit.commit()
        self._wake()
        return reply

    async def _write(self, unit: UnitOfWork, command: WriteReply) -> Reply:
        before = await unit.replies.by_form_key(command.form_key)
        if before is not None:
            return await self._edit(unit, command.author_id, before.id, command.text)
        item = await item_for(unit, command.author_id, command.feedback_id, Action.REPLY)
        await _check_people(unit, command.author_id, item)
        reply = Reply(
            id=ReplyId(new_id()),
            workspace_id=command.workspace_id,
            feedback_id=command.feedback_id,
            form_key=command.form_key,
            author_id=command.author_id,
            text=command.text,
            created_at=self._clock.now(),
        )
        if not await unit.replies.add(reply):
            return await self._write(unit, command)  # the same form came twice at once
        for person_id in _both(item):
            topic = Topic(ReplyPosted.kind, person_id, reply.id)
            await unit.outbox.tell(topic, reply.created_at, _anchor(item, person_id))
        return reply

    async def open_reply(
        self, workspace_id: WorkspaceId, person_id: PersonId, reply_id: ReplyId
    ) -> tuple[Reply, FeedbackItem]:
        """To edit it. Raises NotFound for anyone but whoever wrote it."""
        async with self._store.reading(workspace_id) as unit:
            return await _own(unit, person_id, reply_id)

    async def edit_reply(
        self,
        workspace_id: WorkspaceId,
        person_id: PersonId,
        reply_id: ReplyId,
        text: str,
        draft_id: DraftId | None = None,
    ) -> Reply:
        """Where it stands, it says so. The same text again changes nothing. Raises InvalidForm (field:
        reply), NotFound for anyone but whoever wrote it, and once it is deleted."""
        _check_text(text)
        async with self._store.writing(workspace_id) as unit:
            reply = await self._edit(unit, person_id, reply_id, text)
            if draft_id is not None:
                await use_up(unit, person_id, draft_id)
            await unit.commit()
        self._wake()
        return reply

    async def _edit(self, unit: UnitOfWork, person_id: PersonId, reply_id: ReplyId, text: str) -> Reply:
        reply, item = await _own(unit, person_id, reply_id)
        if reply.text == text:
            return reply
        now = self._clock.now()
        if not await unit.replies.edit(reply_id, text, reply.edits, now):
            return await self._edit(unit, person_id, reply_id, text)  # another one was faster
        await self._note(unit, person_id, AuditAction.REPLY_EDITED, reply_id)
        for one in _both(item):
            await unit.outbox.refresh(Topic(ReplyPosted.kind, one, reply_id))
        return (await _own(unit, person_id, reply_id))[0]

    async def delete_reply(self, workspace_id: WorkspaceId, person_id: PersonId, reply_id: ReplyId) -> None:
        """Takes it away from both. Once it is gone, deleting it again changes nothing. Raises NotFound for
        anyone but whoever wrote it."""
        async with self._store.writing(workspace_id) as unit:
            reply = await unit.replies.get(reply_id)
            if reply is None or reply.author_id != person_id:
                raise NotFound("error-reply-gone")
            item = await unit.feedback.item(reply.feedback_id)
            if item is None or not await unit.replies.delete(reply_id, self._clock.now()):
                return
            await self._note(unit, person_id, AuditAction.REPLY_DELETED, reply_id)
            await unit.outbox.withdraw_all(ReplyPosted.kind, _both(item), [reply_id])
            await unit.commit()
        self._wake()

    async def read_thread(self, workspace_id: WorkspaceId, person_id: PersonId, item: FeedbackItem) -> Thread:
        """The newest replies; none for those who may not read them."""
        if not policies.may(person_id, Action.READ_REPLIES, item):
            return Thread()
        async with self._store.reading(workspace_id) as unit:
            return await unit.replies.thread(item.feedback.id, SHOWN)

    async def _note(
        self, unit: UnitOfWork, actor_id: PersonId, action: AuditAction, reply_id: ReplyId
    ) -> None:
        await unit.audit.add(AuditEntry(AuditId(new_id()), actor_id, action, reply_id, self._clock.now()))


def _check_text(text: str) -> None:
    if not text.strip():
        raise InvalidForm([Problem("reply", "error-text-none")])
    if len(text) > MAX_REPLY:
        raise InvalidForm([Problem("reply", "error-text-long", {"length": len(text), "most": MAX_REPLY})])


async def _own(unit: UnitOfWork, person_id: PersonId, reply_id: ReplyId) -> tuple[Reply, FeedbackItem]:
    reply = await unit.replies.get(reply_id)
    if reply is None or reply.author_id != person_id or reply.deleted_at is not None:
        raise NotFound("error-reply-gone")
    return reply, await item_for(unit, person_id, reply.feedback_id, Action.REPLY)


async def _check_people(unit: UnitOfWork, author_id: PersonId, item: FeedbackItem) -> None:
    """Whoever writes takes part, and the other one is still here."""
    people = await unit.people.get_many(list(_both(item)))
    out = await refusals(unit, [people[author_id]])
    if author_id in out:
        raise refused(out[author_id], await whom_to_ask(unit))
    other = next(person for person in people.values() if person.id != author_id)
    if other.erased or other.profile.kind is PersonKind.DEACTIVATED:
        raise NotAllowed("error-reply-left")


def _both(item: FeedbackItem) -> tuple[PersonId, PersonId]:
    return item.submission.author_id, item.feedback.recipient_id


def _anchor(item: FeedbackItem, person_id: PersonId) -> Anchor:
    """The message that the thread hangs on in somebody's conversation."""
    if person_id == item.submission.author_id:
        return Anchor(FeedbackSubmitted.kind, item.submission.id)
    return Anchor(FeedbackReceived.kind, item.feedback.id)


# -- what the messages say ---


async def describe_posted(unit: UnitOfWork, message: Message) -> ReplyPosted | None:
    """Nothing new comes from somebody whose messages are paused; what stands there is kept up to date."""
    reply = await unit.replies.get(ReplyId(message.topic.subject_id))
    if reply is None or reply.deleted_at is not None:
        return None
    reader_id = message.topic.recipient_id
    item = await unit.feedback.item(reply.feedback_id)
    if item is None or not policies.may(reader_id, Action.READ_REPLIES, item):
        return None
    people = {ref.id: ref for ref in (item.author, item.recipient)}
    own = reply.author_id == reader_id
    paused = not own and message.ref is None and await unit.pauses.has(reader_id, reply.author_id)
    if people[reader_id].erased or paused:
        return None
    return ReplyPosted(item, ThreadItem(reply, people[reply.author_id]), own)


async def on_not_posted(unit: UnitOfWork, message: Message) -> None:
    """The other one can't be reached: whoever wrote it reads so at their own copy."""
    reply = await unit.replies.get(ReplyId(message.topic.subject_id))
    if reply is not None and reply.author_id != message.topic.recipient_id:
        await unit.replies.mark_unreachable(reply.id)
        await unit.outbox.refresh(Topic(ReplyPosted.kind, reply.author_id, reply.id))


DESCRIBE: Mapping[str, Describe] = {ReplyPosted.kind: describe_posted}

ON_FAILURE: Mapping[str, OnFailure] = {ReplyPosted.kind: on_not_posted}
