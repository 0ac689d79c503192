"""Going on with what was typed and not sent."""

from handlers.slack.calls import Call
from handlers.slack.form_opening import open_form_from, turned_away
from handlers.slack.home import publish_home
from handlers.slack.ids import Action
from handlers.slack.listeners import Listeners
from handlers.slack.metadata import DraftRef, unpack
from handlers.slack.trouble import in_time


def register(on: Listeners) -> None:
    on.action(Action.DRAFT_OPEN, on_draft_open)
    on.action(Action.DRAFT_DISCARD, on_draft_discard)


async def on_draft_open(call: Call) -> None:
    await call.acknowledge()
    ref = unpack(DraftRef, call.value)
    if await turned_away(call):
        return
    draft = await call.deps.drafts.open_draft(call.workspace_id, await call.person_id(), ref.id)
    await open_form_from(call, draft)


async def on_draft_discard(call: Call) -> None:
    """Discarded already is fine too."""
    ref = unpack(DraftRef, call.value)
    async with in_time():
        await call.deps.drafts.discard_draft(call.workspace_id, await call.person_id(), ref.id)
    await call.acknowledge()
    await publish_home(call)
