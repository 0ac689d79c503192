"""Replies: the message for each of the two, the thread under a feedback, and the form."""

from core.domain.ids import PersonId
from core.domain.people import PersonRef
from core.domain.replies import MAX_REPLY, Thread, ThreadItem
from core.notifications import ReplyPosted
from core.words import Words
from handlers.slack.ids import Action, Block, Modal
from handlers.slack.limits import clip
from handlers.slack.markup import escape
from handlers.slack.metadata import FeedbackRef, ReplyRef, ReplyState, pack
from handlers.slack.payloads import Json
from handlers.slack.views.parts import (
    MAX_PLACEHOLDER,
    actions,
    button,
    confirm,
    context,
    day,
    mention,
    modal,
    mrkdwn,
    name,
    own_words,
    plain,
    section,
    text_input,
)
from handlers.slack.views.rendered import Rendered

MAX_SNIPPET = 1000


def reply_message(what: ReplyPosted, words: Words, time_zone: str) -> Rendered:
    """A mention of whoever reads it, so that Slack notifies them of what stands in a thread."""
    reply, author = what.reply.reply, what.reply.author
    reader = author if what.own else what.other
    notes = [mrkdwn(words("message-reply-only", other=mention(_other(what), words)))]
    if reply.edited_at is not None:
        notes.append(mrkdwn(words("message-reply-edited")))
    if what.own and reply.unreachable:
        notes.append(mrkdwn(words("message-reply-unreachable", other=mention(what.other, words))))
    if what.own:
        heading = words("message-reply-own", other=mention(what.other, words))
        preview, buttons = words("message-reply-own-preview"), _own_buttons(words, what)
    else:
        heading = words("message-reply", reader=mention(reader, words), author=mention(author, words))
        preview = words("message-reply-preview", author=escape(name(author, words)))
        buttons = _buttons(words, what)
    return Rendered(preview, [section(mrkdwn(heading)), own_words(reply.text), context(*notes), buttons])


def _other(what: ReplyPosted) -> PersonRef:
    """Whom the reader of this message talks with."""
    return what.other if what.own else what.reply.author


def _buttons(words: Words, what: ReplyPosted) -> Json:
    ref = FeedbackRef(feedback=what.item.feedback.id)
    return actions(
        button(words("reply"), Action.REPLY_WRITE, ref, style="primary"),
        button(words("open"), Action.FEEDBACK_OPEN, ref),
    )


def _own_buttons(words: Words, what: ReplyPosted) -> Json:
    ref = ReplyRef(reply=what.reply.reply.id)
    sure = confirm(
        words("reply-delete-title"),
        words("reply-delete-text"),
        words("reply-delete"),
        words("reply-delete-no"),
    )
    return actions(
        button(words("reply-edit"), Action.REPLY_EDIT, ref),
        button(words("reply-delete"), Action.REPLY_DELETE, ref, confirm=sure),
    )


def thread_blocks(words: Words, thread: Thread, time_zone: str) -> list[Json]:
    """Two blocks a reply, and two more; nothing where nobody has replied."""
    if not thread.items:
        return []
    more = [context(plain(words("thread-more")))] if thread.more else []
    lines = [block for item in thread.items for block in thread_item(words, item, time_zone)]
    return [section(mrkdwn(words("thread-heading"))), *more, *lines]


def thread_item(words: Words, item: ThreadItem, time_zone: str, most: int = MAX_SNIPPET) -> list[Json]:
    reply = item.reply
    key = "thread-line"
    if reply.deleted_at is not None:
        key = "thread-line-deleted"
    elif reply.edited_at is not None:
        key = "thread-line-edited"
    line = words(key, author=mention(item.author, words), day=day(reply.created_at, time_zone))
    return [context(mrkdwn(line)), own_words(clip(reply.text, most))]


def other_of(item_author: PersonRef, item_recipient: PersonRef, viewer: PersonId) -> PersonRef:
    return item_recipient if viewer == item_author.id else item_author


def reply_modal(words: Words, other: PersonRef, state: ReplyState, text: str = "") -> Json:
    """`other`: whom this goes to."""
    editing = state.editing is not None
    field = text_input(
        Block.REPLY,
        words("reply-label"),
        Action.REPLY_TEXT,
        clip(text, MAX_REPLY),
        most=MAX_REPLY,
        placeholder=clip(words("reply-placeholder"), MAX_PLACEHOLDER),
    )
    view = modal(
        words("reply-edit-title" if editing else "reply-title"),
        [field, context(plain(words("reply-note", other=name(other, words))))],
        callback_id=Modal.REPLY,
        submit=words("reply-save" if editing else "reply-submit"),
        close=words("cancel"),
        metadata=pack(state),
    )
    return {**view, "notify_on_close": True}
