"""Every view, whatever people typed and are called: within Slack's limits, and nothing typed is live in it.

The judge is the sandbox's own reading of Block Kit's rules.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, cast

from hypothesis import given, settings
from hypothesis import strategies as st

from core.domain.feedback import (
    MAX_QUOTE,
    MAX_RECIPIENTS,
    MAX_TEXT,
    Box,
    FeedbackItem,
    FeedbackKind,
    Quote,
    ReaderReason,
    Submission,
    SubmissionState,
    Visibility,
)
from core.domain.ids import DraftId
from core.domain.paging import Cursor, Page
from core.domain.people import LineSource, LineState, PersonRef, ReportingLine
from core.domain.policies import Refusal
from core.domain.replies import SHOWN, Thread
from core.domain.revisions import Version
from core.domain.workspaces import Access, Audience
from core.notifications import (
    DraftKept,
    FeedbackForManager,
    FeedbackReceived,
    FeedbackSubmitted,
    FeedbackThanked,
    FeedbackUndeliverable,
    FeedbackWithdrawn,
    ManagerDecided,
    ManagerProposed,
    Notification,
    ReplyPosted,
    ReportMade,
    ReportReceived,
)
from core.services.feedback_reading import without_words
from core.services.people import Setup
from core.services.reports import MAX_PAUSED
from core.words import words_for
from handlers.slack.limits import clip, units
from handlers.slack.metadata import (
    DraftRef,
    EditState,
    FormState,
    HomeState,
    ReplyState,
    ReportState,
    quote_mark,
)
from handlers.slack.payloads import Json
from handlers.slack.views.detail import Around, feedback_detail, submission_detail
from handlers.slack.views.feedback import Filled, everything_typed, feedback_form
from handlers.slack.views.help import help_message
from handlers.slack.views.home import HomeFacts, home_view
from handlers.slack.views.lists import list_modal
from handlers.slack.views.messages import render
from handlers.slack.views.note import note_modal
from handlers.slack.views.parts import own_words
from handlers.slack.views.replies import reply_modal
from handlers.slack.views.reports import FilledReport, report_detail, report_modal
from handlers.slack.views.revising import edit_modal
from handlers.slack.views.setup import group_options, setup_modal
from sandbox.blockkit import check_blocks, check_view
from tests.slack.sample import (
    ALICE,
    AT,
    draft,
    evidence,
    form,
    item,
    managers,
    person,
    place,
    report,
    said,
    submission,
)

WORDS = words_for("en")
USERS = [f"U{number:03}" for number in range(40)]
CHANNELS = ["C1"]
MARK = "<!channel>"

few = settings(max_examples=30)
ANY = st.characters(exclude_categories=["Cs"])
typed = st.one_of(
    st.text(ANY, min_size=1, max_size=120),
    st.sampled_from(
        [
            "&" * MAX_TEXT,
            MARK * 300,
            "x" * MAX_TEXT,
            "🙂" * 1500,
            f"*b* {MARK} <@U1> <https://x.example|y> `c` ~s~ &amp; :tada::+1::skin-tone-3:",
            "https://a.example/b?c=d&e=f), http://x https://[bad https://..",
            "\n\n\t ",
            "\x00\x1f\u202e\ufeff",
        ]
    ),
)
quotes = st.one_of(
    st.none(),
    st.builds(
        Quote,
        typed.map(lambda text: text[:MAX_QUOTE]),
        st.sampled_from(["", "Bob", MARK]),
        st.sampled_from(["", "https://acme.slack.com/archives/C1/p1"]),
    ),
)
names = st.one_of(st.sampled_from(["Bob", "", MARK, "*Bob*", "N" * 80, "🙂" * 80]), st.text(ANY, max_size=80))


@st.composite
def people(draw: st.DrawFn, least: int = 1, most: int = 1) -> list[PersonRef]:
    chosen = draw(st.lists(st.integers(2, 39), min_size=least, max_size=most, unique=True))
    return [PersonRef(cast(Any, f"person-{n}"), draw(names).strip(), USERS[n]) for n in chosen]


@st.composite
def submissions(draw: st.DrawFn) -> Submission:
    state = draw(st.sampled_from(SubmissionState))
    return submission(
        text=draw(typed)[:MAX_TEXT],
        kind=draw(st.sampled_from(FeedbackKind)),
        state=state,
        sent_at=AT if state is SubmissionState.SENT else None,
        quote=draw(quotes),
    )


@st.composite
def items(draw: st.DrawFn, of: st.SearchStrategy[Submission] = submissions()) -> FeedbackItem:  # noqa: B008
    recipient, *readers = draw(people(least=1, most=4))
    return item(
        draw(of),
        recipient,
        tuple(readers),
        draw(st.sampled_from(ReaderReason)),
        thanked=draw(st.booleans()),
        unreachable=draw(st.booleans()),
        author=draw(st.sampled_from([ALICE, replace(ALICE, name=MARK)])),
    )


def live(node: Any) -> Iterator[str]:
    """Every text in which Slack would take markup for markup."""
    if isinstance(node, list):
        for one in cast(list[Any], node):
            yield from live(one)
    elif isinstance(node, dict):
        found = cast(dict[str, Any], node)
        if found.get("type") == "mrkdwn":
            yield found["text"]
        for value in found.values():
            yield from live(value)


def fits(view: Json) -> None:
    assert check_view(view, view["type"], USERS, CHANNELS) == []
    assert not any(MARK in text for text in live(view))


def fits_message(text: str, blocks: list[Json]) -> None:
    assert check_blocks(blocks, USERS, CHANNELS) == []
    assert text.strip()
    assert MARK not in text
    assert not any(MARK in shown for shown in live(blocks))


def thread_of(texts: list[str]) -> Thread:
    return Thread(tuple(said(ALICE, text[:MAX_TEXT], edited_at=AT) for text in texts), more=True)


def versions_of(texts: list[str]) -> list[Version]:
    return [Version(number, text[:MAX_TEXT], AT) for number, text in enumerate(texts)]


@few
@given(items(), people(), typed)
def test_talk_about_it(shown: FeedbackItem, others: list[PersonRef], text: str) -> None:
    """Replies, reports, and the forms for them."""
    reply = said(others[0], text[:MAX_TEXT], edited_at=AT, unreachable=True)
    for what in (
        FeedbackWithdrawn(shown, may_report=True),
        *(ReplyPosted(shown, reply, own) for own in (True, False)),
        ReportMade(report(others[0])),
        ReportReceived(report(), paused=True),
        ReportReceived(report(others[0]), paused=True),
    ):
        rendered = render(what, WORDS, "Europe/Berlin")
        fits_message(rendered.text, rendered.blocks)
    fits(reply_modal(WORDS, others[0], ReplyState(replies_to="f", editing="r"), text * 2))
    fits(edit_modal(WORDS, form(shown.submission, shown), EditState(edits="s"), text * 2))
    admins = [replace(others[0], id=number) for number in range(30)]
    state = ReportState(reports="f" * 32, admins=["a" * 32] * 30)
    fits(report_modal(WORDS, others[0], admins, state, FilledReport(text * 2, pause=True), text))
    fits(report_detail(WORDS, evidence(text[:MAX_TEXT], text[:MAX_TEXT]), "Europe/Berlin"))


@few
@given(items(), people())
def test_messages(shown: FeedbackItem, others: list[PersonRef]) -> None:
    sent_form = form(shown.submission, shown)
    told: list[Notification] = [
        FeedbackReceived(shown),
        FeedbackForManager(shown),
        FeedbackSubmitted(sent_form, AT),
        FeedbackSubmitted(sent_form, None),
        FeedbackThanked(shown),
        FeedbackUndeliverable(shown),
        *(ManagerProposed(others[0], shown.recipient, decided) for decided in (None, True, False)),
        ManagerDecided(others[0], True),
        ManagerDecided(others[0], False),
        DraftKept(DraftId("d" * 32), "feedback.give", True),
    ]
    for what in told:
        rendered = render(what, WORDS, "Europe/Berlin")
        fits_message(rendered.text, rendered.blocks)


@given(items())
def test_the_preview_says_nothing_of_the_text(shown: FeedbackItem) -> None:
    secret = "zq7-what-was-said"
    told = replace(shown, submission=replace(shown.submission, text=secret))
    for what in (
        FeedbackReceived(told),
        FeedbackForManager(told),
        FeedbackSubmitted(form(told.submission, told), AT),
        *(ReplyPosted(told, said(ALICE, secret), own) for own in (True, False)),
        ReportMade(report(reason=secret)),
        ReportReceived(report(reason=secret), paused=True),
    ):
        assert secret not in render(what, WORDS, "UTC").text


@given(items(), st.booleans())
def test_nothing_is_left_of_what_was_withdrawn_or_reported(shown: FeedbackItem, may_report: bool) -> None:
    secret = "zq7-what-was-said"
    quote = Quote(secret, secret, f"https://acme.slack.com/{secret}")
    told = replace(shown, submission=replace(shown.submission, text=secret, quote=quote))
    for what in (
        FeedbackWithdrawn(without_words(told), may_report),
        ReportMade(report(reason=secret)),
        ReportReceived(report(reason=secret), paused=True),
    ):
        assert secret not in str(render(what, WORDS, "UTC").blocks)


@few
@given(items(), people(), st.lists(typed, max_size=SHOWN))
def test_details(shown: FeedbackItem, boss: list[PersonRef], words_said: list[str]) -> None:
    for viewer in (shown.submission.author_id, shown.recipient.id, boss[0].id):
        around = Around(boss[0], thread_of(words_said), True, versions_of(words_said))
        fits(feedback_detail(WORDS, shown, viewer, "Asia/Kolkata", around))
    copies = [shown] * MAX_RECIPIENTS
    fits(submission_detail(WORDS, form(shown.submission, *copies), "nowhere/such"))


@few
@given(
    people(least=0, most=MAX_RECIPIENTS),
    people(least=1, most=MAX_RECIPIENTS),
    typed,
    quotes,
    st.sampled_from(Visibility),
    st.data(),
)
def test_forms(
    recipients: list[PersonRef],
    bosses: list[PersonRef],
    text: str,
    quote: Quote | None,
    visibility: Visibility,
    data: st.DataObject,
) -> None:
    pairs = [(one, data.draw(st.sampled_from([None, *bosses]))) for one in recipients]
    filled = Filled(tuple(one.external_id for one in recipients), text=text * 2, visibility=visibility)
    state = FormState(quote=quote_mark(quote) if quote else None, from_draft="d" * 32, draft_key="form:V1")
    fits(feedback_form(WORDS, filled, state, managers(*pairs), text))
    fits(feedback_form(WORDS, filled, state))


@few
@given(st.lists(items(), max_size=8), st.sampled_from(Box), st.booleans())
def test_lists(shown: list[FeedbackItem], box: Box, more: bool) -> None:
    cursor = Cursor(AT, "s" * 32) if more else None
    page = Page(tuple(shown), newer=cursor, older=cursor)
    fits(list_modal(WORDS, box, page, ALICE.id, "UTC", with_shared=True))


@few
@given(st.data())
def test_homes(data: st.DataObject) -> None:
    pages = {
        box: Page(tuple(data.draw(st.lists(items(), max_size=5))), older=Cursor(AT, "s" * 32)) for box in Box
    }
    boss = data.draw(people())[0]
    source = data.draw(st.sampled_from(LineSource))
    line = ReportingLine(person().id, boss.id, source, data.draw(st.sampled_from(LineState)), AT)
    texts = data.draw(st.lists(typed, max_size=3))
    access = data.draw(accesses)
    somewhere = place(
        refusal=data.draw(st.sampled_from([None, *Refusal])),
        ask=tuple(data.draw(people(least=0, most=3))),
        line=line,
        manager=boss,
        proposals=tuple(data.draw(people(least=0, most=12))),
        setup=Setup(access, tuple(data.draw(people(least=0, most=30))), may_name=True),
    )
    drafts = [draft(text, number) for number, text in enumerate(texts)]
    paused = data.draw(people(least=0, most=MAX_PAUSED))
    fits(home_view(WORDS, HomeFacts(somewhere, pages, drafts, HomeState(), paused=paused)))


accesses = st.one_of(
    st.just(Access()),
    st.builds(Access, st.just(Audience.GROUP), st.just("S1"), names, st.booleans()),
    st.builds(Access, st.just(Audience.CHANNEL), st.just("C1"), st.just(""), st.booleans()),
)


@few
@given(accesses, people(least=0, most=30), st.booleans())
def test_setting_up(access: Access, admins: list[PersonRef], may_name: bool) -> None:
    fits(setup_modal(WORDS, Setup(access, tuple(admins), may_name)))


@given(st.lists(st.tuples(st.text(ANY, min_size=1, max_size=12), names), max_size=130))
def test_no_more_groups_than_a_select_offers(groups: list[tuple[str, str]]) -> None:
    offered = group_options(groups)
    assert len(offered) <= 100
    assert all(units(one["text"]["text"]) <= 75 for one in offered)


@few
@given(typed)
def test_what_only_the_person_sees(text: str) -> None:
    fits_message(*help_message(WORDS, "/feedback", text, DraftRef(draft="d" * 32)))
    fits_message("x", everything_typed(WORDS, text * 3))
    fits(note_modal(WORDS, text if text.strip() else "x"))


@given(typed)
def test_own_words_say_what_was_typed_and_nothing_else(text: str) -> None:
    leaves = own_words(text)["elements"][0]["elements"]
    shown = "".join(_as_typed(leaf) for leaf in leaves)
    assert shown == text


def _as_typed(leaf: dict[str, Any]) -> str:
    if leaf["type"] == "emoji":
        tone = f":skin-tone-{leaf['skin_tone']}:" if "skin_tone" in leaf else ""
        return f":{leaf['name']}:{tone}"
    return leaf["url"] if leaf["type"] == "link" else leaf["text"]


def test_links_stop_where_the_sentence_does() -> None:
    leaves = own_words("See https://git.example/p/12, or (https://x.example/a?b=c&d#e).")["elements"][0][
        "elements"
    ]
    assert [leaf["url"] for leaf in leaves if leaf["type"] == "link"] == [
        "https://git.example/p/12",
        "https://x.example/a?b=c&d#e",
    ]


@given(st.text(ANY), st.integers(1, 50))
def test_clipped_texts_are_short_enough_and_begin_as_they_did(text: str, most: int) -> None:
    clipped = clip(text, most)
    assert units(clipped) <= most
    assert text.startswith(clipped.removesuffix("…")) or clipped == text
