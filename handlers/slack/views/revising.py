"""Editing and withdrawing what was sent: the buttons, the form, earlier versions, and what stands in the
place of something withdrawn."""

from collections.abc import Sequence

from core.domain.feedback import MAX_TEXT, SentForm, Submission
from core.domain.ids import FeedbackId
from core.domain.revisions import Version
from core.notifications import FeedbackWithdrawn
from core.words import Words
from handlers.slack.ids import Action, Block, Modal
from handlers.slack.limits import clip
from handlers.slack.markup import escape
from handlers.slack.metadata import EditState, FeedbackRef, ReviseRef, pack
from handlers.slack.payloads import Json
from handlers.slack.views.parts import (
    MAX_PLACEHOLDER,
    actions,
    button,
    confirm,
    context,
    day,
    in_a_row,
    mention,
    modal,
    moment,
    mrkdwn,
    name,
    own_words,
    plain,
    section,
    text_input,
)
from handlers.slack.views.rendered import Rendered

MAX_VERSION = 1000


def revise_buttons(words: Words, submission: Submission, copy_id: FeedbackId | None = None) -> list[Json]:
    """While there is time; none later. To its author only."""
    if submission.edit_until is None:
        return []
    ref = ReviseRef(revise=submission.id, copy_id=copy_id)
    sure = confirm(words("withdraw-title"), words("withdraw-text"), words("withdraw"), words("withdraw-no"))
    return [
        button(words("edit"), Action.SUBMISSION_EDIT, ref),
        button(words("withdraw"), Action.SUBMISSION_WITHDRAW, ref, style="danger", confirm=sure),
    ]


def edited_note(words: Words, submission: Submission, time_zone: str) -> list[Json]:
    """An element of a context, where it was edited."""
    if submission.edited_at is None:
        return []
    return [mrkdwn(words("message-edited", day=day(submission.edited_at, time_zone)))]


def until_note(words: Words, submission: Submission, time_zone: str) -> list[Json]:
    """How long it can be changed, as a block."""
    until = submission.edit_until
    if until is None:
        return []
    return [context(mrkdwn(words("message-edit-until", time=moment(until, time_zone))))]


def edit_modal(words: Words, form: SentForm, state: EditState, text: str) -> Json:
    people = in_a_row([name(copy.recipient, words) for copy in form.copies], words)
    field = text_input(
        Block.TEXT,
        words("give-text"),
        Action.EDIT_TEXT,
        clip(text, MAX_TEXT),
        most=MAX_TEXT,
        placeholder=clip(words("give-text-placeholder"), MAX_PLACEHOLDER),
    )
    view = modal(
        words("edit-title"),
        [field, context(plain(words("edit-note", people=people)))],
        callback_id=Modal.EDIT,
        submit=words("edit-submit"),
        close=words("cancel"),
        metadata=pack(state),
    )
    return {**view, "notify_on_close": True}


def version_blocks(
    words: Words, versions: Sequence[Version], time_zone: str, most: int = MAX_VERSION
) -> list[Json]:
    """Two blocks a version, oldest first; nothing where it was never edited. The caller puts a heading over
    them."""
    return [
        block
        for version in versions
        for block in (context(mrkdwn(_until(words, version, time_zone))), own_words(clip(version.text, most)))
    ]


def _until(words: Words, version: Version, time_zone: str) -> str:
    return words("detail-version", time=moment(version.replaced_at, time_zone))


def withdrawn_message(what: FeedbackWithdrawn, words: Words, _: str) -> Rendered:
    """In the place of what was withdrawn: whose it was, and nothing of it."""
    author = what.item.author
    blocks = [section(mrkdwn(words("message-withdrawn", author=mention(author, words))))]
    if what.may_report:
        ref = FeedbackRef(feedback=what.item.feedback.id)
        blocks.append(actions(button(words("report"), Action.REPORT_MAKE, ref)))
    return Rendered(words("message-withdrawn", author=escape(name(author, words))), blocks)
