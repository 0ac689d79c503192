"""The button "My data" on Home."""

from core.notifications import OwnDataReady
from handlers.slack.ids import Action
from tests.slack.desk import Desk, button, texts


async def test_home_sends_it_by_message(desk: Desk) -> None:
    await desk.event({"type": "app_home_opened", "user": desk.alice.profile.external_id, "tab": "home"})
    home = desk.slack.views("views.publish")[-1]
    pressed = button(home["blocks"], Action.OWN_DATA_SEND)
    assert pressed["text"]["text"] == "My data"
    await desk.press(pressed, view={**home, "type": "home"})
    assert "on its way" in texts(desk.opened())
    assert [type(what) for what in await desk.company.reads(desk.alice)] == [OwnDataReady]
    assert await desk.company.reads(desk.bob) == []
