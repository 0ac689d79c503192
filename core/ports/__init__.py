"""What the services need from the outside: storage, a chat platform, a clock. Implemented elsewhere, faked
in tests.

One contract suite (tests/contract) runs over every implementation of the storage ports.
"""

from core.ports.clock import (
    Clock,
    Wake,
)
from core.ports.delivery import (
    DELIVERY,
    Lease,
    Leases,
    Outbox,
)
from core.ports.feedback import (
    Drafts,
    FeedbackRecords,
    Revisions,
    Tags,
)
from core.ports.looking_back import (
    Notes,
    Search,
)
from core.ports.people import (
    Grants,
    Members,
    People,
    PersonalPreferences,
    ReportingLines,
)
from core.ports.platform import (
    Directory,
    Gone,
    Messenger,
    NotDone,
    OutcomeUnknown,
    RateLimited,
    Recipient,
    Refused,
    SendError,
    Step,
    Unreachable,
)
from core.ports.requests import (
    Requests,
)
from core.ports.storage import (
    Store,
    UnitOfWork,
)
from core.ports.talking import (
    Audit,
    Pauses,
    Replies,
    Reports,
)

__all__ = [
    "DELIVERY",
    "Audit",
    "Clock",
    "Directory",
    "Drafts",
    "FeedbackRecords",
    "Gone",
    "Grants",
    "Lease",
    "Leases",
    "Members",
    "Messenger",
    "NotDone",
    "Notes",
    "Outbox",
    "OutcomeUnknown",
    "Pauses",
    "People",
    "PersonalPreferences",
    "RateLimited",
    "Recipient",
    "Refused",
    "Replies",
    "ReportingLines",
    "Reports",
    "Requests",
    "Revisions",
    "Search",
    "SendError",
    "Step",
    "Store",
    "Tags",
    "UnitOfWork",
    "Unreachable",
    "Wake",
]
