"""The message catalogue: every word that people see, by key, in their language.

The words stand in Fluent files, `core/words/<language>/<station>.ftl`. Another language is another folder;
what it lacks is taken from English.
"""

from functools import lru_cache
from importlib.resources import files

from fluent.runtime import FluentBundle, FluentResource
from fluent.syntax import FluentParser, ast

from core.domain.errors import EverloopError, Fact

DEFAULT = "en"


class Words:
    """Sentences in one language. `words("feedback-give-title")`, `words("feedback-from", author="Dana")`."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._bundles = [_bundle(tag) for tag in dict.fromkeys((language, DEFAULT))]

    def __call__(self, key: str, **facts: Fact) -> str:
        """The sentence for a key. A key that no file has is a fault of the program: KeyError."""
        for bundle in self._bundles:
            if bundle.has_message(key) and (pattern := bundle.get_message(key).value) is not None:
                text, errors = bundle.format_pattern(pattern, dict(facts))
                if errors:
                    raise KeyError(f"{key}: {errors}")
                return str(text)
        raise KeyError(key)

    def error(self, error: EverloopError) -> str:
        return self(error.key, **error.facts)


@lru_cache
def words_for(locale: str) -> Words:
    """The words for a locale such as "de-DE" or "en_US": its language where we have it, else English."""
    language = locale.replace("_", "-").split("-")[0].lower()
    return Words(language if language in languages() else DEFAULT)


@lru_cache
def languages() -> frozenset[str]:
    return frozenset(
        folder.name
        for folder in files(__name__).iterdir()
        if folder.is_dir() and not folder.name.startswith("_")
    )


def catalogue(language: str) -> dict[str, str]:
    """All messages of a language by key, as they stand in the files: for the tests that prove it complete."""
    parser = FluentParser(with_spans=True)
    messages: dict[str, str] = {}
    for source in _sources(language):
        for entry in parser.parse(source).body:
            if isinstance(entry, ast.Junk):
                raise ValueError(f"not a sentence in {language}: {entry.content}")
            if isinstance(entry, ast.Message | ast.Term) and entry.span is not None:
                key = f"-{entry.id.name}" if isinstance(entry, ast.Term) else entry.id.name
                if key in messages:
                    raise ValueError(f"{key} stands twice in {language}")
                messages[key] = source[entry.span.start : entry.span.end]
    return messages


def _sources(language: str) -> list[str]:
    folder = files(__name__).joinpath(language)
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".ftl"))
    return [folder.joinpath(name).read_text(encoding="utf-8") for name in names]


@lru_cache
def _bundle(language: str) -> FluentBundle:
    bundle = FluentBundle([language], use_isolating=False)
    for source in _sources(language):
        bundle.add_resource(FluentResource(source))
    return bundle
