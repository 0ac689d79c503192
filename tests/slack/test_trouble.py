"""When something goes wrong that nobody expected: the person reads a number, and the log has it."""

import logging
from typing import Any

import pytest
import structlog
from structlog.testing import capture_logs

from handlers.slack.ids import Action, Block, Modal, Shortcut
from handlers.slack.metadata import FeedbackRef, pack
from tests.slack.desk import Desk, desk_open, saying, texts, to

CANARY = "canary-zq7-what-was-said"


class Bug(Exception):
    pass


@pytest.fixture
def broken(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """Every use case of feedback has a bug."""

    async def fail(*_: Any, **__: Any) -> None:
        raise Bug

    for name in ("give_feedback", "thank_for_feedback", "open_feedback", "list_feedback", "managers_of"):
        monkeypatch.setattr(desk.company.feedback, name, fail)
    return desk


def noted(logs: list[Any]) -> str:
    [entry] = [entry for entry in logs if entry["event"] == "slack.failed"]
    assert isinstance(entry["exc_info"], Bug)
    return entry["correlation_id"]


def capture() -> Any:
    return capture_logs(processors=[structlog.contextvars.merge_contextvars])


async def test_a_form_keeps_its_words_and_shows_the_number(broken: Desk) -> None:
    form = await broken.form()
    with capture() as logs:
        answer = await broken.submit(form, **saying(CANARY), **to(broken.bob))
    [(block, sentence)] = answer.body["errors"].items()
    assert block == Block.RECIPIENTS
    assert noted(logs) in sentence
    assert CANARY not in str(logs)


async def test_a_button_says_it_beside_the_message(broken: Desk) -> None:
    press = {"action_id": Action.FEEDBACK_THANK, "value": pack(FeedbackRef(feedback="x"))}
    with capture() as logs:
        answer = await broken.press(press)
    assert answer.status == 200
    assert noted(logs) in texts(broken.slack.told[-1])


async def test_a_command_says_it_in_the_channel_to_the_person_alone(broken: Desk) -> None:
    with capture() as logs:
        await broken.command("list")
    assert noted(logs) in texts(broken.slack.told[-1])
    assert broken.slack.told[-1]["response_type"] == "ephemeral"


async def test_a_button_in_a_modal_says_it_on_top(broken: Desk) -> None:
    press = {"action_id": Action.FEEDBACK_OPEN, "value": pack(FeedbackRef(feedback="x"))}
    with capture() as logs:
        await broken.press(press, view={"type": "modal", "id": "V1", "blocks": []})
    assert noted(logs) in texts(broken.slack.views("views.push")[-1])


async def test_where_nothing_can_be_shown_it_is_logged_and_that_is_all(broken: Desk) -> None:
    event = {"type": "app_home_opened", "user": broken.alice.profile.external_id, "tab": "home"}
    with capture() as logs:
        assert (await broken.event(event)).status == 200
    noted(logs)


async def test_even_the_sentence_may_fail_to_be_shown(broken: Desk) -> None:
    broken.slack.refuse |= {"response_url": "gone", "views.open": "expired_trigger_id"}
    with capture() as logs:
        await broken.command("list")
    noted(logs)


async def test_slack_being_away_is_no_bug(desk: Desk) -> None:
    desk.slack.refuse["views.publish"] = "internal_error"
    with capture() as logs:
        await desk.event({"type": "app_home_opened", "user": desk.alice.profile.external_id, "tab": "home"})
    [entry] = [entry for entry in logs if entry["log_level"] == "warning"]
    assert (entry["event"], entry["error"]) == ("slack.call_failed", "internal_error")


async def test_a_form_made_up_by_somebody_is_out_of_date(desk: Desk) -> None:
    form = await desk.form()
    for broken in (
        {**form, "private_metadata": ""},
        {**form, "private_metadata": '{"v":1,"managers":7}'},
    ):
        answer = await desk.submit(broken, **to(desk.bob), **saying("x"))
        assert "out of date" in answer.body["errors"][Block.RECIPIENTS]
    made_up = {Block.KIND: {Action.GIVE_KIND: {"selected_option": {"value": "insult"}}}}
    answer = await desk.submit(form, **to(desk.bob), **saying("x"), **made_up)
    assert "out of date" in answer.body["errors"][Block.RECIPIENTS]


async def test_a_team_we_are_not_in_gets_no_answer(desk: Desk) -> None:
    payload = {"type": "shortcut", "callback_id": Shortcut.GIVE, "user": {"id": "U1"}, "team": {"id": "T9"}}
    assert (await desk.post({**payload, "trigger_id": "t"})).status == 404
    assert desk.slack.calls == []


async def test_an_event_we_did_not_ask_for_is_taken_and_dropped(desk: Desk) -> None:
    assert (
        await desk.event({"type": "message", "text": CANARY, "user": "U1", "channel": "C1"})
    ).status == 200


async def test_neither_bolt_nor_we_ever_log_what_people_write(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG), capture() as logs:
        await desk.command(CANARY)
        form = await desk.form(f"<@{desk.bob.profile.external_id}> {CANARY}")
        await desk.submit(form)
        await desk.close(form)
        desk.slack.refuse["views.open"] = "expired_trigger_id"
        await desk.command(f"@nobody {CANARY}")
    told = {record.name for record in caplog.records if CANARY in record.getMessage()}
    assert all(name.startswith("slack_sdk.") for name in told), "of Bolt and of ours nothing"
    assert CANARY not in str(logs)


async def test_how_long_an_answer_took_is_counted_by_kind() -> None:
    seen: list[str] = []
    async with desk_open(acknowledged=lambda kind, seconds: seen.append(kind)) as desk:
        form = await desk.form()
        await desk.submit(form, **to(desk.bob), **saying("x"))
    assert seen == ["command", "submission"]
    assert form["callback_id"] == Modal.GIVE
