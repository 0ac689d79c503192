"""Composition objects of Block Kit: texts, options, confirmation dialogs; and the rules that many parts
share.
"""

from collections.abc import Callable
from typing import Annotated, Literal, TypeAlias

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationInfo
from pydantic_core import PydanticCustomError

from sandbox.wire import as_json


class Part(BaseModel):
    """Anything in Block Kit: Slack takes no key it doesn't know, and no number for a string."""

    model_config = ConfigDict(extra="forbid", strict=True)


class PlainText(Part):
    type: Literal["plain_text"]
    text: Annotated[str, Field(min_length=1)]
    emoji: bool | None = None


class Mrkdwn(Part):
    type: Literal["mrkdwn"]
    text: Annotated[str, Field(min_length=1)]
    verbatim: bool | None = None


AnyText: TypeAlias = Annotated[PlainText | Mrkdwn, Field(discriminator="type")]


def shorter_than(most: int) -> AfterValidator:
    """At most so many characters in a text object."""

    def check(value: PlainText | Mrkdwn) -> PlainText | Mrkdwn:
        if len(value.text) > most:
            raise PydanticCustomError("text", "must be less than {n} characters", {"n": most + 1})
        return value

    return AfterValidator(check)


Plain24 = Annotated[PlainText, shorter_than(24)]
Plain30 = Annotated[PlainText, shorter_than(30)]
Plain75 = Annotated[PlainText, shorter_than(75)]
Plain100 = Annotated[PlainText, shorter_than(100)]
Plain150 = Annotated[PlainText, shorter_than(150)]
Plain2000 = Annotated[PlainText, shorter_than(2000)]
Text75 = Annotated[AnyText, shorter_than(75)]
Text300 = Annotated[AnyText, shorter_than(300)]
Text2000 = Annotated[AnyText, shorter_than(2000)]
Text3000 = Annotated[AnyText, shorter_than(3000)]

Id = Annotated[str, Field(min_length=1, max_length=255)]
Url = Annotated[str, Field(min_length=1, max_length=3000)]


def _known(kind: str) -> Callable[[str, ValidationInfo], str]:
    def check(value: str, info: ValidationInfo) -> str:
        if value not in as_json(info.context).get(kind, ()):
            raise PydanticCustomError("unknown_id", "invalid id: {id}", {"id": value})
        return value

    return check


UserId = Annotated[str, AfterValidator(_known("users"))]
ConversationId = Annotated[str, AfterValidator(_known("conversations"))]


class Confirm(Part):
    title: Plain100
    text: Text300
    confirm: Plain30
    deny: Plain30
    style: Literal["primary", "danger"] | None = None


class Option(Part):
    """An option of a menu, whose words are plain text."""

    text: Plain75
    value: Annotated[str, Field(min_length=1, max_length=150)]
    description: Plain75 | None = None


class ListedOption(Part):
    """An option of radio buttons or checkboxes, whose words may be mrkdwn."""

    text: Text75
    value: Annotated[str, Field(min_length=1, max_length=150)]
    description: Text75 | None = None


class OverflowOption(Option):
    url: Url | None = None


class OptionGroup(Part):
    label: Plain75
    options: Annotated[list[Option], Field(min_length=1, max_length=100)]


class ConversationFilter(Part):
    include: Annotated[list[Literal["im", "mpim", "private", "public"]], Field(min_length=1)] | None = None
    exclude_external_shared_channels: bool | None = None
    exclude_bot_users: bool | None = None


class DispatchConfig(Part):
    trigger_actions_on: Annotated[
        list[Literal["on_enter_pressed", "on_character_entered"]], Field(min_length=1, max_length=2)
    ]


class SlackFile(Part):
    id: str | None = None
    url: str | None = None
