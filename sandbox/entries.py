"""From what a test says a person enters in a field to Slack's own shape of it."""

from collections.abc import Callable, Iterable
from datetime import date, datetime, time
from typing import Any, Protocol, runtime_checkable

from sandbox.controls import PICKS_MANY, STATE_KEYS
from sandbox.wire import Json, as_json, text_of


@runtime_checkable
class HasId(Protocol):
    """A person or a room of the driver."""

    @property
    def id(self) -> str: ...


class NotOnScreen(AssertionError):
    """What a person looks for is not there, or there more than once."""


def choose(wanted: str, options: list[Json]) -> Json:
    """The option with those words: exactly, else at the beginning, else anywhere. Raises NotOnScreen."""
    found = best_match(wanted, [(o, (text_of(o["text"]),)) for o in options])
    if len(found) != 1:
        raise NotOnScreen(
            f"{len(found)} options match {wanted!r} among {[text_of(o['text']) for o in options]}"
        )
    return found[0]


def best_match(wanted: str, candidates: Iterable[tuple[Any, tuple[str, ...]]]) -> list[Any]:
    """The candidates with a label that is the wanted one; else that begin with it; else that contain it.

    Case does not matter; an earlier label of a candidate counts more than a later one.
    """
    known, low = list(candidates), wanted.casefold()
    tests: tuple[Callable[[str], bool], ...] = (
        low.__eq__,
        lambda label: label.startswith(low),
        lambda label: low in label,
    )
    for test in tests:
        for depth in range(max((len(labels) for _, labels in known), default=0)):
            found = [c for c, labels in known if len(labels) > depth and test(labels[depth].casefold())]
            if found:
                return found
    return []


def entry(element: Json, value: Any, options: list[Json]) -> Json:
    """state.values for that element with that value entered; `options` are those to choose from.

    Options go by their visible words, people and channels by anything that has an id; None empties the field.
    """
    kind = element["type"]
    key = STATE_KEYS[kind][0]
    if value is None:
        return {"type": kind, key: [] if kind in PICKS_MANY else None}
    if kind in PICKS_MANY:
        many = [value] if isinstance(value, str | HasId) else list(value)
        return {"type": kind, key: [_one(kind, v, options) for v in many]}
    return {"type": kind, key: _one(kind, value, options)}


def _one(kind: str, value: Any, options: list[Json]) -> Any:
    if isinstance(value, HasId):
        return value.id
    if options or kind.endswith(("static_select", "external_select", "radio_buttons", "checkboxes")):
        return choose(str(value), options)
    match value:
        case datetime():
            return int(value.timestamp())
        case time():
            return value.strftime("%H:%M")
        case date():
            return value.isoformat()
        case _ if kind == "rich_text_input":
            return as_json(value) or _rich(str(value))
        case _:
            return value if kind == "datetimepicker" else str(value)


def _rich(text: str) -> Json:
    section = {"type": "rich_text_section", "elements": [{"type": "text", "text": text}]}
    return {"type": "rich_text", "elements": [section]}
