"""What was measured, as tables for people and as JSON for machines, and whether promises are kept."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from statistics import median
from typing import Any

from rich.console import Console
from rich.table import Table

from benchmarks.acknowledgements import Measured
from benchmarks.load import Sample
from benchmarks.reading import Cost

COMMAND_RATIO, SUBMISSION_RATIO, READING_RATIO = 1.25, 2.0, 1.3
START_SECONDS, MEMORY_MB = 2.0, 150.0

BARE, OURS = "bare Bolt", "Everloop"


@dataclass(frozen=True, slots=True)
class Promise:
    """One limit that Everloop is to keep."""

    what: str
    value: float
    limit: float

    @property
    def kept(self) -> bool:
        return self.value <= self.limit


def promises(measured: Sequence[Measured], costs: Sequence[Cost]) -> list[Promise]:
    found: list[Promise] = []
    for mode in dict.fromkeys(one.mode for one in measured):
        command = _ratio(measured, mode, lambda one: one.command.quantile(0.99))
        submission = _ratio(measured, mode, lambda one: one.submission.quantile(0.99))
        found += [
            Promise(f"/feedback, {mode}: p99 against bare Bolt", command, COMMAND_RATIO),
            Promise(f"submission, {mode}: p99 against bare Bolt", submission, SUBMISSION_RATIO),
        ]
    ours = [one for one in measured if one.app == OURS]
    if ours:
        memory = max(one.memory_after for one in ours)
        found += [
            Promise("start until connected, s", median(one.started_in for one in ours), START_SECONDS),
            Promise("memory after the load, MB", memory, MEMORY_MB),
        ]
    if len(costs) > 1:
        empty, full = costs[0], costs[-1]
        found += [
            Promise(
                f"Home with {full.store} stored against {empty.store}", full.home / empty.home, READING_RATIO
            ),
            Promise(
                f"list with {full.store} stored against {empty.store}", full.list / empty.list, READING_RATIO
            ),
            Promise(f"memory with {full.store} stored, MB", full.memory, MEMORY_MB),
        ]
    return found


def _median(measured: Sequence[Measured], app: str, mode: str, of: Callable[[Measured], float]) -> float:
    return median(of(one) for one in measured if (one.app, one.mode) == (app, mode))


def _ratio(measured: Sequence[Measured], mode: str, of: Callable[[Measured], float]) -> float:
    return _median(measured, OURS, mode, of) / _median(measured, BARE, mode, of)


def show(console: Console, measured: Sequence[Measured], costs: Sequence[Cost]) -> None:
    if measured:
        console.print(_latencies(measured))
        console.print(_processes(measured))
    if costs:
        console.print(_costs(costs))
    console.print(_promises(promises(measured, costs)))


def _latencies(measured: Sequence[Measured]) -> Table:
    table = Table(title="Acknowledgement, ms (median of the runs)")
    for heading in ("mode", "what", "app", "p50", "p99", "burst a second", "errors"):
        table.add_column(heading, justify="left" if heading in ("mode", "what", "app") else "right")
    steps: list[tuple[str, Callable[[Measured], Sample], Callable[[Measured], Sample]]] = [
        ("/feedback", lambda one: one.command, lambda one: one.command_burst),
        ("submission", lambda one: one.submission, lambda one: one.submission_burst),
    ]
    for mode in dict.fromkeys(one.mode for one in measured):
        for what, paced, rushed in steps:
            for app in (BARE, OURS):
                runs = [one for one in measured if (one.app, one.mode) == (app, mode)]
                table.add_row(
                    mode,
                    what,
                    app,
                    f"{median(paced(one).quantile(0.5) for one in runs):.1f}",
                    f"{median(paced(one).quantile(0.99) for one in runs):.1f}",
                    f"{median(rushed(one).per_second for one in runs):.0f}",
                    str(sum(len(paced(one).errors) + len(rushed(one).errors) for one in runs)),
                )
    return table


def _processes(measured: Sequence[Measured]) -> Table:
    table = Table(title="Processes (median of the runs)")
    for heading in ("mode", "app", "start, s", "memory at rest, MB", "memory after, MB"):
        table.add_column(heading, justify="left" if heading in ("mode", "app") else "right")
    for mode in dict.fromkeys(one.mode for one in measured):
        for app in (BARE, OURS):
            table.add_row(
                mode,
                app,
                f"{_median(measured, app, mode, lambda one: one.started_in):.2f}",
                f"{_median(measured, app, mode, lambda one: one.memory_at_rest):.0f}",
                f"{_median(measured, app, mode, lambda one: one.memory_after):.0f}",
            )
    return table


def _costs(costs: Sequence[Cost]) -> Table:
    table = Table(title="Home and list, median ms until shown (in brackets: whoever has the longest lists)")
    for heading in ("stored", "people", "feedbacks", "Home", "list", "memory, MB"):
        table.add_column(heading, justify="left" if heading == "stored" else "right")
    for cost in costs:
        home, listed = f"{cost.home:.1f} ({cost.home_often:.1f})", f"{cost.list:.1f} ({cost.list_often:.1f})"
        table.add_row(
            cost.store, f"{cost.people:,}", f"{cost.feedbacks:,}", home, listed, f"{cost.memory:.0f}"
        )
    return table


def _promises(found: Sequence[Promise]) -> Table:
    table = Table(title="What is promised")
    for heading in ("what", "measured", "at most", ""):
        table.add_column(heading, justify="right" if heading in ("measured", "at most") else "left")
    for one in found:
        verdict = "kept" if one.kept else "[bold red]broken[/]"
        table.add_row(one.what, f"{one.value:.2f}", f"{one.limit:g}", verdict)
    return table


def as_json(measured: Sequence[Measured], costs: Sequence[Cost]) -> dict[str, Any]:
    """Everything that was measured, run by run. Each sample is given by its quantiles."""
    return {
        "runs": [_run(one) for one in measured],
        "reading": [asdict(cost) for cost in costs],
        "promises": [{**asdict(one), "kept": one.kept} for one in promises(measured, costs)],
    }


def _run(one: Measured) -> dict[str, Any]:
    samples = {
        name: _quantiles(getattr(one, name))
        for name in ("command", "submission", "command_burst", "submission_burst")
    }
    about = {"app": one.app, "mode": one.mode, "started_in": one.started_in}
    return {
        **about,
        **samples,
        "memory_at_rest": one.memory_at_rest,
        "memory_after": one.memory_after,
        "unopened": one.unopened,
    }


def _quantiles(sample: Sample) -> dict[str, float]:
    shares = {"p50": 0.5, "p90": 0.9, "p99": 0.99, "max": 1.0}
    known = {name: sample.quantile(share) for name, share in shares.items()}
    return {
        **known,
        "samples": len(sample.latencies),
        "errors": len(sample.errors),
        "per_second": sample.per_second,
    }
