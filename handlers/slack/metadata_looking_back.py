"""What the buttons and modals of looking back carry. See handlers.slack.metadata."""

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import StringConstraints

from core.domain.feedback import FeedbackKind
from core.domain.ids import NoteId
from core.domain.looking_back import Part
from handlers.slack.metadata import Edge, Id, Stamp


class FoundPage(Stamp):
    """What a search found, from some edge on; what was looked for is in the view's own metadata."""

    found_from: Edge


class SearchState(Stamp):
    """What somebody looks for. `user` and `about_user` are the Slack ids of `person` and `about`."""

    words: Annotated[str, StringConstraints(max_length=200)] = ""
    part: Part | None = None
    person: Id | None = None
    user: str = ""
    about: Id | None = None
    about_user: str = ""
    kind: FeedbackKind | None = None
    tag: Id | None = None
    since: date | None = None
    until: date | None = None


class TeamPage(Stamp):
    """What a manager may read about one of their reports, from some edge on."""

    report: Id
    edge: Edge


class NoteRef(Stamp):
    note: Id

    @property
    def id(self) -> NoteId:
        return NoteId(self.note)


class Period(StrEnum):
    """Over what time notes look back."""

    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half_year"
    YEAR = "year"

    @property
    def days(self) -> int:
        return {"month": 31, "quarter": 92, "half_year": 183, "year": 366}[self.value]


class NoteState(Stamp):
    """Of the form for notes about somebody; with `note`, of one that changes those. `renewed`: how often the
    proposed text was replaced; a field with another number is another field."""

    about: Id
    note: Id | None = None
    period: Period = Period.QUARTER
    renewed: int = 0
    from_draft: Id | None = None
