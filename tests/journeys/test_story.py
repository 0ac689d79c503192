"""The whole story, as two colleagues live it: give, undo, receive, thank, look back."""

import pytest

from sandbox.driver import Person, Surface
from tests.journeys.conftest import House, Opened

SUGGESTION = "When you present the plan, you could pause after each part, so that others can ask."
TEXT = "Great review of the parser <!channel> *really* & truly"


async def give(house: House, author: Person, *to: Person, text: str = TEXT, **more: str) -> None:
    await author.slash("/feedback")
    form = await author.modal("Give feedback")
    await form.fill({"For whom": list(to), "Your feedback": text, **more})
    result = await form.submit()
    assert result.kind == "closed", result.errors


def unread(person: Person, words: str) -> list[Surface]:
    return [message for message in person.dms() if words in message.text()]


@pytest.mark.parametrize("mode", ["socket", "http"])
async def test_from_the_command_to_the_thanks(everloop: Opened, mode: str) -> None:
    async with everloop(mode) as house:
        alice, bob = house.alice, house.bob
        await alice.slash("/feedback", f"@bob {TEXT}")
        form = await alice.modal("Give feedback")
        fields = [label for label in form.fields() if "template" not in label]
        assert fields == ["For whom", "Kind", "Your feedback", "Who can see this"]
        assert form.values()["Your feedback"] == TEXT
        assert "bob" in form.values()["For whom"].lower()
        assert form.values()["Who can see this"].startswith("Only them")
        assert (await form.submit()).kind == "closed"

        note = await alice.next_dm()
        assert note.buttons() == ["View", "Undo"]
        assert bob.dms() == []

        house.pass_undo()
        received = await bob.next_dm()
        assert TEXT in received.text()
        assert "Alice Example gave you praise" in received.text()
        assert set(received.buttons()) >= {"Say thanks", "Open"}
        await note.until(lambda it: "was sent" in it.text())
        assert "Undo" not in note.buttons()

        await received.press("Say thanks")
        await received.until(lambda it: "You said thanks" in it.text())
        assert "Say thanks" not in received.buttons()
        thanks = await alice.next_dm()
        assert "says thanks" in thanks.text()

        await bob.slash("/feedback", "list")
        seen = await bob.modal("Your feedback")
        assert "Praise from" in seen.text()


async def test_undo_takes_it_back_and_opens_the_form_with_its_text(house: House) -> None:
    await give(house, house.alice, house.bob, text=SUGGESTION, Kind="Suggestion")
    note = await house.alice.next_dm()
    await note.press("Undo")
    form = await house.alice.modal("Give feedback")
    assert form.values()["Your feedback"] == SUGGESTION
    assert form.values()["Kind"].startswith("Suggestion")
    await note.until(lambda it: "took back" in it.text())
    await form.fill({"Your feedback": f"{SUGGESTION} Try it?"})
    assert (await form.submit()).kind == "closed"
    house.pass_undo()
    received = await house.bob.next_dm()
    assert "Try it?" in received.text()
    assert len(house.bob.dms()) == 1


async def test_undo_loses_to_a_send_that_has_begun(house: House) -> None:
    await give(house, house.alice, house.bob)
    note = await house.alice.next_dm()
    stale = note.snapshot()
    house.pass_undo()
    await house.bob.next_dm()
    await note.until(lambda it: "was sent" in it.text())
    await stale.press("Undo")
    told = await house.alice.next_ephemeral()
    assert "too late to undo" in told.text()
    assert len(house.bob.dms()) == 1


async def test_without_an_undo_window_it_is_sent_at_once(everloop: Opened) -> None:
    async with everloop(EVERLOOP_UNDO_SECONDS="0") as house:
        await give(house, house.alice, house.bob)
        assert TEXT in (await house.bob.next_dm()).text()
        note = await house.alice.next_dm()
        await note.until(lambda it: "was sent" in it.text() and "Undo" not in it.buttons())


async def test_each_gets_a_copy_and_nobody_learns_who_else_got_one(house: House) -> None:
    await give(house, house.alice, house.bob, house.carol)
    house.pass_undo()
    for reader, other in ((house.bob, "Carol"), (house.carol, "Bob")):
        copy = await reader.next_dm()
        assert other not in copy.text()
        await copy.press("Open")
        assert other not in (await reader.modal("Feedback")).text()
    await (house.bob.dms()[0]).press("Say thanks")
    await house.bob.dms()[0].until(lambda it: "You said thanks" in it.text())
    assert "Say thanks" in house.carol.dms()[0].buttons()


async def test_the_shortcut_and_the_home_tab_open_the_same_form(house: House) -> None:
    await house.alice.shortcut("Give feedback")
    form = await house.alice.modal("Give feedback")
    await form.close()
    home = await house.alice.open_home()
    await home.press("Give your first feedback")
    assert (await house.alice.modal("Give feedback")).fields()[:1] == ["For whom"]


async def test_a_message_is_quoted_to_its_recipients_only(house: House) -> None:
    await house.dana.open_home()
    said = await house.bob.say(house.team, "The parser reads 2 GB in 40 seconds now")
    await house.alice.message_shortcut("Give feedback on this message", said)
    form = await house.alice.modal("Give feedback")
    assert "bob" in form.values()["For whom"].lower()
    assert "The parser reads 2 GB" in form.text()
    await form.fill({"Your feedback": "Wonderful"})
    assert (await form.submit()).kind == "closed"
    house.pass_undo()
    received = await house.bob.next_dm()
    assert "The parser reads 2 GB" in received.text()
    assert "Wonderful" in received.text()


async def test_looking_back_page_by_page(everloop: Opened) -> None:
    async with everloop(EVERLOOP_UNDO_SECONDS="0", EVERLOOP_DAILY_LIMIT="0") as house:
        for number in range(12):
            await give(house, house.alice, house.bob, text=f"Number {number:02}")
        await _page_through(house)


async def _page_through(house: House) -> None:
    await house.ws.until(lambda: len(house.bob.dms()) == 12, within=15)
    await house.bob.slash("/feedback", "list")
    seen = await house.bob.modal("Your feedback")
    shown: list[str] = []
    while True:
        here = [f"{number:02}" for number in range(12) if f"Number {number:02}" in seen.text()]
        shown += sorted(here, reverse=True)
        if "Older" not in seen.buttons():
            break
        before = seen.text()
        await seen.press("Older")
        await seen.until(lambda it, before=before: it.text() != before)
    assert shown == [f"{number:02}" for number in reversed(range(12))]
    before = seen.text()
    await seen.press("Newer")
    await seen.until(lambda it: it.text() != before)
    home = await house.bob.open_home()
    assert "Number 11" in home.text()


async def test_the_home_of_somebody_new_explains_itself(house: House) -> None:
    home = await house.carol.open_home()
    assert "Welcome to Everloop" in home.text()
    assert "keys of its database" in home.text()
    assert home.buttons()[0] == "Give your first feedback"


async def test_nobody_is_messaged_unasked(house: House) -> None:
    await house.carol.open_home()
    await house.ws.settled(1.2)
    assert all(person.dms() == [] for person in house.ws.people.values())
