"""The team over time: counted for all together, drawn elsewhere, said in words as well."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from core.domain.feedback import FeedbackKind
from core.domain.team_chart import MONTHS, by_month, first_of_months
from core.notifications import TeamChart
from core.words import words_for
from handlers.slack import drawing
from handlers.slack.drawing import Bars, NotDrawn, Series, draw
from handlers.slack.ids import Action
from handlers.slack.views.team_chart import chart_alt, chart_bars
from tests.slack.desk import Desk, as_open, button, texts

PRAISE, HINT = FeedbackKind.PRAISE, FeedbackKind.SUGGESTION
NOW = datetime(2026, 3, 15, 12, tzinfo=UTC)


def test_months_are_the_managers_own() -> None:
    late = datetime(2026, 2, 28, 23, 30, tzinfo=UTC)  # in Berlin it is March already
    here, there = by_month([(late, PRAISE)], NOW, "UTC"), by_month([(late, PRAISE)], NOW, "Europe/Berlin")
    assert [month.counts[PRAISE] for month in here[-2:]] == [1, 0]
    assert [month.counts[PRAISE] for month in there[-2:]] == [0, 1]
    assert first_of_months(date(2026, 3, 15))[0] == date(2025, 4, 1)
    assert len(here) == MONTHS
    old = datetime(2025, 3, 31, tzinfo=UTC)
    assert not any(month.counts[PRAISE] for month in by_month([(old, PRAISE)], NOW, "UTC"))


def test_words_and_picture_say_the_same() -> None:
    said = [(NOW, PRAISE), (NOW, PRAISE), (NOW.replace(month=1), HINT)]
    what, words = TeamChart(by_month(said, NOW, "UTC")), words_for("en-US")
    bars = chart_bars(what, words)
    assert bars.labels[-1] == "Mar" and bars.labels[0] == "Apr"
    assert {one.name: sum(one.values) for one in bars.series} == {"Praise": 2, "Suggestions": 1, "Answers": 0}
    alt = chart_alt(what, words)
    assert "Mar 2026: 2 praise, 0 suggestions, 0 answers." in alt
    assert "Jan 2026: 0 praise, 1 suggestions, 0 answers." in alt and "Feb" not in alt
    every = [(datetime(2026, m, 1, tzinfo=UTC), PRAISE) for m in (1, 2, 3)]
    assert len(chart_alt(TeamChart(by_month(every * 999, NOW, "UTC")), words)) <= 1000


async def test_a_picture_comes_back_as_png() -> None:
    picture = await draw(Bars("Title", ["Jan", "Feb"], [Series(n, [1, 2]) for n in ("A", "B", "C")]))
    assert picture.startswith(b"\x89PNG") and len(picture) > 5000


async def test_what_can_not_be_drawn_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(NotDrawn):
        await draw(Bars("Too few colours", ["Jan"], [Series(str(n), [1]) for n in range(9)]))
    monkeypatch.setattr(drawing, "WITHIN", 0.01)
    with pytest.raises(NotDrawn, match="timeout"):
        await draw(Bars("Title", ["Jan"], [Series(n, [1]) for n in ("A", "B", "C")]))


async def test_the_team_counts_as_one_and_only_what_the_manager_may_read(desk: Desk) -> None:
    company = desk.company
    carl = await desk.hire("Carl")
    await company.manages(desk.dana, carl)
    for person in (desk.bob, carl):
        await company.send(desk.dana, person, text="From their manager")
        await company.send(desk.alice, person, text="Between these two")
    await desk.event({"type": "app_home_opened", "user": desk.dana.profile.external_id, "tab": "home"})
    home: dict[str, Any] = {**desk.slack.views("views.publish")[-1], "type": "home"}
    await desk.press(button(home["blocks"], Action.TEAM_OPEN), by=desk.dana, view=home)
    team = desk.opened()
    await desk.press(button(team["blocks"], Action.TEAM_CHART), by=desk.dana, view=team)
    assert "on its way" in texts(desk.slack.views("views.push")[-1])
    (chart,) = [what for what in await company.reads(desk.dana) if isinstance(what, TeamChart)]
    assert sum(count for month in chart.months for count in month.counts.values()) == 2
    assert chart.months[-1].counts[PRAISE] == 2


async def test_nothing_to_draw_is_said(desk: Desk) -> None:
    await desk.company.send(desk.alice, desk.bob, text="Between us")
    pressed = {"type": "button", "action_id": Action.TEAM_CHART.value}
    for who in (desk.dana, desk.alice):
        await desk.press(pressed, by=who, view=as_open({"type": "modal", "blocks": []}))
        assert "nothing to draw" in texts(desk.slack.views("views.push")[-1])
