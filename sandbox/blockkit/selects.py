"""Block Kit's select menus."""

from typing import Annotated, Literal, TypeAlias, TypeVar

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from sandbox.blockkit.elements import (
    Checkboxes,
    Choosing,
    DatePicker,
    RadioButtons,
    TimePicker,
    must_offer,
)
from sandbox.blockkit.objects import ConversationFilter, ConversationId, Option, OptionGroup, UserId

S = TypeVar("S", bound=Choosing)


def _not_too_many(element: S, initial: list[str] | list[Option] | None, most: int | None) -> S:
    if most and len(initial or ()) > most:
        raise PydanticCustomError("initial", "more initial values than max_selected_items")
    return element


class _Static(Choosing):
    options: Annotated[list[Option], Field(min_length=1, max_length=100)] | None = None
    option_groups: Annotated[list[OptionGroup], Field(min_length=1, max_length=100)] | None = None

    def every_option(self) -> list[Option]:
        """Also checks that there is one source of options, not two."""
        if (self.options is None) == (self.option_groups is None):
            raise PydanticCustomError("options", "must provide exactly one of options and option_groups")
        return self.options or [o for g in self.option_groups or [] for o in g.options]


class StaticSelect(_Static):
    type: Literal["static_select"]
    initial_option: Option | None = None

    @model_validator(mode="after")
    def _initial_ismust_offer(self) -> "StaticSelect":
        must_offer([self.initial_option] if self.initial_option else [], self.every_option())
        return self


class MultiStaticSelect(_Static):
    type: Literal["multi_static_select"]
    initial_options: Annotated[list[Option], Field(min_length=1)] | None = None
    max_selected_items: Annotated[int, Field(ge=1)] | None = None

    @model_validator(mode="after")
    def _initial_ismust_offer(self) -> "MultiStaticSelect":
        must_offer(self.initial_options or [], self.every_option())
        return _not_too_many(self, self.initial_options, self.max_selected_items)


class ExternalSelect(Choosing):
    type: Literal["external_select"]
    initial_option: Option | None = None
    min_query_length: Annotated[int, Field(ge=0)] | None = None


class MultiExternalSelect(Choosing):
    type: Literal["multi_external_select"]
    initial_options: list[Option] | None = None
    min_query_length: Annotated[int, Field(ge=0)] | None = None
    max_selected_items: Annotated[int, Field(ge=1)] | None = None

    @model_validator(mode="after")
    def _fits(self) -> "MultiExternalSelect":
        return _not_too_many(self, self.initial_options, self.max_selected_items)


class UsersSelect(Choosing):
    type: Literal["users_select"]
    initial_user: UserId | None = None


class MultiUsersSelect(Choosing):
    type: Literal["multi_users_select"]
    initial_users: list[UserId] | None = None
    max_selected_items: Annotated[int, Field(ge=1)] | None = None

    @model_validator(mode="after")
    def _fits(self) -> "MultiUsersSelect":
        return _not_too_many(self, self.initial_users, self.max_selected_items)


class ChannelsSelect(Choosing):
    type: Literal["channels_select"]
    initial_channel: ConversationId | None = None
    response_url_enabled: bool | None = None


class MultiChannelsSelect(Choosing):
    type: Literal["multi_channels_select"]
    initial_channels: list[ConversationId] | None = None
    max_selected_items: Annotated[int, Field(ge=1)] | None = None

    @model_validator(mode="after")
    def _fits(self) -> "MultiChannelsSelect":
        return _not_too_many(self, self.initial_channels, self.max_selected_items)


class ConversationsSelect(Choosing):
    type: Literal["conversations_select"]
    initial_conversation: ConversationId | UserId | None = None
    default_to_current_conversation: bool | None = None
    response_url_enabled: bool | None = None
    filter: ConversationFilter | None = None


class MultiConversationsSelect(Choosing):
    type: Literal["multi_conversations_select"]
    initial_conversations: list[ConversationId | UserId] | None = None
    default_to_current_conversation: bool | None = None
    max_selected_items: Annotated[int, Field(ge=1)] | None = None
    filter: ConversationFilter | None = None

    @model_validator(mode="after")
    def _fits(self) -> "MultiConversationsSelect":
        return _not_too_many(self, self.initial_conversations, self.max_selected_items)


Select: TypeAlias = (
    StaticSelect
    | MultiStaticSelect
    | ExternalSelect
    | MultiExternalSelect
    | UsersSelect
    | MultiUsersSelect
    | ChannelsSelect
    | MultiChannelsSelect
    | ConversationsSelect
    | MultiConversationsSelect
)
Choice: TypeAlias = Select | RadioButtons | Checkboxes | DatePicker | TimePicker
