"""People's words are never written in the open: AES-256-GCM, with the key's id beside the ciphertext.

A sealed value is bound to its place (workspace, table, column, row), so that whoever can write to the
database but does not have the key can neither read a text nor pass one off as another. Layout: 1 byte
version, 8 bytes key id, 12 bytes nonce, ciphertext with its 16 byte tag.
"""

import base64
import binascii
import hashlib
import hmac
import os
import secrets
import stat
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_VERSION = b"\x01"
_KEY_ID = 8
_NONCE = 12
_HEAD = 1 + _KEY_ID
_KEY_BYTES = 32
_SETTING = "EVERLOOP_ENCRYPTION_KEY"


class KeyProblem(Exception):
    """A key is missing, malformed, wrong or badly kept. The sentence says which and what to do; it never
    holds a key."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a sealed value stands. `row` is what identifies the row for good: its id, or its natural key."""

    workspace: str
    table: str
    column: str
    row: str

    def bound(self) -> bytes:
        """Unambiguous whatever the parts hold: each is preceded by its length."""
        parts = (self.workspace, self.table, self.column, self.row)
        return b"".join(len(part.encode()).to_bytes(4) + part.encode() for part in parts)


class Keyring:
    """One or more 32 byte keys. The first seals; all of them open. Raises KeyProblem for none, or for one of
    another length."""

    def __init__(self, keys: list[bytes]) -> None:
        if not keys:
            raise KeyProblem(f"{_SETTING} holds no key.")
        if any(len(key) != _KEY_BYTES for key in keys):
            raise KeyProblem(f"Each key in {_SETTING} must be {_KEY_BYTES} bytes long.")
        self._keys = {_id_of(key): key for key in keys}
        self._sealing_id = _id_of(keys[0])

    def __repr__(self) -> str:
        return f"Keyring({', '.join(sorted(self.ids))})"

    @property
    def sealing_id(self) -> str:
        """The id of the key that seals, as 16 hexadecimal digits."""
        return self._sealing_id.hex()

    @property
    def ids(self) -> frozenset[str]:
        return frozenset(key_id.hex() for key_id in self._keys)

    def seal(self, text: str, place: Place) -> bytes:
        nonce = secrets.token_bytes(_NONCE)
        ciphertext = AESGCM(self._keys[self._sealing_id]).encrypt(nonce, text.encode(), place.bound())
        return _VERSION + self._sealing_id + nonce + ciphertext

    def open(self, sealed: bytes, place: Place) -> str:
        """Raises KeyProblem where the key is not on this ring, or the value was changed or stood in another
        place."""
        key_id, nonce, ciphertext = sealed[1:_HEAD], sealed[_HEAD : _HEAD + _NONCE], sealed[_HEAD + _NONCE :]
        if sealed[:1] != _VERSION or len(nonce) != _NONCE:
            raise KeyProblem(
                f"A value in {place.table}.{place.column} is not sealed in a way this version knows."
            )
        if key_id not in self._keys:
            raise KeyProblem(
                f"A value in {place.table}.{place.column} was sealed with key {key_id.hex()}, "
                f"which isn't in {_SETTING}."
            )
        try:
            return AESGCM(self._keys[key_id]).decrypt(nonce, ciphertext, place.bound()).decode()
        except InvalidTag:
            raise KeyProblem(
                f"A value in {place.table}.{place.column} has been changed or moved: "
                "it doesn't fit its key and place."
            ) from None

    def digests(self, value: str, place: Place) -> tuple[bytes, ...]:
        """Keyed digests by which a value can be recognised, and not recovered: by the sealing key first, then
        by the others."""
        first = self._keys[self._sealing_id]
        others = (key for key_id, key in self._keys.items() if key_id != self._sealing_id)
        message = place.bound() + value.encode()
        return tuple(hmac.digest(_derived(key, b"digest"), message, "sha256") for key in (first, *others))


def load_keyring(value: str | None, path: Path) -> Keyring:
    """The keys in `value` (base64 or hexadecimal, comma-separated), or, where it is empty, the one in the
    file `path`, made at first use.

    Raises KeyProblem: a malformed value, a file that can't be read or made, or one that others than its owner
    may read or write.
    """
    if value and value.strip():
        return Keyring([_parsed(part, _SETTING) for part in value.split(",") if part.strip()])
    try:
        if not path.exists():
            _make_key_file(path)
        return Keyring([_read_key_file(path)])
    except OSError as error:
        raise KeyProblem(f"The key file {path} can't be read or made: {error.strerror}.") from error


def _make_key_file(path: Path) -> None:
    """Whole or not at all, and never over another one: two first starts at once end up with the same key."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(base64.b64encode(secrets.token_bytes(_KEY_BYTES)) + b"\n")
            file.flush()
            os.fsync(file.fileno())
        os.link(fresh, path)
    except FileExistsError:
        return
    finally:
        fresh.unlink()


def _read_key_file(path: Path) -> bytes:
    mode = path.stat().st_mode
    if mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise KeyProblem(
            f"The key file {path} can be read or changed by others (mode {stat.S_IMODE(mode):04o}). "
            f"Close it with: chmod 600 {path}"
        )
    return _parsed(path.read_text(), str(path))


def _parsed(value: str, source: str) -> bytes:
    value = value.strip()
    try:
        key = (
            bytes.fromhex(value)
            if len(value) == 2 * _KEY_BYTES
            else base64.b64decode(_standard(value), validate=True)
        )
    except (ValueError, binascii.Error):
        raise KeyProblem(f"{source} takes a key of {_KEY_BYTES} bytes, in base64 or hexadecimal.") from None
    if len(key) != _KEY_BYTES:
        raise KeyProblem(f"{source} takes a key of {_KEY_BYTES} bytes; this one has {len(key)}.")
    return key


def _standard(value: str) -> str:
    """Base64 of either alphabet, with or without padding, in the standard form."""
    value = value.translate(str.maketrans("-_", "+/")).rstrip("=")
    return value + "=" * (-len(value) % 4)


def _id_of(key: bytes) -> bytes:
    return _derived(key, b"id")[:_KEY_ID]


def _derived(key: bytes, purpose: bytes) -> bytes:
    return hmac.digest(key, b"everloop " + purpose, hashlib.sha256)
