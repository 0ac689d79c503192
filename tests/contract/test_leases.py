"""Leases: one holder at a time, and a fence that grows."""

import asyncio
from datetime import timedelta

from core.ports import Lease
from tests.contract.office import HOUR, Office, open_office

ENDS_AT_ONCE = timedelta(0)


async def acquire(office: Office, holder: str, name: str = "delivery", ttl: timedelta = HOUR) -> Lease | None:
    return await office.storage.acquire(office.workspace_id, name, holder, ttl)


async def test_one_holder_at_a_time(office: Office) -> None:
    assert await acquire(office, "a") == Lease(office.workspace_id, "delivery", "a", 1)
    assert await acquire(office, "b") is None


async def test_acquiring_again_keeps_the_fence(office: Office) -> None:
    first = await acquire(office, "a")
    assert await acquire(office, "a") == first
    assert await acquire(office, "b") is None


async def test_acquiring_again_prolongs_it(office: Office) -> None:
    await acquire(office, "a", ttl=timedelta(seconds=30))
    await acquire(office, "a", ttl=ENDS_AT_ONCE)
    assert await acquire(office, "b") is not None


async def test_a_lease_that_has_ended_is_anybodys_with_a_higher_fence(office: Office) -> None:
    first = await acquire(office, "a", ttl=ENDS_AT_ONCE)
    second = await acquire(office, "b")
    assert first is not None and second is not None
    assert second.fence > first.fence
    assert await acquire(office, "a") is None


async def test_whoever_lost_a_lease_and_gets_it_back_has_a_higher_fence(office: Office) -> None:
    first = await acquire(office, "a", ttl=ENDS_AT_ONCE)
    again = await acquire(office, "a")
    assert first is not None and again is not None
    assert again.fence > first.fence


async def test_a_released_lease_is_free_and_its_fence_goes_on(office: Office) -> None:
    first = await acquire(office, "a")
    assert first is not None
    await office.storage.release(first)
    second = await acquire(office, "b")
    assert second is not None
    assert second.fence > first.fence


async def test_an_old_lease_releases_nothing(office: Office) -> None:
    old = await acquire(office, "a", ttl=ENDS_AT_ONCE)
    assert old is not None
    current = await acquire(office, "a")
    await office.storage.release(old)
    assert await acquire(office, "b") is None
    assert current is not None
    await office.storage.release(Lease(office.workspace_id, "delivery", "b", current.fence))
    assert await acquire(office, "b") is None


async def test_names_and_workspaces_have_leases_of_their_own(office: Office) -> None:
    other = await open_office(office.storage)
    assert await acquire(office, "a")
    assert await acquire(office, "b", name="directory")
    assert await acquire(other, "b")


async def test_of_many_who_want_it_at_once_one_gets_it(office: Office) -> None:
    answers = await asyncio.gather(*(acquire(office, f"holder {number}") for number in range(6)))
    assert len([lease for lease in answers if lease is not None]) == 1


async def test_of_many_who_want_one_that_ended_one_gets_it(office: Office) -> None:
    await acquire(office, "nobody any more", ttl=ENDS_AT_ONCE)
    answers = await asyncio.gather(*(acquire(office, f"holder {number}") for number in range(6)))
    (lease,) = [lease for lease in answers if lease is not None]
    assert lease.fence == 2
