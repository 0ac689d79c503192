"""How long a start takes until Slack is connected (or HTTP is listening): the first one, which makes the
tables, and later ones."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from benchmarks.contestants import everloop, running


@dataclass(frozen=True, slots=True)
class Start:
    """Seconds, and resident memory in MB once it is at rest. `later` and `memory`: medians."""

    mode: str
    first: float
    later: float
    memory: float


async def measure(modes: tuple[str, ...], times: int, scratch: Path) -> AsyncGenerator[Start]:
    """`times` later starts. One before all others, in which Python compiles what is new, is not counted."""
    with TemporaryDirectory(dir=scratch) as folder:
        await _start(Path(folder), modes[0], scratch)
    for mode in modes:
        with TemporaryDirectory(dir=scratch) as folder:
            first, _ = await _start(Path(folder), mode, scratch)
            later = [await _start(Path(folder), mode, scratch) for _ in range(times)]
        yield Start(mode, first, median(took for took, _ in later), median(memory for _, memory in later))


async def _start(folder: Path, mode: str, scratch: Path) -> tuple[float, float]:
    async with running(everloop(folder), mode, scratch / "starts.log") as app:
        return app.started_in, app.memory()
