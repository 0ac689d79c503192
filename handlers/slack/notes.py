"""A manager's team on Slack: looking back on each, and notes for a talk: written, opened, changed, shared."""

from datetime import datetime, timedelta

from core.domain.drafts import Draft
from core.domain.errors import Unavailable
from core.domain.ids import DraftId, NoteId, PersonId
from core.domain.people import PersonRef
from core.services.notes import FORM, WriteNote
from handlers.slack.calls import Call
from handlers.slack.form_opening import turned_away
from handlers.slack.ids import Action, Block, Modal
from handlers.slack.listeners import Listeners
from handlers.slack.metadata import Edge, OutOfDate, PersonMark, unpack
from handlers.slack.metadata_looking_back import NoteRef, NoteState, Period, TeamPage
from handlers.slack.payloads import Json, text_at
from handlers.slack.text_forms import Typed, form_key, from_draft, keep_typed, open_text_form, show_behind
from handlers.slack.trouble import in_time, say
from handlers.slack.views.note import note_modal
from handlers.slack.views.notes import note_detail, note_form, report_modal, team_modal
from handlers.slack.views.notes_text import notes_text
from handlers.slack.views.parts import local_day

PAGE = 5


def register(on: Listeners) -> None:
    on.action(Action.TEAM_OPEN, on_team_button)
    on.action(Action.TEAM_LOOK, on_look_button)
    on.action(Action.TEAM_CHART, on_chart_button)
    on.action(Action.TEAM_OLDER, on_page_button)
    on.action(Action.TEAM_NEWER, on_page_button)
    on.action(Action.NOTE_WRITE, on_write_button)
    on.action(Action.NOTE_PERIOD, on_period_chosen)
    on.submission(Modal.NOTE_WRITE, on_note_submitted)
    on.closed(Modal.NOTE_WRITE, on_note_closed)
    on.action(Action.NOTE_OPEN, on_open_button)
    on.action(Action.NOTE_EDIT, on_edit_button)
    on.action(Action.NOTE_SHARE, on_share_button)
    on.action(Action.NOTE_DISCARD, on_discard_button)


# -- the team, and one report --


async def on_team_button(call: Call) -> None:
    """From Home it opens; from one report it takes its place again."""
    await call.acknowledge()
    team = await call.deps.notes.team_of(call.workspace_id, await call.person_id())
    await _in_place(call, team_modal(await call.words(), team))


async def on_chart_button(call: Call) -> None:
    async with in_time():
        await call.deps.team_chart.send_team_chart(call.workspace_id, await call.person_id())
    await call.acknowledge()
    words = await call.words()
    await say(call, words, words("chart-coming"))


async def on_look_button(call: Call) -> None:
    await call.acknowledge()
    await _in_place(call, await _report(call, unpack(PersonMark, call.value).id))


async def on_page_button(call: Call) -> None:
    await call.acknowledge()
    ref = unpack(TeamPage, call.value)
    await call.update(await _report(call, PersonId(ref.report), ref.edge))


async def _in_place(call: Call, view: Json) -> None:
    if call.in_modal:
        await call.update(view)
    elif not await call.show(view):
        words = await call.words()
        await say(call, words, words("press-again"))


async def _report(call: Call, person_id: PersonId, edge: Edge | None = None) -> Json:
    viewer = await call.person_id()
    about = await call.deps.notes.look_back_on(
        call.workspace_id, viewer, person_id, edge.cursor if edge else None, PAGE
    )
    return report_modal(await call.words(), about, viewer, await call.time_zone())


# -- writing notes --


async def on_write_button(call: Call) -> None:
    await call.acknowledge()
    state = NoteState(about=unpack(PersonMark, call.value).id)
    about, text = await _proposed(call, state)
    await _open(call, about, state, text)


async def on_period_chosen(call: Call) -> None:
    """Proposes anew, unless somebody has changed what was proposed."""
    await call.acknowledge()
    before, typed = _state(call), _typed_text(call)
    try:
        period = Period(text_at(call.action, "selected_option", "value"))
    except ValueError:
        raise OutOfDate from None
    about, proposed = await _proposed(call, before)
    state = before.model_copy(update={"period": period})
    if typed.strip() not in ("", proposed.strip()):
        await call.update(note_form(await call.words(), about, state, typed, kept=True))
        return
    state = state.model_copy(update={"renewed": before.renewed + 1})
    _, text = await _proposed(call, state)
    await call.update(note_form(await call.words(), about, state, text))


async def _proposed(call: Call, state: NoteState) -> tuple[PersonRef, str]:
    viewer, zone = await call.person_id(), await call.time_zone()
    since, now = _since(call, state.period), call.deps.clock.now()
    about, items = await call.deps.notes.material(call.workspace_id, viewer, PersonId(state.about), since)
    span = (local_day(since, zone), local_day(now, zone))
    return about, notes_text(await call.words(), about, items, viewer, zone, span)


def _since(call: Call, period: Period) -> datetime:
    return call.deps.clock.now() - timedelta(days=period.days)


def _state(call: Call) -> NoteState:
    return unpack(NoteState, text_at(call.view, "private_metadata"))


def _block(state: NoteState) -> str:
    return f"{Block.NOTE.value}.{state.renewed}"


def _typed_text(call: Call) -> str:
    return text_at(call.view, "state", "values", _block(_state(call)), Action.NOTE_TEXT, "value")


async def _open(call: Call, about: PersonRef, state: NoteState, text: str) -> None:
    await open_text_form(call, note_form(await call.words(), about, state, text), _typed(state, text))


def _typed(state: NoteState, text: str) -> Typed:
    key = f"edit:{state.note}" if state.note else f"about:{state.about}"
    return Typed(FORM, key, {"about": state.about, "note": state.note or "", "text": text})


async def reopen_note(call: Call, draft: Draft) -> None:
    """The form as it was left."""
    state = NoteState(
        about=from_draft(draft, "about"), note=from_draft(draft, "note") or None, from_draft=draft.id
    )
    about, _ = await _proposed(call, state)
    await _open(call, about, state, from_draft(draft, "text"))


async def on_note_submitted(call: Call) -> None:
    """Acknowledged once it is saved: then the notes stand in the form's place, to be shared or left."""
    state, text = _state(call), _typed_text(call)
    notes, person_id = call.deps.notes, await call.person_id()
    draft_id = DraftId(state.from_draft) if state.from_draft else None
    try:
        async with in_time():
            if state.note is not None:
                item = await notes.edit_note(call.workspace_id, person_id, NoteId(state.note), text, draft_id)
            else:
                about_id = PersonId(state.about)
                item = await notes.write_note(
                    WriteNote(call.workspace_id, person_id, about_id, form_key(call), text, draft_id)
                )
    except Unavailable:
        errors = {_block(state): call.words_at_hand("notes-not-saved")}
        await call.acknowledge({"response_action": "errors", "errors": errors})
        return
    view = note_detail(await call.words(), item, person_id, await call.time_zone())
    await call.acknowledge({"response_action": "update", "view": view})
    if text_at(call.view, "previous_view_id"):
        await show_behind(call, await _report(call, item.about.id))


async def on_note_closed(call: Call) -> None:
    """What was typed stays: as a draft, on the Home tab. What was only proposed doesn't."""
    await call.acknowledge()
    state, text = _state(call), _typed_text(call)
    typed = _typed(state, text)
    if typed.is_blank:
        return
    if state.note is not None:
        item = await call.deps.notes.open_note(call.workspace_id, await call.person_id(), NoteId(state.note))
        unchanged = item.note.text == text
    else:
        _, proposed = await _proposed(call, state)
        unchanged = text.strip() == proposed.strip()
    if not unchanged:
        await keep_typed(call, typed)


# -- notes that are there --


async def on_open_button(call: Call) -> None:
    await call.acknowledge()
    ref = unpack(NoteRef, call.value)
    item = await call.deps.notes.open_note(call.workspace_id, await call.person_id(), ref.id)
    view = note_detail(await call.words(), item, await call.person_id(), await call.time_zone())
    if not await call.show(view, push=call.in_modal):
        words = await call.words()
        await say(call, words, words("press-again"))


async def on_edit_button(call: Call) -> None:
    """In the place of the notes, so that there is room for what lies under them."""
    await call.acknowledge()
    ref = unpack(NoteRef, call.value)
    if await turned_away(call):
        return
    item = await call.deps.notes.open_note(call.workspace_id, await call.person_id(), ref.id)
    state = NoteState(about=item.note.about_id, note=item.note.id)
    await call.update(note_form(await call.words(), item.about, state, item.note.text))


async def on_share_button(call: Call) -> None:
    ref, person_id = unpack(NoteRef, call.value), await call.person_id()
    async with in_time():
        item = await call.deps.notes.share_note(call.workspace_id, person_id, ref.id)
    await call.acknowledge()
    await call.update(note_detail(await call.words(), item, person_id, await call.time_zone()))
    await show_behind(call, await _report(call, item.about.id))


async def on_discard_button(call: Call) -> None:
    ref, person_id = unpack(NoteRef, call.value), await call.person_id()
    item = await call.deps.notes.open_note(call.workspace_id, person_id, ref.id)
    async with in_time():
        await call.deps.notes.discard_note(call.workspace_id, person_id, ref.id)
    await call.acknowledge()
    words = await call.words()
    await call.update(note_modal(words, words("notes-discarded")))
    await show_behind(call, await _report(call, item.about.id))
