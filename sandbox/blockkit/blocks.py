"""Block Kit's blocks, and views and messages made of them."""

from typing import Annotated, Literal, TypeAlias

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from sandbox.blockkit.elements import (
    Button,
    DateTimePicker,
    EmailInput,
    FileInput,
    Image,
    NumberInput,
    Overflow,
    PlainTextInput,
    UrlInput,
)
from sandbox.blockkit.objects import (
    Id,
    Mrkdwn,
    Part,
    Plain24,
    Plain150,
    Plain2000,
    PlainText,
    Text2000,
    Text3000,
)
from sandbox.blockkit.rich_text import RichText, RichTextInput
from sandbox.blockkit.selects import Choice

Accessory: TypeAlias = Annotated[Button | Image | Overflow | Choice, Field(discriminator="type")]
Action: TypeAlias = Annotated[
    Button | Overflow | Choice | DateTimePicker | RichTextInput, Field(discriminator="type")
]
Input: TypeAlias = Annotated[
    Choice
    | DateTimePicker
    | PlainTextInput
    | RichTextInput
    | EmailInput
    | UrlInput
    | NumberInput
    | FileInput,
    Field(discriminator="type"),
]
InContext: TypeAlias = Annotated[Image | PlainText | Mrkdwn, Field(discriminator="type")]


class Block(Part):
    block_id: Id | None = None


class Section(Block):
    type: Literal["section"]
    text: Text3000 | None = None
    columns: list[Text2000] | None = Field(default=None, alias="fields", min_length=1, max_length=10)
    accessory: Accessory | None = None
    expand: bool | None = None

    @model_validator(mode="after")
    def _says_something(self) -> "Section":
        if not self.text and not self.columns:
            raise PydanticCustomError("section", "missing required field: text or fields")
        return self


class Header(Block):
    type: Literal["header"]
    text: Plain150


class Divider(Block):
    type: Literal["divider"]


class ImageBlock(Image):
    block_id: Id | None = None
    title: Plain2000 | None = None


class Context(Block):
    type: Literal["context"]
    elements: Annotated[list[InContext], Field(min_length=1, max_length=10)]


class Actions(Block):
    type: Literal["actions"]
    elements: Annotated[list[Action], Field(min_length=1, max_length=25)]

    @model_validator(mode="after")
    def _ids_differ(self) -> "Actions":
        ids = [e.action_id for e in self.elements if e.action_id]
        for action_id in ids:
            if ids.count(action_id) > 1:
                raise PydanticCustomError(
                    "ids", "`action_id` `{id}` already exists for this block", {"id": action_id}
                )
        return self


class InputBlock(Block):
    type: Literal["input"]
    label: Plain2000
    element: Input
    hint: Plain2000 | None = None
    optional: bool | None = None
    dispatch_action: bool | None = None


class Markdown(Block):
    type: Literal["markdown"]
    text: Annotated[str, Field(min_length=1, max_length=12000)]


InView: TypeAlias = Annotated[
    Section | Header | Divider | ImageBlock | Context | Actions | InputBlock | RichText,
    Field(discriminator="type"),
]
InMessage: TypeAlias = Annotated[
    Section | Header | Divider | ImageBlock | Context | Actions | InputBlock | RichText | Markdown,
    Field(discriminator="type"),
]


class MessageBlocks(Part):
    blocks: Annotated[list[InMessage], Field(max_length=50)]


class _View(Part):
    blocks: Annotated[list[InView], Field(max_length=100)]
    private_metadata: Annotated[str, Field(max_length=3000)] | None = None
    callback_id: Annotated[str, Field(max_length=255)] | None = None
    external_id: Annotated[str, Field(max_length=255)] | None = None


class Home(_View):
    type: Literal["home"]


class Modal(_View):
    type: Literal["modal"]
    title: Plain24
    submit: Plain24 | None = None
    close: Plain24 | None = None
    clear_on_close: bool | None = None
    notify_on_close: bool | None = None
    submit_disabled: bool | None = None

    @model_validator(mode="after")
    def _inputs_can_be_sent(self) -> "Modal":
        if self.submit is None and any(isinstance(b, InputBlock) for b in self.blocks):
            raise PydanticCustomError("submit", "missing required field: submit (there are input blocks)")
        return self
