### Giving feedback, better: templates, values and skills, praise in public, a second look.

## Templates

give-template = Not sure how to begin? Try a template.
give-template-placeholder = Use a template
template-none = No template
template-effect_and_next = When… / you did… / the effect was… / next time, could you…?
template-effect = When… / you did… / the effect was…
template-situation = Situation – Behaviour – Impact
template-start_stop = Start – Stop – Continue
give-text-after-parts = What stands here comes after what you write above. It may stay empty.

# Labels of the fields that a template brings
part-when = When…
part-did = you did…
part-effect = the effect was…
part-next = next time, could you…?
part-situation = Situation
part-behaviour = Behaviour
part-impact = Impact
part-start = Start
part-stop = Stop
part-continue = Continue

part-when-hint = In Monday's demo, when the customer asked about errors
part-did-hint = went straight to the error page and explained it
part-effect-hint = they trusted the rest of the demo
part-next-hint = show it before they have to ask
part-situation-hint = Where and when was it?
part-behaviour-hint = What did they say or do?
part-impact-hint = What came of it, for you and for others?
part-start-hint = What should they begin to do?
part-stop-hint = What should they do no more?
part-continue-hint = What should they keep doing?

# What stands before them in the text
part-when-line = When:
part-did-line = What you did:
part-effect-line = The effect:
part-next-line = Next time, could you:
part-situation-line = Situation:
part-behaviour-line = Behaviour:
part-impact-line = Impact:
part-start-line = Start:
part-stop-line = Stop:
part-continue-line = Continue:

## Values and skills

give-tags = Values and skills
give-tags-hint = Up to { $most }, if any of them fit.
give-tags-placeholder = Choose values and skills
tags-values = Values
tags-skills = Skills
tags-on-feedback = Values and skills: { $names }

tags-button = Values and skills
tags-title = Values and skills
tags-submit = Save
tags-intro = Whoever gives feedback can tag it with these. One a line; what has been tagged already keeps its tags.
tags-values-label = Company values
tags-skills-label = Skills
tags-values-placeholder = Courage
tags-skills-placeholder = Writing
setup-tags =
    { $values ->
        [0] { $skills ->
            [0] No values or skills are listed yet.
            [one] Feedback can be tagged with one skill.
           *[other] Feedback can be tagged with { $skills } skills.
        }
        [one] { $skills ->
            [0] Feedback can be tagged with one value.
            [one] Feedback can be tagged with one value and one skill.
           *[other] Feedback can be tagged with one value and { $skills } skills.
        }
       *[other] { $skills ->
            [0] Feedback can be tagged with { $values } values.
            [one] Feedback can be tagged with { $values } values and one skill.
           *[other] Feedback can be tagged with { $values } values and { $skills } skills.
        }
    }
error-tags-many = That's { $count }. Please list at most { $most }.
error-tags-long = “{ $name }…” is too long. Please keep each to { $most } characters.
error-tags-chosen-many = Choose at most { $most }.
error-tags-unknown = One of these isn't on the list. Please choose again.

## Praise in public

visibility-channel = Everyone in a channel
visibility-channel-hint = For praise only. Everloop posts it there and mentions them.
give-channel = Channel
give-channel-hint = The people you praise are mentioned there, and have their own copies.
give-channel-placeholder = Choose a channel
give-channel-missing = Please choose the channel in which everyone may see this.
error-visibility-praise-only = A suggestion is never shown to a whole channel. Choose who else may see it, or make it praise.
error-channel-none = Choose a channel.
error-channel-invite = Everloop isn't in that channel and can't join it by itself. In the channel, type /invite @{ $name }, then press Send again.
error-channel-archived = That channel is archived. Choose another one.
message-in-channel = { $author } praises { $people }
message-in-channel-preview = { $author } praises { $people }.
message-not-posted = Your praise for { $people } couldn't be posted in { $channel }. They have it all the same, as a message from Everloop.
message-not-posted-preview = Your praise couldn't be posted in the channel.
audience-everyone-in = everyone in { $channel }

## A second look

look-title = A second look
look-intro = Before it goes: a small change might help it land. It's your call, and these hints aren't kept.
look-send = Send as it is
look-edit = Edit
look-found = You wrote: “{ $found }”
look-trait = *This says what somebody is, rather than what they did.* What did you see or hear? That's easier to take in, and to change.
look-gendered = *This word is said of women far more often than of men* (or the other way round). Would you use it for anybody? What they did says more.
look-absolute = *“Always” and “never” are hardly ever quite true,* and invite an argument about the exception. Tell of one time instead.
look-vague = *This could mean many things.* What would it look like, if they did it tomorrow?
look-no_example = *There is no example yet.* When was it, and what happened? One moment is enough.
look-no_suggestion = *There is nothing to try yet.* What could they do next time?
look-long = *This is rather long.* One point at a time is easier to take in, and to act on.
