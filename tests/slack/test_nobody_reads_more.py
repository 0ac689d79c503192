"""Whatever happens in a company, no surface shows anybody a text that the policy keeps from them.

A random company lives through a random history: every text is a word of its own. After each step all
messages are looked at; at the end everybody opens everything there is, also what is not theirs: Home, the
lists, each message's buttons forged for each record, searches for each word, their own data as a file. What
each of them was shown, and what was logged, is held against what the policy says.
"""

import asyncio
import json
import re
from collections.abc import Awaitable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from structlog.testing import capture_logs

from core.domain.attention import Preferences
from core.domain.errors import EverloopError
from core.domain.feedback import FeedbackKind, Quote
from core.domain.people import Grant, Person, PersonKind, Role
from core.domain.requests import Later
from core.notifications import OwnDataReady
from core.services.feedback import ManagersChanged
from core.services.notes import WriteNote
from core.services.replies import WriteReply
from core.services.reports import AdminsChanged, ReportProblem
from core.services.requests import AnswerRequest
from core.words import words_for
from handlers.slack.ids import Action
from handlers.slack.metadata import (
    AskRef,
    DraftRef,
    FeedbackRef,
    PersonMark,
    ReplyRef,
    ReportRef,
    RequestRef,
    ReviseRef,
    Stamp,
    SubmissionRef,
    pack,
)
from handlers.slack.metadata_looking_back import NoteRef
from handlers.slack.views.messages import render
from tests.fakes.storage_state import State
from tests.slack.desk import Desk, desk_open
from tests.slack.everything_said import Readers, is_found_by, who_may_read

PEOPLE = 5
WORDS = words_for("en-US")
SAID = re.compile(r"zq\d{4}x")
REFUSALS = (EverloopError, ManagersChanged, AdminsChanged)

who = st.integers(0, PEOPLE - 1)


@dataclass(frozen=True)
class Step:
    what: str
    one: int
    others: tuple[int, ...]
    pick: int  # which of the records there are
    flag: bool


OFTEN = ("give", "wait", "reply", "edit", "report")
ONCE = ("ask", "answer", "withdraw", "share", "undo", "decline", "put_off", "edit_reply", "delete_reply")
ELSE = ("note", "share_note", "manager", "digest", "draft", "name_admin", "leave", "days")
WHAT = (*OFTEN, *OFTEN, *ONCE, *ELSE)
steps = st.builds(
    Step,
    st.sampled_from(WHAT),
    who,
    st.lists(who, min_size=1, max_size=3, unique=True).map(tuple),
    st.integers(0, 11),
    st.booleans(),
)


@dataclass
class Life:
    """One company, and every text that was written in it."""

    desk: Desk
    people: list[Person]
    said: list[str] = field(default_factory=list[str])
    readers: Readers = field(default_factory=Readers)

    @property
    def company(self) -> Any:
        return self.desk.company

    @property
    def state(self) -> State:
        return self.desk.store.states[self.desk.company.workspace_id]

    def words(self) -> str:
        """A text that is said for the first time."""
        self.said.append(f"zq{len(self.said):04}x")
        return self.said[-1]

    # -- what happens ---

    async def live(self, step: Step) -> None:
        """What isn't possible isn't done; the refusal is no concern here."""
        with suppress(*REFUSALS):
            await getattr(self, f"_{step.what}")(step, self.people[step.one])

    def _picked(self, records: dict[Any, Any], step: Step) -> Any:
        if not records:
            raise EverloopError("error-gone")
        return list(records.values())[step.pick % len(records)]

    async def _give(self, step: Step, one: Person) -> None:
        company = self.company
        recipients = [self.people[other] for other in step.others if other != step.one]
        managers = None
        if step.flag:
            named = await company.feedback.managers_of(company.workspace_id, [r.id for r in recipients])
            by_id = {person.id: person for person in self.people}
            managers = {by_id[p]: by_id[m] if m else None for p, m in named.by_recipient.items()}
        quote = Quote(self.words(), "somebody", "") if step.pick % 2 else None
        kind = FeedbackKind.SUGGESTION if step.pick % 3 else FeedbackKind.PRAISE
        await company.give(one, *recipients, text=self.words(), managers=managers, quote=quote, kind=kind)

    async def _wait(self, step: Step, one: Person) -> None:
        self.company.clock.advance(seconds=61)
        await self.company.feedback.release_due(self.company.workspace_id)

    async def _days(self, step: Step, one: Person) -> None:
        self.company.clock.advance(days=1 + step.pick % 5)
        await self.company.feedback.release_due(self.company.workspace_id)
        await self.company.requests.prompt_due(self.company.workspace_id)
        await self.company.revising.close_windows(self.company.workspace_id)

    async def _ask(self, step: Step, one: Person) -> None:
        about = self.people[step.pick % PEOPLE] if step.flag else one
        asked = [self.people[other] for other in step.others]
        await self.company.asks(one, *asked, about_id=about.id, question=self.words())

    async def _answer(self, step: Step, one: Person) -> None:
        ask = self._picked(self.state.asks, step)
        command = AnswerRequest(
            self.company.workspace_id, ask.person_id, ask.id, f"A{len(self.said)}", self.words()
        )
        await self.company.requests.answer_request(command)

    async def _decline(self, step: Step, one: Person) -> None:
        ask = self._picked(self.state.asks, step)
        here = self.company.workspace_id
        await self.company.requests.decline_request(here, ask.person_id, ask.id, self.words())

    async def _put_off(self, step: Step, one: Person) -> None:
        ask = self._picked(self.state.asks, step)
        here = self.company.workspace_id
        await self.company.requests.put_off(here, ask.person_id, ask.id, Later.TOMORROW)

    async def _reply(self, step: Step, one: Person) -> None:
        copy = self._picked(self.state.copies, step)
        author = self.state.submissions[copy.submission_id].author_id if step.flag else copy.recipient_id
        command = WriteReply(self.company.workspace_id, author, copy.id, f"R{len(self.said)}", self.words())
        await self.company.replies.write_reply(command)

    async def _edit_reply(self, step: Step, one: Person) -> None:
        reply = self._picked(self.state.replies, step)
        here = self.company.workspace_id
        await self.company.replies.edit_reply(here, reply.author_id, reply.id, self.words())

    async def _delete_reply(self, step: Step, one: Person) -> None:
        reply = self._picked(self.state.replies, step)
        await self.company.replies.delete_reply(self.company.workspace_id, reply.author_id, reply.id)

    async def _edit(self, step: Step, one: Person) -> None:
        form = self._picked(self.state.submissions, step)
        here = self.company.workspace_id
        await self.company.revising.edit_feedback(here, form.author_id, form.id, self.words())

    async def _withdraw(self, step: Step, one: Person) -> None:
        form = self._picked(self.state.submissions, step)
        await self.company.revising.withdraw_feedback(self.company.workspace_id, form.author_id, form.id)

    async def _undo(self, step: Step, one: Person) -> None:
        form = self._picked(self.state.submissions, step)
        await self.company.feedback.undo_feedback(self.company.workspace_id, form.author_id, form.id)

    async def _share(self, step: Step, one: Person) -> None:
        copy = self._picked(self.state.copies, step)
        await self.company.feedback.share_feedback(self.company.workspace_id, copy.recipient_id, copy.id)

    async def _report(self, step: Step, one: Person) -> None:
        copy = self._picked(self.state.copies, step)
        by = self.state.submissions[copy.submission_id].author_id if step.flag else copy.recipient_id
        here = self.company.workspace_id
        _, admins = await self.company.reports.readers_for(here, by, copy.id)
        named = frozenset(admin.id for admin in admins)
        pause = step.pick % 2 == 0
        await self.company.reports.report_problem(
            ReportProblem(here, by, copy.id, f"P{len(self.said)}", self.words(), pause, named)
        )

    async def _note(self, step: Step, one: Person) -> None:
        about, here = self.people[step.others[0]], self.company.workspace_id
        command = WriteNote(here, one.id, about.id, f"N{len(self.said)}", self.words())
        await self.company.notes.write_note(command)

    async def _share_note(self, step: Step, one: Person) -> None:
        note = self._picked(self.state.notes, step)
        await self.company.notes.share_note(self.company.workspace_id, note.author_id, note.id)

    async def _manager(self, step: Step, one: Person) -> None:
        other, here = self.people[step.others[0]], self.company.workspace_id
        await self.company.people.name_manager(here, one.id, other.id)
        await self.company.people.decide_manager(here, other.id, one.id, step.flag)

    async def _name_admin(self, step: Step, one: Person) -> None:
        admins = [one, *(self.people[other] for other in step.others)] if step.flag else []
        async with self.company.writing() as unit:
            grants = [Grant(p.id, Role.PEOPLE_ADMIN, None, self.company.clock.now()) for p in set_of(admins)]
            await unit.grants.replace(Role.PEOPLE_ADMIN, grants)
            await unit.commit()

    async def _digest(self, step: Step, one: Person) -> None:
        chosen = Preferences(one.id, step.flag, 9 if step.pick % 4 else None)
        await self.company.attention.choose(self.company.workspace_id, chosen)

    async def _draft(self, step: Step, one: Person) -> None:
        content = {"kind": "praise", "text": self.words(), "visibility": "recipient"}
        here = self.company.workspace_id
        await self.company.drafts.keep_draft(
            here, one.id, "feedback.give", f"D{step.pick}", content, tell=step.flag
        )

    async def _leave(self, step: Step, one: Person) -> None:
        """Rarely, and never the first two."""
        if step.one > 1 and step.pick == 0:
            self.people[step.one] = await self.company.becomes(one, kind=PersonKind.DEACTIVATED)

    # -- what is seen ---

    async def deliver(self) -> None:
        """All that is due by now."""
        async with asyncio.timeout(20):
            while await self._is_something_due():
                await self.company.deliverer.deliver_due(self.company.workspace_id)
                await asyncio.sleep(0)

    async def _is_something_due(self) -> bool:
        async with self.company.reading() as unit:
            count, oldest = await unit.outbox.waiting()
        return count > 0 and (oldest is None or oldest <= self.company.clock.now())

    def here(self) -> list[Person]:
        """Those who can still look at anything: what leavers had can't be changed any more."""
        return [one for one in self.people if one.profile.kind is not PersonKind.DEACTIVATED]

    def check(self, person: Person, surface: str, shown: str) -> None:
        for text in SAID.findall(shown):
            assert person.id in self.readers.get(text, ()), f"{surface} shows {person.name} {text}"

    async def check_messages(self) -> None:
        await self.deliver()
        self.readers = who_may_read(self.state)
        for person in self.here():
            for standing in self.company.messenger.read(person):
                what = standing.what
                if isinstance(what, OwnDataReady):
                    continue  # as it was when it was made
                rendered = render(what, WORDS, "UTC")
                self.check(person, what.kind, json.dumps([rendered.text, rendered.blocks]))

    async def look(self, person: Person, surface: str, act: Awaitable[Any]) -> str:
        """What somebody was shown by that, checked."""
        calls, told = len(self.desk.slack.calls), len(self.desk.slack.told)
        answer = await act
        shown = json.dumps([answer.body, self.desk.slack.calls[calls:], self.desk.slack.told[told:]])
        self.check(person, surface, shown)
        return shown

    async def look_everywhere(self) -> None:
        await self.company.looking_back.catch_up(self.company.workspace_id)
        self.readers = who_may_read(self.state)
        for person in self.here():
            await self._look_at_home(person)
            for action, stamp in self._forged():
                pressed = {"action_id": action.value, "type": "button", "value": pack(stamp)}
                await self.look(person, action.value, self.desk.press(pressed, person))
            await self._search(person)
            await self._own_data(person)

    async def _look_at_home(self, person: Person) -> None:
        user = person.profile.external_id
        opened = {"type": "app_home_opened", "user": user, "tab": "home", "channel": "D1"}
        await self.look(person, "Home", self.desk.event(opened))
        for command in ("list", "requests", "help"):
            await self.look(person, f"/feedback {command}", self.desk.command(command, person))

    def _forged(self) -> list[tuple[Action, Stamp]]:
        """Every button that opens something, for every record there is."""
        state = self.state
        made: list[tuple[Action, Stamp]] = []
        for one in state.copies.values():
            opens = (Action.FEEDBACK_OPEN, Action.REPLY_WRITE, Action.REPORT_MAKE)
            made += [(action, FeedbackRef(feedback=one.id)) for action in opens]
        for one in state.submissions.values():
            made.append((Action.SUBMISSION_OPEN, SubmissionRef(submission=one.id)))
            made.append((Action.SUBMISSION_EDIT, ReviseRef(revise=one.id)))
        for one in state.asks.values():
            opens = (Action.ANSWER_OPEN, Action.PUT_OFF_OPEN, Action.DECLINE_OPEN)
            made += [(action, AskRef(ask=one.id)) for action in opens]
        for one in state.requests.values():
            opens = (Action.REQUEST_OPEN, Action.REQUEST_EXTEND, Action.REQUEST_ADD)
            made += [(action, RequestRef(request=one.id)) for action in opens]
        made += [(Action.REPLY_EDIT, ReplyRef(reply=one.id)) for one in state.replies.values()]
        made += [(Action.REPORT_OPEN, ReportRef(report=one.id)) for one in state.reports.values()]
        for one in state.notes.values():
            made += [(action, NoteRef(note=one.id)) for action in (Action.NOTE_OPEN, Action.NOTE_EDIT)]
        for one in state.people.values():
            opens = (Action.TEAM_LOOK, Action.NOTE_WRITE)
            made += [(action, PersonMark(person=one.id)) for action in opens]
        made += [(Action.DRAFT_OPEN, DraftRef(draft=one.id)) for one in state.drafts.values()]
        return made

    async def _search(self, person: Person) -> None:
        """A search shows what was searched for, which says nothing; what it found is what counts."""
        for text in self.said:
            calls = len(self.desk.slack.calls)
            await self.desk.command(f"search {text}", person)
            shown = json.dumps(self.desk.slack.calls[calls:])
            self.check(person, "search", shown.replace(text, ""))
            found = shown.count(json.dumps(Action.FEEDBACK_OPEN.value))
            assert found == is_found_by(self.state, person.id, text), f"{person.name} searches {text}"

    async def _own_data(self, person: Person) -> None:
        await self.company.own_data.send_own_data(self.company.workspace_id, person.id)
        await self.deliver()
        for standing in self.company.messenger.read(person):
            if isinstance(standing.what, OwnDataReady):
                for file in standing.what.files:
                    self.check(person, file.name, file.content.decode())


def set_of(people: list[Person]) -> list[Person]:
    return list({one.id: one for one in people}.values())


BEGINNING = (
    Step("name_admin", 4, (3,), 0, True),
    Step("manager", 0, (2,), 0, True),
    Step("manager", 1, (2,), 0, True),
    Step("give", 0, (1, 3), 1, True),
    Step("give", 1, (0,), 2, False),
    Step("ask", 2, (0, 1), 0, True),
    Step("ask", 1, (3, 4), 0, False),
    Step("answer", 0, (0,), 0, True),
    Step("answer", 0, (0,), 2, True),
    Step("wait", 0, (0,), 0, True),
    Step("note", 2, (0,), 0, True),
    Step("share_note", 2, (0,), 0, True),
    Step("note", 2, (1,), 0, True),
)
"""Managers, people admins, feedback with a quote, answers: so that there is something to do with at once."""


async def _play(history: list[Step]) -> None:
    async with desk_open() as desk:
        more = [await desk.hire(name) for name in ("Eve", "Finn")]
        life = Life(desk, [desk.alice, desk.bob, desk.dana, *more])
        with capture_logs() as logged:
            for step in (*BEGINNING, *history):
                await life.live(step)
                await life.check_messages()
            await life.look_everywhere()
        log = json.dumps(logged, default=str)
        assert not [text for text in life.said if text in log]


@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(history=st.lists(steps, min_size=10, max_size=30))
def test_no_surface_shows_a_text_to_whom_the_policy_denies_it(history: list[Step]) -> None:
    asyncio.run(_play(history))
