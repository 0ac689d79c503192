"""Reading the people team's file: what it may look like, and where it is wrong."""

import csv
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.services.people_file import COLUMNS, BadFile, PeopleFile, Row, countries, read_people_file


def errors(text: str) -> list[str]:
    with pytest.raises(BadFile) as caught:
        read_people_file(text)
    return [str(error) for error in caught.value.errors]


def test_all_columns() -> None:
    assert read_people_file(
        "email,manager_email,department,title,country\n"
        "ann@x.io,mia@x.io,Tools,Engineer,DE\n"
        'mia@x.io,,"Tools, and more","Head of\nTools",IN\n'
        "zoe@x.io,,,,\n"
    ) == PeopleFile(
        frozenset(COLUMNS),
        (
            Row(2, "ann@x.io", "mia@x.io", "Tools", "Engineer", "DE"),
            Row(3, "mia@x.io", None, "Tools, and more", "Head of\nTools", "IN"),
            Row(5, "zoe@x.io"),
        ),
    )


@pytest.mark.parametrize(
    "text",
    [
        "email,country\nann@x.io,DE\n",
        "\ufeffemail,country\nann@x.io,DE",
        "Country , E-Mail\nde, Ann@X.io\n".replace("E-Mail", "EMAIL"),
        "email;country\r\nann@x.io;DE\r\n",
        "email\tcountry\nann@x.io\tde\n",
        "\n\nemail;country\n\n;\nann@x.io;DE\n\n",
    ],
    ids=["plain", "byte order mark", "any order and case", "semicolons", "tabs", "empty lines"],
)
def test_as_spreadsheets_write_it(text: str) -> None:
    file = read_people_file(text)
    assert file.columns == {"email", "country"}
    assert [(row.email, row.country) for row in file.rows] == [("ann@x.io", "DE")]


def test_line_numbers_are_the_editors() -> None:
    assert [row.line for row in read_people_file('email,title\n\na@x.io,"b\nc"\n\nd@x.io,e\n').rows] == [3, 6]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", ["line 1, column email: this column is missing"]),
        ("title\nBoss\n", ["line 1, column email: this column is missing"]),
        ("email,title,title\n", ["line 1, column title: this column is there twice"]),
        ("email\nann\n", ["line 2, column email: 'ann' is not an e-mail address"]),
        ("email,title\n,Boss\n", ["line 2, column email: an address is missing"]),
        ("email\na@x.io\nA@X.io\n", ["line 3, column email: a@x.io stands on line 2 already"]),
        (
            "email,manager_email\na@x.io,b@x\n",
            ["line 2, column manager_email: 'b@x' is not an e-mail address"],
        ),
        (
            "email,country\na@x.io,Germany\nb@x.io,UK\n",
            [
                "line 2, column country: 'Germany' is not a country's two letters (as in DE, IN, US)",
                "line 3, column country: 'UK' is not a country's two letters (as in DE, IN, US)",
            ],
        ),
        ("email\na@x.io,more\n", ["line 2: 2 cells, where the header has 1"]),
        (f"email,title\na@x.io,{'x' * 201}\n", ["line 2, column title: longer than 200 characters"]),
        ('email\na@x.io\n"b@x.io\n', ["line 3: this is not a table: unexpected end of data"]),
        (
            "email,manager_email\na@x.io,A@x.io\n",
            ["line 2, column manager_email: a@x.io can't be their own manager"],
        ),
        (
            "email,manager_email\nz@x.io,a@x.io\nc@x.io,a@x.io\na@x.io,b@x.io\nb@x.io,c@x.io\n",
            [
                "line 3, column manager_email: these people manage each other in a circle: "
                "c@x.io → a@x.io → b@x.io → c@x.io"
            ],
        ),
    ],
)
def test_where_it_is_wrong(text: str, said: list[str]) -> None:
    assert errors(text) == said


def test_a_column_nobody_knows_is_named() -> None:
    [said] = errors("email,salary\na@x.io,1\n")
    assert said.startswith("line 1, column salary: nobody knows this column; known are email, manager_email")


def test_everything_that_is_wrong_is_said_at_once() -> None:
    assert len(errors("email,country\nann,XX\nbob@x.io,DE\nbob@x.io,YY\n")) == 4


def test_every_country() -> None:
    assert len(countries()) > 240
    assert {"DE", "IN", "US", "GB", "XK"} & countries() == {"DE", "IN", "US", "GB"}


cells = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=30)


@given(st.lists(st.tuples(cells, cells), max_size=8))
def test_what_is_written_is_read(rows: list[tuple[str, str]]) -> None:
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["email", "department", "title"])
    for number, (department, title) in enumerate(rows):
        writer.writerow([f"p{number}@x.io", department, title])
    read = read_people_file(text.getvalue()).rows
    assert [(row.department, row.title) for row in read] == [
        (department.strip() or None, title.strip() or None) for department, title in rows
    ]


@given(st.text(max_size=200) | st.text('email,;\n"@.\t x', max_size=80))
def test_no_file_is_worse_than_an_error(text: str) -> None:
    try:
        read_people_file(text)
    except BadFile as bad:
        assert bad.errors
        assert all(error.line >= 1 and error.sentence for error in bad.errors)


@given(st.lists(st.integers(0, 7), min_size=1, max_size=8))
def test_a_circle_is_an_error_and_nothing_else_is(managers: list[int]) -> None:
    lines = [f"p{n}@x.io,{f'p{m}@x.io' if m < len(managers) else ''}" for n, m in enumerate(managers)]

    def has_end(person: int) -> bool:
        for _ in managers:
            person = managers[person] if person < len(managers) else person
        return person >= len(managers)

    text = "\n".join(["email,manager_email", *lines])
    if all(has_end(person) for person in range(len(managers))):
        assert len(read_people_file(text).rows) == len(managers)
    else:
        assert all("manager" in error for error in errors(text))
