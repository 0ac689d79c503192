"""Reading, thanking, sharing, taking back, looking back: the buttons, and who may press them."""

from typing import Any

import pytest

from core.domain.errors import Unavailable
from core.domain.feedback import Box, FeedbackItem
from core.domain.people import Person
from core.words import words_for
from handlers.slack.ids import Action, Block
from handlers.slack.metadata import FeedbackRef, PageRef, ShareRef, SubmissionRef, pack
from handlers.slack.payloads import Json
from handlers.slack.views.messages import render
from tests.slack.desk import Desk, as_open, button, buttons, state_of, texts


async def sent(desk: Desk, *recipients: Person, **more: Any) -> FeedbackItem:
    [first, *_] = await desk.company.send(desk.alice, *(recipients or (desk.bob,)), **more)
    return first


async def message_of(desk: Desk, person: Person) -> list[Json]:
    """The newest message in somebody's conversation, as blocks."""
    *_, newest = await desk.company.reads(person)
    return render(newest, words_for("en"), "UTC").blocks


def thank(item: FeedbackItem) -> Json:
    return {"action_id": Action.FEEDBACK_THANK, "value": pack(FeedbackRef(feedback=item.feedback.id))}


def open_(item: FeedbackItem) -> Json:
    return {"action_id": Action.FEEDBACK_OPEN, "value": pack(FeedbackRef(feedback=item.feedback.id))}


async def thanked(desk: Desk, item: FeedbackItem) -> bool:
    found = await desk.company.feedback.open_feedback(
        desk.company.workspace_id, item.feedback.recipient_id, item.feedback.id
    )
    return found.feedback.thanked_at is not None


async def test_thanks_are_said_once_and_the_author_reads_of_it(desk: Desk) -> None:
    await sent(desk)
    press = button(await message_of(desk, desk.bob), Action.FEEDBACK_THANK)
    for _ in range(2):
        assert (await desk.press(press, desk.bob)).status == 200
    blocks = await message_of(desk, desk.bob)
    assert buttons(blocks) == ["Reply", "Open"]
    assert "You said thanks." in texts(blocks)
    kinds = [notice.kind for notice in await desk.company.reads(desk.alice)]
    assert kinds.count("feedback.thanked") == 1


async def test_a_forwarded_button_grants_nothing(desk: Desk) -> None:
    item = await sent(desk)
    await desk.press(thank(item), desk.dana)
    assert not await thanked(desk, item)
    assert "isn't yours to see" in texts(desk.slack.told[-1])
    await desk.press(open_(item), desk.dana)
    assert desk.slack.calls == []


@pytest.mark.parametrize(
    "value", ["", "{}", '{"v":1,"feedback":"nowhere"}', '{"v":9}', "<script>", '{"v":1,"draft":"x"}']
)
@pytest.mark.parametrize(
    "action",
    [
        Action.FEEDBACK_THANK,
        Action.FEEDBACK_OPEN,
        Action.FEEDBACK_SHARE,
        Action.SUBMISSION_OPEN,
        Action.SUBMISSION_UNDO,
        Action.DRAFT_OPEN,
        Action.DRAFT_DISCARD,
        Action.MANAGER_CONFIRM,
        Action.HOME_OLDER,
    ],
)
async def test_a_button_that_means_nothing_says_so(desk: Desk, action: Action, value: str) -> None:
    answer = await desk.press({"action_id": action, "value": value}, desk.bob)
    assert answer.status == 200
    calm = action is Action.DRAFT_DISCARD and "draft" in value
    assert calm or desk.slack.told, "the person must read something"
    assert calm or "noted as" not in texts(desk.slack.told[-1])


async def test_what_was_made_up_says_so_too(desk: Desk) -> None:
    await desk.press({"action_id": "feedback.delete_everything", "value": "x"})
    assert "out of date" in texts(desk.slack.told[-1])
    answer = await desk.submit({"callback_id": "old.form", "blocks": [], "id": "V9", "type": "modal"})
    assert "out of date" in texts(answer.body["view"])
    await desk.shortcut("old.shortcut")
    assert "out of date" in texts(desk.opened())


async def test_opening_names_who_can_see_it(desk: Desk) -> None:
    item = await sent(desk, managers={desk.bob: desk.dana})
    await desk.press(open_(item), desk.bob)
    shown = texts(desk.opened())
    assert f"you, <@{desk.alice.profile.external_id}> and <@{desk.dana.profile.external_id}>" in shown
    assert "Share with my manager" not in shown
    await desk.press(open_(item), desk.dana)
    assert "Say thanks" not in texts(desk.opened())


async def test_thanks_in_an_opened_feedback_turn_into_a_word_there(desk: Desk) -> None:
    item = await sent(desk)
    await desk.press(open_(item), desk.bob)
    view = desk.opened()
    await desk.press(button(view["blocks"], Action.FEEDBACK_THANK), desk.bob, view=view)
    [updated] = desk.slack.views("views.update")
    assert "You said thanks." in texts(updated)
    assert buttons(updated["blocks"]) == ["Reply", "Share with my manager"]


async def test_sharing_goes_to_the_manager_whom_the_button_named(desk: Desk) -> None:
    item = await sent(desk)
    await desk.press(open_(item), desk.bob)
    view = desk.opened()
    share = button(view["blocks"], Action.FEEDBACK_SHARE)
    assert "Dana" in texts(share["confirm"])
    robin = await desk.hire("Robin")
    await desk.company.manages(robin, desk.bob)
    await desk.press(share, desk.bob, view=view)
    assert "Your manager is Robin now" in texts(desk.slack.views("views.push")[-1])
    assert await desk.company.reads(robin) == []
    ref = ShareRef(share=item.feedback.id, manager=robin.id)
    await desk.press({"action_id": Action.FEEDBACK_SHARE, "value": pack(ref)}, desk.bob, view=view)
    [notice] = await desk.company.reads(robin)
    assert notice.kind == "feedback.for_manager"


async def test_undo_takes_it_back_and_opens_the_form_as_it_was(desk: Desk) -> None:
    form = await desk.company.give(desk.alice, desk.bob, text="Too quick")
    await desk.press(button(await message_of(desk, desk.alice), Action.SUBMISSION_UNDO))
    values = state_of(desk.opened())
    assert values[Block.TEXT][Action.GIVE_TEXT]["value"] == "Too quick"
    assert values[Block.RECIPIENTS][Action.GIVE_RECIPIENTS]["selected_users"] == [
        desk.bob.profile.external_id
    ]
    desk.company.clock.advance(minutes=5)
    assert await desk.company.feedback.release_due(desk.company.workspace_id) == 0
    assert (await desk.submit(desk.opened())).body == ""
    assert await desk.company.drafts.list_drafts(desk.company.workspace_id, desk.alice.id) == []
    assert form.submission.text == "Too quick"


async def test_undo_that_cannot_open_the_form_has_taken_it_back_all_the_same(desk: Desk) -> None:
    await desk.company.give(desk.alice, desk.bob)
    press = button(await message_of(desk, desk.alice), Action.SUBMISSION_UNDO)
    desk.slack.refuse["views.open"] = "expired_trigger_id"
    await desk.press(press)
    assert buttons(desk.slack.told[-1]["blocks"]) == ["Open the form"]
    assert buttons(await message_of(desk, desk.alice)) == []


async def test_undo_loses_to_a_send(desk: Desk) -> None:
    form = await desk.company.give(desk.alice, desk.bob)
    press = button(await message_of(desk, desk.alice), Action.SUBMISSION_UNDO)
    desk.company.clock.advance(minutes=2)
    await desk.company.feedback.release_due(desk.company.workspace_id)
    await desk.press(press)
    assert "too late to undo" in texts(desk.slack.told[-1])
    assert desk.slack.calls == []
    ref = SubmissionRef(submission=form.submission.id)
    await desk.press({"action_id": Action.SUBMISSION_OPEN, "value": pack(ref)})
    assert "Sent" in texts(desk.opened())


async def test_a_change_that_cannot_be_saved_is_not_claimed(desk: Desk) -> None:
    item = await sent(desk)
    desk.store.refuse_commit = Unavailable("error-storage")
    await desk.press(thank(item), desk.bob)
    assert "try again" in texts(desk.slack.told[-1])
    assert not await thanked(desk, item)


async def test_an_old_trigger_is_explained(desk: Desk) -> None:
    item = await sent(desk)
    desk.slack.refuse["views.open"] = "expired_trigger_id"
    await desk.press(open_(item), desk.bob)
    assert "press it again" in texts(desk.slack.told[-1])


# -- looking back --


async def test_the_list_goes_page_by_page_and_back(desk: Desk) -> None:
    for number in range(13):
        await sent(desk, text=f"Number {number:02}")
        desk.company.clock.advance(seconds=5)
    await desk.command("list", desk.bob)
    view = desk.opened()
    pages = [texts(view)]
    while "Older" in buttons(view["blocks"]):
        await desk.press(button(view["blocks"], Action.LIST_OLDER), desk.bob, view=view)
        view = as_open(desk.slack.views("views.update")[-1])
        pages.append(texts(view))
    seen = [[n for n in range(13) if f"Number {n:02}" in page] for page in pages]
    assert sorted(n for page in seen for n in page) == list(range(13))
    assert [max(page) for page in seen] == sorted((max(page) for page in seen), reverse=True)
    await desk.press(button(view["blocks"], Action.LIST_NEWER), desk.bob, view=view)
    assert texts(as_open(desk.slack.views("views.update")[-1])).count("Number") == 6


async def test_what_was_given_and_what_is_shared_have_their_own_pages(desk: Desk) -> None:
    await sent(desk, managers={desk.bob: desk.dana}, text="For two pairs of eyes")
    await desk.command("list", desk.dana)
    view = desk.opened()
    assert buttons(view["blocks"])[:3] == ["Received", "Given", "Shared with me"]
    await desk.press(button(view["blocks"], Action.LIST_SHARED), desk.dana, view=view)
    assert "For two pairs of eyes" in texts(desk.slack.views("views.update")[-1])
    await desk.command("list", desk.alice)
    view = desk.opened()
    assert "Nothing yet" in texts(view)
    assert buttons(view["blocks"])[:2] == ["Received", "Given"]
    await desk.press(button(view["blocks"], Action.LIST_GIVEN), view=view)
    assert "For two pairs of eyes" in texts(desk.slack.views("views.update")[-1])


async def test_an_item_opens_on_top_of_the_list(desk: Desk) -> None:
    await sent(desk)
    await desk.command("list", desk.bob)
    view = desk.opened()
    await desk.press(button(view["blocks"], Action.FEEDBACK_OPEN), desk.bob, view=view)
    assert "Say thanks" in texts(desk.slack.views("views.push")[-1])


async def test_a_page_of_somebody_elses_list_is_ones_own(desk: Desk) -> None:
    """Nothing in the button says whose list it is."""
    await sent(desk, text="Between us")
    ref = pack(PageRef(box=Box.RECEIVED))
    view = {"type": "modal", "id": "V1", "hash": "h", "blocks": []}
    await desk.press({"action_id": Action.LIST_RECEIVED, "value": ref}, desk.dana, view=view)
    assert "Between us" not in texts(desk.slack.views("views.update")[-1])
