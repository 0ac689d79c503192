"""What the README says about the app is what the app is."""

import re
from pathlib import Path

import pytest

from bot.manifest import read_manifest
from handlers.slack.manifest import commands_of, scopes_of

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def rows(heading: str) -> dict[str, list[str]]:
    """The table under a heading: what stands in its first column, in backticks, with the other columns."""
    section = re.split(r"^## ", README.split(f"## {heading}\n", 1)[1], flags=re.MULTILINE)[0]
    lines = [line.strip("| ").split(" | ") for line in section.splitlines() if line.startswith("| `")]
    return {cells[0].strip("`"): cells[1:] for cells in lines}


def test_each_scope_has_its_reason() -> None:
    table = rows("What it asks Slack for, and why")
    assert set(table) == set(scopes_of(read_manifest()))
    assert all(len(reason[0].split()) >= 3 for reason in table.values())


def test_each_slash_command_is_listed_and_no_other() -> None:
    listed = {name.split()[0] for name in rows("The commands") if name.startswith("/")}
    assert listed == set(commands_of(read_manifest()))


def test_the_manifest_in_the_package_is_the_one_at_the_top() -> None:
    assert (ROOT / "bot" / "manifest.yml").read_bytes() == (ROOT / "manifest.yml").read_bytes()


@pytest.mark.parametrize("document", ["README.md", "CONTRIBUTING.md", "docs/decisions/README.md"])
def test_links_lead_somewhere(document: str) -> None:
    path = ROOT / document
    links = re.findall(r"\]\((?!https?:)([^)#]+)\)", path.read_text(encoding="utf-8"))
    assert [link for link in links if not (path.parent / link).exists()] == []


def test_each_decision_is_in_the_list() -> None:
    folder = ROOT / "docs" / "decisions"
    listed = set(re.findall(r"\((\d{4}[^)]*)\)", (folder / "README.md").read_text(encoding="utf-8")))
    assert listed == {path.name for path in folder.glob("[0-9]*.md")}
