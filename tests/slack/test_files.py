"""Files by message: they arrive together, once, and can be found again."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import aiohttp
import pytest

from core.domain.ids import MessageId
from core.notifications import Attachment, OwnDataReady
from core.ports import NotDone, OutcomeUnknown, Recipient, SendError
from handlers.slack.client import SHARE_UPLOADED, UPLOAD_URL
from sandbox.driver import Person, Workspace
from tests.slack.workspaces import MANIFEST, Slack, slack_in

KEY = MessageId("0123456789abcdef")
FILES = OwnDataReady((Attachment("mine.json", b'{"a": 1}'), Attachment("mine.csv", b"a\n1\n", alt="A table")))


@pytest.fixture
async def slack() -> AsyncIterator[Slack]:
    async with slack_in(Workspace(MANIFEST)) as made:
        yield made


async def _meet(slack: Slack) -> tuple[Person, Recipient]:
    who = slack.workspace.user("dana")
    person = slack.person(who)
    return who, Recipient(person, await slack.messenger.open_conversation(person))


def _just_now() -> datetime:
    return datetime.now(UTC) - timedelta(seconds=5)


async def test_they_arrive_in_one_message_with_their_content(slack: Slack) -> None:
    dana, to = await _meet(slack)
    await slack.messenger.prepare(to, FILES, KEY)
    assert slack.read(dana) == []
    ref = await slack.messenger.post(to, FILES, KEY)
    [surface] = dana.dms()
    assert surface.message.data["text"] == "your data"
    shown = surface.message.data["files"]
    assert [file["title"] for file in shown] == ["mine.json", "mine.csv"]
    assert ref.message == shown[0]["id"]
    async with aiohttp.ClientSession() as session, session.get(shown[0]["url_private_download"]) as answer:
        assert await answer.read() == b'{"a": 1}'
    assert slack.workspace.calls(UPLOAD_URL)[1]["alt_txt"] == "A table"
    assert slack.workspace.problems == []


async def test_their_message_is_found_by_its_key(slack: Slack) -> None:
    dana, to = await _meet(slack)
    assert await slack.messenger.find(to, KEY, _just_now()) is None
    await slack.messenger.prepare(to, FILES, KEY)
    assert await slack.messenger.find(to, KEY, _just_now()) is None
    await slack.messenger.post(to, FILES, KEY)
    found = await slack.messenger.find(to, KEY, _just_now())
    assert found is not None and found.message == dana.dms()[0].message.ts
    assert await slack.messenger.find(to, MessageId("another"), _just_now()) is None


async def test_what_was_not_brought_there_is_not_shared(slack: Slack) -> None:
    dana, to = await _meet(slack)
    with pytest.raises(NotDone):
        await slack.messenger.post(to, FILES, KEY)
    assert slack.read(dana) == []


@pytest.mark.parametrize(("method", "error"), [(UPLOAD_URL, SendError), (SHARE_UPLOADED, OutcomeUnknown)])
async def test_a_stumble_is_told_from_one_after_which_nobody_knows(
    slack: Slack, method: str, error: type[SendError]
) -> None:
    _, to = await _meet(slack)
    slack.workspace.faults.add(method, "500", times=10)
    with pytest.raises(error):
        await slack.messenger.prepare(to, FILES, KEY)
        await slack.messenger.post(to, FILES, KEY)


async def test_they_are_never_changed(slack: Slack) -> None:
    dana, to = await _meet(slack)
    await slack.messenger.prepare(to, FILES, KEY)
    ref = await slack.messenger.post(to, FILES, KEY)
    await slack.messenger.update(to, ref, FILES)
    assert slack.read(dana) == ["your data"]
