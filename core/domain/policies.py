"""Who may do what. Decided here and nowhere else, and tested as one table."""

from datetime import datetime
from enum import StrEnum

from core.domain.feedback import (
    Feedback,
    FeedbackItem,
    FeedbackKind,
    Submission,
    SubmissionState,
    Visibility,
)
from core.domain.ids import PersonId
from core.domain.notes import Note
from core.domain.people import LineState, Person, PersonKind, ReportingLine, Role
from core.domain.reports import Report
from core.domain.requests import Ask, AskState, Request
from core.domain.workspaces import Access, Audience


class Standing(StrEnum):
    """What somebody is to one feedback. One person can be only one of these: the first that fits."""

    AUTHOR = "author"
    RECIPIENT = "recipient"
    READER = "reader"  # named as one when it was sent, or by the recipient later
    NOBODY = "nobody"  # everyone else: managers who are not named, admins, the people team


class Action(StrEnum):
    READ = "read"
    READ_QUOTE = "read_quote"
    THANK = "thank"
    SHARE = "share"
    UNDO = "undo"
    EDIT = "edit"  # while `may_still_change`
    WITHDRAW = "withdraw"  # while `may_still_change`
    READ_VERSIONS = "read_versions"
    REPLY = "reply"
    READ_REPLIES = "read_replies"
    REPORT = "report"


_HELD = SubmissionState.HELD
_SENT = SubmissionState.SENT
_UNDONE = SubmissionState.UNDONE
_WITHDRAWN = SubmissionState.WITHDRAWN

# (standing, action) → the states of the submission in which it is allowed; what is not listed never is
_ALLOWED: dict[tuple[Standing, Action], frozenset[SubmissionState]] = {
    (Standing.AUTHOR, Action.READ): frozenset(SubmissionState),
    (Standing.AUTHOR, Action.READ_QUOTE): frozenset(SubmissionState),
    (Standing.AUTHOR, Action.UNDO): frozenset({_HELD}),
    (Standing.AUTHOR, Action.EDIT): frozenset({_SENT}),
    (Standing.AUTHOR, Action.WITHDRAW): frozenset({_SENT}),
    (Standing.AUTHOR, Action.READ_VERSIONS): frozenset({_SENT, _WITHDRAWN}),
    (Standing.AUTHOR, Action.REPLY): frozenset({_SENT}),
    (Standing.AUTHOR, Action.READ_REPLIES): frozenset({_SENT}),
    (Standing.AUTHOR, Action.REPORT): frozenset({_SENT}),
    (Standing.RECIPIENT, Action.READ): frozenset({_SENT}),
    (Standing.RECIPIENT, Action.READ_QUOTE): frozenset({_SENT}),
    (Standing.RECIPIENT, Action.THANK): frozenset({_SENT}),
    (Standing.RECIPIENT, Action.SHARE): frozenset({_SENT}),
    (Standing.RECIPIENT, Action.REPLY): frozenset({_SENT}),
    (Standing.RECIPIENT, Action.READ_REPLIES): frozenset({_SENT}),
    (Standing.RECIPIENT, Action.REPORT): frozenset({_SENT, _WITHDRAWN}),
    (Standing.READER, Action.READ): frozenset({_SENT}),
}


def standing(person_id: PersonId, submission: Submission, feedback: Feedback) -> Standing:
    if person_id == submission.author_id:
        return Standing.AUTHOR
    if person_id == feedback.recipient_id:
        return Standing.RECIPIENT
    if any(reader.person_id == person_id for reader in feedback.readers):
        return Standing.READER
    return Standing.NOBODY


def may(person_id: PersonId, action: Action, item: FeedbackItem) -> bool:
    """Whether this person may do this with this feedback."""
    held_by = standing(person_id, item.submission, item.feedback)
    return item.submission.state in _ALLOWED.get((held_by, action), frozenset())


def may_choose(kind: FeedbackKind, visibility: Visibility) -> bool:
    """Whether feedback of this kind can be given so: in front of a whole channel only praise. None of the
    choices leaves out the person it is about."""
    return visibility is not Visibility.CHANNEL or kind is FeedbackKind.PRAISE


def may_show_in_channel(submission: Submission) -> bool:
    """Whether its text may stand in the channel that its author chose."""
    public = submission.visibility is Visibility.CHANNEL and may_choose(submission.kind, Visibility.CHANNEL)
    return public and submission.channel != "" and submission.state is SubmissionState.SENT


def may_still_change(submission: Submission, now: datetime) -> bool:
    """Whether what was sent is still young enough for its author to edit or withdraw it."""
    return submission.edit_until is not None and now < submission.edit_until


def may_get_reports(person: Person, roles: frozenset[Role], item: FeedbackItem) -> bool:
    """Whether a problem with this feedback may be brought to somebody: to a people team's admin who neither
    wrote nor received it."""
    involved = standing(person.id, item.submission, item.feedback) in (Standing.AUTHOR, Standing.RECIPIENT)
    return _is_member(person) and Role.PEOPLE_ADMIN in roles and not involved


def may_read_report(person_id: PersonId, roles: frozenset[Role], report: Report) -> bool:
    """Whoever was named in the form when it was sent, while they are a people team's admin."""
    return person_id in report.readers and Role.PEOPLE_ADMIN in roles


class AskStanding(StrEnum):
    """What somebody is to one ask. Whom it is about is nobody here: they read the answers."""

    REQUESTER = "requester"
    ASKED = "asked"
    NOBODY = "nobody"


class AskAction(StrEnum):
    READ = "read"  # the question, who asks, about whom
    READ_REASON = "read_reason"  # why it was declined
    ANSWER = "answer"
    PUT_OFF = "put_off"
    DECLINE = "decline"


_ANY_TIME = frozenset(AskState)
_WHILE_OPEN = frozenset({AskState.ASKED})

_ALLOWED_ASKS: dict[tuple[AskStanding, AskAction], frozenset[AskState]] = {
    (AskStanding.REQUESTER, AskAction.READ): _ANY_TIME,
    (AskStanding.REQUESTER, AskAction.READ_REASON): frozenset({AskState.DECLINED}),
    (AskStanding.ASKED, AskAction.READ): _ANY_TIME,
    (AskStanding.ASKED, AskAction.READ_REASON): frozenset({AskState.DECLINED}),
    (AskStanding.ASKED, AskAction.ANSWER): _WHILE_OPEN,
    (AskStanding.ASKED, AskAction.PUT_OFF): _WHILE_OPEN,
    (AskStanding.ASKED, AskAction.DECLINE): _WHILE_OPEN,
}


def ask_standing(person_id: PersonId, request: Request, ask: Ask) -> AskStanding:
    if person_id == request.requester_id:
        return AskStanding.REQUESTER
    return AskStanding.ASKED if person_id == ask.person_id else AskStanding.NOBODY


def may_with_ask(person_id: PersonId, action: AskAction, request: Request, ask: Ask) -> bool:
    """Whether this person may do this with what one person was asked."""
    return ask.state in _ALLOWED_ASKS.get((ask_standing(person_id, request, ask), action), frozenset())


def may_see_request(person_id: PersonId, request: Request) -> bool:
    """The whole of it, with what has become of each ask; also remind, change and cancel it: whoever asked."""
    return person_id == request.requester_id


def may_ask_about(requester_id: PersonId, about_id: PersonId, manager_id: PersonId | None) -> bool:
    """About oneself, and about those whose confirmed manager one is."""
    return requester_id in (about_id, manager_id)


def may_look_back_on(manager_id: PersonId, line: ReportingLine | None) -> bool:
    """Open the view of one of one's reports, and write notes for a talk with them: the confirmed manager.
    What is shown there is asked for each feedback by itself."""
    return line is not None and line.manager_id == manager_id and line.state is LineState.CONFIRMED


def may_read_note(person_id: PersonId, note: Note) -> bool:
    """Its author; and whom it is about, once it is shared with them."""
    return person_id == note.author_id or (person_id == note.about_id and note.shared_at is not None)


def may_change_note(person_id: PersonId, note: Note) -> bool:
    """Edit, share and discard it."""
    return person_id == note.author_id


class Refusal(StrEnum):
    """Why somebody can't take part, in the order in which the reasons are looked at."""

    BOT = "bot"
    DEACTIVATED = "deactivated"
    STRANGER = "stranger"
    GUEST = "guest"
    NOT_IN_PILOT = "not_in_pilot"


_NEVER = {
    PersonKind.BOT: Refusal.BOT,
    PersonKind.DEACTIVATED: Refusal.DEACTIVATED,
    PersonKind.STRANGER: Refusal.STRANGER,
}


def refusal(person: Person, access: Access, in_pilot: bool) -> Refusal | None:
    """Why this person may neither give nor get feedback; None if they may. `in_pilot` says whether they are a
    member of the group or channel that access is narrowed to, and counts only where it is."""
    if person.erased:
        return Refusal.DEACTIVATED
    if person.profile.kind in _NEVER:
        return _NEVER[person.profile.kind]
    if person.profile.kind is PersonKind.GUEST and not access.guests:
        return Refusal.GUEST
    if access.audience is not Audience.EVERYONE and not in_pilot:
        return Refusal.NOT_IN_PILOT
    return None


def may_set_up(person: Person, roles: frozenset[Role]) -> bool:
    """Choose for whom Everloop is on, and whether guests take part: the platform's admins, and the people
    team's."""
    return _is_member(person) and (person.profile.administers or Role.PEOPLE_ADMIN in roles)


def may_name_people_admins(person: Person) -> bool:
    """Only the platform's admins and owners. It lets nobody read anybody's feedback."""
    return _is_member(person) and person.profile.administers


def may_hold_role(person: Person) -> bool:
    """Whether somebody can be granted a role."""
    return _is_member(person)


def may_manage(person: Person) -> bool:
    """Whether somebody can be named as a manager."""
    return _is_member(person)


def _is_member(person: Person) -> bool:
    return person.profile.kind is PersonKind.MEMBER and not person.erased
