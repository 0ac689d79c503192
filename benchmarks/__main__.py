"""`make bench`: measures Everloop here, against a bare Bolt app, and says whether it keeps its promises."""

import argparse
import asyncio
import json
import signal
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console

from benchmarks import acknowledgements, reading, report, searching, starts
from benchmarks.acknowledgements import Plan
from benchmarks.reading import Store
from benchmarks.report import Results

MODES = ("socket", "http")
PARTS = ("starts", "reading", "searching", "acknowledgements")
UNLESS_ASKED = ("starts", "reading", "acknowledgements")  # to fill a database for searching takes hours
STORES = [Store("nothing", 50, 0), Store("a little", 50, 500), Store("a long history", 10_000, 100_000)]


def main() -> None:
    asked = _parse()
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # so that what was started is ended then, too
    console = Console()
    results = Results()
    with TemporaryDirectory(prefix="everloop-bench-") as scratch:
        asyncio.run(_measure(asked, Path(scratch), results, console))
    report.show(console, results)
    if asked.json:
        asked.json.write_text(json.dumps(report.as_json(results), indent=2) + "\n")
    if asked.check and not all(one.kept for one in report.promises(results)):
        raise SystemExit(1)


async def _measure(asked: argparse.Namespace, scratch: Path, results: Results, console: Console) -> None:
    modes = tuple(asked.modes)
    if "starts" in asked.parts:
        async for start in starts.measure(modes, 1 if asked.quick else 5, scratch):
            results.starts.append(start)
            console.log(f"{start.mode}: first start {start.first:.2f} s, later ones {start.later:.2f} s")
    if "reading" in asked.parts:
        stores = STORES[:-1] if asked.quick else STORES
        async for cost in reading.measure(stores, 40 if asked.quick else 300, scratch):
            results.costs.append(cost)
            console.log(f"{cost.store}: Home {cost.home:.1f} ms, list {cost.list:.1f} ms")
    if "searching" in asked.parts:
        sizes = searching.QUICK_SIZES if asked.quick else searching.SIZES
        async for search in searching.measure(scratch, asked.postgresql, sizes, 500):
            results.searches.append(search)
            console.log(f"{search.database}, {search.feedbacks:,}: search {search.median:.1f} ms")
    if "acknowledgements" in asked.parts:
        plan = Plan(asked.samples, asked.rate, asked.runs, 200 if asked.quick else 1000, 50, modes)
        console.log(f"acknowledgements: about {_minutes(plan):.0f} minutes")
        async for one in acknowledgements.measure(plan, scratch):
            results.measured.append(one)
            command, submission = one.command.quantile(0.99), one.submission.quantile(0.99)
            console.log(f"{one.app}, {one.mode}: p99 {command:.1f} and {submission:.1f} ms")
            for error in one.errors[:3]:
                console.log(error)


def _minutes(plan: Plan) -> float:
    paced = 2 * plan.samples / plan.rate
    return plan.runs * len(plan.modes) * 2 * (paced + 10) / 60


def _parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument(
        "--quick", action="store_true", help="a minute instead of most of an hour; no verdict"
    )
    parser.add_argument("--samples", type=int, help="of each kind in each run (2000)")
    parser.add_argument("--rate", type=float, default=20.0, help="arrivals a second (20)")
    parser.add_argument("--runs", type=int, help="of which the median counts (3)")
    parser.add_argument("--modes", nargs="+", choices=MODES, default=list(MODES))
    parser.add_argument(
        "--parts", nargs="+", choices=PARTS, default=list(UNLESS_ASKED), help="what to measure"
    )
    parser.add_argument("--postgresql", metavar="URL", help="a server to search on too; may create databases")
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write everything measured there")
    parser.add_argument("--check", action="store_true", help="exit 1 if a promise is broken")
    asked = parser.parse_args()
    asked.samples = asked.samples or (60 if asked.quick else 2000)
    asked.runs = asked.runs or (1 if asked.quick else 3)
    return asked


if __name__ == "__main__":
    main()
