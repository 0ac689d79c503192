"""The people team's file: a table with one person a line, as CSV. Read and checked here, without the
directory.

Columns, in any order: email (required), manager_email, department, title, country. A column that is not there
says nothing; an empty cell says that there is none.
"""

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from io import StringIO

EMAIL = "email"
MANAGER = "manager_email"
COLUMNS = (EMAIL, MANAGER, "department", "title", "country")
MAX_CELL = 200

_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")


@dataclass(frozen=True, slots=True)
class LineError:
    """`line` counts from 1 as an editor shows it; `column` is the header's word, empty where it is the line
    as a whole."""

    line: int
    column: str
    sentence: str

    def __str__(self) -> str:
        where = f"line {self.line}" + (f", column {self.column}" if self.column else "")
        return f"{where}: {self.sentence}"


class BadFile(Exception):
    """Nothing was changed. `errors` is everything that is wrong, in the order of the lines."""

    def __init__(self, errors: list[LineError]) -> None:
        self.errors = tuple(sorted(errors, key=lambda error: error.line))
        super().__init__("; ".join(map(str, self.errors)))


@dataclass(frozen=True, slots=True)
class Row:
    """One person. Addresses are in lower case; None: nothing there."""

    line: int
    email: str
    manager_email: str | None = None
    department: str | None = None
    title: str | None = None
    country: str | None = None


@dataclass(frozen=True, slots=True)
class PeopleFile:
    """`columns`: those that the file has, and so decides."""

    columns: frozenset[str]
    rows: tuple[Row, ...]


def read_people_file(text: str) -> PeopleFile:
    """Raises BadFile: a column nobody knows, a bad or repeated address, an unknown country, a circle of
    managers."""
    lines = _lines(text.removeprefix("\ufeff"))
    columns = _columns(*next(lines, (1, list[str]())))
    errors: list[LineError] = []
    rows = [_row(line, columns, cells, errors) for line, cells in lines]
    errors += [*_repeated(rows), *_circles(rows)]
    if errors:
        raise BadFile(errors)
    return PeopleFile(frozenset(columns), tuple(rows))


def _lines(text: str) -> Iterator[tuple[int, list[str]]]:
    """Each line that is not empty, with the number of the line it begins on (a quoted cell may hold line
    breaks)."""
    first = text.lstrip().split("\n", 1)[0]
    reader = csv.reader(StringIO(text, newline=""), delimiter=max(",;\t", key=first.count), strict=True)
    while True:
        begins = reader.line_num + 1
        try:
            cells = [cell.strip() for cell in next(reader)]
        except StopIteration:
            return
        except csv.Error as error:
            raise BadFile([LineError(begins, "", f"this is not a table: {error}")]) from error
        if any(cells):
            yield begins, cells


def _columns(line: int, header: list[str]) -> list[str]:
    columns = [cell.lower() for cell in header]
    known = ", ".join(COLUMNS)
    errors = [
        LineError(line, cell, f"nobody knows this column; known are {known}")
        for cell in columns
        if cell not in COLUMNS
    ]
    errors += [LineError(line, c, "this column is there twice") for c in COLUMNS if columns.count(c) > 1]
    if EMAIL not in columns:
        errors.append(LineError(line, EMAIL, "this column is missing"))
    if errors:
        raise BadFile(errors)
    return columns


def _row(line: int, columns: list[str], cells: list[str], errors: list[LineError]) -> Row:
    if len(cells) > len(columns):
        errors.append(LineError(line, "", f"{len(cells)} cells, where the header has {len(columns)}"))
    values = {column: cell or None for column, cell in zip(columns, cells, strict=False)}
    for column in COLUMNS:
        if sentence := _wrong(column, values.get(column)):
            errors.append(LineError(line, column, sentence))
    return Row(
        line,
        (values.get(EMAIL) or "").lower(),
        manager.lower() if (manager := values.get(MANAGER)) else None,
        values.get("department"),
        values.get("title"),
        country.upper() if (country := values.get("country")) else None,
    )


def _wrong(column: str, cell: str | None) -> str | None:
    if cell is None:
        return "an address is missing" if column == EMAIL else None
    if len(cell) > MAX_CELL:
        return f"longer than {MAX_CELL} characters"
    if column in (EMAIL, MANAGER) and not _ADDRESS.fullmatch(cell):
        return f"{cell!r} is not an e-mail address"
    if column == "country" and cell.upper() not in countries():
        return f"{cell!r} is not a country's two letters (as in DE, IN, US)"
    return None


@lru_cache
def countries() -> frozenset[str]:
    """The two-letter codes of ISO 3166, from the time zone database's own table."""
    table = files("tzdata").joinpath("zoneinfo/iso3166.tab").read_text(encoding="utf-8")
    return frozenset(line.split("\t")[0] for line in table.splitlines() if line and not line.startswith("#"))


def _repeated(rows: list[Row]) -> Iterator[LineError]:
    first: dict[str, int] = {}
    for row in rows:
        if row.email and row.email in first:
            yield LineError(row.line, EMAIL, f"{row.email} stands on line {first[row.email]} already")
        first.setdefault(row.email, row.line)


def _circles(rows: list[Row]) -> Iterator[LineError]:
    """One error a circle, at the first of its lines."""
    above = {row.email: row.manager_email for row in reversed(rows) if row.manager_email}
    lines = {row.email: row.line for row in reversed(rows)}
    done: set[str] = set()
    for start in above:
        path = _way_up(start, above, done)
        done.update(path)
        again = above.get(path[-1]) if path else None
        if again is not None and again in path:
            circle = path[path.index(again) :]
            first = min(range(len(circle)), key=lambda at: lines[circle[at]])
            circle = circle[first:] + circle[:first]
            yield LineError(lines[circle[0]], MANAGER, _circle_sentence(circle))


def _way_up(start: str, above: Mapping[str, str], done: set[str]) -> list[str]:
    """From one person to the top, or to where it is known already, or once around."""
    path: dict[str, None] = {}
    at = start
    while at in above and at not in done and at not in path:
        path[at] = None
        at = above[at]
    return list(path)


def _circle_sentence(circle: list[str]) -> str:
    if len(circle) == 1:
        return f"{circle[0]} can't be their own manager"
    return "these people manage each other in a circle: " + " → ".join([*circle, circle[0]])
