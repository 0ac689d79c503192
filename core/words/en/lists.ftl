### Looking back.

list-title = Your feedback
list-received = Received
list-given = Given
list-shared = Shared with me
list-older = Older
list-newer = Newer
list-received-none = Nothing yet. What colleagues write to you is kept here.
list-given-none = You haven't given any feedback yet.
list-shared-none = Nobody has shared feedback with you yet.
list-none-here = There is nothing more here.

item-received = { $kind ->
    [praise] *Praise* from { $author }
    [answer] *Answer* from { $author }
   *[suggestion] *Suggestion* from { $author }
}
item-given = { $kind ->
    [praise] *Praise* for { $recipient }
    [answer] *Answer* about { $recipient }
   *[suggestion] *Suggestion* for { $recipient }
}
item-shared = { $kind ->
    [praise] *Praise* for { $recipient } from { $author }
    [answer] *Answer* about { $recipient } from { $author }
   *[suggestion] *Suggestion* for { $recipient } from { $author }
}
item-thanked = said thanks
item-you-thanked = you said thanks
item-held = on its way
item-undone = taken back
item-unreachable = couldn't be told by a message
item-seen-by = Seen by { $people }
