"""Choosing when Everloop writes; the digest as it goes to Slack, and within its limits."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.json import JSONSnapshotExtension

from core.domain.attention import HOURS, Preferences
from core.notifications import Digest
from core.services.digests import MAX_ASKS, MAX_DRAFTS, MAX_PROPOSALS
from core.words import words_for
from handlers.slack.ids import Action, Block
from handlers.slack.views.attention import attention_modal, attention_section
from handlers.slack.views.messages import render
from tests.slack.desk import Desk, button, buttons, chosen, saying, texts
from tests.slack.sample import ALICE, BOB, CAROL, ZONE, draft
from tests.slack.sample_requests import about_bob, asked
from tests.slack.test_home import home, published
from tests.slack.test_views_limits import fits, fits_message, typed

WORDS = words_for("en-US")
BUSY = Digest(asks=(asked(), about_bob()), proposals=(CAROL,), drafts=(draft(), draft("", 2)), more=True)


@pytest.fixture
def snapshot(snapshot: SnapshotAssertion) -> SnapshotAssertion:
    return snapshot.use_extension(JSONSnapshotExtension)


def digest_at(hour: int) -> dict[str, Any]:
    return chosen(Block.ATTENTION_WORK, Action.ATTENTION_WORK, "digest") | chosen(
        Block.ATTENTION_HOUR, Action.ATTENTION_HOUR, str(hour)
    )


PAUSED: dict[str, Any] = {
    Block.ATTENTION_REMINDERS: {Action.ATTENTION_REMINDERS: {"selected_options": [{"value": "pause"}]}}
}


async def chosen_by_alice(desk: Desk) -> Preferences:
    return await desk.company.attention.preferences_of(desk.company.workspace_id, desk.alice.id)


async def form(desk: Desk) -> dict[str, Any]:
    view = await home(desk)
    await desk.press(button(view["blocks"], Action.ATTENTION_OPEN), view=view)
    return desk.opened()


# -- choosing ---


async def test_home_says_what_is_chosen_and_lets_it_be_changed(desk: Desk) -> None:
    assert "come as they arise" in texts(await home(desk))
    answer = await desk.submit(await form(desk), **digest_at(15), **PAUSED)
    assert answer.body == ""
    assert await chosen_by_alice(desk) == Preferences(desk.alice.id, reminders=False, digest_hour=15)
    shown = texts(await published(desk))
    assert "in one message at 15:00" in shown
    assert "reminders are paused" in shown


async def test_the_form_shows_what_is_chosen_and_saving_it_again_changes_nothing(desk: Desk) -> None:
    await desk.submit(await form(desk), **digest_at(6), **PAUSED)
    before = await chosen_by_alice(desk)
    await desk.submit(await form(desk))
    assert await chosen_by_alice(desk) == before
    at_once = chosen(Block.ATTENTION_WORK, Action.ATTENTION_WORK, "at_once")
    nothing: dict[str, Any] = {
        Block.ATTENTION_REMINDERS: {Action.ATTENTION_REMINDERS: {"selected_options": []}}
    }
    await desk.submit(await form(desk), **at_once, **nothing)
    assert await chosen_by_alice(desk) == Preferences(desk.alice.id)


async def test_an_hour_that_is_not_offered_changes_nothing(desk: Desk) -> None:
    await desk.submit(await form(desk), **digest_at(3))
    assert await chosen_by_alice(desk) == Preferences(desk.alice.id)


async def test_if_it_cannot_be_saved_the_form_stays(desk: Desk) -> None:
    view = await form(desk)
    desk.store.away = RuntimeError("away")
    answer = await desk.submit(view, **digest_at(9))
    desk.store.away = None
    assert answer.body["response_action"] in ("errors", "push", "update")
    assert await chosen_by_alice(desk) == Preferences(desk.alice.id)


async def test_over_the_daily_limit_the_form_stays_with_all_that_was_typed(desk: Desk) -> None:
    desk.company.feedback._daily_limit = 1  # pyright: ignore[reportPrivateUsage]
    await desk.company.give(desk.alice, desk.bob)
    view = await desk.form(f"<@{desk.bob.profile.external_id}> And well tested")
    answer = await desk.submit(view, **saying("And well tested"))
    assert answer.body["response_action"] == "errors"
    (sentence,) = answer.body["errors"].values()
    assert "Bob got 1 from you today" in sentence


# -- as it looks ---


@pytest.mark.parametrize(
    "what",
    [BUSY, Digest(asks=(asked(),), proposals=(), drafts=(), more=False), Digest((), (), (), more=False)],
    ids=["busy", "one", "done"],
)
def test_digests(what: Digest, snapshot: SnapshotAssertion) -> None:
    rendered = render(what, WORDS, ZONE)
    assert {"text": rendered.text, "blocks": rendered.blocks} == snapshot


@pytest.mark.parametrize(
    "choice",
    [Preferences(ALICE.id), Preferences(ALICE.id, reminders=False, digest_hour=9)],
    ids=["defaults", "digest"],
)
def test_choices(choice: Preferences, snapshot: SnapshotAssertion) -> None:
    assert {"home": attention_section(WORDS, choice), "form": attention_modal(WORDS, choice)} == snapshot


def test_each_thing_in_a_digest_has_its_buttons() -> None:
    assert buttons(render(BUSY, WORDS, ZONE).blocks) == [
        *["Answer", "Not now", "Decline"] * 2,
        WORDS("manager-yes"),
        WORDS("manager-no"),
        *["Continue your draft", "Discard"] * 2,
    ]


@given(typed, st.booleans(), st.one_of(st.none(), st.sampled_from(HOURS)))
def test_all_fit_whatever_people_typed(text: str, reminders: bool, hour: int | None) -> None:
    drafts = tuple(
        replace(draft(text, number + 1), updated_at=draft().updated_at + timedelta(hours=number))
        for number in range(MAX_DRAFTS)
    )
    most = Digest((asked(),) * MAX_ASKS, (BOB,) * MAX_PROPOSALS, drafts, more=True)
    rendered = render(most, WORDS, ZONE)
    fits_message(rendered.text, rendered.blocks)
    fits(attention_modal(WORDS, Preferences(ALICE.id, reminders, hour)))
