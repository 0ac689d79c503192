"""Believable things to show: people, feedback in each of its states, lists, Homes."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from core.domain.drafts import Draft
from core.domain.feedback import (
    Feedback,
    FeedbackItem,
    FeedbackKind,
    Quote,
    Reader,
    ReaderReason,
    SentForm,
    Submission,
    SubmissionState,
    Visibility,
)
from core.domain.ids import (
    DraftId,
    FeedbackId,
    PersonId,
    ReplyId,
    ReportId,
    SubmissionId,
    WorkspaceId,
)
from core.domain.people import Person, PersonKind, PersonRef, Profile
from core.domain.replies import Reply, Thread, ThreadItem
from core.domain.reports import Evidence, Report, ReportItem
from core.domain.revisions import Version
from core.services.feedback import Managers
from core.services.people import Place

AT = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
HERE = WorkspaceId("here")
ZONE = "Europe/Berlin"


def ref(name: str, number: int) -> PersonRef:
    return PersonRef(PersonId(f"person-{number}"), name, f"U{number:03}")


ALICE, BOB, CAROL, DANA = ref("Alice", 1), ref("Bob", 2), ref("Carol", 3), ref("Dana", 4)
GONE = ref("", 9)
QUOTE = Quote(
    "The parser reads 2 GB in 40 seconds now", "Bob", "https://acme.slack.com/archives/C1/p1700000000000000"
)


def submission(**changes: object) -> Submission:
    made = Submission(
        id=SubmissionId("submission-1"),
        workspace_id=HERE,
        form_key="V1",
        author_id=ALICE.id,
        kind=FeedbackKind.PRAISE,
        text="Great review of the parser, see https://git.example/parser/12. :tada:",
        visibility=Visibility.RECIPIENT,
        state=SubmissionState.SENT,
        created_at=AT,
        release_at=AT + timedelta(seconds=60),
        sent_at=AT + timedelta(seconds=61),
    )
    return replace(made, **changes)


EDITED = submission(
    edits=1, edited_at=AT + timedelta(hours=2), edit_until=AT + timedelta(hours=24), text="A better text"
)
WITHDRAWN = submission(state=SubmissionState.WITHDRAWN)
VERSIONS = (Version(0, "What it said first", AT + timedelta(hours=2)),)
HELD = submission(state=SubmissionState.HELD, sent_at=None)
UNDONE = submission(state=SubmissionState.UNDONE, sent_at=None)


def item(
    of: Submission | None = None,
    recipient: PersonRef = BOB,
    readers: tuple[PersonRef, ...] = (),
    reason: ReaderReason = ReaderReason.MANAGER,
    *,
    thanked: bool = False,
    unreachable: bool = False,
    author: PersonRef = ALICE,
) -> FeedbackItem:
    of = of or submission()
    feedback = Feedback(
        id=FeedbackId(f"feedback-{recipient.id}"),
        submission_id=of.id,
        recipient_id=recipient.id,
        readers=tuple(Reader(reader.id, reason, AT) for reader in readers),
        thanked_at=AT + timedelta(hours=1) if thanked else None,
        unreachable=unreachable,
    )
    return FeedbackItem(feedback, of, author, recipient, readers)


def said(by: PersonRef, text: str = "Thank you! What about the tests?", **changes: object) -> ThreadItem:
    reply = Reply(
        ReplyId(f"reply-{by.id}"), HERE, FeedbackId("feedback-1"), "V2", by.id, text, AT + timedelta(hours=3)
    )
    return ThreadItem(replace(reply, **changes), by)  # pyright: ignore[reportArgumentType] any field


THREAD = Thread((said(BOB), said(ALICE, "They come next", edited_at=AT)), more=True)


def report(handled_by: PersonRef | None = None, reason: str = "It hurts") -> ReportItem:
    made = Report(
        ReportId("report-1"), HERE, FeedbackId("feedback-1"), "V3", BOB.id, ALICE.id, reason, AT, (CAROL.id,)
    )
    return ReportItem(made, BOB, ALICE, (CAROL, DANA), handled_by)


def evidence(text: str = "What it said first", reason: str = "It hurts") -> Evidence:
    thread = (said(BOB, text), said(ALICE, text, deleted_at=AT))
    return Evidence(report(None, reason), item(WITHDRAWN), (Version(0, text, AT),), thread)


def form(of: Submission | None = None, *copies: FeedbackItem) -> SentForm:
    of = of or submission()
    return SentForm(of, ALICE, copies or (item(of), item(of, CAROL, (DANA,))))


def managers(*pairs: tuple[PersonRef, PersonRef | None]) -> Managers:
    return Managers({person.id: boss.id if boss else None for person, boss in pairs}, pairs)


def draft(text: str = "Half a thought", number: int = 1) -> Draft:
    content = {"recipients": [BOB.id], "kind": "praise", "text": text, "visibility": "recipient"}
    return Draft(
        DraftId(f"draft-{number}"),
        ALICE.id,
        "feedback.give",
        f"form:V{number}",
        content,  # pyright: ignore[reportArgumentType] a list of PersonId is one of str
        AT,
        AT + timedelta(days=30),
    )


def person(of: PersonRef = BOB) -> Person:
    profile = Profile(of.external_id, PersonKind.MEMBER, of.name, time_zone=ZONE)
    return Person(of.id, HERE, profile)


def place(**changes: object) -> Place:
    made = Place(person(), refusal=None, ask=(), line=None, manager=None, proposals=(), setup=None)
    return replace(made, **changes)
