"""What people chose about what Everloop sends them, and how much somebody has given today."""

from core.domain.attention import Preferences
from core.domain.feedback import FeedbackKind
from tests.contract.office import HOUR, MINUTE, NOON, Office, open_office


async def test_whoever_chose_nothing_has_the_defaults(office: Office) -> None:
    assert await office.ask(lambda unit: unit.preferences.of(office.ada)) == Preferences(office.ada)


async def test_the_last_choice_counts_for_this_person_here(office: Office) -> None:
    other = await open_office(office.storage)
    for chosen in (Preferences(office.ada, False, 15), Preferences(office.ada, True, None)):
        await office.change(lambda unit, chosen=chosen: unit.preferences.save(chosen))
        assert await office.ask(lambda unit: unit.preferences.of(office.ada)) == chosen
    await office.change(lambda unit: unit.preferences.save(Preferences(office.ben, False, 6)))
    assert (await office.ask(lambda unit: unit.preferences.of(office.ada))).reminders
    assert (await other.ask(lambda unit: unit.preferences.of(other.ben))).reminders
    await office.change(lambda unit: unit.preferences.forget(office.ben))
    await office.change(lambda unit: unit.preferences.forget(office.ben))
    assert await office.ask(lambda unit: unit.preferences.of(office.ben)) == Preferences(office.ben)


async def given(office: Office, other_than: str = "") -> dict[str, int]:
    recipients = [office.ben, office.cleo]
    counted = await office.ask(
        lambda unit: unit.feedback.given_since(office.ada, recipients, NOON, other_than)
    )
    return {str(person_id): count for person_id, count in counted.items()}


async def test_it_counts_what_one_person_gave_since_then(office: Office) -> None:
    await office.give(office.ben, created_at=NOON - MINUTE)
    await office.give(office.dana)
    await office.give(office.ada, author_id=office.ben)
    assert await given(office) == {}
    await office.give(office.ben, office.cleo, created_at=NOON)
    last, _ = await office.give(office.ben, created_at=NOON + HOUR)
    assert await given(office) == {office.ben: 2, office.cleo: 1}
    assert await given(office, last.form_key) == {office.ben: 1, office.cleo: 1}


async def test_what_was_undone_and_answers_do_not_count_and_what_was_withdrawn_does(office: Office) -> None:
    undone, _ = await office.give(office.ben)
    await office.change(lambda unit: unit.feedback.undo(undone.id, NOON))
    await office.give(office.ben, kind=FeedbackKind.ANSWER)
    assert await given(office) == {}
    withdrawn, _ = await office.give(office.ben)
    await office.change(lambda unit: unit.feedback.release(withdrawn.id, NOON, NOON + HOUR))
    assert await office.change(lambda unit: unit.revisions.withdraw(withdrawn.id, NOON + MINUTE))
    assert await given(office) == {office.ben: 1}


async def test_a_turn_can_be_taken_again_in_one_transaction(office: Office) -> None:
    async with office.writing() as unit:
        await unit.feedback.take_turn(office.ada)
        await unit.feedback.take_turn(office.ada)
        await unit.commit()


async def test_earlier_periods_are_withdrawn_and_no_others(office: Office) -> None:
    topics = [office.topic(period=period) for period in ("2026-03-02T09", "2026-03-03T09", "2026-03-04T09")]
    other = office.topic(subject="8", period="2026-03-01T09")
    for topic in (*topics, other):
        await office.tell(topic)
    await office.change(lambda unit: unit.outbox.withdraw_earlier(topics[1]))
    found = [
        await office.ask(lambda unit, topic=topic: unit.outbox.about(topic)) for topic in (*topics, other)
    ]
    assert [message is not None and message.wanted for message in found] == [False, True, True, True]


async def test_what_is_shown_in_a_digest_is_taken_back_by_a_delivery(office: Office) -> None:
    """It stands nowhere by itself, and yet somebody sees it."""
    message, lease = await office.tell(office.topic()), await office.lease()
    assert await office.begin(message, lease)
    await office.change(lambda unit: unit.outbox.settle(message, None, message.revision))
    await office.change(lambda unit: unit.outbox.withdraw(office.topic()))
    again = await office.message(office.topic())
    assert (again.wanted, again.ref, again.shown_revision) == (False, None, 1)
