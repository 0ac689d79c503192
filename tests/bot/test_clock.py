"""The clock that a file moves."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot import clock as clocks
from bot.clock import FileClock, SystemClock, open_clock


@pytest.fixture(autouse=True)
def reread_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clocks, "_REREAD_AFTER", 0.0)


def off_by(clock: FileClock) -> timedelta:
    return clock.now() - datetime.now(UTC)


def test_without_a_file_it_is_the_machines_time() -> None:
    clock = open_clock(None)
    assert isinstance(clock, SystemClock)
    assert abs(clock.now() - datetime.now(UTC)) < timedelta(seconds=1)
    assert clock.now().tzinfo is UTC


def test_the_file_moves_it_and_a_jump_is_told_once(tmp_path: Path) -> None:
    file = tmp_path / "clock"
    file.write_text("0\n")
    clock = FileClock(file)
    assert not clock.jumped()
    file.write_text("3600.5\n")
    assert abs(off_by(clock) - timedelta(seconds=3600.5)) < timedelta(seconds=1)
    assert clock.jumped()
    assert not clock.jumped()


def test_the_offset_at_the_start_is_no_jump(tmp_path: Path) -> None:
    file = tmp_path / "clock"
    file.write_text("86400")
    assert not FileClock(file).jumped()


@pytest.mark.parametrize("content", ["", "soon", "1h"])
def test_a_file_that_says_nothing_changes_nothing(tmp_path: Path, content: str) -> None:
    file = tmp_path / "clock"
    file.write_text("60")
    clock = FileClock(file)
    file.write_text(content)
    assert abs(off_by(clock) - timedelta(seconds=60)) < timedelta(seconds=1)
    file.unlink()
    assert abs(off_by(clock) - timedelta(seconds=60)) < timedelta(seconds=1)


def test_a_missing_file_counts_as_zero_until_it_is_there(tmp_path: Path) -> None:
    clock = FileClock(tmp_path / "clock")
    assert abs(off_by(clock)) < timedelta(seconds=1)
    (tmp_path / "clock").write_text("-60")
    assert abs(off_by(clock) + timedelta(seconds=60)) < timedelta(seconds=1)
