"""What the buttons and modals of looking back carry. See handlers.slack.metadata."""

from datetime import date
from typing import Annotated

from pydantic import StringConstraints

from core.domain.feedback import FeedbackKind
from core.domain.looking_back import Part
from handlers.slack.metadata import Edge, Id, Stamp


class FoundPage(Stamp):
    """What a search found, from some edge on; what was looked for is in the view's own metadata."""

    found_from: Edge


class SearchState(Stamp):
    """What somebody looks for. `user` and `about_user` are the Slack ids of `person` and `about`."""

    words: Annotated[str, StringConstraints(max_length=200)] = ""
    part: Part | None = None
    person: Id | None = None
    user: str = ""
    about: Id | None = None
    about_user: str = ""
    kind: FeedbackKind | None = None
    tag: Id | None = None
    since: date | None = None
    until: date | None = None
