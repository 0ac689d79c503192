### Reminders, and the daily digest.

attention-section = When Everloop writes to you
attention-at-once = Requests, reminders and questions come as they arise.
attention-digest = Requests, reminders and questions come once a working day, in one message at { $hour }.
attention-reminders-on = Everloop reminds you of what is due.
attention-reminders-off = Everloop's own reminders are paused.
attention-always = Feedback, thanks and replies come at once. Slack's do-not-disturb keeps them silent.
attention-change = Reminders and digest
attention-title = Reminders and digest
attention-submit = Save
attention-work = Requests, reminders and questions come
attention-work-at-once = As they arise
attention-work-digest = Once a day, as a digest in one message
attention-hour = The digest comes at
attention-hour-hint = On working days, in your own time zone. It matters only for the digest.
attention-hour-option = { $hour }:00
attention-reminders = Reminders
attention-reminders-pause = Pause Everloop's reminders
attention-reminders-pause-hint = Colleagues can still remind you of what they asked.

## The digest

digest-title = Waiting for you
digest-preview =
    { $count ->
        [0] Nothing waits for you any more
        [one] One thing waits for you
       *[other] { $count } things wait for you
    }
digest-ask = { $requester } would like your feedback, by { $date }
digest-ask-about = { $requester } would like your feedback about { $about }, by { $date }
digest-draft = *Your draft, kept { $day }*
digest-more = There is more: do one of these, and the next shows up here.
digest-note = Your daily digest. What is done disappears from it.
digest-empty = All done: nothing of this waits for you any more.
