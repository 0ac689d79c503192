"""Templates in the form that gives feedback: choosing one, its fields, and the text that comes of them."""

from collections.abc import Mapping

from core.domain.feedback import MAX_TEXT
from core.domain.templates import Part, Template, shown_parts
from core.words import Words
from handlers.slack.ids import Action, Block
from handlers.slack.limits import clip
from handlers.slack.payloads import Json
from handlers.slack.views.parts import MAX_PLACEHOLDER, mrkdwn, option, plain, section

NO_TEMPLATE = "none"


def block_of(part: Part) -> str:
    """block_id of the field of this part."""
    return f"{Block.PART.value}.{part.value}"


def template_choice(words: Words, chosen: Template | None) -> Json:
    options = {one: option(one, words(f"template-{one.value}")) for one in Template}
    element: Json = {
        "type": "static_select",
        "action_id": Action.GIVE_TEMPLATE.value,
        "placeholder": plain(words("give-template-placeholder"), MAX_PLACEHOLDER),
        "options": [*options.values(), option(NO_TEMPLATE, words("template-none"))],
    }
    if chosen is not None:
        element["initial_option"] = options[chosen]
    return {**section(mrkdwn(words("give-template")), element), "block_id": Block.TEMPLATE.value}


def part_inputs(words: Words, template: Template | None, typed: Mapping[Part, str]) -> list[Json]:
    return [_part(words, part, typed.get(part, "")) for part in shown_parts(template, typed)]


def _part(words: Words, part: Part, typed: str) -> Json:
    element: Json = {
        "type": "plain_text_input",
        "action_id": Action.GIVE_PART.value,
        "multiline": True,
        "max_length": MAX_TEXT,
        "placeholder": plain(words(f"part-{part.value}-hint"), MAX_PLACEHOLDER),
    }
    if typed:
        element["initial_value"] = clip(typed, MAX_TEXT)
    label = plain(words(f"part-{part.value}"))
    return {"type": "input", "block_id": block_of(part), "label": label, "element": element, "optional": True}


def whole_text(words: Words, parts: Mapping[Part, str], text: str) -> str:
    """What was typed into a template's fields, a line each, and after it what was typed freely."""
    lines = [
        f"{words(f'part-{part.value}-line')} {parts[part].strip()}"
        for part in Part
        if parts.get(part, "").strip()
    ]
    return "\n\n".join(some for some in ("\n".join(lines), text) if some.strip()) if lines else text
