"""Forms with one text to write: opened without losing it, kept when closed, and what lies under them brought
up to date afterwards."""

from collections.abc import Mapping
from dataclasses import dataclass

import structlog

from core.domain.drafts import Draft, DraftValue
from core.domain.ids import DraftId
from handlers.slack.calls import CALL_FAILURES, Call, reason_of
from handlers.slack.ids import Action, Block
from handlers.slack.metadata import DraftRef
from handlers.slack.payloads import Json, text_at
from handlers.slack.trouble import say
from handlers.slack.views.help import not_opened_message

_log = structlog.stdlib.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands in a form, as a draft keeps it: `form` and `key` as in core.domain.drafts."""

    form: str
    key: str
    content: Mapping[str, DraftValue]

    @property
    def is_blank(self) -> bool:
        text = self.content.get("text")
        return not (isinstance(text, str) and text.strip())


def typed_text(call: Call, block: Block, action: Action) -> str:
    return text_at(call.view, "state", "values", block, action, "value")


def form_key(call: Call) -> str:
    """One for each form that was opened, however often it is sent: a form on top of another has its own."""
    return text_at(call.view, "id")


def from_draft(draft: Draft, name: str) -> str:
    """A text that a draft keeps; empty where it has none of that name."""
    value = draft.content.get(name)
    return value if isinstance(value, str) else ""


async def open_text_form(call: Call, view: Json, typed: Typed) -> None:
    """Where Slack won't open it, what stands in it is kept, and the person gets a button that opens it."""
    if await call.show(view, push=call.in_modal):
        return
    words = await call.words()
    if typed.is_blank:
        await say(call, words, words("press-again"))
        return
    draft_id = await keep_typed(call, typed, tell=not call.response_url)
    if call.response_url:
        text, blocks = not_opened_message(words, DraftRef(draft=draft_id))
        if not await call.tell(text, blocks):
            await keep_typed(call, typed, tell=True)


async def keep_typed(call: Call, typed: Typed, *, tell: bool = False) -> DraftId:
    person_id = await call.person_id()
    return await call.deps.drafts.keep_draft(
        call.workspace_id, person_id, typed.form, typed.key, typed.content, tell=tell
    )


async def show_behind(call: Call, view: Json) -> None:
    """Brings the view that the submitted form lay on up to date; nothing where it lay on none."""
    behind = text_at(call.view, "previous_view_id")
    if not behind:
        return
    try:
        await call.send("views.update", view_id=behind, view=view)
    except CALL_FAILURES as error:
        _log.info("slack.view_not_updated", error=reason_of(error))


def lies_on_another(call: Call) -> bool:
    return bool(text_at(call.view, "previous_view_id"))
