"""Forgetting somebody who left."""

import pytest

from core.domain.errors import NotAllowed, NotFound
from core.domain.feedback import Box
from core.domain.people import LineState, Person, PersonKind, Role
from core.notifications import FeedbackReceived, ManagerProposed
from tests.factories import DESCRIBE, Company


async def everything_of(company: Company) -> tuple[Person, Person, Person]:
    """Ann, who left: feedback both ways, a draft, a role, a manager, and a report who waits for an answer."""
    boss = await company.hire("Boss", administers=True)
    ann, bob, mia = [await company.hire(name) for name in ("Ann", "Bob", "Mia")]
    await company.send(ann, bob, text="From Ann")
    await company.send(bob, ann, text="To Ann")
    await company.send(bob, ann, mia, text="To both")
    await company.drafts.keep_draft(company.workspace_id, ann.id, "feedback.give", "k", {"text": "x"})
    await company.people.name_people_admins(company.workspace_id, boss.id, [ann.id, bob.id])
    await company.manages(mia, ann)
    await company.people.name_manager(company.workspace_id, bob.id, ann.id)
    return await company.becomes(ann, kind=PersonKind.DEACTIVATED), bob, mia


async def test_the_dry_run_counts_and_changes_nothing(company: Company) -> None:
    ann, bob, _ = await everything_of(company)
    plan = await company.erasing.plan_erasure(company.workspace_id, ann.id)
    assert (plan.received, plan.given, plan.drafts, plan.reports) == (2, 1, 1, 1)
    assert plan.roles == {Role.PEOPLE_ADMIN}
    assert plan.person == ann
    async with company.reading() as unit:
        assert await unit.people.get(ann.id) == ann
        assert await unit.lines.of(bob.id) is not None


async def test_nothing_of_them_is_left_but_what_they_gave(company: Company) -> None:
    ann, bob, mia = await everything_of(company)
    assert any(isinstance(what, FeedbackReceived) for what in await company.reads(mia))
    await company.erasing.erase_person(company.workspace_id, ann.id)
    async with company.reading() as unit:
        erased = await unit.people.get(ann.id)
        assert erased is not None
        assert (erased.erased, erased.ref.name, erased.profile.email) == (True, "", None)
        assert ann.profile.external_id not in erased.profile.external_id
        assert ann.name not in repr(erased)
        assert await unit.lines.of(ann.id) is None
        assert await unit.lines.reports_of(ann.id) == []
        assert [grant.person_id for grant in await unit.grants.holders(Role.PEOPLE_ADMIN)] == [bob.id]
        assert await unit.drafts.of(ann.id) == []
        assert await unit.feedback.count_of(ann.id) == (0, 1, 0)
    [kept] = (await company.feedback.list_feedback(company.workspace_id, bob.id, Box.RECEIVED)).items
    assert (kept.submission.text, kept.author.erased) == ("From Ann", True)
    given = (await company.feedback.list_feedback(company.workspace_id, bob.id, Box.GIVEN)).items
    assert [(item.submission.text, item.recipient) for item in given] == [("To both", mia.ref)]


async def test_what_was_to_be_said_to_them_is_not_said(company: Company) -> None:
    ann, bob, _ = await everything_of(company)
    await company.erasing.erase_person(company.workspace_id, ann.id)
    assert await company.reads(ann) == []
    for what in await company.reads(bob):
        assert not isinstance(what, ManagerProposed)
    async with company.reading() as unit:
        waiting, _ = await unit.outbox.waiting()
    assert waiting == 0


async def test_a_reader_who_is_erased_is_a_reader_without_a_name(company: Company) -> None:
    bob, cat, mia = [await company.hire(name) for name in ("Bob", "Cat", "Mia")]
    await company.manages(mia, cat, state=LineState.CONFIRMED)
    [copy] = await company.send(bob, cat, managers={cat: mia})
    await company.becomes(mia, kind=PersonKind.DEACTIVATED)
    await company.erasing.erase_person(company.workspace_id, mia.id)
    seen = await company.feedback.open_feedback(company.workspace_id, cat.id, copy.feedback.id)
    assert [reader.erased for reader in seen.readers] == [True]
    assert await company.reads(mia) == []


async def test_a_question_they_asked_goes(company: Company) -> None:
    bob, mia = await company.hire("Bob"), await company.hire("Mia")
    await company.people.name_manager(company.workspace_id, bob.id, mia.id)
    assert len(await company.reads(mia)) == 1
    await company.becomes(bob, kind=PersonKind.DEACTIVATED)
    await company.erasing.erase_person(company.workspace_id, bob.id)
    assert await company.reads(mia) == []


async def test_nothing_is_worded_for_an_erased_reader(company: Company) -> None:
    ann, bob, mia = [await company.hire(name) for name in ("Ann", "Bob", "Mia")]
    await company.manages(mia, bob)
    await company.send(ann, bob, managers={bob: mia})
    async with company.reading() as unit:
        waiting = await unit.outbox.due(company.clock.now(), 10)
    await company.becomes(mia, kind=PersonKind.DEACTIVATED)
    await company.becomes(ann, kind=PersonKind.DEACTIVATED)
    for person in (mia, ann):
        await company.erasing.erase_person(company.workspace_id, person.id)
    async with company.reading() as unit:
        worded = {one.topic.kind: await DESCRIBE[one.topic.kind](unit, one) for one in waiting}
    assert worded["feedback.for_manager"] is worded["feedback.submitted"] is None
    assert isinstance(worded["feedback.received"], FeedbackReceived)


async def test_only_somebody_who_left_and_only_once(company: Company) -> None:
    ann = await company.hire("Ann")
    with pytest.raises(NotAllowed):
        await company.erasing.plan_erasure(company.workspace_id, ann.id)
    with pytest.raises(NotAllowed):
        await company.erasing.erase_person(company.workspace_id, ann.id)
    await company.becomes(ann, kind=PersonKind.DEACTIVATED)
    await company.erasing.erase_person(company.workspace_id, ann.id)
    with pytest.raises(NotFound):
        await company.erasing.erase_person(company.workspace_id, ann.id)


async def test_the_nightly_list_does_not_bring_them_back(company: Company) -> None:
    ann = await company.hire("Ann")
    await company.hire("Bob")
    await company.becomes(ann, kind=PersonKind.DEACTIVATED)
    await company.erasing.erase_person(company.workspace_id, ann.id)
    assert await company.people.sync_everyone(company.workspace_id) == 0
    assert await company.people.known(company.workspace_id, [ann.profile.external_id]) == {}


async def test_found_by_address_or_member_id(company: Company) -> None:
    ann = await company.hire("Ann")
    for who in (str(ann.profile.email).upper(), ann.profile.external_id):
        assert await company.erasing.find_person(company.workspace_id, who) == ann
    with pytest.raises(NotFound):
        await company.erasing.find_person(company.workspace_id, "somebody")
