"""Messages that only the person sees who typed a command: help, and a form that could not be opened."""

from core.words import Words
from handlers.slack.ids import Action
from handlers.slack.markup import escape
from handlers.slack.metadata import DraftRef
from handlers.slack.payloads import Json
from handlers.slack.views.parts import actions, button, context, mrkdwn, own_words, plain, section


def help_message(
    words: Words, command: str, typed: str = "", draft: DraftRef | None = None
) -> tuple[str, list[Json]]:
    """`typed`: what was not understood, shown as it was typed; `draft` keeps it."""
    blocks: list[Json] = []
    if typed:
        blocks += [section(plain(words("help-not-understood"))), own_words(typed)]
    if draft is not None:
        blocks.append(
            actions(button(words("help-open-with-text"), Action.DRAFT_OPEN, draft, style="primary"))
        )
    lines = [
        (words("help-give-example", command=command), words("help-give")),
        (command, words("help-empty")),
        (words("help-request-example", command=command), words("help-request")),
        (f"{command} requests", words("help-requests")),
        (f"{command} list", words("help-list")),
        (words("help-search-example", command=command), words("help-search")),
        (f"{command} help", words("help-help")),
    ]
    examples = "\n".join(words("help-line", example=escape(example), does=does) for example, does in lines)
    blocks += [
        section(mrkdwn(words("help-intro"))),
        section(mrkdwn(f"{words('help-examples')}\n{examples}")),
        context(mrkdwn(words("help-elsewhere"))),
    ]
    return words("help-preview", command=command), blocks


def not_opened_message(words: Words, draft: DraftRef) -> tuple[str, list[Json]]:
    text = words("form-not-opened")
    again = button(words("open-the-form"), Action.DRAFT_OPEN, draft, style="primary")
    return text, [section(plain(text)), actions(again)]
