"""Talking about a feedback: in both conversations, each reply once, and only there."""

from dataclasses import replace
from datetime import timedelta

import pytest

from core.domain.errors import InvalidForm, NotAllowed, NotFound
from core.domain.feedback import FeedbackItem
from core.domain.ids import FeedbackId, ReplyId
from core.domain.people import Person, PersonKind
from core.domain.replies import MAX_REPLY, SHOWN, Reply
from core.domain.reports import AuditAction
from core.notifications import FeedbackReceived, FeedbackSubmitted, Notification, ReplyPosted
from core.services.delivery import Deliverer
from core.services.replies import WriteReply
from tests.factories import DESCRIBE, ON_FAILURE, Company
from tests.fakes.unsteady import Trouble, UnsteadyMessenger


def writes(company: Company, by: Person, about: FeedbackItem, text: str, key: str = "") -> WriteReply:
    return WriteReply(company.workspace_id, by.id, about.feedback.id, key or f"V:{text}", text)


async def reply(company: Company, by: Person, about: FeedbackItem, text: str, key: str = "") -> Reply:
    return await company.replies.write_reply(writes(company, by, about, text, key))


def replies_in(notifications: list[Notification]) -> list[tuple[str, str, bool]]:
    return [
        (one.reply.author.name, one.reply.reply.text, one.own)
        for one in notifications
        if isinstance(one, ReplyPosted)
    ]


async def test_a_reply_stands_once_in_both_conversations_under_the_feedback(company: Company) -> None:
    ann, bob = await company.hire("Ann"), await company.hire("Bob")
    [copy] = await company.send(ann, bob)
    await reply(company, bob, copy, "What about the tests?")
    await reply(company, ann, copy, "They come next")
    assert replies_in(await company.reads(ann)) == [
        ("Bob", "What about the tests?", False),
        ("Ann", "They come next", True),
    ]
    assert replies_in(await company.reads(bob)) == [
        ("Bob", "What about the tests?", True),
        ("Ann", "They come next", False),
    ]
    for person, root in ((ann, FeedbackSubmitted), (bob, FeedbackReceived)):
        conversation = company.messenger.conversations[f"D{person.id}"]
        anchor = next(ts for ts, one in conversation.items() if isinstance(one.what, root))
        threads = [one.thread for one in conversation.values() if isinstance(one.what, ReplyPosted)]
        assert threads == [anchor, anchor]


async def test_the_recipients_of_one_form_talk_apart(company: Company) -> None:
    ann, bob, cat = [await company.hire(name) for name in ("Ann", "Bob", "Cat")]
    bobs, cats = await company.send(ann, bob, cat)
    await reply(company, bob, bobs, "from Bob")
    await reply(company, cat, cats, "from Cat")
    assert [text for _, text, _ in replies_in(await company.reads(ann))] == ["from Bob", "from Cat"]
    assert [text for _, text, _ in replies_in(await company.reads(bob))] == ["from Bob"]
    assert [text for _, text, _ in replies_in(await company.reads(cat))] == ["from Cat"]


async def test_nobody_else_reads_or_writes_replies(company: Company) -> None:
    ann, bob, mia, eve = [await company.hire(name) for name in ("Ann", "Bob", "Mia", "Eve")]
    await company.manages(mia, bob)
    [copy] = await company.send(ann, bob, managers={bob: mia})
    await reply(company, bob, copy, "between us")
    held = (await company.give(ann, bob)).copies[0]
    for person, item in ((mia, copy), (eve, copy), (bob, held), (ann, held)):
        with pytest.raises(NotFound):
            await reply(company, person, item, "hello")
    assert replies_in(await company.reads(mia)) == []
    for person in (mia, eve):
        assert (await company.replies.read_thread(company.workspace_id, person.id, copy)).items == ()
    with pytest.raises(NotFound):
        await company.replies.open_for_reply(company.workspace_id, bob.id, FeedbackId("nothing"))


async def test_the_same_form_again_is_the_same_reply_and_with_other_words_edits_it(company: Company) -> None:
    ann, bob = await company.hire("Ann"), await company.hire("Bob")
    [copy] = await company.send(ann, bob)
    first = await reply(company, bob, copy, "once", "V1")
    assert await reply(company, bob, copy, "once", "V1") == first
    again = await reply(company, bob, copy, "twice", "V1")
    assert (again.id, again.text, again.edits) == (first.id, "twice", 1)
    with pytest.raises(NotFound):
        await reply(company, ann, copy, "mine now", "V1")
    assert replies_in(await company.reads(ann)) == [("Bob", "twice", False)]


@pytest.mark.parametrize("text", ["", " \n ", "x" * (MAX_REPLY + 1)])
async def test_what_cannot_be_sent_says_so_at_the_field(company: Company, text: str) -> None:
    ann, bob = await company.hire("Ann"), await company.hire("Bob")
    [copy] = await company.send(ann, bob)
    with pytest.raises(InvalidForm) as caught:
        await reply(company, bob, copy, text)
    assert [problem.field for problem in caught.value.problems] == ["reply"]
    mine = await reply(company, bob, copy, "fine")
    with pytest.raises(InvalidForm):
        await company.replies.edit_reply(company.workspace_id, bob.id, mine.id, text)


async def test_editing_changes_it_in_both_and_keeps_what_it_said(company: Company) -> None:
    ann, bob = await company.hire("Ann"), await company.hire("Bob")
    [copy] = await company.send(ann, bob)
    mine = await reply(company, bob, copy, "first")
    await company.reads(ann)
    company.clock.advance(hours=30)
    edited = await company.replies.edit_reply(company.workspace_id, bob.id, mine.id, "second")
    assert edited.edited_at == company.clock.now()
    assert await company.replies.edit_reply(company.workspace_id, bob.id, mine.id, "second") == edited
    for person in (ann, bob):
        assert [text for _, text, _ in replies_in(await company.reads(person))] == ["second"]
    async with company.reading() as unit:
        assert [one.action for one in await unit.audit.of(mine.id, 10)] == [AuditAction.REPLY_EDITED]
    for person in (ann, await company.hire("Eve")):
        with pytest.raises(NotFound):
            await company.replies.edit_reply(company.workspace_id, person.id, mine.id, "not mine")


async def test_deleting_takes_it_away_from_both(company: Company) -> None:
    ann, bob = await company.hire("Ann"), await company.hire("Bob")
    [copy] = await company.send(ann, bob)
    mine, later = await reply(company, bob, copy, "oh no"), await reply(company, bob, copy, "unsent")
    await company.reads(ann)
    with pytest.raises(NotFound):
        await company.replies.delete_reply(company.workspace_id, ann.id, mine.id)
    for _ in range(2):
        for one in (mine, later):
            await company.replies.delete_reply(company.workspace_id, bob.id, one.id)
    assert replies_in(await company.reads(ann)) == replies_in(await company.reads(bob)) == []
    assert (await company.replies.read_thread(company.workspace_id, bob.id, copy)).items == ()
    with pytest.raises(NotFound):
        await company.replies.open_reply(company.workspace_id, bob.id, mine.id)
    with pytest.raises(NotFound):
        await company.replies.delete_reply(company.workspace_id, bob.id, ReplyId("nothing"))
    async with company.reading() as unit:
        assert [one.action for one in await unit.audit.of(mine.id, 10)] == [AuditAction.REPLY_DELETED]


async def test_a_long_talk_shows_the_newest(company: Company) -> None:
    ann, bob = await company.hire("Ann"), await company.hire("Bob")
    [copy] = await company.send(ann, bob)
    for number in range(SHOWN + 2):
        company.clock.advance(seconds=1)
        await reply(company, bob if number % 2 else ann, copy, str(number))
    thread = await company.replies.read_thread(company.workspace_id, ann.id, copy)
    assert [one.reply.text for one in thread.items] == [str(number) for number in range(2, SHOWN + 2)]
    assert thread.more


async def test_who_has_left_cannot_be_replied_to(company: Company) -> None:
    ann, bob = await company.hire("Ann"), await company.hire("Bob")
    [copy] = await company.send(ann, bob)
    await company.becomes(ann, kind=PersonKind.DEACTIVATED)
    with pytest.raises(NotAllowed) as caught:
        await reply(company, bob, copy, "Are you there?")
    assert caught.value.key == "error-reply-left"
    with pytest.raises(NotAllowed):
        await reply(company, ann, copy, "I am not here")


async def test_whoever_wrote_it_reads_that_the_other_one_was_not_told(company: Company) -> None:
    ann, bob = await company.hire("Ann"), await company.hire("Bob")
    [copy] = await company.send(ann, bob)
    await company.reads(ann)
    company.messenger.unreachable.add(ann.id)
    await reply(company, bob, copy, "Hello?")
    [own] = [one for one in await company.reads(bob) if isinstance(one, ReplyPosted)]
    assert own.reply.reply.unreachable


async def test_what_hangs_on_something_deleted_stands_by_itself(company: Company) -> None:
    ann, bob = await company.hire("Ann"), await company.hire("Bob")
    [copy] = await company.send(ann, bob)
    await company.reads(bob)
    company.messenger.conversations[f"D{bob.id}"].clear()  # an admin has deleted the message
    await reply(company, ann, copy, "Still there?")
    assert replies_in(await company.reads(bob)) == [("Ann", "Still there?", False)]


@pytest.mark.parametrize("trouble", [Trouble.CRASH_AFTER, Trouble.LOST, Trouble.LATE, Trouble.NOT_DONE])
async def test_a_reply_in_trouble_arrives_once(company: Company, trouble: Trouble) -> None:
    """A post of unknown outcome is looked up in its thread."""
    messenger = UnsteadyMessenger()
    company.messenger = messenger
    company.deliverer = impatient_deliverer(company, messenger)
    ann, bob = await company.hire("Ann"), await company.hire("Bob")
    [copy] = await company.send(ann, bob)
    await company.reads(bob)
    messenger.expect("post", trouble)
    await reply(company, bob, copy, "once, please")
    await storm(company)
    for person in (ann, bob):
        assert [text for _, text, _ in replies_in(await company.reads(person))] == ["once, please"]
    assert all(
        one.thread for one in messenger.read(ann) + messenger.read(bob) if isinstance(one.what, ReplyPosted)
    )


def impatient_deliverer(company: Company, messenger: UnsteadyMessenger) -> Deliverer:
    """Looks up at once what has an unknown outcome."""
    store = company.storage
    return Deliverer(
        store,
        store,
        messenger,
        company.clock,
        DESCRIBE,
        ON_FAILURE,
        holder="tests",
        call_timeout=timedelta(0),
        late_arrival=timedelta(0),
    )


async def storm(company: Company) -> None:
    """Delivers, dies perhaps, and goes on a minute later."""
    for _ in range(4):
        await company.deliverer.deliver_due(company.workspace_id)
        company.clock.advance(minutes=1)


async def test_a_draft_is_used_up_by_what_is_sent_from_it(company: Company) -> None:
    ann, bob = await company.hire("Ann"), await company.hire("Bob")
    [copy] = await company.send(ann, bob)
    draft_id = await company.drafts.keep_draft(company.workspace_id, bob.id, "replies.write", "k", {})
    await company.replies.write_reply(replace(writes(company, bob, copy, "done"), draft_id=draft_id))
    assert await company.drafts.list_drafts(company.workspace_id, bob.id) == []
