"""Who the app is, and where."""

from sandbox.web_api.calls import ApiError, Call
from sandbox.wire import Json


def api_test(call: Call) -> Json:
    if call.get("error"):
        raise ApiError(call.text("error"), args=call.arguments)
    return {"args": call.arguments}


def auth_test(call: Call) -> Json:
    team = call.team
    if call.by_app_token:
        return {"app_name": team.app_name, "app_id": team.app_id}
    return {
        "url": f"{call.slack.url}/",
        "team": team.name,
        "team_id": team.id,
        "user": call.bot.name,
        "user_id": call.bot.id,
        "bot_id": call.bot.bot_id,
        "is_enterprise_install": False,
    }


def connections_open(call: Call) -> Json:
    """Admits one websocket connection."""
    return {"url": f"{call.slack.url.replace('http', 'ws', 1)}/socket/{call.slack.socket.ticket()}"}


def team_info(call: Call) -> Json:
    team = call.team
    about = {"id": team.id, "name": team.name, "domain": team.domain, "url": f"{call.slack.url}/"}
    return {"team": {**about, "email_domain": "", "icon": {"image_default": True}}}


def bots_info(call: Call) -> Json:
    bot = next((u for u in call.team.users.values() if u.is_bot and u.bot_id == call.text("bot")), None)
    if bot is None:
        raise ApiError("bot_not_found")
    about = {"id": bot.bot_id, "user_id": bot.id, "name": bot.real_name, "app_id": call.team.app_id}
    return {"bot": {**about, "deleted": False, "updated": bot.updated, "icons": {}}}
