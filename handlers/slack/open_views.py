"""Modals that are open, so far as we change them while people use them.

Somebody who chooses two things one right after the other sends the second from a view that our answer to
the first is about to replace, and Slack refuses an update that names a replaced view. What comes second holds
all of what came first; so changes of one view are made in the order in which they came, and an update names
the view that our own last one has made, where what came in names one that we have replaced.
"""

import asyncio
from collections import OrderedDict
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

MOST = 500  # views that are remembered; people finish with most within minutes


@dataclass(slots=True)
class _View:
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    newest: str = ""
    replaced: set[str] = field(default_factory=set[str])


class OpenViews:
    """Of one process. Where another one has changed a view meanwhile, Slack's refusal stands."""

    def __init__(self) -> None:
        self._views: OrderedDict[str, _View] = OrderedDict()

    @asynccontextmanager
    async def in_turn(self, view_id: str) -> AsyncGenerator[None]:
        """Changes of this view one after the other, first come, first served."""
        async with self._of(view_id).turn:
            yield

    def current(self, view_id: str, seen: str) -> str:
        """The hash to update at, where somebody acted on the view with the hash `seen`."""
        view = self._of(view_id)
        return view.newest if seen in view.replaced else seen

    def changed(self, view_id: str, at: str, to: str) -> None:
        """Our update of the view with the hash `at` has made one with the hash `to`."""
        if to:
            view = self._of(view_id)
            view.newest = to
            view.replaced.add(at)

    def _of(self, view_id: str) -> _View:
        view = self._views.setdefault(view_id, _View())
        self._views.move_to_end(view_id)
        while len(self._views) > MOST:
            self._views.popitem(last=False)
        return view
