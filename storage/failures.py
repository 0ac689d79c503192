"""Which of the database's errors pass by themselves. Those become Unavailable; the others are mistakes of
ours, and stay what they are."""

import logging
from collections.abc import Generator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from core.domain.errors import Unavailable

_log = logging.getLogger(__name__)

# Connection lost, deadlock or serialisation, out of resources, not now (locked, starting), shut down or
# cancelled, disk
_PASSING_CLASSES = ("08", "40", "53", "55", "57", "58")


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
    if isinstance(error, OperationalError) or error.connection_invalidated:
        return True
    code = getattr(error.orig, "sqlstate", None)
    return isinstance(code, str) and code.startswith(_PASSING_CLASSES)


def _unavailable(error: Exception) -> Unavailable:
    """The log gets the kind of error and the driver's words, never the statement's values."""
    cause = getattr(error, "orig", None) or error
    _log.warning(
        "database unavailable: %s: %s", type(cause).__name__, str(cause).splitlines()[0] if str(cause) else ""
    )
    return Unavailable("error-storage")
