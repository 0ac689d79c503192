"""Guarding attention: the daily digest, feedback that comes at once, the daily limit, what was typed."""

from datetime import timedelta

import pytest

from sandbox.driver import Person
from tests.journeys.conftest import House, Opened
from tests.journeys.test_asking import answer, ask, go_to, on_a_monday


async def choose_digest(person: Person, *, pause: bool = False) -> None:
    home = await person.open_home()
    await home.press("Reminders and digest")
    form = await person.modal("Reminders and digest")
    digest = {"Requests, reminders and questions come": "Once a day"}
    await form.fill(digest | ({"Reminders": ["Pause Everloop's reminders"]} if pause else {}))
    assert (await form.submit()).kind == "closed"
    await home.until(lambda it: "in one message at 9:00" in it.text())


@pytest.mark.parametrize("mode", ["socket", "http"])
async def test_a_digest_of_what_waits_from_which_what_is_done_disappears(everloop: Opened, mode: str) -> None:
    async with everloop(mode) as house:
        monday = await on_a_monday(house)
        await choose_digest(house.bob)
        await ask(house, house.alice, house.bob)
        await house.alice.slash("/feedback", "@bob Great review")
        form = await house.alice.modal("Give feedback")
        assert (await form.submit()).kind == "closed"
        house.pass_undo()
        assert "Great review" in (await house.bob.next_dm()).text()
        await go_to(house, monday + timedelta(days=1), 0.1)
        digest = await house.bob.next_dm()
        assert digest.buttons() == ["Answer", "Not now", "Decline"]
        await answer(digest, "More of the same")
        await digest.until(lambda it: it.buttons() == [] and "All done" in it.text())


async def test_over_the_daily_limit_what_was_typed_stays_and_waits_on_home(everloop: Opened) -> None:
    async with everloop(EVERLOOP_DAILY_LIMIT="1") as house:
        for attempt, kind in (("First", "closed"), ("Second", "errors")):
            await house.alice.slash("/feedback", f"@bob {attempt}")
            form = await house.alice.modal("Give feedback")
            result = await form.submit()
            assert result.kind == kind, result.errors
        await form.close()
        await house.ws.settled(0.3)
        home = await house.alice.open_home()
        assert "Second" in home.text()
        house.ws.clock.advance(24 * 3600)
        await house.ws.settled(0.4)
        await home.press("Continue your draft")
        form = await house.alice.modal("Give feedback")
        result = await form.submit()
        assert result.kind == "closed", result.errors


async def test_one_click_discards_what_was_typed(house: House) -> None:
    await house.alice.slash("/feedback", "@bob Not like this")
    await (await house.alice.modal("Give feedback")).close()
    await house.ws.settled(0.3)
    home = await house.alice.open_home()
    await home.press("Discard")
    await home.until(lambda it: "Not like this" not in it.text())
