"""Managers who may read, sharing, and a beginning with a few."""

from sandbox.driver import Person
from tests.journeys.conftest import House
from tests.journeys.test_story import give


async def has_manager(house: House, person: Person, manager: Person) -> None:
    home = await person.open_home()
    await home.press("Choose your manager")
    form = await person.modal("Your manager")
    await form.fill({"Who is your manager?": manager})
    assert (await form.submit()).kind == "closed"
    question = await manager.next_dm()
    assert "named you as their manager" in question.text()
    await question.press("Yes, I'm their manager")
    await question.until(lambda it: "You said that you are" in it.text())
    answer = await person.next_dm()
    assert "confirmed" in answer.text()


async def test_a_manager_reads_what_the_form_said_and_nothing_else(house: House) -> None:
    await has_manager(house, house.bob, house.dana)
    await give(house, house.alice, house.bob, text="For Bob alone")
    await house.alice.slash("/feedback", "@bob For both of them")
    form = await house.alice.modal("Give feedback")
    named = next(option for option in form.options("Who can see this") if "manager" in option)
    assert "Dana Example" in named
    await form.fill({"Who can see this": named})
    assert (await form.submit()).kind == "closed"
    house.pass_undo()
    seen = await house.dana.next_dm()
    assert "For both of them" in seen.text()
    await house.ws.settled(0.5)
    assert all("For Bob alone" not in message.text() for message in house.dana.dms())
    received = [message.text() for message in house.bob.dms() if "For both of them" in message.text()]
    assert "Dana Example" in received[0]


async def test_a_later_manager_sees_it_only_when_it_is_shared(house: House) -> None:
    await give(house, house.alice, house.bob, text="Before Dana came")
    house.pass_undo()
    received = await house.bob.next_dm()
    await has_manager(house, house.bob, house.dana)
    await house.ws.settled(0.3)
    assert all("Before Dana came" not in message.text() for message in house.dana.dms())
    await received.press("Open")
    detail = await house.bob.modal("Feedback")
    await detail.press("Share with my manager")
    shared = await house.dana.next_dm()
    assert "Before Dana came" in shared.text()
    assert "shared this with you" in shared.text()


async def test_a_manager_who_changed_meanwhile_is_named_before_anything_is_sent(house: House) -> None:
    await has_manager(house, house.bob, house.dana)
    await house.alice.slash("/feedback", "@bob For both of them")
    form = await house.alice.modal("Give feedback")
    await form.fill({"Who can see this": next(o for o in form.options("Who can see this") if "Dana" in o)})
    home = await house.bob.open_home()
    await home.press("Change")
    choice = await house.bob.modal("Your manager")
    await choice.fill({"Who is your manager?": house.carol})
    assert (await choice.submit()).kind == "closed"
    question = await house.carol.next_dm()
    await question.press("Yes, I'm their manager")
    await question.until(lambda it: "You said that you are" in it.text())

    result = await form.submit()
    assert result.kind == "updated"
    form = await house.alice.modal("Give feedback")
    assert any("Carol Example" in option for option in form.options("Who can see this"))
    assert form.values()["Your feedback"] == "For both of them"
    assert (await form.submit()).kind == "closed"
    house.pass_undo()
    assert "For both of them" in (await house.carol.next_dm()).text()
    await house.ws.settled(0.3)
    assert all("For both of them" not in message.text() for message in house.dana.dms())


async def test_a_pilot_with_a_user_group(house: House) -> None:
    house.ws.group("pilots", [house.alice, house.bob, house.olga])
    home = await house.olga.open_home()
    await home.press("Change")
    form = await house.olga.modal("Set up Everloop")
    await form.fill({"For whom Everloop is on": "The members of a user group"})
    form = await house.olga.modal("Set up Everloop")
    await form.until(lambda it: "User group" in it.fields())
    await form.fill({"User group": "pilots"})
    result = await form.submit()
    assert result.kind == "closed", result.errors

    await house.carol.slash("/feedback", "@bob hello", channel=house.team)
    told = await house.carol.next_ephemeral()
    assert "Everloop isn't on for your team yet" in told.text()
    assert "Olga Owner" in told.text()

    await house.alice.slash("/feedback", "@carol hello")
    form = await house.alice.modal("Give feedback")
    result = await form.submit()
    assert result.kind == "errors"
    assert "Carol Example" in result.errors["For whom"]
    await form.close()
    await give(house, house.alice, house.bob)
