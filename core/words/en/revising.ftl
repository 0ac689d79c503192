### Changing one's mind about what was sent.

edit = Edit
withdraw = Withdraw
withdraw-title = Withdraw this feedback?
withdraw-text = Whoever got it can't read it any more, and what was said about it goes too. They see that you withdrew it. This can't be taken back.
withdraw-no = Keep it
edit-title = Edit your feedback
edit-submit = Save
edit-note = { $people } will see that it was edited. What it said before is kept out of sight, in case somebody reports a problem.
edit-not-saved = We couldn't save this just now. Nothing is lost: press Save again.

message-edited = Edited { $day }
message-edit-until = You can edit or withdraw it until { $time }.
message-withdrawn = { $author } withdrew this feedback, so it can't be read any more.
message-withdrawn-by-you = You withdrew your feedback for { $people }. Nobody can read it any more.
message-preview-withdrawn = Feedback was withdrawn.

detail-edited = Edited { $day }.
detail-withdrawn = You withdrew this. Nobody can read it any more.
detail-versions = *What it said before*
detail-version = Until { $time }

error-edit-late = The time to edit this is over, or it was withdrawn. To add something, give new feedback.
error-withdraw-late = The time to withdraw this is over.
