"""Notes for a talk, as they are proposed: what was said in a time, short enough to fit, and room to think."""

from collections.abc import Sequence
from datetime import date

from core.domain.feedback import FeedbackItem
from core.domain.ids import PersonId
from core.domain.notes import MAX_TEXT
from core.domain.people import PersonRef
from core.words import Words
from handlers.slack.limits import clip, units
from handlers.slack.views.parts import local_day, long_date, name

LONGEST, SHORTEST = 600, 60  # characters of one text


def notes_text(
    words: Words,
    about: PersonRef,
    items: Sequence[FeedbackItem],
    viewer: PersonId,
    time_zone: str,
    span: tuple[date, date],
) -> str:
    """The longer the list, the shorter each text; what doesn't fit even so is counted at the end."""
    for most in (LONGEST, 400, 250, 160, 100, SHORTEST):
        text = _composed(words, about, items, viewer, time_zone, span, most, 0)
        if units(text) <= MAX_TEXT:
            return text
    left_out = 0
    while units(text) > MAX_TEXT and left_out < len(items):
        left_out += 1
        shown = items[: len(items) - left_out]
        text = _composed(words, about, shown, viewer, time_zone, span, SHORTEST, left_out)
    return clip(text, MAX_TEXT)


def _composed(
    words: Words,
    about: PersonRef,
    items: Sequence[FeedbackItem],
    viewer: PersonId,
    time_zone: str,
    span: tuple[date, date],
    most: int,
    left_out: int,
) -> str:
    yours = [item for item in items if item.submission.author_id == viewer]
    others = [item for item in items if item.submission.author_id != viewer]
    lines = [
        words("notes-text-title", person=name(about, words)),
        words("notes-text-span", since=long_date(span[0], words), until=long_date(span[1], words)),
    ]
    for key, some in (("notes-text-others", others), ("notes-text-yours", yours)):
        if some:
            lines += ["", words(key), *(_line(words, item, viewer, time_zone, most) for item in some)]
    if not items:
        lines += ["", words("notes-text-nothing")]
    if left_out:
        lines += [words("notes-text-more", count=left_out)]
    return "\n".join([*lines, "", words("notes-text-talk"), "• "])


def _line(words: Words, item: FeedbackItem, viewer: PersonId, time_zone: str, most: int) -> str:
    submission = item.submission
    said = clip(" ".join(submission.text.split()), most)
    facts = {
        "kind": submission.kind.value,
        "date": long_date(local_day(submission.sent_at or submission.created_at, time_zone), words),
    }
    if submission.author_id == viewer:
        return words("notes-text-line-yours", text=said, **facts)
    return words("notes-text-line", author=name(item.author, words), text=said, **facts)
