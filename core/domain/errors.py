"""The one family of errors that people may see.

EverloopError
├── InvalidForm       something typed into a form can't be taken; says at which field, and why
├── NotAllowed        the policy denies this to this person
├── NotFound          what a button or link points at is not there (any more)
├── TooLate           the state has moved on: sent before it was undone, thanked before, changed by another
└── Unavailable       the database, the platform or the network is in the way; trying again helps

Each carries a key of the message catalogue and the facts for it, so that a sentence is made in the
reader's own language, by whoever shows it.
"""

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

Fact = str | int | float


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with one field of a form. `field` is the domain's name for it
    (`recipients`)."""

    field: str
    key: str
    facts: Mapping[str, Fact] = dataclasses.field(default_factory=dict[str, Fact])


class EverloopError(Exception):
    """A sentence that a person can act on: `key` in the message catalogue, `facts` for its placeholders."""

    def __init__(self, key: str, **facts: Fact) -> None:
        super().__init__(key)
        self.key = key
        self.facts: Mapping[str, Fact] = facts


class InvalidForm(EverloopError):
    """Problems at the fields of a form; one field may have several, all to be shown. Nothing was changed."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(problems[0].key, **problems[0].facts)
        self.problems = tuple(problems)


class NotAllowed(EverloopError):
    """The policy denies it. The sentence says whom to ask where there is somebody to ask."""


class NotFound(EverloopError):
    """There is no such thing, or not for this person: both read the same, so that nothing is given away."""


class TooLate(EverloopError):
    """Somebody or something was faster; nothing was changed."""


class Unavailable(EverloopError):
    """A fault that passes. Nothing was changed; the same step may be tried again."""
