"""What is typed into the form that asks for feedback: read from a view, kept as a draft, taken from one."""

from collections.abc import Iterable, Mapping
from datetime import date

from core.domain.drafts import Draft, DraftValue
from core.domain.feedback import Visibility
from core.domain.ids import PersonId
from handlers.slack.forms import drafted_text
from handlers.slack.ids import Action, Block
from handlers.slack.metadata import OutOfDate
from handlers.slack.payloads import Payload, list_at, part_at, strings, text_at
from handlers.slack.views.requests import LATER, TEMPLATES, Asking


def read_asking(view: Payload, me: PersonId) -> Asking:
    """What stands in the inputs. Raises OutOfDate for values that we never offered."""
    values = part_at(view, "state", "values")
    about = _chosen(values, Block.ASK_ABOUT, Action.ASK_ABOUT)
    seen = text_at(_last(values, Block.ASK_SEEN, Action.ASK_SEEN), "selected_option", "value")
    try:
        return Asking(
            people=strings(list_at(values, Block.ASK_PEOPLE, Action.ASK_PEOPLE, "selected_users")),
            about=PersonId(about) if about and about != me else None,
            question=text_at(_last(values, Block.ASK_QUESTION, Action.ASK_QUESTION), "value"),
            due_on=read_due(values),
            seen=Visibility(seen or Visibility.RECIPIENT),
            busy_later=read_busy_later(values),
            template=TEMPLATES.get(_chosen(values, Block.ASK_TEMPLATE, Action.ASK_TEMPLATE)),
        )
    except ValueError:
        raise OutOfDate from None


def read_due(values: Payload) -> date | None:
    """Raises ValueError."""
    day = text_at(values, Block.ASK_DUE, Action.ASK_DUE, "selected_date")
    return date.fromisoformat(day) if day else None


def read_busy_later(values: Payload) -> bool:
    return _chosen(values, Block.ASK_BUSY, Action.ASK_BUSY) == LATER


def _chosen(values: Payload, block: Block, action: Action) -> str:
    return text_at(values, block, action, "selected_option", "value")


def _last(values: Payload, block: Block, action: Action) -> Payload:
    """What stands in the input whose name begins so."""
    named = [one for one in values if one == block or one.startswith(f"{block}.")]
    return part_at(values, named[-1], action) if named else {}


def asking_content(asking: Asking, people: Iterable[PersonId]) -> dict[str, DraftValue]:
    return {
        "recipients": [str(person_id) for person_id in people],
        "about": asking.about,
        "text": asking.question,
        "due_on": asking.due_on.isoformat() if asking.due_on else None,
        "visibility": asking.seen.value,
    }


def asking_from(draft: Draft, people: Iterable[str]) -> Asking:
    """`people`: the Slack ids of those the draft names. A day that is over by now is left to be proposed
    anew by whoever knows today."""
    content: Mapping[str, DraftValue] = draft.content
    about, due_on, seen = content.get("about"), content.get("due_on"), content.get("visibility")
    return Asking(
        people=tuple(people),
        about=PersonId(about) if isinstance(about, str) else None,
        question=drafted_text(draft),
        due_on=date.fromisoformat(due_on) if isinstance(due_on, str) else None,
        seen=Visibility(seen) if seen in set(Visibility) else Visibility.RECIPIENT,
    )
