"""Slack's client: what one person does in the workspace, and what their app then sends and shows."""

from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from sandbox.answers import answer_command, apply_submission, read_options
from sandbox.controls import STATE_KEYS, TEXT_INPUTS, find_control, initial_state
from sandbox.conversations import Conversation, Message
from sandbox.delivery import Delivery, DeliveryKind
from sandbox.fields import mistakes
from sandbox.mrkdwn import Typed
from sandbox.people import User
from sandbox.slack import Slack
from sandbox.views import View
from sandbox.wire import Json, as_json

Surface: TypeAlias = View | Message
BUTTON_KEYS = ("type", "action_id", "text", "value", "style")
TROUBLE = "We had some trouble connecting. Try again?"


class CannotDo(Exception):
    """Slack's client offers no such thing here; the message is a sentence for the person."""


@dataclass
class Submission:
    """What became of a submitted modal. `blocked`: the client refused it, nothing was sent. `errors` by
    block_id.
    """

    kind: Literal["closed", "errors", "updated", "pushed", "cleared", "blocked", "failed"]
    errors: dict[str, str] = field(default_factory=dict[str, str])
    delivery: Delivery | None = None


class Client:
    """One person's client."""

    def __init__(self, slack: Slack, user: User) -> None:
        self.slack = slack
        self.team = slack.team
        self.user = user

    # -- writing ----------------------------------------------------------------------------------

    def say(self, channel: Conversation, text: str, thread_ts: str = "") -> Message:
        """Posts a message as this person. Raises CannotDo."""
        self._must_belong(channel)
        if self.team.bot.id in channel.members and channel.kind == "im":
            manifest = self.slack.manifest
            if not manifest.messages_tab or manifest.messages_read_only:
                raise CannotDo("Sending messages to this app has been turned off.")
        typed = self._typed(text)
        content = {"text": typed.in_message(), "blocks": typed.blocks(), "thread_ts": thread_ts}
        message = self.team.post(channel, self.user, content)
        channel.mark_read(self.user.id)
        return message

    async def command(self, text: str, channel: Conversation) -> Delivery:
        """Types a slash command, such as "/feedback @bob hi". Raises CannotDo."""
        self._must_belong(channel)
        word, _, rest = text.strip().partition(" ")
        command = self.slack.manifest.command(word)
        if command is None:
            raise CannotDo(f"{word} is not a valid command.")
        url = self.slack.response_url(self.user.id, channel.id)
        sent = self._typed(rest.strip()).in_command(command.should_escape)
        trigger = self.slack.triggers.issue(self.user.id, channel.id)
        payload = self.slack.payloads.command(self.user, command, sent, channel.id, trigger, url)
        delivery = await self._deliver("slash_commands", word, payload)
        if delivery.ok:
            answer_command(self.slack, url, delivery)
        else:
            reason = "operation_timeout" if delivery.error == "timeout" else "dispatch_failed"
            self.team.notice(self.user.id, f'{word} failed with the error "{reason}"')
        return delivery

    async def shortcut(self, name: str) -> Delivery:
        """Chooses a global shortcut by its name or callback_id. Raises CannotDo."""
        shortcut = self.slack.manifest.shortcut("global", name)
        if shortcut is None:
            raise CannotDo(f"There is no shortcut {name}.")
        payload = self.slack.payloads.shortcut(self.user, shortcut, self.slack.triggers.issue(self.user.id))
        return await self._interact(f"shortcut {shortcut.callback_id}", payload)

    async def message_shortcut(self, name: str, message: Message) -> Delivery:
        """Chooses a shortcut in a message's menu. Raises CannotDo."""
        shortcut = self.slack.manifest.shortcut("message", name)
        if shortcut is None or message.deleted or message.only_for:
            raise CannotDo(f"There is no shortcut {name} on this message.")
        channel = message.conversation
        self._must_belong(channel)
        trigger = self.slack.triggers.issue(self.user.id, channel.id)
        url = self.slack.response_url(self.user.id, channel.id, message)
        payload = self.slack.payloads.message_action(self.user, shortcut, message, trigger, url)
        return await self._interact(f"shortcut {shortcut.callback_id}", payload)

    def open_app(self, tab: Literal["home", "messages"] = "home") -> None:
        """Opens the app's Home or Messages tab."""
        if tab == "messages":
            self.team.app_im(self.user.id).mark_read(self.user.id)
        self.slack.events.app_home_opened(self.user.id, tab)

    # -- operating a surface ----------------------------------------------------------------------

    def state_of(self, surface: Surface) -> Json:
        """state.values of a surface as this person has left it."""
        if isinstance(surface, View):
            return surface.state
        blocks = self.slack.surface_blocks(surface)
        state = initial_state(blocks, surface.states.get(self.user.id))
        surface.states[self.user.id] = state
        return state

    async def set_value(
        self, surface: Surface, block_id: str, action_id: str, value: Json
    ) -> Delivery | None:
        """Changes an input; what Slack sends at once (selects, dispatch_action) is sent. Raises CannotDo."""
        block, element = self._control(surface, block_id, action_id)
        if value.get("type") != element["type"] or element["type"] not in STATE_KEYS:
            raise CannotDo("That cannot be entered here.")
        self.state_of(surface).setdefault(block_id, {})[action_id] = value
        if isinstance(surface, View):
            surface.errors.pop(block_id, None)
        return await self._act(surface, block, element, value) if _dispatches(block, element) else None

    async def press(
        self,
        surface: Surface,
        block_id: str,
        action_id: str,
        value: Json | None = None,
        *,
        blocks: list[Json] | None = None,
    ) -> Delivery:
        """Presses a button, chooses in an overflow menu (value: its option), or Enter in a text input.

        `blocks` are those of a stale screen, to act as someone who has not seen the latest change. Raises
        CannotDo.
        """
        block, element = self._control(surface, block_id, action_id, blocks)
        if element["type"] in STATE_KEYS and value:
            self.state_of(surface).setdefault(block_id, {})[action_id] = value
        return await self._act(surface, block, element, value or {})

    async def submit(self, view: View, times: int = 1) -> list[Submission]:
        """Submits a modal; with `times` the same submission is sent so often at once, as by a double
        click.
        """
        self._must_show(view)
        if wrong := mistakes(view):
            view.errors = wrong
            self.team.screens.changed(view)
            return [Submission("blocked", wrong)]
        sent = [self._submission(view) for _ in range(times)]
        tasks = [self.slack.dispatcher.spawn(self.slack.deliver(d)) for d in sent]
        results: list[Submission] = []
        for task in tasks:
            delivery = await task
            if not delivery.ok:
                self.team.notice(self.user.id, TROUBLE)
                results.append(Submission("failed", {}, delivery))
                continue
            kind = apply_submission(self.slack, view, delivery.answer)
            results.append(Submission(kind, dict(view.errors), delivery))
        return results

    async def close(self, view: View, *, every: bool = False) -> None:
        """Closes a modal (with `every` the whole stack). The app hears of those that ask for it."""
        self._must_show(view)
        everything = every or bool(view.body.get("clear_on_close"))
        for closed in self.team.screens.close(view, every=everything):
            if closed.body.get("notify_on_close"):
                payload = self.slack.payloads.view_closed(self.user, closed, everything)
                await self._deliver("interactive", f"view_closed {closed.callback_id}", payload)

    async def options(self, surface: Surface, block_id: str, action_id: str, query: str) -> list[Json]:
        """What an external select offers for a query; nothing if the app gives no good answer."""
        _, element = self._control(surface, block_id, action_id)
        if "external" not in element["type"]:
            raise CannotDo("This is not a list that can be searched.")
        payload = self.slack.payloads.block_suggestion(self.user, surface, block_id, action_id, query)
        delivery = await self._deliver("interactive", f"block_suggestion {action_id}", payload)
        return read_options(self.slack, delivery.answer) if delivery.ok else []

    # -- the ways of a client ---------------------------------------------------------------------

    async def _act(self, surface: Surface, block: Json, element: Json, value: Json) -> Delivery:
        is_button = element["type"] == "button"
        keys = BUTTON_KEYS if is_button else ("type", "action_id")
        shown = {k: element[k] for k in keys if k in element}
        action = {**shown, **({} if is_button else value), "block_id": block["block_id"]}
        self.state_of(surface)
        channel_id = "" if isinstance(surface, View) else surface.conversation.id
        trigger = self.slack.triggers.issue(self.user.id, channel_id)
        payload = self.slack.payloads.block_actions(self.user, surface, action, trigger)
        if isinstance(surface, Message):
            payload["response_url"] = self.slack.response_url(self.user.id, channel_id, surface)
        return await self._interact(f"block_actions {element['action_id']}", payload)

    def _submission(self, view: View) -> Delivery:
        trigger = self.slack.triggers.issue(self.user.id, view.here)
        payload = self.slack.payloads.view_submission(self.user, view, trigger, self._response_urls(view))
        return Delivery("interactive", f"view_submission {view.callback_id}", payload)

    def _response_urls(self, view: View) -> list[Json]:
        found: list[Json] = []
        for block in view.blocks:
            element = as_json(block.get("element"))
            if element.get("response_url_enabled"):
                ids = {"block_id": block["block_id"], "action_id": element["action_id"]}
                value = as_json(view.state[ids["block_id"]][ids["action_id"]])
                channel = value.get(STATE_KEYS[element["type"]][0])
                if channel in self.team.conversations:
                    url = self.slack.response_url(self.user.id, channel)
                    found.append({**ids, "channel_id": channel, "response_url": url})
        return found

    async def _interact(self, name: str, payload: Json) -> Delivery:
        if not self.slack.manifest.interactivity:
            raise CannotDo("This app is not configured to handle interactive responses.")
        delivery = await self._deliver("interactive", name, payload)
        if not delivery.ok:
            self.team.notice(self.user.id, TROUBLE)
        return delivery

    async def _deliver(self, kind: DeliveryKind, name: str, payload: Json) -> Delivery:
        return await self.slack.deliver(Delivery(kind, name, payload))

    def _control(
        self, surface: Surface, block_id: str, action_id: str, blocks: list[Json] | None = None
    ) -> tuple[Json, Json]:
        gone = not surface.open if isinstance(surface, View) else surface.deleted
        shown = blocks if blocks is not None else [] if gone else self.slack.surface_blocks(surface)
        found = find_control(shown, block_id, action_id)
        if found is None:
            raise CannotDo("This is no longer there.")
        return found

    def _must_show(self, view: View) -> None:
        if not view.open:
            raise CannotDo("This is no longer open.")

    def _must_belong(self, channel: Conversation) -> None:
        if self.user.id not in channel.members:
            raise CannotDo(f"You are not in {channel.name or 'this conversation'}.")

    def _typed(self, text: str) -> Typed:
        people = [(u.mention_names, u.id, u.name) for u in self.team.users.values() if not u.deleted]
        seen = [
            c for c in self.team.conversations.values() if c.kind == "public" or self.user.id in c.members
        ]
        return Typed(text, people, [((c.name,), c.id, c.name) for c in seen if c.name])


def _dispatches(block: Json, element: Json) -> bool:
    """Whether Slack tells the app of a change at once."""
    if block["type"] != "input":
        return True
    if not block.get("dispatch_action"):
        return False
    config = as_json(element.get("dispatch_action_config"))
    return element["type"] not in TEXT_INPUTS or "on_character_entered" in config.get(
        "trigger_actions_on", ()
    )
