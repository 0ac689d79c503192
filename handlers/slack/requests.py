"""Asking for feedback: the ways that lead to the form, and what is sent from it."""

from dataclasses import replace

from core.domain.errors import InvalidForm, NotAllowed, Problem, Unavailable
from core.domain.ids import DraftId, PersonId
from core.services.requests import AskForFeedback, AskOptions
from handlers.slack.calls import Call
from handlers.slack.commands import OpenAskForm
from handlers.slack.form_opening import turned_away
from handlers.slack.home import publish_home
from handlers.slack.ids import Action, Modal, Shortcut
from handlers.slack.listeners import Listeners
from handlers.slack.metadata import AskFormState, unpack
from handlers.slack.payloads import text_at
from handlers.slack.requests_forms import read_asking
from handlers.slack.requests_opening import ask_view, keep_ask_draft, open_ask_form
from handlers.slack.trouble import in_time, input_blocks
from handlers.slack.views.requests import Asking, Template, template_text

_PILOT = {"error-refused-not-in-pilot", "error-recipients-not-in-pilot"}


def register(on: Listeners) -> None:
    on.submission(Modal.ASK, on_ask_submitted)
    on.closed(Modal.ASK, on_ask_closed)
    on.shortcut(Shortcut.ASK, on_ask_button)
    on.action(Action.ASK_OPEN, on_ask_button)
    on.action(Action.ASK_PEOPLE, on_form_changed)
    on.action(Action.ASK_ABOUT, on_form_changed)
    on.action(Action.ASK_TEMPLATE, on_form_changed)


async def open_from_command(call: Call, request: OpenAskForm) -> None:
    note = ""
    if request.not_found:
        words = await call.words()
        names = ", ".join(f"@{name}" for name in request.not_found)
        note = words("ask-not-found", names=names, count=len(request.not_found))
    await open_ask_form(call, Asking(request.people, question=request.text), note=note)


async def on_ask_button(call: Call) -> None:
    await call.acknowledge()
    if not await turned_away(call):
        await open_ask_form(call, Asking())


async def on_form_changed(call: Call) -> None:
    """Names whoever is busy, and who will see the answers, as soon as it is known whom they are about. A
    template's words come first, then what was typed; another template, or somebody else whom it is about,
    changes the template's words only."""
    await call.acknowledge()
    asking, state = await _read(call)
    options = await call.deps.requests.options_for(call.workspace_id, await call.person_id())
    question = _with_template(call, asking, options)
    if question != asking.question:
        state = state.model_copy(update={"question": state.question + 1})
    await call.update(await ask_view(call, replace(asking, question=question), state, meet=True))


def _with_template(call: Call, asking: Asking, options: AskOptions) -> str:
    if asking.template is None:
        return asking.question
    about = next((one for one in options.reports if one.id == asking.about), None)
    typed = asking.question
    for said in _said_by_templates(call, options):
        if typed.startswith(said):
            typed = typed.removeprefix(said).lstrip("\n")
            break
    words = template_text(call.words_at_hand, asking.template, about)
    return "\n\n".join(part for part in (words, typed) if part)


def _said_by_templates(call: Call, options: AskOptions) -> list[str]:
    """What templates may have put there: about whom it is now, or was before; the longest first."""
    words = call.words_at_hand
    texts = {template_text(words, one, whom) for one in Template for whom in (None, *options.reports)}
    return sorted((text for text in texts if text), key=len, reverse=True)


async def _read(call: Call) -> tuple[Asking, AskFormState]:
    me = await call.person_id()
    return read_asking(call.view, me), unpack(AskFormState, text_at(call.view, "private_metadata"))


async def on_ask_submitted(call: Call) -> None:
    """Acknowledged once it is saved: a form that closes is a request that is kept."""
    try:
        async with in_time():
            asking, state = await _read(call)
            await _ask(call, await _command(call, asking, state))
    except Unavailable:
        sentence = call.words_at_hand("ask-not-saved")
        await call.acknowledge({"response_action": "errors", "errors": {input_blocks(call)[0]: sentence}})
        return
    await call.acknowledge()
    await publish_home(call)


async def _ask(call: Call, command: AskForFeedback) -> None:
    """Before somebody is told that they aren't in the pilot, its members are read again."""
    try:
        await call.deps.requests.ask_for_feedback(command)
    except (InvalidForm, NotAllowed) as error:
        keys = {p.key for p in error.problems} if isinstance(error, InvalidForm) else {error.key}
        if not keys & _PILOT:
            raise
        await call.deps.people.check_pilot_again(call.workspace_id)
        await call.deps.requests.ask_for_feedback(command)


async def _command(call: Call, asking: Asking, state: AskFormState) -> AskForFeedback:
    if asking.due_on is None:
        raise InvalidForm([Problem("due_on", "error-due-none")])
    me = await call.person_id()
    return AskForFeedback(
        workspace_id=call.workspace_id,
        requester_id=me,
        form_key=_form_key(call),
        people=await people_chosen(call, asking.people),
        about_id=asking.about or me,
        question=asking.question,
        due_on=asking.due_on,
        visibility=asking.seen,
        busy_later=asking.busy_later,
        draft_id=DraftId(state.from_draft) if state.from_draft else None,
    )


async def people_chosen(call: Call, people: tuple[str, ...]) -> tuple[PersonId, ...]:
    """Raises InvalidForm where one of them is nobody."""
    met = await call.met(people)
    if any(one not in met for one in people):
        raise InvalidForm([Problem("people", "error-recipients-unknown")])
    return tuple(met[one].id for one in people)


def _form_key(call: Call) -> str:
    """One for each form that was opened. It may stand on another, so that its own id counts."""
    return f"ask:{text_at(call.view, 'id')}"


async def on_ask_closed(call: Call) -> None:
    """What was typed stays: as a draft, on the Home tab."""
    await call.acknowledge()
    asking, state = await _read(call)
    if asking.question.strip():
        await keep_ask_draft(call, asking, state, key=f"form:{text_at(call.view, 'id')}")
