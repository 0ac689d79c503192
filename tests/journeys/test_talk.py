"""Talking about a feedback, changing one's mind, reporting a problem: as people live it."""

import pytest

from sandbox.driver import Person, Surface
from tests.journeys.conftest import House, Opened
from tests.journeys.test_story import give

DAY = 24 * 3600


async def received(house: House, text: str, **more: str) -> tuple[Surface, Surface]:
    """Alice gives it to Bob and it has arrived: his message and hers."""
    await give(house, house.alice, house.bob, text=text, **more)
    own = await house.alice.next_dm()
    house.pass_undo()
    message = await house.bob.next_dm()
    assert text in message.text()
    await own.until(lambda it: "was sent" in it.text())
    return message, own


async def reply(person: Person, to: Surface, text: str, button: str = "Reply") -> None:
    await to.press(button)
    form = await person.modal("Reply" if button == "Reply" else "Edit your reply")
    await form.fill({"Your reply": text})
    assert (await form.submit()).kind == "closed"


def showing(person: Person, text: str) -> list[Surface]:
    return [message for message in person.dms() if text in message.text()]


@pytest.mark.parametrize("mode", ["socket", "http"])
async def test_they_talk_about_it_in_a_thread_of_their_own(everloop: Opened, mode: str) -> None:
    async with everloop(mode) as house:
        alice, bob = house.alice, house.bob
        message, own = await received(house, "Great review")
        await reply(bob, message, "What about <!channel> tests?")
        question, asked = await alice.next_dm(), await bob.next_dm()
        assert "What about <!channel> tests?" in question.text()
        assert question.message.thread_ts == own.message.ts
        assert asked.message.thread_ts == message.message.ts
        assert asked.buttons() == ["Edit", "Delete"]

        await reply(alice, question, "They come next")
        assert "They come next" in (await bob.next_dm()).text()
        await reply(bob, asked, "What about the tests?", "Edit")
        await question.until(lambda it: "What about the tests?" in it.text() and "Edited" in it.text())

        await message.press("Open")
        detail = await bob.modal("Feedback")
        assert "What about the tests?" in detail.text()
        await detail.press("Reply")
        form = await bob.modal("Reply")
        await form.fill({"Your reply": "Wonderful"})
        await form.submit()
        await detail.until(lambda it: "Wonderful" in it.text())

        await asked.press("Delete")
        await house.ws.until(lambda: question.gone and asked.gone)
        await detail.press("Reply")
        await (await bob.modal("Reply")).close()
        await house.ws.until(lambda: showing(alice, "Wonderful"))


async def test_edited_and_withdrawn_wherever_it_was_shown(house: House) -> None:
    message, own = await received(house, "Great review")
    await reply(house.bob, message, "Thank you")
    answer = await house.alice.next_dm()
    await own.press("Edit")
    form = await house.alice.modal("Edit your feedback")
    assert form.values()["Your feedback"] == "Great review"
    await form.fill({"Your feedback": "A really great review"})
    assert (await form.submit()).kind == "closed"
    await message.until(lambda it: "A really great review" in it.text() and "Edited" in it.text())
    await own.press("View")
    assert "What it said before" in (await house.alice.modal("Feedback")).text()

    stale = message.snapshot()
    await own.press("Withdraw")
    await message.until(lambda it: "withdrew this feedback" in it.text() and it.buttons() == [])
    await own.until(lambda it: "You withdrew" in it.text())
    await house.ws.until(lambda: answer.gone)
    await stale.press("Reply")
    assert "isn't here any more" in (await house.bob.next_ephemeral()).text()
    assert "review" not in (await house.bob.open_home()).text()


async def test_after_a_day_nothing_changes_any_more(house: House) -> None:
    _, own = await received(house, "Great review")
    assert own.buttons() == ["View", "Edit", "Withdraw"]
    stale = own.snapshot()
    house.ws.clock.advance(DAY)
    await own.until(lambda it: it.buttons() == ["View"])
    await stale.press("Withdraw")
    assert "is over" in (await house.alice.next_ephemeral()).text()


async def test_the_time_to_change_it_is_a_setting(everloop: Opened) -> None:
    async with everloop(EVERLOOP_EDIT_HOURS="0") as house:
        _, own = await received(house, "Great review")
        assert own.buttons() == ["View"]


async def test_a_problem_is_brought_to_the_people_team(house: House) -> None:
    alice, bob, carol, olga = house.alice, house.bob, house.carol, house.olga
    message, _ = await received(house, "Not so great")
    await message.press("Open")
    detail = await bob.modal("Feedback")
    assert "Report a problem" not in detail.buttons()
    await detail.close()

    home = await olga.open_home()
    await home.press("Change")
    form = await olga.modal("Set up Everloop")
    await form.fill({"The people team's admins": [carol, alice]})
    assert (await form.submit()).kind == "closed"

    await message.press("Open")
    await (await bob.modal("Feedback")).press("Report a problem")
    form = await bob.modal("Report a problem")
    assert "for the people team: Carol Example. They will see" in form.text()
    assert "Alice Example isn't told" in form.text()
    await form.fill(
        {"What is wrong": "It's about my family", "Messages": ["Pause messages from Alice Example"]}
    )
    before = len(alice.dms())
    assert (await form.submit()).kind == "closed"

    told = await carol.next_dm()
    assert "family" not in told.text()
    await told.press("Open the report")
    report = await carol.modal("A report")
    assert "It's about my family" in report.text()
    assert "Not so great" in report.text()
    await report.press("It's been looked into")
    receipt = await bob.next_dm()
    await receipt.until(lambda it: "has looked into it" in it.text())
    assert len(alice.dms()) == before
    await _has_peace(house)


async def _has_peace(house: House) -> None:
    """Bob paused Alice's messages; he reads what she writes on Home, until he wants them again."""
    await give(house, house.alice, house.bob, text="Unseen")
    house.pass_undo()
    await house.ws.settled(1.5)
    assert not showing(house.bob, "Unseen")
    home = await house.bob.open_home()
    assert "Unseen" in home.text()
    await home.press("Get them again")
    await home.until(lambda it: "Get them again" not in it.buttons())
    await give(house, house.alice, house.bob, text="Seen again")
    house.pass_undo()
    assert "Seen again" in (await house.bob.next_dm()).text()
