"""Looking back: the lists of what was received, given and shared, in a modal."""

from core.domain.feedback import Box
from handlers.slack.calls import Call
from handlers.slack.ids import Action
from handlers.slack.listeners import Listeners
from handlers.slack.metadata import PageRef, unpack
from handlers.slack.payloads import Json
from handlers.slack.trouble import say
from handlers.slack.views.lists import list_modal

PAGE = 6


def register(on: Listeners) -> None:
    for action in (
        Action.LIST_RECEIVED,
        Action.LIST_GIVEN,
        Action.LIST_SHARED,
        Action.LIST_OLDER,
        Action.LIST_NEWER,
    ):
        on.action(action, on_page_button)


async def open_list(call: Call) -> None:
    if not await call.show(await _list(call, PageRef(box=Box.RECEIVED))):
        words = await call.words()
        await say(call, words, words("press-again"))


async def on_page_button(call: Call) -> None:
    await call.acknowledge()
    await call.update(await _list(call, unpack(PageRef, call.value)))


async def _list(call: Call, ref: PageRef) -> Json:
    person, feedback = await call.somebody(), call.deps.feedback
    cursor = ref.edge.cursor if ref.edge else None
    page = await feedback.list_feedback(call.workspace_id, person.id, ref.box, cursor, PAGE)
    shared = await feedback.list_feedback(call.workspace_id, person.id, Box.SHARED, limit=1)
    return list_modal(
        await call.words(),
        ref.box,
        page,
        person.id,
        person.profile.time_zone,
        with_shared=bool(shared.items) or ref.box is Box.SHARED,
    )
