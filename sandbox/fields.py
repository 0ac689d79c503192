"""What Slack's client refuses before it submits a modal: fields that are empty or ill-formed."""

import re
from decimal import Decimal, InvalidOperation

from sandbox.controls import TEXT_INPUTS, picked
from sandbox.views import View
from sandbox.wire import Json, as_json

REQUIRED = "Please complete this required field."
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
LINK = re.compile(r"https?://\S+\.?\S*")


def mistakes(view: View) -> dict[str, str]:
    """block_id -> what is wrong there, for each input block that may not be sent as it is."""
    found: dict[str, str] = {}
    for block in view.blocks:
        if block["type"] == "input":
            element = block["element"]
            value = as_json(as_json(view.state.get(block["block_id"])).get(element["action_id"]))
            mistake = _mistake(element, value, optional=bool(block.get("optional")))
            if mistake:
                found[block["block_id"]] = mistake
    return found


def _mistake(element: Json, value: Json, *, optional: bool) -> str:
    entered = picked(element, value) if value else []
    if not entered or (element["type"] in TEXT_INPUTS and not str(entered[0]).strip()):
        return "" if optional else REQUIRED
    most = element.get("max_selected_items")
    if most and len(entered) > most:
        return f"Please choose at most {most}."
    return _text_mistake(element, str(entered[0])) if element["type"] in TEXT_INPUTS else ""


def _text_mistake(element: Json, text: str) -> str:
    match element["type"]:
        case "email_text_input":
            return "" if EMAIL.fullmatch(text) else "Please enter a valid email address."
        case "url_text_input":
            return "" if LINK.fullmatch(text) else "Please enter a valid URL."
        case "number_input":
            return _number_mistake(element, text)
        case _:
            least, most = element.get("min_length") or 0, element.get("max_length") or 3000
            if len(text) < least:
                return f"Please enter at least {least} characters."
            return f"Please enter at most {most} characters." if len(text) > most else ""


def _number_mistake(element: Json, text: str) -> str:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return "Please enter a number."
    if not element.get("is_decimal_allowed") and number != number.to_integral_value():
        return "Please enter a whole number."
    least, most = element.get("min_value"), element.get("max_value")
    if least is not None and number < Decimal(str(least)):
        return f"Please enter a number that is at least {least}."
    if most is not None and number > Decimal(str(most)):
        return f"Please enter a number that is at most {most}."
    return ""
