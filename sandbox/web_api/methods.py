"""The table of methods: which scopes each needs, which arguments, and which function answers it.

`json=False` stands for the methods that Slack documents as reading forms only.
"""

from sandbox.web_api import apps, chat, conversations, files, users, views
from sandbox.web_api.calls import Method

READ = ("channels:read", "groups:read", "im:read")
HISTORY = ("channels:history", "groups:history", "im:history")
WRITE = ("chat:write",)

METHODS: dict[str, Method] = {
    "api.test": Method(apps.api_test, tier=4),
    "auth.test": Method(apps.auth_test, tier=5),
    "apps.connections.open": Method(apps.connections_open, app_token=True),
    "team.info": Method(apps.team_info, ("team:read",)),
    "bots.info": Method(apps.bots_info, ("users:read",), json=False),
    "users.info": Method(users.info, ("users:read",), 4, ("user",), json=False),
    "users.list": Method(users.list_users, ("users:read",), 2, json=False),
    "users.lookupByEmail": Method(users.lookup_by_email, ("users:read.email",), 3, ("email",), json=False),
    "users.conversations": Method(conversations.of_user, READ, 3, json=False),
    "usergroups.list": Method(users.groups_list, ("usergroups:read",), 2, json=False),
    "usergroups.users.list": Method(users.groups_users, ("usergroups:read",), 2, ("usergroup",), json=False),
    "conversations.open": Method(conversations.open_im, ("im:write",)),
    "conversations.info": Method(conversations.info, READ, 3, ("channel",), json=False),
    "conversations.list": Method(conversations.list_all, READ, 2, json=False),
    "conversations.members": Method(conversations.members, READ, 4, ("channel",), json=False),
    "conversations.join": Method(conversations.join, ("channels:join",), 3, ("channel",)),
    "conversations.history": Method(conversations.history, HISTORY, 3, ("channel",)),
    "conversations.replies": Method(conversations.replies, HISTORY, 3, ("channel", "ts"), json=False),
    "chat.postMessage": Method(chat.post_message, WRITE, 5, ("channel",)),
    "chat.update": Method(chat.update, WRITE, 3, ("channel", "ts")),
    "chat.delete": Method(chat.delete, WRITE, 3, ("channel", "ts")),
    "chat.postEphemeral": Method(chat.post_ephemeral, WRITE, 4, ("channel", "user")),
    "chat.getPermalink": Method(chat.get_permalink, (), 5, ("channel", "message_ts"), json=False),
    "views.open": Method(views.open_view, (), 4, ("view",)),
    "views.push": Method(views.push, (), 4, ("view",)),
    "views.update": Method(views.update, (), 4, ("view",)),
    "views.publish": Method(views.publish, (), 4, ("user_id", "view")),
    "files.getUploadURLExternal": Method(
        files.get_upload_url, ("files:write",), 4, ("filename", "length"), json=False
    ),
    "files.completeUploadExternal": Method(files.complete_upload, ("files:write",), 4, ("files",)),
}
