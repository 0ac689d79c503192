"""One thing that somebody did in Slack, and what a listener may do about it."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.webhook.async_client import AsyncWebhookClient

from core.domain.errors import NotFound
from core.domain.ids import PersonId, WorkspaceId
from core.domain.people import Person
from core.ports import Clock
from core.services.attention import AttentionService
from core.services.drafts import DraftService
from core.services.feedback import FeedbackService
from core.services.looking_back import LookingBackService
from core.services.notes import NotesService
from core.services.own_data import OwnDataService
from core.services.people import PeopleService, Turned
from core.services.replies import ReplyService
from core.services.reports import ReportService
from core.services.requests import RequestService
from core.services.revising import RevisingService
from core.services.tagging import TaggingService
from core.services.team_chart import TeamChartService
from core.words import Words, words_for
from handlers.slack.client import SlackClients
from handlers.slack.failures import code_of
from handlers.slack.open_views import OpenViews
from handlers.slack.payloads import Json, Payload, list_at, part_at, text_at
from handlers.slack.tokens import Installation, Tokens

ANSWER_WITHIN = 5  # seconds, for a response_url
CALL_FAILURES = (SlackApiError, aiohttp.ClientError, TimeoutError, OSError)

_log = structlog.stdlib.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Deps:
    """What the listeners need. `command_prefix` goes between the slash and the command's own name;
    `acknowledged` is told the kind of each call and after how many seconds it was acknowledged."""

    feedback: FeedbackService
    people: PeopleService
    drafts: DraftService
    requests: RequestService
    attention: AttentionService
    tagging: TaggingService
    replies: ReplyService
    revising: RevisingService
    reports: ReportService
    looking_back: LookingBackService
    own_data: OwnDataService
    notes: NotesService
    team_chart: TeamChartService
    tokens: Tokens
    clients: SlackClients
    clock: Clock
    signing_secret: str = ""  # needed where Slack comes by HTTP
    command_prefix: str = ""
    acknowledged: Callable[[str, float], None] = lambda kind, seconds: None
    open_views: OpenViews = field(default_factory=OpenViews)


Acknowledge = Callable[[str | Json], Awaitable[None]]
"""Answers Slack, once; empty text just says that it has arrived."""


@dataclass(slots=True)
class Call:
    """What Slack sent, who did it and where."""

    deps: Deps
    installation: Installation
    body: Payload
    user_id: str
    correlation_id: str
    ack: Acknowledge
    acknowledged: bool = False
    _known: dict[str, Person] = field(default_factory=dict[str, Person], init=False)

    # -- what was done --

    @property
    def workspace_id(self) -> WorkspaceId:
        return self.installation.workspace_id

    @property
    def is_submission(self) -> bool:
        return text_at(self.body, "type") == "view_submission"

    @property
    def asks_for_options(self) -> bool:
        return text_at(self.body, "type") == "block_suggestion"

    @property
    def trigger_id(self) -> str:
        return text_at(self.body, "trigger_id")

    @property
    def response_url(self) -> str:
        return text_at(self.body, "response_url")

    @property
    def view(self) -> Payload:
        return part_at(self.body, "view")

    @property
    def in_modal(self) -> bool:
        """Whether it was done in a modal: what is shown next goes on top of it."""
        return text_at(self.view, "type") == "modal"

    @property
    def action(self) -> Payload:
        actions = list_at(self.body, "actions")
        return actions[0] if actions else {}

    @property
    def value(self) -> str:
        """What the pressed button carries."""
        return text_at(self.action, "value")

    # -- who --

    async def known(self, user_ids: Sequence[str]) -> dict[str, Person]:
        """Those of these people whom storage knows. Asked once a call: naming all who will be needed at first
        saves time before a form opens."""
        missing = [user_id for user_id in user_ids if user_id not in self._known]
        if missing:
            self._known |= await self.deps.people.known(self.workspace_id, missing)
        return {user_id: self._known[user_id] for user_id in user_ids if user_id in self._known}

    async def arrive(self, others: Sequence[str] = ()) -> Turned | None:
        """Reads whoever did it and these others in one go; answers why the former can't use Everloop. None
        also for somebody whom storage doesn't know."""
        ids = list(dict.fromkeys([self.user_id, *others]))
        people, turned = await self.deps.people.arrive(self.workspace_id, ids, self.user_id)
        self._known |= people
        return turned

    async def met(self, user_ids: Sequence[str]) -> dict[str, Person]:
        """As `known`; Slack is asked for those whom storage doesn't know. Raises Unavailable."""
        missing = [user_id for user_id in user_ids if user_id not in self._known]
        if missing:
            self._known |= await self.deps.people.meet(self.workspace_id, missing)
        return {user_id: self._known[user_id] for user_id in user_ids if user_id in self._known}

    async def person(self) -> Person | None:
        """Whoever did it, from storage; None before the directory has been read as far as them."""
        return (await self.known([self.user_id])).get(self.user_id)

    async def somebody(self) -> Person:
        """Whoever did it; Slack is asked where storage doesn't know them. Raises Unavailable, NotFound."""
        person = (await self.met([self.user_id])).get(self.user_id)
        if person is None:
            raise NotFound("person-unknown")
        return person

    async def person_id(self) -> PersonId:
        return (await self.somebody()).id

    async def words(self) -> Words:
        """In their language; in the default one before the directory has been read as far as them."""
        await self.person()
        return self.words_at_hand

    @property
    def words_at_hand(self) -> Words:
        """As `words`, without asking storage: for when something is wrong already."""
        person = self._known.get(self.user_id)
        return words_for(person.profile.locale if person else "en-US")

    async def time_zone(self) -> str:
        person = await self.person()
        return person.profile.time_zone if person else "UTC"

    # -- answering --

    async def send(self, method: str, **body: Any) -> Payload:
        """Calls Slack once, at once. Raises what CALL_FAILURES names."""
        return await self.deps.clients.send(self.workspace_id, method, body)

    async def acknowledge(self, response: Json | None = None) -> None:
        """Once: what comes after the first is dropped."""
        if not self.acknowledged:
            self.acknowledged = True
            await self.ack(response if response is not None else "")

    async def tell(self, text: str, blocks: Sequence[Json] = ()) -> bool:
        """A message that only this person sees, in the place where they did it. At most once: what gets lost
        on the way isn't sent again. False: there is no such place, or Slack didn't take it."""
        if not self.response_url:
            return False
        webhook = AsyncWebhookClient(self.response_url, timeout=ANSWER_WITHIN, retry_handlers=[])
        try:
            answer = await webhook.send(
                text=text, blocks=list(blocks) or None, response_type="ephemeral", replace_original=False
            )
        except CALL_FAILURES as error:
            _log.warning("slack.not_answered", error=type(error).__name__)
            return False
        if answer.status_code != 200:
            _log.warning("slack.not_answered", status=answer.status_code)
        return answer.status_code == 200

    async def show(self, view: Json, *, push: bool = False) -> bool:
        """Opens a modal, or pushes it onto the one this came from. False: Slack didn't take it; the trigger
        was too old, say."""
        try:
            await self.send("views.push" if push else "views.open", trigger_id=self.trigger_id, view=view)
        except CALL_FAILURES as error:
            _log.warning("slack.view_not_shown", error=reason_of(error))
            return False
        return True

    async def update(self, view: Json, *, at_this_state: bool = True, view_id: str = "") -> bool:
        """Brings the modal that this came from up to date; loses to whoever changed it meanwhile. `view_id`:
        another one, however it looks now."""
        target, views = view_id or text_at(self.view, "id"), self.deps.open_views
        at = views.current(target, text_at(self.view, "hash")) if at_this_state and not view_id else ""
        try:
            answer = await self.send(
                "views.update", view_id=target, view=view, **({"hash": at} if at else {})
            )
        except CALL_FAILURES as error:
            _log.info("slack.view_not_updated", error=reason_of(error))
            return False
        views.changed(target, at, text_at(answer, "view", "hash"))
        return True


Listener = Callable[[Call], Awaitable[None]]


def reason_of(error: Exception) -> str:
    """For the log: Slack's word for it, or the kind of error; never what was sent."""
    return code_of(error) if isinstance(error, SlackApiError) else type(error).__name__
