"""What holds for all tests: none reads the settings of whoever runs them, and in CI a skip is a failure.

EVERLOOP_TEST_NO_SKIPS=1 is CI's: a test that can't run there is a hole in CI, not a fact of life.
"""

import os
from collections.abc import Generator

import pytest

SETTINGS = ("SLACK_", "EVERLOOP_", "DATABASE_URL", "HOST", "PORT")
OURS = ("EVERLOOP_TEST_",)

for name in [name for name in os.environ if name.startswith(SETTINGS) and not name.startswith(OURS)]:
    del os.environ[name]

AnyReport = pytest.TestReport | pytest.CollectReport


def _refuse_skip(report: AnyReport) -> None:
    if os.environ.get("EVERLOOP_TEST_NO_SKIPS") == "1" and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"Nothing may be skipped here: {report.longrepr}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    _refuse_skip(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    _refuse_skip(report)
    return report
