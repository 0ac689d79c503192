"""The Home tab: the first step, what is unfinished, looking back, one's manager, who can see what."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from core.domain.attention import Preferences
from core.domain.drafts import Draft
from core.domain.feedback import Box, FeedbackItem
from core.domain.paging import Page
from core.domain.people import LineSource, LineState, PersonRef
from core.domain.requests import AskItem, RequestItem
from core.services.people import Place, refused
from core.words import Words
from handlers.slack.forms import drafted_words
from handlers.slack.ids import Action
from handlers.slack.metadata import AskRef, DraftRef, HomeState, PersonMark, pack
from handlers.slack.payloads import Json
from handlers.slack.views.attention import attention_section
from handlers.slack.views.lists import items, paging
from handlers.slack.views.parts import (
    actions,
    button,
    confirm,
    context,
    day,
    divider,
    header,
    long_date,
    mention,
    mrkdwn,
    plain,
    section,
)
from handlers.slack.views.reports import paused_section
from handlers.slack.views.requests_list import request_blocks
from handlers.slack.views.setup import setup_section

MAX_PROPOSALS = 10
MAX_WAITING = 2
MAX_SNIPPET = 160


@dataclass(frozen=True, slots=True)
class RequestFacts:
    """What waits on this person, the oldest first; what they asked, newest first; and the time it is."""

    waiting: Sequence[AskItem]
    asked: Page[RequestItem]
    now: datetime


@dataclass(frozen=True, slots=True)
class HomeFacts:
    place: Place
    pages: Mapping[Box, Page[FeedbackItem]]
    drafts: Sequence[Draft]
    state: HomeState
    requests: RequestFacts | None = None
    paused: Sequence[PersonRef] = ()  # from whom no messages come
    preferences: Preferences | None = None  # when Everloop writes to them


def home_view(words: Words, facts: HomeFacts) -> Json:
    place = facts.place
    blocks = [
        *_top(words, facts),
        *_proposals(words, place),
        *(_waiting(words, facts.requests) if facts.requests and place.refusal is None else []),
        *(_drafts(words, facts) if place.refusal is None else []),
        *(_asked(words, facts, facts.requests) if facts.requests and place.refusal is None else []),
        *_lists(words, facts),
        *(_team(words) if place.has_team and place.refusal is None else []),
        *(_manager(words, place) if place.refusal is None else []),
        *(attention_section(words, facts.preferences) if facts.preferences and not place.refusal else []),
        *paused_section(words, facts.paused),
        divider(),
        section(mrkdwn(f"*{words('home-privacy')}*\n{words('home-privacy-text')}"), _own_data(words)),
        *(setup_section(words, place.setup) if place.setup else []),
    ]
    return {"type": "home", "blocks": blocks, "private_metadata": pack(facts.state)}


def _top(words: Words, facts: HomeFacts) -> list[Json]:
    if facts.place.refusal is not None:
        sentence = words.error(refused(facts.place.refusal, facts.place.ask))
        return [section(plain(sentence))]
    if not _is_new(facts):
        give = button(words("give-feedback"), Action.FORM_OPEN, style="primary")
        return [actions(give, _ask(words), _search(words))]
    return [
        header(words("home-welcome")),
        section(mrkdwn("\n".join(words(f"home-what-{line}") for line in (1, 2, 3)))),
        actions(button(words("home-first-step"), Action.FORM_OPEN, style="primary"), _ask(words)),
    ]


def _own_data(words: Words) -> Json:
    sure = confirm(
        words("own-data-title"), words("own-data-text"), words("own-data-yes"), words("own-data-no")
    )
    return button(words("own-data"), Action.OWN_DATA_SEND, confirm=sure)


def _ask(words: Words) -> Json:
    return button(words("ask-for-feedback"), Action.ASK_OPEN)


def _search(words: Words) -> Json:
    return button(words("search"), Action.SEARCH_OPEN)


def _is_new(facts: HomeFacts) -> bool:
    return not any(page.items or page.newer for page in facts.pages.values())


# -- what is unfinished --


def _drafts(words: Words, facts: HomeFacts) -> list[Json]:
    if not facts.drafts:
        return []
    zone = facts.place.person.profile.time_zone
    blocks = [block for draft in facts.drafts for block in _draft(words, draft, zone)]
    return [header(words("home-drafts")), *blocks]


def _draft(words: Words, draft: Draft, time_zone: str) -> list[Json]:
    snippet = " ".join(drafted_words(draft).split()) or words("home-draft-untitled")
    sure = confirm(
        words("home-draft-discard-title"),
        words("home-draft-discard-text"),
        words("home-draft-discard"),
        words("home-draft-discard-no"),
    )
    ref = DraftRef(draft=draft.id)
    since = words("home-draft-since", day=day(draft.updated_at, time_zone))
    return [
        context(plain(snippet, MAX_SNIPPET), mrkdwn(since)),
        actions(
            button(words("home-draft-continue"), Action.DRAFT_OPEN, ref),
            button(words("home-draft-discard"), Action.DRAFT_DISCARD, ref, confirm=sure),
        ),
    ]


def _proposals(words: Words, place: Place) -> list[Json]:
    if not place.proposals:
        return []
    blocks: list[Json] = [header(words("proposals-section"))]
    for person in place.proposals[:MAX_PROPOSALS]:
        mark = PersonMark(person=person.id)
        blocks += [
            section(mrkdwn(words("proposal-line", person=mention(person, words)))),
            actions(
                button(words("manager-yes"), Action.MANAGER_CONFIRM, mark, style="primary"),
                button(words("manager-no"), Action.MANAGER_DECLINE, mark),
            ),
        ]
    blocks.append(context(mrkdwn(words("message-manager-proposed-note"))))
    more = len(place.proposals) - MAX_PROPOSALS
    if more > 0:
        blocks.append(context(mrkdwn(words("proposals-more", count=more))))
    return blocks


# -- asked, and asking --


def _waiting(words: Words, facts: RequestFacts) -> list[Json]:
    """What this person is asked: the oldest first, each with its button."""
    if not facts.waiting:
        return []
    blocks: list[Json] = [header(words("home-asked-you"))]
    for item in facts.waiting[:MAX_WAITING]:
        answer = button(words("ask-answer"), Action.ANSWER_OPEN, AskRef(ask=item.ask.id), style="primary")
        blocks.append(section(mrkdwn(_who_asks(words, item)), answer))
        if snippet := " ".join(item.request.question.split()):
            blocks.append(context(plain(snippet, MAX_SNIPPET)))
    if len(facts.waiting) > MAX_WAITING:
        blocks.append(context(mrkdwn(words("home-asked-you-more"))))
    return blocks


def _who_asks(words: Words, item: AskItem) -> str:
    requester, until = mention(item.requester, words), long_date(item.ask.due_on, words)
    if item.about.id == item.requester.id:
        return words("home-asked-you-line", requester=requester, date=until)
    about = mention(item.about, words)
    return words("home-asked-you-line-about", requester=requester, about=about, date=until)


def _asked(words: Words, facts: HomeFacts, requests: RequestFacts) -> list[Json]:
    """What this person asked, with what has become of it."""
    if not requests.asked.items:
        return []
    zone, now = facts.place.person.profile.time_zone, requests.now
    shown = [block for item in requests.asked.items for block in request_blocks(words, item, zone, now)]
    every = button(words("requests-all"), Action.REQUESTS_OPEN)
    return [header(words("home-you-asked")), *shown, actions(every)]


# -- looking back --


def _lists(words: Words, facts: HomeFacts) -> list[Json]:
    if _is_new(facts):
        return []
    viewer = facts.place.person
    blocks: list[Json] = [] if facts.place.refusal is None else [actions(_search(words))]
    for box, page in facts.pages.items():
        if box is Box.SHARED and not (page.items or page.newer):
            continue
        blocks += [
            header(words(f"home-{box.value}")),
            *items(words, box, page, viewer.id, viewer.profile.time_zone),
            *paging(words, box, page, Action.HOME_NEWER, Action.HOME_OLDER),
        ]
    return blocks


# -- one's team, and one's manager --


def _team(words: Words) -> list[Json]:
    look_back = button(words("team-open"), Action.TEAM_OPEN)
    return [header(words("team")), context(mrkdwn(words("team-text"))), actions(look_back)]


def _manager(words: Words, place: Place) -> list[Json]:
    line, manager = place.line, place.manager
    blocks: list[Json] = [header(words("manager-section"))]
    choose = button(words("manager-choose"), Action.MANAGER_CHOOSE)
    if line is None or manager is None:
        return [*blocks, section(mrkdwn(words("manager-none"))), actions(choose)]
    who = mention(manager, words)
    if line.source is LineSource.FILE:
        return [*blocks, section(mrkdwn(words("manager-from-file", manager=who)))]
    if line.state is LineState.DECLINED:
        return [*blocks, section(mrkdwn(words("manager-declined", manager=who))), actions(choose)]
    change = button(words("manager-change"), Action.MANAGER_CHOOSE)
    state = section(mrkdwn(words(f"manager-{line.state.value}", manager=who)))
    return [*blocks, state, actions(change, _remove(words))]


def _remove(words: Words) -> Json:
    sure = confirm(
        words("manager-remove-title"),
        words("manager-remove-text"),
        words("manager-remove"),
        words("manager-remove-no"),
    )
    return button(words("manager-remove"), Action.MANAGER_REMOVE, confirm=sure)
