"""Reading feedback, saying thanks for it, sharing it; looking at what one has sent, and taking it back."""

from core.domain.feedback import FeedbackItem
from core.domain.ids import FeedbackId, PersonId
from handlers.slack.calls import Call
from handlers.slack.detail import detail_of, detail_of_form
from handlers.slack.drafts import open_draft
from handlers.slack.ids import Action
from handlers.slack.listeners import Listeners
from handlers.slack.metadata import FeedbackRef, ShareRef, SubmissionRef, unpack
from handlers.slack.payloads import Json
from handlers.slack.trouble import in_time, say


def register(on: Listeners) -> None:
    on.action(Action.FEEDBACK_THANK, on_thanks_button)
    on.action(Action.SUBMISSION_UNDO, on_undo_button)
    on.action(Action.FEEDBACK_OPEN, on_open_button)
    on.action(Action.SUBMISSION_OPEN, on_view_button)
    on.action(Action.FEEDBACK_SHARE, on_share_button)


async def on_open_button(call: Call) -> None:
    await call.acknowledge()
    ref = unpack(FeedbackRef, call.value)
    item = await call.deps.feedback.open_feedback(call.workspace_id, await call.person_id(), ref.id)
    await _show(call, await detail_of(call, item))


async def on_view_button(call: Call) -> None:
    await call.acknowledge()
    ref = unpack(SubmissionRef, call.value)
    form = await call.deps.feedback.open_submission(call.workspace_id, await call.person_id(), ref.id)
    await _show(call, await detail_of_form(call, form))


async def on_thanks_button(call: Call) -> None:
    ref = unpack(FeedbackRef, call.value)
    async with in_time():
        person_id = await call.person_id()
        item = await call.deps.feedback.thank_for_feedback(call.workspace_id, person_id, ref.id)
    await call.acknowledge()
    await _refresh(call, item)


async def on_share_button(call: Call) -> None:
    ref = unpack(ShareRef, call.value)
    async with in_time():
        item, _ = await call.deps.feedback.share_feedback(
            call.workspace_id, await call.person_id(), FeedbackId(ref.share), PersonId(ref.manager)
        )
    await call.acknowledge()
    await _refresh(call, item)


async def on_undo_button(call: Call) -> None:
    """Taken back first, with what was typed as a draft; only then does the form open again."""
    ref = unpack(SubmissionRef, call.value)
    async with in_time():
        person_id = await call.person_id()
        _, draft_id = await call.deps.feedback.undo_feedback(call.workspace_id, person_id, ref.id)
    await call.acknowledge()
    await open_draft(call, await call.deps.drafts.open_draft(call.workspace_id, person_id, draft_id))


async def _show(call: Call, view: Json) -> None:
    if not await call.show(view, push=call.in_modal):
        words = await call.words()
        await say(call, words, words("press-again"))


async def _refresh(call: Call, item: FeedbackItem) -> None:
    """Where the button stood in a modal; a message is brought up to date by the outbox."""
    if call.in_modal:
        await call.update(await detail_of(call, item))
