"""The Home tab, managers, setting Everloop up, and people as Slack changes them."""

from typing import Any

import pytest

from core.domain.people import Person, PersonKind, Role
from core.domain.workspaces import Access, Audience
from handlers.slack.ids import Action, Block
from tests.slack.desk import Desk, as_open, button, buttons, chosen, saying, state_of, texts


async def home(desk: Desk, person: Person | None = None) -> dict[str, Any]:
    who = (person or desk.alice).profile.external_id
    answer = await desk.event({"type": "app_home_opened", "user": who, "tab": "home", "channel": "D1"})
    assert answer.status == 200
    method, body = desk.slack.calls[-1]
    assert (method, body["user_id"]) == ("views.publish", who)
    return {**body["view"], "id": "VHOME", "hash": "h1"}


async def published(desk: Desk) -> dict[str, Any]:
    return {**desk.slack.views("views.publish")[-1], "id": "VHOME", "hash": "h1"}


async def test_somebody_new_is_told_what_it_is_and_where_to_begin(desk: Desk) -> None:
    view = await home(desk)
    assert buttons(view["blocks"])[0] == "Give your first feedback"
    assert "keys of its database" in texts(view)
    await desk.press(button(view["blocks"], Action.FORM_OPEN), view=view)
    assert desk.opened()["title"]["text"] == "Give feedback"


async def test_the_tab_of_messages_publishes_nothing(desk: Desk) -> None:
    who = desk.alice.profile.external_id
    await desk.event({"type": "app_home_opened", "user": who, "tab": "messages"})
    assert desk.slack.calls == []


async def test_redelivered_it_is_published_again_and_nothing_else(desk: Desk) -> None:
    first = await home(desk)
    assert await home(desk) == first


async def test_somebody_unknown_is_looked_up(desk: Desk) -> None:
    robin = await desk.hire("Robin")
    desk.store.states[desk.company.workspace_id].people.clear()
    assert "Welcome" in texts(await home(desk, robin))


async def test_each_list_keeps_its_own_page(desk: Desk) -> None:
    for number in range(7):
        await desk.company.send(desk.alice, desk.bob, text=f"To Bob {number}")
        await desk.company.send(desk.bob, desk.alice, text=f"From Bob {number}")
    view = await home(desk, desk.bob)
    assert texts(view).count("To Bob") == texts(view).count("From Bob") == 5
    await desk.press(button(view["blocks"], Action.HOME_OLDER), desk.bob, view=view)
    view = await published(desk)
    assert (texts(view).count("To Bob"), texts(view).count("From Bob")) == (2, 5)
    older = [b for b in view["blocks"] if b["type"] == "actions" and Action.HOME_OLDER in str(b)]
    await desk.press(button(older[-1:], Action.HOME_OLDER), desk.bob, view=view)
    view = await published(desk)
    assert (texts(view).count("To Bob"), texts(view).count("From Bob")) == (2, 2)


async def test_a_draft_can_be_gone_on_with_or_discarded(desk: Desk) -> None:
    await desk.close(await desk.form(), **saying("Half a thought"))
    view = await home(desk)
    assert "Half a thought" in texts(view)
    await desk.press(button(view["blocks"], Action.DRAFT_OPEN), view=view)
    assert desk.opened()["title"]["text"] == "Give feedback"
    await desk.press(button(view["blocks"], Action.DRAFT_DISCARD), view=view)
    assert "Half a thought" not in texts(await published(desk))


# -- managers --


async def test_a_manager_is_named_asked_and_confirmed(desk: Desk) -> None:
    view = await home(desk)
    await desk.press(button(view["blocks"], Action.MANAGER_CHOOSE), view=view)
    picked = {Block.MANAGER: {Action.MANAGER_PICK: {"selected_user": desk.dana.profile.external_id}}}
    assert (await desk.submit(desk.opened(), **picked)).body == ""
    assert "haven't answered yet" in texts(await published(desk))
    [asked] = await desk.company.reads(desk.dana)
    assert asked.kind == "people.manager_proposed"

    theirs = await home(desk, desk.dana)
    await desk.press(button(theirs["blocks"], Action.MANAGER_CONFIRM), desk.dana, view=theirs)
    assert "named you as their manager" not in texts(await published(desk))
    view = await home(desk)
    assert f"<@{desk.dana.profile.external_id}> is your manager" in texts(view)
    await desk.press(button(view["blocks"], Action.MANAGER_REMOVE), view=view)
    assert "Choose your manager" in texts(await published(desk))


@pytest.mark.parametrize(("who", "sentence"), [("me", "your own manager"), ("bot", "can't be named")])
async def test_who_can_t_be_a_manager_is_said_at_the_field(desk: Desk, who: str, sentence: str) -> None:
    view = await home(desk)
    await desk.press(button(view["blocks"], Action.MANAGER_CHOOSE), view=view)
    robot = await desk.hire("Robot", PersonKind.BOT)
    chosen_one = desk.alice if who == "me" else robot
    picked = {Block.MANAGER: {Action.MANAGER_PICK: {"selected_user": chosen_one.profile.external_id}}}
    answer = await desk.submit(desk.opened(), **picked)
    assert sentence in answer.body["errors"][Block.MANAGER]


async def test_only_the_named_one_can_confirm(desk: Desk) -> None:
    await desk.company.people.name_manager(desk.company.workspace_id, desk.alice.id, desk.dana.id)
    theirs = await home(desk, desk.dana)
    press = button(theirs["blocks"], Action.MANAGER_CONFIRM)
    await desk.press(press, desk.bob)
    assert desk.slack.told
    place = await desk.company.people.place_of(desk.company.workspace_id, desk.alice.id)
    assert place.line is not None
    assert place.line.state == "proposed"


# -- setting up --


async def olga(desk: Desk) -> Person:
    return await desk.hire("Olga", administers=True)


async def test_only_admins_see_it_and_can_open_it(desk: Desk) -> None:
    assert "Set up Everloop" not in texts(await home(desk))
    await desk.press({"action_id": Action.SETUP_OPEN})
    assert "Only this workspace's admins" in texts(desk.slack.told[-1])
    assert "Set up Everloop" in texts(await home(desk, await olga(desk)))


async def opened_setup(desk: Desk, admin: Person) -> dict[str, Any]:
    view = await home(desk, admin)
    await desk.press(button(view["blocks"], Action.SETUP_OPEN), admin, view=view)
    return desk.opened()


async def with_audience(
    desk: Desk, form: dict[str, Any], admin: Person, audience: Audience
) -> dict[str, Any]:
    """The radio button pressed: the form asks for what that needs, and for nothing else."""
    values = state_of(form) | chosen(Block.AUDIENCE, Action.SETUP_AUDIENCE, audience)
    shown = {**form, "state": {"values": values}}
    await desk.press({"action_id": Action.SETUP_AUDIENCE, "type": "radio_buttons"}, admin, view=shown)
    form = as_open(desk.slack.views("views.update")[-1])
    asked = {Audience.GROUP: {"User group"}, Audience.CHANNEL: {"Channel"}}.get(audience, set())
    labels = {block["label"]["text"] for block in form["blocks"]}
    assert labels & {"User group", "Channel"} == asked
    return form


async def test_it_can_be_narrowed_to_a_group_and_opened_again(desk: Desk) -> None:
    admin = await olga(desk)
    form = await with_audience(desk, await opened_setup(desk, admin), admin, Audience.GROUP)
    groups = [
        {"id": "S1", "name": "Parsers", "handle": "parsers"},
        {"id": "S2", "name": "All", "handle": "all"},
    ]
    desk.slack.answers["usergroups.list"] = {"usergroups": groups}
    offered = (await desk.options(Action.SETUP_GROUP, "pars", admin)).body["options"]
    assert [one["text"]["text"] for one in offered] == ["Parsers (@parsers)"]
    desk.company.directory.members["S1"] = [admin.profile.external_id, desk.bob.profile.external_id]
    values = chosen(Block.AUDIENCE, Action.SETUP_AUDIENCE, Audience.GROUP)
    values |= {Block.GROUP: {Action.SETUP_GROUP: {"selected_option": offered[0]}}}
    values |= {Block.GUESTS: {Action.SETUP_GUESTS: {"selected_options": [{"value": "guests"}]}}}
    assert (await desk.submit(form, admin, **values)).body == ""
    shown = texts(await published(desk))
    assert "user group Parsers (@parsers)" in shown
    assert "Guests may" in shown
    assert "isn't on for your team" in texts(await home(desk))

    again = await opened_setup(desk, admin)
    everyone = chosen(Block.AUDIENCE, Action.SETUP_AUDIENCE, Audience.EVERYONE)
    assert (await desk.submit(again, admin, **everyone)).body == ""
    assert "for everyone" in texts(await published(desk))


@pytest.mark.parametrize(
    ("audience", "block"), [(Audience.GROUP, Block.GROUP), (Audience.CHANNEL, Block.CHANNEL)]
)
async def test_what_is_missing_is_asked_for_where_it_is_chosen(
    desk: Desk, audience: Audience, block: Block
) -> None:
    admin = await olga(desk)
    form = await with_audience(desk, await opened_setup(desk, admin), admin, audience)
    answer = await desk.submit(form, admin, **chosen(Block.AUDIENCE, Action.SETUP_AUDIENCE, audience))
    assert answer.body["errors"] == {block: "Choose a group or a channel."}


async def test_a_channel_and_the_people_teams_admins(desk: Desk) -> None:
    admin = await olga(desk)
    form = await with_audience(desk, await opened_setup(desk, admin), admin, Audience.CHANNEL)
    desk.company.directory.members["C1"] = [admin.profile.external_id]
    values = chosen(Block.AUDIENCE, Action.SETUP_AUDIENCE, Audience.CHANNEL)
    values |= {Block.CHANNEL: {Action.SETUP_CHANNEL: {"selected_channel": "C1"}}}
    team = [desk.dana.profile.external_id]
    values |= {Block.PEOPLE_ADMINS: {Action.SETUP_PEOPLE_ADMINS: {"selected_users": team}}}
    assert (await desk.submit(form, admin, **values)).body == ""
    assert "<#C1>" in texts(await published(desk))
    async with desk.company.reading() as unit:
        assert [grant.person_id for grant in await unit.grants.holders(Role.PEOPLE_ADMIN)] == [desk.dana.id]
        assert (await unit.workspace()).access == Access(Audience.CHANNEL, "C1")


async def test_a_submission_of_somebody_else_changes_nothing(desk: Desk) -> None:
    form = await opened_setup(desk, await olga(desk))
    values = chosen(Block.AUDIENCE, Action.SETUP_AUDIENCE, Audience.EVERYONE)
    answer = await desk.submit(form, desk.bob, **values)
    assert "admins" in next(iter(answer.body["errors"].values()))


async def test_slack_away_offers_no_groups(desk: Desk) -> None:
    desk.slack.refuse["usergroups.list"] = "internal_error"
    assert (await desk.options(Action.SETUP_GROUP, "x")).body == {"options": []}


# -- people --


def as_user(person: Person, **changes: Any) -> dict[str, Any]:
    profile = person.profile
    user = {"id": profile.external_id, "team_id": "T1", "name": "x", "tz": "Asia/Tokyo"}
    return user | {"profile": {"display_name": profile.name, "email": profile.email}} | changes


@pytest.mark.parametrize("event", ["user_change", "team_join"])
async def test_people_are_as_slack_says_however_often(desk: Desk, event: str) -> None:
    changed = as_user(desk.bob, profile={"display_name": "Robert"})
    for _ in range(2):
        assert (await desk.event({"type": event, "user": changed})).status == 200
    who = desk.bob.profile.external_id
    known = await desk.company.people.known(desk.company.workspace_id, [who])
    assert (known[who].name, known[who].profile.time_zone) == ("Robert", "Asia/Tokyo")
    assert known[who].profile.locale == desk.bob.profile.locale


async def test_somebody_deactivated_stays_with_what_they_gave(desk: Desk) -> None:
    await desk.company.send(desk.bob, desk.alice, text="Goodbye")
    await desk.event({"type": "user_change", "user": as_user(desk.bob, deleted=True)})
    assert "Goodbye" in texts(as_open(await home(desk)))
