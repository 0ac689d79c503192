"""Somebody's data as files: JSON with all there is, and a table with one row for each text.

What stands in these files is for people and for programs, so its names are the same in every language.
"""

import csv
import io
import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, cast

from core.domain.drafts import Draft
from core.domain.feedback import FeedbackItem
from core.domain.notes import NoteItem
from core.domain.own_data import OwnData
from core.domain.people import Person, PersonRef
from core.domain.replies import Reply
from core.domain.requests import AskItem, RequestItem
from core.domain.revisions import Version
from core.notifications import Attachment

Entry = dict[str, Any]

COLUMNS = ("what", "at", "from", "for", "kind", "text", "question", "quote", "seen_by", "tags", "state")
SOMEONE_WHO_LEFT = "Someone who left"
_ACTIVE = ("=", "+", "-", "@", "\t", "\r")
"""A cell that begins with one of these is a formula to some programs: it gets an apostrophe before it."""


def files_of(data: OwnData, made_at: datetime) -> tuple[Attachment, ...]:
    entries = _entries(data, made_at)
    return (
        Attachment("everloop-my-data.json", _json(entries)),
        Attachment("everloop-my-data.csv", _csv(entries)),
    )


def _json(entries: Entry) -> bytes:
    return json.dumps(entries, ensure_ascii=False, indent=2).encode()


def _csv(entries: Entry) -> bytes:
    """With a byte order mark, by which spreadsheets recognise UTF-8."""
    out = io.StringIO(newline="")
    table = csv.DictWriter(out, COLUMNS, extrasaction="ignore")
    table.writeheader()
    for row in _rows(entries):
        table.writerow({name: _harmless(row.get(name)) for name in COLUMNS})
    return out.getvalue().encode("utf-8-sig")


def _harmless(value: Any) -> str:
    several = cast(list[str], value) if isinstance(value, list) else [str(value or "")]
    cell = ", ".join(several)
    return f"'{cell}" if cell.startswith(_ACTIVE) else cell


def _rows(entries: Entry) -> Iterator[Entry]:
    for item in entries["feedback"]:
        quote: Entry | None = item["quote"]
        yield {**item, "quote": quote["text"] if quote else None}
        for reply in item["replies"]:
            yield {**reply, "what": "reply", "kind": item["kind"]}
    for name in ("requests", "asked_of_me", "notes", "problems", "drafts"):
        yield from entries[name]


# -- what stands in them --


def _entries(data: OwnData, made_at: datetime) -> Entry:
    return {
        "made_at": made_at.isoformat(),
        "me": _person(data.person, data),
        "feedback": [
            _feedback(item, box.value, data) for box, items in data.feedback.items() for item in items
        ],
        "requests": [_request(item) for item in data.requests],
        "asked_of_me": [_asked(item) for item in data.asked],
        "notes": [_note(item) for item in data.notes],
        "problems": [
            {
                "what": "problem reported",
                "at": _at(item.report.created_at),
                "from": _name(item.reporter),
                "about": _name(item.about),
                "text": item.report.reason,
                "seen_by": [_name(reader) for reader in item.readers],
                "state": "handled" if item.report.handled_at else "open",
            }
            for item in data.problems
        ],
        "no_messages_from": [
            {"person": _known(data, pause.from_id), "since": _at(pause.since)} for pause in data.pauses
        ],
        "drafts": [_draft(draft, data) for draft in data.drafts],
    }


def _person(person: Person, data: OwnData) -> Entry:
    profile, employment, line = person.profile, person.employment, data.line
    return {
        "name": profile.name,
        "handle": profile.handle,
        "email": profile.email,
        "time_zone": profile.time_zone,
        "language": profile.locale,
        "department": employment.department,
        "title": employment.title,
        "country": employment.country,
        "manager": None if line is None else _known(data, line.manager_id),
        "manager_is": None if line is None else line.state.value,
        "reports": [
            {"person": _known(data, report.person_id), "state": report.state.value}
            for report in data.reports_to_them
        ],
        "roles": sorted(role.value for role in data.roles),
        "preferences": {
            "reminders": data.preferences.reminders,
            "daily_digest_at": data.preferences.digest_hour,
        },
    }


def _feedback(item: FeedbackItem, box: str, data: OwnData) -> Entry:
    submission, copy = item.submission, item.feedback
    return {
        "what": f"feedback {box}",
        "at": _at(submission.sent_at or submission.created_at),
        "from": _name(item.author),
        "for": _name(item.recipient),
        "kind": submission.kind.value,
        "text": submission.text,
        "question": submission.asked.question if submission.asked else None,
        "quote": _quote(item),
        "tags": [tag.name for tag in submission.tags],
        "seen_by": [_name(reader) for reader in item.readers],
        "in_channel": submission.channel or None,
        "state": submission.state.value,
        "edited_at": _at(submission.edited_at),
        "thanked_at": _at(copy.thanked_at),
        "said_before": [_version(one) for one in data.versions.get(submission.id, ())],
        "replies": [_reply(reply, item) for reply in data.replies.get(copy.id, ())],
    }


def _quote(item: FeedbackItem) -> Entry | None:
    quote = item.submission.quote
    return None if quote is None else {"text": quote.text, "by": quote.author_name, "link": quote.link}


def _version(version: Version) -> Entry:
    return {"text": version.text, "until": _at(version.replaced_at)}


def _reply(reply: Reply, item: FeedbackItem) -> Entry:
    both = {one.id: one for one in (item.author, item.recipient)}
    other = next(one for key, one in both.items() if key != reply.author_id)
    return {
        "at": _at(reply.created_at),
        "from": _name(both[reply.author_id]),
        "for": _name(other),
        "text": reply.text,
        "edited_at": _at(reply.edited_at),
    }


def _request(item: RequestItem) -> Entry:
    return {
        "what": "request",
        "at": _at(item.request.created_at),
        "from": _name(item.requester),
        "for": [_name(one.person) for one in item.asks],
        "about": _name(item.about),
        "question": item.request.question,
        "due_on": item.request.due_on.isoformat(),
        "state": "cancelled" if item.request.cancelled_at else "asked",
        "asked": [
            {"person": _name(one.person), "state": one.ask.state.value, "reason": one.ask.reason or None}
            for one in item.asks
        ],
    }


def _asked(item: AskItem) -> Entry:
    return {
        "what": "request to me",
        "at": _at(item.ask.starts_at),
        "from": _name(item.requester),
        "for": _name(item.person),
        "about": _name(item.about),
        "question": item.request.question,
        "due_on": item.ask.due_on.isoformat(),
        "state": item.ask.state.value,
    }


def _note(item: NoteItem) -> Entry:
    note = item.note
    return {
        "what": "notes for a talk",
        "at": _at(note.updated_at),
        "from": _name(item.author),
        "for": _name(item.about),
        "text": note.text,
        "state": "shared" if note.shared_at else "not shared",
    }


def _draft(draft: Draft, data: OwnData) -> Entry:
    content: Mapping[str, Any] = draft.content
    recipients = cast(list[str], content.get("recipients") or [])
    return {
        "what": "draft",
        "at": _at(draft.updated_at),
        "form": draft.form,
        "for": [_known(data, one) for one in recipients],
        "text": content.get("text"),
        "content": dict(content),
        "state": "not sent",
    }


def _at(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat(timespec="seconds")


def _name(person: PersonRef) -> str:
    return person.name or SOMEONE_WHO_LEFT


def _known(data: OwnData, person_id: Any) -> str:
    ref = data.names.get(person_id)
    return SOMEONE_WHO_LEFT if ref is None else _name(ref)
