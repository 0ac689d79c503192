"""Draws stacked bars: what to draw comes in as JSON, and a PNG goes out. Started by handlers.slack.drawing;
imported by nobody, and knows nothing of the rest of the house."""

import io
import json
import sys
from typing import Any

from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

COLOURS = ("#1f5c52", "#d9a441", "#7a9cc6")
INK, FAINT_INK, LINES = "#1d1c1d", "#616061", "#e8e8e8"


def picture(bars: dict[str, Any]) -> bytes:
    """`bars` is handlers.slack.drawing.Bars."""
    figure: Any = Figure(figsize=(8, 4), dpi=150, layout="constrained")
    axes: Any = figure.subplots()
    bottoms = [0] * len(bars["labels"])
    for one, colour in zip(bars["series"], COLOURS, strict=True):
        axes.bar(bars["labels"], one["values"], 0.7, bottom=bottoms, color=colour, label=one["name"])
        bottoms = [low + value for low, value in zip(bottoms, one["values"], strict=True)]
    axes.set_title(bars["title"], loc="left", fontsize=13, color=INK, pad=14)
    axes.yaxis.set_major_locator(MaxNLocator(integer=True))
    axes.set_ylim(0, max([*bottoms, 4]) * 1.1)
    axes.grid(axis="y", color=LINES)
    axes.set_axisbelow(True)
    axes.tick_params(length=0, labelsize=10, labelcolor=FAINT_INK)
    for side in axes.spines.values():
        side.set_visible(False)
    axes.legend(loc="upper center", bbox_to_anchor=(0.5, -0.1), ncols=3, frameon=False, fontsize=10)
    out = io.BytesIO()
    figure.savefig(out, format="png")
    return out.getvalue()


if __name__ == "__main__":
    sys.stdout.buffer.write(picture(json.load(sys.stdin)))
