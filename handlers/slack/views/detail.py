"""One feedback, opened: as one of its readers, or as its author, sees it."""

from collections.abc import Sequence

from core.domain.feedback import FeedbackItem, Quote, SentForm, SubmissionState
from core.domain.ids import PersonId
from core.domain.people import PersonRef
from core.words import Words
from handlers.slack.ids import Action, Modal
from handlers.slack.metadata import FeedbackRef, ShareRef
from handlers.slack.payloads import Json
from handlers.slack.views.parts import (
    MAX_CONTEXT,
    actions,
    button,
    confirm,
    context,
    day,
    divider,
    in_a_row,
    mention,
    mentions,
    modal,
    mrkdwn,
    name,
    own_words,
    plain,
    quotation,
    section,
    time_of_day,
)

MAX_COPIES = 10


def feedback_detail(
    words: Words, item: FeedbackItem, viewer: PersonId, time_zone: str, manager: PersonRef | None = None
) -> Json:
    """One copy, as `viewer` may see it. `manager`: the recipient's, where they could share it."""
    submission = item.submission
    heading = words(
        "detail-from-for",
        kind=submission.kind.value,
        author=mention(item.author, words),
        recipient=mention(item.recipient, words),
    )
    blocks = [
        section(mrkdwn(heading)),
        own_words(submission.text),
        *quote_blocks(submission.quote, words),
        divider(),
        context(mrkdwn(_who_can_see(words, item, viewer)), *_state(words, item, viewer, time_zone)),
        *_buttons(words, item, viewer, manager),
    ]
    return modal(words("detail-title"), blocks, callback_id=Modal.DETAIL, close=words("close"))


def submission_detail(words: Words, form: SentForm, time_zone: str) -> Json:
    """A whole submission, as its author sees it: the text once, then each copy: its readers, its thanks."""
    submission, viewer = form.submission, form.submission.author_id
    people = mentions([copy.recipient for copy in form.copies], words)
    heading = words(
        "detail-from-for",
        kind=submission.kind.value,
        author=mention(form.author, words),
        recipient=people,
    )
    copies = [
        context(mrkdwn(_who_can_see(words, copy, viewer)), *_state(words, copy, viewer, time_zone))
        for copy in form.copies[:MAX_COPIES]
    ]
    blocks = [
        section(mrkdwn(heading)),
        own_words(submission.text),
        *quote_blocks(submission.quote, words),
        divider(),
        *copies,
    ]
    return modal(words("detail-title"), blocks, callback_id=Modal.DETAIL, close=words("close"))


def quote_blocks(quote: Quote | None, words: Words) -> list[Json]:
    if quote is None:
        return []
    intro = words("quote-intro", author=quote.author_name or words("someone"))
    return [context(plain(intro, MAX_CONTEXT)), quotation(quote.text, quote.link, words("quote-link"))]


def audience(words: Words, item: FeedbackItem, viewer: PersonId) -> str:
    """Everybody who can read this copy, the viewer as "you", for mrkdwn."""
    people = {ref.id: ref for ref in (item.author, item.recipient, *item.readers)}
    others: Sequence[PersonRef] = [ref for key, ref in people.items() if key != viewer]
    you = [words("you")] if viewer in people else []
    return in_a_row([*you, *(mention(ref, words) for ref in others)], words)


def _who_can_see(words: Words, item: FeedbackItem, viewer: PersonId) -> str:
    return words("detail-who-can-see", people=audience(words, item, viewer))


def _state(words: Words, item: FeedbackItem, viewer: PersonId, time_zone: str) -> list[Json]:
    """What has become of this copy so far."""
    submission, recipient = item.submission, mention(item.recipient, words)
    if submission.state is SubmissionState.UNDONE:
        return [mrkdwn(words("detail-undone"))]
    if submission.state is SubmissionState.HELD:
        return [mrkdwn(words("detail-held", time=time_of_day(submission.release_at, time_zone)))]
    lines: list[str] = []
    if submission.sent_at is not None:
        lines.append(words("detail-sent", day=day(submission.sent_at, time_zone)))
    if item.feedback.thanked_at is not None:
        own = viewer == item.feedback.recipient_id
        lines.append(words("detail-you-thanked") if own else words("detail-thanked", recipient=recipient))
    if item.feedback.unreachable and viewer == submission.author_id:
        lines.append(words("detail-unreachable", recipient=recipient))
    return [mrkdwn(line) for line in lines]


def _buttons(words: Words, item: FeedbackItem, viewer: PersonId, manager: PersonRef | None) -> list[Json]:
    if viewer != item.feedback.recipient_id or item.submission.state is not SubmissionState.SENT:
        return []
    ref = FeedbackRef(feedback=item.feedback.id)
    made: list[Json] = []
    if item.feedback.thanked_at is None:
        made.append(button(words("say-thanks"), Action.FEEDBACK_THANK, ref, style="primary"))
    if manager is not None and manager.id not in {reader.id for reader in (item.author, *item.readers)}:
        made.append(_share_button(words, item, manager))
    return [actions(*made)] if made else []


def _share_button(words: Words, item: FeedbackItem, manager: PersonRef) -> Json:
    who = name(manager, words)
    ask = confirm(
        words("share-title", manager=who),
        words("share-text", manager=who, author=name(item.author, words)),
        words("share-yes"),
        words("share-no"),
    )
    ref = ShareRef(share=item.feedback.id, manager=manager.id)
    return button(words("share-with-manager"), Action.FEEDBACK_SHARE, ref, confirm=ask)
