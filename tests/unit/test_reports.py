"""Reporting a problem: who learns of it, who doesn't, and peace from somebody."""

from dataclasses import replace
from typing import Any

import pytest

from core.domain.errors import InvalidForm, NotAllowed, NotFound
from core.domain.feedback import Box, FeedbackItem, Quote
from core.domain.ids import ReportId
from core.domain.people import Person, PersonKind
from core.domain.reports import MAX_REASON, AuditAction, ReportItem
from core.notifications import (
    FeedbackReceived,
    FeedbackThanked,
    ReplyPosted,
    ReportMade,
    ReportReceived,
)
from core.services.replies import WriteReply
from core.services.reports import AdminsChanged, ReportProblem
from tests.factories import Company


async def admins(company: Company, *people: Person) -> None:
    owner = await company.hire("Owner", administers=True)
    await company.people.name_people_admins(company.workspace_id, owner.id, [one.id for one in people])


def report(company: Company, by: Person, item: FeedbackItem, *named: Person, **more: Any) -> ReportProblem:
    made = ReportProblem(
        workspace_id=company.workspace_id,
        reporter_id=by.id,
        feedback_id=item.feedback.id,
        form_key="V1",
        reason="This is not about my work",
        pause=False,
        admins=frozenset(one.id for one in named),
    )
    return replace(made, **more)


async def made(company: Company, by: Person, item: FeedbackItem, *named: Person, **more: Any) -> ReportItem:
    return await company.reports.report_problem(report(company, by, item, *named, **more))


async def test_the_admins_read_it_and_whoever_is_reported_learns_nothing(company: Company) -> None:
    ann, bob, adam, ada = [await company.hire(name) for name in ("Ann", "Bob", "Adam", "Ada")]
    await admins(company, adam, ada)
    quote = Quote("overheard", "Ann", "https://example.com")
    [copy] = await company.send(ann, bob, text="first", quote=quote)
    before = await company.reads(ann)
    await company.revising.edit_feedback(company.workspace_id, ann.id, copy.submission.id, "second")
    item = await made(company, bob, copy, adam, ada)
    for admin in (adam, ada):
        company.clock.advance(seconds=1)
        assert await company.reads(admin) == [ReportMade(item)]
        evidence = await company.reports.open_report(company.workspace_id, admin.id, item.report.id)
        assert evidence.item.report.reason == "This is not about my work"
        assert evidence.feedback.submission.text == "second"
        assert evidence.feedback.submission.quote is None
        assert [one.text for one in evidence.versions] == ["first"]
    assert len(await company.reads(ann)) == len(before)
    assert (await company.reads(bob))[-1] == ReportReceived(item, paused=False)
    async with company.reading() as unit:
        noted = await unit.audit.of(item.report.id, 10)
    assert [(one.action, one.actor_id) for one in noted] == [
        (AuditAction.REPORT_MADE, bob.id),
        (AuditAction.REPORT_OPENED, adam.id),
        (AuditAction.REPORT_OPENED, ada.id),
    ]


async def test_nobody_else_opens_a_report(company: Company) -> None:
    ann, bob, mia, adam, late = [await company.hire(n) for n in ("Ann", "Bob", "Mia", "Adam", "Late")]
    await company.manages(mia, bob)
    await admins(company, adam)
    [copy] = await company.send(ann, bob, managers={bob: mia})
    item = await made(company, bob, copy, adam)
    await admins(company, adam, late)
    for person in (ann, bob, mia, late):
        with pytest.raises(NotFound):
            await company.reports.open_report(company.workspace_id, person.id, item.report.id)
        with pytest.raises(NotFound):
            await company.reports.handle_report(company.workspace_id, person.id, item.report.id)
    await admins(company, late)
    with pytest.raises(NotFound):
        await company.reports.open_report(company.workspace_id, adam.id, item.report.id)
    with pytest.raises(NotFound):
        await company.reports.open_report(company.workspace_id, late.id, ReportId("nothing"))


async def test_it_is_offered_only_where_somebody_else_can_be_told(company: Company) -> None:
    ann, bob, adam = [await company.hire(name) for name in ("Ann", "Bob", "Adam")]
    [copy] = await company.send(ann, bob)
    offered = company.reports.may_report
    assert not await offered(company.workspace_id, bob.id, copy)
    await admins(company, ann, bob)
    assert not await offered(company.workspace_id, bob.id, copy)
    with pytest.raises(NotAllowed):
        await company.reports.readers_for(company.workspace_id, bob.id, copy.feedback.id)
    with pytest.raises(NotAllowed):
        await made(company, bob, copy, ann)
    await admins(company, ann, adam)
    assert await offered(company.workspace_id, bob.id, copy)
    await company.becomes(adam, kind=PersonKind.DEACTIVATED)
    assert not await offered(company.workspace_id, bob.id, copy)
    assert not await offered(company.workspace_id, ann.id, copy)


async def test_a_form_that_named_other_admins_is_shown_again(company: Company) -> None:
    ann, bob, adam, ada = [await company.hire(name) for name in ("Ann", "Bob", "Adam", "Ada")]
    [copy] = await company.send(ann, bob)
    await admins(company, ada)
    with pytest.raises(AdminsChanged) as caught:
        await made(company, bob, copy, adam)
    assert [one.id for one in caught.value.admins] == [ada.id]
    assert caught.value.item.submission.text == ""
    assert await company.reads(ada) == []


async def test_the_author_can_report_replies(company: Company) -> None:
    ann, bob, adam = [await company.hire(name) for name in ("Ann", "Bob", "Adam")]
    await admins(company, adam)
    [copy] = await company.send(ann, bob)
    with pytest.raises(NotFound):
        await made(company, ann, copy, adam)
    said = await company.replies.write_reply(
        WriteReply(company.workspace_id, bob.id, copy.feedback.id, "V9", "go away")
    )
    await company.replies.delete_reply(company.workspace_id, bob.id, said.id)
    item = await made(company, ann, copy, adam)
    assert item.about.id == bob.id
    evidence = await company.reports.open_report(company.workspace_id, adam.id, item.report.id)
    assert [(one.reply.text, one.reply.deleted_at is None) for one in evidence.thread] == [("go away", False)]


@pytest.mark.parametrize("reason", ["", "  ", "x" * (MAX_REASON + 1)])
async def test_it_needs_a_reason(company: Company, reason: str) -> None:
    ann, bob, adam = [await company.hire(name) for name in ("Ann", "Bob", "Adam")]
    await admins(company, adam)
    [copy] = await company.send(ann, bob)
    with pytest.raises(InvalidForm) as caught:
        await made(company, bob, copy, adam, reason=reason)
    assert [problem.field for problem in caught.value.problems] == ["reason"]


async def test_the_same_form_again_is_the_same_report(company: Company) -> None:
    ann, bob, adam = [await company.hire(name) for name in ("Ann", "Bob", "Adam")]
    await admins(company, adam)
    [copy] = await company.send(ann, bob)
    first = await made(company, bob, copy, adam)
    assert await made(company, bob, copy, adam) == first
    assert len(await company.reads(adam)) == 1
    with pytest.raises(NotFound):
        await made(company, ann, copy, adam)


async def test_looked_into_once_and_all_who_know_of_it_read_so(company: Company) -> None:
    ann, bob, adam, ada = [await company.hire(name) for name in ("Ann", "Bob", "Adam", "Ada")]
    await admins(company, adam, ada)
    [copy] = await company.send(ann, bob)
    item = await made(company, bob, copy, adam, ada)
    await company.reads(ada)
    first = await company.reports.handle_report(company.workspace_id, adam.id, item.report.id)
    again = await company.reports.handle_report(company.workspace_id, ada.id, item.report.id)
    assert first == again
    assert first.handled_by == adam.ref
    assert await company.reads(ada) == await company.reads(adam) == [ReportMade(first)]
    assert (await company.reads(bob))[-1] == ReportReceived(first, paused=False)


async def test_a_pause_keeps_new_messages_away_and_nothing_else(company: Company) -> None:
    ann, bob, cat, adam = [await company.hire(name) for name in ("Ann", "Bob", "Cat", "Adam")]
    await admins(company, adam)
    [copy] = await company.send(ann, bob)
    [mine] = await company.send(bob, ann)
    await company.reads(bob)
    await made(company, bob, copy, adam, pause=True)
    await company.send(ann, bob, text="more of it")
    await company.send(cat, bob, text="from Cat")
    await company.feedback.thank_for_feedback(company.workspace_id, ann.id, mine.feedback.id)
    await company.replies.write_reply(
        WriteReply(company.workspace_id, ann.id, copy.feedback.id, "V9", "Answer me")
    )
    await company.feedback.thank_for_feedback(company.workspace_id, bob.id, copy.feedback.id)
    shown = await company.reads(bob)
    received = [one.item.submission.text for one in shown if isinstance(one, FeedbackReceived)]
    assert received == [copy.submission.text, "from Cat"]
    assert not any(isinstance(one, ReplyPosted | FeedbackThanked) for one in shown)
    page = await company.feedback.list_feedback(company.workspace_id, bob.id, Box.RECEIVED)
    assert [item.submission.text for item in page.items] == ["from Cat", "more of it", copy.submission.text]
    assert all(one.kind != "feedback.undeliverable" for one in await company.reads(ann))
    assert await company.reports.paused_by(company.workspace_id, bob.id) == (ann.ref,)
    assert await company.reports.paused_by(company.workspace_id, ann.id) == ()


async def test_a_pause_ends_when_whoever_began_it_says_so(company: Company) -> None:
    ann, bob, adam = [await company.hire(name) for name in ("Ann", "Bob", "Adam")]
    await admins(company, adam)
    [copy] = await company.send(ann, bob)
    await made(company, bob, copy, adam, pause=True)
    for _ in range(2):
        company.clock.advance(seconds=1)
        await company.reports.end_pause(company.workspace_id, bob.id, ann.id)
    await company.send(ann, bob, text="again")
    texts = [o.item.submission.text for o in await company.reads(bob) if isinstance(o, FeedbackReceived)]
    assert "again" in texts
    async with company.reading() as unit:
        noted = await unit.audit.of(ann.id, 10)
    assert [one.action for one in noted] == [AuditAction.PAUSE_BEGUN, AuditAction.PAUSE_ENDED]


async def test_what_was_reported_goes_with_whoever_it_was_written_to(company: Company) -> None:
    """Replies, reports and pauses of somebody who is erased."""
    ann, bob, adam = [await company.hire(name) for name in ("Ann", "Bob", "Adam")]
    await admins(company, adam)
    [copy] = await company.send(ann, bob)
    item = await made(company, bob, copy, adam, pause=True)
    await company.becomes(bob, kind=PersonKind.DEACTIVATED)
    await company.erasing.erase_person(company.workspace_id, bob.id)
    with pytest.raises(NotFound):
        await company.reports.open_report(company.workspace_id, adam.id, item.report.id)
    async with company.reading() as unit:
        assert not await unit.pauses.has(bob.id, ann.id)
