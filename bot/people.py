"""`everloop people …`: the people team's file, and forgetting somebody. Shows what will change first."""

from collections.abc import Callable
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from bot.clock import open_clock
from bot.config import CommonSettings
from bot.database import opened, workspace_called
from bot.errors import CannotStart
from core.domain.errors import EverloopError
from core.services.erasing import ErasingService, Erasure
from core.services.importing import Change, ImportPlan, ImportService
from core.services.people_file import BadFile
from core.words import words_for

Confirm = Callable[[str], bool]
"""Asks a question; True for yes."""


async def import_people(
    settings: CommonSettings,
    file: Path,
    workspace: str | None,
    *,
    dry_run: bool,
    confirm: Confirm,
    console: Console,
) -> None:
    """Raises CannotStart, with a line for each line of the file that is wrong; then nothing was changed."""
    text = _read(file)
    async with opened(settings) as database:
        where = await workspace_called(database, workspace)
        service = ImportService(database, open_clock(settings.clock_file), _nobody_waits)
        try:
            plan = await service.plan_import(where.id, text)
            _show_plan(console, plan)
            if dry_run or not plan.changes or not confirm("Apply this?"):
                console.print("Nothing was changed.")
                return
            await service.apply_import(plan)
        except BadFile as bad:
            lines = [f"{file}, {error}" for error in bad.errors]
            raise CannotStart(*lines, "Nothing was changed.") from None
        except EverloopError as error:
            raise CannotStart(words_for("en").error(error)) from None
    console.print("Done.")


async def erase_person(
    settings: CommonSettings,
    who: str,
    workspace: str | None,
    *,
    dry_run: bool,
    confirm: Confirm,
    console: Console,
) -> None:
    """`who`: an e-mail address or Slack's id. Raises CannotStart."""
    async with opened(settings) as database:
        where = await workspace_called(database, workspace)
        service = ErasingService(database, _nobody_waits)
        try:
            person = await service.find_person(where.id, who)
            _show_erasure(console, await service.plan_erasure(where.id, person.id))
            if dry_run or not confirm("Erase for good?"):
                console.print("Nothing was changed.")
                return
            await service.erase_person(where.id, person.id)
        except EverloopError as error:
            raise CannotStart(words_for("en").error(error)) from None
    console.print("Done.")


def _nobody_waits() -> None:
    """The running bot finds by itself, within a second, what there is to deliver."""


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        before = file.read_bytes()[: error.start]
        line = before.count(b"\n") + 1
        raise CannotStart(f"{file}, line {line}: this is not UTF-8 text. Save the file as UTF-8.") from None
    except OSError as error:
        raise CannotStart(f"{file}: {error.strerror}.") from None


def _show_plan(console: Console, plan: ImportPlan) -> None:
    if plan.changes:
        table = Table("Person", "What", "Before", "After", title=f"{len(plan.changes)} changes")
        for change in plan.changes:
            table.add_row(*map(escape, _row(change)))
        console.print(table)
    console.print(f"{plan.unchanged} people of the file stay as they are.")


def _row(change: Change) -> tuple[str, str, str, str]:
    return change.person.name or "Someone who left", change.what, change.before or "–", change.after or "–"


def _show_erasure(console: Console, erasure: Erasure) -> None:
    profile = erasure.person.profile
    table = Table("What", "How many", title=escape(f"{profile.name} {profile.email or ''}".strip()))
    table.add_row("profile, employment", "erased")
    table.add_row("feedback they received, deleted", str(erasure.received))
    table.add_row("drafts, deleted", str(erasure.drafts))
    table.add_row("people who named them as manager, freed", str(erasure.reports))
    table.add_row("roles, taken back", ", ".join(sorted(erasure.roles)) or "none")
    table.add_row("feedback they gave, which stays without their name", str(erasure.given))
    console.print(table)
