"""Values and skills: choosing from them, showing them, and keeping the list."""

from collections.abc import Sequence

from core.domain.tags import MAX_CHOSEN, MAX_NAME, MAX_OFFERED, Tag, TagKind
from core.words import Words
from handlers.slack.ids import Action, Block, Modal
from handlers.slack.payloads import Json
from handlers.slack.views.parts import (
    MAX_CONTEXT,
    MAX_PLACEHOLDER,
    context,
    modal,
    mrkdwn,
    option,
    plain,
    section,
)

MAX_LIST = min(3000, MAX_OFFERED * (MAX_NAME + 1))

_GROUPS = {TagKind.VALUE: "tags-values", TagKind.SKILL: "tags-skills"}


def tags_input(words: Words, offered: Sequence[Tag], chosen: Sequence[str]) -> list[Json]:
    """Nothing where nothing is offered. `chosen`: ids; those no longer offered are left out."""
    options = {tag.id: option(tag.id, tag.name) for tag in offered}
    if not options:
        return []
    element: Json = {
        "type": "multi_static_select",
        "action_id": Action.GIVE_TAGS.value,
        "placeholder": plain(words("give-tags-placeholder"), MAX_PLACEHOLDER),
        "option_groups": _groups(words, offered),
        "max_selected_items": MAX_CHOSEN,
    }
    initial = [options[tag_id] for tag_id in options if tag_id in chosen]
    if initial:
        element["initial_options"] = initial[:MAX_CHOSEN]
    return [
        {
            "type": "input",
            "block_id": Block.TAGS.value,
            "label": plain(words("give-tags")),
            "hint": plain(words("give-tags-hint", most=MAX_CHOSEN)),
            "element": element,
            "optional": True,
        }
    ]


def _groups(words: Words, offered: Sequence[Tag]) -> list[Json]:
    made: list[Json] = []
    for kind, key in _GROUPS.items():
        options = [option(tag.id, tag.name) for tag in offered if tag.kind is kind]
        if options:
            made.append({"label": plain(words(key), 75), "options": options})
    return made


def tags_line(words: Words, tags: Sequence[Tag]) -> list[Json]:
    """Below feedback: what it was tagged with."""
    if not tags:
        return []
    names = ", ".join(tag.name for tag in tags)
    return [context(plain(words("tags-on-feedback", names=names), MAX_CONTEXT))]


def tags_modal(words: Words, offered: Sequence[Tag]) -> Json:
    """The list as an admin keeps it, one name a line."""
    blocks = [
        section(mrkdwn(words("tags-intro"))),
        _list(words, Block.TAG_VALUES, Action.TAGS_VALUES, "values", _names(offered, TagKind.VALUE)),
        _list(words, Block.TAG_SKILLS, Action.TAGS_SKILLS, "skills", _names(offered, TagKind.SKILL)),
    ]
    return modal(
        words("tags-title"),
        blocks,
        callback_id=Modal.TAGS,
        submit=words("tags-submit"),
        close=words("cancel"),
    )


def _names(offered: Sequence[Tag], kind: TagKind) -> str:
    return "\n".join(tag.name for tag in offered if tag.kind is kind)


def _list(words: Words, block: Block, action: Action, which: str, listed: str) -> Json:
    element: Json = {
        "type": "plain_text_input",
        "action_id": action.value,
        "multiline": True,
        "max_length": MAX_LIST,
        "placeholder": plain(words(f"tags-{which}-placeholder"), MAX_PLACEHOLDER),
    }
    if listed:
        element["initial_value"] = listed
    label = plain(words(f"tags-{which}-label"))
    return {
        "type": "input",
        "block_id": block.value,
        "label": label,
        "element": element,
        "optional": True,
    }
