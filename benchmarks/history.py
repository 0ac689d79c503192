"""A company with a long history, written through the ports into a database that Everloop then opens."""

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path

from benchmarks.payloads import TEXT
from benchmarks.peer import TEAM, user_id, user_json
from core.domain.feedback import (
    Feedback,
    FeedbackKind,
    Reader,
    ReaderReason,
    Submission,
    SubmissionState,
    Visibility,
)
from core.domain.ids import FeedbackId, PersonId, SubmissionId, WorkspaceId, new_id
from core.domain.people import LineSource, LineState, PersonKind, Profile, ReportingLine
from storage import schema
from storage.engine import Database, open_database
from storage.sealing import load_keyring

COPIES = 4  # of each submission
TEAM_SIZE = 9
BATCH = 2_000


async def write_history(folder: Path, people: int, feedbacks: int) -> None:
    """Into the database of `contestants.everloop(folder)`. The first person has ten times as much."""
    keyring = load_keyring(None, folder / "key")
    database = open_database(f"sqlite+aiosqlite:///{folder}/everloop.db", keyring)
    try:
        await schema.prepare(database)
        await fill(database, people, feedbacks)
    finally:
        await database.close()


async def fill(database: Database, people: int, feedbacks: int) -> tuple[WorkspaceId, list[PersonId]]:
    """Writes them into an empty database that has its tables."""
    workspace = await database.ensure_workspace("slack", TEAM, "bench", None)
    ids = await _hire(database, workspace.id, people)
    given = _submissions(workspace.id, ids, feedbacks // COPIES)
    while batch := list(islice(given, BATCH // COPIES)):
        async with database.writing(workspace.id) as work:
            for submission, copies in batch:
                await work.feedback.add(submission, copies)
            await work.commit()
    return workspace.id, ids


async def _hire(database: Database, workspace_id: WorkspaceId, number: int) -> list[PersonId]:
    """Everybody whom the peer's directory has; every ninth manages the eight that follow."""
    users = [user_id(one) for one in range(number)]
    async with database.writing(workspace_id) as work:
        await work.people.save_profiles([_profile(user) for user in users])
        known = await work.people.by_external_ids(users)
        ids = [known[user].id for user in users]
        now = datetime.now(UTC)
        lines = [
            ReportingLine(person, ids[place - place % TEAM_SIZE], LineSource.SELF, LineState.CONFIRMED, now)
            for place, person in enumerate(ids)
            if place % TEAM_SIZE
        ]
        await work.lines.save(lines)
        await work.commit()
    return ids


def _profile(user: str) -> Profile:
    """As Everloop reads it from the peer, so that its own look at the directory finds nothing to change."""
    shown = user_json(user)
    about = shown["profile"]
    return Profile(
        user,
        PersonKind.MEMBER,
        about["display_name"],
        shown["name"],
        shown["tz"],
        shown["locale"],
        about["email"],
    )


def _submissions(
    workspace_id: WorkspaceId, ids: list[PersonId], number: int
) -> Iterator[tuple[Submission, list[Feedback]]]:
    chance = random.Random(1)
    start = datetime.now(UTC) - timedelta(days=730)
    often = ids[:1] * (len(ids) // 1000)
    for place in range(number):
        author, *recipients = _different(chance, ids + often, 1 + COPIES)
        at = start + timedelta(days=729) * (place / number)
        submission = Submission(
            SubmissionId(new_id()),
            workspace_id,
            f"bench-{place}",
            author,
            chance.choice(list(FeedbackKind)),
            f"{TEXT} ({place})",
            Visibility.RECIPIENT_AND_MANAGER,
            SubmissionState.SENT,
            at,
            at,
            at,
        )
        manager = Reader(ids[chance.randrange(len(ids) // TEAM_SIZE) * TEAM_SIZE], ReaderReason.MANAGER, at)
        yield (
            submission,
            [
                Feedback(
                    FeedbackId(new_id()),
                    submission.id,
                    recipient,
                    readers=(manager,) if place % 4 == 0 else (),
                )
                for recipient in recipients
            ],
        )


def _different(chance: random.Random, ids: list[PersonId], number: int) -> list[PersonId]:
    while len(set(drawn := chance.choices(ids, k=number))) < number:
        continue
    return drawn
