"""What an app answers in its acknowledgements and to response_urls, and what Slack makes of it."""

from typing import Any, Literal, TypeAlias

from sandbox.controls import with_ids
from sandbox.conversations import Message
from sandbox.delivery import Delivery
from sandbox.grants import Refused, ResponseUrl
from sandbox.slack import Slack
from sandbox.views import STACK_LIMIT, View
from sandbox.wire import Json, as_json, as_list

Outcome: TypeAlias = Literal["closed", "errors", "updated", "pushed", "cleared", "failed"]


class BadAnswer(Exception):
    """An answer that Slack refuses; `code` is Slack's word for it."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code}: {detail}")
        self.code = code
        self.detail = detail


# -- response_url and slash commands -------------------------------------------------------------


def answer_command(slack: Slack, response_url: str, delivery: Delivery) -> None:
    """Shows what came with the acknowledgement of a slash command, if anything did."""
    body = {"text": delivery.answer} if isinstance(delivery.answer, str) else as_json(delivery.answer)
    if not body:
        return
    try:
        respond(slack, response_url.rpartition("/")[2], body)
    except (BadAnswer, Refused) as refusal:
        slack.complain(refusal.code, f"{delivery.name}, answer in the acknowledgement: {refusal}")


def respond(slack: Slack, key: str, body: Json) -> None:
    """Does what an app asks of a response_url. Raises Refused (a url that no longer serves) or BadAnswer."""
    grant = slack.response_urls.use(key)
    original = grant.message
    if body.get("delete_original"):
        if original and not original.deleted:
            slack.team.remove(original)
        return
    _check_message(slack, body)
    if body.get("replace_original") and original and not original.deleted:
        slack.team.edit(original, body)
    else:
        _post(slack, grant, body)


def _check_message(slack: Slack, body: Json) -> None:
    if body.get("blocks"):
        wrong = slack.check_blocks(body["blocks"])
        if wrong:
            raise BadAnswer("invalid_blocks", "; ".join(wrong))
    elif not body.get("text"):
        raise BadAnswer("no_text")
    if body.get("response_type") not in (None, "ephemeral", "in_channel"):
        raise BadAnswer("invalid_response_type")


def _post(slack: Slack, grant: ResponseUrl, body: Json) -> Message:
    only_for = "" if body.get("response_type") == "in_channel" else grant.user_id
    return slack.team.post(grant.channel, slack.team.bot, body, only_for=only_for)


# -- submissions ---------------------------------------------------------------------------------


def apply_submission(slack: Slack, view: View, answer: Any) -> Outcome:
    """Does to the screen what the app answered to a submission."""
    body = as_json(answer)
    if not view.open:
        return "closed"
    try:
        return _apply(slack, view, body)
    except BadAnswer as refusal:
        slack.complain(refusal.code, f"view_submission {view.callback_id}: {refusal.detail}")
        slack.team.notice(view.user_id, "We had some trouble connecting. Try again?")
        return "failed"


def _apply(slack: Slack, view: View, body: Json) -> Outcome:
    screens = slack.team.screens
    match body.get("response_action"):
        case None:
            screens.close(view)
            return "closed"
        case "clear":
            screens.close(view, every=True)
            return "cleared"
        case "errors":
            view.errors = _errors(view, body)
            screens.changed(view)
            return "errors"
        case "update":
            screens.update(view, _checked(slack, body))
            return "updated"
        case "push":
            if len(screens.stack(view.user_id)) >= STACK_LIMIT:
                raise BadAnswer("push_limit_reached", f"more than {STACK_LIMIT} modals")
            screens.open(view.user_id, "modal", _checked(slack, body), push=True, here=view.here)
            return "pushed"
        case other:
            raise BadAnswer("invalid_response_action", str(other))


def _errors(view: View, body: Json) -> dict[str, str]:
    inputs = {b["block_id"] for b in view.blocks if b["type"] == "input"}
    errors = {str(k): str(v) for k, v in as_json(body.get("errors")).items()}
    if not errors:
        raise BadAnswer("no_errors", "response_action errors without errors")
    if unknown := errors.keys() - inputs:
        raise BadAnswer(
            "unknown_block", f"errors at {sorted(unknown)}, which are no input blocks of this view"
        )
    return errors


def _checked(slack: Slack, body: Json) -> Json:
    view = as_json(body.get("view"))
    if wrong := slack.check_view(view, "modal"):
        raise BadAnswer("invalid_view", "; ".join(wrong))
    return view


# -- options -------------------------------------------------------------------------------------


def read_options(slack: Slack, answer: Any) -> list[Json]:
    """The options of an answer to block_suggestion, in groups or not; none (and a problem) if Slack refuses
    it.
    """
    body = as_json(answer)
    key = "option_groups" if "option_groups" in body else "options"
    found = as_list(body.get(key))
    select = {"type": "static_select", key: found}
    wrong = slack.check_blocks(with_ids([{"type": "actions", "elements": [select]}])) if found else []
    if wrong or (not found and key not in body):
        slack.complain("invalid_options", "; ".join(wrong) or "no options in the answer")
        return []
    return [o for g in found for o in as_list(g.get("options"))] if key == "option_groups" else found
