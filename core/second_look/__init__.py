"""The rules for a second look, a data file a language: `core/second_look/<language>.toml`."""

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Any, cast

from core.domain.second_look import Concern, Hint, Rule, Rules, look_again, phrase_pattern, speaks


def second_look(text: str, *, quotes_a_message: bool = False) -> tuple[Hint, ...]:
    """What could be said better; nothing for a text in a language that has no rules."""
    for rules in all_rules():
        if speaks(text, rules):
            return look_again(text, rules, quotes_a_message=quotes_a_message)
    return ()


@lru_cache
def all_rules() -> tuple[Rules, ...]:
    sources = sorted(entry.name for entry in files(__name__).iterdir() if entry.name.endswith(".toml"))
    return tuple(
        _read(tomllib.loads(files(__name__).joinpath(name).read_text(encoding="utf-8"))) for name in sources
    )


def _read(source: Mapping[str, Any]) -> Rules:
    return Rules(
        common=frozenset(cast(str, source["common"]).split()),
        most_words=source["most_words"],
        rules=tuple(_rule(Concern(name), made) for name, made in source["rules"].items()),
    )


def _rule(concern: Concern, source: Mapping[str, list[str]]) -> Rule:
    made = {name: phrase_pattern(phrases) for name, phrases in source.items()}
    return Rule(concern, **made)
