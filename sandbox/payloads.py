"""The payloads that Slack sends to an app, in Slack's shapes."""

import secrets

from sandbox.conversations import Message
from sandbox.manifest import Command, Shortcut
from sandbox.people import User
from sandbox.team import Team
from sandbox.views import View
from sandbox.wire import Json, copied, new_id


class Payloads:
    """Payloads of one workspace; `token` is the old verification token that each of them still carries."""

    def __init__(self, team: Team, token: str) -> None:
        self.team = team
        self.token = token

    def _from(self, kind: str, user: User) -> Json:
        team = self.team
        who = {"id": user.id, "username": user.name, "name": user.name, "team_id": user.team_id}
        return {
            "type": kind,
            "token": self.token,
            "api_app_id": team.app_id,
            "team": {"id": team.id, "domain": team.domain},
            "enterprise": None,
            "is_enterprise_install": False,
            "user": who,
        }

    def command(
        self, user: User, command: Command, text: str, channel_id: str, trigger_id: str, response_url: str
    ) -> Json:
        """A slash command: a form, so every value is a string."""
        return {
            "token": self.token,
            "team_id": self.team.id,
            "team_domain": self.team.domain,
            "channel_id": channel_id,
            "channel_name": self.team.conversations[channel_id].shown_name,
            "user_id": user.id,
            "user_name": user.name,
            "command": command.command,
            "text": text,
            "api_app_id": self.team.app_id,
            "is_enterprise_install": "false",
            "response_url": response_url,
            "trigger_id": trigger_id,
        }

    def shortcut(self, user: User, shortcut: Shortcut, trigger_id: str) -> Json:
        base = self._from("shortcut", user)
        return {
            **base,
            "callback_id": shortcut.callback_id,
            "action_ts": self._ts(),
            "trigger_id": trigger_id,
        }

    def message_action(
        self, user: User, shortcut: Shortcut, message: Message, trigger_id: str, response_url: str
    ) -> Json:
        channel = message.conversation
        return {
            **self._from("message_action", user),
            "callback_id": shortcut.callback_id,
            "action_ts": self._ts(),
            "trigger_id": trigger_id,
            "response_url": response_url,
            "channel": {"id": channel.id, "name": channel.shown_name},
            "message_ts": message.ts,
            "message": copied(message.data),
        }

    def block_actions(self, user: User, surface: View | Message, action: Json, trigger_id: str) -> Json:
        base = {**self._from("block_actions", user), "trigger_id": trigger_id, **self._surface(user, surface)}
        return {**base, "actions": [{**action, "action_ts": self._ts()}]}

    def block_suggestion(
        self, user: User, surface: View | Message, block_id: str, action_id: str, query: str
    ) -> Json:
        asked = {"block_id": block_id, "action_id": action_id, "value": query}
        return {**self._from("block_suggestion", user), **self._surface(user, surface), **asked}

    def view_submission(self, user: User, view: View, trigger_id: str, response_urls: list[Json]) -> Json:
        base = self._from("view_submission", user)
        return {
            **base,
            "trigger_id": trigger_id,
            "view": self.team.view_json(view),
            "response_urls": response_urls,
        }

    def view_closed(self, user: User, view: View, is_cleared: bool) -> Json:
        base = self._from("view_closed", user)
        return {**base, "view": self.team.view_json(view), "is_cleared": is_cleared}

    def event(self, event: Json) -> Json:
        """The envelope of an event."""
        team = self.team
        authorization = {
            "enterprise_id": None,
            "team_id": team.id,
            "user_id": team.bot.id,
            "is_bot": True,
            "is_enterprise_install": False,
        }
        return {
            "token": self.token,
            "team_id": team.id,
            "context_team_id": team.id,
            "context_enterprise_id": None,
            "api_app_id": team.app_id,
            "event": copied(event),
            "type": "event_callback",
            "event_id": new_id("Ev"),
            "event_time": int(team.clock.now()),
            "authorizations": [authorization],
            "is_ext_shared_channel": False,
            "event_context": secrets.token_urlsafe(16),
        }

    def _surface(self, user: User, surface: View | Message) -> Json:
        if isinstance(surface, View):
            view = self.team.view_json(surface)
            return {"container": {"type": "view", "view_id": surface.id}, "view": view}
        channel, data = surface.conversation, surface.data
        container: Json = {
            "type": "message",
            "message_ts": surface.ts,
            "channel_id": channel.id,
            "is_ephemeral": bool(surface.only_for),
        }
        if surface.thread_ts:
            container["thread_ts"] = surface.thread_ts
        out: Json = {
            "container": container,
            "channel": {"id": channel.id, "name": channel.shown_name},
            "state": {"values": copied(surface.states.get(user.id, {}))},
        }
        return out if surface.only_for else {**out, "message": copied(data)}

    def _ts(self) -> str:
        return f"{self.team.clock.now():.6f}"
