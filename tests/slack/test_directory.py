"""People, groups and channels as Slack lists them."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from core.domain.errors import Unavailable
from core.domain.people import PersonKind, Profile
from core.domain.workspaces import Access, Audience
from handlers.slack.directory import PAGE, profile_of
from sandbox.driver import Workspace
from tests.slack.workspaces import HERE, MANIFEST, Slack, slack_in


@pytest.fixture
async def slack() -> AsyncIterator[Slack]:
    async with slack_in(Workspace(MANIFEST)) as made:
        yield made


def user(**more: Any) -> dict[str, Any]:
    base: dict[str, Any] = {
        "id": "U1",
        "team_id": "T1",
        "name": "dana",
        "deleted": False,
        "real_name": "Dana Scully",
        "tz": "Europe/Berlin",
        "is_bot": False,
        "profile": {"real_name": "Dana Scully", "display_name": "Dana", "email": "dana@example.com"},
    }
    return {**base, **more}


def test_a_member_as_slack_describes_them() -> None:
    described = user(locale="de-DE", is_admin=True, is_owner=False)
    assert profile_of(described, "T1") == Profile(
        external_id="U1",
        kind=PersonKind.MEMBER,
        name="Dana",
        handle="dana",
        time_zone="Europe/Berlin",
        locale="de-DE",
        email="dana@example.com",
        administers=True,
    )


def test_what_slack_leaves_out() -> None:
    bare = {"id": "U1", "name": "dana", "deleted": True, "profile": {}}
    assert profile_of(bare) == Profile("U1", PersonKind.DEACTIVATED, "dana", "dana")
    assert profile_of({"id": "U1", "profile": None, "tz": None}) == Profile("U1", PersonKind.MEMBER, "")


@pytest.mark.parametrize(
    ("profile", "name"),
    [
        ({"display_name": "Dana", "real_name": "Dana Scully"}, "Dana"),
        ({"display_name": "", "real_name": "Dana K. Scully"}, "Dana K. Scully"),
        ({"display_name": "  ", "real_name": ""}, "Dana Scully"),
        ({}, "Dana Scully"),
    ],
)
def test_the_name_that_colleagues_see(profile: dict[str, str], name: str) -> None:
    assert profile_of(user(profile=profile)).name == name


@pytest.mark.parametrize(
    ("more", "kind"),
    [
        ({}, PersonKind.MEMBER),
        ({"deleted": True, "is_bot": True}, PersonKind.DEACTIVATED),
        ({"is_bot": True}, PersonKind.BOT),
        ({"is_workflow_bot": True}, PersonKind.BOT),
        ({"id": "USLACKBOT"}, PersonKind.BOT),
        ({"is_restricted": True}, PersonKind.GUEST),
        ({"is_restricted": True, "is_ultra_restricted": True}, PersonKind.GUEST),
        ({"is_stranger": True}, PersonKind.STRANGER),
        ({"team_id": "T2"}, PersonKind.STRANGER),
        ({"team_id": "T2", "is_restricted": True}, PersonKind.STRANGER),
        ({"team_id": "T2", "enterprise_user": {"id": "W1", "teams": ["T1", "T2"]}}, PersonKind.MEMBER),
        ({"team_id": "T2", "enterprise_user": {"id": "W1", "teams": ["T2"]}}, PersonKind.STRANGER),
    ],
)
def test_what_kind_of_person_it_is(more: dict[str, Any], kind: PersonKind) -> None:
    assert profile_of(user(**more), "T1").kind is kind


async def test_everyone_comes_page_by_page(slack: Slack) -> None:
    for number in range(PAGE + 20):
        slack.workspace.user(f"person{number}", tz="Asia/Tokyo", locale="ja-JP")
    pages = [page async for page in slack.directory.everyone(HERE)]
    assert len(pages) == 2
    people = {profile.handle: profile for page in pages for profile in page}
    assert {f"person{number}" for number in range(PAGE + 20)} <= people.keys()
    assert people["person7"].time_zone == "Asia/Tokyo"
    assert people["person7"].locale == "ja-JP"
    assert people["person7"].email
    assert slack.workspace.problems == []


async def test_looking_somebody_up(slack: Slack) -> None:
    dana = slack.workspace.user("dana", role="admin")
    found = await slack.directory.look_up(HERE, dana.id)
    assert found is not None
    assert (found.external_id, found.administers, found.kind) == (dana.id, True, PersonKind.MEMBER)
    assert await slack.directory.look_up(HERE, "U0NOBODY") is None


async def test_the_members_of_a_group_and_of_a_channel(slack: Slack) -> None:
    dana, eve = slack.workspace.user("dana"), slack.workspace.user("eve")
    group = slack.workspace.group("pilots", [dana])
    room = slack.workspace.channel("pilots", [dana, eve])
    assert await slack.directory.members_of(HERE, Access(Audience.GROUP, group.id)) == [dana.id]
    members = await slack.directory.members_of(HERE, Access(Audience.CHANNEL, room.id))
    assert {dana.id, eve.id} <= set(members)
    assert await slack.directory.members_of(HERE, Access()) == []
    assert slack.workspace.problems == []


async def test_slack_asks_to_come_back_and_one_does(slack: Slack) -> None:
    dana = slack.workspace.user("dana")
    slack.workspace.faults.add("users.info", "429", times=2, seconds=1)
    assert await slack.directory.look_up(HERE, dana.id) is not None
    assert len(slack.workspace.calls("users.info")) == 3


@pytest.mark.parametrize("fault", ["500", "reset", "429", "missing_scope"])
async def test_slack_can_not_be_asked(slack: Slack, fault: str) -> None:
    slack.workspace.faults.add("users.list", fault, times=9, seconds=1)
    with pytest.raises(Unavailable) as caught:
        async for _ in slack.directory.everyone(HERE):
            pass
    assert caught.value.key == "error-platform"
    assert slack.tokens.problem(HERE) == ("missing_scope" if fault == "missing_scope" else None)


async def test_a_workspace_without_a_token_can_not_be_asked(slack: Slack) -> None:
    slack.tokens.unbind(HERE)
    with pytest.raises(Unavailable):
        await slack.directory.look_up(HERE, "U1")
