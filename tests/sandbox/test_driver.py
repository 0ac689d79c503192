"""The sandbox with a real Bolt app over Socket Mode: what people do, see and what the app hears of it."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import date

import aiohttp
import pytest

from sandbox.client import TROUBLE, CannotDo
from sandbox.driver import Person, Room, Workspace
from sandbox.entries import NotOnScreen
from tests.sandbox.small_app import KINDS, MANIFEST, SmallApp, field, form, option, plain, running


@dataclass
class Scene:
    ws: Workspace
    app: SmallApp
    alice: Person
    bob: Person
    general: Room


@pytest.fixture
async def scene() -> AsyncIterator[Scene]:
    async with Workspace(MANIFEST) as ws:
        alice, bob = ws.user("alice", tz="Asia/Kolkata"), ws.user("bob", real_name="Bob Miller")
        general = ws.channel("general", [alice, bob])
        async with running(ws) as app:
            yield Scene(ws, app, alice, bob, general)


async def test_a_note_from_command_to_thanks(scene: Scene) -> None:
    await scene.alice.slash("/note", "@bob")
    modal = await scene.alice.modal()
    assert modal.title == "Note"
    assert modal.values()["For whom"] == "Bob Miller"
    assert modal.values()["Kind"] == "Praise"
    await modal.fill({"Kind": "Suggestion", "Your note": "Well done", "Day": date(2026, 3, 1)})
    result = await modal.submit()
    assert (result.kind, result.errors, result.surface) == ("closed", {}, None)
    assert (
        scene.app.submitted[0]["state"]["values"]["kind"]["entered"]["selected_option"]["value"]
        == "suggestion"
    )
    assert scene.app.submitted[0]["state"]["values"]["when"]["entered"]["selected_date"] == "2026-03-01"

    note = await scene.bob.next_dm()
    assert note.text() == "Well done\n[Say thanks]"
    assert note.buttons() == ["Say thanks"]
    await note.press("say thanks")
    assert note.text() == "Thanked"
    pressed = scene.app.pressed[0]
    assert pressed["actions"][0]["value"] == "v1"
    assert pressed["container"]["message_ts"] == pressed["message"]["ts"]
    assert scene.alice.dms() == []
    assert scene.ws.problems == []


async def test_mentions_are_escaped_where_the_manifest_asks_for_it(scene: Scene) -> None:
    await scene.alice.slash("/note", "@Bob Miller a < b & c in #general")
    mention = f"<@{scene.bob.id}|bob>"
    assert scene.app.commands[0]["text"] == f"{mention} a &lt; b &amp; c in <#{scene.general.id}|general>"
    await scene.alice.slash("/plain", "@bob hi @nobody")
    assert scene.app.commands[1]["text"] == "@bob hi @nobody"


async def test_answers_to_a_command(scene: Scene) -> None:
    await scene.alice.slash("/plain", channel=scene.general)
    whispered = [(await scene.alice.next_ephemeral()).text() for _ in range(2)]
    assert sorted(whispered) == ["And this later", "Only you see this"]
    assert (await scene.general.next_message(scene.bob)).text() == "Everybody sees this"
    assert scene.bob.ephemerals() == []


async def test_unknown_commands_are_refused_by_the_client(scene: Scene) -> None:
    with pytest.raises(CannotDo):
        await scene.alice.slash("/nonsense")


async def test_an_unanswered_command_gives_slacks_notice(scene: Scene) -> None:
    scene.ws.slack.dispatcher.deadline = 0.1
    delivery = await scene.alice.slash("/slow")
    assert delivery.error == "timeout"
    assert scene.alice.notices == ['/slow failed with the error "operation_timeout"']
    assert scene.ws.problems[0].rule == "ack_late"


async def test_required_fields_and_errors(scene: Scene) -> None:
    await scene.alice.slash("/note", "errors")
    modal = await scene.alice.modal()
    blocked = await modal.submit()
    assert blocked.kind == "blocked"
    assert blocked.errors.keys() == {"For whom", "Your note"}
    assert scene.app.submitted == []
    await modal.fill({"For whom": [scene.bob], "Your note": "x" * 101})
    assert (await modal.submit()).errors == {"Your note": "Please enter at most 100 characters."}
    await modal.fill({"Your note": "x"})
    assert (await modal.submit()).errors == {"For whom": "Not them"}
    assert modal.errors() == {"For whom": "Not them"}
    assert "Not them" in modal.text()
    assert modal.values()["Your note"] == "x"
    await modal.fill({"For whom": [scene.alice]})
    assert modal.errors() == {}


@pytest.mark.parametrize(
    ("answer", "kind", "title"),
    [("update", "updated", "Updated"), ("push", "pushed", "Pushed"), ("clear", "cleared", "")],
)
async def test_other_answers_to_a_submission(scene: Scene, answer: str, kind: str, title: str) -> None:
    await scene.alice.slash("/note", f"@bob {answer}")
    modal = await scene.alice.modal()
    await modal.fill({"Your note": "x"})
    result = await modal.submit()
    assert result.kind == kind
    assert (result.surface.title if result.surface else "") == title


async def test_errors_at_no_field_are_a_problem(scene: Scene) -> None:
    await scene.alice.slash("/note", "@bob bad")
    modal = await scene.alice.modal()
    await modal.fill({"Your note": "x"})
    assert (await modal.submit()).kind == "failed"
    assert [p.rule for p in scene.ws.problems] == ["unknown_block"]
    assert scene.alice.notices == [TROUBLE]


async def test_a_double_click_submits_twice(scene: Scene) -> None:
    await scene.alice.slash("/note", "@bob")
    modal = await scene.alice.modal()
    await modal.fill({"Your note": "x"})
    results = await modal.submit_at_once(2)
    assert [r.kind for r in results] == ["closed", "closed"]
    assert len(scene.app.submitted) == 2
    assert scene.app.submitted[0]["id"] == scene.app.submitted[1]["id"]


async def test_what_was_typed_survives_an_update(scene: Scene) -> None:
    await scene.alice.shortcut("Write a note")
    modal = await scene.alice.modal()
    await modal.fill({"Your note": "kept"})
    await modal.press("More fields")
    await modal.until(lambda m: "Extra" in m.fields())
    assert modal.values()["Your note"] == "kept"


async def test_closing_tells_those_who_asked(scene: Scene) -> None:
    await scene.alice.shortcut("Write a note")
    modal = await scene.alice.modal()
    await modal.fill({"Your note": "a draft"})
    await modal.close()
    assert modal.gone
    assert scene.app.closed[0]["state"]["values"]["text"]["entered"]["value"] == "a draft"
    with pytest.raises(CannotDo):
        await modal.submit()


async def test_external_options(scene: Scene) -> None:
    await scene.alice.shortcut("Write a note")
    modal = await scene.alice.modal()
    assert await modal.suggestions("City", "ber") == ["Berlin", "Bern"]
    await modal.fill({"City": "Berlin"})
    assert modal.values()["City"] == "Berlin"
    with pytest.raises(NotOnScreen):
        await modal.fill({"City": "Cairo"})


async def test_a_message_shortcut_carries_the_message(scene: Scene) -> None:
    said = await scene.bob.say(scene.general, "hello @alice & all")
    await scene.alice.message_shortcut("Note this", said)
    modal = await scene.alice.modal()
    assert modal.values()["For whom"] == "Bob Miller"
    message = scene.app.pressed[0]["message"]
    assert message["text"] == f"hello <@{scene.alice.id}> &amp; all"
    assert scene.app.pressed[0]["channel"]["id"] == scene.general.id


async def test_home_is_published_when_it_is_opened(scene: Scene) -> None:
    home = await scene.alice.open_home()
    assert home.text() == "Hello number 1\n[Go]"
    home = await scene.alice.open_home()
    assert home.text().startswith("Hello number 2")
    await home.press("Go")
    assert scene.app.pressed[0]["view"]["type"] == "home"
    assert scene.app.pressed[0]["container"] == {"type": "view", "view_id": home.view.id}


async def test_events_of_people_and_their_messages(scene: Scene) -> None:
    scene.alice.change(tz="Pacific/Auckland")
    carol = scene.ws.user("carol")
    await scene.bob.dm("whisper")
    assert (await scene.bob.next_ephemeral()).text() == "psst"
    await scene.ws.until(lambda: len(scene.app.events) >= 3)
    kinds = {e["type"]: e for e in scene.app.events}
    assert kinds["user_change"]["user"]["tz"] == "Pacific/Auckland"
    assert kinds["user_change"]["user"]["locale"] == "en-US"
    assert "email" not in kinds["user_change"]["user"]["profile"]
    assert kinds["team_join"]["user"]["id"] == carol.id
    assert kinds["message"]["channel_type"] == "im"
    assert carol.id in scene.general.conversation.members


async def test_redelivered_events_are_the_same_event(scene: Scene) -> None:
    await scene.bob.dm("hi")
    await scene.ws.until(lambda: len(scene.app.events) == 1)
    await scene.ws.redeliver("events_api", "message.im")
    await scene.ws.until(lambda: len(scene.app.events) == 2)
    assert scene.app.events[0]["event_id"] == scene.app.events[1]["event_id"]


async def test_a_stale_button_sends_what_was_seen(scene: Scene) -> None:
    await scene.alice.slash("/note", "@bob")
    modal = await scene.alice.modal()
    await modal.fill({"Your note": "x"})
    await modal.submit()
    note = await scene.bob.next_dm()
    stale = note.snapshot()
    await note.press("Say thanks")
    with pytest.raises(NotOnScreen):
        await note.press("Say thanks")
    await stale.press("Say thanks")
    assert len(scene.app.pressed) == 2


async def test_the_app_comes_back_after_its_sockets_were_cut(scene: Scene) -> None:
    assert scene.ws.drop_sockets() == 1
    assert not scene.ws.slack.connected
    await scene.ws.connected()
    await scene.ws.disconnect()
    await scene.ws.connected()
    await scene.bob.dm("still there")
    await scene.ws.until(lambda: scene.app.events)


async def test_an_event_is_sent_again_until_it_is_acknowledged(scene: Scene) -> None:
    scene.ws.drop_sockets()
    await scene.bob.dm("nobody listens yet")
    await scene.ws.until(lambda: scene.app.events, 10)
    tries = [d for d in scene.ws.deliveries if d.name == "message.im"]
    assert tries[0].error == "no_connection"
    assert tries[-1].retry_reason == "connection_failed"


async def test_without_a_connection_the_person_is_told(scene: Scene) -> None:
    scene.ws.drop_sockets()
    await scene.alice.slash("/note")
    assert scene.alice.notices == ['/note failed with the error "dispatch_failed"']


async def test_a_form_that_asks_where_to_answer(scene: Scene) -> None:
    """A conversations select that begins where the person is, and gives the app a response_url for there."""
    where = {
        "type": "conversations_select",
        "default_to_current_conversation": True,
        "response_url_enabled": True,
    }
    view = form(answer="clear") | {"blocks": [field("where", "Where", where)]}
    trigger = scene.ws.slack.triggers.issue(scene.alice.id, scene.general.id)
    await scene.app.client.views_open(trigger_id=trigger, view=view)
    modal = await scene.alice.modal()
    assert modal.values() == {"Where": "general"}
    assert (await modal.submit()).kind == "cleared"
    payload = next(d.payload for d in scene.ws.deliveries if d.name == "view_submission form")
    assert payload["response_urls"][0]["channel_id"] == scene.general.id
    async with (
        aiohttp.ClientSession() as session,
        session.post(payload["response_urls"][0]["response_url"], json={"text": "Thank you"}) as answer,
    ):
        assert answer.status == 200
    assert (await scene.alice.next_ephemeral()).text() == "Thank you"


async def test_choices_that_are_sent_at_once(scene: Scene) -> None:
    """Selects and overflow menus in messages, and inputs that dispatch, send what was chosen."""
    elements = [
        {"type": "static_select", "action_id": "entered", "placeholder": plain("Pick"), "options": KINDS},
        {
            "type": "overflow",
            "action_id": "thanks_not",
            "options": [option("Hide", "h"), option("Mute", "m")],
        },
    ]
    blocks = [{"type": "actions", "block_id": "b", "elements": elements}]
    await scene.app.client.chat_postMessage(channel=scene.alice.id, text="x", blocks=blocks)
    message = await scene.alice.next_dm()
    await message.fill({"Pick": "Suggestion"})
    chosen = scene.app.pressed[-1]
    assert chosen["actions"][0]["selected_option"]["value"] == "suggestion"
    assert chosen["state"]["values"]["b"]["entered"]["selected_option"]["value"] == "suggestion"
    assert message.buttons() == ["Hide", "Mute"]
    assert (await message.press("Mute")).payload["actions"][0]["selected_option"]["value"] == "m"

    typed = field("t", "Search", {"type": "plain_text_input"}, dispatch_action=True)
    typed["element"]["dispatch_action_config"] = {"trigger_actions_on": ["on_character_entered"]}
    await scene.app.client.views_open(
        trigger_id=scene.ws.slack.triggers.issue(scene.alice.id), view=form() | {"blocks": [typed]}
    )
    modal = await scene.alice.modal()
    await modal.fill({"Search": "abc"})
    assert scene.app.pressed[-1]["actions"][0]["value"] == "abc"
    assert scene.app.pressed[-1]["view"]["id"] == modal.view.id
