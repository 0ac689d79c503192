"""What can be operated in a list of blocks, and the state that people leave in it."""

from collections.abc import Iterator
from typing import Any

from sandbox.wire import Json, as_json, as_list, copied, new_id

STATE_KEYS: dict[str, tuple[str, str]] = {
    "plain_text_input": ("value", "initial_value"),
    "email_text_input": ("value", "initial_value"),
    "url_text_input": ("value", "initial_value"),
    "number_input": ("value", "initial_value"),
    "rich_text_input": ("rich_text_value", "initial_value"),
    "file_input": ("files", ""),
    "datepicker": ("selected_date", "initial_date"),
    "timepicker": ("selected_time", "initial_time"),
    "datetimepicker": ("selected_date_time", "initial_date_time"),
    "radio_buttons": ("selected_option", "initial_option"),
    "checkboxes": ("selected_options", "initial_options"),
    "static_select": ("selected_option", "initial_option"),
    "external_select": ("selected_option", "initial_option"),
    "users_select": ("selected_user", "initial_user"),
    "channels_select": ("selected_channel", "initial_channel"),
    "conversations_select": ("selected_conversation", "initial_conversation"),
    "multi_static_select": ("selected_options", "initial_options"),
    "multi_external_select": ("selected_options", "initial_options"),
    "multi_users_select": ("selected_users", "initial_users"),
    "multi_channels_select": ("selected_channels", "initial_channels"),
    "multi_conversations_select": ("selected_conversations", "initial_conversations"),
}
"""Element type -> (the key of its value in state.values, the key of its initial value)."""

PICKS_MANY = frozenset(kind for kind, (key, _) in STATE_KEYS.items() if key.endswith("s"))
TEXT_INPUTS = frozenset({"plain_text_input", "email_text_input", "url_text_input", "number_input"})


def elements_of(block: Json) -> list[Json]:
    """The interactive elements of one block."""
    match block.get("type"):
        case "input":
            found = [block.get("element")]
        case "section":
            found = [block.get("accessory")]
        case "actions":
            found = as_list(block.get("elements"))
        case _:
            found = []
    return [as_json(e) for e in found if as_json(e).get("type") not in (None, "image")]


def controls(blocks: list[Json]) -> Iterator[tuple[Json, Json]]:
    """(block, element) for everything that can be operated, top to bottom."""
    for block in blocks:
        for element in elements_of(block):
            yield block, element


def find_control(blocks: list[Json], block_id: str, action_id: str) -> tuple[Json, Json] | None:
    """The control with those ids, if it stands there."""
    for block, element in controls(blocks):
        if block.get("block_id") == block_id and element.get("action_id") == action_id:
            return block, element
    return None


def with_ids(blocks: list[Json]) -> list[Json]:
    """A copy in which every block and every control has an id: Slack makes up those an app leaves out."""
    out = copied(blocks)
    for block in out:
        block.setdefault("block_id", new_id("b")[1:6])
    for _, element in controls(out):
        element.setdefault("action_id", new_id("a")[1:])
    return out


def initial_value(element: Json, here: str = "") -> Json:
    """The state of a control nobody has touched. `here` is the conversation the person came from."""
    kind = element["type"]
    key, initial = STATE_KEYS[kind]
    value: Any = copied(element.get(initial))
    if value is None and here and element.get("default_to_current_conversation"):
        value = [here] if kind in PICKS_MANY else here
    if value is None and kind in PICKS_MANY:
        value = []
    if kind == "rich_text_input" and value is None:
        return {"type": kind}
    return {"type": kind, key: value}


def initial_state(blocks: list[Json], before: Json | None = None, here: str = "") -> Json:
    """state.values of these blocks. What was entered before stays where both ids and the type are the
    same.
    """
    state: Json = {}
    for block, element in controls(blocks):
        if element["type"] in STATE_KEYS:
            block_id, action_id = block["block_id"], element["action_id"]
            old = as_json(as_json(before).get(block_id)).get(action_id)
            kept = old if old and old["type"] == element["type"] else initial_value(element, here)
            state.setdefault(block_id, {})[action_id] = kept
    return state


def picked(element: Json, value: Json) -> list[Any]:
    """What is entered in a control, as a list: empty if nothing is."""
    chosen = value.get(STATE_KEYS[element["type"]][0])
    if isinstance(chosen, list):
        return as_list(chosen)
    return [] if chosen in (None, "") else [chosen]


def offered(element: Json) -> list[Json]:
    """The options that are written in a control, in their order, with or without groups."""
    groups = as_list(element.get("option_groups"))
    return as_list(element.get("options")) + [o for g in groups for o in as_list(g.get("options"))]
