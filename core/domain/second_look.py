"""A second look at a suggestion before it leaves: what the research on feedback warns of, found by rules.

The rules are data, one file a language (core/second_look). They only point things out: nothing here blocks
anybody, and nothing that is found is kept.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Concern(StrEnum):
    """In the order in which they are shown."""

    TRAIT = "trait"  # judges what somebody is, not what they did
    GENDERED = "gendered"  # words that are said of one gender far more often than of the other
    ABSOLUTE = "absolute"  # "always", "never"
    VAGUE = "vague"  # could mean anything
    NO_EXAMPLE = "no_example"
    NO_SUGGESTION = "no_suggestion"
    LONG = "long"


@dataclass(frozen=True, slots=True)
class Hint:
    """`found`: the words that gave rise to it, as they were typed; empty where something is missing."""

    concern: Concern
    found: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """Raised where `present` is found outside of `apart`; with `missing`, where that is not found at all."""

    concern: Concern
    present: re.Pattern[str] | None = None
    missing: re.Pattern[str] | None = None
    apart: re.Pattern[str] | None = None


@dataclass(frozen=True, slots=True)
class Rules:
    """What to look for in one language. `common` are the words by which a text is taken to be in it;
    `most_words` is how long it may get."""

    common: frozenset[str]
    most_words: int
    rules: tuple[Rule, ...]


_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
_CONCRETE = re.compile(r"https?://|#?\d|\"[^\"]{2,}\"|[“„«][^”“»]{2,}[”“»]")
"""A number, a link, somebody's own words: an example in any language."""

_COMMON_SHARE = 0.15
_SEPARATOR = r"[^\w.!?\n]+"
_GAP = rf"(?:{_SEPARATOR}[\w'-]+){{0,4}}?{_SEPARATOR}"


def speaks(text: str, rules: Rules) -> bool:
    """Whether the text is in the language of these rules, so far as its words tell."""
    words = _WORD.findall(_plain(text).casefold())
    known = sum(word in rules.common for word in words)
    return known > 0 and known / len(words) >= _COMMON_SHARE


def look_again(text: str, rules: Rules, *, quotes_a_message: bool = False) -> tuple[Hint, ...]:
    """What could be said better, one hint a concern. A quoted message is an example."""
    plain = _plain(text)
    concrete = quotes_a_message or _CONCRETE.search(plain) is not None
    hints = [
        hint
        for rule in rules.rules
        if not (rule.concern is Concern.NO_EXAMPLE and concrete)
        if (hint := _apply(rule, plain, text)) is not None
    ]
    if len(plain.split()) > rules.most_words:
        hints.append(Hint(Concern.LONG))
    order = list(Concern)
    return tuple(sorted(hints, key=lambda hint: order.index(hint.concern)))


def phrase_pattern(phrases: Sequence[str]) -> re.Pattern[str]:
    """One pattern for phrases as a data file writes them, whole words, in any case: "a/b" is either word, "…"
    up to four words of the same sentence, and a "*" at the end of a word any ending."""
    return re.compile("|".join(rf"\b{_phrase(phrase)}" for phrase in phrases), re.IGNORECASE)


def _phrase(phrase: str) -> str:
    made = ""
    joint = ""
    for token in phrase.split():
        if token == "…":  # noqa: S105  # no secret
            joint = _GAP
            continue
        made += joint + "(?:" + "|".join(_word(word) for word in token.split("/")) + ")"
        joint = _SEPARATOR
    return made


def _word(word: str) -> str:
    if word.endswith("*"):
        return rf"{re.escape(word[:-1])}[\w'-]*"
    return rf"{re.escape(word)}(?![\w'])"


def _apply(rule: Rule, plain: str, typed: str) -> Hint | None:
    if rule.missing is not None:
        return Hint(rule.concern) if rule.missing.search(plain) is None else None
    if rule.present is None:
        return None
    searched = rule.apart.sub(lambda match: "." * len(match[0]), plain) if rule.apart else plain
    match = rule.present.search(searched)
    return Hint(rule.concern, typed[match.start() : match.end()]) if match else None


def _plain(text: str) -> str:
    """The same text, sign for sign, with one kind of apostrophe."""
    return text.replace("’", "'").replace("‘", "'")
