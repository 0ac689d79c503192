"""The messages of looking back: files somebody asked for."""

from collections.abc import Callable, Mapping
from typing import Any

from core.notifications import NoteShared, OwnDataReady, TeamChart
from core.words import Words
from handlers.slack.views.notes import shared_message
from handlers.slack.views.rendered import Rendered
from handlers.slack.views.team_chart import chart_message


def _own_data(what: OwnDataReady, words: Words, _: str) -> Rendered:
    return Rendered(words("message-own-data"), [])


RENDER: Mapping[type, Callable[[Any, Words, str], Rendered]] = {
    OwnDataReady: _own_data,
    NoteShared: shared_message,
    TeamChart: chart_message,
}
