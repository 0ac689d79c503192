"""Finding feedback again: the same on every storage, and only for those who may read it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import product
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.domain.feedback import (
    Asked,
    Feedback,
    FeedbackItem,
    FeedbackKind,
    Quote,
    Reader,
    ReaderReason,
)
from core.domain.ids import FeedbackId, PersonId, TagId, new_id
from core.domain.looking_back import Filters, Part, is_found
from core.domain.paging import Cursor, Page
from core.domain.tags import Tag, TagKind
from tests.contract.office import HOUR, MINUTE, NOON, Office, open_office
from tests.contract.test_requests import asked as request_of


async def caught_up(office: Office) -> None:
    while await office.ask(lambda unit: unit.search.is_behind()):
        assert await office.change(lambda unit: unit.search.catch_up(3)) > 0


async def search(
    office: Office, viewer: PersonId, filters: Filters, cursor: Cursor | None = None, limit: int = 10
) -> Page[FeedbackItem]:
    await caught_up(office)
    return await office.ask(lambda unit: unit.search.page(viewer, filters, cursor, limit))


async def found(office: Office, viewer: PersonId, text: str = "", **more: object) -> list[FeedbackId]:
    filters = replace(Filters(text=text), **more)
    return [item.feedback.id for item in (await search(office, viewer, filters)).items]


async def test_whole_words_are_found_by_both_whatever_their_case_and_accents(office: Office) -> None:
    _, (copy,) = await office.send(office.ben, text="Your café talk helped Zoë's team")
    for viewer, text in product((office.ada, office.ben), ("CAFE", "zoë team", "talk, café!", "helped")):
        assert await found(office, viewer, text) == [copy.id], text
    for text in ("caf", "coffee", "talk nothing"):
        assert await found(office, office.ben, text) == [], text


async def test_nobody_else_finds_anything(office: Office) -> None:
    await office.send(office.ben, readers=[office.dana], text="parser")
    assert await found(office, office.dana, "parser") != []
    for nobody in (office.cleo, office.eli):
        assert await found(office, nobody, "parser") == []
        assert await found(office, nobody) == []


async def test_what_is_held_is_found_by_its_author_only_and_by_all_once_it_is_sent(office: Office) -> None:
    held, (copy,) = await office.give(office.ben, readers=[office.dana], text="parser")
    assert await found(office, office.ada, "parser") == [copy.id]
    assert await found(office, office.ben, "parser") == await found(office, office.dana, "parser") == []
    await office.change(lambda unit: unit.feedback.release(held.id, NOON + MINUTE))
    for viewer in (office.ada, office.ben, office.dana):
        assert await found(office, viewer, "parser") == [copy.id]


async def test_what_changes_is_found_as_it_is_now(office: Office) -> None:
    held, _ = await office.give(office.ben, text="parser")
    revised = replace(held, text="lexer")
    copies = office.copies(revised, office.cleo)
    assert await office.change(lambda unit: unit.feedback.revise(revised, copies))
    assert await found(office, office.ada, "parser") == []
    assert await found(office, office.ada, "lexer", person=office.cleo) == [copies[0].id]
    until = NOON + HOUR
    await office.change(lambda unit: unit.feedback.release(held.id, NOON + MINUTE, until))
    await office.change(lambda unit: unit.revisions.edit(held.id, "linker", 0, NOON + 2 * MINUTE))
    assert await found(office, office.cleo, "lexer") == []
    assert await found(office, office.cleo, "linker") == [copies[0].id]
    await office.change(lambda unit: unit.revisions.withdraw(held.id, NOON + 3 * MINUTE))
    for viewer in (office.ada, office.cleo):
        assert await found(office, viewer, "linker") == []
        assert await found(office, viewer) == []


async def test_what_is_undone_is_not_found(office: Office) -> None:
    held, _ = await office.give(office.ben, text="parser")
    assert await found(office, office.ada, "parser") != []
    await office.change(lambda unit: unit.feedback.undo(held.id, NOON))
    assert await found(office, office.ada, "parser") == []


async def test_with_whom_it_is_shared_later_finds_it_then(office: Office) -> None:
    _, (copy,) = await office.send(office.ben, text="parser")
    assert await found(office, office.dana, "parser") == []
    reader = Reader(office.dana, ReaderReason.SHARED, NOON + HOUR)
    await office.change(lambda unit: unit.feedback.add_reader(copy.id, reader))
    assert await found(office, office.dana, "parser", part=Part.SHARED) == [copy.id]


async def test_a_quote_is_found_by_author_and_recipient_only(office: Office) -> None:
    quote = Quote("the linker fell over", "Eli", "https://acme.slack.com/p1")
    _, (copy,) = await office.send(office.ben, readers=[office.dana], quote=quote)
    assert await found(office, office.ben, "linker") == [copy.id]
    assert await found(office, office.dana, "linker") == []


async def test_filters_narrow_together(office: Office) -> None:
    tag = Tag(TagId(new_id()), TagKind.VALUE, "Care")
    _, (praise,) = await office.send(office.ben, text="parser", tags=(tag,))
    _, (hint,) = await office.send(
        office.cleo, text="parser", kind=FeedbackKind.SUGGESTION, at=NOON + HOUR, created_at=NOON + HOUR
    )
    _, (back,) = await office.send(
        office.ada, author_id=office.ben, text="lexer", at=NOON + 2 * HOUR, created_at=NOON + 2 * HOUR
    )
    ada = office.ada
    assert await found(office, ada) == [back.id, hint.id, praise.id]
    assert await found(office, ada, part=Part.GIVEN) == [hint.id, praise.id]
    assert await found(office, ada, part=Part.RECEIVED) == [back.id]
    assert await found(office, ada, person=office.ben) == [back.id, praise.id]
    assert await found(office, ada, about=office.ben) == [praise.id]
    assert await found(office, ada, kind=FeedbackKind.SUGGESTION) == [hint.id]
    assert await found(office, ada, tag=tag.id) == [praise.id]
    assert await found(office, ada, "parser", kind=FeedbackKind.PRAISE, person=office.ben) == [praise.id]
    assert await found(office, ada, "parser", kind=FeedbackKind.PRAISE, person=office.cleo) == []
    assert await found(office, ada, since=NOON + HOUR) == [back.id, hint.id]
    assert await found(office, ada, since=NOON + HOUR, until=NOON + 2 * HOUR) == [hint.id]


async def test_what_was_said_about_people_is_told_by_when_and_what_kind(office: Office) -> None:
    suggestion = {"kind": FeedbackKind.SUGGESTION, "created_at": NOON + HOUR, "at": NOON + HOUR}
    await office.send(office.ben, readers=[office.dana])
    await office.send(office.ben, readers=[office.dana], **suggestion)
    await office.send(office.cleo, readers=[office.dana], **suggestion)
    await office.send(office.ben, **suggestion)  # Dana may not read it
    await office.give(office.ben, readers=[office.dana], created_at=NOON + HOUR)  # not sent yet
    late = {"readers": [office.dana], "created_at": NOON + HOUR, "kind": FeedbackKind.SUGGESTION}
    gone, _ = await office.give(office.ben, **late)
    await office.change(lambda unit: unit.feedback.release(gone.id, NOON + HOUR, NOON + 3 * HOUR))
    await caught_up(office)

    async def said(*people: PersonId, since: timedelta) -> list[tuple[datetime, FeedbackKind]]:
        return sorted(
            await office.ask(lambda unit: unit.search.said_about(office.dana, people, NOON + since))
        )

    before = await said(office.ben, since=timedelta(0))
    assert await office.change(lambda unit: unit.revisions.withdraw(gone.id, NOON + 2 * HOUR))
    ben = await said(office.ben, since=timedelta(0))  # at once: what is withdrawn isn't counted meanwhile
    assert [kind for _, kind in ben] == [FeedbackKind.PRAISE, FeedbackKind.SUGGESTION]
    assert len(before) == 3
    both = await said(office.ben, office.cleo, since=timedelta(0))
    assert len(both) == 3
    assert await said(office.ben, office.cleo, since=ben[1][0] - NOON) == both[1:]
    assert await said(office.eli, since=timedelta(0)) == []


async def test_answers_are_found_by_whoever_asked(office: Office) -> None:
    item = await request_of(office, office.cleo, requester_id=office.dana, about_id=office.ben)
    asked = Asked(item.asks[0].ask.id, "How was the launch?")
    submission = office.submission(kind=FeedbackKind.ANSWER, text="Calm", asked=asked)
    who = (Reader(office.dana, ReaderReason.ASKED, NOON),)
    copy = Feedback(FeedbackId(new_id()), submission.id, office.ben, who)
    assert await office.change(lambda unit: unit.feedback.add(submission, [copy]))
    await office.change(lambda unit: unit.feedback.release(submission.id, NOON + MINUTE))
    assert await found(office, office.dana, part=Part.ASKED) == [copy.id]
    assert await found(office, office.ben, part=Part.ASKED) == []
    assert await found(office, office.dana, "launch calm") == [copy.id]


async def test_what_somebody_received_is_forgotten_with_them(office: Office) -> None:
    await office.send(office.ben, text="parser")
    assert await found(office, office.ada, "parser") != []
    await office.change(lambda unit: unit.feedback.erase_received(office.ben))
    assert await found(office, office.ada, "parser") == []


async def test_pages_lead_to_the_end_and_back(office: Office) -> None:
    sent: list[FeedbackId] = []
    for minute in range(7):
        text = "parser" if minute % 2 else "parser lexer"
        at = NOON + minute * MINUTE
        _, (copy,) = await office.send(office.ben, text=text, at=at, created_at=at)
        sent.insert(0, copy.id)
    filters = Filters(text="parser")
    first = await search(office, office.ben, filters, limit=3)
    second = await search(office, office.ben, filters, first.older, limit=3)
    third = await search(office, office.ben, filters, second.older, limit=3)
    pages = (first, second, third)
    assert [item.feedback.id for page in pages for item in page.items] == sent
    assert (first.newer, third.older) == (None, None)
    assert await search(office, office.ben, filters, third.newer, limit=3) == second
    assert await found(office, office.ben, "lexer parser") == sent[::2]


WORDS = ("parser", "lexer", "Größe", "会議", "don't")


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
async def test_it_finds_what_the_domain_says(office: Office, data: st.DataObject) -> None:
    fresh = await open_office(office.storage)
    people = (fresh.ada, fresh.ben, fresh.cleo)
    items: list[FeedbackItem] = []
    for minute in range(data.draw(st.integers(1, 6))):
        author, recipient, reader = data.draw(st.permutations(people))
        text = " ".join(data.draw(st.lists(st.sampled_from(WORDS), min_size=1, max_size=3)))
        at = NOON + timedelta(minutes=minute)
        kind = data.draw(st.sampled_from((FeedbackKind.PRAISE, FeedbackKind.SUGGESTION)))
        more: dict[str, Any] = {"author_id": author, "text": text, "kind": kind, "created_at": at}
        readers: Sequence[PersonId] = [reader] if data.draw(st.booleans()) else []
        give = fresh.send if data.draw(st.booleans()) else fresh.give
        _, (copy,) = await give(recipient, readers=readers, **more)
        item = await fresh.ask(lambda unit, one=copy.id: unit.feedback.item(one))
        assert item is not None
        items.append(item)
    filters = Filters(
        part=data.draw(st.none() | st.sampled_from(Part)),
        person=data.draw(st.none() | st.sampled_from(people)),
        kind=data.draw(st.none() | st.just(FeedbackKind.PRAISE)),
        text=" ".join(data.draw(st.lists(st.sampled_from(WORDS), max_size=2))),
    )
    for viewer in people:
        got = [item.feedback.id for item in (await search(fresh, viewer, filters)).items]
        assert sorted(got) == sorted(i.feedback.id for i in items if is_found(viewer, i, filters))
