"""Praise in front of everyone in a channel: one post, once, and only praise."""

from dataclasses import replace
from datetime import timedelta
from itertools import product
from typing import Any

import pytest

from core.domain import policies
from core.domain.errors import InvalidForm
from core.domain.feedback import FeedbackKind, Quote, SubmissionState, Visibility
from core.domain.ids import PersonId
from core.domain.people import Person, PersonKind
from core.notifications import FeedbackInChannel, FeedbackNotPosted, FeedbackReceived
from core.ports import OutcomeUnknown, Unreachable
from core.services.revising import RevisingService
from tests.factories import Company
from tests.fakes.storage import FakeStore
from tests.slack.sample import BOB, DANA, item, submission

CHANNEL = "C0KUDOS"
PUBLIC: dict[str, Any] = {"visibility": Visibility.CHANNEL, "channel": CHANNEL}


def posts(company: Company) -> list[FeedbackInChannel]:
    """What stands in the channel."""
    standing = company.messenger.conversations.get(CHANNEL, {}).values()
    return [one.what for one in standing if isinstance(one.what, FeedbackInChannel)]


async def three(company: Company) -> tuple[Person, Person, Person]:
    return await company.hire("Ada"), await company.hire("Ben"), await company.hire("Cleo")


# -- the policy --


@pytest.mark.parametrize(("kind", "visibility"), list(product(FeedbackKind, Visibility)))
def test_only_praise_can_be_given_in_front_of_a_channel(kind: FeedbackKind, visibility: Visibility) -> None:
    forbidden = visibility is Visibility.CHANNEL and kind is not FeedbackKind.PRAISE
    assert policies.may_choose(kind, visibility) is not forbidden


@pytest.mark.parametrize(
    ("kind", "visibility", "state", "channel"),
    list(product(FeedbackKind, Visibility, SubmissionState, ("", CHANNEL))),
)
def test_only_what_is_sent_and_public_stands_in_a_channel(
    kind: FeedbackKind, visibility: Visibility, state: SubmissionState, channel: str
) -> None:
    one = submission(kind=kind, visibility=visibility, state=state, channel=channel)
    expected = (FeedbackKind.PRAISE, Visibility.CHANNEL, SubmissionState.SENT, CHANNEL)
    assert policies.may_show_in_channel(one) is ((kind, visibility, state, channel) == expected)


# -- giving --


async def test_it_is_posted_once_and_everybody_praised_has_a_copy(company: Company) -> None:
    ada, ben, cleo = await three(company)
    await company.send(ada, ben, cleo, text="Great talk", **PUBLIC)
    received = [await company.reads(person) for person in (ben, cleo)]
    assert [[type(what) for what in some] for some in received] == [[FeedbackReceived], [FeedbackReceived]]
    (post,) = posts(company)
    assert post.submission.text == "Great talk"
    assert (post.author, post.people) == (ada.ref, (ben.ref, cleo.ref))


async def test_nothing_stands_there_before_undo_is_over_and_after_it(company: Company) -> None:
    ada, ben, _ = await three(company)
    form = await company.give(ada, ben, **PUBLIC)
    await company.reads(ben)
    assert posts(company) == []
    await company.feedback.undo_feedback(company.workspace_id, ada.id, form.submission.id)
    company.clock.advance(seconds=61)
    await company.feedback.release_due(company.workspace_id)
    await company.reads(ben)
    assert posts(company) == []


async def test_a_quoted_message_stays_with_the_recipients(company: Company) -> None:
    ada, ben, _ = await three(company)
    await company.send(ada, ben, quote=Quote("A secret plan", "Ben", ""), **PUBLIC)
    (received,) = await company.reads(ben)
    assert isinstance(received, FeedbackReceived)
    assert received.item.submission.quote is not None
    (post,) = posts(company)
    assert post.submission.quote is None


@pytest.mark.parametrize("kind", [FeedbackKind.SUGGESTION])
async def test_a_suggestion_is_never_public(company: Company, kind: FeedbackKind) -> None:
    ada, ben, _ = await three(company)
    command = company.form(ada, ben, kind=kind, **PUBLIC)
    for give in (company.feedback.check_feedback, company.feedback.give_feedback):
        with pytest.raises(InvalidForm) as refused:
            await give(command)
        assert [(one.field, one.key) for one in refused.value.problems] == [
            ("visibility", "error-visibility-praise-only")
        ]


async def test_it_takes_a_channel(company: Company) -> None:
    ada, ben, _ = await three(company)
    with pytest.raises(InvalidForm) as refused:
        await company.give(ada, ben, visibility=Visibility.CHANNEL)
    assert [one.field for one in refused.value.problems] == ["channel"]


async def test_a_channel_left_in_the_form_counts_only_where_everyone_in_it_may_see(company: Company) -> None:
    ada, ben, _ = await three(company)
    form = await company.give(ada, ben, channel=CHANNEL)
    assert form.submission.channel == ""
    assert await company.give(ada, ben, form_key=form.submission.form_key) == form


async def test_an_edited_post_is_brought_up_to_date_and_a_withdrawn_one_is_gone(company: Company) -> None:
    ada, ben, _ = await three(company)
    revising = RevisingService(company.storage, company.clock, company.wake)
    (copy,) = await company.send(ada, ben, text="Graet talk", **PUBLIC)
    await company.reads(ben)
    which = (company.workspace_id, ada.id, copy.submission.id)
    await revising.edit_feedback(*which, "Great talk")
    await company.reads(ben)
    assert [post.submission.text for post in posts(company)] == ["Great talk"]
    await revising.withdraw_feedback(*which)
    await company.reads(ben)
    assert posts(company) == []


# -- where it goes wrong --


async def test_where_it_cannot_be_posted_the_author_is_told_and_the_copies_arrive(
    company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada, ben, _ = await three(company)
    post = company.messenger.post

    async def not_there(to: Any, *more: Any) -> Any:
        if to.conversation == CHANNEL:
            raise Unreachable("not_in_channel")
        return await post(to, *more)

    monkeypatch.setattr(company.messenger, "post", not_there)
    await company.send(ada, ben, **PUBLIC)
    assert [type(what) for what in await company.reads(ben)] == [FeedbackReceived]
    (told,) = [what for what in await company.reads(ada) if isinstance(what, FeedbackNotPosted)]
    assert told.form.submission.channel == CHANNEL
    assert posts(company) == []


async def test_an_author_who_left_meanwhile_has_praised_all_the_same(company: Company) -> None:
    ada, ben, _ = await three(company)
    await company.send(ada, ben, **PUBLIC)
    await company.becomes(ada, kind=PersonKind.DEACTIVATED)
    await company.reads(ben)
    assert len(posts(company)) == 1


async def test_a_post_of_unknown_outcome_is_posted_again_for_it_cannot_be_looked_up(
    company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada, ben, _ = await three(company)
    post, find = company.messenger.post, company.messenger.find
    lost: list[str] = []
    looked_in: list[str] = []

    async def losing(to: Any, *more: Any) -> Any:
        if to.conversation == CHANNEL and not lost:
            lost.append(to.conversation)
            raise OutcomeUnknown("timeout")
        return await post(to, *more)

    async def finding(to: Any, *more: Any) -> Any:
        looked_in.append(to.conversation)
        return await find(to, *more)

    monkeypatch.setattr(company.messenger, "post", losing)
    monkeypatch.setattr(company.messenger, "find", finding)
    await company.send(ada, ben, **PUBLIC)
    await company.deliverer.deliver_due(company.workspace_id)
    assert posts(company) == []
    assert isinstance(company.storage, FakeStore)
    company.storage.pass_time(timedelta(seconds=16))
    await company.reads(ben)
    assert len(posts(company)) == 1
    assert looked_in == []


# -- no secret notes --


@pytest.mark.parametrize(("kind", "visibility"), list(product(FeedbackKind, Visibility)))
def test_whoever_may_read_what_was_sent_the_person_it_is_about_may_too(
    kind: FeedbackKind, visibility: Visibility
) -> None:
    """No choice in the form, and no kind, makes feedback about somebody that they can't see."""
    one = item(submission(kind=kind, visibility=visibility, channel=CHANNEL), BOB, (DANA,))
    for state in SubmissionState:
        shown = replace(one, submission=replace(one.submission, state=state))
        others = [who for who in (DANA.id, PersonId("x")) if policies.may(who, policies.Action.READ, shown)]
        public = policies.may_show_in_channel(shown.submission)
        if others or public:
            assert policies.may(BOB.id, policies.Action.READ, shown)
