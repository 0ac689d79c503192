"""Which of the database's errors pass by themselves. Those become Unavailable; the others are mistakes of
ours, and stay what they are."""

import logging
import sqlite3
from collections.abc import Generator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from core.domain.errors import Unavailable

_log = logging.getLogger(__name__)

# PostgreSQL's classes: connection lost, deadlock, out of resources, not now, shut down or cancelled, system
_PASSING_STATES = ("08", "40", "53", "55", "57", "58")

# SQLite's primary codes
_PASSING_CODES = frozenset(
    {
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_NOMEM,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_PROTOCOL,
    }
)


@contextmanager
def passing_faults() -> Generator[None]:
    """Around statements: locked, full, or lost on the way → Unavailable."""
    try:
        yield
    except PoolTimeout as error:
        raise _unavailable(error) from error
    except DBAPIError as error:
        if not _passes(error):
            raise
        raise _unavailable(error) from error


@contextmanager
def connecting() -> Generator[None]:
    """Around the making of a connection: whatever the network or the file system has against it →
    Unavailable."""
    try:
        with passing_faults():
            yield
    except (OSError, TimeoutError) as error:
        raise _unavailable(error) from error


def _passes(error: DBAPIError) -> bool:
    if error.connection_invalidated:
        return True
    state = getattr(error.orig, "sqlstate", None)
    if isinstance(state, str):
        return state.startswith(_PASSING_STATES)
    code = getattr(error.orig, "sqlite_errorcode", None)
    return isinstance(code, int) and code & 0xFF in _PASSING_CODES


def _unavailable(error: Exception) -> Unavailable:
    """The log gets the kind of error and the driver's words, never the statement's values."""
    cause = getattr(error, "orig", None) or error
    _log.warning(
        "database unavailable: %s: %s", type(cause).__name__, str(cause).splitlines()[0] if str(cause) else ""
    )
    return Unavailable("error-storage")
