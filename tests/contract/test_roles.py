"""Reporting lines, grants, and the members of a narrowed access."""

from dataclasses import replace

from core.domain.people import Grant, LineSource, LineState, ReportingLine, Role
from tests.contract.office import HOUR, NOON, Office

ADMIN = Role.PEOPLE_ADMIN


def proposal(office: Office) -> ReportingLine:
    """Ben says that Ada is his manager."""
    return ReportingLine(office.ben, office.ada, LineSource.SELF, LineState.PROPOSED, NOON)


async def test_a_line_comes_back_as_it_was_saved(office: Office) -> None:
    line = proposal(office)
    await office.change(lambda unit: unit.lines.save([line]))
    assert await office.ask(lambda unit: unit.lines.of(office.ben)) == line
    assert await office.ask(lambda unit: unit.lines.of(office.ada)) is None


async def test_one_line_a_person(office: Office) -> None:
    line = proposal(office)
    other = ReportingLine(office.ben, office.cleo, LineSource.FILE, LineState.CONFIRMED, NOON + HOUR)
    await office.change(lambda unit: unit.lines.save([line]))
    await office.change(lambda unit: unit.lines.save([other, replace(line, person_id=office.dana)]))
    assert await office.ask(lambda unit: unit.lines.of_many([office.ben, office.dana, office.eli])) == {
        office.ben: other,
        office.dana: replace(line, person_id=office.dana),
    }


async def test_reports_are_found_in_any_state(office: Office) -> None:
    line = proposal(office)
    lines = [
        line,
        replace(line, person_id=office.cleo, state=LineState.CONFIRMED),
        replace(line, person_id=office.dana, state=LineState.DECLINED),
        replace(line, person_id=office.ada, manager_id=office.eli),
    ]
    await office.change(lambda unit: unit.lines.save(lines))
    reports = await office.ask(lambda unit: unit.lines.reports_of(office.ada))
    assert reports == sorted(lines[:3], key=lambda one: one.person_id)
    assert await office.ask(lambda unit: unit.lines.reports_of(office.ben)) == []


async def test_lines_are_removed(office: Office) -> None:
    line = proposal(office)
    await office.change(lambda unit: unit.lines.save([line, replace(line, person_id=office.cleo)]))
    await office.change(lambda unit: unit.lines.remove([office.ben, office.dana]))
    await office.change(lambda unit: unit.lines.remove([]))
    assert await office.ask(lambda unit: unit.lines.of(office.ben)) is None
    assert await office.ask(lambda unit: unit.lines.of(office.cleo)) is not None


async def test_a_proposal_is_decided_once(office: Office) -> None:
    line = proposal(office)
    confirmed = replace(line, state=LineState.CONFIRMED, changed_at=NOON + HOUR)
    await office.change(lambda unit: unit.lines.save([line]))
    assert await office.change(lambda unit: unit.lines.decide(confirmed))
    assert not await office.change(lambda unit: unit.lines.decide(replace(line, state=LineState.DECLINED)))
    assert await office.ask(lambda unit: unit.lines.of(office.ben)) == confirmed


async def test_only_the_manager_who_was_named_last_decides(office: Office) -> None:
    line = proposal(office)
    await office.change(lambda unit: unit.lines.save([line]))
    await office.change(lambda unit: unit.lines.save([replace(line, manager_id=office.cleo)]))
    assert not await office.change(lambda unit: unit.lines.decide(replace(line, state=LineState.CONFIRMED)))
    assert not await office.change(
        lambda unit: unit.lines.decide(replace(line, person_id=office.dana, state=LineState.CONFIRMED))
    )
    stored = await office.ask(lambda unit: unit.lines.of(office.ben))
    assert stored == replace(line, manager_id=office.cleo)


async def test_grants_are_held_oldest_first(office: Office) -> None:
    grants = [
        Grant(office.cleo, ADMIN, office.ada, NOON),
        Grant(office.ben, ADMIN, None, NOON + HOUR),
        Grant(office.ada, ADMIN, office.ada, NOON - HOUR),
    ]
    await office.change(lambda unit: unit.grants.replace(ADMIN, grants))
    assert await office.ask(lambda unit: unit.grants.holders(ADMIN)) == [grants[2], grants[0], grants[1]]
    assert await office.ask(lambda unit: unit.grants.of(office.ben)) == {ADMIN}
    assert await office.ask(lambda unit: unit.grants.of(office.dana)) == frozenset()


async def test_a_grant_that_was_there_keeps_who_gave_it_and_when(office: Office) -> None:
    first = Grant(office.ben, ADMIN, office.ada, NOON)
    await office.change(
        lambda unit: unit.grants.replace(ADMIN, [first, Grant(office.eli, ADMIN, None, NOON)])
    )
    later = [Grant(person, ADMIN, office.dana, NOON + HOUR) for person in (office.ben, office.cleo)]
    await office.change(lambda unit: unit.grants.replace(ADMIN, later))
    assert await office.ask(lambda unit: unit.grants.holders(ADMIN)) == [first, later[1]]
    await office.change(lambda unit: unit.grants.replace(ADMIN, []))
    assert await office.ask(lambda unit: unit.grants.holders(ADMIN)) == []
    assert await office.ask(lambda unit: unit.grants.of(office.ben)) == frozenset()


async def test_members_are_replaced_as_a_whole(office: Office) -> None:
    await office.change(lambda unit: unit.members.replace([office.ada, office.ben, office.ada]))
    await office.change(lambda unit: unit.members.replace([office.ben, office.cleo]))
    assert not await office.ask(lambda unit: unit.members.contains(office.ada))
    assert await office.ask(lambda unit: unit.members.contains(office.cleo))
    everyone = [office.ada, office.ben, office.cleo, office.dana]
    assert await office.ask(lambda unit: unit.members.which(everyone)) == {office.ben, office.cleo}
    await office.change(lambda unit: unit.members.replace([]))
    assert await office.ask(lambda unit: unit.members.which(everyone)) == frozenset()
    assert await office.ask(lambda unit: unit.members.which([])) == frozenset()
