"""The message catalogue is complete, and nothing in it is superfluous."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import pytest

from core.words import DEFAULT, Words, catalogue, languages, words_for

ROOT = Path(__file__).parents[2]
ROOMS = ("core", "handlers", "bot", "storage")
MESSAGES = catalogue(DEFAULT)
SENTENCES = {key: text for key, text in MESSAGES.items() if not key.startswith("-")}
COMPUTED = "[a-z0-9_-]+"
ERRORS = {"EverloopError", "NotAllowed", "NotFound", "TooLate", "Unavailable"}


@dataclass(frozen=True)
class Use:
    """A key in the code, as a regular expression where a part of it is computed; `facts` None: computed."""

    where: str
    key: str
    facts: frozenset[str] | None


@lru_cache
def sources() -> list[tuple[Path, ast.Module]]:
    paths = [path for room in ROOMS for path in sorted((ROOT / room).rglob("*.py"))]
    return [(path, ast.parse(path.read_text(encoding="utf-8"))) for path in paths]


def keys(node: ast.expr) -> Iterator[str]:
    match node:
        case ast.Constant(value=str(text)):
            yield re.escape(text)
        case ast.JoinedStr(values=parts):
            constants = (str(part.value) if isinstance(part, ast.Constant) else "" for part in parts)
            yield "".join(re.escape(text) or COMPUTED for text in constants)
        case ast.IfExp(body=body, orelse=orelse):
            yield from keys(body)
            yield from keys(orelse)
        case _:
            pass


def facts(call: ast.Call, name: str) -> frozenset[str] | None:
    if name != "Problem":
        names = [keyword.arg for keyword in call.keywords]
        return None if None in names else frozenset(map(str, names))
    given = [*call.args[2:], *(keyword.value for keyword in call.keywords)]
    if not given:
        return frozenset()
    match given[0]:
        case ast.Dict(keys=[*names]) if all(isinstance(one, ast.Constant) for one in names):
            return frozenset(str(one.value) for one in names if isinstance(one, ast.Constant))
        case _:
            return None


def uses() -> Iterator[Use]:
    for path, tree in sources():
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call):
                continue
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            at = 1 if name == "Problem" else 0
            if name.lstrip("_") in {"words", "Problem", *ERRORS} and len(node.args) > at:
                for key in keys(node.args[at]):
                    yield Use(f"{path.relative_to(ROOT)}:{node.lineno}", key, facts(node, name))


def placeholders(key: str) -> set[str]:
    return set(re.findall(r"\$([A-Za-z_]\w*)", SENTENCES[key]))


def matching(pattern: str) -> list[str]:
    return [key for key in SENTENCES if re.fullmatch(pattern, key)]


def test_every_key_in_the_code_is_in_the_catalogue() -> None:
    found = list(uses())
    assert len(found) > 40, "the code is not read as it should be"
    assert [f"{use.where}: {use.key}" for use in found if not matching(use.key)] == []


def test_every_sentence_gets_the_facts_it_needs() -> None:
    lacking = [
        f"{use.where}: {key} lacks {sorted(missing)}"
        for use in uses()
        if use.facts is not None and COMPUTED not in use.key
        for key in matching(use.key)
        if (missing := placeholders(key) - use.facts)
    ]
    assert lacking == []


def test_every_key_in_the_catalogue_is_used() -> None:
    written: set[str] = set()
    patterns = {use.key for use in uses()}
    for _, tree in sources():
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                written.add(node.value)
            if isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
                patterns |= {key for key in keys(node) if re.match(r"[a-z]+(\\-[a-z]+)*\\-", key)}
    used = written | {key for pattern in patterns for key in matching(pattern)}
    assert sorted(SENTENCES.keys() - used) == []


@pytest.mark.parametrize("key", sorted(SENTENCES))
def test_every_sentence_can_be_said(key: str) -> None:
    names = placeholders(key)
    words = Words(DEFAULT)
    chosen_by = set(re.findall(r"\$(\w+)\s*->", SENTENCES[key]))
    said: list[str] = []
    for number in (0, 1, 2, 7):
        text = words(key, **{name: number if name in chosen_by else f"<{name}>" for name in names})
        assert text.strip() == text
        assert text
        assert not re.search(r"[{}$]", text), "a placeholder is left over"
        said.append(text)
    for name in names - chosen_by:
        assert any(f"<{name}>" in text for text in said), f"{name} is never said"
    if names:
        with pytest.raises(KeyError):
            words(key)


def test_other_languages_translate_what_there_is() -> None:
    for language in languages() - {DEFAULT}:
        translated = catalogue(language)
        assert translated.keys() <= MESSAGES.keys()
        for key, text in translated.items():
            assert set(re.findall(r"\$(\w+)", text)) == set(re.findall(r"\$(\w+)", MESSAGES[key])), key


def test_a_language_we_do_not_have_is_english() -> None:
    for locale in ("en-US", "en_GB", "xx-XX", "tlh", ""):
        assert words_for(locale).language == DEFAULT
    with pytest.raises(KeyError):
        words_for("en")("no-such-key")
