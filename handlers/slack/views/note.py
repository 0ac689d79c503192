"""A sentence that stands alone."""

from core.words import Words
from handlers.slack.ids import Modal
from handlers.slack.payloads import Json
from handlers.slack.views.parts import modal, plain, section


def note_modal(words: Words, sentence: str) -> Json:
    return modal(
        words("note-title"), [section(plain(sentence))], callback_id=Modal.NOTE, close=words("close")
    )
