"""For whom Everloop is on, who may decide that, and what Home knows of somebody."""

import pytest

from core.domain.errors import InvalidForm, NotAllowed, NotFound, Unavailable
from core.domain.ids import PersonId
from core.domain.people import PersonKind
from core.domain.policies import Refusal
from core.domain.workspaces import Access, Audience
from core.words import words_for
from tests.factories import Company

PILOT = Access(Audience.CHANNEL, "C1", "#pilots")


async def access_of(company: Company) -> Access:
    async with company.reading() as unit:
        return (await unit.workspace()).access


async def test_open_to_everyone_at_first(company: Company) -> None:
    ann = await company.hire("Ann")
    assert await company.people.refusal_of(company.workspace_id, ann) is None
    place = await company.people.place_of(company.workspace_id, ann.id)
    assert (place.refusal, place.ask, place.setup) == (None, (), None)


async def test_narrowed_and_opened_again(company: Company) -> None:
    boss, ann, out = [
        await company.hire("Boss", administers=True),
        await company.hire("Ann"),
        await company.hire("Out"),
    ]
    company.directory.members["C1"] = [ann.profile.external_id, "U-nobody-knows"]
    await company.people.narrow_access(company.workspace_id, boss.id, PILOT)
    assert await company.people.refusal_of(company.workspace_id, ann) is None
    assert await company.people.refusal_of(company.workspace_id, out) == (Refusal.NOT_IN_PILOT, (boss.ref,))
    assert (await company.people.place_of(company.workspace_id, out.id)).ask == (boss.ref,)
    await company.people.narrow_access(company.workspace_id, boss.id, Access(source="C1", guests=True))
    assert await access_of(company) == Access(guests=True)
    assert await company.people.refusal_of(company.workspace_id, out) is None


async def test_where_the_access_can_not_be_narrowed_to(company: Company) -> None:
    boss = await company.hire("Boss", administers=True)
    for access, key in (
        (Access(Audience.CHANNEL), "error-source-none"),
        (Access(Audience.GROUP, "S-empty", "@empty"), "error-source-empty"),
    ):
        with pytest.raises(InvalidForm) as caught:
            await company.people.narrow_access(company.workspace_id, boss.id, access)
        assert (caught.value.problems[0].field, caught.value.key) == ("source", key)
        assert words_for("en").error(caught.value)
    company.directory.away = True
    with pytest.raises(Unavailable):
        await company.people.narrow_access(company.workspace_id, boss.id, PILOT)
    assert await access_of(company) == Access()


async def test_who_may_set_up(company: Company) -> None:
    boss, team, ann = [
        await company.hire("Boss", administers=True),
        await company.hire("Team"),
        await company.hire("Ann"),
    ]
    open_to_guests = Access(guests=True)
    for person in (team, ann):
        with pytest.raises(NotAllowed):
            await company.people.narrow_access(company.workspace_id, person.id, open_to_guests)
        with pytest.raises(NotAllowed):
            await company.people.name_people_admins(company.workspace_id, person.id, [person.id])
    await company.people.name_people_admins(company.workspace_id, boss.id, [team.id, team.id])
    await company.people.narrow_access(company.workspace_id, team.id, open_to_guests)
    with pytest.raises(NotAllowed):
        await company.people.name_people_admins(company.workspace_id, team.id, [ann.id])
    assert await access_of(company) == open_to_guests
    setup = (await company.people.place_of(company.workspace_id, team.id)).setup
    assert setup is not None
    assert (setup.people_admins, setup.may_name, setup.access) == ((team.ref,), False, open_to_guests)
    setup = (await company.people.place_of(company.workspace_id, boss.id)).setup
    assert setup is not None
    assert setup.may_name


async def test_exactly_those_named_hold_the_role(company: Company) -> None:
    boss, one, two = [
        await company.hire("Boss", administers=True),
        await company.hire("One"),
        await company.hire("Two"),
    ]
    await company.people.name_people_admins(company.workspace_id, boss.id, [one.id])
    await company.people.name_people_admins(company.workspace_id, boss.id, [two.id])
    setups = [await company.people.place_of(company.workspace_id, person.id) for person in (one, two)]
    assert [place.setup is not None for place in setups] == [False, True]
    await company.people.name_people_admins(company.workspace_id, boss.id, [])
    assert (await company.people.place_of(company.workspace_id, two.id)).setup is None


async def test_only_members_are_named(company: Company) -> None:
    boss = await company.hire("Boss", administers=True)
    gus, rob = await company.hire("Gus", PersonKind.GUEST), await company.hire("Rob", PersonKind.BOT)
    for chosen, sentence in (
        ([gus.id], "Gus can't be a people team's admin"),
        ([gus.id, rob.id], "Gus, Rob"),
        ([PersonId("nobody")], "couldn't find"),
    ):
        with pytest.raises(InvalidForm) as caught:
            await company.people.name_people_admins(company.workspace_id, boss.id, chosen)
        assert caught.value.problems[0].field == "people_admins"
        assert sentence in words_for("en").error(caught.value)


async def test_whom_to_ask(company: Company) -> None:
    gus = await company.hire("Gus", PersonKind.GUEST)
    assert await company.people.refusal_of(company.workspace_id, gus) == (Refusal.GUEST, ())
    bosses = [await company.hire(f"Boss {number}", administers=True) for number in range(4)]
    reason, ask = await company.people.refusal_of(company.workspace_id, gus) or (None, ())
    assert (reason, len(ask)) == (Refusal.GUEST, 3)
    assert set(ask) <= {boss.ref for boss in bosses}
    team = await company.hire("Team")
    await company.people.name_people_admins(company.workspace_id, bosses[0].id, [team.id])
    assert await company.people.refusal_of(company.workspace_id, gus) == (Refusal.GUEST, (team.ref,))
    await company.becomes(team, kind=PersonKind.DEACTIVATED)
    _, ask = await company.people.refusal_of(company.workspace_id, gus) or (None, ())
    assert set(ask) <= {boss.ref for boss in bosses}
    assert ask


async def test_the_place_of_nobody(company: Company) -> None:
    with pytest.raises(NotFound):
        await company.people.place_of(company.workspace_id, PersonId("nobody"))
