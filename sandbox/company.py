"""A small believable company to try an app in: plain data, and how it moves into a workspace.

`manager` names the handle of whom someone reports to. An app that knows managers can be seeded from it.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sandbox.conversations import Kind
from sandbox.people import Role
from sandbox.team import Team

NAME = "Northwind Labs"
SEED = "northwind-labs"
DOMAIN = "northwind.example"


@dataclass(frozen=True)
class Employee:
    handle: str
    name: str
    title: str
    tz: str
    role: Role = "member"
    manager: str = ""
    department: str = ""
    country: str = ""
    locale: str = "en-US"

    @property
    def email(self) -> str:
        return "" if self.role == "bot" else f"{self.handle}@{DOMAIN}"


PEOPLE: tuple[Employee, ...] = (
    Employee(
        "alice", "Alice Berger", "Head of Engineering", "Europe/Berlin", "member", "ines", "Engineering", "DE"
    ),
    Employee(
        "bob", "Bob Carter", "Backend engineer", "America/New_York", "member", "alice", "Engineering", "US"
    ),
    Employee(
        "chandra", "Chandra Iyer", "Platform engineer", "Asia/Kolkata", "member", "alice", "Engineering", "IN"
    ),
    Employee(
        "dana",
        "Dana Whitfield",
        "Frontend engineer",
        "Pacific/Auckland",
        "member",
        "alice",
        "Engineering",
        "NZ",
    ),
    Employee(
        "emil", "Emil Sørensen", "Data engineer", "Europe/Copenhagen", "member", "alice", "Engineering", "DK"
    ),
    Employee(
        "felipe", "Felipe Andrade", "Head of Design", "America/Sao_Paulo", "member", "ines", "Design", "BR"
    ),
    Employee(
        "grace", "Grace Okafor", "Product designer", "Europe/London", "member", "felipe", "Design", "GB"
    ),
    Employee("hana", "Hana Kimura", "UX researcher", "Asia/Tokyo", "member", "felipe", "Design", "JP"),
    Employee("ines", "Inês Duarte", "Chief operating officer", "Europe/Lisbon", "admin", "", "People", "PT"),
    Employee(
        "jonas", "Jonas Weiß", "Freelance illustrator", "Europe/Vienna", "guest", "felipe", "Design", "AT"
    ),
    Employee("deploybot", "Deploybot", "", "Europe/Berlin", "bot"),
    Employee(
        "karl",
        "Karl Lindqvist",
        "Backend engineer",
        "Europe/Stockholm",
        "deactivated",
        "alice",
        "Engineering",
        "SE",
    ),
)


@dataclass(frozen=True)
class Channel:
    name: str
    members: tuple[str, ...]
    purpose: str
    kind: Kind = "public"


@dataclass(frozen=True)
class Line:
    """Something that was said `days_ago`, at that local time of whoever said it."""

    channel: str
    who: str
    days_ago: int
    at: str
    text: str


EVERYONE = tuple(p.handle for p in PEOPLE if p.role in ("member", "admin", "bot"))

CHANNELS: tuple[Channel, ...] = (
    Channel("general", EVERYONE, "News for all of us"),
    Channel("engineering", ("alice", "bob", "chandra", "dana", "emil", "deploybot"), "How we build it"),
    Channel("design", ("felipe", "grace", "hana", "jonas", "dana"), "How it looks and feels"),
    Channel("random", tuple(h for h in EVERYONE if h != "deploybot"), "Everything else"),
    Channel("leads", ("alice", "felipe", "ines"), "Plans that are not ripe yet", "private"),
)

LINES: tuple[Line, ...] = (
    Line(
        "general",
        "ines",
        9,
        "09:05",
        "Good morning! The notes of Thursday's all-hands are in the wiki. Questions here.",
    ),
    Line("general", "grace", 9, "10:12", "Thank you for writing them up so quickly."),
    Line(
        "general",
        "ines",
        6,
        "15:30",
        "Welcome back, Dana! Your photos of the Routeburn Track made us all jealous.",
    ),
    Line("general", "dana", 5, "08:40", "Good to be back. I have 312 unread messages and no regrets."),
    Line(
        "general",
        "felipe",
        2,
        "11:00",
        "The new onboarding goes live on Monday. Please try it and tell Hana what puzzles you.",
    ),
    Line("general", "hana", 2, "19:20", "Any puzzled face is a gift. My calendar is open on Tuesday."),
    Line(
        "engineering",
        "bob",
        8,
        "10:31",
        "The parser now reads a 2 GB export in 40 seconds. It was eleven minutes last week.",
    ),
    Line("engineering", "alice", 8, "17:02", "That is a great review for your patience, Bob. Well done!"),
    Line("engineering", "deploybot", 7, "12:00", "Release 3.14 is live. Error rate 0.02 %, no rollbacks."),
    Line(
        "engineering",
        "chandra",
        6,
        "14:45",
        "I wrote down how we rotate the keys, so that it does not depend on me any more.",
    ),
    Line(
        "engineering",
        "emil",
        4,
        "09:50",
        "The nightly import failed at 2:30 again, on the hour the clocks changed. I am on it.",
    ),
    Line("engineering", "emil", 4, "13:15", "Fixed. It asks for the zone now instead of guessing it."),
    Line("engineering", "dana", 3, "09:10", "Does anybody mind if I take the table component apart today?"),
    Line("engineering", "bob", 1, "16:20", "Dana's table is so much faster to scroll. Thank you!"),
    Line("design", "grace", 7, "11:11", "Second draft of the empty states: fewer words, one clear step."),
    Line("design", "jonas", 7, "12:40", "The illustrations for them are done, twelve in all."),
    Line(
        "design",
        "hana",
        5,
        "18:05",
        "Five of six people found the export button without help. Last month it was two.",
    ),
    Line(
        "design",
        "felipe",
        1,
        "10:30",
        "Jonas, the paper plane is my favourite. Let's use it on the welcome page.",
    ),
    Line("random", "chandra", 5, "20:15", "Mango season is over and I am not ready to talk about it."),
    Line("random", "hana", 4, "12:05", "I found a bakery that makes melon pan in the shape of a turtle."),
    Line(
        "random", "bob", 2, "09:00", "Who is in for the Thursday quiz? We need a fourth who knows geography."
    ),
    Line(
        "leads",
        "ines",
        3,
        "16:00",
        "Let us talk about how often we give each other feedback before the year ends.",
    ),
    Line("leads", "alice", 3, "16:25", "Yes please. My people hear from me, but too rarely from each other."),
)


def populate(team: Team) -> None:
    """Moves the company into an empty workspace: its people, channels and what they have said lately."""
    users = {
        p.handle: team.add_user(
            p.handle, real_name=p.name, role=p.role, title=p.title, tz=p.tz, locale=p.locale, email=p.email
        )
        for p in PEOPLE
    }
    channels = {
        c.name: team.add_channel(c.name, [users[m].id for m in c.members], kind=c.kind, purpose=c.purpose)
        for c in CHANNELS
    }
    for line in sorted(LINES, key=lambda line: _moment(line, users[line.who].tz, team.clock.now())):
        moment = _moment(line, users[line.who].tz, team.clock.now())
        team.post(channels[line.channel], users[line.who], {"text": line.text}, at=moment)
    for channel in channels.values():
        for user in users.values():
            channel.mark_read(user.id)


def _moment(line: Line, tz: str, now: float) -> float:
    day = datetime.fromtimestamp(now, ZoneInfo(tz)) - timedelta(days=line.days_ago)
    hour, minute = map(int, line.at.split(":"))
    return day.replace(hour=hour, minute=minute, second=0, microsecond=0).timestamp()
