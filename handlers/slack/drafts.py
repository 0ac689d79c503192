"""Going on with what was typed and not sent."""

from collections.abc import Awaitable, Callable, Mapping

from core.domain.drafts import Draft
from core.services import feedback, notes, replies, reports, requests, revising
from handlers.slack.calls import Call
from handlers.slack.form_opening import open_form_from, turned_away
from handlers.slack.home import publish_home
from handlers.slack.ids import Action
from handlers.slack.listeners import Listeners
from handlers.slack.metadata import DraftRef, OutOfDate, unpack
from handlers.slack.notes import reopen_note
from handlers.slack.replies import reopen_reply
from handlers.slack.reports import reopen_report
from handlers.slack.requests_opening import open_answer_form_from, open_ask_form_from
from handlers.slack.revising import reopen_edit
from handlers.slack.trouble import in_time

OPENERS: Mapping[str, Callable[[Call, Draft], Awaitable[None]]] = {
    feedback.FORM: open_form_from,
    feedback.ANSWER_FORM: open_answer_form_from,
    requests.FORM: open_ask_form_from,
    replies.FORM: reopen_reply,
    revising.FORM: reopen_edit,
    reports.FORM: reopen_report,
    notes.FORM: reopen_note,
}
"""By the name of the form a draft was typed into: what opens it again."""


def register(on: Listeners) -> None:
    on.action(Action.DRAFT_OPEN, on_draft_open)
    on.action(Action.DRAFT_DISCARD, on_draft_discard)


async def on_draft_open(call: Call) -> None:
    await call.acknowledge()
    ref = unpack(DraftRef, call.value)
    if await turned_away(call):
        return
    draft = await call.deps.drafts.open_draft(call.workspace_id, await call.person_id(), ref.id)
    await open_draft(call, draft)


async def open_draft(call: Call, draft: Draft) -> None:
    """The form it was typed into, as it was left. Raises OutOfDate for a form that there isn't any more."""
    opener = OPENERS.get(draft.form)
    if opener is None:
        raise OutOfDate
    await opener(call, draft)


async def on_draft_discard(call: Call) -> None:
    """Discarded already is fine too."""
    ref = unpack(DraftRef, call.value)
    async with in_time():
        await call.deps.drafts.discard_draft(call.workspace_id, await call.person_id(), ref.id)
    await call.acknowledge()
    await publish_home(call)
