"""What feedback can be tagged with, and what it was tagged with."""

from core.domain.feedback import Visibility
from core.domain.ids import TagId
from core.domain.tags import Tag, TagKind
from tests.contract.office import Office, open_office

VALUE, SKILL = TagKind.VALUE, TagKind.SKILL


async def offer(office: Office, kind: TagKind, *names: str) -> list[Tag]:
    await office.change(lambda unit: unit.tags.replace(kind, names))
    return await office.ask(lambda unit: unit.tags.offered())


async def test_values_come_before_skills_each_in_its_order(office: Office) -> None:
    await offer(office, SKILL, "Writing", "Design")
    offered = await offer(office, VALUE, "Zeal", "Courage")
    assert [(tag.kind, tag.name) for tag in offered] == [
        (VALUE, "Zeal"),
        (VALUE, "Courage"),
        (SKILL, "Writing"),
        (SKILL, "Design"),
    ]


async def test_what_is_no_longer_offered_is_known_and_comes_back_as_the_same(office: Office) -> None:
    courage, zeal = await offer(office, VALUE, "Courage", "Zeal")
    assert await offer(office, VALUE, "ZEAL") == [Tag(zeal.id, VALUE, "ZEAL")]
    found = await office.ask(lambda unit: unit.tags.get_many([courage.id, zeal.id, TagId("none")]))
    assert found == {courage.id: courage, zeal.id: Tag(zeal.id, VALUE, "ZEAL")}
    assert await offer(office, VALUE, "courage", "Zeal") == [Tag(courage.id, VALUE, "courage"), zeal]
    assert await offer(office, VALUE) == []


async def test_one_name_may_be_a_value_and_a_skill(office: Office) -> None:
    await offer(office, VALUE, "Courage")
    value, skill = await offer(office, SKILL, "Courage")
    assert value.id != skill.id


async def test_each_workspace_has_its_own(office: Office) -> None:
    other = await open_office(office.storage)
    (tag,) = await offer(office, VALUE, "Courage")
    assert await other.ask(lambda unit: unit.tags.offered()) == []
    assert await other.ask(lambda unit: unit.tags.get_many([tag.id])) == {}


async def test_feedback_keeps_its_tags_as_they_were_called_and_its_channel(office: Office) -> None:
    courage, zeal = await offer(office, VALUE, "Courage", "Zeal")
    public = {"visibility": Visibility.CHANNEL, "channel": "C1", "tags": (zeal, courage)}
    submission, copies = await office.give(office.ben, **public)
    await offer(office, VALUE, "Bravery")
    stored = await office.ask(lambda unit: unit.feedback.sent_form(submission.id))
    assert stored is not None
    assert stored.submission == submission
    plain = office.submission(id=submission.id, form_key=submission.form_key, text="Other words")
    assert await office.change(lambda unit: unit.feedback.revise(plain, copies))
    item = await office.ask(lambda unit: unit.feedback.item(copies[0].id))
    assert item is not None
    assert (item.submission.tags, item.submission.channel) == ((), "")
