"""A team over time: what is drawn, and the words that say the same."""

from core.domain.feedback import FeedbackKind
from core.domain.team_chart import Month
from core.notifications import TeamChart
from core.words import Words
from handlers.slack.drawing import Bars, Series
from handlers.slack.limits import clip
from handlers.slack.views.rendered import Rendered

FILE_NAME = "everloop-team.png"
MAX_ALT = 1000


def chart_bars(what: TeamChart, words: Words) -> Bars:
    return Bars(
        title=words("chart-title"),
        labels=[words("chart-month", month=month.first.month) for month in what.months],
        series=[
            Series(words(f"search-kind-{kind.value}"), [month.counts[kind] for month in what.months])
            for kind in FeedbackKind
        ],
    )


def chart_alt(what: TeamChart, words: Words) -> str:
    """The same as the picture, month by month."""
    said = [_month(words, month) for month in what.months if any(month.counts.values())]
    return clip(" ".join([f"{words('chart-title')}.", *said, words("chart-alt-rest")]), MAX_ALT)


def _month(words: Words, month: Month) -> str:
    return words(
        "chart-alt-month",
        month=words("chart-month", month=month.first.month),
        year=str(month.first.year),
        **{kind.value: month.counts[kind] for kind in FeedbackKind},
    )


def chart_message(what: TeamChart, words: Words, _: str) -> Rendered:
    return Rendered(words("message-chart"), [])
