"""What a transaction keeps, what it forgets, and what it can't see."""

import pytest

from core.domain.feedback import Box
from core.domain.people import Grant, LineSource, LineState, PersonKind, Profile, ReportingLine, Role
from core.domain.workspaces import Access, Audience
from tests.contract.office import NOON, Office, Storage, open_office

NEW = Profile("U-NEW", PersonKind.MEMBER, "New")


async def names(office: Office) -> set[str]:
    found = await office.ask(lambda unit: unit.people.by_external_ids(["U-NEW", "ADA"]))
    return {person.name for person in found.values()}


async def test_what_is_not_committed_never_was(office: Office) -> None:
    async with office.writing() as unit:
        await unit.people.save_profiles([NEW])
        await unit.outbox.tell(office.topic(), NOON)
    assert await names(office) == {"Ada"}
    assert await office.due() == []


async def test_an_error_rolls_back(office: Office) -> None:
    with pytest.raises(RuntimeError, match="in between"):
        async with office.writing() as unit:
            await unit.people.save_profiles([NEW])
            raise RuntimeError("in between")
    assert await names(office) == {"Ada"}


async def test_what_comes_after_the_commit_is_rolled_back(office: Office) -> None:
    async with office.writing() as unit:
        await unit.outbox.tell(office.topic(), NOON)
        await unit.commit()
        await unit.people.save_profiles([NEW])
    assert await names(office) == {"Ada"}
    assert len(await office.due()) == 1


async def test_changes_commit_together(office: Office) -> None:
    submission = office.submission()
    async with office.writing() as unit:
        await unit.people.save_profiles([NEW])
        await unit.feedback.add(submission, office.copies(submission, office.ben))
        await unit.outbox.tell(office.topic(), NOON)
        assert (await unit.people.by_external_ids(["U-NEW"]))["U-NEW"].name == "New"
        await unit.commit()
    assert await names(office) == {"Ada", "New"}
    assert len(await office.due()) == 1
    assert await office.ask(lambda unit: unit.feedback.sent_form(submission.id)) is not None


async def test_a_reader_sees_one_state_and_waits_for_nobody(office: Office) -> None:
    async with office.writing() as writer:
        await writer.people.save_profiles([NEW])
        async with office.reading() as reader:
            assert await reader.people.by_external_ids(["U-NEW"]) == {}
            await writer.commit()
            assert await reader.people.by_external_ids(["U-NEW"]) == {}
    assert await names(office) == {"Ada", "New"}


async def test_a_workspace_is_added_at_first_sight(storage: Storage) -> None:
    first = await storage.ensure_workspace("slack", "T-first", "First", None)
    assert (first.platform, first.external_id, first.name) == ("slack", "T-first", "First")
    assert (first.enterprise_id, first.access) == (None, Access())
    assert await storage.ensure_workspace("slack", "T-first", "First", None) == first
    assert await storage.ensure_workspace("teams", "T-first", "First", None) != first
    renamed = await storage.ensure_workspace("slack", "T-first", "Renamed", "E1")
    assert (renamed.id, renamed.name, renamed.enterprise_id) == (first.id, "Renamed", "E1")
    assert renamed in await storage.workspaces()
    async with storage.reading(first.id) as unit:
        assert await unit.workspace() == renamed


async def test_access_is_kept(office: Office) -> None:
    access = Access(Audience.CHANNEL, "C1", "#pilot", guests=True)
    await office.change(lambda unit: unit.save_access(access))
    workspace = await office.ask(lambda unit: unit.workspace())
    assert workspace.access == access
    again = await office.storage.ensure_workspace("slack", workspace.external_id, "Other name", None)
    assert again.access == access


async def test_nothing_of_another_workspace_can_be_seen(office: Office) -> None:
    other = await open_office(office.storage)
    submission, (copy,) = await office.send(office.ben, readers=[office.dana])
    line = ReportingLine(office.ben, office.ada, LineSource.SELF, LineState.PROPOSED, NOON)
    await office.change(lambda unit: unit.lines.save([line]))
    grants = [Grant(office.ada, Role.PEOPLE_ADMIN, None, NOON)]
    await office.change(lambda unit: unit.grants.replace(Role.PEOPLE_ADMIN, grants))
    await office.change(lambda unit: unit.members.replace([office.ada]))
    await office.change(lambda unit: unit.people.save_conversation(office.ada, "D1"))
    await office.tell(office.topic())

    async with other.reading() as unit:
        assert await unit.people.get(office.ada) is None
        assert await unit.people.get_many([office.ada]) == {}
        assert await unit.people.conversation(office.ada) is None
        assert await unit.lines.of(office.ben) is None
        assert await unit.lines.reports_of(office.ada) == []
        assert await unit.grants.holders(Role.PEOPLE_ADMIN) == []
        assert not await unit.members.contains(office.ada)
        assert await unit.feedback.item(copy.id) is None
        assert await unit.feedback.sent_form(submission.id) is None
        assert await unit.feedback.by_form_key(submission.form_key) is None
        assert (await unit.feedback.page(office.ben, Box.RECEIVED, None, 5)).items == ()
        assert (await unit.feedback.page(office.dana, Box.SHARED, None, 5)).items == ()
        assert await unit.feedback.count_of(office.ben) == (0, 0, 0)
        assert await unit.outbox.due(NOON, 10) == []
        assert await unit.outbox.waiting() == (0, None)


async def test_nothing_of_another_workspace_can_be_changed(office: Office) -> None:
    other = await open_office(office.storage)
    held, (copy,) = await office.give(office.ben)
    message = await office.tell(office.topic())
    lease = await other.lease()
    async with other.writing() as unit:
        assert not await unit.feedback.release(held.id, NOON)
        assert not await unit.feedback.undo(held.id, NOON)
        assert not await unit.feedback.thank(copy.id, NOON)
        assert not await unit.outbox.begin(message, lease.fence)
        await unit.people.erase(office.ada)
        await unit.feedback.erase_received(office.ben)
        await unit.outbox.withdraw(message.topic)
        await unit.commit()
    item = await office.ask(lambda unit: unit.feedback.item(copy.id))
    assert item is not None
    assert (item.submission, item.author.name) == (held, "Ada")
    assert await office.due() == [message]


async def test_the_same_form_key_and_account_are_different_things_elsewhere(office: Office) -> None:
    other = await open_office(office.storage)
    first, _ = await office.give(office.ben, form_key="V1")
    second, _ = await other.give(other.ben, form_key="V1")
    assert first.id != second.id
    assert office.ada != other.ada
