"""Sharing files: an upload url, and then the message that carries what was uploaded there."""

from sandbox.files import File
from sandbox.web_api.calls import ApiError, Call
from sandbox.web_api.chat import target
from sandbox.wire import Json, as_json, as_list


def get_upload_url(call: Call) -> Json:
    try:
        size = int(call.text("length"))
    except ValueError:
        raise ApiError("invalid_arguments", "[ERROR] length must be a number") from None
    if size <= 0:
        raise ApiError("invalid_arguments", "[ERROR] length must be more than 0")
    file = call.slack.files.expect(call.text("filename"), size)
    return {"file_id": file.id, "upload_url": f"{call.slack.url}/upload/{file.id}"}


def complete_upload(call: Call) -> Json:
    """Shares uploaded files in `channel_id`, if one is given, with `initial_comment`."""
    files = [_uploaded(call, as_json(item)) for item in as_list(call.get("files"))]
    if not files:
        raise ApiError("invalid_arguments", "[ERROR] files must be a non-empty array")
    shown = [f.as_slack(call.slack.url) for f in files]
    if call.get("channel_id"):
        content = {"text": call.text("initial_comment"), "thread_ts": call.text("thread_ts"), "files": shown}
        call.team.post(target(call, "channel_id"), call.bot, content)
    return {"files": shown}


def _uploaded(call: Call, item: Json) -> File:
    file = call.slack.files.uploaded(str(item.get("id")))
    if file is None:
        raise ApiError("file_not_found")
    file.title = str(item.get("title") or file.name)
    return file
