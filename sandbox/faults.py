"""What goes wrong on purpose in the Web API, for tests."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Literal, TypeAlias

from sandbox.wire import Json

FaultKind: TypeAlias = Literal["500", "429", "reset", "timeout", "lose_response"]
Hook: TypeAlias = Callable[[Json], Awaitable[None] | None]


@dataclass(eq=False)
class Fault:
    """`kind` is one of FaultKind, Slack's error code to answer, or a hook called with the arguments.

    500 and 429 answer so, reset cuts the connection and timeout lets it hang for `seconds`, all four before
    anything is done; lose_response does what was asked and then cuts the connection. A hook runs before
    anything is done, or with `after` when it is done but not yet answered; whatever it raises cuts the
    connection.
    """

    method: str
    kind: str | Hook
    times: int = 1
    skip: int = 0
    seconds: float = 1.0
    after: bool = False
    when: Callable[[Json], bool] | None = None
    hits: int = 0


class Faults:
    """Rules that are tried in the order in which they were added; each serves `times` times after `skip`
    calls.
    """

    def __init__(self) -> None:
        self._rules: list[Fault] = []

    def add(
        self,
        method: str,
        kind: str | Hook,
        *,
        times: int = 1,
        skip: int = 0,
        seconds: float = 1.0,
        after: bool = False,
        when: Callable[[Json], bool] | None = None,
    ) -> Fault:
        """`method` is a Web API method, "response_url", or "*" for all; `when` chooses by the call's
        arguments.
        """
        fault = Fault(method, kind, times, skip, seconds, after, when)
        self._rules.append(fault)
        return fault

    def clear(self) -> None:
        self._rules.clear()

    def take(self, method: str, arguments: Json) -> Fault | None:
        """The fault that strikes this call, counted."""
        for fault in self._rules:
            if (
                fault.method not in ("*", method)
                or not fault.times
                or (fault.when and not fault.when(arguments))
            ):
                continue
            if fault.skip:
                fault.skip -= 1
                continue
            fault.times -= 1
            fault.hits += 1
            return fault
        return None
