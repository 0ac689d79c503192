### The Home tab.

home-welcome = Welcome to Everloop
home-what-1 = *Tell a colleague* what they did well, or what they could try. It takes a minute.
home-what-2 = *It arrives privately*, as a message from Everloop. The form says who can see it, before you send it.
home-what-3 = *Nothing gets lost:* all that you receive and give stays here, for you to look back on.
home-first-step = Give your first feedback
home-drafts = Drafts
home-draft-untitled = A form with nothing written in it yet
home-draft-since = Kept { $day }
home-draft-continue = Continue your draft
home-draft-discard = Discard
home-draft-discard-title = Discard this draft?
home-draft-discard-text = What you typed will be gone.
home-draft-discard-no = Keep it
home-received = Feedback for you
home-given = Feedback you gave
home-shared = Shared with you
home-privacy = Who can see what
home-privacy-text = Each feedback can be read by the people named on it: who wrote it, who got it, and whoever they chose. What those two say about it, only they can read. Admins can't read any of it, unless one of the two reports a problem to them. Whoever runs Everloop's server here holds the keys of its database.
