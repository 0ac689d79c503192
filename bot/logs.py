"""Logs: one line an event, as JSON or for a terminal, with ids; never people's words, never a token.

Our own modules log ids only. What libraries log through `logging` goes through the same pipe; Slack's are
held at INFO, since at DEBUG they log whole requests. Tokens and secrets are masked at the end.
"""

import logging
import re
import sys
import traceback
from collections.abc import Callable, Iterable, Mapping, MutableMapping
from typing import Any, TextIO

import structlog
from structlog.typing import EventDict, ExcInfo, Processor

from bot.config import LogFormat, LogLevel

MASK = "[hidden]"
_TOKENS = re.compile(
    r"\bx(?:ox[a-z](?:\.xox[a-z])?|app)-[A-Za-z0-9-]+|(?<=ticket=)[A-Za-z0-9-]+|(?<=/)T[A-Z0-9]+/B[A-Z0-9]+/\w+"
)
_FLOORS = {
    "aiosqlite": logging.INFO,
    "alembic": logging.WARNING,
    "apscheduler": logging.WARNING,
    "asyncio": logging.INFO,
    "slack_bolt": logging.INFO,
    "slack_sdk": logging.INFO,
    "sqlalchemy": logging.WARNING,
}
"""Libraries that say too much below these levels: whole requests, statements, or nothing worth reading."""


def configure_logs(
    format: LogFormat, level: LogLevel, secrets: Iterable[str], stream: TextIO | None = None
) -> None:
    """For the whole process; `secrets` are masked wherever they turn up. Lines go to stderr by default."""
    out: TextIO = sys.stderr if stream is None else stream
    as_json = format is LogFormat.JSON or (format is LogFormat.AUTO and not out.isatty())
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.PositionalArgumentsFormatter(),
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(out)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.ExceptionRenderer(traceback_without_words),
                redactor(secrets),
                _renderer(as_json, out),
            ],
        )
    )
    handler.setLevel(level.upper())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    for name, floor in _FLOORS.items():
        logging.getLogger(name).setLevel(max(floor, root.level))
    logging.captureWarnings(True)


def traceback_without_words(exc_info: ExcInfo) -> str:
    """Types and lines of code, the cause first. What an exception says is left out, except what the operating
    system said: a message can quote what somebody wrote."""
    parts: list[str] = []
    error: BaseException | None = exc_info[1]
    while error is not None:
        said = f": {error}" if isinstance(error, OSError) else ""
        name = f"{type(error).__module__}.{type(error).__qualname__}"
        parts.append(f"{''.join(traceback.format_tb(error.__traceback__))}{name}{said}")
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return "\n\nled to:\n\n".join(reversed(parts))


def redactor(secrets: Iterable[str]) -> Processor:
    """A processor that masks tokens and the given secrets, in values at any depth."""
    known = sorted((secret for secret in secrets if len(secret) >= 6), key=len, reverse=True)
    pattern = re.compile("|".join([_TOKENS.pattern, *map(re.escape, known)]))

    def redact(_: Any, __: str, event: EventDict) -> EventDict:
        return {key: _masked(value, pattern) for key, value in event.items()}

    return redact


def _masked(value: Any, pattern: re.Pattern[str]) -> Any:
    if isinstance(value, str):
        return pattern.sub(MASK, value)
    if isinstance(value, Mapping):
        return {key: _masked(item, pattern) for key, item in value.items()}  # pyright: ignore[reportUnknownVariableType]
    if isinstance(value, list | tuple):
        return [_masked(item, pattern) for item in value]  # pyright: ignore[reportUnknownVariableType]
    return value if value is None or isinstance(value, int | float) else pattern.sub(MASK, str(value))


def _renderer(as_json: bool, stream: TextIO) -> Callable[[Any, str, MutableMapping[str, Any]], str | bytes]:
    if as_json:
        return structlog.processors.JSONRenderer(ensure_ascii=False)
    return structlog.dev.ConsoleRenderer(
        colors=stream.isatty(), exception_formatter=structlog.dev.plain_traceback, pad_event_to=0
    )
