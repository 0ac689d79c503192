"""Setting Everloop up: for whom it is on, whether guests take part, who else may change that."""

from collections.abc import Sequence

from core.domain.people import PersonRef
from core.domain.tags import Tag, TagKind
from core.domain.workspaces import Access, Audience
from core.services.people import Setup
from core.words import Words
from handlers.slack.ids import Action, Block, Modal
from handlers.slack.markup import escape
from handlers.slack.payloads import Json
from handlers.slack.views.parts import (
    MAX_PLACEHOLDER,
    actions,
    button,
    divider,
    header,
    mentions,
    modal,
    mrkdwn,
    option,
    plain,
    section,
)

GUESTS = "guests"
MAX_NAMED = 20


def setup_section(words: Words, setup: Setup) -> list[Json]:
    """What an admin reads on the Home tab."""
    access = setup.access
    lines = [
        words(f"setup-{access.audience.value}", source=_source(access)),
        words("setup-guests-on" if access.guests else "setup-guests-off"),
        _admins(words, setup.people_admins),
        _tags(words, setup.tags),
    ]
    return [
        divider(),
        header(words("setup-section")),
        section(mrkdwn("\n".join(lines))),
        actions(
            button(words("setup-change"), Action.SETUP_OPEN),
            button(words("tags-button"), Action.TAGS_OPEN),
        ),
    ]


def _tags(words: Words, tags: Sequence[Tag]) -> str:
    count = {kind: sum(tag.kind is kind for tag in tags) for kind in TagKind}
    return words("setup-tags", values=count[TagKind.VALUE], skills=count[TagKind.SKILL])


def _source(access: Access) -> str:
    if access.audience is Audience.CHANNEL:
        return f"<#{access.source}>"
    return escape(access.source_name or access.source)


def _admins(words: Words, admins: Sequence[PersonRef]) -> str:
    if not admins:
        return words("setup-admins-none")
    return words("setup-admins", people=mentions(admins[:MAX_NAMED], words))


def setup_modal(words: Words, setup: Setup, audience: Audience | None = None) -> Json:
    """`audience`: what is chosen in the form just now; only what it needs is asked for."""
    audience = audience or setup.access.audience
    blocks = [
        _audience(words, audience),
        *([_group(words, setup.access)] if audience is Audience.GROUP else []),
        *([_channel(words, setup.access)] if audience is Audience.CHANNEL else []),
        _guests(words, setup.access),
        *([_people_admins(words, setup.people_admins)] if setup.may_name else []),
    ]
    return modal(
        words("setup-title"),
        blocks,
        callback_id=Modal.SETUP,
        submit=words("setup-submit"),
        close=words("cancel"),
    )


def group_options(groups: Sequence[tuple[str, str]]) -> list[Json]:
    """(id, name) of user groups, as the select offers them: a hundred at most."""
    return [option(group, name) for group, name in groups[:100] if name.strip()]


def _input(block: Block, label: str, element: Json, *, optional: bool = False, hint: str = "") -> Json:
    made: Json = {"type": "input", "block_id": block.value, "label": plain(label), "element": element}
    if optional:
        made["optional"] = True
    return {**made, "hint": plain(hint)} if hint else made


def _audience(words: Words, chosen: Audience) -> Json:
    options = [option(one, words(f"audience-{one.value}")) for one in Audience]
    element: Json = {
        "type": "radio_buttons",
        "action_id": Action.SETUP_AUDIENCE.value,
        "options": options,
        "initial_option": next(one for one in options if one["value"] == chosen),
    }
    return {**_input(Block.AUDIENCE, words("setup-audience"), element), "dispatch_action": True}


def _group(words: Words, access: Access) -> Json:
    element: Json = {
        "type": "external_select",
        "action_id": Action.SETUP_GROUP.value,
        "placeholder": plain(words("setup-group-placeholder"), MAX_PLACEHOLDER),
        "min_query_length": 0,
    }
    if access.audience is Audience.GROUP:
        element["initial_option"] = option(access.source, access.source_name or access.source)
    return _input(Block.GROUP, words("setup-group-label"), element, optional=True)


def _channel(words: Words, access: Access) -> Json:
    element: Json = {
        "type": "channels_select",
        "action_id": Action.SETUP_CHANNEL.value,
        "placeholder": plain(words("setup-channel-placeholder"), MAX_PLACEHOLDER),
    }
    if access.audience is Audience.CHANNEL:
        element["initial_channel"] = access.source
    return _input(Block.CHANNEL, words("setup-channel-label"), element, optional=True)


def _guests(words: Words, access: Access) -> Json:
    offered = option(GUESTS, words("setup-guests-option"))
    element: Json = {
        "type": "checkboxes",
        "action_id": Action.SETUP_GUESTS.value,
        "options": [offered],
    }
    if access.guests:
        element["initial_options"] = [offered]
    return _input(Block.GUESTS, words("setup-guests"), element, optional=True)


def _people_admins(words: Words, admins: Sequence[PersonRef]) -> Json:
    element: Json = {
        "type": "multi_users_select",
        "action_id": Action.SETUP_PEOPLE_ADMINS.value,
        "placeholder": plain(words("setup-people-admins-placeholder"), MAX_PLACEHOLDER),
    }
    named = [admin.external_id for admin in admins if not admin.erased]
    if named:
        element["initial_users"] = named
    return _input(
        Block.PEOPLE_ADMINS,
        words("setup-people-admins"),
        element,
        optional=True,
        hint=words("setup-people-admins-hint"),
    )
