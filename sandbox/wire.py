"""The alphabet of the wire: JSON as Slack speaks it, and its ids."""

import base64
import copy
import hashlib
import itertools
import secrets
from typing import Any, TypeAlias, TypeVar

Json: TypeAlias = dict[str, Any]
T = TypeVar("T")

_serial = itertools.count(1)


def stable_id(prefix: str, *parts: str) -> str:
    """An id that is the same whenever the parts are: a workspace that is started again has the same
    people.
    """
    digest = hashlib.sha256("\0".join((prefix, *parts)).encode()).digest()
    return f"{prefix}0{base64.b32encode(digest).decode()[:9]}"


def new_id(prefix: str) -> str:
    """An id that nothing in this process has had before."""
    return stable_id(prefix, str(next(_serial)), secrets.token_hex(8))


def copied(value: T) -> T:
    """A deep copy, so that what an app sent or was sent never changes behind its back."""
    return copy.deepcopy(value)


def text_of(node: Any) -> str:
    """The text of a text object, or nothing if it is none."""
    return str(as_json(node).get("text", ""))


def as_json(value: Any) -> Json:
    """The value if it is an object, else an empty one."""
    return value if isinstance(value, dict) else {}  # pyright: ignore[reportUnknownVariableType]


def as_list(value: Any) -> list[Any]:
    """The value if it is an array, else an empty one."""
    return value if isinstance(value, list) else []  # pyright: ignore[reportUnknownVariableType]
