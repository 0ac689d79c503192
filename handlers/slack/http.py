"""Slack by HTTP: signed requests to one address, verified by Bolt."""

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request

from handlers.slack.app import SlackApp
from handlers.slack.manifest import EVENTS_PATH


def slack_routes(app: SlackApp) -> list[web.RouteDef]:
    """Commands, interactions, events and Slack's check of the address all come in at the same place."""

    async def take(request: web.Request) -> web.Response:
        if not request.headers.get("X-Slack-Request-Timestamp", "").isdecimal():
            return web.Response(status=401)  # the SDK would stumble over it
        return await to_aiohttp_response(await app.bolt.async_dispatch(await to_bolt_request(request)))

    return [web.post(EVENTS_PATH, take)]
