"""The names by which Slack and we mean the same thing: shared by builders, listeners, forms and the manifest.

A name that stands in messages already sent must keep its meaning; what changes it gets a new name.
"""

from enum import StrEnum


class Command(StrEnum):
    """Slash commands, as they are called without a prefix."""

    FEEDBACK = "/feedback"


class Shortcut(StrEnum):
    GIVE = "feedback.give"
    GIVE_ON_MESSAGE = "feedback.give_on_message"


class Event(StrEnum):
    HOME_OPENED = "app_home_opened"
    PERSON_CHANGED = "user_change"
    PERSON_JOINED = "team_join"


class Modal(StrEnum):
    """callback_id of the modals."""

    GIVE = "feedback.give.submit"
    DETAIL = "feedback.detail"
    LIST = "feedback.list"
    MANAGER = "people.manager.submit"
    SETUP = "people.setup.submit"
    NOTE = "note"


class Block(StrEnum):
    """block_id of the inputs: values typed into them survive an update of the view."""

    RECIPIENTS = "feedback.recipients"
    KIND = "feedback.kind"
    TEXT = "feedback.text"
    VISIBILITY = "feedback.visibility"
    MANAGER = "people.manager"
    AUDIENCE = "people.audience"
    GROUP = "people.group"
    CHANNEL = "people.channel"
    GUESTS = "people.guests"
    PEOPLE_ADMINS = "people.people_admins"


class Action(StrEnum):
    """action_id of inputs and buttons."""

    GIVE_RECIPIENTS = "feedback.give.recipients"
    GIVE_KIND = "feedback.give.kind"
    GIVE_TEXT = "feedback.give.text"
    GIVE_VISIBILITY = "feedback.give.visibility"

    FORM_OPEN = "feedback.form.open"
    FEEDBACK_OPEN = "feedback.open"
    FEEDBACK_THANK = "feedback.thank"
    FEEDBACK_SHARE = "feedback.share"
    SUBMISSION_OPEN = "feedback.submission.open"
    SUBMISSION_UNDO = "feedback.submission.undo"

    LIST_RECEIVED = "feedback.list.received"
    LIST_GIVEN = "feedback.list.given"
    LIST_SHARED = "feedback.list.shared"
    LIST_OLDER = "feedback.list.older"
    LIST_NEWER = "feedback.list.newer"

    HOME_OLDER = "home.older"
    HOME_NEWER = "home.newer"

    DRAFT_OPEN = "drafts.open"
    DRAFT_DISCARD = "drafts.discard"

    MANAGER_CHOOSE = "people.manager.choose"
    MANAGER_PICK = "people.manager.pick"
    MANAGER_REMOVE = "people.manager.remove"
    MANAGER_CONFIRM = "people.manager.confirm"
    MANAGER_DECLINE = "people.manager.decline"

    SETUP_OPEN = "people.setup.open"
    SETUP_AUDIENCE = "people.setup.audience"
    SETUP_GROUP = "people.setup.group"
    SETUP_CHANNEL = "people.setup.channel"
    SETUP_GUESTS = "people.setup.guests"
    SETUP_PEOPLE_ADMINS = "people.setup.people_admins"
