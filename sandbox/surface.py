"""One surface before a person: a modal, a Home tab, a message. It is read and operated by what is visible."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sandbox.controls import STATE_KEYS, controls, offered
from sandbox.conversations import Message
from sandbox.delivery import Delivery
from sandbox.entries import NotOnScreen, best_match, entry
from sandbox.reading import Reader
from sandbox.views import View
from sandbox.wire import Json, copied, text_of

if TYPE_CHECKING:
    from sandbox.driver import Person


@dataclass
class Result:
    """What became of a submission.

    `kind`: closed, errors, updated, pushed, cleared, blocked (the client refused to send it), failed (no good
    answer in time). `errors` by visible label. `surface` is what is shown now, if anything.
    """

    kind: str
    errors: dict[str, str] = field(default_factory=dict[str, str])
    surface: "Surface | None" = None
    delivery: Delivery | None = None


@dataclass
class Control:
    block: Json
    element: Json
    labels: tuple[str, ...]


class Surface:
    """What it shows is always as of now, unless it is a snapshot."""

    def __init__(self, person: "Person", thing: View | Message, frozen: list[Json] | None = None) -> None:
        self.person = person
        self.thing = thing
        self._frozen = frozen
        self._seen = thing.versions

    def __repr__(self) -> str:
        return f"<{self.kind} {self.text()!r}>"

    # -- looking -------------------------------------------------------------------------------------

    @property
    def kind(self) -> str:
        if isinstance(self.thing, View):
            return self.thing.kind
        return "ephemeral" if self.thing.only_for else "message"

    @property
    def blocks(self) -> list[Json]:
        return self._frozen if self._frozen is not None else self.person.slack.surface_blocks(self.thing)

    @property
    def title(self) -> str:
        return text_of(self.thing.body.get("title")) if isinstance(self.thing, View) else ""

    @property
    def gone(self) -> bool:
        """Whether it was closed or deleted."""
        return not self.thing.open if isinstance(self.thing, View) else self.thing.deleted

    @property
    def message(self) -> Message:
        if isinstance(self.thing, View):
            raise NotOnScreen("this is no message")
        return self.thing

    @property
    def view(self) -> View:
        if isinstance(self.thing, Message):
            raise NotOnScreen("this is no modal")
        return self.thing

    @property
    def fallback(self) -> str:
        """A message's own text, which notifications and screen readers give."""
        return self._reader().words(self.message.data["text"])

    def text(self) -> str:
        """All that a person reads here, top to bottom."""
        reader = self._reader()
        lines = [self.title, reader.blocks(self.blocks)]
        if isinstance(self.thing, Message):
            lines += [] if self.blocks else [self.fallback]
            lines += [f["title"] for f in self.thing.data.get("files", [])]
        else:
            lines += [
                f"[{text_of(self.thing.body[k])}]" for k in ("submit", "close") if self.thing.body.get(k)
            ]
        return "\n".join(line for line in lines if line)

    def buttons(self) -> list[str]:
        """The words on all buttons, and in all overflow menus."""
        return [label for _, _, label in self._pressable()]

    def fields(self) -> list[str]:
        """The labels of all fields."""
        return [c.labels[0] for c in self._fillable()]

    def values(self) -> dict[str, str]:
        """Label -> what is entered there, as a person reads it."""
        reader = self._reader()
        return {c.labels[0]: reader.value(c.block, c.element) for c in self._fillable()}

    def errors(self) -> dict[str, str]:
        """Label -> the error that stands at this field."""
        return self._by_label(self.thing.errors if isinstance(self.thing, View) else {})

    def options(self, label: str) -> list[str]:
        """The words of all options of a field."""
        return [text_of(o["text"]) for o in offered(self._field(label).element)]

    def links(self) -> list[str]:
        """Where the buttons with a url lead."""
        return [c.element["url"] for c in self._controls() if c.element.get("url")]

    async def suggestions(self, label: str, query: str) -> list[str]:
        """What a list that asks the app offers for a query."""
        return [text_of(o["text"]) for o in await self._options(self._field(label), query)]

    def snapshot(self) -> "Surface":
        """This as it looks now, to act on later as someone with a stale screen does."""
        return Surface(self.person, self.thing, copied(self.blocks))

    async def changed(self, within: float = 5.0) -> "Surface":
        """Waits until it was changed, closed or deleted since the last look."""
        seen, was_gone = self._seen, self.gone
        await self.person.workspace.until(
            lambda: self.thing.versions != seen or self.gone != was_gone, within, f"a change of {self!r}"
        )
        self._seen = self.thing.versions
        return self

    async def until(self, look: Callable[["Surface"], Any], within: float = 5.0) -> "Surface":
        """Waits until it looks so."""
        await self.person.workspace.until(lambda: look(self), within, f"another look of {self!r}")
        return self

    # -- acting --------------------------------------------------------------------------------------

    async def fill(self, values: dict[str, Any]) -> "Surface":
        """Enters values in fields, by label. Options go by their words, people and channels as they are."""
        for label, value in values.items():
            control = self._field(label)
            options = offered(control.element)
            if "external" in control.element["type"] and value is not None:
                for wanted in [value] if isinstance(value, str) else value:
                    options += await self._options(control, wanted)
            state = entry(control.element, value, options)
            ids = control.block["block_id"], control.element["action_id"]
            await self.person.client.set_value(self.thing, *ids, state)
        return self

    async def press(self, label: str) -> Delivery:
        """Presses the button, or chooses in an overflow menu, with those words. Confirms what asks for it."""
        found = best_match(label, [((c, value), (words,)) for c, value, words in self._pressable()])
        if len(found) != 1 or (self.gone and self._frozen is None):
            raise NotOnScreen(f"{len(found)} buttons match {label!r} in:\n{self.text()}")
        control, value = found[0]
        ids = control.block["block_id"], control.element["action_id"]
        return await self.person.client.press(self.thing, *ids, value, blocks=self._frozen)

    async def submit(self) -> Result:
        """Submits a modal."""
        return (await self.submit_at_once(1))[0]

    async def submit_at_once(self, times: int = 2) -> list[Result]:
        """Submits the same modal so often at the same moment, as a double click or a redelivery does."""
        view = self.view
        results = await self.person.client.submit(view, times)
        shown = self.person.top_modal()
        return [Result(r.kind, self._by_label(r.errors), shown, r.delivery) for r in results]

    async def close(self, *, every: bool = False) -> None:
        """Closes a modal, or with `every` all that are open."""
        await self.person.client.close(self.view, every=every)

    # -- finding -------------------------------------------------------------------------------------

    def _reader(self) -> Reader:
        errors = self.thing.errors if isinstance(self.thing, View) else {}
        return Reader(self.person.slack.team.name_of, self.person.client.state_of(self.thing), errors)

    def _controls(self) -> list[Control]:
        return [Control(b, e, self._labels(b, e)) for b, e in controls(self.blocks)]

    def _labels(self, block: Json, element: Json) -> tuple[str, ...]:
        reader = self._reader()
        own = [reader.words(element[k]) for k in ("text", "placeholder") if element.get(k)]
        around = [reader.words(block[k]) for k in ("label", "text") if block.get(k)]
        labels = own + around if element["type"] == "button" else around + own
        return tuple(labels) or (str(element["action_id"]),)

    def _fillable(self) -> list[Control]:
        return [c for c in self._controls() if c.element["type"] in STATE_KEYS]

    def _pressable(self) -> list[tuple[Control, Json, str]]:
        found: list[tuple[Control, Json, str]] = []
        for control in self._controls():
            if control.element["type"] == "button":
                found.append((control, {}, text_of(control.element["text"])))
            elif control.element["type"] == "overflow":
                choices = offered(control.element)
                found += [(control, {"selected_option": o}, text_of(o["text"])) for o in choices]
        return found

    def _field(self, label: str) -> Control:
        found = best_match(label, [(c, c.labels) for c in self._fillable()])
        if len(found) != 1 or self.gone:
            raise NotOnScreen(f"{len(found)} fields match {label!r} among {self.fields()} in:\n{self.text()}")
        return found[0]

    async def _options(self, control: Control, query: str) -> list[Json]:
        ids = control.block["block_id"], control.element["action_id"]
        return await self.person.client.options(self.thing, *ids, query)

    def _by_label(self, errors: dict[str, str]) -> dict[str, str]:
        return {
            c.labels[0]: errors[c.block["block_id"]]
            for c in self._fillable()
            if c.block["block_id"] in errors
        }
