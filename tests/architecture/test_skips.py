"""Where nothing may be skipped, a skip is a failure."""

from pathlib import Path

import pytest

pytest_plugins = ["pytester"]

CONFTEST = (Path(__file__).parents[1] / "conftest.py").read_text(encoding="utf-8")


@pytest.fixture
def suite(pytester: pytest.Pytester) -> pytest.Pytester:
    pytester.makeconftest(CONFTEST)
    pytester.makeini("[pytest]\nasyncio_default_fixture_loop_scope = function")
    pytester.makepyfile(
        test_one="""
            import pytest
            @pytest.mark.skip(reason="no server")
            def test_skipped(): ...
            @pytest.mark.xfail
            def test_expected(): assert False
            def test_fine(): ...
        """,
        test_two="import pytest; pytest.skip('no browser', allow_module_level=True)",
    )
    return pytester


def test_skips_are_fine_at_home(suite: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("EVERLOOP_TEST_NO_SKIPS", raising=False)
    suite.runpytest("-p", "no:randomly").assert_outcomes(skipped=2, xfailed=1, passed=1)


def test_skips_fail_in_ci(suite: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EVERLOOP_TEST_NO_SKIPS", "1")
    result = suite.runpytest("-p", "no:randomly", "--continue-on-collection-errors")
    result.assert_outcomes(errors=2, xfailed=1, passed=1)
    result.stdout.fnmatch_lines(["*Nothing may be skipped here*no server*"])
