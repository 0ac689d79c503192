"""What people do, as Slack sends it to an app."""

import random
from secrets import token_hex
from typing import Any

from benchmarks.peer import APP, BOT_USER, TEAM, Json

TEXT = "Great review of the parser: you found the one case that we had all missed, and you said it kindly."


def command(url: str, user: str, text: str = "") -> Json:
    """`/feedback` typed by this person. `url` is the peer's."""
    channel = {"channel_id": "C0BENCH", "channel_name": "general"}
    who = {"team_id": TEAM, "team_domain": "bench", "user_id": user, "user_name": f"person{user[1:]}"}
    links = {"response_url": f"{url}/response", "trigger_id": _trigger()}
    return {"token": "x", **who, **channel, "command": "/feedback", "text": text, "api_app_id": APP, **links}


def submission(user: str, view: Json, choose: str, text: str = TEXT) -> Json:
    """Sends a form as the app opened it, filled in: `choose` wherever people are to be chosen, `text` where
    something is to be typed, and everywhere else what is preselected, or the first option."""
    values: dict[str, Json] = {}
    for number, block in enumerate(view["blocks"]):
        if block["type"] == "input" or isinstance(block.get("accessory"), dict):
            element: Json = block.get("element") or block["accessory"]
            chosen = _chosen(element, choose, text)
            if chosen is not None:
                block_id = block.setdefault("block_id", f"b{number}")
                values[block_id] = {element["action_id"]: {"type": element["type"], **chosen}}
    root = {"root_view_id": view["id"], "previous_view_id": None, "app_installed_team_id": TEAM}
    filled = {"private_metadata": "", "callback_id": "", **view, **root, "state": {"values": values}}
    return {**_who("view_submission", user), "view": filled, "response_urls": [], "trigger_id": _trigger()}


def home_opened(user: str) -> Json:
    place = {"channel": f"D{user[1:]}", "tab": "home", "event_ts": "1.1"}
    event = {"type": "app_home_opened", "user": user, **place}
    bot = {"enterprise_id": None, "team_id": TEAM, "user_id": BOT_USER, "is_bot": True}
    ids = {"token": "x", "team_id": TEAM, "api_app_id": APP, "event_id": f"Ev{token_hex(6)}", "event_time": 1}
    return {**ids, "type": "event_callback", "event": event, "authorizations": [bot]}


def _who(kind: str, user: str) -> Json:
    person = {"id": user, "username": f"person{user[1:]}", "name": f"person{user[1:]}", "team_id": TEAM}
    team = {"team": {"id": TEAM, "domain": "bench"}, "enterprise": None, "is_enterprise_install": False}
    return {"type": kind, "token": "x", "api_app_id": APP, **team, "user": person}


def _trigger() -> str:
    return f"{random.randrange(10**12)}.{random.randrange(10**12)}.{token_hex(16)}"


def _chosen(element: Json, choose: str, text: str) -> dict[str, Any] | None:
    match element["type"]:
        case "multi_users_select":
            return {"selected_users": [choose]}
        case "users_select":
            return {"selected_user": choose}
        case "plain_text_input":
            return {"value": text}
        case "static_select" | "radio_buttons":
            return {"selected_option": element.get("initial_option") or element["options"][0]}
        case "checkboxes":
            return {"selected_options": element.get("initial_options", [])}
        case _:
            return None
