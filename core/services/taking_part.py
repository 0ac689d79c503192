"""Who takes part, and who counts as somebody's manager: asked by every station, always inside its
transaction."""

from collections.abc import Sequence

from core.domain import policies
from core.domain.errors import NotAllowed
from core.domain.ids import PersonId
from core.domain.people import LineState, Person, PersonRef, Role
from core.domain.policies import Refusal
from core.domain.workspaces import Audience
from core.ports import UnitOfWork

MAX_TO_ASK = 3


async def refusals(unit: UnitOfWork, people: Sequence[Person]) -> dict[PersonId, Refusal]:
    """Why these people can't use Everloop; those who can are not in the answer. Two statements at most."""
    access = (await unit.workspace()).access
    let_in: frozenset[PersonId] = frozenset()
    if access.audience is not Audience.EVERYONE:
        let_in = await unit.members.which([person.id for person in people])
    reasons = {person.id: policies.refusal(person, access, person.id in let_in) for person in people}
    return {person_id: reason for person_id, reason in reasons.items() if reason is not None}


async def whom_to_ask(unit: UnitOfWork) -> tuple[PersonRef, ...]:
    """Up to three people who can let somebody in: the people team's admins, else the workspace's own."""
    holders = [grant.person_id for grant in await unit.grants.holders(Role.PEOPLE_ADMIN)]
    found = await unit.people.get_many(holders) if holders else {}
    team = [found[person_id] for person_id in holders if person_id in found]
    if not any(policies.may_set_up(person, frozenset({Role.PEOPLE_ADMIN})) for person in team):
        team = await unit.people.administrators(MAX_TO_ASK)
    asked = [person.ref for person in team if policies.may_set_up(person, frozenset({Role.PEOPLE_ADMIN}))]
    return tuple(asked[:MAX_TO_ASK])


def refused(reason: Refusal, ask: Sequence[PersonRef]) -> NotAllowed:
    """The sentence for somebody who can't take part, with whom to ask where there is somebody."""
    return NotAllowed(_REFUSED[reason], ask=names(ask), count=len(ask))


_REFUSED = {
    Refusal.BOT: "error-refused-bot",
    Refusal.DEACTIVATED: "error-refused-deactivated",
    Refusal.STRANGER: "error-refused-stranger",
    Refusal.GUEST: "error-refused-guest",
    Refusal.NOT_IN_PILOT: "error-refused-not-in-pilot",
}


async def confirmed_managers(unit: UnitOfWork, people: Sequence[PersonId]) -> dict[PersonId, Person | None]:
    """Each person's manager of record: confirmed, still somebody who can manage, and taking part
    themselves."""
    lines = await unit.lines.of_many(people)
    confirmed = {key: line.manager_id for key, line in lines.items() if line.state is LineState.CONFIRMED}
    found = await unit.people.get_many(sorted(set(confirmed.values()))) if confirmed else {}
    able = [manager for manager in found.values() if policies.may_manage(manager)]
    out = await refusals(unit, able) if able else {}
    managers = {manager.id: manager for manager in able if manager.id not in out}
    return {person: managers.get(confirmed[person]) if person in confirmed else None for person in people}


def names(people: Sequence[Person | PersonRef]) -> str:
    """Names in a row, for a sentence: "Ann, Bob"."""
    return ", ".join(person.name for person in people)
