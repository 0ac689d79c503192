"""Opening the forms of requests, and losing nothing where they can't be opened."""

from collections.abc import Sequence
from dataclasses import replace

from core.domain import working_days
from core.domain.drafts import Draft
from core.domain.errors import NotFound, TooLate, Unavailable
from core.domain.ids import AskId, DraftId
from core.domain.people import PersonRef
from core.domain.requests import MAX_QUESTION
from core.services.feedback import ANSWER_FORM
from core.services.requests import FORM
from handlers.slack.calls import Call
from handlers.slack.form_opening import open_form
from handlers.slack.forms import drafted_recipients, drafted_text
from handlers.slack.metadata import AnswerState, AskFormState, DraftRef
from handlers.slack.payloads import Json
from handlers.slack.requests_forms import asking_content, asking_from
from handlers.slack.trouble import say
from handlers.slack.views.feedback import Filled, everything_typed
from handlers.slack.views.help import not_opened_message
from handlers.slack.views.requests import Asking, ask_form
from handlers.slack.views.requests_answer import answer_form

# -- the form that asks ---


async def open_ask_form(call: Call, asking: Asking, *, draft: Draft | None = None, note: str = "") -> None:
    """With all this in it. Where Slack won't, what was typed is kept, and the person gets a button that opens
    it; what the form has no room for is shown beside it."""
    state = AskFormState(from_draft=draft.id if draft else None, draft_key=draft.key if draft else None)
    if not await call.show(await ask_view(call, asking, state, note), push=call.in_modal):
        await _keep_and_tell(call, asking, state)
    elif len(asking.question) > MAX_QUESTION:
        words = await call.words()
        shown = everything_typed(words, asking.question)
        await call.tell(words("give-too-long", most=MAX_QUESTION), shown)


async def ask_view(
    call: Call, asking: Asking, state: AskFormState, note: str = "", *, meet: bool = False
) -> Json:
    """With `meet`, Slack is asked for people whom storage doesn't know."""
    options = await call.deps.requests.options_for(call.workspace_id, await call.person_id())
    busy = await busy_among(call, asking.people, meet=meet)
    return ask_form(await call.words(), asking, state, options, busy, note)


async def busy_among(call: Call, people: Sequence[str], *, meet: bool = False) -> list[PersonRef]:
    """Those of these people who have much to answer already."""
    known = await (call.met if meet else call.known)(people)
    busy = await call.deps.requests.busy_among(call.workspace_id, [one.id for one in known.values()])
    return [one.ref for one in known.values() if one.id in busy]


async def open_ask_form_from(call: Call, draft: Draft) -> None:
    """The form as it was left; with another day where that one is over."""
    people = await call.deps.feedback.managers_of(call.workspace_id, drafted_recipients(draft))
    ids = [person.external_id for person, _ in people.names if not person.erased]
    asking = asking_from(draft, ids)
    today = working_days.day_at(call.deps.clock.now(), await call.time_zone())
    if asking.due_on is not None and asking.due_on < today:
        asking = replace(asking, due_on=None)
    await open_ask_form(call, asking, draft=draft)


async def keep_ask_draft(
    call: Call, asking: Asking, state: AskFormState, *, key: str = "", tell: bool = False
) -> DraftId:
    """Over the draft that the form was opened from, if it was; else as one of its own."""
    try:
        known = await call.met(asking.people)
    except Unavailable:
        known = await call.known(asking.people)
    people = [known[one].id for one in asking.people if one in known]
    return await call.deps.drafts.keep_draft(
        call.workspace_id,
        await call.person_id(),
        FORM,
        state.draft_key or key or f"trigger:{call.trigger_id}",
        asking_content(asking, people),
        tell=tell,
    )


async def _keep_and_tell(call: Call, asking: Asking, state: AskFormState) -> None:
    draft_id = await keep_ask_draft(call, asking, state, tell=not call.response_url)
    if call.response_url:
        text, blocks = not_opened_message(await call.words(), DraftRef(draft=draft_id))
        if not await call.tell(text, blocks):
            await keep_ask_draft(call, asking, state, tell=True)


# -- the form that answers ---


async def open_answer_form(call: Call, ask_id: AskId, *, draft: Draft | None = None) -> None:
    """Raises NotFound, TooLate. Nothing has been typed that isn't in the draft."""
    text = drafted_text(draft) if draft else ""
    state = AnswerState(
        answers=ask_id, from_draft=draft.id if draft else None, draft_key=draft.key if draft else None
    )
    if not await call.show(await answer_view(call, state, text), push=call.in_modal):
        words = await call.words()
        await say(call, words, words("press-again"))


async def answer_view(call: Call, state: AnswerState, text: str, note: str = "") -> Json:
    """Names those who will read the answer, as things are now. Raises NotFound, TooLate."""
    item, seen_by, manager = await call.deps.requests.open_ask(
        call.workspace_id, await call.person_id(), AskId(state.answers)
    )
    promised = state.model_copy(update={"manager": manager})
    return answer_form(await call.words(), item, seen_by, promised, text, note)


async def open_answer_form_from(call: Call, draft: Draft) -> None:
    """The answer as it was left. Where no answer is needed any more, the words are not lost: they stand in
    the form that gives feedback."""
    ask = draft.content.get("ask")
    try:
        await open_answer_form(call, AskId(str(ask)), draft=draft)
    except (NotFound, TooLate) as over:
        words = await call.words()
        await open_form(call, Filled(text=drafted_text(draft)), draft=draft, note=words.error(over))


async def keep_answer_draft(call: Call, state: AnswerState, text: str) -> DraftId:
    return await call.deps.drafts.keep_draft(
        call.workspace_id,
        await call.person_id(),
        ANSWER_FORM,
        state.draft_key or f"ask:{state.answers}",
        {"ask": state.answers, "text": text},
    )
