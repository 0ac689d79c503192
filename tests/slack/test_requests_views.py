"""The views of requests: as they go to Slack, and within its limits whatever people typed."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.json import JSONSnapshotExtension

from core.domain.feedback import MAX_TEXT, Box, Visibility
from core.domain.paging import Cursor, Page
from core.domain.people import LineSource, LineState, PersonRef, ReportingLine
from core.domain.requests import MAX_ASKED, MAX_QUESTION, MAX_REASON, AskState, Later, RequestItem
from core.domain.workspaces import Access
from core.notifications import (
    FeedbackReceived,
    Notification,
    RequestAnswered,
    RequestAsked,
    RequestClosed,
    RequestDeclined,
    RequestPlaced,
    RequestReminder,
)
from core.services.people import Setup
from core.services.requests import AskOptions
from core.words import words_for
from handlers.slack.metadata import AnswerState, AskFormState, HomeState, RequestRef
from handlers.slack.views.detail import feedback_detail
from handlers.slack.views.home import HomeFacts, RequestFacts, home_view
from handlers.slack.views.messages import render
from handlers.slack.views.requests import Asking, Template, ask_form, template_text
from handlers.slack.views.requests_answer import answer_form, decline_modal, put_off_modal
from handlers.slack.views.requests_list import (
    add_people_modal,
    extend_modal,
    request_modal,
    requests_modal,
)
from tests.slack.desk import buttons, texts
from tests.slack.sample import ALICE, AT, BOB, CAROL, DANA, GONE, ZONE, draft, item, person, place
from tests.slack.sample_requests import (
    DUE,
    EVERY_STATE,
    LATE,
    OF_A_MANAGER,
    OPTIONS,
    about_bob,
    answered,
    asked,
    request,
    whole,
)
from tests.slack.test_views_limits import few, fits, fits_message, people, typed

WORDS = words_for("en-US")
STATE = AskFormState()
CURSOR = Cursor(AT, "request-1")
REF = RequestRef(request="request-1")


@pytest.fixture
def golden(snapshot: SnapshotAssertion) -> SnapshotAssertion:
    return snapshot.use_extension(JSONSnapshotExtension)


MESSAGES: dict[str, Notification] = {
    "asked": RequestAsked(asked(), (ALICE,)),
    "asked about somebody": RequestAsked(about_bob(), (BOB, DANA)),
    "asked, put off": RequestAsked(asked(snoozed_until=LATE), (ALICE,)),
    "asked, answered": RequestAsked(asked(state=AskState.ANSWERING), (ALICE,)),
    "asked, declined": RequestAsked(asked(state=AskState.DECLINED), (ALICE,)),
    "asked, cancelled": RequestAsked(asked(state=AskState.CANCELLED), (ALICE,)),
    "asked, closed": RequestAsked(asked(state=AskState.CLOSED, requester=GONE, about=GONE), (GONE,)),
    "reminder": RequestReminder(asked(), (ALICE, DANA)),
    "reminder about somebody": RequestReminder(about_bob(), (BOB, DANA)),
    "placed": RequestPlaced(whole(*EVERY_STATE)),
    "placed about somebody": RequestPlaced(whole(about_bob())),
    "placed and cancelled": RequestPlaced(whole(of=request(cancelled_at=AT))),
    "answer received": FeedbackReceived(answered()),
    "answer received, asked by another": FeedbackReceived(answered(DANA)),
    "answer for whoever asked": RequestAnswered(answered(DANA)),
    "declined": RequestDeclined(asked(state=AskState.DECLINED)),
    "declined, and why": RequestDeclined(asked(state=AskState.DECLINED, reason="I wasn't there")),
    "closed": RequestClosed(asked(state=AskState.CLOSED)),
}


@pytest.mark.parametrize("what", MESSAGES)
def test_messages(golden: SnapshotAssertion, what: str) -> None:
    rendered = render(MESSAGES[what], WORDS, ZONE)
    assert {"text": rendered.text, "blocks": rendered.blocks} == golden


VIEWS = {
    "form": ask_form(WORDS, Asking(), STATE, OPTIONS),
    "form, no manager": ask_form(WORDS, Asking(), STATE, replace(OPTIONS, manager=None)),
    "form of a manager": ask_form(WORDS, Asking(), STATE, OF_A_MANAGER),
    "form about a report": ask_form(WORDS, Asking(about=BOB.id), STATE, OF_A_MANAGER),
    "form, everything": ask_form(
        WORDS,
        Asking(
            ("U002", "U003"),
            question="About the launch",
            due_on=date(2026, 12, 24),
            seen=Visibility.RECIPIENT_AND_MANAGER,
            busy_later=True,
            template=Template.MORE,
        ),
        AskFormState(question=2, from_draft="d", draft_key="k"),
        OPTIONS,
        (BOB, CAROL),
        "Look again",
    ),
    "answer": answer_form(WORDS, asked(), (ALICE,), AnswerState(answers="ask-1")),
    "answer about somebody": answer_form(
        WORDS,
        about_bob(),
        (BOB, DANA),
        AnswerState(answers="ask-1", manager="person-4"),
        "So far",
        "Look again",
    ),
    "not now": put_off_modal(WORDS, asked(), {Later.TOMORROW: DUE, Later.NEXT_WEEK: DUE + timedelta(days=6)}),
    "decline": decline_modal(WORDS, asked()),
    "list": requests_modal(
        WORDS,
        Page((whole(*EVERY_STATE), whole(about_bob())), newer=CURSOR, older=CURSOR),
        ZONE,
        LATE,
    ),
    "list, nothing yet": requests_modal(WORDS, Page(()), ZONE, AT),
    "request": request_modal(WORDS, whole(*EVERY_STATE), None, ZONE, LATE),
    "request, with the manager": request_modal(
        WORDS, whole(of=request(visibility=Visibility.RECIPIENT_AND_MANAGER)), DANA, ZONE, AT
    ),
    "request about somebody": request_modal(WORDS, whole(about_bob()), DANA, ZONE, AT),
    "request, over": request_modal(WORDS, whole(asked(state=AskState.ANSWERED)), None, ZONE, AT),
    "request, cancelled": request_modal(
        WORDS, whole(asked(request(cancelled_at=AT), state=AskState.CANCELLED)), None, ZONE, AT
    ),
    "more time": extend_modal(WORDS, whole(), LATE.date()),
    "more people": add_people_modal(WORDS, REF),
    "more people, one busy": add_people_modal(WORDS, REF, ("U002",), (BOB,), later=True),
    "answer, opened by the one it is about": feedback_detail(WORDS, answered(), BOB.id, ZONE),
    "answer, opened by whoever asked": feedback_detail(WORDS, answered(DANA), DANA.id, ZONE),
    "answer, opened by its author": feedback_detail(WORDS, answered(DANA), ALICE.id, ZONE),
}


@pytest.mark.parametrize("what", VIEWS)
def test_views(golden: SnapshotAssertion, what: str) -> None:
    assert VIEWS[what] == golden


def test_home_shows_what_waits_and_what_was_asked() -> None:
    requests = RequestFacts([asked(), about_bob(), asked()], Page((whole(),)), AT)
    pages = {box: Page(()) for box in Box}
    blocks = home_view(WORDS, HomeFacts(place(), pages, (), HomeState(), requests))["blocks"]
    shown = texts(blocks)
    assert buttons(blocks).count("Answer") == 2
    for words in ("would like your feedback about <@U002>", "There is more", "<@U003>: answered"):
        assert words in shown
    assert "All your requests" in buttons(blocks)
    without = home_view(WORDS, HomeFacts(place(), pages, (), HomeState()))["blocks"]
    assert "Ask for feedback" in buttons(without)
    assert "Answer" not in buttons(without)


# -- whatever people typed, and are called ---


@few
@given(people(least=3, most=3), typed, st.sampled_from(AskState), st.booleans())
def test_messages_fit(who: list[PersonRef], text: str, state: AskState, put_off: bool) -> None:
    person_asked, requester, about = who
    of = request(requester_id=requester.id, about_id=about.id, question=text[:MAX_QUESTION])
    one = asked(
        of,
        person_asked,
        requester,
        about,
        state=state,
        reason=text[:MAX_REASON],
        snoozed_until=AT if put_off else None,
    )
    told: list[Notification] = [
        RequestAsked(one, (requester, about)),
        RequestReminder(one, (requester, about)),
        RequestPlaced(whole(*[one] * MAX_ASKED)),
        RequestDeclined(one),
        RequestClosed(one),
    ]
    for what in told:
        rendered = render(what, WORDS, "Asia/Kolkata")
        fits_message(rendered.text, rendered.blocks)


@given(st.sampled_from(AskState))
def test_previews_say_nothing_of_what_people_wrote(state: AskState) -> None:
    secret = "zq7-what-was-said"
    one = asked(request(question=secret), state=state, reason=secret)
    for what in (RequestAsked(one, (ALICE,)), RequestReminder(one, (ALICE,)), RequestDeclined(one)):
        assert secret not in render(what, WORDS, "UTC").text


def test_whoever_asked_does_not_see_an_answer_that_may_still_be_undone() -> None:
    on_its_way = whole(asked(state=AskState.ANSWERING))
    assert "answered" not in str(render(RequestPlaced(on_its_way), WORDS, "UTC").blocks)
    assert "answered" not in str(request_modal(WORDS, on_its_way, None, ZONE, AT)["blocks"][4:])


def test_a_reason_is_shown_to_nobody_but_whoever_asked() -> None:
    declined = asked(state=AskState.DECLINED, reason="zq7-why")
    for what in (RequestAsked(declined, (ALICE,)), RequestPlaced(whole(declined)), RequestClosed(declined)):
        assert "zq7-why" not in str(render(what, WORDS, "UTC").blocks)


@few
@given(
    people(least=0, most=MAX_ASKED),
    people(least=1, most=12),
    typed,
    st.sampled_from(Visibility),
    st.sampled_from([None, *Template]),
    st.booleans(),
)
def test_the_form_fits(
    chosen: list[PersonRef],
    reports: list[PersonRef],
    text: str,
    seen: Visibility,
    template: Template | None,
    about_report: bool,
) -> None:
    unique = {one.id: one for one in reports}
    many = tuple(replace(reports[0], id=f"r{number}") for number in range(120))  # pyright: ignore[reportArgumentType]
    for offered in (tuple(unique.values()), many):
        options = AskOptions(ALICE, offered, reports[0], DUE)
        asking = Asking(
            tuple(one.external_id for one in chosen),
            about=offered[-1].id if about_report else None,
            question=text * 2,
            seen=seen,
            template=template,
        )
        fits(ask_form(WORDS, asking, AskFormState(question=7), options, chosen, text))


@few
@given(people(least=2, most=2), typed, st.lists(typed, max_size=3))
def test_the_other_views_fit(who: list[PersonRef], text: str, drafts: list[str]) -> None:
    requester, about = who
    of = request(requester_id=requester.id, about_id=about.id, question=text[:MAX_QUESTION])
    one = asked(of, BOB, requester, about, state=AskState.DECLINED, reason=text[:MAX_REASON])
    item_ = whole(*[one] * MAX_ASKED)
    answer_state = AnswerState(answers="a" * 32, manager="m" * 32, from_draft="d" * 32, draft_key="k" * 80)
    fits(answer_form(WORDS, one, who, answer_state, text[:MAX_TEXT], text))
    fits(put_off_modal(WORDS, one, {Later.TOMORROW: DUE, Later.NEXT_WEEK: DUE}))
    fits(decline_modal(WORDS, one))
    fits(request_modal(WORDS, item_, about, ZONE, AT))
    fits(request_modal(WORDS, whole(*[replace(one, ask=asked().ask)] * MAX_ASKED), about, ZONE, AT))
    fits(requests_modal(WORDS, Page((item_,) * 6, newer=CURSOR, older=CURSOR), ZONE, AT))
    fits(extend_modal(WORDS, item_, DUE))
    fits(add_people_modal(WORDS, REF, [one.external_id for one in who], who, later=False))
    fits(_fullest_home(item_, drafts))


def _fullest_home(item_: RequestItem, drafts: list[str]) -> dict[str, object]:
    """Everything there can be on one Home."""
    pages = {box: Page((item(),) * 5, newer=CURSOR, older=CURSOR) for box in Box}
    line = ReportingLine(person().id, DANA.id, LineSource.SELF, LineState.CONFIRMED, AT)
    full = place(
        line=line, manager=DANA, proposals=(BOB,) * 12, setup=Setup(Access(), (CAROL,) * 30, may_name=True)
    )
    requests = RequestFacts([asked()] * 3, Page((item_,) * 2), AT)
    kept = [draft(text, number) for number, text in enumerate(drafts)]
    return home_view(WORDS, HomeFacts(full, pages, kept, HomeState(), requests))


@pytest.mark.parametrize("template", Template)
def test_templates_ask_about_oneself_or_somebody_by_name(template: Template) -> None:
    mine, bobs = template_text(WORDS, template, None), template_text(WORDS, template, BOB)
    assert (mine == "") is (bobs == "") is (template is Template.FREE)
    if mine:
        assert "Bob" in bobs
        assert "Bob" not in mine
