"""Messages: posting, changing, taking back."""

from sandbox.conversations import Conversation, Message
from sandbox.web_api.calls import ApiError, Call
from sandbox.web_api.conversations import reachable
from sandbox.wire import Json, as_json, as_list, copied

MOST_TEXT = {"chat.update": 4000}
MOST_TEXT_POSTED = 40_000
MOST_METADATA_KEYS = 100


def post_message(call: Call) -> Json:
    channel = target(call)
    _check_content(call)
    _check_thread(call, channel)
    message = call.team.post(channel, call.bot, call.arguments)
    return {"channel": channel.id, "ts": message.ts, "message": copied(message.data)}


def post_ephemeral(call: Call) -> Json:
    channel = target(call)
    _check_content(call)
    if call.text("user") not in channel.members:
        raise ApiError("user_not_in_channel")
    _check_thread(call, channel)
    message = call.team.post(channel, call.bot, call.arguments, only_for=call.text("user"))
    return {"message_ts": message.ts}


def update(call: Call) -> Json:
    message = _own(call, "cant_update_message")
    channel = message.conversation
    if channel.archived:
        raise ApiError("is_inactive")
    _check_content(call)
    call.team.edit(message, call.arguments)
    about = {"channel": channel.id, "ts": message.ts, "text": message.data["text"]}
    return {**about, "message": copied(message.data)}


def delete(call: Call) -> Json:
    message = _own(call, "cant_delete_message")
    call.team.remove(message)
    return {"channel": message.conversation.id, "ts": message.ts}


def get_permalink(call: Call) -> Json:
    """A link that this server leads to the message."""
    channel, ts = call.seen(), call.text("message_ts")
    if channel.find(ts) is None:
        raise ApiError("message_not_found")
    return {
        "channel": channel.id,
        "permalink": f"{call.slack.url}/archives/{channel.id}/p{ts.replace('.', '')}",
    }


def target(call: Call, name: str = "channel") -> Conversation:
    """Where the app may post: a conversation, or a person by their id. Raises ApiError."""
    team, user = call.team, call.team.users.get(call.text(name))
    channel = team.app_im(reachable(call, user, opening=False).id) if user else call.seen(name)
    if channel.archived:
        raise ApiError("is_archived")
    if channel.kind == "im":
        if not call.slack.manifest.messages_tab:
            raise ApiError("messages_tab_disabled")
        reachable(call, team.users[channel.other(call.bot.id)], opening=False)
    elif call.bot.id not in channel.members and "chat:write.public" not in call.slack.scopes:
        raise ApiError("not_in_channel")
    return channel


def _own(call: Call, error: str) -> Message:
    message = call.seen().find(call.text("ts"))
    if message is None:
        raise ApiError("message_not_found")
    if message.author != call.bot.id:
        raise ApiError(error)
    return message


def _check_thread(call: Call, channel: Conversation) -> None:
    if call.get("thread_ts") and channel.find(call.text("thread_ts")) is None:
        call.slack.complain("unknown_thread", f"{call.method}: there is no message {call.text('thread_ts')}")


def _check_content(call: Call) -> None:
    """Raises what Slack answers to a text, blocks or metadata it does not take."""
    text, blocks = call.get("text"), call.get("blocks")
    if text is not None and not isinstance(text, str):
        raise ApiError("invalid_arguments", "[ERROR] text must be a string")
    if len(text or "") > MOST_TEXT.get(call.method, MOST_TEXT_POSTED):
        raise ApiError("msg_too_long")
    if blocks is not None and not isinstance(blocks, list):
        raise ApiError("invalid_blocks_format")
    if blocks:
        if wrong := call.slack.check_blocks(as_list(blocks)):
            raise ApiError("invalid_blocks", *(f"[ERROR] {w}" for w in wrong), errors=wrong)
        if not (text or "").strip():
            call.slack.complain(
                "no_fallback_text", f"{call.method}: notifications and screen readers get no text"
            )
    elif not (text or "").strip() and not call.get("attachments"):
        raise ApiError("no_text")
    if call.get("metadata") is not None:
        _check_metadata(as_json(call.get("metadata")))


def _check_metadata(metadata: Json) -> None:
    payload = metadata.get("event_payload")
    if not isinstance(metadata.get("event_type"), str) or not isinstance(payload, dict):
        raise ApiError("invalid_metadata_format")
    if len(as_json(payload)) > MOST_METADATA_KEYS:
        raise ApiError("metadata_too_large")
