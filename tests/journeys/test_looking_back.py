"""Looking back: searching, one's own data, a manager's team and the notes for a talk: as people live it."""

import pytest

from sandbox.driver import Person, Surface
from tests.journeys.conftest import House, Opened
from tests.journeys.test_managers_and_pilots import has_manager
from tests.journeys.test_story import give


async def received(house: House, giver: Person, text: str) -> Surface:
    await give(house, giver, house.bob, text=text)
    house.pass_undo()
    message = await house.bob.next_dm()
    assert text in message.text()
    return message


async def looking_back(house: House) -> Surface:
    """What Dana sees of Bob."""
    home = await house.dana.open_home()
    await home.press("Look back with your team")
    await (await house.dana.modal("Your team")).press("Look back")
    return await house.dana.modal("Looking back")


@pytest.mark.parametrize("mode", ["socket", "http"])
async def test_a_manager_prepares_a_talk_and_shares_the_notes(everloop: Opened, mode: str) -> None:
    async with everloop(mode) as house:
        bob, dana = house.bob, house.dana
        await has_manager(house, bob, dana)
        await received(house, house.alice, "Between Alice and Bob")
        await received(house, dana, "From his manager")
        report = await looking_back(house)
        assert "From his manager" in report.text()
        assert "Between Alice and Bob" not in report.text()

        await report.press("Notes for our talk")
        form = await dana.modal("Notes for our talk")
        proposed = form.values()["Notes"]
        assert "From his manager" in proposed
        assert "Between Alice and Bob" not in proposed
        await form.fill({"Notes": f"{proposed}Next steps <!channel>"})
        assert (await form.submit()).kind == "updated"
        notes = await dana.modal("Notes for our talk")
        assert "Only you can see these notes" in notes.text()
        await notes.press("Share with Bob Example")
        shared = await bob.next_dm()
        assert "Next steps <!channel>" in shared.text()
        assert "Only you and @Dana Example can see this" in shared.text()
        assert all("Next steps" not in message.text() for message in house.alice.dms())


async def test_notes_that_were_not_saved_wait_on_home(house: House) -> None:
    await has_manager(house, house.bob, house.dana)
    report = await looking_back(house)
    await report.press("Notes for our talk")
    form = await house.dana.modal("Notes for our talk")
    await form.fill({"Notes": "Half a thought"})
    await form.close()
    await house.ws.settled(0.3)
    home = await house.dana.open_home()
    assert "Half a thought" in home.text()
    await home.press("Continue your draft")
    again = await house.dana.modal("Notes for our talk")
    assert again.values()["Notes"] == "Half a thought"


async def test_what_one_may_read_is_found_again(house: House) -> None:
    await received(house, house.alice, "The parser review")
    await received(house, house.carol, "The slides")
    home = await house.bob.open_home()
    await home.press("Search and filter")
    form = await house.bob.modal("Search your feedback")
    await form.fill({"Words in it": "PARSER"})
    assert (await form.submit()).kind == "updated"
    found = await house.bob.modal("Your feedback")
    assert "The parser review" in found.text()
    assert "The slides" not in found.text()

    home = await house.carol.open_home()
    await home.press("Search and filter")
    form = await house.carol.modal("Search your feedback")
    await form.fill({"Words in it": "parser"})
    await form.submit()
    assert "Nothing found" in (await house.carol.modal("Your feedback")).text()


async def test_the_data_of_one_person_and_the_picture_of_a_team_come_as_files(house: House) -> None:
    await has_manager(house, house.bob, house.dana)
    await received(house, house.dana, "From his manager")
    home = await house.bob.open_home()
    await home.press("My data")
    assert "everloop-my-data.csv" in (await house.bob.next_dm()).text()

    home = await house.dana.open_home()
    await home.press("Look back with your team")
    await (await house.dana.modal("Your team")).press("Our year as a picture")
    await house.ws.until(lambda: [m for m in house.dana.dms() if "last twelve months" in m.text()], within=40)
