### Talking about a feedback.

reply = Reply
reply-title = Reply
reply-edit-title = Edit your reply
reply-submit = Send
reply-save = Save
reply-label = Your reply
reply-placeholder = Ask back, say more, or say how it went
reply-note = Only you and { $other } will see this: nobody else who can read the feedback can read what you two say about it.
reply-not-saved = We couldn't save this just now. Nothing is lost: press the button again.
reply-edit = Edit
reply-delete = Delete
reply-delete-title = Delete this reply?
reply-delete-text = It goes away for both of you. It is kept out of sight, in case somebody reports a problem.
reply-delete-no = Keep it

message-reply = { $reader }, { $author } replied:
message-reply-own = You replied to { $other }:
message-reply-preview = { $author } replied to you on Everloop.
message-reply-own-preview = Your reply is on its way.
message-reply-only = Only you and { $other } can see this.
message-reply-edited = Edited
message-reply-unreachable = We couldn't tell { $other } by a message. They can read it when they open the feedback on Everloop.

thread-heading = *What you two said about it*
thread-line = { $author }, { $day }
thread-line-edited = { $author }, { $day }, edited
thread-line-deleted = { $author }, { $day }, deleted since
thread-more = Earlier replies stand in your messages with Everloop.

error-reply-gone = This reply isn't here any more, or it isn't yours to change.
error-reply-left = They aren't here any more, so a reply wouldn't reach them.
