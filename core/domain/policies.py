"""Who may do what. Decided here and nowhere else, and tested as one table."""

from enum import StrEnum

from core.domain.feedback import Feedback, FeedbackItem, Submission, SubmissionState
from core.domain.ids import PersonId
from core.domain.people import Person, PersonKind, Role
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


_HELD = SubmissionState.HELD
_SENT = SubmissionState.SENT
_UNDONE = SubmissionState.UNDONE

# (standing, action) → the states of the submission in which it is allowed; what is not listed never is
_ALLOWED: dict[tuple[Standing, Action], frozenset[SubmissionState]] = {
    (Standing.AUTHOR, Action.READ): frozenset({_HELD, _SENT, _UNDONE}),
    (Standing.AUTHOR, Action.READ_QUOTE): frozenset({_HELD, _SENT, _UNDONE}),
    (Standing.AUTHOR, Action.UNDO): frozenset({_HELD}),
    (Standing.RECIPIENT, Action.READ): frozenset({_SENT}),
    (Standing.RECIPIENT, Action.READ_QUOTE): frozenset({_SENT}),
    (Standing.RECIPIENT, Action.THANK): frozenset({_SENT}),
    (Standing.RECIPIENT, Action.SHARE): frozenset({_SENT}),
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
