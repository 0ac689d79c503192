"""Every wrong turn: nothing typed is lost, and each person reads what to do."""

import asyncio

import pytest

from tests.journeys.conftest import House, Opened
from tests.journeys.test_story import give


async def test_yourself_bots_those_who_left_strangers_and_guests(house: House) -> None:
    gus = house.ws.user("gus", role="guest", real_name="Gus Guest")
    rob = house.ws.user("rob", role="bot", real_name="Rob Robot")
    kim = house.ws.user("kim", role="stranger", real_name="Kim Stranger")
    lee = house.ws.user("lee", role="member", real_name="Lee Leaving")
    await house.alice.slash("/feedback")
    form = await house.alice.modal("Give feedback")
    lee.change(role="deactivated")
    sentences = {
        house.alice: "yourself",
        gus: "Gus Guest",
        rob: "Rob Robot",
        kim: "Kim Stranger",
        lee: "Lee Leaving",
    }
    for person, words in sentences.items():
        await form.fill({"For whom": [person], "Your feedback": "Kept as it is"})
        result = await form.submit()
        assert result.kind == "errors", person
        assert words in result.errors["For whom"]
        assert form.values()["Your feedback"] == "Kept as it is"
    await form.fill({"For whom": [house.bob]})
    assert (await form.submit()).kind == "closed"


@pytest.mark.parametrize("text", ["   ", "\n\n"])
async def test_blank_feedback_is_refused_at_its_field(house: House, text: str) -> None:
    await house.alice.slash("/feedback", "@bob")
    form = await house.alice.modal("Give feedback")
    await form.fill({"Your feedback": text})
    result = await form.submit()
    assert result.kind in ("errors", "blocked")
    assert list(result.errors) == ["Your feedback"]


async def test_a_name_that_nobody_has(house: House) -> None:
    await house.alice.slash("/feedback", "@nobody You were great")
    form = await house.alice.modal("Give feedback")
    assert form.values()["Your feedback"].endswith("You were great")
    assert form.values()["For whom"] == ""
    assert "nobody" in form.text()


@pytest.mark.parametrize("text", ["help", "something that says nothing"])
async def test_help_and_what_is_not_understood(house: House, text: str) -> None:
    await house.alice.slash("/feedback", text, channel=house.team)
    told = await house.alice.next_ephemeral()
    assert "/feedback @" in told.text()
    assert [message for message in house.team.messages(house.bob) if message.kind == "ephemeral"] == []
    if text != "help":
        assert text in told.text()
        await told.press("Open the form with this text")
        assert (await house.alice.modal("Give feedback")).values()["Your feedback"] == text


async def test_a_double_click_is_one_feedback(house: House) -> None:
    await house.alice.slash("/feedback", "@bob Only once")
    form = await house.alice.modal("Give feedback")
    results = await form.submit_at_once(2)
    assert {result.kind for result in results} <= {"closed"}
    house.pass_undo()
    await house.bob.next_dm()
    await house.ws.settled(1.0)
    assert len(house.bob.dms()) == 1
    assert len(house.alice.dms()) == 1


async def test_a_submission_that_comes_again_is_one_feedback(house: House) -> None:
    await give(house, house.alice, house.bob, text="Only once")
    await house.ws.redeliver("interactive", "view_submission")
    house.pass_undo()
    await house.bob.next_dm()
    await house.ws.settled(1.0)
    assert len(house.bob.dms()) == 1


async def test_an_expired_trigger_loses_nothing(house: House) -> None:
    house.ws.faults.add("views.open", "expired_trigger_id", times=1)
    await house.alice.slash("/feedback", "@bob All of this was typed", channel=house.team)
    told = await house.alice.next_ephemeral()
    assert "Nothing is lost" in told.text()
    await told.press("Open the form")
    form = await house.alice.modal("Give feedback")
    assert form.values()["Your feedback"] == "All of this was typed"
    assert "bob" in form.values()["For whom"].lower()


async def test_an_expired_trigger_without_a_way_to_answer_is_told_by_message(house: House) -> None:
    house.ws.faults.add("views.open", "expired_trigger_id", times=1)
    await house.alice.shortcut("Give feedback")
    told = await house.alice.next_dm()
    await told.press("Open the form")
    assert await house.alice.modal("Give feedback")


async def test_a_form_that_was_closed_is_kept_as_a_draft(house: House) -> None:
    await house.alice.slash("/feedback", "@bob Half a thought")
    await (await house.alice.modal("Give feedback")).close()
    await house.ws.settled(0.3)
    home = await house.alice.open_home()
    assert "Half a thought" in home.text()
    await home.press("Continue")
    form = await house.alice.modal("Give feedback")
    assert form.values()["Your feedback"] == "Half a thought"
    assert (await form.submit()).kind == "closed"
    await house.ws.settled(0.3)
    assert "Half a thought" not in (await house.alice.open_home()).text().split("Feedback you gave")[0]


async def test_slack_loses_an_answer_and_nobody_reads_it_twice(house: House) -> None:
    house.ws.faults.add("chat.postMessage", "429", times=2)
    await give(house, house.alice, house.bob, text="Once, please")
    house.pass_undo()
    await house.bob.next_dm(within=20)
    await house.ws.settled(1.0)
    assert len(house.bob.dms()) == 1


async def test_a_socket_that_is_cut_is_opened_again(house: House) -> None:
    house.ws.drop_sockets()
    await house.ws.until(lambda: not house.ws.slack.connected)
    await house.ws.connected(within=20)
    await give(house, house.alice, house.bob)


async def test_when_nobody_can_be_reached_the_author_is_told(house: House) -> None:
    await give(house, house.alice, house.bob)
    await house.alice.next_dm()
    house.ws.faults.add("chat.postMessage", "user_disabled", times=1)
    house.pass_undo()
    told = await house.alice.next_dm(within=10)
    assert "couldn't tell" in told.text()


@pytest.mark.parametrize("mode", ["socket", "http"])
async def test_many_at_once(everloop: Opened, mode: str) -> None:
    async with everloop(mode) as house:
        people = [house.ws.user(f"p{number}", real_name=f"Person {number}") for number in range(8)]
        for person in people:
            await person.join(house.team)
        await asyncio.gather(
            *(give(house, person, house.bob, text=f"From {person.name}") for person in people)
        )
        house.pass_undo()
        await house.ws.until(lambda: len(house.bob.dms()) == len(people), within=20)
        texts = " ".join(message.text() for message in house.bob.dms())
        assert all(f"From {person.name}" in texts for person in people)
