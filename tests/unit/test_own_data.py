"""My data: all of it, in both files, and nothing that isn't somebody's own."""

import csv
import io
import json
from typing import Any

import pytest

from core.domain.attention import Preferences
from core.domain.feedback import FeedbackKind, Quote, Visibility
from core.domain.people import Person
from core.notifications import OwnDataReady
from core.services.replies import WriteReply
from tests.factories import Company


async def files_for(company: Company, person: Person) -> tuple[dict[str, Any], list[dict[str, str]]]:
    """Asked for and delivered: the JSON, and the rows of the table."""
    await company.own_data.send_own_data(company.workspace_id, person.id)
    (sent,) = [what for what in await company.reads(person) if isinstance(what, OwnDataReady)]
    as_json, as_csv = sent.files
    assert (as_json.name[-5:], as_csv.name[-4:]) == (".json", ".csv")
    rows = list(csv.DictReader(io.StringIO(as_csv.content.decode("utf-8-sig"), newline="")))
    return json.loads(as_json.content), rows


@pytest.fixture
async def people(company: Company) -> tuple[Person, Person, Person]:
    alice, bob, dana = [await company.hire(name) for name in ("Alice", "Bob", "Dana")]
    await company.manages(dana, bob)
    return alice, bob, dana


async def test_what_was_said_about_and_by_somebody_is_in_both_files(
    company: Company, people: tuple[Person, Person, Person]
) -> None:
    alice, bob, dana = people
    await company.send(alice, bob, text="To Bob, with\na second line", kind=FeedbackKind.SUGGESTION)
    (back,) = await company.send(bob, alice, text="=1+1 for Alice")
    await company.replies.write_reply(
        WriteReply(company.workspace_id, alice.id, back.feedback.id, "V9", "Thank you, Bob")
    )
    whole, rows = await files_for(company, bob)
    assert whole["me"]["name"] == "Bob" and whole["me"]["manager"] == "Dana"
    said = {one["what"]: one for one in whole["feedback"]}
    assert said["feedback received"]["text"] == "To Bob, with\na second line"
    assert said["feedback given"]["text"] == "=1+1 for Alice"
    assert [one["text"] for one in said["feedback given"]["replies"]] == ["Thank you, Bob"]
    texts = {row["what"]: row["text"] for row in rows}
    assert texts["feedback received"] == "To Bob, with\na second line"
    assert texts["feedback given"] == "'=1+1 for Alice"
    assert texts["reply"] == "Thank you, Bob"
    whole, _ = await files_for(company, dana)
    assert whole["feedback"] == [] and whole["me"]["reports"] == [{"person": "Bob", "state": "confirmed"}]


async def test_a_quote_is_only_in_the_files_of_those_who_may_read_it(
    company: Company, people: tuple[Person, Person, Person]
) -> None:
    alice, bob, dana = people
    quote = Quote("the linker fell over", "Eli", "https://acme.slack.com/p1")
    await company.send(
        alice,
        bob,
        text="Well caught",
        quote=quote,
        visibility=Visibility.RECIPIENT_AND_MANAGER,
        managers={bob: dana},
    )
    for person, sees in ((alice, True), (bob, True), (dana, False)):
        whole, rows = await files_for(company, person)
        assert ("linker" in json.dumps(whole)) is sees, person.name
        assert any("linker" in row["quote"] for row in rows) is sees, person.name
        assert any(row["text"] == "Well caught" for row in rows)


async def test_requests_drafts_and_pages_of_feedback_are_all_there(
    company: Company, people: tuple[Person, Person, Person]
) -> None:
    alice, bob, _ = people
    for number in range(3):
        await company.send(alice, bob, text=f"number {number}")
    await company.asks(alice, bob, question="What should I do more of?")
    whole, rows = await files_for(company, bob)
    assert len(whole["feedback"]) == 3
    assert whole["asked_of_me"][0]["question"] == "What should I do more of?"
    whole, rows = await files_for(company, alice)
    assert whole["requests"][0]["asked"][0]["person"] == "Bob"
    assert [row["question"] for row in rows if row["what"] == "request"] == ["What should I do more of?"]


async def test_asked_for_twice_in_a_minute_it_comes_once(
    company: Company, people: tuple[Person, Person, Person]
) -> None:
    alice, *_ = people
    for _ in range(3):
        await company.own_data.send_own_data(company.workspace_id, alice.id)
    assert len([one for one in await company.reads(alice) if isinstance(one, OwnDataReady)]) == 1


async def test_what_somebody_chose_about_messages_is_there(
    company: Company, people: tuple[Person, Person, Person]
) -> None:
    alice, bob, _ = people
    async with company.storage.writing(company.workspace_id) as unit:
        await unit.preferences.save(Preferences(alice.id, reminders=False, digest_hour=8))
        await unit.commit()
    whole, _ = await files_for(company, alice)
    assert whole["me"]["preferences"] == {"reminders": False, "daily_digest_at": 8}
    whole, _ = await files_for(company, bob)
    assert whole["me"]["preferences"] == {"reminders": True, "daily_digest_at": None}
