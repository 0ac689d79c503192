"""Setting Everloop up, for admins."""

from core.domain.errors import InvalidForm, NotAllowed, Problem
from core.domain.workspaces import Access, Audience
from core.services.people import Setup
from handlers.slack.calls import Call
from handlers.slack.home import publish_home
from handlers.slack.ids import Action, Block, Modal
from handlers.slack.listeners import Listeners
from handlers.slack.metadata import OutOfDate
from handlers.slack.payloads import Payload, list_at, part_at, strings, text_at
from handlers.slack.trouble import FIELDS, field_errors, in_time, input_blocks, say
from handlers.slack.views.setup import GUESTS, group_options, setup_modal


def register(on: Listeners) -> None:
    on.action(Action.SETUP_OPEN, on_setup_button)
    on.action(Action.SETUP_AUDIENCE, on_audience_chosen)
    on.options(Action.SETUP_GROUP, on_group_typed)
    on.submission(Modal.SETUP, on_setup_submitted)


async def on_setup_button(call: Call) -> None:
    await call.acknowledge()
    view = setup_modal(await call.words(), await _setup(call))
    if not await call.show(view):
        words = await call.words()
        await say(call, words, words("press-again"))


async def on_audience_chosen(call: Call) -> None:
    """Asks for the group or the channel where there is one to choose."""
    await call.acknowledge()
    audience = _audience(part_at(call.view, "state", "values"))
    await call.update(setup_modal(await call.words(), await _setup(call), audience))


async def _setup(call: Call) -> Setup:
    """As it is now, for those who may change it. Raises NotAllowed."""
    place = await call.deps.people.place_of(call.workspace_id, await call.person_id())
    if place.setup is None:
        raise NotAllowed("error-set-up-not-allowed")
    return place.setup


async def on_group_typed(call: Call) -> None:
    """User groups whose name or handle holds what was typed."""
    typed = text_at(call.body, "value").strip().casefold()
    async with in_time():
        answer = await call.deps.clients.read(call.workspace_id, "usergroups.list")
    groups = [
        (text_at(group, "id"), f"{text_at(group, 'name')} (@{text_at(group, 'handle')})")
        for group in list_at(answer, "usergroups")
    ]
    found = [(group, name) for group, name in groups if typed in name.casefold()]
    await call.acknowledge({"options": group_options(found)})


async def on_setup_submitted(call: Call) -> None:
    values = part_at(call.view, "state", "values")
    access = _access(values)
    try:
        async with in_time():
            await _save(call, values, access)
    except InvalidForm as error:
        await _show_problems(call, access, error)
        return
    await call.acknowledge()
    await publish_home(call)


async def _save(call: Call, values: Payload, access: Access) -> None:
    """Who may name the people team's admins has that input in the form, and nobody else."""
    people, me = call.deps.people, await call.person_id()
    await people.narrow_access(call.workspace_id, me, access)
    if Block.PEOPLE_ADMINS in values:
        chosen = list_at(values, Block.PEOPLE_ADMINS, Action.SETUP_PEOPLE_ADMINS, "selected_users")
        met = await call.met(strings(chosen))
        if any(one not in met for one in strings(chosen)):
            raise InvalidForm([Problem("people_admins", "error-admins-unknown")])
        await people.name_people_admins(call.workspace_id, me, [met[one].id for one in strings(chosen)])


def _access(values: Payload) -> Access:
    group = part_at(values, Block.GROUP, Action.SETUP_GROUP, "selected_option")
    channel = text_at(values, Block.CHANNEL, Action.SETUP_CHANNEL, "selected_channel")
    guests = list_at(values, Block.GUESTS, Action.SETUP_GUESTS, "selected_options")
    audience = _audience(values)
    source, name = {
        Audience.EVERYONE: ("", ""),
        Audience.GROUP: (text_at(group, "value"), text_at(group, "text", "text")),
        Audience.CHANNEL: (channel, ""),
    }[audience]
    return Access(audience, source, name, any(text_at(one, "value") == GUESTS for one in guests))


def _audience(values: Payload) -> Audience:
    try:
        return Audience(text_at(values, Block.AUDIENCE, Action.SETUP_AUDIENCE, "selected_option", "value"))
    except ValueError:
        raise OutOfDate from None


async def _show_problems(call: Call, access: Access, error: InvalidForm) -> None:
    """A problem with the source belongs to the input that it was chosen in."""
    source = Block.CHANNEL if access.audience is Audience.CHANNEL else Block.GROUP
    errors = field_errors(
        call.words_at_hand, error.problems, input_blocks(call), {**FIELDS, "source": source}
    )
    await call.acknowledge({"response_action": "errors", "errors": errors})
