"""What is typed into the form that gives feedback: read from a view, kept as a draft, taken from one."""

from collections.abc import Iterable, Mapping

from core.domain.drafts import Draft, DraftValue
from core.domain.feedback import GIVEN_KINDS, FeedbackKind, Quote, Visibility
from core.domain.ids import PersonId, TagId
from core.domain.templates import Part, Template
from handlers.slack.ids import Action, Block
from handlers.slack.metadata import FormState, OutOfDate, QuoteMark
from handlers.slack.payloads import Payload, list_at, part_at, strings, text_at
from handlers.slack.views.feedback import Filled
from handlers.slack.views.templates import NO_TEMPLATE, block_of

_GIVEN: Mapping[str, FeedbackKind] = {kind.value: kind for kind in GIVEN_KINDS}


def read_form(view: Payload, template: Template | None = None) -> Filled:
    """What stands in the inputs; `template` is the one whose fields the form has shown so far. Raises
    OutOfDate for values that we never offered."""
    values = part_at(view, "state", "values")
    kind = _chosen(values, Block.KIND, Action.GIVE_KIND)
    visibility = _chosen(values, Block.VISIBILITY, Action.GIVE_VISIBILITY)
    recipients = list_at(values, Block.RECIPIENTS, Action.GIVE_RECIPIENTS, "selected_users")
    try:
        return Filled(
            recipients=strings(recipients),
            kind=_GIVEN[kind or FeedbackKind.PRAISE],
            text=text_at(values, Block.TEXT, Action.GIVE_TEXT, "value"),
            visibility=Visibility(visibility or Visibility.RECIPIENT),
            channel=text_at(values, Block.GIVE_CHANNEL, Action.GIVE_CHANNEL, "selected_conversation"),
            tags=_chosen_tags(values),
            template=_template(values, template),
            parts=_parts(values),
        )
    except (KeyError, ValueError):
        raise OutOfDate from None


def _chosen_tags(values: Payload) -> tuple[str, ...]:
    options = list_at(values, Block.TAGS, Action.GIVE_TAGS, "selected_options")
    return strings(text_at(option, "value") for option in options)


def _template(values: Payload, shown: Template | None) -> Template | None:
    chosen = _chosen(values, Block.TEMPLATE, Action.GIVE_TEMPLATE)
    if chosen == NO_TEMPLATE:
        return None
    return Template(chosen) if chosen else shown


def _parts(values: Payload) -> dict[Part, str]:
    typed = {part: text_at(values, block_of(part), Action.GIVE_PART, "value") for part in Part}
    return {part: text for part, text in typed.items() if text.strip()}


def _chosen(values: Payload, block: Block, action: Action) -> str:
    return text_at(values, block, action, "selected_option", "value")


def draft_content(
    filled: Filled, recipients: Iterable[PersonId], quote: Quote | None
) -> dict[str, DraftValue]:
    """As `core.services.feedback` keeps it when feedback is taken back."""
    content: dict[str, DraftValue] = {
        "recipients": [str(person_id) for person_id in recipients],
        "kind": filled.kind.value,
        "text": filled.text,
        "visibility": filled.visibility.value,
        "channel": filled.channel,
        "tags": list(filled.tags),
        "template": filled.template.value if filled.template else None,
        "parts": {part.value: text for part, text in filled.parts.items()},
    }
    if quote is not None:
        content["quote"] = {"text": quote.text, "author_name": quote.author_name, "link": quote.link}
    return content


def drafted_recipients(draft: Draft) -> tuple[PersonId, ...]:
    found = draft.content.get("recipients")
    return tuple(PersonId(one) for one in found) if isinstance(found, list) else ()


def drafted_text(draft: Draft) -> str:
    text = draft.content.get("text")
    return text if isinstance(text, str) else ""


def drafted_words(draft: Draft) -> str:
    """All that was typed into it, to tell drafts apart."""
    return " ".join((*_drafted_parts(draft).values(), drafted_text(draft)))


def drafted_quote(draft: Draft) -> Quote | None:
    quote = draft.content.get("quote")
    if not isinstance(quote, dict):
        return None
    return Quote(quote.get("text", ""), quote.get("author_name", ""), quote.get("link", ""))


def from_draft(draft: Draft, recipients: Iterable[str]) -> Filled:
    """`recipients`: the Slack ids of those the draft names. A value nobody knows any more is left at its
    default."""
    content: Mapping[str, DraftValue] = draft.content
    kind, visibility = content.get("kind"), content.get("visibility")
    channel, template = content.get("channel"), content.get("template")
    return Filled(
        recipients=tuple(recipients),
        kind=_GIVEN.get(str(kind), FeedbackKind.PRAISE),
        text=drafted_text(draft),
        visibility=Visibility(visibility) if visibility in set(Visibility) else Visibility.RECIPIENT,
        channel=channel if isinstance(channel, str) else "",
        tags=drafted_tags(draft),
        template=Template(template) if template in set(Template) else None,
        parts=_drafted_parts(draft),
    )


def drafted_tags(draft: Draft) -> tuple[TagId, ...]:
    found = draft.content.get("tags")
    return tuple(TagId(one) for one in found) if isinstance(found, list) else ()


def _drafted_parts(draft: Draft) -> dict[Part, str]:
    found = draft.content.get("parts")
    return {Part(p): text for p, text in found.items() if p in set(Part)} if isinstance(found, dict) else {}


def quote_of(state: FormState) -> Quote | None:
    mark: QuoteMark | None = state.quote
    return mark.quote if mark else None
