"""The form that gives feedback."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from core.domain.feedback import GIVEN_KINDS, MAX_RECIPIENTS, MAX_TEXT, FeedbackKind, Visibility
from core.domain.people import PersonRef
from core.domain.policies import may_choose
from core.domain.tags import Tag
from core.domain.templates import Part, Template, shown_parts
from core.services.feedback import Managers
from core.words import Words
from handlers.slack.ids import Action, Block, Modal
from handlers.slack.limits import clip, units
from handlers.slack.metadata import FormState, pack
from handlers.slack.payloads import Json
from handlers.slack.views.parts import (
    MAX_OPTION,
    MAX_PLACEHOLDER,
    context,
    in_a_row,
    modal,
    mrkdwn,
    name,
    option,
    own_words,
    plain,
    quotation,
    section,
)
from handlers.slack.views.tags import tags_input
from handlers.slack.views.templates import part_inputs, template_choice

MAX_LABEL = 2000


@dataclass(frozen=True, slots=True)
class Filled:
    """What stands in the form. `recipients` and `channel` are Slack ids, `tags` are ours."""

    recipients: tuple[str, ...] = ()
    kind: FeedbackKind = FeedbackKind.PRAISE
    text: str = ""
    visibility: Visibility = Visibility.RECIPIENT
    channel: str = ""
    tags: tuple[str, ...] = ()
    template: Template | None = None
    parts: Mapping[Part, str] = field(
        default_factory=dict[Part, str]
    )  # of those that something was typed into


def feedback_form(
    words: Words,
    filled: Filled,
    state: FormState,
    managers: Managers | None = None,
    note: str = "",
    *,
    tags: Sequence[Tag] = (),
) -> Json:
    """`managers`: those of the people in `filled`, once they are known; `note` stands above the form; `tags`:
    those that it offers."""
    named = managers if managers is not None and managers.names else None
    blocks = [
        *([section(plain(note))] if note else []),
        _recipients(words, filled.recipients),
        _kind(words, filled.kind),
        template_choice(words, filled.template),
        *part_inputs(words, filled.template, filled.parts),
        _text(words, filled),
        *_visibility(words, filled, named),
        *_all_managers(words, named),
        *tags_input(words, tags, filled.tags),
        context(mrkdwn(words("give-note-share"))),
        *_quote(words, state),
    ]
    view = modal(
        words("give-title"),
        blocks,
        callback_id=Modal.GIVE,
        submit=words("give-submit"),
        close=words("cancel"),
        metadata=pack(state),
    )
    return {**view, "notify_on_close": True}


def _input(block: Block, label: str, element: Json, hint: str = "") -> Json:
    made: Json = {"type": "input", "block_id": block.value, "label": plain(label), "element": element}
    return {**made, "hint": plain(hint)} if hint else made


def _recipients(words: Words, recipients: Sequence[str]) -> Json:
    element: Json = {
        "type": "multi_users_select",
        "action_id": Action.GIVE_RECIPIENTS.value,
        "placeholder": plain(words("give-recipients-placeholder"), MAX_PLACEHOLDER),
        "max_selected_items": MAX_RECIPIENTS,
    }
    if recipients:
        element["initial_users"] = list(recipients[:MAX_RECIPIENTS])
    block = _input(Block.RECIPIENTS, words("give-recipients"), element, words("give-recipients-hint"))
    return {**block, "dispatch_action": True}


def _radio(action: Action, options: Sequence[Json], chosen: str) -> Json:
    return {
        "type": "radio_buttons",
        "action_id": action.value,
        "options": list(options),
        "initial_option": next(offered for offered in options if offered["value"] == chosen),
    }


def _kind(words: Words, chosen: FeedbackKind) -> Json:
    options = [
        option(kind, words(f"kind-{kind.value}"), words(f"kind-{kind.value}-hint")) for kind in GIVEN_KINDS
    ]
    made = _input(Block.KIND, words("give-kind"), _radio(Action.GIVE_KIND, options, chosen))
    return {**made, "dispatch_action": True}


def _text(words: Words, filled: Filled) -> Json:
    """Beside the fields of a template it may stay empty."""
    element: Json = {
        "type": "plain_text_input",
        "action_id": Action.GIVE_TEXT.value,
        "multiline": True,
        "max_length": MAX_TEXT,
        "placeholder": plain(words("give-text-placeholder"), MAX_PLACEHOLDER),
    }
    if filled.text:
        element["initial_value"] = clip(filled.text, MAX_TEXT)
    if not shown_parts(filled.template, filled.parts):
        return _input(Block.TEXT, words("give-text"), element)
    made = _input(Block.TEXT, words("give-text"), element, words("give-text-after-parts"))
    return {**made, "optional": True}


def _visibility(words: Words, filled: Filled, managers: Managers | None) -> list[Json]:
    """With the channel, where everyone in one is to see it."""
    public = option(Visibility.CHANNEL, words("visibility-channel"), words("visibility-channel-hint"))
    options = [
        option(Visibility.RECIPIENT, words("visibility-recipient")),
        _with_manager(words, managers),
        *([public] if may_choose(filled.kind, Visibility.CHANNEL) else []),
    ]
    chosen = filled.visibility if may_choose(filled.kind, filled.visibility) else Visibility.RECIPIENT
    radio = _radio(Action.GIVE_VISIBILITY, options, chosen)
    made = {**_input(Block.VISIBILITY, words("give-visibility"), radio), "dispatch_action": True}
    return [made, *([_channel(words, filled.channel)] if chosen is Visibility.CHANNEL else [])]


def _channel(words: Words, chosen: str) -> Json:
    element: Json = {
        "type": "conversations_select",
        "action_id": Action.GIVE_CHANNEL.value,
        "placeholder": plain(words("give-channel-placeholder"), MAX_PLACEHOLDER),
        "filter": {
            "include": ["public", "private"],
            "exclude_bot_users": True,
            "exclude_external_shared_channels": True,
        },
    }
    if chosen:
        element["initial_conversation"] = chosen
    return _input(Block.GIVE_CHANNEL, words("give-channel"), element, words("give-channel-hint"))


def _with_manager(words: Words, managers: Managers | None) -> Json:
    """The option that names the managers, where there is room; else `_all_managers` does."""
    value = Visibility.RECIPIENT_AND_MANAGER
    if managers is None:
        return option(value, words("visibility-manager"), words("visibility-manager-later"))
    named = _distinct_managers(managers)
    if not named:
        return option(value, words("visibility-manager"), words("visibility-manager-none"))
    key = "visibility-manager-named" if len(managers.names) == 1 else "visibility-managers-named"
    text = words(key, managers=in_a_row([name(manager, words) for manager in named], words))
    if units(text) > MAX_OPTION:
        text = words(key, managers=words("visibility-managers-many", count=len(named)))
    some_lack = any(manager is None for _, manager in managers.names)
    return option(value, text, words("visibility-manager-some") if some_lack else "")


def _distinct_managers(managers: Managers) -> list[PersonRef]:
    return list({manager.id: manager for _, manager in managers.names if manager is not None}.values())


def _all_managers(words: Words, managers: Managers | None) -> list[Json]:
    """Who manages whom, where it takes more than one name to say so."""
    if managers is None or len(managers.names) < 2 or not _distinct_managers(managers):
        return []
    pairs = [
        words("manager-of", manager=name(manager, words), person=name(person, words))
        if manager is not None
        else words("manager-of-nobody", person=name(person, words))
        for person, manager in managers.names
    ]
    return [context(plain(words("give-managers", pairs=", ".join(pairs)), MAX_LABEL))]


def _quote(words: Words, state: FormState) -> list[Json]:
    if state.quote is None:
        return []
    quote = state.quote
    intro = words("quote-intro", author=quote.author_name or words("someone"))
    return [
        context(plain(intro, MAX_LABEL)),
        quotation(quote.text, quote.link, words("quote-link")),
        context(mrkdwn(words("give-note-quote"))),
    ]


def everything_typed(words: Words, text: str) -> list[Json]:
    """Blocks of a message with a text that is longer than the form takes."""
    pieces = [text[start : start + MAX_TEXT] for start in range(0, len(text), MAX_TEXT)]
    return [section(plain(words("give-too-long", most=MAX_TEXT))), *(own_words(p) for p in pieces)]
