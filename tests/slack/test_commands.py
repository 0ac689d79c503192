"""What people type after /feedback, and what becomes of it."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain.feedback import MAX_RECIPIENTS
from handlers.slack.commands import NotUnderstood, OpenForm, ShowHelp, ShowList, parse_command
from handlers.slack.markup import escape, mentioned, readable, unescape, unnamed

BOB, EVE = "<@U1|bob>", "<@U2|eve>"


@pytest.mark.parametrize(
    ("typed", "request_"),
    [
        ("", OpenForm()),
        ("   \n ", OpenForm()),
        ("help", ShowHelp()),
        (" HELP ", ShowHelp()),
        ("list", ShowList()),
        ("List", ShowList()),
        ("help me", NotUnderstood("help me")),
        (BOB, OpenForm(("U1",))),
        (f"{BOB} Great review", OpenForm(("U1",), "Great review")),
        (f"{BOB}, {EVE}: well done", OpenForm(("U1", "U2"), "well done")),
        (f"{BOB}{EVE} well done", OpenForm(("U1", "U2"), "@bob@eve well done")),
        (f"Thanks {BOB} for the parser", OpenForm(("U1",), "Thanks @bob for the parser")),
        (f"{BOB}'s parser is quick", OpenForm(("U1",), "@bob's parser is quick")),
        (f"{BOB} ask {EVE} and {BOB}", OpenForm(("U1", "U2"), "ask @eve and @bob")),
        ("@bbo Great review", OpenForm((), "Great review", ("bbo",))),
        ("Great review, @bbo", OpenForm((), "Great review, @bbo", ("bbo",))),
        (f"@bbo {BOB} Great", OpenForm(("U1",), "Great", ("bbo",))),
        ("<!channel> free cake", OpenForm((), "free cake", ("channel",))),
        ("<!subteam^S1|@parsers> thanks", OpenForm((), "thanks", ("parsers",))),
        ("write to bob@example.com", NotUnderstood("write to bob@example.com")),
        ("<mailto:bob@example.com|bob@example.com>", NotUnderstood("bob@example.com")),
        (
            f"{BOB} see <https://a.example/x?y=1&amp;z=2>",
            OpenForm(("U1",), "see https://a.example/x?y=1&z=2"),
        ),
        (f"{BOB} see <http://a.example|a.example>", OpenForm(("U1",), "see a.example")),
        (f"{BOB} in <#C1|general>", OpenForm(("U1",), "in #general")),
        (f"{BOB} a &lt; b &amp;&amp; c &gt; d", OpenForm(("U1",), "a < b && c > d")),
        (f"{BOB} &lt;@U9&gt;", OpenForm(("U1",), "<@U9>")),
        (f"{BOB} &amp;lt;", OpenForm(("U1",), "&lt;")),
        (f"{BOB} line one\nline two", OpenForm(("U1",), "line one\nline two")),
    ],
)
def test_what_is_asked_for(typed: str, request_: object) -> None:
    assert parse_command(typed) == request_


def test_a_mention_without_its_name_is_shown_by_the_name_we_know() -> None:
    assert unnamed("<@U1> and <@U2|eve>") == ("U1",)
    assert parse_command("thank <@U1> now", {"U1": "Bob"}) == OpenForm(("U1",), "thank @Bob now")


def test_no_more_people_than_the_form_takes() -> None:
    request = parse_command(" ".join(f"<@U{n}|p{n}>" for n in range(14)) + " thanks")
    assert isinstance(request, OpenForm)
    assert len(request.recipients) == MAX_RECIPIENTS


WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="@"), max_size=200)


@given(WORDS)
def test_text_for_somebody_arrives_as_it_was_typed(text: str) -> None:
    request = parse_command(f"{BOB} {escape(text)}")
    assert request == OpenForm(("U1",), text.strip().lstrip(",: \t\r\n"))


@given(WORDS)
def test_nothing_that_is_typed_is_lost_and_nothing_raises(text: str) -> None:
    match parse_command(escape(text)):
        case NotUnderstood(kept):
            assert kept == text.strip()
        case OpenForm(recipients, kept, not_found):
            assert (recipients, kept, not_found) == ((), "", ())
            assert not text.strip()
        case ShowHelp() | ShowList():
            assert text.strip().casefold() in ("help", "list")


@given(st.text())
def test_whatever_slack_sends_has_an_answer(raw: str) -> None:
    parse_command(raw)
    readable(raw)
    mentioned(raw)


@given(st.text())
def test_escaping_is_undone_by_unescaping_and_leaves_nothing_live(text: str) -> None:
    escaped = escape(text)
    assert unescape(escaped) == text
    assert "<" not in escaped
    assert readable(escaped) == text


@given(st.lists(st.sampled_from([BOB, EVE]), min_size=1, max_size=5), st.text(string.ascii_letters + " "))
def test_people_anywhere_are_recipients_in_their_order(people: list[str], text: str) -> None:
    request = parse_command(f"so {text} " + f" {text} ".join(people))
    assert isinstance(request, OpenForm)
    assert request.recipients == tuple(dict.fromkeys("U1" if one == BOB else "U2" for one in people))
