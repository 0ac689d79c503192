"""Giving what the form holds, after a second look at it where that may help."""

from collections.abc import Awaitable, Callable, Mapping, Sequence

from core.domain.errors import EverloopError, InvalidForm, NotAllowed, NotFound
from core.domain.feedback import FeedbackKind
from core.domain.ids import PersonId
from core.domain.second_look import Hint
from core.second_look import second_look as look_at
from core.services.feedback import GiveFeedback, ManagersChanged
from handlers.slack.calls import Call
from handlers.slack.form_opening import facts_for, keep_draft, state_of, state_with
from handlers.slack.forms import drafted_quote, drafted_recipients, drafted_tags, from_draft
from handlers.slack.ids import Modal
from handlers.slack.listeners import Listeners
from handlers.slack.metadata import FormState, LookState, unpack
from handlers.slack.payloads import Json, text_at
from handlers.slack.trouble import in_time
from handlers.slack.views.feedback import Filled, feedback_form
from handlers.slack.views.second_look import second_look_modal
from handlers.slack.views.templates import whole_text

_PILOT = {"error-refused-not-in-pilot", "error-recipients-not-in-pilot"}


def register(on: Listeners) -> None:
    on.submission(Modal.SECOND_LOOK, on_send_as_it_is)
    on.closed(Modal.SECOND_LOOK, on_edit)


# -- giving --


async def give(call: Call, command: GiveFeedback) -> None:
    await _twice(call, lambda: call.deps.feedback.give_feedback(command))


async def checked(call: Call, command: GiveFeedback) -> None:
    """Raises what giving it would raise."""
    await _twice(call, lambda: call.deps.feedback.check_feedback(command))


async def _twice(call: Call, step: Callable[[], Awaitable[object]]) -> None:
    """Before somebody is told that they aren't in the pilot, its members are read again."""
    try:
        await step()
    except (InvalidForm, NotAllowed) as error:
        keys = {p.key for p in error.problems} if isinstance(error, InvalidForm) else {error.key}
        if not keys & _PILOT:
            raise
        await call.deps.people.check_pilot_again(call.workspace_id)
        await step()


def promised(managers: Mapping[str, str | None] | None) -> dict[PersonId, PersonId | None] | None:
    """The managers that a form has named."""
    if managers is None:
        return None
    return {PersonId(p): PersonId(m) if m else None for p, m in managers.items()}


def form_key(call: Call) -> str:
    """One for each form that was opened, however often it is sent or brought up to date."""
    return text_at(call.view, "root_view_id") or text_at(call.view, "id")


def draft_key(call: Call) -> str:
    """Of the draft of what stands in this form."""
    return f"form:{form_key(call)}"


# -- the second look --


def hints_for(command: GiveFeedback) -> tuple[Hint, ...]:
    """Of a suggestion only: praise may be as it likes."""
    if command.kind is not FeedbackKind.SUGGESTION:
        return ()
    return look_at(command.text, quotes_a_message=command.quote is not None)


async def second_look(call: Call, hints: Sequence[Hint], filled: Filled, state: FormState) -> Json:
    """Stands on top of the form. Slack won't send what was typed again: it waits in a draft meanwhile."""
    draft_id = await keep_draft(call, filled, state, key=draft_key(call))
    keeps = state.from_draft is not None
    return second_look_modal(
        await call.words(), hints, LookState(looks_at=draft_id, keeps=keeps, managers=state.managers)
    )


async def on_send_as_it_is(call: Call) -> None:
    """Given as it was typed. Where something speaks against it now, the form is shown again and says what."""
    look = unpack(LookState, text_at(call.view, "private_metadata"))
    try:
        async with in_time():
            await _send(call, look)
    except ManagersChanged:
        await _show_form(call, look, call.words_at_hand("give-managers-changed"))
    except (InvalidForm, NotAllowed) as error:
        await _show_form(call, look, _sentences(call, error))
    else:
        await call.acknowledge({"response_action": "clear"})


async def _send(call: Call, look: LookState) -> None:
    """Sent before by the same form (a double click, a redelivery) is fine."""
    author_id = await call.person_id()
    try:
        command = await _typed(call, look)
    except NotFound:
        if await call.deps.feedback.is_given(call.workspace_id, author_id, form_key(call)):
            return
        raise
    await give(call, command)


async def _typed(call: Call, look: LookState) -> GiveFeedback:
    draft = await call.deps.drafts.open_draft(call.workspace_id, await call.person_id(), look.id)
    filled = from_draft(draft, ())
    return GiveFeedback(
        workspace_id=call.workspace_id,
        author_id=draft.person_id,
        form_key=form_key(call),
        recipients=drafted_recipients(draft),
        kind=filled.kind,
        text=whole_text(await call.words(), filled.parts, filled.text),
        visibility=filled.visibility,
        managers=promised(look.managers),
        quote=drafted_quote(draft),
        draft_id=draft.id,
        channel=filled.channel,
        tags=drafted_tags(draft),
    )


def _sentences(call: Call, error: EverloopError) -> str:
    words = call.words_at_hand
    if isinstance(error, InvalidForm):
        return " ".join(words(problem.key, **problem.facts) for problem in error.problems)
    return words.error(error)


async def _show_form(call: Call, look: LookState, note: str) -> None:
    """In the place of the second look."""
    draft = await call.deps.drafts.open_draft(call.workspace_id, await call.person_id(), look.id)
    managers = await call.deps.feedback.managers_of(call.workspace_id, drafted_recipients(draft))
    recipients = tuple(person.external_id for person, _ in managers.names if not person.erased)
    facts = await facts_for(call, recipients)
    filled = from_draft(draft, recipients)
    state = state_with(state_of(filled, drafted_quote(draft), draft), facts.managers)
    view = feedback_form(call.words_at_hand, filled, state, facts.managers, note, tags=facts.tags)
    await call.acknowledge({"response_action": "update", "view": view})


async def on_edit(call: Call) -> None:
    """Closed: the form below holds what was typed, so the draft isn't needed; unless all was closed, or it
    was there before."""
    await call.acknowledge()
    look = unpack(LookState, text_at(call.view, "private_metadata"))
    if call.body.get("is_cleared") is not True and not look.keeps:
        await call.deps.drafts.discard_draft(call.workspace_id, await call.person_id(), look.id)
