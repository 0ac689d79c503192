"""The list of values and skills that an admin keeps, and what feedback is tagged with."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain.errors import InvalidForm, NotAllowed
from core.domain.ids import TagId
from core.domain.people import Grant, Person, Role
from core.domain.tags import MAX_CHOSEN, MAX_NAME, MAX_OFFERED, Tag, TagKind, names_from_lines
from tests.factories import Company


async def keep(company: Company, by: Person, values: str = "", skills: str = "") -> list[Tag]:
    return await company.tagging.keep_list(company.workspace_id, by.id, values, skills)


def test_a_list_is_read_as_people_type_it() -> None:
    typed = "- Courage\n\n  •  Zeal for\tdetail \ncourage\n* Kindness"
    assert names_from_lines(typed) == ("Courage", "Zeal for detail", "Kindness")
    assert names_from_lines(" \n-\n") == ()


@given(st.text())
def test_names_are_never_empty_and_never_twice(text: str) -> None:
    names = names_from_lines(text)
    assert all(name and name == name.strip() and "\n" not in name for name in names)
    assert len({name.casefold() for name in names}) == len(names)
    assert names_from_lines("\n".join(names)) == names


async def test_admins_keep_the_list_and_nobody_else(company: Company) -> None:
    owner = await company.hire("Olga", administers=True)
    lead, ada = await company.hire("Lea"), await company.hire("Ada")
    async with company.writing() as unit:
        grant = Grant(lead.id, Role.PEOPLE_ADMIN, owner.id, company.clock.now())
        await unit.grants.replace(Role.PEOPLE_ADMIN, [grant])
        await unit.commit()
    kept = await keep(company, owner, "Courage", "Design")
    assert [(tag.kind, tag.name) for tag in kept] == [(TagKind.VALUE, "Courage"), (TagKind.SKILL, "Design")]
    assert [tag.name for tag in await keep(company, lead, "Courage\nZeal", "")] == ["Courage", "Zeal"]
    with pytest.raises(NotAllowed):
        await keep(company, ada, "Mine")
    assert [tag.name for tag in await company.tagging.offered(company.workspace_id)] == ["Courage", "Zeal"]


async def test_what_does_not_fit_the_form_is_refused_at_its_field(company: Company) -> None:
    owner = await company.hire("Olga", administers=True)
    many = "\n".join(f"Value {number}" for number in range(MAX_OFFERED + 1))
    with pytest.raises(InvalidForm) as refused:
        await keep(company, owner, many, "x" * (MAX_NAME + 1))
    assert [(one.field, one.key) for one in refused.value.problems] == [
        ("values", "error-tags-many"),
        ("skills", "error-tags-long"),
    ]
    assert await company.tagging.offered(company.workspace_id) == []


async def test_feedback_keeps_what_it_was_tagged_with(company: Company) -> None:
    owner, ada = await company.hire("Olga", administers=True), await company.hire("Ada")
    courage, zeal = await keep(company, owner, "Courage\nZeal")
    form = await company.give(owner, ada, tags=(zeal.id, courage.id, zeal.id))
    assert form.submission.tags == (zeal, courage)
    await keep(company, owner, "Something else")
    again = await company.feedback.open_submission(company.workspace_id, owner.id, form.submission.id)
    assert again.submission.tags == (zeal, courage)


async def test_a_tag_taken_off_the_list_while_the_form_was_open_is_fine(company: Company) -> None:
    owner, ada = await company.hire("Olga", administers=True), await company.hire("Ada")
    (courage,) = await keep(company, owner, "Courage")
    await keep(company, owner)
    assert (await company.give(owner, ada, tags=(courage.id,))).submission.tags == (courage,)


@pytest.mark.parametrize("problem", ["unknown", "too many"])
async def test_tags_that_were_never_offered(company: Company, problem: str) -> None:
    owner, ada = await company.hire("Olga", administers=True), await company.hire("Ada")
    kept = await keep(company, owner, "\n".join("ABCDEFG"))
    chosen = (TagId("none"),) if problem == "unknown" else tuple(tag.id for tag in kept[: MAX_CHOSEN + 1])
    with pytest.raises(InvalidForm) as refused:
        await company.give(owner, ada, tags=chosen)
    assert [one.field for one in refused.value.problems] == ["tags"]


async def test_the_same_form_with_other_tags_is_a_revision(company: Company) -> None:
    owner, ada = await company.hire("Olga", administers=True), await company.hire("Ada")
    courage, zeal = await keep(company, owner, "Courage\nZeal")
    first = await company.give(owner, ada, form_key="V", tags=(courage.id,))
    second = await company.give(owner, ada, form_key="V", tags=(zeal.id,))
    assert second.submission.id == first.submission.id
    assert second.submission.tags == (zeal,)


async def test_undo_keeps_them_for_the_form_that_opens_again(company: Company) -> None:
    owner, ada = await company.hire("Olga", administers=True), await company.hire("Ada")
    (courage,) = await keep(company, owner, "Courage")
    form = await company.give(owner, ada, tags=(courage.id,))
    _, draft_id = await company.feedback.undo_feedback(company.workspace_id, owner.id, form.submission.id)
    draft = await company.drafts.open_draft(company.workspace_id, owner.id, draft_id)
    assert draft.content["tags"] == [courage.id]
