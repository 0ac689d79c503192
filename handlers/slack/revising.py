"""Editing and withdrawing what was sent."""

from core.domain.drafts import Draft
from core.domain.errors import Unavailable
from core.domain.feedback import SentForm
from core.domain.ids import DraftId, FeedbackId, SubmissionId
from core.services.revising import FORM
from handlers.slack.calls import Call
from handlers.slack.detail import detail_of, detail_of_form
from handlers.slack.form_opening import turned_away
from handlers.slack.ids import Action, Block, Modal
from handlers.slack.listeners import Listeners
from handlers.slack.metadata import EditState, ReviseRef, unpack
from handlers.slack.payloads import Json, text_at
from handlers.slack.text_forms import (
    Typed,
    from_draft,
    keep_typed,
    lies_on_another,
    open_text_form,
    show_behind,
    typed_text,
)
from handlers.slack.trouble import in_time
from handlers.slack.views.revising import edit_modal


def register(on: Listeners) -> None:
    on.action(Action.SUBMISSION_EDIT, on_edit_button)
    on.action(Action.SUBMISSION_WITHDRAW, on_withdraw_button)
    on.submission(Modal.EDIT, on_edit_submitted)
    on.closed(Modal.EDIT, on_edit_closed)


async def on_edit_button(call: Call) -> None:
    await call.acknowledge()
    ref = unpack(ReviseRef, call.value)
    if not await turned_away(call):
        await _open(call, EditState(edits=ref.id, copy_id=ref.copy_id))


async def reopen_edit(call: Call, draft: Draft) -> None:
    """The form as it was left."""
    state = EditState(edits=from_draft(draft, "submission"), from_draft=draft.id)
    await _open(call, state, from_draft(draft, "text"))


async def _open(call: Call, state: EditState, text: str | None = None) -> None:
    """`text` None: as it stands now."""
    form = await call.deps.revising.open_for_editing(
        call.workspace_id, await call.person_id(), SubmissionId(state.edits)
    )
    shown = form.submission.text if text is None else text
    await open_text_form(call, edit_modal(await call.words(), form, state, shown), _typed(state, shown))


def _typed(state: EditState, text: str) -> Typed:
    return Typed(FORM, f"edit:{state.edits}", {"submission": state.edits, "text": text})


async def on_edit_submitted(call: Call) -> None:
    """Acknowledged once it is saved."""
    state = unpack(EditState, text_at(call.view, "private_metadata"))
    text = typed_text(call, Block.TEXT, Action.EDIT_TEXT)
    draft_id = DraftId(state.from_draft) if state.from_draft else None
    try:
        async with in_time():
            form = await call.deps.revising.edit_feedback(
                call.workspace_id, await call.person_id(), SubmissionId(state.edits), text, draft_id
            )
    except Unavailable:
        sentence = call.words_at_hand("edit-not-saved")
        await call.acknowledge({"response_action": "errors", "errors": {Block.TEXT.value: sentence}})
        return
    await call.acknowledge()
    if lies_on_another(call):
        await show_behind(call, await _shown(call, form, state.copy_id))


async def _shown(call: Call, form: SentForm, copy_id: str | None) -> Json:
    """What the button stood in: one copy, or all of it."""
    if copy_id is None:
        return await detail_of_form(call, form)
    feedback_id, person_id = FeedbackId(copy_id), await call.person_id()
    return await detail_of(
        call, await call.deps.feedback.open_feedback(call.workspace_id, person_id, feedback_id)
    )


async def on_edit_closed(call: Call) -> None:
    """What was typed stays: as a draft, on the Home tab."""
    await call.acknowledge()
    state = unpack(EditState, text_at(call.view, "private_metadata"))
    typed = _typed(state, typed_text(call, Block.TEXT, Action.EDIT_TEXT))
    form = await call.deps.feedback.open_submission(
        call.workspace_id, await call.person_id(), SubmissionId(state.edits)
    )
    if not typed.is_blank and typed.content["text"] != form.submission.text:
        await keep_typed(call, typed)


async def on_withdraw_button(call: Call) -> None:
    ref = unpack(ReviseRef, call.value)
    async with in_time():
        form = await call.deps.revising.withdraw_feedback(call.workspace_id, await call.person_id(), ref.id)
    await call.acknowledge()
    if call.in_modal:
        await call.update(await _shown(call, form, ref.copy_id))
