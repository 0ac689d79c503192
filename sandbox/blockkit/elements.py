"""Block Kit's elements: what people press, choose and fill in, each with Slack's limits."""

from datetime import date, time
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from sandbox.blockkit.objects import (
    Confirm,
    DispatchConfig,
    Id,
    ListedOption,
    Option,
    OverflowOption,
    Part,
    Plain75,
    Plain150,
    SlackFile,
    Url,
)


def _iso_date(value: str) -> str:
    if len(value) != len("2026-01-31"):
        raise ValueError("must be a date as YYYY-MM-DD")
    date.fromisoformat(value)
    return value


def _iso_time(value: str) -> str:
    if len(value) != len("09:00"):
        raise ValueError("must be a time as HH:mm")
    time.fromisoformat(value)
    return value


class Element(Part):
    action_id: Id | None = None


class Focusable(Element):
    focus_on_load: bool | None = None


class Asking(Focusable):
    placeholder: Plain150 | None = None


class Choosing(Asking):
    confirm: Confirm | None = None


class Button(Element):
    type: Literal["button"]
    text: Plain75
    url: Url | None = None
    value: Annotated[str, Field(max_length=2000)] | None = None
    style: Literal["primary", "danger"] | None = None
    confirm: Confirm | None = None
    accessibility_label: Annotated[str, Field(max_length=75)] | None = None


class Image(Part):
    type: Literal["image"]
    alt_text: Annotated[str, Field(min_length=1, max_length=2000)]
    image_url: Url | None = None
    slack_file: SlackFile | None = None

    @model_validator(mode="after")
    def _has_a_source(self) -> "Image":
        if not self.image_url and not self.slack_file:
            raise PydanticCustomError("source", "missing required field: image_url or slack_file")
        return self


class Overflow(Element):
    type: Literal["overflow"]
    options: Annotated[list[OverflowOption], Field(min_length=1, max_length=5)]
    confirm: Confirm | None = None


class RadioButtons(Focusable):
    type: Literal["radio_buttons"]
    options: Annotated[list[ListedOption], Field(min_length=1, max_length=10)]
    initial_option: ListedOption | None = None
    confirm: Confirm | None = None

    @model_validator(mode="after")
    def _initial_ismust_offer(self) -> "RadioButtons":
        must_offer([self.initial_option] if self.initial_option else [], self.options)
        return self


class Checkboxes(Focusable):
    type: Literal["checkboxes"]
    options: Annotated[list[ListedOption], Field(min_length=1, max_length=10)]
    initial_options: Annotated[list[ListedOption], Field(min_length=1)] | None = None
    confirm: Confirm | None = None

    @model_validator(mode="after")
    def _initial_ismust_offer(self) -> "Checkboxes":
        must_offer(self.initial_options or [], self.options)
        return self


class DatePicker(Choosing):
    type: Literal["datepicker"]
    initial_date: Annotated[str, AfterValidator(_iso_date)] | None = None


class TimePicker(Choosing):
    type: Literal["timepicker"]
    initial_time: Annotated[str, AfterValidator(_iso_time)] | None = None
    timezone: str | None = None


class DateTimePicker(Focusable):
    type: Literal["datetimepicker"]
    initial_date_time: Annotated[int, Field(ge=10**9, lt=10**10)] | None = None
    confirm: Confirm | None = None


class _Written(Asking):
    initial_value: str | None = None
    dispatch_action_config: DispatchConfig | None = None


class PlainTextInput(_Written):
    type: Literal["plain_text_input"]
    multiline: bool | None = None
    min_length: Annotated[int, Field(ge=0, le=3000)] | None = None
    max_length: Annotated[int, Field(ge=1, le=3000)] | None = None

    @model_validator(mode="after")
    def _initial_value_fits(self) -> "PlainTextInput":
        if len(self.initial_value or "") > (self.max_length or 3000):
            raise PydanticCustomError("initial_value", "initial_value is longer than max_length")
        if self.min_length and self.max_length and self.min_length > self.max_length:
            raise PydanticCustomError("min_length", "min_length is greater than max_length")
        return self


class EmailInput(_Written):
    type: Literal["email_text_input"]


class UrlInput(_Written):
    type: Literal["url_text_input"]


class NumberInput(_Written):
    type: Literal["number_input"]
    is_decimal_allowed: bool
    min_value: str | None = None
    max_value: str | None = None


class FileInput(Element):
    type: Literal["file_input"]
    filetypes: Annotated[list[str], Field(min_length=1)] | None = None
    max_files: Annotated[int, Field(ge=1, le=10)] | None = None


def must_offer(
    initial: list[ListedOption] | list[Option], options: list[ListedOption] | list[Option]
) -> None:
    """Slack compares initial options with those offered word for word."""
    if any(option not in options for option in initial):
        raise PydanticCustomError("initial", "initial option must be one of the options provided")
