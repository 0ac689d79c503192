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
