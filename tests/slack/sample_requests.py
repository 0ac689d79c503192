"""Requests in each of their states, to show."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from core.domain.feedback import Asked, FeedbackItem, FeedbackKind, ReaderReason, Visibility
from core.domain.ids import AskId, RequestId
from core.domain.people import PersonRef
from core.domain.requests import Ask, AskItem, AskState, Request, RequestItem
from core.services.requests import AskOptions
from tests.slack.sample import ALICE, AT, BOB, CAROL, DANA, HERE, ZONE, item, submission

DUE = date(2026, 12, 1)
LATE = datetime(2026, 12, 2, 9, tzinfo=UTC)
QUESTION = "What should I do more of? *really*"

OPTIONS = AskOptions(ALICE, (), DANA, DUE)
OF_A_MANAGER = AskOptions(DANA, (ALICE, BOB), None, DUE)


def request(**changes: object) -> Request:
    made = Request(
        RequestId("request-1"), HERE, "V1", ALICE.id, ALICE.id, QUESTION, Visibility.RECIPIENT, DUE, AT
    )
    return replace(made, **changes)  # pyright: ignore[reportArgumentType] any field


def asked(
    of: Request | None = None,
    person: PersonRef = BOB,
    requester: PersonRef = ALICE,
    about: PersonRef = ALICE,
    **changes: object,
) -> AskItem:
    of = of or request(requester_id=requester.id, about_id=about.id)
    ask = Ask(AskId(f"ask-{person.id}"), of.id, person.id, AT, DUE)
    changed = replace(ask, **changes)  # pyright: ignore[reportArgumentType] any field
    return AskItem(changed, of, person, requester, about, ZONE)


def about_bob() -> AskItem:
    """Dana asks Carol about Bob."""
    return asked(person=CAROL, requester=DANA, about=BOB)


def whole(*asks: AskItem, of: Request | None = None) -> RequestItem:
    asks = asks or (asked(of), asked(of, CAROL, state=AskState.ANSWERED))
    first = asks[0]
    return RequestItem(first.request, first.requester, first.about, asks)


def in_state(number: int, state: AskState, reason: str = "", starts_at: datetime = AT) -> AskItem:
    who = PersonRef(BOB.id, f"P{number}", f"U{number:03}")
    return asked(person=who, state=state, reason=reason, starts_at=starts_at)


EVERY_STATE = (
    in_state(2, AskState.ASKED),
    in_state(3, AskState.ASKED, starts_at=LATE + timedelta(days=5)),
    in_state(4, AskState.ANSWERING),
    in_state(5, AskState.ANSWERED),
    in_state(6, AskState.DECLINED, "I wasn't there <!channel>"),
    in_state(7, AskState.DECLINED),
    in_state(8, AskState.CANCELLED),
    in_state(9, AskState.CLOSED),
)


def answered(asker: PersonRef | None = None) -> FeedbackItem:
    """An answer by Alice about Bob; asked by him, or by somebody else."""
    of = submission(kind=FeedbackKind.ANSWER, asked=Asked(AskId("ask-1"), QUESTION))
    return item(of, BOB, (asker,) if asker else (), ReaderReason.ASKED)
