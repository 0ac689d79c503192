"""Channels and direct conversations: finding, opening, joining and reading them."""

from sandbox.conversations import Conversation, Message
from sandbox.people import User
from sandbox.web_api.calls import ApiError, Call
from sandbox.wire import Json, as_list, copied

KINDS = {"public_channel": "public", "private_channel": "private", "im": "im", "mpim": "mpim"}


def reachable(call: Call, user: User, *, opening: bool) -> User:
    """Someone the app may write to. Raises what Slack answers otherwise: it differs for opening and
    posting.
    """
    if user.is_bot:
        raise ApiError("cannot_dm_bot")
    if user.deleted:
        raise ApiError("user_disabled" if opening else "channel_not_found")
    if user.role == "stranger" and not call.team.shares_a_channel(user):
        raise ApiError("invalid_user_combination" if opening else "channel_not_found")
    return user


def open_im(call: Call) -> Json:
    """Opens (or finds) the direct conversation with one person."""
    if call.get("channel"):
        return {"channel": {"id": call.seen().id}}
    ids = as_list(call.get("users")) or [i.strip() for i in call.text("users").split(",") if i.strip()]
    if not ids:
        raise ApiError("users_list_not_supplied")
    if len(ids) > 1:
        raise ApiError("method_not_supported_for_channel_type")
    user = call.team.users.get(str(ids[0]))
    if user is None:
        raise ApiError("user_not_found")
    channel = call.team.app_im(reachable(call, user, opening=True).id)
    whole = channel.as_slack(call.bot.id) if call.flag("return_im") else {"id": channel.id}
    return {"channel": whole, "no_op": False, "already_open": False}


def info(call: Call) -> Json:
    channel = call.seen()
    call.need(f"{channel.scope}:read")
    out = channel.as_slack(call.bot.id)
    if not call.flag("include_num_members"):
        out.pop("num_members", None)
    return {"channel": out}


def _listed(call: Call) -> list[Conversation]:
    kinds: set[str] = set()
    for word in (call.text("types") or "public_channel").split(","):
        if word.strip() not in KINDS:
            raise ApiError("invalid_types")
        kinds.add(KINDS[word.strip()])
    shown = [
        c
        for c in call.team.conversations.values()
        if c.kind in kinds
        and (c.kind == "public" or call.bot.id in c.members)
        and not (c.archived and call.flag("exclude_archived"))
    ]
    for channel in shown:
        call.need(f"{channel.scope}:read")
    return shown


def list_all(call: Call) -> Json:
    return call.page("channels", [c.as_slack(call.bot.id) for c in _listed(call)])


def of_user(call: Call) -> Json:
    """The conversations that someone (by default the app) is in."""
    user_id = call.user().id if call.get("user") else call.bot.id
    return call.page("channels", [c.as_slack(call.bot.id) for c in _listed(call) if user_id in c.members])


def members(call: Call) -> Json:
    channel = call.seen()
    call.need(f"{channel.scope}:read")
    return call.page("members", list(channel.members))


def join(call: Call) -> Json:
    channel = call.seen()
    if channel.kind != "public":
        raise ApiError("method_not_supported_for_channel_type")
    if channel.archived:
        raise ApiError("is_archived")
    is_new = call.team.join(channel, call.bot.id)
    return {"channel": channel.as_slack(call.bot.id), **({} if is_new else {"warning": "already_in_channel"})}


def history(call: Call) -> Json:
    """Newest first; replies in threads only if they were also sent to the channel."""
    channel = call.inside()
    call.need(f"{channel.scope}:history")
    roots = [m for m in channel.standing() if _stands_in_channel(m)]
    return _window(call, list(reversed(roots)), 100)


def replies(call: Call) -> Json:
    """A thread, oldest first, with the message it hangs on."""
    channel = call.inside()
    call.need(f"{channel.scope}:history")
    ts = call.text("ts")
    if channel.find(ts) is None:
        raise ApiError("thread_not_found")
    return _window(call, [m for m in channel.standing() if ts in (m.ts, m.thread_ts)], 1000)


def _stands_in_channel(message: Message) -> bool:
    return message.thread_ts in ("", message.ts) or bool(message.data.get("reply_broadcast"))


def _window(call: Call, found: list[Message], default: int) -> Json:
    low, high = _ts(call, "oldest", 0.0), _ts(call, "latest", float("inf"))
    edges = (low, high) if call.flag("inclusive") else ()
    within = [m for m in found if low < float(m.ts) < high or float(m.ts) in edges]
    hidden = () if call.flag("include_all_metadata") else ("metadata",)
    shown = [{k: copied(v) for k, v in m.data.items() if k not in hidden} for m in within]
    page = call.page("messages", shown, default)
    return {**page, "has_more": bool(page["response_metadata"]["next_cursor"]), "pin_count": 0}


def _ts(call: Call, name: str, default: float) -> float:
    try:
        return float(call.text(name) or default)
    except ValueError:
        raise ApiError(f"invalid_ts_{name}") from None
