"""People, as Slack changes them; and who manages whom, as people say it themselves."""

from dataclasses import replace

from core.domain.errors import InvalidForm, Problem
from core.domain.people import LineSource
from handlers.slack.calls import Call
from handlers.slack.directory import profile_of
from handlers.slack.form_opening import turned_away
from handlers.slack.home import publish_home
from handlers.slack.ids import Action, Block, Event, Modal
from handlers.slack.listeners import Listeners
from handlers.slack.metadata import PersonMark, unpack
from handlers.slack.payloads import part_at, text_at
from handlers.slack.trouble import in_time, say
from handlers.slack.views.people import manager_modal


def register(on: Listeners) -> None:
    on.event(Event.PERSON_CHANGED, on_person_changed)
    on.event(Event.PERSON_JOINED, on_person_changed)
    on.action(Action.MANAGER_CHOOSE, on_choose_manager)
    on.action(Action.MANAGER_REMOVE, on_remove_manager)
    on.submission(Modal.MANAGER, on_manager_submitted)
    on.action(Action.MANAGER_CONFIRM, on_manager_confirm)
    on.action(Action.MANAGER_DECLINE, on_manager_decline)


async def on_person_changed(call: Call) -> None:
    """Saved as they are now; what the event doesn't carry stays as it was. Again is the same."""
    user = part_at(call.body, "event", "user")
    profile = profile_of(user, call.installation.team_id)
    if not profile.external_id:
        return
    if not text_at(user, "locale"):
        known = (await call.known([profile.external_id])).get(profile.external_id)
        profile = replace(profile, locale=known.profile.locale if known else profile.locale)
    await call.deps.people.save_profile(call.workspace_id, profile)


async def on_choose_manager(call: Call) -> None:
    await call.acknowledge()
    if await turned_away(call):
        return
    place = await call.deps.people.place_of(call.workspace_id, await call.person_id())
    own = place.line is not None and place.line.source is LineSource.SELF
    chosen = place.manager.external_id if own and place.manager and not place.manager.erased else ""
    words = await call.words()
    if not await call.show(manager_modal(words, chosen)):
        await say(call, words, words("press-again"))


async def on_manager_submitted(call: Call) -> None:
    values = part_at(call.view, "state", "values")
    picked = text_at(values, Block.MANAGER, Action.MANAGER_PICK, "selected_user")
    async with in_time():
        met = await call.met([picked, call.user_id])
        if picked not in met:
            raise InvalidForm([Problem("manager", "error-manager-unknown")])
        await call.deps.people.name_manager(call.workspace_id, await call.person_id(), met[picked].id)
    await call.acknowledge()
    await publish_home(call)


async def on_remove_manager(call: Call) -> None:
    async with in_time():
        await call.deps.people.name_manager(call.workspace_id, await call.person_id(), None)
    await call.acknowledge()
    await publish_home(call)


async def on_manager_confirm(call: Call) -> None:
    await _decide(call, confirmed=True)


async def on_manager_decline(call: Call) -> None:
    await _decide(call, confirmed=False)


async def _decide(call: Call, *, confirmed: bool) -> None:
    mark = unpack(PersonMark, call.value)
    async with in_time():
        await call.deps.people.decide_manager(call.workspace_id, await call.person_id(), mark.id, confirmed)
    await call.acknowledge()
    if text_at(call.view, "type") == "home":
        await publish_home(call)
