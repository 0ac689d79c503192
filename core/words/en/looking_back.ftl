### Looking back: finding feedback again.

search = Search and filter
search-title = Search your feedback
search-text = Words in it
search-text-hint = parser review
search-text-help = Whole words, in any order. All of them must be in it.
search-part = Which
search-part-any = All of it
search-part-received = What I received
search-part-given = What I gave
search-part-asked = Answers to what I asked
search-part-shared = Shared with me
search-person = From or to
search-kind = Kind
search-kind-any = Every kind
search-kind-praise = Praise
search-kind-suggestion = Suggestions
search-kind-answer = Answers
search-tag = Value or skill
search-tag-any = Doesn't matter
search-since = From this day on
search-until = Up to this day
search-submit = Search
search-change = Change the search
search-all = Show everything
search-what = *Found:* { $filters }
search-what-everything = *All you can read*
search-said-person = with { $person }
search-said-about = about { $person }
search-said-since = from { $date } on
search-said-until = up to { $date }
search-none = Nothing found. Fewer words, or a longer time, will find more.
error-search-person = Everloop doesn't know this person.
error-search-until = The last day comes before the first one.

## My data

own-data = My data
own-data-title = Get all your data?
own-data-text = Everloop sends you a message with everything about you and by you, in two files: JSON, and a table (CSV). Only you can see it.
own-data-yes = Send it to me
own-data-no = Not now
own-data-coming = It's on its way: Everloop will send you a message with two files in a moment.
message-own-data = This is everything about you and by you that Everloop keeps: all of it as JSON, and the texts as a table (CSV).

## A manager's team, and notes for a talk

team = Your team
team-text = What you can read about the people who report to you, and notes for your next talk with each.
team-open = Look back with your team
team-note = You see what was shared with you, what you wrote, and the answers to what you asked. Nothing else.
team-look-back = Look back
team-none = Nobody reports to you on Everloop yet. People name their manager on their Home tab.
team-more = …and { $count } more. Search for them by name in “Search and filter”.
team-about-title = Looking back
team-about = *What you can read about { $person }*
team-about-none = Nothing yet. What they share with you, and what you write to them, is kept here.
notes = Notes for our talk
notes-title = Notes for our talk
notes-yours = Your notes
notes-line = Notes of { $day } · only you can see them
notes-line-shared = Notes of { $day } · shared
notes-intro = Notes for your talk with { $person }. This is a start: keep what helps, and write what you want to talk about.
notes-period = *What was said in*
notes-period-month = the last month
notes-period-quarter = the last three months
notes-period-half_year = the last half year
notes-period-year = the last year
notes-kept = You have changed the text, so it stays as it is. Empty it and choose again to start anew.
notes-text = Notes
notes-save = Save
notes-private = Only you can see these notes, until you share them with { $person }.
notes-not-saved = We couldn't save this just now. Nothing is lost: press Save again.
notes-about = Notes for a talk with { $person }, by { $author }
notes-shared = Shared with { $person } { $day }.
notes-updated = Last changed { $day }.
notes-edit = Edit
notes-share-with = Share with { $person }
notes-share-title = Share with { $person }?
notes-share-text = { $person } gets these notes as a message, and sees what you change in them later. This can't be taken back.
notes-share = Share
notes-share-no = Not now
notes-discard = Discard
notes-discard-title = Discard these notes?
notes-discard-text = They will be gone.
notes-discarded = The notes are gone.
notes-text-title = Talk with { $person }
notes-text-span = { $since } to { $until }
notes-text-others = What colleagues said
notes-text-yours = What I said
notes-text-line = • { $kind ->
    [praise] Praise
    [answer] An answer
   *[suggestion] A suggestion
} from { $author }, { $date }: { $text }
notes-text-line-yours = • { $kind ->
    [praise] Praise
    [answer] An answer
   *[suggestion] A suggestion
}, { $date }: { $text }
notes-text-nothing = Nothing was said in this time that you can read.
notes-text-more = …and { $count } more
notes-text-talk = What I want to talk about
message-note = { $author } shared notes for your talk with you:
message-note-preview = { $author } shared notes for your talk with you
message-note-only = Only you and { $author } can see this.
message-note-edited = Changed { $day }.
error-team-gone = That isn't open to you: only somebody's confirmed manager can look back on them here.
error-note-gone = These notes aren't there any more, or aren't meant for you.
error-note-changed = These notes were changed elsewhere meanwhile. Open them again.
error-note-shared = These notes are shared already, so they stay.

## A team over time

chart = Our year as a picture
chart-coming = It's on its way: Everloop will send you a message with the picture in a moment.
chart-title = Feedback about your team that you can read, by month
chart-month = { $month ->
    [1] Jan
    [2] Feb
    [3] Mar
    [4] Apr
    [5] May
    [6] Jun
    [7] Jul
    [8] Aug
    [9] Sep
    [10] Oct
    [11] Nov
   *[12] Dec
}
chart-alt-month = { $month } { $year }: { $praise } praise, { $suggestion } suggestions, { $answer } answers.
chart-alt-rest = None in the other months.
message-chart = Your team's last twelve months: what you can read about all of them together, and nothing by person.
error-chart-nothing = There is nothing to draw yet: nothing was said about your team in the last year that you can read.
