"""A platform's list of people, in memory."""

from collections.abc import AsyncIterator, Sequence

from core.domain.errors import Unavailable
from core.domain.ids import WorkspaceId
from core.domain.people import Profile
from core.domain.workspaces import Access


class FakeDirectory:
    """Put people into `profiles`, groups and channels into `members` (id → external ids of those in it).

    `away` makes every call raise Unavailable; `breaks_after` lets `everyone` raise it after so many pages.
    `calls` counts by the name of the method.
    """

    def __init__(self, page: int = 3) -> None:
        self.profiles: dict[str, Profile] = {}
        self.members: dict[str, list[str]] = {}
        self.away = False
        self.breaks_after: int | None = None
        self.calls: dict[str, int] = {}
        self._page = page

    async def everyone(self, workspace_id: WorkspaceId) -> AsyncIterator[Sequence[Profile]]:
        self._called("everyone")
        people = list(self.profiles.values())
        for page, start in enumerate(range(0, len(people), self._page)):
            if self.breaks_after is not None and page >= self.breaks_after:
                raise Unavailable("error-platform")
            yield people[start : start + self._page]

    async def look_up(self, workspace_id: WorkspaceId, external_id: str) -> Profile | None:
        self._called("look_up")
        return self.profiles.get(external_id)

    async def members_of(self, workspace_id: WorkspaceId, access: Access) -> list[str]:
        self._called("members_of")
        return list(self.members.get(access.source, []))

    def _called(self, method: str) -> None:
        self.calls[method] = self.calls.get(method, 0) + 1
        if self.away:
            raise Unavailable("error-platform")
