### What Everloop tells people in messages.

message-received = { $kind ->
    [praise] { $author } gave you praise
    [answer] { $author } answered
   *[suggestion] { $author } has a suggestion for you
}
message-received-preview = { $kind ->
    [praise] { $author } gave you praise on Everloop.
    [answer] { $author } answered you on Everloop.
   *[suggestion] { $author } has a suggestion for you on Everloop.
}
message-who-can-see = Who can see this: { $people }.
message-you-said-thanks = You said thanks.
message-for-manager = { $kind ->
    [praise] { $author } gave { $recipient } praise
    [answer] { $author } answered a question about { $recipient }
   *[suggestion] { $author } has a suggestion for { $recipient }
}
message-for-manager-preview = There is feedback for { $recipient } that you can read.
message-for-manager-why = You can read this as the manager of { $recipient }; both of them know that.
message-shared-why = { $recipient } shared this with you.

message-held = Your feedback for { $people } is on its way.
message-held-undo = Until { $time } you can undo it; until then nobody gets it.
message-sent = Your feedback for { $people } was sent.
message-undone = You took back your feedback for { $people }. Nobody got it.
message-undone-draft = What you typed is kept as a draft on the Home tab, until you send or discard it.
message-preview-held = Your feedback is on its way.
message-preview-sent = Your feedback was sent.
message-preview-undone = You took back your feedback. Nobody got it.

message-thanked = { $recipient } says thanks for your feedback.
message-undeliverable = We couldn't tell { $recipient } about your feedback: no message reaches them at the moment. It is kept in their list on Everloop, in case they come back.
message-undeliverable-preview = Your feedback couldn't be delivered by a message.

message-manager-proposed = { $person } named you as their manager on Everloop. Is that right?
message-manager-proposed-note = Saying yes shows you nothing they have received so far. You'll read only what names you when it is sent, and what they share with you.
message-manager-confirmed-by-you = You said that you are { $person }'s manager.
message-manager-declined-by-you = You said that you aren't { $person }'s manager.
message-manager-confirmed = { $manager } confirmed that they are your manager.
message-manager-declined = { $manager } says that they aren't your manager. You can choose somebody else on the Home tab.
manager-yes = Yes, I'm their manager
manager-no = No

message-draft-kept = Your form couldn't be opened in time, but what you typed is kept. The button opens it again, with everything in it.
message-draft-used = Your form couldn't be opened in time. What you typed has been sent or discarded since.
open-the-form = Open the form
