"""Lists of feedback, and one item of them: the same on the Home tab and in the modal."""

from core.domain.feedback import Box, FeedbackItem, SubmissionState
from core.domain.ids import PersonId
from core.domain.paging import Page
from core.words import Words
from handlers.slack.ids import Action, Modal
from handlers.slack.metadata import FeedbackRef, PageRef, edge
from handlers.slack.payloads import Json
from handlers.slack.views.detail import audience
from handlers.slack.views.parts import (
    actions,
    button,
    context,
    day,
    divider,
    mention,
    modal,
    mrkdwn,
    plain,
    section,
)

MAX_SNIPPET = 160

_TABS = {
    Box.RECEIVED: Action.LIST_RECEIVED,
    Box.GIVEN: Action.LIST_GIVEN,
    Box.SHARED: Action.LIST_SHARED,
}


def list_modal(
    words: Words, box: Box, page: Page[FeedbackItem], viewer: PersonId, time_zone: str, *, with_shared: bool
) -> Json:
    tabs = [
        button(words(f"list-{one.value}"), action, PageRef(box=one), style="primary" if one is box else "")
        for one, action in _TABS.items()
        if one is not Box.SHARED or with_shared
    ]
    blocks = [
        actions(*tabs, button(words("search"), Action.SEARCH_OPEN)),
        divider(),
        *items(words, box, page, viewer, time_zone),
        *paging(words, box, page, Action.LIST_NEWER, Action.LIST_OLDER),
    ]
    return modal(words("list-title"), blocks, callback_id=Modal.LIST, close=words("close"))


def items(words: Words, box: Box, page: Page[FeedbackItem], viewer: PersonId, time_zone: str) -> list[Json]:
    """Two blocks an item; a sentence where there is none."""
    if page.items:
        return [block for item in page.items for block in item_blocks(words, box, item, viewer, time_zone)]
    somewhere_else = page.newer is not None or page.older is not None
    key = "list-none-here" if somewhere_else else f"list-{box.value}-none"
    return [section(plain(words(key)))]


def item_blocks(words: Words, box: Box, item: FeedbackItem, viewer: PersonId, time_zone: str) -> list[Json]:
    submission = item.submission
    what = words(
        f"item-{box.value}",
        kind=submission.kind.value,
        author=mention(item.author, words),
        recipient=mention(item.recipient, words),
    )
    at = submission.sent_at or submission.created_at
    line = " · ".join([what, day(at, time_zone), *_state(words, item, viewer)])
    opened = button(words("open"), Action.FEEDBACK_OPEN, FeedbackRef(feedback=item.feedback.id))
    seen_by = words("item-seen-by", people=audience(words, item, viewer))
    snippet = " ".join(submission.text.split())
    return [
        section(mrkdwn(line), opened),
        context(*([plain(snippet, MAX_SNIPPET)] if snippet else []), mrkdwn(seen_by)),
    ]


def _state(words: Words, item: FeedbackItem, viewer: PersonId) -> list[str]:
    if item.submission.state is SubmissionState.HELD:
        return [words("item-held")]
    if item.submission.state is SubmissionState.UNDONE:
        return [words("item-undone")]
    if item.feedback.thanked_at is not None:
        own = viewer == item.feedback.recipient_id
        return [words("item-you-thanked" if own else "item-thanked")]
    if item.feedback.unreachable and viewer == item.submission.author_id:
        return [words("item-unreachable")]
    return []


def paging(words: Words, box: Box, page: Page[FeedbackItem], newer: Action, older: Action) -> list[Json]:
    made: list[Json] = []
    if page.newer is not None:
        made.append(button(words("list-newer"), newer, PageRef(box=box, edge=edge(page.newer))))
    if page.older is not None:
        made.append(button(words("list-older"), older, PageRef(box=box, edge=edge(page.older))))
    return [actions(*made)] if made else []
