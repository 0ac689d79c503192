"""What people typed and have not sent."""

from collections.abc import Mapping
from dataclasses import replace

from core.domain.drafts import Draft, DraftValue
from core.domain.ids import DraftId, new_id
from tests.contract.office import HOUR, MINUTE, NOON, Office

TYPED: Mapping[str, DraftValue] = {
    "text": "Grüße \U0001f44b\n& more",
    "recipients": ["a", "b"],
    "quote": {"text": "so", "link": "https://example.com"},
    "count": 3,
    "urgent": True,
    "kind": None,
}


def draft(office: Office, **more: object) -> Draft:
    plain = Draft(DraftId(new_id()), office.ada, "feedback.give", "V1", TYPED, NOON, NOON + 24 * HOUR)
    return replace(plain, **more)


async def put(office: Office, one: Draft) -> DraftId:
    return await office.change(lambda unit: unit.drafts.put(one))


async def test_a_draft_comes_back_as_it_was_typed(office: Office) -> None:
    one = draft(office)
    assert await put(office, one) == one.id
    assert await office.ask(lambda unit: unit.drafts.get(one.id)) == one
    assert await office.ask(lambda unit: unit.drafts.get(DraftId(new_id()))) is None


async def test_writing_over_a_draft_keeps_its_first_id(office: Office) -> None:
    first = draft(office)
    second = draft(office, content={"text": "more"}, updated_at=NOON + HOUR, expires_at=NOON + 48 * HOUR)
    await put(office, first)
    assert await put(office, second) == first.id
    assert await office.ask(lambda unit: unit.drafts.get(first.id)) == replace(second, id=first.id)
    assert await office.ask(lambda unit: unit.drafts.get(second.id)) is None


async def test_another_person_form_or_key_is_another_draft(office: Office) -> None:
    drafts = [
        draft(office),
        draft(office, key="V2", updated_at=NOON + MINUTE),
        draft(office, form="manager.name", updated_at=NOON + 2 * MINUTE),
        draft(office, person_id=office.ben),
    ]
    assert [await put(office, one) for one in drafts] == [one.id for one in drafts]
    assert await office.ask(lambda unit: unit.drafts.of(office.ada)) == drafts[2::-1]
    assert await office.ask(lambda unit: unit.drafts.of(office.ada, limit=2)) == drafts[2:0:-1]
    assert await office.ask(lambda unit: unit.drafts.of(office.ben)) == [drafts[3]]
    assert await office.ask(lambda unit: unit.feedback.count_of(office.ada)) == (0, 0, 3)


async def test_drafts_are_discarded_one_by_one_or_all(office: Office) -> None:
    drafts = [draft(office, key=key) for key in ("V1", "V2", "V3")]
    for one in drafts:
        await put(office, one)
    await put(office, draft(office, person_id=office.ben))
    assert await office.change(lambda unit: unit.drafts.discard(drafts[0].id))
    assert not await office.change(lambda unit: unit.drafts.discard(drafts[0].id))
    assert await office.change(lambda unit: unit.drafts.discard_of(office.ada)) == 2
    assert await office.change(lambda unit: unit.drafts.discard_of(office.ada)) == 0
    assert len(await office.ask(lambda unit: unit.drafts.of(office.ben))) == 1


async def test_what_has_expired_is_purged_in_batches(office: Office) -> None:
    for number in range(5):
        await put(office, draft(office, key=f"V{number}", expires_at=NOON + number * HOUR))
    assert await office.change(lambda unit: unit.drafts.purge(NOON - MINUTE)) == 0
    assert await office.change(lambda unit: unit.drafts.purge(NOON + 3 * HOUR, limit=3)) == 3
    assert await office.change(lambda unit: unit.drafts.purge(NOON + 3 * HOUR, limit=3)) == 1
    (left,) = await office.ask(lambda unit: unit.drafts.of(office.ada))
    assert left.key == "V4"
