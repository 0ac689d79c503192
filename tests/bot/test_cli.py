"""The command line: people, database, manifest. In process, as somebody would type it."""

import asyncio
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from typer.main import get_command

from bot import cli
from bot.config import read_common_settings
from bot.database import opened
from core.domain.people import PersonKind, Profile
from core.domain.workspaces import Workspace

ROOT = Path(__file__).parents[2]

Everloop = Callable[..., tuple[int, str]]

PEOPLE = (
    Profile("U1", PersonKind.MEMBER, "Alice Berger", email="alice@x.example"),
    Profile("U2", PersonKind.MEMBER, "Bob [red]Carter", email="bob@x.example"),
    Profile("U3", PersonKind.DEACTIVATED, "Karl Left", email="karl@x.example"),
)


@pytest.fixture
def everloop(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Everloop:
    """Runs a command; gives its exit code and all that it said."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'everloop.db'}")
    monkeypatch.setenv("EVERLOOP_KEY_FILE", str(tmp_path / "key"))
    monkeypatch.setattr(cli.out, "_width", 200)

    def run(*arguments: str, answer: str = "") -> tuple[int, str]:
        monkeypatch.setattr("sys.argv", ["everloop", *arguments])
        monkeypatch.setattr("typer.confirm", lambda question: print(question) or answer == "y")  # noqa: T201
        capsys.readouterr()
        with pytest.raises(SystemExit) as left:
            cli.main()
        said = capsys.readouterr()
        return int(left.value.code or 0), said.out + said.err

    return run


@pytest.fixture
def known(everloop: Everloop) -> Workspace:
    """A database with three people in it."""

    async def fill() -> Workspace:
        async with opened(read_common_settings()) as database:
            workspace = await database.ensure_workspace("slack", "T1", "Acme", None)
            async with database.writing(workspace.id) as unit:
                await unit.people.save_profiles([*PEOPLE[:2], Profile("U3", PersonKind.MEMBER, "Karl Left")])
                await unit.people.save_profiles(PEOPLE[2:])
                await unit.commit()
            return workspace

    return asyncio.run(fill())


async def employment(workspace: Workspace, external_id: str) -> tuple[str | None, str | None, bool]:
    async with opened(read_common_settings()) as database, database.reading(workspace.id) as unit:
        person = (await unit.people.by_external_ids([external_id])).get(external_id)
        if person is None:
            return None, None, False
        line = await unit.lines.of(person.id)
        return person.employment.title, person.employment.country, line is not None


def test_the_version(everloop: Everloop) -> None:
    code, said = everloop("--version")
    assert code == 0
    assert re.fullmatch(r"\d+\.\d+\.\d+\n", said)


def test_a_wrong_setting_is_one_line(everloop: Everloop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "mysql://secret@nowhere")
    code, said = everloop("db", "upgrade")
    assert code == 2
    assert said.startswith("DATABASE_URL can't be used: it takes sqlite:///")
    assert "secret" not in said
    assert said.count("\n") == 1


def test_the_manifest_for_socket_mode_is_the_one_in_the_repository(everloop: Everloop) -> None:
    code, said = everloop("manifest")
    assert code == 0
    assert yaml.safe_load(said) == yaml.safe_load((ROOT / "manifest.yml").read_text())


def test_the_manifest_for_http_with_a_prefix(everloop: Everloop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EVERLOOP_COMMAND_PREFIX", "acme-")
    code, said = everloop("manifest", "--url", "https://everloop.example.com")
    made = yaml.safe_load(said)
    assert code == 0
    assert made["settings"]["socket_mode_enabled"] is False
    addresses = {command["url"] for command in made["features"]["slash_commands"]}
    addresses |= {made["settings"][part]["request_url"] for part in ("interactivity", "event_subscriptions")}
    assert addresses == {"https://everloop.example.com/slack/events"}
    assert all(c["command"].startswith("/acme-") for c in made["features"]["slash_commands"])


def test_the_manifest_takes_https_only(everloop: Everloop) -> None:
    code, said = everloop("manifest", "--url", "http://everloop.example.com")
    assert code == 1
    assert "https://" in said


def test_upgrading_twice(everloop: Everloop) -> None:
    first, second = everloop("db", "upgrade"), everloop("db", "upgrade")
    assert first[0] == second[0] == 0
    assert "now" in first[1]
    assert "already" in second[1]


FILE = "email,manager_email,title,country\nbob@x.example,alice@x.example,Engineer,DE\n"


def test_an_import_that_is_only_tried(everloop: Everloop, known: Workspace, tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text(FILE)
    code, said = everloop("people", "import", "people.csv", "--dry-run")
    assert code == 0
    assert "Bob [red]Carter" in said
    assert "Alice Berger" in said
    assert "Nothing was changed" in said
    assert asyncio.run(employment(known, "U2")) == (None, None, False)


def test_an_import_asks_before_it_changes_anything(
    everloop: Everloop, known: Workspace, tmp_path: Path
) -> None:
    (tmp_path / "people.csv").write_text(FILE)
    assert "Nothing was changed" in everloop("people", "import", "people.csv", answer="n")[1]
    assert asyncio.run(employment(known, "U2")) == (None, None, False)
    code, said = everloop("people", "import", "people.csv", answer="y")
    assert (code, said.endswith("Done.\n")) == (0, True)
    assert asyncio.run(employment(known, "U2")) == ("Engineer", "DE", True)
    assert "stay as they are" in everloop("people", "import", "people.csv", "--yes")[1]


@pytest.mark.parametrize(
    ("content", "where"),
    [
        ("email,title\nnobody@x.example,Engineer\n", "line 2, column email"),
        ("email,country\nalice@x.example,DE\nbob@x.example,Germany\n", "line 3, column country"),
        ("email,shoe_size\nalice@x.example,43\n", "shoe_size"),
        ("email,title\nbob@x.example,Caf\udce9\n", "line 2"),
    ],
)
def test_a_wrong_line_changes_nothing(
    everloop: Everloop, known: Workspace, tmp_path: Path, content: str, where: str
) -> None:
    (tmp_path / "people.csv").write_bytes(content.encode(errors="surrogateescape"))
    code, said = everloop("people", "import", "people.csv", "--yes")
    assert code == 1
    assert where in said
    assert asyncio.run(employment(known, "U2")) == (None, None, False)


def test_importing_before_the_first_start(everloop: Everloop, tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text(FILE)
    code, said = everloop("people", "import", "people.csv")
    assert (code, "everloop run" in said) == (1, True)


def test_several_workspaces_want_to_be_named(everloop: Everloop, known: Workspace, tmp_path: Path) -> None:
    async def another() -> None:
        async with opened(read_common_settings()) as database:
            await database.ensure_workspace("slack", "T2", "Other", None)

    asyncio.run(another())
    (tmp_path / "people.csv").write_text(FILE)
    code, said = everloop("people", "import", "people.csv", "--yes")
    assert (code, "Acme (T1)" in said) == (1, True)
    assert everloop("people", "import", "people.csv", "--yes", "--workspace", "T1")[0] == 0


def test_erasing_somebody_who_left(everloop: Everloop, known: Workspace) -> None:
    code, said = everloop("people", "erase", "karl@x.example", "--dry-run")
    assert (code, "Nothing was changed" in said) == (0, True)
    assert asyncio.run(employment(known, "U3")) == (None, None, False)
    code, said = everloop("people", "erase", "karl@x.example", "--yes")
    assert (code, "Karl Left" in said) == (0, True)
    code, said = everloop("people", "erase", "karl@x.example", "--yes")
    assert code == 1


def test_somebody_who_is_still_here_is_not_erased(everloop: Everloop, known: Workspace) -> None:
    code, said = everloop("people", "erase", "bob@x.example", "--yes")
    assert code == 1
    assert "Deactivate" in said


def test_a_backup_and_back(everloop: Everloop, known: Workspace, tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text(FILE)
    everloop("people", "import", "people.csv", "--yes")
    assert everloop("backup", "copy.db")[0] == 0
    assert everloop("backup", "copy.db")[0] == 1
    (tmp_path / "people.csv").write_text(FILE.replace("Engineer", "Painter"))
    everloop("people", "import", "people.csv", "--yes")
    code, said = everloop("restore", "copy.db")
    assert (code, "--force" in said) == (1, True)
    assert everloop("restore", "copy.db", "--force")[0] == 0
    assert asyncio.run(employment(known, "U2")) == ("Engineer", "DE", True)


def test_the_readme_lists_every_command() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    listed = set(re.findall(r"^\| `everloop ([a-z]+(?: [a-z]+)?)", readme, flags=re.MULTILINE))
    top = get_command(cli.app)
    names: set[str] = set()
    for name, command in top.commands.items():  # pyright: ignore[reportAttributeAccessIssue]  # it is a group
        under = getattr(command, "commands", {})
        names |= {f"{name} {sub}" for sub in under} or {name}
    assert listed == names


def test_help_is_there_without_what_is_heavy() -> None:
    heavy = {"sqlalchemy", "slack_bolt", "slack_sdk", "aiohttp", "pydantic", "cryptography", "yaml"}
    program = f"import sys, bot.cli; print(sorted({heavy}.intersection(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert done.stdout.strip() == "[]"
