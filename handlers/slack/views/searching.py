"""Searching: the form, and the list of what was found."""

from collections.abc import Sequence
from dataclasses import dataclass

from core.domain.feedback import Box, FeedbackItem, FeedbackKind
from core.domain.ids import PersonId
from core.domain.looking_back import MAX_LOOKED_FOR_TEXT, Part
from core.domain.paging import Page
from core.domain.tags import Tag
from core.words import Words
from handlers.slack.ids import Action, Block, Modal
from handlers.slack.markup import escape
from handlers.slack.metadata import PageRef, edge, pack
from handlers.slack.metadata_looking_back import FoundPage, SearchState
from handlers.slack.payloads import Json
from handlers.slack.views.lists import item_blocks
from handlers.slack.views.parts import (
    MAX_PLACEHOLDER,
    actions,
    button,
    context,
    divider,
    long_date,
    modal,
    mrkdwn,
    option,
    plain,
    section,
)

ANY = "any"


def search_modal(words: Words, state: SearchState, tags: Sequence[Tag] = ()) -> Json:
    """The form, filled in as `state` says; it passes the rest of the state on."""
    kinds = {kind.value: words(f"search-kind-{kind.value}") for kind in FeedbackKind}
    parts = {part.value: words(f"search-part-{part.value}") for part in Part}
    named = {str(tag.id): tag.name for tag in tags}
    blocks = [
        _text(words, state.words),
        _one_of(Block.SEARCH_PART, Action.SEARCH_PART, words, "search-part", parts, state.part),
        _person(words, state.user),
        _one_of(Block.SEARCH_KIND, Action.SEARCH_KIND, words, "search-kind", kinds, state.kind),
        *(
            [_one_of(Block.SEARCH_TAG, Action.SEARCH_TAG, words, "search-tag", named, state.tag)]
            if named
            else []
        ),
        _date(Block.SEARCH_SINCE, Action.SEARCH_SINCE, words("search-since"), state.since),
        _date(Block.SEARCH_UNTIL, Action.SEARCH_UNTIL, words("search-until"), state.until),
    ]
    return modal(
        words("search-title"),
        blocks,
        callback_id=Modal.SEARCH,
        submit=words("search-submit"),
        close=words("cancel"),
        metadata=pack(SearchState(about=state.about, about_user=state.about_user)),
    )


def _input(block: Block, label: str, element: Json, hint: str = "") -> Json:
    made: Json = {
        "type": "input",
        "block_id": block.value,
        "label": plain(label),
        "element": element,
        "optional": True,
    }
    return {**made, "hint": plain(hint)} if hint else made


def _text(words: Words, typed: str) -> Json:
    element: Json = {
        "type": "plain_text_input",
        "action_id": Action.SEARCH_TEXT.value,
        "max_length": MAX_LOOKED_FOR_TEXT,
        "placeholder": plain(words("search-text-hint"), MAX_PLACEHOLDER),
        **({"initial_value": typed} if typed else {}),
    }
    return _input(Block.SEARCH_TEXT, words("search-text"), element, words("search-text-help"))


def _one_of(
    block: Block, action: Action, words: Words, key: str, named: dict[str, str], chosen: str | None
) -> Json:
    options = [option(ANY, words(f"{key}-any")), *(option(value, text) for value, text in named.items())]
    initial = next((one for one in options if one["value"] == chosen), options[0])
    element: Json = {
        "type": "static_select",
        "action_id": action.value,
        "options": options,
        "initial_option": initial,
    }
    return _input(block, words(key), element)


def _person(words: Words, user: str) -> Json:
    element: Json = {"type": "users_select", "action_id": Action.SEARCH_PERSON.value}
    if user:
        element["initial_user"] = user
    return _input(Block.SEARCH_PERSON, words("search-person"), element)


def _date(block: Block, action: Action, label: str, chosen: object) -> Json:
    element: Json = {"type": "datepicker", "action_id": action.value}
    if chosen is not None:
        element["initial_date"] = str(chosen)
    return _input(block, label, element)


# -- what was found --


@dataclass(frozen=True, slots=True)
class Found:
    """`tag`: the name of the one that was looked for."""

    page: Page[FeedbackItem]
    state: SearchState
    tag: str = ""


def found_modal(words: Words, found: Found, viewer: PersonId, time_zone: str) -> Json:
    page, state = found.page, found.state
    nothing = "list-none-here" if page.newer or page.older else "search-none"
    blocks = [
        section(mrkdwn(_what(words, found))),
        actions(
            button(words("search-change"), Action.SEARCH_OPEN),
            button(words("search-all"), Action.LIST_RECEIVED, PageRef(box=Box.RECEIVED)),
        ),
        divider(),
        *found_blocks(words, page, viewer, time_zone),
        *([] if page.items else [context(plain(words(nothing)))]),
        *found_paging(words, page),
    ]
    return modal(
        words("list-title"), blocks, callback_id=Modal.FOUND, close=words("close"), metadata=pack(state)
    )


def found_blocks(words: Words, page: Page[FeedbackItem], viewer: PersonId, time_zone: str) -> list[Json]:
    """Two blocks an item, each named by what the viewer is to it."""
    return [
        block
        for item in page.items
        for block in item_blocks(words, _box(viewer, item), item, viewer, time_zone)
    ]


def found_paging(words: Words, page: Page[FeedbackItem]) -> list[Json]:
    made: list[Json] = []
    for cursor, key, action in (
        (page.newer, "list-newer", Action.FOUND_NEWER),
        (page.older, "list-older", Action.FOUND_OLDER),
    ):
        if cursor is not None:
            made.append(button(words(key), action, FoundPage(found_from=edge(cursor))))
    return [actions(*made)] if made else []


def _box(viewer: PersonId, item: FeedbackItem) -> Box:
    if viewer == item.submission.author_id:
        return Box.GIVEN
    return Box.RECEIVED if viewer == item.feedback.recipient_id else Box.SHARED


def _what(words: Words, found: Found) -> str:
    state = found.state
    said = [
        *([f"“{escape(state.words)}”"] if state.words.strip() else []),
        *([words(f"search-part-{state.part}")] if state.part else []),
        *([words("search-said-about", person=f"<@{state.about_user}>")] if state.about_user else []),
        *([words("search-said-person", person=f"<@{state.user}>")] if state.user else []),
        *([words(f"search-kind-{state.kind}")] if state.kind else []),
        *([escape(found.tag)] if found.tag else []),
        *([words("search-said-since", date=long_date(state.since, words))] if state.since else []),
        *([words("search-said-until", date=long_date(state.until, words))] if state.until else []),
    ]
    if not said:
        return words("search-what-everything")
    return words("search-what", filters=" · ".join(said))
