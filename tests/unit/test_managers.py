"""Who manages whom: named by one, confirmed by the other."""

import pytest

from core.domain.errors import InvalidForm, TooLate
from core.domain.ids import PersonId
from core.domain.people import LineSource, LineState, Person, PersonKind
from core.notifications import ManagerDecided, ManagerProposed
from core.words import words_for
from tests.factories import Company


async def line_of(company: Company, person: Person) -> tuple[str, LineState] | None:
    place = await company.people.place_of(company.workspace_id, person.id)
    return (place.manager.name, place.line.state) if place.line and place.manager else None


async def problem(company: Company, person: Person, manager: PersonId | None) -> str:
    with pytest.raises(InvalidForm) as caught:
        await company.people.name_manager(company.workspace_id, person.id, manager)
    [found] = caught.value.problems
    assert found.field == "manager"
    return words_for("en")(found.key, **found.facts)


async def test_named_and_confirmed_with_one_click(company: Company) -> None:
    bob, mia = await company.hire("Bob"), await company.hire("Mia")
    await company.people.name_manager(company.workspace_id, bob.id, mia.id)
    await company.people.name_manager(company.workspace_id, bob.id, mia.id)
    assert await line_of(company, bob) == ("Mia", LineState.PROPOSED)
    assert await company.reads(mia) == [ManagerProposed(bob.ref, mia.ref, None)]
    place = await company.people.place_of(company.workspace_id, mia.id)
    assert place.proposals == (bob.ref,)
    for _ in range(2):
        await company.people.decide_manager(company.workspace_id, mia.id, bob.id, True)
    assert await line_of(company, bob) == ("Mia", LineState.CONFIRMED)
    assert await company.reads(mia) == [ManagerProposed(bob.ref, mia.ref, True)]
    assert await company.reads(bob) == [ManagerDecided(mia.ref, True)]
    place = await company.people.place_of(company.workspace_id, mia.id)
    assert place.proposals == ()
    with pytest.raises(TooLate):
        await company.people.decide_manager(company.workspace_id, mia.id, bob.id, False)


async def test_declined_and_asked_again(company: Company) -> None:
    bob, mia = await company.hire("Bob"), await company.hire("Mia")
    await company.people.name_manager(company.workspace_id, bob.id, mia.id)
    await company.reads(mia)
    company.clock.advance(hours=1)
    await company.people.decide_manager(company.workspace_id, mia.id, bob.id, False)
    assert await line_of(company, bob) == ("Mia", LineState.DECLINED)
    assert await company.reads(bob) == [ManagerDecided(mia.ref, False)]
    company.clock.advance(hours=1)
    await company.people.name_manager(company.workspace_id, bob.id, mia.id)
    assert await company.reads(mia) == [
        ManagerProposed(bob.ref, mia.ref, False),
        ManagerProposed(bob.ref, mia.ref, None),
    ]
    company.clock.advance(hours=1)
    await company.people.decide_manager(company.workspace_id, mia.id, bob.id, True)
    assert await company.reads(bob) == [ManagerDecided(mia.ref, False), ManagerDecided(mia.ref, True)]


@pytest.mark.parametrize("next_manager", ["somebody else", "nobody"])
async def test_the_question_goes_when_somebody_else_is_named(company: Company, next_manager: str) -> None:
    bob, mia, max_ = [await company.hire(name) for name in ("Bob", "Mia", "Max")]
    await company.people.name_manager(company.workspace_id, bob.id, mia.id)
    await company.reads(mia)
    other = max_.id if next_manager == "somebody else" else None
    await company.people.name_manager(company.workspace_id, bob.id, other)
    assert await company.reads(mia) == []
    with pytest.raises(TooLate):
        await company.people.decide_manager(company.workspace_id, mia.id, bob.id, True)
    assert await line_of(company, bob) == (("Max", LineState.PROPOSED) if other else None)
    assert len(await company.reads(max_)) == (1 if other else 0)


async def test_a_question_taken_back_before_it_was_sent_is_never_sent(company: Company) -> None:
    bob, mia = await company.hire("Bob"), await company.hire("Mia")
    await company.people.name_manager(company.workspace_id, bob.id, mia.id)
    await company.people.name_manager(company.workspace_id, bob.id, None)
    assert await company.reads(mia) == []
    assert company.messenger.posts == 0


async def test_an_answered_question_stays_where_it_stands(company: Company) -> None:
    bob, mia, max_ = [await company.hire(name) for name in ("Bob", "Mia", "Max")]
    await company.people.name_manager(company.workspace_id, bob.id, mia.id)
    await company.people.decide_manager(company.workspace_id, mia.id, bob.id, True)
    await company.reads(mia)
    await company.people.name_manager(company.workspace_id, bob.id, max_.id)
    assert await company.reads(mia) == [ManagerProposed(bob.ref, mia.ref, True)]


async def test_who_cannot_be_named(company: Company) -> None:
    bob, mia, gus = [
        await company.hire("Bob"),
        await company.hire("Mia"),
        await company.hire("Gus", PersonKind.GUEST),
    ]
    assert await problem(company, bob, bob.id) == "You can't be your own manager. Choose somebody else."
    assert "Gus can't be named" in await problem(company, bob, gus.id)
    assert "couldn't find" in await problem(company, bob, PersonId("nobody"))
    await company.manages(bob, mia)
    assert await problem(company, bob, mia.id) == "You are Mia's manager, so Mia can't be yours."
    assert await line_of(company, bob) is None
    assert company.messenger.posts == 0


async def test_the_people_teams_file_wins(company: Company) -> None:
    bob, mia, max_ = [await company.hire(name) for name in ("Bob", "Mia", "Max")]
    await company.manages(mia, bob, source=LineSource.FILE)
    for manager in (max_.id, None):
        assert "people team has entered Mia" in await problem(company, bob, manager)
    assert await line_of(company, bob) == ("Mia", LineState.CONFIRMED)
    await company.people.decide_manager(company.workspace_id, mia.id, bob.id, True)
    with pytest.raises(TooLate):
        await company.people.decide_manager(company.workspace_id, mia.id, bob.id, False)


async def test_nobody_answers_for_somebody_else(company: Company) -> None:
    bob, mia, eve = [await company.hire(name) for name in ("Bob", "Mia", "Eve")]
    await company.people.name_manager(company.workspace_id, bob.id, mia.id)
    for person in (eve, bob):
        with pytest.raises(TooLate):
            await company.people.decide_manager(company.workspace_id, person.id, bob.id, True)
    assert await line_of(company, bob) == ("Mia", LineState.PROPOSED)
