"""Which events an app hears of: what happens in the workspace, told in Slack's words to those who
subscribed.
"""

from collections.abc import Callable

from sandbox import changes
from sandbox.conversations import Conversation, Message
from sandbox.manifest import Manifest
from sandbox.team import Team
from sandbox.wire import Json, copied


class EventFeed:
    """Watches a workspace; `send(name, event)` is called for each event the manifest subscribes to.

    `name` is the subscription's word (message.im), the event's own type is inside it (message). Nothing is
    told while it is `paused`: what stood in the workspace before the app came is no news.
    """

    def __init__(self, team: Team, manifest: Manifest, send: Callable[[str, Json], object]) -> None:
        self.team = team
        self.manifest = manifest
        self._send = send
        self.paused = True
        team.watch(self._on_change)

    def app_home_opened(self, user_id: str, tab: str) -> None:
        """Someone opened the app; `tab` is home or messages."""
        event: Json = {"user": user_id, "channel": self.team.app_im(user_id).id, "tab": tab}
        home = self.team.screens.homes.get(user_id)
        if home and tab == "home":
            event["view"] = self.team.view_json(home)
        self._tell("app_home_opened", "app_home_opened", event)

    def _on_change(self, change: changes.Change) -> None:
        match change:
            case changes.Posted(message) if not message.only_for:
                self._posted(message)
            case changes.Edited(message, before) if not message.only_for:
                self._message(
                    message,
                    {"subtype": "message_changed", "message": message.data, "previous_message": before},
                )
            case changes.Removed(message) if not message.only_for:
                gone = {"deleted_ts": message.ts, "previous_message": message.data}
                self._message(message, {"subtype": "message_deleted", **gone})
            case changes.UserChanged(user, new):
                kind = "team_join" if new else "user_change"
                with_email = "users:read.email" in self.manifest.scopes
                self._tell(kind, kind, {"user": user.as_slack(with_email=with_email, with_locale=True)})
            case changes.MembershipChanged(channel, user_id, joined):
                self._membership(channel, user_id, joined)
            case _:
                pass

    def _posted(self, message: Message) -> None:
        channel = message.conversation
        if self._hears(channel):
            event = {**message.data, "channel": channel.id, "channel_type": channel.event_type}
            self._tell(f"message.{_subscription(channel)}", "message", event, message.ts)
            mentioned = f"<@{self.team.bot.id}>" in message.data["text"]
            if mentioned and not message.from_app and channel.kind != "im":
                self._tell("app_mention", "app_mention", {**message.data, "channel": channel.id}, message.ts)

    def _message(self, message: Message, event: Json) -> None:
        channel = message.conversation
        if self._hears(channel):
            base = {
                "channel": channel.id,
                "channel_type": channel.event_type,
                "hidden": True,
                "ts": self._now(),
            }
            self._tell(f"message.{_subscription(channel)}", "message", {**base, **event})

    def _membership(self, channel: Conversation, user_id: str, joined: bool) -> None:
        if user_id != self.team.bot.id and not self._hears(channel):
            return
        kind = "member_joined_channel" if joined else "member_left_channel"
        letter = "C" if channel.kind == "public" else "G"
        where = {"channel": channel.id, "channel_type": letter, "team": self.team.id}
        self._tell(kind, kind, {"user": user_id, **where})

    def _hears(self, channel: Conversation) -> bool:
        return self.team.bot.id in channel.members

    def _now(self) -> str:
        return f"{self.team.clock.now():.6f}"

    def _tell(self, name: str, kind: str, event: Json, ts: str = "") -> None:
        if name in self.manifest.events and not self.paused:
            self._send(name, {**copied(event), "type": kind, "event_ts": ts or self._now()})


def _subscription(channel: Conversation) -> str:
    return {"public": "channels", "private": "groups", "im": "im"}[channel.kind]
