"""The form that gives, in the hands of somebody who takes care: templates, tags, a channel, a second look."""

import asyncio
from typing import Any

import pytest

from core.domain.errors import Unavailable
from core.domain.feedback import Box, FeedbackItem, FeedbackKind, Visibility
from core.domain.tags import Tag
from core.domain.templates import PARTS, Part, Template
from handlers.slack.ids import Action, Block, Modal
from handlers.slack.views.templates import NO_TEMPLATE, block_of
from tests.slack.desk import Desk, as_open, button, chosen, saying, state_of, texts, to

SUGGESTION = chosen(Block.KIND, Action.GIVE_KIND, FeedbackKind.SUGGESTION)
PUBLIC = chosen(Block.VISIBILITY, Action.GIVE_VISIBILITY, Visibility.CHANNEL)
IN_C1 = {Block.GIVE_CHANNEL: {Action.GIVE_CHANNEL: {"selected_conversation": "C1"}}}
BLUNT = "You never listen."
KIND_WORDS = "In Monday's demo you talked over Ann. Could you let her finish next time?"


def template(which: str) -> dict[str, Any]:
    return chosen(Block.TEMPLATE, Action.GIVE_TEMPLATE, which)


def part(which: Part, text: str) -> dict[str, Any]:
    return {block_of(which): {Action.GIVE_PART: {"value": text}}}


async def given(desk: Desk) -> list[FeedbackItem]:
    page = await desk.company.feedback.list_feedback(
        desk.company.workspace_id, desk.alice.id, Box.GIVEN, None, 50
    )
    return list(page.items)


async def drafts(desk: Desk) -> list[str]:
    kept = await desk.company.drafts.list_drafts(desk.company.workspace_id, desk.alice.id)
    return [str(draft.content["text"]) for draft in kept]


def draft_button(draft_id: str) -> dict[str, Any]:
    return {"type": "button", "action_id": Action.DRAFT_OPEN, "value": f'{{"draft": "{draft_id}"}}'}


async def change(
    desk: Desk, form: dict[str, Any], action: Action, block: Block, **values: Any
) -> dict[str, Any]:
    """Something in the form is chosen; the form as it is brought up to date then."""
    state = state_of(form) | values
    shown = {**form, "state": {"values": state}}
    pressed = {"type": "x", "action_id": action.value, "block_id": block.value}
    await desk.press(pressed, view=shown)
    called, body = desk.slack.calls[-1]
    assert (called, body["hash"], body["view_id"]) == ("views.update", "h1", "V1")
    return as_open(body["view"])


def labels(form: dict[str, Any]) -> list[str]:
    return [block["label"]["text"] for block in form["blocks"] if block["type"] == "input"]


def options(form: dict[str, Any], block: Block) -> list[str]:
    [found] = [one for one in form["blocks"] if one.get("block_id") == block]
    return [option["value"] for option in found["element"]["options"]]


# -- templates --


async def test_a_template_changes_the_fields_and_keeps_what_was_typed(desk: Desk) -> None:
    form = await desk.form()
    typed = saying("You explained the errors well") | to(desk.bob)
    form = await change(
        desk, form, Action.GIVE_TEMPLATE, Block.TEMPLATE, **typed, **template(Template.EFFECT_AND_NEXT)
    )
    assert labels(form)[2:7] == [
        "When…",
        "you did…",
        "the effect was…",
        "next time, could you…?",
        "Your feedback",
    ]
    values = state_of(form)
    assert values[Block.TEXT][Action.GIVE_TEXT]["value"] == "You explained the errors well"
    assert values[Block.RECIPIENTS][Action.GIVE_RECIPIENTS]["selected_users"] == [
        desk.bob.profile.external_id
    ]


async def test_its_fields_become_the_text(desk: Desk) -> None:
    form = await desk.form()
    form = await change(
        desk, form, Action.GIVE_TEMPLATE, Block.TEMPLATE, **to(desk.bob), **template(Template.EFFECT)
    )
    typed = part(Part.WHEN, "in Monday's demo") | part(Part.EFFECT, " they signed ") | part(Part.DID, "\n")
    assert (await desk.submit(form, **typed)).body == ""
    [copy] = await given(desk)
    assert copy.submission.text == "When: in Monday's demo\nThe effect: they signed"


async def test_another_template_loses_nothing(desk: Desk) -> None:
    form = await desk.form()
    form = await change(desk, form, Action.GIVE_TEMPLATE, Block.TEMPLATE, **template(Template.SITUATION))
    typed = part(Part.SITUATION, "Monday's demo")
    form = await change(
        desk, form, Action.GIVE_TEMPLATE, Block.TEMPLATE, **typed, **template(Template.START_STOP)
    )
    assert state_of(form)[block_of(Part.SITUATION)][Action.GIVE_PART]["value"] == "Monday's demo"
    assert labels(form)[2:6] == ["Situation", "Start", "Stop", "Continue"]
    form = await change(desk, form, Action.GIVE_TEMPLATE, Block.TEMPLATE, **template(NO_TEMPLATE))
    assert labels(form)[2:4] == ["Situation", "Your feedback"]


async def test_the_template_stays_when_something_else_is_chosen(desk: Desk) -> None:
    form = await desk.form()
    form = await change(desk, form, Action.GIVE_TEMPLATE, Block.TEMPLATE, **template(Template.EFFECT))
    form = await change(desk, form, Action.GIVE_RECIPIENTS, Block.RECIPIENTS, **to(desk.bob))
    assert "When…" in labels(form)


async def test_a_template_with_nothing_in_it_asks_for_words_at_the_text(desk: Desk) -> None:
    form = await desk.form()
    form = await change(desk, form, Action.GIVE_TEMPLATE, Block.TEMPLATE, **template(Template.EFFECT))
    answer = await desk.submit(form, **to(desk.bob))
    assert answer.body == {"response_action": "errors", "errors": {Block.TEXT: "Write a few words first."}}


async def test_a_draft_of_a_template_opens_as_it_was_left(desk: Desk) -> None:
    form = await desk.form()
    form = await change(desk, form, Action.GIVE_TEMPLATE, Block.TEMPLATE, **template(Template.EFFECT))
    await desk.close(form, **part(Part.DID, "Took the notes"))
    [draft] = await desk.company.drafts.list_drafts(desk.company.workspace_id, desk.alice.id)
    await desk.press(
        {"type": "button", "action_id": Action.DRAFT_OPEN, "value": f'{{"draft": "{draft.id}"}}'}
    )
    form = desk.opened()
    assert state_of(form)[block_of(Part.DID)][Action.GIVE_PART]["value"] == "Took the notes"
    assert [one for one in form["blocks"] if one.get("block_id") == block_of(Part.EFFECT)]


@pytest.mark.parametrize("which", Template)
async def test_every_template_opens(desk: Desk, which: Template) -> None:
    form = await change(desk, await desk.form(), Action.GIVE_TEMPLATE, Block.TEMPLATE, **template(which))
    assert len(labels(form)) == 4 + len(PARTS[which])


async def test_a_template_that_was_never_offered(desk: Desk) -> None:
    form = await desk.form()
    await desk.press(
        {"type": "static_select", "action_id": Action.GIVE_TEMPLATE},
        view={**form, "state": {"values": state_of(form) | template("haiku")}},
    )
    assert "out of date" in texts(desk.slack.views("views.push")[-1])


# -- values and skills --


async def offer(desk: Desk, values: str, skills: str = "") -> list[Tag]:
    owner = await desk.hire("Olga", administers=True)
    return await desk.company.tagging.keep_list(desk.company.workspace_id, owner.id, values, skills)


def tagged(*tags: Tag) -> dict[str, Any]:
    selected = [{"value": tag.id} for tag in tags]
    return {Block.TAGS: {Action.GIVE_TAGS: {"selected_options": selected}}}


async def test_nothing_is_offered_before_there_is_something(desk: Desk) -> None:
    assert "Values and skills" not in labels(await desk.form())


async def test_feedback_is_tagged_and_the_recipient_sees_it(desk: Desk) -> None:
    courage, _, design = await offer(desk, "Courage\n<!channel> & co", "Design")
    form = await desk.form()
    assert "Values and skills" in labels(form)
    assert (
        await desk.submit(form, **to(desk.bob), **saying("Well done"), **tagged(courage, design))
    ).body == ""
    [copy] = await given(desk)
    assert copy.submission.tags == (courage, design)


async def test_tags_stay_when_the_form_is_brought_up_to_date(desk: Desk) -> None:
    courage, zeal = await offer(desk, "Courage\nZeal")
    form = await change(
        desk, await desk.form(), Action.GIVE_RECIPIENTS, Block.RECIPIENTS, **to(desk.bob), **tagged(zeal)
    )
    [initial] = state_of(form)[Block.TAGS][Action.GIVE_TAGS]["selected_options"]
    assert initial["value"] == zeal.id != courage.id


async def test_an_admin_keeps_the_list(desk: Desk) -> None:
    owner = await desk.hire("Olga", administers=True)
    user = owner.profile.external_id
    await desk.event({"type": "app_home_opened", "user": user, "tab": "home"})
    home = desk.slack.views("views.publish")[-1]
    assert "No values or skills are listed yet." in texts(home)
    await desk.press(button(home["blocks"], Action.TAGS_OPEN), owner, view={**home, "type": "home"})
    form = desk.opened()
    listed = {
        Block.TAG_VALUES: {Action.TAGS_VALUES: {"value": "Courage\nZeal"}},
        Block.TAG_SKILLS: {Action.TAGS_SKILLS: {"value": None}},
    }
    assert (await desk.submit(form, owner, **listed)).body == ""
    assert "Feedback can be tagged with 2 values." in texts(desk.slack.views("views.publish")[-1])
    too_long = {Block.TAG_SKILLS: {Action.TAGS_SKILLS: {"value": "x" * 61}}}
    answer = await desk.submit(form, owner, **too_long)
    assert list(answer.body["errors"]) == [Block.TAG_SKILLS]


async def test_nobody_else_keeps_it(desk: Desk) -> None:
    await desk.press({"type": "button", "action_id": Action.TAGS_OPEN}, view={"type": "home"})
    assert "Only this workspace's admins" in texts(desk.opened())
    forged = {
        "type": "modal",
        "callback_id": Modal.TAGS,
        "id": "V1",
        "blocks": [
            {
                "type": "input",
                "block_id": Block.TAG_VALUES,
                "element": {"type": "plain_text_input", "action_id": "x"},
            }
        ],
    }
    answer = await desk.submit(forged, **{Block.TAG_VALUES: {Action.TAGS_VALUES: {"value": "Mine"}}})
    assert "Only this workspace's admins" in answer.body["errors"][Block.TAG_VALUES]
    assert await desk.company.tagging.offered(desk.company.workspace_id) == []


# -- praise in public --


async def public_form(desk: Desk, **values: Any) -> dict[str, Any]:
    form = await desk.form()
    return await change(desk, form, Action.GIVE_VISIBILITY, Block.VISIBILITY, **PUBLIC, **values)


def joined(desk: Desk) -> list[str]:
    return [body["channel"] for called, body in desk.slack.calls if called == "conversations.join"]


async def test_everyone_in_a_channel_asks_for_the_channel(desk: Desk) -> None:
    form = await public_form(desk, **to(desk.bob), **saying("Great talk"))
    assert "Channel" in labels(form)
    assert (await desk.submit(form, **IN_C1)).body == ""
    assert joined(desk) == ["C1"]
    [copy] = await given(desk)
    assert (copy.submission.visibility, copy.submission.channel) == (Visibility.CHANNEL, "C1")


async def test_choosing_among_the_others_needs_no_other_form(desk: Desk) -> None:
    form = await desk.form()
    values = state_of(form) | chosen(
        Block.VISIBILITY, Action.GIVE_VISIBILITY, Visibility.RECIPIENT_AND_MANAGER
    )
    await desk.press(
        {"type": "radio_buttons", "action_id": Action.GIVE_VISIBILITY},
        view={**form, "state": {"values": values}},
    )
    assert [called for called, _ in desk.slack.calls] == ["views.open"]


async def test_it_is_for_praise_only(desk: Desk) -> None:
    form = await desk.form()
    assert Visibility.CHANNEL in options(form, Block.VISIBILITY)
    form = await change(desk, form, Action.GIVE_KIND, Block.KIND, **SUGGESTION, **PUBLIC)
    assert Visibility.CHANNEL not in options(form, Block.VISIBILITY)
    assert "Channel" not in labels(form)


async def test_a_suggestion_that_says_public_all_the_same_is_refused_at_the_field(desk: Desk) -> None:
    form = await public_form(desk, **to(desk.bob), **saying(KIND_WORDS))
    answer = await desk.submit(form, **SUGGESTION, **IN_C1)
    assert list(answer.body["errors"]) == [Block.VISIBILITY]
    assert joined(desk) == []
    assert await given(desk) == []


async def test_the_form_asks_for_the_channel_where_it_has_not_been_asked_for_yet(desk: Desk) -> None:
    form = await desk.form()
    answer = await desk.submit(form, **to(desk.bob), **saying("Great talk"), **PUBLIC)
    assert answer.body["response_action"] == "update"
    again = as_open(answer.body["view"])
    assert "choose the channel" in texts(again)
    assert state_of(again)[Block.TEXT][Action.GIVE_TEXT]["value"] == "Great talk"
    assert (await desk.submit(again, **IN_C1)).body == ""
    assert len(await given(desk)) == 1


@pytest.mark.parametrize(
    ("method", "code", "sentence"),
    [
        ("conversations.info", "channel_not_found", "/invite @Everloop"),
        ("conversations.join", "missing_scope", "/invite @Everloop"),
        ("conversations.join", "is_archived", "archived"),
    ],
)
async def test_a_channel_it_cannot_post_in_is_said_at_the_field_and_the_text_stays(
    desk: Desk, method: str, code: str, sentence: str
) -> None:
    form = await public_form(desk, **to(desk.bob), **saying("Great talk"))
    desk.slack.refuse[method] = code
    answer = await desk.submit(form, **IN_C1)
    assert answer.body["response_action"] == "errors"
    assert sentence in answer.body["errors"][Block.GIVE_CHANNEL]
    assert await given(desk) == []
    desk.slack.refuse.clear()
    assert (await desk.submit(form, **IN_C1)).body == ""
    assert len(await given(desk)) == 1


@pytest.mark.parametrize(
    ("channel", "problem"),
    [
        ({"is_member": True, "is_private": True}, ""),
        ({"is_member": True, "is_private": False}, ""),
        ({"is_member": False, "is_private": True}, "/invite @Everloop"),
        ({"is_member": True, "is_archived": True}, "archived"),
    ],
)
async def test_it_joins_only_what_it_has_to_and_may(
    desk: Desk, channel: dict[str, bool], problem: str
) -> None:
    form = await public_form(desk, **to(desk.bob), **saying("Great talk"))
    desk.slack.answers["conversations.info"] = {"channel": channel}
    answer = await desk.submit(form, **IN_C1)
    assert problem in (answer.body["errors"][Block.GIVE_CHANNEL] if problem else "")
    assert len(await given(desk)) == (0 if problem else 1)
    assert joined(desk) == []


async def test_an_installation_without_the_right_to_look_finds_out_when_it_posts(desk: Desk) -> None:
    form = await public_form(desk, **to(desk.bob), **saying("Great talk"))
    desk.slack.refuse["conversations.info"] = "missing_scope"
    assert (await desk.submit(form, **IN_C1)).body == ""
    assert len(await given(desk)) == 1


async def test_it_joins_no_channel_for_a_form_that_is_wrong(desk: Desk) -> None:
    form = await public_form(desk, **to(desk.alice), **saying("Great me"))
    answer = await desk.submit(form, **IN_C1)
    assert list(answer.body["errors"]) == [Block.RECIPIENTS]
    assert joined(desk) == []


# -- a second look --


async def looked_at(desk: Desk, text: str = BLUNT, **more: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """The form, and what stands on top of it after it was submitted."""
    form = await desk.form()
    answer = await desk.submit(form, **to(desk.bob), **saying(text), **SUGGESTION, **more)
    assert answer.body["response_action"] == "push"
    look = {**answer.body["view"], "id": "V2", "root_view_id": "V1", "previous_view_id": "V1", "hash": "h"}
    return form, look


async def test_hints_are_shown_before_it_leaves(desk: Desk) -> None:
    _, look = await looked_at(desk)
    assert (look["submit"]["text"], look["close"]["text"]) == ("Send as it is", "Edit")
    assert "You wrote: “You never”" in texts(look)
    assert "no example" in texts(look)
    assert await given(desk) == []


async def test_send_as_it_is_sends_it_as_it_was_typed_once(desk: Desk) -> None:
    _, look = await looked_at(desk)
    answers = await asyncio.gather(desk.submit(look), desk.submit(look))
    assert [answer.body for answer in answers] == [{"response_action": "clear"}] * 2
    [copy] = await given(desk)
    assert (copy.submission.text, copy.submission.kind) == (BLUNT, FeedbackKind.SUGGESTION)
    assert copy.recipient == desk.bob.ref
    assert await drafts(desk) == []
    assert (await desk.submit(look)).body == {"response_action": "clear"}


async def test_edit_goes_back_and_leaves_nothing_behind(desk: Desk) -> None:
    form, look = await looked_at(desk)
    await desk.close(look)
    assert await drafts(desk) == []
    answer = await desk.submit(form, **to(desk.bob), **saying(KIND_WORDS), **SUGGESTION)
    assert answer.body == ""
    [copy] = await given(desk)
    assert copy.submission.text == KIND_WORDS


async def test_closing_all_of_it_keeps_what_was_typed(desk: Desk) -> None:
    form, look = await looked_at(desk)
    for view in (look, form):
        shown = {**view, "state": {"values": state_of(view) | to(desk.bob) | saying(BLUNT) | SUGGESTION}}
        await desk.post({"type": "view_closed", "view": shown, "is_cleared": True, **desk._from(None)})  # pyright: ignore[reportPrivateUsage]
    assert await drafts(desk) == [BLUNT]


async def test_a_draft_that_it_was_opened_from_stays_and_is_used_up(desk: Desk) -> None:
    form = await desk.form()
    await desk.close(form, **to(desk.bob), **saying(BLUNT), **SUGGESTION)
    [draft] = await desk.company.drafts.list_drafts(desk.company.workspace_id, desk.alice.id)
    await desk.press(
        {"type": "button", "action_id": Action.DRAFT_OPEN, "value": f'{{"draft": "{draft.id}"}}'}
    )
    again = as_open(desk.slack.views()[-1], "V7")
    answer = await desk.submit(again)
    look = {**answer.body["view"], "id": "V8", "root_view_id": "V7"}
    await desk.close(look)
    assert await drafts(desk) == [BLUNT]
    assert (await desk.submit(look)).body == {"response_action": "clear"}
    assert await drafts(desk) == []


@pytest.mark.parametrize("text", [KIND_WORDS, "Du hörst nie zu."])
async def test_what_is_fine_or_in_another_language_leaves_at_once(desk: Desk, text: str) -> None:
    form = await desk.form()
    assert (await desk.submit(form, **to(desk.bob), **saying(text), **SUGGESTION)).body == ""
    assert len(await given(desk)) == 1


async def test_praise_is_never_looked_at(desk: Desk) -> None:
    form = await desk.form()
    assert (await desk.submit(form, **to(desk.bob), **saying("You are always great"))).body == ""


async def test_what_is_wrong_comes_before_the_hints(desk: Desk) -> None:
    form = await desk.form()
    answer = await desk.submit(form, **to(desk.alice), **saying(BLUNT), **SUGGESTION)
    assert list(answer.body["errors"]) == [Block.RECIPIENTS]


async def test_what_is_wrong_by_then_shows_the_form_again_with_everything_in_it(desk: Desk) -> None:
    _, look = await looked_at(desk)
    await desk.company.becomes(desk.bob, kind="deactivated")
    answer = await desk.submit(look)
    assert answer.body["response_action"] == "update"
    form = as_open(answer.body["view"])
    assert "isn't here any more" in texts(form)
    assert state_of(form)[Block.TEXT][Action.GIVE_TEXT]["value"] == BLUNT
    assert state_of(form)[Block.KIND][Action.GIVE_KIND]["selected_option"]["value"] == "suggestion"


async def test_a_manager_who_changed_meanwhile_is_named_in_the_form(desk: Desk) -> None:
    with_manager = chosen(Block.VISIBILITY, Action.GIVE_VISIBILITY, Visibility.RECIPIENT_AND_MANAGER)
    form = await desk.form()
    form = await change(desk, form, Action.GIVE_RECIPIENTS, Block.RECIPIENTS, **to(desk.bob))
    answer = await desk.submit(form, **saying(BLUNT), **SUGGESTION, **with_manager)
    look = {**answer.body["view"], "id": "V2", "root_view_id": "V1"}
    await desk.company.manages(await desk.hire("Erin"), desk.bob)
    answer = await desk.submit(look)
    assert answer.body["response_action"] == "update"
    assert "Them and their manager: Erin" in texts(answer.body["view"])
    assert (await desk.submit({**as_open(answer.body["view"]), "id": "V2"})).body["response_action"] == "push"


async def test_where_it_cannot_be_saved_nothing_is_lost(desk: Desk) -> None:
    _, look = await looked_at(desk)
    desk.store.refuse_commit = Unavailable("error-storage")
    answer = await desk.submit(look)
    assert answer.body["response_action"] == "update"
    assert await given(desk) == []
    assert await drafts(desk) == [BLUNT]


async def test_somebody_elses_second_look_gives_nothing(desk: Desk) -> None:
    _, look = await looked_at(desk)
    answer = await desk.submit(look, desk.dana)
    assert "isn't here any more" in texts(answer.body["view"])
    assert await given(desk) == []


async def test_a_template_goes_through_it_as_a_whole(desk: Desk) -> None:
    form = await desk.form()
    form = await change(
        desk, form, Action.GIVE_TEMPLATE, Block.TEMPLATE, **to(desk.bob), **template(Template.START_STOP)
    )
    answer = await desk.submit(form, **part(Part.STOP, "what you do when you are lazy"), **SUGGESTION)
    look = {**answer.body["view"], "id": "V2", "root_view_id": "V1"}
    assert "“lazy”" in texts(look)
    assert (await desk.submit(look)).body == {"response_action": "clear"}
    [copy] = await given(desk)
    assert copy.submission.text == "Stop: what you do when you are lazy"
