"""Replying to a feedback and to replies; changing and deleting one's own."""

from core.domain.drafts import Draft
from core.domain.errors import Unavailable
from core.domain.feedback import FeedbackItem
from core.domain.ids import DraftId, FeedbackId, ReplyId
from core.services.replies import FORM, WriteReply
from handlers.slack.calls import Call
from handlers.slack.detail import detail_of
from handlers.slack.form_opening import turned_away
from handlers.slack.ids import Action, Block, Modal
from handlers.slack.listeners import Listeners
from handlers.slack.metadata import FeedbackRef, ReplyRef, ReplyState, unpack
from handlers.slack.payloads import text_at
from handlers.slack.text_forms import (
    Typed,
    form_key,
    from_draft,
    keep_typed,
    lies_on_another,
    open_text_form,
    show_behind,
    typed_text,
)
from handlers.slack.trouble import in_time
from handlers.slack.views.replies import other_of, reply_modal


def register(on: Listeners) -> None:
    on.action(Action.REPLY_WRITE, on_reply_button)
    on.action(Action.REPLY_EDIT, on_edit_button)
    on.action(Action.REPLY_DELETE, on_delete_button)
    on.submission(Modal.REPLY, on_reply_submitted)
    on.closed(Modal.REPLY, on_reply_closed)


async def on_reply_button(call: Call) -> None:
    await call.acknowledge()
    ref = unpack(FeedbackRef, call.value)
    if not await turned_away(call):
        await _open(call, ReplyState(replies_to=ref.id), "")


async def on_edit_button(call: Call) -> None:
    await call.acknowledge()
    ref = unpack(ReplyRef, call.value)
    if await turned_away(call):
        return
    reply, _ = await call.deps.replies.open_reply(call.workspace_id, await call.person_id(), ref.id)
    await _open(call, ReplyState(replies_to=reply.feedback_id, editing=reply.id), reply.text)


async def reopen_reply(call: Call, draft: Draft) -> None:
    """The form as it was left."""
    state = ReplyState(
        replies_to=from_draft(draft, "feedback"),
        editing=from_draft(draft, "reply") or None,
        from_draft=draft.id,
    )
    await _open(call, state, from_draft(draft, "text"))


async def _open(call: Call, state: ReplyState, text: str) -> None:
    item = await _item(call, state)
    other = other_of(item.author, item.recipient, await call.person_id())
    await open_text_form(call, reply_modal(await call.words(), other, state, text), _typed(state, text))


async def _item(call: Call, state: ReplyState) -> FeedbackItem:
    return await call.deps.replies.open_for_reply(
        call.workspace_id, await call.person_id(), FeedbackId(state.replies_to)
    )


def _typed(state: ReplyState, text: str) -> Typed:
    key = f"edit:{state.editing}" if state.editing else f"about:{state.replies_to}"
    return Typed(FORM, key, {"feedback": state.replies_to, "reply": state.editing or "", "text": text})


async def on_reply_submitted(call: Call) -> None:
    """Acknowledged once it is saved."""
    state = unpack(ReplyState, text_at(call.view, "private_metadata"))
    try:
        async with in_time():
            await _save(call, state, typed_text(call, Block.REPLY, Action.REPLY_TEXT))
    except Unavailable:
        sentence = call.words_at_hand("reply-not-saved")
        await call.acknowledge({"response_action": "errors", "errors": {Block.REPLY.value: sentence}})
        return
    await call.acknowledge()
    if lies_on_another(call):
        await show_behind(call, await detail_of(call, await _item(call, state)))


async def _save(call: Call, state: ReplyState, text: str) -> None:
    replies, workspace_id, person_id = call.deps.replies, call.workspace_id, await call.person_id()
    draft_id = DraftId(state.from_draft) if state.from_draft else None
    if state.editing is not None:
        await replies.edit_reply(workspace_id, person_id, ReplyId(state.editing), text, draft_id)
        return
    feedback_id = FeedbackId(state.replies_to)
    await replies.write_reply(
        WriteReply(workspace_id, person_id, feedback_id, form_key(call), text, draft_id)
    )


async def on_reply_closed(call: Call) -> None:
    """What was typed stays: as a draft, on the Home tab."""
    await call.acknowledge()
    state = unpack(ReplyState, text_at(call.view, "private_metadata"))
    typed = _typed(state, typed_text(call, Block.REPLY, Action.REPLY_TEXT))
    if not typed.is_blank and not await _unchanged(call, state, typed):
        await keep_typed(call, typed)


async def _unchanged(call: Call, state: ReplyState, typed: Typed) -> bool:
    if state.editing is None:
        return False
    reply, _ = await call.deps.replies.open_reply(
        call.workspace_id, await call.person_id(), ReplyId(state.editing)
    )
    return reply.text == typed.content["text"]


async def on_delete_button(call: Call) -> None:
    ref = unpack(ReplyRef, call.value)
    async with in_time():
        await call.deps.replies.delete_reply(call.workspace_id, await call.person_id(), ref.id)
    await call.acknowledge()
