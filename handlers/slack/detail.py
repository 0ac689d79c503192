"""What is shown with a feedback that somebody opens: the same wherever it is opened or brought up to date."""

from core.domain import policies
from core.domain.feedback import FeedbackItem, SentForm
from core.domain.policies import Action
from handlers.slack.calls import Call
from handlers.slack.payloads import Json
from handlers.slack.views.detail import Around, feedback_detail, submission_detail


async def detail_of(call: Call, item: FeedbackItem) -> Json:
    """One copy, as whoever opens it may see it. A constant number of statements."""
    viewer, manager = await call.person_id(), None
    if viewer == item.feedback.recipient_id:
        managers = await call.deps.feedback.managers_of(call.workspace_id, (viewer,))
        manager = next((named for _, named in managers.names), None)
    versions = []
    if item.submission.edits and policies.may(viewer, Action.READ_VERSIONS, item):
        versions = await call.deps.revising.versions_of(call.workspace_id, viewer, item.submission.id)
    around = Around(
        manager=manager,
        thread=await call.deps.replies.read_thread(call.workspace_id, viewer, item),
        may_report=await call.deps.reports.may_report(call.workspace_id, viewer, item),
        versions=versions,
    )
    return feedback_detail(await call.words(), item, viewer, await call.time_zone(), around)


async def detail_of_form(call: Call, form: SentForm) -> Json:
    """All of it, to its author."""
    versions = []
    if form.submission.edits:
        author_id = form.submission.author_id
        versions = await call.deps.revising.versions_of(call.workspace_id, author_id, form.submission.id)
    return submission_detail(await call.words(), form, await call.time_zone(), versions)
