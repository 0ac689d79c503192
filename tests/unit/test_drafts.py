"""What was typed is kept, for the one who typed it, until it is used or too old."""

import pytest

from core.domain.errors import NotFound
from core.domain.ids import DraftId
from core.notifications import DraftKept
from tests.factories import Company

FORM = "feedback.give"


async def test_kept_and_opened_again(company: Company) -> None:
    ann = await company.hire("Ann")
    content = {"text": "half a sen", "recipients": ["x", "y"], "quote": {"link": "l"}, "kind": None}
    draft_id = await company.drafts.keep_draft(company.workspace_id, ann.id, FORM, "V1", content)
    draft = await company.drafts.open_draft(company.workspace_id, ann.id, draft_id)
    assert (draft.form, draft.key, draft.content) == (FORM, "V1", content)
    assert await company.reads(ann) == []


async def test_one_for_each_form_and_key(company: Company) -> None:
    ann, bob = await company.hire("Ann"), await company.hire("Bob")
    first = await company.drafts.keep_draft(company.workspace_id, ann.id, FORM, "V1", {"text": "a"})
    company.clock.advance(seconds=1)
    other = await company.drafts.keep_draft(company.workspace_id, ann.id, FORM, "V2", {"text": "b"})
    bobs = await company.drafts.keep_draft(company.workspace_id, bob.id, FORM, "V1", {"text": "c"})
    company.clock.advance(seconds=1)
    again = await company.drafts.keep_draft(company.workspace_id, ann.id, FORM, "V1", {"text": "d"})
    assert again == first
    listed = await company.drafts.list_drafts(company.workspace_id, ann.id)
    assert [(draft.id, draft.content["text"]) for draft in listed] == [(first, "d"), (other, "b")]
    assert [draft.id for draft in await company.drafts.list_drafts(company.workspace_id, bob.id)] == [bobs]


async def test_nobody_elses(company: Company) -> None:
    ann, bob = await company.hire("Ann"), await company.hire("Bob")
    draft_id = await company.drafts.keep_draft(company.workspace_id, ann.id, FORM, "V1", {"text": "a"})
    for unknown in (draft_id, DraftId("nothing")):
        with pytest.raises(NotFound):
            await company.drafts.open_draft(company.workspace_id, bob.id, unknown)
        await company.drafts.discard_draft(company.workspace_id, bob.id, unknown)
    assert (await company.drafts.open_draft(company.workspace_id, ann.id, draft_id)).id == draft_id


async def test_the_person_is_told_and_the_message_says_when_it_was_used(company: Company) -> None:
    ann = await company.hire("Ann")
    draft_id = await company.drafts.keep_draft(
        company.workspace_id, ann.id, FORM, "V1", {"text": "a"}, tell=True
    )
    assert await company.reads(ann) == [DraftKept(draft_id, FORM, waiting=True)]
    await company.drafts.discard_draft(company.workspace_id, ann.id, draft_id)
    await company.drafts.discard_draft(company.workspace_id, ann.id, draft_id)
    assert await company.reads(ann) == [DraftKept(draft_id, "", waiting=False)]
    assert company.woken == 2


async def test_a_draft_used_before_the_message_was_sent_needs_no_message(company: Company) -> None:
    ann = await company.hire("Ann")
    draft_id = await company.drafts.keep_draft(
        company.workspace_id, ann.id, FORM, "V1", {"text": "a"}, tell=True
    )
    await company.drafts.discard_draft(company.workspace_id, ann.id, draft_id)
    assert await company.reads(ann) == []


async def test_after_thirty_days_it_is_gone(company: Company) -> None:
    ann = await company.hire("Ann")
    old = await company.drafts.keep_draft(company.workspace_id, ann.id, FORM, "V1", {"text": "a"})
    company.clock.advance(days=29)
    new = await company.drafts.keep_draft(company.workspace_id, ann.id, FORM, "V2", {"text": "b"})
    assert await company.drafts.purge_drafts(company.workspace_id) == 0
    company.clock.advance(days=1)
    with pytest.raises(NotFound):
        await company.drafts.open_draft(company.workspace_id, ann.id, old)
    assert [draft.id for draft in await company.drafts.list_drafts(company.workspace_id, ann.id)] == [new]
    assert await company.drafts.purge_drafts(company.workspace_id) == 1
    assert await company.drafts.purge_drafts(company.workspace_id) == 0
