"""Messages to Slack, and what is made of its answers."""

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError

from core.domain.ids import MessageId
from core.domain.messages import MessageRef
from core.ports import (
    Gone,
    NotDone,
    OutcomeUnknown,
    RateLimited,
    Recipient,
    Refused,
    SendError,
    Step,
    Unreachable,
)
from handlers.slack.client import SlackClients
from handlers.slack.failures import send_error_of
from handlers.slack.limiter import POST
from handlers.slack.messenger import HISTORY_PAGE, SlackMessenger
from sandbox.driver import Person, Workspace
from tests.slack.workspaces import HERE, MANIFEST, Slack, note, render, slack_in

KEY = MessageId("0123456789abcdef")


@pytest.fixture
async def slack() -> AsyncIterator[Slack]:
    async with slack_in(Workspace(MANIFEST)) as made:
        yield made


async def _meet(slack: Slack, name: str = "dana", **profile: Any) -> tuple[Person, Recipient]:
    who = slack.workspace.user(name)
    person = slack.person(who, **profile)
    return who, Recipient(person, await slack.messenger.open_conversation(person))


async def test_a_message_arrives_in_the_reader_s_words_and_time(slack: Slack) -> None:
    dana, to = await _meet(slack, locale="en-GB", time_zone="Europe/Berlin")
    ref = await slack.messenger.post(to, note("hello"), KEY)
    assert slack.read(dana) == ["hello (en, Europe/Berlin)"]
    assert ref == MessageRef(to.conversation, dana.dms()[0].message.ts)
    assert slack.workspace.problems == []


async def test_a_message_carries_its_key_and_unfolds_nothing(slack: Slack) -> None:
    _, to = await _meet(slack)
    await slack.messenger.post(to, note("see https://example.com and @everyone"), KEY)
    [call] = slack.workspace.calls(POST)
    assert call["metadata"] == {"event_type": "everloop_message", "event_payload": {"key": KEY}}
    assert (call["unfurl_links"], call["unfurl_media"], call["link_names"]) == (False, False, False)


async def test_a_message_is_changed_and_keeps_its_key(slack: Slack) -> None:
    dana, to = await _meet(slack)
    ref = await slack.messenger.post(to, note("old"), KEY)
    await slack.messenger.update(to, ref, note("new"))
    assert slack.read(dana) == ["new (en, UTC)"]
    assert await slack.messenger.find(to, KEY, _just_now()) == ref


async def test_a_message_is_deleted_and_then_gone(slack: Slack) -> None:
    dana, to = await _meet(slack)
    ref = await slack.messenger.post(to, note("oops"), KEY)
    await slack.messenger.delete(HERE, ref)
    assert slack.read(dana) == []
    with pytest.raises(Gone):
        await slack.messenger.delete(HERE, ref)
    with pytest.raises(Gone):
        await slack.messenger.update(to, ref, note("never"))
    assert await slack.messenger.find(to, KEY, _just_now()) is None


# -- looking up ---


async def test_a_message_is_found_among_many_and_only_by_its_key(slack: Slack) -> None:
    _, to = await _meet(slack)
    ref = await slack.messenger.post(to, note("hello"), KEY)
    for number in range(HISTORY_PAGE + 5):
        await slack.messenger.post(to, note("something else"), MessageId(f"else {number}"))
    assert await slack.messenger.find(to, KEY, _just_now()) == ref
    assert await slack.messenger.find(to, MessageId("unknown"), _just_now()) is None


async def test_a_message_in_a_thread_is_found_there_and_where_it_went_instead(slack: Slack) -> None:
    dana, to = await _meet(slack)
    thread = await slack.messenger.post(to, note("first"), MessageId("first"))
    reply = await slack.messenger.post(to, note("second"), KEY, thread)
    assert dana.dms()[-1].message.data["thread_ts"] == thread.message
    assert await slack.messenger.find(to, KEY, _just_now(), thread) == reply
    assert await slack.messenger.find(to, MessageId("unknown"), _just_now(), thread) is None
    outside = await slack.messenger.post(to, note("third"), MessageId("third"))
    assert await slack.messenger.find(to, MessageId("third"), _just_now(), thread) == outside
    assert slack.workspace.problems == []


async def test_only_what_is_not_older_than_the_first_try_is_looked_at(slack: Slack) -> None:
    dana, to = await _meet(slack)
    await slack.messenger.post(to, note("old"), MessageId("old"))
    since = datetime.now(UTC) + timedelta(minutes=5)
    assert await slack.messenger.find(to, MessageId("old"), since) is None
    assert dana.dms()


async def test_a_look_up_is_repeated_when_slack_stumbles(slack: Slack) -> None:
    _, to = await _meet(slack)
    ref = await slack.messenger.post(to, note("hello"), KEY)
    slack.workspace.faults.add("conversations.history", "500", times=1)
    slack.workspace.faults.add("conversations.history", "reset", times=1)
    assert await slack.messenger.find(to, KEY, _just_now()) == ref


async def test_a_look_up_that_lacks_its_scope_says_so_and_is_reported() -> None:
    scopes = frozenset({"chat:write", "im:write", "users:read"})
    async with slack_in(Workspace(MANIFEST, scopes=scopes)) as slack:
        _, to = await _meet(slack)
        with pytest.raises(NotDone):
            await slack.messenger.find(to, KEY, _just_now())
        assert slack.tokens.problem(HERE) == "missing_scope"
        await slack.messenger.post(to, note("hello"), KEY)
        assert slack.tokens.problem(HERE) == "missing_scope"  # another method's success mends nothing


# -- what goes wrong ---


@pytest.mark.parametrize(
    ("kind", "arrives"), [("500", False), ("reset", False), ("timeout", False), ("lose_response", True)]
)
async def test_a_send_in_doubt_is_neither_repeated_nor_denied(kind: str, arrives: bool) -> None:
    async with slack_in(Workspace(MANIFEST), call_timeout=0.3 if kind == "timeout" else 5.0) as slack:
        dana, to = await _meet(slack)
        slack.workspace.faults.add(POST, kind, times=1, seconds=0.6)
        with pytest.raises(OutcomeUnknown):
            await slack.messenger.post(to, note("hello"), KEY)
        assert slack.read(dana) == (["hello (en, UTC)"] if arrives else [])
        found = await slack.messenger.find(to, KEY, _just_now())
        assert (found is not None) is arrives


async def test_an_update_that_slack_stumbled_over_may_be_repeated_at_once(slack: Slack) -> None:
    _, to = await _meet(slack)
    ref = await slack.messenger.post(to, note("old"), KEY)
    slack.workspace.faults.add("chat.update", "500", times=1)
    with pytest.raises(NotDone):
        await slack.messenger.update(to, ref, note("new"))
    slack.workspace.faults.add("chat.update", "lose_response", times=1)
    with pytest.raises(OutcomeUnknown):
        await slack.messenger.update(to, ref, note("new"))


async def test_too_fast_says_when_to_come_back_and_pauses_all_posts() -> None:
    async with slack_in(Workspace(MANIFEST), limited=True) as slack:
        _, dana = await _meet(slack, "dana")
        _, eve = await _meet(slack, "eve")
        slack.workspace.faults.add(POST, "429", times=1, seconds=30)
        with pytest.raises(RateLimited) as caught:
            await slack.messenger.post(dana, note("hello"), KEY)
        assert caught.value.retry_after == 30
        await asyncio.wait_for(slack.messenger.turn(HERE, dana.person.id, Step.UPDATE), 1)
        for somebody in (dana, eve):
            with pytest.raises(TimeoutError):
                await asyncio.wait_for(slack.messenger.turn(HERE, somebody.person.id, Step.POST), 0.05)


async def test_whose_turn_came_before_the_pause_makes_no_call(slack: Slack) -> None:
    _, to = await _meet(slack)
    await slack.messenger.turn(HERE, to.person.id, Step.POST)
    slack.limiter.pause(HERE, POST, 30)
    with pytest.raises(RateLimited) as caught:
        await slack.messenger.post(to, note("hello"), KEY)
    assert 29 < caught.value.retry_after <= 30
    assert slack.workspace.calls(POST) == []


async def test_nobody_at_the_other_end_means_nothing_was_done(slack: Slack) -> None:
    _, to = await _meet(slack)
    address = slack.workspace.settings()["SLACK_API_URL"]
    await slack.workspace.sandbox.close()
    async with SlackClients(address, slack.tokens, slack.limiter) as clients:
        messenger = SlackMessenger(clients, slack.limiter, slack.tokens, render)
        with pytest.raises(NotDone):
            await messenger.post(to, note("hello"), KEY)


@pytest.mark.parametrize("role", ["deactivated", "bot"])
async def test_some_can_not_be_reached(slack: Slack, role: Any) -> None:
    nobody = slack.person(slack.workspace.user("nobody", role=role))
    with pytest.raises(Unreachable):
        await slack.messenger.open_conversation(nobody)


async def test_whoever_left_after_the_conversation_was_opened(slack: Slack) -> None:
    dana, to = await _meet(slack)
    slack.workspace.faults.add(POST, "user_disabled", times=1)
    with pytest.raises(Unreachable):
        await slack.messenger.post(to, note("hello"), KEY)
    assert slack.read(dana) == []


async def test_what_can_not_be_rendered_never_leaves(slack: Slack) -> None:
    _, to = await _meet(slack)
    with pytest.raises(Refused):
        await slack.messenger.post(to, note("unrenderable"), KEY)
    assert slack.workspace.calls(POST) == []


async def test_a_token_that_is_refused_is_reported_and_nothing_was_done() -> None:
    async with slack_in(Workspace(MANIFEST), token="xoxb-revoked") as slack:
        with pytest.raises(NotDone):
            await _meet(slack)
        assert slack.tokens.problem(HERE) is not None


async def test_a_workspace_that_took_everloop_out(slack: Slack) -> None:
    _, to = await _meet(slack)
    slack.tokens.unbind(HERE)
    with pytest.raises(NotDone):
        await slack.messenger.post(to, note("hello"), KEY)


def _just_now() -> datetime:
    return datetime.now(UTC)


# -- the meaning of answers ---


class Answer:
    """As the SDK has it."""

    def __init__(self, status: int, body: Any, headers: dict[str, str] | None = None) -> None:
        self.status_code, self.data, self.headers = status, body, headers or {}


class Unreadable:
    """As aiohttp has it, when the body was not JSON."""

    def __init__(self, status: int) -> None:
        self.status = status


@pytest.mark.parametrize(
    ("code", "meaning"),
    [
        ("user_disabled", Unreachable),
        ("user_not_found", Unreachable),
        ("cannot_dm_bot", Unreachable),
        ("invalid_user_combination", Unreachable),
        ("channel_not_found", Unreachable),
        ("is_archived", Unreachable),
        ("message_not_found", Gone),
        ("cant_update_message", Gone),
        ("token_revoked", NotDone),
        ("missing_scope", NotDone),
        ("messages_tab_disabled", NotDone),
        ("internal_error", OutcomeUnknown),
        ("fatal_error", OutcomeUnknown),
        ("service_unavailable", OutcomeUnknown),
        ("ratelimited", RateLimited),
        ("invalid_blocks", Refused),
        ("msg_too_long", Refused),
        ("a_code_of_next_year", Refused),
    ],
)
def test_slack_s_words(code: str, meaning: type[SendError]) -> None:
    error = send_error_of(SlackApiError("", Answer(200, {"ok": False, "error": code})))
    assert type(error) is meaning
    assert error.code == code


@pytest.mark.parametrize(
    ("answer", "meaning"),
    [
        (Answer(429, {}, {"retry-after": "12"}), RateLimited),
        (Answer(502, {}), OutcomeUnknown),
        (Answer(503, {"ok": False, "error": "service_unavailable"}), OutcomeUnknown),
        (Answer(200, {}), OutcomeUnknown),
        (Answer(200, b""), OutcomeUnknown),
        (Answer(404, {}), NotDone),
        (Unreadable(200), OutcomeUnknown),
        (Unreadable(502), OutcomeUnknown),
    ],
)
def test_answers_that_are_none_of_slack_s(answer: Answer | Unreadable, meaning: type[SendError]) -> None:
    assert type(send_error_of(SlackApiError("", answer))) is meaning


@pytest.mark.parametrize(("header", "seconds"), [("12", 12.0), ("soon", 30.0), (None, 30.0)])
def test_when_to_come_back(header: str | None, seconds: float) -> None:
    error = send_error_of(SlackApiError("", Answer(429, {}, {"Retry-After": header} if header else None)))
    assert isinstance(error, RateLimited)
    assert error.retry_after == seconds


@pytest.mark.parametrize(
    ("error", "meaning"),
    [
        (aiohttp.ConnectionTimeoutError(), NotDone),
        (aiohttp.ServerDisconnectedError(), OutcomeUnknown),
        (aiohttp.ClientOSError(104, "Connection reset by peer"), OutcomeUnknown),
        (TimeoutError(), OutcomeUnknown),
        (json.JSONDecodeError("", "", 0), OutcomeUnknown),
        (ZeroDivisionError(), OutcomeUnknown),
    ],
)
def test_calls_without_an_answer(error: Exception, meaning: type[SendError]) -> None:
    assert type(send_error_of(error)) is meaning
