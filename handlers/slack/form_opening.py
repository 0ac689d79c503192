"""Opening the form, and losing nothing where it can't be opened."""

from collections.abc import Sequence

from core.domain.drafts import Draft
from core.domain.errors import Unavailable
from core.domain.feedback import MAX_TEXT, Quote
from core.domain.ids import DraftId
from core.domain.policies import Refusal
from core.services.feedback import FORM, FormFacts, Managers
from core.services.people import refused
from core.words import Words
from handlers.slack.calls import Call
from handlers.slack.forms import draft_content, drafted_quote, drafted_recipients, from_draft, quote_of
from handlers.slack.metadata import DraftRef, FormState, quote_mark
from handlers.slack.trouble import say
from handlers.slack.views.feedback import Filled, everything_typed, feedback_form
from handlers.slack.views.help import not_opened_message


async def turned_away(call: Call, others: Sequence[str] = ()) -> bool:
    """Whether Everloop isn't on for this person; then they have been told so, and whom to ask. Somebody not
    in storage yet is let through: sending checks again. `others`: who else will be needed, read in the same
    go."""
    found = await call.arrive(others)
    if found is not None and found[0] is Refusal.NOT_IN_PILOT:
        await call.deps.people.check_pilot_again(call.workspace_id)
        found = await call.arrive()
    if found is None:
        return False
    words = await call.words()
    await say(call, words, words.error(refused(*found)))
    return True


async def open_form(
    call: Call, filled: Filled, *, quote: Quote | None = None, draft: Draft | None = None, note: str = ""
) -> None:
    """Opens the form with all this in it. Where Slack won't (an old trigger, say), what was typed is kept as
    a draft, and the person gets a button that opens it. What the form has no room for is shown beside it."""
    words = await call.words()
    facts = await facts_for(call, filled.recipients)
    state = state_with(state_of(filled, quote, draft), facts.managers)
    view = feedback_form(words, filled, state, facts.managers, note, tags=facts.tags)
    if not await call.show(view):
        await _keep_and_tell(call, words, filled, state)
    elif len(filled.text) > MAX_TEXT:
        await call.tell(words("give-too-long", most=MAX_TEXT), everything_typed(words, filled.text))


async def open_form_from(call: Call, draft: Draft) -> None:
    """The form as it was left."""
    managers = await call.deps.feedback.managers_of(call.workspace_id, drafted_recipients(draft))
    recipients = [person.external_id for person, _ in managers.names if not person.erased]
    await open_form(call, from_draft(draft, recipients), quote=drafted_quote(draft), draft=draft)


async def facts_for(call: Call, recipients: tuple[str, ...], *, meet: bool = False) -> FormFacts:
    """What the form says of those of these people who are known; with `meet`, Slack is asked for the rest."""
    if not recipients:
        return await call.deps.feedback.form_facts(call.workspace_id, None)
    people = await (call.met if meet else call.known)(recipients)
    ids = tuple(people[recipient].id for recipient in recipients if recipient in people)
    return await call.deps.feedback.form_facts(call.workspace_id, ids)


def state_of(filled: Filled, quote: Quote | None, draft: Draft | None) -> FormState:
    """Of a form that is opened with this in it."""
    return FormState(
        quote=quote_mark(quote) if quote else None,
        template=filled.template,
        from_draft=draft.id if draft else None,
        draft_key=draft.key if draft else None,
    )


def state_with(state: FormState, managers: Managers | None) -> FormState:
    """The form promises these managers from now on."""
    promised = None if managers is None else {str(p): m for p, m in managers.by_recipient.items()}
    return state.model_copy(update={"managers": promised})


async def keep_draft(
    call: Call, filled: Filled, state: FormState, *, key: str = "", tell: bool = False
) -> DraftId:
    """Over the draft that the form was opened from, if it was; else as one of its own."""
    try:
        people = await call.met(filled.recipients)
    except Unavailable:
        people = await call.known(filled.recipients)
    recipients = [people[recipient].id for recipient in filled.recipients if recipient in people]
    return await call.deps.drafts.keep_draft(
        call.workspace_id,
        await call.person_id(),
        FORM,
        state.draft_key or key or f"trigger:{call.trigger_id}",
        draft_content(filled, recipients, quote_of(state)),
        tell=tell,
    )


async def _keep_and_tell(call: Call, words: Words, filled: Filled, state: FormState) -> None:
    draft_id = await keep_draft(call, filled, state, tell=not call.response_url)
    if call.response_url:
        text, blocks = not_opened_message(words, DraftRef(draft=draft_id))
        if not await call.tell(text, blocks):
            await keep_draft(call, filled, state, tell=True)
