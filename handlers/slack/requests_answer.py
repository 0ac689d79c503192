"""What somebody who is asked does: answers, puts it off, or declines."""

from core.domain import working_days
from core.domain.errors import Unavailable
from core.domain.ids import AskId, DraftId, PersonId
from core.domain.requests import Later
from core.services.feedback import ANSWER_FORM, ManagersChanged
from core.services.requests import AnswerRequest
from handlers.slack.calls import Call
from handlers.slack.form_opening import turned_away
from handlers.slack.home import publish_home
from handlers.slack.ids import Action, Block, Modal
from handlers.slack.listeners import Listeners
from handlers.slack.metadata import AnswerState, AskRef, OutOfDate, unpack
from handlers.slack.payloads import Json, Payload, part_at, text_at
from handlers.slack.requests_opening import answer_view, keep_answer_draft, open_answer_form
from handlers.slack.trouble import in_time, say
from handlers.slack.views.requests_answer import decline_modal, put_off_modal

DRAFTS = 100


def register(on: Listeners) -> None:
    on.action(Action.ANSWER_OPEN, on_answer_button)
    on.submission(Modal.ANSWER, on_answer_submitted)
    on.closed(Modal.ANSWER, on_answer_closed)
    on.action(Action.PUT_OFF_OPEN, on_not_now_button)
    on.submission(Modal.PUT_OFF, on_put_off_submitted)
    on.action(Action.DECLINE_OPEN, on_decline_button)
    on.submission(Modal.DECLINE, on_decline_submitted)


# -- answering --


async def on_answer_button(call: Call) -> None:
    """With what was typed before and not sent, if there is something."""
    await call.acknowledge()
    ref = unpack(AskRef, call.value)
    if await turned_away(call):
        return
    kept = await call.deps.drafts.list_drafts(call.workspace_id, await call.person_id(), DRAFTS)
    mine = (draft for draft in kept if draft.form == ANSWER_FORM and draft.content.get("ask") == ref.id)
    await open_answer_form(call, ref.id, draft=next(mine, None))


async def on_answer_submitted(call: Call) -> None:
    """Acknowledged once it is saved: a form that closes is an answer that is kept."""
    state, text = _read(call)
    try:
        async with in_time():
            await call.deps.requests.answer_request(await _answer(call, state, text))
    except ManagersChanged:
        note = call.words_at_hand("answer-seen-changed")
        view = await answer_view(call, state, text, note)
        await call.acknowledge({"response_action": "update", "view": view})
        return
    except Unavailable:
        sentence = call.words_at_hand("answer-not-saved")
        await call.acknowledge({"response_action": "errors", "errors": {Block.ANSWER.value: sentence}})
        return
    await call.acknowledge()
    await publish_home(call)


def _read(call: Call) -> tuple[AnswerState, str]:
    state = unpack(AnswerState, text_at(call.view, "private_metadata"))
    return state, text_at(call.view, "state", "values", Block.ANSWER, Action.ANSWER_TEXT, "value")


async def _answer(call: Call, state: AnswerState, text: str) -> AnswerRequest:
    return AnswerRequest(
        workspace_id=call.workspace_id,
        author_id=await call.person_id(),
        ask_id=AskId(state.answers),
        form_key=f"answer:{text_at(call.view, 'id')}",
        text=text,
        manager_id=PersonId(state.manager) if state.manager else None,
        draft_id=DraftId(state.from_draft) if state.from_draft else None,
    )


async def on_answer_closed(call: Call) -> None:
    """What was typed stays: as a draft, on the Home tab and behind the button "Answer"."""
    await call.acknowledge()
    state, text = _read(call)
    if text.strip():
        await keep_answer_draft(call, state, text)


# -- not now, or not at all --


async def on_not_now_button(call: Call) -> None:
    await call.acknowledge()
    item, _, _ = await call.deps.requests.open_ask(
        call.workspace_id, await call.person_id(), unpack(AskRef, call.value).id
    )
    now, zone = call.deps.clock.now(), await call.time_zone()
    days = {
        Later.TOMORROW: working_days.day_at(working_days.next_morning(now, zone), zone),
        Later.NEXT_WEEK: working_days.day_at(working_days.next_week(now, zone), zone),
    }
    await _show(call, put_off_modal(await call.words(), item, days))


async def on_put_off_submitted(call: Call) -> None:
    chosen = text_at(_values(call), Block.PUT_OFF, Action.PUT_OFF_UNTIL, "selected_option", "value")
    try:
        later = Later(chosen)
    except ValueError:
        raise OutOfDate from None
    ref = unpack(AskRef, text_at(call.view, "private_metadata"))
    async with in_time():
        await call.deps.requests.put_off(call.workspace_id, await call.person_id(), ref.id, later)
    await call.acknowledge()


async def on_decline_button(call: Call) -> None:
    await call.acknowledge()
    item, _, _ = await call.deps.requests.open_ask(
        call.workspace_id, await call.person_id(), unpack(AskRef, call.value).id
    )
    await _show(call, decline_modal(await call.words(), item))


async def on_decline_submitted(call: Call) -> None:
    reason = text_at(_values(call), Block.DECLINE_REASON, Action.DECLINE_REASON, "value")
    ref = unpack(AskRef, text_at(call.view, "private_metadata"))
    async with in_time():
        await call.deps.requests.decline_request(call.workspace_id, await call.person_id(), ref.id, reason)
    await call.acknowledge()
    await publish_home(call)


def _values(call: Call) -> Payload:
    return part_at(call.view, "state", "values")


async def _show(call: Call, view: Json) -> None:
    if not await call.show(view, push=call.in_modal):
        words = await call.words()
        await say(call, words, words("press-again"))
