"""The Home tab."""

import asyncio

from slack_sdk.errors import SlackApiError

from core.domain.feedback import Box
from core.domain.people import Person
from handlers.slack.calls import Call
from handlers.slack.failures import retry_after_of
from handlers.slack.ids import Action, Event
from handlers.slack.listeners import Listeners
from handlers.slack.metadata import HomeState, OutOfDate, PageRef, unpack
from handlers.slack.payloads import Json, text_at
from handlers.slack.views.home import HomeFacts, RequestFacts, home_view

PAGE = 5
DRAFTS = 3
REQUESTS = 2
WAIT_AT_MOST = 30.0  # seconds


def register(on: Listeners) -> None:
    on.event(Event.HOME_OPENED, on_home_opened)
    on.action(Action.HOME_OLDER, on_page_button)
    on.action(Action.HOME_NEWER, on_page_button)


async def on_home_opened(call: Call) -> None:
    """Also comes for the tab of messages, where there is nothing to do."""
    if text_at(call.body, "event", "tab") == "home":
        await publish_home(call)


async def on_page_button(call: Call) -> None:
    await call.acknowledge()
    ref = unpack(PageRef, call.value)
    await publish_home(call, _shown(call).model_copy(update={ref.box.value: ref.edge}))


async def publish_home(call: Call, state: HomeState | None = None) -> None:
    """Home as things are now, each list at the page that `state` says, else at the one that is shown."""
    person = await call.somebody()
    facts = await _facts(call, person, state or _shown(call))
    await _publish(call, home_view(await call.words(), facts))


async def _publish(call: Call, view: Json) -> None:
    """Once more when Slack asks to come back a little later; then Home stays until it is opened again."""
    try:
        await call.send("views.publish", user_id=call.user_id, view=view)
    except SlackApiError as error:
        seconds = retry_after_of(error)
        if seconds is None or seconds > WAIT_AT_MOST:
            raise
        await asyncio.sleep(seconds)
        await call.send("views.publish", user_id=call.user_id, view=view)


def _shown(call: Call) -> HomeState:
    try:
        return unpack(HomeState, text_at(call.view, "private_metadata"))
    except OutOfDate:
        return HomeState()


async def _facts(call: Call, person: Person, state: HomeState) -> HomeFacts:
    """A constant number of statements, however long the lists are."""
    workspace_id, feedback = call.workspace_id, call.deps.feedback
    edges = {Box.RECEIVED: state.received, Box.GIVEN: state.given, Box.SHARED: state.shared}
    return HomeFacts(
        place=await call.deps.people.place_of(workspace_id, person.id),
        pages={
            box: await feedback.list_feedback(
                workspace_id, person.id, box, edge.cursor if edge else None, PAGE
            )
            for box, edge in edges.items()
        },
        drafts=await call.deps.drafts.list_drafts(workspace_id, person.id, DRAFTS),
        requests=RequestFacts(
            waiting=await call.deps.requests.waiting_on(workspace_id, person.id, REQUESTS + 1),
            asked=await call.deps.requests.list_requests(workspace_id, person.id, None, REQUESTS),
            now=call.deps.clock.now(),
        ),
        state=state,
        paused=await call.deps.reports.paused_by(workspace_id, person.id),
        preferences=await call.deps.attention.preferences_of(workspace_id, person.id),
    )
