### What went wrong, and what to do about it. One sentence or two, in the words people use.

## Anything

error-gone = This isn't here any more.
error-storage = We couldn't save this just now. Nothing is lost: please try again in a moment.
error-platform = We couldn't reach Slack just now. Please try again in a moment.

## Taking part

error-refused-bot = Bots can't use Everloop.
error-refused-deactivated = This account has been deactivated, so it can't use Everloop.
error-refused-stranger = Everloop is only for people of this company.
error-refused-guest =
    Everloop isn't on for guests here. { $count ->
        [0] If you'd like to use it, ask whoever set it up.
       *[other] If you'd like to use it, ask { $ask }.
    }
error-refused-not-in-pilot =
    Everloop isn't on for your team yet. { $count ->
        [0] If you'd like to use it, ask whoever set it up.
       *[other] If you'd like to use it, ask { $ask }.
    }

## Giving feedback

error-recipients-none = Choose at least one person.
error-recipients-many = Choose at most { $most } people.
error-recipients-yourself = You can't give feedback to yourself. Choose somebody else.
error-recipients-unknown = We couldn't find one of these people. Please choose again.
error-recipients-bot =
    { $count ->
        [one] { $names } is a bot and can't get feedback.
       *[other] These are bots and can't get feedback: { $names }.
    }
error-recipients-deactivated =
    { $count ->
        [one] { $names } isn't here any more (the account has been deactivated).
       *[other] These people aren't here any more (their accounts have been deactivated): { $names }.
    }
error-recipients-stranger =
    { $count ->
        [one] { $names } works at another company. You can only give feedback to people of your own.
       *[other] These people work at another company: { $names }. You can only give feedback to people of your own.
    }
error-recipients-guest =
    { $count ->
        [one] { $names } is a guest, and Everloop isn't on for guests here.
       *[other] These people are guests, and Everloop isn't on for guests here: { $names }.
    }
error-recipients-not-in-pilot =
    { $count ->
        [one] Everloop isn't on for { $names } yet.
       *[other] Everloop isn't on for these people yet: { $names }.
    }
error-recipients-today =
    { $count ->
        [one] { $names } got { $most } from you today, and that's the most a day here. Keep this as a draft (press Cancel) and send it tomorrow.
       *[other] { $names } got { $most } each from you today, and that's the most a day here. Keep this as a draft (press Cancel) and send it tomorrow.
    }
error-text-none = Write a few words first.
error-text-long = That's { $length } characters. Please keep it to { $most }.
error-feedback-sent = This feedback has been sent already, so it can't be changed. To add something, give new feedback.
error-feedback-undone = You took this feedback back. To send it after all, give new feedback.

## Feedback that has been given

error-feedback-gone = This feedback isn't here any more, or it isn't yours to see.
error-undo-late = It's too late to undo: this feedback is on its way or has arrived.
error-undo-done = You have taken this feedback back already.
error-share-no-manager = We don't know who your manager is yet. Name them on Everloop's Home tab; once they confirm, you can share this.
error-share-other-manager = Your manager is { $manager } now, so nothing was shared. Look again, and share it with them if you like.

## Drafts

error-draft-gone = This draft isn't here any more. It was sent, discarded, or kept for too long.

## Managers

error-manager-yourself = You can't be your own manager. Choose somebody else.
error-manager-unknown = We couldn't find this person. Please choose again.
error-manager-cannot = { $manager } can't be named as a manager here. Choose a colleague.
error-manager-report = You are { $manager }'s manager, so { $manager } can't be yours.
error-manager-from-file = Your people team has entered { $manager } as your manager. If that's wrong, ask them to change it.
error-proposal-gone = This question isn't open any more: another manager was named, or it was taken back.
error-proposal-decided = You have answered this already.

## Setting up

error-set-up-not-allowed = Only this workspace's admins and the people team's admins can change this.
error-source-none = Choose a group or a channel.
error-source-empty = Nobody is in { $name } yet, so nobody could use Everloop. Choose another.
error-admins-not-allowed = Only this workspace's admins and owners can name the people team's admins.
error-admins-unfit =
    { $count ->
        [one] { $names } can't be a people team's admin: only members of this workspace can.
       *[other] These people can't be people team's admins: { $names }. Only members of this workspace can.
    }
error-admins-unknown = We couldn't find one of these people. Please choose again.

## The people team's file, and people who left

error-import-changed = Something has changed since the difference was shown. Nothing was imported: run it again and look at the new difference.
error-person-unknown = Nobody here goes by { $who }. Give an e-mail address or a member ID.
error-person-gone = There is no such person here, or they have been erased already.
error-erase-active = { $name } still has an active account. Deactivate it in Slack first; then they can be erased.
