"""Who may do what with a request, as one table: every standing, action and state, nothing left out."""

from datetime import UTC, date, datetime
from itertools import product

import pytest

from core.domain import policies
from core.domain.feedback import Visibility
from core.domain.ids import AskId, PersonId, RequestId, WorkspaceId
from core.domain.policies import AskAction, AskStanding
from core.domain.requests import Ask, AskState, Request

NOW = datetime(2026, 11, 2, tzinfo=UTC)

# what is not in this table is forbidden
ALLOWED = """
requester read        asked answering answered declined cancelled closed
requester read_reason declined
asked     read        asked answering answered declined cancelled closed
asked     read_reason declined
asked     answer      asked
asked     put_off     asked
asked     decline     asked
"""
ALLOWED_CELLS = {
    (standing, action, state)
    for standing, action, *states in (line.split() for line in ALLOWED.strip().splitlines())
    for state in states
}
PEOPLE = {"requester", "asked", "about", "manager", "another who is asked", "nobody"}


def request(about: str = "about") -> Request:
    return Request(
        RequestId("r"),
        WorkspaceId("w"),
        "V1",
        PersonId("requester"),
        PersonId(about),
        "?",
        Visibility.RECIPIENT,
        date(2026, 11, 9),
        NOW,
    )


def ask(state: AskState) -> Ask:
    return Ask(AskId("a"), RequestId("r"), PersonId("asked"), NOW, date(2026, 11, 9), state)


@pytest.mark.parametrize(
    ("person", "action", "state"), list(product(sorted(PEOPLE), AskAction, AskState)), ids=str
)
@pytest.mark.parametrize("about", ["about", "requester"])
def test_asks(person: str, action: AskAction, state: AskState, about: str) -> None:
    standing = policies.ask_standing(PersonId(person), request(about), ask(state))
    expected = person if person in ("requester", "asked") else "nobody"
    assert standing is AskStanding(expected)
    allowed = policies.may_with_ask(PersonId(person), action, request(about), ask(state))
    assert allowed is ((expected, action.value, state.value) in ALLOWED_CELLS)


@pytest.mark.parametrize("person", sorted(PEOPLE))
def test_only_whoever_asked_sees_the_whole_of_it(person: str) -> None:
    assert policies.may_see_request(PersonId(person), request()) is (person == "requester")


@pytest.mark.parametrize(
    ("requester", "about", "manager"),
    list(product(["ann", "bob", "mia"], ["ann", "bob"], [None, "ann", "mia"])),
)
def test_about_whom_one_may_ask(requester: str, about: str, manager: str | None) -> None:
    may = policies.may_ask_about(PersonId(requester), PersonId(about), PersonId(manager) if manager else None)
    assert may is (requester in (about, manager))
