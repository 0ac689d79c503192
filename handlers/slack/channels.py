"""Channels that Everloop is to post in: it joins where it may, else says how to invite it."""

from slack_sdk.errors import SlackApiError

from core.domain.errors import InvalidForm, Problem
from handlers.slack.calls import Call
from handlers.slack.failures import code_of, retry_after_of

_IN_ALREADY = frozenset({"method_not_supported_for_channel_type"})
"""What Slack says of a private channel that we are in: of others it says that there is none."""

_CLOSED = frozenset({"is_archived"})


async def enter_channel(call: Call, channel: str) -> None:
    """Raises InvalidForm (field: channel) where Everloop can't post, with what to do about it; joining a
    channel again changes nothing."""
    try:
        await call.deps.clients.send(call.workspace_id, "conversations.join", {"channel": channel})
    except SlackApiError as error:
        code = code_of(error)
        if code in _IN_ALREADY:
            return
        if retry_after_of(error) is not None or not code:
            raise
        key = "error-channel-archived" if code in _CLOSED else "error-channel-invite"
        raise InvalidForm([Problem("channel", key, {"name": await _own_handle(call)})]) from error


async def _own_handle(call: Call) -> str:
    """As somebody types it to invite us."""
    bot = call.installation.bot_user_id
    known = await call.deps.people.known(call.workspace_id, [bot])
    profile = known[bot].profile if bot in known else None
    return (profile.handle or profile.name if profile else "") or "Everloop"
