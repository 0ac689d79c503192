"""Changing one's mind: what was sent can be edited or withdrawn for some hours. Versions are kept for the
audit."""

from dataclasses import dataclass
from datetime import datetime, timedelta

EDIT_WINDOW = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Version:
    """What a text said before it was changed, and when that was. Counted from 0."""

    number: int
    text: str
    replaced_at: datetime
