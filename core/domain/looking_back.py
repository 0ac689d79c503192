"""Looking back: what can be asked of the feedback that somebody may read, and what answers it.

Everything by which a feedback can be found is a term: a word of its text as much as its kind. What is looked
for is a set of terms as well, and what has all of them is found. So one index answers every question, and it
holds for each viewer only what the policy lets them read.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from core.domain import policies
from core.domain.feedback import FeedbackItem, FeedbackKind, ReaderReason, SubmissionState
from core.domain.ids import PersonId, TagId
from core.domain.policies import Action
from core.domain.search import words_in, words_looked_for

LISTED = frozenset({SubmissionState.HELD, SubmissionState.SENT})
"""What was undone or withdrawn stands in no list."""

MAX_LOOKED_FOR_TEXT = 150  # characters


class Part(StrEnum):
    """Of all that somebody may read."""

    RECEIVED = "received"
    GIVEN = "given"
    ASKED = "asked"  # the answers to what they asked
    SHARED = "shared"  # neither given nor received, but readable


@dataclass(frozen=True, slots=True)
class Filters:
    """None and empty: it doesn't matter. `person`: who wrote or received it. `about`: who received it. From
    `since` on, and before `until`, by when it was sent; what the viewer gave, by when they gave it."""

    part: Part | None = None
    person: PersonId | None = None
    about: PersonId | None = None
    kind: FeedbackKind | None = None
    tag: TagId | None = None
    text: str = ""
    since: datetime | None = None
    until: datetime | None = None


_EVERYTHING = "all"


def terms_wanted(filters: Filters) -> tuple[str, ...]:
    """Never none."""
    named = {
        "in": filters.part,
        "with": filters.person,
        "about": filters.about,
        "kind": filters.kind,
        "tag": filters.tag,
    }
    terms = [f"{name}:{value}" for name, value in named.items() if value is not None]
    terms += [f"word:{word}" for word in words_looked_for(filters.text)]
    return tuple(terms) or (_EVERYTHING,)


def terms_of(viewer: PersonId, item: FeedbackItem) -> frozenset[str]:
    """All by which this viewer can find this copy; none where they can't."""
    submission, copy = item.submission, item.feedback
    if submission.state not in LISTED or not policies.may(viewer, Action.READ, item):
        return frozenset()
    people = {submission.author_id, copy.recipient_id}
    return frozenset(
        {
            _EVERYTHING,
            f"about:{copy.recipient_id}",
            f"kind:{submission.kind}",
            *(f"in:{part}" for part in _parts(viewer, item)),
            *(f"with:{person_id}" for person_id in people),
            *(f"tag:{tag.id}" for tag in submission.tags),
            *(f"word:{word}" for text in _texts(viewer, item) for word in words_in(text)),
        }
    )


def _parts(viewer: PersonId, item: FeedbackItem) -> Iterable[Part]:
    submission, copy = item.submission, item.feedback
    if viewer == submission.author_id:
        yield Part.GIVEN
    elif viewer == copy.recipient_id:
        yield Part.RECEIVED
    else:
        yield Part.SHARED
    if submission.asked is not None and viewer == _asker(item):
        yield Part.ASKED


def _asker(item: FeedbackItem) -> PersonId:
    """Of an answer: a reader with a reason of its own, or the recipient themselves."""
    askers = (one.person_id for one in item.feedback.readers if one.reason is ReaderReason.ASKED)
    return next(askers, item.feedback.recipient_id)


def _texts(viewer: PersonId, item: FeedbackItem) -> Iterable[str]:
    submission = item.submission
    yield submission.text
    if submission.asked is not None:
        yield submission.asked.question
    if submission.quote is not None and policies.may(viewer, Action.READ_QUOTE, item):
        yield submission.quote.text


def viewers_of(item: FeedbackItem) -> tuple[PersonId, ...]:
    """Everybody who may have it in a list."""
    readers = (reader.person_id for reader in item.feedback.readers)
    return tuple(dict.fromkeys((item.submission.author_id, item.feedback.recipient_id, *readers)))


def listed_at(viewer: PersonId, item: FeedbackItem) -> datetime:
    """The moment by which this viewer's lists are ordered."""
    submission = item.submission
    if viewer == submission.author_id or submission.sent_at is None:
        return submission.created_at
    return submission.sent_at


def is_found(viewer: PersonId, item: FeedbackItem, filters: Filters) -> bool:
    at = listed_at(viewer, item)
    in_time = (filters.since is None or filters.since <= at) and (filters.until is None or at < filters.until)
    return in_time and terms_of(viewer, item).issuperset(terms_wanted(filters))
