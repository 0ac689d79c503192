"""The settings: what is read, what is refused and in which words, and that the README lists them all."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.config import (
    Settings,
    read_common_settings,
    read_settings,
    settings_table,
    unknown_settings,
)
from bot.errors import WrongSettings

SECRET = "xoxb-1-very-secret"


@pytest.fixture(autouse=True)
def empty_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in settings_table():
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)


def read(monkeypatch: pytest.MonkeyPatch, **environment: str) -> Settings:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    return read_settings()


def test_socket_mode_where_there_is_an_app_token(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = read(
        monkeypatch, SLACK_BOT_TOKEN=SECRET, SLACK_APP_TOKEN="xapp-1", SLACK_SIGNING_SECRET="deadbeef"
    )
    assert (settings.by_socket, settings.by_http, settings.listens_on) == (True, False, None)
    assert settings.ways == "Socket Mode"


def test_http_where_there_are_a_port_and_a_signing_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = read(monkeypatch, SLACK_BOT_TOKEN=SECRET, SLACK_SIGNING_SECRET="deadbeef", PORT="8123")
    assert (settings.by_socket, settings.by_http, settings.listens_on) == (False, True, 8123)
    assert settings.ways == "HTTP"


def test_both_ways_where_both_are_set_up(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = read(
        monkeypatch,
        SLACK_BOT_TOKEN=SECRET,
        SLACK_APP_TOKEN="xapp-1",
        SLACK_SIGNING_SECRET="deadbeef",
        PORT="8123",
    )
    assert (settings.by_socket, settings.by_http, settings.listens_on) == (True, True, 8123)
    assert settings.ways == "Socket Mode and HTTP"


def test_http_on_port_3000_where_there_is_only_a_signing_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = read(monkeypatch, SLACK_BOT_TOKEN=SECRET, SLACK_SIGNING_SECRET="deadbeef")
    assert (settings.by_socket, settings.by_http, settings.listens_on) == (False, True, 3000)


def test_a_port_without_a_signing_secret_is_for_the_health_endpoints(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = read(monkeypatch, SLACK_BOT_TOKEN=SECRET, SLACK_APP_TOKEN="xapp-1", PORT="8123")
    assert (settings.by_socket, settings.by_http, settings.listens_on) == (True, False, 8123)


def test_empty_counts_as_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = read(monkeypatch, SLACK_BOT_TOKEN=SECRET, SLACK_APP_TOKEN="xapp-1", PORT="")
    assert (settings.by_socket, settings.by_http, settings.listens_on) == (True, False, None)


def test_a_file_in_the_working_folder_is_read_and_the_environment_wins(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / ".env").write_text(
        "SLACK_BOT_TOKEN=xoxb-file\nSLACK_APP_TOKEN=xapp-1\nEVERLOOP_UNDO_SECONDS=5\n"
    )
    settings = read(monkeypatch, EVERLOOP_UNDO_SECONDS="7")
    assert (settings.bot_token.get_secret_value(), settings.undo_seconds) == ("xoxb-file", 7)


def test_the_address_of_the_api_ends_in_a_slash(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = read(
        monkeypatch,
        SLACK_BOT_TOKEN=SECRET,
        SLACK_APP_TOKEN="xapp-1",
        SLACK_API_URL="http://localhost:1/api",
    )
    assert settings.api_url == "http://localhost:1/api/"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SLACK_BOT_TOKEN", "xoxp-not-a-bot"),
        ("SLACK_APP_TOKEN", "xoxb-mixed-up"),
        ("SLACK_API_URL", "slack.com"),
        ("DATABASE_URL", "mysql://nowhere"),
        ("PORT", "http"),
        ("PORT", "70000"),
        ("EVERLOOP_HEALTH_PORT", "0"),
        ("EVERLOOP_UNDO_SECONDS", "-1"),
        ("EVERLOOP_UNDO_SECONDS", "a minute"),
        ("EVERLOOP_COMMAND_PREFIX", "Not this"),
        ("EVERLOOP_LOG_FORMAT", "xml"),
        ("EVERLOOP_LOG_LEVEL", "loud"),
        ("EVERLOOP_RATE_LIMITS", "perhaps"),
    ],
)
def test_a_wrong_setting_gets_one_line_that_names_it_and_what_it_takes(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    good = {"SLACK_BOT_TOKEN": SECRET, "SLACK_APP_TOKEN": "xapp-1", "SLACK_SIGNING_SECRET": "deadbeef"}
    with pytest.raises(WrongSettings) as raised:
        read(monkeypatch, **{**good, name: value})
    takes, _ = settings_table()[name]
    assert raised.value.lines == (f"{name} can't be used: it takes {takes}",)


def test_a_missing_token_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(WrongSettings, match=r"^SLACK_BOT_TOKEN is missing: it takes the bot token, xoxb-…"):
        read(monkeypatch, SLACK_APP_TOKEN="xapp-1")


def test_one_of_two_ways_to_slack_is_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(WrongSettings, match=r"^SLACK_APP_TOKEN is missing"):
        read(monkeypatch, SLACK_BOT_TOKEN=SECRET)


def test_a_port_alone_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(WrongSettings, match=r"HTTP, which PORT asks for, needs SLACK_SIGNING_SECRET instead"):
        read(monkeypatch, SLACK_BOT_TOKEN=SECRET, PORT="3000")


@given(garbage=st.text(st.characters(codec="ascii", exclude_characters="\0"), min_size=8))
def test_no_line_repeats_a_secret(garbage: str) -> None:
    with pytest.MonkeyPatch.context() as monkeypatch:
        names = ["SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "DATABASE_URL", "EVERLOOP_ENCRYPTION_KEY"]
        for name in names:
            monkeypatch.setenv(name, f"#{garbage}#")
        with pytest.raises(WrongSettings) as raised:
            read_settings()
        assert f"#{garbage}#" not in str(raised.value)


def test_nothing_prints_a_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = read(
        monkeypatch, SLACK_BOT_TOKEN=SECRET, SLACK_APP_TOKEN="xapp-1-hidden", DATABASE_URL="sqlite:///hidden"
    )
    assert SECRET not in repr(settings) + str(settings)
    assert "hidden" not in repr(settings)


def test_commands_that_never_talk_to_slack_need_no_token(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "sqlite:///here.db")
    assert read_common_settings().database_url.get_secret_value() == "sqlite:///here.db"


def test_a_name_that_nearly_fits_is_recognised() -> None:
    environment = {
        "EVERLOOP_UNDO_SECOND": "5",
        "EVERLOOP_WHATEVER": "1",
        "EVERLOOP_TEST_POSTGRESQL": "x",
        "HOME": "/",
    }
    assert unknown_settings(environment) == {
        "EVERLOOP_UNDO_SECOND": "EVERLOOP_UNDO_SECONDS",
        "EVERLOOP_WHATEVER": None,
    }


def test_the_readme_lists_every_setting_with_what_it_takes_and_its_default() -> None:
    readme = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `([A-Z_]+)` \| (.*?) \| (.*?) \|$", readme, flags=re.MULTILINE)
    listed = {name: (takes, default.strip("`")) for name, takes, default in rows}
    assert listed == settings_table()
