"""Everloop's picture of who is there, kept in line with the platform's."""

import pytest

from core.domain.errors import Unavailable
from core.domain.ids import WorkspaceId
from core.domain.people import Person, PersonKind
from core.domain.policies import Refusal
from core.domain.workspaces import Access, Audience
from tests.factories import Company, profile


async def everybody(company: Company) -> dict[str, Person]:
    async with company.reading() as unit:
        return {person.name: person async for batch in unit.people.all() for person in batch}


def lists(company: Company, *names: str, kind: PersonKind = PersonKind.MEMBER) -> None:
    for name in names:
        somebody = profile(name, kind)
        company.directory.profiles[somebody.external_id] = somebody


async def test_everybody_is_read_page_by_page(company: Company) -> None:
    lists(company, *(f"P{number}" for number in range(8)))
    lists(company, "Rob", kind=PersonKind.BOT)
    assert await company.people.sync_everyone(company.workspace_id) == 9
    assert set(await everybody(company)) == {*(f"P{number}" for number in range(8)), "Rob"}
    assert await company.people.sync_everyone(company.workspace_id) == 0


async def test_changes_are_counted_and_saved(company: Company) -> None:
    ann = await company.hire("Ann")
    lists(company, "Bob")
    company.directory.profiles[ann.profile.external_id] = profile("Anne", external_id=ann.profile.external_id)
    assert await company.people.sync_everyone(company.workspace_id) == 2
    assert (await everybody(company))["Anne"].id == ann.id


async def test_those_who_are_not_listed_any_more_are_deactivated_and_nothing_is_deleted(
    company: Company,
) -> None:
    ann, bob = await company.hire("Ann"), await company.hire("Bob")
    guest = await company.hire("Stranger", PersonKind.STRANGER)
    [copy] = await company.send(ann, bob)
    del company.directory.profiles[ann.profile.external_id]
    del company.directory.profiles[guest.profile.external_id]
    assert await company.people.sync_everyone(company.workspace_id) == 1
    people = await everybody(company)
    assert people["Ann"].profile.kind is PersonKind.DEACTIVATED
    assert people["Stranger"].profile.kind is PersonKind.STRANGER
    assert await company.feedback.open_feedback(company.workspace_id, bob.id, copy.feedback.id) == copy


async def test_an_incomplete_list_deactivates_nobody(company: Company) -> None:
    for name in ("A", "B", "C", "D"):
        await company.hire(name)
    company.directory.breaks_after = 1
    with pytest.raises(Unavailable):
        await company.people.sync_everyone(company.workspace_id)
    company.directory.breaks_after = None
    company.directory.profiles.clear()
    assert await company.people.sync_everyone(company.workspace_id) == 0
    assert {one.profile.kind for one in (await everybody(company)).values()} == {PersonKind.MEMBER}


async def test_who_was_gone_before_they_were_known_is_not_stored(company: Company) -> None:
    lists(company, "Old", kind=PersonKind.DEACTIVATED)
    lists(company, "New")
    await company.people.sync_everyone(company.workspace_id)
    assert set(await everybody(company)) == {"New"}


async def test_meeting_somebody_for_the_first_time(company: Company) -> None:
    ann = await company.hire("Ann")
    lists(company, "Bob")
    ids = list(company.directory.profiles)
    met = await company.people.meet(company.workspace_id, [*ids, "U-nobody", ids[1]])
    assert [met[one].name for one in ids] == ["Ann", "Bob"]
    assert set(met) == set(ids)
    assert company.directory.calls["look_up"] == 2
    assert await company.people.meet(company.workspace_id, ids) == met
    assert company.directory.calls["look_up"] == 2
    assert await company.people.known(company.workspace_id, [*ids, "U-nobody"]) == met
    assert met[ann.profile.external_id] == ann


async def test_meeting_when_the_platform_is_away(company: Company) -> None:
    ann = await company.hire("Ann")
    company.directory.away = True
    known = ann.profile.external_id
    assert await company.people.meet(company.workspace_id, [known]) == {known: ann}
    with pytest.raises(Unavailable):
        await company.people.meet(company.workspace_id, [known, "U-new"])


async def pilot(company: Company, *inside: Person) -> Person:
    boss = await company.hire("Boss", administers=True)
    company.directory.members["S1"] = [person.profile.external_id for person in (boss, *inside)]
    access = Access(Audience.GROUP, "S1", "pilots")
    await company.people.narrow_access(company.workspace_id, boss.id, access)
    return boss


async def test_the_pilot_is_read_again_with_everybody(company: Company) -> None:
    ann, bob = await company.hire("Ann"), await company.hire("Bob")
    await pilot(company, ann)
    assert await company.people.refusal_of(company.workspace_id, ann) is None
    company.directory.members["S1"] = [bob.profile.external_id]
    await company.people.sync_everyone(company.workspace_id)
    refused = await company.people.refusal_of(company.workspace_id, ann)
    assert refused is not None
    assert refused[0] is Refusal.NOT_IN_PILOT
    assert await company.people.refusal_of(company.workspace_id, bob) is None


async def test_the_pilot_is_read_again_before_somebody_is_sent_away_but_not_each_time(
    company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    seconds = 1000.0
    monkeypatch.setattr("core.services.people.monotonic", lambda: seconds)
    ann = await company.hire("Ann")
    await pilot(company)
    reads = company.directory.calls["members_of"]
    company.directory.members["S1"].append(ann.profile.external_id)
    await company.people.check_pilot_again(company.workspace_id)
    assert company.directory.calls["members_of"] == reads, "it was read just now"
    seconds += 60
    await company.people.check_pilot_again(company.workspace_id)
    await company.people.check_pilot_again(company.workspace_id)
    assert company.directory.calls["members_of"] == reads + 1
    assert await company.people.refusal_of(company.workspace_id, ann) is None


async def test_where_the_platform_is_away_the_last_reading_counts(
    company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    seconds = 1000.0
    monkeypatch.setattr("core.services.people.monotonic", lambda: seconds)
    ann, bob = await company.hire("Ann"), await company.hire("Bob")
    await pilot(company, ann)
    seconds += 60
    company.directory.away = True
    await company.people.check_pilot_again(company.workspace_id)
    assert await company.people.refusal_of(company.workspace_id, ann) is None
    company.directory.away = False
    company.directory.members["S1"].append(bob.profile.external_id)
    await company.people.check_pilot_again(company.workspace_id)
    assert await company.people.refusal_of(company.workspace_id, bob) is None


async def test_a_reading_of_what_it_is_not_narrowed_to_any_more_does_not_count(
    company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    ann, bob = await company.hire("Ann"), await company.hire("Bob")
    boss = await pilot(company, ann)
    company.directory.members["S2"] = [bob.profile.external_id]

    async def meanwhile(workspace_id: WorkspaceId, access: Access) -> list[str]:
        monkeypatch.undo()
        other = Access(Audience.GROUP, "S2", "others")
        await company.people.narrow_access(workspace_id, boss.id, other)
        return company.directory.members[access.source]

    monkeypatch.setattr(company.directory, "members_of", meanwhile)
    await company.people.sync_everyone(company.workspace_id)
    assert await company.people.refusal_of(company.workspace_id, bob) is None
    assert await company.people.refusal_of(company.workspace_id, ann) is not None


async def test_open_to_everyone_the_platform_is_not_asked(company: Company) -> None:
    await company.people.check_pilot_again(company.workspace_id)
    assert "members_of" not in company.directory.calls
