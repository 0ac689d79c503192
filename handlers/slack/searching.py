"""Searching in what one may read: the form, what it finds, and its pages."""

from datetime import date, timedelta

from core.domain import working_days
from core.domain.errors import InvalidForm, Problem
from core.domain.feedback import FeedbackKind
from core.domain.ids import PersonId, TagId
from core.domain.looking_back import Filters, Part
from core.domain.people import Person
from handlers.slack.calls import Call
from handlers.slack.ids import Action, Block, Modal
from handlers.slack.listeners import Listeners
from handlers.slack.metadata import Edge, OutOfDate, unpack
from handlers.slack.metadata_looking_back import FoundPage, SearchState
from handlers.slack.payloads import Json, Payload, part_at, text_at
from handlers.slack.trouble import say
from handlers.slack.views.searching import ANY, Found, found_modal, search_modal

PAGE = 6
EARLIEST, LATEST = date(2000, 1, 1), date(2999, 12, 31)  # what a clock anywhere can count


def register(on: Listeners) -> None:
    on.action(Action.SEARCH_OPEN, on_search_button)
    on.submission(Modal.SEARCH, on_search_submitted)
    on.action(Action.FOUND_OLDER, on_page_button)
    on.action(Action.FOUND_NEWER, on_page_button)


async def on_search_button(call: Call) -> None:
    """In a list the form takes its place, so that what is found has room on top for what is opened from
    it."""
    await call.acknowledge()
    state = _shown(call)
    tags = await call.deps.looking_back.offered_tags(call.workspace_id)
    view = search_modal(await call.words(), state, tags)
    if call.in_modal:
        await call.update(view)
    elif not await call.show(view):
        words = await call.words()
        await say(call, words, words("press-again"))


async def on_search_submitted(call: Call) -> None:
    state = await _filled_in(call)
    await call.acknowledge({"response_action": "update", "view": await found_view(call, state)})


async def on_page_button(call: Call) -> None:
    await call.acknowledge()
    ref = unpack(FoundPage, call.value)
    await call.update(await found_view(call, _shown(call), ref.found_from))


async def open_found(call: Call, typed: str) -> None:
    """From the command: what has these words in it."""
    if not await call.show(await found_view(call, SearchState(words=typed))):
        words = await call.words()
        await say(call, words, words("press-again"))


async def found_view(call: Call, state: SearchState, edge: Edge | None = None) -> Json:
    person, looking_back = await call.somebody(), call.deps.looking_back
    page = await looking_back.search(
        call.workspace_id, person.id, _filters(state, person), edge.cursor if edge else None, PAGE
    )
    tags = await looking_back.offered_tags(call.workspace_id) if state.tag else ()
    name = next((tag.name for tag in tags if tag.id == state.tag), "")
    return found_modal(await call.words(), Found(page, state, name), person.id, person.profile.time_zone)


def _shown(call: Call) -> SearchState:
    """What the view that this came from was looking for."""
    try:
        return unpack(SearchState, text_at(call.view, "private_metadata"))
    except OutOfDate:
        return SearchState()


async def _filled_in(call: Call) -> SearchState:
    """Raises InvalidForm, and OutOfDate for values that we never offered."""
    values, before = part_at(call.view, "state", "values"), _shown(call)
    user = text_at(values, Block.SEARCH_PERSON, Action.SEARCH_PERSON, "selected_user")
    part = _chosen(values, Block.SEARCH_PART, Action.SEARCH_PART)
    kind = _chosen(values, Block.SEARCH_KIND, Action.SEARCH_KIND)
    try:
        state = SearchState(
            words=text_at(values, Block.SEARCH_TEXT, Action.SEARCH_TEXT, "value").strip(),
            part=Part(part) if part else None,
            user=user,
            person=await _person_id(call, user),
            kind=FeedbackKind(kind) if kind else None,
            tag=_chosen(values, Block.SEARCH_TAG, Action.SEARCH_TAG),
            since=_day(values, Block.SEARCH_SINCE, Action.SEARCH_SINCE),
            until=_day(values, Block.SEARCH_UNTIL, Action.SEARCH_UNTIL),
            about=before.about,
            about_user=before.about_user,
        )
    except ValueError:
        raise OutOfDate from None
    if state.since and state.until and state.until < state.since:
        raise InvalidForm([Problem("search_until", "error-search-until")])
    return state


def _chosen(values: Payload, block: Block, action: Action) -> str | None:
    value = text_at(values, block, action, "selected_option", "value")
    return value if value not in ("", ANY) else None


def _day(values: Payload, block: Block, action: Action) -> date | None:
    value = text_at(values, block, action, "selected_date")
    return min(max(date.fromisoformat(value), EARLIEST), LATEST) if value else None


async def _person_id(call: Call, user: str) -> PersonId | None:
    if not user:
        return None
    person = (await call.met([user])).get(user)
    if person is None:
        raise InvalidForm([Problem("search_person", "error-search-person")])
    return person.id


def _filters(state: SearchState, viewer: Person) -> Filters:
    """Days are the viewer's own."""
    zone = viewer.profile.time_zone
    try:
        return Filters(
            part=state.part,
            person=PersonId(state.person) if state.person else None,
            about=PersonId(state.about) if state.about else None,
            kind=state.kind,
            tag=TagId(state.tag) if state.tag else None,
            text=state.words,
            since=working_days.beginning_of(state.since, zone) if state.since else None,
            until=working_days.beginning_of(state.until + timedelta(days=1), zone) if state.until else None,
        )
    except ValueError:
        raise OutOfDate from None
