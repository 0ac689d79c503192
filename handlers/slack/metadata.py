"""What our buttons and modals carry: typed, with a version, and never trusted.

It says what is meant, not who may: the services check what is named against the person who acts. Whatever is
old, forged or cut raises OutOfDate, which reads as a sentence.
"""

from typing import Annotated, Literal, TypeVar

from pydantic import AwareDatetime, BaseModel, ConfigDict, StringConstraints, ValidationError

from core.domain.errors import NotFound
from core.domain.feedback import Box, Quote
from core.domain.ids import AskId, DraftId, FeedbackId, PersonId, ReplyId, ReportId, RequestId, SubmissionId
from core.domain.paging import Cursor, Direction
from core.domain.templates import Template
from handlers.slack.limits import clip, units

MAX_VALUE = 2000  # of a button
MAX_METADATA = 3000  # private_metadata of a view
MAX_NAME = 80
MAX_LINK = 200
_QUOTE_ROOM = 1400  # of the metadata, in JSON; the rest holds ten people and their managers

Id = Annotated[str, StringConstraints(min_length=1, max_length=64)]


class OutOfDate(NotFound):
    """A button or form that means nothing (any more)."""

    def __init__(self) -> None:
        super().__init__("out-of-date")


class Stamp(BaseModel):
    """`v` tells apart what older versions of Everloop have sent; each shape has its own field names."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    v: Literal[1] = 1


class FeedbackRef(Stamp):
    feedback: Id

    @property
    def id(self) -> FeedbackId:
        return FeedbackId(self.feedback)


class ShareRef(Stamp):
    """`manager` is whom the button named."""

    share: Id
    manager: Id


class SubmissionRef(Stamp):
    submission: Id

    @property
    def id(self) -> SubmissionId:
        return SubmissionId(self.submission)


class ReviseRef(Stamp):
    """A submission to edit or withdraw. `copy_id`: the copy that is shown there; None: all of it is."""

    revise: Id
    copy_id: Id | None = None

    @property
    def id(self) -> SubmissionId:
        return SubmissionId(self.revise)


class ReplyRef(Stamp):
    reply: Id

    @property
    def id(self) -> ReplyId:
        return ReplyId(self.reply)


class ReportRef(Stamp):
    report: Id

    @property
    def id(self) -> ReportId:
        return ReportId(self.report)


class DraftRef(Stamp):
    draft: Id

    @property
    def id(self) -> DraftId:
        return DraftId(self.draft)


class RequestRef(Stamp):
    request: Id

    @property
    def id(self) -> RequestId:
        return RequestId(self.request)


class AskRef(Stamp):
    ask: Id

    @property
    def id(self) -> AskId:
        return AskId(self.ask)


class PersonMark(Stamp):
    person: Id

    @property
    def id(self) -> PersonId:
        return PersonId(self.person)


class Edge(Stamp):
    """The edge of a page."""

    at: AwareDatetime
    id: Id
    direction: Direction

    @property
    def cursor(self) -> Cursor:
        return Cursor(self.at, self.id, self.direction)


class PageRef(Stamp):
    """One of the lists, from some edge on; from the top where there is none."""

    box: Box
    edge: Edge | None = None


class RequestsPage(Stamp):
    """The list of what somebody asked, from some edge on; from the top where there is none."""

    requests_from: Edge | None


class AskFormState(Stamp):
    """Of the form that asks for feedback. `question`: how often a template has changed the text; a field with
    a new name is what makes Slack show it."""

    question: int = 0
    from_draft: Id | None = None
    draft_key: str | None = None


class AnswerState(Stamp):
    """Of the form that answers `answers`. `manager`: whom it named as the manager who will read it."""

    answers: Id
    manager: Id | None = None
    from_draft: Id | None = None
    draft_key: str | None = None


class HomeState(Stamp):
    """Which page each of the lists on somebody's Home shows."""

    received: Edge | None = None
    given: Edge | None = None
    shared: Edge | None = None


class QuoteMark(Stamp):
    text: str
    author_name: str
    link: str

    @property
    def quote(self) -> Quote:
        return Quote(self.text, self.author_name, self.link)


class FormState(Stamp):
    """What the form that gives feedback must remember and does not show as an input.

    `managers` is what it promised: recipient → manager, None for "none known"; None as a whole: it named
    nobody yet.
    `template` is the one whose fields it shows. `from_draft` and `draft_key` are the draft it was opened
    from.
    """

    managers: dict[Id, Id | None] | None = None
    quote: QuoteMark | None = None
    template: Template | None = None
    from_draft: Id | None = None
    draft_key: str | None = None


class LookState(Stamp):
    """Of the second look at a suggestion: what was typed waits in the draft `looks_at`. `keeps`: the draft
    was there before, and stays when this is closed."""

    looks_at: Id
    keeps: bool = False
    managers: dict[Id, Id | None] | None = None

    @property
    def id(self) -> DraftId:
        return DraftId(self.looks_at)


class EditState(Stamp):
    """Of the form that edits what was sent. `from_draft`: what it was opened from."""

    edits: Id
    copy_id: Id | None = None
    from_draft: Id | None = None


class ReplyState(Stamp):
    """Of the form that writes a reply about a feedback, or changes the reply `editing`."""

    replies_to: Id
    editing: Id | None = None
    from_draft: Id | None = None


class ReportState(Stamp):
    """Of the form that reports a problem. `admins` are those whom it names as readers."""

    reports: Id
    admins: list[Id]
    from_draft: Id | None = None


def edge(cursor: Cursor) -> Edge:
    return Edge(at=cursor.at, id=cursor.id, direction=cursor.direction)


def quote_mark(quote: Quote) -> QuoteMark:
    """The quote, its text cut to what a form can carry."""
    text = quote.text
    while units(QuoteMark(text=text, author_name="", link="").model_dump_json()) > _QUOTE_ROOM:
        text = text[: len(text) * 9 // 10].rstrip("…") + "…"
    return QuoteMark(text=text, author_name=clip(quote.author_name, MAX_NAME), link=quote.link[:MAX_LINK])


def pack(stamp: Stamp) -> str:
    return stamp.model_dump_json()


Kind = TypeVar("Kind", bound=Stamp)


def unpack(kind: type[Kind], raw: str) -> Kind:
    """Raises OutOfDate; what was in `raw` is not repeated anywhere."""
    try:
        return kind.model_validate_json(raw)
    except ValidationError:
        raise OutOfDate from None
