"""The sandbox's Web API answers as Slack does, and records what an app does wrong."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.driver import Person, Room, Workspace
from sandbox.limits import Limits
from tests.sandbox.small_app import MANIFEST, button, form, plain, small


@dataclass
class Api:
    ws: Workspace
    client: AsyncWebClient
    alice: Person
    team: Room

    async def error(self, method: str, **arguments: Any) -> str:
        """The error of a call that must fail."""
        with pytest.raises(SlackApiError) as caught:
            await self.client.api_call(method, json=arguments)
        return caught.value.response["error"]

    def trigger(self) -> str:
        return self.ws.slack.triggers.issue(self.alice.id)


async def client_of(ws: Workspace) -> AsyncWebClient:
    settings = ws.settings()
    client = AsyncWebClient(settings["SLACK_BOT_TOKEN"], base_url=settings["SLACK_API_URL"])
    client.retry_handlers.clear()
    return client


@pytest.fixture
async def api() -> AsyncIterator[Api]:
    async with Workspace(MANIFEST) as ws:
        alice = ws.user("alice", title="Engineer")
        yield Api(ws, await client_of(ws), alice, ws.channel("team", [alice], with_app=True))


async def test_tokens(api: Api) -> None:
    answer = await api.client.auth_test()
    assert answer["user_id"] == api.ws.team.bot.id
    assert "chat:write" in answer.headers["X-OAuth-Scopes"]
    settings = api.ws.settings()
    for token, error in (("", "not_authed"), ("xoxb-wrong", "invalid_auth")):
        api.client.token = token
        assert await api.error("auth.test") == error
    api.client.token = settings["SLACK_APP_TOKEN"]
    assert await api.error("chat.postMessage", channel=api.alice.id, text="x") == "not_allowed_token_type"
    assert (await api.client.api_call("apps.connections.open"))["url"].startswith("ws://127.0.0.1:")


async def test_a_token_in_a_form(api: Api) -> None:
    form = {"token": api.ws.settings()["SLACK_BOT_TOKEN"], "channel": api.alice.id, "text": "hi"}
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{api.ws.url}/api/chat.postMessage", data=form) as answer,
    ):
        assert (await answer.json())["ok"]
    assert (await api.alice.next_dm()).text() == "hi"


async def test_scopes() -> None:
    async with Workspace(MANIFEST, scopes=frozenset({"commands"})) as ws:
        client = await client_of(ws)
        with pytest.raises(SlackApiError) as caught:
            await client.chat_postMessage(channel="C1", text="x")
        assert caught.value.response["error"] == "missing_scope"
        assert caught.value.response["needed"] == "chat:write"
        assert ws.problems[0].rule == "missing_scope"


async def test_unknown_methods_and_missing_arguments(api: Api) -> None:
    assert await api.error("chat.shout") == "unknown_method"
    assert await api.error("chat.postMessage", text="x") == "invalid_arguments"
    assert "missing required field: channel" in str(api.ws.problems[-1])


async def test_people_come_in_pages(api: Api) -> None:
    for n in range(30):
        api.ws.user(f"person{n}")
    api.ws.user("karl", role="deactivated")
    api.ws.user("guest", role="single_guest", tz="Asia/Kolkata")
    api.ws.user("stranger", role="stranger")
    members: list[dict[str, Any]] = []
    cursor = ""
    while True:
        answer = await api.client.users_list(limit=10, cursor=cursor)
        members += answer["members"]
        cursor = answer["response_metadata"]["next_cursor"]
        if not cursor:
            break
    by_name = {m["name"]: m for m in members}
    assert len(by_name) == len(members) == 34
    assert "stranger" not in by_name
    assert by_name["karl"]["deleted"]
    assert "is_admin" not in by_name["karl"]
    assert by_name["guest"]["is_restricted"] and by_name["guest"]["is_ultra_restricted"]
    assert by_name["guest"]["tz_offset"] == 19800
    assert "email" not in by_name["alice"]["profile"]
    info = await api.client.users_info(user=api.alice.id, include_locale=True)
    assert info["user"]["locale"] == "en-US"
    assert await api.error("users.info") == "invalid_arguments"


async def test_user_groups(api: Api) -> None:
    group = api.ws.group("leads", [api.alice])
    assert (await api.client.usergroups_list())["usergroups"][0]["handle"] == "leads"
    assert (await api.client.usergroups_users_list(usergroup=group.id))["users"] == [api.alice.id]


@pytest.mark.parametrize(
    ("role", "opening", "posting"),
    [
        ("deactivated", "user_disabled", "channel_not_found"),
        ("bot", "cannot_dm_bot", "cannot_dm_bot"),
        ("stranger", "invalid_user_combination", "channel_not_found"),
    ],
)
async def test_who_cannot_be_reached(api: Api, role: Any, opening: str, posting: str) -> None:
    other = api.ws.user("other", role=role)
    assert await api.error("conversations.open", users=other.id) == opening
    assert await api.error("chat.postMessage", channel=other.id, text="x") == posting
    assert api.ws.problems == []


async def test_a_message_is_found_again_by_its_metadata(api: Api) -> None:
    dm = (await api.client.conversations_open(users=api.alice.id))["channel"]["id"]
    metadata = {"event_type": "note", "event_payload": {"key": "k1"}}
    sent = await api.client.chat_postMessage(channel=dm, text="one", metadata=metadata)
    await api.client.chat_postMessage(channel=dm, text="two", thread_ts=sent["ts"])
    seen = (await api.client.conversations_history(channel=dm, include_all_metadata=True))["messages"]
    assert [(m["text"], m["metadata"]) for m in seen] == [("one", metadata)]
    assert "metadata" not in (await api.client.conversations_history(channel=dm))["messages"][0]
    replies = (await api.client.conversations_replies(channel=dm, ts=sent["ts"]))["messages"]
    assert [m["text"] for m in replies] == ["one", "two"]
    later = await api.client.conversations_history(channel=dm, oldest=sent["ts"], inclusive=True)
    assert len(later["messages"]) == 1
    assert not (await api.client.conversations_history(channel=dm, oldest=sent["ts"]))["messages"]
    assert await api.error("chat.postMessage", channel=dm, text="x", metadata={}) == "invalid_metadata_format"


async def test_history_needs_the_scope_of_its_conversation(api: Api) -> None:
    assert await api.error("conversations.history", channel=api.team.id) == "missing_scope"


async def test_a_message_can_be_changed_and_taken_back(api: Api) -> None:
    blocks = [{"type": "actions", "elements": [button("Go", "go")]}]
    sent = await api.client.chat_postMessage(channel=api.alice.id, text="one", blocks=blocks)
    message = await api.alice.next_dm()
    assert message.buttons() == ["Go"]
    where = {"channel": sent["channel"], "ts": sent["ts"]}
    await api.client.chat_update(**where, text="two")
    assert message.text() == "two"
    assert message.message.data["edited"]["user"] == api.ws.team.bot.id
    link = (await api.client.chat_getPermalink(channel=where["channel"], message_ts=where["ts"]))["permalink"]
    assert link.startswith(api.ws.url)
    await api.client.chat_delete(**where)
    assert message.gone
    assert await api.error("chat.update", **where, text="three") == "message_not_found"
    theirs = (await api.alice.dm("mine")).message
    where["ts"] = theirs.ts
    assert await api.error("chat.update", **where, text="x") == "cant_update_message"
    assert await api.error("chat.delete", **where) == "cant_delete_message"


async def test_channels_are_closed_to_the_app_until_it_joins(api: Api) -> None:
    public = api.ws.channel("public", [api.alice])
    private = api.ws.channel("private", [api.alice], kind="private")
    assert await api.error("chat.postMessage", channel=public.id, text="x") == "not_in_channel"
    assert await api.error("chat.postMessage", channel=private.id, text="x") == "channel_not_found"
    await api.client.conversations_join(channel=public.id)
    assert api.ws.team.bot.id in (await api.client.conversations_members(channel=public.id))["members"]
    await api.client.chat_postMessage(channel=public.id, text="x")
    assert {c["name"] for c in (await api.client.conversations_list())["channels"]} == {"team", "public"}
    public.conversation.archived = True
    assert await api.error("chat.postMessage", channel=public.id, text="x") == "is_archived"
    assert (await api.client.conversations_list(exclude_archived=True))["channels"][0]["name"] == "team"


async def test_ephemerals_go_to_members_only(api: Api) -> None:
    bob = api.ws.user("bob")
    await api.client.chat_postEphemeral(channel=api.team.id, user=api.alice.id, text="psst")
    assert (await api.alice.next_ephemeral()).text() == "psst"
    assert bob.ephemerals() == []
    assert (
        await api.error("chat.postEphemeral", channel=api.team.id, user=bob.id, text="x")
        == "user_not_in_channel"
    )


async def test_content_is_checked(api: Api) -> None:
    where = {"channel": api.alice.id}
    assert await api.error("chat.postMessage", **where) == "no_text"
    assert await api.error("chat.postMessage", **where, text="x" * 40_001) == "msg_too_long"
    assert await api.error("chat.postMessage", **where, blocks="no list") == "invalid_blocks_format"
    bad = [{"type": "actions", "elements": [button("x" * 76, "go")]}]
    assert await api.error("chat.postMessage", **where, text="x", blocks=bad) == "invalid_blocks"
    assert "must be less than 76 characters" in api.ws.problems[-1].detail
    await api.client.api_call("chat.postMessage", json={**where, "blocks": [{"type": "divider"}]})
    assert api.ws.problems[-1].rule == "no_fallback_text"
    assert (
        await api.error("views.open", trigger_id=api.trigger(), view={"type": "modal"}) == "invalid_arguments"
    )


async def test_triggers_serve_once_and_not_for_long(api: Api) -> None:
    trigger = api.trigger()
    assert await api.error("views.open", view=form()) == "invalid_arguments"
    assert await api.error("views.open", trigger_id="nonsense", view=form()) == "invalid_trigger_id"
    await api.client.views_open(trigger_id=trigger, view=form())
    assert await api.error("views.open", trigger_id=trigger, view=form()) == "exchanged_trigger_id"
    api.ws.slack.triggers.seconds = 0
    assert await api.error("views.open", trigger_id=api.trigger(), view=form()) == "expired_trigger_id"


async def test_modals_stack_three_high(api: Api) -> None:
    assert await api.error("views.push", trigger_id=api.trigger(), view=small("None")) == "not_found"
    first = (await api.client.views_open(trigger_id=api.trigger(), view=small("One")))["view"]
    second = (await api.client.views_push(trigger_id=api.trigger(), view=small("Two")))["view"]
    assert (second["root_view_id"], second["previous_view_id"]) == (first["id"], first["id"])
    await api.client.views_push(trigger_id=api.trigger(), view=small("Three"))
    assert await api.error("views.push", trigger_id=api.trigger(), view=small("Four")) == "push_limit_reached"
    modal = await api.alice.modal()
    assert modal.title == "Three"
    await modal.close()
    assert (await api.alice.modal()).title == "Two"
    await (await api.alice.modal()).close(every=True)
    assert api.alice.top_modal() is None
    assert await api.error("views.update", view_id=first["id"], view=small("Gone")) == "not_found"


async def test_a_hash_guards_newer_views(api: Api) -> None:
    view = (await api.client.views_open(trigger_id=api.trigger(), view=small("One")))["view"]
    newer = (await api.client.views_update(view_id=view["id"], hash=view["hash"], view=small("Two")))["view"]
    assert newer["hash"] != view["hash"]
    assert (
        await api.error("views.update", view_id=view["id"], hash=view["hash"], view=small("x"))
        == "hash_conflict"
    )
    home = {"type": "home", "blocks": []}
    published = (await api.client.views_publish(user_id=api.alice.id, view=home))["view"]
    await api.client.views_publish(user_id=api.alice.id, view=home, hash=published["hash"])
    assert (
        await api.error("views.publish", user_id=api.alice.id, view=home, hash=published["hash"])
        == "hash_conflict"
    )
    assert api.ws.problems == []


async def test_external_ids_are_unique(api: Api) -> None:
    await api.client.views_open(trigger_id=api.trigger(), view={**small("One"), "external_id": "e1"})
    again = {**small("Two"), "external_id": "e1"}
    assert await api.error("views.push", trigger_id=api.trigger(), view=again) == "duplicate_external_id"
    await api.client.views_update(external_id="e1", view=small("Three"))
    assert (await api.alice.modal()).title == "Three"


async def test_files(api: Api) -> None:
    url = await api.client.files_getUploadURLExternal(filename="report.html", length=5)
    share = {"files": [{"id": url["file_id"], "title": "Report"}], "channel_id": api.team.id}
    assert await api.error("files.completeUploadExternal", **share) == "file_not_found"
    async with aiohttp.ClientSession() as session:
        async with session.post(url["upload_url"], data=b"<b>x>") as answer:
            assert answer.status == 200
        await api.client.files_completeUploadExternal(**share)
        message = await api.team.next_message(api.alice)
        assert "Report" in message.text()
        async with session.get(message.message.data["files"][0]["url_private"]) as answer:
            assert await answer.read() == b"<b>x>"
            assert answer.headers["Content-Disposition"] == "attachment"


async def test_response_urls_serve_five_times_for_half_an_hour(api: Api) -> None:
    url = api.ws.slack.response_url(api.alice.id, api.team.id)
    old = api.ws.slack.response_url(api.alice.id, api.team.id)
    async with aiohttp.ClientSession() as session:

        async def post(to: str, **body: Any) -> tuple[int, str]:
            async with session.post(to, json=body) as answer:
                return answer.status, await answer.text()

        for n in range(4):
            assert await post(url, text=f"number {n}") == (200, "ok")
        assert (await post(url))[1].endswith('"no_text"}')
        assert (await post(url, text="x"))[1] == '{"ok": false, "error": "used_url"}'
        api.ws.clock.advance(1801)
        assert (await post(old, text="x"))[1] == '{"ok": false, "error": "expired_url"}'
    assert len(api.alice.ephemerals()) == 4


async def test_response_urls_replace_and_delete(api: Api) -> None:
    sent = await api.client.chat_postEphemeral(channel=api.team.id, user=api.alice.id, text="one")
    whisper = await api.alice.next_ephemeral()
    assert whisper.message.ts == sent["message_ts"]
    url = api.ws.slack.response_url(api.alice.id, api.team.id, whisper.message)
    async with aiohttp.ClientSession() as session:
        await session.post(url, json={"replace_original": True, "text": "two", "blocks": []})
        assert whisper.text() == "two"
        await session.post(url, json={"delete_original": True})
    assert whisper.gone


@pytest.mark.parametrize("kind", ["500", "429", "reset", "timeout", "lose_response", "fatal_error"])
async def test_faults(api: Api, kind: str) -> None:
    fault = api.ws.faults.add("chat.postMessage", kind, seconds=0.05)
    with pytest.raises((SlackApiError, aiohttp.ClientError)) as caught:
        await api.client.chat_postMessage(channel=api.alice.id, text="lost?")
    if isinstance(caught.value, SlackApiError):
        expected = {"500": "internal_error", "429": "ratelimited"}.get(kind, kind)
        assert caught.value.response["error"] == expected
    await api.client.chat_postMessage(channel=api.alice.id, text="not lost")
    arrived = ["lost?", "not lost"] if kind == "lose_response" else ["not lost"]
    assert [m.text() for m in api.alice.dms()] == arrived
    assert fault.hits == 1
    assert api.ws.problems == []


async def test_hooks_run_before_or_after(api: Api) -> None:
    seen: list[int] = []

    async def look(arguments: dict[str, Any]) -> None:
        seen.append(len(api.alice.dms()))

    api.ws.faults.add("chat.postMessage", look, when=lambda a: a["text"] == "yes")
    api.ws.faults.add("chat.postMessage", look, skip=1, after=True)
    for text in ("no", "yes", "no", "no"):
        await api.client.chat_postMessage(channel=api.alice.id, text=text)
    assert seen == [1, 3]


async def test_rate_limits() -> None:
    async with Workspace(MANIFEST, limits=Limits(scale=0.1)) as ws:
        alice, client = ws.user("alice"), await client_of(ws)
        answers: list[str] = []
        for _ in range(4):
            try:
                await client.chat_postMessage(channel=alice.id, text="x")
            except SlackApiError as error:
                answers.append(error.response.headers["Retry-After"])
        assert len(answers) == 3
        assert all(0 < int(seconds) <= 10 for seconds in answers)
        assert len(alice.dms()) == 1


async def test_text_that_is_no_plain_text_is_told_apart(api: Api) -> None:
    """A person's text in mrkdwn is live, in plain_text it is not: the driver reads both as a person would."""
    blocks = [
        {
            "type": "section",
            "text": {"type": "mrkdwn", "text": f"*Hi* <@{api.alice.id}> &lt;b&gt; <http://a.b|link>"},
        },
        {"type": "section", "text": plain("*Hi* &lt;b&gt;")},
    ]
    await api.client.chat_postMessage(channel=api.alice.id, text="x", blocks=blocks)
    assert (await api.alice.next_dm()).text() == "Hi @Alice <b> link\n*Hi* &lt;b&gt;"


async def test_who_and_where(api: Api) -> None:
    client, bot = api.client, api.ws.team.bot
    assert (await client.team_info())["team"]["id"] == api.ws.team.id
    assert (await client.bots_info(bot=bot.bot_id))["bot"]["user_id"] == bot.id
    info = (await client.conversations_info(channel=api.team.id, include_num_members=True))["channel"]
    assert (info["name"], info["is_member"], info["num_members"]) == ("team", True, 2)
    mine = (await client.users_conversations(user=api.alice.id))["channels"]
    assert [c["name"] for c in mine] == ["team"]
    with pytest.raises(SlackApiError):
        await client.bots_info(bot="B0")
    with pytest.raises(SlackApiError):
        await client.conversations_info(channel="C0")
    assert await api.error("conversations.info", channel=api.team.id) == "invalid_arguments"
    assert api.ws.problems[-2].rule == "json_not_accepted"


async def test_a_bad_cursor_or_limit(api: Api) -> None:
    for arguments, error in (({"cursor": "?"}, "invalid_cursor"), ({"limit": 2000}, "invalid_limit")):
        with pytest.raises(SlackApiError) as caught:
            await api.client.users_list(**arguments)
        assert caught.value.response["error"] == error


async def test_an_address_finds_someone_where_the_scope_allows() -> None:
    scopes = frozenset({"users:read", "users:read.email"})
    async with Workspace(MANIFEST, scopes=scopes) as ws:
        alice, client = ws.user("alice", email="Alice@acme.example"), await client_of(ws)
        found = await client.users_lookupByEmail(email="alice@ACME.example")
        assert found["user"]["id"] == alice.id
        assert found["user"]["profile"]["email"] == "Alice@acme.example"
        with pytest.raises(SlackApiError):
            await client.users_lookupByEmail(email="nobody@acme.example")
