"""Choosing when Everloop writes: reminders, and the daily digest."""

from core.domain.attention import HOURS, Preferences
from core.domain.ids import PersonId
from handlers.slack.calls import Call
from handlers.slack.form_opening import turned_away
from handlers.slack.home import publish_home
from handlers.slack.ids import Action, Block, Modal
from handlers.slack.listeners import Listeners
from handlers.slack.metadata import OutOfDate
from handlers.slack.payloads import Payload, list_at, part_at, text_at
from handlers.slack.trouble import in_time, say
from handlers.slack.views.attention import AT_ONCE, DIGEST, PAUSE, attention_modal


def register(on: Listeners) -> None:
    on.action(Action.ATTENTION_OPEN, on_attention_button)
    on.submission(Modal.ATTENTION, on_attention_submitted)


async def on_attention_button(call: Call) -> None:
    await call.acknowledge()
    if await turned_away(call):
        return
    chosen = await call.deps.attention.preferences_of(call.workspace_id, await call.person_id())
    words = await call.words()
    if not await call.show(attention_modal(words, chosen)):
        await say(call, words, words("press-again"))


async def on_attention_submitted(call: Call) -> None:
    values = part_at(call.view, "state", "values")
    async with in_time():
        await call.deps.attention.choose(call.workspace_id, _read(await call.person_id(), values))
    await call.acknowledge()
    await publish_home(call)


def _read(person_id: PersonId, values: Payload) -> Preferences:
    """Raises OutOfDate."""
    ticked = list_at(values, Block.ATTENTION_REMINDERS, Action.ATTENTION_REMINDERS, "selected_options")
    pause = any(text_at(one, "value") == PAUSE for one in ticked)
    return Preferences(person_id, reminders=not pause, digest_hour=_digest_hour(values))


def _digest_hour(values: Payload) -> int | None:
    work = text_at(values, Block.ATTENTION_WORK, Action.ATTENTION_WORK, "selected_option", "value")
    hour = text_at(values, Block.ATTENTION_HOUR, Action.ATTENTION_HOUR, "selected_option", "value")
    offered = {str(one): one for one in HOURS}
    if work == AT_ONCE:
        return None
    if work != DIGEST or hour not in offered:
        raise OutOfDate
    return offered[hour]
