### Managers, as people name them.

manager-section = Your manager
manager-none = You haven't said who your manager is. Once they have confirmed it, people who write to you can choose that your manager sees it too, and you can share with them what you received.
manager-proposed = You named { $manager }. We have asked them, and they haven't answered yet.
manager-confirmed = { $manager } is your manager.
manager-declined = { $manager } says that they aren't your manager.
manager-from-file = { $manager } is your manager, as your people team's list says. If that's wrong, ask your people team.
manager-choose = Choose your manager
manager-change = Change
manager-remove = Remove
manager-remove-title = Remove your manager?
manager-remove-text = Nobody will count as your manager. What they could read already, they still can.
manager-remove-no = Keep
manager-modal-title = Your manager
manager-modal-submit = Ask them
manager-modal-label = Who is your manager?
manager-modal-hint = We ask them with one message. Until they confirm, nothing changes.
proposals-section = Are you their manager?
proposal-line = { $person } named you as their manager.
proposals-more =
    { $count ->
        [one] One more person is waiting for an answer.
       *[other] { $count } more people are waiting for an answer.
    }
person-unknown = We couldn't find this person. Please choose again.
