"""Reporting a problem; for the admins, reading reports; having peace from somebody, and ending that."""

from core.domain.drafts import Draft
from core.domain.errors import Unavailable
from core.domain.feedback import FeedbackItem
from core.domain.ids import DraftId, FeedbackId, PersonId
from core.domain.people import PersonRef
from core.services.reports import FORM, AdminsChanged, ReportProblem
from handlers.slack.calls import Call
from handlers.slack.home import publish_home
from handlers.slack.ids import Action, Block, Modal
from handlers.slack.listeners import Listeners
from handlers.slack.metadata import FeedbackRef, PersonMark, ReportRef, ReportState, unpack
from handlers.slack.payloads import Payload, list_at, text_at
from handlers.slack.text_forms import Typed, form_key, from_draft, keep_typed, open_text_form
from handlers.slack.trouble import in_time, say
from handlers.slack.views.replies import other_of
from handlers.slack.views.reports import PAUSE, FilledReport, report_detail, report_modal


def register(on: Listeners) -> None:
    on.action(Action.REPORT_MAKE, on_report_button)
    on.submission(Modal.REPORT, on_report_submitted)
    on.closed(Modal.REPORT, on_report_closed)
    on.action(Action.REPORT_OPEN, on_open_button)
    on.action(Action.REPORT_HANDLE, on_handle_button)
    on.action(Action.PAUSE_END, on_pause_end_button)


# -- making one --


async def on_report_button(call: Call) -> None:
    """Also for who isn't let in any more: what reached them, they can report."""
    await call.acknowledge()
    await _open(call, unpack(FeedbackRef, call.value).id, FilledReport())


async def reopen_report(call: Call, draft: Draft) -> None:
    """The form as it was left."""
    filled = FilledReport(from_draft(draft, "text"), draft.content.get("pause") is True)
    await _open(call, FeedbackId(from_draft(draft, "feedback")), filled, draft.id)


async def _open(
    call: Call, feedback_id: FeedbackId, filled: FilledReport, draft_id: DraftId | None = None
) -> None:
    item, admins = await call.deps.reports.readers_for(call.workspace_id, await call.person_id(), feedback_id)
    state = ReportState(reports=feedback_id, admins=[admin.id for admin in admins], from_draft=draft_id)
    view = report_modal(await call.words(), await _about(call, item), admins, state, filled)
    await open_text_form(call, view, _typed(state, filled))


async def _about(call: Call, item: FeedbackItem) -> PersonRef:
    return other_of(item.author, item.recipient, await call.person_id())


def _typed(state: ReportState, filled: FilledReport) -> Typed:
    content = {"feedback": state.reports, "text": filled.reason, "pause": filled.pause}
    return Typed(FORM, f"about:{state.reports}", content)


def _filled(view: Payload) -> FilledReport:
    ticked = list_at(view, "state", "values", Block.PAUSE, Action.REPORT_PAUSE, "selected_options")
    return FilledReport(
        text_at(view, "state", "values", Block.REASON, Action.REPORT_REASON, "value"),
        any(text_at(one, "value") == PAUSE for one in ticked),
    )


async def on_report_submitted(call: Call) -> None:
    """Acknowledged once it is saved."""
    state = unpack(ReportState, text_at(call.view, "private_metadata"))
    filled = _filled(call.view)
    try:
        async with in_time():
            await call.deps.reports.report_problem(await _command(call, state, filled))
    except AdminsChanged as changed:
        admins = changed.admins
        state = state.model_copy(update={"admins": [admin.id for admin in admins]})
        words, about = call.words_at_hand, await _about(call, changed.item)
        view = report_modal(words, about, admins, state, filled, words("report-admins-changed"))
        await call.acknowledge({"response_action": "update", "view": view})
    except Unavailable:
        sentence = call.words_at_hand("report-not-saved")
        await call.acknowledge({"response_action": "errors", "errors": {Block.REASON.value: sentence}})
    else:
        await call.acknowledge()


async def _command(call: Call, state: ReportState, filled: FilledReport) -> ReportProblem:
    return ReportProblem(
        workspace_id=call.workspace_id,
        reporter_id=await call.person_id(),
        feedback_id=FeedbackId(state.reports),
        form_key=form_key(call),
        reason=filled.reason,
        pause=filled.pause,
        admins=frozenset(PersonId(admin) for admin in state.admins),
        draft_id=DraftId(state.from_draft) if state.from_draft else None,
    )


async def on_report_closed(call: Call) -> None:
    """What was typed stays: as a draft, on the Home tab."""
    await call.acknowledge()
    state = unpack(ReportState, text_at(call.view, "private_metadata"))
    typed = _typed(state, _filled(call.view))
    if not typed.is_blank:
        await keep_typed(call, typed)


# -- reading one --


async def on_open_button(call: Call) -> None:
    await call.acknowledge()
    ref = unpack(ReportRef, call.value)
    evidence = await call.deps.reports.open_report(call.workspace_id, await call.person_id(), ref.id)
    words = await call.words()
    if not await call.show(report_detail(words, evidence, await call.time_zone()), push=call.in_modal):
        await say(call, words, words("press-again"))


async def on_handle_button(call: Call) -> None:
    ref = unpack(ReportRef, call.value)
    async with in_time():
        await call.deps.reports.handle_report(call.workspace_id, await call.person_id(), ref.id)
    await call.acknowledge()
    if call.in_modal:
        evidence = await call.deps.reports.open_report(call.workspace_id, await call.person_id(), ref.id)
        await call.update(report_detail(await call.words(), evidence, await call.time_zone()))


# -- peace --


async def on_pause_end_button(call: Call) -> None:
    mark = unpack(PersonMark, call.value)
    async with in_time():
        await call.deps.reports.end_pause(call.workspace_id, await call.person_id(), mark.id)
    await call.acknowledge()
    await publish_home(call)
