"""Modals and Home tabs."""

from sandbox.grants import Refused, Trigger
from sandbox.views import STACK_LIMIT, View, ViewKind
from sandbox.web_api.calls import ApiError, Call
from sandbox.wire import Json, as_json


def open_view(call: Call) -> Json:
    body = _checked(call, "modal")
    trigger = _trigger(call)
    return _opened(
        call, call.team.screens.open(trigger.user_id, "modal", body, here=trigger.channel_id), trigger
    )


def push(call: Call) -> Json:
    body = _checked(call, "modal")
    trigger = _trigger(call)
    depth = len(call.team.screens.stack(trigger.user_id))
    if depth == 0:
        raise ApiError("not_found")
    if depth >= STACK_LIMIT:
        raise ApiError("push_limit_reached")
    view = call.team.screens.open(trigger.user_id, "modal", body, push=True, here=trigger.channel_id)
    return _opened(call, view, trigger)


def update(call: Call) -> Json:
    """By view_id or external_id; with `hash` only if nothing newer is shown."""
    if not call.get("view_id") and not call.get("external_id"):
        raise ApiError("invalid_arguments", "[ERROR] missing required field: view_id or external_id")
    view = call.team.screens.find(call.text("view_id"), call.text("external_id"))
    body = _checked(call, view.kind if view else "modal")
    if view is None:
        raise ApiError("not_found")
    _check_hash(call, view)
    call.team.screens.update(view, body)
    return {"view": call.team.view_json(view)}


def publish(call: Call) -> Json:
    user = call.user("user_id")
    if not call.slack.manifest.home_tab:
        raise ApiError("not_enabled")
    body = _checked(call, "home")
    view = call.team.screens.homes.get(user.id)
    if view is None:
        if call.get("hash"):
            raise ApiError("hash_conflict")
        view = call.team.screens.open(user.id, "home", body)
    else:
        _check_hash(call, view)
        call.team.screens.update(view, body)
    return {"view": call.team.view_json(view)}


def _checked(call: Call, kind: ViewKind) -> Json:
    """The view that was sent, if it is one. Raises ApiError."""
    sent = call.get("view")
    if wrong := call.slack.check_view(sent, kind):
        if any("too large" in w for w in wrong):
            raise ApiError("view_too_large")
        raise ApiError("invalid_arguments", *(f"[ERROR] {w}" for w in wrong))
    return as_json(sent)


def _trigger(call: Call) -> Trigger:
    trigger_id = call.text("trigger_id") or call.text("interactivity_pointer")
    if not trigger_id:
        raise ApiError("invalid_arguments", "[ERROR] missing required field: trigger_id")
    external_id = as_json(call.get("view")).get("external_id")
    if external_id and call.team.screens.find(external_id=external_id):
        raise ApiError("duplicate_external_id")
    try:
        return call.slack.triggers.check(trigger_id)
    except Refused as refusal:
        raise ApiError(refusal.code) from None


def _opened(call: Call, view: View, trigger: Trigger) -> Json:
    trigger.used = True
    return {"view": call.team.view_json(view)}


def _check_hash(call: Call, view: View) -> None:
    if call.get("hash") and call.text("hash") != view.hash:
        raise ApiError("hash_conflict")
