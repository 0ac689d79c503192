"""What feedback can be tagged with: the list that an admin keeps, and what an author chose from it."""

from collections.abc import Sequence

from core.domain import policies
from core.domain.errors import InvalidForm, NotAllowed, Problem
from core.domain.ids import PersonId, TagId, WorkspaceId
from core.domain.tags import MAX_CHOSEN, Tag, TagKind, list_problems, names_from_lines
from core.ports import Store, UnitOfWork


class TaggingService:
    def __init__(self, store: Store) -> None:
        self._store = store

    async def offered(self, workspace_id: WorkspaceId) -> list[Tag]:
        """Values before skills, each in the order they were listed in."""
        async with self._store.reading(workspace_id) as unit:
            return await unit.tags.offered()

    async def keep_list(
        self, workspace_id: WorkspaceId, person_id: PersonId, values: str, skills: str
    ) -> list[Tag]:
        """Offers exactly these from now on, one name a line. What feedback has been tagged with stays on it.
        Raises NotAllowed for those who may not set Everloop up, InvalidForm (fields: values, skills)."""
        listed = {TagKind.VALUE: names_from_lines(values), TagKind.SKILL: names_from_lines(skills)}
        problems = [
            *list_problems("values", listed[TagKind.VALUE]),
            *list_problems("skills", listed[TagKind.SKILL]),
        ]
        if problems:
            raise InvalidForm(problems)
        async with self._store.writing(workspace_id) as unit:
            person = await unit.people.get(person_id)
            if person is None or not policies.may_set_up(person, await unit.grants.of(person_id)):
                raise NotAllowed("error-set-up-not-allowed")
            for kind, names in listed.items():
                await unit.tags.replace(kind, names)
            offered = await unit.tags.offered()
            await unit.commit()
        return offered


async def chosen_tags(unit: UnitOfWork, ids: Sequence[TagId]) -> tuple[Tag, ...]:
    """As they are called now. One that has been taken off the list since the form was opened is fine. Raises
    InvalidForm (field: tags)."""
    chosen = tuple(dict.fromkeys(ids))
    if not chosen:
        return ()
    if len(chosen) > MAX_CHOSEN:
        raise InvalidForm([Problem("tags", "error-tags-chosen-many", {"most": MAX_CHOSEN})])
    found = await unit.tags.get_many(chosen)
    if any(tag_id not in found for tag_id in chosen):
        raise InvalidForm([Problem("tags", "error-tags-unknown")])
    return tuple(found[tag_id] for tag_id in chosen)
