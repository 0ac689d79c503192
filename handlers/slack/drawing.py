"""Draws pictures in a process of its own: the library that does it is large, slow to load, and seldom needed.

What to draw goes there as JSON, and a PNG comes back (handlers/slack/drawing_program.py).
"""

import asyncio
import json
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

PROGRAM = Path(__file__).with_name("drawing_program.py")
WITHIN = 60.0  # seconds: the first time, the library looks for fonts


class NotDrawn(Exception):
    """The picture could not be made; nothing else has happened."""


@dataclass(frozen=True, slots=True)
class Series:
    name: str
    values: list[int]


@dataclass(frozen=True, slots=True)
class Bars:
    """Stacked bars: one stack for each label, in the order of `series`."""

    title: str
    labels: list[str]
    series: list[Series]


async def draw(bars: Bars) -> bytes:
    """A PNG. Raises NotDrawn."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-P",  # what lies beside the program is none of its business
        str(PROGRAM),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        async with asyncio.timeout(WITHIN):
            picture, _ = await process.communicate(json.dumps(asdict(bars)).encode())
    except TimeoutError:
        raise NotDrawn("timeout") from None
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode != 0 or not picture.startswith(b"\x89PNG"):
        raise NotDrawn(f"exit_{process.returncode}")
    return picture
