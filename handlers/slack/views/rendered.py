"""A message as Slack takes it."""

from dataclasses import dataclass

from handlers.slack.payloads import Json


@dataclass(frozen=True, slots=True)
class Rendered:
    """`text` is Slack's mrkdwn: names in it are escaped."""

    text: str
    blocks: list[Json]
