"""Keeping the list of values and skills, for admins."""

from core.domain.errors import NotAllowed
from handlers.slack.calls import Call
from handlers.slack.home import publish_home
from handlers.slack.ids import Action, Block, Modal
from handlers.slack.listeners import Listeners
from handlers.slack.payloads import part_at, text_at
from handlers.slack.trouble import in_time, say
from handlers.slack.views.tags import tags_modal


def register(on: Listeners) -> None:
    on.action(Action.TAGS_OPEN, on_tags_button)
    on.submission(Modal.TAGS, on_tags_submitted)


async def on_tags_button(call: Call) -> None:
    await call.acknowledge()
    place = await call.deps.people.place_of(call.workspace_id, await call.person_id())
    if place.setup is None:
        raise NotAllowed("error-set-up-not-allowed")
    words = await call.words()
    if not await call.show(tags_modal(words, place.setup.tags)):
        await say(call, words, words("press-again"))


async def on_tags_submitted(call: Call) -> None:
    values = part_at(call.view, "state", "values")
    async with in_time():
        await call.deps.tagging.keep_list(
            call.workspace_id,
            await call.person_id(),
            text_at(values, Block.TAG_VALUES, Action.TAGS_VALUES, "value"),
            text_at(values, Block.TAG_SKILLS, Action.TAGS_SKILLS, "value"),
        )
    await call.acknowledge()
    await publish_home(call)
