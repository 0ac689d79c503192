"""The house is as it says it is: who knows whom, how things are called, how large they are."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

ROOT = Path(__file__).parents[2]
ROOMS = ("bot", "core", "handlers", "storage", "sandbox")
CATALOGUES = ("core/ports.py", "storage/tables.py", "storage/migrations/versions/")
"""Lists, which are looked up and not read."""
TEXTS = (".py", ".md", ".toml", ".yml", ".ftl", ".js", ".css", ".html", ".pyi", ".mako", "")


def modules() -> list[Path]:
    return sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py"))


def ours() -> Iterator[Path]:
    """Every file of text that is kept under version control, or soon will be."""
    for path in sorted(ROOT.rglob("*")):
        parts = path.relative_to(ROOT).parts
        if path.is_file() and path.suffix in TEXTS and not any(map(_passes, parts)):
            yield path


def _passes(part: str) -> bool:
    """Whether a folder or file of this name comes and goes."""
    hidden = part.startswith(".") and part not in (".ci", ".dockerignore", ".gitignore")
    return hidden or part.endswith(("egg-info", "__pycache__"))


def test_nobody_knows_whom_they_should_not(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(ROOT)
    assert lint_imports(no_cache=True) == 0, capsys.readouterr().out


@pytest.mark.parametrize("module", modules(), ids=lambda path: str(path.relative_to(ROOT)))
def test_modules_read_well(module: Path) -> None:
    source = module.read_text(encoding="utf-8")
    tree = ast.parse(source)
    is_list = str(module.relative_to(ROOT)).startswith(CATALOGUES)
    assert is_list or len(source.splitlines()) <= 300, "longer than anybody wants to read: split it"
    assert not re.search(r"(^|_)(utils?|helpers?|managers?|common|misc|base)(_|$)", module.stem), (
        "says nothing about what it is"
    )
    if source.strip() and module.name != "__init__.py":
        assert ast.get_docstring(tree), "says what it is for in its first line"


def test_the_same_word_names_the_same_station_on_each_floor() -> None:
    stations = {"feedback", "people", "drafts"}
    for floor in ("core/domain", "core/services", "handlers/slack", "storage/repositories"):
        assert stations <= {path.stem for path in (ROOT / floor).glob("*.py")}, floor


def test_nothing_of_any_one_machine_and_no_secret_is_in_the_tree() -> None:
    private = re.compile(
        "|".join(
            ["/wor" + "k/", "/roo" + "t/", "xox" + r"b-\d{6,}-\w{12,}", "xap" + r"p-1-\w+-\d{6,}-\w{20,}"]
        )
    )
    found = [
        f"{path.relative_to(ROOT)}: {match.group()}"
        for path in ours()
        if (match := private.search(path.read_text(encoding="utf-8")))
    ]
    assert found == []


def test_tests_stand_beside_no_code_that_lacks_a_room() -> None:
    packages = {path.parent.name for path in ROOT.glob("*/__init__.py")}
    assert packages == {*ROOMS, "benchmarks", "tests"}
