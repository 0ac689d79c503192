"""Asking for feedback: one question to some colleagues, about oneself or about somebody one manages.

One form makes one *request* and, for each person asked, one *ask*: a state of its own, reminders of its own.
Who is asked isn't told who else is. An answer is a feedback: its recipient is whom the request is about, so
that nothing is ever said about somebody that they can't read.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from core.domain import working_days
from core.domain.feedback import Visibility
from core.domain.ids import AskId, PersonId, RequestId, WorkspaceId
from core.domain.people import PersonRef

MAX_ASKED = 10
MAX_QUESTION = 3000
MAX_REASON = 1000
BUSY_ABOVE = 3
"""Whoever has more open requests than this is shown as busy."""

WORKING_DAYS = 5
"""How long people have by default."""


class AskState(StrEnum):
    """asked → answering → answered; an answer that is undone is asked again. Only what is asked can be
    declined, cancelled or closed. `answering`: the answer is on its way and may still be undone; whoever
    asked doesn't see it yet."""

    ASKED = "asked"
    ANSWERING = "answering"
    ANSWERED = "answered"
    DECLINED = "declined"
    CANCELLED = "cancelled"  # by whoever asked
    CLOSED = "closed"  # somebody it hangs on has left


class Later(StrEnum):
    """When somebody who can't answer now wants to be asked again."""

    TOMORROW = "tomorrow"
    NEXT_WEEK = "next_week"


@dataclass(frozen=True, slots=True)
class Request:
    """`form_key` makes a form that arrives twice one thing. `due_on` is a day where each person lives."""

    id: RequestId
    workspace_id: WorkspaceId
    form_key: str
    requester_id: PersonId
    about_id: PersonId
    question: str
    visibility: Visibility
    due_on: date
    created_at: datetime
    cancelled_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Ask:
    """What one person is asked.

    `prompt_at` is when they will be asked again: by the one reminder, or because they said "not now", and
    then until `snoozed_until`. `prompts` counts how often that has happened. `reminded`: the one reminder is
    used up. `revision` grows with each change: whoever changes an older one is told so.
    """

    id: AskId
    request_id: RequestId
    person_id: PersonId
    starts_at: datetime  # later than the request where somebody busy is asked later
    due_on: date
    state: AskState = AskState.ASKED
    prompt_at: datetime | None = None
    prompts: int = 0
    reminded: bool = False
    snoozed_until: datetime | None = None
    reason: str = ""  # why they declined
    revision: int = 0

    @property
    def is_open(self) -> bool:
        return self.state is AskState.ASKED


class AskStatus(StrEnum):
    """What whoever asked sees of an ask."""

    LATER = "later"  # they are asked next week
    ASKED = "asked"
    OVERDUE = "overdue"
    ANSWERED = "answered"
    DECLINED = "declined"
    CANCELLED = "cancelled"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class AskItem:
    """One ask with what is needed to show it. `time_zone`: of the person asked."""

    ask: Ask
    request: Request
    person: PersonRef
    requester: PersonRef
    about: PersonRef
    time_zone: str

    def status(self, now: datetime) -> AskStatus:
        """An answer that may still be undone counts as none."""
        ask = self.ask
        if ask.state not in (AskState.ASKED, AskState.ANSWERING):
            return AskStatus(ask.state.value)
        if ask.starts_at > now:
            return AskStatus.LATER
        overdue = working_days.day_at(now, self.time_zone) > ask.due_on
        return AskStatus.OVERDUE if overdue else AskStatus.ASKED


@dataclass(frozen=True, slots=True)
class RequestItem:
    """A whole request as whoever asked sees it; the asks in the order in which people were chosen."""

    request: Request
    requester: PersonRef
    about: PersonRef
    asks: tuple[AskItem, ...]

    @property
    def is_open(self) -> bool:
        return any(item.ask.is_open for item in self.asks)


# -- when ---


def default_due(now: datetime, time_zone: str) -> date:
    return working_days.days_later(working_days.day_at(now, time_zone), WORKING_DAYS)


def _reminder_at(ask: Ask, now: datetime, time_zone: str) -> datetime | None:
    """The working morning before it is due; None where that is over, or the reminder is used up."""
    at = working_days.morning(working_days.day_before(ask.due_on), time_zone)
    return at if at > max(now, ask.starts_at) and not ask.reminded else None


def begin(ask: Ask, now: datetime, time_zone: str) -> Ask:
    """A new ask, with its reminder planned."""
    return replace(ask, prompt_at=_reminder_at(ask, now, time_zone))


def begin_later(ask: Ask, now: datetime, time_zone: str) -> Ask:
    """As `begin`, from next week on; they get as many working days as anybody."""
    starts_at = working_days.next_week(now, time_zone)
    due_on = max(ask.due_on, default_due(starts_at, time_zone))
    return begin(replace(ask, starts_at=starts_at, due_on=due_on), now, time_zone)


def snooze(ask: Ask, later: Later, now: datetime, time_zone: str) -> Ask:
    """Asked again then. A reminder that would have come until then is used up: they asked for quiet."""
    when = {Later.TOMORROW: working_days.next_morning, Later.NEXT_WEEK: working_days.next_week}
    until = when[later](now, time_zone)
    planned = _reminder_at(ask, now, time_zone)
    used_up = ask.reminded or (planned is not None and planned <= until)
    return replace(ask, snoozed_until=until, prompt_at=until, reminded=used_up)


def prompt(ask: Ask, now: datetime, time_zone: str) -> Ask:
    """What becomes of an ask whose `prompt_at` has come: prompted once more; put off to the next working
    morning on a day off; or left alone where it is due already and nobody asked to be asked again."""
    at = working_days.at_work(now, time_zone)
    snoozed = ask.snoozed_until is not None
    if not snoozed and working_days.day_at(at, time_zone) > ask.due_on:
        return replace(ask, prompt_at=None, reminded=True)
    if at > now:
        return replace(ask, prompt_at=at, snoozed_until=at if snoozed else None)
    prompted = replace(ask, prompts=ask.prompts + 1, snoozed_until=None, reminded=ask.reminded or not snoozed)
    return replace(prompted, prompt_at=_reminder_at(prompted, now, time_zone))


def leave_unreminded(ask: Ask) -> Ask:
    """The time of the reminder has come, and they want none from Everloop; whoever asked may remind them."""
    return replace(ask, prompt_at=None)


def can_be_reminded(ask: Ask, now: datetime) -> bool:
    """By whoever asked: once, unless the person has put it off themselves."""
    return ask.is_open and not ask.reminded and ask.snoozed_until is None and ask.starts_at <= now


def remind(ask: Ask) -> Ask:
    """By whoever asked: uses the one reminder up."""
    return replace(ask, prompts=ask.prompts + 1, reminded=True, prompt_at=None)


def extend(ask: Ask, due_on: date, now: datetime, time_zone: str) -> Ask:
    longer = replace(ask, due_on=max(ask.due_on, due_on))
    if longer.snoozed_until is not None:
        return longer
    return replace(longer, prompt_at=_reminder_at(longer, now, time_zone))


def end(ask: Ask, state: AskState, reason: str = "") -> Ask:
    """Nothing is asked any more."""
    return replace(ask, state=state, reason=reason, prompt_at=None, snoozed_until=None)


def reopen(ask: Ask, state: AskState, now: datetime, time_zone: str) -> Ask:
    """The answer was undone: asked again, unless the request is over by now; then `state` says how."""
    if state is not AskState.ASKED:
        return end(ask, state)
    asked = replace(ask, state=AskState.ASKED)
    return replace(asked, prompt_at=_reminder_at(asked, now, time_zone))
