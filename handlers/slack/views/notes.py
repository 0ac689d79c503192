"""A manager's team: the list, one report, the form for notes, notes that are opened, and their message."""

from collections.abc import Sequence

from core.domain.ids import PersonId
from core.domain.notes import MAX_TEXT, NoteItem
from core.domain.people import PersonRef
from core.notifications import NoteShared
from core.services.notes import AboutReport
from core.words import Words
from handlers.slack.ids import Action, Block, Modal
from handlers.slack.limits import clip
from handlers.slack.markup import escape
from handlers.slack.metadata import PersonMark, edge, pack
from handlers.slack.metadata_looking_back import NoteRef, NoteState, Period, SearchState, TeamPage
from handlers.slack.payloads import Json
from handlers.slack.views.parts import (
    actions,
    button,
    confirm,
    context,
    day,
    divider,
    header,
    mention,
    modal,
    mrkdwn,
    name,
    option,
    own_words,
    plain,
    section,
    text_input,
)
from handlers.slack.views.rendered import Rendered
from handlers.slack.views.searching import found_blocks

MAX_TEAM = 90


def team_modal(words: Words, team: Sequence[PersonRef]) -> Json:
    blocks: list[Json] = [context(mrkdwn(words("team-note")))]
    blocks += [actions(button(words("chart"), Action.TEAM_CHART)), divider()] if team else []
    for person in team[:MAX_TEAM]:
        look = button(words("team-look-back"), Action.TEAM_LOOK, PersonMark(person=person.id))
        blocks.append(section(mrkdwn(mention(person, words)), look))
    if not team:
        blocks.append(section(plain(words("team-none"))))
    if len(team) > MAX_TEAM:
        blocks.append(context(mrkdwn(words("team-more", count=len(team) - MAX_TEAM))))
    return modal(words("team"), blocks, callback_id=Modal.TEAM, close=words("close"))


def report_modal(words: Words, about: AboutReport, viewer: PersonId, time_zone: str) -> Json:
    """Its metadata is a search about this person, so that searching goes on from here."""
    person = about.person
    mark = PersonMark(person=person.id)
    blocks = [
        section(mrkdwn(words("team-about", person=mention(person, words)))),
        actions(
            button(words("notes"), Action.NOTE_WRITE, mark, style="primary"),
            button(words("search"), Action.SEARCH_OPEN),
            button(words("team"), Action.TEAM_OPEN),
        ),
        *_notes(words, about.notes, time_zone),
        divider(),
        *found_blocks(words, about.page, viewer, time_zone),
        *([] if about.page.items else [section(plain(words("team-about-none")))]),
        *_paging(words, about),
    ]
    state = SearchState(about=person.id, about_user="" if person.erased else person.external_id)
    return modal(
        words("team-about-title"),
        blocks,
        callback_id=Modal.TEAM_REPORT,
        close=words("close"),
        metadata=pack(state),
    )


def _notes(words: Words, notes: Sequence[NoteItem], time_zone: str) -> list[Json]:
    lines: list[Json] = []
    for item in notes:
        key = "notes-line-shared" if item.note.shared_at else "notes-line"
        line = words(key, day=day(item.note.updated_at, time_zone))
        lines.append(
            section(mrkdwn(line), button(words("open"), Action.NOTE_OPEN, NoteRef(note=item.note.id)))
        )
    return [header(words("notes-yours")), *lines] if lines else []


def _paging(words: Words, about: AboutReport) -> list[Json]:
    made: list[Json] = []
    for cursor, key, action in (
        (about.page.newer, "list-newer", Action.TEAM_NEWER),
        (about.page.older, "list-older", Action.TEAM_OLDER),
    ):
        if cursor is not None:
            made.append(button(words(key), action, TeamPage(report=about.person.id, edge=edge(cursor))))
    return [actions(*made)] if made else []


# -- notes --


def note_form(words: Words, about: PersonRef, state: NoteState, text: str, *, kept: bool = False) -> Json:
    """`kept`: another time was chosen, and the text was left as it is because somebody has changed it."""
    block = f"{Block.NOTE.value}.{state.renewed}"
    written = text_input(
        Block.NOTE,
        words("notes-text"),
        Action.NOTE_TEXT,
        clip(text, MAX_TEXT),
        most=MAX_TEXT,
        placeholder=words("notes"),
    )
    blocks = [
        section(mrkdwn(words("notes-intro", person=mention(about, words)))),
        *([_period(words, state)] if state.note is None else []),
        *([context(mrkdwn(words("notes-kept")))] if kept else []),
        {**written, "block_id": block},
        context(mrkdwn(words("notes-private", person=mention(about, words)))),
    ]
    return modal(
        words("notes-title"),
        blocks,
        callback_id=Modal.NOTE_WRITE,
        submit=words("notes-save"),
        close=words("cancel"),
        metadata=pack(state),
    ) | {"notify_on_close": True}


def _period(words: Words, state: NoteState) -> Json:
    options = [option(period.value, words(f"notes-period-{period.value}")) for period in Period]
    chosen = next(one for one in options if one["value"] == state.period)
    select: Json = {
        "type": "static_select",
        "action_id": Action.NOTE_PERIOD.value,
        "options": options,
        "initial_option": chosen,
    }
    return section(mrkdwn(words("notes-period")), select) | {"block_id": Block.NOTE_PERIOD.value}


def note_detail(words: Words, item: NoteItem, viewer: PersonId, time_zone: str) -> Json:
    note = item.note
    facts = {"person": mention(item.about, words), "author": mention(item.author, words)}
    if note.shared_at is not None:
        state = words("notes-shared", day=day(note.shared_at, time_zone), **facts)
    else:
        state = words("notes-private", **facts)
    blocks = [
        section(mrkdwn(words("notes-about", **facts))),
        own_words(note.text),
        context(mrkdwn(state), mrkdwn(words("notes-updated", day=day(note.updated_at, time_zone)))),
        *(_buttons(words, item) if viewer == note.author_id else []),
    ]
    return modal(words("notes-title"), blocks, callback_id=Modal.NOTE_DETAIL, close=words("close"))


def _buttons(words: Words, item: NoteItem) -> list[Json]:
    ref, who = NoteRef(note=item.note.id), name(item.about, words)
    edit = button(words("notes-edit"), Action.NOTE_EDIT, ref)
    if item.note.shared_at is not None:
        return [actions(edit)]
    with_them = words("notes-share-with", person=who)
    share = confirm(
        words("notes-share-title", person=who),
        words("notes-share-text", person=who),
        words("notes-share"),
        words("notes-share-no"),
    )
    discard = confirm(
        words("notes-discard-title"),
        words("notes-discard-text"),
        words("notes-discard"),
        words("notes-share-no"),
    )
    return [
        actions(
            button(with_them, Action.NOTE_SHARE, ref, style="primary", confirm=share),
            edit,
            button(words("notes-discard"), Action.NOTE_DISCARD, ref, confirm=discard),
        )
    ]


def shared_message(what: NoteShared, words: Words, time_zone: str) -> Rendered:
    note, author = what.item.note, what.item.author
    notes = [mrkdwn(words("message-note-only", author=mention(author, words)))]
    if note.shared_at is not None and note.updated_at > note.shared_at:
        notes.append(mrkdwn(words("message-note-edited", day=day(note.updated_at, time_zone))))
    return Rendered(
        words("message-note-preview", author=escape(name(author, words))),
        [
            section(mrkdwn(words("message-note", author=mention(author, words)))),
            own_words(note.text),
            context(*notes),
        ],
    )
