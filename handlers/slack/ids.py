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
    ASK = "requests.ask"


class Event(StrEnum):
    HOME_OPENED = "app_home_opened"
    PERSON_CHANGED = "user_change"
    PERSON_JOINED = "team_join"


class Modal(StrEnum):
    """callback_id of the modals."""

    GIVE = "feedback.give.submit"
    SECOND_LOOK = "feedback.second_look.submit"
    TAGS = "tags.submit"
    DETAIL = "feedback.detail"
    EDIT = "feedback.edit.submit"
    REPLY = "replies.write.submit"
    REPORT = "reports.make.submit"
    REPORT_DETAIL = "reports.detail"
    LIST = "feedback.list"
    SEARCH = "feedback.search.submit"
    FOUND = "feedback.found"
    TEAM = "team.list"
    TEAM_REPORT = "team.report"
    NOTE_WRITE = "notes.write.submit"
    NOTE_DETAIL = "notes.detail"
    MANAGER = "people.manager.submit"
    SETUP = "people.setup.submit"
    ATTENTION = "attention.submit"
    ASK = "requests.ask.submit"
    ANSWER = "requests.answer.submit"
    PUT_OFF = "requests.put_off.submit"
    DECLINE = "requests.decline.submit"
    REQUEST = "requests.detail"
    REQUESTS = "requests.list"
    REQUEST_EXTEND = "requests.extend.submit"
    REQUEST_ADD = "requests.add.submit"
    NOTE = "note"


class Block(StrEnum):
    """block_id of the inputs: values typed into them survive an update of the view."""

    RECIPIENTS = "feedback.recipients"
    KIND = "feedback.kind"
    TEXT = "feedback.text"
    VISIBILITY = "feedback.visibility"
    GIVE_CHANNEL = "feedback.channel"
    TEMPLATE = "feedback.template"
    PART = "feedback.part"  # and the name of the part: a field of a template
    TAGS = "feedback.tags"
    TAG_VALUES = "tags.values"
    TAG_SKILLS = "tags.skills"
    NOTE = "notes.text"  # and a number, which grows when the proposed text is replaced
    NOTE_PERIOD = "notes.period"
    SEARCH_TEXT = "feedback.search.text"
    SEARCH_PART = "feedback.search.part"
    SEARCH_PERSON = "feedback.search.person"
    SEARCH_KIND = "feedback.search.kind"
    SEARCH_TAG = "feedback.search.tag"
    SEARCH_SINCE = "feedback.search.since"
    SEARCH_UNTIL = "feedback.search.until"
    REPLY = "replies.text"
    REASON = "reports.reason"
    PAUSE = "reports.pause"
    ASK_PEOPLE = "requests.people"
    ASK_BUSY = "requests.busy"
    ASK_ABOUT = "requests.about"
    ASK_TEMPLATE = "requests.template"
    ASK_QUESTION = "requests.question"  # and a number, which grows when a template changes the text
    ASK_DUE = "requests.due"
    ASK_SEEN = "requests.seen"
    ANSWER = "requests.answer"
    PUT_OFF = "requests.put_off"
    DECLINE_REASON = "requests.decline.reason"
    MANAGER = "people.manager"
    AUDIENCE = "people.audience"
    GROUP = "people.group"
    CHANNEL = "people.channel"
    GUESTS = "people.guests"
    PEOPLE_ADMINS = "people.people_admins"
    ATTENTION_WORK = "attention.work"
    ATTENTION_HOUR = "attention.hour"
    ATTENTION_REMINDERS = "attention.reminders"


class Action(StrEnum):
    """action_id of inputs and buttons."""

    GIVE_RECIPIENTS = "feedback.give.recipients"
    GIVE_KIND = "feedback.give.kind"
    GIVE_TEXT = "feedback.give.text"
    GIVE_VISIBILITY = "feedback.give.visibility"
    GIVE_CHANNEL = "feedback.give.channel"
    GIVE_TEMPLATE = "feedback.give.template"
    GIVE_PART = "feedback.give.part"
    GIVE_TAGS = "feedback.give.tags"

    FORM_OPEN = "feedback.form.open"
    FEEDBACK_OPEN = "feedback.open"
    FEEDBACK_THANK = "feedback.thank"
    FEEDBACK_SHARE = "feedback.share"
    SUBMISSION_OPEN = "feedback.submission.open"
    SUBMISSION_UNDO = "feedback.submission.undo"
    SUBMISSION_EDIT = "feedback.submission.edit"
    SUBMISSION_WITHDRAW = "feedback.submission.withdraw"
    EDIT_TEXT = "feedback.edit.text"

    REPLY_WRITE = "replies.write"
    REPLY_EDIT = "replies.edit"
    REPLY_DELETE = "replies.delete"
    REPLY_TEXT = "replies.write.text"

    REPORT_MAKE = "reports.make"
    REPORT_REASON = "reports.make.reason"
    REPORT_PAUSE = "reports.make.pause"
    REPORT_OPEN = "reports.open"
    REPORT_HANDLE = "reports.handle"
    PAUSE_END = "reports.pause.end"

    ASK_OPEN = "requests.ask.open"
    ASK_PEOPLE = "requests.ask.people"
    ASK_BUSY = "requests.ask.busy"
    ASK_ABOUT = "requests.ask.about"
    ASK_TEMPLATE = "requests.ask.template"
    ASK_QUESTION = "requests.ask.question"
    ASK_DUE = "requests.ask.due"
    ASK_SEEN = "requests.ask.seen"
    ANSWER_OPEN = "requests.answer.open"
    ANSWER_TEXT = "requests.answer.text"
    PUT_OFF_OPEN = "requests.put_off.open"
    PUT_OFF_UNTIL = "requests.put_off.until"
    DECLINE_OPEN = "requests.decline.open"
    DECLINE_REASON = "requests.decline.reason"
    REQUEST_OPEN = "requests.open"
    REQUEST_REMIND = "requests.remind"
    REQUEST_EXTEND = "requests.extend"
    REQUEST_ADD = "requests.add"
    REQUEST_ADD_PEOPLE = "requests.add.people"
    REQUEST_CANCEL = "requests.cancel"
    REQUESTS_OPEN = "requests.list.open"
    REQUESTS_OLDER = "requests.list.older"
    REQUESTS_NEWER = "requests.list.newer"

    LIST_RECEIVED = "feedback.list.received"
    LIST_GIVEN = "feedback.list.given"
    LIST_SHARED = "feedback.list.shared"
    LIST_OLDER = "feedback.list.older"
    LIST_NEWER = "feedback.list.newer"

    SEARCH_OPEN = "feedback.search.open"
    SEARCH_TEXT = "feedback.search.text"
    SEARCH_PART = "feedback.search.part"
    SEARCH_PERSON = "feedback.search.person"
    SEARCH_KIND = "feedback.search.kind"
    SEARCH_TAG = "feedback.search.tag"
    SEARCH_SINCE = "feedback.search.since"
    SEARCH_UNTIL = "feedback.search.until"
    FOUND_OLDER = "feedback.found.older"
    FOUND_NEWER = "feedback.found.newer"

    TEAM_OPEN = "team.open"
    TEAM_LOOK = "team.look"
    TEAM_CHART = "team.chart"
    TEAM_OLDER = "team.older"
    TEAM_NEWER = "team.newer"
    NOTE_WRITE = "notes.write"
    NOTE_PERIOD = "notes.period"
    NOTE_TEXT = "notes.write.text"
    NOTE_OPEN = "notes.open"
    NOTE_EDIT = "notes.edit"
    NOTE_SHARE = "notes.share"
    NOTE_DISCARD = "notes.discard"

    OWN_DATA_SEND = "own_data.send"

    HOME_OLDER = "home.older"
    HOME_NEWER = "home.newer"

    ATTENTION_OPEN = "attention.open"
    ATTENTION_WORK = "attention.work.choose"
    ATTENTION_HOUR = "attention.hour.choose"
    ATTENTION_REMINDERS = "attention.reminders.choose"

    DRAFT_OPEN = "drafts.open"
    DRAFT_DISCARD = "drafts.discard"

    MANAGER_CHOOSE = "people.manager.choose"
    MANAGER_PICK = "people.manager.pick"
    MANAGER_REMOVE = "people.manager.remove"
    MANAGER_CONFIRM = "people.manager.confirm"
    MANAGER_DECLINE = "people.manager.decline"

    TAGS_OPEN = "tags.open"
    TAGS_VALUES = "tags.values"
    TAGS_SKILLS = "tags.skills"

    SETUP_OPEN = "people.setup.open"
    SETUP_AUDIENCE = "people.setup.audience"
    SETUP_GROUP = "people.setup.group"
    SETUP_CHANNEL = "people.setup.channel"
    SETUP_GUESTS = "people.setup.guests"
    SETUP_PEOPLE_ADMINS = "people.setup.people_admins"
