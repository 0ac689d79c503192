"""Which token speaks in which workspace.

Today there is one, from the settings, bound to its workspace when it has been checked at the start.
Installations that are stored, and tokens that are renewed, come in by the same door: `bind`.
"""

from dataclasses import dataclass, field

from core.domain.ids import WorkspaceId


@dataclass(frozen=True, slots=True)
class Installation:
    """Everloop in one workspace of Slack's, as `auth.test` described it."""

    workspace_id: WorkspaceId
    team_id: str
    bot_user_id: str
    bot_token: str = field(repr=False)
    bot_id: str = ""
    url: str = ""  # of the workspace, with a slash at the end
    enterprise_id: str | None = None


class NotInstalled(LookupError):
    """There is no token (any more) for this workspace."""


class Tokens:
    """Installations by workspace and by team, and what Slack last said against a token."""

    def __init__(self) -> None:
        self._installations: dict[WorkspaceId, Installation] = {}
        self._problems: dict[WorkspaceId, dict[str, str]] = {}

    def bind(self, installation: Installation) -> None:
        """From now on this is the workspace's installation; what was said against its token is forgotten."""
        self._installations[installation.workspace_id] = installation
        self._problems.pop(installation.workspace_id, None)

    def unbind(self, workspace_id: WorkspaceId) -> None:
        self._installations.pop(workspace_id, None)
        self._problems.pop(workspace_id, None)

    def of(self, workspace_id: WorkspaceId) -> Installation:
        """Raises NotInstalled."""
        if workspace_id not in self._installations:
            raise NotInstalled(workspace_id)
        return self._installations[workspace_id]

    def of_team(self, team_id: str) -> Installation | None:
        return next((one for one in self._installations.values() if one.team_id == team_id), None)

    def report(self, workspace_id: WorkspaceId, method: str, code: str | None) -> None:
        """Slack refused the token, or a scope that it lacks, for this method, with this code; None: it
        served."""
        problems = self._problems.setdefault(workspace_id, {})
        if code is None:
            problems.pop(method, None)
        else:
            problems[method] = code

    def problem(self, workspace_id: WorkspaceId) -> str | None:
        """Slack's word for what is wrong with the token, where it refused it last time: for the health
        checks."""
        return next(iter(self._problems.get(workspace_id, {}).values()), None)
