"""Copies of the database, and back."""

import asyncio
import stat
from collections.abc import Generator
from pathlib import Path

import pytest

from storage import backup, schema
from storage.backup import BackupFailed
from storage.engine import Database, open_database
from storage.sqlite import AlreadyRunning
from tests.contract.databases import KEYRING, empty_postgresql
from tests.contract.office import Office, open_office


def url_of(database: Database) -> str:
    return database.url.render_as_string(hide_password=False)


async def given(office: Office) -> int:
    return (await office.ask(lambda unit: unit.feedback.count_of(office.ada)))[1]


@pytest.fixture(scope="module")
def spare_postgresql() -> Generator[str]:
    with empty_postgresql() as url:
        yield url


@pytest.fixture
def elsewhere(database: Database, request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of an empty database of the same kind."""
    if database.is_sqlite:
        return f"sqlite:///{tmp_path}/elsewhere/everloop.db"
    return request.getfixturevalue("spare_postgresql")


async def test_what_is_backed_up_while_running_can_be_restored(
    database: Database, elsewhere: str, tmp_path: Path
) -> None:
    office = await open_office(database)
    await office.send(office.ben)
    copy = tmp_path / "copies" / "everloop.backup"
    await backup.backup(url_of(database), copy)
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert [file.name for file in copy.parent.iterdir()] == ["everloop.backup"]
    await office.send(office.ben)

    await backup.restore(copy, elsewhere, force=not database.is_sqlite)
    restored = open_database(elsewhere, KEYRING)
    assert await schema.is_current(restored)
    there = Office(
        restored, office.workspace_id, office.ada, office.ben, office.cleo, office.dana, office.eli
    )
    assert (await given(there), await given(office)) == (1, 2)
    await there.send(there.ben)
    await restored.close()

    with pytest.raises(BackupFailed, match="--force"):
        await backup.restore(copy, elsewhere)
    await backup.restore(copy, elsewhere, force=True)
    again = open_database(elsewhere, KEYRING)
    there.storage = again
    assert await given(there) == 1
    await again.close()


async def test_a_backup_is_whole_while_others_write(on_sqlite: Database, tmp_path: Path) -> None:
    office = await open_office(on_sqlite)
    done = asyncio.Event()

    async def write() -> None:
        while not done.is_set():
            await office.send(office.ben, office.cleo)

    writing = asyncio.create_task(write())
    for number in range(3):
        await backup.backup(url_of(on_sqlite), tmp_path / f"{number}.backup")
    done.set()
    await writing
    for number in range(3):
        copy = open_database(f"sqlite:///{tmp_path}/{number}.backup", KEYRING)
        there = Office(
            copy, office.workspace_id, office.ada, office.ben, office.cleo, office.dana, office.eli
        )
        assert await given(there) % 2 == 0
        await copy.close()


async def test_a_backup_overwrites_nothing(database: Database, tmp_path: Path) -> None:
    file = tmp_path / "precious"
    file.write_text("mine")
    with pytest.raises(BackupFailed, match="exists already"):
        await backup.backup(url_of(database), file)
    assert file.read_text() == "mine"


async def test_what_cannot_be_written_is_said_in_a_sentence(database: Database, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(BackupFailed, match="can't be written"):
        await backup.backup(url_of(database), tmp_path / "file" / "copy")


async def test_only_a_copy_of_everloops_is_restored(database: Database, tmp_path: Path) -> None:
    nonsense = tmp_path / "nonsense"
    nonsense.write_bytes(b"not a database at all" * 100)
    with pytest.raises(BackupFailed):
        await backup.restore(nonsense, url_of(database), force=True)
    with pytest.raises(BackupFailed, match="no file"):
        await backup.restore(tmp_path / "missing", url_of(database), force=True)
    assert await schema.is_current(database)


async def test_an_empty_file_is_no_backup(tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.touch()
    with pytest.raises(BackupFailed, match="not a database of Everloop"):
        await backup.restore(empty, f"sqlite:///{tmp_path}/everloop.db")
    assert not (tmp_path / "everloop.db").exists()


async def test_nothing_is_restored_under_a_running_process(on_sqlite: Database, tmp_path: Path) -> None:
    on_sqlite.hold()
    await backup.backup(url_of(on_sqlite), tmp_path / "copy")
    with pytest.raises(AlreadyRunning):
        await backup.restore(tmp_path / "copy", url_of(on_sqlite), force=True)
    await on_sqlite.close()
    await backup.restore(tmp_path / "copy", url_of(on_sqlite), force=True)


async def test_there_must_be_something_to_back_up(tmp_path: Path) -> None:
    with pytest.raises(BackupFailed, match="no database"):
        await backup.backup(f"sqlite:///{tmp_path}/missing.db", tmp_path / "copy")
    with pytest.raises(BackupFailed, match="memory"):
        await backup.backup("sqlite://", tmp_path / "copy")
    assert list(tmp_path.iterdir()) == []


async def test_a_missing_tool_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(BackupFailed, match="pg_dump isn't installed"):
        await backup.backup("postgresql://me:secret@127.0.0.1/db", tmp_path / "copy")


async def test_a_password_is_neither_shown_nor_an_argument(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    tools = tmp_path / "bin"
    tools.mkdir()
    tool = tools / "pg_dump"
    tool.write_text(
        '#!/bin/sh\necho "args: $*" >&2\necho "password of $PGUSER@$PGHOST: ${#PGPASSWORD}" >&2\nexit 1\n'
    )
    tool.chmod(0o700)
    monkeypatch.setenv("PATH", str(tools), prepend=":")
    with pytest.raises(BackupFailed, match=r"password of me@db.example: 6") as failure:
        await backup.backup("postgresql://me:secret@db.example/everloop", tmp_path / "copy")
    assert "secret" not in str(failure.value)
    assert sorted(file.name for file in tmp_path.iterdir()) == ["bin"]
