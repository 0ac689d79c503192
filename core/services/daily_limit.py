"""No more than so many feedbacks a day from one person to one other. What was asked for is not counted."""

from collections.abc import Mapping
from datetime import datetime

from core.domain.attention import day_began
from core.domain.errors import InvalidForm, Problem
from core.domain.feedback import FeedbackKind
from core.domain.ids import PersonId
from core.domain.people import Person
from core.ports import UnitOfWork
from core.services.feedback_form import GiveFeedback
from core.services.taking_part import names

UNLIMITED = 0


async def check_daily_limit(
    unit: UnitOfWork, command: GiveFeedback, people: Mapping[PersonId, Person], most: int, now: datetime
) -> None:
    """The day is the author's. Raises InvalidForm (field: recipients). `most`: 0 for no limit."""
    if most == UNLIMITED or command.kind is FeedbackKind.ANSWER:
        return
    since = day_began(now, people[command.author_id].profile.time_zone)
    given = await unit.feedback.given_since(command.author_id, command.chosen, since, command.form_key)
    reached = [people[one].ref for one in command.chosen if given.get(one, 0) >= most]
    if reached:
        facts = {"names": names(reached), "count": len(reached), "most": most}
        raise InvalidForm([Problem("recipients", "error-recipients-today", facts)])
