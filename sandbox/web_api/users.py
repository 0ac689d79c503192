"""People and user groups."""

from sandbox.people import User, UserGroup
from sandbox.web_api.calls import ApiError, Call
from sandbox.wire import Json


def _json(call: Call, user: User, with_locale: bool) -> Json:
    return user.as_slack(with_email="users:read.email" in call.slack.scopes, with_locale=with_locale)


def info(call: Call) -> Json:
    return {"user": _json(call, call.user(), call.flag("include_locale"))}


def list_users(call: Call) -> Json:
    """Everyone of this workspace, the deactivated and bots too; strangers are not listed."""
    shown = [u for u in call.team.users.values() if u.role != "stranger"]
    if len(shown) > 1000 and not call.get("limit"):
        raise ApiError("limit_required")
    members = [_json(call, u, call.flag("include_locale")) for u in shown]
    return {**call.page("members", members, 1000), "cache_ts": int(call.slack.clock.now())}


def lookup_by_email(call: Call) -> Json:
    wanted = call.text("email").lower()
    for user in call.team.users.values():
        if user.email.lower() == wanted and not user.deleted and user.role != "stranger":
            return {"user": _json(call, user, False)}
    raise ApiError("users_not_found")


def _group_json(call: Call, group: UserGroup) -> Json:
    out = {
        "id": group.id,
        "team_id": call.team.id,
        "handle": group.handle,
        "name": group.name,
        "is_usergroup": True,
    }
    with_users = {"users": list(group.members)} if call.flag("include_users") else {}
    return {**out, "user_count": len(group.members), "date_delete": 0, **with_users}


def groups_list(call: Call) -> Json:
    return {"usergroups": [_group_json(call, g) for g in call.team.groups.values()]}


def groups_users(call: Call) -> Json:
    group = call.team.groups.get(call.text("usergroup"))
    if group is None:
        raise ApiError("no_such_subteam")
    return {"users": list(group.members)}
