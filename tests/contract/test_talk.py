"""Replies, versions, reports, pauses, the audit and threads in the outbox: the same on every storage."""

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import text

from core.domain.feedback import Box, SubmissionState
from core.domain.ids import AuditId, FeedbackId, PersonId, ReplyId, ReportId, new_id
from core.domain.messages import Anchor
from core.domain.replies import Reply
from core.domain.reports import AuditAction, AuditEntry, Pause, Report
from core.domain.revisions import Version
from storage.engine import Database
from tests.contract.office import HOUR, MINUTE, NOON, Office, open_office

DAY = 24 * HOUR


async def sent(office: Office, *recipients: PersonId, until: datetime = NOON + DAY, **more: Any) -> Any:
    """Stored, and released with a time to change it."""
    submission, copies = await office.give(*(recipients or (office.ben,)), **more)
    at = NOON + MINUTE
    assert await office.change(lambda unit: unit.feedback.release(submission.id, at, until))
    return submission, copies


def a_reply(office: Office, feedback_id: FeedbackId, said: str = "Thanks", **more: Any) -> Reply:
    made = Reply(ReplyId(new_id()), office.workspace_id, feedback_id, new_id(), office.ben, said, NOON)
    return replace(made, **more)


def a_report(office: Office, feedback_id: FeedbackId, **more: Any) -> Report:
    made = Report(
        ReportId(new_id()),
        office.workspace_id,
        feedback_id,
        new_id(),
        office.ben,
        office.ada,
        "It hurts",
        NOON,
        (office.eli, office.dana),
    )
    return replace(made, **more)


# -- changing what was sent ---


async def test_an_edit_keeps_what_it_said(office: Office) -> None:
    submission, [copy] = await sent(office, text="first")
    for number, (before, after) in enumerate([("first", "second"), ("second", "third")]):
        edited = NOON + (number + 1) * HOUR
        assert await office.change(
            lambda unit, after=after, number=number, at=edited: unit.revisions.edit(
                submission.id, after, number, at
            )
        )
        item = await office.ask(lambda unit: unit.feedback.item(copy.id))
        assert item is not None
        assert (item.submission.text, item.submission.edits) == (after, number + 1)
        assert item.submission.edited_at == edited
        newest = await office.ask(lambda unit: unit.revisions.versions(submission.id, 1))
        assert newest == [Version(number, before, edited)]
    every = await office.ask(lambda unit: unit.revisions.versions(submission.id, 10))
    assert [one.text for one in every] == ["first", "second"]


async def test_an_edit_loses_to_another_and_to_the_time(office: Office) -> None:
    submission, _ = await sent(office, text="first")
    for seen, at in ((1, NOON), (0, NOON + DAY)):
        assert not await office.change(
            lambda unit, seen=seen, at=at: unit.revisions.edit(submission.id, "x", seen, at)
        )
    held, _ = await office.give(office.ben)
    assert not await office.change(lambda unit: unit.revisions.edit(held.id, "x", 0, NOON))
    assert not await office.change(lambda unit: unit.revisions.withdraw(held.id, NOON))
    form = await office.ask(lambda unit: unit.feedback.sent_form(submission.id))
    assert form is not None
    assert form.submission.text == "first"
    assert await office.ask(lambda unit: unit.revisions.versions(submission.id, 10)) == []


async def test_withdrawn_is_in_no_list_any_more(office: Office) -> None:
    submission, [copy] = await sent(office, readers=[office.dana])
    assert not await office.change(lambda unit: unit.revisions.withdraw(submission.id, NOON + DAY))
    assert await office.change(lambda unit: unit.revisions.withdraw(submission.id, NOON + HOUR))
    assert not await office.change(lambda unit: unit.revisions.withdraw(submission.id, NOON + HOUR))
    for person_id, box in ((office.ada, Box.GIVEN), (office.ben, Box.RECEIVED), (office.dana, Box.SHARED)):
        page = await office.ask(lambda unit, who=person_id, box=box: unit.feedback.page(who, box, None, 5))
        assert page.items == ()
    item = await office.ask(lambda unit: unit.feedback.item(copy.id))
    assert item is not None
    assert (item.submission.state, item.submission.edit_until) == (SubmissionState.WITHDRAWN, None)
    assert await office.ask(lambda unit: unit.feedback.count_of(office.ben)) == (0, 0, 0)


async def test_windows_close_once_oldest_first(office: Office) -> None:
    made = [await sent(office, until=NOON + hours * HOUR) for hours in (3, 1, 2, 9)]
    ids = [submission.id for submission, _ in made]
    assert not await office.ask(lambda unit: unit.revisions.any_window_over(NOON))
    assert await office.ask(lambda unit: unit.revisions.any_window_over(NOON + HOUR))
    closed = await office.change(lambda unit: unit.revisions.close_windows(NOON + 4 * HOUR, 2))
    assert set(closed) == {(ids[1], office.ada), (ids[2], office.ada)}
    assert await office.change(lambda unit: unit.revisions.close_windows(NOON + 4 * HOUR, 9)) == [
        (ids[0], office.ada)
    ]
    assert await office.change(lambda unit: unit.revisions.close_windows(NOON + 4 * HOUR, 9)) == []
    form = await office.ask(lambda unit: unit.feedback.sent_form(ids[0]))
    assert form is not None
    assert form.submission.edit_until is None


# -- replies ---


async def test_replies_are_kept_once_a_form(office: Office) -> None:
    _, [copy] = await sent(office)
    reply = a_reply(office, copy.id, "What about 💙 tests?")
    assert await office.change(lambda unit: unit.replies.add(reply))
    again = a_reply(office, copy.id, "other words", form_key=reply.form_key)
    assert not await office.change(lambda unit: unit.replies.add(again))
    assert await office.ask(lambda unit: unit.replies.get(reply.id)) == reply
    assert await office.ask(lambda unit: unit.replies.by_form_key(reply.form_key)) == reply
    assert await office.ask(lambda unit: unit.replies.get(ReplyId("nothing"))) is None
    assert await office.ask(lambda unit: unit.replies.by_form_key("nothing")) is None


async def test_a_reply_is_edited_from_what_was_seen_and_deleted_once(office: Office) -> None:
    _, [copy] = await sent(office)
    reply = a_reply(office, copy.id, "first")
    await office.change(lambda unit: unit.replies.add(reply))
    at = NOON + HOUR
    assert await office.change(lambda unit: unit.replies.edit(reply.id, "second", 0, at))
    assert not await office.change(lambda unit: unit.replies.edit(reply.id, "third", 0, at))
    await office.change(lambda unit: unit.replies.mark_unreachable(reply.id))
    expected = replace(reply, text="second", edits=1, edited_at=at, unreachable=True)
    assert await office.ask(lambda unit: unit.replies.get(reply.id)) == expected
    assert await office.change(lambda unit: unit.replies.delete(reply.id, at))
    assert not await office.change(lambda unit: unit.replies.delete(reply.id, at))
    assert not await office.change(lambda unit: unit.replies.edit(reply.id, "third", 1, at))
    assert await office.ask(lambda unit: unit.replies.get(reply.id)) == replace(expected, deleted_at=at)


async def test_a_thread_shows_the_newest_in_their_order(office: Office) -> None:
    _, [bens, cleos] = await sent(office, office.ben, office.cleo)
    made = [
        a_reply(
            office, bens.id, str(n), created_at=NOON + n * MINUTE, author_id=(office.ada, office.ben)[n % 2]
        )
        for n in range(5)
    ]
    for reply in (*made, a_reply(office, cleos.id, "elsewhere")):
        await office.change(lambda unit, reply=reply: unit.replies.add(reply))
    await office.change(lambda unit: unit.replies.delete(made[4].id, NOON + HOUR))
    thread = await office.ask(lambda unit: unit.replies.thread(bens.id, 3))
    assert [one.reply.text for one in thread.items] == ["1", "2", "3"]
    assert [one.author.name for one in thread.items] == ["Ben", "Ada", "Ben"]
    assert thread.more
    every = await office.ask(lambda unit: unit.replies.thread(bens.id, 5, deleted=True))
    assert [one.reply.text for one in every.items] == ["0", "1", "2", "3", "4"]
    assert not every.more
    ids = await office.ask(lambda unit: unit.replies.ids_of([bens.id]))
    assert ids == [(bens.id, reply.id) for reply in made]
    assert (await office.ask(lambda unit: unit.replies.thread(FeedbackId("nothing"), 5))).items == ()


# -- reports, pauses, the audit ---


async def test_a_report_keeps_who_may_read_it_and_is_handled_once(office: Office) -> None:
    _, [copy] = await sent(office)
    report = a_report(office, copy.id)
    assert await office.change(lambda unit: unit.reports.add(report))
    other = a_report(office, copy.id, form_key=report.form_key)
    assert not await office.change(lambda unit: unit.reports.add(other))
    item = await office.ask(lambda unit: unit.reports.get(report.id))
    assert item is not None
    assert item.report == report
    assert [ref.name for ref in (item.reporter, item.about, *item.readers)] == ["Ben", "Ada", "Eli", "Dana"]
    assert await office.ask(lambda unit: unit.reports.by_form_key(report.form_key)) == item
    assert await office.change(lambda unit: unit.reports.handle(report.id, office.dana, NOON + HOUR))
    assert not await office.change(lambda unit: unit.reports.handle(report.id, office.eli, NOON + DAY))
    item = await office.ask(lambda unit: unit.reports.get(report.id))
    assert item is not None
    assert item.report == replace(report, handled_at=NOON + HOUR, handled_by=office.dana)
    assert item.handled_by is not None
    assert item.handled_by.name == "Dana"
    assert await office.ask(lambda unit: unit.reports.get(ReportId("nothing"))) is None


async def test_pauses(office: Office) -> None:
    pauses = [Pause(office.ben, office.ada, NOON), Pause(office.ben, office.cleo, NOON + HOUR)]
    for pause in pauses:
        assert await office.change(lambda unit, pause=pause: unit.pauses.add(pause))
    later = Pause(office.ben, office.ada, NOON + DAY)
    assert not await office.change(lambda unit: unit.pauses.add(later))
    assert await office.ask(lambda unit: unit.pauses.of(office.ben, 5)) == pauses[::-1]
    assert await office.ask(lambda unit: unit.pauses.of(office.ben, 1)) == pauses[1:]
    assert await office.ask(lambda unit: unit.pauses.has(office.ben, office.ada))
    assert not await office.ask(lambda unit: unit.pauses.has(office.ada, office.ben))
    assert await office.change(lambda unit: unit.pauses.remove(office.ben, office.ada))
    assert not await office.change(lambda unit: unit.pauses.remove(office.ben, office.ada))
    await office.change(lambda unit: unit.pauses.add(Pause(office.cleo, office.dana, NOON)))
    await office.change(lambda unit: unit.pauses.remove_all(office.cleo))
    for one in (office.ben, office.cleo):
        assert await office.ask(lambda unit, one=one: unit.pauses.of(one, 5)) == []


async def test_the_audit_is_read_newest_last(office: Office) -> None:
    entries = [
        AuditEntry(AuditId(new_id()), office.ben, action, "subject", NOON + n * MINUTE)
        for n, action in enumerate(AuditAction)
    ]
    other = AuditEntry(AuditId(new_id()), office.ben, AuditAction.PAUSE_BEGUN, "another", NOON)
    for entry in (*entries, other):
        await office.change(lambda unit, entry=entry: unit.audit.add(entry))
    assert await office.ask(lambda unit: unit.audit.of("subject", 50)) == entries
    assert await office.ask(lambda unit: unit.audit.of("subject", 2)) == entries[-2:]


async def test_with_a_copy_goes_all_that_hangs_on_it(office: Office) -> None:
    submission, [bens, cleos] = await sent(office, office.ben, office.cleo)
    await office.change(lambda unit: unit.revisions.edit(submission.id, "better", 0, NOON))
    reply, kept = a_reply(office, bens.id), a_reply(office, cleos.id, author_id=office.cleo)
    report = a_report(office, bens.id)
    for one in (reply, kept):
        await office.change(lambda unit, one=one: unit.replies.add(one))
    await office.change(lambda unit: unit.replies.edit(reply.id, "better", 0, NOON))
    await office.change(lambda unit: unit.reports.add(report))
    await office.change(lambda unit: unit.feedback.erase_received(office.ben))
    assert await office.ask(lambda unit: unit.replies.get(reply.id)) is None
    assert await office.ask(lambda unit: unit.reports.get(report.id)) is None
    assert await office.ask(lambda unit: unit.replies.get(kept.id)) == kept
    await office.change(lambda unit: unit.feedback.erase_received(office.cleo))
    assert await office.ask(lambda unit: unit.feedback.sent_form(submission.id)) is None


# -- the outbox ---


async def test_a_message_remembers_the_thread_it_belongs_to(office: Office) -> None:
    anchor = Anchor("feedback.received", "7")
    topic = office.topic(subject="8", kind="replies.posted")
    await office.change(lambda unit: unit.outbox.tell(topic, NOON, anchor))
    await office.tell(office.topic())
    assert (await office.message(topic)).thread == anchor
    standing = await office.ask(lambda unit: unit.outbox.about(office.topic()))
    assert standing == await office.message(office.topic())
    assert await office.ask(lambda unit: unit.outbox.about(office.topic(subject="9"))) is None


async def test_withdrawing_many_at_once(office: Office) -> None:
    for person_id in (office.ada, office.ben, office.cleo):
        for subject in ("1", "2", "3"):
            await office.tell(office.topic(person_id, subject, kind="replies.posted"))
    await office.tell(office.topic(office.ada, "1"))
    await office.change(
        lambda unit: unit.outbox.withdraw_all("replies.posted", [office.ada, office.ben], ["1", "2"])
    )
    left = {(one.topic.recipient_id, one.topic.kind, one.topic.subject_id) for one in await office.due()}
    assert left == {
        (office.ada, "replies.posted", "3"),
        (office.ben, "replies.posted", "3"),
        *((office.cleo, "replies.posted", subject) for subject in ("1", "2", "3")),
        (office.ada, "feedback.received", "1"),
    }


# -- sealed, and in its own workspace ---


async def test_no_row_holds_the_words(database: Database) -> None:
    office = await open_office(database)
    submission, [copy] = await sent(office, text="canary 1")
    await office.change(lambda unit: unit.revisions.edit(submission.id, "canary 2", 0, NOON))
    reply = a_reply(office, copy.id, "canary 3")
    await office.change(lambda unit: unit.replies.add(reply))
    await office.change(lambda unit: unit.replies.edit(reply.id, "canary 4", 0, NOON))
    await office.change(lambda unit: unit.reports.add(a_report(office, copy.id, reason="canary 5")))
    async with database.read() as connection:
        for table in ("submissions", "submission_versions", "replies", "reply_versions", "reports"):
            rows = (await connection.execute(text(f"SELECT * FROM {table}"))).all()
            shown = b"".join(
                bytes(value) if isinstance(value, bytes) else repr(value).encode()
                for row in rows
                for value in row
            )
            assert rows
            assert b"canary" not in shown


@pytest.mark.parametrize("what", ["reply", "report", "versions", "pause"])
async def test_nothing_is_seen_from_another_workspace(office: Office, what: str) -> None:
    other = await open_office(office.storage)
    submission, [copy] = await sent(office, text="first")
    await office.change(lambda unit: unit.revisions.edit(submission.id, "second", 0, NOON))
    reply, report = a_reply(office, copy.id), a_report(office, copy.id)
    await office.change(lambda unit: unit.replies.add(reply))
    await office.change(lambda unit: unit.reports.add(report))
    await office.change(lambda unit: unit.pauses.add(Pause(office.ben, office.ada, NOON)))
    found: Any = {
        "reply": lambda: other.ask(lambda unit: unit.replies.get(reply.id)),
        "report": lambda: other.ask(lambda unit: unit.reports.get(report.id)),
        "versions": lambda: other.ask(lambda unit: unit.revisions.versions(submission.id, 5)),
        "pause": lambda: other.ask(lambda unit: unit.pauses.of(office.ben, 5)),
    }[what]
    assert not await found()
