"""What somebody asked: the list, one request, and what they can still do about it."""

from core.domain import working_days
from core.domain.errors import InvalidForm, Problem
from core.domain.feedback import Visibility
from core.domain.ids import RequestId
from core.domain.requests import RequestItem
from handlers.slack.calls import Call
from handlers.slack.home import publish_home
from handlers.slack.ids import Action, Block, Modal
from handlers.slack.listeners import Listeners
from handlers.slack.metadata import OutOfDate, RequestRef, RequestsPage, unpack
from handlers.slack.payloads import Json, list_at, part_at, strings, text_at
from handlers.slack.requests import people_chosen
from handlers.slack.requests_forms import read_busy_later, read_due
from handlers.slack.requests_opening import busy_among
from handlers.slack.trouble import in_time, say
from handlers.slack.views.requests_list import (
    add_people_modal,
    extend_modal,
    request_modal,
    requests_modal,
)

PAGE = 6


def register(on: Listeners) -> None:
    on.action(Action.REQUESTS_OPEN, on_all_button)
    on.action(Action.REQUESTS_OLDER, on_page_button)
    on.action(Action.REQUESTS_NEWER, on_page_button)
    on.action(Action.REQUEST_OPEN, on_open_button)
    on.action(Action.REQUEST_REMIND, on_remind_button)
    on.action(Action.REQUEST_CANCEL, on_cancel_button)
    on.action(Action.REQUEST_EXTEND, on_extend_button)
    on.submission(Modal.REQUEST_EXTEND, on_extend_submitted)
    on.action(Action.REQUEST_ADD, on_add_button)
    on.action(Action.REQUEST_ADD_PEOPLE, on_people_to_add_chosen)
    on.submission(Modal.REQUEST_ADD, on_add_submitted)


# -- the list --


async def open_requests(call: Call) -> None:
    await _show(call, await _list(call, RequestsPage(requests_from=None)))


async def on_all_button(call: Call) -> None:
    await call.acknowledge()
    await open_requests(call)


async def on_page_button(call: Call) -> None:
    await call.acknowledge()
    await call.update(await _list(call, unpack(RequestsPage, call.value)))


async def _list(call: Call, ref: RequestsPage) -> Json:
    cursor = ref.requests_from.cursor if ref.requests_from else None
    page = await call.deps.requests.list_requests(call.workspace_id, await call.person_id(), cursor, PAGE)
    return requests_modal(await call.words(), page, await call.time_zone(), call.deps.clock.now())


# -- one request --


async def on_open_button(call: Call) -> None:
    await call.acknowledge()
    item = await call.deps.requests.open_request(
        call.workspace_id, await call.person_id(), unpack(RequestRef, call.value).id
    )
    await _show(call, await _detail(call, item))


async def _detail(call: Call, item: RequestItem) -> Json:
    manager = None
    if item.request.visibility is Visibility.RECIPIENT_AND_MANAGER:
        managers = await call.deps.feedback.managers_of(call.workspace_id, (item.about.id,))
        manager = next((named for _, named in managers.names), None)
    return request_modal(await call.words(), item, manager, await call.time_zone(), call.deps.clock.now())


async def on_remind_button(call: Call) -> None:
    ref = unpack(RequestRef, call.value)
    async with in_time():
        item = await call.deps.requests.remind(call.workspace_id, await call.person_id(), ref.id)
    await call.acknowledge()
    await call.update(await _detail(call, item), at_this_state=False)


async def on_cancel_button(call: Call) -> None:
    ref = unpack(RequestRef, call.value)
    async with in_time():
        item = await call.deps.requests.cancel_request(call.workspace_id, await call.person_id(), ref.id)
    await call.acknowledge()
    await call.update(await _detail(call, item), at_this_state=False)
    await publish_home(call)


async def _show(call: Call, view: Json) -> None:
    if not await call.show(view, push=call.in_modal):
        words = await call.words()
        await say(call, words, words("press-again"))


# -- more time, more people --


async def on_extend_button(call: Call) -> None:
    await call.acknowledge()
    ref = unpack(RequestRef, call.value)
    item = await call.deps.requests.open_request(call.workspace_id, await call.person_id(), ref.id)
    today = working_days.day_at(call.deps.clock.now(), await call.time_zone())
    await _show(call, extend_modal(await call.words(), item, today))


async def on_extend_submitted(call: Call) -> None:
    ref = unpack(RequestRef, text_at(call.view, "private_metadata"))
    try:
        due_on = read_due(part_at(call.view, "state", "values"))
    except ValueError:
        raise OutOfDate from None
    if due_on is None:
        raise InvalidForm([Problem("due_on", "error-due-none")])
    async with in_time():
        item = await call.deps.requests.extend_request(
            call.workspace_id, await call.person_id(), ref.id, due_on
        )
    await call.acknowledge()
    await _refresh_below(call, item)


async def on_add_button(call: Call) -> None:
    await call.acknowledge()
    ref = unpack(RequestRef, call.value)
    await call.deps.requests.open_request(call.workspace_id, await call.person_id(), ref.id)
    await _show(call, add_people_modal(await call.words(), ref))


async def on_people_to_add_chosen(call: Call) -> None:
    """Names whoever of them is busy."""
    await call.acknowledge()
    ref = unpack(RequestRef, text_at(call.view, "private_metadata"))
    people, later = _to_add(call)
    busy = await busy_among(call, people, meet=True)
    await call.update(add_people_modal(await call.words(), ref, people, busy, later=later))


async def on_add_submitted(call: Call) -> None:
    ref = unpack(RequestRef, text_at(call.view, "private_metadata"))
    people, later = _to_add(call)
    async with in_time():
        item = await call.deps.requests.add_people(
            call.workspace_id,
            await call.person_id(),
            RequestId(ref.request),
            await people_chosen(call, people),
            busy_later=later,
        )
    await call.acknowledge()
    await _refresh_below(call, item)


def _to_add(call: Call) -> tuple[tuple[str, ...], bool]:
    values = part_at(call.view, "state", "values")
    people = strings(list_at(values, Block.ASK_PEOPLE, Action.REQUEST_ADD_PEOPLE, "selected_users"))
    return people, read_busy_later(values)


async def _refresh_below(call: Call, item: RequestItem) -> None:
    """The request that this form stood on shows what has changed."""
    below = text_at(call.view, "previous_view_id")
    if below:
        await call.update(await _detail(call, item), view_id=below)
