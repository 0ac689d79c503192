"""What somebody asked: the list, one request with what has become of it, and the forms that change it."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from core.domain.feedback import Visibility
from core.domain.paging import Page
from core.domain.people import PersonRef
from core.domain.requests import AskItem, AskStatus, RequestItem, can_be_reminded
from core.words import Words
from handlers.slack.ids import Action, Modal
from handlers.slack.metadata import RequestRef, RequestsPage, edge, pack
from handlers.slack.payloads import Json
from handlers.slack.views.parts import (
    actions,
    button,
    confirm,
    context,
    day,
    divider,
    long_date,
    mention,
    mentions,
    modal,
    mrkdwn,
    own_words,
    plain,
    section,
)
from handlers.slack.views.requests import busy_input, due_input, people_input

MAX_SNIPPET = 160


def requests_modal(words: Words, page: Page[RequestItem], time_zone: str, now: datetime) -> Json:
    blocks = [
        actions(button(words("ask-for-feedback"), Action.ASK_OPEN, style="primary")),
        divider(),
        *(block for item in page.items for block in request_blocks(words, item, time_zone, now)),
        *([] if page.items else [section(plain(words("requests-none")))]),
        *_paging(words, page),
    ]
    return modal(words("requests-title"), blocks, callback_id=Modal.REQUESTS, close=words("close"))


def _paging(words: Words, page: Page[RequestItem]) -> list[Json]:
    made: list[Json] = []
    for cursor, key, action in (
        (page.newer, "list-newer", Action.REQUESTS_NEWER),
        (page.older, "list-older", Action.REQUESTS_OLDER),
    ):
        if cursor is not None:
            made.append(button(words(key), action, RequestsPage(requests_from=edge(cursor))))
    return [actions(*made)] if made else []


def request_blocks(words: Words, item: RequestItem, time_zone: str, now: datetime) -> list[Json]:
    """One request in a list: two blocks."""
    request = item.request
    facts = {"day": day(request.created_at, time_zone), "date": long_date(request.due_on, words)}
    if request.about_id == request.requester_id:
        line = words("request-line-me", **facts)
    else:
        line = words("request-line", about=mention(item.about, words), **facts)
    if request.cancelled_at is not None:
        line = f"{line} · {words('request-cancelled')}"
    opened = button(words("open"), Action.REQUEST_OPEN, RequestRef(request=request.id))
    snippet = " ".join(request.question.split())
    states = " · ".join(_state(words, one, now) for one in item.asks)
    return [
        section(mrkdwn(line), opened),
        context(*([plain(snippet, MAX_SNIPPET)] if snippet else []), mrkdwn(states)),
    ]


def _state(words: Words, item: AskItem, now: datetime) -> str:
    status = item.status(now)
    if status is AskStatus.LATER:
        said = words("status-later", date=long_date(item.ask.starts_at.date(), words))
    else:
        said = words(f"status-{status.value}")
    return words("request-person", person=mention(item.person, words), status=said)


def request_modal(
    words: Words, item: RequestItem, manager: PersonRef | None, time_zone: str, now: datetime
) -> Json:
    """`manager`: who reads the answers as the manager, where the request says that one does."""
    request = item.request
    about_me = request.about_id == request.requester_id
    about = (
        words("request-about-me") if about_me else words("request-about", about=mention(item.about, words))
    )
    due = words(
        "request-due",
        day=day(request.created_at, time_zone),
        date=long_date(request.due_on, words),
    )
    readers = [item.about, *([] if about_me else [item.requester])]
    if manager is not None and request.visibility is Visibility.RECIPIENT_AND_MANAGER:
        readers.append(manager)
    blocks = [
        section(mrkdwn(about)),
        own_words(request.question),
        context(mrkdwn(due), mrkdwn(words("request-seen", people=mentions(readers, words)))),
        divider(),
        *(block for one in item.asks for block in _person(words, one, now)),
        *_buttons(words, item, now),
    ]
    return modal(words("request-title"), blocks, callback_id=Modal.REQUEST, close=words("close"))


def _person(words: Words, item: AskItem, now: datetime) -> list[Json]:
    line = section(mrkdwn(_state(words, item, now)))
    if not item.ask.reason:
        return [line]
    said = words("request-reason", person=mention(item.person, words))
    return [line, context(mrkdwn(said)), own_words(item.ask.reason)]


def _buttons(words: Words, item: RequestItem, now: datetime) -> list[Json]:
    """Only what makes sense now."""
    if item.request.cancelled_at is not None:
        return []
    ref = RequestRef(request=item.request.id)
    made: list[Json] = []
    if any(can_be_reminded(one.ask, now) for one in item.asks):
        made.append(button(words("request-remind"), Action.REQUEST_REMIND, ref))
    if item.is_open:
        made.append(button(words("request-extend"), Action.REQUEST_EXTEND, ref))
    made.append(button(words("request-add"), Action.REQUEST_ADD, ref))
    if item.is_open:
        sure = confirm(
            words("request-cancel-title"),
            words("request-cancel-text"),
            words("request-cancel"),
            words("request-cancel-no"),
        )
        made.append(button(words("request-cancel"), Action.REQUEST_CANCEL, ref, style="danger", confirm=sure))
    return [actions(*made)]


def extend_modal(words: Words, item: RequestItem, today: date) -> Json:
    """Proposes a week more than it has, or than today."""
    proposed = max(item.request.due_on, today) + timedelta(days=7)
    return modal(
        words("extend-title"),
        [due_input(words, proposed, words("extend-due"))],
        callback_id=Modal.REQUEST_EXTEND,
        submit=words("extend-submit"),
        close=words("cancel"),
        metadata=pack(RequestRef(request=item.request.id)),
    )


def add_people_modal(
    words: Words,
    ref: RequestRef,
    people: Sequence[str] = (),
    busy: Sequence[PersonRef] = (),
    *,
    later: bool = False,
) -> Json:
    return modal(
        words("add-title"),
        [
            {**people_input(words, people, Action.REQUEST_ADD_PEOPLE), "dispatch_action": True},
            *busy_input(words, busy, later=later),
        ],
        callback_id=Modal.REQUEST_ADD,
        submit=words("add-submit"),
        close=words("cancel"),
        metadata=pack(ref),
    )
