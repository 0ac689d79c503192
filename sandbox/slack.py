"""The workspace as an app knows it: its state, the app's credentials, and the ways between the two."""

import secrets
from collections import deque
from dataclasses import dataclass, field

from sandbox import changes
from sandbox.blockkit import check_blocks, check_view
from sandbox.clock import Clock
from sandbox.conversations import Message
from sandbox.delivery import KEPT, Delivery, Dispatcher
from sandbox.events import EventFeed
from sandbox.faults import Faults
from sandbox.files import Files
from sandbox.grants import ResponseUrls, Triggers
from sandbox.limits import Limits
from sandbox.manifest import Manifest
from sandbox.payloads import Payloads
from sandbox.requests import HttpCourier
from sandbox.sockets import SocketCourier
from sandbox.team import Team
from sandbox.views import View, ViewKind
from sandbox.wire import Json


@dataclass(frozen=True)
class Problem:
    """Something that the app did against Slack's rules. `rule` is Slack's error code or a word of ours."""

    rule: str
    detail: str

    def __str__(self) -> str:
        return f"{self.rule}: {self.detail}"


@dataclass
class Credentials:
    bot_token: str = field(
        default_factory=lambda: f"xoxb-{secrets.randbelow(10**12)}-{secrets.token_urlsafe(18)}"
    )
    app_token: str = field(
        default_factory=lambda: f"xapp-1-{secrets.randbelow(10**12)}-{secrets.token_hex(32)}"
    )
    signing_secret: str = field(default_factory=lambda: secrets.token_hex(16))
    verification_token: str = field(default_factory=lambda: secrets.token_urlsafe(18))


class Slack:
    """One workspace with one app installed. `url` is where it is served (known once it is).

    With `http_url` the app is reached there by signed requests, else over Socket Mode. `scopes` are those
    granted: by default the manifest's. Without `limits` nothing is ever rate limited.
    """

    def __init__(
        self,
        manifest: Manifest,
        *,
        team_name: str = "Acme",
        seed: str | None = None,
        clock: Clock | None = None,
        http_url: str = "",
        scopes: frozenset[str] | None = None,
        limits: Limits | None = None,
        deadline: float = 3.0,
        trigger_seconds: float = 3.0,
        retry_delays: tuple[float, ...] = (0.0, 60.0, 300.0),
    ) -> None:
        self.manifest = manifest
        self.scopes = manifest.scopes if scopes is None else scopes
        self.clock = clock or Clock()
        self.team = Team(team_name, manifest.name, self.clock, seed)
        self.clock.on_change = lambda: self.team.tell(changes.ClockChanged())
        self.credentials = Credentials()
        self.payloads = Payloads(self.team, self.credentials.verification_token)
        self.triggers = Triggers(trigger_seconds)
        self.response_urls = ResponseUrls(self.clock.now)
        self.limits = limits
        self.faults = Faults()
        self.files = Files()
        self.problems: list[Problem] = []
        self.calls: deque[tuple[str, Json]] = deque(maxlen=KEPT)
        self.url = ""
        self.socket = SocketCourier(self.team.app_id, self._connection_changed, self.complain)
        courier = self._http_courier(http_url) if http_url else self.socket
        self.dispatcher = Dispatcher(
            courier, deadline=deadline, retry_delays=retry_delays, on_failure=self._delivery_failed
        )
        self.events = EventFeed(self.team, manifest, self._send_event)

    @property
    def connected(self) -> bool:
        """Whether the app can be reached (over HTTP: whether it could when it was last tried)."""
        return self.dispatcher.courier.connected()

    def complain(self, rule: str, detail: str) -> None:
        """Records that the app broke a rule."""
        self.problems.append(Problem(rule, detail))

    def check_blocks(self, blocks: object) -> list[str]:
        """What Slack would refuse in a message's blocks, in its words."""
        return check_blocks(blocks, self.team.users.keys(), self.team.conversations.keys())

    def check_view(self, view: object, kind: ViewKind) -> list[str]:
        """What Slack would refuse in a view, in its words."""
        return check_view(view, kind, self.team.users.keys(), self.team.conversations.keys())

    def response_url(self, user_id: str, channel_id: str, message: Message | None = None) -> str:
        key = self.response_urls.issue(user_id, self.team.conversations[channel_id], message)
        return f"{self.url}/response/{key}"

    async def deliver(self, delivery: Delivery) -> Delivery:
        return await self.dispatcher.deliver(delivery)

    async def close(self) -> None:
        await self.dispatcher.close()

    def surface_blocks(self, surface: View | Message) -> list[Json]:
        return surface.blocks if isinstance(surface, View) else surface.data.get("blocks", [])

    def _http_courier(self, url: str) -> HttpCourier:
        keys = self.credentials
        return HttpCourier(url, keys.signing_secret, keys.verification_token, self._connection_changed)

    def _connection_changed(self, connected: bool) -> None:
        if connected:
            self.events.paused = False
        self.team.tell(changes.ConnectionChanged(connected))

    def _send_event(self, name: str, event: Json) -> None:
        self.dispatcher.send_event(name, self.payloads.event(event))

    def _delivery_failed(self, delivery: Delivery) -> None:
        if delivery.error == "timeout":
            self.complain(
                "ack_late", f"{delivery.name}: not acknowledged within {self.dispatcher.deadline:g} s"
            )
        elif delivery.error.startswith(("http_", "bad_answer")):
            self.complain(delivery.error, f"{delivery.name}: the app's answer was {delivery.error}")
