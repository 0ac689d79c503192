"""Everything about and by somebody, as far as they may see it themselves."""

from collections.abc import Mapping
from dataclasses import dataclass

from core.domain.attention import Preferences
from core.domain.drafts import Draft
from core.domain.feedback import Box, FeedbackItem
from core.domain.ids import FeedbackId, PersonId, SubmissionId
from core.domain.notes import NoteItem
from core.domain.people import Person, PersonRef, ReportingLine, Role
from core.domain.replies import Reply
from core.domain.reports import Pause, ReportItem
from core.domain.requests import AskItem, RequestItem
from core.domain.revisions import Version


@dataclass(frozen=True, slots=True)
class OwnData:
    """`names`: people whom only an id names elsewhere in it."""

    person: Person
    line: ReportingLine | None
    reports_to_them: tuple[ReportingLine, ...]
    roles: frozenset[Role]
    preferences: Preferences
    feedback: Mapping[Box, tuple[FeedbackItem, ...]]
    replies: Mapping[FeedbackId, tuple[Reply, ...]]
    versions: Mapping[SubmissionId, tuple[Version, ...]]  # what their own texts said before
    requests: tuple[RequestItem, ...]
    asked: tuple[AskItem, ...]  # and not answered yet
    drafts: tuple[Draft, ...]
    notes: tuple[NoteItem, ...]
    problems: tuple[ReportItem, ...]  # that they reported
    pauses: tuple[Pause, ...]
    names: Mapping[PersonId, PersonRef]
