"""Builds and wires what Everloop consists of. Nothing else does."""

import os
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from secrets import token_hex

from bot.config import Settings
from bot.metrics import Metrics
from core.domain.revisions import EDIT_WINDOW
from core.ports import Clock, Wake
from core.services import (
    channel_posts,
    digests,
    drafts,
    feedback,
    notes,
    own_data,
    people,
    replies,
    reports,
    requests,
    team_chart,
)
from core.services.attention import AttentionService
from core.services.daily_limit import UNLIMITED
from core.services.delivery import Deliverer, Describe, Observe, OnFailure
from core.services.drafts import DraftService
from core.services.feedback import FeedbackService
from core.services.looking_back import LookingBackService
from core.services.notes import NotesService
from core.services.own_data import OwnDataService
from core.services.people import PeopleService
from core.services.replies import ReplyService
from core.services.reports import ReportService
from core.services.requests import RequestService
from core.services.revising import RevisingService
from core.services.tagging import TaggingService
from core.services.team_chart import TeamChartService
from handlers.slack.calls import Deps
from handlers.slack.client import CALL_TIMEOUT, SlackClients
from handlers.slack.directory import SlackDirectory
from handlers.slack.limiter import Limiter
from handlers.slack.messenger import SlackMessenger
from handlers.slack.tokens import Tokens
from handlers.slack.views.messages import render
from storage.engine import Database

DESCRIBE: Mapping[str, Describe] = {
    **feedback.DESCRIBE,
    **channel_posts.DESCRIBE,
    **people.DESCRIBE,
    **drafts.DESCRIBE,
    **digests.DESCRIBE,
    **replies.DESCRIBE,
    **reports.DESCRIBE,
    **requests.DESCRIBE,
    **own_data.DESCRIBE,
    **notes.DESCRIBE,
    **team_chart.DESCRIBE,
}
ON_FAILURE: Mapping[str, OnFailure] = {
    **feedback.ON_FAILURE,
    **channel_posts.ON_FAILURE,
    **people.ON_FAILURE,
    **drafts.ON_FAILURE,
    **digests.ON_FAILURE,
    **replies.ON_FAILURE,
    **reports.ON_FAILURE,
    **requests.ON_FAILURE,
    **own_data.ON_FAILURE,
    **notes.ON_FAILURE,
    **team_chart.ON_FAILURE,
}


@dataclass(frozen=True)
class Services:
    """The use cases, and what brings what they tell people to the platform."""

    feedback: FeedbackService
    people: PeopleService
    drafts: DraftService
    tagging: TaggingService
    replies: ReplyService
    revising: RevisingService
    reports: ReportService
    looking_back: LookingBackService
    own_data: OwnDataService
    notes: NotesService
    team_chart: TeamChartService
    requests: RequestService
    attention: AttentionService
    deliverer: Deliverer


@dataclass(frozen=True)
class Slack:
    """Slack as we call it. Closing the clients closes it."""

    clients: SlackClients
    limiter: Limiter
    tokens: Tokens


def build_slack(api_url: str, *, limited: bool) -> Slack:
    """To be called inside the running event loop."""
    tokens, limiter = Tokens(), Limiter(enabled=limited)
    return Slack(SlackClients(api_url, tokens, limiter), limiter, tokens)


def build_services(
    database: Database,
    slack: Slack,
    clock: Clock,
    *,
    undo_window: timedelta,
    edit_window: timedelta = EDIT_WINDOW,
    daily_limit: int = UNLIMITED,
    wake: Wake,
    observe: Observe,
) -> Services:
    directory = SlackDirectory(slack.clients, slack.tokens)
    messenger = SlackMessenger(slack.clients, slack.limiter, slack.tokens, render)
    deliverer = Deliverer(
        store=database,
        leases=database,
        messenger=messenger,
        clock=clock,
        describe=DESCRIBE,
        on_failure=ON_FAILURE,
        after_showing=digests.AFTER_SHOWING,
        holder=_holder(database),
        call_timeout=timedelta(seconds=CALL_TIMEOUT),
        observe=observe,
    )
    return Services(
        feedback=FeedbackService(database, clock, wake, undo_window, edit_window, daily_limit),
        people=PeopleService(database, directory, clock, wake),
        drafts=DraftService(database, clock, wake),
        tagging=TaggingService(database),
        replies=ReplyService(database, clock, wake),
        revising=RevisingService(database, clock, wake),
        reports=ReportService(database, clock, wake),
        looking_back=LookingBackService(database, wake),
        own_data=OwnDataService(database, clock, wake),
        notes=NotesService(database, clock, wake),
        team_chart=TeamChartService(database, clock, wake),
        requests=RequestService(database, clock, wake, undo_window, edit_window),
        attention=AttentionService(database, clock, wake),
        deliverer=deliverer,
    )


def build_deps(settings: Settings, services: Services, slack: Slack, clock: Clock, metrics: Metrics) -> Deps:
    """What the listeners need."""
    secret = settings.signing_secret
    return Deps(
        feedback=services.feedback,
        people=services.people,
        drafts=services.drafts,
        tagging=services.tagging,
        replies=services.replies,
        revising=services.revising,
        reports=services.reports,
        looking_back=services.looking_back,
        own_data=services.own_data,
        notes=services.notes,
        team_chart=services.team_chart,
        requests=services.requests,
        attention=services.attention,
        tokens=slack.tokens,
        clients=slack.clients,
        clock=clock,
        signing_secret=secret.get_secret_value() if secret else "",
        command_prefix=settings.command_prefix,
        acknowledged=metrics.acknowledged,
    )


def _holder(database: Database) -> str:
    """This process in a lease. On SQLite there is only one, which takes its lease over from its last life."""
    return "the only one" if database.is_sqlite else f"{socket.gethostname()}-{os.getpid()}-{token_hex(4)}"
