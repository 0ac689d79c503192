"""One process a SQLite file; the second is told so."""

import subprocess
import sys
from collections.abc import Callable

import pytest

from storage.engine import Database, open_database
from storage.sqlite import AlreadyRunning
from tests.contract.databases import KEYRING

HOLD = """
import sys
from storage.engine import open_database
from storage.sealing import Keyring
from storage.sqlite import AlreadyRunning
database = open_database(sys.argv[1], Keyring([b"k" * 32]))
try:
    database.hold()
except AlreadyRunning as refusal:
    print(refusal)
else:
    print("held")
    sys.stdin.read()
"""


def another_process(database: Database) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", HOLD, str(database.url)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


async def test_a_second_process_is_refused_and_told_why(on_sqlite: Database) -> None:
    on_sqlite.hold()
    on_sqlite.hold()
    said, _ = another_process(on_sqlite).communicate(timeout=60)
    assert "running on this database already" in said
    assert f"{on_sqlite.file}.lock" in said
    await on_sqlite.close()


async def test_a_killed_process_holds_nothing(on_sqlite: Database) -> None:
    with another_process(on_sqlite) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        with pytest.raises(AlreadyRunning):
            on_sqlite.hold()
        other.kill()
    on_sqlite.hold()
    await on_sqlite.close()


async def test_closing_gives_the_file_free(on_sqlite: Database) -> None:
    first = on_sqlite
    first.hold()
    second = open_database(str(first.url), KEYRING)
    with pytest.raises(AlreadyRunning):
        second.hold()
    await first.close()
    second.hold()
    await second.close()


@pytest.mark.postgresql
async def test_postgresql_is_shared(open_again: Callable[[str], Database]) -> None:
    first, second = open_again("postgresql"), open_again("postgresql")
    first.hold()
    second.hold()
    await first.ping()
    await second.ping()
    await first.close()
    await second.close()
