"""Giving feedback, from the ways to the form until it is saved, by requests as Slack signs them."""

import asyncio
from typing import Any

import pytest

from core.domain.errors import Unavailable
from core.domain.feedback import Box, FeedbackItem, Visibility
from core.domain.people import Person, PersonKind
from core.domain.workspaces import Access, Audience
from handlers.slack.ids import Action, Block, Shortcut
from tests.factories import profile
from tests.slack.desk import Desk, as_open, button, buttons, chosen, saying, state_of, texts, to

WITH_MANAGER = chosen(Block.VISIBILITY, Action.GIVE_VISIBILITY, Visibility.RECIPIENT_AND_MANAGER)


async def given(desk: Desk, by: Person | None = None) -> list[FeedbackItem]:
    page = await desk.company.feedback.list_feedback(
        desk.company.workspace_id, (by or desk.alice).id, Box.GIVEN, None, 50
    )
    return list(page.items)


def mention(person: Person) -> str:
    return f"<@{person.profile.external_id}|{person.name.lower()}>"


# -- the ways to the form --


async def test_the_command_fills_the_form_in(desk: Desk) -> None:
    answer = await desk.command(f"{mention(desk.bob)} Great &lt;review&gt;")
    assert (answer.status, answer.body) == (200, "")
    values = state_of(desk.opened())
    assert values[Block.RECIPIENTS][Action.GIVE_RECIPIENTS]["selected_users"] == [
        desk.bob.profile.external_id
    ]
    assert values[Block.TEXT][Action.GIVE_TEXT]["value"] == "Great <review>"
    option = values[Block.VISIBILITY][Action.GIVE_VISIBILITY]["selected_option"]
    assert option["value"] == Visibility.RECIPIENT
    assert "Them and their manager: Dana" in texts(desk.opened())
    assert desk.slack.told == []


async def test_the_command_is_acknowledged_before_anything_is_asked_of_the_storage(desk: Desk) -> None:
    desk.store.away = Unavailable("error-storage")
    answer = await desk.command("list")
    assert (answer.status, answer.body) == (200, "")
    assert "couldn't save" in texts(desk.slack.told[-1])


async def test_an_unknown_name_asks_for_whom(desk: Desk) -> None:
    await desk.command("@bbo Great review")
    form = desk.opened()
    assert "We couldn't find anyone called @bbo" in texts(form)
    assert state_of(form)[Block.TEXT][Action.GIVE_TEXT]["value"] == "Great review"


async def test_help_is_for_the_person_alone_and_uses_the_commands_own_name(desk: Desk) -> None:
    await desk.command("help")
    told = desk.slack.told[-1]
    assert told["response_type"] == "ephemeral"
    assert "/feedback @sam" in texts(told)
    assert desk.slack.calls == []


async def test_what_is_not_understood_is_kept_and_opens_in_the_form(desk: Desk) -> None:
    await desk.command("what now? <!channel> &amp; so on")
    told = desk.slack.told[-1]
    assert "what now? @channel & so on" in texts(told)
    await desk.press(button(told["blocks"], Action.DRAFT_OPEN))
    assert state_of(desk.opened())[Block.TEXT][Action.GIVE_TEXT]["value"] == "what now? @channel & so on"


async def test_more_than_the_form_takes_is_shown_beside_it(desk: Desk) -> None:
    text = "a" * 2999 + "b" * 50
    form = await desk.form(f"{mention(desk.bob)} {text}")
    assert len(state_of(form)[Block.TEXT][Action.GIVE_TEXT]["value"]) == 3000
    assert texts(desk.slack.told[-1]).replace("\n", "").endswith(text)


async def test_the_shortcut_opens_it_empty(desk: Desk) -> None:
    await desk.shortcut(Shortcut.GIVE)
    assert state_of(desk.opened())[Block.TEXT][Action.GIVE_TEXT]["value"] is None


async def test_a_message_is_quoted_with_its_author_and_a_link(desk: Desk) -> None:
    bob = desk.bob.profile.external_id
    message = {"user": bob, "text": f"Ask <@{desk.dana.profile.external_id}> &amp; me", "ts": "17.5"}
    await desk.message_shortcut(Shortcut.GIVE_ON_MESSAGE, message)
    form = desk.opened()
    assert state_of(form)[Block.RECIPIENTS][Action.GIVE_RECIPIENTS]["selected_users"] == [bob]
    assert "Ask @Dana & me" in texts(form)
    assert "https://acme.slack.com/archives/C1/p175" in str(form["blocks"])
    assert "nobody else" in texts(form)
    assert (await desk.submit(form, **saying("Thanks"))).body == ""
    [copy] = await given(desk)
    assert copy.submission.quote is not None
    assert (copy.submission.quote.text, copy.submission.quote.author_name) == ("Ask @Dana & me", "Bob")


@pytest.mark.parametrize("author", ["UBOT", "me", "a bot"])
async def test_a_message_of_a_bot_or_of_oneself_asks_for_whom(desk: Desk, author: str) -> None:
    message: dict[str, Any] = {"user": author, "text": "Built", "ts": "1.2", "thread_ts": "1.1"}
    if author == "me":
        message["user"] = desk.alice.profile.external_id
    if author == "a bot":
        message |= {"user": (await desk.hire("Builder", PersonKind.BOT)).profile.external_id}
    await desk.message_shortcut(Shortcut.GIVE_ON_MESSAGE, message)
    form = desk.opened()
    assert state_of(form)[Block.RECIPIENTS][Action.GIVE_RECIPIENTS]["selected_users"] == []
    assert "?thread_ts=1.1&cid=C1" in str(form["blocks"])


# -- sending --


async def test_a_form_that_closes_is_saved(desk: Desk) -> None:
    form = await desk.form()
    answer = await desk.submit(form, **to(desk.bob), **saying("Great <!here> *review*"))
    assert (answer.status, answer.body) == (200, "")
    [copy] = await given(desk)
    assert (copy.submission.text, copy.recipient.name) == ("Great <!here> *review*", "Bob")


async def test_the_same_form_twice_at_once_is_one_feedback(desk: Desk) -> None:
    form = await desk.form()
    values = to(desk.bob) | saying("Once")
    answers = await asyncio.gather(*(desk.submit(form, **values) for _ in range(3)))
    assert [answer.body for answer in answers] == ["", "", ""]
    assert len(await given(desk)) == 1


async def test_the_same_form_with_other_words_is_a_revision(desk: Desk) -> None:
    form = await desk.form()
    await desk.submit(form, **to(desk.bob), **saying("First"))
    await desk.submit(form, **to(desk.dana), **saying("Second"))
    [copy] = await given(desk)
    assert (copy.submission.text, copy.recipient.name) == ("Second", "Dana")


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        (PersonKind.BOT, "Robin is a bot"),
        (PersonKind.DEACTIVATED, "Robin isn't here any more"),
        (PersonKind.STRANGER, "Robin works at another company"),
        (PersonKind.GUEST, "Robin is a guest"),
    ],
)
async def test_who_can_t_get_feedback_is_named_at_the_field(
    desk: Desk, kind: PersonKind, sentence: str
) -> None:
    robin = await desk.hire("Robin", kind)
    answer = await desk.submit(await desk.form(), **to(desk.bob, robin), **saying("Hello"))
    assert answer.body["response_action"] == "errors"
    assert answer.body["errors"][Block.RECIPIENTS].startswith(sentence)
    assert await given(desk) == []


async def test_all_that_is_wrong_is_said_at_once(desk: Desk) -> None:
    answer = await desk.submit(await desk.form(), **to(desk.alice), **saying("   "))
    errors = answer.body["errors"]
    assert "yourself" in errors[Block.RECIPIENTS]
    assert "few words" in errors[Block.TEXT]


async def test_somebody_slack_does_not_know_is_asked_for_again(desk: Desk) -> None:
    nobody = {Block.RECIPIENTS: {Action.GIVE_RECIPIENTS: {"selected_users": ["U0NOBODY"]}}}
    answer = await desk.submit(await desk.form(), **nobody, **saying("Hello"))
    assert "couldn't find" in answer.body["errors"][Block.RECIPIENTS]


async def test_somebody_new_is_met_when_the_form_is_sent(desk: Desk) -> None:
    robin = profile("Robin")
    desk.company.directory.profiles[robin.external_id] = robin
    new = {Block.RECIPIENTS: {Action.GIVE_RECIPIENTS: {"selected_users": [robin.external_id]}}}
    assert (await desk.submit(await desk.form(), **new, **saying("Welcome"))).body == ""
    [copy] = await given(desk)
    assert copy.recipient.name == "Robin"


async def test_a_database_that_is_away_keeps_the_form_open(desk: Desk) -> None:
    form = await desk.form()
    desk.store.away = Unavailable("error-storage")
    answer = await desk.submit(form, **to(desk.bob), **saying("Great"))
    assert answer.body["errors"] == {
        Block.TEXT: "We couldn't save this just now. Nothing is lost: press Send again."
    }
    desk.store.away = None
    assert (await desk.submit(form, **to(desk.bob), **saying("Great"))).body == ""
    assert len(await given(desk)) == 1


async def test_a_database_that_hangs_keeps_the_form_open_before_slack_gives_up(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("handlers.slack.trouble.SAVE_WITHIN", 0.2)
    form = await desk.form()
    async with desk.company.writing():
        answer = await desk.submit(form, **to(desk.bob), **saying("Great"))
    assert "press Send again" in answer.body["errors"][Block.TEXT]


# -- managers --


async def test_choosing_for_whom_names_their_managers(desk: Desk) -> None:
    form = await desk.form()
    typed = {**form, "state": {"values": state_of(form) | to(desk.bob) | saying("Half a")}}
    await desk.press({"action_id": Action.GIVE_RECIPIENTS, "type": "multi_users_select"}, view=typed)
    method, body = desk.slack.calls[-1]
    assert (method, body["view_id"], body["hash"]) == ("views.update", "V1", "h1")
    assert "Them and their manager: Dana" in texts(body["view"])
    assert state_of(body["view"])[Block.TEXT][Action.GIVE_TEXT]["value"] == "Half a"


async def test_a_manager_who_was_not_named_reads_nothing_the_form_stays_open(desk: Desk) -> None:
    values = to(desk.bob) | saying("Great") | WITH_MANAGER
    answer = await desk.submit(await desk.form(), **values)
    assert answer.body["response_action"] == "update"
    again = as_open(answer.body["view"])
    assert "Who can see this" in texts(again)
    assert "Them and their manager: Dana" in texts(again)
    assert state_of(again)[Block.TEXT][Action.GIVE_TEXT]["value"] == "Great"
    assert await given(desk) == []
    assert (await desk.submit(again)).body == ""
    [copy] = await given(desk)
    assert [reader.name for reader in copy.readers] == ["Dana"]


async def test_a_manager_who_changed_meanwhile_is_shown_first(desk: Desk) -> None:
    form = await desk.form(mention(desk.bob))
    robin = await desk.hire("Robin")
    await desk.company.manages(robin, desk.bob)
    answer = await desk.submit(form, **saying("Great"), **WITH_MANAGER)
    assert "Them and their manager: Robin" in texts(answer.body["view"])
    assert (await desk.submit(as_open(answer.body["view"]))).body == ""
    [copy] = await given(desk)
    assert [reader.name for reader in copy.readers] == ["Robin"]


# -- drafts --


@pytest.mark.parametrize("code", ["expired_trigger_id", "exchanged_trigger_id", "internal_error"])
async def test_a_form_that_does_not_open_is_kept_and_opens_later(desk: Desk, code: str) -> None:
    desk.slack.refuse["views.open"] = code
    await desk.command(f"{mention(desk.bob)} Great review")
    told = desk.slack.told[-1]
    assert buttons(told["blocks"]) == ["Open the form"]
    desk.slack.refuse.clear()
    await desk.press(button(told["blocks"], Action.DRAFT_OPEN))
    form = desk.opened()
    values = state_of(form)
    assert values[Block.TEXT][Action.GIVE_TEXT]["value"] == "Great review"
    assert values[Block.RECIPIENTS][Action.GIVE_RECIPIENTS]["selected_users"] == [
        desk.bob.profile.external_id
    ]
    assert (await desk.submit(form)).body == ""
    await desk.press(button(told["blocks"], Action.DRAFT_OPEN))
    assert "draft isn't here any more" in texts(desk.slack.told[-1])


@pytest.mark.parametrize("way", ["no response_url", "a response_url that fails"])
async def test_where_nobody_can_be_told_in_place_a_message_comes(desk: Desk, way: str) -> None:
    desk.slack.refuse["views.open"] = "expired_trigger_id"
    if way == "no response_url":
        await desk.shortcut(Shortcut.GIVE)
    else:
        desk.slack.refuse["response_url"] = "used"
        await desk.command(f"{mention(desk.bob)} Great review")
    [notice] = await desk.company.reads(desk.alice)
    assert notice.kind == "drafts.kept"


async def test_a_cancelled_form_is_a_draft_until_it_is_sent(desk: Desk) -> None:
    form = await desk.form(mention(desk.bob))
    await desk.close(form, **saying("Half a thought"))
    here, alice = desk.company.workspace_id, desk.alice.id
    [draft] = await desk.company.drafts.list_drafts(here, alice)
    assert draft.content["text"] == "Half a thought"

    await desk.press({"action_id": Action.DRAFT_OPEN, "value": f'{{"v":1,"draft":"{draft.id}"}}'})
    again = as_open(desk.opened(), "V2")
    await desk.close(again, **saying("Half a thought more"))
    [draft] = await desk.company.drafts.list_drafts(here, alice)
    assert draft.content["text"] == "Half a thought more"

    assert (await desk.submit(again, **saying("All of it"))).body == ""
    assert await desk.company.drafts.list_drafts(here, alice) == []


async def test_a_form_cancelled_with_nothing_written_leaves_nothing(desk: Desk) -> None:
    await desk.close(await desk.form(mention(desk.bob)))
    assert await desk.company.drafts.list_drafts(desk.company.workspace_id, desk.alice.id) == []


# -- for whom it is on --


async def pilot(desk: Desk, *members: Person) -> None:
    admin = await desk.hire("Olga", administers=True)
    desk.company.directory.members["S1"] = [one.profile.external_id for one in (admin, *members)]
    access = Access(Audience.GROUP, "S1", "Pilot")
    await desk.company.people.narrow_access(desk.company.workspace_id, admin.id, access)


@pytest.mark.parametrize("what", ["", "help", "list", "<@U1|bob> hi", "what"])
async def test_who_is_not_in_the_pilot_reads_whom_to_ask(desk: Desk, what: str) -> None:
    await pilot(desk, desk.bob)
    await desk.command(what)
    assert "Everloop isn't on for your team yet" in texts(desk.slack.told[-1])
    assert "Olga" in texts(desk.slack.told[-1])
    assert desk.slack.calls == []


async def test_the_shortcut_says_it_in_a_modal(desk: Desk) -> None:
    await pilot(desk, desk.bob)
    await desk.shortcut(Shortcut.GIVE)
    assert "Everloop isn't on for your team yet" in texts(desk.opened())


async def test_who_joined_the_pilot_just_now_is_let_in(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    await pilot(desk, desk.bob)
    monkeypatch.setattr("core.services.people.PILOT_AGAIN_AFTER", 0)
    desk.company.directory.members["S1"].append(desk.alice.profile.external_id)
    form = await desk.form()
    desk.company.directory.members["S1"].append(desk.dana.profile.external_id)
    assert (await desk.submit(form, **to(desk.dana), **saying("Welcome"))).body == ""


async def test_a_recipient_who_is_not_in_the_pilot_is_named(desk: Desk) -> None:
    await pilot(desk, desk.alice)
    answer = await desk.submit(await desk.form(), **to(desk.bob), **saying("Hello"))
    assert answer.body["errors"] == {Block.RECIPIENTS: "Everloop isn't on for Bob yet."}
