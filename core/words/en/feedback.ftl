### Giving feedback, and reading it.

## The form

give-title = Give feedback
give-submit = Send
cancel = Cancel
close = Close
give-recipients = For whom
give-recipients-hint = Up to ten people. Each gets a copy of their own and isn't told who else got one.
give-recipients-placeholder = Choose people
give-kind = Kind
kind-praise = Praise
kind-praise-hint = Something to keep doing
kind-suggestion = Suggestion
kind-suggestion-hint = Something to try or to change
give-text = Your feedback
give-text-placeholder = What did they do, and what came of it?
give-visibility = Who can see this
visibility-recipient = Only them
visibility-manager = Them and their manager
visibility-manager-named = Them and their manager: { $managers }
visibility-managers-named = Them and their managers: { $managers }
visibility-manager-later = The manager is named here once you have chosen for whom
visibility-managers-many =
    { $count ->
        [one] One manager, named below
       *[other] { $count } managers, named below
    }
visibility-manager-none = We know of no manager, so only they will see it
visibility-manager-some = Where no manager is known, only they will see it
give-managers = Managers: { $pairs }
manager-of = { $manager } for { $person }
manager-of-nobody = nobody for { $person }
give-note-share = They can share it later on: their copy has a button “Share with my manager”.
give-note-quote = The quoted message goes to the people you choose, and to nobody else.
give-not-found =
    { $count ->
        [one] We couldn't find anyone called { $names }. Please choose for whom this is.
       *[other] We couldn't find these people: { $names }. Please choose for whom this is.
    }
give-managers-changed = Please look at “Who can see this” again: the manager who would see this is another than the form said. Then press Send again.
give-not-saved = We couldn't save this just now. Nothing is lost: press Send again.
give-too-long = Only the first { $most } characters fit into the form. Here is everything you typed:
quote-link = The message
quote-intro = About this message by { $author }:

## One feedback

detail-title = Feedback
detail-from-for = { $kind ->
    [praise] Praise from { $author } for { $recipient }
    [answer] An answer from { $author }, about { $recipient }
   *[suggestion] A suggestion from { $author } for { $recipient }
}
detail-who-can-see = Who can see this: { $people }.
you = you
detail-thanked = { $recipient } said thanks.
detail-you-thanked = You said thanks.
detail-unreachable = { $recipient } couldn't be told by a message. It is in their list on Everloop all the same.
detail-held = It goes out at { $time }.
detail-undone = You took this back. Nobody got it.
detail-sent = Sent { $day }.
say-thanks = Say thanks
share-with-manager = Share with my manager
share-title = Share with { $manager }?
share-text = { $manager } will be able to read this feedback, and { $author } will see that. This can't be taken back.
share-yes = Share
share-no = Don't share
open = Open
view = View
undo = Undo
give-feedback = Give feedback

## Names

someone-who-left = Someone who left
someone = someone
names-and = { $first } and { $last }
quote-without-text = (a message without text)
