"""Asking and answering by requests as Slack signs them: what goes wrong loses nothing and grants nothing."""

from typing import Any

import pytest

from core.domain.errors import Unavailable
from core.domain.feedback import Box, Visibility
from core.domain.people import Person
from core.domain.requests import AskState, RequestItem
from handlers.slack.commands import OpenAskForm, OpenForm, ShowRequests, parse_command
from handlers.slack.ids import Action, Block, Shortcut
from handlers.slack.metadata import AskRef, RequestRef, pack
from tests.slack.desk import Desk, as_open, button, buttons, chosen, state_of, texts

BOB, EVE = "<@U1|bob>", "<@U2|eve>"
QUESTION = f"{Block.ASK_QUESTION}.0"
WITH_MANAGER = chosen(Block.ASK_SEEN, Action.ASK_SEEN, Visibility.RECIPIENT_AND_MANAGER)


@pytest.mark.parametrize(
    ("typed", "request_"),
    [
        ("request", OpenAskForm()),
        (" REQUEST  ", OpenAskForm()),
        (f"request {BOB}", OpenAskForm(("U1",))),
        (f"request {BOB} {EVE} about the launch", OpenAskForm(("U1", "U2"), "about the launch")),
        (f"Request {BOB}, {EVE}: what next?", OpenAskForm(("U1", "U2"), "what next?")),
        (f"request how was the talk with {BOB}?", OpenAskForm(("U1",), "how was the talk with @bob?")),
        ("request @bbo about\nthe launch", OpenAskForm((), "about\nthe launch", ("bbo",))),
        ("request about a &lt; b", OpenAskForm((), "about a < b")),
        ("requests", ShowRequests()),
        (" Requests ", ShowRequests()),
        (f"requested by {BOB}", OpenForm(("U1",), "requested by @bob")),
    ],
)
def test_what_the_command_asks_for(typed: str, request_: object) -> None:
    assert parse_command(typed) == request_


def asking(*people: Person, question: str = "What next?", **more: Any) -> dict[str, Any]:
    ids = [person.profile.external_id for person in people]
    return {
        Block.ASK_PEOPLE: {Action.ASK_PEOPLE: {"selected_users": ids}},
        QUESTION: {Action.ASK_QUESTION: {"value": question}},
        **more,
    }


def due_on(day: str | None) -> dict[str, Any]:
    return {Block.ASK_DUE: {Action.ASK_DUE: {"selected_date": day}}}


async def requests_of(desk: Desk, person: Person) -> list[RequestItem]:
    page = await desk.company.requests.list_requests(desk.company.workspace_id, person.id)
    return list(page.items)


async def asked(desk: Desk, *people: Person, by: Person | None = None) -> RequestItem:
    return await desk.company.asks(by or desk.alice, *(people or (desk.bob,)))


def answer_button(item: RequestItem) -> dict[str, Any]:
    return {"action_id": Action.ANSWER_OPEN, "value": pack(AskRef(ask=item.asks[0].ask.id))}


def answering(text: str) -> dict[str, Any]:
    return {Block.ANSWER: {Action.ANSWER_TEXT: {"value": text}}}


async def drafts_of(desk: Desk, person: Person) -> list[dict[str, Any]]:
    kept = await desk.company.drafts.list_drafts(desk.company.workspace_id, person.id)
    return [{"form": one.form, **one.content} for one in kept]


# -- asking --


async def test_what_was_filled_in_is_asked(desk: Desk) -> None:
    await desk.command("request")
    answer = await desk.submit(desk.opened(), **asking(desk.bob), **WITH_MANAGER)
    assert (answer.status, answer.body) == (200, "")
    [item] = await requests_of(desk, desk.alice)
    assert item.request.question == "What next?"
    assert item.request.visibility is Visibility.RECIPIENT_AND_MANAGER
    assert [one.person.name for one in item.asks] == ["Bob"]
    assert "You asked" not in texts(desk.slack.told)
    assert "Feedback you asked for" in texts(desk.slack.views("views.publish")[-1])


async def test_the_same_form_twice_is_one_request(desk: Desk) -> None:
    await desk.command("request")
    form = desk.opened()
    for _ in range(2):
        assert (await desk.submit(form, **asking(desk.bob))).body == ""
    assert len(await requests_of(desk, desk.alice)) == 1
    refused = await desk.submit(form, **asking(desk.bob, question="Another"))
    assert "can't be changed here" in refused.body["errors"][Block.ASK_PEOPLE]


async def test_errors_stand_at_their_fields(desk: Desk) -> None:
    await desk.command("request")
    past = due_on("2026-11-01")
    answer = await desk.submit(desk.opened(), **asking(desk.alice, question=" "), **past)
    errors = answer.body["errors"]
    assert "can't ask yourself" in errors[Block.ASK_PEOPLE]
    assert "question first" in errors[QUESTION]
    assert "over" in errors[Block.ASK_DUE]
    answer = await desk.submit(desk.opened(), **asking(desk.bob), **due_on(None))
    assert answer.body["errors"] == {Block.ASK_DUE: "Choose a day."}
    assert await requests_of(desk, desk.alice) == []


async def test_a_form_that_cannot_be_saved_stays_open(desk: Desk) -> None:
    await desk.command("request")
    form = desk.opened()
    desk.store.refuse_commit = Unavailable("error-storage")
    answer = await desk.submit(form, **asking(desk.bob))
    assert "press Ask again" in answer.body["errors"][Block.ASK_PEOPLE]
    assert (await desk.submit(form, **asking(desk.bob))).body == ""
    assert len(await requests_of(desk, desk.alice)) == 1


async def test_what_was_never_offered_is_refused(desk: Desk) -> None:
    await desk.command("request")
    form = desk.opened()
    someone = chosen(Block.ASK_ABOUT, Action.ASK_ABOUT, desk.bob.id)
    answer = await desk.submit(form, **asking(desk.dana), **someone)
    assert "whose manager you are" in answer.body["errors"][Block.ASK_ABOUT]
    for forged in (
        chosen(Block.ASK_SEEN, Action.ASK_SEEN, "everyone"),
        due_on("soon"),
    ):
        answer = await desk.submit(form, **asking(desk.bob), **forged)
        assert "out of date" in str(answer.body)
    assert await requests_of(desk, desk.alice) == []


@pytest.mark.parametrize("way", ["command", "shortcut"])
async def test_an_expired_trigger_keeps_what_was_typed(desk: Desk, way: str) -> None:
    desk.slack.refuse["views.open"] = "expired_trigger_id"
    if way == "command":
        await desk.command(f"request <@{desk.bob.profile.external_id}|bob> about the launch")
        again = button(desk.slack.told[-1]["blocks"], Action.DRAFT_OPEN)
    else:
        await desk.shortcut(Shortcut.ASK)
        assert [one.kind for one in await desk.company.reads(desk.alice)] == ["drafts.kept"]
        return
    del desk.slack.refuse["views.open"]
    await desk.press(again)
    form = desk.opened()
    assert state_of(form)[QUESTION][Action.ASK_QUESTION]["value"] == "about the launch"
    assert (await desk.submit(form)).body == ""
    assert await drafts_of(desk, desk.alice) == []
    assert len(await requests_of(desk, desk.alice)) == 1


async def test_a_form_that_is_closed_becomes_a_draft(desk: Desk) -> None:
    await desk.command("request")
    form = desk.opened()
    await desk.close(form, **asking(question="  "))
    assert await drafts_of(desk, desk.alice) == []
    await desk.close(form, **asking(desk.bob, question="Half a question"))
    [kept] = await drafts_of(desk, desk.alice)
    assert (kept["form"], kept["text"]) == ("requests.ask", "Half a question")
    assert kept["recipients"] == [desk.bob.id]
    desk.company.clock.advance(days=20)  # the day it would have been due is over
    await desk.event({"type": "app_home_opened", "user": desk.alice.profile.external_id, "tab": "home"})
    home = desk.slack.views("views.publish")[-1]
    await desk.press(button(home["blocks"], Action.DRAFT_OPEN), view={**home, "type": "home"})
    values = state_of(desk.opened())
    assert values[Block.ASK_DUE][Action.ASK_DUE]["selected_date"] == "2026-11-27"


async def test_more_than_the_form_takes_is_shown_beside_it(desk: Desk) -> None:
    await desk.command("request " + "x" * 4000)
    assert "Only the first 3,000 characters" in texts(desk.slack.told[-1])
    assert texts(desk.slack.told[-1]).count("x") >= 4000


async def test_unknown_names_are_asked_for(desk: Desk) -> None:
    await desk.command("request @bbo about the launch")
    assert "We couldn't find anyone called @bbo" in texts(desk.opened())


# -- answering --


async def test_a_forwarded_button_grants_nothing(desk: Desk) -> None:
    item = await asked(desk)
    for press in (
        answer_button(item),
        {**answer_button(item), "action_id": Action.PUT_OFF_OPEN},
        {**answer_button(item), "action_id": Action.DECLINE_OPEN},
        {"action_id": Action.REQUEST_OPEN, "value": pack(RequestRef(request=item.request.id))},
        {"action_id": Action.REQUEST_CANCEL, "value": pack(RequestRef(request=item.request.id))},
        {"action_id": Action.REQUEST_REMIND, "value": pack(RequestRef(request=item.request.id))},
    ):
        await desk.press(press, desk.dana)
        assert "isn't yours to see" in texts(desk.slack.told[-1])
    assert desk.slack.views() == []
    [now] = await requests_of(desk, desk.alice)
    assert now == item


@pytest.mark.parametrize("value", ["", "{}", '{"v":1,"ask":""}', '{"v":9}', '{"v":1,"draft":"x"}'])
@pytest.mark.parametrize(
    "action",
    [
        Action.ANSWER_OPEN,
        Action.PUT_OFF_OPEN,
        Action.DECLINE_OPEN,
        Action.REQUEST_OPEN,
        Action.REQUEST_REMIND,
        Action.REQUEST_EXTEND,
        Action.REQUEST_ADD,
        Action.REQUEST_CANCEL,
        Action.REQUESTS_OLDER,
    ],
)
async def test_buttons_that_mean_nothing_are_answered_kindly(desk: Desk, action: Action, value: str) -> None:
    assert (await desk.press({"action_id": action, "value": value})).status == 200
    assert "out of date" in texts(desk.slack.told[-1])


async def test_an_answer_is_kept_until_it_is_sent(desk: Desk) -> None:
    item = await asked(desk)
    await desk.press(answer_button(item), desk.bob)
    form = desk.opened()
    assert "Alice" not in texts(form)  # mentioned, by Slack's own name for her
    assert f"<@{desk.alice.profile.external_id}>" in texts(form)
    await desk.close(form, desk.bob, **answering("Half a thought"))
    await desk.press(answer_button(item), desk.bob)
    form = desk.opened()
    assert state_of(form)[Block.ANSWER][Action.ANSWER_TEXT]["value"] == "Half a thought"
    assert (await desk.submit(form, desk.bob)).body == ""
    assert await drafts_of(desk, desk.bob) == []
    page = await desk.company.feedback.list_feedback(desk.company.workspace_id, desk.bob.id, Box.GIVEN)
    assert [one.submission.text for one in page.items] == ["Half a thought"]


async def test_an_answer_that_comes_too_late_is_not_lost(desk: Desk) -> None:
    item = await asked(desk)
    await desk.press(answer_button(item), desk.bob)
    form = desk.opened()
    await desk.company.requests.cancel_request(desk.company.workspace_id, desk.alice.id, item.request.id)
    answer = await desk.submit(form, desk.bob, **answering("My words"))
    assert "No answer is needed any more" in answer.body["errors"][Block.ANSWER]
    await desk.close(form, desk.bob, **answering("My words"))
    [kept] = await desk.company.drafts.list_drafts(desk.company.workspace_id, desk.bob.id)
    await desk.press({"action_id": Action.DRAFT_OPEN, "value": f'{{"v":1,"draft":"{kept.id}"}}'}, desk.bob)
    given = desk.opened()
    assert "My words" in str(state_of(given))
    assert "No answer is needed any more" in texts(given)


async def test_an_answer_names_the_manager_of_now_before_it_is_sent(desk: Desk) -> None:
    item = await desk.company.asks(desk.bob, desk.alice, visibility=Visibility.RECIPIENT_AND_MANAGER)
    await desk.press(answer_button(item), desk.alice)
    form = desk.opened()
    eve = await desk.hire("Eve")
    await desk.company.manages(eve, desk.bob)
    answer = await desk.submit(form, desk.alice, **answering("My words"))
    assert answer.body["response_action"] == "update"
    again = as_open(answer.body["view"])
    assert f"<@{eve.profile.external_id}>" in texts(again)
    assert (await desk.submit(again, desk.alice)).body == ""


async def test_an_answer_that_cannot_be_saved_stays_open(desk: Desk) -> None:
    item = await asked(desk)
    await desk.press(answer_button(item), desk.bob)
    form = desk.opened()
    desk.store.refuse_commit = Unavailable("error-storage")
    answer = await desk.submit(form, desk.bob, **answering("My words"))
    assert "press Send again" in answer.body["errors"][Block.ANSWER]
    assert (await desk.submit(form, desk.bob, **answering("My words"))).body == ""


async def test_not_now_and_no(desk: Desk) -> None:
    item = await asked(desk, desk.bob, desk.dana)
    bobs, danas = [{"action_id": "", "value": pack(AskRef(ask=one.ask.id))} for one in item.asks]
    await desk.press({**bobs, "action_id": Action.PUT_OFF_OPEN}, desk.bob)
    form = desk.opened()
    assert "Tuesday, 3 November" in texts(form)
    assert "Monday, 9 November" in texts(form)
    forged = chosen(Block.PUT_OFF, Action.PUT_OFF_UNTIL, "never")
    assert "out of date" in str((await desk.submit(form, desk.bob, **forged)).body)
    assert (await desk.submit(form, desk.bob)).body == ""
    await desk.press({**danas, "action_id": Action.DECLINE_OPEN}, desk.dana)
    form = desk.opened()
    assert (await desk.submit(form, desk.dana)).body == ""
    assert (await desk.submit(form, desk.dana)).body != ""  # declined already
    [now] = await requests_of(desk, desk.alice)
    assert [one.ask.state for one in now.asks] == [AskState.ASKED, AskState.DECLINED]
    assert now.asks[0].ask.snoozed_until is not None


# -- looking at what one asked --


async def test_the_list_is_paged(desk: Desk) -> None:
    for number in range(8):
        desk.company.clock.advance(minutes=1)
        await desk.company.asks(desk.alice, desk.bob, question=f"Question {number}")
    await desk.command("requests")
    first = desk.opened()
    assert "Question 7" in texts(first)
    assert "Question 1" not in texts(first)
    await desk.press(button(first["blocks"], Action.REQUESTS_OLDER), view=first)
    older = desk.slack.views("views.update")[-1]
    assert "Question 1" in texts(older)
    assert "Newer" in buttons(older["blocks"])


async def test_changing_a_request_shows_what_changed(desk: Desk) -> None:
    item = await asked(desk)
    ref = pack(RequestRef(request=item.request.id))
    await desk.press({"action_id": Action.REQUEST_OPEN, "value": ref})
    detail = as_open(desk.slack.views()[-1])
    await desk.press(button(detail["blocks"], Action.REQUEST_EXTEND), view=detail)
    form = {**as_open(desk.slack.views("views.push")[-1], "V2"), "previous_view_id": "V1"}
    answer = await desk.submit(form)
    assert answer.body == ""
    method, body = desk.slack.calls[-1]
    assert (method, body["view_id"]) == ("views.update", "V1")
    assert "Monday, 16 November" in texts(body["view"])
    again = await desk.submit(form)
    assert "after the one it is due now" in again.body["errors"][Block.ASK_DUE]
    await desk.press(button(detail["blocks"], Action.REQUEST_CANCEL), view=detail)
    assert buttons(desk.slack.views("views.update")[-1]["blocks"]) == []
