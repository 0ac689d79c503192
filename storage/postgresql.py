"""PostgreSQL: what several processes share."""

from sqlalchemy import URL
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

LOCK_TIMEOUT_MS = 1500
CONNECT_TIMEOUT_S = 2.0


def make_engines(url: URL) -> tuple[AsyncEngine, AsyncEngine]:
    """The writer and the readers: one pool, two ways to begin. A writer sees what others commit meanwhile and
    waits for their row locks; a reader has one view throughout and can't write."""
    pool = create_async_engine(
        url,
        pool_size=8,
        max_overflow=8,
        pool_timeout=CONNECT_TIMEOUT_S,
        pool_pre_ping=True,
        pool_recycle=1800,
        hide_parameters=True,
        connect_args={
            "timeout": CONNECT_TIMEOUT_S,
            "server_settings": {
                "application_name": "everloop",
                "lock_timeout": str(LOCK_TIMEOUT_MS),
                "idle_in_transaction_session_timeout": "30000",
                "timezone": "UTC",
            },
        },
    )
    writer = pool.execution_options(isolation_level="READ COMMITTED")
    readers = pool.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    return writer, readers
