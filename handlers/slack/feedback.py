"""Giving feedback: the ways that lead to the form, and what is sent from it."""

from core.domain.errors import InvalidForm, NotAllowed, Problem, Unavailable
from core.domain.feedback import Quote
from core.domain.ids import DraftId, PersonId
from core.domain.people import PersonKind
from core.services.feedback import GiveFeedback, Managers, ManagersChanged
from handlers.slack.calls import Call
from handlers.slack.commands import NotUnderstood, OpenForm, ShowHelp, ShowList, parse_command
from handlers.slack.form_opening import (
    keep_draft,
    managers_for,
    open_form,
    state_with,
    turned_away,
)
from handlers.slack.forms import quote_of, read_form
from handlers.slack.ids import Action, Block, Command, Modal, Shortcut
from handlers.slack.listeners import Listeners, prefixed
from handlers.slack.lists import open_list
from handlers.slack.markup import mentioned, readable, unnamed
from handlers.slack.metadata import DraftRef, FormState, unpack
from handlers.slack.payloads import part_at, text_at
from handlers.slack.trouble import in_time
from handlers.slack.views.feedback import Filled, feedback_form
from handlers.slack.views.help import help_message

_PILOT = {"error-refused-not-in-pilot", "error-recipients-not-in-pilot"}


def register(on: Listeners) -> None:
    on.command(Command.FEEDBACK, on_feedback_command)
    on.submission(Modal.GIVE, on_form_submitted)
    on.action(Action.GIVE_RECIPIENTS, on_recipients_chosen)
    on.closed(Modal.GIVE, on_form_closed)
    on.shortcut(Shortcut.GIVE, on_give_shortcut)
    on.shortcut(Shortcut.GIVE_ON_MESSAGE, on_message_shortcut)
    on.action(Action.FORM_OPEN, on_form_button)


# -- the ways to the form --


async def on_feedback_command(call: Call) -> None:
    await call.acknowledge()
    raw = text_at(call.body, "text")
    await call.known([call.user_id, *mentioned(raw)])
    if await turned_away(call):
        return
    request = parse_command(raw, await _names(call, raw))
    match request:
        case OpenForm():
            await _open_from_command(call, request)
        case ShowList():
            await open_list(call)
        case ShowHelp():
            await _help(call)
        case NotUnderstood(text):
            await _not_understood(call, text)


async def _open_from_command(call: Call, request: OpenForm) -> None:
    words = await call.words()
    note = ""
    if request.not_found:
        names = ", ".join(f"@{name}" for name in request.not_found)
        note = words("give-not-found", names=names, count=len(request.not_found))
    await open_form(call, Filled(request.recipients, text=request.text), note=note)


async def _help(call: Call, typed: str = "", draft: DraftId | None = None) -> None:
    command = prefixed(Command.FEEDBACK, call.deps.command_prefix)
    text, blocks = help_message(await call.words(), command, typed, DraftRef(draft=draft) if draft else None)
    await call.tell(text, blocks)


async def _not_understood(call: Call, text: str) -> None:
    draft = await keep_draft(call, Filled(text=text), FormState())
    await _help(call, text, draft)


async def _names(call: Call, raw: str) -> dict[str, str]:
    """Names of the people whom a text mentions by their id alone."""
    people = await call.known(unnamed(raw))
    return {user_id: person.name for user_id, person in people.items()}


async def on_give_shortcut(call: Call) -> None:
    await call.acknowledge()
    if not await turned_away(call):
        await open_form(call, Filled())


async def on_form_button(call: Call) -> None:
    await call.acknowledge()
    if not await turned_away(call):
        await open_form(call, Filled())


async def on_message_shortcut(call: Call) -> None:
    await call.acknowledge()
    message = part_at(call.body, "message")
    raw, author = text_at(message, "text"), text_at(message, "user")
    people = await call.known([author, call.user_id, *unnamed(raw)])
    if await turned_away(call):
        return
    names = {user_id: person.name for user_id, person in people.items()}
    written_by = people.get(author)
    is_person = written_by is None or written_by.profile.kind is not PersonKind.BOT
    is_other = author not in ("", call.user_id, call.installation.bot_user_id)
    recipients = (author,) if is_person and is_other and not text_at(message, "bot_id") else ()
    words = await call.words()
    shown = readable(raw, names).strip() or words("quote-without-text")
    quote = Quote(shown, names.get(author, "") or text_at(message, "username"), _permalink(call))
    await open_form(call, Filled(recipients), quote=quote)


def _permalink(call: Call) -> str:
    """Made, not asked for: a call would stand before the form."""
    ts, thread = text_at(call.body, "message", "ts"), text_at(call.body, "message", "thread_ts")
    channel, url = text_at(call.body, "channel", "id"), call.installation.url
    if not (ts and channel and url):
        return ""
    in_thread = f"?thread_ts={thread}&cid={channel}" if thread and thread != ts else ""
    return f"{url}archives/{channel}/p{ts.replace('.', '')}{in_thread}"


# -- the form --


async def on_recipients_chosen(call: Call) -> None:
    """Names the managers of those who are chosen, as soon as they are known."""
    await call.acknowledge()
    filled, state = read_form(call.view), unpack(FormState, text_at(call.view, "private_metadata"))
    managers = await managers_for(call, filled.recipients, meet=True)
    await call.update(feedback_form(await call.words(), filled, state_with(state, managers), managers))


async def on_form_submitted(call: Call) -> None:
    """Acknowledged once it is saved: a form that closes is a form that is kept."""
    filled, state = read_form(call.view), unpack(FormState, text_at(call.view, "private_metadata"))
    try:
        async with in_time():
            await _give(call, await _command(call, filled, state))
    except ManagersChanged as changed:
        await _show_managers(call, filled, state, changed.managers)
    except Unavailable:
        sentence = call.words_at_hand("give-not-saved")
        await call.acknowledge({"response_action": "errors", "errors": {Block.TEXT.value: sentence}})
    else:
        await call.acknowledge()


async def _give(call: Call, command: GiveFeedback) -> None:
    """Before somebody is told that they aren't in the pilot, its members are read again."""
    try:
        await call.deps.feedback.give_feedback(command)
    except (InvalidForm, NotAllowed) as error:
        keys = {p.key for p in error.problems} if isinstance(error, InvalidForm) else {error.key}
        if not keys & _PILOT:
            raise
        await call.deps.people.check_pilot_again(call.workspace_id)
        await call.deps.feedback.give_feedback(command)


async def _command(call: Call, filled: Filled, state: FormState) -> GiveFeedback:
    people = await call.met([call.user_id, *filled.recipients])
    if any(recipient not in people for recipient in filled.recipients):
        raise InvalidForm([Problem("recipients", "error-recipients-unknown")])
    managers = state.managers
    return GiveFeedback(
        workspace_id=call.workspace_id,
        author_id=await call.person_id(),
        form_key=_form_key(call),
        recipients=tuple(people[recipient].id for recipient in filled.recipients),
        kind=filled.kind,
        text=filled.text,
        visibility=filled.visibility,
        managers=None
        if managers is None
        else {PersonId(p): PersonId(m) if m else None for p, m in managers.items()},
        quote=quote_of(state),
        draft_id=DraftId(state.from_draft) if state.from_draft else None,
    )


def _form_key(call: Call) -> str:
    """One for each form that was opened, however often it is sent or brought up to date."""
    return text_at(call.view, "root_view_id") or text_at(call.view, "id")


async def _show_managers(call: Call, filled: Filled, state: FormState, managers: Managers) -> None:
    words = call.words_at_hand
    view = feedback_form(words, filled, state_with(state, managers), managers, words("give-managers-changed"))
    await call.acknowledge({"response_action": "update", "view": view})


async def on_form_closed(call: Call) -> None:
    """What was typed stays: as a draft, on the Home tab."""
    await call.acknowledge()
    filled, state = read_form(call.view), unpack(FormState, text_at(call.view, "private_metadata"))
    if filled.text.strip():
        await keep_draft(call, filled, state, key=f"form:{_form_key(call)}")
