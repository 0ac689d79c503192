### Asking for feedback, and answering.

## Days

date =
    { $weekday ->
        [1] Monday
        [2] Tuesday
        [3] Wednesday
        [4] Thursday
        [5] Friday
        [6] Saturday
       *[7] Sunday
    }, { $day } { $month ->
        [1] January
        [2] February
        [3] March
        [4] April
        [5] May
        [6] June
        [7] July
        [8] August
        [9] September
        [10] October
        [11] November
       *[12] December
    }

## The form

ask-for-feedback = Ask for feedback
ask-title = Ask for feedback
ask-submit = Ask
ask-people = From whom
ask-people-hint = Up to ten people. Each is asked on their own and isn't told who else is.
ask-people-placeholder = Choose people
ask-about = About
ask-about-me = Me
ask-template = Start from
ask-template-placeholder = Choose a template, or write freely
ask-template-free = Free: your own words
ask-template-start-stop-continue = Start / Stop / Continue
ask-template-start-stop-continue-text =
    What should I start doing?
    What should I stop doing?
    What should I continue doing?
ask-template-start-stop-continue-text-other =
    What should { $name } start doing?
    What should { $name } stop doing?
    What should { $name } continue doing?
ask-template-situation = Situation – Behaviour – Impact
ask-template-situation-text =
    Think of one situation we were in together.
    What did I do there?
    What effect did it have, on you or on the work?
ask-template-situation-text-other =
    Think of one situation you were in together with { $name }.
    What did they do there?
    What effect did it have, on you or on the work?
ask-template-more = What should I do more of?
ask-template-more-text = What should I do more of?
ask-template-more-text-other = What should { $name } do more of?
ask-question = Your question
ask-question-placeholder = The clearer the question, the better the answers
ask-due = By when
ask-due-hint = They get one reminder, on the working morning before.
ask-seen = Who will see the answers
ask-seen-me = Only me
ask-seen-manager = Me and my manager
ask-seen-manager-named = Me and my manager: { $manager }
ask-seen-manager-none = We know of no manager, so only you will see them
ask-seen-other = { $name } and me
ask-seen-other-hint = Whom feedback is about can always read it
ask-note = Each answer comes to you as soon as it is written.
ask-note-other = Each answer goes to { $name } and to you as soon as it is written.
ask-not-found =
    { $count ->
        [one] We couldn't find anyone called { $names }. Please choose whom to ask.
       *[other] We couldn't find these people: { $names }. Please choose whom to ask.
    }
ask-not-saved = We couldn't save this just now. Nothing is lost: press Ask again.
ask-busy =
    { $count ->
        [one] { $names } is busy
       *[other] { $names } are busy
    }
ask-busy-hint = More than three requests wait for an answer there. You can ask later, or choose someone else above.
ask-busy-now = Ask now all the same
ask-busy-later = Ask later: next week
ask-busy-later-hint = They get it on the first working morning of next week

## What the person asked reads

message-asked = { $requester } would like your feedback.
message-asked-about = { $requester } would like your feedback about { $about }.
message-asked-again = A reminder: { $requester } would like your feedback.
message-asked-again-about = A reminder: { $requester } would like your feedback about { $about }.
message-asked-preview = { $requester } would like your feedback on Everloop.
message-asked-again-preview = A reminder: { $requester } would like your feedback on Everloop.
message-asked-due = Please answer by { $date }.
message-asked-seen = Who will see your answer: { $people }.
message-asked-put-off = We'll ask you again on { $date }.
message-asked-answered = You answered.
message-asked-declined = You declined.
message-asked-cancelled = { $requester } doesn't need an answer any more.
message-asked-closed = This has been closed: no answer is needed any more.
ask-answer = Answer
ask-not-now = Not now
ask-decline = Decline

put-off-title = Not now
put-off-submit = Ask me then
put-off-label = When shall we ask you again?
put-off-tomorrow = Tomorrow
put-off-next-week = Next week
put-off-day = On { $date }, at nine

decline-title = Decline
decline-submit = Decline
decline-intro = { $requester } will be told that you would rather not answer.
decline-reason = Why? You needn't say.
decline-reason-hint = Only { $requester } will read this.

answer-title = Answer
answer-submit = Send
answer-text = Your answer
answer-asked = { $requester } asks:
answer-asked-about = { $requester } asks about { $about }:
answer-seen = Who will see your answer: { $people }.
answer-due = Asked for by { $date }.
answer-seen-changed = Please look again at who will see your answer: the manager is another now. Then press Send again.
answer-not-saved = We couldn't save this just now. Nothing is lost: press Send again.

## What whoever asked reads

message-placed = You asked { $people } for feedback.
message-placed-about = You asked { $people } for feedback about { $about }.
message-placed-preview = You asked for feedback.
message-placed-cancelled = You cancelled this request.
message-request-answered = { $author } answered your question about { $recipient }
message-request-answered-preview = { $author } answered your question about { $recipient } on Everloop.
message-request-answered-why = { $recipient } has got this answer as well.
message-request-declined = { $person } would rather not answer your question.
message-request-declined-preview = { $person } declined to give you feedback.
message-request-declined-why = Why, for you only:
message-request-closed = { $person } won't answer your question: they can't be reached any more, or whom it was about has left.

requests-title = Your requests
requests-none = You haven't asked anybody for feedback yet.
requests-all = All your requests
home-asked-you = Waiting for your answer
home-asked-you-line = { $requester } would like your feedback, by { $date }
home-asked-you-line-about = { $requester } would like your feedback about { $about }, by { $date }
home-asked-you-more = There is more: answer one, and the next shows up here.
home-you-asked = Feedback you asked for
request-title = Your request
request-line = *About { $about }*, asked { $day }, by { $date }
request-line-me = *About you*, asked { $day }, by { $date }
request-due = Asked { $day }, to be answered by { $date }.
request-about = A question about { $about }:
request-about-me = A question about you:
request-seen = Who will see the answers: { $people }.
request-cancelled = cancelled
request-person = { $person }: { $status }
status-later = will be asked on { $date }
status-asked = asked
status-overdue = overdue
status-answered = answered
status-declined = declined
status-cancelled = cancelled
status-closed = won't answer
request-reason = { $person } says why:
request-remind = Remind
request-extend = Give more time
request-add = Add people
request-cancel = Cancel request
request-cancel-title = Cancel this request?
request-cancel-text = Nobody is asked any more. Answers you have got stay with you.
request-cancel-no = Keep it
extend-title = Give more time
extend-submit = Save
extend-due = By when
add-title = Ask more people
add-submit = Ask

## The question beside an answer

question-you-asked = You asked:
question-asked = { $asker } asked:

## What went wrong

error-request-gone = This request isn't here any more, or it isn't yours to see.
error-request-sent = This request has been sent already, so it can't be changed here. Open it under “/feedback requests” to change it.
error-request-answered = You have answered this already.
error-request-declined = You have declined this already.
error-request-cancelled = No answer is needed any more: whoever asked has cancelled. What you wrote is kept as a draft when you close this.
error-request-cancelled-by-you = You have cancelled this request already.
error-request-closed = No answer is needed any more: somebody has left. What you wrote is kept as a draft when you close this.
error-request-over = Nobody is waited for any more.
error-remind-nobody = Everybody who hasn't answered has had their reminder, or has asked for it later.
error-asked-none = Choose at least one person to ask.
error-asked-many = Ask at most { $most } people.
error-asked-yourself = You can't ask yourself. Choose somebody else.
error-asked-about-themselves = { $name } can't be asked for feedback about themselves. Choose somebody else.
error-asked-already = Asked already: { $names }.
error-asked-bot =
    { $count ->
        [one] { $names } is a bot and can't answer.
       *[other] These are bots and can't answer: { $names }.
    }
error-asked-stranger =
    { $count ->
        [one] { $names } works at another company. You can only ask people of your own.
       *[other] These people work at another company: { $names }. You can only ask people of your own.
    }
error-about-not-yours = You can ask about yourself, and about people whose manager you are. Please choose again.
error-about-not-here = They don't take part in Everloop (any more). Please choose again.
error-question-none = Write your question first.
error-due-none = Choose a day.
error-due-past = This day is over. Choose a later one.
error-due-far = That's more than a year away. Choose an earlier day.
error-due-earlier = Choose a day after the one it is due now.
