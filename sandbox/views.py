"""Modals and Home tabs: a view as Slack keeps it, and the stack of those a person has open."""

from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from sandbox.controls import initial_state, with_ids
from sandbox.wire import Json, copied, new_id

ViewKind: TypeAlias = Literal["modal", "home"]

STACK_LIMIT = 3


@dataclass(eq=False)
class View:
    """A view of one person: `body` as the app sent it (ids filled in), `state` as the person left it."""

    id: str
    user_id: str
    kind: ViewKind
    body: Json = field(default_factory=dict[str, object])
    state: Json = field(default_factory=dict[str, object])
    errors: dict[str, str] = field(default_factory=dict[str, str])
    hash: str = ""
    root_id: str = ""
    previous_id: str | None = None
    here: str = ""
    open: bool = True
    versions: int = 0

    def show(self, body: Json, now: float) -> None:
        """Replaces what is shown; what the person has entered stays in the controls that are the same."""
        self.body = {**copied(body), "blocks": with_ids(body.get("blocks") or [])}
        self.state = initial_state(self.blocks, self.state, self.here)
        self.errors = {}
        self.versions += 1
        self.hash = f"{int(now)}.{new_id('h')[2:]}"

    @property
    def blocks(self) -> list[Json]:
        return self.body.get("blocks", [])

    @property
    def callback_id(self) -> str:
        return self.body.get("callback_id") or ""

    def as_slack(self, team_id: str, app_id: str, bot_id: str) -> Json:
        """Slack's view object, as answers and payloads carry it."""
        body = self.body
        home_title = {"type": "plain_text", "text": "View Title", "emoji": True}
        return copied(
            {
                "id": self.id,
                "team_id": team_id,
                "type": self.kind,
                "blocks": self.blocks,
                "private_metadata": body.get("private_metadata") or "",
                "callback_id": self.callback_id,
                "state": {"values": self.state},
                "hash": self.hash,
                "title": home_title if self.kind == "home" else body.get("title"),
                "clear_on_close": body.get("clear_on_close", False),
                "notify_on_close": body.get("notify_on_close", False),
                "close": body.get("close"),
                "submit": body.get("submit"),
                "previous_view_id": self.previous_id,
                "root_view_id": self.root_id or self.id,
                "app_id": app_id,
                "external_id": body.get("external_id") or "",
                "app_installed_team_id": team_id,
                "bot_id": bot_id,
            }
        )

    def as_page(self) -> Json:
        """What the web page needs: the app's view with the state and the errors at its fields."""
        return copied(
            {
                **self.body,
                "type": self.kind,
                "id": self.id,
                "hash": self.hash,
                "callback_id": self.callback_id,
                "state": {"values": self.state},
                "errors": self.errors,
            }
        )
