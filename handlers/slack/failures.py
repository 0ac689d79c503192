"""What it means for a message when a call to Slack fails: nothing was done, or nobody knows, or it will
never be."""

from collections.abc import Mapping
from typing import Any, cast

import aiohttp
from slack_sdk.errors import SlackApiError

from core.ports import Gone, NotDone, OutcomeUnknown, RateLimited, Refused, SendError, Unreachable
from handlers.slack.tokens import NotInstalled

RETRY_AFTER = 30.0
"""Seconds, where Slack asks to come back later and does not say when."""

UNREACHABLE = frozenset(
    {
        "user_disabled",
        "user_not_found",
        "users_not_found",
        "user_not_visible",
        "cannot_dm_bot",
        "cannot_dm_self",
        "invalid_user_combination",
        "channel_not_found",
        "is_archived",
        "not_in_channel",
    }
)

TOO_FAST = frozenset({"ratelimited", "rate_limited", "message_limit_exceeded"})

GONE = frozenset(
    {
        "message_not_found",
        "thread_not_found",
        "cant_update_message",
        "cant_delete_message",
        "edit_window_closed",
        "is_inactive",
        "compliance_exports_prevent_deletion",
    }
)

OUR_TOKEN = frozenset(
    {
        "account_inactive",
        "access_denied",
        "ekm_access_denied",
        "enterprise_is_restricted",
        "invalid_auth",
        "missing_scope",
        "no_permission",
        "not_allowed_token_type",
        "not_authed",
        "org_login_required",
        "team_access_not_granted",
        "token_expired",
        "token_revoked",
    }
)
"""Slack takes our token for nothing, or misses a scope: it passes when whoever runs Everloop mends it."""

PASSING = frozenset({"team_added_to_org", "messages_tab_disabled", "restricted_action", "accesslimited"})
"""Nothing was done, and somebody or time will change that."""

IN_DOUBT = frozenset({"internal_error", "fatal_error", "service_unavailable", "request_timeout"})
"""Slack stumbled: it may have done it before it did."""


def send_error_of(error: Exception) -> SendError:
    """What a failed call means. What is not known for sure to have done nothing is OutcomeUnknown."""
    if isinstance(error, SlackApiError):
        return _of_answer(error)
    if isinstance(error, aiohttp.ClientConnectorError | aiohttp.ConnectionTimeoutError):
        return NotDone("no_connection")
    if isinstance(error, NotInstalled):
        return NotDone("not_installed")
    return OutcomeUnknown(type(error).__name__)


def code_of(error: SlackApiError) -> str:
    """Slack's word for what went wrong; empty where the answer was none of Slack's."""
    answer = _answer_of(error)
    code = answer.get("error")
    return code if isinstance(code, str) else ""


def retry_after_of(error: SlackApiError) -> float | None:
    """After how many seconds to come back, if that is what the answer asks for."""
    if _status_of(error) != 429 and code_of(error) not in TOO_FAST:
        return None
    headers = cast(Mapping[str, str], getattr(_response_of(error), "headers", {}))
    for name, value in headers.items():
        if name.lower() == "retry-after" and value.isdigit():
            return float(value)
    return RETRY_AFTER


def _of_answer(error: SlackApiError) -> SendError:
    code, status = code_of(error), _status_of(error)
    seconds = retry_after_of(error)
    if seconds is not None:
        return RateLimited(code or "ratelimited", seconds)
    if status >= 500 or code in IN_DOUBT or (status == 200 and not code):
        return OutcomeUnknown(code or f"http_{status}")
    if code in UNREACHABLE:
        return Unreachable(code)
    if code in GONE:
        return Gone(code)
    if code in OUR_TOKEN or code in PASSING or not code:
        return NotDone(code or f"http_{status}")
    return Refused(code)


def _response_of(error: SlackApiError) -> Any:
    return cast(Any, error).response


def _answer_of(error: SlackApiError) -> Mapping[str, Any]:
    answer: Any = getattr(_response_of(error), "data", None)
    return cast(Mapping[str, Any], answer) if isinstance(answer, dict) else {}


def _status_of(error: SlackApiError) -> int:
    """An answer that could not be read at all is aiohttp's, one that could be is the SDK's."""
    for name in ("status_code", "status"):
        status = getattr(_response_of(error), name, None)
        if isinstance(status, int):
            return status
    return 0
