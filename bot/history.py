"""The demo's past: what its people gave each other, and whom they named as managers; see history.toml."""

import tomllib
from importlib.resources import files

from pydantic import BaseModel, ConfigDict

from core.domain.feedback import FeedbackKind


class Given(BaseModel):
    """What `author` wrote `days_ago`, at that local hour. The others are hours later, by each recipient."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    days_ago: int
    hour: int
    author: str
    recipients: tuple[str, ...]
    kind: FeedbackKind
    text: str
    with_manager: bool = False
    channel: str = ""  # in front of everyone in it
    tags: tuple[str, ...] = ()
    thanked_after: int | None = None
    shared_after: int | None = None
    undone: bool = False


class Named(BaseModel):
    """`person` named their manager, who has confirmed it or not answered yet."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    days_ago: int
    person: str
    manager: str
    confirmed: bool


class History(BaseModel):
    """People by their handles. `from_file`: whose manager the people team's file names. `kept_by` keeps the
    list of values and skills."""

    from_file: tuple[str, ...]
    kept_by: str
    values: tuple[str, ...]
    skills: tuple[str, ...]
    named: tuple[Named, ...]
    given: tuple[Given, ...]


def read_history() -> History:
    """Raises ValidationError for a row that makes no sense."""
    source = files("bot").joinpath("history.toml").read_text(encoding="utf-8")
    return History.model_validate(tomllib.loads(source))
