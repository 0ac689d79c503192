"""Block Kit's rules: what Slack refuses in a message's blocks or in a view, in Slack's words."""

import json
from collections import Counter
from collections.abc import Collection
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from sandbox.blockkit.blocks import Home, MessageBlocks, Modal
from sandbox.controls import controls
from sandbox.wire import Json, as_json, as_list

VIEW_BYTES = 250_000


def check_blocks(blocks: Any, users: Collection[str], conversations: Collection[str]) -> list[str]:
    """The mistakes in a message's blocks; `users` and `conversations` are the ids that exist."""
    whole = {"blocks": blocks}
    return _mistakes(MessageBlocks, whole, users, conversations, "") or _doubles(whole, "")


def check_view(view: Any, kind: str, users: Collection[str], conversations: Collection[str]) -> list[str]:
    """The mistakes in a modal or Home tab."""
    if not isinstance(view, dict):
        return ["must be an object [json-pointer:/view]"]
    if len(json.dumps(view, ensure_ascii=False).encode()) > VIEW_BYTES:
        return ["view is too large [json-pointer:/view]"]
    model = Home if kind == "home" else Modal
    return _mistakes(model, as_json(view), users, conversations, "/view") or _doubles(as_json(view), "/view")


def _mistakes(
    model: type[MessageBlocks] | type[Home] | type[Modal],
    whole: Json,
    users: Collection[str],
    conversations: Collection[str],
    at: str,
) -> list[str]:
    try:
        model.model_validate(whole, context={"users": users, "conversations": conversations})
    except ValidationError as problem:
        return [
            f"{_words(e)} [json-pointer:{at}{_pointer(whole, e)}]" for e in problem.errors(include_url=False)
        ]
    return []


def _words(error: ErrorDetails) -> str:
    about = error.get("ctx", {})
    match error["type"]:
        case "extra_forbidden":
            return f"invalid additional property: {error['loc'][-1]}"
        case "missing":
            return f"missing required field: {error['loc'][-1]}"
        case "string_too_long":
            return f"must be less than {about['max_length'] + 1} characters"
        case "string_too_short":
            return f"must be more than {about['min_length'] - 1} characters"
        case "too_long":
            return f"no more than {about['max_length']} items allowed [{about['actual_length']} items]"
        case "too_short":
            return f"no fewer than {about['min_length']} items allowed [{about['actual_length']} items]"
        case "union_tag_invalid":
            return f"unsupported type: {about['tag']}"
        case "literal_error":
            return f"must be one of {about['expected']}"
        case "union_tag_not_found":
            return "missing required field: type"
        case _:
            return error["msg"]


def _pointer(whole: Json, error: ErrorDetails) -> str:
    """Pydantic names the member of a union in its path too: only what is there in the JSON belongs in a
    pointer.
    """
    steps = error["loc"][:-1] if error["type"] == "extra_forbidden" else error["loc"]
    node: Any = whole
    pointer = ""
    for step in steps:
        if isinstance(step, int) and step < len(as_list(node)):
            node = as_list(node)[step]
        elif isinstance(step, str) and step in as_json(node):
            node = as_json(node)[step]
        else:
            continue
        pointer += f"/{step}"
    return pointer


def _doubles(whole: Json, at: str) -> list[str]:
    blocks = as_list(whole.get("blocks"))
    ids = Counter(b["block_id"] for b in blocks if b.get("block_id"))
    found = [
        f"`block_id` `{block_id}` already exists [json-pointer:{at}/blocks]"
        for block_id, n in ids.items()
        if n > 1
    ]
    if sum(bool(e.get("focus_on_load")) for _, e in controls(blocks)) > 1:
        found.append(f"only one element can have focus_on_load [json-pointer:{at}/blocks]")
    return found
