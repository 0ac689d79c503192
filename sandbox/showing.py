"""What the web page shows: a person's workspace as JSON, and changes as this person hears of them."""

from dataclasses import asdict

from sandbox import changes
from sandbox.conversations import Message
from sandbox.people import User
from sandbox.slack import Slack
from sandbox.wire import Json

LATEST_NOTICES = 20


class Showing:
    """The workspace as the page of each person shows it."""

    def __init__(self, slack: Slack) -> None:
        self.slack = slack
        self.team = slack.team

    def state(self, user: User) -> Json:
        """All that a page needs when it is opened."""
        manifest = self.slack.manifest
        return {
            "team": {"id": self.team.id, "name": self.team.name},
            "app": self._app(),
            "clock": self.clock(),
            "me": user.as_page(),
            "people": self._people(),
            "conversations": self._conversations(user),
            "commands": [asdict(c) for c in manifest.commands],
            "shortcuts": [asdict(s) for s in manifest.shortcuts],
            "modals": self._modals(user),
            "home": self._home(user),
            "notices": self.team.notices.get(user.id, [])[-LATEST_NOTICES:],
        }

    def event(self, user: User, change: changes.Change) -> Json | None:
        """A change as this person's page hears of it; nothing if it is none of theirs."""
        match change:
            case changes.Posted(message) if self.sees(user, message):
                return {"type": "message", "message": message.as_page()}
            case changes.Edited(message, _) if self.sees(user, message):
                return {"type": "message_changed", "message": message.as_page()}
            case changes.Removed(message) if self.sees(user, message):
                where = {"channel": message.conversation.id, "ts": message.ts, "id": message.id}
                return {"type": "message_deleted", **where}
            case changes.ModalsChanged(user.id):
                return {"type": "modals", "modals": self._modals(user)}
            case changes.HomeChanged(user.id):
                return {"type": "home", "home": self._home(user)}
            case changes.Noticed(user.id, text):
                return {"type": "notice", "text": text}
            case changes.ClockChanged():
                return {"type": "clock", "clock": self.clock()}
            case changes.UserChanged():
                return {"type": "people", "people": self._people()}
            case changes.ConversationChanged() | changes.MembershipChanged():
                return {"type": "conversations", "conversations": self._conversations(user)}
            case changes.ConnectionChanged(connected):
                return {"type": "app", "connected": connected}
            case _:
                return None

    def sees(self, user: User, message: Message) -> bool:
        """Whether someone may see a message."""
        return user.id in message.conversation.members and message.visible_to(user.id)

    def _app(self) -> Json:
        bot = self.team.bot
        return {"user_id": bot.id, "name": bot.shown, "connected": self.slack.connected}

    def clock(self) -> Json:
        return {"now": self.slack.clock.now(), "offset": self.slack.clock.offset}

    def _people(self) -> list[Json]:
        return [u.as_page() for u in self.team.users.values()]

    def _conversations(self, user: User) -> list[Json]:
        if user.id != self.team.bot.id:
            self.team.app_im(user.id)
        mine = [c for c in self.team.conversations.values() if user.id in c.members]
        return [c.as_page(user.id, self.team.bot.id) for c in mine]

    def _modals(self, user: User) -> list[Json]:
        return [v.as_page() for v in self.team.screens.stack(user.id)]

    def _home(self, user: User) -> Json | None:
        home = self.team.screens.homes.get(user.id)
        return home.as_page() if home else None
