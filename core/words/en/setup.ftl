### Setting Everloop up, for admins.

setup-section = Set up Everloop
setup-everyone = Everloop is on for everyone in this workspace.
setup-group = Everloop is on for the members of the user group { $source }.
setup-channel = Everloop is on for the members of { $source }.
setup-guests-on = Guests may give and get feedback.
setup-guests-off = Guests can't use it.
setup-admins = The people team's admins: { $people }. They can change this page, and they get reports of problems. Nobody's feedback is open to them otherwise.
setup-admins-none = No people team's admins are named yet. They could change this page, and people could report problems to them. Nobody's feedback would be open to them otherwise.
setup-change = Change
setup-title = Set up Everloop
setup-submit = Save
setup-audience = For whom Everloop is on
audience-everyone = Everyone
audience-group = The members of a user group
audience-channel = The members of a channel
setup-group-label = User group
setup-group-placeholder = Choose a group
setup-channel-label = Channel
setup-channel-placeholder = Choose a channel
setup-guests = Guests
setup-guests-option = Guests may give and get feedback
setup-people-admins = The people team's admins
setup-people-admins-hint = They can change these settings, and they get reports of problems. Nobody's feedback is open to them otherwise.
setup-people-admins-placeholder = Choose people
