"""People's words are sealed: in the file, in its log, in another row, and without the key."""

import base64
import stat
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from core.domain.drafts import Draft
from core.domain.feedback import Quote
from core.domain.ids import DraftId, new_id
from storage.engine import Database, open_database
from storage.sealing import KeyProblem, Keyring, Place, load_keyring
from tests.contract.databases import KEYRING
from tests.contract.office import HOUR, NOON, open_office

PLACE = Place("w", "submissions", "text", "1")
ONE, TWO = bytes(range(32)), bytes(range(32, 64))
CANARY = "canary-in-the-coal-mine"


# -- values ---


@given(st.text())
def test_what_is_sealed_opens_to_the_same(words: str) -> None:
    sealed = KEYRING.seal(words, PLACE)
    assert KEYRING.open(sealed, PLACE) == words
    assert len(words) < 8 or words.encode() not in sealed


def test_the_same_words_never_look_the_same() -> None:
    assert len({KEYRING.seal("thanks", PLACE) for _ in range(100)}) == 100


@pytest.mark.parametrize(
    "elsewhere",
    [
        replace(PLACE, workspace="v"),
        replace(PLACE, table="drafts"),
        replace(PLACE, column="quote"),
        replace(PLACE, row="2"),
        Place("w", "submissions", "text1", ""),
        Place("wsubmissions", "", "text", "1"),
    ],
    ids=str,
)
def test_a_value_opens_in_its_own_place_only(elsewhere: Place) -> None:
    with pytest.raises(KeyProblem, match="changed or moved"):
        KEYRING.open(KEYRING.seal("words", PLACE), elsewhere)


def test_a_value_that_was_changed_does_not_open() -> None:
    sealed = KEYRING.seal("words", PLACE)
    for position in range(len(sealed)):
        changed = bytearray(sealed)
        changed[position] ^= 1
        with pytest.raises(KeyProblem):
            KEYRING.open(bytes(changed), PLACE)
    for length in range(len(sealed)):
        with pytest.raises(KeyProblem):
            KEYRING.open(sealed[:length], PLACE)


def test_the_first_key_seals_and_all_of_them_open() -> None:
    old, both = Keyring([ONE]), Keyring([TWO, ONE])
    assert both.open(old.seal("words", PLACE), PLACE) == "words"
    assert Keyring([TWO]).open(both.seal("words", PLACE), PLACE) == "words"
    with pytest.raises(KeyProblem, match=old.sealing_id):
        Keyring([TWO]).open(old.seal("words", PLACE), PLACE)


def test_a_keyring_shows_no_key() -> None:
    shown = repr(Keyring([ONE]))
    assert ONE.hex() not in shown
    assert base64.b64encode(ONE).decode() not in shown
    assert Keyring([ONE]).sealing_id not in ONE.hex()


# -- keys ---


@pytest.mark.parametrize(
    "value",
    [
        ONE.hex(),
        base64.b64encode(ONE).decode(),
        base64.urlsafe_b64encode(ONE).decode(),
        base64.urlsafe_b64encode(ONE).decode().rstrip("="),
        f" {ONE.hex().upper()} , {TWO.hex()},",
    ],
)
def test_a_key_is_taken_in_base64_or_hexadecimal(value: str, tmp_path: Path) -> None:
    ring = load_keyring(value, tmp_path / "key")
    assert ring.sealing_id == Keyring([ONE]).sealing_id
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("value", ["secret", ONE.hex()[:-2], ONE.hex() + "00", "ä" * 64, "=", ","])
def test_a_malformed_key_is_refused_and_not_shown(value: str, tmp_path: Path) -> None:
    with pytest.raises(KeyProblem, match="EVERLOOP_ENCRYPTION_KEY") as problem:
        load_keyring(value, tmp_path / "key")
    assert len(value) < 3 or value not in str(problem.value)


@pytest.mark.parametrize("value", [None, "", "  "])
def test_a_key_file_is_made_at_the_first_start_and_kept(value: str | None, tmp_path: Path) -> None:
    file = tmp_path / "new" / "everloop.key"
    first = load_keyring(value, file)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert load_keyring(value, file).sealing_id == first.sealing_id
    assert list(file.parent.iterdir()) == [file]


def test_two_first_starts_at_once_end_up_with_one_key(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as threads:
        rings = list(threads.map(lambda _: load_keyring(None, tmp_path / "key"), range(8)))
    assert len({ring.sealing_id for ring in rings}) == 1


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o644])
def test_a_key_file_that_others_can_read_is_refused(mode: int, tmp_path: Path) -> None:
    file = tmp_path / "key"
    load_keyring(None, file)
    file.chmod(mode)
    with pytest.raises(KeyProblem, match=f"chmod 600 {file}"):
        load_keyring(None, file)


def test_a_key_file_that_cannot_be_made_is_a_problem_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(KeyProblem, match=r"can't be read or made: (Not a directory|File exists)"):
        load_keyring(None, tmp_path / "file" / "key")


def test_a_key_file_that_holds_no_key_is_refused_and_not_replaced(tmp_path: Path) -> None:
    file = tmp_path / "key"
    file.touch(0o600)
    with pytest.raises(KeyProblem, match=str(file)):
        load_keyring(None, file)
    assert file.read_bytes() == b""


# -- in the database ---


async def write_canaries(database: Database) -> tuple[str, str]:
    """A feedback, a quote and a draft that hold the canary; the ids of submission and draft."""
    office = await open_office(database)
    quote = Quote(f"quote {CANARY}", f"name {CANARY}", f"https://example.com/{CANARY}")
    submission, _ = await office.give(office.ben, text=f"text {CANARY}", quote=quote)
    draft = Draft(
        DraftId(new_id()), office.ada, "feedback.give", "V1", {"text": f"draft {CANARY}"}, NOON, NOON + HOUR
    )
    await office.change(lambda unit: unit.drafts.put(draft))
    form = await office.ask(lambda unit: unit.feedback.sent_form(submission.id))
    assert form is not None
    assert form.submission.text == f"text {CANARY}"
    return submission.id, draft.id


async def test_no_file_of_the_database_holds_the_words(on_sqlite: Database, tmp_path: Path) -> None:
    assert on_sqlite.file is not None
    submission_id, draft_id = await write_canaries(on_sqlite)
    while_open = {file.name: file.read_bytes() for file in tmp_path.iterdir()}
    assert "everloop.db-wal" in while_open
    await on_sqlite.close()
    afterwards = {file.name: file.read_bytes() for file in tmp_path.iterdir()}
    for files in (while_open, afterwards):
        everything = b"".join(files.values())
        assert submission_id.encode() in everything, "the test looks in the right place"
        assert draft_id.encode() in everything
        assert b"canary" not in everything


@pytest.mark.postgresql
async def test_no_row_on_postgresql_holds_the_words(on_postgresql: Database) -> None:
    submission_id, _ = await write_canaries(on_postgresql)
    async with on_postgresql.read() as connection:
        for table in ("submissions", "drafts", "messages"):
            rows = (await connection.execute(text(f"SELECT * FROM {table}"))).all()
            shown = b"".join(
                bytes(value) if isinstance(value, bytes) else repr(value).encode()
                for row in rows
                for value in row
            )
            assert b"canary" not in shown
            assert table != "submissions" or submission_id.encode() in shown


async def test_rows_that_were_swapped_do_not_open(database: Database) -> None:
    office = await open_office(database)
    first, _ = await office.give(office.ben, text="first")
    second, _ = await office.give(office.ben, text="second")
    async with database.write() as connection:
        swapped = text(
            "UPDATE submissions SET text_sealed = "
            "(SELECT text_sealed FROM submissions WHERE id = :other) WHERE id = :one"
        )
        await connection.execute(swapped, {"one": first.id, "other": second.id})
        await connection.commit()
    with pytest.raises(KeyProblem, match="changed or moved"):
        await office.ask(lambda unit: unit.feedback.sent_form(first.id))
    assert await office.ask(lambda unit: unit.feedback.sent_form(second.id)) is not None


async def test_without_the_key_nothing_opens(on_sqlite: Database) -> None:
    office = await open_office(on_sqlite)
    submission, _ = await office.give(office.ben)
    other = open_database(str(on_sqlite.url), Keyring([TWO]))
    with pytest.raises(KeyProblem, match=KEYRING.sealing_id):
        async with other.reading(office.workspace_id) as unit:
            await unit.feedback.sent_form(submission.id)
    await other.close()
