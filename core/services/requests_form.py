"""The form that asks for feedback: what it holds, and whether it can be taken."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from core.domain.errors import Fact, InvalidForm, Problem
from core.domain.feedback import Visibility
from core.domain.ids import DraftId, PersonId, WorkspaceId
from core.domain.people import Person, PersonRef
from core.domain.policies import Refusal
from core.domain.requests import MAX_ASKED, MAX_QUESTION
from core.services.taking_part import names

LONGEST = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class AskForFeedback:
    """What somebody sent off. Somebody chosen twice is chosen once. `busy_later`: those who have much to
    answer already are asked next week. Only who is asked about themselves chooses who will see the answers;
    about somebody else it is them and whoever asks."""

    workspace_id: WorkspaceId
    requester_id: PersonId
    form_key: str
    people: tuple[PersonId, ...]
    about_id: PersonId
    question: str
    due_on: date
    visibility: Visibility = Visibility.RECIPIENT
    busy_later: bool = False
    draft_id: DraftId | None = None  # the draft the form was opened from: used up when this is saved

    @property
    def chosen(self) -> tuple[PersonId, ...]:
        return tuple(dict.fromkeys(self.people))

    @property
    def seen(self) -> Visibility:
        return self.visibility if self.about_id == self.requester_id else Visibility.RECIPIENT


@dataclass(frozen=True, slots=True)
class AskOptions:
    """What the form offers to somebody: their reports, their manager, and the day that is proposed."""

    me: PersonRef
    reports: tuple[PersonRef, ...]
    manager: PersonRef | None
    due_on: date


def check_ask(
    command: AskForFeedback,
    people: Mapping[PersonId, Person],
    refusals: Mapping[PersonId, Refusal],
    today: date,
) -> None:
    """Raises InvalidForm with everything that is wrong, at the fields `people`, `question` and `due_on`."""
    problems = [
        *people_problems(command.requester_id, command.about_id, command.chosen, people, refusals),
        *_question_problems(command.question),
        *due_problems(command.due_on, today),
    ]
    if problems:
        raise InvalidForm(problems)


def people_problems(
    requester_id: PersonId,
    about_id: PersonId,
    chosen: Sequence[PersonId],
    people: Mapping[PersonId, Person],
    refusals: Mapping[PersonId, Refusal],
) -> list[Problem]:
    def problem(key: str, **facts: Fact) -> Problem:
        return Problem("people", key, facts)

    if not chosen:
        return [problem("error-asked-none")]
    problems: list[Problem] = []
    if len(chosen) > MAX_ASKED:
        problems.append(problem("error-asked-many", most=MAX_ASKED))
    if requester_id in chosen:
        problems.append(problem("error-asked-yourself"))
    elif about_id in chosen and about_id in people:
        problems.append(problem("error-asked-about-themselves", name=people[about_id].ref.name))
    if any(person_id not in people for person_id in chosen):
        problems.append(problem("error-recipients-unknown"))
    for reason, key in _REFUSED.items():
        who = [people[p] for p in chosen if refusals.get(p) is reason and p != requester_id]
        if who:
            problems.append(problem(key, names=names([one.ref for one in who]), count=len(who)))
    return problems


_REFUSED = {
    Refusal.BOT: "error-asked-bot",
    Refusal.DEACTIVATED: "error-recipients-deactivated",
    Refusal.STRANGER: "error-asked-stranger",
    Refusal.GUEST: "error-recipients-guest",
    Refusal.NOT_IN_PILOT: "error-recipients-not-in-pilot",
}


def _question_problems(question: str) -> list[Problem]:
    if not question.strip():
        return [Problem("question", "error-question-none")]
    if len(question) > MAX_QUESTION:
        facts = {"length": len(question), "most": MAX_QUESTION}
        return [Problem("question", "error-text-long", facts)]
    return []


def due_problems(due_on: date, today: date) -> list[Problem]:
    if due_on < today:
        return [Problem("due_on", "error-due-past")]
    if due_on > today + LONGEST:
        return [Problem("due_on", "error-due-far")]
    return []
