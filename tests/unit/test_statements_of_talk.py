"""Talk, and changing one's mind, cost the same number of statements however long it has gone on."""

import pytest

from core.domain.feedback import FeedbackItem
from core.domain.people import Person
from core.services.replies import WriteReply
from core.services.reports import ReportProblem
from storage.engine import Database
from tests.factories import Company, company_in
from tests.unit.test_statements import database, statements

__all__ = ["database"]


async def reply(company: Company, by: Person, item: FeedbackItem, key: str) -> None:
    await company.replies.write_reply(WriteReply(company.workspace_id, by.id, item.feedback.id, key, "words"))


@pytest.mark.parametrize("action", ["reply", "read", "edit", "withdraw", "report", "window"])
async def test_however_long_the_talk(database: Database, action: str) -> None:
    counts: list[int] = []
    async with company_in(database) as company:
        ann, bob = await company.hire("Ann"), await company.hire("Bob")
        olga, adam = await company.hire("Olga", administers=True), await company.hire("Adam")
        await company.people.name_people_admins(company.workspace_id, olga.id, [adam.id])
        here = company.workspace_id
        for length in (1, 15):
            [copy] = await company.send(ann, bob)
            for number in range(length):
                await reply(company, bob, copy, f"V{length}-{number}")
                await company.revising.edit_feedback(here, ann.id, copy.submission.id, str(number))
                if number and action != "window":
                    await company.send(bob, ann)
            report = ReportProblem(
                here, bob.id, copy.feedback.id, f"R{length}", "x", True, frozenset([adam.id])
            )
            if action == "report":
                await company.reports.report_problem(report)  # the pause is there already
                report = ReportProblem(
                    here, bob.id, copy.feedback.id, f"S{length}", "x", True, frozenset([adam.id])
                )
            if action == "window":
                company.clock.advance(hours=25)
            act = {
                "reply": lambda copy=copy, length=length: reply(company, ann, copy, f"last {length}"),
                "read": lambda copy=copy: company.replies.read_thread(here, ann.id, copy),
                "edit": lambda copy=copy: company.revising.edit_feedback(
                    here, ann.id, copy.submission.id, "last"
                ),
                "withdraw": lambda copy=copy: company.revising.withdraw_feedback(
                    here, ann.id, copy.submission.id
                ),
                "report": lambda report=report: company.reports.report_problem(report),
                "window": lambda: company.revising.close_windows(here),
            }[action]
            counts.append(await statements(database, act))
    assert counts[0] == counts[1]
