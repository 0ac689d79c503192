"""Choosing one's manager."""

from core.words import Words
from handlers.slack.ids import Action, Block, Modal
from handlers.slack.payloads import Json
from handlers.slack.views.parts import MAX_PLACEHOLDER, modal, plain


def manager_modal(words: Words, chosen: str = "") -> Json:
    """`chosen`: Slack id of the manager named so far."""
    element: Json = {
        "type": "users_select",
        "action_id": Action.MANAGER_PICK.value,
        "placeholder": plain(words("manager-choose"), MAX_PLACEHOLDER),
    }
    if chosen:
        element["initial_user"] = chosen
    block: Json = {
        "type": "input",
        "block_id": Block.MANAGER.value,
        "label": plain(words("manager-modal-label")),
        "hint": plain(words("manager-modal-hint")),
        "element": element,
    }
    return modal(
        words("manager-modal-title"),
        [block],
        callback_id=Modal.MANAGER,
        submit=words("manager-modal-submit"),
        close=words("cancel"),
    )
