"""However often and in whatever order a form arrives, it is one feedback, and it says what was said last."""

import asyncio
from dataclasses import dataclass

from hypothesis import given, settings
from hypothesis import strategies as st

from core.domain.errors import TooLate
from core.domain.feedback import SentForm, SubmissionState
from core.notifications import FeedbackReceived
from tests.factories import Company, company_in
from tests.fakes.storage import FakeStore


@dataclass(frozen=True)
class Values:
    text: str
    to: frozenset[int]


values = st.builds(Values, st.sampled_from(["a", "b"]), st.frozensets(st.integers(0, 2), min_size=1))
arrivals = st.lists(st.one_of(values, st.sampled_from(["wait", "send", "undo"])), min_size=1, max_size=8)


async def story(arriving: list[Values | str]) -> None:
    async with company_in(FakeStore()) as company:
        ann = await company.hire("Ann")
        others = [await company.hire(f"P{number}") for number in range(3)]
        last: Values | None = None
        form: SentForm | None = None
        for arrival in arriving:
            if isinstance(arrival, Values):
                command = company.form(
                    ann, *(others[one] for one in sorted(arrival.to)), text=arrival.text, form_key="V1"
                )
                try:
                    taken = await company.feedback.give_feedback(command)
                except TooLate:
                    assert form is not None
                    assert form.submission.state is not SubmissionState.HELD
                    assert arrival != last, "the same values again are never refused"
                else:
                    assert form is None or taken.submission.id == form.submission.id
                    last = arrival
            elif form is not None:
                await move_on(company, arrival, form)
            async with company.reading() as unit:
                form = await unit.feedback.by_form_key("V1")
        if form is not None and last is not None:
            assert form.submission.text == last.text
            recipients = {copy.recipient.name for copy in form.copies}
            assert recipients == {f"P{number}" for number in last.to}
            sent = form.submission.state is SubmissionState.SENT
            for one in others:
                got = await company.reads(one)
                assert [type(what) for what in got] == [FeedbackReceived] * (sent and one.name in recipients)


async def move_on(company: Company, how: str, form: SentForm) -> None:
    if how == "wait":
        company.clock.advance(seconds=20)
    elif how == "send":
        company.clock.advance(seconds=60)
        await company.feedback.release_due(company.workspace_id)
    else:
        author, submission = form.submission.author_id, form.submission.id
        try:
            await company.feedback.undo_feedback(company.workspace_id, author, submission)
        except TooLate:
            assert form.submission.state is SubmissionState.SENT


@settings(max_examples=60)
@given(arrivals)
def test_one_form_is_one_feedback(arriving: list[Values | str]) -> None:
    asyncio.run(story(arriving))


async def test_two_at_once(company: Company) -> None:
    ann, bob = await company.hire("Ann"), await company.hire("Bob")
    command = company.form(ann, bob)
    forms = await asyncio.gather(*(company.feedback.give_feedback(command) for _ in range(5)))
    assert len({form.submission.id for form in forms}) == 1
    assert len(await company.reads(ann)) == 1
