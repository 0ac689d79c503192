"""Channels that Everloop is to post in: it joins where it may, else says how to invite it."""

from slack_sdk.errors import SlackApiError

from core.domain.errors import InvalidForm, Problem
from handlers.slack.calls import Call
from handlers.slack.failures import code_of, retry_after_of
from handlers.slack.payloads import part_at

_CLOSED = frozenset({"is_archived"})
_UNASKED = frozenset({"missing_scope"})
"""Installed before we asked for the right to look: whether we are in it shows when we post."""


async def enter_channel(call: Call, channel: str) -> None:
    """Raises InvalidForm (field: channel) where Everloop can't post, with what to do about it; entering a
    channel again changes nothing."""
    try:
        answer = await call.deps.clients.read(call.workspace_id, "conversations.info", channel=channel)
    except SlackApiError as error:
        if code_of(error) in _UNASKED:
            return
        raise await _refused(call, error) from error
    found = part_at(answer, "channel")
    if found.get("is_archived") is True:
        raise InvalidForm([Problem("channel", "error-channel-archived")])
    if found.get("is_member") is True:
        return
    if found.get("is_private") is True:
        raise await _invite_us(call)
    try:
        await call.send("conversations.join", channel=channel)
    except SlackApiError as error:
        raise await _refused(call, error) from error


async def _refused(call: Call, error: SlackApiError) -> Exception:
    """What Slack's refusal means for whoever chose the channel; the error itself where it will pass."""
    code = code_of(error)
    if retry_after_of(error) is not None or not code:
        return error
    if code in _CLOSED:
        return InvalidForm([Problem("channel", "error-channel-archived")])
    return await _invite_us(call)


async def _invite_us(call: Call) -> InvalidForm:
    """Names us as somebody types it to invite us."""
    bot = call.installation.bot_user_id
    known = await call.deps.people.known(call.workspace_id, [bot])
    profile = known[bot].profile if bot in known else None
    name = (profile.handle or profile.name if profile else "") or "Everloop"
    return InvalidForm([Problem("channel", "error-channel-invite", {"name": name})])
