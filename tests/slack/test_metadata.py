"""What buttons and forms carry: comes back as it was, fits into Slack's limits, and is never trusted."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain.errors import NotFound
from core.domain.feedback import MAX_QUOTE, Box, Quote
from core.domain.ids import new_id
from core.domain.paging import Cursor, Direction
from handlers.slack.metadata import (
    MAX_METADATA,
    MAX_VALUE,
    DraftRef,
    Edge,
    FeedbackRef,
    FormState,
    HomeState,
    OutOfDate,
    PageRef,
    PersonMark,
    ShareRef,
    Stamp,
    SubmissionRef,
    edge,
    pack,
    quote_mark,
    unpack,
)

ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"]))
EDGE = Edge(at=datetime(2026, 11, 24, 9, 30, 15, 123456, tzinfo=UTC), id=new_id(), direction=Direction.NEWER)
STAMPS: list[Stamp] = [
    FeedbackRef(feedback=new_id()),
    ShareRef(share=new_id(), manager=new_id()),
    SubmissionRef(submission=new_id()),
    DraftRef(draft=new_id()),
    PersonMark(person=new_id()),
    PageRef(box=Box.SHARED, edge=EDGE),
    PageRef(box=Box.GIVEN),
    HomeState(received=EDGE, shared=EDGE),
    FormState(managers={new_id(): None, new_id(): new_id()}, from_draft=new_id(), draft_key="undo:1"),
    FormState(),
]


@pytest.mark.parametrize("stamp", STAMPS, ids=lambda stamp: type(stamp).__name__)
def test_comes_back_as_it_was_and_only_as_what_it_was(stamp: Stamp) -> None:
    packed = pack(stamp)
    assert len(packed) <= MAX_VALUE
    assert unpack(type(stamp), packed) == stamp
    for other in STAMPS:
        if type(other) is not type(stamp) and other.model_fields_set:
            with pytest.raises(OutOfDate):
                unpack(type(stamp), pack(other))


@pytest.mark.parametrize(
    "garbled", ["", "null", "[]", "{}", '{"v":2,"feedback":"x"}', '{"v":1,"feedback":7}', "x"]
)
def test_what_is_garbled_or_of_another_version_is_out_of_date(garbled: str) -> None:
    with pytest.raises(NotFound) as raised:
        unpack(FeedbackRef, garbled)
    assert raised.value.__cause__ is None, "a cause would carry what was in it into the log"


@given(st.text())
def test_whatever_comes_in_is_either_understood_or_out_of_date(raw: str) -> None:
    for stamp in STAMPS:
        try:
            unpack(type(stamp), raw)
        except OutOfDate:
            continue


def test_the_edge_of_a_page_is_exact_to_the_microsecond() -> None:
    cursor = Cursor(datetime(2026, 1, 2, 3, 4, 5, 678901, tzinfo=UTC), new_id(), Direction.OLDER)
    packed = pack(PageRef(box=Box.RECEIVED, edge=edge(cursor)))
    back = unpack(PageRef, packed).edge
    assert back is not None
    assert back.cursor == cursor


@given(ANY_TEXT, ANY_TEXT)
def test_a_quote_fits_into_the_form_whatever_is_in_it(text: str, author: str) -> None:
    quote = quote_mark(
        Quote(text * 40, author, "https://acme.slack.com/archives/C0123456789/p1700000000000000")
    )
    managers = {new_id(): new_id() for _ in range(10)}
    state = FormState(managers=managers, quote=quote, from_draft=new_id(), draft_key="form:V0123456789ABCDEF")
    packed = pack(state)
    assert len(packed.encode("utf-16-le")) // 2 <= MAX_METADATA
    assert unpack(FormState, packed) == state


@given(st.text(st.characters(categories=["L", "Zs"]), max_size=MAX_QUOTE))
def test_a_quote_of_letters_is_kept_whole(text: str) -> None:
    assert quote_mark(Quote(text, "Bob", "")).text == text
