"""What feedback can be tagged with: the company's values, and skills. An admin keeps the list."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from core.domain.errors import Problem
from core.domain.ids import TagId

MAX_OFFERED = 50  # of each kind
MAX_CHOSEN = 5
MAX_NAME = 60

_BULLETS = "-*•–· \t"


class TagKind(StrEnum):
    VALUE = "value"
    SKILL = "skill"


@dataclass(frozen=True, slots=True)
class Tag:
    """On feedback, `name` is what it was called when that was given."""

    id: TagId
    kind: TagKind
    name: str


def names_from_lines(text: str) -> tuple[str, ...]:
    """A list as somebody types it, one name a line, with or without bullets: each name once, whatever its
    case."""
    names: dict[str, str] = {}
    for line in text.splitlines():
        if name := " ".join(line.split()).lstrip(_BULLETS).strip():
            names.setdefault(name.casefold(), name)
    return tuple(names.values())


def list_problems(field: str, names: Sequence[str]) -> list[Problem]:
    """What speaks against offering these, at that field of the form."""
    problems: list[Problem] = []
    if len(names) > MAX_OFFERED:
        problems.append(Problem(field, "error-tags-many", {"most": MAX_OFFERED, "count": len(names)}))
    long = [name for name in names if len(name) > MAX_NAME]
    if long:
        problems.append(Problem(field, "error-tags-long", {"most": MAX_NAME, "name": long[0][:MAX_NAME]}))
    return problems
