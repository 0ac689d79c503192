"""Who may read each word that was written in a company: worked out from the records and the policy alone."""

from collections import defaultdict
from collections.abc import Iterator

from core.domain import policies
from core.domain.feedback import FeedbackItem, Submission, SubmissionState
from core.domain.ids import FeedbackId, PersonId
from core.domain.people import PersonRef, Role
from core.domain.policies import Action, AskAction
from tests.fakes.storage_state import State

Readers = dict[str, set[PersonId]]
"""A text → those who may read it somewhere. What isn't in it, nobody may."""


def who_may_read(state: State) -> Readers:
    readers: Readers = defaultdict(set)
    for text, person_id in (
        *_feedback(state),
        *_replies(state),
        *_requests(state),
        *_reports(state),
        *_notes(state),
        *_drafts(state),
    ):
        readers[text].add(person_id)
    return readers


def items_of(state: State, submission: Submission) -> list[FeedbackItem]:
    def ref(person_id: PersonId) -> PersonRef:
        return PersonRef(person_id, "somebody", "U")

    return [
        FeedbackItem(one, submission, ref(submission.author_id), ref(one.recipient_id))
        for one in state.copies.values()
        if one.submission_id == submission.id
    ]


def item_of(state: State, feedback_id: FeedbackId) -> FeedbackItem:
    submission = state.submissions[state.copies[feedback_id].submission_id]
    return next(one for one in items_of(state, submission) if one.feedback.id == feedback_id)


def _feedback(state: State) -> Iterator[tuple[str, PersonId]]:
    for submission in state.submissions.values():
        quote, asked = submission.quote, submission.asked
        versions = [one for (of, _), one in state.versions.items() if of == submission.id]
        for item in items_of(state, submission):
            for person_id in state.people:
                if policies.may(person_id, Action.READ, item):
                    yield submission.text, person_id
                    if asked is not None:
                        yield asked.question, person_id
                if quote is not None and policies.may(person_id, Action.READ_QUOTE, item):
                    yield quote.text, person_id
                if policies.may(person_id, Action.READ_VERSIONS, item):
                    yield from ((version.text, person_id) for version in versions)


def _replies(state: State) -> Iterator[tuple[str, PersonId]]:
    for reply in state.replies.values():
        item = item_of(state, reply.feedback_id)
        for person_id in state.people if reply.deleted_at is None else ():
            if policies.may(person_id, Action.READ_REPLIES, item):
                yield reply.text, person_id


def _requests(state: State) -> Iterator[tuple[str, PersonId]]:
    for ask in state.asks.values():
        request = state.requests[ask.request_id]
        for person_id in state.people:
            if policies.may_see_request(person_id, request):
                yield request.question, person_id
            if policies.may_with_ask(person_id, AskAction.READ, request, ask):
                yield request.question, person_id
            if ask.reason and policies.may_with_ask(person_id, AskAction.READ_REASON, request, ask):
                yield ask.reason, person_id


def _reports(state: State) -> Iterator[tuple[str, PersonId]]:
    """Whom a report names reads all that it is about; but never a message that was quoted."""
    for report in state.reports.values():
        yield report.reason, report.reporter_id
        item = item_of(state, report.feedback_id)
        submission = item.submission
        texts = [report.reason, submission.text]
        texts += [submission.asked.question] if submission.asked else []
        texts += [one.text for (of, _), one in state.versions.items() if of == submission.id]
        texts += [one.text for one in state.replies.values() if one.feedback_id == report.feedback_id]
        for person_id in state.people:
            roles = frozenset(role for role in Role if (role, person_id) in state.grants)
            if policies.may_read_report(person_id, roles, report):
                yield from ((text, person_id) for text in texts)


def _notes(state: State) -> Iterator[tuple[str, PersonId]]:
    for note in state.notes.values():
        for person_id in state.people:
            if policies.may_read_note(person_id, note):
                yield note.text, person_id


def _drafts(state: State) -> Iterator[tuple[str, PersonId]]:
    for draft in state.drafts.values():
        for value in draft.content.values():
            parts = value.values() if isinstance(value, dict) else (value,)
            yield from ((str(part), draft.person_id) for part in parts)


def is_found_by(state: State, person_id: PersonId, text: str) -> int:
    """How many copies a search for this text may show somebody."""
    live = (SubmissionState.HELD, SubmissionState.SENT)
    count = 0
    for submission in state.submissions.values():
        for item in items_of(state, submission):
            if submission.state not in live or not policies.may(person_id, Action.READ, item):
                continue
            asked, quote = submission.asked, submission.quote
            quoted = quote is not None and policies.may(person_id, Action.READ_QUOTE, item)
            texts = [submission.text, asked.question if asked else ""]
            count += text in [*texts, quote.text if quote and quoted else ""]
    return count
