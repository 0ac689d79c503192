"""The logs of a whole journey, at the finest level, with faults on the way: no word of feedback, no token."""

import io
import logging
from collections.abc import Iterator

import pytest
import structlog

from bot.config import LogFormat, LogLevel
from bot.logs import configure_logs
from tests.journeys.conftest import Opened
from tests.journeys.test_managers_and_pilots import has_manager
from tests.journeys.test_story import give

CANARY = "zebrafinch-4711"


@pytest.fixture
def logged() -> Iterator[io.StringIO]:
    root = logging.getLogger()
    kept, level = root.handlers[:], root.level
    out = io.StringIO()
    configure_logs(LogFormat.JSON, LogLevel.DEBUG, [], out)
    yield out
    root.handlers[:] = kept
    root.setLevel(level)
    logging.captureWarnings(False)
    structlog.reset_defaults()


async def _broken(*_: object) -> None:
    """A fault of ours, of the worst kind: it quotes what somebody wrote."""
    raise RuntimeError(CANARY)


@pytest.mark.parametrize("mode", ["socket", "http"])
async def test_no_word_and_no_token(
    everloop: Opened, logged: io.StringIO, monkeypatch: pytest.MonkeyPatch, mode: str
) -> None:
    async with everloop(mode) as house:
        alice, bob = house.alice, house.bob
        await has_manager(house, bob, house.dana)
        said = await bob.say(house.team, f"Quoted {CANARY}")
        await alice.message_shortcut("Give feedback on this message", said)
        form = await alice.modal("Give feedback")
        await form.fill({"Your feedback": f"First {CANARY}"})
        assert (await form.submit()).kind == "closed"
        await alice.slash("/feedback", f"not understood {CANARY}", channel=house.team)
        house.ws.faults.add("views.open", "expired_trigger_id", times=1)
        await alice.slash("/feedback", f"@bob expired {CANARY}", channel=house.team)
        for fault in ("429", "invalid_blocks"):
            house.ws.faults.add("chat.postMessage", fault, times=1)
        monkeypatch.setattr(type(house.everloop.services.drafts), "open_draft", _broken)
        house.pass_undo()
        while not bob.dms():
            await house.ws.settled(0.3)
            house.ws.clock.advance(900)
        note = await (await alice.next_dm()).until(lambda it: "View" in it.buttons())
        await note.press("View")
        await (await alice.next_ephemeral()).press("Open the form with this text")
        await give(house, alice, bob, text=f"Taken back {CANARY}")
        await house.ws.until(lambda: any("Undo" in message.buttons() for message in alice.dms()))
        await next(m for m in alice.dms() if "Undo" in m.buttons()).press("Undo")
        await house.ws.settled(0.5)
        await bob.slash("/feedback", "list")
        await bob.open_home()
        await house.ws.settled(0.5)
        secrets = [value for name, value in house.ws.settings().items() if name != "SLACK_API_URL"]
    text = logged.getvalue()
    assert "everloop.started" in text
    assert "RuntimeError" in text
    assert CANARY not in text
    assert [secret for secret in secrets if secret in text] == []
