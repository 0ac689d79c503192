"""People: what the platform and the people team say about them."""

from collections.abc import AsyncIterator, Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, bindparam, case, or_, select, update
from sqlalchemy.sql.dml import ReturningInsert

from core.domain.ids import PersonId, new_id
from core.domain.people import Employment, Person, PersonKind, Profile
from storage.sealing import Place
from storage.statements import HERE, THESE, Scope, Values, chunks, insert, insert_into
from storage.tables import erasures, people

_PROFILE = ("kind", "name", "handle", "time_zone", "locale", "email", "email_key", "administers")
_HERE = select(people).where(people.c.workspace_id == HERE).order_by(people.c.id)
_WITH_IDS = _HERE.where(people.c.id.in_(THESE))
_WITH_EXTERNAL_IDS = _HERE.where(people.c.external_id.in_(THESE))
_KINDS_BY_NEARNESS = (PersonKind.MEMBER, PersonKind.GUEST, PersonKind.STRANGER, PersonKind.BOT)


class SqlPeople:
    def __init__(self, scope: Scope) -> None:
        self._scope, self._connection = scope, scope.connection
        self._here = people.c.workspace_id == scope.workspace_id

    async def get(self, person_id: PersonId) -> Person | None:
        return (await self._these(_WITH_IDS, [person_id]) or [None])[0]

    async def get_many(self, ids: Sequence[PersonId]) -> dict[PersonId, Person]:
        found = [person for some in chunks(ids) for person in await self._these(_WITH_IDS, some)]
        return {person.id: person for person in found}

    async def by_external_ids(self, external_ids: Sequence[str]) -> dict[str, Person]:
        parts = [await self._these(_WITH_EXTERNAL_IDS, some) for some in chunks(external_ids)]
        return {person.profile.external_id: person for part in parts for person in part}

    async def _these(self, statement: Select[*tuple[Any, ...]], keys: Sequence[str]) -> list[Person]:
        values = {"here": self._scope.workspace_id, "these": keys}
        return [_person(row) for row in await self._connection.execute(statement, values)]

    async def by_emails(self, emails: Sequence[str]) -> dict[str, Person]:
        found: dict[str, Person] = {}
        nearness = case(
            {kind.value: rank for rank, kind in enumerate(_KINDS_BY_NEARNESS)},
            value=people.c.kind,
            else_=len(_KINDS_BY_NEARNESS),
        )
        for some in chunks(list({_email_key(email) for email in emails})):
            statement = (
                select(people).where(self._here, people.c.email_key.in_(some)).order_by(nearness, people.c.id)
            )
            for row in await self._connection.execute(statement):
                found.setdefault(row.email_key, _person(row))
        return found

    async def administrators(self, limit: int) -> list[Person]:
        return await self._where(
            people.c.administers.is_(True),
            people.c.kind == PersonKind.MEMBER.value,
            people.c.erased.is_(False),
            limit=limit,
        )

    async def save_profiles(self, profiles: Sequence[Profile]) -> int:
        """In the order of their ids, so that two who save the same people wait for each other in one
        direction only."""
        latest = sorted({one.external_id: one for one in profiles}.values(), key=lambda one: one.external_id)
        changed = 0
        for some in chunks(await self._not_forgotten(latest)):
            changed += await self._save_chunk(some)
        return changed

    async def _save_chunk(self, profiles: Sequence[Profile]) -> int:
        rows = [self._new_row(profile) for profile in profiles]
        statement = _profiles_saved(self._connection.dialect.name)
        return len((await self._connection.execute(statement, rows)).all())

    async def _not_forgotten(self, profiles: Sequence[Profile]) -> Sequence[Profile]:
        """Without the accounts of erased people, which the platform goes on listing as deactivated. Who comes
        back to work on the same account is let in as somebody new."""
        gone = [profile for profile in profiles if profile.kind is PersonKind.DEACTIVATED]
        erased = await self._erased_among(gone)
        return [profile for profile in profiles if profile.external_id not in erased]

    async def _erased_among(self, profiles: Sequence[Profile]) -> set[str]:
        erased: set[str] = set()
        for some in chunks(profiles):
            whose = {
                digest: profile.external_id
                for profile in some
                for digest in self._digests(profile.external_id)
            }
            statement = select(erasures.c.digest).where(
                erasures.c.workspace_id == self._scope.workspace_id, erasures.c.digest.in_(list(whose))
            )
            erased.update(whose[row.digest] for row in await self._connection.execute(statement))
        return erased

    async def save_employment(self, employment: Mapping[PersonId, Employment]) -> None:
        statement = (
            update(people)
            .where(self._here, people.c.id == bindparam("of_person"), people.c.erased.is_(False))
            .values({name: bindparam(f"new_{name}") for name in ("department", "title", "country")})
        )
        for some in chunks(sorted(employment.items(), key=lambda one: one[0])):
            await self._connection.execute(
                statement,
                [
                    {
                        "of_person": person_id,
                        "new_department": what.department,
                        "new_title": what.title,
                        "new_country": what.country,
                    }
                    for person_id, what in some
                ],
            )

    async def all(self, batch: int = 500) -> AsyncIterator[Sequence[Person]]:
        last = ""
        while found := await self._where(people.c.id > last, limit=batch):
            yield found
            last = found[-1].id

    async def conversation(self, person_id: PersonId) -> str | None:
        statement = select(people.c.conversation).where(self._here, people.c.id == person_id)
        return (await self._connection.execute(statement)).scalar_one_or_none()

    async def save_conversation(self, person_id: PersonId, conversation: str) -> None:
        await self._connection.execute(
            update(people)
            .where(self._here, people.c.id == person_id, people.c.erased.is_(False))
            .values(conversation=conversation)
        )

    async def erase(self, person_id: PersonId) -> None:
        person = await self.get(person_id)
        if person is None or person.erased:
            return
        await self._connection.execute(
            insert(self._connection, erasures)
            .values(
                workspace_id=self._scope.workspace_id,
                digest=self._digests(person.profile.external_id)[0],
            )
            .on_conflict_do_nothing()
        )
        blank = Profile(external_id=f"erased:{person_id}", kind=PersonKind.DEACTIVATED, name="")
        await self._connection.execute(
            update(people)
            .where(self._here, people.c.id == person_id)
            .values(
                **_profile_values(blank),
                **_employment_values(Employment()),
                conversation=None,
                erased=True,
            )
        )

    def _digests(self, external_id: str) -> tuple[bytes, ...]:
        place = Place(self._scope.workspace_id, "erasures", "digest", "")
        return self._scope.keyring.digests(external_id, place)

    async def _where(self, *conditions: ColumnElement[bool], limit: int | None = None) -> list[Person]:
        statement = select(people).where(self._here, *conditions).order_by(people.c.id).limit(limit)
        return [_person(row) for row in await self._connection.execute(statement)]

    def _new_row(self, profile: Profile) -> Values:
        return {
            "workspace_id": self._scope.workspace_id,
            "id": new_id(),
            "erased": False,
            **_profile_values(profile),
        }


@cache
def _profiles_saved(dialect: str) -> ReturningInsert[Any]:
    """Adds people, or brings them up to date; returns the ids of those who are new or changed."""
    statement = insert_into(people, dialect)
    differs = or_(*(people.c[name].is_distinct_from(statement.excluded[name]) for name in _PROFILE))
    return statement.on_conflict_do_update(
        index_elements=["workspace_id", "external_id"],
        set_={name: statement.excluded[name] for name in _PROFILE},
        where=differs,
    ).returning(people.c.id)


def _email_key(email: str) -> str:
    return email.strip().lower()


def _profile_values(profile: Profile) -> Values:
    return {
        "external_id": profile.external_id,
        "kind": profile.kind.value,
        "name": profile.name,
        "handle": profile.handle,
        "time_zone": profile.time_zone,
        "locale": profile.locale,
        "email": profile.email,
        "email_key": _email_key(profile.email) if profile.email else None,
        "administers": profile.administers,
    }


def _employment_values(employment: Employment) -> Values:
    return {
        "department": employment.department,
        "title": employment.title,
        "country": employment.country,
    }


def _person(row: Row[Any]) -> Person:
    profile = Profile(
        external_id=row.external_id,
        kind=PersonKind(row.kind),
        name=row.name,
        handle=row.handle,
        time_zone=row.time_zone,
        locale=row.locale,
        email=row.email,
        administers=row.administers,
    )
    employment = Employment(row.department, row.title, row.country)
    return Person(row.id, row.workspace_id, profile, employment, row.erased)
