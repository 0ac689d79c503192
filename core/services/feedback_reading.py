"""One feedback as somebody may see it: asked by every station that acts on one, inside its transaction."""

from dataclasses import replace

from core.domain import policies
from core.domain.errors import NotFound
from core.domain.feedback import FeedbackItem, SentForm
from core.domain.ids import FeedbackId, PersonId, SubmissionId
from core.domain.policies import Action
from core.ports import UnitOfWork


def as_seen_by(person_id: PersonId, item: FeedbackItem) -> FeedbackItem | None:
    """None where this person may not read it; without the quote where they may not read that."""
    if not policies.may(person_id, Action.READ, item):
        return None
    if policies.may(person_id, Action.READ_QUOTE, item):
        return item
    return replace(item, submission=replace(item.submission, quote=None))


def without_words(item: FeedbackItem) -> FeedbackItem:
    """Who and when, and nothing of what anybody said."""
    return replace(item, submission=replace(item.submission, text="", quote=None, asked=None))


async def item_for(
    unit: UnitOfWork, person_id: PersonId, feedback_id: FeedbackId, action: Action
) -> FeedbackItem:
    """As this person sees it. Raises NotFound where they may not do this with it, or may not read it."""
    item = await unit.feedback.item(feedback_id)
    seen = as_seen_by(person_id, item) if item and policies.may(person_id, action, item) else None
    if seen is None:
        raise NotFound("error-feedback-gone")
    return seen


async def own_form(unit: UnitOfWork, author_id: PersonId, submission_id: SubmissionId) -> SentForm:
    """Raises NotFound for anyone but the author."""
    form = await unit.feedback.sent_form(submission_id)
    if form is None or form.submission.author_id != author_id:
        raise NotFound("error-feedback-gone")
    return form
