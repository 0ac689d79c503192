"""Two choices one right after the other: both are shown, in their order."""

import asyncio

from core.domain.feedback import Visibility
from handlers.slack.ids import Action, Block
from handlers.slack.open_views import MOST, OpenViews
from tests.slack.desk import Desk, chosen, eventually, state_of, to


def test_what_we_replaced_leads_to_what_we_made_last() -> None:
    views = OpenViews()
    assert views.current("V1", "h0") == "h0"
    views.changed("V1", "h0", "h1")
    views.changed("V1", "h1", "h2")
    assert [views.current("V1", seen) for seen in ("h0", "h1", "h2", "h9")] == ["h2", "h2", "h2", "h9"]
    assert views.current("V2", "h0") == "h0"


def test_only_so_many_are_remembered() -> None:
    views = OpenViews()
    views.changed("V0", "h0", "h1")
    for number in range(1, MOST):
        views.current(f"V{number}", "h")
    assert views.current("V0", "h0") == "h1"
    for number in range(MOST):
        views.current(f"W{number}", "h")
    assert views.current("V0", "h0") == "h0"


async def test_changes_are_made_in_their_order() -> None:
    views, order = OpenViews(), list[int]()

    async def change(number: int) -> None:
        async with views.in_turn("V1"):
            await asyncio.sleep(0)
            order.append(number)

    await asyncio.gather(*(change(number) for number in range(5)))
    assert order == list(range(5))


async def test_the_second_choice_is_shown_though_it_was_made_before_the_first_was(desk: Desk) -> None:
    desk.slack.answers["views.update"] = {"view": {"hash": "h2"}}
    form = await desk.form()
    first = state_of(form) | to(desk.bob)
    second = first | chosen(Block.VISIBILITY, Action.GIVE_VISIBILITY, Visibility.CHANNEL)
    pressed = [
        ({"type": "multi_users_select", "action_id": Action.GIVE_RECIPIENTS}, first),
        ({"type": "radio_buttons", "action_id": Action.GIVE_VISIBILITY}, second),
    ]
    await asyncio.gather(
        *(desk.press(button, view={**form, "state": {"values": values}}) for button, values in pressed)
    )
    await eventually(lambda: len(desk.slack.views("views.update")) == 2)
    updates = [body for called, body in desk.slack.calls if called == "views.update"]
    assert [body["hash"] for body in updates] == ["h1", "h2"]
    last = updates[-1]["view"]["blocks"]
    assert any(block.get("block_id") == Block.GIVE_CHANNEL for block in last)
