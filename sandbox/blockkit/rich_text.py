"""The rich_text block and its input."""

from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from sandbox.blockkit.elements import Asking
from sandbox.blockkit.objects import DispatchConfig, Part


class Style(Part):
    bold: bool | None = None
    italic: bool | None = None
    strike: bool | None = None
    underline: bool | None = None
    code: bool | None = None
    highlight: bool | None = None
    client_highlight: bool | None = None
    unlink: bool | None = None


class _Styled(Part):
    style: Style | None = None


class TextLeaf(_Styled):
    type: Literal["text"]
    text: Annotated[str, Field(min_length=1)]


class LinkLeaf(_Styled):
    type: Literal["link"]
    url: Annotated[str, Field(min_length=1)]
    text: str | None = None
    unsafe: bool | None = None


class UserLeaf(_Styled):
    type: Literal["user"]
    user_id: str


class GroupLeaf(_Styled):
    type: Literal["usergroup"]
    usergroup_id: str


class ChannelLeaf(_Styled):
    type: Literal["channel"]
    channel_id: str


class EmojiLeaf(_Styled):
    type: Literal["emoji"]
    name: Annotated[str, Field(min_length=1)]
    unicode: str | None = None
    skin_tone: int | None = None
    url: str | None = None


class BroadcastLeaf(_Styled):
    type: Literal["broadcast"]
    range: Literal["here", "channel", "everyone"]


class DateLeaf(_Styled):
    type: Literal["date"]
    timestamp: int
    format: str
    url: str | None = None
    fallback: str | None = None


class ColorLeaf(_Styled):
    type: Literal["color"]
    value: str


Leaf: TypeAlias = Annotated[
    TextLeaf
    | LinkLeaf
    | UserLeaf
    | GroupLeaf
    | ChannelLeaf
    | EmojiLeaf
    | BroadcastLeaf
    | DateLeaf
    | ColorLeaf,
    Field(discriminator="type"),
]


class RichSection(Part):
    type: Literal["rich_text_section"]
    elements: list[Leaf]


class RichList(Part):
    type: Literal["rich_text_list"]
    style: Literal["bullet", "ordered"]
    elements: list[RichSection]
    indent: Annotated[int, Field(ge=0, le=8)] | None = None
    offset: Annotated[int, Field(ge=0)] | None = None
    border: Literal[0, 1] | None = None


class RichQuote(Part):
    type: Literal["rich_text_quote"]
    elements: list[Leaf]
    border: Literal[0, 1] | None = None


class RichPreformatted(Part):
    type: Literal["rich_text_preformatted"]
    elements: list[Leaf]
    border: Literal[0, 1] | None = None
    language: str | None = None


RichPart: TypeAlias = Annotated[
    RichSection | RichList | RichQuote | RichPreformatted, Field(discriminator="type")
]


class RichText(Part):
    type: Literal["rich_text"]
    block_id: Annotated[str, Field(min_length=1, max_length=255)] | None = None
    elements: Annotated[list[RichPart], Field(min_length=1)]


class RichTextInput(Asking):
    type: Literal["rich_text_input"]
    initial_value: RichText | None = None
    dispatch_action_config: DispatchConfig | None = None
