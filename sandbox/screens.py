"""What of an app's views is on whose screen: the stack of modals and the Home tab of each person."""

from collections.abc import Callable

from sandbox import changes
from sandbox.clock import Clock
from sandbox.views import View, ViewKind
from sandbox.wire import Json, new_id


class Screens:
    """All open views of a workspace. `tell` hears of each change to a screen."""

    def __init__(self, clock: Clock, tell: Callable[[changes.Change], None]) -> None:
        self.clock = clock
        self.homes: dict[str, View] = {}
        self._views: dict[str, View] = {}
        self._stacks: dict[str, list[View]] = {}
        self._tell = tell

    def stack(self, user_id: str) -> list[View]:
        """The modals that someone has open, bottom first."""
        return list(self._stacks.get(user_id, ()))

    def find(self, view_id: str = "", external_id: str = "") -> View | None:
        """An open view by its id or by the app's own."""
        if view_id in self._views:
            return self._views[view_id]
        mine = (v for v in self._views.values() if external_id and v.body.get("external_id") == external_id)
        return next(mine, None)

    def open(self, user_id: str, kind: ViewKind, body: Json, *, push: bool = False, here: str = "") -> View:
        """Shows someone a Home tab, or a modal: instead of those they have open, or on top with `push`.

        `here` is the conversation they come from, if any.
        """
        view = View(new_id("V"), user_id, kind, here=here)
        view.show(body, self.clock.now())
        if kind == "home":
            self.homes[user_id] = view
        else:
            self._put_on_stack(view, push)
        self._views[view.id] = view
        self.changed(view)
        return view

    def _put_on_stack(self, view: View, push: bool) -> None:
        stack = self._stacks.setdefault(view.user_id, [])
        if push and stack:
            view.root_id, view.previous_id = stack[0].id, stack[-1].id
        while stack and not push:
            self._shut(stack.pop())
        stack.append(view)

    def update(self, view: View, body: Json) -> None:
        """Shows something else in a view."""
        view.show(body, self.clock.now())
        self.changed(view)

    def changed(self, view: View) -> None:
        """Tells that a view's content or errors are different now."""
        change = changes.HomeChanged if view.kind == "home" else changes.ModalsChanged
        self._tell(change(view.user_id))

    def close(self, view: View, *, every: bool = False) -> list[View]:
        """Takes a modal and what lies on top of it (with `every` all) off the screen; returns them, top
        first.
        """
        stack = self._stacks[view.user_id]
        keep = 0 if every else stack.index(view)
        closed = list(reversed(stack[keep:]))
        del stack[keep:]
        for gone in closed:
            self._shut(gone)
        self.changed(view)
        return closed

    def _shut(self, view: View) -> None:
        view.open = False
        del self._views[view.id]
