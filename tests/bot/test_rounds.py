"""The rounds of delivery: never two at once, none forgotten, no fault ends them."""

import asyncio

import pytest

from bot.rounds import Rounds
from core.domain.errors import Unavailable
from core.domain.ids import WorkspaceId

HERE = WorkspaceId("w")


async def until_done(rounds: Rounds, task: asyncio.Task[None]) -> None:
    rounds.stop()
    await asyncio.wait_for(task, 2)


async def test_a_tick_runs_the_steps_in_order() -> None:
    seen: list[str] = []
    done = asyncio.Event()

    async def first(workspace_id: WorkspaceId) -> None:
        seen.append(f"first {workspace_id}")

    async def second(workspace_id: WorkspaceId) -> None:
        seen.append(f"second {workspace_id}")
        done.set()

    rounds = Rounds(HERE)
    task = asyncio.create_task(rounds.run(first, deliver=second))
    rounds.tick()
    await asyncio.wait_for(done.wait(), 2)
    await until_done(rounds, task)
    assert seen == ["first w", "second w"]


async def test_a_wake_during_a_round_brings_another_and_never_two_at_once() -> None:
    running, most, count = 0, 0, 0
    again = asyncio.Event()

    async def step(_: WorkspaceId) -> None:
        nonlocal running, most, count
        running += 1
        most, count = max(most, running), count + 1
        if count == 1:
            for _ in range(5):
                rounds.wake()
                await asyncio.sleep(0)
        else:
            again.set()
        running -= 1

    rounds = Rounds(HERE)
    task = asyncio.create_task(rounds.run(deliver=step))
    rounds.tick()
    await asyncio.wait_for(again.wait(), 2)
    await until_done(rounds, task)
    assert (most, count) == (1, 2)


@pytest.mark.parametrize("fault", [RuntimeError("a bug"), Unavailable("error-storage")])
async def test_a_fault_in_a_step_ends_nothing(fault: Exception) -> None:
    failed = 0
    reached = asyncio.Event()

    async def broken(_: WorkspaceId) -> None:
        nonlocal failed
        failed += 1
        raise fault

    async def after(_: WorkspaceId) -> None:
        reached.set()

    rounds = Rounds(HERE)
    task = asyncio.create_task(rounds.run(broken, deliver=after))
    for turn in (1, 2):
        reached.clear()
        rounds.tick()
        await asyncio.wait_for(reached.wait(), 2)
        assert failed == turn
    await until_done(rounds, task)


async def test_stopping_lets_the_step_under_way_finish_and_starts_no_other() -> None:
    under_way, go_on = asyncio.Event(), asyncio.Event()
    seen: list[str] = []

    async def slow(_: WorkspaceId) -> None:
        under_way.set()
        await go_on.wait()
        seen.append("slow")

    async def next_one(_: WorkspaceId) -> None:
        seen.append("next")

    rounds = Rounds(HERE)
    task = asyncio.create_task(rounds.run(slow, deliver=next_one))
    rounds.tick()
    await asyncio.wait_for(under_way.wait(), 2)
    rounds.stop()
    go_on.set()
    await asyncio.wait_for(task, 2)
    assert seen == ["slow"]


async def test_a_wake_only_delivers() -> None:
    seen: list[str] = []
    delivered = asyncio.Event()

    async def timely(_: WorkspaceId) -> None:
        seen.append("timely")

    async def deliver(_: WorkspaceId) -> None:
        seen.append("deliver")
        delivered.set()

    rounds = Rounds(HERE)
    task = asyncio.create_task(rounds.run(timely, deliver=deliver))
    for act in (rounds.wake, rounds.tick, rounds.wake):
        delivered.clear()
        act()
        await asyncio.wait_for(delivered.wait(), 2)
    await until_done(rounds, task)
    assert seen == ["deliver", "timely", "deliver", "deliver"]
