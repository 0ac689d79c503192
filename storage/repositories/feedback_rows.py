"""Feedback as rows: what is written where when it is given."""

from collections.abc import Sequence

from core.domain.feedback import Asked, Feedback, Submission, SubmissionState
from storage.repositories.feedback_items import question_place, sealed_words, stored_tags
from storage.statements import Scope, Values


def submission_row(scope: Scope, submission: Submission) -> Values:
    return {
        "workspace_id": scope.workspace_id,
        "id": submission.id,
        "form_key": submission.form_key,
        "author_id": submission.author_id,
        "state": submission.state.value,
        "created_at": submission.created_at,
        "sent_at": submission.sent_at,
        **revisable(scope, submission),
    }


def revisable(scope: Scope, submission: Submission) -> Values:
    """What another version of the same form replaces."""
    return {
        "kind": submission.kind.value,
        "visibility": submission.visibility.value,
        "channel": submission.channel or None,
        "tags": stored_tags(submission.tags),
        "release_at": submission.release_at,
        "indexed": False,
        **sealed_words(submission, scope.keyring),
    }


def answer_row(scope: Scope, submission: Submission, asked: Asked) -> Values:
    place = question_place(scope.workspace_id, submission.id)
    return {
        "workspace_id": scope.workspace_id,
        "submission_id": submission.id,
        "ask_id": asked.ask_id,
        "question_sealed": scope.keyring.seal(asked.question, place),
    }


def copy_rows(scope: Scope, submission: Submission, copies: Sequence[Feedback]) -> list[Values]:
    undone = submission.state is SubmissionState.UNDONE
    return [
        {
            "workspace_id": scope.workspace_id,
            "id": copy.id,
            "submission_id": submission.id,
            "position": position,
            "author_id": submission.author_id,
            "recipient_id": copy.recipient_id,
            "given_at": None if undone else submission.created_at,
            "sent_at": submission.sent_at,
            "thanked_at": copy.thanked_at,
            "unreachable": copy.unreachable,
        }
        for position, copy in enumerate(copies)
    ]


def reader_rows(scope: Scope, submission: Submission, copies: Sequence[Feedback]) -> list[Values]:
    return [
        {
            "workspace_id": scope.workspace_id,
            "feedback_id": copy.id,
            "person_id": reader.person_id,
            "position": position,
            "reason": reader.reason.value,
            "since": reader.since,
            "sent_at": submission.sent_at,
        }
        for copy in copies
        for position, reader in enumerate(copy.readers)
    ]
