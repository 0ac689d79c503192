"""What the form that gives has beside its plain fields, praise in a channel, and a second look: as they go to
Slack, and within its limits whatever people typed."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.json import JSONSnapshotExtension

from core.domain.feedback import MAX_RECIPIENTS, MAX_TEXT, FeedbackKind, Visibility
from core.domain.ids import TagId
from core.domain.second_look import Concern, Hint
from core.domain.tags import MAX_NAME, MAX_OFFERED, Tag, TagKind
from core.domain.templates import Part, Template
from core.domain.workspaces import Access
from core.notifications import FeedbackInChannel, FeedbackNotPosted, FeedbackReceived
from core.services.people import Setup
from core.words import words_for
from handlers.slack.limits import units
from handlers.slack.metadata import MAX_METADATA, FormState, LookState, pack, quote_mark
from handlers.slack.payloads import Json
from handlers.slack.views.feedback import Filled, feedback_form
from handlers.slack.views.messages import render
from handlers.slack.views.second_look import second_look_modal
from handlers.slack.views.setup import setup_section
from handlers.slack.views.tags import tags_modal
from handlers.slack.views.templates import whole_text
from sandbox.blockkit import check_blocks, check_view
from tests.slack.sample import ALICE, BOB, CAROL, DANA, GONE, QUOTE, ZONE, form, item, managers, submission

WORDS = words_for("en")
COURAGE = Tag(TagId("tag-1"), TagKind.VALUE, "Courage")
DESIGN = Tag(TagId("tag-2"), TagKind.SKILL, "Design")
TAGS = (COURAGE, DESIGN)
USERS, CHANNELS = [f"U{number:03}" for number in range(40)], ["C1"]
MARK = "<!channel>"
PUBLIC = submission(visibility=Visibility.CHANNEL, channel="C1", tags=TAGS, quote=None)


@pytest.fixture
def golden(snapshot: SnapshotAssertion) -> SnapshotAssertion:
    return snapshot.use_extension(JSONSnapshotExtension)


VIEWS: dict[str, Any] = {
    "form with tags": feedback_form(WORDS, Filled(tags=(DESIGN.id,)), FormState(), tags=TAGS),
    "form of a suggestion": feedback_form(
        WORDS, Filled(kind=FeedbackKind.SUGGESTION, visibility=Visibility.CHANNEL), FormState()
    ),
    "form for a channel": feedback_form(
        WORDS,
        Filled(("U002",), visibility=Visibility.CHANNEL, channel="C1"),
        FormState(),
        managers((BOB, DANA)),
    ),
    "form with a template": feedback_form(
        WORDS,
        Filled(template=Template.EFFECT_AND_NEXT, parts={Part.WHEN: "On Monday", Part.STOP: "Shouting"}),
        FormState(template=Template.EFFECT_AND_NEXT),
    ),
    "second look": second_look_modal(
        WORDS,
        [Hint(Concern.ABSOLUTE, "You never"), Hint(Concern.NO_EXAMPLE), Hint(Concern.LONG)],
        LookState(looks_at="draft-1", managers={BOB.id: DANA.id}),
    ),
    "list of tags": tags_modal(WORDS, TAGS),
    "list of tags, empty": tags_modal(WORDS, ()),
    "set-up": setup_section(WORDS, Setup(Access(), (), True, TAGS)),
}


@pytest.mark.parametrize("what", VIEWS)
def test_views(golden: SnapshotAssertion, what: str) -> None:
    assert VIEWS[what] == golden


MESSAGES = {
    "in a channel": FeedbackInChannel(PUBLIC, ALICE, (BOB, CAROL)),
    "not posted": FeedbackNotPosted(form(PUBLIC)),
    "received, in public": FeedbackReceived(item(PUBLIC)),
}


@pytest.mark.parametrize("what", MESSAGES)
def test_messages(golden: SnapshotAssertion, what: str) -> None:
    rendered = render(MESSAGES[what], WORDS, ZONE)
    assert {"text": rendered.text, "blocks": rendered.blocks} == golden


def test_a_template_becomes_lines_and_the_rest_comes_after_them() -> None:
    parts = {Part.NEXT: "wait a little", Part.WHEN: " on Monday\n"}
    assert whole_text(WORDS, parts, "") == "When: on Monday\nNext time, could you: wait a little"
    assert whole_text(WORDS, parts, "Thanks!").endswith("could you: wait a little\n\nThanks!")
    assert whole_text(WORDS, {}, " as typed ") == " as typed "
    assert whole_text(WORDS, {Part.STOP: " \n"}, "") == ""
    assert whole_text(WORDS, {Part.STOP: "x" * MAX_TEXT}, "") == f"Stop: {'x' * MAX_TEXT}"


# -- within the limits, whatever was typed --

few = settings(max_examples=30)
typed = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=120),
    st.sampled_from(["&" * MAX_TEXT, MARK * 300, "🙂" * 1500, f"*b* {MARK} <@U1>"]),
)
tags = st.lists(
    st.builds(
        Tag,
        st.uuids().map(lambda one: TagId(one.hex)),
        st.sampled_from(TagKind),
        st.sampled_from(["Courage", MARK, "N" * MAX_NAME, "🙂" * MAX_NAME]),
    ),
    max_size=MAX_OFFERED,
)


def check(view: Json) -> None:
    assert check_view(view, view["type"], USERS, CHANNELS) == []
    assert units(view.get("private_metadata", "")) <= MAX_METADATA


@few
@given(tags, st.dictionaries(st.sampled_from(Part), typed), st.sampled_from([None, *Template]), typed)
def test_forms(offered: list[Tag], parts: dict[Part, str], template: Template | None, text: str) -> None:
    for kind in (FeedbackKind.PRAISE, FeedbackKind.SUGGESTION):
        for visibility in Visibility:
            filled = Filled(
                tuple(USERS[:MAX_RECIPIENTS]), kind, text, visibility, "C1", tuple(t.id for t in offered)
            )
            filled = Filled(*(getattr(filled, name) for name in Filled.__slots__[:6]), template, parts)
            check(feedback_form(WORDS, filled, FormState(template=template), tags=offered))


def test_the_fullest_state_of_a_form_fits_its_metadata() -> None:
    named: dict[str, str | None] = {f"{number:032}": f"{number:032}" for number in range(MAX_RECIPIENTS)}
    state = FormState(
        managers=named,
        quote=quote_mark(QUOTE),
        template=Template.EFFECT_AND_NEXT,
        from_draft="d" * 32,
        draft_key="form:V0123456789",
    )
    assert units(pack(state)) <= MAX_METADATA


@few
@given(st.lists(st.builds(Hint, st.sampled_from(Concern), typed), max_size=len(Concern)))
def test_second_looks(hints: list[Hint]) -> None:
    check(second_look_modal(WORDS, hints, LookState(looks_at="d" * 32)))


@few
@given(tags)
def test_lists_of_tags(offered: list[Tag]) -> None:
    check(tags_modal(WORDS, offered))


@few
@given(tags, typed.filter(str.strip))
def test_posts_in_a_channel_let_nothing_typed_become_live(chosen: list[Tag], text: str) -> None:
    post = FeedbackInChannel(
        submission(text=text, tags=tuple(chosen[:5]), channel="C1"), ALICE, (BOB, CAROL, GONE)
    )
    rendered = render(post, WORDS, ZONE)
    assert check_blocks(rendered.blocks, USERS, CHANNELS) == []
    for block in rendered.blocks:
        live = [block["text"]] if block["type"] == "section" else block.get("elements", [])
        assert not any(MARK in part["text"] for part in live if part["type"] == "mrkdwn")
    assert text not in rendered.text or len(text) < 20
