"""The views of looking back: as they go to Slack, within its limits whatever people typed and are called."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.json import JSONSnapshotExtension

from core.domain.feedback import FeedbackItem, FeedbackKind
from core.domain.ids import NoteId, TagId
from core.domain.looking_back import Part
from core.domain.notes import MAX_TEXT, Note, NoteItem
from core.domain.paging import Cursor, Page
from core.domain.people import PersonRef
from core.domain.tags import Tag, TagKind
from core.domain.team_chart import Month, first_of_months
from core.notifications import NoteShared, OwnDataReady, TeamChart
from core.services.notes import AboutReport
from core.words import words_for
from handlers.slack.limits import units
from handlers.slack.metadata_looking_back import NoteState, Period, SearchState
from handlers.slack.views.messages import render
from handlers.slack.views.notes import MAX_TEAM, note_detail, note_form, report_modal, team_modal
from handlers.slack.views.notes_text import notes_text
from handlers.slack.views.searching import Found, found_modal, search_modal
from handlers.slack.views.team_chart import MAX_ALT, chart_alt, chart_bars
from tests.slack.sample import ALICE, AT, BOB, CAROL, DANA, GONE, HERE, ZONE, item, submission
from tests.slack.test_views_limits import few, fits, fits_message, items, names, people, typed

WORDS = words_for("en-US")
CURSOR = Cursor(AT, "submission-1")
SPAN = (date(2026, 8, 24), date(2026, 11, 24))


@pytest.fixture
def golden(snapshot: SnapshotAssertion) -> SnapshotAssertion:
    return snapshot.use_extension(JSONSnapshotExtension)


def note(text: str = "Talk about the parser", *, shared: bool = False, about: PersonRef = BOB) -> NoteItem:
    made = Note(NoteId("note-1"), HERE, "V1", DANA.id, about.id, text, AT, AT + timedelta(hours=2), edits=1)
    return NoteItem(replace(made, shared_at=AT + timedelta(hours=1)) if shared else made, DANA, about)


def about_bob(*shown: FeedbackItem, notes: Sequence[NoteItem] = ()) -> AboutReport:
    return AboutReport(BOB, Page(shown, newer=CURSOR, older=CURSOR) if shown else Page(()), tuple(notes))


FROM_DANA = item(submission(author_id=DANA.id), author=DANA)
SHARED = item(readers=(DANA,))
TAGS = (Tag(TagId("tag-1"), TagKind.VALUE, "Customers first"),)
LOOKING = SearchState(
    words="parser <!channel>",
    part=Part.RECEIVED,
    person="person-1",
    user="U001",
    about="person-2",
    about_user="U002",
    kind=FeedbackKind.PRAISE,
    tag="tag-1",
    since=SPAN[0],
    until=SPAN[1],
)
VIEWS = {
    "team": team_modal(WORDS, (BOB, CAROL, GONE)),
    "nobody reports": team_modal(WORDS, ()),
    "report": report_modal(
        WORDS, about_bob(SHARED, FROM_DANA, notes=[note(), note(shared=True)]), DANA.id, ZONE
    ),
    "report of nothing": report_modal(WORDS, about_bob(), DANA.id, ZONE),
    "notes": note_form(WORDS, BOB, NoteState(about="person-2"), "Talk with Bob"),
    "notes, another time": note_form(
        WORDS, BOB, NoteState(about="person-2", period=Period.YEAR, renewed=2), "Mine", kept=True
    ),
    "notes, changed": note_form(WORDS, BOB, NoteState(about="person-2", note="note-1"), "Mine"),
    "notes, theirs alone": note_detail(WORDS, note(), DANA.id, ZONE),
    "notes, shared": note_detail(WORDS, note(shared=True), DANA.id, ZONE),
    "notes, to whom they are about": note_detail(WORDS, note(shared=True), BOB.id, ZONE),
    "search": search_modal(WORDS, SearchState()),
    "search, filled in": search_modal(WORDS, LOOKING, TAGS),
    "found": found_modal(
        WORDS,
        Found(Page((SHARED, FROM_DANA), newer=CURSOR, older=CURSOR), LOOKING, TAGS[0].name),
        DANA.id,
        ZONE,
    ),
    "found nothing": found_modal(WORDS, Found(Page(()), SearchState(words="x")), BOB.id, ZONE),
}


@pytest.mark.parametrize("what", VIEWS)
def test_views(golden: SnapshotAssertion, what: str) -> None:
    fits(VIEWS[what])
    assert VIEWS[what] == golden


def chart(*counts: int) -> TeamChart:
    """The same number of every kind in each of the last months."""
    months = first_of_months(AT.date())
    numbers = [0] * (len(months) - len(counts)) + list(counts)
    return TeamChart(
        tuple(Month(first, dict.fromkeys(FeedbackKind, n)) for first, n in zip(months, numbers, strict=True))
    )


MESSAGES = {
    "notes shared": NoteShared(note(shared=True)),
    "my data": OwnDataReady(()),
    "chart": chart(1, 2),
}


@pytest.mark.parametrize("what", MESSAGES)
def test_messages(golden: SnapshotAssertion, what: str) -> None:
    rendered = render(MESSAGES[what], WORDS, ZONE)
    assert {"text": rendered.text, "blocks": rendered.blocks} == golden


def test_the_chart_and_its_words(golden: SnapshotAssertion) -> None:
    bars = chart_bars(chart(1, 2), WORDS)
    assert {
        "labels": bars.labels,
        "series": [[one.name, one.values] for one in bars.series],
        "alt": chart_alt(chart(1, 2), WORDS),
    } == golden


@given(st.lists(st.integers(0, 10**9), min_size=12, max_size=12))
def test_what_the_picture_says_in_words_fits(counts: list[int]) -> None:
    assert units(chart_alt(chart(*counts), WORDS)) <= MAX_ALT


def test_the_proposed_notes(golden: SnapshotAssertion) -> None:
    assert notes_text(WORDS, BOB, [SHARED, FROM_DANA], DANA.id, ZONE, SPAN) == golden


@few
@given(st.lists(items(), max_size=5), st.integers(1, 60), names)
def test_proposed_notes_fit_and_say_what_they_leave_out(
    shown: list[FeedbackItem], times: int, name: str
) -> None:
    everything = shown * times
    text = notes_text(WORDS, replace(BOB, name=name.strip()), everything, DANA.id, ZONE, SPAN)
    assert units(text) <= MAX_TEXT
    assert text.startswith("Talk with ") and text.endswith("• ")
    listed = text.count("\n• ") - 1
    assert listed == len(everything) or f"…and {len(everything) - listed} more" in text


@few
@given(people(least=0, most=30), people(), typed, st.sampled_from(Period))
def test_teams_and_notes(team: list[PersonRef], about: list[PersonRef], text: str, period: Period) -> None:
    fits(team_modal(WORDS, team * 4))
    assert len(team_modal(WORDS, [*team, BOB] * 100)["blocks"]) <= MAX_TEAM + 5
    state = NoteState(about="p" * 32, period=period, renewed=99, from_draft="d" * 32)
    fits(note_form(WORDS, about[0], state, text * 2, kept=True))
    fits(note_form(WORDS, about[0], state.model_copy(update={"note": "n" * 32}), text))
    for shared in (True, False):
        one = note(text[:MAX_TEXT], shared=shared, about=about[0])
        for viewer in (ALICE, DANA):
            fits(note_detail(WORDS, one, viewer.id, ZONE))
    rendered = render(NoteShared(note(text[:MAX_TEXT], shared=True)), WORDS, ZONE)
    fits_message(rendered.text, rendered.blocks)


@few
@given(st.lists(items(), max_size=6), people(), typed, names)
def test_what_is_found(shown: list[FeedbackItem], about: list[PersonRef], text: str, tag: str) -> None:
    page = Page(tuple(shown), newer=CURSOR, older=CURSOR)
    fits(report_modal(WORDS, AboutReport(about[0], page, (note(),) * 5), DANA.id, ZONE))
    state = LOOKING.model_copy(update={"words": text[:100], "about": "p" * 32, "person": "q" * 32})
    tags = [Tag(TagId(f"tag-{number}"), TagKind.SKILL, tag.strip() or "x") for number in range(30)]
    fits(search_modal(WORDS, state, tags))
    fits(found_modal(WORDS, Found(page, state, tag), ALICE.id, ZONE))


def test_the_preview_says_nothing_of_the_notes() -> None:
    assert "zq7" not in render(NoteShared(note("zq7-what-was-noted", shared=True)), WORDS, ZONE).text
