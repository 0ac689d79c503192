"""Giving feedback: the ways that lead to the form, and what is sent from it."""

from core.domain.errors import InvalidForm, Problem, Unavailable
from core.domain.feedback import Quote, Visibility
from core.domain.ids import DraftId, TagId
from core.domain.people import PersonKind
from core.services.feedback import GiveFeedback, Managers, ManagersChanged
from handlers.slack import requests
from handlers.slack.calls import Call
from handlers.slack.channels import enter_channel
from handlers.slack.commands import (
    NotUnderstood,
    OpenAskForm,
    OpenForm,
    ShowFound,
    ShowHelp,
    ShowList,
    ShowRequests,
    parse_command,
)
from handlers.slack.form_opening import facts_for, keep_draft, open_form, state_with, turned_away
from handlers.slack.forms import quote_of, read_form
from handlers.slack.ids import Action, Block, Command, Modal, Shortcut
from handlers.slack.listeners import Listeners, prefixed
from handlers.slack.lists import open_list
from handlers.slack.markup import mentioned, readable, unnamed
from handlers.slack.metadata import DraftRef, FormState, unpack
from handlers.slack.payloads import Json, list_at, part_at, text_at
from handlers.slack.requests_list import open_requests
from handlers.slack.searching import open_found
from handlers.slack.second_look import (
    checked,
    draft_key,
    form_key,
    give,
    hints_for,
    promised,
    second_look,
)
from handlers.slack.trouble import in_time
from handlers.slack.views.feedback import Filled, feedback_form
from handlers.slack.views.help import help_message
from handlers.slack.views.templates import whole_text


def register(on: Listeners) -> None:
    on.command(Command.FEEDBACK, on_feedback_command)
    on.submission(Modal.GIVE, on_form_submitted)
    on.action(Action.GIVE_RECIPIENTS, on_form_changed)
    on.action(Action.GIVE_KIND, on_form_changed)
    on.action(Action.GIVE_TEMPLATE, on_form_changed)
    on.action(Action.GIVE_VISIBILITY, on_visibility_chosen)
    on.closed(Modal.GIVE, on_form_closed)
    on.shortcut(Shortcut.GIVE, on_give_shortcut)
    on.shortcut(Shortcut.GIVE_ON_MESSAGE, on_message_shortcut)
    on.action(Action.FORM_OPEN, on_form_button)


# -- the ways to the form --


async def on_feedback_command(call: Call) -> None:
    await call.acknowledge()
    raw = text_at(call.body, "text")
    if await turned_away(call, mentioned(raw)):
        return
    request = parse_command(raw, await _names(call, raw))
    match request:
        case OpenForm():
            await _open_from_command(call, request)
        case OpenAskForm():
            await requests.open_from_command(call, request)
        case ShowRequests():
            await open_requests(call)
        case ShowList():
            await open_list(call)
        case ShowFound(text):
            await open_found(call, text)
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
    mentions = [author, *unnamed(raw)]
    if await turned_away(call, mentions):
        return
    people = await call.known([*mentions, call.user_id])
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


async def on_form_changed(call: Call) -> None:
    """Names the managers of those who are chosen, as soon as they are known; shows the fields of a template,
    and what goes with the kind. What was typed stays."""
    await call.acknowledge()
    filled, state = _read(call)
    async with call.deps.open_views.in_turn(text_at(call.view, "id")):
        facts = await facts_for(call, filled.recipients, meet=True)
        state = state_with(state, facts.managers).model_copy(update={"template": filled.template})
        await call.update(feedback_form(await call.words(), filled, state, facts.managers, tags=facts.tags))


async def on_visibility_chosen(call: Call) -> None:
    """Asks for the channel where everyone in one is to see it."""
    filled, _ = _read(call)
    if (filled.visibility is Visibility.CHANNEL) is _asks_for_channel(call):
        await call.acknowledge()
    else:
        await on_form_changed(call)


async def on_form_submitted(call: Call) -> None:
    """Acknowledged once it is saved: a form that closes is a form that is kept. A suggestion that could be
    said better is shown with hints first."""
    filled, state = _read(call)
    if filled.visibility is Visibility.CHANNEL and not _asks_for_channel(call):
        await _show_again(call, filled, state, "give-channel-missing")
        return
    look: Json | None = None
    try:
        async with in_time():
            look = await _give_or_look(call, filled, state)
    except ManagersChanged as changed:
        await _show_again(call, filled, state, "give-managers-changed", changed.managers)
    except Unavailable:
        sentence = call.words_at_hand("give-not-saved")
        await call.acknowledge({"response_action": "errors", "errors": {Block.TEXT.value: sentence}})
    else:
        await call.acknowledge({"response_action": "push", "view": look} if look else None)


async def _give_or_look(call: Call, filled: Filled, state: FormState) -> Json | None:
    """Gives it; or, where there is something to point out first, what to show."""
    command = await _command(call, filled, state)
    hints = hints_for(command)
    if hints:
        await checked(call, command)
        return await second_look(call, hints, filled, state)
    if command.shown_in:
        await checked(call, command)
        await enter_channel(call, command.shown_in)
    await give(call, command)
    return None


async def _command(call: Call, filled: Filled, state: FormState) -> GiveFeedback:
    people = await call.met([call.user_id, *filled.recipients])
    if any(recipient not in people for recipient in filled.recipients):
        raise InvalidForm([Problem("recipients", "error-recipients-unknown")])
    return GiveFeedback(
        workspace_id=call.workspace_id,
        author_id=await call.person_id(),
        form_key=form_key(call),
        recipients=tuple(people[recipient].id for recipient in filled.recipients),
        kind=filled.kind,
        text=whole_text(await call.words(), filled.parts, filled.text),
        visibility=filled.visibility,
        managers=promised(state.managers),
        quote=quote_of(state),
        draft_id=DraftId(state.from_draft) if state.from_draft else None,
        channel=filled.channel,
        tags=tuple(TagId(tag) for tag in filled.tags),
    )


async def _show_again(
    call: Call, filled: Filled, state: FormState, note: str, managers: Managers | None = None
) -> None:
    """The form as it was typed, with a sentence above it."""
    facts = await facts_for(call, filled.recipients)
    managers = managers or facts.managers
    state = state_with(state, managers)
    view = feedback_form(
        call.words_at_hand, filled, state, managers, call.words_at_hand(note), tags=facts.tags
    )
    await call.acknowledge({"response_action": "update", "view": view})


async def on_form_closed(call: Call) -> None:
    """What was typed stays: as a draft, on the Home tab."""
    await call.acknowledge()
    filled, state = _read(call)
    if filled.text.strip() or filled.parts:
        await keep_draft(call, filled, state, key=draft_key(call))


def _read(call: Call) -> tuple[Filled, FormState]:
    state = unpack(FormState, text_at(call.view, "private_metadata"))
    return read_form(call.view, state.template), state


def _asks_for_channel(call: Call) -> bool:
    return any(text_at(block, "block_id") == Block.GIVE_CHANNEL for block in list_at(call.view, "blocks"))
