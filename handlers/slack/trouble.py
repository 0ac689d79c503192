"""When something goes wrong: the person reads a sentence they can act on, at the place where they acted.

What is expected (an EverloopError) says itself what to do. What isn't is logged with the correlation id, and
the person is shown that id. Neither ever becomes an exception for Slack.
"""

import asyncio
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import asynccontextmanager

import structlog

from core.domain.errors import EverloopError, InvalidForm, Problem, Unavailable
from core.words import Words
from handlers.slack.calls import CALL_FAILURES, Call, reason_of
from handlers.slack.ids import Block
from handlers.slack.markup import escape
from handlers.slack.payloads import list_at, text_at
from handlers.slack.views.note import note_modal
from handlers.slack.views.parts import plain, section

SAVE_WITHIN = 2.0
"""Seconds: Slack waits three for an answer, and the answer must still travel."""

FIELDS: Mapping[str, Block] = {
    "recipients": Block.RECIPIENTS,
    "text": Block.TEXT,
    "visibility": Block.VISIBILITY,
    "channel": Block.GIVE_CHANNEL,
    "tags": Block.TAGS,
    "values": Block.TAG_VALUES,
    "skills": Block.TAG_SKILLS,
    "reply": Block.REPLY,
    "reason": Block.REASON,
    "people": Block.ASK_PEOPLE,
    "about": Block.ASK_ABOUT,
    "question": Block.ASK_QUESTION,
    "due_on": Block.ASK_DUE,
    "search_person": Block.SEARCH_PERSON,
    "search_until": Block.SEARCH_UNTIL,
    "manager": Block.MANAGER,
    "source": Block.GROUP,
    "people_admins": Block.PEOPLE_ADMINS,
}
"""The domain's name for a field → the input that shows what is wrong with it."""

_log = structlog.stdlib.get_logger(__name__)


@asynccontextmanager
async def in_time() -> AsyncGenerator[None]:
    """A change that has to be committed before Slack stops waiting. Raises Unavailable when it takes too
    long; doing the same again is safe."""
    try:
        async with asyncio.timeout(SAVE_WITHIN):
            yield
    except TimeoutError:
        raise Unavailable("not-now") from None


async def show_trouble(call: Call, error: Exception) -> None:
    """Tells the person, wherever there is a place to. Raises nothing."""
    words = call.words_at_hand
    sentence = _sentence(call, words, error)
    try:
        if call.is_submission and not call.acknowledged:
            await _at_the_form(call, words, error, sentence)
        elif call.asks_for_options:
            await call.acknowledge({"options": []})
        else:
            await call.acknowledge()
            await say(call, words, sentence)
    except Exception as another:
        _log.exception("slack.trouble_not_shown", error=type(another).__name__)


def _sentence(call: Call, words: Words, error: Exception) -> str:
    if isinstance(error, EverloopError):
        _log.info("slack.refused", key=error.key)
        return words.error(error)
    if isinstance(error, CALL_FAILURES):
        _log.warning("slack.call_failed", error=reason_of(error))
        return words("not-now")
    _log.error("slack.failed", error=type(error).__name__, exc_info=error)
    return words("failed", id=call.correlation_id)


async def say(call: Call, words: Words, sentence: str) -> None:
    """A sentence for this person only: beside what they pressed, else as a small modal."""
    if await call.tell(escape(sentence), [section(plain(sentence))]):
        return
    if call.trigger_id:
        await call.show(note_modal(words, sentence), push=call.in_modal)


async def _at_the_form(call: Call, words: Words, error: Exception, sentence: str) -> None:
    inputs = input_blocks(call)
    if not inputs:
        await call.acknowledge({"response_action": "update", "view": note_modal(words, sentence)})
        return
    problems = error.problems if isinstance(error, InvalidForm) else ()
    errors = field_errors(words, problems, inputs) or {inputs[0]: sentence}
    await call.acknowledge({"response_action": "errors", "errors": errors})


def input_blocks(call: Call) -> list[str]:
    """block_id of the inputs of the view that was submitted: only there can Slack show an error."""
    blocks = list_at(call.view, "blocks")
    return [text_at(block, "block_id") for block in blocks if text_at(block, "type") == "input"]


def field_errors(
    words: Words,
    problems: Sequence[Problem],
    inputs: Sequence[str],
    fields: Mapping[str, Block] = FIELDS,
) -> dict[str, str]:
    """block_id → what is wrong there; several things stand one after the other. What belongs to no input of
    this form stands at its first."""
    errors: dict[str, str] = {}
    for problem in problems:
        place = _place(fields.get(problem.field), inputs)
        sentence = words(problem.key, **problem.facts)
        errors[place] = f"{errors[place]} {sentence}" if place in errors else sentence
    return errors


def _place(block: Block | None, inputs: Sequence[str]) -> str:
    """Where the input stands: some have a number after their name."""
    if block is None:
        return inputs[0]
    return next((one for one in inputs if one == block or one.startswith(f"{block}.")), inputs[0])
