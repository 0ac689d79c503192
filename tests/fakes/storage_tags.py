"""What feedback can be tagged with, in memory."""

from collections.abc import Sequence

from core.domain.ids import TagId, new_id
from core.domain.tags import Tag, TagKind
from tests.fakes.storage_state import State


class FakeTags:
    """What is not offered any more stands in no list, and is known all the same."""

    def __init__(self, state: State) -> None:
        self._state = state

    async def offered(self) -> list[Tag]:
        return [self._state.tags[tag_id] for kind in TagKind for tag_id in self._state.offered.get(kind, ())]

    async def get_many(self, ids: Sequence[TagId]) -> dict[TagId, Tag]:
        return {tag_id: self._state.tags[tag_id] for tag_id in ids if tag_id in self._state.tags}

    async def replace(self, kind: TagKind, names: Sequence[str]) -> None:
        known = {tag.name.casefold(): tag.id for tag in self._state.tags.values() if tag.kind is kind}
        offered = [Tag(known.get(name.casefold(), TagId(new_id())), kind, name) for name in names]
        self._state.tags.update({tag.id: tag for tag in offered})
        self._state.offered[kind] = tuple(tag.id for tag in offered)
