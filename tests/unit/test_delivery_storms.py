"""Whatever breaks, in whatever order: each message stands exactly once, the newest wins, nobody is
forgotten."""

import asyncio
from contextlib import AsyncExitStack

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from core.domain.people import Person
from storage.engine import open_database
from storage.sealing import Keyring
from storage.tables import metadata
from tests.fakes.unsteady import Trouble
from tests.unit.test_delivery import A_WHILE, office_in

PASSING = [trouble for trouble in Trouble if trouble is not Trouble.UNREACHABLE]
METHODS = ["open", "post", "update", "delete", "find"]
SUBJECTS = ["1", "2", "3"]
PEOPLE = ["Dana", "Eve"]


class Storm(RuleBasedStateMachine):
    """Wishes come and go while calls fail in every way and the process dies. When the storm is over, what
    stands is what was wished."""

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.stack = AsyncExitStack()
        self.wishes: dict[tuple[str, str], str] = {}
        self.people: dict[str, Person] = {}
        self.version = 0

    @initialize()
    def open(self) -> None:
        async def begin() -> None:
            database = open_database("sqlite://", Keyring([bytes(32)]))
            self.stack.push_async_callback(database.close)
            async with database.writer.begin() as connection:
                await connection.run_sync(metadata.create_all)
            self.office = await self.stack.enter_async_context(office_in(database))
            for name in PEOPLE:
                self.people[name] = await self.office.hire(name)

        self.runner.run(begin())

    @rule(name=st.sampled_from(PEOPLE), subject=st.sampled_from(SUBJECTS))
    def wish(self, name: str, subject: str) -> None:
        self.version += 1
        self._say(name, subject, f"version {self.version}")
        self.runner.run(self.office.tell(self.people[name], name + subject, f"version {self.version}"))

    @rule(name=st.sampled_from(PEOPLE), subject=st.sampled_from(SUBJECTS))
    def take_back(self, name: str, subject: str) -> None:
        self.wishes.pop((name, subject), None)
        self.runner.run(self.office.withdraw(self.people[name], name + subject))

    @rule(method=st.sampled_from(METHODS), trouble=st.sampled_from(PASSING))
    def brew(self, method: str, trouble: Trouble) -> None:
        self.office.messenger.expect(method, trouble)

    @rule(
        name=st.sampled_from(PEOPLE),
        subject=st.sampled_from(SUBJECTS),
        method=st.sampled_from(METHODS),
        back=st.booleans(),
    )
    def change_one_s_mind_during_a_call(self, name: str, subject: str, method: str, back: bool) -> None:
        async def change(called: str) -> None:
            if called == method and (name, subject) not in changed:
                changed.add((name, subject))
                if back:
                    self.wishes.pop((name, subject), None)
                    await self.office.withdraw(self.people[name], name + subject)
                else:
                    self.version += 1
                    self._say(name, subject, f"version {self.version}")
                    await self.office.tell(self.people[name], name + subject, f"version {self.version}")

        changed: set[tuple[str, str]] = set()
        self.office.messenger.meanwhile = change

    @rule()
    def deliver(self) -> None:
        self.runner.run(self.office.deliver())

    @rule(seconds=st.sampled_from([1, 30, 600]))
    def time_passes(self, seconds: int) -> None:
        self.office.clock.advance(seconds=seconds)

    @rule(patient=st.booleans())
    def start_again(self, patient: bool) -> None:
        """The process was killed. A patient one does not look anything up yet."""
        self.office.start(late_arrival=A_WHILE if patient else 0 * A_WHILE)

    @precondition(lambda self: self.office.messenger.late)
    @rule()
    def land(self) -> None:
        self.office.messenger.land()

    @invariant()
    def nothing_stands_twice(self) -> None:
        for person in self.people.values():
            keys = [standing.key for standing in self.office.messenger.read(person)]
            assert len(keys) == len(set(keys))

    def teardown(self) -> None:
        try:
            if self.people:
                self.runner.run(self._calm())
                for name in PEOPLE:
                    expected = sorted(text for (whose, _), text in self.wishes.items() if whose == name)
                    assert sorted(self.office.reads(self.people[name])) == expected
        finally:
            self.runner.run(self.stack.aclose())
            self.runner.close()

    async def _calm(self) -> None:
        self.office.messenger.troubles.clear()
        self.office.messenger.meanwhile = None
        for _ in range(2):
            self.office.start()
            self.office.clock.advance(minutes=20)
            await self.office.deliver()
        assert await self.office.waiting() == 0

    def _say(self, name: str, subject: str, text: str) -> None:
        self.wishes[name, subject] = text
        self.office.truth[name + subject] = text


TestStorm = Storm.TestCase
TestStorm.settings = settings(
    max_examples=25, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
)
