"""The logs: one line an event, tokens masked wherever they hide, what libraries say included."""

import io
import json
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog
from hypothesis import given
from hypothesis import strategies as st

from bot.config import LogFormat, LogLevel
from bot.logs import MASK, configure_logs, redactor

BOT = "xoxb-1234-abcDEF"
APP = "xapp-1-A1-22-0123abcdef"
SIGNING = "8f742231b10e8888abcd99yyyzzz85a5"


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    root = logging.getLogger()
    kept, level = root.handlers[:], root.level
    out = io.StringIO()
    configure_logs(LogFormat.JSON, LogLevel.DEBUG, [BOT, SIGNING], out)
    yield out
    root.handlers[:] = kept
    root.setLevel(level)
    logging.captureWarnings(False)
    structlog.reset_defaults()
    structlog.contextvars.clear_contextvars()


def read(out: io.StringIO) -> list[dict[str, object]]:
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_an_event_is_one_line_of_json_with_its_ids(lines: io.StringIO) -> None:
    structlog.contextvars.bind_contextvars(correlation_id="c-1")
    structlog.get_logger("bot.test").info("feedback.given", submission_id="s-1")
    (event,) = read(lines)
    assert event.pop("timestamp")
    assert event == {
        "event": "feedback.given",
        "submission_id": "s-1",
        "correlation_id": "c-1",
        "level": "info",
        "logger": "bot.test",
    }


def test_what_libraries_log_goes_the_same_way(lines: io.StringIO) -> None:
    logging.getLogger("some.library").warning("lost %s", "connection")
    (event,) = read(lines)
    assert (event["event"], event["logger"], event["level"]) == ("lost connection", "some.library", "warning")


@pytest.mark.parametrize(
    "name", ["slack_bolt.AsyncApp", "slack_sdk.socket_mode.aiohttp", "slack_sdk.web.async_client"]
)
def test_slacks_libraries_never_get_to_log_whole_requests(lines: io.StringIO, name: str) -> None:
    logging.getLogger(name).debug("body: {'text': 'canary'}")
    assert lines.getvalue() == ""


@pytest.mark.parametrize("secret", [BOT, APP, SIGNING, "xoxp-1-2-3", "xoxe.xoxb-1-MQ", "ticket=ab-12-cd"])
def test_secrets_are_masked_in_texts_values_nested_ones_and_tracebacks(
    lines: io.StringIO, secret: str
) -> None:
    log = structlog.get_logger("bot.test")
    try:
        raise RuntimeError(f"refused {secret}")
    except RuntimeError:
        log.exception(
            f"with {secret}",
            header=f"Bearer {secret}",
            deep={"a": [secret, (secret,)]},
            error=ValueError(secret),
        )
    text = lines.getvalue()
    assert MASK in text
    assert secret.removeprefix("ticket=") not in text
    assert "RuntimeError" in text


def test_a_traceback_shows_where_and_what_kind_but_not_what_was_said(lines: io.StringIO) -> None:
    def fail(words: str) -> None:
        try:
            raise ValueError(words)
        except ValueError as error:
            raise RuntimeError(words) from error

    try:
        fail("".join(["can", "ary"]))
    except RuntimeError:
        structlog.get_logger("bot.test").exception("failed")
    text = lines.getvalue()
    assert "canary" not in text
    assert text.index("builtins.ValueError") < text.index("led to") < text.index("builtins.RuntimeError")
    assert "in fail" in text


def test_a_traceback_keeps_what_the_operating_system_said(lines: io.StringIO) -> None:
    try:
        Path("/nowhere/at/all").read_text()
    except OSError:
        logging.getLogger("some.library").exception("failed")
    assert "No such file or directory" in lines.getvalue()


@given(before=st.text(max_size=20), after=st.text(max_size=20), depth=st.integers(0, 3))
def test_masking_finds_a_known_secret_anywhere(before: str, after: str, depth: int) -> None:
    value: object = before + SIGNING + after
    for _ in range(depth):
        value = {"in": [value]}
    assert SIGNING not in str(redactor([SIGNING])(None, "info", {"event": "x", "value": value}))


def test_on_a_terminal_it_is_meant_for_eyes() -> None:
    root = logging.getLogger()
    kept, level = root.handlers[:], root.level
    out = io.StringIO()
    try:
        configure_logs(LogFormat.CONSOLE, LogLevel.INFO, [BOT], out)
        structlog.get_logger("bot.test").info("started", token=BOT)
        structlog.get_logger("bot.test").debug("unheard")
    finally:
        root.handlers[:] = kept
        root.setLevel(level)
        logging.captureWarnings(False)
        structlog.reset_defaults()
    assert "started" in out.getvalue()
    assert BOT not in out.getvalue()
    assert "unheard" not in out.getvalue()
