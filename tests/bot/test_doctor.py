"""The doctor: each problem is found, with its mend."""

import io
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
from rich.console import Console

from bot.config import Settings
from bot.doctor import examine
from bot.manifest import read_manifest
from bot.process import started
from sandbox.driver import Workspace
from sandbox.manifest import Manifest


@pytest.fixture
async def ws() -> AsyncIterator[Workspace]:
    async with Workspace(dict(read_manifest())) as ws:
        yield ws


Change = Callable[[frozenset[str]], frozenset[str]]


class Patient:
    """An installation, in the environment."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
        self._monkeypatch = monkeypatch
        self.key = folder / "key"
        self.database = folder / "everloop.db"
        monkeypatch.chdir(folder)
        self.set(DATABASE_URL=f"sqlite:///{self.database}", EVERLOOP_KEY_FILE=str(self.key))

    def set(self, **settings: str) -> None:
        for name, value in settings.items():
            self._monkeypatch.setenv(name, value)

    def unset(self, name: str) -> None:
        self._monkeypatch.delenv(name)

    async def examined(self) -> tuple[bool, str]:
        out = io.StringIO()
        well = await examine(Console(file=out, width=200))
        return well, out.getvalue()


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, ws: Workspace) -> Patient:
    patient = Patient(monkeypatch, tmp_path)
    patient.set(**ws.settings())
    return patient


async def test_before_the_first_start_all_is_well_and_nothing_is_made(patient: Patient) -> None:
    well, text = await patient.examined()
    assert well, text
    assert "✗" not in text
    assert not patient.key.exists()
    assert not patient.database.exists()


async def test_while_it_runs_all_is_well(patient: Patient) -> None:
    async with started(Settings()):  # pyright: ignore[reportCallIssue]  # from the environment
        well, text = await patient.examined()
    assert well, text
    assert "schema is that of the code" in text
    assert "Socket Mode lets the bot in" in text


async def test_no_settings(patient: Patient) -> None:
    patient.unset("SLACK_BOT_TOKEN")
    patient.set(EVERLOOP_UNDO_SECOND="5")
    well, text = await patient.examined()
    assert not well
    assert "SLACK_BOT_TOKEN is missing" in text
    assert "Did you mean EVERLOOP_UNDO_SECONDS?" in text


async def test_a_token_that_is_not_taken(patient: Patient) -> None:
    patient.set(SLACK_BOT_TOKEN="xoxb-not-ours")
    well, text = await patient.examined()
    assert not well
    assert "invalid_auth" in text
    assert "xoxb-not-ours" not in text


async def test_an_app_token_that_is_not_taken(patient: Patient) -> None:
    patient.set(SLACK_APP_TOKEN="xapp-not-ours")
    well, text = await patient.examined()
    assert not well
    assert "connections:write" in text


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda scopes: scopes - {"im:history"}, "missing: im:history"),
        (lambda scopes: scopes | {"files:read"}, "doesn't use: files:read"),
    ],
)
async def test_scopes_that_are_not_the_manifests(
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    change: Callable[[frozenset[str]], frozenset[str]],
    words: str,
) -> None:
    scopes = Manifest.parse(dict(read_manifest())).scopes
    async with Workspace(dict(read_manifest()), scopes=change(scopes)) as ws:
        patient = Patient(monkeypatch, tmp_path)
        patient.set(**ws.settings())
        well, text = await patient.examined()
    assert not well
    assert words in text
    assert "install it again" in text


async def test_a_slack_that_can_not_be_reached(patient: Patient) -> None:
    patient.set(SLACK_API_URL="http://127.0.0.1:9/api/")
    well, text = await patient.examined()
    assert not well
    assert "Slack can't be reached" in text


async def test_a_key_file_that_others_can_read(patient: Patient) -> None:
    patient.key.write_text("00" * 32)
    patient.key.chmod(0o640)
    well, text = await patient.examined()
    assert not well
    assert f"chmod 600 {patient.key}" in text


async def test_a_database_without_its_key_and_with_a_wrong_one(patient: Patient) -> None:
    async with started(Settings()):  # pyright: ignore[reportCallIssue]  # from the environment
        pass
    patient.key.unlink()
    well, text = await patient.examined()
    assert not well
    assert "key is missing" in text
    assert not patient.key.exists()
    patient.set(EVERLOOP_ENCRYPTION_KEY="11" * 32)
    well, text = await patient.examined()
    assert not well
    assert "The key is not the database's" in text


async def test_a_database_that_can_not_be_reached(patient: Patient) -> None:
    patient.set(DATABASE_URL="postgresql://nobody@127.0.0.1:9/nothing")
    well, text = await patient.examined()
    assert not well
    assert "The database can't be reached" in text


async def test_by_http_somebody_must_listen(patient: Patient) -> None:
    patient.set(PORT="9")
    well, text = await patient.examined()
    assert not well
    assert "Nobody answers on port 9" in text
