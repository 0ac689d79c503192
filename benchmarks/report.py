"""What was measured, as tables for people and as JSON for machines, and whether promises are kept."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from statistics import median
from typing import Any

from rich.console import Console
from rich.table import Table

from benchmarks.acknowledgements import Measured
from benchmarks.load import Sample
from benchmarks.reading import Cost
from benchmarks.searching import Search
from benchmarks.starts import Start

COMMAND_RATIO, SUBMISSION_RATIO, READING_RATIO = 1.25, 2.0, 1.3
START_SECONDS, MEMORY_MB = 2.0, 150.0

BARE, OURS = "bare Bolt", "Everloop"
SEARCH_RATIO = 1.5


@dataclass(frozen=True, slots=True)
class Promise:
    """One limit that Everloop is to keep."""

    what: str
    value: float
    limit: float

    @property
    def kept(self) -> bool:
        return self.value <= self.limit


@dataclass(frozen=True, slots=True)
class Results:
    """What was measured; empty where it wasn't."""

    measured: list[Measured] = field(default_factory=list[Measured])
    costs: list[Cost] = field(default_factory=list[Cost])
    starts: list[Start] = field(default_factory=list[Start])
    searches: list[Search] = field(default_factory=list[Search])


def promises(results: Results) -> list[Promise]:
    measured, costs = results.measured, results.costs
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
        found.append(Promise("memory after the load, MB", max(one.memory_after for one in ours), MEMORY_MB))
    for start in results.starts:
        found += [
            Promise(f"first start, {start.mode}, s", start.first, START_SECONDS),
            Promise(f"start, {start.mode}, s", start.later, START_SECONDS),
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
    for database in dict.fromkeys(one.database for one in results.searches):
        of = [one for one in results.searches if one.database == database]
        what = f"search on {database}: {of[-1].feedbacks:,} feedbacks against {of[0].feedbacks:,}"
        found.append(Promise(what, of[-1].median / of[0].median, SEARCH_RATIO))
    return found


def _median(measured: Sequence[Measured], app: str, mode: str, of: Callable[[Measured], float]) -> float:
    return median(of(one) for one in measured if (one.app, one.mode) == (app, mode))


def _ratio(measured: Sequence[Measured], mode: str, of: Callable[[Measured], float]) -> float:
    return _median(measured, OURS, mode, of) / _median(measured, BARE, mode, of)


def show(console: Console, results: Results) -> None:
    if results.measured:
        console.print(_latencies(results.measured))
        console.print(_memory(results.measured))
    if results.costs:
        console.print(_costs(results.costs))
    if results.starts:
        console.print(_starts(results.starts))
    console.print(_promises(promises(results)))


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


def _memory(measured: Sequence[Measured]) -> Table:
    table = Table(title="Memory, MB (median of the runs)")
    for heading in ("mode", "app", "at rest", "after the load"):
        table.add_column(heading, justify="left" if heading in ("mode", "app") else "right")
    for mode in dict.fromkeys(one.mode for one in measured):
        for app in (BARE, OURS):
            table.add_row(
                mode,
                app,
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


def _starts(starts: Sequence[Start]) -> Table:
    table = Table(title="Start until connected, s")
    for heading in ("mode", "the first (makes the tables)", "later ones", "memory at rest, MB"):
        table.add_column(heading, justify="left" if heading == "mode" else "right")
    for one in starts:
        table.add_row(one.mode, f"{one.first:.2f}", f"{one.later:.2f}", f"{one.memory:.0f}")
    return table


def _promises(found: Sequence[Promise]) -> Table:
    table = Table(title="What is promised")
    for heading in ("what", "measured", "at most", ""):
        table.add_column(heading, justify="right" if heading in ("measured", "at most") else "left")
    for one in found:
        verdict = "kept" if one.kept else "[bold red]broken[/]"
        table.add_row(one.what, f"{one.value:.2f}", f"{one.limit:g}", verdict)
    return table


def as_json(results: Results) -> dict[str, Any]:
    """Everything that was measured, run by run. Each sample is given by its quantiles."""
    return {
        "runs": [_run(one) for one in results.measured],
        "reading": [asdict(cost) for cost in results.costs],
        "searching": [asdict(search) for search in results.searches],
        "starts": [asdict(start) for start in results.starts],
        "promises": [{**asdict(one), "kept": one.kept} for one in promises(results)],
    }


def _run(one: Measured) -> dict[str, Any]:
    samples = {
        name: _quantiles(getattr(one, name))
        for name in ("command", "submission", "command_burst", "submission_burst")
    }
    about = {"app": one.app, "mode": one.mode}
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
