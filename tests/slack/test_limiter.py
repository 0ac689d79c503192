"""The limits, in a loop whose time jumps to whatever is waited for next."""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

import pytest

from core.domain.ids import WorkspaceId
from handlers.slack.limiter import FEW, POST, Limiter

HERE, THERE = WorkspaceId("here"), WorkspaceId("there")


class JumpingLoop(asyncio.SelectorEventLoop):
    """Nothing is ever waited for: time is where the next timer stands."""

    def __init__(self) -> None:
        super().__init__()
        self._now = 0.0
        selector: Any = self._selector  # type: ignore[attr-defined]
        select: Callable[[float | None], Any] = selector.select

        def jump(timeout: float | None) -> Any:
            self._now += timeout or 0.0
            return select(0)

        selector.select = jump

    def time(self) -> float:
        return self._now


def run(main: Callable[[], Coroutine[Any, Any, None]]) -> None:
    with asyncio.Runner(loop_factory=JumpingLoop) as runner:
        runner.run(main())


def now() -> float:
    return asyncio.get_running_loop().time()


async def passes_of(times: int, turn: Callable[[int], Awaitable[None]]) -> list[float]:
    """When each of so many callers, all there at once, gets their turn."""
    passed: list[float] = []

    async def take(number: int) -> None:
        await turn(number)
        passed.append(now())

    await asyncio.gather(*(take(number) for number in range(times)))
    return passed


def most_in_a_minute(passed: list[float]) -> int:
    return max(sum(start <= at < start + 60 for at in passed) for start in passed)


@pytest.mark.parametrize(
    ("method", "granted"),
    [
        ("chat.update", 50),
        ("chat.delete", 50),
        ("conversations.open", 50),
        ("conversations.history", 50),
        ("users.list", 20),
        ("usergroups.users.list", 20),
        ("users.info", 100),
        ("views.publish", 100),
    ],
)
def test_no_minute_holds_more_calls_than_slack_grants(method: str, granted: int) -> None:
    async def main() -> None:
        limiter = Limiter()
        passed = await passes_of(5 * granted, lambda _: limiter.turn(HERE, method))
        assert granted * 0.9 <= most_in_a_minute(passed) <= granted
        assert passed[-1] > 60

    run(main)


def test_one_conversation_gets_a_post_a_second_after_a_short_burst() -> None:
    async def main() -> None:
        limiter = Limiter()
        passed = await passes_of(10, lambda _: limiter.turn(HERE, POST, "Dana"))
        assert passed[:3] == [0, 0, 0]
        assert passed[3:] == pytest.approx([1, 2, 3, 4, 5, 6, 7])

    run(main)


def test_a_workspace_gets_four_posts_a_second_after_a_burst() -> None:
    async def main() -> None:
        limiter = Limiter()
        passed = await passes_of(100, lambda number: limiter.turn(HERE, POST, f"person {number}"))
        assert passed.count(0) == 20
        assert passed[-1] == pytest.approx(20)
        assert most_in_a_minute(passed) == 100

    run(main)


def test_whoever_waits_for_a_full_conversation_holds_up_nobody_else() -> None:
    async def main() -> None:
        limiter = Limiter()
        crowd = asyncio.gather(*(limiter.turn(HERE, POST, "Dana") for _ in range(40)))
        await asyncio.sleep(0)
        await limiter.turn(HERE, POST, "Eve")
        assert now() == 0
        await crowd
        assert now() == pytest.approx(37)

    run(main)


def test_workspaces_do_not_share_limits() -> None:
    async def main() -> None:
        limiter = Limiter()
        await passes_of(30, lambda number: limiter.turn(HERE, POST, f"person {number}"))
        waited = now()
        await limiter.turn(THERE, POST, "person 1")
        assert now() == waited

    run(main)


def test_what_has_a_trigger_never_waits() -> None:
    async def main() -> None:
        limiter = Limiter()
        limiter.pause(HERE, "views.open", 60)
        assert await passes_of(500, lambda _: limiter.turn(HERE, "views.open")) == [0] * 500

    run(main)


def test_what_slack_asks_for_is_honoured_for_that_method() -> None:
    async def main() -> None:
        limiter = Limiter()
        limiter.pause(HERE, "users.list", 30)
        await limiter.turn(HERE, "users.info")
        assert now() == 0
        await limiter.turn(HERE, "users.list")
        assert now() == pytest.approx(30)

    run(main)


def test_a_pause_that_begins_while_one_waits_counts_too() -> None:
    async def main() -> None:
        limiter = Limiter()
        await passes_of(10, lambda _: limiter.turn(HERE, "chat.update"))
        waiting = asyncio.create_task(limiter.turn(HERE, "chat.update"))
        await asyncio.sleep(0.1)
        limiter.pause(HERE, "chat.update", 30)
        await waiting
        assert now() == pytest.approx(30.1)

    run(main)


def test_a_post_that_was_too_many_pauses_all_posts_of_the_workspace() -> None:
    async def main() -> None:
        limiter = Limiter()
        limiter.pause(HERE, POST, 10)
        limiter.pause(HERE, POST, 3)
        await limiter.turn(THERE, POST, "Dana")
        assert now() == 0
        await asyncio.gather(limiter.turn(HERE, POST, "Dana"), limiter.turn(HERE, POST, "Eve"))
        assert now() == pytest.approx(10)

    run(main)


def test_whoever_gives_up_waiting_takes_nobody_s_turn() -> None:
    async def main() -> None:
        limiter = Limiter()
        await passes_of(3, lambda _: limiter.turn(HERE, POST, "Dana"))
        impatient = asyncio.create_task(limiter.turn(HERE, POST, "Dana"))
        patient = asyncio.create_task(limiter.turn(HERE, POST, "Dana"))
        await asyncio.sleep(0.5)
        impatient.cancel()
        await patient
        assert now() == pytest.approx(1)

    run(main)


def test_conversations_that_are_quiet_are_forgotten() -> None:
    async def main() -> None:
        limiter = Limiter()
        most: dict[str, int] = defaultdict(int)
        for number in range(4 * FEW):
            await limiter.turn(HERE, POST, f"person {number}")
            most["buckets"] = max(most["buckets"], len(limiter._buckets))  # type: ignore[attr-defined]
        assert most["buckets"] <= FEW

    run(main)


def test_turned_off_it_honours_only_what_slack_asks_for() -> None:
    async def main() -> None:
        limiter = Limiter(enabled=False)
        assert await passes_of(500, lambda _: limiter.turn(HERE, POST, "Dana")) == [0] * 500
        limiter.pause(HERE, POST, 60)
        await limiter.turn(HERE, POST, "Dana")
        assert now() == pytest.approx(60)

    run(main)
