"""The words of a text, and what is looked for by them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain.search import MAX_LOOKED_FOR, words_in, words_looked_for


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("Great review of the parser", "PARSER great"),
        ("Your café talk", "cafe"),
        ("das Maß ist voll", "mass"),
        ("İstanbul", "istanbul"),
        ("don't do the follow-up", "don’t follow up"),
        ("Ｆｕｌｌ width", "full"),
        ("Dana's idea", "dana"),
        ("ελληνικά λέξη", "ΛΕΞΗ"),
        ("версия 2.5", "ВЕРСИЯ 2"),
        ("हिन्दी में", "हिन्दी"),
        ("昨日の会議はとても良かったです", "会議"),
        ("昨日の会議はとても良かったです", "会"),
        ("การประชุมดีมาก", "ประชุม"),
        ("snake_case here", "case"),
    ],
)
def test_finds(text: str, typed: str) -> None:
    assert words_looked_for(typed)
    assert words_in(text).issuperset(words_looked_for(typed))


@pytest.mark.parametrize(
    ("text", "typed"),
    [("parsers", "parser"), ("the par ser", "parser"), ("昨日の会議", "議会"), ("हिन्दी", "हिन्द"), ("", "a")],
)
def test_does_not_find(text: str, typed: str) -> None:
    assert not words_in(text).issuperset(words_looked_for(typed))


def test_only_so_many_words_count() -> None:
    typed = " ".join(f"w{n}" for n in range(30))
    assert words_looked_for(typed) == tuple(f"w{n}" for n in range(MAX_LOOKED_FOR))
    assert words_looked_for("again Again AGAIN, …!?") == ("again",)


@given(st.text(max_size=80), st.text(max_size=20), st.text(max_size=20))
def test_whatever_is_written_is_found_by_what_is_written(text: str, before: str, after: str) -> None:
    whole = words_in(f"{before} {text} {after}")
    assert whole.issuperset(words_looked_for(text))
    assert all(word.strip() for word in whole)
