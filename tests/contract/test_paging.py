"""The lists people look back on: newest first, paged by key in both directions."""

from collections.abc import Sequence
from datetime import datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.domain.feedback import Box, FeedbackItem, Reader, ReaderReason
from core.domain.ids import FeedbackId, PersonId
from core.domain.paging import Cursor, Direction, Page
from tests.contract.office import HOUR, MINUTE, NOON, Office, open_office


async def page(
    office: Office, person: PersonId, box: Box, cursor: Cursor | None = None, limit: int = 3
) -> Page[FeedbackItem]:
    return await office.ask(lambda unit: unit.feedback.page(person, box, cursor, limit))


def ids(page: Page[FeedbackItem]) -> list[FeedbackId]:
    return [item.feedback.id for item in page.items]


async def receive(office: Office, minutes: Sequence[int]) -> list[FeedbackId]:
    """One feedback to Ben at each of these minutes; returns them as the list should show them."""
    sent: list[tuple[datetime, FeedbackId]] = []
    for minute in minutes:
        at = NOON + minute * MINUTE
        _, (copy,) = await office.send(office.ben, at=at, created_at=at - MINUTE)
        sent.append((at, copy.id))
    return [feedback_id for _, feedback_id in sorted(sent, reverse=True)]


@pytest.mark.parametrize("box", Box)
async def test_an_empty_list_is_one_empty_page(office: Office, box: Box) -> None:
    assert await page(office, office.ben, box) == Page(())


async def test_a_list_that_fits_needs_no_cursors(office: Office) -> None:
    listed = await receive(office, [1, 2, 3])
    first = await page(office, office.ben, Box.RECEIVED)
    assert (ids(first), first.newer, first.older) == (listed, None, None)


async def test_pages_lead_to_the_end_and_back(office: Office) -> None:
    listed = await receive(office, [1, 2, 3, 3, 3, 4, 4, 5])
    first = await page(office, office.ben, Box.RECEIVED)
    second = await page(office, office.ben, Box.RECEIVED, first.older)
    third = await page(office, office.ben, Box.RECEIVED, second.older)
    assert [ids(one) for one in (first, second, third)] == [listed[:3], listed[3:6], listed[6:]]
    assert (first.newer, third.older) == (None, None)
    assert await page(office, office.ben, Box.RECEIVED, third.newer) == second
    assert await page(office, office.ben, Box.RECEIVED, second.newer) == first


async def test_a_page_whose_end_is_the_lists_end_says_so(office: Office) -> None:
    listed = await receive(office, [1, 2, 3, 4, 5, 6])
    first = await page(office, office.ben, Box.RECEIVED)
    second = await page(office, office.ben, Box.RECEIVED, first.older)
    assert (ids(second), second.older) == (listed[3:], None)
    assert second.newer is not None


async def test_what_arrives_meanwhile_moves_no_page(office: Office) -> None:
    listed = await receive(office, [1, 2, 3, 4, 5, 6])
    first = await page(office, office.ben, Box.RECEIVED)
    await receive(office, [7, 8])
    second = await page(office, office.ben, Box.RECEIVED, first.older)
    assert ids(second) == listed[3:]
    back = await page(office, office.ben, Box.RECEIVED, second.newer)
    assert ids(back) == listed[:3]
    assert back.newer is not None


async def test_going_newer_ends_on_the_full_first_page(office: Office) -> None:
    listed = await receive(office, [1, 2, 3, 4, 5])
    to_newer = Cursor(NOON + 3 * MINUTE, listed[2], Direction.NEWER)
    assert await page(office, office.ben, Box.RECEIVED, to_newer) == await page(
        office, office.ben, Box.RECEIVED
    )


async def test_a_cursor_beyond_which_nothing_is_left_shows_the_first_page(office: Office) -> None:
    await receive(office, [1, 2, 3, 4])
    beyond = Cursor(NOON - HOUR, "0" * 32)
    assert await page(office, office.ben, Box.RECEIVED, beyond) == await page(
        office, office.ben, Box.RECEIVED
    )


async def test_what_is_held_is_given_and_not_received(office: Office) -> None:
    held, (copy,) = await office.give(office.ben, readers=[office.dana])
    assert ids(await page(office, office.ada, Box.GIVEN)) == [copy.id]
    assert ids(await page(office, office.ben, Box.RECEIVED)) == []
    assert ids(await page(office, office.dana, Box.SHARED)) == []
    await office.change(lambda unit: unit.feedback.release(held.id, NOON + MINUTE))
    assert ids(await page(office, office.ben, Box.RECEIVED)) == [copy.id]
    assert ids(await page(office, office.dana, Box.SHARED)) == [copy.id]
    assert ids(await page(office, office.ada, Box.RECEIVED)) == []


async def test_what_is_undone_is_in_no_list(office: Office) -> None:
    undone, _ = await office.give(office.ben, readers=[office.dana])
    await office.change(lambda unit: unit.feedback.undo(undone.id, NOON))
    for person, box in ((office.ada, Box.GIVEN), (office.ben, Box.RECEIVED), (office.dana, Box.SHARED)):
        assert ids(await page(office, person, box)) == []


async def test_given_goes_by_when_it_was_written_and_received_by_when_it_was_sent(office: Office) -> None:
    _, (first,) = await office.send(office.ben, created_at=NOON, at=NOON + HOUR, readers=[office.dana])
    _, (second,) = await office.send(
        office.ben, created_at=NOON + MINUTE, at=NOON + 2 * MINUTE, readers=[office.dana]
    )
    assert ids(await page(office, office.ada, Box.GIVEN)) == [second.id, first.id]
    assert ids(await page(office, office.ben, Box.RECEIVED)) == [first.id, second.id]
    assert ids(await page(office, office.dana, Box.SHARED)) == [first.id, second.id]


async def test_each_copy_is_listed_as_given(office: Office) -> None:
    _, copies = await office.send(office.ben, office.cleo, office.dana, office.eli)
    first = await page(office, office.ada, Box.GIVEN)
    second = await page(office, office.ada, Box.GIVEN, first.older)
    assert ids(first) + ids(second) == sorted((one.id for one in copies), reverse=True)


async def test_what_is_shared_later_takes_its_place_by_when_it_was_sent(office: Office) -> None:
    _, (old,) = await office.send(office.ben, at=NOON)
    _, (new,) = await office.send(office.ben, at=NOON + HOUR, readers=[office.dana])
    await office.change(
        lambda unit: unit.feedback.add_reader(
            old.id, Reader(office.dana, ReaderReason.SHARED, NOON + 2 * HOUR)
        )
    )
    assert ids(await page(office, office.dana, Box.SHARED)) == [new.id, old.id]


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(minutes=st.lists(st.integers(0, 3), max_size=11), limit=st.integers(1, 4))
async def test_walking_shows_everything_once_in_both_directions(
    office: Office, minutes: list[int], limit: int
) -> None:
    fresh = await open_office(office.storage)
    listed = await receive(fresh, minutes)
    pages = [await page(fresh, fresh.ben, Box.RECEIVED, None, limit)]
    while pages[-1].older is not None:
        pages.append(await page(fresh, fresh.ben, Box.RECEIVED, pages[-1].older, limit))
    assert [one for shown in pages for one in ids(shown)] == listed
    assert all(len(shown.items) == limit for shown in pages[:-1])
    back = [pages[-1]]
    while back[-1].newer is not None:
        back.append(await page(fresh, fresh.ben, Box.RECEIVED, back[-1].newer, limit))
    assert back == pages[::-1]
