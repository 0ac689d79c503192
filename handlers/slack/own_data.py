"""My data: asked for on Home, sent as files."""

from handlers.slack.calls import Call
from handlers.slack.ids import Action
from handlers.slack.listeners import Listeners
from handlers.slack.trouble import in_time, say


def register(on: Listeners) -> None:
    on.action(Action.OWN_DATA_SEND, on_own_data_button)


async def on_own_data_button(call: Call) -> None:
    async with in_time():
        await call.deps.own_data.send_own_data(call.workspace_id, await call.person_id())
    await call.acknowledge()
    words = await call.words()
    await say(call, words, words("own-data-coming"))
