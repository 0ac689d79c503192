"""Asking for feedback, as those who ask and those who are asked live it; a week in a minute."""

from datetime import date, timedelta

import pytest

from core.domain import working_days
from sandbox.driver import Person, Surface
from tests.journeys.conftest import House, Opened
from tests.journeys.test_managers_and_pilots import has_manager

QUESTION = "What should I do more of? <!channel> & why"
ZONE = "America/Los_Angeles"


async def go_to(house: House, day: date, hours: float = 0) -> None:
    """To nine o'clock of that day, or so many hours later, where the people of a journey live; Everloop has
    noticed."""
    house.ws.clock.advance_to(working_days.morning(day, ZONE) + timedelta(hours=hours))
    await house.ws.settled(0.4)


async def on_a_monday(house: House) -> date:
    """The people of a journey begin their week."""
    for person in house.ws.people.values():
        person.change(tz=ZONE)
    monday = working_days.day_at(house.ws.clock.next_monday_at_nine(ZONE), ZONE)
    await go_to(house, monday, 1)
    return monday


async def ask(house: House, requester: Person, *people: Person, text: str = QUESTION, **more: object) -> None:
    await requester.slash("/feedback", "request")
    form = await requester.modal("Ask for feedback")
    await form.fill({"From whom": list(people), "Your question": text, **more})
    result = await form.submit()
    assert result.kind == "closed", result.errors


async def answer(asked: Surface, text: str) -> None:
    await asked.press("Answer")
    form = await asked.person.modal("Answer")
    await form.fill({"Your answer": text})
    result = await form.submit()
    assert result.kind == "closed", result.errors


@pytest.mark.parametrize("mode", ["socket", "http"])
async def test_from_the_question_to_the_answers(everloop: Opened, mode: str) -> None:
    async with everloop(mode) as house:
        alice, bob, carol = house.alice, house.bob, house.carol
        await alice.slash("/feedback", "request @bob @carol about the launch")
        form = await alice.modal("Ask for feedback")
        assert [one for one in form.fields() if one != "Start from"] == [
            "From whom",
            "About",
            "Your question",
            "By when",
            "Who will see the answers",
        ]
        values = form.values()
        assert values["Your question"] == "about the launch"
        assert "bob" in values["From whom"].lower()
        assert "carol" in values["From whom"].lower()
        assert values["About"] == "Me"
        assert values["Who will see the answers"].startswith("Only me")
        await form.fill({"Your question": QUESTION})
        assert (await form.submit()).kind == "closed"

        placed = await alice.next_dm()
        assert "You asked" in placed.text()
        for person in (bob, carol):
            asked = await person.next_dm()
            assert QUESTION in asked.text()
            assert "Alice Example" in asked.text()
            assert asked.buttons() == ["Answer", "Not now", "Decline"]
            assert ("carol" if person is bob else "bob") not in asked.text().lower()
        await answer(bob.dms()[0], "More demos, please")
        await bob.dms()[0].until(lambda it: "You answered" in it.text())
        assert bob.dms()[0].buttons() == []
        house.pass_undo()
        received = await alice.next_dm()
        assert "Bob Example answered" in received.text()
        assert QUESTION in received.text()
        assert "More demos, please" in received.text()
        await placed.until(lambda it: "Bob Example: answered" in it.text())
        home = await alice.open_home()
        assert "Bob Example: answered" in home.text()
        assert "Carol Example: asked" in home.text()
        assert all("More demos" not in message.text() for message in carol.dms())


async def test_declining_with_a_reason_that_only_whoever_asked_sees(house: House) -> None:
    await ask(house, house.alice, house.bob, house.carol)
    asked = await house.bob.next_dm()
    await asked.press("Decline")
    form = await house.bob.modal("Decline")
    await form.fill({"Why": "I wasn't there"})
    assert (await form.submit()).kind == "closed"
    await asked.until(lambda it: it.buttons() == [])
    await house.alice.next_dm()
    told = await house.alice.next_dm()
    assert "I wasn't there" in told.text()
    await house.alice.slash("/feedback", "requests")
    every = await house.alice.modal("Your requests")
    assert "Bob Example: declined" in every.text()
    await every.press("Open")
    detail = await house.alice.modal("Your request")
    assert "I wasn't there" in detail.text()
    await house.ws.settled(0.3)
    assert all("wasn't there" not in message.text() for message in house.carol.dms())


async def test_not_now_and_the_one_reminder(house: House) -> None:
    monday = await on_a_monday(house)
    await ask(house, house.alice, house.bob, house.carol)
    asked, carols = await house.bob.next_dm(), await house.carol.next_dm()
    await asked.press("Not now")
    form = await house.bob.modal("Not now")
    assert [option.split(":")[0] for option in form.options("When shall we ask you again?")] == [
        "Tomorrow",
        "Next week",
    ]
    assert (await form.submit()).kind == "closed"
    await asked.until(lambda it: "ask you again" in it.text())
    await go_to(house, monday + timedelta(days=1), 0.01)
    again = await house.bob.next_dm()
    assert "A reminder" in again.text()
    assert again.buttons() == ["Answer", "Not now", "Decline"]
    await answer(again, "Here it is")
    await asked.until(lambda it: it.buttons() == [])
    await again.until(lambda it: it.buttons() == [])
    await go_to(house, monday + timedelta(days=4), 0.01)  # Friday: it is due on Monday
    reminder = await house.carol.next_dm()
    assert "A reminder" in reminder.text()
    await go_to(house, monday + timedelta(days=9))
    await house.ws.settled(0.5)
    assert len(house.carol.dms()) == 2
    assert not [one for one in house.bob.dms()[2:] if "reminder" in one.text()]
    home = await house.alice.open_home()
    assert "Carol Example: overdue" in home.text()
    await answer(carols, "Late, but here")
    await reminder.until(lambda it: it.buttons() == [])


async def test_a_reminder_more_time_more_people_and_cancelling(house: House) -> None:
    monday = await on_a_monday(house)
    await ask(house, house.alice, house.bob)
    asked = await house.bob.next_dm()
    stale = asked.snapshot()
    await house.alice.slash("/feedback", "requests")
    await (await house.alice.modal("Your requests")).press("Open")
    detail = await house.alice.modal("Your request")
    await detail.press("Remind")
    assert "A reminder" in (await house.bob.next_dm()).text()
    await detail.until(lambda it: "Remind" not in it.buttons())

    await detail.press("Give more time")
    form = await house.alice.modal("Give more time")
    later = monday + timedelta(days=21)
    await form.fill({"By when": later})
    assert (await form.submit()).kind == "closed"
    await asked.until(lambda it: f"{later.day} " in it.text())
    detail = await house.alice.modal("Your request")
    await detail.until(lambda it: f"{later.day} " in it.text())

    await detail.press("Add people")
    form = await house.alice.modal("Ask more people")
    await form.fill({"From whom": [house.bob]})
    assert "Bob Example" in (await form.submit()).errors["From whom"]
    await form.fill({"From whom": [house.carol]})
    assert (await form.submit()).kind == "closed"
    carols = await house.carol.next_dm()
    detail = await house.alice.modal("Your request")
    await detail.until(lambda it: "Carol Example: asked" in it.text())

    await detail.press("Cancel request")
    for message in (asked, carols):
        await message.until(lambda it: it.buttons() == [])
        assert "doesn't need an answer any more" in message.text()
    await stale.press("Answer")
    note = await house.bob.next_ephemeral()
    assert "No answer is needed any more" in note.text()


async def test_a_manager_asks_about_a_report(house: House) -> None:
    await has_manager(house, house.bob, house.dana)
    await house.dana.shortcut("Ask for feedback")
    form = await house.dana.modal("Ask for feedback")
    await form.fill({"About": "Bob Example"})
    await form.until(lambda it: "Bob Example and me" in it.values()["Who will see the answers"])
    await form.fill({"Start from": "What should I do more of?"})
    await form.until(lambda it: it.values()["Your question"] == "What should Bob Example do more of?")
    await form.fill({"From whom": [house.alice, house.bob]})
    assert "Bob Example" in (await form.submit()).errors["From whom"]
    await form.fill({"From whom": [house.alice]})
    assert (await form.submit()).kind == "closed"
    asked = await house.alice.next_dm()
    assert "about @Bob Example" in asked.text()
    assert "Bob Example and @Dana Example" in asked.text()
    await answer(asked, "His reviews")
    house.pass_undo()
    received = await house.bob.next_dm()
    while "His reviews" not in received.text():
        received = await house.bob.next_dm()
    assert "Dana Example asked" in received.text()
    told = [m for m in house.dana.dms() if "His reviews" in m.text()]
    assert not told or "answered your question about Bob Example" in told[0].text()
    await house.ws.until(lambda: [m for m in house.dana.dms() if "His reviews" in m.text()])


async def test_a_template_keeps_what_was_typed(house: House) -> None:
    await house.alice.slash("/feedback", "request @bob about the launch")
    form = await house.alice.modal("Ask for feedback")
    await form.fill({"Start from": "Start / Stop / Continue"})
    await form.until(lambda it: it.values()["Your question"].startswith("What should I start doing?"))
    assert form.values()["Your question"].endswith("\n\nabout the launch")
    await form.fill({"Start from": "What should I do more of?"})
    await form.until(lambda it: it.values()["Your question"].startswith("What should I do more of?"))
    assert form.values()["Your question"] == "What should I do more of?\n\nabout the launch"
    await form.fill({"Start from": "Free"})
    await form.until(lambda it: it.values()["Your question"] == "about the launch")
    assert "bob" in form.values()["From whom"].lower()
    await form.close()
    await house.ws.settled(0.4)
    home = await house.alice.open_home()
    assert "about the launch" in home.text()
    await home.press("Continue")
    form = await house.alice.modal("Ask for feedback")
    assert form.values()["Your question"] == "about the launch"
    assert (await form.submit()).kind == "closed"
    await house.bob.next_dm()


async def test_who_is_busy_can_be_asked_later(house: House) -> None:
    monday = await on_a_monday(house)
    for number in range(4):
        await ask(house, house.carol, house.bob, text=f"Question {number}")
        await house.bob.next_dm()
    await house.alice.slash("/feedback", "request @bob about the launch")
    form = await house.alice.modal("Ask for feedback")
    assert "Bob Example is busy" in form.fields()
    await form.fill({"Bob Example is busy": "Ask later"})
    assert (await form.submit()).kind == "closed"
    await house.ws.settled(0.5)
    assert len(house.bob.dms()) == 4
    await go_to(house, monday + timedelta(days=7), 0.01)
    await house.ws.until(lambda: [m for m in house.bob.dms() if "about the launch" in m.text()])


async def test_an_answer_that_was_typed_and_not_sent_or_undone_is_not_lost(house: House) -> None:
    await ask(house, house.alice, house.bob)
    asked = await house.bob.next_dm()
    await asked.press("Answer")
    form = await house.bob.modal("Answer")
    await form.fill({"Your answer": "Half a thought"})
    await form.close()
    await house.ws.settled(0.3)
    await asked.press("Answer")
    form = await house.bob.modal("Answer")
    assert form.values()["Your answer"] == "Half a thought"
    await form.fill({"Your answer": "A whole thought"})
    assert (await form.submit()).kind == "closed"
    note = await house.bob.next_dm()
    await note.press("Undo")
    form = await house.bob.modal("Answer")
    assert form.values()["Your answer"] == "A whole thought"
    await asked.until(lambda it: "Answer" in it.buttons())
    assert (await form.submit()).kind == "closed"
    house.pass_undo()
    await house.alice.next_dm()
    assert "A whole thought" in (await house.alice.next_dm()).text()


async def test_someone_who_leaves_keeps_nobody_waiting(house: House) -> None:
    await ask(house, house.alice, house.bob, house.carol)
    placed = await house.alice.next_dm()
    await house.bob.next_dm()
    house.bob.change(role="deactivated")
    told = await house.alice.next_dm()
    assert "Bob Example" in told.text()
    await placed.until(lambda it: "Bob Example: won't answer" in it.text())
