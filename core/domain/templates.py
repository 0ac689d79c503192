"""Templates: a few beginnings of sentences that make feedback concrete, in place of a blank page.

The beginnings are words for people, so they stand in the catalogue, under the names that are listed here.
"""

from collections.abc import Iterable
from enum import StrEnum


class Part(StrEnum):
    """One beginning, and the field that stands for it. In the order in which the form shows them."""

    WHEN = "when"
    DID = "did"
    EFFECT = "effect"
    NEXT = "next"
    SITUATION = "situation"
    BEHAVIOUR = "behaviour"
    IMPACT = "impact"
    START = "start"
    STOP = "stop"
    CONTINUE = "continue"


class Template(StrEnum):
    EFFECT_AND_NEXT = "effect_and_next"
    EFFECT = "effect"
    SITUATION = "situation"
    START_STOP = "start_stop"


PARTS: dict[Template, tuple[Part, ...]] = {
    Template.EFFECT_AND_NEXT: (Part.WHEN, Part.DID, Part.EFFECT, Part.NEXT),
    Template.EFFECT: (Part.WHEN, Part.DID, Part.EFFECT),
    Template.SITUATION: (Part.SITUATION, Part.BEHAVIOUR, Part.IMPACT),
    Template.START_STOP: (Part.START, Part.STOP, Part.CONTINUE),
}


def shown_parts(template: Template | None, typed: Iterable[Part]) -> tuple[Part, ...]:
    """The fields that a form shows: those of its template, and those of another one that something was typed
    into already."""
    shown = {*(PARTS[template] if template else ()), *typed}
    return tuple(part for part in Part if part in shown)
