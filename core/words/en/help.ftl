### /feedback help, and what stands in the way of a command.

help-preview = How to use { $command }
help-intro = *Everloop holds feedback between colleagues.* It goes to the people you choose, and you see in the form who can read it.
help-examples = Try one of these:
help-give = gives feedback, with the form filled in
help-give-example = { $command } @sam Great review of the parser
help-empty = opens the form empty
help-request = asks Sam for feedback
help-request-example = { $command } request @sam about the launch
help-requests = shows what you asked, and who has answered
help-list = shows what you have received and given
help-search-example = { $command } search parser review
help-search = finds feedback with these words in it
help-help = shows this help
help-line = `{ $example }`  { $does }
help-not-understood = We weren't sure what to do with this:
help-open-with-text = Open the form with this text
help-elsewhere = You can also choose “Give feedback” among the shortcuts, or “Give feedback on this message” in a message's menu.

form-not-opened = The form couldn't be opened in time. Nothing is lost: the button opens it, with everything you typed.
out-of-date = This button or form is out of date, or isn't meant for you. Please start again from Everloop's Home tab.
note-title = Everloop
failed = Something went wrong on our side. It has been noted as { $id }; if it happens again, tell whoever runs Everloop here that number.
not-now = That didn't work just now. Nothing was changed: please try again in a moment.
press-again = That took too long, so nothing could be shown. Please press it again.
