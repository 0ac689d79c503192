"""Who may look back on whom, who reads notes, and what is proposed for them."""

from datetime import UTC, date, datetime
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain import policies
from core.domain.feedback import (
    Feedback,
    FeedbackItem,
    FeedbackKind,
    Submission,
    SubmissionState,
    Visibility,
)
from core.domain.ids import FeedbackId, NoteId, PersonId, SubmissionId, WorkspaceId
from core.domain.notes import MAX_TEXT, Note
from core.domain.people import LineSource, LineState, PersonRef, ReportingLine
from core.words import words_for
from handlers.slack.views.notes_text import notes_text

AT = datetime(2026, 3, 2, 12, tzinfo=UTC)
DANA, BEN, ADA = PersonId("dana"), PersonId("ben"), PersonId("ada")
HERE = WorkspaceId("here")


@pytest.mark.parametrize(("state", "who"), list(product([*LineState, None], (DANA, BEN, ADA))))
def test_only_the_confirmed_manager_looks_back(state: LineState | None, who: PersonId) -> None:
    line = None if state is None else ReportingLine(BEN, DANA, LineSource.SELF, state, AT)
    assert policies.may_look_back_on(who, line) is (who == DANA and state is LineState.CONFIRMED)


@pytest.mark.parametrize(("shared", "who"), list(product((False, True), (DANA, BEN, ADA))))
def test_notes_are_their_authors_until_they_are_shared(shared: bool, who: PersonId) -> None:
    note = Note(NoteId("n"), HERE, "V1", DANA, BEN, "Talk", AT, AT, shared_at=AT if shared else None)
    assert policies.may_read_note(who, note) is (who == DANA or (shared and who == BEN))
    assert policies.may_change_note(who, note) is (who == DANA)


def item(author: PersonId, text: str) -> FeedbackItem:
    submission = Submission(
        SubmissionId("s"),
        HERE,
        "V",
        author,
        FeedbackKind.PRAISE,
        text,
        Visibility.RECIPIENT,
        SubmissionState.SENT,
        AT,
        AT,
        AT,
    )
    copy = Feedback(FeedbackId("f"), submission.id, BEN)
    wrote, got = PersonRef(author, author.title(), "U1"), PersonRef(BEN, "Ben", "U2")
    return FeedbackItem(copy, submission, wrote, got)


def proposed(items: list[FeedbackItem]) -> str:
    about, span = PersonRef(BEN, "Ben", "U2"), (date(2026, 1, 1), date(2026, 3, 2))
    return notes_text(words_for("en-US"), about, items, DANA, "UTC", span)


def test_what_was_said_stands_under_who_said_it() -> None:
    text = proposed([item(ADA, "The parser\nis quick"), item(DANA, "Well led")])
    others, yours = text.index("What colleagues said"), text.index("What I said")
    said = text.index("from Ada, Monday, 2 March: The parser is quick")
    assert others < said < yours < text.index("Well led")
    assert "What I said" not in proposed([item(ADA, "x")])


@given(st.lists(st.tuples(st.sampled_from((ADA, DANA)), st.text(max_size=4000)), max_size=40))
def test_it_fits_whatever_was_said(said: list[tuple[PersonId, str]]) -> None:
    text = proposed([item(author, one) for author, one in said])
    assert len(text.encode("utf-16-le")) // 2 <= MAX_TEXT
    assert "What I want to talk about" in text
