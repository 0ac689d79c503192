"""Whether a running bot is alive: asked by container health checks, so with as little as possible."""

from http.client import HTTPException
from urllib.error import URLError
from urllib.request import urlopen

from bot.config import Settings


def is_alive(settings: Settings) -> bool:
    """Whether the bot with these settings answers on its port; where it has none, nobody can ask: True."""
    port = settings.listens_on
    if port is None:
        return True
    host = "127.0.0.1" if settings.host == "0.0.0.0" else settings.host  # noqa: S104  # from inside
    try:
        with urlopen(f"http://{host}:{port}/healthz", timeout=4) as answer:
            return answer.status == 200
    except (URLError, HTTPException, OSError):
        return False
