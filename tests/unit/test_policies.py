"""Who may do what, as one table: every standing, action, state and kind of account, nothing left out."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import product

import pytest

from core.domain import policies
from core.domain.feedback import (
    Feedback,
    FeedbackItem,
    FeedbackKind,
    Reader,
    ReaderReason,
    Submission,
    SubmissionState,
    Visibility,
)
from core.domain.ids import FeedbackId, PersonId, ReportId, SubmissionId, WorkspaceId
from core.domain.people import Person, PersonKind, PersonRef, Profile, Role
from core.domain.policies import Action, Refusal, Standing
from core.domain.reports import Report
from core.domain.workspaces import Access, Audience

NOW = datetime(2026, 11, 2, tzinfo=UTC)

# what is not in this table is forbidden
ALLOWED = """
author    read          held sent undone withdrawn
author    read_quote    held sent undone withdrawn
author    undo          held
author    edit          sent
author    withdraw      sent
author    read_versions sent withdrawn
author    reply         sent
author    read_replies  sent
author    report        sent
recipient read          sent
recipient read_quote    sent
recipient thank         sent
recipient share         sent
recipient reply         sent
recipient read_replies  sent
recipient report        sent withdrawn
reader    read          sent
"""
ALLOWED_CELLS = {
    (standing, action, state)
    for standing, action, *states in (line.split() for line in ALLOWED.strip().splitlines())
    for state in states
}


def item(
    state: SubmissionState, *readers: str, visibility: Visibility = Visibility.RECIPIENT
) -> FeedbackItem:
    submission = Submission(
        SubmissionId("s"),
        WorkspaceId("w"),
        "V1",
        PersonId("author"),
        FeedbackKind.PRAISE,
        "text",
        visibility,
        state,
        NOW,
        NOW,
    )
    who_reads = tuple(Reader(PersonId(one), ReaderReason.MANAGER, NOW) for one in readers)
    feedback = Feedback(FeedbackId("f"), submission.id, PersonId("recipient"), who_reads)
    refs = {one: PersonRef(PersonId(one), one, one) for one in ("author", "recipient", *readers)}
    return FeedbackItem(
        feedback, submission, refs["author"], refs["recipient"], tuple(refs[one] for one in readers)
    )


@pytest.mark.parametrize("visibility", Visibility)
@pytest.mark.parametrize(
    ("standing", "action", "state"), list(product(Standing, Action, SubmissionState)), ids="-".join
)
def test_feedback(standing: Standing, action: Action, state: SubmissionState, visibility: Visibility) -> None:
    one = item(state, "reader", visibility=visibility)
    person = PersonId(standing.value)
    assert policies.standing(person, one.submission, one.feedback) is standing
    allowed = (standing.value, action.value, state.value) in ALLOWED_CELLS
    assert policies.may(person, action, one) is allowed


@pytest.mark.parametrize("action", Action)
@pytest.mark.parametrize("state", SubmissionState)
def test_the_first_standing_counts(action: Action, state: SubmissionState) -> None:
    """An author or recipient who is recorded as a reader too gains and loses nothing by it."""
    for person in ("author", "recipient"):
        plain, named_too = item(state), item(state, person)
        assert policies.may(PersonId(person), action, plain) is policies.may(
            PersonId(person), action, named_too
        )


def person(kind: PersonKind, *, administers: bool = False, erased: bool = False) -> Person:
    return Person(
        PersonId("p"), WorkspaceId("w"), Profile("U1", kind, "Pat", administers=administers), erased=erased
    )


KINDS = list(PersonKind)
NARROWED = (Audience.GROUP, Audience.CHANNEL)


@pytest.mark.parametrize(
    ("kind", "audience", "guests", "in_pilot", "erased"),
    list(product(KINDS, Audience, (False, True), (False, True), (False, True))),
)
def test_taking_part(
    kind: PersonKind, audience: Audience, guests: bool, in_pilot: bool, erased: bool
) -> None:
    access = Access(audience, "source", "name", guests)
    expected: Refusal | None
    if erased:
        expected = Refusal.DEACTIVATED
    elif kind in (PersonKind.BOT, PersonKind.DEACTIVATED, PersonKind.STRANGER):
        expected = Refusal(kind.value)
    elif kind is PersonKind.GUEST and not guests:
        expected = Refusal.GUEST
    elif audience in NARROWED and not in_pilot:
        expected = Refusal.NOT_IN_PILOT
    else:
        expected = None
    assert policies.refusal(person(kind, erased=erased), access, in_pilot) is expected


@pytest.mark.parametrize(
    ("kind", "administers", "erased", "role"),
    list(product(KINDS, (False, True), (False, True), (None, *Role))),
)
def test_roles(kind: PersonKind, administers: bool, erased: bool, role: Role | None) -> None:
    one = person(kind, administers=administers, erased=erased)
    roles = frozenset({role} if role else ())
    member = kind is PersonKind.MEMBER and not erased
    assert policies.may_manage(one) is member
    assert policies.may_hold_role(one) is member
    assert policies.may_name_people_admins(one) is (member and administers)
    assert policies.may_set_up(one, roles) is (member and (administers or role is Role.PEOPLE_ADMIN))


@pytest.mark.parametrize(("passed", "allowed"), [(-1, True), (0, False), (1, False)])
def test_what_was_sent_can_be_changed_until_its_time_is_over(passed: int, allowed: bool) -> None:
    sent = replace(item(SubmissionState.SENT).submission, edit_until=NOW)
    assert policies.may_still_change(sent, NOW + timedelta(seconds=passed)) is allowed
    assert not policies.may_still_change(replace(sent, edit_until=None), NOW + timedelta(seconds=passed))


@pytest.mark.parametrize(
    ("kind", "erased", "role", "standing"),
    list(product(KINDS, (False, True), (None, *Role), Standing)),
)
def test_who_may_get_reports(kind: PersonKind, erased: bool, role: Role | None, standing: Standing) -> None:
    one = replace(person(kind, administers=True, erased=erased), id=PersonId(standing.value))
    outside = standing in (Standing.READER, Standing.NOBODY)
    expected = kind is PersonKind.MEMBER and not erased and role is Role.PEOPLE_ADMIN and outside
    for state in SubmissionState:
        reported = item(state, "reader")
        assert policies.may_get_reports(one, frozenset({role} if role else ()), reported) is expected


@pytest.mark.parametrize(("named", "role"), list(product((False, True), (None, *Role))))
def test_who_may_read_a_report(named: bool, role: Role | None) -> None:
    readers = (PersonId("p"),) if named else ()
    report = Report(
        ReportId("r"),
        WorkspaceId("w"),
        FeedbackId("f"),
        "V1",
        PersonId("recipient"),
        PersonId("author"),
        "why",
        NOW,
        readers,
    )
    roles = frozenset({role} if role else ())
    assert policies.may_read_report(PersonId("p"), roles, report) is (named and role is Role.PEOPLE_ADMIN)
    for involved in ("recipient", "author"):
        assert not policies.may_read_report(PersonId(involved), roles, report)


def test_no_role_and_no_admin_opens_anybodys_feedback() -> None:
    """The policy for feedback is not even asked about roles: who somebody is to it is all that counts."""
    admin = replace(person(PersonKind.MEMBER, administers=True), id=PersonId("nobody"))
    for state, action in product(SubmissionState, Action):
        assert not policies.may(admin.id, action, item(state, "reader"))
