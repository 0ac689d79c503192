"""One feedback, opened: as one of its readers, or as its author, sees it."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from core.domain import policies
from core.domain.feedback import FeedbackItem, Quote, ReaderReason, SentForm, SubmissionState
from core.domain.ids import PersonId
from core.domain.people import PersonRef
from core.domain.replies import Thread
from core.domain.revisions import Version
from core.words import Words
from handlers.slack.ids import Action, Modal
from handlers.slack.metadata import FeedbackRef, ShareRef
from handlers.slack.payloads import Json
from handlers.slack.views.parts import (
    MAX_CONTEXT,
    actions,
    button,
    channel_mention,
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
from handlers.slack.views.replies import thread_blocks
from handlers.slack.views.revising import revise_buttons, version_blocks
from handlers.slack.views.tags import tags_line

MAX_COPIES = 10


@dataclass(frozen=True, slots=True)
class Around:
    """What else is shown with a feedback: the recipient's `manager`, where they could share it with them;
    what was said about it; whether to offer reporting a problem; to its author, what it said before."""

    manager: PersonRef | None = None
    thread: Thread = field(default_factory=Thread)
    may_report: bool = False
    versions: Sequence[Version] = ()


def feedback_detail(
    words: Words,
    item: FeedbackItem,
    viewer: PersonId,
    time_zone: str,
    around: Around = Around(),
) -> Json:
    """One copy, as `viewer` may see it."""
    submission = item.submission
    heading = words(
        "detail-from-for",
        kind=submission.kind.value,
        author=mention(item.author, words),
        recipient=mention(item.recipient, words),
    )
    blocks = [
        section(mrkdwn(heading)),
        *question_blocks(item, viewer, words),
        own_words(submission.text),
        *tags_line(words, submission.tags),
        *quote_blocks(submission.quote, words),
        divider(),
        context(mrkdwn(_who_can_see(words, item, viewer)), *_state(words, item, viewer, time_zone)),
        *_versions(words, around.versions, time_zone),
        *thread_blocks(words, around.thread, time_zone),
        *_buttons(words, item, viewer, around),
    ]
    return modal(words("detail-title"), blocks, callback_id=Modal.DETAIL, close=words("close"))


def submission_detail(words: Words, form: SentForm, time_zone: str, versions: Sequence[Version] = ()) -> Json:
    """A whole submission, as its author sees it: the text once, then each copy: its readers, its thanks, and
    a button to what was said about it."""
    submission, viewer = form.submission, form.submission.author_id
    people = mentions([copy.recipient for copy in form.copies], words)
    heading = words(
        "detail-from-for",
        kind=submission.kind.value,
        author=mention(form.author, words),
        recipient=people,
    )
    copies = [block for copy in form.copies[:MAX_COPIES] for block in _copy(words, copy, viewer, time_zone)]
    revise = revise_buttons(words, submission)
    blocks = [
        section(mrkdwn(heading)),
        *(question_blocks(form.copies[0], viewer, words) if form.copies else []),
        own_words(submission.text),
        *tags_line(words, submission.tags),
        *quote_blocks(submission.quote, words),
        divider(),
        *copies,
        *_versions(words, versions, time_zone),
        *([divider(), actions(*revise)] if revise else []),
    ]
    return modal(words("detail-title"), blocks, callback_id=Modal.DETAIL, close=words("close"))


def _copy(words: Words, copy: FeedbackItem, viewer: PersonId, time_zone: str) -> list[Json]:
    seen = context(mrkdwn(_who_can_see(words, copy, viewer)), *_state(words, copy, viewer, time_zone))
    if copy.submission.state is not SubmissionState.SENT:
        return [seen]
    ref = FeedbackRef(feedback=copy.feedback.id)
    return [
        seen,
        actions(
            button(words("reply"), Action.REPLY_WRITE, ref), button(words("open"), Action.FEEDBACK_OPEN, ref)
        ),
    ]


def _versions(words: Words, versions: Sequence[Version], time_zone: str) -> list[Json]:
    if not versions:
        return []
    return [section(mrkdwn(words("detail-versions"))), *version_blocks(words, versions, time_zone)]


def question_blocks(item: FeedbackItem, viewer: PersonId, words: Words) -> list[Json]:
    """Of an answer: the question, and who asked it; nothing for other feedback."""
    if item.submission.asked is None:
        return []
    asked_by = [r.person_id for r in item.feedback.readers if r.reason is ReaderReason.ASKED]
    asker = next((one for one in item.readers if one.id in asked_by), item.recipient)
    if asker.id == viewer:
        intro = words("question-you-asked")
    else:
        intro = words("question-asked", asker=mention(asker, words))
    return [context(mrkdwn(intro)), quotation(item.submission.asked.question, "", "")]


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
    channel = item.submission.channel
    public = [words("audience-everyone-in", channel=channel_mention(channel))] if channel else []
    return in_a_row([*you, *(mention(ref, words) for ref in others), *public], words)


def _who_can_see(words: Words, item: FeedbackItem, viewer: PersonId) -> str:
    return words("detail-who-can-see", people=audience(words, item, viewer))


def _state(words: Words, item: FeedbackItem, viewer: PersonId, time_zone: str) -> list[Json]:
    """What has become of this copy so far."""
    submission, recipient = item.submission, mention(item.recipient, words)
    if submission.state is SubmissionState.UNDONE:
        return [mrkdwn(words("detail-undone"))]
    if submission.state is SubmissionState.WITHDRAWN:
        return [mrkdwn(words("detail-withdrawn"))]
    if submission.state is SubmissionState.HELD:
        return [mrkdwn(words("detail-held", time=time_of_day(submission.release_at, time_zone)))]
    lines: list[str] = []
    if submission.sent_at is not None:
        lines.append(words("detail-sent", day=day(submission.sent_at, time_zone)))
    if submission.edited_at is not None:
        lines.append(words("detail-edited", day=day(submission.edited_at, time_zone)))
    if item.feedback.thanked_at is not None:
        own = viewer == item.feedback.recipient_id
        lines.append(words("detail-you-thanked") if own else words("detail-thanked", recipient=recipient))
    if item.feedback.unreachable and viewer == submission.author_id:
        lines.append(words("detail-unreachable", recipient=recipient))
    return [mrkdwn(line) for line in lines]


def _buttons(words: Words, item: FeedbackItem, viewer: PersonId, around: Around) -> list[Json]:
    ref = FeedbackRef(feedback=item.feedback.id)
    made: list[Json] = []
    received = viewer == item.feedback.recipient_id and item.submission.state is SubmissionState.SENT
    if received and item.feedback.thanked_at is None:
        made.append(button(words("say-thanks"), Action.FEEDBACK_THANK, ref, style="primary"))
    if policies.may(viewer, policies.Action.REPLY, item):
        made.append(button(words("reply"), Action.REPLY_WRITE, ref))
    manager = around.manager
    known = {reader.id for reader in (item.author, *item.readers)}
    if received and manager is not None and manager.id not in known:
        made.append(_share_button(words, item, manager))
    if policies.may(viewer, policies.Action.EDIT, item):
        made += revise_buttons(words, item.submission, item.feedback.id)
    if around.may_report:
        made.append(button(words("report"), Action.REPORT_MAKE, ref))
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
