"""A manager's team on Slack, and notes for a talk: from Home to the message that shares them."""

from typing import Any

from core.notifications import NoteShared
from core.services.notes import FORM
from handlers.slack.ids import Action, Block, Modal
from tests.slack.desk import Desk, as_open, button, buttons, texts

NOTE = f"{Block.NOTE.value}.0"


def noted(text: str, renewed: int = 0) -> dict[str, Any]:
    return {f"{Block.NOTE.value}.{renewed}": {Action.NOTE_TEXT: {"value": text}}}


def on_top(view: dict[str, Any]) -> dict[str, Any]:
    """Of what a manager sees of a report."""
    return {**as_open(view, "V2"), "previous_view_id": "V1"}


async def home(desk: Desk, who: Any = None) -> dict[str, Any]:
    user = (who or desk.dana).profile.external_id
    await desk.event({"type": "app_home_opened", "user": user, "tab": "home"})
    return {**desk.slack.views("views.publish")[-1], "type": "home"}


async def report_of_bob(desk: Desk) -> dict[str, Any]:
    """As Dana, his manager, sees it."""
    shown = await home(desk)
    await desk.press(button(shown["blocks"], Action.TEAM_OPEN), by=desk.dana, view=shown)
    team = desk.opened()
    assert team["callback_id"] == Modal.TEAM
    await desk.press(button(team["blocks"], Action.TEAM_LOOK), by=desk.dana, view=team)
    return as_open(desk.slack.views("views.update")[-1])


async def note_form(desk: Desk) -> dict[str, Any]:
    report = await report_of_bob(desk)
    await desk.press(button(report["blocks"], Action.NOTE_WRITE), by=desk.dana, view=report)
    return on_top(desk.slack.views("views.push")[-1])


def proposed(form: dict[str, Any]) -> str:
    return next(b["element"]["initial_value"] for b in form["blocks"] if b["type"] == "input")


async def test_a_manager_reads_what_policy_lets_them_and_nothing_else(desk: Desk) -> None:
    company = desk.company
    (shared,) = await company.send(desk.alice, desk.bob, text="Shared with Dana")
    await company.send(desk.alice, desk.bob, text="Between us two")
    await company.send(desk.dana, desk.bob, text="From his manager")
    await company.send(desk.bob, desk.dana, text="From Bob himself")
    await company.feedback.share_feedback(company.workspace_id, desk.bob.id, shared.feedback.id)
    report = texts(await report_of_bob(desk))
    assert "Shared with Dana" in report and "From his manager" in report
    assert "Between us two" not in report and "From Bob himself" not in report


async def test_only_the_confirmed_manager_gets_there(desk: Desk) -> None:
    report = await report_of_bob(desk)
    write = button(report["blocks"], Action.NOTE_WRITE)
    assert Action.TEAM_OPEN not in str(await home(desk, desk.alice))
    before = len(desk.slack.views("views.push"))
    await desk.press(write, by=desk.alice, view=report)
    assert "isn't open to you" in texts(desk.slack.views("views.push")[before:])
    assert len(desk.slack.views("views.push")) == before + 1


async def test_pages_of_a_report(desk: Desk) -> None:
    for number in range(7):
        await desk.company.send(desk.dana, desk.bob, text=f"number {number}")
    first = await report_of_bob(desk)
    assert "number 6" in texts(first) and "number 1" not in texts(first)
    await desk.press(button(first["blocks"], Action.TEAM_OLDER), by=desk.dana, view=first)
    assert "number 1" in texts(desk.slack.views("views.update")[-1])


async def test_searching_goes_on_from_a_report(desk: Desk) -> None:
    await desk.company.send(desk.dana, desk.bob, text="The parser is quick")
    await desk.company.send(desk.dana, desk.alice, text="The parser is slow")
    report = await report_of_bob(desk)
    await desk.press(button(report["blocks"], Action.SEARCH_OPEN), by=desk.dana, view=report)
    form = as_open(desk.slack.views("views.update")[-1])
    words = {Block.SEARCH_TEXT: {Action.SEARCH_TEXT: {"value": "parser"}}}
    answer = await desk.submit(form, by=desk.dana, **words)
    assert "quick" in texts(answer.body["view"]) and "slow" not in texts(answer.body["view"])


async def test_notes_are_proposed_written_and_shared_once(desk: Desk) -> None:
    await desk.company.send(desk.dana, desk.bob, text="The parser is quick")
    form = await note_form(desk)
    assert "Talk with Bob" in proposed(form) and "The parser is quick" in proposed(form)
    answer = await desk.submit(form, by=desk.dana, **noted("Let's talk <b> & more"))
    shown = on_top(answer.body["view"])
    assert shown["callback_id"] == Modal.NOTE_DETAIL
    assert not any(isinstance(what, NoteShared) for what in await desk.company.reads(desk.bob))
    again = await desk.submit(form, by=desk.dana, **noted("Let's talk <b> & more"))
    assert again.body["view"] == answer.body["view"]
    share = button(shown["blocks"], Action.NOTE_SHARE)
    for _ in range(2):
        await desk.press(share, by=desk.dana, view=shown)
    (told,) = [what for what in await desk.company.reads(desk.bob) if isinstance(what, NoteShared)]
    assert told.item.note.text == "Let's talk <b> & more"
    after = desk.slack.views("views.update")
    assert any(buttons(view["blocks"]) == ["Edit"] for view in after)


async def test_what_is_changed_later_is_changed_in_the_message(desk: Desk) -> None:
    form = await note_form(desk)
    answer = await desk.submit(form, by=desk.dana, **noted("Let's talk"))
    shown = on_top(answer.body["view"])
    await desk.press(button(shown["blocks"], Action.NOTE_SHARE), by=desk.dana, view=shown)
    await desk.company.reads(desk.bob)
    await desk.press(button(shown["blocks"], Action.NOTE_EDIT), by=desk.dana, view=shown)
    edit = as_open(desk.slack.views("views.update")[-1], "V2")
    assert proposed(edit) == "Let's talk"
    await desk.submit(edit, by=desk.dana, **noted("Let's talk on Monday"))
    (told,) = [what for what in await desk.company.reads(desk.bob) if isinstance(what, NoteShared)]
    assert told.item.note.text == "Let's talk on Monday"


async def test_another_time_proposes_anew_but_keeps_what_was_changed(desk: Desk) -> None:
    form = await note_form(desk)
    choice = {"type": "static_select", "action_id": Action.NOTE_PERIOD, "block_id": Block.NOTE_PERIOD}
    year = choice | {"selected_option": {"value": "year"}}
    untouched = {**form, "state": {"values": noted(proposed(form))}}
    await desk.press(year, by=desk.dana, view=untouched)
    fresh = desk.slack.views("views.update")[-1]
    assert [b["block_id"] for b in fresh["blocks"] if b["type"] == "input"] == [f"{Block.NOTE.value}.1"]
    changed = {**form, "state": {"values": noted("My own words")}}
    await desk.press(year, by=desk.dana, view=changed)
    kept = desk.slack.views("views.update")[-1]
    assert proposed(kept) == "My own words" and "stays as it is" in texts(kept)


async def test_what_was_typed_and_not_saved_waits_as_a_draft(desk: Desk) -> None:
    form = await note_form(desk)
    await desk.close(form, by=desk.dana)
    drafts = desk.company.drafts
    assert await drafts.list_drafts(desk.company.workspace_id, desk.dana.id) == []
    await desk.close(form, by=desk.dana, **noted("My own words"))
    (draft,) = await drafts.list_drafts(desk.company.workspace_id, desk.dana.id)
    assert (draft.form, draft.content["text"]) == (FORM, "My own words")
    shown = await home(desk)
    await desk.press(button(shown["blocks"], Action.DRAFT_OPEN), by=desk.dana, view=shown)
    reopened = desk.opened()
    assert proposed(reopened) == "My own words"
    await desk.submit(reopened, by=desk.dana, **noted("My own words, finished"))
    assert await drafts.list_drafts(desk.company.workspace_id, desk.dana.id) == []


async def test_notes_that_were_discarded_are_gone(desk: Desk) -> None:
    answer = await desk.submit(await note_form(desk), by=desk.dana, **noted("Let's talk"))
    shown = on_top(answer.body["view"])
    await desk.press(button(shown["blocks"], Action.NOTE_DISCARD), by=desk.dana, view=shown)
    share = button(shown["blocks"], Action.NOTE_SHARE)
    await desk.press(share, by=desk.dana, view=shown)
    assert "aren't there any more" in texts(desk.slack.views("views.push")[-1])


async def test_nothing_written_is_said_at_the_field(desk: Desk) -> None:
    answer = await desk.submit(await note_form(desk), by=desk.dana, **noted("  "))
    assert answer.body == {"response_action": "errors", "errors": {NOTE: "Write a few words first."}}
