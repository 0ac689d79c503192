"""People, as the platform and the people team's file describe them."""

from dataclasses import replace

import pytest

from core.domain.ids import PersonId, new_id
from core.domain.people import Employment, Person, PersonKind, Profile
from core.ports import UnitOfWork
from tests.contract.office import Office, open_office

FULL = Profile(
    external_id="U1",
    kind=PersonKind.GUEST,
    name="Zoë Ünal-O'Neill 🌱",
    handle="zoe",
    time_zone="America/Argentina/Buenos_Aires",
    locale="es-AR",
    email="Zoe.Unal@Example.COM",
    administers=True,
)


async def save(office: Office, *profiles: Profile) -> int:
    return await office.change(lambda unit: unit.people.save_profiles(profiles))


async def find(office: Office, external_id: str) -> Person:
    return (await office.ask(lambda unit: unit.people.by_external_ids([external_id])))[external_id]


async def test_a_profile_comes_back_as_it_was_saved(office: Office) -> None:
    assert await save(office, FULL) == 1
    person = await find(office, "U1")
    assert person == Person(person.id, office.workspace_id, FULL, Employment(), erased=False)
    assert await office.ask(lambda unit: unit.people.get(person.id)) == person


async def test_nobody_is_found_by_an_unknown_id(office: Office) -> None:
    nobody = PersonId(new_id())
    assert await office.ask(lambda unit: unit.people.get(nobody)) is None
    assert await office.ask(lambda unit: unit.people.get_many([nobody])) == {}
    assert await office.ask(lambda unit: unit.people.by_external_ids(["U404"])) == {}
    assert await office.ask(lambda unit: unit.people.by_emails(["nobody@example.com"])) == {}
    assert await office.ask(lambda unit: unit.people.conversation(nobody)) is None


async def test_several_are_found_at_once(office: Office) -> None:
    found = await office.ask(lambda unit: unit.people.get_many([office.ada, PersonId(new_id()), office.ben]))
    assert {person_id: person.name for person_id, person in found.items()} == {
        office.ada: "Ada",
        office.ben: "Ben",
    }
    assert await office.ask(lambda unit: unit.people.get_many([])) == {}


async def test_saving_counts_only_what_is_new_or_different(office: Office) -> None:
    second = replace(FULL, external_id="U2", email=None)
    assert await save(office, FULL, second) == 2
    assert await save(office, FULL, second) == 0
    assert await save(office, FULL, replace(second, name="Someone Else")) == 1
    assert await save(office, replace(second, name="Someone Else", email="new@example.com")) == 1
    assert await save(office) == 0


@pytest.mark.parametrize(
    "change",
    [
        {"kind": PersonKind.DEACTIVATED},
        {"name": "Zoe"},
        {"handle": ""},
        {"time_zone": "UTC"},
        {"locale": "en-GB"},
        {"email": None},
        {"email": "zoe.unal@example.com"},
        {"administers": False},
    ],
    ids=str,
)
async def test_every_part_of_a_profile_is_brought_up_to_date(
    office: Office, change: dict[str, object]
) -> None:
    await save(office, FULL)
    known = await find(office, "U1")
    assert await save(office, replace(FULL, **change)) == 1
    assert await find(office, "U1") == replace(known, profile=replace(FULL, **change))


async def test_the_last_of_two_profiles_of_one_account_counts(office: Office) -> None:
    assert await save(office, FULL, replace(FULL, name="Later")) == 1
    assert (await find(office, "U1")).name == "Later"


async def test_e_mail_addresses_are_compared_without_case(office: Office) -> None:
    await save(office, FULL, replace(FULL, external_id="U2", email="ben@example.com"))
    found = await office.ask(
        lambda unit: unit.people.by_emails(["zoe.unal@EXAMPLE.com", "BEN@example.com", "no@example.com"])
    )
    assert {email: person.profile.external_id for email, person in found.items()} == {
        "zoe.unal@example.com": "U1",
        "ben@example.com": "U2",
    }


@pytest.mark.parametrize("saved_first", [True, False])
async def test_of_accounts_that_share_an_address_the_nearest_is_found(
    office: Office, saved_first: bool
) -> None:
    kinds = [PersonKind.MEMBER, PersonKind.GUEST, PersonKind.DEACTIVATED]
    accounts = [replace(FULL, external_id=kind.value, kind=kind) for kind in kinds]
    await save(office, *(accounts if saved_first else reversed(accounts)))
    for nearest in kinds[:2]:
        found = await office.ask(lambda unit: unit.people.by_emails(["zoe.unal@example.com"]))
        assert found["zoe.unal@example.com"].profile.kind is nearest
        await save(office, replace(accounts[kinds.index(nearest)], email=None))


async def test_administrators_are_members_who_administer(office: Office) -> None:
    boss = replace(FULL, kind=PersonKind.MEMBER)
    await save(
        office,
        boss,
        replace(boss, external_id="U2"),
        replace(boss, external_id="U3"),
        replace(boss, external_id="U4", administers=False),
        replace(boss, external_id="U5", kind=PersonKind.DEACTIVATED),
    )
    three = await office.ask(lambda unit: unit.people.administrators(10))
    assert {person.profile.external_id for person in three} == {"U1", "U2", "U3"}
    assert [person.id for person in three] == sorted(person.id for person in three)
    assert await office.ask(lambda unit: unit.people.administrators(2)) == three[:2]


async def test_everybody_is_walked_through_once_in_order(office: Office) -> None:
    await save(office, *(replace(FULL, external_id=f"U{number}") for number in range(20)))

    async def batches(unit: UnitOfWork) -> list[list[Person]]:
        return [list(batch) async for batch in unit.people.all(batch=7)]

    walked = await office.ask(batches)
    assert [len(batch) for batch in walked] == [7, 7, 7, 4]
    ids = [person.id for batch in walked for person in batch]
    assert ids == sorted(set(ids))
    assert len(ids) == 25


async def test_employment_is_replaced_as_a_whole(office: Office) -> None:
    first = {office.ada: Employment("Engineering", "Engineer", "DE"), office.ben: Employment("Sales")}
    await office.change(lambda unit: unit.people.save_employment(first))
    await office.change(lambda unit: unit.people.save_employment({office.ada: Employment(title="Lead")}))
    await office.change(lambda unit: unit.people.save_employment({}))
    found = await office.ask(lambda unit: unit.people.get_many([office.ada, office.ben, office.cleo]))
    assert {person.name: person.employment for person in found.values()} == {
        "Ada": Employment(title="Lead"),
        "Ben": Employment("Sales"),
        "Cleo": Employment(),
    }


async def test_a_new_profile_leaves_employment_and_conversation_alone(office: Office) -> None:
    await save(office, FULL)
    person = await find(office, "U1")
    await office.change(lambda unit: unit.people.save_employment({person.id: Employment("Research")}))
    await office.change(lambda unit: unit.people.save_conversation(person.id, "D1"))
    await save(office, replace(FULL, name="Zoe"))
    assert (await find(office, "U1")).employment == Employment("Research")
    assert await office.ask(lambda unit: unit.people.conversation(person.id)) == "D1"


async def test_a_conversation_is_kept_and_replaced(office: Office) -> None:
    assert await office.ask(lambda unit: unit.people.conversation(office.ada)) is None
    await office.change(lambda unit: unit.people.save_conversation(office.ada, "D1"))
    await office.change(lambda unit: unit.people.save_conversation(office.ada, "D2"))
    assert await office.ask(lambda unit: unit.people.conversation(office.ada)) == "D2"
    assert await office.ask(lambda unit: unit.people.conversation(office.ben)) is None


async def erase(office: Office) -> Person:
    """Somebody of whom everything was known."""
    await save(office, FULL)
    person = await find(office, "U1")
    await office.change(lambda unit: unit.people.save_employment({person.id: Employment("R", "T", "DE")}))
    await office.change(lambda unit: unit.people.save_conversation(person.id, "D1"))
    await office.change(lambda unit: unit.people.erase(person.id))
    return person


async def test_an_erased_person_leaves_a_row_that_says_nothing(office: Office) -> None:
    person = await erase(office)
    blank = Profile(f"erased:{person.id}", PersonKind.DEACTIVATED, "")
    assert await office.ask(lambda unit: unit.people.get(person.id)) == Person(
        person.id, office.workspace_id, blank, Employment(), erased=True
    )
    assert await office.ask(lambda unit: unit.people.conversation(person.id)) is None
    assert await office.ask(lambda unit: unit.people.by_external_ids(["U1"])) == {}
    assert await office.ask(lambda unit: unit.people.by_emails(["zoe.unal@example.com"])) == {}


async def test_an_erased_person_stays_erased(office: Office) -> None:
    person = await erase(office)
    gone = replace(FULL, kind=PersonKind.DEACTIVATED)
    assert await save(office, gone, replace(gone, external_id="U2")) == 1
    await office.change(lambda unit: unit.people.save_employment({person.id: Employment("R")}))
    await office.change(lambda unit: unit.people.save_conversation(person.id, "D1"))
    await office.change(lambda unit: unit.people.erase(person.id))
    assert await office.ask(lambda unit: unit.people.by_external_ids(["U1"])) == {}
    stored = await office.ask(lambda unit: unit.people.get(person.id))
    assert stored is not None
    assert (stored.erased, stored.employment) == (True, Employment())
    assert await office.ask(lambda unit: unit.people.conversation(person.id)) is None


async def test_who_comes_back_after_an_erasure_is_somebody_new(office: Office) -> None:
    person = await erase(office)
    assert await save(office, FULL) == 1
    assert (await find(office, "U1")).id != person.id


async def test_an_erasure_says_nothing_about_the_same_account_elsewhere(office: Office) -> None:
    await erase(office)
    other = await open_office(office.storage)
    assert await save(other, replace(FULL, kind=PersonKind.DEACTIVATED)) == 1
