### Reporting a problem to the people team's admins.

report = Report a problem
report-title = Report a problem
report-submit = Send
report-intro = About what { $about } wrote to you.
report-label = What is wrong?
report-placeholder = Say what happened, as far as you like
report-pause-label = Messages
report-pause = Pause messages from { $about }
report-pause-hint = Their feedback and replies stay on Everloop for you to open; no message tells you of them. On Home you can end this.
report-note = Who will see this, for the people team: { $admins }. They will see the feedback, what it said before it was edited, and the replies. { $about } isn't told.
report-admins-changed = The people team's admins have changed. Please look at who will see this, and press Send again.
report-not-saved = We couldn't save this just now. Nothing is lost: press Send again.

message-report = { $reporter } reported a problem with what { $about } wrote.
message-report-preview = A problem was reported on Everloop.
message-report-who = Who can see this, for the people team: { $admins }. { $about } isn't told.
message-report-open = Open the report
message-report-handled = { $admin } has looked into it.
message-report-handle = It's been looked into
message-reported = Your report reached { $admins }. { $about } isn't told.
message-reported-preview = Your report has arrived.
message-reported-handled = Your report about what { $about } wrote: { $admin } has looked into it.
message-reported-paused = You get no messages from { $about }. On Everloop's Home tab you can end this.

report-detail-title = A report
report-reason = *What { $reporter } says*
report-feedback = *The feedback*
report-withdrawn = It was withdrawn.
report-versions = *What it said before*
report-thread = *What they said about it*
report-audit = That you opened this has been written down.

paused-section = Paused
paused-line = You get no messages about what { $person } writes to you.
paused-end = Get them again

error-report-nobody = No people team's admin could be told of this: none is named, or only one of you two is.
error-report-gone = This report isn't here any more, or it isn't yours to see.
