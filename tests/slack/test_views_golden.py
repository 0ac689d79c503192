"""Each view as it goes to Slack. Changed only on purpose (`pytest --snapshot-update`), and read as a diff."""

from datetime import timedelta

import pytest
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.json import JSONSnapshotExtension

from core.domain.feedback import Box, ReaderReason, Visibility
from core.domain.ids import DraftId
from core.domain.paging import Cursor, Page
from core.domain.people import LineSource, LineState, ReportingLine
from core.domain.policies import Refusal
from core.domain.workspaces import Access, Audience
from core.notifications import (
    DraftKept,
    FeedbackForManager,
    FeedbackReceived,
    FeedbackSubmitted,
    FeedbackThanked,
    FeedbackUndeliverable,
    FeedbackWithdrawn,
    ManagerDecided,
    ManagerProposed,
    Notification,
    ReplyPosted,
    ReportMade,
    ReportReceived,
)
from core.services.people import Setup
from core.words import words_for
from handlers.slack.metadata import (
    DraftRef,
    EditState,
    FormState,
    HomeState,
    ReplyState,
    ReportState,
    quote_mark,
)
from handlers.slack.views.detail import Around, feedback_detail, submission_detail
from handlers.slack.views.feedback import Filled, feedback_form
from handlers.slack.views.help import help_message, not_opened_message
from handlers.slack.views.home import HomeFacts, home_view
from handlers.slack.views.lists import list_modal
from handlers.slack.views.messages import render
from handlers.slack.views.note import note_modal
from handlers.slack.views.people import manager_modal
from handlers.slack.views.replies import reply_modal
from handlers.slack.views.reports import FilledReport, report_detail, report_modal
from handlers.slack.views.revising import edit_modal
from handlers.slack.views.setup import setup_modal
from tests.slack.sample import (
    ALICE,
    AT,
    BOB,
    CAROL,
    DANA,
    EDITED,
    GONE,
    HELD,
    QUOTE,
    THREAD,
    UNDONE,
    VERSIONS,
    WITHDRAWN,
    ZONE,
    draft,
    evidence,
    form,
    item,
    managers,
    person,
    place,
    report,
    said,
    submission,
)

WORDS = words_for("en-US")
EMPTY: Page[object] = Page(())
CURSOR = Cursor(AT, "submission-1")


@pytest.fixture
def golden(snapshot: SnapshotAssertion) -> SnapshotAssertion:
    return snapshot.use_extension(JSONSnapshotExtension)


MESSAGES: dict[str, Notification] = {
    "received": FeedbackReceived(item()),
    "received and thanked": FeedbackReceived(item(thanked=True)),
    "received with a quote and a reader": FeedbackReceived(item(submission(quote=QUOTE), readers=(DANA,))),
    "for a manager": FeedbackForManager(item(readers=(DANA,))),
    "shared with a manager": FeedbackForManager(item(readers=(DANA,), reason=ReaderReason.SHARED)),
    "on its way": FeedbackSubmitted(form(HELD), HELD.release_at),
    "on its way for good": FeedbackSubmitted(form(HELD), None),
    "sent": FeedbackSubmitted(form(), None),
    "taken back": FeedbackSubmitted(form(UNDONE), None),
    "thanked": FeedbackThanked(item(thanked=True)),
    "undeliverable": FeedbackUndeliverable(item(unreachable=True)),
    "received and edited": FeedbackReceived(item(EDITED)),
    "sent, to be changed": FeedbackSubmitted(form(EDITED), None),
    "withdrawn by you": FeedbackSubmitted(form(WITHDRAWN), None),
    "withdrawn": FeedbackWithdrawn(item(WITHDRAWN), may_report=False),
    "withdrawn, to be reported": FeedbackWithdrawn(item(WITHDRAWN), may_report=True),
    "reply": ReplyPosted(item(), said(BOB), own=False),
    "reply of one's own": ReplyPosted(item(), said(BOB, edited_at=AT, unreachable=True), own=True),
    "report": ReportMade(report()),
    "report, handled": ReportMade(report(CAROL)),
    "reported": ReportReceived(report(), paused=True),
    "reported and handled": ReportReceived(report(CAROL), paused=False),
    "manager proposed": ManagerProposed(BOB, DANA, None),
    "manager proposed, said yes": ManagerProposed(BOB, DANA, True),
    "manager proposed, said no": ManagerProposed(GONE, DANA, False),
    "manager confirmed": ManagerDecided(DANA, True),
    "manager declined": ManagerDecided(DANA, False),
    "draft kept": DraftKept(DraftId("draft-1"), "feedback.give", True),
    "draft used": DraftKept(DraftId("draft-1"), "feedback.give", False),
}


@pytest.mark.parametrize("what", MESSAGES)
def test_messages(golden: SnapshotAssertion, what: str) -> None:
    rendered = render(MESSAGES[what], WORDS, ZONE)
    assert {"text": rendered.text, "blocks": rendered.blocks} == golden


FORMS = {
    "empty": feedback_form(WORDS, Filled(), FormState()),
    "one manager": feedback_form(WORDS, Filled(("U002",)), FormState(), managers((BOB, DANA))),
    "two managers": feedback_form(
        WORDS, Filled(("U002", "U003")), FormState(), managers((BOB, DANA), (CAROL, ALICE))
    ),
    "one of two has a manager": feedback_form(
        WORDS, Filled(("U002", "U003")), FormState(), managers((BOB, DANA), (CAROL, None))
    ),
    "no manager": feedback_form(WORDS, Filled(("U002",)), FormState(), managers((BOB, None))),
    "everything": feedback_form(
        WORDS,
        Filled(("U002",), text="Thank you", visibility=Visibility.RECIPIENT_AND_MANAGER),
        FormState(quote=quote_mark(QUOTE), managers={"person-2": "person-4"}, from_draft="d", draft_key="k"),
        managers((BOB, DANA)),
        "Please look again",
    ),
}


@pytest.mark.parametrize("what", FORMS)
def test_forms(golden: SnapshotAssertion, what: str) -> None:
    assert FORMS[what] == golden


DETAILS = {
    "recipient": feedback_detail(
        WORDS, item(submission(quote=QUOTE)), BOB.id, ZONE, Around(manager=DANA, may_report=True)
    ),
    "recipient, thanked and shared": feedback_detail(
        WORDS, item(readers=(DANA,), thanked=True), BOB.id, ZONE, Around(manager=DANA)
    ),
    "manager": feedback_detail(WORDS, item(readers=(DANA,)), DANA.id, ZONE),
    "author": feedback_detail(WORDS, item(author=ALICE, unreachable=True), ALICE.id, ZONE),
    "author left": feedback_detail(WORDS, item(author=GONE), BOB.id, ZONE),
    "recipient, with a thread": feedback_detail(WORDS, item(EDITED), BOB.id, ZONE, Around(thread=THREAD)),
    "author, with versions and a thread": feedback_detail(
        WORDS, item(EDITED), ALICE.id, ZONE, Around(thread=THREAD, versions=VERSIONS)
    ),
    "submission, edited": submission_detail(WORDS, form(EDITED), ZONE, VERSIONS),
    "submission, withdrawn": submission_detail(WORDS, form(WITHDRAWN), ZONE),
    "submission, held": submission_detail(WORDS, form(HELD), ZONE),
    "submission, sent": submission_detail(WORDS, form(), ZONE),
    "submission, taken back": submission_detail(WORDS, form(UNDONE), ZONE),
}


@pytest.mark.parametrize("what", DETAILS)
def test_details(golden: SnapshotAssertion, what: str) -> None:
    assert DETAILS[what] == golden


LISTS = {
    "nothing yet": list_modal(WORDS, Box.RECEIVED, Page(()), BOB.id, ZONE, with_shared=False),
    "received": list_modal(
        WORDS,
        Box.RECEIVED,
        Page((item(), item(thanked=True)), newer=CURSOR, older=CURSOR),
        BOB.id,
        ZONE,
        with_shared=False,
    ),
    "given": list_modal(
        WORDS,
        Box.GIVEN,
        Page((item(HELD), item(thanked=True), item(unreachable=True), item(UNDONE))),
        ALICE.id,
        ZONE,
        with_shared=True,
    ),
    "shared": list_modal(WORDS, Box.SHARED, Page((item(readers=(DANA,)),)), DANA.id, ZONE, with_shared=True),
}


@pytest.mark.parametrize("what", LISTS)
def test_lists(golden: SnapshotAssertion, what: str) -> None:
    assert LISTS[what] == golden


def line(state: LineState, source: LineSource = LineSource.SELF) -> dict[str, object]:
    return {"line": ReportingLine(BOB.id, DANA.id, source, state, AT), "manager": DANA}


SETUP = Setup(Access(), (), may_name=True)
PILOT = Setup(Access(Audience.CHANNEL, "C1", guests=True), (CAROL,), may_name=False)
GROUP = Setup(Access(Audience.GROUP, "S1", "Parsers (@parsers)"), (), may_name=False)


def home(
    *, received: Page[object] = EMPTY, given: Page[object] = EMPTY, **changes: object
) -> dict[str, object]:
    pages = {Box.RECEIVED: received, Box.GIVEN: given, Box.SHARED: EMPTY}
    drafts, paused = changes.pop("drafts", ()), changes.pop("paused", ())
    facts = HomeFacts(place(**changes), pages, drafts, HomeState(), paused=paused)  # type: ignore[arg-type]
    return home_view(WORDS, facts)


HOMES = {
    "new": home(),
    "lists": home(received=Page((item(),), older=CURSOR), given=Page((item(HELD),), newer=CURSOR)),
    "drafts": home(drafts=(draft(), draft("", 2))),
    "not in the pilot": home(refusal=Refusal.NOT_IN_PILOT, ask=(CAROL,)),
    "not in the pilot any more": home(refusal=Refusal.NOT_IN_PILOT, received=Page((item(),))),
    "manager proposed": home(**line(LineState.PROPOSED)),
    "manager confirmed": home(**line(LineState.CONFIRMED)),
    "manager declined": home(**line(LineState.DECLINED)),
    "manager from the file": home(**line(LineState.CONFIRMED, LineSource.FILE)),
    "paused": home(paused=(ALICE,)),
    "named as a manager": home(proposals=tuple([CAROL] * 12)),
    "admin": home(setup=SETUP),
    "admin of a pilot": home(setup=PILOT),
    "admin of a group": home(setup=GROUP),
}


@pytest.mark.parametrize("what", HOMES)
def test_homes(golden: SnapshotAssertion, what: str) -> None:
    assert HOMES[what] == golden


OTHERS = {
    "help": help_message(WORDS, "/feedback"),
    "not understood": help_message(WORDS, "/acme-feedback", "what now <!channel>", DraftRef(draft="d")),
    "form not opened": not_opened_message(WORDS, DraftRef(draft="d")),
    "reply": reply_modal(WORDS, ALICE, ReplyState(replies_to="f")),
    "reply, to be edited": reply_modal(WORDS, ALICE, ReplyState(replies_to="f", editing="r"), "Thank you"),
    "edit": edit_modal(WORDS, form(EDITED), EditState(edits="s"), "Great review"),
    "report to make": report_modal(WORDS, ALICE, (CAROL, DANA), ReportState(reports="f", admins=["c", "d"])),
    "report, admins changed": report_modal(
        WORDS,
        ALICE,
        (CAROL,),
        ReportState(reports="f", admins=["c"]),
        FilledReport("It hurts", pause=True),
        "Please look again",
    ),
    "report opened": report_detail(WORDS, evidence(), ZONE),
    "note": note_modal(WORDS, "Something went wrong"),
    "manager": manager_modal(WORDS),
    "another manager": manager_modal(WORDS, "U004"),
    "set-up": setup_modal(WORDS, SETUP),
    "set-up of a pilot": setup_modal(WORDS, PILOT),
    "set-up of a group": setup_modal(WORDS, GROUP),
}


@pytest.mark.parametrize("what", OTHERS)
def test_others(golden: SnapshotAssertion, what: str) -> None:
    assert OTHERS[what] == golden


def test_the_times_of_a_message_have_a_fallback_in_the_readers_own_zone() -> None:
    late = submission(state=HELD.state, sent_at=None, release_at=AT + timedelta(hours=14))
    rendered = render(FeedbackSubmitted(form(late), late.release_at), WORDS, "Asia/Kolkata")
    assert "|05:00:00>" in str(rendered.blocks)
    assert person().profile.time_zone == ZONE
