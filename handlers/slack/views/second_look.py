"""A second look at a suggestion before it leaves: gentle hints, "Edit" and "Send as it is"."""

from collections.abc import Sequence

from core.domain.second_look import Hint
from core.words import Words
from handlers.slack.ids import Modal
from handlers.slack.limits import clip
from handlers.slack.metadata import LookState, pack
from handlers.slack.payloads import Json
from handlers.slack.views.parts import context, divider, modal, mrkdwn, plain, section

MAX_FOUND = 160


def second_look_modal(words: Words, hints: Sequence[Hint], state: LookState) -> Json:
    """Stands on top of the form, which keeps all that was typed: closing this is editing that."""
    blocks = [section(mrkdwn(words("look-intro"))), divider()]
    for hint in hints:
        blocks.append(section(mrkdwn(words(f"look-{hint.concern.value}"))))
        if hint.found:
            found = words("look-found", found=clip(hint.found, MAX_FOUND))
            blocks.append(context(plain(found)))
    view = modal(
        words("look-title"),
        blocks,
        callback_id=Modal.SECOND_LOOK,
        submit=words("look-send"),
        close=words("look-edit"),
        metadata=pack(state),
    )
    return {**view, "notify_on_close": True}
