"""The people team's file: the difference first, then all of it or nothing."""

from typing import Any

import pytest

from core.domain.errors import TooLate
from core.domain.people import Employment, LineSource, LineState, Person, PersonKind
from core.notifications import ManagerProposed
from core.services.importing import Change, ImportPlan
from core.services.people_file import BadFile
from tests.factories import Company, profile

HEADER = "email,manager_email,department,title,country"


def row(person: Person, manager: Person | None = None, rest: str = ",,") -> str:
    return f"{person.profile.email},{manager.profile.email if manager else ''},{rest}"


async def plan(company: Company, *rows: str, header: str = HEADER) -> ImportPlan:
    return await company.imports.plan_import(company.workspace_id, "\n".join([header, *rows]))


async def bring_in(company: Company, *rows: str, header: str = HEADER) -> list[Change]:
    planned = await plan(company, *rows, header=header)
    await company.imports.apply_import(planned)
    return list(planned.changes)


async def manager_of(company: Company, person: Person) -> Any:
    async with company.reading() as unit:
        line = await unit.lines.of(person.id)
    return (line.manager_id, line.source, line.state) if line else None


async def people(company: Company, *names: str) -> list[Person]:
    return [await company.hire(name) for name in names]


async def test_the_difference_and_then_the_import(company: Company) -> None:
    bob, mia = await people(company, "Bob", "Mia")
    rows = [row(bob, mia, "Tools,Engineer,de"), row(mia, None, "Tools,Head,IN")]
    planned = await plan(company, *rows)
    assert planned.changes == (
        Change(bob.ref, "manager", None, "Mia"),
        Change(bob.ref, "department", None, "Tools"),
        Change(bob.ref, "title", None, "Engineer"),
        Change(bob.ref, "country", None, "DE"),
        Change(mia.ref, "department", None, "Tools"),
        Change(mia.ref, "title", None, "Head"),
        Change(mia.ref, "country", None, "IN"),
    )
    assert await manager_of(company, bob) is None, "a plan changes nothing"
    await company.imports.apply_import(planned)
    assert await manager_of(company, bob) == (mia.id, LineSource.FILE, LineState.CONFIRMED)
    async with company.reading() as unit:
        saved = await unit.people.get_many([bob.id, mia.id])
    assert saved[bob.id].employment == Employment("Tools", "Engineer", "DE")
    again = await plan(company, *rows)
    assert (again.changes, again.unchanged) == ((), 2)
    assert await company.reads(mia) == await company.reads(bob) == [], "nobody is messaged"


async def test_what_the_file_does_not_speak_of_stays(company: Company) -> None:
    bob, mia = await people(company, "Bob", "Mia")
    await bring_in(company, row(bob, mia, "Tools,Engineer,DE"))
    changes = await bring_in(company, f"{bob.profile.email},Lead", header="email,title")
    assert changes == [Change(bob.ref, "title", "Engineer", "Lead")]
    assert await manager_of(company, bob) == (mia.id, LineSource.FILE, LineState.CONFIRMED)
    async with company.reading() as unit:
        found = await unit.people.get(bob.id)
    assert found is not None
    assert found.employment == Employment("Tools", "Lead", "DE")


async def test_the_file_is_the_whole_truth_about_its_own_lines(company: Company) -> None:
    bob, cat, dan, mia, max_ = await people(company, "Bob", "Cat", "Dan", "Mia", "Max")
    await bring_in(company, row(bob, mia), row(cat, mia), row(dan, mia))
    await company.manages(max_, mia)
    changes = await bring_in(company, row(bob, max_), row(cat))
    assert changes == [
        Change(bob.ref, "manager", "Mia", "Max"),
        Change(cat.ref, "manager", "Mia", None),
        Change(dan.ref, "manager", "Mia", None),
    ]
    assert await manager_of(company, cat) is await manager_of(company, dan) is None
    assert await manager_of(company, mia) == (max_.id, LineSource.SELF, LineState.CONFIRMED)


async def test_it_wins_over_what_people_say_themselves(company: Company) -> None:
    bob, cat, mia, max_ = await people(company, "Bob", "Cat", "Mia", "Max")
    await company.people.name_manager(company.workspace_id, bob.id, max_.id)
    assert await company.reads(max_) == [ManagerProposed(bob.ref, max_.ref, None)]
    await company.manages(mia, cat)
    changes = await bring_in(company, row(bob, mia), row(cat, mia))
    assert [(change.before, change.after) for change in changes] == [
        ("Max (named by themselves, proposed)", "Mia"),
        ("Mia (named by themselves, confirmed)", "Mia"),
    ]
    assert await company.reads(max_) == [], "the question is taken back"
    assert await manager_of(company, bob) == (mia.id, LineSource.FILE, LineState.CONFIRMED)
    assert await bring_in(company, row(bob), row(cat)) != []
    assert await manager_of(company, bob) is None


async def test_a_proposal_stays_where_the_file_names_nobody(company: Company) -> None:
    bob, mia = await people(company, "Bob", "Mia")
    await company.people.name_manager(company.workspace_id, bob.id, mia.id)
    assert await bring_in(company, row(bob)) == []
    assert await manager_of(company, bob) == (mia.id, LineSource.SELF, LineState.PROPOSED)


async def test_who_is_not_here_or_cannot_manage(company: Company) -> None:
    bob, gus = (await people(company, "Bob"))[0], await company.hire("Gus", PersonKind.GUEST)
    with pytest.raises(BadFile) as caught:
        await plan(company, "who@x.io,,,,", row(bob, gus), f"{gus.profile.email},boss@x.io,,,")
    assert [str(error) for error in caught.value.errors] == [
        "line 2, column email: nobody here has the address who@x.io",
        f"line 3, column manager_email: {gus.profile.email} can't be a manager: a guest account",
        "line 4, column manager_email: nobody here has the address boss@x.io",
    ]


async def test_nothing_is_imported_when_something_changed_after_the_difference(company: Company) -> None:
    bob, mia, max_ = await people(company, "Bob", "Mia", "Max")
    planned = await plan(company, row(bob, mia, "Tools,,"))
    await company.people.name_manager(company.workspace_id, bob.id, max_.id)
    with pytest.raises(TooLate):
        await company.imports.apply_import(planned)
    assert await manager_of(company, bob) == (max_.id, LineSource.SELF, LineState.PROPOSED)
    async with company.reading() as unit:
        found = await unit.people.get(bob.id)
    assert found is not None
    assert found.employment == Employment()


async def test_a_company_of_thousands(company: Company) -> None:
    boss, *others = [profile(f"P{number}") for number in range(3000)]
    async with company.writing() as unit:
        await unit.people.save_profiles([boss, *others])
        await unit.commit()
    rows = [f"{boss.email},,,,"] + [f"{one.email},{boss.email},Tools,,DE" for one in others]
    planned = await plan(company, *rows)
    assert len(planned.changes) == 3 * len(others)
    await company.imports.apply_import(planned)
    assert (await plan(company, *rows)).changes == ()
