"""The words of a text, for finding it again: whole words, in any script, the same for what is stored and for
what is looked for.

Words are compared without case, width and accents. Scripts that put no spaces between words are taken apart
into single characters and pairs, so that a part of a sentence is found.
"""

import unicodedata
from itertools import groupby

MAX_LOOKED_FOR = 8
"""So many words of a search count: more make it slower, and hardly narrower."""

_NO_SPACES = (
    "CJK UNIFIED",
    "CJK COMPATIBILITY IDEOGRAPH",
    "HIRAGANA",
    "KATAKANA",
    "THAI",
    "LAO ",
    "KHMER",
    "MYANMAR",
)
_ACCENTS = range(0x0300, 0x0370)  # on Latin, Greek and Cyrillic letters; marks of other scripts are letters


def words_in(text: str) -> frozenset[str]:
    """All by which the text is found."""
    return frozenset(part for run in _runs(text) for part in (*_pairs(run), *_letters(run)))


def words_looked_for(text: str) -> tuple[str, ...]:
    """What a text that is found must all have, each once, in the order they were typed."""
    parts = (part for run in _runs(text) for part in (_pairs(run) or [run]))
    return tuple(dict.fromkeys(parts))[:MAX_LOOKED_FOR]


def _runs(text: str) -> list[str]:
    """Words; and what of a sentence stands together without spaces."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    kept = unicodedata.normalize("NFC", "".join(c for c in plain if ord(c) not in _ACCENTS))
    return ["".join(run) for kind, run in groupby(kept, _kind) if kind]


def _kind(character: str) -> int:
    """0: between words. 1: of a word. 2: of a script without spaces."""
    if unicodedata.category(character)[0] not in "LNM":
        return 0
    return 2 if character > "\u0e00" and unicodedata.name(character, "").startswith(_NO_SPACES) else 1


def _pairs(run: str) -> list[str]:
    if _kind(run[0]) == 1:
        return [run]
    return [run[at : at + 2] for at in range(len(run) - 1)]


def _letters(run: str) -> list[str]:
    return list(run) if _kind(run[0]) == 2 else []
