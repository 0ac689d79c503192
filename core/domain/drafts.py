"""What somebody typed into a form that has not been saved as anything else yet. Every form has drafts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from core.domain.ids import DraftId, PersonId

KEEP_FOR = timedelta(days=30)

DraftValue = str | int | bool | None | list[str] | dict[str, str]


@dataclass(frozen=True, slots=True)
class Draft:
    """`form` names the form ("feedback.give"); `content` is what was typed, by domain field name.

    One draft per (person, form, key): writing it again replaces it. `key` is whatever makes it one, for
    example the form it was typed into.
    """

    id: DraftId
    person_id: PersonId
    form: str
    key: str
    content: Mapping[str, DraftValue]
    updated_at: datetime
    expires_at: datetime
