"""The least that Bolt can do: acknowledge `/feedback` and open a modal, acknowledge its submission.

`python -m benchmarks.bare_app MODAL` serves over Socket Mode if SLACK_APP_TOKEN is set, else over HTTP on
PORT. MODAL is a file that holds the view to open.
"""

import asyncio
import json
import os
import sys
from pathlib import Path
from typing import Any

from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

Bolt = Any  # Bolt's own types are incomplete where listeners are registered and methods called


def build(modal: dict[str, Any]) -> Bolt:
    """Bolt as it comes: its own client, its own middleware, no settings but the addresses."""
    client = AsyncWebClient(token=os.environ["SLACK_BOT_TOKEN"], base_url=os.environ["SLACK_API_URL"])
    app: Bolt = AsyncApp(client=client, signing_secret=os.environ.get("SLACK_SIGNING_SECRET", "unused"))

    async def on_command(ack: AsyncAck, body: dict[str, Any], client: Bolt) -> None:
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=modal)

    async def on_submission(ack: AsyncAck) -> None:
        await ack()

    app.command("/feedback")(on_command)
    app.view(modal["callback_id"])(on_submission)
    return app


async def serve_socket(app: Bolt) -> None:
    await AsyncSocketModeHandler(app, os.environ["SLACK_APP_TOKEN"]).start_async()


def main() -> None:
    app = build(json.loads(Path(sys.argv[1]).read_text()))
    if "SLACK_APP_TOKEN" in os.environ:
        asyncio.run(serve_socket(app))
    else:
        app.start(port=int(os.environ["PORT"]), host="127.0.0.1")


if __name__ == "__main__":
    main()
