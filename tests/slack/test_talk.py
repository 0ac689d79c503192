"""Replying, reporting a problem, editing and withdrawing: the buttons, the forms, and who may use them."""

from typing import Any

import pytest

from core.domain.errors import Unavailable
from core.domain.feedback import FeedbackItem
from core.domain.people import Person
from core.notifications import Notification
from core.words import words_for
from handlers.slack.ids import Action, Block
from handlers.slack.metadata import FeedbackRef, PersonMark, ReplyRef, ReportRef, ReviseRef, pack
from handlers.slack.payloads import Json
from handlers.slack.views.messages import render
from tests.slack.desk import Desk, as_open, button, buttons, texts

LATE = "isn't here any more"


async def sent(desk: Desk, **more: Any) -> FeedbackItem:
    [copy] = await desk.company.send(desk.alice, desk.bob, **more)
    return copy


async def newest(desk: Desk, person: Person, kind: str) -> list[Json]:
    """The newest message of this kind in somebody's conversation, as blocks."""
    return render(await _newest(desk, person, kind), words_for("en"), "UTC").blocks


async def _newest(desk: Desk, person: Person, kind: str) -> Notification:
    return [one for one in await desk.company.reads(person) if one.kind == kind][-1]


def writing(text: str) -> Json:
    return {Block.REPLY: {Action.REPLY_TEXT: {"value": text}}}


def editing(text: str) -> Json:
    return {Block.TEXT: {Action.EDIT_TEXT: {"value": text}}}


def reporting(reason: str, *, pause: bool = False) -> Json:
    options = [{"value": "pause"}] if pause else []
    return {
        Block.REASON: {Action.REPORT_REASON: {"value": reason}},
        Block.PAUSE: {Action.REPORT_PAUSE: {"selected_options": options}},
    }


def refs(item: FeedbackItem) -> Json:
    return {"value": pack(FeedbackRef(feedback=item.feedback.id))}


# -- replies --


async def test_from_the_button_to_the_other_ones_message(desk: Desk) -> None:
    await sent(desk)
    press = button(await newest(desk, desk.bob, "feedback.received"), Action.REPLY_WRITE)
    await desk.press(press, desk.bob)
    form = desk.opened()
    assert "Only you and Alice will see this" in texts(form)
    assert (await desk.submit(form, desk.bob, **writing("What about <!channel>?"))).body == ""
    blocks = await newest(desk, desk.alice, "replies.posted")
    assert "What about <!channel>?" in texts(blocks)
    assert buttons(blocks) == ["Reply", "Open"]
    assert buttons(await newest(desk, desk.bob, "replies.posted")) == ["Edit", "Delete"]
    await desk.press(button(blocks, Action.REPLY_WRITE), desk.alice)
    assert "Only you and Bob" in texts(desk.opened())


async def test_a_reply_is_edited_and_deleted_by_whoever_wrote_it(desk: Desk) -> None:
    item = await sent(desk)
    await desk.press({"action_id": Action.REPLY_WRITE, **refs(item)}, desk.bob)
    await desk.submit(desk.opened(), desk.bob, **writing("first"))
    own = await newest(desk, desk.bob, "replies.posted")
    await desk.press(button(own, Action.REPLY_EDIT), desk.alice)
    assert LATE in texts(desk.slack.told[-1])
    await desk.press(button(own, Action.REPLY_EDIT), desk.bob)
    form = desk.opened()
    assert form["title"]["text"] == "Edit your reply"
    await desk.submit(form, desk.bob, **writing("second"))
    shown = texts(await newest(desk, desk.alice, "replies.posted"))
    assert "second" in shown
    assert "Edited" in shown
    for person in (desk.alice, desk.bob):
        await desk.press(button(own, Action.REPLY_DELETE), person)
    assert not [one for one in await desk.company.reads(desk.alice) if one.kind == "replies.posted"]


async def test_a_reply_from_an_opened_feedback_shows_there(desk: Desk) -> None:
    item = await sent(desk)
    await desk.press({"action_id": Action.FEEDBACK_OPEN, **refs(item)}, desk.bob)
    detail = as_open(desk.opened())
    await desk.press(button(detail["blocks"], Action.REPLY_WRITE), desk.bob, view=detail)
    form = {**as_open(desk.slack.views("views.push")[-1], "V2"), "previous_view_id": "V1"}
    await desk.submit(form, desk.bob, **writing("From within"))
    method, call = desk.slack.calls[-1]
    assert (method, call["view_id"]) == ("views.update", "V1")
    assert "From within" in texts(call["view"])


async def test_two_replies_from_one_opened_feedback_are_two(desk: Desk) -> None:
    item = await sent(desk)
    for number in ("V2", "V3"):
        await desk.press(
            {"action_id": Action.REPLY_WRITE, **refs(item)}, desk.bob, view=as_open({"type": "modal"})
        )
        form = {**as_open(desk.slack.views("views.push")[-1]), "id": number, "previous_view_id": "V1"}
        await desk.submit(form, desk.bob, **writing(f"from {number}"))
    told = [one for one in await desk.company.reads(desk.alice) if one.kind == "replies.posted"]
    assert len(told) == 2


async def test_a_form_closed_keeps_what_was_typed(desk: Desk) -> None:
    item = await sent(desk)
    await desk.press({"action_id": Action.REPLY_WRITE, **refs(item)}, desk.bob)
    form = desk.opened()
    await desk.close(form, desk.bob, **writing("  "))
    workspace_id = desk.company.workspace_id
    assert await desk.company.drafts.list_drafts(workspace_id, desk.bob.id) == []
    await desk.close(form, desk.bob, **writing("Half a thought"))
    [draft] = await desk.company.drafts.list_drafts(workspace_id, desk.bob.id)
    await desk.press({"action_id": Action.DRAFT_OPEN, "value": f'{{"v":1,"draft":"{draft.id}"}}'}, desk.bob)
    again = desk.opened()
    assert again["blocks"][0]["element"]["initial_value"] == "Half a thought"
    await desk.submit({**again, "id": "V7"}, desk.bob, **writing("A whole one"))
    assert await desk.company.drafts.list_drafts(workspace_id, desk.bob.id) == []


async def test_an_old_trigger_says_what_to_do_and_keeps_the_text(desk: Desk) -> None:
    item = await sent(desk)
    desk.slack.refuse["views.open"] = "expired_trigger_id"
    await desk.press({"action_id": Action.REPLY_WRITE, **refs(item)}, desk.bob)
    assert "press it again" in texts(desk.slack.told[-1])
    draft_id = await desk.company.drafts.keep_draft(
        desk.company.workspace_id,
        desk.bob.id,
        "replies.write",
        "k",
        {"feedback": item.feedback.id, "reply": "", "text": "mine"},
    )
    await desk.press({"action_id": Action.DRAFT_OPEN, "value": f'{{"v":1,"draft":"{draft_id}"}}'}, desk.bob)
    assert "Nothing is lost" in texts(desk.slack.told[-1])


@pytest.mark.parametrize("what", ["reply", "edit", "report"])
async def test_a_form_that_cannot_be_saved_stays_with_its_text(desk: Desk, what: str) -> None:
    item = await sent(desk)
    await _admin(desk)
    who, opens, values = {
        "reply": (desk.bob, {"action_id": Action.REPLY_WRITE, **refs(item)}, writing("words")),
        "edit": (
            desk.alice,
            {"action_id": Action.SUBMISSION_EDIT, "value": pack(ReviseRef(revise=item.submission.id))},
            editing("words"),
        ),
        "report": (desk.bob, {"action_id": Action.REPORT_MAKE, **refs(item)}, reporting("words")),
    }[what]
    await desk.press(opens, who)
    desk.store.refuse_commit = Unavailable("error-storage")
    answer = await desk.submit(desk.opened(), who, **values)
    assert answer.body["response_action"] == "errors"
    assert "Nothing is lost" in str(answer.body["errors"])
    assert (await desk.submit(desk.opened(), who, **values)).body == ""


# -- editing and withdrawing --


async def test_edited_from_the_message(desk: Desk) -> None:
    await sent(desk, text="first")
    own = await newest(desk, desk.alice, "feedback.submitted")
    assert buttons(own) == ["View", "Edit", "Withdraw"]
    await desk.press(button(own, Action.SUBMISSION_EDIT), desk.bob)
    assert "isn't yours to see" in texts(desk.slack.told[-1])
    await desk.press(button(own, Action.SUBMISSION_EDIT), desk.alice)
    form = desk.opened()
    assert form["blocks"][0]["element"]["initial_value"] == "first"
    assert "Bob will see that it was edited" in texts(form)
    answer = await desk.submit(form, desk.alice, **editing("  "))
    assert answer.body["errors"] == {Block.TEXT: "Write a few words first."}
    await desk.submit(form, desk.alice, **editing("second"))
    shown = texts(await newest(desk, desk.bob, "feedback.received"))
    assert "second" in shown
    assert "Edited" in shown
    await desk.press(button(own, Action.SUBMISSION_OPEN), desk.alice)
    detail = texts(desk.opened())
    assert "What it said before" in detail
    assert "first" in detail


async def test_edited_from_an_opened_copy(desk: Desk) -> None:
    item = await sent(desk, text="first")
    await desk.press({"action_id": Action.FEEDBACK_OPEN, **refs(item)}, desk.alice)
    detail = as_open(desk.opened())
    await desk.press(button(detail["blocks"], Action.SUBMISSION_EDIT), desk.alice, view=detail)
    form = {**as_open(desk.slack.views("views.push")[-1], "V2"), "previous_view_id": "V1"}
    await desk.close(form, desk.alice, **editing("first"))
    assert await desk.company.drafts.list_drafts(desk.company.workspace_id, desk.alice.id) == []
    await desk.submit(form, desk.alice, **editing("second"))
    assert "second" in texts(desk.slack.views("views.update")[-1])


async def test_withdrawn_from_the_message_and_from_an_opened_copy(desk: Desk) -> None:
    first, second = await sent(desk, text="one"), await sent(desk, text="two")
    for person in (desk.bob, desk.dana):
        value = pack(ReviseRef(revise=first.submission.id))
        await desk.press({"action_id": Action.SUBMISSION_WITHDRAW, "value": value}, person)
        assert "isn't yours to see" in texts(desk.slack.told[-1])
    await desk.press({"action_id": Action.SUBMISSION_WITHDRAW, "value": value}, desk.alice)
    assert "You withdrew" in texts(
        [
            render(one, words_for("en"), "UTC").blocks
            for one in await desk.company.reads(desk.alice)
            if one.kind == "feedback.submitted"
        ]
    )
    await desk.press({"action_id": Action.FEEDBACK_OPEN, **refs(second)}, desk.alice)
    detail = as_open(desk.opened())
    await desk.press(button(detail["blocks"], Action.SUBMISSION_WITHDRAW), desk.alice, view=detail)
    updated = desk.slack.views("views.update")[-1]
    assert "You withdrew this" in texts(updated)
    assert buttons(updated["blocks"]) == []


async def test_stale_buttons_answer_kindly(desk: Desk) -> None:
    item = await sent(desk)
    own = await newest(desk, desk.alice, "feedback.submitted")
    received = await newest(desk, desk.bob, "feedback.received")
    desk.company.clock.advance(hours=25)
    for action in (Action.SUBMISSION_EDIT, Action.SUBMISSION_WITHDRAW):
        await desk.press(button(own, action), desk.alice)
        assert "is over" in texts(desk.slack.told[-1])
    another = await sent(desk)
    value = pack(ReviseRef(revise=another.submission.id))
    await desk.press({"action_id": Action.SUBMISSION_WITHDRAW, "value": value}, desk.alice)
    for action in (Action.REPLY_WRITE, Action.FEEDBACK_OPEN):
        await desk.press({"action_id": action, **refs(another)}, desk.bob)
        assert LATE in texts(desk.slack.told[-1])
    assert button(received, Action.REPLY_WRITE)["value"] == pack(FeedbackRef(feedback=item.feedback.id))


# -- reports --


async def _admin(desk: Desk) -> Person:
    owner, admin = await desk.hire("Olga", administers=True), await desk.hire("Adam")
    await desk.company.people.name_people_admins(desk.company.workspace_id, owner.id, [admin.id])
    return admin


async def test_a_report_reaches_the_admin_and_is_looked_into(desk: Desk) -> None:
    item = await sent(desk, text="nasty")
    await desk.press({"action_id": Action.FEEDBACK_OPEN, **refs(item)}, desk.bob)
    assert "Report a problem" not in buttons(desk.opened()["blocks"])
    admin = await _admin(desk)
    await desk.press({"action_id": Action.FEEDBACK_OPEN, **refs(item)}, desk.bob)
    await desk.press(button(desk.opened()["blocks"], Action.REPORT_MAKE), desk.bob)
    form = desk.opened()
    assert "for the people team: Adam" in texts(form)
    assert (await desk.submit(form, desk.bob, **reporting("It hurts", pause=True))).body == ""
    told = await newest(desk, admin, "reports.made")
    assert "nasty" not in texts(told)
    await desk.press(button(told, Action.REPORT_OPEN), desk.alice)
    assert LATE in texts(desk.slack.told[-1])
    await desk.press(button(told, Action.REPORT_OPEN), admin)
    report = as_open(desk.opened())
    assert "It hurts" in texts(report)
    assert "nasty" in texts(report)
    await desk.press(button(report["blocks"], Action.REPORT_HANDLE), admin, view=report)
    assert buttons(desk.slack.views("views.update")[-1]["blocks"]) == []
    assert buttons(await newest(desk, admin, "reports.made")) == ["Open the report"]
    assert "has looked into it" in texts(await newest(desk, desk.bob, "reports.received"))


async def test_the_form_is_shown_again_where_the_admins_have_changed(desk: Desk) -> None:
    item = await sent(desk)
    await _admin(desk)
    await desk.press({"action_id": Action.REPORT_MAKE, **refs(item)}, desk.bob)
    form = desk.opened()
    await _admin(desk)
    answer = await desk.submit(form, desk.bob, **reporting("It hurts", pause=True))
    assert answer.body["response_action"] == "update"
    view = answer.body["view"]
    assert "have changed" in texts(view)
    assert view["blocks"][2]["element"]["initial_value"] == "It hurts"
    assert "initial_options" in view["blocks"][3]["element"]
    assert (await desk.submit(as_open(view), desk.bob, **reporting("It hurts"))).body == ""


async def test_a_report_closed_is_a_draft_and_opens_again(desk: Desk) -> None:
    item = await sent(desk)
    await _admin(desk)
    await desk.press({"action_id": Action.REPORT_MAKE, **refs(item)}, desk.bob)
    await desk.close(desk.opened(), desk.bob, **reporting("It hu", pause=True))
    [draft] = await desk.company.drafts.list_drafts(desk.company.workspace_id, desk.bob.id)
    await desk.press({"action_id": Action.DRAFT_OPEN, "value": f'{{"v":1,"draft":"{draft.id}"}}'}, desk.bob)
    view = desk.opened()
    assert view["blocks"][1]["element"]["initial_value"] == "It hu"
    assert "initial_options" in view["blocks"][2]["element"]


async def test_peace_is_ended_on_home(desk: Desk) -> None:
    item = await sent(desk)
    await _admin(desk)
    await desk.press({"action_id": Action.REPORT_MAKE, **refs(item)}, desk.bob)
    await desk.submit(desk.opened(), desk.bob, **reporting("It hurts", pause=True))
    await desk.event({"type": "app_home_opened", "user": desk.bob.profile.external_id, "tab": "home"})
    home = desk.slack.views("views.publish")[-1]
    press = button(home["blocks"], Action.PAUSE_END)
    assert press["value"] == pack(PersonMark(person=desk.alice.id))
    await desk.press(press, desk.bob, view=home)
    assert "Paused" not in texts(desk.slack.views("views.publish")[-1])


@pytest.mark.parametrize(
    "action",
    [
        Action.REPLY_WRITE,
        Action.REPLY_EDIT,
        Action.REPLY_DELETE,
        Action.SUBMISSION_EDIT,
        Action.SUBMISSION_WITHDRAW,
        Action.REPORT_MAKE,
        Action.REPORT_OPEN,
        Action.REPORT_HANDLE,
        Action.PAUSE_END,
    ],
)
@pytest.mark.parametrize(
    "value",
    [
        "",
        "<script>",
        '{"v":9}',
        pack(FeedbackRef(feedback="nowhere")),
        pack(ReplyRef(reply="nowhere")),
        pack(ReportRef(report="nowhere")),
        pack(ReviseRef(revise="nowhere")),
    ],
)
async def test_a_button_that_means_nothing_says_so(desk: Desk, action: Action, value: str) -> None:
    assert (await desk.press({"action_id": action, "value": value}, desk.bob)).status == 200
    assert desk.slack.told, "the person must read something"
    assert "noted as" not in texts(desk.slack.told[-1])
