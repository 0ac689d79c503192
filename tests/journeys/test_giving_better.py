"""Giving with care: a template, a tag, praise in front of everyone, a second look at a suggestion."""

import pytest

from sandbox.driver import Person, Surface
from tests.journeys.conftest import House, Opened

BLUNT = "You never listen."


async def form_of(person: Person) -> Surface:
    await person.slash("/feedback")
    return await person.modal("Give feedback")


@pytest.mark.parametrize("mode", ["socket", "http"])
async def test_praise_by_a_template_in_front_of_everyone(everloop: Opened, mode: str) -> None:
    async with everloop(mode) as house:
        alice, bob, carol = house.alice, house.bob, house.carol
        await keep_values(house)
        form = await form_of(alice)
        await form.fill({"For whom": [bob, carol], "Your feedback": "Thank you both!"})
        await form.fill({"template": "When… / you did… / the effect was…"})
        await form.until(lambda it: "When…" in it.fields())
        assert form.values()["Your feedback"] == "Thank you both!"
        await form.fill(
            {"When…": "at the launch", "you did…": "stayed calm", "the effect was…": "we shipped"}
        )
        await form.fill({"Values and skills": ["Courage"]})
        await form.fill({"Who can see this": "Everyone in a channel"})
        await form.until(lambda it: "Channel" in it.fields())
        await form.fill({"Channel": house.team})
        assert (await form.submit()).kind == "closed"
        await alice.next_dm()
        assert posts(house) == []

        house.pass_undo()
        text = "When: at the launch\nWhat you did: stayed calm\nThe effect: we shipped\n\nThank you both!"
        for person in (bob, carol):
            received = await person.next_dm()
            assert text in received.text()
            assert "Values and skills: Courage" in received.text()
            assert "everyone in #team" in received.text()
            assert carol.name not in received.text() or person is carol
        await house.ws.until(lambda: posts(house), what="the post in the channel")
        [post] = posts(house)
        assert "@Alice Example praises @Bob Example and @Carol Example" in post.text()
        assert text in post.text()


def posts(house: House) -> list[Surface]:
    """What stands in the channel, as somebody in it sees it."""
    return [message for message in house.team.messages(house.dana) if "praises" in message.text()]


async def keep_values(house: House) -> None:
    home = await house.olga.open_home()
    await home.press("Values and skills")
    listed = await house.olga.modal("Values and skills")
    await listed.fill({"Company values": "Courage\nKindness", "Skills": "Writing"})
    assert (await listed.submit()).kind == "closed"


async def test_a_private_channel_asks_to_be_invited_and_keeps_the_text(house: House) -> None:
    alice = house.alice
    secret = house.ws.channel("board", [alice, house.bob], kind="private")
    form = await form_of(alice)
    await form.fill({"For whom": [house.bob], "Your feedback": "Great numbers"})
    await form.fill({"Who can see this": "Everyone in a channel"})
    await form.until(lambda it: "Channel" in it.fields())
    await form.fill({"Channel": secret})
    result = await form.submit()
    assert result.kind == "errors"
    assert "/invite @" in result.errors["Channel"]
    assert form.values()["Your feedback"] == "Great numbers"
    house.ws.team.join(secret.conversation, house.ws.team.bot.id)
    assert (await form.submit()).kind == "closed"
    house.pass_undo()
    await house.bob.next_dm()
    await house.ws.until(lambda: "Great numbers" in str(secret.conversation.messages), what="the post")


async def test_a_suggestion_can_never_be_public(house: House) -> None:
    form = await form_of(house.alice)
    assert any(option.startswith("Everyone") for option in form.options("Who can see this"))
    await form.fill({"Kind": "Suggestion"})
    await form.until(lambda it: len(it.options("Who can see this")) == 2)


async def test_a_second_look_then_edit_then_send(house: House) -> None:
    alice, bob = house.alice, house.bob
    form = await form_of(alice)
    await form.fill({"For whom": [bob], "Kind": "Suggestion", "Your feedback": BLUNT})
    assert (await form.submit()).kind == "pushed"
    look = await alice.modal("A second look")
    assert "“You never”" in look.text()
    await look.close()
    assert form.values()["Your feedback"] == BLUNT
    await form.fill(
        {"Your feedback": "In Monday's demo you talked over Ann. Could you let her finish next time?"}
    )
    assert (await form.submit()).kind == "closed"
    home = await alice.open_home()
    assert "Drafts" not in home.text()
    house.pass_undo()
    assert "let her finish" in (await bob.next_dm()).text()


async def test_a_second_look_and_sent_as_it_is(house: House) -> None:
    alice, bob = house.alice, house.bob
    form = await form_of(alice)
    await form.fill({"For whom": [bob], "Kind": "Suggestion", "Your feedback": BLUNT})
    assert (await form.submit()).kind == "pushed"
    look = await alice.modal("A second look")
    results = await look.submit_at_once(2)
    assert {result.kind for result in results} <= {"cleared", "closed"}
    house.pass_undo()
    assert BLUNT in (await bob.next_dm()).text()
    await house.ws.settled(0.3)
    assert len(bob.dms()) == 1
