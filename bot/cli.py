"""The `everloop` command. What is heavy is imported where it is needed, so that --help is there at once."""

import asyncio
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from bot.errors import CannotStart

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Feedback that keeps going, in Slack.",
)
db = typer.Typer(no_args_is_help=True, help="The database.")
people = typer.Typer(no_args_is_help=True, help="The people in it.")
app.add_typer(db, name="db")
app.add_typer(people, name="people")

out = Console()

Yes = Annotated[bool, typer.Option("--yes", help="Don't ask.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Show what would change, and change nothing.")]
WhichWorkspace = Annotated[
    str | None, typer.Option("--workspace", help="Its name or Slack id; needed only where there are several.")
]


def main() -> None:
    """Runs the command line. Exits with 2 for a wrong setting, 1 for what else is in the way."""
    try:
        app()
    except CannotStart as refusal:
        for line in refusal.lines:
            print(line, file=sys.stderr)  # noqa: T201  # one line each, never wrapped
        sys.exit(refusal.exit_code)
    except KeyboardInterrupt:
        sys.exit(130)


def _show_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(version("everloop"))
        raise typer.Exit


@app.callback()
def everloop(
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """The options that stand before any command."""


@app.command()
def run() -> None:
    """Run the bot, until it is told to stop (SIGTERM, Ctrl-C)."""
    from bot.config import read_settings
    from bot.logs import configure_logs

    settings = read_settings()
    configure_logs(settings.log_format, settings.log_level, settings.secrets())
    from bot.process import serve

    asyncio.run(serve(settings))


@app.command()
def demo(
    port: Annotated[int, typer.Option(help="Where to serve the page; 0 takes a free one.")] = 8080,
    data: Annotated[
        Path | None, typer.Option(help="A folder to keep the database in; else a temporary one.")
    ] = None,
    browser: Annotated[bool, typer.Option(help="Open the page in a browser.")] = True,
) -> None:
    """Try Everloop in a small company on this machine, without a Slack."""
    from bot.demo import play

    asyncio.run(play(port=port, folder=data, browser=browser, console=out))


@app.command()
def doctor() -> None:
    """Look at settings, token, scopes, connection, database and key file; say how to mend what is wrong."""
    from bot.doctor import examine

    if not asyncio.run(examine(out)):
        raise typer.Exit(1)


@app.command()
def manifest(
    url: Annotated[
        str, typer.Option(help="Where Slack reaches the bot over HTTP; without it: Socket Mode.")
    ] = "",
) -> None:
    """Print the app's manifest, to paste into api.slack.com/apps."""
    from bot.config import read_common_settings
    from bot.manifest import manifest_text

    settings = read_common_settings()
    typer.echo(manifest_text(url=url, command_prefix=settings.command_prefix), nl=False)


@app.command()
def healthy() -> None:
    """Whether the bot that runs with these settings is alive: for container health checks."""
    from bot.alive import is_alive
    from bot.config import read_settings

    if not is_alive(read_settings()):
        raise CannotStart("Everloop does not answer.")


@db.command()
def upgrade() -> None:
    """Bring the database to the version of the code."""
    from bot.config import read_common_settings
    from bot.database import upgrade_schema

    asyncio.run(upgrade_schema(read_common_settings(), out))


@people.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="CSV: email, manager_email, department, title, country.")],
    workspace: WhichWorkspace = None,
    dry_run: DryRun = False,
    yes: Yes = False,
) -> None:
    """Take over managers, departments, titles and countries from a file. Shows the difference first."""
    from bot.config import read_common_settings
    from bot.people import import_people

    asyncio.run(
        import_people(
            read_common_settings(), file, workspace, dry_run=dry_run, confirm=_asking(yes), console=out
        )
    )


@people.command()
def erase(
    person: Annotated[str, typer.Argument(help="Their e-mail address, or their id in Slack.")],
    workspace: WhichWorkspace = None,
    dry_run: DryRun = False,
    yes: Yes = False,
) -> None:
    """Forget somebody who has left. Shows first what goes, and what stays."""
    from bot.config import read_common_settings
    from bot.people import erase_person

    asyncio.run(
        erase_person(
            read_common_settings(), person, workspace, dry_run=dry_run, confirm=_asking(yes), console=out
        )
    )


@app.command()
def backup(file: Annotated[Path, typer.Argument(help="Where to write it.")]) -> None:
    """Write a backup of the database. On SQLite also while Everloop runs. The key is not in it."""
    from bot.config import read_common_settings
    from bot.database import back_up

    asyncio.run(back_up(read_common_settings(), file, out))


@app.command()
def restore(
    file: Annotated[Path, typer.Argument(help="What `everloop backup` wrote.")],
    force: Annotated[
        bool, typer.Option("--force", help="Also over a database that holds something.")
    ] = False,
) -> None:
    """Put a backup back. Stop Everloop first."""
    from bot.config import read_common_settings
    from bot.database import put_back

    asyncio.run(put_back(read_common_settings(), file, out, force=force))


def _asking(yes: bool) -> Callable[[str], bool]:
    return (lambda _: True) if yes else typer.confirm
