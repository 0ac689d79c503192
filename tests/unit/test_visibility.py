"""Whatever happens in a company, nobody sees what is not theirs to see."""

import asyncio
from dataclasses import dataclass
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from core.domain import policies
from core.domain.errors import EverloopError
from core.domain.feedback import Box, FeedbackItem, Quote, SubmissionState
from core.domain.people import Person
from core.domain.policies import Action, Standing
from core.notifications import FeedbackForManager, FeedbackReceived
from core.services.feedback import ManagersChanged
from tests.factories import Company, company_in
from tests.fakes.storage import FakeStore

PEOPLE = 4
person = st.integers(0, PEOPLE - 1)
QUOTE = Quote("a message", "somebody", "https://example.com/m")


@dataclass(frozen=True)
class Step:
    what: str
    one: int
    others: tuple[int, ...]
    flag: bool


steps = st.builds(
    Step,
    st.sampled_from(["give", "give", "give", "undo", "wait", "thank", "share", "manager"]),
    person,
    st.lists(person, min_size=1, max_size=3).map(tuple),
    st.booleans(),
)


async def live(company: Company, people: list[Person], step: Step) -> None:
    """One thing that happens. What isn't possible isn't done, and the refusal is no concern here."""
    one, other = people[step.one], people[step.others[0]]
    workspace_id = company.workspace_id
    match step.what:
        case "give":
            await give(company, one, [people[index] for index in step.others], with_manager=step.flag)
        case "wait":
            company.clock.advance(seconds=61)
            await company.feedback.release_due(workspace_id)
        case "manager":
            await company.people.name_manager(workspace_id, one.id, other.id)
            await company.people.decide_manager(workspace_id, other.id, one.id, step.flag)
        case _:
            for item in await everything(company):
                await act(company, step.what, one, item)


async def give(company: Company, author: Person, to: list[Person], *, with_manager: bool) -> None:
    more: dict[str, Any] = {"quote": QUOTE, "managers": {} if with_manager else None}
    try:
        await company.give(author, *to, **more)
    except ManagersChanged as changed:
        form = company.form(author, *to, **more)
        object.__setattr__(form, "managers", changed.managers.by_recipient)
        await company.feedback.give_feedback(form)


async def act(company: Company, what: str, one: Person, item: FeedbackItem) -> None:
    service, workspace_id = company.feedback, company.workspace_id
    try:
        if what == "undo":
            await service.undo_feedback(workspace_id, one.id, item.submission.id)
        elif what == "thank":
            await service.thank_for_feedback(workspace_id, one.id, item.feedback.id)
        else:
            await service.share_feedback(workspace_id, one.id, item.feedback.id)
    except EverloopError:
        pass


async def everything(company: Company) -> list[FeedbackItem]:
    """All copies there are, as the storage has them."""
    async with company.reading() as unit:
        people = [one async for batch in unit.people.all() for one in batch]
        forms: dict[str, FeedbackItem] = {}
        for one in people:
            page = await unit.feedback.page(one.id, Box.GIVEN, None, 1000)
            forms |= {item.feedback.id: item for item in page.items}
    return list(forms.values())


async def seen_by(company: Company, one: Person) -> list[FeedbackItem]:
    """All that any list or message shows somebody."""
    seen: list[FeedbackItem] = []
    for box in Box:
        page = await company.feedback.list_feedback(company.workspace_id, one.id, box, limit=1000)
        seen += page.items
    for what in await company.reads(one):
        if isinstance(what, FeedbackReceived | FeedbackForManager):
            seen.append(what.item)
    return seen


def check(one: Person, item: FeedbackItem, truth: FeedbackItem) -> None:
    assert policies.may(one.id, Action.READ, truth)
    standing = policies.standing(one.id, truth.submission, truth.feedback)
    if standing is not Standing.AUTHOR:
        assert truth.submission.state is SubmissionState.SENT
    assert (item.submission.quote is None) is (standing is Standing.READER)


async def story(told: list[Step]) -> None:
    async with company_in(FakeStore()) as company:
        people = [await company.hire(f"P{number}") for number in range(PEOPLE)]
        for step in told:
            try:
                await live(company, people, step)
            except EverloopError:
                continue
        truth = {item.feedback.id: item for item in await everything(company)}
        for one in people:
            seen = {item.feedback.id: item for item in await seen_by(company, one)}
            for item in seen.values():
                check(one, item, truth[item.feedback.id])
            for item in truth.values():
                await open_all(company, one, item, seen)


async def open_all(company: Company, one: Person, item: FeedbackItem, seen: dict[Any, FeedbackItem]) -> None:
    """What may be read opens and is in a list; what may not does not open."""
    try:
        opened = await company.feedback.open_feedback(company.workspace_id, one.id, item.feedback.id)
    except EverloopError:
        assert not policies.may(one.id, Action.READ, item)
        assert item.feedback.id not in seen
    else:
        check(one, opened, item)
        assert item.feedback.id in seen


@settings(max_examples=60)
@given(st.lists(steps, min_size=3, max_size=14))
def test_nobody_sees_what_is_not_theirs(told: list[Step]) -> None:
    asyncio.run(story(told))
