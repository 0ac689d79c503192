"""Reports of problems: the form, what the admins and whoever reported read, and the report itself. Pauses."""

from collections.abc import Sequence
from dataclasses import dataclass

from core.domain.feedback import SubmissionState
from core.domain.people import PersonRef
from core.domain.reports import MAX_REASON, Evidence, ReportItem
from core.notifications import ReportMade, ReportReceived
from core.words import Words
from handlers.slack.ids import Action, Block, Modal
from handlers.slack.limits import clip
from handlers.slack.metadata import PersonMark, ReportRef, ReportState, pack
from handlers.slack.payloads import Json
from handlers.slack.views.parts import (
    MAX_PLACEHOLDER,
    actions,
    button,
    context,
    divider,
    header,
    in_a_row,
    mention,
    mentions,
    modal,
    mrkdwn,
    name,
    option,
    own_words,
    plain,
    section,
    text_input,
)
from handlers.slack.views.rendered import Rendered
from handlers.slack.views.replies import thread_item
from handlers.slack.views.revising import version_blocks

PAUSE = "pause"


@dataclass(frozen=True, slots=True)
class FilledReport:
    """What stands in the form."""

    reason: str = ""
    pause: bool = False


def report_modal(
    words: Words,
    about: PersonRef,
    admins: Sequence[PersonRef],
    state: ReportState,
    filled: FilledReport = FilledReport(),
    note: str = "",
) -> Json:
    """`about`: whom it is about; `admins`: who will read it; `note` stands above the form."""
    facts = {
        "admins": in_a_row([name(admin, words) for admin in admins], words),
        "about": name(about, words),
    }
    blocks = [
        *([section(plain(note))] if note else []),
        section(plain(words("report-intro", about=name(about, words)))),
        text_input(
            Block.REASON,
            words("report-label"),
            Action.REPORT_REASON,
            clip(filled.reason, MAX_REASON),
            most=MAX_REASON,
            placeholder=clip(words("report-placeholder"), MAX_PLACEHOLDER),
        ),
        _pause(words, about, filled.pause),
        context(plain(words("report-note", **facts))),
    ]
    view = modal(
        words("report-title"),
        blocks,
        callback_id=Modal.REPORT,
        submit=words("report-submit"),
        close=words("cancel"),
        metadata=pack(state),
    )
    return {**view, "notify_on_close": True}


def _pause(words: Words, about: PersonRef, chosen: bool) -> Json:
    offered = option(PAUSE, words("report-pause", about=name(about, words)))
    element: Json = {"type": "checkboxes", "action_id": Action.REPORT_PAUSE.value, "options": [offered]}
    if chosen:
        element["initial_options"] = [offered]
    return {
        "type": "input",
        "block_id": Block.PAUSE.value,
        "label": plain(words("report-pause-label")),
        "hint": plain(words("report-pause-hint")),
        "element": element,
        "optional": True,
    }


# -- messages --


def report_message(what: ReportMade, words: Words, _: str) -> Rendered:
    """To the admins. Neither the preview nor the message says what it is about in any words of theirs."""
    item = what.item
    who = words(
        "message-report-who",
        admins=mentions(item.readers, words),
        about=mention(item.about, words),
    )
    heading = words(
        "message-report", reporter=mention(item.reporter, words), about=mention(item.about, words)
    )
    blocks = [section(mrkdwn(heading)), context(mrkdwn(who), *_handled(words, item))]
    return Rendered(words("message-report-preview"), [*blocks, actions(*_buttons(words, item, opened=False))])


def _handled(words: Words, item: ReportItem) -> list[Json]:
    if item.handled_by is None:
        return []
    return [mrkdwn(words("message-report-handled", admin=mention(item.handled_by, words)))]


def _buttons(words: Words, item: ReportItem, *, opened: bool) -> list[Json]:
    ref = ReportRef(report=item.report.id)
    made: list[Json] = []
    if not opened:
        made.append(button(words("message-report-open"), Action.REPORT_OPEN, ref, style="primary"))
    if item.handled_by is None:
        made.append(button(words("message-report-handle"), Action.REPORT_HANDLE, ref))
    return made


def reported_message(what: ReportReceived, words: Words, _: str) -> Rendered:
    item = what.item
    about = mention(item.about, words)
    if item.handled_by is not None:
        text = words("message-reported-handled", about=about, admin=mention(item.handled_by, words))
    else:
        text = words("message-reported", admins=mentions(item.readers, words), about=about)
    blocks = [section(mrkdwn(text))]
    if what.paused:
        blocks.append(context(mrkdwn(words("message-reported-paused", about=about))))
    return Rendered(words("message-reported-preview"), blocks)


# -- the report itself --


def report_detail(words: Words, evidence: Evidence, time_zone: str) -> Json:
    item, feedback = evidence.item, evidence.feedback
    reporter = mention(item.reporter, words)
    who = words(
        "detail-from-for",
        kind=feedback.submission.kind.value,
        author=mention(feedback.author, words),
        recipient=mention(feedback.recipient, words),
    )
    heading = words("message-report", reporter=reporter, about=mention(item.about, words))
    withdrawn = feedback.submission.state is SubmissionState.WITHDRAWN
    buttons = _buttons(words, item, opened=True)
    blocks = [
        section(mrkdwn(heading)),
        section(mrkdwn(words("report-reason", reporter=reporter))),
        own_words(item.report.reason),
        divider(),
        section(mrkdwn(words("report-feedback"))),
        context(mrkdwn(who), *([mrkdwn(words("report-withdrawn"))] if withdrawn else [])),
        own_words(feedback.submission.text),
        *_versions(words, evidence, time_zone),
        *_thread(words, evidence, time_zone),
        divider(),
        context(plain(words("report-audit")), *_handled(words, item)),
        *([actions(*buttons)] if buttons else []),
    ]
    return modal(words("report-detail-title"), blocks, callback_id=Modal.REPORT_DETAIL, close=words("close"))


def _versions(words: Words, evidence: Evidence, time_zone: str) -> list[Json]:
    if not evidence.versions:
        return []
    heading = section(mrkdwn(words("report-versions")))
    return [heading, *version_blocks(words, evidence.versions, time_zone, MAX_REASON)]


def _thread(words: Words, evidence: Evidence, time_zone: str) -> list[Json]:
    if not evidence.thread:
        return []
    heading = section(mrkdwn(words("report-thread")))
    said = [b for item in evidence.thread for b in thread_item(words, item, time_zone, MAX_REASON)]
    return [heading, *said]


# -- peace --


def paused_section(words: Words, paused: Sequence[PersonRef]) -> list[Json]:
    """On Home: from whom no messages come; nothing where there is nobody."""
    if not paused:
        return []
    lines = [
        section(
            mrkdwn(words("paused-line", person=mention(person, words))),
            button(words("paused-end"), Action.PAUSE_END, PersonMark(person=person.id)),
        )
        for person in paused
    ]
    return [header(words("paused-section")), *lines]
