"""What people chose about what Everloop sends them, in memory."""

from core.domain.attention import Preferences
from core.domain.ids import PersonId
from tests.fakes.storage_state import State


class FakePreferences:
    def __init__(self, state: State) -> None:
        self._preferences = state.preferences

    async def of(self, person_id: PersonId) -> Preferences:
        return self._preferences.get(person_id, Preferences(person_id))

    async def save(self, chosen: Preferences) -> None:
        self._preferences[chosen.person_id] = chosen

    async def forget(self, person_id: PersonId) -> None:
        self._preferences.pop(person_id, None)
