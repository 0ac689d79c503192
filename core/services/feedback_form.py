"""The form that gives feedback: what it holds, whether it can be taken, and what it becomes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from core.domain import policies
from core.domain.errors import Fact, InvalidForm, Problem
from core.domain.feedback import (
    MAX_QUOTE,
    MAX_RECIPIENTS,
    MAX_TEXT,
    Asked,
    Feedback,
    FeedbackKind,
    Quote,
    Reader,
    ReaderReason,
    SentForm,
    Visibility,
)
from core.domain.ids import DraftId, FeedbackId, PersonId, SubmissionId, TagId, WorkspaceId, new_id
from core.domain.people import Person, PersonRef
from core.domain.policies import Refusal
from core.domain.tags import Tag
from core.services.taking_part import names


@dataclass(frozen=True, slots=True)
class GiveFeedback:
    """What somebody sent off. Somebody chosen twice is chosen once; a longer quote is cut.

    `managers` is what the form promised: recipient → the confirmed manager it named (None, or missing: none
    known). It matters only where the visibility includes the manager; None as a whole: the form named nobody
    yet.
    """

    workspace_id: WorkspaceId
    author_id: PersonId
    form_key: str
    recipients: tuple[PersonId, ...]
    kind: FeedbackKind
    text: str
    visibility: Visibility
    managers: Mapping[PersonId, PersonId | None] | None = None
    quote: Quote | None = None
    draft_id: DraftId | None = None  # the draft the form was opened from: used up when this is saved
    asked: Asked | None = None  # of an answer: what it answers
    asked_by: PersonId | None = None  # of an answer about somebody else than who asked: who reads it too
    channel: str = ""  # the platform's id of it, where everyone in a channel is to see it
    tags: tuple[TagId, ...] = ()

    @property
    def chosen(self) -> tuple[PersonId, ...]:
        return tuple(dict.fromkeys(self.recipients))

    @property
    def shown_in(self) -> str:
        """The channel, where it is to be seen by everyone in one."""
        return self.channel if self.visibility is Visibility.CHANNEL else ""

    @property
    def short_quote(self) -> Quote | None:
        if self.quote is None or len(self.quote.text) <= MAX_QUOTE:
            return self.quote
        return Quote(self.quote.text[: MAX_QUOTE - 1] + "…", self.quote.author_name, self.quote.link)


@dataclass(frozen=True, slots=True)
class Managers:
    """Recipient → their confirmed manager, as a form names them. `names` in the order of the recipients."""

    by_recipient: Mapping[PersonId, PersonId | None]
    names: tuple[tuple[PersonRef, PersonRef | None], ...]


@dataclass(frozen=True, slots=True)
class FormFacts:
    """What the form says of those it is for (`managers`: None where that is nobody yet), and the tags that it
    offers."""

    managers: Managers | None
    tags: tuple[Tag, ...] = ()


class ManagersChanged(Exception):
    """The form named other managers than the confirmed ones now: show it again with `managers`, keeping what
    was typed. Nothing was changed."""

    def __init__(self, managers: Managers) -> None:
        super().__init__("the managers named in the form have changed")
        self.managers = managers


def same_values(command: GiveFeedback, form: SentForm) -> bool:
    """Whether a form that comes again says what was recorded."""
    stored = form.submission
    return (
        set(command.chosen) == {copy.feedback.recipient_id for copy in form.copies}
        and (command.kind, command.text, command.visibility) == (stored.kind, stored.text, stored.visibility)
        and command.short_quote == stored.quote
        and command.shown_in == stored.channel
        and set(command.tags) == {tag.id for tag in stored.tags}
    )


def check_form(
    command: GiveFeedback, people: Mapping[PersonId, Person], refusals: Mapping[PersonId, Refusal]
) -> None:
    """Raises InvalidForm with everything that is wrong, at the fields `recipients`, `text`, `visibility` and
    `channel`."""
    problems = [
        *_recipient_problems(command, people, refusals),
        *text_problems(command.text),
        *_visibility_problems(command),
    ]
    if problems:
        raise InvalidForm(problems)


def _recipient_problems(
    command: GiveFeedback, people: Mapping[PersonId, Person], refusals: Mapping[PersonId, Refusal]
) -> list[Problem]:
    def problem(key: str, **facts: Fact) -> Problem:
        return Problem("recipients", key, facts)

    chosen = command.chosen
    if not chosen:
        return [problem("error-recipients-none")]
    problems: list[Problem] = []
    if len(chosen) > MAX_RECIPIENTS:
        problems.append(problem("error-recipients-many", most=MAX_RECIPIENTS))
    if command.author_id in chosen:
        problems.append(problem("error-recipients-yourself"))
    if any(person_id not in people for person_id in chosen):
        problems.append(problem("error-recipients-unknown"))
    for reason, key in _REFUSED.items():
        who = [people[p] for p in chosen if refusals.get(p) is reason and p != command.author_id]
        if who:
            problems.append(problem(key, names=names([one.ref for one in who]), count=len(who)))
    return problems


_REFUSED = {
    Refusal.BOT: "error-recipients-bot",
    Refusal.DEACTIVATED: "error-recipients-deactivated",
    Refusal.STRANGER: "error-recipients-stranger",
    Refusal.GUEST: "error-recipients-guest",
    Refusal.NOT_IN_PILOT: "error-recipients-not-in-pilot",
}


def text_problems(text: str) -> list[Problem]:
    """What speaks against this text, at the field `text`."""
    if not text.strip():
        return [Problem("text", "error-text-none")]
    if len(text) > MAX_TEXT:
        return [Problem("text", "error-text-long", {"length": len(text), "most": MAX_TEXT})]
    return []


def _visibility_problems(command: GiveFeedback) -> list[Problem]:
    if not policies.may_choose(command.kind, command.visibility):
        return [Problem("visibility", "error-visibility-praise-only")]
    if command.visibility is Visibility.CHANNEL and not command.channel:
        return [Problem("channel", "error-channel-none")]
    return []


def name_managers(
    recipients: Sequence[PersonId],
    people: Mapping[PersonId, Person],
    managers: Mapping[PersonId, Person | None],
) -> Managers:
    """The managers as a form names them; recipients nobody knows are left out."""

    def ref(manager: Person | None) -> PersonRef | None:
        return manager.ref if manager else None

    known = [person_id for person_id in recipients if person_id in people]
    by_recipient = {p: manager.id if (manager := managers[p]) else None for p in known}
    return Managers(by_recipient, tuple((people[p].ref, ref(managers[p])) for p in known))


def make_copies(
    command: GiveFeedback,
    submission_id: SubmissionId,
    managers: Mapping[PersonId, Person | None],
    now: datetime,
    before: SentForm | None,
) -> list[Feedback]:
    """One copy for each recipient, with the readers the form promised. Who had a copy `before` keeps its
    id."""
    ids = {copy.feedback.recipient_id: copy.feedback.id for copy in before.copies} if before else {}

    def readers(recipient: PersonId) -> tuple[Reader, ...]:
        manager = managers.get(recipient)
        asked_by = [] if command.asked_by is None else [Reader(command.asked_by, ReaderReason.ASKED, now)]
        if manager is None or manager.id in (command.author_id, recipient, command.asked_by):
            return tuple(asked_by)
        return (*asked_by, Reader(manager.id, ReaderReason.MANAGER, now))

    return [
        Feedback(ids.get(recipient) or FeedbackId(new_id()), submission_id, recipient, readers(recipient))
        for recipient in command.chosen
    ]
