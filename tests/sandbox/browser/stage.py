"""What the browser tests stand on: the workspace behind the page, and how to open the page as someone."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from playwright.async_api import Page

from sandbox.people import User
from sandbox.server import Sandbox
from sandbox.slack import Slack
from tests.sandbox.browser.little_app import LittleApp

PATIENCE = 8000
"""Milliseconds that the page may take for anything, on a slow and busy machine."""

Visit = Callable[..., Awaitable[Page]]


@dataclass
class Workspace:
    slack: Slack
    sandbox: Sandbox
    app: LittleApp

    def user(self, handle: str) -> User:
        return next(u for u in self.slack.team.users.values() if u.name == handle)

    def channel_id(self, name: str) -> str:
        return next(c.id for c in self.slack.team.conversations.values() if c.name == name)

    def say(self, handle: str, channel: str, text: str) -> None:
        """Posts as someone without a page; `text` is as Slack stores it."""
        where = self.slack.team.conversations[self.channel_id(channel)]
        self.slack.team.post(where, self.user(handle), {"text": text})

    def dm_id(self, handle: str) -> str:
        return self.slack.team.app_im(self.user(handle).id).id
