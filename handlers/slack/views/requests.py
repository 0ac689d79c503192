"""The form that asks for feedback."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from core.domain.feedback import Visibility
from core.domain.ids import PersonId
from core.domain.people import PersonRef
from core.domain.requests import MAX_ASKED, MAX_QUESTION
from core.services.requests import AskOptions
from core.words import Words
from handlers.slack.ids import Action, Block, Modal
from handlers.slack.limits import clip, units
from handlers.slack.metadata import AskFormState, pack
from handlers.slack.payloads import Json
from handlers.slack.views.parts import (
    MAX_OPTION,
    MAX_PLACEHOLDER,
    context,
    in_a_row,
    modal,
    name,
    option,
    plain,
    section,
)

MAX_REPORTS = 98  # a select offers a hundred, and "Me" is one
MAX_LABEL = 2000
NOW, LATER = "now", "later"


class Template(StrEnum):
    """Questions that get good answers."""

    FREE = "free"
    START_STOP_CONTINUE = "start-stop-continue"
    SITUATION = "situation"
    MORE = "more"


@dataclass(frozen=True, slots=True)
class Asking:
    """What stands in the form. `people` are Slack ids; `about` None: oneself; `due_on` None: as proposed."""

    people: tuple[str, ...] = ()
    about: PersonId | None = None
    question: str = ""
    due_on: date | None = None
    seen: Visibility = Visibility.RECIPIENT
    busy_later: bool = False
    template: Template | None = None


def ask_form(
    words: Words,
    asking: Asking,
    state: AskFormState,
    options: AskOptions,
    busy: Sequence[PersonRef] = (),
    note: str = "",
) -> Json:
    """`busy`: those of the people chosen who have much to answer already; `note` stands above the form."""
    about = next((one for one in options.reports if one.id == asking.about), None)
    blocks = [
        *([section(plain(note))] if note else []),
        {**people_input(words, asking.people), "dispatch_action": True},
        *busy_input(words, busy, later=asking.busy_later),
        _about(words, options, about),
        _template(words, asking.template),
        _question(words, asking.question, state.question),
        due_input(words, asking.due_on or options.due_on, words("ask-due")),
        _seen(words, options, about, asking.seen),
        context(plain(_note(words, about))),
    ]
    view = modal(
        words("ask-title"),
        blocks,
        callback_id=Modal.ASK,
        submit=words("ask-submit"),
        close=words("cancel"),
        metadata=pack(state),
    )
    return {**view, "notify_on_close": True}


def template_text(words: Words, template: Template, about: PersonRef | None) -> str:
    """The question of a template: about oneself, or about somebody by name."""
    if template is Template.FREE:
        return ""
    if about is None:
        return words(f"ask-template-{template.value}-text")
    return words(f"ask-template-{template.value}-text-other", name=name(about, words))


def _note(words: Words, about: PersonRef | None) -> str:
    return words("ask-note") if about is None else words("ask-note-other", name=name(about, words))


def _input(block: str, label: str, element: Json, hint: str = "") -> Json:
    made: Json = {"type": "input", "block_id": block, "label": plain(label, MAX_LABEL), "element": element}
    return {**made, "hint": plain(hint, MAX_LABEL)} if hint else made


def people_input(words: Words, people: Sequence[str], action: Action = Action.ASK_PEOPLE) -> Json:
    element: Json = {
        "type": "multi_users_select",
        "action_id": action.value,
        "placeholder": plain(words("ask-people-placeholder"), MAX_PLACEHOLDER),
        "max_selected_items": MAX_ASKED,
    }
    if people:
        element["initial_users"] = list(people[:MAX_ASKED])
    return _input(Block.ASK_PEOPLE.value, words("ask-people"), element, words("ask-people-hint"))


def busy_input(words: Words, busy: Sequence[PersonRef], *, later: bool) -> list[Json]:
    """Who is busy, and the offer to ask them later; nothing where nobody is."""
    if not busy:
        return []
    who = in_a_row([name(person, words) for person in busy], words)
    options = [
        option(NOW, words("ask-busy-now")),
        option(LATER, words("ask-busy-later"), words("ask-busy-later-hint")),
    ]
    label = words("ask-busy", names=who, count=len(busy))
    element = _radio(Action.ASK_BUSY, options, LATER if later else NOW)
    return [_input(Block.ASK_BUSY.value, label, element, words("ask-busy-hint"))]


def _radio(action: Action, options: Sequence[Json], chosen: str) -> Json:
    return {
        "type": "radio_buttons",
        "action_id": action.value,
        "options": list(options),
        "initial_option": next((one for one in options if one["value"] == chosen), options[0]),
    }


def _about(words: Words, options: AskOptions, about: PersonRef | None) -> Json:
    offered = [
        option(options.me.id, words("ask-about-me")),
        *(option(one.id, name(one, words)) for one in options.reports[:MAX_REPORTS]),
    ]
    chosen = about.id if about else options.me.id
    element = {
        "type": "static_select",
        "action_id": Action.ASK_ABOUT.value,
        "options": offered,
        "initial_option": next((one for one in offered if one["value"] == chosen), offered[0]),
    }
    block = _input(Block.ASK_ABOUT.value, words("ask-about"), element)
    return {**block, "dispatch_action": True}


def _template(words: Words, chosen: Template | None) -> Json:
    offered = [option(one, words(f"ask-template-{one.value}")) for one in Template]
    element: Json = {
        "type": "static_select",
        "action_id": Action.ASK_TEMPLATE.value,
        "placeholder": plain(words("ask-template-placeholder"), MAX_PLACEHOLDER),
        "options": offered,
    }
    if chosen is not None:
        element["initial_option"] = next(one for one in offered if one["value"] == chosen)
    block = _input(Block.ASK_TEMPLATE.value, words("ask-template"), element)
    return {**block, "optional": True, "dispatch_action": True}


def _question(words: Words, text: str, number: int) -> Json:
    element: Json = {
        "type": "plain_text_input",
        "action_id": Action.ASK_QUESTION.value,
        "multiline": True,
        "max_length": MAX_QUESTION,
        "placeholder": plain(words("ask-question-placeholder"), MAX_PLACEHOLDER),
    }
    if text:
        element["initial_value"] = clip(text, MAX_QUESTION)
    return _input(f"{Block.ASK_QUESTION.value}.{number}", words("ask-question"), element)


def due_input(words: Words, due_on: date, label: str) -> Json:
    element: Json = {
        "type": "datepicker",
        "action_id": Action.ASK_DUE.value,
        "initial_date": due_on.isoformat(),
    }
    return _input(Block.ASK_DUE.value, label, element, words("ask-due-hint"))


def _seen(words: Words, options: AskOptions, about: PersonRef | None, chosen: Visibility) -> Json:
    """About oneself there is a choice; about somebody else the form says how it is."""
    if about is not None:
        text = words("ask-seen-other", name=name(about, words))
        only = option(Visibility.RECIPIENT, text, words("ask-seen-other-hint"))
        element = _radio(Action.ASK_SEEN, [only], Visibility.RECIPIENT)
        return _input(f"{Block.ASK_SEEN.value}.{about.id}", words("ask-seen"), element)
    offered = [
        option(Visibility.RECIPIENT, words("ask-seen-me")),
        _with_manager(words, options.manager),
    ]
    element = _radio(Action.ASK_SEEN, offered, chosen)
    return _input(Block.ASK_SEEN.value, words("ask-seen"), element)


def _with_manager(words: Words, manager: PersonRef | None) -> Json:
    value = Visibility.RECIPIENT_AND_MANAGER
    if manager is None:
        return option(value, words("ask-seen-manager"), words("ask-seen-manager-none"))
    text = words("ask-seen-manager-named", manager=name(manager, words))
    if units(text) > MAX_OPTION:
        return option(value, words("ask-seen-manager"), name(manager, words))
    return option(value, text)


TEMPLATES: Mapping[str, Template] = {one.value: one for one in Template}
